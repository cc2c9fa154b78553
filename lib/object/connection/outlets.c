/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Writers hold the emitter's lock. Readers hold nothing: an emission counts
 * itself in, reads the array's pointer and length once, and counts itself out.
 * A connection is appended behind that length, so an emission does not see what
 * came after it began; it leaves a hole when it goes, so that it is gone at
 * once. What was taken out, connections and outgrown arrays, is kept aside
 * until the count of emissions is seen at zero: whoever began later cannot have
 * met it. */

#include "base/fork-private.h"
#include "base/slab-private.h"
#include "object/connection/connection-private.h"
#include "object/connection/outlets-private.h"
#include "object/connection/state-private.h"

/* For hark_outlets_wait(), which is rare: one for all objects. */
static GMutex wait_lock;
static GCond emission_ended;
static atomic_uint n_waiting;

HARK_FORK_GUARD (wait_lock, NULL)

/* Places of an array. */
#define FEWEST 2

static inline gsize
space_of (guint size)
{
  return sizeof (HarkListeners) + size * sizeof (_Atomic (HarkConnection *));
}

/* --- keeping aside --- */

/* @self: (nullable) */
static void
listeners_free (HarkListeners *self)
{
  if (self != NULL && !self->is_first)
    hark_slab_free (self);
}

static void
free_outgrown (HarkListeners *first)
{
  while (first != NULL)
    {
      HarkListeners *next = first->retired;

      listeners_free (first);
      first = next;
    }
}

/* What no emission can see any more. */
typedef struct
{
  HarkConnection *connections;
  HarkListeners  *listeners;
} Reaped;

/* Called with the lock. An emission that is under way either is seen here, or sees
 * `has_retired` when it ends. */
static Reaped
reap (HarkOutlets *self)
{
  Reaped reaped = { self->retired, self->outgrown };

  if (reaped.connections == NULL && reaped.listeners == NULL)
    return reaped;
  if (G_UNLIKELY (atomic_load (&self->n_emitting) > 0))
    {
      atomic_store (&self->has_retired, TRUE);
      if (atomic_load (&self->n_emitting) > 0)
        return (Reaped) { NULL, NULL };
    }
  self->retired = NULL;
  self->outgrown = NULL;
  atomic_store_explicit (&self->has_retired, FALSE, memory_order_relaxed);
  return reaped;
}

static void
wake_waiting (void)
{
  if (G_LIKELY (atomic_load (&n_waiting) == 0))
    return;

  g_mutex_lock (&wait_lock);
  g_cond_broadcast (&emission_ended);
  g_mutex_unlock (&wait_lock);
}

static void
release (Reaped reaped)
{
  free_outgrown (reaped.listeners);
  while (reaped.connections != NULL)
    {
      HarkConnection *next = reaped.connections->next;

      hark_connection_release (reaped.connections);
      reaped.connections = next;
    }
  wake_waiting ();
}

void
hark_outlets_settle (HarkAnchor *emitter)
{
  Reaped reaped;

  hark_lock (&emitter->lock);
  reaped = reap (atomic_load (&emitter->outlets));
  hark_unlock (&emitter->lock);
  release (reaped);
}

void
hark_outlets_stall (HarkAnchor *emitter)
{
  atomic_fetch_add (&atomic_load (&emitter->outlets)->n_emitting, HARK_STALLED);
  wake_waiting ();
}

void
hark_outlets_go_on (HarkAnchor *emitter)
{
  atomic_fetch_sub (&atomic_load (&emitter->outlets)->n_emitting, HARK_STALLED);
}

/* Those that may be running a function. */
static guint
count_running (HarkOutlets *self)
{
  guint64 n = atomic_load (&self->n_emitting);

  return (guint) (n % HARK_STALLED - n / HARK_STALLED);
}

void
hark_outlets_wait (HarkAnchor     *emitter,
                   HarkConnection *connection,
                   guint           n_own)
{
  HarkOutlets *self = atomic_load (&emitter->outlets);

  g_mutex_lock (&wait_lock);
  atomic_fetch_add (&n_waiting, 1);
  while (self != NULL && atomic_load (&connection->past) == HARK_PAST_NOTHING
         && count_running (self) > n_own)
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
      self = hark_slab_alloc0 (sizeof (HarkOutlets) + n_events * sizeof (HarkOutlet) + space_of (FEWEST));
      self->generation = hark_generation;
      self->has_first = true;
      self->n_events = n_events;
      atomic_store (&emitter->outlets, self);
    }
  return self;
}

/* Most objects are heard by one, or two: they need nothing but their outlets. */
static HarkListeners *
take_first (HarkOutlets *self)
{
  HarkListeners *listeners = (HarkListeners *) &self->events[self->n_events];

  self->has_first = false;
  listeners->is_first = 1;
  return listeners;
}

/* Moves what is alive into a new array with room for more. */
static HarkListeners *
renew (HarkOutlets *self,
       HarkOutlet      *outlet)
{
  HarkListeners *old = atomic_load (&outlet->listeners);
  guint size = MAX (FEWEST, outlet->n_live + outlet->n_live / 2 + 1);
  HarkListeners *listeners = size == FEWEST && self->has_first ? take_first (self) : hark_slab_alloc0 (space_of (size));
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

/* (transfer full) (nullable): the emitter, if it is a remote and so wants to know
 * that this has changed. Called with the lock. */
static GObject *
set_heard (HarkAnchor *emitter,
           guint       event,
           gboolean    is_heard)
{
  HarkOutlets *outlets = atomic_load (&emitter->outlets);
  guint64 bit = (guint64) 1 << MIN (event, 63);
  guint64 heard;

  /* The object's memory is there until it is closed. */
  if (hark_anchor_get_state (emitter) != HARK_ANCHOR_OPEN)
    return NULL;
  if (G_UNLIKELY (hark_seat_get_remote (emitter->seat) != NULL))
    {
      if (!is_heard)
        hark_state_outdate (emitter, event);
      return g_object_ref (emitter->object); /* always heard: see hark_seat_set_remote() */
    }

  for (guint i = 63; !is_heard && event >= 63 && i < outlets->n_events; i++)
    if (outlets->events[i].n_live > 0)
      return NULL;

  /* Who writes has the lock; who reads may be late. */
  heard = __atomic_load_n (&emitter->seat->heard, __ATOMIC_RELAXED);
  __atomic_store_n (&emitter->seat->heard, is_heard ? heard | bit : heard & ~bit, __ATOMIC_RELEASE);
  return NULL;
}

/* Called with the lock. */
static GObject *
append (HarkAnchor     *emitter,
        HarkOutlet     *outlet,
        HarkConnection *connection)
{
  HarkListeners *listeners = atomic_load (&outlet->listeners);
  guint n;

  if (listeners == NULL || atomic_load (&listeners->n) == listeners->size)
    listeners = renew (atomic_load (&emitter->outlets), outlet);

  n = atomic_load (&listeners->n);
  connection->place = n;
  atomic_store_explicit (&listeners->places[n], connection, memory_order_relaxed);
  atomic_store_explicit (&listeners->n, n + 1, memory_order_release);
  return outlet->n_live++ == 0 ? set_heard (emitter, connection->site->event->index, TRUE) : NULL;
}

gboolean
hark_outlets_add (HarkAnchor      *emitter,
                  HarkConnection  *connection,
                  GObject        **remote,
                  HarkConnection **same)
{
  gboolean is_added = FALSE;
  Reaped reaped = { NULL, NULL };

  hark_lock (&emitter->lock);
  if (hark_anchor_get_state (emitter) == HARK_ANCHOR_OPEN && hark_connection_is_alive (connection))
    {
      HarkOutlets *self = ensure (emitter);
      HarkOutlet *outlet = &self->events[connection->site->event->index];

      *same = connection->site->flags & HARK_CONNECT_UNIQUE ? dup_same (outlet, connection) : NULL;
      is_added = *same == NULL;
      if (is_added)
        *remote = append (emitter, outlet, connection);
      reaped = reap (self);
    }
  hark_unlock (&emitter->lock);
  release (reaped);
  return is_added;
}

/* A hole at the end is given up, unless an emission may count on that length: it
 * would meet what comes there next. Called with the lock. */
static void
leave_place (HarkOutlets   *self,
             HarkListeners *listeners,
             guint          place)
{
  guint n_before = atomic_load_explicit (&listeners->n, memory_order_relaxed);
  guint n = n_before;

  if (place + 1 < n)
    {
      atomic_store (&listeners->places[place], NULL);
      return;
    }

  atomic_store_explicit (&listeners->places[place], NULL, memory_order_relaxed);
  do
    n--;
  while (n > 0 && atomic_load_explicit (&listeners->places[n - 1], memory_order_relaxed) == NULL);
  atomic_store (&listeners->n, n);
  if (G_UNLIKELY (atomic_load (&self->n_emitting) > 0))
    atomic_store (&listeners->n, n_before);
}

/* Called with the lock. */
static GObject *
take_out (HarkAnchor     *emitter,
          HarkConnection *connection)
{
  guint event = connection->site->event->index;
  HarkOutlets *self = atomic_load (&emitter->outlets);
  HarkOutlet *outlet = &self->events[event];
  HarkListeners *listeners = atomic_load (&outlet->listeners);
  GObject *remote;

  leave_place (self, listeners, connection->place);
  connection->place = HARK_NO_PLACE;
  remote = --outlet->n_live == 0 ? set_heard (emitter, event, FALSE) : NULL;
  if (atomic_load (&listeners->n) > 2 * outlet->n_live + 8)
    renew (self, outlet);
  connection->next = self->retired;
  self->retired = connection;
  return remote;
}

void
hark_outlets_remove (HarkAnchor      *emitter,
                     HarkConnection  *connection,
                     GObject        **remote)
{
  Reaped reaped = { connection, NULL };  /* which nobody can have seen */

  hark_lock (&emitter->lock);
  if (connection->place != HARK_NO_PLACE)
    {
      *remote = take_out (emitter, connection);
      reaped = reap (atomic_load (&emitter->outlets));
    }
  hark_unlock (&emitter->lock);
  release (reaped);
}

/* --- asking --- */

GPtrArray *
hark_outlets_list (HarkAnchor *emitter)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_connection_unref);
  HarkOutlets *self;

  if (hark_anchor_is_inherited (emitter))
    return list;

  hark_lock (&emitter->lock);
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
  hark_unlock (&emitter->lock);
  return list;
}

gboolean
hark_outlets_is_heard (HarkAnchor *emitter,
                       guint       event)
{
  HarkOutlets *self;
  gboolean is_heard;

  hark_lock (&emitter->lock);
  self = atomic_load (&emitter->outlets);
  is_heard = self != NULL && self->events[event].n_live > 0;
  hark_unlock (&emitter->lock);
  return is_heard;
}

void
hark_outlets_free (HarkOutlets *self)
{
  if (self == NULL)
    return;

  for (guint event = 0; event < self->n_events; event++)
    listeners_free (atomic_load (&self->events[event].listeners));
  free_outgrown (self->outgrown);
  hark_slab_free (self);
}
