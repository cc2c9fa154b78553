/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls of slots that do not come through a connection: the values are packed
 * into the call, and the answer, where one is wanted, is settled when the slot
 * returns, or when the call is dropped. A remote takes them elsewhere. */

#include <hark/clock.h>

#include "base/block-private.h"
#include "base/fork-private.h"
#include "object/connection/bounds-private.h"
#include "async/future-private.h"
#include "object/loop/exception-private.h"
#include "object/seat/remote-private.h"

typedef struct
{
  HarkCall            call;
  HarkAnchor         *anchor;  /* outlives the call, see anchor.c */
  const HarkSlotInfo *slot;
  HarkFuture         *answer;  /* owned; NULL: not wanted */
  /* Here follow the packed values. */
} SlotCall;

/* One that came from elsewhere. */
typedef struct
{
  SlotCall      call;
  HarkCallTerms terms;
  /* The same. */
} TermedCall;

static const HarkCallFuncs termed_call_funcs;

static const HarkCallTerms *
terms_of (SlotCall *self)
{
  return G_UNLIKELY (self->call.funcs == &termed_call_funcs) ? &((TermedCall *) self)->terms : NULL;
}

static gpointer
values_of (SlotCall *self)
{
  return G_UNLIKELY (self->call.funcs == &termed_call_funcs) ? (gpointer) ((TermedCall *) self + 1) : self + 1;
}

/* A call that neither its object's end nor the loop's has dropped found no room.
 * (transfer full) */
static GError *
why_dropped (HarkAnchor         *anchor,
             const HarkSlotInfo *slot)
{
  HarkLane *home;
  const char *name;
  GError *error;

  if (hark_anchor_get_state (anchor) != HARK_ANCHOR_OPEN)
    return g_error_new (HARK_ERROR, HARK_ERROR_CLOSED, "%s was not run: %s has ended",
                        slot->text, slot->owner->name);

  home = hark_anchor_dup_home (anchor);
  name = hark_lane_get_name (home);
  if (hark_lane_get_state (home) <= HARK_LANE_RUNNING)
    error = g_error_new (HARK_ERROR, HARK_ERROR_FULL, "%s was not run: its queue is full", slot->text);
  else
    error = g_error_new (HARK_ERROR, HARK_ERROR_CLOSED,
                         "%s was not run: the loop '%s' has been stopped, or its context is gone. Call before that, "
                         "and await the answer; or move %s to a loop that runs",
                         slot->text, name != NULL ? name : "", slot->owner->name);
  hark_lane_unref (home);
  return error;
}

static void
reject_dropped (HarkFuture         *answer,
                HarkAnchor         *anchor,
                const HarkSlotInfo *slot)
{
  GError *error = NULL;

  if (hark_anchor_is_inherited (anchor))
    hark_set_forked (&error, slot->owner->name);
  else
    error = why_dropped (anchor, slot);
  /* The slot did not fail: there is no harm if nobody looks. */
  hark_future_set_awaited (answer);
  hark_future_reject (answer, error);
}

static void
slot_call_free (SlotCall *self)
{
  if (self->slot->signature->clear != NULL)
    self->slot->signature->clear (values_of (self));
  if (self->answer != NULL)
    hark_future_unref (self->answer);
  hark_piece_free (self);
}

static void
slot_call_drop (HarkCall *call)
{
  SlotCall *self = (SlotCall *) call;

  if (self->answer != NULL)
    reject_dropped (self->answer, self->anchor, self->slot);
  slot_call_free (self);
}

static void
slot_call_run (HarkCall *call)
{
  SlotCall *self = (SlotCall *) call;
  HarkFrame frame = { NULL, hark_frame, terms_of (self) };
  GError *error = NULL;
  GObject *object;

  object = hark_anchor_enter (self->anchor);
  if (object == NULL)
    {
      slot_call_drop (call);
      return;
    }

  hark_frame = &frame;
  self->slot->invoke (object, values_of (self), self->answer, &error);
  hark_frame = frame.outer;

  if (G_UNLIKELY (error != NULL))
    {
      if (self->answer != NULL)
        hark_future_reject (self->answer, error);
      else
        hark_exception_raise (hark_lane_get_current (), self->slot, error, NULL);
    }
  hark_anchor_leave (self->anchor, object);
  slot_call_free (self);
}

static void
slot_call_describe (HarkCall        *call,
                    HarkCallSubject *subject)
{
  const HarkSlotInfo *slot = ((SlotCall *) call)->slot;

  subject->object = slot->owner->name;
  subject->slot = slot->name;
}

static gboolean
slot_call_relay (HarkCall  *call,
                 HarkLane  *lane,
                 gboolean   is_turn,
                 HarkRelay *relay)
{
  return hark_anchor_relay (((SlotCall *) call)->anchor, call, HARK_PRIORITY_NORMAL, lane, is_turn, relay);
}

static const HarkCallFuncs slot_call_funcs =
{
  HARK_CALL_USER, slot_call_run, slot_call_drop, slot_call_describe, slot_call_relay,
};

/* Nobody waits for it any more: it does not begin. */
static gboolean
is_over (TermedCall *self)
{
  if (hark_future_is_settled (self->call.answer))
    return TRUE;
  if (self->terms.deadline == HARK_FOREVER || hark_clock_now () < self->terms.deadline)
    return FALSE;
  hark_future_set_awaited (self->call.answer);
  hark_future_reject (self->call.answer, g_error_new (HARK_ERROR, HARK_ERROR_TIMED_OUT,
                                                      "%s was not run: the time was over", self->call.slot->text));
  return TRUE;
}

static void
termed_call_run (HarkCall *call)
{
  if (is_over ((TermedCall *) call))
    slot_call_free ((SlotCall *) call);
  else
    slot_call_run (call);
}

static const HarkCallFuncs termed_call_funcs =
{
  HARK_CALL_USER, termed_call_run, slot_call_drop, slot_call_describe, slot_call_relay,
};

gboolean
hark_slot_call_is_same (gconstpointer  field,
                        HarkCall      *a,
                        HarkCall      *b)
{
  return hark_field_is_same (field, values_of ((SlotCall *) a), values_of ((SlotCall *) b));
}

/* Through the queue that the slot has in its object. @seat: (nullable): it is not known whether that is there */
static gboolean
offer_bounded (SlotCall *self,
               HarkSeat *seat)
{
  g_autoptr(GObject) object = seat == NULL ? hark_anchor_dup_object (self->anchor) : NULL;

  if (seat == NULL && object == NULL)
    {
      slot_call_drop (&self->call);
      return FALSE;
    }
  return hark_backlog_offer (hark_seat_get_backlog (self->anchor->seat, self->slot), hark_anchor_get_lane (self->anchor),
                             &self->call);
}

/* @seat: (nullable): the same */
static gboolean
post (HarkAnchor          *anchor,
      HarkSeat            *seat,
      const HarkSlotInfo  *slot,
      gconstpointer        values,
      HarkFuture          *answer,
      const HarkCallTerms *terms)
{
  const HarkSignature *signature = slot->signature;
  gsize size = signature->measure != NULL ? signature->measure (values) : signature->size;
  SlotCall *self;

  if (hark_anchor_get_state (anchor) != HARK_ANCHOR_OPEN)
    {
      if (answer != NULL)
        reject_dropped (answer, anchor, slot);
      return FALSE;
    }

  self = hark_piece_new ((terms != NULL ? sizeof (TermedCall) : sizeof (SlotCall)) + size);
  self->call.funcs = terms != NULL ? &termed_call_funcs : &slot_call_funcs;
  if (terms != NULL)
    ((TermedCall *) self)->terms = *terms;
  self->anchor = anchor;
  self->slot = slot;
  self->answer = answer != NULL ? hark_future_ref (answer) : NULL;
  if (signature->pack != NULL)
    signature->pack (values, values_of (self));
  else if (size > 0)
    memcpy (values_of (self), values, size);
  if (G_UNLIKELY (slot->queue != NULL))
    return offer_bounded (self, seat);
  return hark_lane_offer (hark_anchor_get_lane (anchor), &self->call);
}

gboolean
hark_seat_post (HarkSeat           *seat,
                const HarkSlotInfo *slot,
                gconstpointer       values)
{
  HarkRemote *remote = hark_seat_get_remote (seat);

  if (G_UNLIKELY (remote != NULL))
    return remote->funcs->call (remote, slot, values, NULL);
  return post (seat->anchor, seat, slot, values, NULL, NULL);
}

/* --- where answers come from --- */

static void
answer_unawaited (gpointer       anchor,
                  gconstpointer  slot,
                  const GError  *error)
{
  HarkLane *home = hark_anchor_dup_home (anchor);

  if (home == NULL)
    return;
  hark_exception_unawaited (home, slot, error);
  hark_lane_unref (home);
}

/* Where calls are posted, and where they run if that is elsewhere by now. */
static guint
answer_list (gpointer   anchor,
             HarkLane **lanes)
{
  lanes[0] = hark_lane_ref (hark_anchor_get_lane (anchor));
  lanes[1] = hark_anchor_dup_home (anchor);
  if (lanes[1] != lanes[0])
    return 2;

  hark_lane_unref (lanes[1]);
  return 1;
}

static const char *
answer_describe (gconstpointer slot)
{
  return ((const HarkSlotInfo *) slot)->text;
}

static const HarkOrigin here = { answer_unawaited, answer_list, answer_describe, (GDestroyNotify) hark_anchor_unref };
/* Who answers a remote's calls, and what that waits for, is out of sight. */
static const HarkOrigin elsewhere = { answer_unawaited, NULL, answer_describe, (GDestroyNotify) hark_anchor_unref };

HarkFuture *
hark_seat_call (HarkSeat           *seat,
                const HarkSlotInfo *slot,
                gconstpointer       values)
{
  HarkFuture *answer = hark_future_new (slot->result);
  HarkRemote *remote = hark_seat_get_remote (seat);

  hark_future_set_origin (answer, G_LIKELY (remote == NULL) ? &here : &elsewhere,
                          hark_anchor_ref (seat->anchor), slot);
  if (G_UNLIKELY (remote != NULL))
    remote->funcs->call (remote, slot, values, answer);
  else
    post (seat->anchor, seat, slot, values, answer, NULL);
  return answer;
}

HarkFuture *
hark_outlet_call (HarkAnchor          *self,
                  const HarkSlotInfo  *slot,
                  gconstpointer        values,
                  const HarkCallTerms *terms)
{
  HarkFuture *answer = hark_future_new (slot->result);

  hark_future_set_origin (answer, &here, hark_anchor_ref (self), slot);
  post (self, NULL, slot, values, answer, terms);
  return answer;
}

gboolean
hark_call_is_redelivered (void)
{
  return hark_frame != NULL && hark_frame->terms != NULL && hark_frame->terms->is_redelivered;
}

void
hark_slot_not_implemented (const HarkSlotInfo  *slot,
                           GError             **error)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_NOT_IMPLEMENTED,
               "%s (%s) has no implementation: give one in the table or in a subclass",
               slot->text, slot->location);
}
