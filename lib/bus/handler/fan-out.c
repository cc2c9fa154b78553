/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handlers that are so common that nobody should have to write them: one that publishes what it gets on other topics,
 * and one that does nothing. */

#include "bus/handler/handler-private.h"
#include "bus/message/request-private.h"
#include "bus/state-private.h"

/* Queued, so that two of these that feed each other take turns, and no stack. */
static HarkMessage *
spread (HarkMessage  *message,
        gpointer      context,
        gpointer      data,
        GError      **error)
{
  const HarkTopics *to = data;

  return hark_message_new_full (to->names, hark_message_get_payload (message), hark_message_get_priority (message), 0,
                                message->sender, message->trace, error);
}

static gboolean
has_one_of (const char *const *topics,
            const char *const *others)
{
  for (; *topics != NULL; topics++)
    if (g_strv_contains (others, *topics))
      return TRUE;
  return FALSE;
}

HarkConnection *
hark_bus_fan_out (HarkBus            *self,
                  const char *const  *topics,
                  const char         *name,
                  const char *const  *to,
                  GError            **error)
{
  HarkHandlerPlan plan = { .kind = HARK_HANDLER_FUNC, .topics = topics, .name = name, .noun = "fan-out",
                           .func = spread, .destroy = g_free };

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (topics != NULL && to != NULL, NULL);

  if (!hark_topics_check (to, hark_topic_check, error))
    return NULL;
  if (has_one_of (to, topics))
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_INVALID,
                           "A topic fans out to itself, which would never end: give it other topics");
      return NULL;
    }
  plan.data = hark_topics_new (to);
  return hark_handler_new (self, self, &plan, error);
}

static gboolean
take (HarkHandler  *handler,
      HarkMessage  *message,
      HarkTrail   **trail)
{
  hark_message_note_taken (message);
  return TRUE;
}

HarkConnection *
hark_bus_discard (HarkBus            *self,
                  const char *const  *topics,
                  const char         *name,
                  GError            **error)
{
  const HarkHandlerPlan plan = { .kind = HARK_HANDLER_INLINE, .topics = topics, .name = name, .noun = "discard",
                                 .take = take };

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);

  return hark_handler_new (self, self, &plan, error);
}
