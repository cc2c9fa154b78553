/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the two ends say of their shelves. Each end announces one when it has its first large frame for the other, and makes
 * it when the other looks for its descriptor: who never gets one need not look whenever it reads. Until the other has
 * opened it, or when it cannot, large frames go as others do. Then such a frame is put
 * on the shelf in pieces, as far as there is room, and small messages in the order of all others say so; each
 * piece is taken off at once, to where the frame is put together. What was taken is told, which makes room.
 * Such news goes ahead of what waits: it is what the other end may be waiting for. Used by HarkByteStream. */

#include "bridge/protocol/shelving-private.h"

#include <unistd.h>

#include "base/large-private.h"

/* More is not put down before the other end is told. */
#define PIECE (HARK_LIMIT_SHELF / 4)

typedef enum
{
  NONE,
  ANNOUNCED, /* there is going to be one */
  INVITED,   /* the other end looks for its descriptor now */
  GIVEN,     /* it has not said yet whether it can open it */
  READY,
  REFUSED,   /* there is none, and no other attempt */
} State;

/* The frame that comes. */
typedef struct
{
  guint8 *bytes;
  gsize   size;      /* 0: none does */
  gsize   n_ready;
  gsize   capacity;
} Coming;

struct _HarkShelving
{
  gsize       max_frame;
  GByteArray *ahead;        /* to be written before all else */
  guint       n_written;    /* bytes of it */
  gboolean    has_met;        /* the other end has said HELLO, */
  gboolean    is_understood;  /* and knows what a shelf is */

  HarkShelf  *out;
  State       state;
  int         going;        /* descriptor, to be sent with what is ahead; -1: none */
  gsize       rest;         /* of the frame that is put there */
  guint64     n_announced;  /* bytes that were put there, ever, as far as the other end was told */
  guint64     n_put;
  guint64     n_freed;

  HarkShelf  *in;
  gboolean    was_announced;
  gboolean    was_given;
  int         come;         /* descriptor, that was sent along with something; -1: none */
  Coming      coming;
  gsize       n_trusted;    /* so large a frame has come: as much is got at once for the next */
  guint64     n_taken;
  guint64     n_told;       /* of these */
  gboolean    owes_answer;  /* that it may come, or whether it could be opened */
};

HarkShelving *
hark_shelving_new (gsize max_frame)
{
  HarkShelving *self = g_new0 (HarkShelving, 1);

  self->max_frame = max_frame;
  self->ahead = g_byte_array_new ();
  self->going = self->come = -1;
  return self;
}

static void
clear_descriptor (int *descriptor)
{
  if (*descriptor >= 0)
    close (*descriptor);
  *descriptor = -1;
}

void
hark_shelving_free (HarkShelving *self)
{
  clear_descriptor (&self->going);
  clear_descriptor (&self->come);
  g_clear_pointer (&self->out, hark_shelf_free);
  g_clear_pointer (&self->in, hark_shelf_free);
  hark_large_free (self->coming.bytes);
  g_byte_array_unref (self->ahead);
  g_free (self);
}

/* --- What is said --- */

HarkSpan
hark_shelving_peek (HarkShelving *self)
{
  return (HarkSpan) { self->ahead->data + self->n_written, self->ahead->len - self->n_written };
}

gsize
hark_shelving_written (HarkShelving *self,
                       gsize         size)
{
  gsize n = MIN (size, self->ahead->len - self->n_written);

  self->n_written += (guint) n;
  if (self->n_written == self->ahead->len)
    {
      g_byte_array_set_size (self->ahead, 0);
      self->n_written = 0;
    }
  return n;
}

static void
say (HarkShelving    *self,
     HarkMessageKind  kind,
     guint8           flags,
     guint64          id,
     guint32          topic)
{
  HarkFrame frame = { .kind = (guint8) kind, .flags = flags, .id = id, .topic = topic };

  hark_frame_write (self->ahead, &frame);
}

int
hark_shelving_get_descriptor (HarkShelving *self)
{
  return self->going;
}

void
hark_shelving_drop_descriptor (HarkShelving *self)
{
  clear_descriptor (&self->going);
}

gboolean
hark_shelving_has_news (HarkShelving *self)
{
  return self->n_told != self->n_taken || self->owes_answer;
}

void
hark_shelving_tell (HarkShelving *self)
{
  if (!hark_shelving_has_news (self))
    return;
  say (self, HARK_MESSAGE_TAKEN, self->was_given && self->in == NULL ? HARK_TAKEN_REFUSED : 0, self->n_taken, 0);
  self->n_told = self->n_taken;
  self->owes_answer = FALSE;
}

/* --- What goes out --- */

static void
announce_shelf (HarkShelving *self)
{
  say (self, HARK_MESSAGE_SHELF, 0, 0, 0);
  self->state = ANNOUNCED;
}

static void
give_shelf (HarkShelving *self)
{
  self->out = hark_shelf_new (&self->going);
  self->state = self->out != NULL ? GIVEN : REFUSED;
  if (self->out != NULL)
    say (self, HARK_MESSAGE_SHELF, HARK_SHELF_GIVEN, hark_shelf_get_size (self->out), 0);
}

gboolean
hark_shelving_begin (HarkShelving *self,
                     gsize         size)
{
  if (self->state == NONE && self->is_understood)
    announce_shelf (self);
  else if (self->state == INVITED)
    give_shelf (self);
  if (self->state != READY)
    return FALSE;
  self->rest = size;
  return TRUE;
}

gboolean
hark_shelving_is_busy (HarkShelving *self)
{
  return self->rest > 0;
}

gsize
hark_shelving_get_room (HarkShelving *self)
{
  gsize room = hark_shelf_get_size (self->out) - (gsize) (self->n_put - self->n_freed);
  gsize piece = PIECE - (gsize) (self->n_put - self->n_announced);

  return MIN (MIN (room, piece), self->rest);
}

void
hark_shelving_put (HarkShelving *self,
                   HarkSpan      bytes)
{
  hark_shelf_put (self->out, self->n_put, bytes);
  self->n_put += bytes.size;
  self->rest -= bytes.size;
}

void
hark_shelving_announce (HarkShelving *self)
{
  gsize n = (gsize) (self->n_put - self->n_announced);

  if (n == 0)
    return;
  say (self, HARK_MESSAGE_SHELVED, 0, self->rest + n, (guint32) n);
  self->n_announced = self->n_put;
}

/* --- What comes in --- */

void
hark_shelving_add_descriptor (HarkShelving *self,
                              int           descriptor)
{
  g_assert (self->come < 0);
  self->come = descriptor;
}

gboolean
hark_shelving_wants_descriptor (HarkShelving *self)
{
  return self->was_announced && !self->was_given && self->come < 0;
}

guint64
hark_shelving_get_taken (HarkShelving *self)
{
  return self->n_taken;
}

static HarkFrameStatus
refuse (GError     **error,
        int          code,
        const char  *words)
{
  g_set_error_literal (error, HARK_ERROR, code, words);
  return HARK_FRAME_BAD;
}

/* Without its descriptor, or if it cannot be opened, all goes on without it. */
static HarkFrameStatus
on_given (HarkShelving     *self,
          const HarkFrame  *frame,
          GError          **error)
{
  g_autoptr(GError) failed = NULL;
  int descriptor = self->come;

  self->was_given = TRUE;
  self->owes_answer = TRUE;
  self->come = -1;
  if (descriptor < 0)
    return HARK_FRAME_INCOMPLETE;
  self->in = hark_shelf_open (descriptor, frame->id, &failed);
  if (self->in != NULL || g_error_matches (failed, HARK_ERROR, HARK_ERROR_FAILED))
    return HARK_FRAME_INCOMPLETE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return HARK_FRAME_BAD;
}

static HarkFrameStatus
on_shelf (HarkShelving     *self,
          const HarkFrame  *frame,
          GError          **error)
{
  gboolean is_given = (frame->flags & HARK_SHELF_GIVEN) != 0;

  if (is_given ? !self->was_announced || self->was_given : self->was_announced)
    return refuse (error, HARK_ERROR_INVALID, "a second shelf, or one that was not announced");
  if (is_given)
    return on_given (self, frame, error);
  self->was_announced = TRUE;
  self->owes_answer = TRUE;
  return HARK_FRAME_INCOMPLETE;
}

static HarkFrameStatus
on_taken (HarkShelving     *self,
          const HarkFrame  *frame,
          GError          **error)
{
  gboolean is_refused = (frame->flags & HARK_TAKEN_REFUSED) != 0;

  if (frame->id < self->n_freed || frame->id > self->n_announced || (is_refused && self->state != GIVEN))
    return refuse (error, HARK_ERROR_INVALID, "something was taken that was not there");
  switch (self->state)
    {
    case ANNOUNCED:
      self->state = INVITED;
      return HARK_FRAME_INCOMPLETE;
    case GIVEN:
      self->state = is_refused ? REFUSED : READY;
      if (is_refused)
        g_clear_pointer (&self->out, hark_shelf_free);
      return HARK_FRAME_INCOMPLETE;
    case READY:
      self->n_freed = frame->id;
      return HARK_FRAME_INCOMPLETE;
    case NONE:
    case INVITED:
    case REFUSED:
    default:
      return refuse (error, HARK_ERROR_INVALID, "something was taken that was not there");
    }
}

/* The first piece says how large it will be; that alone gets it no memory. */
static HarkFrameStatus
check_piece (HarkShelving  *self,
             guint64        rest,
             gsize          n,
             GError       **error)
{
  if (self->in == NULL || n == 0 || n > rest)
    return refuse (error, HARK_ERROR_INVALID, "a piece on a shelf that cannot be there");
  if (n > hark_shelf_get_size (self->in) - (gsize) (self->n_taken - self->n_told))
    return refuse (error, HARK_ERROR_LIMIT, "more on the shelf than it holds");
  if (self->coming.size == 0 && rest > HARK_FRAME_PAD (self->max_frame))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "a frame of %" G_GUINT64_FORMAT " bytes, where %" G_GSIZE_FORMAT " is the limit", rest, self->max_frame);
      return HARK_FRAME_BAD;
    }
  if (self->coming.size != 0 && rest != self->coming.size - self->coming.n_ready)
    return refuse (error, HARK_ERROR_INVALID, "a piece on a shelf that is not the next one");
  return HARK_FRAME_INCOMPLETE;
}

static void
take (HarkShelving *self,
      gsize         n)
{
  Coming *coming = &self->coming;

  if (coming->capacity < coming->n_ready + n)
    {
      coming->capacity = MIN (coming->size, MAX (self->n_trusted, 2 * (coming->n_ready + n)));
      coming->bytes = hark_large_resize (coming->bytes, coming->capacity + HARK_WIRE_ROOM);
    }
  hark_shelf_take (self->in, self->n_taken, coming->bytes + coming->n_ready, n);
  coming->n_ready += n;
  self->n_taken += n;
}

static HarkFrameStatus
on_shelved (HarkShelving     *self,
            HarkFrameReader  *reader,
            HarkFrame        *frame,
            GError          **error)
{
  Coming *coming = &self->coming;
  gsize n = frame->topic;
  Coming whole;

  if (check_piece (self, frame->id, n, error) == HARK_FRAME_BAD)
    return HARK_FRAME_BAD;
  if (coming->size == 0)
    coming->size = (gsize) frame->id;
  take (self, n);
  if (coming->n_ready < coming->size)
    return HARK_FRAME_INCOMPLETE;
  whole = *coming;
  *coming = (Coming) { .bytes = NULL };
  self->n_trusted = MAX (self->n_trusted, whole.size);
  return hark_frame_reader_adopt (reader, whole.bytes, whole.size, frame, error);
}

HarkFrameStatus
hark_shelving_receive (HarkShelving     *self,
                       HarkFrameReader  *reader,
                       HarkFrame        *frame,
                       GError          **error)
{
  /* Until then nothing else is known. */
  if (!self->has_met && frame->kind != HARK_MESSAGE_HELLO)
    return HARK_FRAME_COMPLETE;
  switch ((HarkMessageKind) frame->kind)
    {
    case HARK_MESSAGE_SHELF:
      return on_shelf (self, frame, error);
    case HARK_MESSAGE_SHELVED:
      return on_shelved (self, reader, frame, error);
    case HARK_MESSAGE_TAKEN:
      return on_taken (self, frame, error);
    case HARK_MESSAGE_HELLO:
      self->has_met = TRUE;
      self->is_understood = (frame->flags & HARK_HELLO_SHELF) != 0;
      break;
    default:
      break;
    }
  if (self->coming.size > 0)
    return refuse (error, HARK_ERROR_INVALID, "a message in the middle of what is on the shelf");
  return HARK_FRAME_COMPLETE;
}
