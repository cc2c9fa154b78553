/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Messages: what goes over a bus. Each has topics, by which handlers find it, and a
 * payload: a variant, or the arguments of an event. hark/handler.h publishes and
 * handles them. */

#include <hark/types.h>

G_BEGIN_DECLS

typedef struct _HarkMessage HarkMessage;

#define HARK_TYPE_MESSAGE (hark_message_get_type ())

HARK_API GType hark_message_get_type (void);

/**
 * HarkMessagePriority:
 * @HARK_MESSAGE_URGENT: on a handler's loop, before what is not urgent
 * @HARK_MESSAGE_NORMAL: in line with everything else there
 * @HARK_MESSAGE_IDLE: behind what is not idle
 *
 * As %HARK_CONNECT_URGENT and %HARK_CONNECT_IDLE: messages of one priority keep their
 * order, and of any sixteen calls that a loop runs one is of each that has some waiting.
 */
typedef enum
{
  HARK_MESSAGE_URGENT,
  HARK_MESSAGE_NORMAL,
  HARK_MESSAGE_IDLE,
} HarkMessagePriority;

/**
 * hark_message_new:
 * @topic: what it is about: UTF-8 without spaces, control characters and `*`, of up
 *   to 1023 bytes; words are told apart by `/`
 * @payload: (nullable): what it carries; a floating one is consumed, on failure too
 * @error: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT: what cannot be a topic
 *
 * A message of normal priority with the next id.
 *
 * Returns: (transfer full): the message, which never changes. Thread: any.
 */
HARK_API HarkMessage *hark_message_new (const char  *topic,
                                        GVariant    *payload,
                                        GError     **error);

/**
 * hark_message_new_full:
 * @topics: (array zero-terminated=1): one topic or more, up to 64
 * @payload: (nullable): what it carries; a floating one is consumed, on failure too
 * @priority: how urgent it is to those who handle it
 * @id: a number of your own; 0: the next one of this process, of which each thread takes
 *   some at a time; or hark_message_random_id()
 * @sender: (nullable): who it is from, for people
 * @trace: (nullable): what it belongs to; answers have the same
 * @error: as hark_message_new()
 *
 * Returns: (transfer full): the message, which never changes. Thread: any.
 */
HARK_API HarkMessage *hark_message_new_full (const char *const    *topics,
                                             GVariant             *payload,
                                             HarkMessagePriority   priority,
                                             guint64               id,
                                             const char           *sender,
                                             const char           *trace,
                                             GError              **error);

/**
 * hark_message_random_id:
 *
 * Returns: a number that nobody else has, for hark_message_new_full(); never 0.
 *   Thread: any.
 */
HARK_API guint64      hark_message_random_id (void);

HARK_API HarkMessage *hark_message_ref   (HarkMessage *self);
HARK_API void         hark_message_unref (HarkMessage *self);

/**
 * hark_message_get_topics:
 *
 * Returns: (transfer none) (array zero-terminated=1): all of them. Thread: any, here
 *   and below.
 */
HARK_API const char *const *hark_message_get_topics   (HarkMessage *self);

/**
 * hark_message_get_topic:
 *
 * Returns: the first of its topics
 */
HARK_API const char        *hark_message_get_topic    (HarkMessage *self);

/**
 * hark_message_get_payload:
 *
 * Returns: (transfer none) (nullable): what it carries; the arguments of an event are
 *   a tuple. %NULL also if they hold a string that is not UTF-8
 */
HARK_API GVariant          *hark_message_get_payload  (HarkMessage *self);

HARK_API guint64            hark_message_get_id       (HarkMessage *self);
HARK_API HarkMessagePriority hark_message_get_priority (HarkMessage *self);

/**
 * hark_message_get_sender:
 *
 * Returns: (nullable): who it is from; of an event, the class of the object
 */
HARK_API const char        *hark_message_get_sender   (HarkMessage *self);

/**
 * hark_message_get_trace:
 *
 * Returns: (nullable): what it belongs to
 */
HARK_API const char        *hark_message_get_trace    (HarkMessage *self);

/**
 * hark_message_dup_current:
 *
 * Returns: (transfer full) (nullable): the message that the calling slot or function
 *   handles; %NULL outside of a handler
 */
HARK_API HarkMessage       *hark_message_dup_current  (void);

/**
 * hark_message_finish:
 * @future: brings a message: see hark_message_queue_next()
 * @error: the future's own; %HARK_ERROR_FAILED while it is pending
 *
 * Returns: (transfer full) (nullable): the message. Thread: any.
 */
HARK_API HarkMessage       *hark_message_finish       (HarkFuture  *future,
                                                       GError     **error);

#ifndef __GI_SCANNER__

HARK_API gpointer hark_message_dup_values (HarkMessage          *self,
                                           const HarkEventInfo  *event,
                                           GError              **error);

/**
 * HARK_MESSAGE_DUP:
 * @message: a message
 * @event: `<class>_<event>`, which has arguments
 * @error: %HARK_ERROR_MISMATCH: it carries something else
 *
 * Returns: (transfer full) (nullable) (type gpointer): what it carries, as
 *   `<class>_finish_<event>()` gives it. Thread: any.
 */
#define HARK_MESSAGE_DUP(message, event, error)                               \
  (hark_message_dup_values ((message), &event##__source, (error)))

#endif

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkMessage, hark_message_unref)

G_END_DECLS
