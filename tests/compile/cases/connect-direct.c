/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A direct connection is checked as a queued one. */
/* error: function.*s parameters must be its context */

#include "factory.h"
#include <hark/hark.h>

void on_pressed (GObject *context, const char *product, guint64 serial);
void on_other (GObject *context, const char *product, int serial);
void connect_them (FactoryPress *press, GObject *context);

void
connect_them (FactoryPress *press, GObject *context)
{
  HARK_CONNECT_DIRECT (press, factory_press_pressed, context, on_pressed);
#ifdef BROKEN
  HARK_CONNECT_DIRECT (press, factory_press_pressed, context, on_other);
#endif
}
