/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Holds a call of another thread's loop open, so that tests know where it is
 * without sleeping. A gate is used once. */

#include "gate-private.h"

void
gate_init (Gate *self)
{
  *self = (Gate) { .is_inside = FALSE };
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
}

void
gate_clear (Gate *self)
{
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
}

void
gate_enter (Gate *self)
{
  g_mutex_lock (&self->lock);
  self->is_inside = TRUE;
  g_cond_broadcast (&self->changed);
  while (!self->is_open)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
gate_await (Gate *self)
{
  g_mutex_lock (&self->lock);
  while (!self->is_inside)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
gate_open (Gate *self)
{
  g_mutex_lock (&self->lock);
  self->is_open = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}
