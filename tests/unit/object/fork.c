/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Children of fork(): rule 20. A child does its work, checks it, and leaves by
 * _exit(); one that hangs is ended by its alarm. */

#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diary-private.h"
#include "gate-private.h"

#if defined __SANITIZE_THREAD__
#define SANITIZES_THREADS 1
#elif defined __has_feature
#if __has_feature (thread_sanitizer)
#define SANITIZES_THREADS 1
#endif
#endif
#ifndef SANITIZES_THREADS
#define SANITIZES_THREADS 0
#endif

/* Its memory may be locked by a thread that is not in the child. */
#if defined __SANITIZE_ADDRESS__
#define SANITIZES_ADDRESSES 1
#else
#define SANITIZES_ADDRESSES 0
#endif

enum
{
  PATIENCE = 20, /* s */
};

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
  HarkConnection   *connection;
  GObject          *plain;
  HarkTimer        *timer;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("parent");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  f->plain = g_object_new (G_TYPE_OBJECT, NULL);
  f->timer = hark_timer_new (f->loop);
  f->connection = HARK_CONNECT (f->producer, workshop_producer_produced,
                                f->consumer, workshop_consumer_on_produced);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_unref (f->timer);
  g_object_unref (f->plain);
  g_object_unref (f->consumer);
  g_object_unref (f->producer);
  g_object_unref (f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

static void
assert_child_ends_well (pid_t pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0); /* a signal, SIGALRM for one, or what it left with */
}

static void
in_child (void (*func) (gpointer data),
          gpointer data)
{
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      alarm (PATIENCE);
      func (data);
      _exit (0);
    }
  assert_child_ends_well (pid);
}

static void
assert_forked (HarkFuture *future)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_future_await (future, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FORKED);
  hark_future_unref (future);
}

/* --- what is inherited --- */

static void
call_inherited (gpointer data)
{
  Fixture *f = data;
  g_autoptr(HarkStream) stream = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (workshop_consumer_on_paused (f->consumer));
  assert_forked (workshop_producer_call_stock (f->producer));
  assert_forked (workshop_producer_next_produced (f->producer));
  stream = workshop_producer_stream_produced (f->producer);
  g_assert_null (workshop_producer_stream_next_produced (stream, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FORKED);
  g_clear_error (&error);
  g_assert_false (hark_object_await_ready (HARK_OBJECT (f->producer), HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FORKED);
  g_clear_error (&error);
  g_assert_false (hark_timer_start (f->timer, G_TIME_SPAN_SECOND, 1, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FORKED);
  hark_timer_stop (f->timer);

  hark_loop_start (f->loop);
  assert_forked (hark_loop_stop (f->loop, HARK_FOREVER));
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "hark_loop_run() on the loop 'parent' of the process that*");
  hark_loop_run (f->loop);
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "hark_loop_run_until_idle() on the loop 'parent' of the*");
  hark_loop_run_until_idle (f->loop);
  g_test_assert_expected_messages ();
  g_assert_null (hark_loop_get_context (f->loop));
  g_assert_false (hark_loop_is_owner (f->loop));
}

static void
test_calls_fail (Fixture       *f,
                 gconstpointer  data)
{
  in_child (call_inherited, f);

  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

static void
await_inherited (gpointer data)
{
  HarkFuture *future = data;
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_future_is_settled (future));
  g_assert_null (hark_future_get_values (future, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FORKED);
  assert_forked (hark_future_ref (future));
  hark_future_unref (future);
}

static void
test_what_was_awaited_fails (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(HarkFuture) next = workshop_producer_next_produced (f->producer);

  in_child (await_inherited, next);

  g_assert_false (hark_future_is_settled (next));
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_true (hark_future_is_settled (next));
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

static void
connect_inherited (gpointer data)
{
  Fixture *f = data;
  g_autoptr(WorkshopConsumer) own = workshop_consumer_new (NULL, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *graph = NULL;

  g_assert_null (HARK_CONNECT (f->producer, workshop_producer_produced, own, workshop_consumer_on_produced));
  g_assert_null (hark_connect_by_name (f->producer, "produced", own, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FORKED);
  g_clear_error (&error);
  /* Data of a connection that is not made is freed. */
  g_assert_null (HARK_CONNECT_DATA (f->producer, workshop_producer_produced, own,
                                    diary_produced, &f->diary, diary_destroyed));
  diary_assert (&f->diary, "destroyed ");

  hark_connection_block (f->connection);
  hark_connection_unblock (f->connection);
  assert_forked (hark_connection_disconnect_drain (f->connection));
  g_assert_false (hark_connection_disconnect_sync (f->connection, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FORKED);
  hark_connection_disconnect (f->connection);
  g_assert_false (hark_connection_is_connected (f->connection));
  g_assert_cmpint (hark_disconnect_emitter (f->producer), ==, 0);
  g_assert_cmpint (hark_disconnect_receiver (f->consumer), ==, 0);

  graph = hark_dump_graph (HARK_GRAPH_JSON);
  g_assert_nonnull (strstr (graph, "WorkshopConsumer"));
  g_assert_null (strstr (graph, "WorkshopProducer"));
}

static void
test_connecting_fails (Fixture       *f,
                       gconstpointer  data)
{
  in_child (connect_inherited, f);

  g_assert_true (hark_connection_is_connected (f->connection));
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

static void
emit_inherited (gpointer data)
{
  Fixture *f = data;

  workshop_producer_emit_produced (f->producer, "child", 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_assert (&f->diary, "");
}

static void
test_emitting_does_nothing (Fixture       *f,
                            gconstpointer  data)
{
  HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_produced, f->consumer, diary_produced,
                          &f->diary, diary_destroyed, HARK_CONNECT_INLINE);
  hark_loop_start (f->loop);
  workshop_producer_emit_produced (f->producer, "a", 1);
  diary_assert (&f->diary, "a:1 ");
  in_child (emit_inherited, f);

  /* What was queued is the parent's. */
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

static void
drop_inherited (gpointer data)
{
  Fixture *f = data;

  g_object_unref (f->plain);
  g_object_unref (f->consumer);
  g_object_unref (f->producer);
  g_object_unref (f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_assert (&f->diary, "");
}

static void
look_on (GObject *object)
{
}

static gboolean
sleeps (const char *thread)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/stat", thread);
  g_autofree char *text = NULL;

  /* What it is called is in parentheses, and its state behind them. */
  return !g_file_get_contents (path, &text, NULL, NULL) || strstr (text, ") S ") != NULL;
}

/* A child that is forked while another thread is in the middle of something of GLib's or malloc's
 * may find that locked for ever. */
static void
wait_until_others_sleep (void)
{
  g_autofree char *own = g_strdup_printf ("%d", gettid ());
  gboolean is_quiet;

  do
    {
      g_autoptr(GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
      const char *thread;

      g_thread_yield ();
      is_quiet = TRUE;
      while ((thread = g_dir_read_name (threads)) != NULL)
        is_quiet = is_quiet && (g_str_equal (thread, own) || sleeps (thread));
    }
  while (!is_quiet);
}

static void
test_unref_is_silent (Fixture       *f,
                      gconstpointer  data)
{
  HarkLoop *there = hark_loop_new_thread ("there");
  WorkshopConsumer *consumer = workshop_consumer_new (there, NULL, NULL, NULL);
  Fixture others = { .loop = there, .consumer = consumer, .producer = f->producer, .plain = f->plain };

  HARK_CONNECT_FUNC (f->producer, workshop_producer_paused, f->plain, look_on);
  others.diary = f->diary;
  wait_until_others_sleep ();
  in_child (drop_inherited, f);
  in_child (drop_inherited, &others);
  g_object_unref (consumer);
  g_object_unref (there);
}

/* --- afresh --- */

static guint64
count_stock (WorkshopProducer *self)
{
  return 7;
}

static const WorkshopProducerSlots stocked = { .stock = count_stock };

static void
start_afresh (gpointer data)
{
  Fixture own, *parents = data;
  g_autoptr(HarkLoop) there = NULL;
  g_autoptr(WorkshopProducer) far = NULL;
  guint64 n = 0;

  /* The same plain object gets a life here too. */
  set_up (&own, NULL);
  HARK_CONNECT_DATA (own.producer, workshop_producer_produced, parents->plain,
                     diary_produced, &own.diary, diary_destroyed);
  workshop_producer_emit_produced (own.producer, "b", 2);
  hark_loop_run_until_idle (own.loop);
  diary_assert (&own.diary, "b:2 b:2 ");

  there = hark_loop_new_thread ("there");
  far = workshop_producer_new (there, &stocked, NULL, NULL);
  g_assert_true (workshop_producer_await_stock (far, HARK_FOREVER, NULL, &n, NULL));
  g_assert_cmpuint (n, ==, 7);
  g_object_unref (own.consumer);
  diary_assert (&own.diary, "closed destroyed ");
}

static void
test_one_thread_starts_afresh (Fixture       *f,
                               gconstpointer  data)
{
  HARK_CONNECT_DATA (f->producer, workshop_producer_produced, f->plain,
                     diary_produced, &f->diary, diary_destroyed);
  workshop_producer_emit_produced (f->producer, "a", 1);
  in_child (start_afresh, f);

  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 a:1 ");
}

/* --- in a call --- */

static void
fork_inside (gpointer consumer,
             gpointer data)
{
  pid_t *pid = data;

  if (*pid == -1)
    *pid = fork ();
  if (*pid == 0)
    alarm (PATIENCE);
}

static void
test_no_call_follows_one_that_forked (Fixture       *f,
                                      gconstpointer  data)
{
  pid_t pid = -1;

  f->diary.act = fork_inside;
  f->diary.data = &pid;
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  if (pid == 0)
    {
      diary_assert (&f->diary, "a:1 ");
      f->diary.act = NULL;
      start_afresh (f);
      _exit (0);
    }
  diary_assert (&f->diary, "a:1 b:2 ");
  assert_child_ends_well (pid);
}

/* --- among threads --- */

typedef struct
{
  Fixture    *fixture;
  atomic_bool ends;
} Bustle;

static gpointer
bustle (gpointer data)
{
  Bustle *self = data;
  Fixture *f = self->fixture;

  while (!atomic_load (&self->ends))
    {
      HarkConnection *connection = HARK_CONNECT (f->producer, workshop_producer_paused,
                                                 f->consumer, workshop_consumer_on_paused);

      hark_connection_ref (connection);
      g_free (hark_dump_graph (HARK_GRAPH_DOT));
      workshop_producer_emit_paused (f->producer);
      hark_connection_disconnect_sync (connection, NULL);
      hark_connection_unref (connection);
    }
  return NULL;
}

static void
act_among_threads (gpointer data)
{
  Fixture *f = data;

  call_inherited (f);
  workshop_producer_emit_produced (f->producer, "child", 1);
  hark_connection_disconnect (f->connection);
  g_object_unref (f->consumer);
  if (!SANITIZES_THREADS) /* which does not know threads of such a child */
    start_afresh (f);
}

static void
test_a_fork_among_threads_does_not_hang (Fixture       *f,
                                         gconstpointer  data)
{
  Bustle shared = { .fixture = f };
  GThread *threads[3];

  hark_loop_start (f->loop);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("bustle", bustle, &shared);
  for (guint i = 0; i < 30; i++)
    {
      in_child (act_among_threads, f);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  atomic_store (&shared.ends, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

#define add(path, func) g_test_add ("/rule/20/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("calls-on-an-inherited-loop-fail-with-forked", test_calls_fail);
  add ("what-was-awaited-before-fails-with-forked", test_what_was_awaited_fails);
  add ("connecting-what-is-inherited-fails", test_connecting_fails);
  add ("emitting-does-nothing", test_emitting_does_nothing);
  add ("one-thread-starts-afresh", test_one_thread_starts_afresh);
  add ("no-call-follows-one-that-forked", test_no_call_follows_one_that_forked);
  /* From here on there are other threads. */
  add ("unref-is-silent", test_unref_is_silent);
  if (!SANITIZES_ADDRESSES)
    add ("a-fork-among-threads-does-not-hang", test_a_fork_among_threads_does_not_hang);
  return g_test_run ();
}
