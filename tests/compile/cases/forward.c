/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: cannot connect event Shop.Till.paid \(string name, uint64 amount\) to event Shop.Till.opened \(\) */
/* error: this object does not have event Shop.Till.refunded \(string name, uint64 amount\) */

/* An event is connected to another of the same signature. */

#include "shop.h"

void connect_all (ShopTill *till, ShopTill *branch, ShopBook *book);

void
connect_all (ShopTill *till,
             ShopTill *branch,
             ShopBook *book)
{
  HARK_CONNECT (branch, shop_till_paid, till, shop_till_paid);
  HARK_CONNECT (branch, shop_till_paid, till, shop_till_refunded);
  HARK_CONNECT_FULL (branch, shop_till_opened, till, shop_till_opened, HARK_CONNECT_UNIQUE);
#ifdef BROKEN
  HARK_CONNECT (branch, shop_till_paid, till, shop_till_opened);
  HARK_CONNECT (branch, shop_till_paid, book, shop_till_refunded);
#endif
}
