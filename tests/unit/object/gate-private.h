/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Two threads that wait for each other: one enters and stays inside until the
 * other lets it out. */

#include <glib.h>

typedef struct
{
  GMutex   lock;
  GCond    changed;
  gboolean is_inside;
  gboolean is_open;
} Gate;

void gate_init  (Gate *self);
void gate_clear (Gate *self);

/* Blocks until gate_open(). */
void gate_enter (Gate *self);
/* Blocks until somebody is inside. */
void gate_await (Gate *self);
void gate_open  (Gate *self);
