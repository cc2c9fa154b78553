/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How long a caller waits, as an extension header of its CALL. It is the time that is left, not a time of day:
 * the clocks of two machines differ. Whoever keeps a call for a while takes that from it. */

#include "bridge/protocol/message-private.h"

#include <string.h>

/* Kind and size, the time, and what fills it up to 8 bytes. */
enum
{
  AT   = 4,
  SIZE = 8,
};

G_STATIC_ASSERT (sizeof (HarkDeadline) == 16);

static void
put_time (guint8 *at,
          gint64  time_left)
{
  guint64 value = GUINT64_TO_LE ((guint64) MAX (time_left, 0));

  memcpy (at, &value, sizeof value);
}

void
hark_deadline_put (HarkDeadline *self,
                   HarkFrame    *frame,
                   gint64        time_left)
{
  memset (self, 0, sizeof *self);
  self->bytes[0] = HARK_EXTENSION_DEADLINE;
  self->bytes[2] = SIZE;
  put_time (self->bytes + AT, time_left);
  frame->extensions = self->bytes;
  frame->n_extensions = sizeof self->bytes;
}

gint64
hark_deadline_get (const HarkFrame *frame)
{
  gsize size;
  const guint8 *at = hark_frame_find_extension (frame, HARK_EXTENSION_DEADLINE, &size);
  guint64 value;

  if (at == NULL || size != SIZE)
    return HARK_FOREVER;
  memcpy (&value, at, sizeof value);
  value = GUINT64_FROM_LE (value);
  return value < (guint64) HARK_FOREVER ? (gint64) value : HARK_FOREVER;
}

void
hark_deadline_set (guint8 *extensions,
                   gsize   size,
                   gint64  time_left)
{
  HarkFrame frame = { .extensions = extensions, .n_extensions = size };
  gsize n;
  const guint8 *at = hark_frame_find_extension (&frame, HARK_EXTENSION_DEADLINE, &n);

  if (at != NULL && n == SIZE)
    put_time (extensions + (at - extensions), time_left);
}
