/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Moves bytes between two streams of one process, each on a loop of its own. What one has
 * to send goes over in one piece, and the next piece goes when this one was taken: so what waits for
 * somebody slow waits in the stream, which has its limit, and nowhere else. An end is told of whatever is new by a
 * call of its loop. What both touch is under a lock; either may go first, with its loop or without. Used
 * by the transport. */

#include "bridge/transport/pipe-private.h"

#include "object/seat/remote-private.h"

/* Of what waits, that go over at once. */
#define PIECES 16

/* What an end has on its loop. */
typedef struct
{
  HarkPipe   *pipe;       /* the loop: NULL: freed */
  HarkAnchor *owner;      /* fixed at birth: the outlet of the object whose loop it is; a reference */
  GByteArray *arrived;    /* lock: not yet taken; NULL: nothing */
  gsize       n_taken;    /* lock: of what this end has given, since it knows */
  gboolean    is_posted;  /* lock: a look at all this */
  gboolean    is_closed;  /* lock: it gives no more and takes no more */
} Side;

typedef struct
{
  gatomicrefcount refs;   /* of both ends, and of each call on its way */
  GMutex          lock;
  Side            sides[2];
} Line;

struct _HarkPipe
{
  Line               *line;
  guint               side;
  HarkByteStream     *stream;   /* NULL: it is attached to nothing yet */
  HarkTransportFuncs  funcs;
  gpointer            user;
  gsize               n_given;  /* and not taken yet */
};

static void
line_unref (gpointer data)
{
  Line *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->sides); i++)
    {
      hark_outlet_unref (self->sides[i].owner);
      g_clear_pointer (&self->sides[i].arrived, g_byte_array_unref);
    }
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* --- telling an end --- */

static void look_at_first (gpointer context, gpointer data);
static void look_at_second (gpointer context, gpointer data);

/* %FALSE: it has no loop any more. */
static gboolean
post (Line  *self,
      guint  side)
{
  g_atomic_ref_count_inc (&self->refs);
  return hark_outlet_post (self->sides[side].owner, side == 0 ? look_at_first : look_at_second, self, line_unref);
}

/* Something is new for that end. One that cannot be told is closed. */
static void
tell (Line  *self,
      guint  side)
{
  gboolean is_posted;

  g_mutex_lock (&self->lock);
  is_posted = self->sides[side].is_posted;
  self->sides[side].is_posted = TRUE;
  g_mutex_unlock (&self->lock);
  if (is_posted || post (self, side))
    return;

  g_mutex_lock (&self->lock);
  self->sides[side].is_closed = TRUE;
  g_mutex_unlock (&self->lock);
}

/* @bytes: (transfer full) */
static void
hand_over (Line       *self,
           guint       side,
           GByteArray *bytes)
{
  Side *to = &self->sides[side];

  g_mutex_lock (&self->lock);
  if (to->arrived == NULL)
    to->arrived = g_steal_pointer (&bytes);
  else
    g_byte_array_append (to->arrived, bytes->data, bytes->len);
  g_mutex_unlock (&self->lock);
  if (bytes != NULL)
    g_byte_array_unref (bytes);
}

/* --- an end's turn --- */

/* What was new, as of one look. */
typedef struct
{
  GByteArray *arrived;
  gsize       n_taken;
  gboolean    is_over;  /* the other end is closed */
} News;

static News
take_news (HarkPipe *self)
{
  Side *own = &self->line->sides[self->side];
  News news;

  g_mutex_lock (&self->line->lock);
  own->is_posted = FALSE;
  news = (News) { g_steal_pointer (&own->arrived), own->n_taken, self->line->sides[1 - self->side].is_closed };
  own->n_taken = 0;
  g_mutex_unlock (&self->line->lock);
  return news;
}

static void
note_taken (HarkPipe *self,
            gsize     n)
{
  if (n == 0)
    return;
  self->n_given -= n;
  hark_byte_stream_written (self->stream, n);
}

/* Reads what has arrived. %FALSE: the end may be freed. */
static gboolean
take_in (HarkPipe   *self,
         GByteArray *arrived)
{
  hark_frame_reader_feed (self->stream->reader, arrived->data, arrived->len);
  g_mutex_lock (&self->line->lock);
  self->line->sides[1 - self->side].n_taken += arrived->len;
  g_mutex_unlock (&self->line->lock);
  tell (self->line, 1 - self->side);
  return self->funcs.received (self->user);
}

/* A copy of what waits: that has room of its own until it is taken. */
static void
give (HarkPipe *self)
{
  HarkSpan pieces[PIECES];
  GByteArray *bytes;
  guint n;

  if (self->n_given > 0 || self->stream->n_waiting == 0)
    return;
  bytes = g_byte_array_new ();
  n = hark_byte_stream_peek (self->stream, pieces, PIECES);
  for (guint i = 0; i < n; i++)
    g_byte_array_append (bytes, pieces[i].data, (guint) pieces[i].size);
  self->n_given = bytes->len;
  hand_over (self->line, 1 - self->side, bytes);
  tell (self->line, 1 - self->side);
}

static void
end (HarkPipe *self,
     gboolean  is_full)
{
  g_autoptr(GError) error =
    is_full ? g_error_new (HARK_ERROR, HARK_ERROR_LIMIT,
                           "the other side did not read: more than %" G_GSIZE_FORMAT " bytes were waiting for it",
                           self->stream->max_waiting)
            : g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the connection has ended");

  self->funcs.lost (self->user, error);
}

static void
look (Line  *line,
      guint  side)
{
  HarkPipe *self = line->sides[side].pipe;
  g_autoptr(GByteArray) arrived = NULL;
  News news;

  if (self == NULL || self->stream == NULL)
    return;
  news = take_news (self);
  arrived = news.arrived;
  note_taken (self, news.n_taken);
  if (arrived != NULL && !take_in (self, arrived))
    return;
  if (news.is_over || self->stream->is_over)
    {
      end (self, !news.is_over);
      return;
    }
  give (self);
}

static void
look_at_first (gpointer context,
               gpointer data)
{
  look (data, 0);
}

static void
look_at_second (gpointer context,
                gpointer data)
{
  look (data, 1);
}

/* --- birth and end --- */

static HarkPipe *
pipe_new (Line       *line,
          guint       side,
          HarkAnchor *owner)
{
  HarkPipe *self = g_new0 (HarkPipe, 1);

  self->line = line;
  self->side = side;
  line->sides[side].pipe = self;
  line->sides[side].owner = owner;
  return self;
}

HarkPipe *
hark_pipe_new (HarkAnchor  *owner,
               HarkAnchor  *other_owner,
               HarkPipe   **other)
{
  Line *line = g_new0 (Line, 1);

  g_atomic_ref_count_init (&line->refs);
  g_atomic_ref_count_inc (&line->refs);
  g_mutex_init (&line->lock);
  *other = pipe_new (line, 1, other_owner);
  return pipe_new (line, 0, owner);
}

void
hark_pipe_attach (HarkPipe                 *self,
                  HarkByteStream           *stream,
                  const HarkTransportFuncs *funcs,
                  gpointer                  user)
{
  self->stream = stream;
  self->funcs = *funcs;
  self->user = user;
  /* Something may have arrived before. */
  g_mutex_lock (&self->line->lock);
  self->line->sides[self->side].is_posted = FALSE;
  g_mutex_unlock (&self->line->lock);
  tell (self->line, self->side);
}

void
hark_pipe_wake (HarkPipe *self)
{
  tell (self->line, self->side);
}

void
hark_pipe_free (HarkPipe *self)
{
  Line *line = self->line;

  if (self->stream != NULL && self->stream->n_waiting > self->n_given)
    {
      GByteArray *bytes = g_byte_array_new ();

      hark_byte_stream_take (self->stream, bytes);
      g_byte_array_remove_range (bytes, 0, (guint) self->n_given);
      hand_over (line, 1 - self->side, bytes);
    }
  g_mutex_lock (&line->lock);
  line->sides[self->side].pipe = NULL;
  line->sides[self->side].is_closed = TRUE;
  g_mutex_unlock (&line->lock);
  tell (line, 1 - self->side);
  line_unref (line);
  g_free (self);
}
