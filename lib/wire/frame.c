/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Frames to bytes, and back from bytes that are known to be some: see frame-reader.c. Used by the two
 * protocols of the bridge, and by what a peer keeps. */

#include "wire/frame-private.h"

#include <string.h>

#define PAD(size) HARK_FRAME_PAD (size)

G_STATIC_ASSERT (HARK_LIMIT_FRAME_HEADER % 8 == 0);

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

/* @size: of all of it */
static inline gsize
write_head (guint8          *at,
            const HarkFrame *frame,
            gsize            size)
{
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
  if (frame->n_extensions > 0)
    memcpy (at + HARK_LIMIT_FRAME_HEADER, frame->extensions, frame->n_extensions);
  return HARK_LIMIT_FRAME_HEADER + frame->n_extensions;
}

gsize
hark_frame_write_head_at (guint8          *at,
                          const HarkFrame *frame)
{
  return write_head (at, frame, hark_frame_get_size (frame));
}

void
hark_frame_write_at (guint8          *at,
                     const HarkFrame *frame)
{
  gsize size = hark_frame_get_size (frame);

  /* The padding, and before it what comes next. */
  if (size % 8 != 0)
    put_uint64 (at + PAD (size) - 8, 0);
  at += write_head (at, frame, size);
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
  gsize size = hark_frame_get_uint32 (at);

  frame->kind = at[4];
  frame->flags = at[5];
  frame->n_extensions = (gsize) at[7] * 8;
  frame->id = hark_frame_get_uint64 (at + 8);
  frame->topic = hark_frame_get_uint32 (at + 16);
  frame->extensions = at + HARK_LIMIT_FRAME_HEADER;
  frame->body = frame->extensions + frame->n_extensions;
  frame->n_body = size - HARK_LIMIT_FRAME_HEADER - frame->n_extensions;
  frame->whole = NULL;
}

gsize
hark_frame_measure_extension (const guint8 *at,
                              gsize         room)
{
  gsize size;

  if (room < 4)
    return 0;
  size = PAD (4 + (gsize) hark_frame_get_uint16 (at + 2));
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

      if (hark_frame_get_uint16 (extension) == kind)
        {
          *size = hark_frame_get_uint16 (extension + 2);
          return extension + 4;
        }
      at += hark_frame_measure_extension (extension, frame->n_extensions - at);
    }
  return NULL;
}

void
hark_frame_copy_run_at (guint8   *at,
                        HarkSpan  run,
                        guint32   topic)
{
  const guint8 *end = at + run.size;

  memcpy (at, run.data, run.size);
  for (; topic != 0 && at < end; at += PAD (hark_frame_get_uint32 (at)))
    put_uint32 (at + 16, topic);
}
