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

struct _HarkListeners
{
  guint                       size;
  atomic_uint                 n;        /* writers; how many places are in use */
  HarkListeners              *retired;  /* lock: next in the list of those kept aside */
  _Atomic (HarkConnection *)  places[];
};

typedef struct
{
  _Atomic (HarkListeners *)  listeners;  /* lock to write */
  guint                      n_live;     /* lock: places that are no holes */
} Outlet;

struct _HarkOutlets
{
  atomic_uint     n_emitting;   /* any thread */
  atomic_bool     has_retired;  /* lock to write */
  HarkConnection *retired;      /* lock */
  HarkListeners  *outgrown;     /* lock */
  guint           n_events;
  Outlet          events[];
};

/* --- emissions --- */

gboolean
hark_emission_begin (HarkEmission *self,
                     HarkAnchor   *emitter,
                     guint         event)
{
  self->outlets = atomic_load_explicit (&emitter->outlets, memory_order_acquire);
  if (self->outlets == NULL)
    return FALSE;

  atomic_fetch_add (&self->outlets->n_emitting, 1);
  self->listeners = atomic_load (&self->outlets->events[event].listeners);
  self->n = self->listeners != NULL
            ? atomic_load_explicit (&self->listeners->n, memory_order_acquire) : 0;
  return TRUE;
}

HarkConnection *
hark_emission_get (HarkEmission *self,
                   guint         i)
{
  return atomic_load (&self->listeners->places[i]);
}

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

      hark_connection_release (retired);
      retired = next;
    }
}

void
hark_emission_end (HarkEmission *self,
                   HarkAnchor   *emitter)
{
  if (atomic_fetch_sub (&self->outlets->n_emitting, 1) == 1
      && G_UNLIKELY (atomic_load (&self->outlets->has_retired)))
    reap (emitter);
}

/* --- changes --- */

static HarkOutlets *
ensure (HarkAnchor *emitter)
{
  HarkOutlets *self = atomic_load (&emitter->outlets);
  guint n_events = emitter->seat->info->n_events;

  if (self == NULL)
    {
      self = g_malloc0 (sizeof (HarkOutlets) + n_events * sizeof (Outlet));
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
       Outlet      *outlet)
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

gboolean
hark_outlets_add (HarkAnchor     *emitter,
                  HarkConnection *connection,
                  gboolean       *is_first)
{
  guint event = connection->site->event->index;
  HarkListeners *listeners;
  HarkOutlets *self;
  Outlet *outlet;
  guint n;

  g_mutex_lock (&emitter->lock);
  if (hark_anchor_get_state (emitter) != HARK_ANCHOR_OPEN || !hark_connection_is_connected (connection))
    {
      g_mutex_unlock (&emitter->lock);
      return FALSE;
    }

  self = ensure (emitter);
  outlet = &self->events[event];
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
    reap (emitter);
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
      Outlet *outlet = &self->events[event];
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
      hark_connection_release (connection);
      return;
    }

  hark_anchor_ref (emitter); /* the connection may hold the last one */
  g_mutex_lock (&emitter->lock);
  connection->next = self->retired;
  self->retired = connection;
  atomic_store (&self->has_retired, TRUE);
  g_mutex_unlock (&emitter->lock);
  reap (emitter);
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
