/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A handler is a connection, so it ends as one does: with the bus, with its context or
 * when somebody disconnects it. That connection brings no calls; publishing finds the
 * handler under its topics and queues calls that hold it (delivery.c). When the
 * connection ends, its last word, which comes behind all calls that were queued, takes
 * the handler out (handler-list.c) and gives the data back; calls that come even later find it over.
 *
 * Some calls may be in the lane's other queues: then the last word goes through each
 * of them in turn, so that it is behind these too.
 *
 * Who queues a call has a reference, the call has none: when the last one is dropped, memory is freed by a
 * chore that goes the same way, behind all of them. */

#include "bus/handler/handler-private.h"
#include "bus/state-private.h"

/* --- behind what is urgent, and what is idle --- */

static HarkHandler *
from_chore (HarkCall *chore)
{
  return (HarkHandler *) ((char *) chore - G_STRUCT_OFFSET (HarkHandler, chore));
}

static void
behind_idle_run (HarkCall *chore)
{
  HarkHandler *self = from_chore (chore);

  self->arrived (self);
}

static gboolean
behind_idle_relay (HarkCall  *chore,
                   HarkLane  *lane,
                   gboolean   is_turn,
                   HarkRelay *relay)
{
  return hark_anchor_relay (from_chore (chore)->receiver, chore, HARK_PRIORITY_IDLE, lane, is_turn, relay);
}

static void
behind_urgent_run (HarkCall *chore)
{
  static const HarkCallFuncs funcs = { HARK_CALL_CHORE, behind_idle_run, NULL, NULL, behind_idle_relay };
  HarkHandler *self = from_chore (chore);

  self->chore.funcs = &funcs;
  hark_lane_post_at (hark_anchor_get_lane (self->receiver), &self->chore, HARK_PRIORITY_IDLE);
}

static gboolean
behind_urgent_relay (HarkCall  *chore,
                     HarkLane  *lane,
                     gboolean   is_turn,
                     HarkRelay *relay)
{
  return hark_anchor_relay (from_chore (chore)->receiver, chore, HARK_PRIORITY_URGENT, lane, is_turn, relay);
}

/* Calls @arrived when all calls of these two kinds have run that are queued now. */
static void
go_behind (HarkHandler  *self,
           void        (*arrived) (HarkHandler *self))
{
  static const HarkCallFuncs funcs = { HARK_CALL_CHORE, behind_urgent_run, NULL, NULL, behind_urgent_relay };

  self->arrived = arrived;
  self->chore.funcs = &funcs;
  hark_lane_post_at (hark_anchor_get_lane (self->receiver), &self->chore, HARK_PRIORITY_URGENT);
}

/* --- its last word --- */

static void
give_back (HarkCall *chore)
{
  HarkHandler *self = from_chore (chore);

  if (self->destroy != NULL)
    self->destroy (self->data);
  hark_handler_unref (self);
}

static gboolean
give_back_relay (HarkCall  *chore,
                 HarkLane  *lane,
                 gboolean   is_turn,
                 HarkRelay *relay)
{
  return hark_anchor_relay (from_chore (chore)->receiver, chore, HARK_PRIORITY_NORMAL, lane, is_turn, relay);
}

gboolean
hark_handler_hold (HarkHandler *self)
{
  guint n = atomic_load (&self->n_holds);

  while (n > 0)
    if (atomic_compare_exchange_weak (&self->n_holds, &n, n + 1))
      return TRUE;
  return FALSE;
}

void
hark_handler_let_go (HarkHandler *self)
{
  static const HarkCallFuncs funcs = { HARK_CALL_CHORE, give_back, NULL, NULL, give_back_relay };

  if (atomic_fetch_sub (&self->n_holds, 1) != 1)
    return;
  self->chore.funcs = &funcs;
  hark_lane_post (hark_anchor_get_lane (self->receiver), &self->chore);
}

/* Called on its loop. */
static void
finish (HarkHandler *self)
{
  self->is_over = true;
  if (atomic_fetch_sub (&self->n_holds, 1) == 1)
    give_back (&self->chore);
}

static void
give_last_word (HarkHandler *self)
{
  g_autoptr(HarkConnection) connection = hark_connection_ref (self->connection);
  gboolean has_run = hark_lane_get_state (hark_anchor_get_lane (self->receiver)) != HARK_LANE_STOPPED;

  finish (self);
  hark_connection_pass (connection, has_run);
}

/* --- its memory --- */

static void
handler_free (HarkHandler *self)
{
  g_clear_pointer (&self->connection, hark_connection_unref);
  hark_anchor_unref (self->receiver);
  hark_router_unref (self->router);
  g_clear_pointer (&self->pool, hark_thread_pool_unref);
  g_free (self->topics);
  g_free (self->name);
  g_free (self);
}

static void
release_run (HarkCall *chore)
{
  HarkHandler *self = from_chore (chore);

  if (atomic_load (&self->is_ranked))
    go_behind (self, handler_free);
  else
    handler_free (self);
}

void
hark_handler_unref (HarkHandler *self)
{
  static const HarkCallFuncs funcs = { HARK_CALL_CHORE, release_run, NULL, NULL, give_back_relay };

  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  if (!atomic_load_explicit (&self->is_used, memory_order_relaxed))
    {
      handler_free (self);
      return;
    }
  self->chore.funcs = &funcs;
  hark_lane_post (hark_anchor_get_lane (self->receiver), &self->chore);
}

/* The connection's destroy notify. */
static void
end (gpointer data)
{
  HarkHandler *self = data;
  gboolean is_listed;

  g_mutex_lock (&self->router->lock);
  is_listed = self->is_listed;
  self->is_past = true;
  g_mutex_unlock (&self->router->lock);
  if (is_listed)
    hark_handler_unlist (self);

  if (atomic_load (&self->is_ranked))
    {
      atomic_store (&self->connection->past, HARK_PAST_ALL_BUT_OWN);
      go_behind (self, give_last_word);
    }
  else
    finish (self);
}

/* --- birth --- */

/* Nobody emits what handlers are connected to. */
static void
nothing (gpointer             data,
         const HarkEventInfo *event,
         gconstpointer        values)
{
}

static char *
make_name (HarkHandler *self,
           const char  *noun,
           GObject     *context)
{
  if (self->slot != NULL)
    return g_strdup_printf ("%s.%s #%" G_GUINT64_FORMAT, self->slot->owner->name, self->slot->name, self->serial);
  return g_strdup_printf ("%s #%" G_GUINT64_FORMAT, noun != NULL ? noun : G_OBJECT_TYPE_NAME (context), self->serial);
}

static HarkHandler *
handler_new (HarkRouter            *router,
             gpointer               context,
             const HarkHandlerPlan *plan)
{
  static const char *const none[] = { NULL };
  HarkHandler *self = g_new0 (HarkHandler, 1);

  atomic_init (&self->refs, 1);
  atomic_init (&self->n_holds, 1);
  self->kind = plan->kind;
  self->serial = atomic_fetch_add (&router->last_serial, 1) + 1;
  self->router = hark_router_ref (router);
  self->receiver = hark_anchor_dup_for_object (context);
  self->topics = hark_topics_new (plan->topics != NULL ? plan->topics : none);
  self->slot = plan->slot;
  self->pool = plan->pool != NULL ? hark_thread_pool_ref (plan->pool) : NULL;
  if (plan->kind == HARK_HANDLER_INLINE)
    self->take = plan->take;
  else
    self->func = plan->func;
  self->data = plan->data;
  self->destroy = plan->destroy;
  self->name = plan->name != NULL ? g_strdup (plan->name) : make_name (self, plan->noun, context);
  return self;
}

/* (transfer full) (nullable): that of a handler, to which it hands over a reference. */
static HarkConnection *
connect (HarkBus     *bus,
         HarkHandler *self)
{
  const HarkConnectionTail tail = { .raw = nothing, .data = hark_handler_ref (self), .destroy = end };

  return hark_connection_new (hark_site_new (&hark_bus_message__source, self->slot, HARK_CONNECT_DEFAULT),
                              HARK_CONNECTION_RAW, hark_object_get_seat (HARK_OBJECT (bus))->anchor,
                              hark_anchor_ref (self->receiver), &tail, TRUE);
}

static gboolean
is_sound (HarkBus                *bus,
          gpointer                context,
          const HarkHandlerPlan  *plan,
          GError                **error)
{
  return hark_object_is_of_process (HARK_OBJECT (bus), error)
         && (!HARK_IS_OBJECT (context) || hark_object_is_of_process (context, error))
         && (plan->topics == NULL || hark_topics_check (plan->topics, hark_pattern_check, error));
}

HarkHandler *
hark_handler_make (HarkBus                *bus,
                   gpointer                context,
                   const HarkHandlerPlan  *plan,
                   GError                **error)
{
  HarkHandler *self;

  if (!is_sound (bus, context, plan, error))
    {
      if (plan->destroy != NULL)
        plan->destroy (plan->data);
      return NULL;
    }

  self = handler_new (hark_bus_get_router (bus), context, plan);
  self->connection = connect (bus, self);
  if (self->connection == NULL)
    g_set_error (error, HARK_ERROR, HARK_ERROR_CLOSED, "cannot subscribe '%s': %s has ended", self->name,
                 hark_object_is_closed (HARK_OBJECT (bus)) ? "the bus" : "its context");
  else if (hark_handler_list (self, error))
    return self;
  else
    hark_connection_disconnect (self->connection);
  hark_handler_unref (self);
  return NULL;
}

HarkConnection *
hark_handler_new (HarkBus                *bus,
                  gpointer                context,
                  const HarkHandlerPlan  *plan,
                  GError                **error)
{
  HarkHandler *self = hark_handler_make (bus, context, plan, error);
  HarkConnection *connection = NULL;

  if (self != NULL)
    {
      connection = self->connection;
      hark_handler_unref (self);
    }
  return connection;
}
