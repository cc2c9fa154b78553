/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runs of events that come out where a remote stands: nobody can tell them from emissions of their own. */

#include "diary-private.h"
#include "object/seat/remote-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
  HarkConnection   *connection;
  HarkAnchor       *outlet;
  HarkOutletRun     run;
} Fixture;

/* The first call of a connection is queued by an emission of its own. */
static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("run");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  f->outlet = hark_seat_dup_outlet (hark_object_get_seat (HARK_OBJECT (f->producer)));
  f->connection = HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  workshop_producer_emit_produced (f->producer, "first", 0);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "first:0 ");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  hark_outlet_unref (f->outlet);
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

static void
begin (Fixture *f)
{
  hark_outlet_run_begin (&f->run, f->outlet, &workshop_producer_produced__source);
}

/* @from to @to, each with a name that lives no longer than this. */
static void
deliver (Fixture *f,
         guint64  from,
         guint64  to)
{
  for (guint64 serial = from; serial <= to; serial++)
    {
      g_autofree char *product = g_strdup_printf ("p%" G_GUINT64_FORMAT, serial);
      const WorkshopProducerProduced values = { .product = product, .serial = serial };

      hark_outlet_run_deliver (&f->run, &values);
    }
}

static void
end (Fixture    *f,
     const char *expected)
{
  hark_outlet_run_end (&f->run);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, expected);
}

static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  HarkLoopStats stats;

  workshop_producer_emit_produced (f->producer, "before", 1);
  begin (f);
  deliver (f, 2, 4);
  hark_outlet_run_end (&f->run);
  workshop_producer_emit_produced (f->producer, "behind", 5);
  hark_loop_get_stats (f->loop, &stats);
  g_assert_cmpuint (stats.n_queued, ==, 5);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "before:1 p2:2 p3:3 p4:4 behind:5 ");
}

/* What somebody queues who is told on the spot is behind the call of the same event. */
static void
call_too (WorkshopConsumer *consumer,
           const char       *product,
           guint64           serial)
{
  workshop_consumer_on_produced (consumer, "asked", serial);
}

static void
test_who_listens_directly_is_told_at_once (Fixture       *f,
                                           gconstpointer  data)
{
  HARK_CONNECT_DIRECT (f->producer, workshop_producer_produced, f->consumer, call_too);
  begin (f);
  deliver (f, 1, 2);
  end (f, "p1:1 asked:1 p2:2 asked:2 ");
}

static void
test_a_block_holds_in_the_middle (Fixture       *f,
                                  gconstpointer  data)
{
  begin (f);
  deliver (f, 1, 2);
  hark_connection_block (f->connection);
  deliver (f, 3, 4);
  hark_connection_unblock (f->connection);
  deliver (f, 5, 5);
  end (f, "p1:1 p2:2 p5:5 ");
}

static void
test_who_comes_in_the_middle_is_behind (Fixture       *f,
                                        gconstpointer  data)
{
  begin (f);
  deliver (f, 1, 2);
  hark_connection_block (f->connection);
  HARK_CONNECT_DIRECT (f->producer, workshop_producer_produced, f->consumer, call_too);
  deliver (f, 3, 3);
  end (f, "p1:1 p2:2 asked:3 ");
}

static void
test_disconnecting_in_the_middle (Fixture       *f,
                                  gconstpointer  data)
{
  begin (f);
  deliver (f, 1, 2);
  hark_connection_disconnect (f->connection);
  deliver (f, 3, 4);
  end (f, "");
}

static void
test_bounds_hold (Fixture       *f,
                  gconstpointer  data)
{
  hark_loop_set_queue (f->loop, 2, HARK_QUEUE_DROP_NEWEST);
  begin (f);
  deliver (f, 1, 5);
  end (f, "p1:1 p2:2 ");
}

static void
test_a_stopped_loop_drops_them (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;
  g_autoptr(GError) error = NULL;

  begin (f);
  deliver (f, 1, 3);
  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  hark_future_await (stopped, HARK_FOREVER, NULL, &error);
  g_assert_no_error (error);
  end (f, "");
}

/* A run of an object that nobody listens to, or that has gone, is nothing. */
static void
test_the_emitter_may_go (Fixture       *f,
                         gconstpointer  data)
{
  begin (f);
  deliver (f, 1, 2);
  g_clear_object (&f->producer);
  deliver (f, 3, 3);
  end (f, "p1:1 p2:2 ");
  begin (f);
  deliver (f, 4, 4);
  end (f, "");
}

#define TEST(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/outlet/run/keeps-order", test_order);
  TEST ("/outlet/run/who-listens-directly-is-told-at-once", test_who_listens_directly_is_told_at_once);
  TEST ("/outlet/run/a-block-holds-in-the-middle", test_a_block_holds_in_the_middle);
  TEST ("/outlet/run/who-comes-in-the-middle-is-behind", test_who_comes_in_the_middle_is_behind);
  TEST ("/outlet/run/who-disconnects-in-the-middle-hears-nothing", test_disconnecting_in_the_middle);
  TEST ("/outlet/run/bounds-hold", test_bounds_hold);
  TEST ("/outlet/run/a-stopped-loop-drops-them", test_a_stopped_loop_drops_them);
  TEST ("/outlet/run/the-emitter-may-go", test_the_emitter_may_go);

  return g_test_run ();
}
