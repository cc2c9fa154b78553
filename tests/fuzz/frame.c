/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Frames from any bytes, in one piece and in pieces: both see the same frames
 * and the same end, and what is written again is what came. The first byte is
 * the size of the pieces. */

#include "target.h"

#include "wire/frame-private.h"

#include <string.h>

#define MAX_FRAME 4096

/* Writes all frames of @reader to @output. Returns: how it ended */
static HarkFrameStatus
drain (HarkFrameReader *reader,
       GByteArray      *output)
{
  g_autoptr(GError) error = NULL;
  HarkFrameStatus status;
  HarkFrame frame;
  gsize size;

  while ((status = hark_frame_reader_next (reader, &frame, &error)) == HARK_FRAME_COMPLETE)
    {
      g_assert_cmpuint (hark_frame_get_size (&frame), <=, MAX_FRAME);
      hark_frame_find_extension (&frame, 1, &size);
      hark_frame_write (output, &frame);
    }
  g_assert_cmpint (status == HARK_FRAME_BAD, ==, error != NULL);
  return status;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(HarkFrameReader) whole = hark_frame_reader_new (MAX_FRAME);
  g_autoptr(HarkFrameReader) pieces = hark_frame_reader_new (MAX_FRAME);
  g_autoptr(GByteArray) one = g_byte_array_new ();
  g_autoptr(GByteArray) other = g_byte_array_new ();
  HarkFrameStatus expected;
  HarkFrameStatus status = HARK_FRAME_INCOMPLETE;
  size_t piece;
  size_t at;

  if (size < 1)
    return 0;
  piece = 1 + data[0] % 64;
  data += 1;
  size -= 1;
  hark_frame_reader_feed (whole, data, size);
  expected = drain (whole, one);
  for (at = 0; at < size && status != HARK_FRAME_BAD; at += piece)
    {
      hark_frame_reader_feed (pieces, data + at, MIN (piece, size - at));
      status = drain (pieces, other);
    }
  g_assert_cmpint (status, ==, expected);
  g_assert_cmpmem (one->data, one->len, other->data, other->len);
  g_assert_cmpmem (one->data, one->len, data, MIN (one->len, size));
  return 0;
}
