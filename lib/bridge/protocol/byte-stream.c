/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The bytes of one connection, in both directions, and the HELLO that both ends
 * begin with. What waits to be written is bounded: past the bound the stream
 * takes no more, and whoever owns it closes the connection. */

#include "bridge/protocol/byte-stream-private.h"

#include "wire/payload-private.h"

void
hark_byte_stream_init (HarkByteStream       *self,
                       const HarkLimits *limits,
                       void            (*wake) (gpointer user),
                       gpointer          user)
{
  *self = (HarkByteStream) { .reader = hark_frame_reader_new (limits->frame),
                            .output = g_byte_array_new (),
                            .max_waiting = limits->output,
                            .wake = wake,
                            .user = user };
}

void
hark_byte_stream_clear (HarkByteStream *self)
{
  if (self->total != NULL)
    *self->total -= self->n_waiting;
  g_clear_pointer (&self->reader, hark_frame_reader_free);
  g_clear_pointer (&self->output, g_byte_array_unref);
}

GByteArray *
hark_byte_stream_take_output (HarkByteStream *self)
{
  GByteArray *output = self->output;

  self->output = g_byte_array_new ();
  return output;
}

void
hark_byte_stream_written (HarkByteStream *self,
                          gsize       size)
{
  g_assert (size <= self->n_waiting);
  self->n_waiting -= size;
  self->n_written += size;
  if (self->total != NULL)
    *self->total -= size;
  if (self->drained != NULL)
    self->drained (self->user);
}

void
hark_byte_stream_send (HarkByteStream      *self,
                       const HarkFrame *frame)
{
  guint before = self->output->len;

  if (self->is_over)
    return;
  if (self->n_waiting + hark_frame_get_size (frame) > self->max_waiting)
    {
      self->is_over = TRUE;
      return;
    }
  hark_frame_write (self->output, frame);
  self->n_waiting += self->output->len - before;
  if (self->total != NULL)
    *self->total += self->output->len - before;
  if (before == 0 && self->wake != NULL)
    self->wake (self->user);
}

void
hark_byte_stream_send_message (HarkByteStream      *self,
                               HarkMessageKind  kind,
                               guint8           flags,
                               guint64          id,
                               guint32          topic,
                               GVariant        *body)
{
  g_autoptr(GBytes) bytes = body != NULL ? hark_payload_serialise (body) : NULL;
  HarkFrame frame = { .kind = (guint8) kind, .flags = flags, .id = id, .topic = topic };

  if (bytes != NULL)
    frame.body = g_bytes_get_data (bytes, &frame.n_body);
  hark_byte_stream_send (self, &frame);
}

void
hark_byte_stream_send_hello (HarkByteStream *self,
                             guint64     session,
                             gsize       max_frame,
                             const char *name)
{
  hark_byte_stream_send_message (self, HARK_MESSAGE_HELLO, 0, 0, 0,
                                 g_variant_new (HARK_HELLO_TYPE, HARK_PROTOCOL_MAGIC,
                                                HARK_PROTOCOL_VERSION, HARK_PROTOCOL_VERSION,
                                                session, (guint64) max_frame, name));
}

GVariant *
hark_byte_stream_read_hello (const HarkFrame  *frame,
                             gsize            *max_frame,
                             const char      **name,
                             GError          **error)
{
  g_autoptr(GVariant) body = NULL;
  const char *magic;
  const char *said_name;
  guint32 oldest;
  guint32 newest;
  guint64 size;

  if (frame->kind != HARK_MESSAGE_HELLO)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "message %u came before any hello", frame->kind);
      return NULL;
    }
  body = hark_message_parse (frame, HARK_HELLO_TYPE, error);
  if (body == NULL)
    return NULL;
  g_variant_get (body, "(&suutt&s)", &magic, &oldest, &newest, NULL, &size, &said_name);
  if (!g_str_equal (magic, HARK_PROTOCOL_MAGIC))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "the other side does not speak Hark");
      return NULL;
    }
  if (oldest > HARK_PROTOCOL_VERSION || newest < HARK_PROTOCOL_VERSION)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH,
                   "the other side speaks versions %u to %u of the protocol, this one %d",
                   oldest, newest, HARK_PROTOCOL_VERSION);
      return NULL;
    }
  if (!hark_name_check (said_name, error))
    return NULL;
  *max_frame = (gsize) MIN (size, HARK_LIMIT_FRAME);
  *name = said_name;
  return g_steal_pointer (&body);
}
