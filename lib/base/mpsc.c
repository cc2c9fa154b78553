/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The taker's half of the queue. It owns no memory: nodes are the pushers' until
 * they are pushed, and the taker's from then on. Between two takes the stack
 * only grows, so turning it round gives the order of the pushes. */

#include "base/mpsc-private.h"

HarkNode hark_mpsc_closed;

HarkNode *
hark_mpsc_turn_round (HarkNode *last,
                      guint    *n)
{
  HarkNode *first = NULL;
  guint n_turned = 0;

  while (last != NULL)
    {
      HarkNode *next = last->next;

      /* What was cut before it lies there. */
      __builtin_prefetch ((gconstpointer) ((guintptr) next - 256), 1);
      last->next = first;
      first = last;
      last = next;
      n_turned++;
    }
  *n = n_turned;
  return first;
}

HarkNode *
hark_mpsc_take_stack (HarkMpsc *self)
{
  HarkNode *last = atomic_load_explicit (&self->last, memory_order_relaxed);

  if (last == NULL || last == &hark_mpsc_closed)
    return NULL;

  /* Nobody else takes or closes: what is there now is more, never less. */
  return atomic_exchange (&self->last, NULL);
}

HarkNode *
hark_mpsc_take_counted (HarkMpsc *self,
                        guint    *n)
{
  return hark_mpsc_turn_round (hark_mpsc_take_stack (self), n);
}

HarkNode *
hark_mpsc_take (HarkMpsc *self)
{
  guint n;

  return hark_mpsc_take_counted (self, &n);
}

HarkNode *
hark_mpsc_close (HarkMpsc *self)
{
  HarkNode *last = atomic_exchange (&self->last, &hark_mpsc_closed);
  guint n;

  return last == &hark_mpsc_closed ? NULL : hark_mpsc_turn_round (last, &n);
}
