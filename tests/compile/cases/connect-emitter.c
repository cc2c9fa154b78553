/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An emitter that does not have the event. */
/* error: this object does not have event Factory\.Press\.halted */

#include "factory.h"
#include <hark/hark.h>

void connect_them (FactoryPress *press, FactoryShelf *shelf);

void
connect_them (FactoryPress *press, FactoryShelf *shelf)
{
  HARK_CONNECT (press, factory_press_halted, shelf, factory_shelf_on_halted);
#ifdef BROKEN
  HARK_CONNECT (shelf, factory_press_halted, shelf, factory_shelf_on_halted);
#endif
}
