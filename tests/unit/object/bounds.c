/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Queues of connections and of slots: as asked for where it is connected, and as the
 * schema says. Rule 27. */

#include <hark/clock.h>

#include "diary-private.h"
#include "gate-private.h"

#define INTERVAL 100000 /* us, as in the schema */

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopShelf    *shelf;
  WorkshopConsumer *consumer;
} Fixture;

static void
write_down (WorkshopShelf *self,
            const char    *product,
            guint64        serial)
{
  Diary *diary = workshop_shelf_get_data (self);

  g_string_append_printf (diary->text, "%s:%u ", product, (guint) serial);
}

static guint64
count (WorkshopShelf *self,
       const char    *product)
{
  write_down (self, product, 0);
  return 7;
}

static const WorkshopShelfSlots shelf_slots =
{
  .on_latest = write_down,
  .on_failing = write_down,
  .on_throttled = write_down,
  .on_debounced = write_down,
  .on_any = write_down,
  .count = count,
};

static void
note_overflow (Diary      *diary,
               const char *object,
               const char *member,
               const char *policy,
               guint64     n_dropped)
{
  g_string_append_printf (diary->text, "<%s.%s %s %u> ", object, member, policy, (guint) n_dropped);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  hark_clock_set_virtual (TRUE);
  diary_init (&f->diary);
  f->loop = hark_loop_new ("bounds");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->shelf = workshop_shelf_new (f->loop, &shelf_slots, &f->diary, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->shelf);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  hark_clock_advance (INTERVAL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
  hark_clock_set_virtual (FALSE);
}

static void
listen_to_overflow (Fixture *f)
{
  HARK_CONNECT_DATA (f->loop, hark_loop_overflow, f->loop, note_overflow, &f->diary, NULL);
}

static void
emit (Fixture    *f,
      const char *products)
{
  char product[] = "?";

  for (guint i = 0; products[i] != '\0'; i++)
    {
      product[0] = products[i];
      workshop_producer_emit_produced (f->producer, product, i);
    }
}

static void
assert_diary (Fixture    *f,
              const char *expected)
{
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, expected);
}

/* --- where it is connected --- */

static void
test_grow_at_connect (Fixture       *f,
                      gconstpointer  data)
{
  listen_to_overflow (f);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_GROW, 2));
  emit (f, "abcd");
  assert_diary (f, "<Workshop.Shelf.on_any grow 0> a:0 b:1 c:2 d:3 ");
}

static void
test_fail_at_connect (Fixture       *f,
                      gconstpointer  data)
{
  HarkConnection *connection;

  listen_to_overflow (f);
  connection = HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                                  HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_FAIL, 2));
  emit (f, "abcd");
  assert_diary (f, "<Workshop.Shelf.on_any fail 2> a:0 b:1 ");
  g_assert_cmpuint (hark_connection_get_n_dropped (connection), ==, 2);
  g_assert_cmpuint (hark_loop_get_n_dropped (f->loop), ==, 2);
  emit (f, "e");
  assert_diary (f, "e:0 ");
}

static void
test_block_at_connect_fails_on_the_owner (Fixture       *f,
                                          gconstpointer  data)
{
  listen_to_overflow (f);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_BLOCK, 2));
  emit (f, "abc");
  assert_diary (f, "<Workshop.Shelf.on_any block 1> a:0 b:1 ");
}

static void
test_drop_oldest_at_connect (Fixture       *f,
                             gconstpointer  data)
{
  listen_to_overflow (f);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_DROP_OLDEST, 2));
  emit (f, "ab");
  workshop_consumer_on_paused (f->consumer);
  emit (f, "c");
  /* What is left runs where the others would have. */
  assert_diary (f, "<Workshop.Shelf.on_any drop-oldest 1> b:1 c:0 paused ");
}

static void
test_drop_newest_at_connect (Fixture       *f,
                             gconstpointer  data)
{
  listen_to_overflow (f);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_DROP_NEWEST, 2));
  emit (f, "abcd");
  assert_diary (f, "<Workshop.Shelf.on_any drop-newest 2> a:0 b:1 ");
}

static void
test_latest_at_connect (Fixture       *f,
                        gconstpointer  data)
{
  listen_to_overflow (f);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE_KEYED (8, "product"));
  /* The same, and alone. */
  HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_produced, f->shelf, diary_produced, &f->diary, NULL,
                          HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_LATEST, 1));
  emit (f, "ab");
  workshop_consumer_on_paused (f->consumer);
  emit (f, "xxa");
  assert_diary (f, "<Workshop.Producer.produced latest 4> <Workshop.Shelf.on_any latest 2> "
                   "a:2 a:2 b:1 paused x:1 ");
}

static void
test_throttle_at_connect (Fixture       *f,
                          gconstpointer  data)
{
  listen_to_overflow (f);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE_PACED (HARK_QUEUE_THROTTLE, 500));
  emit (f, "a");
  assert_diary (f, "a:0 ");
  emit (f, "bc");
  assert_diary (f, "<Workshop.Shelf.on_any throttle 1> ");
  hark_clock_advance (500);
  assert_diary (f, "c:1 ");
}

static void
test_debounce_at_connect (Fixture       *f,
                          gconstpointer  data)
{
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE_PACED (HARK_QUEUE_DEBOUNCE, 500));
  emit (f, "ab");
  hark_clock_advance (499);
  emit (f, "c");
  hark_clock_advance (499);
  assert_diary (f, "");
  hark_clock_advance (1);
  assert_diary (f, "c:0 ");
}

static void
test_by_name (Fixture       *f,
              gconstpointer  data)
{
  const HarkQueueInfo queue = { HARK_QUEUE_DROP_NEWEST, 1, 0, NULL };
  const HarkQueueInfo keyed = { HARK_QUEUE_LATEST, 1, 0, "colour" };
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_connect_by_name_full (f->producer, "produced", f->shelf, "on_any",
                                            HARK_CONNECT_DEFAULT, &keyed, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "'colour' cannot be the key of a queue: it is no parameter of "
                                       "event Workshop.Producer.produced (string product, uint64 serial)");
  g_assert_nonnull (hark_connect_by_name_full (f->producer, "produced", f->shelf, "on_any",
                                               HARK_CONNECT_DEFAULT, &queue, NULL));
  emit (f, "ab");
  assert_diary (f, "a:0 ");
}

/* --- in the schema --- */

static void
test_of_a_slot (Fixture       *f,
                gconstpointer  data)
{
  listen_to_overflow (f);
  HARK_CONNECT (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_latest);
  emit (f, "aba");
  assert_diary (f, "<Workshop.Shelf.on_latest latest 1> a:2 b:1 ");
}

static void
test_of_an_event (Fixture       *f,
                  gconstpointer  data)
{
  HARK_CONNECT (f->shelf, workshop_shelf_stored, f->shelf, workshop_shelf_on_any);
  for (guint i = 0; i < 4; i++)
    workshop_shelf_emit_stored (f->shelf, "a", i);
  assert_diary (f, "a:2 a:3 ");
}

static void
test_the_slots_goes_before_the_events (Fixture       *f,
                                       gconstpointer  data)
{
  HARK_CONNECT (f->shelf, workshop_shelf_stored, f->shelf, workshop_shelf_on_failing);
  for (guint i = 0; i < 4; i++)
    workshop_shelf_emit_stored (f->shelf, "a", i);
  assert_diary (f, "a:0 a:1 ");
}

static void
test_what_is_asked_for_goes_first (Fixture       *f,
                                   gconstpointer  data)
{
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_failing,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_DROP_OLDEST, 1));
  emit (f, "abc");
  assert_diary (f, "c:2 ");
}

static void
test_direct_calls_fail (Fixture       *f,
                        gconstpointer  data)
{
  listen_to_overflow (f);
  g_assert_true (workshop_shelf_on_failing (f->shelf, "a", 1));
  g_assert_true (workshop_shelf_on_failing (f->shelf, "b", 2));
  g_assert_false (workshop_shelf_on_failing (f->shelf, "c", 3));
  assert_diary (f, "<Workshop.Shelf.on_failing fail 1> a:1 b:2 ");
  g_assert_true (workshop_shelf_on_failing (f->shelf, "d", 4));
  assert_diary (f, "d:4 ");
}

static void
test_direct_calls_keep_the_latest (Fixture       *f,
                                   gconstpointer  data)
{
  g_assert_true (workshop_shelf_on_latest (f->shelf, "a", 1));
  g_assert_true (workshop_shelf_on_latest (f->shelf, "b", 2));
  g_assert_true (workshop_shelf_on_latest (f->shelf, "a", 3));
  assert_diary (f, "a:3 b:2 ");
}

static void
test_direct_calls_are_answered_full (Fixture       *f,
                                     gconstpointer  data)
{
  g_autoptr(HarkFuture) first = workshop_shelf_call_count (f->shelf, "a");
  g_autoptr(HarkFuture) second = workshop_shelf_call_count (f->shelf, "b");
  g_autoptr(GError) error = NULL;
  guint64 answer = 0;

  g_assert_false (workshop_shelf_finish_count (first, &answer, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FULL);
  assert_diary (f, "b:0 ");
  g_assert_true (workshop_shelf_finish_count (second, &answer, NULL));
  g_assert_cmpuint (answer, ==, 7);
}

static void
test_direct_calls_are_paced (Fixture       *f,
                             gconstpointer  data)
{
  for (guint i = 0; i < 3; i++)
    {
      workshop_shelf_on_throttled (f->shelf, "t", i);
      workshop_shelf_on_debounced (f->shelf, "d", i);
    }
  /* The first had not run when the last came. */
  assert_diary (f, "t:2 ");
  workshop_shelf_on_throttled (f->shelf, "t", 3);
  assert_diary (f, "");
  hark_clock_advance (INTERVAL);
  assert_diary (f, "d:2 t:3 ");
}

/* --- ends --- */

static void
connect_each (Fixture *f)
{
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_DROP_OLDEST, 4));
  HARK_CONNECT (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_latest);
  HARK_CONNECT (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_throttled);
  HARK_CONNECT (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_debounced);
}

static void
test_the_receiver_dies_with_a_full_ring (Fixture       *f,
                                         gconstpointer  data)
{
  connect_each (f);
  emit (f, "abcdefgh");
  workshop_shelf_on_debounced (f->shelf, "x", 1);
  g_clear_object (&f->shelf);
  assert_diary (f, "");
  hark_clock_advance (INTERVAL);
  assert_diary (f, "");
}

static void
test_the_receiver_dies_while_one_is_kept (Fixture       *f,
                                          gconstpointer  data)
{
  connect_each (f);
  emit (f, "a");
  assert_diary (f, "a:0 a:0 a:0 ");
  emit (f, "b");
  assert_diary (f, "b:0 b:0 ");
  workshop_shelf_on_debounced (f->shelf, "x", 1);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->shelf);
  hark_clock_advance (INTERVAL);
  assert_diary (f, "");
}

static void
test_the_emitter_dies_and_what_waits_runs (Fixture       *f,
                                           gconstpointer  data)
{
  connect_each (f);
  emit (f, "ab");
  g_clear_object (&f->producer);
  assert_diary (f, "a:0 a:0 b:1 b:1 b:1 b:1 ");
}

static void
test_disconnected_does_not_run (Fixture       *f,
                                gconstpointer  data)
{
  HarkConnection *connection =
    HARK_CONNECT (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_debounced);
  HarkConnection *other =
    HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                       HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_FAIL, 1));

  emit (f, "ab");
  hark_connection_disconnect (connection);
  hark_connection_disconnect (other);
  hark_clock_advance (INTERVAL);
  assert_diary (f, "");
}

static void
test_drained_runs (Fixture       *f,
                   gconstpointer  data)
{
  HarkConnection *connection =
    HARK_CONNECT (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_debounced);
  g_autoptr(HarkFuture) drained = NULL;

  emit (f, "ab");
  assert_diary (f, "");
  drained = hark_connection_disconnect_drain (connection);
  g_assert_false (hark_future_is_settled (drained));
  assert_diary (f, "b:1 ");
  g_assert_true (hark_future_await (drained, 0, NULL, NULL));
}

static void
test_stopping_flushes (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;

  HARK_CONNECT (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_throttled);
  HARK_CONNECT (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_debounced);
  emit (f, "a");
  assert_diary (f, "a:0 ");
  hark_clock_advance (1);
  emit (f, "b");
  hark_loop_run_until_idle (f->loop);
  hark_clock_advance (1);
  workshop_shelf_on_debounced (f->shelf, "c", 1);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->consumer);
  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  hark_loop_run_until_idle (f->loop);
  g_assert_true (hark_future_is_settled (stopped));
  diary_assert (&f->diary, "closed destroyed b:0 b:0 c:1 ");
}

/* --- between threads --- */

enum
{
  N_THREADS = 3,
  N_EMITS = 500,
};

typedef struct
{
  WorkshopProducer *producer;
  WorkshopShelf    *shelf;
  gboolean          is_direct;
} Sender;

static gpointer
send_all (gpointer data)
{
  Sender *sender = data;

  for (guint i = 0; i < N_EMITS; i++)
    if (sender->is_direct)
      workshop_shelf_on_failing (sender->shelf, "a", i);
    else
      workshop_producer_emit_produced (sender->producer, "a", i);
  return NULL;
}

static guint
count_words (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == ' ';
  return n;
}

static void
test_block_loses_nothing_between_threads (Fixture       *f,
                                          gconstpointer  data)
{
  GThread *threads[N_THREADS];
  Sender sender = { f->producer, f->shelf, FALSE };

  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_BLOCK, 2));
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("sender", send_all, &sender);
  while (count_words (f->diary.text->str) < N_THREADS * N_EMITS)
    hark_loop_run_until_idle (f->loop);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (hark_loop_get_n_dropped (f->loop), ==, 0);
  g_string_truncate (f->diary.text, 0);
}

static void
test_block_goes_on_when_disconnected (Fixture       *f,
                                      gconstpointer  data)
{
  Sender sender = { f->producer, f->shelf, FALSE };
  GThread *thread;
  HarkConnection *connection =
    HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                       HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_BLOCK, 2));

  /* Nobody runs what it emits. */
  thread = g_thread_new ("sender", send_all, &sender);
  hark_connection_disconnect (connection);
  g_thread_join (thread);
  assert_diary (f, "");
}

static void
test_nothing_is_lost_silently_between_threads (Fixture       *f,
                                               gconstpointer  data)
{
  GThread *threads[N_THREADS];
  Sender senders[] = { { f->producer, f->shelf, FALSE }, { f->producer, f->shelf, TRUE } };
  guint n_run;

  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_DROP_OLDEST, 2));
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("sender", send_all, &senders[i % 2]);
  for (guint i = 0; i < 100; i++)
    hark_loop_run_until_idle (f->loop);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  hark_loop_run_until_idle (f->loop);

  n_run = count_words (f->diary.text->str);
  g_assert_cmpuint (n_run + hark_loop_get_n_dropped (f->loop), ==, N_THREADS * N_EMITS);
  g_string_truncate (f->diary.text, 0);
}

/* --- with other options --- */

static gboolean
is_not_b (WorkshopShelf *shelf,
          const char    *product,
          guint64        serial)
{
  return *product != 'b';
}

static void
test_filters_come_after_the_queue (Fixture       *f,
                                   gconstpointer  data)
{
  HARK_CONNECT_FILTERED_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                              is_not_b, HARK_CONNECT_SINGLE_SHOT, HARK_QUEUE (HARK_QUEUE_DROP_OLDEST, 2));
  emit (f, "abcd");
  assert_diary (f, "c:2 ");
  emit (f, "e");
  assert_diary (f, "");
}

static void
test_single_shot_needs_no_queue (Fixture       *f,
                                 gconstpointer  data)
{
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_debounced,
                     HARK_CONNECT_SINGLE_SHOT);
  emit (f, "ab");
  assert_diary (f, "a:0 ");
}

static void
test_single_shot_ends_with_a_dropped_call (Fixture       *f,
                                           gconstpointer  data)
{
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_SINGLE_SHOT);
  hark_loop_set_queue (f->loop, 1, HARK_QUEUE_FAIL);
  workshop_consumer_on_paused (f->consumer);
  emit (f, "a");
  assert_diary (f, "paused ");
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index));
}

static void
test_priorities_hold_with_a_queue (Fixture       *f,
                                   gconstpointer  data)
{
  HarkConnection *paced;
  g_autoptr(HarkFuture) drained = NULL;

  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                     HARK_CONNECT_URGENT, HARK_QUEUE (HARK_QUEUE_DROP_OLDEST, 1));
  paced = HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced,
                             HARK_CONNECT_IDLE, HARK_QUEUE_PACED (HARK_QUEUE_DEBOUNCE, INTERVAL));
  workshop_consumer_on_paused (f->consumer);
  emit (f, "ab");
  assert_diary (f, "b:1 paused ");
  drained = hark_connection_disconnect_drain (paced);
  workshop_consumer_on_paused (f->consumer);
  assert_diary (f, "paused b:1 ");
  g_assert_true (hark_future_is_settled (drained));
}

static void
test_unique_looks_at_the_queue (Fixture       *f,
                                gconstpointer  data)
{
  HarkConnection *connections[3];

  for (guint i = 0; i < 2; i++)
    connections[i] = HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                                        HARK_CONNECT_UNIQUE, HARK_QUEUE (HARK_QUEUE_FAIL, 1));
  connections[2] = HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf, workshop_shelf_on_any,
                                      HARK_CONNECT_UNIQUE, HARK_QUEUE (HARK_QUEUE_FAIL, 2));
  g_assert_true (connections[0] == connections[1]);
  g_assert_true (connections[0] != connections[2]);
}

#define REFUSED(words, ...)                                                                     \
  G_STMT_START                                                                                  \
  {                                                                                             \
    g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*" words "*");                        \
    g_assert_null (HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->shelf,        \
                                      workshop_shelf_on_any, __VA_ARGS__));                     \
    g_test_assert_expected_messages ();                                                         \
  }                                                                                             \
  G_STMT_END

static void
test_what_a_connection_cannot_be (Fixture       *f,
                                  gconstpointer  data)
{
  REFUSED ("single-shot", HARK_CONNECT_SINGLE_SHOT, HARK_QUEUE (HARK_QUEUE_FAIL, 1));
  REFUSED ("cannot be 'fail': it needs a depth", HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_FAIL, 0));
  REFUSED ("needs an interval", HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_THROTTLE, 1));
  REFUSED ("an interval is for", HARK_CONNECT_DEFAULT, HARK_QUEUE_PACED (HARK_QUEUE_FAIL, 1));
  REFUSED ("without a key its depth is 1", HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_LATEST, 2));
  REFUSED ("'colour' cannot be the key*no parameter", HARK_CONNECT_DEFAULT, HARK_QUEUE_KEYED (2, "colour"));

  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*runs inside the emission*");
  g_assert_null (HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_produced, f->shelf, diary_produced,
                                         &f->diary, NULL, HARK_CONNECT_INLINE, HARK_QUEUE (HARK_QUEUE_FAIL, 1)));
  g_test_assert_expected_messages ();
  emit (f, "a");
  assert_diary (f, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/rule/27/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("grow-at-connect", test_grow_at_connect);
  ADD ("fail-at-connect", test_fail_at_connect);
  ADD ("block-at-connect-fails-on-the-owner", test_block_at_connect_fails_on_the_owner);
  ADD ("drop-oldest-at-connect", test_drop_oldest_at_connect);
  ADD ("drop-newest-at-connect", test_drop_newest_at_connect);
  ADD ("latest-at-connect", test_latest_at_connect);
  ADD ("throttle-at-connect", test_throttle_at_connect);
  ADD ("debounce-at-connect", test_debounce_at_connect);
  ADD ("a-queue-by-name", test_by_name);
  ADD ("latest-in-the-schema-of-a-slot", test_of_a_slot);
  ADD ("drop-oldest-in-the-schema-of-an-event", test_of_an_event);
  ADD ("the-slots-queue-goes-before-the-events", test_the_slots_goes_before_the_events);
  ADD ("what-is-asked-for-goes-first", test_what_is_asked_for_goes_first);
  ADD ("fail-of-direct-calls", test_direct_calls_fail);
  ADD ("latest-of-direct-calls", test_direct_calls_keep_the_latest);
  ADD ("drop-oldest-of-direct-calls-is-answered", test_direct_calls_are_answered_full);
  ADD ("throttle-and-debounce-of-direct-calls", test_direct_calls_are_paced);
  ADD ("the-receiver-dies-with-a-full-ring", test_the_receiver_dies_with_a_full_ring);
  ADD ("the-receiver-dies-while-one-is-kept", test_the_receiver_dies_while_one_is_kept);
  ADD ("the-emitter-dies-and-what-waits-runs", test_the_emitter_dies_and_what_waits_runs);
  ADD ("disconnected-does-not-run", test_disconnected_does_not_run);
  ADD ("drained-runs", test_drained_runs);
  ADD ("stopping-flushes", test_stopping_flushes);
  ADD ("block-loses-nothing-between-threads", test_block_loses_nothing_between_threads);
  ADD ("block-goes-on-when-disconnected", test_block_goes_on_when_disconnected);
  ADD ("nothing-is-lost-silently-between-threads", test_nothing_is_lost_silently_between_threads);
  ADD ("filters-come-after-the-queue", test_filters_come_after_the_queue);
  ADD ("single-shot-needs-no-queue", test_single_shot_needs_no_queue);
  ADD ("single-shot-ends-with-a-dropped-call", test_single_shot_ends_with_a_dropped_call);
  ADD ("priorities-hold-with-a-queue", test_priorities_hold_with_a_queue);
  ADD ("unique-looks-at-the-queue", test_unique_looks_at_the_queue);
  ADD ("what-a-connection-cannot-be", test_what_a_connection_cannot_be);
#undef ADD
  return g_test_run ();
}
