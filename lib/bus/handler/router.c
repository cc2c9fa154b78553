/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From a message to its handlers: each topic is looked up, which gives an array that
 * nobody changes, and the arrays are gone through side by side, in the order of
 * subscribing, so that who is in several is met once. Nothing is locked while calls are
 * queued. */

#include "bus/handler/handler-private.h"
#include "bus/message/request-private.h"
#include "bus/state-private.h"
#include "bus/message/trail-private.h"

HarkRouter *
hark_router_new (HarkAnchor *bus)
{
  HarkRouter *self = g_new0 (HarkRouter, 1);

  atomic_init (&self->refs, 1);
  atomic_init (&self->unhandled, HARK_UNHANDLED_TELL);
  self->bus = hark_anchor_ref (bus);
  hark_topic_table_init (&self->topics);
  g_mutex_init (&self->lock);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->sources = g_ptr_array_new ();
  return self;
}

HarkRouter *
hark_router_ref (HarkRouter *self)
{
  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_router_unref (HarkRouter *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  hark_topic_table_clear (&self->topics);
  hark_routes_unref (self->fallbacks.routes);
  hark_routes_unref (self->filters.routes);
  g_hash_table_unref (self->names);
  g_ptr_array_unref (self->sources);
  g_mutex_clear (&self->lock);
  hark_anchor_unref (self->bus);
  g_free (self);
}

void
hark_router_close (HarkRouter *self)
{
  atomic_store (&self->is_closed, true);
  hark_router_close_sources (self);
  hark_router_end_requests (self);
}

/* --- publishing --- */

/* (transfer full) (nullable): who listens to the @i-th topic. Fails: %HARK_ERROR_MISMATCH. */
static gboolean
find (HarkRouter   *self,
      HarkMessage  *message,
      guint         i,
      HarkRoutes  **routes,
      GError      **error)
{
  HarkTopicType type;

  *routes = hark_topic_table_find (&self->topics, message->topics.names[i], message->topics.hashes[i], &type);
  if (G_LIKELY (type.signature == NULL) || hark_message_check (message, type.signature, type.text, error))
    return TRUE;

  hark_routes_unref (*routes);
  return FALSE;
}

/* The one that subscribed first of those that the arrays come to next. */
static HarkHandler *
take_first (HarkRoutes **routes,
            guint       *places,
            guint        n)
{
  HarkHandler *first = NULL;

  for (guint i = 0; i < n; i++)
    if (routes[i] != NULL && places[i] < routes[i]->n
        && (first == NULL || routes[i]->handlers[places[i]]->serial < first->serial))
      first = routes[i]->handlers[places[i]];
  for (guint i = 0; first != NULL && i < n; i++)
    if (routes[i] != NULL && places[i] < routes[i]->n && routes[i]->handlers[places[i]] == first)
      places[i]++;
  return first;
}

static gboolean
deliver_by_many (HarkRouter   *self,
                 HarkMessage  *message,
                 HarkTrail   **trail,
                 gboolean     *is_taken,
                 GError      **error)
{
  HarkRoutes *routes[HARK_LIMIT_TOPICS];
  guint places[HARK_LIMIT_TOPICS] = { 0 };
  gboolean fits = TRUE;
  HarkHandler *handler;
  guint n;

  for (n = 0; n < message->topics.n && fits; n++)
    fits = find (self, message, n, &routes[n], error);
  if (!fits)
    n--;
  while (fits && (handler = take_first (routes, places, n)) != NULL)
    *is_taken |= hark_handler_deliver (handler, message, trail);
  for (guint i = 0; i < n; i++)
    hark_routes_unref (routes[i]);
  return fits;
}

static gboolean
deliver_by_one (HarkRouter   *self,
                HarkMessage  *message,
                HarkTrail   **trail,
                gboolean     *is_taken,
                GError      **error)
{
  HarkRoutes *routes;

  if (!find (self, message, 0, &routes, error))
    return FALSE;
  if (routes != NULL && hark_routes_deliver (routes, message, trail) > 0)
    *is_taken = TRUE;
  hark_routes_unref (routes);
  return TRUE;
}

gboolean
hark_router_route (HarkRouter   *self,
                   HarkMessage  *message,
                   HarkTrail    *trail,
                   gboolean     *is_taken,
                   GError      **error)
{
  gboolean is_answer = G_UNLIKELY (message->answered != NULL) && hark_request_offer (message->answered, message);
  HarkTrail *way = hark_trail_ref (trail);
  gboolean fits, is_handled = is_answer;

  fits = (message->topics.n > 1 ? deliver_by_many : deliver_by_one) (self, message, &way, &is_handled, error);
  if (fits && !is_handled)
    is_handled = hark_router_fall_back (self, message, &way);
  hark_trail_unref (way);

  if (is_taken != NULL)
    *is_taken = is_handled;
  else if (fits && !is_handled)
    hark_router_miss (self, message);
  return fits;
}

/* Before its filters see it. */
static gboolean
check (HarkRouter   *self,
       HarkMessage  *message,
       GError      **error)
{
  for (guint i = 0; i < message->topics.n; i++)
    {
      HarkRoutes *routes;

      if (!find (self, message, i, &routes, error))
        return FALSE;
      hark_routes_unref (routes);
    }
  return TRUE;
}

gboolean
hark_router_publish_from (HarkRouter   *self,
                          HarkMessage  *message,
                          HarkTrail    *trail,
                          gboolean     *is_taken,
                          GError      **error)
{
  if (G_UNLIKELY (atomic_load_explicit (&self->is_closed, memory_order_relaxed)))
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "The bus has ended");
      return FALSE;
    }
  if (G_UNLIKELY (atomic_load_explicit (&self->n_detours, memory_order_acquire) > 0))
    {
      if (is_taken != NULL)
        *is_taken = TRUE; /* by the filters, for the present */
      return check (self, message, error) && hark_router_filter (self, message, trail, error);
    }
  return hark_router_route (self, message, trail, is_taken, error);
}

HarkRoutes *
hark_router_dup_routes (HarkRouter       *self,
                        const HarkTopics *topics)
{
  HarkRoutes *all = NULL;

  for (guint i = 0; i < topics->n; i++)
    {
      HarkTopicType type;
      HarkRoutes *routes = hark_topic_table_find (&self->topics, topics->names[i], topics->hashes[i], &type), *both;

      both = hark_routes_merge (all, routes);
      hark_routes_unref (all);
      hark_routes_unref (routes);
      all = both;
    }
  return all;
}

/* It is not closed, and there are no filters. */
static void
route_new (HarkRouter  *self,
           HarkMessage *message,
           HarkRoutes  *routes)
{
  HarkTrail *way = NULL;

  if (G_UNLIKELY (routes == NULL || !hark_routes_deliver_new (routes, message, &way)))
    {
      if (!hark_router_fall_back (self, message, &way))
        hark_router_miss (self, message);
      hark_message_unref (message);
    }
  if (G_UNLIKELY (way != NULL))
    hark_trail_unref (way);
}

void
hark_router_publish_new (HarkRouter  *self,
                         HarkMessage *message,
                         HarkRoutes  *routes)
{
  if (G_LIKELY (!atomic_load_explicit (&self->is_closed, memory_order_relaxed)
                && atomic_load_explicit (&self->n_detours, memory_order_acquire) == 0))
    {
      route_new (self, message, routes);
      return;
    }
  hark_router_publish (self, message, NULL);
  hark_message_unref (message);
}

gboolean
hark_router_publish (HarkRouter   *self,
                     HarkMessage  *message,
                     GError      **error)
{
  return hark_router_publish_from (self, message, NULL, NULL, error);
}

void
hark_router_fail (HarkRouter   *self,
                  const char   *handler,
                  HarkMessage  *message,
                  const GError *error)
{
  g_autoptr(GObject) bus = hark_anchor_dup_object (self->bus);

  HarkRequest *request = atomic_load (&message->request);

  atomic_fetch_add_explicit (&self->n_failed, 1, memory_order_relaxed);
  if (request != NULL)
    hark_request_fail (request, error);
  if (bus != NULL)
    hark_bus_emit_failed (HARK_BUS (bus), handler, message->id, message->topics.names[0],
                          g_quark_to_string (error->domain), error->code, error->message);
}

/* --- the public face --- */

gboolean
hark_bus_publish (HarkBus      *self,
                  HarkMessage  *message,
                  GError      **error)
{
  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  if (hark_has_parent () && !hark_object_is_of_process (HARK_OBJECT (self), error))
    return FALSE;
  return hark_router_publish (hark_bus_get_router (self), message, error);
}
