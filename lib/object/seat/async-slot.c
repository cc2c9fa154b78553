/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Async slots: a call of one begins a task in the place where another slot would run, and
 * has returned when that has ended. The task lodges in the call's lane, so nothing else of the
 * lane runs meanwhile, unless the slot is concurrent. It has its own copy of the values, keeps
 * the connection that it came by, and counts as a call of the object, which it keeps too.
 *
 * It waits for its own answer: who settles that from outside gives the slot up. So the
 * result is kept in another future until nothing can come in between.
 *
 * The interpreters of other languages know one stack for each thread. A slot that is
 * implemented in one runs as a plain call; what has no symbols around it is such an
 * implementation, as the functions that bindings make are. */

#include <dlfcn.h>
#include <hark/clock.h>

#include "async/task-private.h"
#include "object/connection/connection-private.h"
#include "object/loop/exception-private.h"
#include "object/seat/remote-private.h"

typedef struct
{
  HarkLodger          lodger;     /* what awaits the slot's own task awaits this */
  HarkWaiter          waiter;     /* of the answer; holds a reference meanwhile */
  HarkConnection     *connection; /* owned; NULL: it came without */
  GObject            *object;     /* owned */
  const HarkSlotInfo *slot;       /* fixed at birth */
  gpointer            values;     /* owned */
  HarkFuture         *answer;     /* owned; NULL: not wanted */
  HarkFuture         *outcome;    /* owned; the same */
  GError             *error;      /* owned */
  HarkCallTerms       terms;      /* fixed at birth */
} SlotTask;

static SlotTask *
from_call (HarkCall *call)
{
  return (SlotTask *) ((char *) call - G_STRUCT_OFFSET (HarkTask, call));
}

static HarkAnchor *
anchor_of (SlotTask *self)
{
  return hark_object_get_seat (HARK_OBJECT (self->object))->anchor;
}

/* --- what becomes of it --- */

static void
give_answer (SlotTask *self)
{
  gpointer values;

  if (hark_future_remove_waiter (self->answer, &self->waiter))
    hark_task_unref (&self->lodger.task);
  if (self->error != NULL)
    {
      if (hark_task_is_expected (&self->lodger.task, self->error))
        hark_future_set_awaited (self->answer);
      hark_future_reject (self->answer, g_steal_pointer (&self->error));
      return;
    }
  values = (gpointer) hark_future_get_values (self->outcome, NULL);
  hark_future_take_values (self->answer, values != NULL ? hark_values_ref (values) : NULL);
}

static void
tell_outcome (SlotTask *self)
{
  if (self->answer != NULL)
    give_answer (self);
  else if (self->error != NULL && !hark_task_is_expected (&self->lodger.task, self->error))
    hark_exception_raise (self->lodger.stay.lane, self->slot, g_steal_pointer (&self->error), self->connection);
}

/* It has ended, or not begun. */
static void
let_go (SlotTask *self)
{
  HarkLane *lane = self->lodger.stay.lane;

  hark_anchor_leave (anchor_of (self), self->object);
  g_object_unref (self->object);
  g_clear_error (&self->error);
  g_clear_pointer (&self->values, hark_values_unref);
  g_clear_pointer (&self->answer, hark_future_unref);
  g_clear_pointer (&self->outcome, hark_future_unref);
  g_clear_pointer (&self->connection, hark_connection_unref);
  hark_task_leave (&self->lodger.task);
  hark_lane_unref (lane);
}

/* --- stretches --- */

static void
stretch_run (HarkCall *call)
{
  SlotTask *self = from_call (call);

  if (hark_task_go_on (&self->lodger.task))
    return;
  tell_outcome (self);
  hark_stay_end (&self->lodger.stay);
  let_go (self);
}

static void
stretch_drop (HarkCall *call)
{
  hark_task_strand (&from_call (call)->lodger.task);
}

static void
stretch_describe (HarkCall        *call,
                  HarkCallSubject *subject)
{
  SlotTask *self = from_call (call);

  subject->object = self->slot->owner->name;
  subject->slot = self->slot->name;
  if (self->connection != NULL)
    subject->event = self->connection->site->event->name;
}

static const HarkCallFuncs stretch_funcs =
{
  HARK_CALL_CHORE, stretch_run, stretch_drop, stretch_describe, NULL,
};

/* All that happens on its stack. */
static gpointer
run_body (gpointer   data,
          GError   **error)
{
  SlotTask *self = data;
  HarkFrame frame = { self->connection, NULL, &self->terms };

  hark_frame = &frame;
  self->slot->body (self->object, self->values, self->outcome, &self->error);
  hark_frame = NULL;
  return NULL;
}

/* --- the beginning --- */

static void
answer_settled (HarkWaiter *waiter,
                HarkFuture *future)
{
  HarkTask *task = &((SlotTask *) ((char *) waiter - G_STRUCT_OFFSET (SlotTask, waiter)))->lodger.task;

  hark_task_cancel (task);
  hark_task_unref (task);
}

/* In the call that begins it. */
static SlotTask *
slot_task_new (GObject            *object,
               const HarkSlotInfo *slot,
               gconstpointer       values,
               HarkFuture         *answer)
{
  SlotTask *self = g_new0 (SlotTask, 1);

  hark_lodger_init (&self->lodger, hark_lane_ref (hark_lane_get_current ()),
                    (slot->flags & HARK_SLOT_CONCURRENT) == 0, &stretch_funcs, run_body, self);
  self->waiter.settled = answer_settled;
  if (hark_frame->connection != NULL)
    self->connection = hark_connection_ref (hark_frame->connection);
  self->terms = hark_frame->terms != NULL ? *hark_frame->terms : (HarkCallTerms) { HARK_FOREVER, FALSE };
  self->object = g_object_ref (object);
  self->slot = slot;
  self->values = hark_values_new (slot->signature, values);
  anchor_of (self)->n_running++;
  if (answer != NULL)
    {
      self->answer = hark_future_ref (answer);
      self->outcome = hark_future_new (slot->result);
    }
  return self;
}

/* The last one that was asked for is hardly ever another. */
static gboolean
is_of_an_interpreter (GCallback implementation)
{
  static __thread GCallback known;
  static __thread gboolean answer;
  Dl_info info;

  if (known != implementation)
    {
      known = implementation;
      answer = implementation != NULL && dladdr ((gpointer) implementation, &info) == 0;
    }
  return answer;
}

void
hark_slot_begin (gpointer             object,
                 const HarkSlotInfo  *slot,
                 GCallback            implementation,
                 gconstpointer        values,
                 HarkFuture          *answer,
                 GError             **error)
{
  SlotTask *self;

  if (answer != NULL && hark_future_is_settled (answer))
    return; /* it was cancelled while the call was queued */
  if (is_of_an_interpreter (implementation))
    {
      slot->body (object, values, answer, error);
      return;
    }

  self = slot_task_new (object, slot, values, answer);
  if (!hark_task_begin (&self->lodger.task, error))
    {
      let_go (self);
      return;
    }
  if (self->terms.deadline != HARK_FOREVER)
    hark_task_set_timeout (&self->lodger.task, self->terms.deadline - hark_clock_now ());
  if (answer != NULL)
    {
      hark_task_ref (&self->lodger.task);
      hark_future_add_waiter (answer, &self->waiter);
    }
  if (hark_task_go_on (&self->lodger.task))
    {
      hark_stay_begin (&self->lodger.stay);
      return;
    }
  tell_outcome (self);
  let_go (self);
}
