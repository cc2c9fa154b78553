/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: never connected event Shop.Till.opened \(\) to slot Shop.Book.note \(string text\) */
/* error: this object does not have event Shop.Till.paid \(string name, uint64 amount\) */
/* error: the function\\?'s parameters must be its context and then those of event Shop.Till.opened \(\) */

/* What could not have been connected cannot be disconnected. */

#include <hark/hark.h>

#include "shop.h"

void disconnect_all (ShopTill *till, ShopBook *book, GObject *context, guint *count);

static void
on_paid (GObject    *context,
         const char *name,
         guint64     amount)
{
}

static void
count_paid (guint      *count,
            const char *name,
            guint64     amount)
{
  ++*count;
}

void
disconnect_all (ShopTill *till,
                ShopBook *book,
                GObject  *context,
                guint    *count)
{
  guint n = HARK_DISCONNECT (till, shop_till_paid, book, shop_book_on_paid);

  n += HARK_DISCONNECT_FUNC (till, shop_till_paid, context, on_paid);
  n += HARK_DISCONNECT_DATA (till, shop_till_paid, context, count_paid, count);
  n += HARK_DISCONNECT_EVENT (till, shop_till_opened);
  n += hark_disconnect_between (till, book);
  g_print ("%u\n", n);
#ifdef BROKEN
  HARK_DISCONNECT (till, shop_till_opened, book, shop_book_note);
  HARK_DISCONNECT_EVENT (book, shop_till_paid);
  HARK_DISCONNECT_FUNC (till, shop_till_opened, context, on_paid);
#endif
}
