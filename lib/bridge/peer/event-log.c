/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The log of a peer's events: blocks of bytes, filled one after the other and
 * given back whole, oldest first. An entry is the position of the previous one of
 * its stream, and the frame. Nothing is allocated for an event, unless it is
 * larger than a block. The body of one that is a part of a whole stays there. Used by the peer's protocol. */

#include "bridge/peer/event-log-private.h"

#include <string.h>

#include "base/spare-private.h"

typedef struct
{
  guint64 start;     /* position of its first byte */
  gsize   n_used;
  gsize   capacity;
  GBytes *whole;     /* (nullable): there is one entry, and its body is a part of this */
  HarkSpan body;
  guint64 bytes[];   /* so that frames are aligned */
} Block;

/* Room in a block, unless one event is larger. */
#define ROOM (HARK_SPARE_BLOCK_SIZE - sizeof (Block))

static void
block_free (gpointer data)
{
  Block *self = data;

  g_clear_pointer (&self->whole, g_bytes_unref);
  if (self->capacity == ROOM)
    hark_spare_free (HARK_SPARE_BLOCK, self);
  else
    g_free (self);
}

void
hark_event_log_init (HarkEventLog *self,
                     gsize         max_size)
{
  *self = (HarkEventLog) { .blocks = g_ptr_array_new_with_free_func (block_free), .max_size = max_size };
}

void
hark_event_log_clear (HarkEventLog *self)
{
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
}

static Block *
get_block (HarkEventLog *self,
           guint         index)
{
  return g_ptr_array_index (self->blocks, index);
}

/* The first @n blocks go. */
static void
drop (HarkEventLog *self,
      guint         n)
{
  if (n > 0)
    g_ptr_array_remove_range (self->blocks, 0, n);
  self->start = self->blocks->len > 0 ? get_block (self, 0)->start : self->end;
}

/* @room: for so much of @size */
static Block *
add_block (HarkEventLog *self,
           gsize         size,
           gsize         room)
{
  Block *block = size <= ROOM ? hark_spare_alloc (HARK_SPARE_BLOCK, HARK_SPARE_BLOCK_SIZE)
                              : g_malloc (sizeof (Block) + room);
  guint n;

  *block = (Block) { .start = self->end, .capacity = MAX (size, ROOM) };
  g_ptr_array_add (self->blocks, block);
  for (n = 0; n + 1 < self->blocks->len && self->end + size - get_block (self, n)->start > self->max_size; n++)
    ;
  drop (self, n);
  return block;
}

/* One whose body is not copied has a block of its own. */
static guint8 *
add_large (HarkEventLog    *self,
           const HarkFrame *frame,
           gsize            size)
{
  Block *block = add_block (self, size, size - frame->n_body);

  block->whole = g_bytes_ref (frame->whole);
  block->body = (HarkSpan) { frame->body, frame->n_body };
  block->n_used = block->capacity = size;
  return (guint8 *) block->bytes;
}

static guint8 *
add_small (HarkEventLog *self,
           gsize         size)
{
  Block *block = self->blocks->len > 0 ? get_block (self, self->blocks->len - 1) : NULL;
  guint8 *at;

  if (block == NULL || block->capacity - block->n_used < size)
    block = add_block (self, size, size);
  at = (guint8 *) block->bytes + block->n_used;
  block->n_used += size;
  return at;
}

guint64
hark_event_log_append (HarkEventLog    *self,
                       const HarkFrame *frame,
                       guint64          previous,
                       HarkSpan        *bytes)
{
  gsize size = sizeof previous + hark_frame_get_space (frame);
  guint64 position = self->end;
  guint8 *at = frame->whole != NULL ? add_large (self, frame, size) : add_small (self, size);

  memcpy (at, &previous, sizeof previous);
  at += sizeof previous;
  if (frame->whole != NULL)
    hark_frame_write_head_at (at, frame);
  else
    hark_frame_write_at (at, frame);
  *bytes = (HarkSpan) { at, frame->whole != NULL ? 0 : size - sizeof previous };
  self->end += size;
  return position;
}

/* The block that holds @position, which is there. */
static Block *
find_block (HarkEventLog *self,
            guint64       position)
{
  guint low = 0;
  guint high = self->blocks->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (get_block (self, middle)->start <= position)
        low = middle;
      else
        high = middle;
    }
  return get_block (self, low);
}

gboolean
hark_event_log_get (HarkEventLog *self,
                    guint64       position,
                    HarkFrame    *frame,
                    guint64      *previous)
{
  const guint8 *at;
  Block *block;

  if (position < self->start || position >= self->end)
    return FALSE;
  block = find_block (self, position);
  at = (const guint8 *) block->bytes + (position - block->start);
  memcpy (previous, at, sizeof *previous);
  hark_frame_read_at (at + sizeof *previous, frame);
  if (block->whole != NULL)
    {
      frame->body = block->body.data;
      frame->whole = block->whole;
    }
  return TRUE;
}

void
hark_event_log_release (HarkEventLog *self,
                        guint64       position)
{
  guint n = 0;

  while (n < self->blocks->len &&
         get_block (self, n)->start + get_block (self, n)->n_used <= position)
    n++;
  if (n > 0)
    drop (self, n);
}
