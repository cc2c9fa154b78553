/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Frames to bytes and back. The reader owns the bytes that are not consumed
 * yet, in one buffer whose unread part starts at a multiple of 8 bytes, so that
 * a body can be read in place. It grows with what has arrived, never with what
 * a length promises, and a length is checked before it is waited for. Used by
 * the two protocols of the bridge. */

#include "wire/frame-private.h"

#include "wire/limits-private.h"

#include <hark/error.h>
#include <string.h>

#define KEEP      ((gsize) 1 << 20)
#define PAD(size) (((size) + 7) & ~(gsize) 7)

G_STATIC_ASSERT (HARK_LIMIT_FRAME_HEADER % 8 == 0);

struct _HarkFrameReader
{
  guint8 *buffer;
  gsize   capacity;
  gsize   start;      /* a multiple of 8 */
  gsize   end;
  gsize   looked;     /* so far frames have been looked at before they were read */
  gsize   max_frame;
};

static void
put_uint32 (guint8  *at,
            guint32  value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

static void
put_uint64 (guint8  *at,
            guint64  value)
{
  value = GUINT64_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

static guint16
get_uint16 (const guint8 *at)
{
  return (guint16) (at[0] | at[1] << 8);
}

static guint32
get_uint32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
get_uint64 (const guint8 *at)
{
  guint64 value;

  memcpy (&value, at, sizeof value);
  return GUINT64_FROM_LE (value);
}

gsize
hark_frame_get_size (const HarkFrame *frame)
{
  return HARK_LIMIT_FRAME_HEADER + frame->n_extensions + frame->n_body;
}

gsize
hark_frame_get_space (const HarkFrame *frame)
{
  return PAD (hark_frame_get_size (frame));
}

void
hark_frame_write_at (guint8          *at,
                     const HarkFrame *frame)
{
  gsize size = hark_frame_get_size (frame);

  g_assert (frame->n_extensions % 8 == 0 && frame->n_extensions <= HARK_LIMIT_EXTENSIONS);
  g_assert (size <= HARK_LIMIT_FRAME);

  put_uint32 (at, (guint32) size);
  at[4] = frame->kind;
  at[5] = frame->flags;
  at[6] = HARK_FRAME_VERSION;
  at[7] = (guint8) (frame->n_extensions / 8);
  put_uint64 (at + 8, frame->id);
  put_uint32 (at + 16, frame->topic);
  put_uint32 (at + 20, 0);
  /* The padding, and before it what comes next. */
  if (size % 8 != 0)
    put_uint64 (at + PAD (size) - 8, 0);
  at += HARK_LIMIT_FRAME_HEADER;
  if (frame->n_extensions > 0)
    memcpy (at, frame->extensions, frame->n_extensions);
  at += frame->n_extensions;
  if (frame->n_body > 0)
    memcpy (at, frame->body, frame->n_body);
}

void
hark_frame_write (GByteArray      *output,
                  const HarkFrame *frame)
{
  guint start = output->len;

  g_byte_array_set_size (output, (guint) (start + hark_frame_get_space (frame)));
  hark_frame_write_at (output->data + start, frame);
}

void
hark_frame_read_at (const guint8 *at,
                    HarkFrame    *frame)
{
  gsize size = get_uint32 (at);

  frame->kind = at[4];
  frame->flags = at[5];
  frame->n_extensions = (gsize) at[7] * 8;
  frame->id = get_uint64 (at + 8);
  frame->topic = get_uint32 (at + 16);
  frame->extensions = at + HARK_LIMIT_FRAME_HEADER;
  frame->body = frame->extensions + frame->n_extensions;
  frame->n_body = size - HARK_LIMIT_FRAME_HEADER - frame->n_extensions;
}

/* The size of an extension header with its padding; 0 if it does not fit. */
static gsize
measure_extension (const guint8 *at,
                   gsize         room)
{
  gsize size;

  if (room < 4)
    return 0;
  size = PAD (4 + (gsize) get_uint16 (at + 2));
  return size <= room ? size : 0;
}

const guint8 *
hark_frame_find_extension (const HarkFrame *frame,
                           guint16          kind,
                           gsize           *size)
{
  gsize at = 0;

  while (at < frame->n_extensions)
    {
      const guint8 *extension = frame->extensions + at;

      if (get_uint16 (extension) == kind)
        {
          *size = get_uint16 (extension + 2);
          return extension + 4;
        }
      at += measure_extension (extension, frame->n_extensions - at);
    }
  return NULL;
}

HarkFrameReader *
hark_frame_reader_new (gsize max_frame)
{
  HarkFrameReader *self = g_new0 (HarkFrameReader, 1);

  self->max_frame = MIN (max_frame, HARK_LIMIT_FRAME);
  return self;
}

void
hark_frame_reader_free (HarkFrameReader *self)
{
  g_free (self->buffer);
  g_free (self);
}

guint8 *
hark_frame_reader_reserve (HarkFrameReader *self,
                           gsize            wanted,
                           gsize           *size)
{
  if (self->start == self->end)
    {
      self->start = self->end = self->looked = 0;
      /* One large frame is no reason to keep that much for ever. */
      if (self->capacity > KEEP && wanted <= KEEP)
        {
          g_clear_pointer (&self->buffer, g_free);
          self->capacity = 0;
        }
    }
  if (self->capacity - self->end < wanted && self->start > 0)
    {
      memmove (self->buffer, self->buffer + self->start, self->end - self->start);
      self->end -= self->start;
      self->looked -= MIN (self->looked, self->start);
      self->start = 0;
    }
  if (self->capacity - self->end < wanted)
    {
      self->capacity = MAX (self->capacity * 2, PAD (self->end + wanted));
      self->buffer = g_realloc (self->buffer, self->capacity + HARK_WIRE_ROOM);
    }
  *size = self->capacity - self->end;
  return self->buffer + self->end;
}

void
hark_frame_reader_commit (HarkFrameReader *self,
                          gsize            size)
{
  g_assert (size <= self->capacity - self->end);
  self->end += size;
}

void
hark_frame_reader_feed (HarkFrameReader *self,
                        const guint8    *bytes,
                        gsize            size)
{
  gsize room;

  if (size == 0)
    return;
  memcpy (hark_frame_reader_reserve (self, size, &room), bytes, size);
  hark_frame_reader_commit (self, size);
}

static gboolean
refuse (GError     **error,
        int          code,
        const char  *words)
{
  g_set_error_literal (error, HARK_ERROR, code, words);
  return FALSE;
}

/* The first 8 bytes say whether it is worth waiting for the others. */
static gboolean
check_start (HarkFrameReader  *self,
             const guint8     *at,
             GError          **error)
{
  gsize size = get_uint32 (at);

  if (at[6] != HARK_FRAME_VERSION)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "a frame of version %u, where only %u is known: the other side does not speak Hark",
                   at[6], HARK_FRAME_VERSION);
      return FALSE;
    }
  if (size < HARK_LIMIT_FRAME_HEADER + (gsize) at[7] * 8)
    return refuse (error, HARK_ERROR_INVALID, "a frame that is shorter than its own headers");
  if (size > self->max_frame)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "a frame of %" G_GSIZE_FORMAT " bytes, where %" G_GSIZE_FORMAT " is the limit",
                   size, self->max_frame);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_rest (const HarkFrame  *frame,
            const guint8     *at,
            GError          **error)
{
  gsize size = hark_frame_get_size (frame);
  gsize i;

  if (get_uint32 (at + 20) != 0)
    return refuse (error, HARK_ERROR_INVALID, "a frame with something in its reserved bytes");
  for (i = size; i < PAD (size); i++)
    if (at[i] != 0)
      return refuse (error, HARK_ERROR_INVALID, "a frame with something in its padding");
  for (i = 0; i < frame->n_extensions;)
    {
      gsize n = measure_extension (frame->extensions + i, frame->n_extensions - i);

      if (n == 0)
        return refuse (error, HARK_ERROR_INVALID, "an extension header that does not fit into its frame");
      i += n;
    }
  return TRUE;
}

HarkFrameStatus
hark_frame_reader_next (HarkFrameReader  *self,
                        HarkFrame        *frame,
                        GError          **error)
{
  gsize n_ready = self->end - self->start;
  const guint8 *at;
  gsize size;

  if (n_ready < 8)
    return HARK_FRAME_INCOMPLETE;
  at = self->buffer + self->start;
  if (!check_start (self, at, error))
    return HARK_FRAME_BAD;
  size = get_uint32 (at);
  if (n_ready < PAD (size))
    return HARK_FRAME_INCOMPLETE;

  hark_frame_read_at (at, frame);
  if (!check_rest (frame, at, error))
    return HARK_FRAME_BAD;
  self->start += PAD (size);
  return HARK_FRAME_COMPLETE;
}

/* Whether what is at @at begins with a whole frame without extension headers, with nothing to say
 * against it. */
static inline gboolean
is_plain (const guint8 *at,
          gsize         n_ready,
          gsize         max_frame)
{
  gsize size = get_uint32 (at);

  return at[6] == HARK_FRAME_VERSION && at[7] == 0 && size >= HARK_LIMIT_FRAME_HEADER && size <= max_frame &&
         n_ready >= PAD (size) && get_uint32 (at + 20) == 0 &&
         (size % 8 == 0 || get_uint64 (at + PAD (size) - 8) >> size % 8 * 8 == 0);
}

gboolean
hark_frame_reader_next_like (HarkFrameReader *self,
                             HarkFrame       *frame)
{
  const guint8 *at = self->buffer + self->start;
  gsize n_ready = self->end - self->start;

  if (n_ready < HARK_LIMIT_FRAME_HEADER || at[4] != frame->kind || at[5] != frame->flags ||
      get_uint32 (at + 16) != frame->topic || !is_plain (at, n_ready, self->max_frame))
    return FALSE;
  hark_frame_read_at (at, frame);
  self->start += PAD (get_uint32 (at));
  return TRUE;
}

guint
hark_frame_reader_look_ahead (HarkFrameReader *self,
                              guint32         *topics,
                              guint            n)
{
  gsize at = self->start;
  guint i = 0;

  if (at < self->looked)
    return 0;
  while (i < n && self->end - at >= HARK_LIMIT_FRAME_HEADER)
    {
      gsize space = PAD ((gsize) get_uint32 (self->buffer + at));

      if (space < HARK_LIMIT_FRAME_HEADER || space > self->end - at)
        break;
      topics[i++] = get_uint32 (self->buffer + at + 16);
      at += space;
    }
  self->looked = at;
  return i;
}

void
hark_frame_copy_run_at (guint8   *at,
                        HarkSpan  run,
                        guint32   topic)
{
  const guint8 *end = at + run.size;

  memcpy (at, run.data, run.size);
  for (; topic != 0 && at < end; at += PAD (get_uint32 (at)))
    put_uint32 (at + 16, topic);
}
