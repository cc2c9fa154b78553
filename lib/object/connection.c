/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A connection is in two places: in the emitter's array, which holds the
 * reference it is born with, and in the receiver's list of what ends there.
 * Whoever moves it out of `connected` takes it out of both. Locks of two
 * anchors are never held together. Queued calls point at it without counting:
 * the array's reference is dropped by a chore behind them, on the receiver's
 * lane, which is also where its destroy notify runs. */

#include "object/connection-private.h"
#include "object/exception-private.h"
#include "object/outlets-private.h"

__thread HarkFrame *hark_frame;

G_DEFINE_BOXED_TYPE (HarkConnection, hark_connection, hark_connection_ref, hark_connection_unref)

HarkConnection *
hark_connection_ref (HarkConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_connection_unref (HarkConnection *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  if (self->kind == HARK_CONNECTION_NEXT)
    hark_future_unref (self->future);
  g_clear_pointer (&self->drained, hark_future_unref);
  hark_anchor_unref (self->emitter);
  hark_anchor_unref (self->receiver);
  if (self->owns_site)
    g_free ((gpointer) self->site);
  g_free (self);
}

/* --- behind its last call --- */

static void
release (HarkCall *call,
         gboolean  is_drained)
{
  HarkConnection *self = (HarkConnection *) ((char *) call - G_STRUCT_OFFSET (HarkConnection, release));
  HarkFuture *drained;

  if (self->destroy != NULL)
    self->destroy (self->data);

  atomic_store (&self->is_released, TRUE);
  drained = atomic_load (&self->drained);
  if (drained != NULL && is_drained)
    hark_future_resolve (drained, NULL);
  else if (drained != NULL)
    hark_future_reject (drained, g_error_new (HARK_ERROR, HARK_ERROR_CLOSED,
                                              "The loop that %s went to has ended",
                                              self->site->event->text));
  hark_connection_unref (self);
}

static void
release_run (HarkCall *call)
{
  release (call, TRUE);
}

static void
release_drop (HarkCall *call)
{
  release (call, FALSE);
}

static const HarkCallFuncs release_funcs = { HARK_CALL_CHORE, release_run, release_drop };

void
hark_connection_release (HarkConnection *self)
{
  g_clear_object (&self->kept);
  /* The chore holds the receiver's anchor, and that the lane. */
  hark_lane_post (hark_anchor_get_lane (self->receiver), &self->release);
}

/* --- the receiver's list --- */

static gboolean
link_inbound (HarkConnection *self)
{
  HarkAnchor *receiver = self->receiver;
  gboolean is_open;

  g_mutex_lock (&receiver->lock);
  is_open = hark_anchor_get_state (receiver) == HARK_ANCHOR_OPEN;
  if (is_open)
    {
      self->next = receiver->inbound;
      if (self->next != NULL)
        self->next->link = &self->next;
      self->link = &receiver->inbound;
      receiver->inbound = self;
    }
  g_mutex_unlock (&receiver->lock);
  return is_open;
}

GPtrArray *
hark_connections_list_inbound (GObject *receiver)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_connection_unref);
  GPtrArray *anchors = hark_anchors_list (receiver);

  for (guint i = 0; i < anchors->len; i++)
    {
      HarkAnchor *anchor = g_ptr_array_index (anchors, i);

      /* The array's reference is dropped only after one has left this list. */
      g_mutex_lock (&anchor->lock);
      for (HarkConnection *each = anchor->inbound; each != NULL; each = each->next)
        g_ptr_array_add (list, hark_connection_ref (each));
      g_mutex_unlock (&anchor->lock);
    }
  g_ptr_array_unref (anchors);
  return list;
}

/* Called with the receiver's lock. While the connection is in the list, the
 * receiver cannot have been torn down. */
static void
unlink_locked (HarkConnection *self)
{
  if (self->link == NULL)
    return;

  if (self->site->flags & HARK_CONNECT_INLINE)
    self->kept = g_object_ref (self->receiver->object);

  *self->link = self->next;
  if (self->next != NULL)
    self->next->link = self->link;
  self->link = NULL;
  self->next = NULL;
}

static void
unlink_inbound (HarkConnection *self)
{
  g_mutex_lock (&self->receiver->lock);
  unlink_locked (self);
  g_mutex_unlock (&self->receiver->lock);
}

/* --- birth and end --- */

gboolean
hark_connection_is_same (HarkConnection *self,
                         HarkConnection *other)
{
  const HarkSite *mine = self->site, *theirs = other->site;

  return hark_connection_is_alive (other)
         && other->kind == self->kind
         && other->receiver == self->receiver
         && other->func == self->func
         && other->data == self->data
         && theirs->event == mine->event
         && theirs->slot == mine->slot
         && ((theirs->flags ^ mine->flags) & ~HARK_CONNECT_UNIQUE) == 0;
}

static void
tell_remote (HarkConnection *self,
             gboolean        is_heard)
{
  HarkAnchor *emitter = self->emitter;
  HarkRemote *remote = NULL;
  GObject *object = NULL;

  /* Only a remote is held, so that no other object ends here. */
  g_mutex_lock (&emitter->lock);
  if (hark_anchor_get_state (emitter) == HARK_ANCHOR_OPEN && emitter->seat->remote != NULL)
    {
      object = g_object_ref (emitter->object);
      remote = emitter->seat->remote;
    }
  g_mutex_unlock (&emitter->lock);

  if (object == NULL)
    return;
  remote->funcs->heard (remote, self->site->event, is_heard);
  g_object_unref (object);
}

static HarkConnection *
attach (HarkConnection *self)
{
  HarkConnection *same = NULL;
  gboolean is_first = FALSE;

  hark_connection_ref (self);
  if (!link_inbound (self) || !hark_outlets_add (self->emitter, self, &is_first, &same))
    {
      hark_connection_end (self, HARK_CONNECTION_ENDED);
      hark_connection_unref (self);
      return same;
    }
  if (is_first)
    tell_remote (self, TRUE);
  return self;
}

HarkConnection *
hark_connection_new (const HarkSite     *site,
                     HarkConnectionKind  kind,
                     HarkAnchor         *emitter,
                     HarkAnchor         *receiver,
                     GCallback           func,
                     gpointer            data,
                     GDestroyNotify      destroy,
                     gboolean            owns_site)
{
  HarkConnection *self = g_new0 (HarkConnection, 1);

  atomic_init (&self->refs, 1);
  atomic_init (&self->state, HARK_CONNECTION_CONNECTED);
  self->kind = kind;
  self->owns_site = owns_site;
  self->place = HARK_NO_PLACE;
  self->site = site;
  self->emitter = hark_anchor_ref (emitter);
  self->receiver = receiver;
  self->func = func;
  self->data = data;
  self->destroy = destroy;
  self->release.funcs = &release_funcs;
  return attach (self);
}

HarkConnection *
hark_connection_new_next (const HarkEventInfo *event,
                          HarkAnchor          *emitter,
                          HarkFuture          *future)
{
  HarkSite *site = g_new0 (HarkSite, 1);
  HarkConnection *self = g_new0 (HarkConnection, 1);

  site->event = event;
  site->flags = HARK_CONNECT_INLINE;
  atomic_init (&self->refs, 1);
  atomic_init (&self->state, HARK_CONNECTION_CONNECTED);
  self->kind = HARK_CONNECTION_NEXT;
  self->owns_site = TRUE;
  self->place = HARK_NO_PLACE;
  self->site = site;
  self->emitter = hark_anchor_ref (emitter);
  self->receiver = hark_anchor_ref (emitter);
  self->future = hark_future_ref (future);
  self->release.funcs = &release_funcs;
  return attach (self);
}

/* Of those that end it, one takes it out of both places. */
static gboolean
leave (HarkConnection      *self,
       HarkConnectionState  state)
{
  unsigned char now = atomic_load (&self->state);

  while (now < HARK_CONNECTION_DRAINING)
    if (atomic_compare_exchange_weak (&self->state, &now, state))
      return TRUE;
  return FALSE;
}

gboolean
hark_connection_end (HarkConnection      *self,
                     HarkConnectionState  state)
{
  gboolean is_last = FALSE;

  if (!leave (self, state))
    return state == HARK_CONNECTION_ENDED && atomic_exchange (&self->state, state) != state;

  hark_connection_ref (self);
  hark_outlets_remove (self->emitter, self, &is_last);
  unlink_inbound (self);
  if (self->kind == HARK_CONNECTION_NEXT)
    hark_future_reject (self->future, g_error_new (HARK_ERROR, HARK_ERROR_EMITTER_GONE,
                                                   "The object ended before it emitted %s",
                                                   self->site->event->text));
  hark_outlets_retire (self->emitter, self);
  if (is_last)
    tell_remote (self, FALSE);
  hark_connection_unref (self);
  return TRUE;
}

gboolean
hark_connection_spend (HarkConnection *self)
{
  unsigned char expected = HARK_CONNECTION_CONNECTED;

  return atomic_compare_exchange_strong (&self->state, &expected, HARK_CONNECTION_SPENT);
}

void
hark_connections_end_all (HarkAnchor *anchor)
{
  GPtrArray *outbound;
  HarkConnection *inbound;

  if (!anchor->is_plain)
    {
      outbound = hark_outlets_list (anchor);
      for (guint i = 0; i < outbound->len; i++)
        hark_connection_end (g_ptr_array_index (outbound, i), HARK_CONNECTION_DRAINING);
      g_ptr_array_unref (outbound);
    }

  for (;;)
    {
      g_mutex_lock (&anchor->lock);
      inbound = anchor->inbound;
      if (inbound != NULL)
        {
          /* The array's reference is dropped only after it has left this list. */
          hark_connection_ref (inbound);
          unlink_locked (inbound);
        }
      g_mutex_unlock (&anchor->lock);
      if (inbound == NULL)
        return;
      hark_connection_end (inbound, HARK_CONNECTION_ENDED);
      hark_connection_unref (inbound);
    }
}

/* --- running --- */

static gboolean
passes (HarkConnection *self,
        GObject        *object,
        gconstpointer   values)
{
  if (!self->site->event->filter (self->func, object, values))
    return FALSE;
  /* Emissions do not spend what has a filter: the first call that passes does. */
  return (self->site->flags & HARK_CONNECT_SINGLE_SHOT) == 0 || hark_connection_end (self, HARK_CONNECTION_ENDED);
}

/* A remote's slot is run where the object is that it stands for. */
static void
run_slot (HarkConnection  *self,
          GObject         *object,
          gconstpointer    values,
          GError         **error)
{
  const HarkSlotInfo *slot = self->site->slot;
  HarkRemote *remote = self->receiver->seat->remote;

  if (G_UNLIKELY (remote != NULL))
    remote->funcs->call (remote, slot, values, NULL);
  else
    slot->invoke (object, values, NULL, error);
}

void
hark_connection_invoke (HarkConnection *self,
                        GObject        *object,
                        gconstpointer   values)
{
  HarkFrame frame = { self, hark_frame };
  const HarkSite *site = self->site;
  GError *error = NULL;

  hark_frame = &frame;
  switch ((HarkConnectionKind) self->kind)
    {
    case HARK_CONNECTION_SLOT:
      if (G_LIKELY ((site->flags & HARK_CONNECT_FILTERED) == 0) || passes (self, object, values))
        run_slot (self, object, values, &error);
      break;

    case HARK_CONNECTION_FUNC:
      site->event->call (self->func, site->flags & HARK_CONNECT_OWN_DATA ? self->data : object, values);
      break;

    case HARK_CONNECTION_RAW:
      self->raw (self->data, site->event, values);
      break;

    case HARK_CONNECTION_NEXT:
      hark_future_resolve (self->future, values);
      hark_connection_end (self, HARK_CONNECTION_ENDED);
      break;

    default:
      g_assert_not_reached ();
    }
  hark_frame = frame.outer;

  if (G_UNLIKELY (error != NULL))
    hark_exception_raise (hark_anchor_get_lane (self->receiver), site->slot, error, self);
}

/* --- the public face --- */

gboolean
hark_connection_is_connected (HarkConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return hark_connection_is_alive (self);
}

guint
hark_connection_get_n_blocked (HarkConnection *self)
{
  guint n_blocked;

  g_mutex_lock (&self->emitter->lock);
  n_blocked = self->n_blocked;
  g_mutex_unlock (&self->emitter->lock);
  return n_blocked;
}

void
hark_connection_block (HarkConnection *self)
{
  unsigned char expected = HARK_CONNECTION_CONNECTED;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->emitter->lock);
  if (self->n_blocked++ == 0)
    atomic_compare_exchange_strong (&self->state, &expected, HARK_CONNECTION_BLOCKED);
  g_mutex_unlock (&self->emitter->lock);
}

void
hark_connection_unblock (HarkConnection *self)
{
  unsigned char expected = HARK_CONNECTION_BLOCKED;
  gboolean was_blocked;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->emitter->lock);
  was_blocked = self->n_blocked > 0;
  if (was_blocked && --self->n_blocked == 0)
    atomic_compare_exchange_strong (&self->state, &expected, HARK_CONNECTION_CONNECTED);
  g_mutex_unlock (&self->emitter->lock);
  g_return_if_fail (was_blocked);
}

void
hark_connection_disconnect (HarkConnection *self)
{
  g_return_if_fail (self != NULL);

  hark_connection_end (self, HARK_CONNECTION_ENDED);
}

/* How many emissions of its emitter this thread is in. */
static guint
count_own_emissions (HarkConnection *self)
{
  guint n = 0;

  for (const HarkFrame *frame = hark_frame; frame != NULL; frame = frame->outer)
    if (frame->connection != NULL && frame->connection->emitter == self->emitter
        && (frame->connection->site->flags & HARK_CONNECT_INLINE))
      n++;
  return n;
}

static gboolean
is_on_stack (HarkConnection *self)
{
  for (const HarkFrame *frame = hark_frame; frame != NULL; frame = frame->outer)
    if (frame->connection == self)
      return TRUE;
  return FALSE;
}

gboolean
hark_connection_disconnect_sync (HarkConnection  *self,
                                 GError         **error)
{
  HarkLane *lane;

  g_return_val_if_fail (self != NULL, FALSE);

  hark_connection_ref (self);
  hark_connection_end (self, HARK_CONNECTION_ENDED);
  if (is_on_stack (self))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
                   "A call through this connection from %s waits for its own end: "
                   "use hark_connection_disconnect()", self->site->event->text);
      hark_connection_unref (self);
      return FALSE;
    }

  if (self->site->flags & HARK_CONNECT_INLINE)
    hark_outlets_wait (self->emitter, self, count_own_emissions (self));
  else
    {
      lane = hark_anchor_get_lane (self->receiver);
      if (!hark_lane_is_current (lane))
        hark_lane_wait_call (lane);
    }
  hark_connection_unref (self);
  return TRUE;
}

HarkFuture *
hark_connection_disconnect_drain (HarkConnection *self)
{
  HarkFuture *drained, *made;

  g_return_val_if_fail (self != NULL, NULL);

  hark_connection_ref (self);
  drained = atomic_load (&self->drained);
  if (drained == NULL)
    {
      made = hark_future_new (NULL);
      if (atomic_compare_exchange_strong (&self->drained, &drained, made))
        drained = made;
      else
        hark_future_unref (made);
    }
  hark_future_ref (drained);

  hark_connection_end (self, HARK_CONNECTION_DRAINING);
  if (atomic_load (&self->is_released))
    hark_future_resolve (drained, NULL); /* it had ended before, and its last call with it */
  hark_connection_unref (self);
  return drained;
}
