/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Emitting without an argument. */
/* error: too few arguments|no matching function */

#include "factory.h"

void emit (FactoryPress *press);

void
emit (FactoryPress *press)
{
  factory_press_emit_pressed (press, "chair", 1);
#ifdef BROKEN
  factory_press_emit_pressed (press, "chair");
#endif
}
