/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table of functions with one that does not fit its slot. */
/* only: c */
/* error: incompatible .*pointer */

#include "shop.h"

void on_paid (ShopBook *self, const char *name, guint64 amount);
void note (ShopBook *self, const char *text);
extern const ShopBookSlots slots;

#ifdef BROKEN
const ShopBookSlots slots = { .on_paid = note };
#else
const ShopBookSlots slots = { .on_paid = on_paid };
#endif
