/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A request is what a message that somebody has asked with, and all answers to it, lead to. So an answer finds its
 * way from wherever it is published, on another bus too. The request counts who holds the message in order
 * to handle it; when the last of them has ended, those who could answer by returning have. Its future is offered: who
 * drops it ends the request. Whoever ends it, by the lock, takes everything out that holds something. Its time is
 * watched by the loop of the bus, for as long as it is not over. */

#include "bus/message/request-state-private.h"
#include "bus/state-private.h"

/* --- birth and end --- */

HarkRequest *
hark_request_ref (HarkRequest *self)
{
  if (self != NULL)
    atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_request_unref (HarkRequest *self)
{
  if (self == NULL || atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  g_clear_error (&self->failure);
  g_clear_pointer (&self->over, hark_future_unref);
  g_ptr_array_unref (self->answers);
  hark_router_unref (self->router);
  g_free (self->topics);
  g_free (self);
}

HarkRemains
hark_request_take_remains (HarkRequest *self)
{
  HarkRemains remains = { g_steal_pointer (&self->future), g_steal_pointer (&self->handler), self->answers };

  self->answers = g_ptr_array_new ();
  return remains;
}

static void
drop_handler (HarkHandler *handler)
{
  if (handler == NULL)
    return;
  hark_connection_disconnect (handler->connection);
  hark_handler_unref (handler);
}

static void
list (HarkRequest *self)
{
  g_mutex_lock (&self->router->lock);
  g_queue_push_tail_link (&self->router->requests, &self->node);
  g_mutex_unlock (&self->router->lock);
}

/* It is over. */
static void
unlist (HarkRequest *self)
{
  if (self->over != NULL)
    hark_future_resolve (self->over, NULL);
  g_mutex_lock (&self->router->lock);
  if (self->node.data != NULL)
    g_queue_unlink (&self->router->requests, &self->node);
  self->node.data = NULL;
  g_mutex_unlock (&self->router->lock);
}

void
hark_request_settle (HarkRequest *self,
                     HarkRemains  remains,
                     gboolean     is_complete,
                     GError      *error)
{
  const HarkAnswers answers = { remains.answers, is_complete };
  HarkRequest *from = hark_future_steal_from (remains.future);

  unlist (self);
  drop_handler (remains.handler);
  if (error != NULL)
    hark_future_reject (remains.future, error);
  else
    hark_future_resolve (remains.future, &answers);
  hark_future_unref (remains.future);
  g_ptr_array_unref (remains.answers);
  hark_request_unref (from);
}

/* Nobody waits for it, or will. */
static void
release (gpointer data)
{
  HarkRequest *self = data;
  HarkRemains remains;

  hark_lock (&self->lock);
  remains = hark_request_take_remains (self);
  hark_unlock (&self->lock);
  unlist (self);
  drop_handler (remains.handler);
  g_ptr_array_unref (remains.answers);
  g_clear_pointer (&remains.future, hark_future_unref);
  hark_request_unref (self);
}

static void
give_up (HarkRequest *self,
         GError      *error)
{
  HarkRemains remains;

  hark_lock (&self->lock);
  remains = hark_request_take_remains (self);
  hark_unlock (&self->lock);
  if (remains.future != NULL)
    hark_request_settle (self, remains, FALSE, error);
  else
    {
      g_ptr_array_unref (remains.answers);
      g_error_free (error);
    }
}

void
hark_router_end_requests (HarkRouter *self)
{
  GList *node;

  do
    {
      HarkRequest *request = NULL;

      g_mutex_lock (&self->lock);
      node = g_queue_pop_head_link (&self->requests);
      if (node != NULL)
        {
          request = hark_request_ref (node->data);
          node->data = NULL;
        }
      g_mutex_unlock (&self->lock);
      if (request != NULL)
        give_up (request, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "The bus has ended"));
      hark_request_unref (request);
    }
  while (node != NULL);
}

/* --- its time --- */

/* The answers that have come are all there are; without any it has failed. @error: (transfer full) */
static void
end_in_time (HarkRequest *self,
             GError      *error)
{
  HarkRemains remains;

  hark_lock (&self->lock);
  if (self->failure != NULL && self->answers->len == 0)
    {
      g_error_free (error);
      error = g_steal_pointer (&self->failure);
    }
  else if (self->answers->len > 0)
    g_clear_error (&error);
  remains = hark_request_take_remains (self);
  hark_unlock (&self->lock);
  if (remains.future != NULL)
    hark_request_settle (self, remains, FALSE, error);
  else
    {
      g_ptr_array_unref (remains.answers);
      g_clear_error (&error);
    }
}

static void
watch_settled (HarkWaiter *watch,
               HarkFuture *limited)
{
  HarkRequest *self = (HarkRequest *) ((char *) watch - G_STRUCT_OFFSET (HarkRequest, watch));
  GError *error = NULL;

  hark_future_get_values (limited, &error);
  if (error != NULL)
    end_in_time (self, error);
  hark_future_unref (limited);
  hark_request_unref (self);
}

/* Before it is published. */
static void
watch_time (HarkRequest *self,
            gint64       timeout)
{
  HarkFuture *limited;

  self->over = hark_future_new (NULL);
  self->watch.settled = watch_settled;
  hark_request_ref (self);
  limited = hark_future_within_on (self->over, timeout, hark_anchor_get_lane (self->router->bus));
  hark_future_add_waiter (limited, &self->watch);
}

/* --- the public face --- */

static HarkRequest *
request_new (HarkRouter        *router,
             HarkMessage       *message,
             const char *const *topics,
             guint              n_answers)
{
  HarkRequest *self = g_new0 (HarkRequest, 1);

  atomic_init (&self->refs, 1);
  self->id = message->id;
  self->n_wanted = n_answers;
  self->router = hark_router_ref (router);
  self->node.data = self;
  self->topics = topics != NULL ? hark_topics_new (topics) : NULL;
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_message_unref);
  return self;
}

/* (transfer full) */
static HarkFuture *
offer_future (HarkRequest *self)
{
  static const HarkOrigin origin = { .release = release };
  HarkFuture *future = hark_future_new (&hark_answers_signature);

  hark_future_offer (future, &origin, hark_request_ref (self));
  self->future = hark_future_ref (future);
  list (self);
  return future;
}

static void
forget (gpointer data)
{
  hark_request_unref (data);
}

static gboolean
listen_to_topics (HarkRequest  *self,
                  HarkBus      *bus,
                  GError      **error)
{
  const HarkHandlerPlan plan = { .kind = HARK_HANDLER_INLINE, .topics = self->topics->names, .noun = "request",
                                 .take = hark_request_take_plain, .data = hark_request_ref (self), .destroy = forget };
  HarkHandler *handler = hark_handler_make (bus, bus, &plan, error), *late = NULL;

  if (handler == NULL)
    return FALSE;
  hark_lock (&self->lock);
  if (self->future != NULL)
    self->handler = handler;
  else
    late = handler;
  hark_unlock (&self->lock);
  drop_handler (late);
  return TRUE;
}

static gboolean
publish (HarkRequest  *self,
         HarkBus      *bus,
         HarkMessage  *message,
         GError      **error)
{
  HarkRequest *other = NULL;
  gboolean is_published;

  if (self->topics != NULL && !listen_to_topics (self, bus, error))
    return FALSE;
  if (!atomic_compare_exchange_strong (&message->request, &other, self))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_EXISTS,
                   "Message %" G_GUINT64_FORMAT " was used for a request before: make another one for each", self->id);
      return FALSE;
    }
  hark_request_ref (self);

  hark_message_hold (message);
  is_published = hark_bus_publish (bus, message, error);
  if (!is_published && error != NULL)
    hark_request_fail (self, *error);
  hark_message_let_go (message);
  return is_published;
}

HarkFuture *
hark_bus_request (HarkBus           *self,
                  HarkMessage       *message,
                  const char *const *topics,
                  guint              n_answers,
                  gint64             timeout)
{
  HarkRequest *request;
  GError *error = NULL;
  HarkFuture *future;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (message != NULL, NULL);

  if (topics != NULL && !hark_topics_check (topics, hark_topic_check, &error))
    {
      future = hark_future_new (&hark_answers_signature);
      hark_future_reject (future, error);
      return future;
    }

  request = request_new (hark_bus_get_router (self), message, topics, n_answers);
  if (timeout != HARK_FOREVER)
    watch_time (request, timeout);
  future = offer_future (request);
  if (!publish (request, self, message, &error))
    give_up (request, error);
  hark_request_unref (request);
  return future;
}
