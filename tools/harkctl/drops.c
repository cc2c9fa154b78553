/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whose events did not reach whom, as the broker tells while harkctl top runs: a line for each
 * kind of event, publisher and subscriber, with those that most were dropped of. */

#include "drops-private.h"

#include "screen-private.h"

enum { SHOWN = 5 };

typedef struct
{
  char   *topic;
  char   *publisher;
  char   *peer;
  guint64 n;
} Drop;

struct _Drops
{
  GPtrArray *list;   /* Drop, owned */
};

static void
drop_free (gpointer data)
{
  Drop *self = data;

  g_free (self->topic);
  g_free (self->publisher);
  g_free (self->peer);
  g_free (self);
}

static Drop *
find (Drops      *self,
      const char *peer,
      const char *publisher,
      const char *topic)
{
  Drop *drop;

  for (guint i = 0; i < self->list->len; i++)
    {
      drop = g_ptr_array_index (self->list, i);
      if (g_str_equal (drop->topic, topic) && g_str_equal (drop->publisher, publisher) && g_str_equal (drop->peer, peer))
        return drop;
    }
  drop = g_new0 (Drop, 1);
  drop->topic = g_strdup (topic);
  drop->publisher = g_strdup (publisher);
  drop->peer = g_strdup (peer);
  g_ptr_array_add (self->list, drop);
  return drop;
}

static void
on_dropped (Drops      *self,
            const char *peer,
            const char *publisher,
            const char *topic,
            guint64     n_dropped)
{
  find (self, peer, publisher, topic)->n += n_dropped;
}

Drops *
drops_new (Session *session)
{
  Drops *self = g_new0 (Drops, 1);

  self->list = g_ptr_array_new_with_free_func (drop_free);
  HARK_CONNECT_DATA (session->broker, hark_broker_dropped, session->bus, on_dropped, self, NULL);
  return self;
}

void
drops_free (Drops *self)
{
  g_ptr_array_unref (self->list);
  g_free (self);
}

static int
most_first (gconstpointer a,
            gconstpointer b)
{
  const Drop *one = *(Drop *const *) a;
  const Drop *other = *(Drop *const *) b;

  return one->n > other->n ? -1 : one->n < other->n;
}

guint
drops_n_lines (Drops *self)
{
  return self->list->len > 0 ? MIN (self->list->len, SHOWN) + 2 : 0;
}

void
drops_put (Drops   *self,
           GString *text,
           guint    width)
{
  static const char *const headings[] = { ">DROPPED", "OF", "BY", "FOR", NULL };
  g_autoptr(ScreenTable) table = NULL;

  if (self->list->len == 0)
    return;
  table = screen_table_new (headings);
  g_ptr_array_sort (self->list, most_first);
  for (guint i = 0; i < MIN (self->list->len, SHOWN); i++)
    {
      const Drop *drop = g_ptr_array_index (self->list, i);

      screen_table_add_number (table, SCREEN_RED, drop->n);
      screen_table_add (table, SCREEN_PLAIN, screen_printable (drop->topic));
      screen_table_add (table, SCREEN_PLAIN, screen_printable (drop->publisher));
      screen_table_add (table, SCREEN_GREEN, screen_printable (drop->peer));
    }
  g_string_append_c (text, '\n');
  screen_table_put (table, text, width, 0);
}
