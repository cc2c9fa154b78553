/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A queue that any thread pushes to and one thread takes from: an intrusive
 * stack that is taken whole and turned round. A push is one compare-and-swap
 * and tells whether the queue was empty, so that whoever filled it wakes the
 * taker; closing it is one exchange, after which no push succeeds. */

#include <stdatomic.h>
#include <stdbool.h>

#include <glib.h>

typedef struct _HarkNode HarkNode;
typedef struct _HarkMpsc HarkMpsc;

/* First member of what is queued. */
struct _HarkNode
{
  HarkNode *next;  /* the pusher's, then the taker's */
};

struct _HarkMpsc
{
  _Atomic (HarkNode *) last;  /* any thread */
};

typedef enum
{
  HARK_PUSH_CLOSED,  /* not queued: the node is still the caller's */
  HARK_PUSH_FIRST,   /* queued, and the queue was empty */
  HARK_PUSH_BEHIND,  /* queued behind others */
} HarkPush;

/* What `last` points at once the queue is closed. */
extern HarkNode hark_mpsc_closed;

static inline void
hark_mpsc_init (HarkMpsc *self)
{
  atomic_init (&self->last, NULL);
}

/* Puts what lies between @first and @last, each of which points at the one before it, behind all
 * others. Thread: any. */
static inline HarkPush
hark_mpsc_push_all (HarkMpsc *self,
                    HarkNode *first,
                    HarkNode *last)
{
  /* Who finds it closed is behind all that was done before it was. */
  HarkNode *before = atomic_load_explicit (&self->last, memory_order_acquire);

  do
    {
      if (before == &hark_mpsc_closed)
        return HARK_PUSH_CLOSED;
      first->next = before;
    }
  while (!atomic_compare_exchange_weak (&self->last, &before, last));

  return before == NULL ? HARK_PUSH_FIRST : HARK_PUSH_BEHIND;
}

/* Puts @node behind all others. Thread: any. */
static inline HarkPush
hark_mpsc_push (HarkMpsc *self,
                HarkNode *node)
{
  return hark_mpsc_push_all (self, node, node);
}

/* Thread: any, for a hint; the taker, for certain. */
static inline gboolean
hark_mpsc_is_empty (HarkMpsc *self)
{
  HarkNode *last = atomic_load (&self->last);

  return last == NULL || last == &hark_mpsc_closed;
}

/* The same hint, for less. */
static inline gboolean
hark_mpsc_is_blank (HarkMpsc *self)
{
  return atomic_load_explicit (&self->last, memory_order_relaxed) == NULL;
}

/* Takes all that is queued, first in first out, linked by `next`. Thread: the
 * taker. */
HarkNode *hark_mpsc_take (HarkMpsc *self);

/* The same, and counts it. */
HarkNode *hark_mpsc_take_counted (HarkMpsc *self,
                                  guint    *n);

/* The same, last in first out. Thread: the taker. */
HarkNode *hark_mpsc_take_stack (HarkMpsc *self);

/* The other way round: what points at the one before it then points at the one behind it, and the reverse.
 * @n: (out): how many they are */
HarkNode *hark_mpsc_turn_round (HarkNode *last,
                                guint    *n);

/* Takes all, first in first out, and no push succeeds any more. Thread: the taker. */
HarkNode *hark_mpsc_close (HarkMpsc *self);
