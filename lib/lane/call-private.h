/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/mpsc-private.h"

typedef struct _HarkCall      HarkCall;
typedef struct _HarkCallFuncs HarkCallFuncs;

/**
 * HarkCallKind:
 * @HARK_CALL_USER: runs user code; counted, makes the lane active
 * @HARK_CALL_QUIET: runs user code; counted, but does not make the lane active
 * @HARK_CALL_CHORE: the library's own; neither. One without a drop() is run even
 *   when the lane discards what is left.
 */
typedef enum
{
  HARK_CALL_USER,
  HARK_CALL_QUIET,
  HARK_CALL_CHORE,
} HarkCallKind;

/* What a call is about, for people. Names are static; NULL: has none. */
typedef struct
{
  const char *object;  /* the class */
  const char *slot;
  const char *event;   /* that brought it */
} HarkCallSubject;

/* Calls of one priority run first in first out; of those that wait, the most urgent run first,
 * but of any sixteen calls one is of each priority that has some. */
typedef enum
{
  HARK_PRIORITY_URGENT,
  HARK_PRIORITY_NORMAL,
  HARK_PRIORITY_IDLE,
  HARK_N_PRIORITIES,
} HarkPriority;

/* What is to be posted in the place of a call that belongs to another lane. */
typedef struct
{
  struct _HarkLane *lane;      /* owned */
  HarkCall         *call;
  HarkPriority      priority;
} HarkRelay;

struct _HarkCallFuncs
{
  HarkCallKind kind;
  void (*run)      (HarkCall *call);  /* consumes the call */
  void (*drop)     (HarkCall *call);  /* the same, without running it; NULL: run() is that too */
  void (*describe) (HarkCall *call, HarkCallSubject *subject);  /* (nullable); before run() */
  /* (nullable): consumes the call if it belongs to another lane than @lane by now. @is_turn:
   * if it does not, it runs next; then one that has others before it elsewhere may
   * go behind them. Runs no user code, and posts nothing. */
  gboolean (*relay) (HarkCall         *call,
                     struct _HarkLane *lane,
                     gboolean          is_turn,
                     HarkRelay        *relay);
};

/* What a lane queues. Whoever makes one puts it first in a struct of its own. */
struct _HarkCall
{
  HarkNode             node;
  const HarkCallFuncs *funcs;
};

/* Calls that are to be posted together. All zero, there are none. */
typedef struct
{
  HarkNode *first;
  HarkNode *last;   /* each points at the one before it */
  guint     n;
} HarkCalls;

/* @call: (transfer full): no chore. It comes behind the others. */
static inline void
hark_calls_add (HarkCalls *self,
                HarkCall  *call)
{
  call->node.next = self->last;
  if (self->last == NULL)
    self->first = &call->node;
  self->last = &call->node;
  self->n++;
}

/* Instead of running it. */
void hark_call_drop (HarkCall *call);
