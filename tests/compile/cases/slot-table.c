/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table of functions with one that does not fit its slot. */
/* only: c */
/* error: incompatible .*pointer */

#include "factory.h"

void on_pressed (FactoryShelf *self, const char *product, guint64 serial);
void on_count (FactoryShelf *self, guint64 serial);
extern const FactoryShelfSlots slots;

#ifdef BROKEN
const FactoryShelfSlots slots = { .on_pressed = on_count };
#else
const FactoryShelfSlots slots = { .on_pressed = on_pressed };
#endif
