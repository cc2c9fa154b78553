/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Errors that nobody awaits: the loop emits `exception`, and then the program
 * ends with a message, unless the loop is told otherwise. The end is queued
 * behind what listens on the loop itself. An error of what listens to
 * `exception` is logged. */

#include "base/block-private.h"
#include "object/loop/exception-private.h"
#include "object/loop/loop-private.h"

typedef struct
{
  HarkCall            call;
  HarkLane           *lane;   /* is posted on it, so needs no reference */
  const HarkSlotInfo *slot;
  GError             *error;  /* owned */
} Exception;

/* Consumes @error. */
static void
end_program (const HarkSlotInfo *slot,
             GError             *error)
{
  g_printerr ("Hark: %s failed and nobody awaited its answer: %s (%s, code %d).\n"
              "Await the answer, or listen to the loop's 'exception' after "
              "hark_loop_set_exit_on_error (loop, FALSE).\n",
              slot->text, error->message, g_quark_to_string (error->domain), error->code);
  g_error_free (error);
  exit (EXIT_FAILURE);
}

static Exception *
exception_new (const HarkCallFuncs *funcs,
               HarkLane            *lane,
               const HarkSlotInfo  *slot,
               GError              *error)
{
  Exception *self = hark_piece_new (sizeof (Exception));

  self->call.funcs = funcs;
  self->lane = lane;
  self->slot = slot;
  self->error = error;
  return self;
}

static void
exception_drop (HarkCall *call)
{
  Exception *self = (Exception *) call;

  g_error_free (self->error);
  hark_piece_free (self);
}

static void
end_run (HarkCall *call)
{
  Exception self = *(Exception *) call;

  hark_piece_free (call);
  end_program (self.slot, self.error);
}

static const HarkCallFuncs end_funcs = { HARK_CALL_QUIET, end_run, end_run, NULL, NULL };

void
hark_exception_raise (HarkLane           *lane,
                      const HarkSlotInfo *slot,
                      GError             *error,
                      HarkConnection     *through)
{
  HarkLoop *loop = hark_loop_of_lane (lane);
  gboolean is_heard = loop != NULL && hark_seat_is_heard (&loop->seat, hark_loop_exception__source.index);

  if (through != NULL && through->site->event == &hark_loop_exception__source)
    {
      g_warning ("%s failed while it handled an exception: %s", slot->text, error->message);
      g_error_free (error);
      return;
    }

  if (is_heard)
    hark_loop_emit_exception (loop, slot->owner->name, slot->name,
                              g_quark_to_string (error->domain), error->code, error->message);

  if (loop != NULL && !hark_loop_get_exit_on_error (loop))
    g_error_free (error);
  else if (is_heard)
    hark_lane_post (lane, &exception_new (&end_funcs, lane, slot, error)->call);
  else
    end_program (slot, error);
}

static void
unawaited_run (HarkCall *call)
{
  Exception *self = (Exception *) call;

  hark_exception_raise (self->lane, self->slot, g_steal_pointer (&self->error), NULL);
  hark_piece_free (self);
}

/* The loop has ended, and nobody is left to be told. */
static const HarkCallFuncs unawaited_funcs = { HARK_CALL_QUIET, unawaited_run, exception_drop, NULL, NULL };

void
hark_exception_unawaited (HarkLane      *lane,
                          gconstpointer  slot,
                          const GError  *error)
{
  hark_lane_post (lane, &exception_new (&unawaited_funcs, lane, slot, g_error_copy (error))->call);
}

static const HarkClassInfo task_class = { .name = "Hark.Task" };
static const HarkSlotInfo task_slot = { .name = "", .text = "A task", .owner = &task_class };

void
hark_exception_raise_of_task (HarkLane     *lane,
                              const GError *error)
{
  hark_exception_raise (lane, &task_slot, g_error_copy (error), NULL);
}
