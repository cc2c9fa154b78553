/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Emitting with an argument too few. */
/* error: too few arguments|no matching function */

#include "shop.h"

void pay (ShopTill *till);

void
pay (ShopTill *till)
{
  shop_till_emit_paid (till, "Ada", 7);
#ifdef BROKEN
  shop_till_emit_paid (till, "Ada");
#endif
}
