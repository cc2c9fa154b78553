/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The calls that the broker gave this peer. One that is not answered outlives the connection that it
 * came by, and an answer is kept until the broker is known to have it, so that a session that
 * comes back can say what has become of all of them. Invariant: whatever was reported to the bus, and has an
 * answer that this broker may not have, is here. Called by the peer's protocol. */

#include "bridge/peer/peer-state-private.h"

#include <string.h>

#include "base/spare-private.h"
#include "wire/payload-private.h"

/* PINGs about answers are told by this from those of the bus, whose numbers are small. */
#define ABOUT_ANSWERS ((guint64) 1 << 63)

/* The broker is asked behind so many answers. */
#define ASK_EVERY 64

/* So many in one WORKING. */
#define WORKING_AT_ONCE 1024

/* Room in the output for answers that are sent once more. */
#define RESENT_MOST(self) ((self)->limits.output / 2)

G_STATIC_ASSERT (sizeof (HarkGivenCall) <= HARK_SPARE_CALL_SIZE);

static HarkGivenCall *
given_new (guint64 number)
{
  HarkGivenCall *self = hark_spare_alloc (HARK_SPARE_CALL, HARK_SPARE_CALL_SIZE);

  *self = (HarkGivenCall) { .number = number };
  self->place.data = self;
  return self;
}

static void
given_free (HarkGivenCall *self)
{
  g_free (self->large);
  hark_spare_free (HARK_SPARE_CALL, self);
}

/* Takes a copy, where there is none yet. */
static void
set_body (HarkGivenCall *self,
          HarkSpan       body)
{
  self->n_body = body.size;
  if (body.size > sizeof self->few)
    self->large = g_memdup2 (body.data, body.size);
  else if (body.size > 0)
    memcpy (self->few, body.data, body.size);
}

void
hark_given_init (HarkPeerProtocol *self)
{
  hark_number_table_init (&self->given);
  g_queue_init (&self->answered);
}

void
hark_given_clear (HarkPeerProtocol *self)
{
  HarkGivenCall *given;

  g_queue_init (&self->answered);
  for (guint at = 0; (given = hark_number_table_next (&self->given, &at, NULL)) != NULL;)
    given_free (given);
  hark_number_table_clear (&self->given);
}

gboolean
hark_given_take (HarkPeerProtocol  *self,
                 const HarkFrame   *frame,
                 guint64           *number,
                 GError           **error)
{
  guint64 own = self->given_before + frame->id;

  if (frame->id == 0 || own < frame->id || hark_number_table_find (&self->given, own) != NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "a call of number %" G_GUINT64_FORMAT ", which it cannot have", frame->id);
      return FALSE;
    }
  *number = own;
  self->last_given = MAX (self->last_given, own);
  hark_number_table_insert (&self->given, own, given_new (own));
  return TRUE;
}

gboolean
hark_given_cancel (HarkPeerProtocol  *self,
                   const HarkFrame   *frame,
                   GError           **error)
{
  guint64 number = self->given_before + frame->id;
  HarkGivenCall *given = hark_number_table_find (&self->given, number);

  if (given != NULL && !given->is_answered)
    self->reports.cancelled (self->report_to, number);
  return TRUE;
}

/* --- Answers --- */

static void
ask (HarkPeerProtocol *self)
{
  self->n_unasked = 0;
  self->ask_due = 0;
  self->last_asked += 1;
  hark_peer_protocol_send (self, HARK_MESSAGE_PING, 0, ABOUT_ANSWERS | self->last_asked, 0, NULL);
}

static void
send_answer (HarkPeerProtocol *self,
             HarkGivenCall    *given)
{
  HarkFrame frame = { .kind = HARK_MESSAGE_ANSWER, .flags = given->flags, .id = given->number - self->given_before };

  if (!self->is_connected)
    return;
  frame.body = given->large != NULL ? given->large : given->few;
  frame.n_body = given->n_body;
  hark_byte_stream_send (&self->stream, &frame);
  given->settled_by = self->last_asked + 1;
  if (++self->n_unasked == ASK_EVERY)
    ask (self);
}

static void
set_error (HarkGivenCall *given,
           const GError  *error,
           gboolean       was_run)
{
  g_autoptr(GBytes) body = hark_payload_serialise (hark_error_to_variant (error));

  g_clear_pointer (&given->large, g_free);
  given->flags = (guint8) (HARK_ANSWER_FAILED | (was_run ? 0 : HARK_ANSWER_NOT_RUN));
  set_body (given, hark_span_of (body));
}

static void
set_result (HarkPeerProtocol *self,
            HarkGivenCall    *given,
            HarkSpan          payload)
{
  gsize size = HARK_LIMIT_FRAME_HEADER + payload.size;
  g_autoptr(GError) limit = NULL;

  if (size <= self->max_frame)
    {
      set_body (given, payload);
      return;
    }
  limit = g_error_new (HARK_ERROR, HARK_ERROR_LIMIT,
                       "'the answer' came to %" G_GSIZE_FORMAT " bytes, where %" G_GSIZE_FORMAT " is the limit",
                       size, self->max_frame);
  set_error (given, limit, TRUE);
}

void
hark_given_answer (HarkPeerProtocol *self,
                   guint64           number,
                   HarkSpan          payload,
                   const GError     *error,
                   gboolean          was_run)
{
  HarkGivenCall *given = hark_number_table_find (&self->given, number);

  /* It was another broker's. */
  if (given == NULL || given->is_answered)
    return;
  given->is_answered = TRUE;
  if (error != NULL)
    set_error (given, error, was_run);
  else
    set_result (self, given, payload);
  g_queue_push_tail_link (&self->answered, &given->place);
  send_answer (self, given);
}

gboolean
hark_given_pong (HarkPeerProtocol *self,
                 guint64           number)
{
  HarkGivenCall *given;

  if ((number & ABOUT_ANSWERS) == 0)
    return FALSE;
  number &= ~ABOUT_ANSWERS;
  while ((given = g_queue_peek_head (&self->answered)) != NULL && given->settled_by != 0 && given->settled_by <= number)
    {
      g_queue_unlink (&self->answered, &given->place);
      hark_number_table_remove (&self->given, given->number);
      given_free (given);
    }
  return TRUE;
}

/* --- From one connection to the next --- */

void
hark_given_meet (HarkPeerProtocol *self,
                 guint64           broker)
{
  /* Another one knows nothing of these calls, and who made them has been told so. */
  if (self->broker != broker || broker == 0 || self->session == 0)
    {
      hark_given_clear (self);
      self->given_before = self->last_given;
      self->n_unasked = 0;
    }
  self->broker = broker;
}

/* So much that the output has room for it. */
static void
send_again (HarkPeerProtocol *self,
            HarkGivenCall    *given,
            gsize            *n_sent)
{
  *n_sent += HARK_LIMIT_FRAME_HEADER + given->n_body;
  if (*n_sent > RESENT_MOST (self) && (given->flags & HARK_ANSWER_FAILED) == 0)
    {
      g_autoptr(GError) limit = g_error_new_literal (HARK_ERROR, HARK_ERROR_LIMIT,
                                                     "the answer was kept while there was no connection, and is too large");

      set_error (given, limit, TRUE);
    }
  send_answer (self, given);
}

void
hark_given_renew (HarkPeerProtocol *self)
{
  g_autoptr(GArray) numbers = NULL;
  GVariantBuilder builder;
  gsize n_sent = 0;
  GList *link;

  if (self->broker == 0 || self->session == 0)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (HARK_WORKING_TYPE));
  numbers = hark_number_table_sort (&self->given);
  for (guint i = 0; i < numbers->len; i++)
    {
      g_variant_builder_add (&builder, "t", g_array_index (numbers, guint64, i) - self->given_before);
      if ((i + 1) % WORKING_AT_ONCE == 0)
        {
          hark_peer_protocol_send (self, HARK_MESSAGE_WORKING, HARK_WORKING_MORE, 0, 0, g_variant_builder_end (&builder));
          g_variant_builder_init (&builder, G_VARIANT_TYPE (HARK_WORKING_TYPE));
        }
    }
  hark_peer_protocol_send (self, HARK_MESSAGE_WORKING, 0, 0, 0, g_variant_builder_end (&builder));
  self->n_unasked = 0;
  for (link = self->answered.head; link != NULL; link = link->next)
    send_again (self, link->data, &n_sent);
}

gint64
hark_given_tick (HarkPeerProtocol *self,
                 gint64            now)
{
  if (self->n_unasked == 0 || !self->is_connected)
    return G_MAXINT64;
  if (self->ask_due == 0)
    self->ask_due = now + self->limits.mark_time;
  if (self->ask_due > now)
    return self->ask_due;
  ask (self);
  return G_MAXINT64;
}
