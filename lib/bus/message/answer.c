/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Messages that answer others: each leads to the request that the other was used for, if it was for one, so that an
 * answer finds its way from wherever it is published. */

#include "bus/message/request-state-private.h"

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
