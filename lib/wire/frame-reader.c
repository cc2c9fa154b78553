/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Frames from bytes that come in any pieces. The reader owns the bytes that are not consumed
 * yet, in one buffer whose unread part starts at a multiple of 8 bytes, so that
 * a body can be read in place. A large frame that comes in pieces is moved to memory of its own,
 * which is read into from then on; whoever wants its body to stay keeps that memory. Either
 * grows with what has arrived, never with what a length alone promises, and a length is
 * checked before it is waited for. Used by the two protocols of the bridge. */

#include "wire/frame-private.h"

#include <hark/error.h>
#include <string.h>

#define KEEP      ((gsize) 1 << 20)
#define PAD(size) HARK_FRAME_PAD (size)

/* What comes soon behind a large frame may be another one, of which little is to be moved: so little
 * is read at once, so often. */
#define READ_BEHIND_LARGE ((gsize) 4 << 10)
#define READS_BEHIND_LARGE 16

/* The large frame that comes. */
typedef struct
{
  guint8 *bytes;      /* NULL: none does */
  gsize   size;       /* of all of it, with its padding */
  gsize   n_ready;
  gsize   capacity;
} Large;

struct _HarkFrameReader
{
  guint8  *buffer;
  gsize    capacity;
  gsize    start;         /* a multiple of 8 */
  gsize    end;
  gsize    looked;        /* so far frames have been looked at before they were read */
  gsize    max_frame;
  gsize    large_from;    /* frames of more bytes are large */
  Large    large;         /* behind it is what the buffer holds */
  GBytes  *given;         /* (nullable): the last frame, if it was large */
  gsize    n_trusted;     /* so large a one has come: as much is got at once for the next */
  guint    n_small;       /* so often little is read at once */
};

HarkFrameReader *
hark_frame_reader_new (gsize max_frame)
{
  HarkFrameReader *self = g_new0 (HarkFrameReader, 1);

  self->max_frame = MIN (max_frame, HARK_LIMIT_FRAME);
  self->large_from = hark_frame_get_large (self->max_frame);
  return self;
}

void
hark_frame_reader_free (HarkFrameReader *self)
{
  g_clear_pointer (&self->given, g_bytes_unref);
  hark_large_free (self->large.bytes);
  g_free (self->buffer);
  g_free (self);
}

/* --- bytes come in --- */

/* Room in the buffer. */
static guint8 *
reserve_plain (HarkFrameReader *self,
               gsize            wanted,
               gsize           *size)
{
  if (self->start == self->end)
    {
      self->start = self->end = self->looked = 0;
      /* Much that was fed at once is no reason to keep that much for ever. */
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

static gboolean
is_large_coming (HarkFrameReader *self)
{
  return self->large.n_ready < self->large.size;
}

static guint8 *
reserve_large (Large *self,
               gsize *size)
{
  if (self->n_ready == self->capacity)
    {
      self->capacity = MIN (self->size, self->capacity * 2);
      self->bytes = hark_large_resize (self->bytes, self->capacity + HARK_WIRE_ROOM);
    }
  *size = self->capacity - self->n_ready;
  return self->bytes + self->n_ready;
}

guint8 *
hark_frame_reader_reserve (HarkFrameReader *self,
                           gsize            wanted,
                           gsize           *size)
{
  guint8 *at;

  g_clear_pointer (&self->given, g_bytes_unref);
  if (is_large_coming (self))
    return reserve_large (&self->large, size);
  at = reserve_plain (self, wanted, size);
  if (self->n_small > 0)
    {
      self->n_small--;
      *size = MIN (*size, READ_BEHIND_LARGE);
    }
  return at;
}

void
hark_frame_reader_commit (HarkFrameReader *self,
                          gsize            size)
{
  if (is_large_coming (self))
    {
      g_assert (size <= self->large.capacity - self->large.n_ready);
      self->large.n_ready += size;
      return;
    }
  g_assert (size <= self->capacity - self->end);
  self->end += size;
}

void
hark_frame_reader_feed (HarkFrameReader *self,
                        const guint8    *bytes,
                        gsize            size)
{
  while (size > 0)
    {
      gsize room;
      guint8 *at = hark_frame_reader_reserve (self, size, &room);
      gsize n = MIN (size, room);

      memcpy (at, bytes, n);
      hark_frame_reader_commit (self, n);
      bytes += n;
      size -= n;
    }
}

/* --- frames come out --- */

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
  gsize size = hark_frame_get_uint32 (at);

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

  if (hark_frame_get_uint32 (at + 20) != 0)
    return refuse (error, HARK_ERROR_INVALID, "a frame with something in its reserved bytes");
  for (i = size; i < PAD (size); i++)
    if (at[i] != 0)
      return refuse (error, HARK_ERROR_INVALID, "a frame with something in its padding");
  for (i = 0; i < frame->n_extensions;)
    {
      gsize n = hark_frame_measure_extension (frame->extensions + i, frame->n_extensions - i);

      if (n == 0)
        return refuse (error, HARK_ERROR_INVALID, "an extension header that does not fit into its frame");
      i += n;
    }
  return TRUE;
}

/* What there is of it moves out of the buffer, which has nothing else. */
static void
begin_large (HarkFrameReader *self,
             gsize            size)
{
  Large *large = &self->large;

  large->size = size;
  large->n_ready = self->end - self->start;
  large->capacity = MIN (size, MAX (self->n_trusted, 2 * MAX (large->n_ready, self->large_from)));
  large->bytes = hark_large_new (large->capacity + HARK_WIRE_ROOM);
  memcpy (large->bytes, self->buffer + self->start, large->n_ready);
  self->start = self->end = self->looked = 0;
}

static HarkFrameStatus
give_whole (HarkFrameReader  *self,
            GBytes           *whole,
            HarkFrame        *frame,
            GError          **error)
{
  const guint8 *at = hark_span_of (whole).data;

  self->given = whole;
  hark_frame_read_at (at, frame);
  if (!check_rest (frame, at, error))
    return HARK_FRAME_BAD;
  frame->whole = whole;
  return HARK_FRAME_COMPLETE;
}

static HarkFrameStatus
give_large (HarkFrameReader  *self,
            HarkFrame        *frame,
            GError          **error)
{
  Large large = self->large;

  if (is_large_coming (self))
    return HARK_FRAME_INCOMPLETE;
  self->large = (Large) { .bytes = NULL };
  self->n_trusted = MAX (self->n_trusted, large.size);
  self->n_small = READS_BEHIND_LARGE;
  return give_whole (self, g_bytes_new_with_free_func (large.bytes, large.size, hark_large_free, large.bytes), frame,
                     error);
}

HarkFrameStatus
hark_frame_reader_adopt (HarkFrameReader  *self,
                         guint8           *bytes,
                         gsize             size,
                         HarkFrame        *frame,
                         GError          **error)
{
  g_autoptr(GBytes) whole = g_bytes_new_with_free_func (bytes, size, hark_large_free, bytes);

  g_clear_pointer (&self->given, g_bytes_unref);
  if (size < HARK_LIMIT_FRAME_HEADER)
    {
      refuse (error, HARK_ERROR_INVALID, "a frame that is shorter than its own headers");
      return HARK_FRAME_BAD;
    }
  if (!check_start (self, bytes, error))
    return HARK_FRAME_BAD;
  if (PAD ((gsize) hark_frame_get_uint32 (bytes)) != size)
    {
      refuse (error, HARK_ERROR_INVALID, "a frame of another size than was said");
      return HARK_FRAME_BAD;
    }
  return give_whole (self, g_steal_pointer (&whole), frame, error);
}

HarkFrameStatus
hark_frame_reader_next (HarkFrameReader  *self,
                        HarkFrame        *frame,
                        GError          **error)
{
  gsize n_ready = self->end - self->start;
  const guint8 *at;
  gsize size;

  g_clear_pointer (&self->given, g_bytes_unref);
  if (self->large.bytes != NULL)
    return give_large (self, frame, error);
  if (n_ready < 8)
    return HARK_FRAME_INCOMPLETE;
  at = self->buffer + self->start;
  if (!check_start (self, at, error))
    return HARK_FRAME_BAD;
  size = PAD (hark_frame_get_uint32 (at));
  if (n_ready < size)
    {
      if (size > self->large_from)
        begin_large (self, size);
      return HARK_FRAME_INCOMPLETE;
    }

  hark_frame_read_at (at, frame);
  if (!check_rest (frame, at, error))
    return HARK_FRAME_BAD;
  self->start += size;
  return HARK_FRAME_COMPLETE;
}

/* Whether what is at @at begins with a whole frame without extension headers, with nothing to say
 * against it. */
static inline gboolean
is_plain (const guint8 *at,
          gsize         n_ready,
          gsize         max_frame)
{
  gsize size = hark_frame_get_uint32 (at);

  return at[6] == HARK_FRAME_VERSION && at[7] == 0 && size >= HARK_LIMIT_FRAME_HEADER && size <= max_frame &&
         n_ready >= PAD (size) && hark_frame_get_uint32 (at + 20) == 0 &&
         (size % 8 == 0 || hark_frame_get_uint64 (at + PAD (size) - 8) >> size % 8 * 8 == 0);
}

/* Behind a large one there is no piece to go on with. */
static inline gboolean
is_next_like (HarkFrameReader *self,
              const HarkFrame *frame,
              const guint8    *at)
{
  gsize n_ready = self->end - self->start;

  return n_ready >= HARK_LIMIT_FRAME_HEADER && self->given == NULL && at[4] == frame->kind && at[5] == frame->flags &&
         hark_frame_get_uint32 (at + 16) == frame->topic && is_plain (at, n_ready, self->max_frame);
}

static inline void
take (HarkFrameReader *self,
      HarkFrame       *frame,
      const guint8    *at)
{
  hark_frame_read_at (at, frame);
  self->start += PAD (hark_frame_get_uint32 (at));
}

gboolean
hark_frame_reader_next_like (HarkFrameReader *self,
                             HarkFrame       *frame)
{
  const guint8 *at = self->buffer + self->start;

  if (!is_next_like (self, frame, at))
    return FALSE;
  take (self, frame, at);
  return TRUE;
}

gboolean
hark_frame_reader_next_in_order (HarkFrameReader *self,
                                 HarkFrame       *frame)
{
  const guint8 *at = self->buffer + self->start;

  if (!is_next_like (self, frame, at) || hark_frame_get_uint64 (at + 8) != frame->id + 1)
    return FALSE;
  take (self, frame, at);
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
      gsize space = PAD ((gsize) hark_frame_get_uint32 (self->buffer + at));

      if (space < HARK_LIMIT_FRAME_HEADER || space > self->end - at)
        break;
      topics[i++] = hark_frame_get_uint32 (self->buffer + at + 16);
      at += space;
    }
  self->looked = at;
  return i;
}
