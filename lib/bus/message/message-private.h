/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdatomic.h>

#include <hark/gen.h>
#include <hark/message.h>

#include "bus/topic/topic-private.h"

/* See request-private.h. */
typedef struct _HarkRequest HarkRequest;

/* What a program has published, or an event brought; immutable but for what is made
 * when first asked for. */
struct _HarkMessage
{
  atomic_uint           refs;       /* any thread */
  guint8                priority;   /* fixed at birth, as all below: HarkMessagePriority */
  guint64               id;
  guint64               request_id;  /* of the message that it answers; 0: none */
  HarkRequest          *answered;    /* a reference; NULL: none, or nobody waits for an answer */
  const char           *sender;     /* in the block, or static */
  const char           *trace;      /* in the block */
  HarkTopics            topics;     /* in the block */
  const HarkSignature  *signature;  /* of an event's arguments; NULL: none */
  gconstpointer         values;     /* these, packed, in the block; without a signature the words that
                                     * describe the payload, in the block, or NULL */
  _Atomic (HarkRequest *) request;  /* a reference; any thread sets it once: who waits for answers to it */
  _Atomic (GVariant *)  payload;    /* any thread; of an event's made when first asked for */
  _Atomic (gpointer)    converted;  /* any thread: values made of the payload for a slot */
};

/* What @event of somebody brings as a message. @topics_size: as hark_topics_measure() says. @values: as in hark_seat_emit(). Thread:
 * any. */
HarkMessage  *hark_message_new_for_event (const HarkTopics     *topics,
                                          gsize                 topics_size,
                                          const HarkEventInfo  *event,
                                          gconstpointer         values);

/* Gives @n references back at once. Thread: any. */
void          hark_message_unref_n       (HarkMessage          *self,
                                          guint                 n);

/* (transfer full): of an event elsewhere; @text: its signature. Fails: as hark_message_new(). */
HarkMessage  *hark_message_new_described (const char           *topic,
                                          GVariant             *payload,
                                          const char           *sender,
                                          const char           *text,
                                          GError              **error);

/* Whether it carries what @what, for people, takes. Fails: %HARK_ERROR_MISMATCH. Thread: any. */
gboolean      hark_message_check         (HarkMessage          *self,
                                          const HarkSignature  *signature,
                                          const char           *what,
                                          GError              **error);

/* What it carries as arguments that @what, for people, takes. Valid as long as the message,
 * or until @owned (nullable) is freed with hark_values_unref(). Returns: (nullable): %NULL
 * without an error if there are none. Fails: %HARK_ERROR_MISMATCH. Thread: any. */
gconstpointer hark_message_get_values    (HarkMessage          *self,
                                          const HarkSignature  *signature,
                                          const char           *what,
                                          gpointer             *owned,
                                          GError              **error);

/* (transfer full): @self, or a copy of it, as an answer to @request (nullable), unless it is one already.
 * Thread: any. */
HarkMessage  *hark_message_dup_as_answer (HarkMessage         *self,
                                          HarkRequest         *request);

/* @self goes on in the place of @other, for who waits for answers. @self: (transfer full). Thread: any. */
HarkMessage  *hark_message_replace       (HarkMessage         *self,
                                          HarkMessage         *other);

/* Of a struct with a pointer to a message, of which a future that brings one has a reference. */
extern const HarkSignature hark_message_signature;

/* Whether two signatures are one. */
static inline gboolean
hark_signature_is_same (const HarkSignature *a,
                        const HarkSignature *b)
{
  return a == b || (a->fingerprint == b->fingerprint && g_str_equal (a->name, b->name));
}
