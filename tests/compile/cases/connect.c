/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: cannot connect event Shop.Till.paid \(string name, uint64 amount\) to slot Shop.Book.enter \(uint64 amount, string name\) */
/* error: cannot connect event Shop.Till.opened \(\) to slot Shop.Book.note \(string text\) */
/* error: cannot connect event Shop.Till.noted \(string\? text\) to slot Shop.Book.note \(string text\) */

/* An event and a slot connect if their arguments read alike in the schema, not
 * if their C types do: `string` and `string?` are both const char *. */

#include "shop.h"

void connect_all (ShopTill *till, ShopBook *book);

void
connect_all (ShopTill *till,
             ShopBook *book)
{
  HarkConnection *connection = HARK_CONNECT (till, shop_till_paid, book, shop_book_on_paid);

  hark_connection_disconnect (connection);
  HARK_CONNECT (till, shop_till_refunded, book, shop_book_on_paid);
  HARK_CONNECT (till, shop_till_opened, book, shop_book_on_opened);
  HARK_CONNECT (till, shop_till_paid, book, shop_book_balance);
  HARK_CONNECT_FULL (till, shop_till_paid, book, shop_book_on_paid, HARK_CONNECT_SENDER);
#ifdef BROKEN
  HARK_CONNECT (till, shop_till_paid, book, shop_book_enter);
  HARK_CONNECT (till, shop_till_opened, book, shop_book_note);
  HARK_CONNECT (till, shop_till_noted, book, shop_book_note);
#endif
}
