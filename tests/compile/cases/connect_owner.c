/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: this object does not have event Shop.Till.paid \(string name, uint64 amount\) */
/* error: this object does not have slot Shop.Book.on_paid \(string name, uint64 amount\) */

/* Emitter and event, receiver and slot belong together. */

#include "shop.h"

void connect_all (ShopTill *till, ShopBook *book);

void
connect_all (ShopTill *till,
             ShopBook *book)
{
  g_autoptr(ShopTill) mine = (ShopTill *) g_object_ref (till);
  struct { ShopBook *book; } desk = { book };
  ShopTill *const fixed = till;

  HARK_CONNECT (fixed, shop_till_paid, book, shop_book_on_paid);
  HARK_CONNECT (mine, shop_till_paid, desk.book, shop_book_on_paid);
  HARK_CONNECT (SHOP_TILL (till), shop_till_paid, (book), shop_book_on_paid);
#ifdef BROKEN
  HARK_CONNECT (book, shop_till_paid, book, shop_book_on_paid);
  HARK_CONNECT (till, shop_till_paid, G_OBJECT (book), shop_book_on_paid);
#endif
}
