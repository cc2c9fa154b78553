/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Who waits for the answers to a message. The message leads to it, and so do the answers. It knows
 * who may still give one: everything that holds the message in order to handle it. */

#include <hark/request.h>

#include "bus/handler/handler-private.h"
#include "bus/message/message-private.h"

/* What its future brings, for hark_bus_finish_request(). */
typedef struct
{
  GPtrArray *messages;     /* a reference */
  gboolean   is_complete;  /* no more were waited for */
} HarkAnswers;

extern const HarkSignature hark_answers_signature;

/* (nullable) of messages that nobody has asked about; here and below. Thread: any. */
HarkRequest *hark_request_ref   (HarkRequest *self);
void         hark_request_unref (HarkRequest *self);

/* Somebody may answer, who has it; until he has ended. */
void         hark_request_enter (HarkRequest  *self);
void         hark_request_leave (HarkRequest  *self);

/* A handler has taken it. */
void         hark_request_take  (HarkRequest  *self);
/* A handler has failed with it. */
void         hark_request_fail  (HarkRequest  *self,
                                 const GError *error);

/* %FALSE: it is no answer to this, or comes too late. */
gboolean     hark_request_offer (HarkRequest  *self,
                                 HarkMessage  *answer);

/* A reference to @message for who is to handle it, and its end. */
static inline HarkMessage *
hark_message_hold (HarkMessage *message)
{
  HarkRequest *request = atomic_load_explicit (&message->request, memory_order_relaxed);

  if (G_UNLIKELY (request != NULL))
    hark_request_enter (request);
  return hark_message_ref (message);
}

/* A handler has taken it. */
static inline void
hark_message_note_taken (HarkMessage *message)
{
  HarkRequest *request = atomic_load_explicit (&message->request, memory_order_relaxed);

  if (G_UNLIKELY (request != NULL))
    hark_request_take (request);
}

static inline void
hark_message_let_go (HarkMessage *message)
{
  HarkRequest *request = atomic_load_explicit (&message->request, memory_order_relaxed);

  if (G_UNLIKELY (request != NULL))
    hark_request_leave (request);
  hark_message_unref_n (message, 1);
}
