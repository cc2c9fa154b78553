/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/large-private.h"
#include "wire/framing-private.h"
#include "wire/limits-private.h"

G_BEGIN_DECLS

/* Frames: the unit of what goes over a stream of bytes.
 *
 *    0  uint32  size       header + extensions + body, little-endian
 *    4  uint8   kind       which message
 *    5  uint8   flags      of the message
 *    6  uint8   version    HARK_FRAME_VERSION
 *    7  uint8   n          extension headers take n * 8 bytes
 *    8  uint64  id         of the message
 *   16  uint32  topic      of the message
 *   20  uint32  zero
 *   24  extension headers, then the body, then zeros up to 8 bytes
 *
 * An extension header is uint16 kind, uint16 size, its data, and zeros up to 8
 * bytes. Who does not know its kind skips it. */

#define HARK_FRAME_VERSION 1

#define HARK_FRAME_PAD(size) (((size) + 7) & ~(gsize) 7)

typedef struct
{
  guint8        kind;
  guint8        flags;
  guint32       topic;
  guint64       id;
  const guint8 *extensions;   /* borrowed; a multiple of 8 bytes, well formed */
  gsize         n_extensions; /* bytes */
  const guint8 *body;         /* borrowed; aligned to 8 bytes */
  gsize         n_body;
  GBytes       *whole;        /* (nullable): borrowed; what the body is a part of. Who wants it to stay keeps this
                                 instead of a copy: where it is, there is much of it */
} HarkFrame;

/* Appends @frame, whose parts are known to be within the limits. */
void hark_frame_write (GByteArray      *output,
                       const HarkFrame *frame);

/* How many bytes it will take, padding left out. */
gsize hark_frame_get_size (const HarkFrame *frame);

/* The same with its padding: what hark_frame_write_at() needs. */
gsize hark_frame_get_space (const HarkFrame *frame);

/* What comes before the body alone, at a multiple of 8 bytes. Returns: its size */
gsize hark_frame_write_head_at (guint8          *at,
                                const HarkFrame *frame);

/* The whole, and back: of bytes that were written so. */
void hark_frame_write_at (guint8          *at,
                          const HarkFrame *frame);
void hark_frame_read_at  (const guint8    *at,
                          HarkFrame       *frame);

/* Looks for an extension header. Returns: (nullable): its data, of *@size bytes. */
const guint8 *hark_frame_find_extension (const HarkFrame *frame,
                                         guint16          kind,
                                         gsize           *size);

/* How many bytes of @room the one at @at takes with its padding; 0: it does not fit. */
gsize hark_frame_measure_extension (const guint8 *at,
                                    gsize         room);

/* Numbers in it. */
static inline guint16
hark_frame_get_uint16 (const guint8 *at)
{
  return (guint16) (at[0] | at[1] << 8);
}

static inline guint32
hark_frame_get_uint32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

static inline guint64
hark_frame_get_uint64 (const guint8 *at)
{
  guint64 value;

  memcpy (&value, at, sizeof value);
  return GUINT64_FROM_LE (value);
}

/* What has more bytes is large, where frames have at most @max_frame: it is worth some trouble not to copy it.
 * Where few are allowed, too, something is. */
static inline gsize
hark_frame_get_large (gsize max_frame)
{
  return MIN (HARK_LARGE, max_frame / 4);
}

/* Puts frames together from bytes that come in any pieces. */
typedef struct _HarkFrameReader HarkFrameReader;

HarkFrameReader *hark_frame_reader_new  (gsize            max_frame);
void             hark_frame_reader_free (HarkFrameReader *self);

/* Room for at least one byte, to read into; then commit what came. */
guint8 *hark_frame_reader_reserve (HarkFrameReader *self,
                                   gsize            wanted,
                                   gsize           *size);
void    hark_frame_reader_commit  (HarkFrameReader *self,
                                   gsize            size);
/* Both, by a copy. */
void    hark_frame_reader_feed    (HarkFrameReader *self,
                                   const guint8    *bytes,
                                   gsize            size);

typedef enum
{
  HARK_FRAME_INCOMPLETE,  /* feed more */
  HARK_FRAME_COMPLETE,
  HARK_FRAME_BAD,         /* @error is set; the stream cannot be read any further */
} HarkFrameStatus;

/* *@frame borrows the reader's bytes, until the next call of any function here. A large one has memory of its own. */
HarkFrameStatus hark_frame_reader_next (HarkFrameReader  *self,
                                        HarkFrame        *frame,
                                        GError          **error);

/* The same of one that came another way, in @size bytes of hark_large_new(), with HARK_WIRE_ROOM behind them.
 * @bytes: (transfer full) */
HarkFrameStatus hark_frame_reader_adopt (HarkFrameReader  *self,
                                         guint8           *bytes,
                                         gsize             size,
                                         HarkFrame        *frame,
                                         GError          **error);

/* Whether the frame behind the last one is there and whole, sound, without extension headers, and of
 * the kind, flags and topic of *@frame, which it becomes; the bytes of those before it stay where
 * they are, so that they and it are one piece. If not, hark_frame_reader_next() says what comes. */
gboolean hark_frame_reader_next_like (HarkFrameReader *self,
                                      HarkFrame       *frame);

/* The same of a frame whose id is the next one, too. */
gboolean hark_frame_reader_next_in_order (HarkFrameReader *self,
                                          HarkFrame       *frame);

/* The topics of some of the frames that have come and are not read yet, up to @n, those at the front. They
 * are not checked. Returns: how many; 0: all that could be told was told before */
guint    hark_frame_reader_look_ahead (HarkFrameReader *self,
                                       guint32         *topics,
                                       guint            n);

/* Where a frame that was read begins. */
static inline const guint8 *
hark_frame_get_start (const HarkFrame *frame)
{
  return frame->extensions - HARK_LIMIT_FRAME_HEADER;
}

/* Copies whole frames. @topic: 0: they keep theirs */
void     hark_frame_copy_run_at (guint8   *at,
                                 HarkSpan  run,
                                 guint32   topic);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkFrameReader, hark_frame_reader_free)

G_END_DECLS
