/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The same type in C, but not in the schema: the event may come without a product. */
/* error: cannot connect event Factory\.Press\.named \(string\? product, .* to slot Factory\.Shelf\.on_pressed \(string product, */

#include "factory.h"
#include <hark/hark.h>

void connect_them (FactoryPress *press, FactoryShelf *shelf);

void
connect_them (FactoryPress *press, FactoryShelf *shelf)
{
  HARK_CONNECT (press, factory_press_ordered, shelf, factory_shelf_on_order);
#ifdef BROKEN
  HARK_CONNECT (press, factory_press_named, shelf, factory_shelf_on_pressed);
#endif
}
