/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls on an object's loop that are part of what they are about, for those who send very many of them: who
 * wants no more than a function to run has it from continuation.c. Invariant: an errand that was posted is run
 * once, with the object or without. */

#include "object/seat/errand-private.h"

#include "object/connection/connection-private.h"

static void
errand_run (HarkCall *call)
{
  HarkErrand *self = (HarkErrand *) call;
  HarkAnchor *anchor = self->anchor; /* outlives the call, see anchor.c */
  HarkFrame frame = { NULL, hark_frame, NULL };
  GObject *object = hark_anchor_enter (anchor);

  if (object == NULL)
    {
      self->run (self, NULL);
      return;
    }
  hark_frame = &frame;
  self->run (self, object);
  hark_frame = frame.outer;
  hark_anchor_leave (anchor, object);
}

static void
errand_drop (HarkCall *call)
{
  HarkErrand *self = (HarkErrand *) call;

  self->run (self, NULL);
}

static void
errand_describe (HarkCall        *call,
                 HarkCallSubject *subject)
{
  subject->object = hark_anchor_get_class_name (((HarkErrand *) call)->anchor);
}

static gboolean
errand_relay (HarkCall  *call,
              HarkLane  *lane,
              gboolean   is_turn,
              HarkRelay *relay)
{
  return hark_anchor_relay (((HarkErrand *) call)->anchor, call, HARK_PRIORITY_NORMAL, lane, is_turn, relay);
}

static const HarkCallFuncs errand_funcs =
{
  HARK_CALL_USER, errand_run, errand_drop, errand_describe, errand_relay,
};

void
hark_errand_init (HarkErrand *self,
                  HarkAnchor *anchor,
                  void      (*run) (HarkErrand *self, gpointer object))
{
  self->call.funcs = &errand_funcs;
  self->anchor = anchor;
  self->run = run;
}

gboolean
hark_errand_post (HarkErrand *self)
{
  return hark_lane_post (hark_anchor_get_lane (self->anchor), &self->call);
}
