/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A receiver that does not have the slot, though it has one that is just like it. */
/* error: this object does not have slot Factory\.Shelf\.on_halted */

#include "factory.h"
#include <hark/hark.h>

void connect_them (FactoryPress *press, FactoryDoor *door);

void
connect_them (FactoryPress *press, FactoryDoor *door)
{
  HARK_CONNECT (press, factory_press_halted, door, factory_door_on_halted);
#ifdef BROKEN
  HARK_CONNECT (press, factory_press_halted, door, factory_shelf_on_halted);
#endif
}
