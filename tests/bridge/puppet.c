/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A process on a string: it does what the lines on its standard input say, and
 * says in lines on its standard output what happens to it. test_bridge.py holds
 * the strings. Built three times: from a schema, from one that does not agree with it,
 * and from a newer one that does.
 *
 *   connect               export NAME | group NAME | unexport
 *   remote NAME [block|disconnect]  (events of it are heard from then on)
 *   signals NAME          (the same, as signals of the remote)
 *   ready | remote-ready  flush          disconnect     figures
 *   emit PRODUCT SERIAL   fill ID PRODUCT
 *   flood N SIZE          (a thread emits so many, of so many letters) far (how many it has)
 *   graph | graph NAME    (it tells about itself)
 *   gauge NAME            (exports one) set N | read NAME | get
 *   tune N | count N | check PRODUCT | fetch ID | next
 *   give-up               (the last fetch)
 *   fetch-in TIME ID      (by a task that has so many microseconds)
 * A fetch of SLOW or more takes so many microseconds, and is told of. */

#include "maker.h"

#include <hark/hark.h>
#include <stdio.h>
#include <string.h>

/* Numbers of orders that take their time. */
#define SLOW 100000

typedef struct
{
  HarkBus   *bus;
  HarkPeer  *peer;
  TestMaker *maker;
  TestMaker *remote;
  TestGauge *gauge;
  TestGauge *dial;     /* a remote gauge */
  HarkFuture *fetching;  /* the last fetch; NULL: none yet */
  GMainLoop *main_loop;
  GThread   *flood;
  guint      n_flood;
  gsize      flood_size;
  int        n_flooded;  /* atomic */
} Puppet;

static void G_GNUC_PRINTF (1, 2)
  say (const char *format,
       ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

static void
say_error (const char   *what,
           const GError *error)
{
  say ("%s failed: %s %d %s", what, g_quark_to_string (error->domain), error->code, error->message);
}

/* @error: where it is, if it is not done. */
static void
say_result (const char *what,
            gboolean    is_done,
            GError    **error)
{
  if (is_done)
    say ("%s done", what);
  else
    say_error (what, *error);
}

/* --- What it is asked --- */

static void
tune (TestMaker *self,
      guint64    n)
{
  say ("tuned %" G_GUINT64_FORMAT, n);
}

static guint64
count (TestMaker *self,
#ifdef OTHER
       guint32    n)
#elif defined NEWER
       guint64    n,
       guint64    step)
#else
       guint64    n)
#endif
{
#ifdef NEWER
  return n + step;
#else
  return (guint64) n + 1;
#endif
}

static void
check (TestMaker   *self,
       const char  *product,
       GError     **error)
{
  if (strcmp (product, "chair") != 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "no %s is made here", product);
}

#ifdef OTHER
static TestOrder *
fetch (TestMaker  *self,
       guint64     id,
       GError    **error)
{
  return test_order_new (id, "chair");
}
#else
static TestOrder *
fetch (TestMaker  *self,
       guint64     id,
       GError    **error)
{
  g_autoptr(GError) ended = NULL;

  if (id >= SLOW)
    say ("fetching %" G_GUINT64_FORMAT "%s", id, hark_call_is_redelivered () ? " again" : "");
  if (hark_sleep (id >= SLOW ? (gint64) id : 1, &ended))
    return test_order_new (id, "chair");
  say ("stopped fetching %" G_GUINT64_FORMAT ": %s", id, ended->message);
  g_propagate_error (error, g_steal_pointer (&ended));
  return NULL;
}
#endif

static const TestMakerSlots slots = { .tune = tune, .count = count, .check = check, .fetch = fetch };

/* --- What it hears --- */

static void
on_made (Puppet     *self,
         const char *product,
#ifdef OTHER
         guint32     serial)
#else
         guint64     serial)
#endif
{
  say ("made %s %" G_GUINT64_FORMAT, product, (guint64) serial);
}

static void
on_filled (Puppet             *self,
           TestOrder          *order,
           const char *const  *tags,
           gboolean            has_colour,
#ifdef NEWER
           guint32             colour,
           const char         *note,
           gboolean            is_new)
#else
           guint32             colour)
#endif
{
  g_autofree char *joined = g_strjoinv ("+", (char **) tags);
#ifdef NEWER
  g_autofree char *more = g_strdup_printf (" %s %s", note, is_new ? "new" : "used");
#else
  const char *more = "";
#endif

  say ("filled %" G_GUINT64_FORMAT " %s %s %s%u%s", order->id, order->product, joined, has_colour ? "#" : "no ", colour, more);
}

/* With the parameters of the event, by g_signal_connect(). */
static void
on_made_signal (TestMaker  *remote,
                const char *product,
#ifdef OTHER
                guint32     serial,
#else
                guint64     serial,
#endif
                gpointer    user_data)
{
  say ("signal made %s %" G_GUINT64_FORMAT, product, (guint64) serial);
}

static void
on_refused (Puppet     *self,
            const char *reason)
{
  say ("refused: %s", reason);
}

static void
on_disconnected (Puppet     *self,
                 const char *reason)
{
  say ("disconnected: %s", reason);
}

static void
on_speed (Puppet *self,
          guint32 speed)
{
  say ("speed %u", speed);
}

static void
on_gap (Puppet     *self,
        const char *publisher,
        const char *object,
        const char *name,
        const char *event,
        guint64     n_lost)
{
  say ("gap: %" G_GUINT64_FORMAT " of %s/%s/%s by %s", n_lost, object, name, event, publisher);
}

/* --- Answers --- */

static void
on_counted (HarkFuture *future,
            gpointer    context,
            gpointer    data)
{
  g_autoptr(GError) error = NULL;
  guint64 result;

  if (test_maker_finish_count (future, &result, &error))
    say ("counted %" G_GUINT64_FORMAT, result);
  else
    say_error ("count", error);
}

static void
on_checked (HarkFuture *future,
            gpointer    context,
            gpointer    data)
{
  g_autoptr(GError) error = NULL;

  say_result ("check", test_maker_finish_check (future, &error), &error);
}

static void
on_fetched (HarkFuture *future,
            gpointer    context,
            gpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TestOrder) order = NULL;

  if (test_maker_finish_fetch (future, &order, &error))
    say ("fetched %" G_GUINT64_FORMAT " %s", order->id, order->product);
  else
    say_error ("fetch", error);
}

typedef struct
{
  Puppet *puppet;
  gint64  time;
  guint64 id;
} Errand;

/* A task. */
static gpointer
fetch_in_time (gpointer   data,
               GError   **error)
{
  Errand *self = data;
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GError) failed = NULL;

  hark_task_set_timeout (hark_task_get_current (), self->time);
  future = test_maker_call_fetch (self->puppet->remote, self->id);
  if (hark_await (future, &failed))
    say ("fetched %" G_GUINT64_FORMAT, self->id);
  else
    say_error ("fetch", failed);
  return NULL;
}

static void
fetch_soon (Puppet  *self,
            gint64   time,
            guint64  id)
{
  Errand errand = { self, time, id };

  hark_task_unref (hark_task_spawn (fetch_in_time, g_memdup2 (&errand, sizeof errand), g_free));
}

static void
on_next (HarkFuture *future,
         gpointer    context,
         gpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TestMakerMade) made = test_maker_finish_made (future, &error);

  if (made != NULL)
    say ("next %s", made->product);
  else
    say_error ("next", error);
}

static void
then (Puppet         *self,
      HarkFuture     *future,
      HarkFutureFunc  func)
{
  hark_future_then (future, self->bus, func, NULL, NULL);
  hark_future_unref (future);
}

/* --- Commands --- */

#define PATIENCE (30 * G_TIME_SPAN_SECOND)

static void
make_remote (Puppet     *self,
             const char *name)
{
  g_clear_object (&self->remote);
  self->remote = test_maker_new_remote (self->bus, name, hark_object_get_loop (HARK_OBJECT (self->bus)));
}

static void
make_signalling (Puppet     *self,
                 const char *name)
{
  make_remote (self, name);
  g_signal_connect (self->remote, "made", G_CALLBACK (on_made_signal), self);
  hark_object_enable_signals (HARK_OBJECT (self->remote));
}

static void
make_connected (Puppet     *self,
                const char *name,
                const char *delivery)
{
  make_remote (self, name);
  if (strcmp (delivery, "") != 0)
    hark_object_set_delivery (HARK_OBJECT (self->remote), strcmp (delivery, "block") == 0 ? HARK_DELIVERY_BLOCK
                                                                                          : HARK_DELIVERY_DISCONNECT);
  HARK_CONNECT_DATA (self->remote, test_maker_made, self->bus, on_made, self, NULL);
  HARK_CONNECT_DATA (self->remote, test_maker_filled, self->bus, on_filled, self, NULL);
}

static gboolean
export_gauge (Puppet      *self,
              const char  *name,
              GError     **error)
{
  self->gauge = test_gauge_new (hark_object_get_loop (HARK_OBJECT (self->bus)), NULL, NULL, NULL);
  return hark_bus_export (self->bus, HARK_OBJECT (self->gauge), name, error)
         && hark_object_await_ready (HARK_OBJECT (self->gauge), PATIENCE, NULL, error);
}

static void
read_gauge (Puppet     *self,
            const char *name)
{
  g_clear_object (&self->dial);
  self->dial = test_gauge_new_remote (self->bus, name, hark_object_get_loop (HARK_OBJECT (self->bus)));
  HARK_CONNECT_DATA (self->dial, test_gauge_speed, self->bus, on_speed, self, NULL);
}

static void
fill (Puppet     *self,
      guint64     id,
      const char *product)
{
  const char *const tags[] = { "red", "heavy", NULL };
  g_autoptr(TestOrder) order = test_order_new (id, product);

#ifdef NEWER
  test_maker_emit_filled (self->maker, order, tags, id % 2 == 1, 7, "red", FALSE);
#else
  test_maker_emit_filled (self->maker, order, tags, id % 2 == 1, 7);
#endif
}

static gpointer
emit_flood (gpointer data)
{
  Puppet *self = data;
  g_autofree char *product = g_strnfill (self->flood_size, 'x');

  for (guint i = 1; i <= self->n_flood; i++)
    {
      test_maker_emit_made (self->maker, product, i);
      g_atomic_int_inc (&self->n_flooded);
    }
  return NULL;
}

static void
begin_flood (Puppet *self,
             guint   n,
             gsize   size)
{
  self->n_flood = n;
  self->flood_size = size;
  self->flood = g_thread_new ("flood", emit_flood, self);
}

static void
obey (Puppet *self,
      char  **words)
{
  const char *verb = words[0];
  const char *one = words[1] != NULL ? words[1] : "";
  const char *two = words[1] != NULL && words[2] != NULL ? words[2] : "";
  guint64 number = g_ascii_strtoull (one, NULL, 10);
  g_autoptr(GError) error = NULL;

#define IS(word) (strcmp (verb, word) == 0)
  if (IS ("connect"))
    say_result (verb, hark_peer_connect (self->peer, PATIENCE, NULL, &error), &error);
  else if (IS ("disconnect"))
    hark_peer_disconnect (self->peer);
  else if (IS ("export"))
    say_result (verb, hark_bus_export (self->bus, HARK_OBJECT (self->maker), one, &error), &error);
  else if (IS ("group"))
    say_result (verb, hark_bus_export_group (self->bus, HARK_OBJECT (self->maker), one, &error), &error);
  else if (IS ("unexport"))
    hark_bus_unexport (self->bus, HARK_OBJECT (self->maker));
  else if (IS ("remote"))
    make_connected (self, one, two);
  else if (IS ("signals"))
    make_signalling (self, one);
  else if (IS ("ready"))
    say_result (verb, hark_object_await_ready (HARK_OBJECT (self->maker), PATIENCE, NULL, &error), &error);
  else if (IS ("remote-ready"))
    say_result (verb, hark_object_await_ready (HARK_OBJECT (self->remote), PATIENCE, NULL, &error), &error);
  else if (IS ("graph"))
    say_result (verb, hark_bus_serve_graph (self->bus, words[1], &error), &error);
  else if (IS ("flush"))
    say_result (verb, hark_bus_flush (self->bus, PATIENCE, NULL, &error), &error);
  else if (IS ("figures"))
    say ("figures: resent %" G_GUINT64_FORMAT " discarded %" G_GUINT64_FORMAT " lost %" G_GUINT64_FORMAT,
         hark_peer_get_n_resent (self->peer), hark_peer_get_n_discarded (self->peer),
         hark_peer_get_n_lost (self->peer));
  else if (IS ("emit"))
    test_maker_emit_made (self->maker, one, g_ascii_strtoull (two, NULL, 10));
  else if (IS ("flood"))
    begin_flood (self, (guint) number, g_ascii_strtoull (two, NULL, 10));
  else if (IS ("far"))
    say ("far %d", g_atomic_int_get (&self->n_flooded));
  else if (IS ("fill"))
    fill (self, number, two);
  else if (IS ("tune"))
    test_maker_tune (self->remote, number);
  else if (IS ("count"))
#ifdef NEWER
    then (self, test_maker_call_count (self->remote, number, 10), on_counted);
#else
    then (self, test_maker_call_count (self->remote, number), on_counted);
#endif
  else if (IS ("check"))
    then (self, test_maker_call_check (self->remote, one), on_checked);
  else if (IS ("fetch"))
    {
      g_clear_pointer (&self->fetching, hark_future_unref);
      self->fetching = test_maker_call_fetch (self->remote, number);
      then (self, hark_future_ref (self->fetching), on_fetched);
    }
  else if (IS ("fetch-in"))
    fetch_soon (self, (gint64) number, g_ascii_strtoull (two, NULL, 10));
  else if (IS ("give-up"))
    hark_future_cancel (self->fetching);
  else if (IS ("gauge"))
    say_result (verb, export_gauge (self, one, &error), &error);
  else if (IS ("set"))
    test_gauge_emit_speed (self->gauge, (guint32) number);
  else if (IS ("read"))
    read_gauge (self, one);
  else if (IS ("get"))
    say ("it is %u", test_gauge_get_speed (self->dial));
  else if (IS ("next"))
    then (self, test_maker_next_made (self->remote), on_next);
  else
    say ("what is %s?", verb);
}

static gboolean
on_line (GIOChannel   *input,
         GIOCondition  condition,
         gpointer      data)
{
  Puppet *self = data;
  g_autofree char *line = NULL;
  g_auto(GStrv) words = NULL;

  if (g_io_channel_read_line (input, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (self->main_loop);
      return G_SOURCE_REMOVE;
    }
  words = g_strsplit (g_strchomp (line), " ", 3);
  obey (self, words);
  return G_SOURCE_CONTINUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (0);
  Puppet self = { .main_loop = g_main_loop_new (NULL, FALSE) };

  self.bus = hark_bus_new (NULL);
  self.peer = hark_peer_new (self.bus, argv[1]);
  /* On a loop of its own: what takes its time there does not hold up the bus. */
  self.maker = test_maker_new (NULL, &slots, &self, NULL);
  HARK_CONNECT_DATA (self.bus, hark_bus_refused, self.bus, on_refused, &self, NULL);
  HARK_CONNECT_DATA (self.peer, hark_peer_disconnected, self.bus, on_disconnected, &self, NULL);
  HARK_CONNECT_DATA (self.peer, hark_peer_gap, self.bus, on_gap, &self, NULL);

  g_io_channel_set_encoding (input, NULL, NULL);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_line, &self);
  g_main_loop_run (self.main_loop);

  if (self.flood != NULL)
    g_thread_join (self.flood);
  g_clear_object (&self.dial);
  g_clear_object (&self.gauge);
  g_clear_pointer (&self.fetching, hark_future_unref);
  g_clear_object (&self.remote);
  g_clear_object (&self.maker);
  g_clear_object (&self.peer);
  g_clear_object (&self.bus);
  /* What is freed behind the calls. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_main_loop_unref (self.main_loop);
  return 0;
}
