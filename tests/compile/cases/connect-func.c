/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A C function that wants other arguments than the event has. */
/* error: function.*s parameters must be its context and then those of event Factory\.Press\.pressed \(string product, uint64 serial\) */

#include "factory.h"
#include <hark/hark.h>

void on_pressed (GObject *context, const char *product, guint64 serial);
void on_other (GObject *context, guint64 serial);
void connect_them (FactoryPress *press, GObject *context);

void
connect_them (FactoryPress *press, GObject *context)
{
  HARK_CONNECT_FUNC (press, factory_press_pressed, context, on_pressed);
#ifdef BROKEN
  HARK_CONNECT_FUNC (press, factory_press_pressed, context, on_other);
#endif
}
