/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Writers hold the emitter's lock. Readers hold nothing: an emission counts
 * itself in, reads the array's pointer and length once, and counts itself out.
 * A connection is appended behind that length, so an emission does not see what
 * came after it began; it leaves a hole when it goes, so that it is gone at
 * once. What was taken out, connections and outgrown arrays, is kept aside
 * until the count of emissions is seen at zero: whoever began later cannot have
 * met it. */

#include "object/connection-private.h"
#include "object/outlets-private.h"

/* For hark_outlets_wait(), which is rare: one for all objects. */
static GMutex wait_lock;
static GCond emission_ended;
static atomic_uint n_waiting;

/* --- keeping aside --- */

/* Frees what no emission can see. */
static void
reap (HarkAnchor *emitter)
{
  HarkOutlets *outlets = atomic_load (&emitter->outlets);
  HarkConnection *retired = NULL;
  HarkListeners *outgrown = NULL;

  g_mutex_lock (&emitter->lock);
  if (atomic_load (&outlets->n_emitting) == 0)
    {
      retired = g_steal_pointer (&outlets->retired);
      outgrown = g_steal_pointer (&outlets->outgrown);
      atomic_store (&outlets->has_retired, FALSE);
    }
  g_mutex_unlock (&emitter->lock);

  while (outgrown != NULL)
    {
      HarkListeners *next = outgrown->retired;

      g_free (outgrown);
      outgrown = next;
    }
  while (retired != NULL)
    {
      HarkConnection *next = retired->next;

      atomic_store (&retired->is_retired, TRUE);
      hark_connection_release (retired);
      retired = next;
    }
}

void
hark_outlets_settle (HarkAnchor *emitter)
{
  reap (emitter);
  if (atomic_load (&n_waiting) > 0)
    {
      g_mutex_lock (&wait_lock);
      g_cond_broadcast (&emission_ended);
      g_mutex_unlock (&wait_lock);
    }
}

void
hark_outlets_wait (HarkAnchor     *emitter,
                   HarkConnection *connection,
                   guint           n_own)
{
  HarkOutlets *self = atomic_load (&emitter->outlets);

  g_mutex_lock (&wait_lock);
  atomic_fetch_add (&n_waiting, 1);
  while (self != NULL && !atomic_load (&connection->is_retired)
         && atomic_load (&self->n_emitting) > n_own)
    g_cond_wait (&emission_ended, &wait_lock);
  atomic_fetch_sub (&n_waiting, 1);
  g_mutex_unlock (&wait_lock);
}

/* --- changes --- */

static HarkOutlets *
ensure (HarkAnchor *emitter)
{
  HarkOutlets *self = atomic_load (&emitter->outlets);
  guint n_events = emitter->seat->info->n_events;

  if (self == NULL)
    {
      self = g_malloc0 (sizeof (HarkOutlets) + n_events * sizeof (HarkOutlet));
      self->n_events = n_events;
      atomic_store (&emitter->outlets, self);
    }
  return self;
}

static void
set_heard (HarkAnchor *emitter,
           guint       event,
           gboolean    is_heard)
{
  HarkOutlets *outlets = atomic_load (&emitter->outlets);
  guint64 bit = (guint64) 1 << MIN (event, 63);

  if (emitter->seat->remote != NULL)
    return; /* always heard: see hark_seat_set_remote() */

  if (is_heard)
    {
      __atomic_fetch_or (&emitter->seat->heard, bit, __ATOMIC_SEQ_CST);
      return;
    }
  for (guint i = 63; event >= 63 && i < outlets->n_events; i++)
    if (outlets->events[i].n_live > 0)
      return;
  __atomic_fetch_and (&emitter->seat->heard, ~bit, __ATOMIC_SEQ_CST);
}

/* Moves what is alive into a new array with room for more. */
static HarkListeners *
renew (HarkOutlets *self,
       HarkOutlet      *outlet)
{
  HarkListeners *old = atomic_load (&outlet->listeners);
  guint size = MAX (2, outlet->n_live + outlet->n_live / 2 + 1);
  HarkListeners *listeners = g_malloc0 (sizeof (HarkListeners)
                                        + size * sizeof (listeners->places[0]));
  guint n = 0;

  listeners->size = size;
  for (guint i = 0; old != NULL && i < atomic_load (&old->n); i++)
    {
      HarkConnection *connection = atomic_load (&old->places[i]);

      if (connection == NULL)
        continue;
      connection->place = n;
      atomic_init (&listeners->places[n++], connection);
    }
  atomic_init (&listeners->n, n);
  atomic_store (&outlet->listeners, listeners);

  if (old != NULL)
    {
      old->retired = self->outgrown;
      self->outgrown = old;
      atomic_store (&self->has_retired, TRUE);
    }
  return listeners;
}

/* (transfer full) (nullable). Called with the lock. */
static HarkConnection *
dup_same (HarkOutlet     *outlet,
          HarkConnection *connection)
{
  HarkListeners *listeners = atomic_load (&outlet->listeners);

  for (guint i = 0; listeners != NULL && i < atomic_load (&listeners->n); i++)
    {
      HarkConnection *other = atomic_load (&listeners->places[i]);

      if (other != NULL && hark_connection_is_same (connection, other))
        return hark_connection_ref (other);
    }
  return NULL;
}

gboolean
hark_outlets_add (HarkAnchor      *emitter,
                  HarkConnection  *connection,
                  gboolean        *is_first,
                  HarkConnection **same)
{
  guint event = connection->site->event->index;
  HarkListeners *listeners;
  HarkOutlets *self;
  HarkOutlet *outlet;
  guint n;

  g_mutex_lock (&emitter->lock);
  if (hark_anchor_get_state (emitter) != HARK_ANCHOR_OPEN || !hark_connection_is_alive (connection))
    {
      g_mutex_unlock (&emitter->lock);
      return FALSE;
    }

  self = ensure (emitter);
  outlet = &self->events[event];
  *same = connection->site->flags & HARK_CONNECT_UNIQUE ? dup_same (outlet, connection) : NULL;
  if (*same != NULL)
    {
      g_mutex_unlock (&emitter->lock);
      return FALSE;
    }

  listeners = atomic_load (&outlet->listeners);
  if (listeners == NULL || atomic_load (&listeners->n) == listeners->size)
    listeners = renew (self, outlet);

  n = atomic_load (&listeners->n);
  connection->place = n;
  atomic_store (&listeners->places[n], connection);
  atomic_store_explicit (&listeners->n, n + 1, memory_order_release);
  *is_first = outlet->n_live++ == 0;
  if (*is_first)
    set_heard (emitter, event, TRUE);
  g_mutex_unlock (&emitter->lock);

  if (atomic_load (&self->has_retired))
    hark_outlets_settle (emitter);
  return TRUE;
}

void
hark_outlets_remove (HarkAnchor     *emitter,
                     HarkConnection *connection,
                     gboolean       *is_last)
{
  guint event = connection->site->event->index;

  *is_last = FALSE;
  g_mutex_lock (&emitter->lock);
  if (connection->place != HARK_NO_PLACE)
    {
      HarkOutlets *self = atomic_load (&emitter->outlets);
      HarkOutlet *outlet = &self->events[event];
      HarkListeners *listeners = atomic_load (&outlet->listeners);

      atomic_store (&listeners->places[connection->place], NULL);
      connection->place = HARK_NO_PLACE;
      *is_last = --outlet->n_live == 0;
      /* The object's memory is there until it is closed. */
      if (*is_last && hark_anchor_get_state (emitter) == HARK_ANCHOR_OPEN)
        set_heard (emitter, event, FALSE);
      if (atomic_load (&listeners->n) > 2 * outlet->n_live + 8)
        renew (self, outlet);
    }
  g_mutex_unlock (&emitter->lock);
}

void
hark_outlets_retire (HarkAnchor     *emitter,
                     HarkConnection *connection)
{
  HarkOutlets *self = atomic_load (&emitter->outlets);

  if (self == NULL)
    {
      atomic_store (&connection->is_retired, TRUE);
      hark_connection_release (connection);
      return;
    }

  hark_anchor_ref (emitter); /* the connection may hold the last one */
  g_mutex_lock (&emitter->lock);
  connection->next = self->retired;
  self->retired = connection;
  atomic_store (&self->has_retired, TRUE);
  g_mutex_unlock (&emitter->lock);
  hark_outlets_settle (emitter);
  hark_anchor_unref (emitter);
}

/* --- asking --- */

GPtrArray *
hark_outlets_list (HarkAnchor *emitter)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_connection_unref);
  HarkOutlets *self;

  g_mutex_lock (&emitter->lock);
  self = atomic_load (&emitter->outlets);
  for (guint event = 0; self != NULL && event < self->n_events; event++)
    {
      HarkListeners *listeners = atomic_load (&self->events[event].listeners);

      for (guint i = 0; listeners != NULL && i < atomic_load (&listeners->n); i++)
        {
          HarkConnection *connection = atomic_load (&listeners->places[i]);

          if (connection != NULL)
            g_ptr_array_add (list, hark_connection_ref (connection));
        }
    }
  g_mutex_unlock (&emitter->lock);
  return list;
}

gboolean
hark_outlets_is_heard (HarkAnchor *emitter,
                       guint       event)
{
  HarkOutlets *self;
  gboolean is_heard;

  g_mutex_lock (&emitter->lock);
  self = atomic_load (&emitter->outlets);
  is_heard = self != NULL && self->events[event].n_live > 0;
  g_mutex_unlock (&emitter->lock);
  return is_heard;
}

void
hark_outlets_free (HarkOutlets *self)
{
  if (self == NULL)
    return;

  for (guint event = 0; event < self->n_events; event++)
    g_free (atomic_load (&self->events[event].listeners));
  while (self->outgrown != NULL)
    {
      HarkListeners *next = self->outgrown->retired;

      g_free (self->outgrown);
      self->outgrown = next;
    }
  g_free (self);
}
