/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A broker's protocol that is fed by bytes: two connections send what the input
 * says, after a hello. Each piece is a byte whose lowest bit is the connection
 * and whose others are its length in eights. What is left must be able to go. */

#include "target.h"

#include "bridge/router/broker-protocol-private.h"

#include <string.h>

static void
on_wake (gpointer user,
         guint    connection)
{
  HarkByteStream *stream = hark_broker_protocol_get_stream (*(HarkBrokerProtocol **) user, connection);
  g_autoptr(GByteArray) output = NULL;

  if (stream == NULL)
    return;
  output = hark_byte_stream_take_output (stream);
  hark_byte_stream_written (stream, output->len);
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

static guint
join (HarkBrokerProtocol *broker)
{
  guint connection = hark_broker_protocol_open (broker, 0);
  HarkByteStream stream;

  hark_byte_stream_init (&stream, &hark_limits_default, NULL, NULL);
  hark_byte_stream_send_hello (&stream, 0, HARK_LIMIT_FRAME, "somebody");
  hark_broker_protocol_feed (broker, connection, stream.output->data, stream.output->len);
  hark_byte_stream_clear (&stream);
  return connection;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const HarkBrokerProtocolFuncs funcs = { on_wake, on_joined, on_closed, NULL };
  HarkBrokerProtocol *broker = NULL;
  guint connections[2];

  broker = hark_broker_protocol_new (&hark_limits_default, "broker", &funcs, &broker);
  connections[0] = join (broker);
  connections[1] = join (broker);
  while (size > 0)
    {
      guint who = data[0] & 1;
      size_t piece = MIN ((size_t) (data[0] >> 1) * 8, size - 1);

      hark_broker_protocol_feed (broker, connections[who], data + 1, piece);
      data += 1 + piece;
      size -= 1 + piece;
    }
  hark_broker_protocol_free (broker);
  return 0;
}
