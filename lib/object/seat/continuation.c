/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Plain functions as calls on an object's loop: once for a future that is
 * settled, or at once. Each holds the object's anchor, not the object; if that
 * ends first the function is not called, and its data freed all the same. */

#include "async/future-private.h"
#include "base/spare-private.h"
#include "object/connection/connection-private.h"

typedef struct
{
  HarkWaiter      waiter;
  HarkCall        call;
  HarkAnchor     *anchor;   /* owned */
  HarkFuture     *future;   /* owned, once it is settled; NULL: none */
  HarkFutureFunc  then;
  void          (*func) (gpointer context, gpointer data);
  gpointer        data;
  GDestroyNotify  destroy;
} Continuation;

static Continuation *
continuation_of (HarkCall *call)
{
  return (Continuation *) ((char *) call - G_STRUCT_OFFSET (Continuation, call));
}

static void
continuation_drop (HarkCall *call)
{
  Continuation *self = continuation_of (call);

  if (self->destroy != NULL)
    self->destroy (self->data);
  if (self->future != NULL)
    hark_future_unref (self->future);
  hark_anchor_unref (self->anchor);
  hark_spare_free (HARK_SPARE_CONTINUATION, self);
}

static void
continuation_run (HarkCall *call)
{
  Continuation *self = continuation_of (call);
  HarkFrame frame = { NULL, hark_frame, NULL };
  GObject *object = hark_anchor_enter (self->anchor);

  if (object != NULL)
    {
      hark_frame = &frame;
      if (self->future != NULL)
        self->then (self->future, object, self->data);
      else
        self->func (object, self->data);
      hark_frame = frame.outer;
      hark_anchor_leave (self->anchor, object);
    }
  continuation_drop (call);
}

static void
continuation_describe (HarkCall        *call,
                       HarkCallSubject *subject)
{
  subject->object = hark_anchor_get_class_name (continuation_of (call)->anchor);
}

static gboolean
continuation_relay (HarkCall  *call,
                    HarkLane  *lane,
                    gboolean   is_turn,
                    HarkRelay *relay)
{
  return hark_anchor_relay (continuation_of (call)->anchor, call, HARK_PRIORITY_NORMAL, lane, is_turn, relay);
}

static const HarkCallFuncs continuation_funcs =
{
  HARK_CALL_USER, continuation_run, continuation_drop, continuation_describe, continuation_relay,
};

/* @anchor: (transfer full) */
static Continuation *
continuation_new (HarkAnchor     *anchor,
                  gpointer        data,
                  GDestroyNotify  destroy)
{
  Continuation *self = hark_spare_alloc (HARK_SPARE_CONTINUATION, sizeof (Continuation));

  *self = (Continuation) { .call.funcs = &continuation_funcs,
                           .anchor = anchor,
                           .data = data,
                           .destroy = destroy };
  return self;
}

static void
continuation_settled (HarkWaiter *waiter,
                      HarkFuture *future)
{
  Continuation *self = (Continuation *) waiter;

  self->future = hark_future_ref (future);
  hark_lane_post (hark_anchor_get_lane (self->anchor), &self->call);
}

void
hark_future_then (HarkFuture     *self,
                  gpointer        context,
                  HarkFutureFunc  func,
                  gpointer        data,
                  GDestroyNotify  destroy)
{
  Continuation *continuation;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_OBJECT (context));
  g_return_if_fail (func != NULL);

  continuation = continuation_new (hark_anchor_dup_for_object (context), data, destroy);
  continuation->waiter.settled = continuation_settled;
  continuation->then = func;
  hark_future_set_awaited (self);
  hark_future_add_waiter (self, &continuation->waiter);
}

/* @anchor: (transfer full) */
static gboolean
post (HarkAnchor     *anchor,
      void          (*func) (gpointer context, gpointer data),
      gpointer        data,
      GDestroyNotify  destroy)
{
  Continuation *continuation = continuation_new (anchor, data, destroy);

  continuation->func = func;
  return hark_lane_post (hark_anchor_get_lane (anchor), &continuation->call);
}

gboolean
hark_post_func (gpointer       context,
                void         (*func) (gpointer context, gpointer data),
                gpointer       data,
                GDestroyNotify destroy)
{
  return post (hark_anchor_dup_for_object (context), func, data, destroy);
}

gboolean
hark_outlet_post (HarkAnchor     *self,
                  void          (*func) (gpointer context, gpointer data),
                  gpointer        data,
                  GDestroyNotify  destroy)
{
  return post (hark_anchor_ref (self), func, data, destroy);
}
