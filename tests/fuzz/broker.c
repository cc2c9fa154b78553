/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A broker's protocol that is fed by bytes: two sessions send what the input
 * says, after a hello. Each piece is a byte whose lowest bit is the session
 * and whose others are its length in eights; or what happens to it: nothing to send is a
 * connection that is cut and comes back, and the largest lengths stop and start
 * reading, and let time go by. What is left must be able to go. */

#include "target.h"

#include "bridge/router/broker-protocol-private.h"

#include <hark/error.h>
#include <string.h>

enum
{
  CUT  = 0,
  STOP = 126,
  TIME = 127,
};

typedef struct
{
  HarkBrokerProtocol *broker;
  guint               connections[2];
  gboolean            is_stuck[2];
  gint64              now;
} Play;

static void
read_all (Play *self,
          guint connection)
{
  HarkByteStream *stream = hark_broker_protocol_get_stream (self->broker, connection);
  g_autoptr(GByteArray) output = NULL;

  if (stream == NULL)
    return;
  output = g_byte_array_new ();
  hark_byte_stream_take (stream, output);
}

static void
on_wake (gpointer user,
         guint    connection)
{
  Play *self = user;
  guint i;

  for (i = 0; i < 2; i++)
    if (connection == self->connections[i] && self->is_stuck[i])
      return;
  read_all (self, connection);
}

static void
on_joined (gpointer    user,
           guint       connection,
           const char *name)
{
}

static void
on_closed (gpointer      user,
           guint         connection,
           const char   *name,
           const GError *reason)
{
  g_assert_nonnull (reason);
}

static gint64
get_time (gpointer user)
{
  return ((Play *) user)->now;
}

static void
join (Play *self,
      guint who)
{
  g_autoptr(GByteArray) hello = g_byte_array_new ();
  HarkByteStream stream;

  self->is_stuck[who] = FALSE;
  self->connections[who] = hark_broker_protocol_open (self->broker, self->now);
  hark_byte_stream_init (&stream, &hark_limits_default, NULL, NULL);
  hark_byte_stream_send_hello (&stream, 1 + who, HARK_LIMIT_FRAME, "somebody");
  hark_byte_stream_take (&stream, hello);
  hark_broker_protocol_feed (self->broker, self->connections[who], hello->data, hello->len);
  hark_byte_stream_clear (&stream);
}

static void
come_back (Play *self,
           guint who)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "it was cut");

  hark_broker_protocol_close (self->broker, self->connections[who], reason);
  join (self, who);
}

static void
act (Play *self,
     guint who,
     guint what)
{
  if (what == CUT)
    come_back (self, who);
  else if (what == TIME)
    {
      self->now += 20 * G_USEC_PER_SEC;
      hark_broker_protocol_tick (self->broker, self->now);
    }
  else
    {
      self->is_stuck[who] = !self->is_stuck[who];
      if (!self->is_stuck[who])
        read_all (self, self->connections[who]);
    }
}

/* Small enough to be met. */
static HarkLimits
limits (void)
{
  HarkLimits set = hark_limits_default;

  set.output = 64 << 10;
  set.backlog = 256;
  set.waiting = 512;
  set.share = 64;
  set.window = 2;
  set.group_calls = 2;
  set.exports = set.subscriptions = set.calls = 8;
  set.topics = 32;
  return set;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const HarkBrokerProtocolFuncs funcs = { on_wake, on_joined, on_closed, NULL, NULL, get_time };
  const HarkLimits set = limits ();
  Play play = { .now = 0 };

  play.broker = hark_broker_protocol_new (&set, "broker", &funcs, &play);
  hark_broker_protocol_set_session (play.broker, 3);
  join (&play, 0);
  join (&play, 1);
  while (size > 0)
    {
      guint who = data[0] & 1;
      guint what = data[0] >> 1;
      size_t piece = what < STOP ? MIN ((size_t) what * 8, size - 1) : 0;

      if (piece > 0)
        hark_broker_protocol_feed (play.broker, play.connections[who], data + 1, piece);
      else
        act (&play, who, what);
      data += 1 + piece;
      size -= 1 + piece;
    }
  hark_broker_protocol_free (play.broker);
  return 0;
}
