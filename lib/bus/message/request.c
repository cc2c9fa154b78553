/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A request is what a message that somebody has asked with, and all answers to it, lead to. So an answer finds its
 * way from wherever it is published, on another bus too. The request counts who holds the message in order
 * to handle it; when the last of them has ended, those who could answer by returning have. Its future is offered: who
 * drops it ends the request. Whoever ends it, by the lock, takes everything out that holds something. */

#include "bus/message/request-private.h"

#include <hark/clock.h>

#include "async/future-private.h"
#include "base/lock-private.h"
#include "bus/state-private.h"

struct _HarkRequest
{
  atomic_uint   refs;       /* any thread */
  atomic_uint   n_holders;  /* any thread: who may still answer */
  atomic_bool   is_taken;   /* any thread: by a handler */
  guint64       id;         /* fixed at birth: of the message */
  guint         n_wanted;   /* fixed at birth; 0: all */
  HarkTopics   *topics;     /* fixed at birth; NULL: any */
  HarkRouter   *router;     /* fixed at birth; a reference: where it was published */
  GList         node;       /* the router's lock: in its list until it is over */
  HarkLock      lock;
  HarkFuture   *future;     /* lock; a reference; NULL: it is over */
  HarkHandler  *handler;    /* lock; a reference; NULL: none, or over: listens to the topics */
  GPtrArray    *answers;    /* lock */
  guint64       seen;       /* lock: topics that have had one */
  GError       *failure;    /* lock: of the first handler that failed */
};

/* --- what its future brings --- */

typedef struct
{
  GPtrArray *answers;
} Answers;

static gsize
answers_measure (gconstpointer values)
{
  return sizeof (Answers);
}

static void
answers_pack (gconstpointer values,
              gpointer      packed)
{
  ((Answers *) packed)->answers = g_ptr_array_ref (((const Answers *) values)->answers);
}

static void
answers_clear (gpointer packed)
{
  g_ptr_array_unref (((Answers *) packed)->answers);
}

static const HarkSignature answers_signature =
{
  .name = "(HarkMessage[])",
  .text = "(HarkMessage[] answers)",
  .size = sizeof (Answers),
  .measure = answers_measure,
  .pack = answers_pack,
  .clear = answers_clear,
};

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
  g_ptr_array_unref (self->answers);
  hark_router_unref (self->router);
  g_free (self->topics);
  g_free (self);
}

/* What is to be given back when it is over, without the lock. */
typedef struct
{
  HarkFuture  *future;
  HarkHandler *handler;
  GPtrArray   *answers;
} Remains;

/* With the lock. */
static Remains
take_remains (HarkRequest *self)
{
  Remains remains = { g_steal_pointer (&self->future), g_steal_pointer (&self->handler), self->answers };

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

static void
unlist (HarkRequest *self)
{
  g_mutex_lock (&self->router->lock);
  if (self->node.data != NULL)
    g_queue_unlink (&self->router->requests, &self->node);
  self->node.data = NULL;
  g_mutex_unlock (&self->router->lock);
}

/* The future is @remains', and not settled. @error: (transfer full) (nullable) */
static void
settle (HarkRequest *self,
        Remains      remains,
        GError      *error)
{
  const Answers answers = { remains.answers };
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
  Remains remains;

  hark_lock (&self->lock);
  remains = take_remains (self);
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
  Remains remains;

  hark_lock (&self->lock);
  remains = take_remains (self);
  hark_unlock (&self->lock);
  if (remains.future != NULL)
    settle (self, remains, error);
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

/* --- answers --- */

/* With the lock. %FALSE: it is no answer, with topics. */
static gboolean
note_topic (HarkRequest *self,
            HarkMessage *answer)
{
  if (self->topics == NULL)
    return TRUE;

  for (guint i = 0; i < self->topics->n; i++)
    for (guint k = 0; k < answer->topics.n; k++)
      if (self->topics->hashes[i] == answer->topics.hashes[k]
          && g_str_equal (self->topics->names[i], answer->topics.names[k]))
        {
          gboolean is_first = (self->seen & G_GUINT64_CONSTANT (1) << i) == 0;

          self->seen |= G_GUINT64_CONSTANT (1) << i;
          return is_first || self->n_wanted > 0;
        }
  return FALSE;
}

/* With the lock. */
static gboolean
is_complete (HarkRequest *self)
{
  guint n_wanted = self->n_wanted == 0 && self->topics != NULL ? self->topics->n : self->n_wanted;

  return n_wanted > 0 && self->answers->len >= n_wanted;
}

gboolean
hark_request_offer (HarkRequest *self,
                    HarkMessage *answer)
{
  Remains remains = { .future = NULL };
  gboolean is_taken;

  hark_lock (&self->lock);
  is_taken = self->future != NULL;
  if (is_taken && !g_ptr_array_find (self->answers, answer, NULL)) /* which may come by several buses */
    {
      is_taken = note_topic (self, answer);
      if (is_taken)
        g_ptr_array_add (self->answers, hark_message_ref (answer));
      if (is_taken && is_complete (self))
        remains = take_remains (self);
    }
  hark_unlock (&self->lock);
  if (remains.future != NULL)
    settle (self, remains, NULL);
  return is_taken;
}

/* On one of the topics. What answers something comes by itself. */
static gboolean
take_plain (HarkHandler  *handler,
            HarkMessage  *message,
            HarkTrail   **trail)
{
  HarkRequest *self = handler->data;

  return message->answered == NULL ? hark_request_offer (self, message) : message->answered == self;
}

/* --- who may answer --- */

void
hark_request_enter (HarkRequest *self)
{
  atomic_fetch_add (&self->n_holders, 1);
}

void
hark_request_take (HarkRequest *self)
{
  atomic_store (&self->is_taken, true);
}

void
hark_request_fail (HarkRequest  *self,
                   const GError *error)
{
  hark_lock (&self->lock);
  if (self->failure == NULL)
    self->failure = g_error_copy (error);
  hark_unlock (&self->lock);
}

void
hark_request_leave (HarkRequest *self)
{
  Remains remains = { .future = NULL };
  GError *error = NULL;

  if (atomic_fetch_sub (&self->n_holders, 1) != 1)
    return;

  hark_lock (&self->lock);
  if (self->future != NULL)
    {
      if (self->failure != NULL)
        error = g_steal_pointer (&self->failure);
      else if (!atomic_load (&self->is_taken))
        error = g_error_new (HARK_ERROR, HARK_ERROR_NOT_FOUND, "Nobody handles message %" G_GUINT64_FORMAT, self->id);
      if (error != NULL || (self->n_wanted == 0 && self->topics == NULL))
        remains = take_remains (self);
    }
  hark_unlock (&self->lock);
  if (remains.future != NULL)
    settle (self, remains, error);
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
  HarkFuture *future = hark_future_new (&answers_signature);

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
                                 .take = take_plain, .data = hark_request_ref (self), .destroy = forget };
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
                  guint              n_answers)
{
  HarkRequest *request;
  GError *error = NULL;
  HarkFuture *future;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (message != NULL, NULL);

  if (topics != NULL && !hark_topics_check (topics, hark_topic_check, &error))
    {
      future = hark_future_new (&answers_signature);
      hark_future_reject (future, error);
      return future;
    }

  request = request_new (hark_bus_get_router (self), message, topics, n_answers);
  future = offer_future (request);
  if (!publish (request, self, message, &error))
    give_up (request, error);
  hark_request_unref (request);
  return future;
}

GPtrArray *
hark_bus_finish_request (HarkFuture  *future,
                         GError     **error)
{
  gconstpointer values = NULL;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, &answers_signature, &values, error))
    return NULL;
  return g_ptr_array_ref (((const Answers *) values)->answers);
}

HarkMessage *
hark_bus_ask (HarkBus       *self,
              HarkMessage   *message,
              gint64         timeout,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GPtrArray) answers = NULL;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (message != NULL, NULL);

  future = hark_bus_request (self, message, NULL, 1);
  if (!hark_future_await (future, timeout, cancellable, error))
    return NULL;
  answers = hark_bus_finish_request (future, error);
  return answers != NULL ? hark_message_ref (g_ptr_array_index (answers, 0)) : NULL;
}

/* --- messages that are answers --- */

HarkMessage *
hark_message_new_answer (HarkMessage  *request,
                         const char   *topic,
                         GVariant     *payload,
                         GError      **error)
{
  const char *const topics[] = { topic, NULL };
  HarkMessage *self;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (topic != NULL, NULL);

  self = hark_message_new_full (topics, payload, (HarkMessagePriority) request->priority, 0, NULL, request->trace, error);
  if (self != NULL)
    {
      self->request_id = request->id;
      self->answered = hark_request_ref (atomic_load (&request->request));
    }
  return self;
}

guint64
hark_message_get_request_id (HarkMessage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->request_id;
}

HarkMessage *
hark_message_replace (HarkMessage *self,
                      HarkMessage *other)
{
  HarkRequest *request = atomic_load (&other->request), *none = NULL;
  HarkMessage *replaced = hark_message_dup_as_answer (self, other->answered);

  if (request != NULL && atomic_compare_exchange_strong (&replaced->request, &none, request))
    hark_request_ref (request);
  hark_message_unref (self);
  return replaced;
}

HarkMessage *
hark_message_dup_as_answer (HarkMessage *self,
                            HarkRequest *request)
{
  HarkMessage *copy;

  if (request == NULL || self->answered != NULL)
    return hark_message_ref (self);

  /* Somebody else may have it already. */
  copy = atomic_load (&self->refs) == 1
           ? hark_message_ref (self)
           : hark_message_new_full (self->topics.names, hark_message_get_payload (self), (HarkMessagePriority) self->priority,
                                    self->id, self->sender, self->trace, NULL);
  copy->request_id = request->id;
  copy->answered = hark_request_ref (request);
  return copy;
}
