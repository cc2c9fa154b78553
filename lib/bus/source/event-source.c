/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events that are published: a connection from the object to the bus that runs in the
 * thread that emits, and makes a message of each emission. It remembers who listens to its topics,
 * until they are others, and emissions read that without a lock. What is remembered no more is kept
 * aside until an emission is the only one: then no other can have met it. */

#include "bus/handler/handler-private.h"
#include "bus/state-private.h"
#include "object/connection/lookup-private.h"
#include "object/connection/outlets-private.h"

/* Who has listened, as of some generation. */
typedef struct
{
  guint64     generation;  /* fixed at birth, as the other */
  HarkRoutes *routes;      /* a reference; NULL: nobody */
} Known;

typedef struct
{
  HarkRouter        *router;      /* fixed at birth, as most; a reference */
  HarkAnchor        *emitter;     /* the connection's */
  HarkTopics        *topics;
  gsize              topics_size;
  HarkTopicType      type;
  guint              n_declared;  /* of its topics, those it has given a type */
  _Atomic (Known *)  known;       /* lock to write; emissions read it; NULL: nothing yet */
  HarkLock           lock;
  Known             *past;        /* lock: what some emission may still read */
} EventSource;

static void
known_free (Known *self)
{
  if (self == NULL)
    return;
  hark_routes_unref (self->routes);
  g_free (self);
}

static void
event_source_free (gpointer data)
{
  EventSource *self = data;

  for (guint i = 0; i < self->n_declared; i++)
    hark_topic_table_retract (&self->router->topics, self->topics->names[i], self->topics->hashes[i]);
  known_free (atomic_load (&self->known));
  known_free (self->past);
  hark_router_unref (self->router);
  g_free (self->topics);
  g_free (self);
}

/* --- who listens --- */

/* (transfer full) (nullable): what no emission but this one can read. With the lock. */
static Known *
take_past (EventSource *self)
{
  return self->past != NULL && hark_outlets_is_alone (self->emitter) ? g_steal_pointer (&self->past) : NULL;
}

/* Unless what was known before is still kept aside: then a later emission does. */
static void
remember (EventSource *self,
          guint64      generation,
          HarkRoutes  *routes)
{
  Known *known = g_new (Known, 1), *earlier, *last = NULL;

  *known = (Known) { generation, hark_routes_ref (routes) };
  hark_lock (&self->lock);
  earlier = take_past (self);
  if (self->past == NULL)
    {
      self->past = atomic_exchange (&self->known, g_steal_pointer (&known));
      last = take_past (self);
    }
  hark_unlock (&self->lock);
  known_free (earlier);
  known_free (last);
  known_free (known);
}

/* (transfer none) (nullable): as long as the emission lasts. @owned: (out) (transfer full) (nullable): what it lasts by,
 * otherwise. */
static inline HarkRoutes *
find_routes (EventSource  *self,
             HarkRoutes  **owned)
{
  guint64 generation = hark_topic_table_get_generation (&self->router->topics, self->topics);
  Known *known = atomic_load (&self->known);

  *owned = NULL;
  if (G_LIKELY (known != NULL && known->generation == generation))
    return known->routes;
  *owned = hark_router_dup_routes (self->router, self->topics);
  remember (self, generation, *owned);
  return *owned;
}

/* --- emissions --- */

static void
on_emitted (gpointer             data,
            const HarkEventInfo *event,
            gconstpointer        values)
{
  EventSource *self = data;
  HarkMessage *message = hark_message_new_for_event (self->topics, self->topics_size, event, values);
  gboolean may_stall = atomic_load_explicit (&self->router->may_stall, memory_order_relaxed);
  HarkRoutes *owned, *routes = find_routes (self, &owned);

  if (G_UNLIKELY (may_stall))
    hark_outlets_stall (self->emitter);
  /* If the bus has ended, so does this. */
  hark_router_publish_new (self->router, message, routes);
  if (G_UNLIKELY (may_stall))
    hark_outlets_go_on (self->emitter);
  hark_routes_unref (owned);
}

/* --- birth --- */

const HarkTopics *
hark_event_source_get_topics (HarkConnection *connection)
{
  if (connection->kind != HARK_CONNECTION_RAW || hark_connection_get_state (connection) == HARK_CONNECTION_ENDED
      || connection->tail[0].raw != on_emitted)
    return NULL;
  return ((EventSource *) connection->tail[0].data)->topics;
}

static gboolean
declare (EventSource  *self,
         GError      **error)
{
  for (; self->n_declared < self->topics->n; self->n_declared++)
    if (!hark_topic_table_declare (&self->router->topics, self->topics->names[self->n_declared],
                                   self->topics->hashes[self->n_declared], &self->type, "publish", error))
      return FALSE;
  return TRUE;
}

static HarkConnection *
connect (HarkBus             *bus,
         gpointer             emitter,
         const HarkEventInfo *event,
         EventSource         *self)
{
  const HarkConnectionTail tail = { .raw = on_emitted, .data = self, .destroy = event_source_free };

  return hark_connection_new (hark_site_new (event, NULL, HARK_CONNECT_INLINE), HARK_CONNECTION_RAW,
                              hark_object_get_seat (emitter)->anchor,
                              hark_anchor_ref (hark_object_get_seat (HARK_OBJECT (bus))->anchor), &tail, FALSE);
}

HarkConnection *
hark_bus_publish_source (HarkBus              *self,
                         const char *const    *topics,
                         gpointer              emitter,
                         const HarkEventInfo  *event,
                         GError              **error)
{
  HarkConnection *connection;
  EventSource *source;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (topics != NULL, NULL);
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);
  g_return_val_if_fail (event != NULL, NULL);

  if (!hark_object_is_of_process (HARK_OBJECT (self), error) || !hark_object_is_of_process (emitter, error)
      || !hark_topics_check (topics, hark_topic_check, error))
    return NULL;

  source = g_new0 (EventSource, 1);
  source->router = hark_router_ref (hark_bus_get_router (self));
  source->emitter = hark_object_get_seat (emitter)->anchor;
  source->topics = hark_topics_new (topics);
  source->topics_size = hark_topics_measure (topics);
  source->type = (HarkTopicType) { event->signature, event->text, event->location };
  if (!declare (source, error))
    {
      event_source_free (source);
      return NULL;
    }
  connection = connect (self, emitter, event, source);
  if (connection == NULL)
    g_set_error (error, HARK_ERROR, HARK_ERROR_CLOSED, "cannot publish %s: %s has ended", event->text,
                 hark_object_is_closed (HARK_OBJECT (self)) ? "the bus" : event->owner->name);
  return connection;
}

HarkConnection *
hark_bus_publish_event (HarkBus            *self,
                        const char *const  *topics,
                        HarkObject         *emitter,
                        const char         *event,
                        GError            **error)
{
  const HarkEventInfo *info;

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);
  g_return_val_if_fail (event != NULL, NULL);

  info = hark_event_find (emitter, event, error);
  return info != NULL ? hark_bus_publish_source (self, topics, emitter, info, error) : NULL;
}
