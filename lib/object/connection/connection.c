/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A connection is in two places: in the emitter's array, which holds the
 * reference it is born with, and in the receiver's list of what ends there.
 * Whoever moves it out of `connected` takes it out of both. Locks of two
 * anchors are never held together. Queued calls point at it without counting:
 * the array's reference is dropped by a chore behind them, on the receiver's
 * lane, which is also where its destroy notify runs. One that settles a future is
 * held by that too, until it has left the array, so that it ends when the future is
 * dropped. */

#include "async/future-private.h"
#include "base/slab-private.h"
#include "base/spare-private.h"
#include "object/connection/bounds-private.h"
#include "object/connection/connection-private.h"
#include "object/connection/emission-private.h"
#include "object/loop/exception-private.h"
#include "object/connection/inbound-private.h"
#include "object/connection/outlets-private.h"

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

  /* Who holds the only one does not have to give it back. */
  if (atomic_load_explicit (&self->refs, memory_order_acquire) != 1
      && atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  if (self->kind == HARK_CONNECTION_NEXT)
    hark_future_unref (self->tail->future);
  if (self->kind == HARK_CONNECTION_STREAM)
    hark_buffer_unref (self->tail->buffer);
  if (self->is_bounded)
    hark_backlog_unref (self->tail->backlog);
  if (G_UNLIKELY (atomic_load (&self->way) == HARK_WAY_PASSAGE))
    hark_backlog_unref (self->tail->passage);
  hark_anchor_unref (self->emitter);
  hark_anchor_unref (self->receiver);
  if (self->site->flags & HARK_CONNECT_OWN_SITE)
    hark_slab_free ((gpointer) self->site);
  if (self->has_tail)
    hark_slab_free (self);
  else
    hark_spare_free (HARK_SPARE_CONNECTION, self);
}

/* --- behind its last call --- */

void
hark_connection_pass (HarkConnection *self,
                      gboolean        has_run)
{
  /* Else nobody is left who could begin to wait for this. */
  if (atomic_load_explicit (&self->refs, memory_order_acquire) > 1)
    atomic_store (&self->past, HARK_PAST_CALLS);
  if (G_UNLIKELY (atomic_load (&self->is_drained)))
    hark_connection_settle (self, has_run);
}

static void
finish (HarkConnection *self,
        gboolean        has_run)
{
  if (self->is_bounded)
    hark_backlog_clear (self->tail->backlog);
  if (self->has_tail && self->tail->destroy != NULL)
    self->tail->destroy (self->tail->data);

  if (atomic_load_explicit (&self->past, memory_order_relaxed) != HARK_PAST_ALL_BUT_OWN)
    hark_connection_pass (self, has_run);
  hark_connection_unref (self);
}

static HarkConnection *
from_release (HarkCall *call)
{
  return (HarkConnection *) ((char *) call - G_STRUCT_OFFSET (HarkConnection, release));
}

static void post_release (HarkConnection *self);

static void
release_run (HarkCall *call)
{
  HarkConnection *self = from_release (call);

  /* What is kept back until some time is queued now, and this behind it. */
  if (self->is_bounded && hark_backlog_flush (self->tail->backlog))
    post_release (self);
  else
    finish (self, TRUE);
}

static void
release_drop (HarkCall *call)
{
  finish (from_release (call), FALSE);
}

static gboolean
release_relay (HarkCall  *call,
               HarkLane  *lane,
               gboolean   is_turn,
               HarkRelay *relay)
{
  HarkConnection *self = from_release (call);

  /* Its alarm is one of this lane's context. */
  if (is_turn && self->is_bounded && hark_backlog_is_armed (self->tail->backlog))
    return FALSE;
  return hark_anchor_relay (self->receiver, call, hark_connection_priority (self->site->flags), lane, is_turn, relay);
}

static const HarkCallFuncs release_funcs = { HARK_CALL_CHORE, release_run, release_drop, NULL, release_relay };

static void
post_release (HarkConnection *self)
{
  /* The chore holds the receiver's anchor, and that the lane. */
  self->release.funcs = &release_funcs;
  hark_connection_post (self, hark_anchor_get_lane (self->receiver), &self->release);
}

void
hark_connection_release (HarkConnection *self)
{
  HarkConnection *from;

  atomic_store_explicit (&self->past, HARK_PAST_EMISSIONS, memory_order_release);
  if (self->kind == HARK_CONNECTION_NEXT)
    {
      from = hark_future_steal_from (self->tail->future);
      g_clear_pointer (&from, hark_connection_unref);
    }
  if (self->has_tail && (self->site->flags & HARK_CONNECT_INLINE))
    g_clear_object (&self->tail->kept);

  /* No call was ever queued that one would have to be behind. */
  if (atomic_load_explicit (&self->way, memory_order_relaxed) == HARK_WAY_UNUSED && !self->is_bounded
      && (!self->has_tail || self->tail->destroy == NULL))
    {
      finish (self, TRUE);
      return;
    }
  post_release (self);
}

/* --- birth and end --- */

static gboolean
has_same_queue (const HarkQueueInfo *queue,
                const HarkQueueInfo *other)
{
  return queue->policy == other->policy
         && queue->depth == other->depth
         && queue->interval == other->interval
         && g_strcmp0 (queue->key, other->key) == 0;
}

static gboolean
has_same_tail (HarkConnection *self,
               HarkConnection *other)
{
  return self->has_tail == other->has_tail
         && (!self->has_tail || (self->tail->func == other->tail->func
                                 && self->tail->data == other->tail->data));
}

gboolean
hark_connection_is_same (HarkConnection *self,
                         HarkConnection *other)
{
  const HarkSite *mine = self->site, *theirs = other->site;

  return hark_connection_is_alive (other)
         && other->kind == self->kind
         && other->receiver == self->receiver
         && has_same_tail (self, other)
         && theirs->event == mine->event
         && theirs->slot == mine->slot
         && has_same_queue (&theirs->queue, &mine->queue)
         && ((theirs->flags ^ mine->flags) & ~(HARK_CONNECT_UNIQUE | HARK_CONNECT_OWN_SITE)) == 0;
}

/* @remote: (transfer full) (nullable): it hears what it has listeners for. */
static void
tell_remote (GObject             *remote,
             const HarkEventInfo *event,
             gboolean             is_heard)
{
  HarkRemote *self;

  if (G_LIKELY (remote == NULL))
    return;
  self = hark_seat_get_remote (hark_object_get_seat (HARK_OBJECT (remote)));
  self->funcs->heard (self, event, is_heard);
  g_object_unref (remote);
}

HarkSite *
hark_site_new (const HarkEventInfo *event,
               const HarkSlotInfo  *slot,
               HarkConnectFlags     flags)
{
  HarkSite *site = hark_slab_new0 (HarkSite);

  site->event = event;
  site->slot = slot;
  site->flags = flags | HARK_CONNECT_OWN_SITE;
  return site;
}

/* Nobody waits for the event any more. */
static void
release_future (gpointer connection)
{
  hark_connection_end (connection, HARK_CONNECTION_ENDED);
  hark_connection_unref (connection);
}

static const HarkOrigin next_event = { NULL, NULL, NULL, release_future };

/* For a connection that cannot be made, as one of its ends is in another process. */
static void
discard (const HarkSite           *site,
         HarkAnchor               *receiver,
         const HarkConnectionTail *tail)
{
  if (tail != NULL && tail->destroy != NULL)
    tail->destroy (tail->data);
  if (site->flags & HARK_CONNECT_OWN_SITE)
    hark_slab_free ((gpointer) site);
  hark_anchor_unref (receiver);
}

HarkConnection *
hark_connection_new (const HarkSite           *site,
                     HarkConnectionKind        kind,
                     HarkAnchor               *emitter,
                     HarkAnchor               *receiver,
                     const HarkConnectionTail *tail,
                     gboolean                  wants)
{
  HarkConnection *self, *same = NULL, *result;
  const HarkEventInfo *event = site->event;
  HarkBacklog *backlog;
  gboolean has_tail;
  GObject *remote = NULL;

  if (hark_anchor_is_inherited (emitter) || hark_anchor_is_inherited (receiver))
    {
      discard (site, receiver, tail);
      return NULL;
    }

  backlog = G_UNLIKELY (hark_site_is_bounded (site)) && kind <= HARK_CONNECTION_FUNC
            ? hark_site_make_backlog (site) : NULL;
  has_tail = tail != NULL || backlog != NULL || (event->flags & HARK_EVENT_STATE) != 0;
  self = has_tail ? hark_slab_alloc (sizeof (HarkConnection) + sizeof *tail)
                  : hark_spare_alloc (HARK_SPARE_CONNECTION, sizeof (HarkConnection));
  *self = (HarkConnection) {
    .refs = 2,
    .state = HARK_CONNECTION_CONNECTED,
    .kind = kind,
    .has_tail = has_tail,
    .is_bounded = backlog != NULL,
    .place = HARK_NO_PLACE,
    .site = site,
    .emitter = hark_anchor_ref (emitter),
    .receiver = receiver,
  };
  if (has_tail)
    *self->tail = tail != NULL ? *tail : (HarkConnectionTail) { .data = NULL };
  if (backlog != NULL)
    self->tail->backlog = backlog;
  if (kind == HARK_CONNECTION_NEXT)
    hark_future_offer (self->tail->future, &next_event, hark_connection_ref (self));

  if (hark_inbound_add (self) && hark_outlets_add (emitter, self, &remote, &same))
    {
      tell_remote (remote, event, TRUE);
      if (G_UNLIKELY ((event->flags & HARK_EVENT_STATE) != 0))
        hark_emission_welcome (self);
      result = self;
    }
  else
    {
      /* Another thread may be ending it: whoever does drops the array's reference. */
      hark_connection_end (self, HARK_CONNECTION_ENDED);
      hark_connection_unref (self);
      result = same;
    }
  if (!wants && result != NULL)
    hark_connection_unref (result);
  return result;
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
  const HarkEventInfo *event = self->site->event;
  GObject *remote = NULL;

  if (hark_anchor_is_inherited (self->emitter))
    return atomic_exchange (&self->state, HARK_CONNECTION_ENDED) < HARK_CONNECTION_DRAINING;
  if (!leave (self, state))
    return state == HARK_CONNECTION_ENDED && atomic_exchange (&self->state, state) != state;

  if (self->is_bounded)
    hark_backlog_close (self->tail->backlog);
  if (G_UNLIKELY (atomic_load (&self->way) == HARK_WAY_PASSAGE))
    hark_backlog_close (self->tail->passage);
  hark_inbound_remove (self);
  if (self->kind == HARK_CONNECTION_NEXT)
    hark_future_reject (self->tail->future, g_error_new (HARK_ERROR, HARK_ERROR_EMITTER_GONE,
                                                         "The object ended before it emitted %s",
                                                         event->text));
  if (self->kind == HARK_CONNECTION_STREAM)
    hark_buffer_end (self->tail->buffer, g_error_new (HARK_ERROR, HARK_ERROR_EMITTER_GONE,
                                                      "The object has ended, and emits %s no more",
                                                      event->text));
  hark_outlets_remove (self->emitter, self, &remote); /* which may have been its end */
  tell_remote (remote, event, FALSE);
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

  while ((inbound = hark_inbound_take (anchor)) != NULL)
    {
      hark_connection_end (inbound, HARK_CONNECTION_ENDED);
      hark_connection_unref (inbound);
    }
}

void
hark_connection_resolve (HarkConnection *self,
                         gconstpointer   values)
{
  hark_future_resolve (self->tail->future, values);
  hark_connection_end (self, HARK_CONNECTION_ENDED);
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

  hark_lock (&self->emitter->lock);
  n_blocked = self->n_blocked;
  hark_unlock (&self->emitter->lock);
  return n_blocked;
}

void
hark_connection_block (HarkConnection *self)
{
  unsigned char expected = HARK_CONNECTION_CONNECTED;
  gboolean is_too_deep;

  g_return_if_fail (self != NULL);

  hark_lock (&self->emitter->lock);
  is_too_deep = self->n_blocked == G_MAXUINT16;
  if (!is_too_deep && self->n_blocked++ == 0)
    atomic_compare_exchange_strong (&self->state, &expected, HARK_CONNECTION_BLOCKED);
  hark_unlock (&self->emitter->lock);
  g_return_if_fail (!is_too_deep);
}

void
hark_connection_unblock (HarkConnection *self)
{
  unsigned char expected = HARK_CONNECTION_BLOCKED;
  gboolean was_blocked;

  g_return_if_fail (self != NULL);

  hark_lock (&self->emitter->lock);
  was_blocked = self->n_blocked > 0;
  if (was_blocked && --self->n_blocked == 0)
    atomic_compare_exchange_strong (&self->state, &expected, HARK_CONNECTION_CONNECTED);
  hark_unlock (&self->emitter->lock);
  g_return_if_fail (was_blocked);
}

void
hark_connection_disconnect (HarkConnection *self)
{
  g_return_if_fail (self != NULL);

  hark_connection_end (self, HARK_CONNECTION_ENDED);
}

guint64
hark_connection_get_n_dropped (HarkConnection *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->is_bounded ? hark_backlog_get_n_dropped (self->tail->backlog) : 0;
}
