/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A connection as a kernel sees it: bytes in two directions, room for so many,
 * an end. Whoever writes keeps what there is no room for, as a transport does. */

#include "world-private.h"

static void
pipe_init (Pipe  *self,
           World *world)
{
  self->bytes = g_byte_array_new ();
  self->room = world->profile->is_narrow ? 16 + any (world, 2000) : 1000 + any (world, 100000);
}

static void
pipe_clear (Pipe *self)
{
  g_byte_array_unref (self->bytes);
}

Wire *
wire_new (World *world)
{
  Wire *self = g_new0 (Wire, 1);

  self->world = world;
  self->number = ++world->last_wire;
  pipe_init (&self->to_broker, world);
  pipe_init (&self->to_peer, world);
  g_ptr_array_add (world->wires, self);
  return self;
}

void
wire_free (gpointer data)
{
  Wire *self = data;

  pipe_clear (&self->to_broker);
  pipe_clear (&self->to_peer);
  g_free (self);
}

gboolean
pipe_can_fill (const Pipe           *self,
               const HarkByteStream *stream)
{
  return self->bytes->len < self->room && stream->n_waiting > 0;
}

gboolean
pipe_fill (Pipe           *self,
           HarkByteStream *stream)
{
  gboolean has_moved = FALSE;

  while (pipe_can_fill (self, stream))
    {
      HarkSpan piece;
      gsize n;

      hark_byte_stream_peek (stream, &piece, 1);
      n = MIN (piece.size, self->room - self->bytes->len);
      g_byte_array_append (self->bytes, piece.data, (guint) n);
      hark_byte_stream_written (stream, n);
      has_moved = TRUE;
    }
  return has_moved;
}

GByteArray *
pipe_take (Pipe  *self,
           World *world)
{
  GByteArray *piece = g_byte_array_new ();
  guint n = 1 + any (world, any (world, 3) == 0 ? 10 : 4000);

  n = MIN (n, self->bytes->len);
  g_byte_array_append (piece, self->bytes->data, n);
  g_byte_array_remove_range (self->bytes, 0, n);
  return piece;
}

static void
pipe_cut (Pipe  *self,
          World *world)
{
  g_byte_array_set_size (self->bytes, any (world, self->bytes->len + 1));
  self->is_closed = TRUE;
}

void
wire_cut (Wire *self)
{
  pipe_cut (&self->to_broker, self->world);
  pipe_cut (&self->to_peer, self->world);
  self->is_broken = TRUE;
  self->was_cut = TRUE;
}

void
wire_hang_up (Wire *self)
{
  self->peer = NULL;
  self->to_broker.is_closed = TRUE;
  g_byte_array_set_size (self->to_peer.bytes, 0);
  self->is_broken = TRUE;
  self->was_cut = TRUE;
}
