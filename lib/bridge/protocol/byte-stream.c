/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The bytes of one connection, in both directions, and the HELLO that both ends
 * begin with. What waits to be written is in blocks, which the stream gives back when they
 * have been, or is large and lent by others, and it is bounded: past the bound the stream takes no more, and whoever
 * owns it closes the connection. What is large goes by a shelf, if there is one, when its turn to be written
 * comes: until then it waits, and is counted, like all else. */

#include "bridge/protocol/byte-stream-private.h"

#include <string.h>

#include "base/spare-private.h"
#include "wire/payload-private.h"

/* Room in a block, unless one frame is larger. */
#define ROOM (HARK_SPARE_BLOCK_SIZE - sizeof (HarkOutput))

struct _HarkOutput
{
  HarkOutput *next;
  GBytes     *lent;      /* (nullable): what the bytes are a part of; there is no room for more */
  gsize       n_large;   /* it begins with a frame that may go by a shelf, of so many bytes; 0: it does not */
  gboolean    is_inside; /* it begins in the middle of a frame */
  guint8     *bytes;
  gsize       start;     /* what is before has been written */
  gsize       end;
  gsize       capacity;
  guint64     room[];
};

void
hark_byte_stream_init (HarkByteStream       *self,
                       const HarkLimits *limits,
                       void            (*wake) (gpointer user),
                       gpointer          user)
{
  *self = (HarkByteStream) { .reader = hark_frame_reader_new (limits->frame),
                            .max_waiting = limits->output,
                            .max_frame = MIN (limits->frame, HARK_LIMIT_FRAME),
                            .wake = wake,
                            .user = user };
}

static void
drop_block (HarkByteStream *self)
{
  HarkOutput *block = self->output;

  self->output = block->next;
  if (block->lent == NULL && block->capacity == ROOM)
    {
      hark_spare_free (HARK_SPARE_BLOCK, block);
      return;
    }
  g_clear_pointer (&block->lent, g_bytes_unref);
  g_free (block);
}

void
hark_byte_stream_clear (HarkByteStream *self)
{
  if (self->total != NULL)
    *self->total -= self->n_waiting;
  g_clear_pointer (&self->reader, hark_frame_reader_free);
  g_clear_pointer (&self->shelving, hark_shelving_free);
  while (self->output != NULL)
    drop_block (self);
}

static HarkSpan
span_of (const HarkOutput *block)
{
  return (HarkSpan) { block->bytes + block->start, block->end - block->start };
}

/* So much of what waits is on its way. */
static void
consume (HarkByteStream *self,
         gsize           size)
{
  gsize rest = size;

  g_assert (size <= self->n_waiting);
  self->n_waiting -= size;
  self->n_written += size;
  if (self->total != NULL)
    *self->total -= size;
  while (self->output != NULL && rest >= self->output->end - self->output->start)
    {
      rest -= self->output->end - self->output->start;
      drop_block (self);
    }
  if (rest > 0)
    self->output->start += rest;
}

/* --- By a shelf --- */

void
hark_byte_stream_allow_shelves (HarkByteStream *self)
{
  g_assert (self->shelving == NULL);
  self->shelving = hark_shelving_new (self->max_frame);
}

/* A piece of the frame that goes there. */
static void
put_piece (HarkByteStream *self)
{
  gsize room;

  while ((room = hark_shelving_get_room (self->shelving)) > 0)
    {
      HarkSpan span = span_of (self->output);

      span.size = MIN (span.size, room);
      hark_shelving_put (self->shelving, span);
      consume (self, span.size);
    }
  hark_shelving_announce (self->shelving);
}

/* Where a frame ends, what is ahead of the others is put before the next, and a large one goes by the shelf as far as
 * there is room. Returns: whether there is something ahead, or the shelf is waited for: else the socket has its turn */
static gboolean
turn_to_shelf (HarkByteStream *self)
{
  HarkShelving *shelving = self->shelving;
  HarkOutput *front = self->output;

  if (hark_shelving_peek (shelving).size > 0)
    return TRUE;
  if (!hark_shelving_is_busy (shelving))
    {
      if (front != NULL && (front->start > 0 || front->is_inside))
        return FALSE;
      hark_shelving_tell (shelving);
      if (front == NULL || front->n_large == 0 || !hark_shelving_begin (shelving, front->n_large))
        return hark_shelving_peek (shelving).size > 0;
    }
  hark_shelving_tell (shelving);
  put_piece (self);
  return TRUE;
}

/* Whether the socket has to stop before @block: what is ahead can go there, or it may go by the shelf. */
static gboolean
is_stop (HarkByteStream   *self,
         const HarkOutput *block)
{
  return self->shelving != NULL && !block->is_inside && (block->n_large > 0 || hark_shelving_has_news (self->shelving));
}

guint
hark_byte_stream_peek (HarkByteStream *self,
                       HarkSpan       *pieces,
                       guint           n)
{
  guint i = 0;

  if (self->shelving != NULL && turn_to_shelf (self))
    {
      pieces[0] = hark_shelving_peek (self->shelving);
      return pieces[0].size > 0;
    }
  for (HarkOutput *block = self->output; block != NULL && i < n && (i == 0 || !is_stop (self, block)); block = block->next)
    pieces[i++] = span_of (block);
  return i;
}

void
hark_byte_stream_written (HarkByteStream *self,
                          gsize       size)
{
  if (self->shelving != NULL)
    size -= hark_shelving_written (self->shelving, size);
  consume (self, size);
  if (self->drained != NULL)
    self->drained (self->user);
}

HarkFrameStatus
hark_byte_stream_next (HarkByteStream  *self,
                       HarkFrame       *frame,
                       GError         **error)
{
  HarkFrameStatus status;

  do
    {
      status = hark_frame_reader_next (self->reader, frame, error);
      if (status != HARK_FRAME_COMPLETE || self->shelving == NULL)
        return status;
      status = hark_shelving_receive (self->shelving, self->reader, frame, error);
    }
  while (status == HARK_FRAME_INCOMPLETE);
  return status;
}

/* --- What is sent --- */

void
hark_byte_stream_take (HarkByteStream *self,
                       GByteArray     *bytes)
{
  HarkSpan piece;

  while (hark_byte_stream_peek (self, &piece, 1) > 0)
    {
      g_byte_array_append (bytes, piece.data, (guint) piece.size);
      hark_byte_stream_written (self, piece.size);
    }
}

static void
append_block (HarkByteStream *self,
              HarkOutput     *block)
{
  if (self->output != NULL)
    self->newest->next = block;
  else
    self->output = block;
  self->newest = block;
}

static void
add_block (HarkByteStream *self,
           gsize           space)
{
  HarkOutput *block = space <= ROOM ? hark_spare_alloc (HARK_SPARE_BLOCK, HARK_SPARE_BLOCK_SIZE)
                                    : g_malloc (sizeof (HarkOutput) + space);

  *block = (HarkOutput) { .bytes = (guint8 *) block->room, .capacity = MAX (space, ROOM) };
  append_block (self, block);
}

/* Of what comes before the body of a frame that may go by a shelf. */
static void
add_large_block (HarkByteStream *self,
                 gsize           n_head,
                 gsize           n_large)
{
  HarkOutput *block = g_malloc (sizeof (HarkOutput) + n_head);

  *block = (HarkOutput) { .n_large = n_large, .bytes = (guint8 *) block->room, .capacity = n_head };
  append_block (self, block);
}

/* Of bytes that are a part of @whole, which stays. */
static void
add_lent (HarkByteStream *self,
          HarkSpan        bytes,
          GBytes         *whole)
{
  HarkOutput *block = g_new (HarkOutput, 1);

  *block = (HarkOutput) { .lent = g_bytes_ref (whole), .bytes = (guint8 *) bytes.data,
                          .end = bytes.size, .capacity = bytes.size, .is_inside = TRUE };
  append_block (self, block);
}

/* Whether so much more may wait. */
static inline gboolean
has_room (HarkByteStream *self,
          gsize           space)
{
  if (self->is_over)
    return FALSE;
  if (self->n_waiting + space > self->max_waiting)
    {
      self->is_over = TRUE;
      return FALSE;
    }
  return TRUE;
}

/* Where @space bytes are written, which may wait. */
static inline guint8 *
add_bytes (HarkByteStream *self,
           gsize           space)
{
  guint8 *at;

  if (self->output == NULL || self->newest->capacity - self->newest->end < space)
    add_block (self, space);
  at = self->newest->bytes + self->newest->end;
  self->newest->end += space;
  return at;
}

/* That they do. */
static inline void
add_waiting (HarkByteStream *self,
             gsize           space)
{
  gboolean was_empty = self->n_waiting == 0;

  self->n_waiting += space;
  if (self->total != NULL)
    *self->total += space;
  if (was_empty && self->wake != NULL)
    self->wake (self->user);
}

/* What is before the body, what is behind it, and between them what stays where it is. */
static void
add_around (HarkByteStream  *self,
            const HarkFrame *frame)
{
  gsize size = hark_frame_get_size (frame);
  gsize padding = hark_frame_get_space (frame) - size;

  if (self->shelving != NULL)
    add_large_block (self, size - frame->n_body, size + padding);
  hark_frame_write_head_at (add_bytes (self, size - frame->n_body), frame);
  add_lent (self, (HarkSpan) { frame->body, frame->n_body }, frame->whole);
  if (padding == 0)
    return;
  memset (add_bytes (self, padding), 0, padding);
  self->newest->is_inside = TRUE;
}

void
hark_byte_stream_send (HarkByteStream      *self,
                       const HarkFrame *frame)
{
  gsize space = hark_frame_get_space (frame);

  if (!has_room (self, space))
    return;
  if (frame->whole != NULL)
    add_around (self, frame);
  else
    hark_frame_write_at (add_bytes (self, space), frame);
  add_waiting (self, space);
}

void
hark_byte_stream_send_run (HarkByteStream *self,
                           HarkSpan        run,
                           guint32         topic)
{
  if (!has_room (self, run.size))
    return;
  hark_frame_copy_run_at (add_bytes (self, run.size), run, topic);
  add_waiting (self, run.size);
}

void
hark_byte_stream_lend_run (HarkByteStream *self,
                           GBytes         *run)
{
  HarkSpan bytes = hark_span_of (run);

  if (!has_room (self, bytes.size))
    return;
  add_lent (self, bytes, run);
  add_waiting (self, bytes.size);
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
  hark_byte_stream_send_message (self, HARK_MESSAGE_HELLO, HARK_HELLO_SHELF, 0, 0,
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
