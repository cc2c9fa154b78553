/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

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
} HarkFrame;

/* Appends @frame, whose parts are known to be within the limits. */
void hark_frame_write (GByteArray      *output,
                       const HarkFrame *frame);

/* How many bytes it will take, padding left out. */
gsize hark_frame_get_size (const HarkFrame *frame);

/* The same with its padding: what hark_frame_write_at() needs. */
gsize hark_frame_get_space (const HarkFrame *frame);

/* The same at a multiple of 8 bytes, and back: of bytes that were written so. */
void hark_frame_write_at (guint8          *at,
                          const HarkFrame *frame);
void hark_frame_read_at  (const guint8    *at,
                          HarkFrame       *frame);

/* Looks for an extension header. Returns: (nullable): its data, of *@size bytes. */
const guint8 *hark_frame_find_extension (const HarkFrame *frame,
                                         guint16          kind,
                                         gsize           *size);

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

/* *@frame borrows the reader's bytes, until the next call of any function here. */
HarkFrameStatus hark_frame_reader_next (HarkFrameReader  *self,
                                        HarkFrame        *frame,
                                        GError          **error);

/* Whether the frame behind the last one is there and whole, sound, without extension headers, and of
 * the kind, flags and topic of *@frame, which it becomes; the bytes of those before it stay where
 * they are, so that they and it are one piece. If not, hark_frame_reader_next() says what comes. */
gboolean hark_frame_reader_next_like (HarkFrameReader *self,
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
