/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The calls that the broker gave this peer. One that is not answered outlives the connection that it
 * came by, and an answer is kept until the broker is known to have it, so that a session that
 * comes back can say what has become of all of them. Invariant: whatever was reported to the bus, and has an
 * answer that this broker may not have, is here. Called by the peer's protocol. */

#include "bridge/peer/peer-state-private.h"

#include "wire/payload-private.h"

/* PINGs about answers are told by this from those of the bus, whose numbers are small. */
#define ABOUT_ANSWERS ((guint64) 1 << 63)

/* The broker is asked behind so many answers. */
#define ASK_EVERY 64

/* So many in one WORKING. */
#define WORKING_AT_ONCE 1024

/* Room in the output for answers that are sent once more. */
#define RESENT_MOST(self) ((self)->limits.output / 2)

static void
given_free (gpointer data)
{
  HarkGivenCall *self = data;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

void
hark_given_init (HarkPeerProtocol *self)
{
  self->given = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, given_free);
  g_queue_init (&self->answered);
}

void
hark_given_clear (HarkPeerProtocol *self)
{
  g_queue_clear (&self->answered);
  g_hash_table_unref (self->given);
}

gboolean
hark_given_take (HarkPeerProtocol  *self,
                 const HarkFrame   *frame,
                 guint64           *number,
                 GError           **error)
{
  HarkGivenCall *given;
  guint64 own = self->given_before + frame->id;

  if (frame->id == 0 || own < frame->id || g_hash_table_contains (self->given, &own))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "a call of number %" G_GUINT64_FORMAT ", which it cannot have", frame->id);
      return FALSE;
    }
  given = g_new0 (HarkGivenCall, 1);
  *number = given->number = own;
  self->last_given = MAX (self->last_given, own);
  g_hash_table_insert (self->given, &given->number, given);
  return TRUE;
}

gboolean
hark_given_cancel (HarkPeerProtocol  *self,
                   const HarkFrame   *frame,
                   GError           **error)
{
  guint64 number = self->given_before + frame->id;
  HarkGivenCall *given = g_hash_table_lookup (self->given, &number);

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
  if (given->body != NULL)
    frame.body = g_bytes_get_data (given->body, &frame.n_body);
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
  g_clear_pointer (&given->body, g_bytes_unref);
  given->flags = (guint8) (HARK_ANSWER_FAILED | (was_run ? 0 : HARK_ANSWER_NOT_RUN));
  given->body = hark_payload_serialise (hark_error_to_variant (error));
}

static void
set_result (HarkPeerProtocol *self,
            HarkGivenCall    *given,
            GBytes           *payload)
{
  gsize size = HARK_LIMIT_FRAME_HEADER + (payload != NULL ? g_bytes_get_size (payload) : 0);
  g_autoptr(GError) limit = NULL;

  if (size <= self->max_frame)
    {
      given->body = payload != NULL ? g_bytes_ref (payload) : NULL;
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
                   GBytes           *payload,
                   const GError     *error,
                   gboolean          was_run)
{
  HarkGivenCall *given = g_hash_table_lookup (self->given, &number);

  /* It was another broker's. */
  if (given == NULL || given->is_answered)
    return;
  given->is_answered = TRUE;
  if (error != NULL)
    set_error (given, error, was_run);
  else
    set_result (self, given, payload);
  g_queue_push_tail (&self->answered, given);
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
      g_queue_pop_head (&self->answered);
      g_hash_table_remove (self->given, &given->number);
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
      g_queue_clear (&self->answered);
      g_hash_table_remove_all (self->given);
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
  *n_sent += HARK_LIMIT_FRAME_HEADER + (given->body != NULL ? g_bytes_get_size (given->body) : 0);
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
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer value;
  gsize n_sent = 0;
  guint n = 0;
  GList *link;

  if (self->broker == 0 || self->session == 0)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (HARK_WORKING_TYPE));
  g_hash_table_iter_init (&iter, self->given);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_variant_builder_add (&builder, "t", ((HarkGivenCall *) value)->number - self->given_before);
      if (++n % WORKING_AT_ONCE == 0)
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
