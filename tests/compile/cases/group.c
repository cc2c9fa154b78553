/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: cannot connect event Shop.Till.opened \(\) to slot Shop.Book.note \(string text\) */
/* error: this object does not have slot Shop.Book.on_paid \(string name, uint64 amount\) */
/* error: the function\\?'s parameters must be its context and then those of event Shop.Till.opened \(\) */

/* A group knows its emitter when it runs; all else is checked as elsewhere. */

#include <hark/hark.h>

#include "shop.h"

void connect_all (ShopTill *till, ShopBook *book, GObject *context);

static void
on_paid (GObject    *context,
         const char *name,
         guint64     amount)
{
}

void
connect_all (ShopTill *till,
             ShopBook *book,
             GObject  *context)
{
  g_autoptr(HarkConnectionGroup) group = hark_connection_group_new ();

  HARK_GROUP_CONNECT (group, shop_till_paid, book, shop_book_on_paid);
  HARK_GROUP_CONNECT (group, shop_till_paid, till, shop_till_refunded);
  HARK_GROUP_CONNECT_FULL (group, shop_till_paid, book, shop_book_on_paid, HARK_CONNECT_SINGLE_SHOT);
  HARK_GROUP_CONNECT_FUNC (group, shop_till_paid, context, on_paid);
  hark_connection_group_set_emitter (group, till);
#ifdef BROKEN
  HARK_GROUP_CONNECT (group, shop_till_opened, book, shop_book_note);
  HARK_GROUP_CONNECT (group, shop_till_paid, till, shop_book_on_paid);
  HARK_GROUP_CONNECT_FUNC (group, shop_till_opened, context, on_paid);
#endif
}
