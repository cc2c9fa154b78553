/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer's protocol whose broker sends what the input says, after a hello. The peer exports, listens
 * and has called. Each piece is a byte that says how many eights of bytes come, or one of
 * what happens beside that; see below. What is left must be able to go. */

#include "target.h"

#include "../unit/bridge/maker-private.h"
#include "bridge/peer/peer-protocol-private.h"
#include "wire/payload-private.h"

#include <hark/error.h>
#include <string.h>

enum
{
  CUT       = 0,     /* the connection is cut, and there is a new one */
  PUBLISH   = 0xf0,
  ANSWER    = 0xf1,
  CALL      = 0xf2,
  FLUSH     = 0xf3,
  SUBSCRIBE = 0xf4,  /* or the opposite, by turns */
  EXPORT    = 0xf5,  /* the same */
  TIME      = 0xf6,
};

typedef struct
{
  HarkPeerProtocol *peer;
  HarkLink         *link;
  gboolean          is_lost;
  gboolean          is_exported;
  gboolean          is_subscribed;
  gboolean          is_heard;
  guint64           last_number;
  guint64           exported;
  guint64           subscribed;
  guint64           last_call;
  gint64            now;
} Play;

/* --- What the bus is told --- */

static void on_number (gpointer user, guint64 number) { }
static void on_warned (gpointer user, const GError *error) { g_assert_nonnull (error); }

static void
on_refused (gpointer      user,
            guint64       number,
            const GError *error)
{
  Play *self = user;

  g_assert_nonnull (error);
  if (number == self->exported)
    self->is_exported = self->is_heard = FALSE;
  if (number == self->subscribed)
    self->is_subscribed = FALSE;
}

static void
on_heard (gpointer             user,
          guint64              number,
          const HarkEventInfo *event,
          gboolean             is_heard)
{
  Play *self = user;

  g_assert_cmpuint (number, ==, self->exported);
  self->is_heard = is_heard;
}

static void
on_event (gpointer       user,
          const guint64 *numbers,
          guint          n_numbers,
          const char    *type,
          HarkSpan       payload,
          GBytes        *whole)
{
  g_assert_cmpuint (n_numbers, >, 0);
  g_assert_true (g_variant_type_string_is_valid (type));
}

/* One after the other. */
static void
on_run (gpointer        user,
        guint64         number,
        const char     *type,
        const HarkSpan *payloads,
        guint           n_payloads,
        GBytes         *whole)
{
  g_assert_true (whole == NULL || n_payloads == 1);
  for (guint i = 0; i < n_payloads; i++)
    on_event (user, &number, 1, type, payloads[i], whole);
}

static void
on_watched (gpointer           user,
            const HarkWatched *watched,
            HarkSpan           payload,
            GBytes            *whole)
{
  g_assert_true (g_variant_type_string_is_valid (watched->type));
}

static void
on_called (gpointer            user,
           guint64             call,
           guint64             number,
           const HarkSlotInfo *slot,
           gboolean            is_redelivered,
           const char         *type,
           gint64              time_left,
           HarkSpan            payload)
{
  Play *self = user;

  g_assert_true (g_variant_type_string_is_valid (type));
  g_assert_cmpint (time_left, >=, 0);
  self->last_call = call;
}

static void
on_cancelled (gpointer user,
              guint64  call)
{
  g_autoptr(GError) error = g_error_new_literal (HARK_ERROR, HARK_ERROR_CANCELLED, "cancelled");
  Play *self = user;

  self->link->funcs->answer (self->link, call, HARK_SPAN_NONE, error, TRUE);
}

static void
on_answered (gpointer      user,
             guint64       number,
             HarkSpan      payload,
             const GError *error)
{
}

static void
on_flow (gpointer user,
         guint64  number,
         HarkFlow flow)
{
}

static const HarkLinkReports reports =
{
  .exported = on_number,
  .subscribed = on_number,
  .refused = on_refused,
  .warned = on_warned,
  .heard = on_heard,
  .event = on_event,
  .run = on_run,
  .watched = on_watched,
  .called = on_called,
  .cancelled = on_cancelled,
  .answered = on_answered,
  .flushed = on_number,
  .flow = on_flow,
};

/* --- What its owner is told --- */

static void
on_wake (gpointer user)
{
  Play *self = user;
  HarkByteStream *stream;
  g_autoptr(GByteArray) output = NULL;

  /* It begins to speak while it is made. */
  if (self->peer == NULL)
    return;
  stream = hark_peer_protocol_get_stream (self->peer);
  output = g_byte_array_new ();
  hark_byte_stream_take (stream, output);
}

static void
on_connected (gpointer    user,
              const char *broker)
{
}

static void
on_lost (gpointer      user,
         const GError *reason)
{
  g_assert_nonnull (reason);
  ((Play *) user)->is_lost = TRUE;
}

static void
on_gap (gpointer       user,
        const HarkGap *gap)
{
  g_assert_cmpuint (gap->n_lost, >, 0);
}

/* --- What happens --- */

static void
say_hello (Play *self)
{
  g_autoptr(GByteArray) hello = g_byte_array_new ();
  HarkByteStream stream;

  hark_byte_stream_init (&stream, &hark_limits_default, NULL, NULL);
  hark_byte_stream_send_hello (&stream, 0, HARK_LIMIT_FRAME, "the-broker");
  hark_byte_stream_take (&stream, hello);
  hark_peer_protocol_feed (self->peer, hello->data, hello->len);
  hark_byte_stream_clear (&stream);
}

static void
come_back (Play *self)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "it was cut");

  if (!self->is_lost)
    hark_peer_protocol_close (self->peer, reason);
  self->is_lost = FALSE;
  hark_peer_protocol_resume (self->peer);
  say_hello (self);
}

static void
publish (Play *self)
{
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(st)", "chair", ++self->last_number));

  if (self->is_exported && self->is_heard)
    self->link->funcs->publish (self->link, self->exported, &maker_made, hark_span_of (payload), payload, NULL);
}

static void
call (Play *self)
{
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(tt)", (guint64) 41, (guint64) 1));

  self->link->funcs->call (self->link, ++self->last_number, &newer_maker_count, "line-2", HARK_FOREVER, hark_span_of (payload), NULL);
}

static void
answer (Play *self)
{
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(t)", (guint64) 42));

  self->link->funcs->answer (self->link, self->last_call, hark_span_of (payload), NULL, TRUE);
}

static void
subscribe (Play *self)
{
  if (self->is_subscribed)
    self->link->funcs->unsubscribe (self->link, self->subscribed);
  else
    self->link->funcs->subscribe (self->link, self->subscribed = ++self->last_number, &newer_maker_made, HARK_NAME_ALL,
                                  HARK_DELIVERY_BLOCK);
  self->is_subscribed = !self->is_subscribed;
}

static void
export_or_not (Play *self)
{
  self->is_heard = FALSE;
  if (self->is_exported)
    self->link->funcs->unexport (self->link, self->exported);
  else
    self->link->funcs->export_object (self->link, self->exported = ++self->last_number, &maker_info, "line-1", FALSE);
  self->is_exported = !self->is_exported;
}

static void
act (Play    *self,
     uint8_t  what)
{
  switch (what)
    {
    case CUT:
      come_back (self);
      break;
    case PUBLISH:
      publish (self);
      break;
    case ANSWER:
      answer (self);
      break;
    case CALL:
      call (self);
      break;
    case FLUSH:
      self->link->funcs->flush (self->link, ++self->last_number);
      break;
    case SUBSCRIBE:
      subscribe (self);
      break;
    case EXPORT:
      export_or_not (self);
      break;
    default:
      self->now += 2 * G_USEC_PER_SEC;
      hark_peer_protocol_tick (self->peer, self->now);
      break;
    }
}

static void
begin (Play *self)
{
  static const HarkPeerProtocolFuncs funcs = { on_wake, on_connected, on_lost, on_gap };
  HarkLimits limits = hark_limits_default;

  limits.retained = 1000;
  limits.catch_up = 100;
  limits.topics = 16;
  self->peer = hark_peer_protocol_new (&limits, "peer", &funcs, self, &reports, self);
  hark_peer_protocol_set_session (self->peer, 1);
  self->link = hark_peer_protocol_get_link (self->peer);
  say_hello (self);
  self->link->funcs->watch (self->link, ++self->last_number, "Test.Maker/**");
  subscribe (self);
  export_or_not (self);
  call (self);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  Play play = { .now = 1 };

  begin (&play);
  while (size > 0)
    {
      uint8_t what = data[0];
      size_t piece = what < PUBLISH ? MIN ((size_t) what * 8, size - 1) : 0;

      if (what == CUT || what >= PUBLISH)
        act (&play, what);
      else if (!play.is_lost)
        hark_peer_protocol_feed (play.peer, data + 1, piece);
      data += 1 + piece;
      size -= 1 + piece;
    }
  hark_peer_protocol_free (play.peer);
  return 0;
}
