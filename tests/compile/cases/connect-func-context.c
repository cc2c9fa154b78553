/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A C function whose first parameter is not of the context's type. */
/* error: function.*s parameters must be its context */

#include "factory.h"
#include <hark/hark.h>

void on_halted (FactoryDoor *door);
void connect_them (FactoryPress *press, FactoryDoor *door, FactoryShelf *shelf);

void
connect_them (FactoryPress *press, FactoryDoor *door, FactoryShelf *shelf)
{
  (void) shelf;
  HARK_CONNECT_FUNC (press, factory_press_halted, door, on_halted);
#ifdef BROKEN
  HARK_CONNECT_FUNC (press, factory_press_halted, shelf, on_halted);
#endif
}
