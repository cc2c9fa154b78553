/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: a filter returns a gboolean, and its parameters must be the receiver and then those of event Shop.Till.paid \(string name, uint64 amount\) */
/* error: cannot connect event Shop.Till.opened \(\) to slot Shop.Book.note \(string text\) */

/* A filter has the receiver's own type, and then the event's parameters. */

#include "shop.h"

void connect_all (ShopTill *till, ShopBook *book);

static gboolean
is_much (ShopBook   *book,
         const char *name,
         guint64     amount)
{
  return amount > 1000;
}

static gboolean
is_now (ShopBook *book)
{
  return TRUE;
}

#ifdef BROKEN
static void
is_nothing (ShopBook   *book,
            const char *name,
            guint64     amount)
{
}
#endif

void
connect_all (ShopTill *till,
             ShopBook *book)
{
  ShopBook *const fixed = book;

  HARK_CONNECT_FILTERED (till, shop_till_paid, book, shop_book_on_paid, is_much);
  HARK_CONNECT_FILTERED (till, shop_till_paid, fixed, shop_book_on_paid, &is_much);
  HARK_CONNECT_FILTERED (till, shop_till_opened, book, shop_book_on_opened, is_now);
  HARK_CONNECT_FILTERED_FULL (till, shop_till_paid, book, shop_book_on_paid, is_much, HARK_CONNECT_SINGLE_SHOT);
#ifdef BROKEN
  HARK_CONNECT_FILTERED (till, shop_till_paid, book, shop_book_on_paid, is_now);
  HARK_CONNECT_FILTERED (till, shop_till_paid, book, shop_book_on_paid, is_nothing);
  HARK_CONNECT_FILTERED (till, shop_till_opened, book, shop_book_note, is_now);
#endif
}
