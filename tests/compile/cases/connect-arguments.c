/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An event and a slot whose arguments differ. */
/* error: cannot connect event Factory\.Press\.pressed \(string product, uint64 serial\) to slot Factory\.Shelf\.on_count \(uint64 serial\) */

#include "factory.h"
#include <hark/hark.h>

void connect_them (FactoryPress *press, FactoryShelf *shelf);

void
connect_them (FactoryPress *press, FactoryShelf *shelf)
{
  HARK_CONNECT (press, factory_press_pressed, shelf, factory_shelf_on_pressed);
#ifdef BROKEN
  HARK_CONNECT (press, factory_press_pressed, shelf, factory_shelf_on_count);
#endif
}
