/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A storm: four threads emit, call, connect, disconnect, create and destroy, all on
 * the same few objects, whose loops are threads of their own; in the end they
 * ring at a loop that is stopped under them. Nothing is timed, all is counted:
 *
 * - what one thread sent to one house arrives in the order of sending;
 * - each answer is settled, with what its slot gave or because it did not run;
 * - each copy of a load is freed, each house is closed once, and called no more then;
 * - what the stopped loop accepted, it has run or discarded, and counted;
 * - behind disconnect_sync() the function is not running, and is not called again.
 *
 * As a test it is a fixed number of rounds; with --seconds N it goes on for so
 * long, and a watchdog ends the program if it hangs. */

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "storm.h"

#include <hark/hark.h>

enum
{
  N_THREADS = 4,
  N_LOOPS   = 2,
  N_PLACES  = 6,     /* of clouds, and of houses */
  N_KEPT    = 16,    /* connections that a thread remembers */
  N_ROUNDS  = 30000, /* of each thread, as a test */
  N_RINGS   = 50000, /* of each thread in the end, at most */
  PATIENCE  = 100,   /* seconds without an end */
};

typedef struct
{
  GMutex      lock;                    /* for the next two */
  StormCloud *clouds[N_PLACES];
  StormHouse *houses[N_PLACES];
  HarkLoop   *loops[N_LOOPS];
  StormHouse *belfry;                  /* on a loop of the main thread */
  gint64      end;                     /* 0: after N_ROUNDS */
  atomic_uint n_finished;              /* threads, but for their last ringing */

  atomic_uint n_loads, n_loads_freed;
  atomic_uint n_houses, n_closed, n_destroyed;
  atomic_uint n_asked, n_answered, n_refused, n_knocked;
  atomic_uint n_accepted, n_rung;
} Storm;

static guint n_seconds;

/* --- houses --- */

typedef struct _Worker Worker;

typedef struct
{
  Storm   *storm;
  Worker  *listener;                   /* NULL: but for those that listen directly */
  gboolean is_closed;
  guint64  last[N_THREADS];            /* serials */
} Household;

static void
note_serial (StormHouse *self,
             guint       thread,
             guint64     serial)
{
  Household *household = storm_house_get_data (self);

  g_assert_false (household->is_closed);
  /* One emission may come through several connections. */
  g_assert_cmpuint (serial, >=, household->last[thread]);
  household->last[thread] = serial;
}

static void
on_thundered (StormHouse *self,
              guint32     thread,
              guint64     serial,
              GBytes     *load)
{
  note_serial (self, thread, serial);
}

static void
on_cleared (StormHouse *self)
{
  g_assert_false (((Household *) storm_house_get_data (self))->is_closed);
}

/* What comes here may have taken the place of something older. */
static void
on_swamped (StormHouse *self,
            guint32     thread,
            guint64     serial,
            GBytes     *load)
{
  g_assert_false (((Household *) storm_house_get_data (self))->is_closed);
}

static void
ring (StormHouse *self,
      guint32     thread,
      guint64     serial,
      GBytes     *load)
{
  Household *household = storm_house_get_data (self);

  note_serial (self, thread, serial);
  atomic_fetch_add (&household->storm->n_rung, 1);
}

static guint64
knock (StormHouse *self,
       guint32     thread,
       guint64     serial)
{
  Household *household = storm_house_get_data (self);

  note_serial (self, thread, serial);
  atomic_fetch_add (&household->storm->n_knocked, 1);
  return serial;
}

static void
house_closed (StormHouse *self)
{
  Household *household = storm_house_get_data (self);

  g_assert_false (household->is_closed);
  household->is_closed = TRUE;
  atomic_fetch_add (&household->storm->n_closed, 1);
}

static void
household_free (gpointer data)
{
  Household *household = data;

  g_assert_true (household->is_closed);
  atomic_fetch_add (&household->storm->n_destroyed, 1);
  g_free (household);
}

static const StormHouseSlots house_slots =
{
  .on_thundered = on_thundered,
  .on_cleared = on_cleared,
  .on_swamped = on_swamped,
  .on_settled = on_swamped,
  .ring = ring,
  .knock = knock,
  .closed = house_closed,
};

static StormHouse *
house_new (Storm    *storm,
           HarkLoop *loop,
           Worker   *listener)
{
  Household *household = g_new0 (Household, 1);

  household->storm = storm;
  household->listener = listener;
  atomic_fetch_add (&storm->n_houses, 1);
  return storm_house_new (loop, &house_slots, household, household_free);
}

/* --- what a thread does --- */

struct _Worker
{
  Storm          *storm;
  StormHouse     *ear;                 /* what it listens directly with */
  guint           number;
  guint64         serial;
  GRand          *random;
  HarkConnection *kept[N_KEPT];
  HarkFuture     *answer;              /* of the last knock */
  guint64         asked;               /* its serial */
  atomic_uint     n_inside;            /* direct calls that run */
  atomic_bool     is_past;             /* and none comes any more */
};

static gpointer
borrow (Worker   *self,
        gpointer *places)
{
  gpointer object;

  g_mutex_lock (&self->storm->lock);
  object = g_object_ref (places[g_rand_int_range (self->random, 0, N_PLACES)]);
  g_mutex_unlock (&self->storm->lock);
  return object;
}

#define borrow_cloud(self) ((StormCloud *) borrow (self, (gpointer *) (self)->storm->clouds))
#define borrow_house(self) ((StormHouse *) borrow (self, (gpointer *) (self)->storm->houses))

static void
load_freed (gpointer storm)
{
  atomic_fetch_add (&((Storm *) storm)->n_loads_freed, 1);
}

static GBytes *
load_new (Storm *storm)
{
  atomic_fetch_add (&storm->n_loads, 1);
  return g_bytes_new_with_free_func ("", 0, load_freed, storm);
}

static void
thunder (Worker *self)
{
  g_autoptr(StormCloud) cloud = borrow_cloud (self);
  g_autoptr(GBytes) load = load_new (self->storm);

  storm_cloud_emit_thundered (cloud, self->number, ++self->serial, load);
  storm_cloud_emit_cleared (cloud);
}

static void
settle_answer (Worker *self)
{
  g_autoptr(GError) error = NULL;
  guint64 value = 0;

  if (self->answer == NULL)
    return;
  /* However it ends: it does. */
  hark_future_await (self->answer, HARK_FOREVER, NULL, NULL);
  if (storm_house_finish_knock (self->answer, &value, &error))
    {
      g_assert_cmpuint (value, ==, self->asked);
      atomic_fetch_add (&self->storm->n_answered, 1);
    }
  else
    {
      g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
      atomic_fetch_add (&self->storm->n_refused, 1);
    }
  g_clear_pointer (&self->answer, hark_future_unref);
}

static void
ask (Worker *self)
{
  g_autoptr(StormHouse) house = borrow_house (self);

  settle_answer (self);
  self->asked = ++self->serial;
  self->answer = storm_house_call_knock (house, self->number, self->asked);
  atomic_fetch_add (&self->storm->n_asked, 1);
}

static void
join (Worker *self)
{
  g_autoptr(StormCloud) cloud = borrow_cloud (self);
  g_autoptr(StormHouse) house = borrow_house (self);
  HarkConnection **place = &self->kept[g_rand_int_range (self->random, 0, N_KEPT)];

  if (*place != NULL)
    {
      hark_connection_disconnect (*place);
      hark_connection_unref (*place);
    }
  *place = hark_connection_ref (HARK_CONNECT (cloud, storm_cloud_thundered,
                                              house, storm_house_on_thundered));
  HARK_CONNECT (cloud, storm_cloud_cleared, house, storm_house_on_cleared);
}

#define JOIN_WITH(...)                                                                        \
  HARK_CONNECT_FULL (cloud, storm_cloud_thundered, house, storm_house_on_swamped,             \
                     HARK_CONNECT_DEFAULT, __VA_ARGS__)

/* With a queue that has bounds, kept so that it is disconnected somehow. */
static void
join_with_a_queue (Worker *self)
{
  g_autoptr(StormCloud) cloud = borrow_cloud (self);
  g_autoptr(StormHouse) house = borrow_house (self);
  HarkConnection **place = &self->kept[g_rand_int_range (self->random, 0, N_KEPT)];
  HarkConnection *made = NULL;

  switch (g_rand_int_range (self->random, 0, 6))
    {
    case 0:
      made = JOIN_WITH (HARK_QUEUE (HARK_QUEUE_DROP_OLDEST, 4));
      break;

    case 1:
      made = JOIN_WITH (HARK_QUEUE_KEYED (2, "thread"));
      break;

    case 2:
      made = JOIN_WITH (HARK_QUEUE (HARK_QUEUE_BLOCK, 2));
      break;

    case 3:
      made = JOIN_WITH (HARK_QUEUE (HARK_QUEUE_FAIL, 2));
      break;

    case 4:
      made = JOIN_WITH (HARK_QUEUE_PACED (HARK_QUEUE_THROTTLE, 500));
      break;

    default:
      made = HARK_CONNECT (cloud, storm_cloud_thundered, house, storm_house_on_settled);
      break;
    }
  if (*place != NULL)
    {
      hark_connection_disconnect (*place);
      hark_connection_unref (*place);
    }
  *place = hark_connection_ref (made);
}

/* Beside what emissions bring. */
static void
settle (Worker *self)
{
  g_autoptr(StormHouse) house = borrow_house (self);
  g_autoptr(GBytes) load = load_new (self->storm);

  storm_house_on_settled (house, self->number, ++self->serial, load);
}

static void
part (Worker *self)
{
  HarkConnection **place = &self->kept[g_rand_int_range (self->random, 0, N_KEPT)];
  g_autoptr(HarkFuture) drained = NULL;

  if (*place == NULL)
    return;
  switch (g_rand_int_range (self->random, 0, 3))
    {
    case 0:
      hark_connection_disconnect (*place);
      break;

    case 1:
      g_assert_true (hark_connection_disconnect_sync (*place, NULL));
      break;

    default:
      drained = hark_connection_disconnect_drain (*place);
      g_assert_true (hark_future_await (drained, HARK_FOREVER, NULL, NULL));
      break;
    }
  g_assert_false (hark_connection_is_connected (*place));
  g_clear_pointer (place, hark_connection_unref);
}

static void
heard_directly (StormHouse *ear)
{
  Worker *self = ((Household *) storm_house_get_data (ear))->listener;

  atomic_fetch_add (&self->n_inside, 1);
  g_assert_false (atomic_load (&self->is_past));
  atomic_fetch_sub (&self->n_inside, 1);
}

static void
listen_directly (Worker *self)
{
  g_autoptr(StormCloud) cloud = borrow_cloud (self);
  HarkConnection *connection;

  atomic_store (&self->is_past, FALSE);
  connection = hark_connection_ref (HARK_CONNECT_DIRECT (cloud, storm_cloud_cleared,
                                                         self->ear, heard_directly));
  storm_cloud_emit_cleared (cloud);
  g_assert_true (hark_connection_disconnect_sync (connection, NULL));
  atomic_store (&self->is_past, TRUE);
  g_assert_cmpuint (atomic_load (&self->n_inside), ==, 0);
  hark_connection_unref (connection);
}

/* The old object ends wherever its last reference is dropped. */
static void
replace (Worker *self)
{
  Storm *storm = self->storm;
  guint place = g_rand_int_range (self->random, 0, N_PLACES);
  HarkLoop *loop = storm->loops[g_rand_int_range (self->random, 0, N_LOOPS)];
  gpointer old;

  g_mutex_lock (&storm->lock);
  if (g_rand_boolean (self->random))
    {
      old = storm->clouds[place];
      storm->clouds[place] = storm_cloud_new (loop, NULL, NULL, NULL);
    }
  else
    {
      old = storm->houses[place];
      storm->houses[place] = house_new (storm, loop, NULL);
    }
  g_mutex_unlock (&storm->lock);
  g_object_unref (old);
}

static gboolean
ring_the_bell (Worker *self)
{
  g_autoptr(GBytes) load = load_new (self->storm);
  gboolean is_accepted = storm_house_ring (self->storm->belfry, self->number, ++self->serial, load);

  atomic_fetch_add (&self->storm->n_accepted, is_accepted);
  return is_accepted;
}

static void
ring_once (Worker *self)
{
  g_assert_true (ring_the_bell (self));
}

static gboolean
goes_on (Worker *self,
         guint   round)
{
  return self->storm->end != 0 ? g_get_monotonic_time () < self->storm->end : round < N_ROUNDS;
}

static gpointer
work (gpointer data)
{
  static void (*const deeds[]) (Worker *self) =
  {
    thunder, thunder, thunder, thunder, ask, join, join, join_with_a_queue, settle,
    part, listen_directly, replace, ring_once,
  };
  Worker *self = data;

  for (guint round = 0; goes_on (self, round); round++)
    deeds[g_rand_int_range (self->random, 0, G_N_ELEMENTS (deeds))](self);
  settle_answer (self);
  for (guint i = 0; i < N_KEPT; i++)
    g_clear_pointer (&self->kept[i], hark_connection_unref);

  /* Now the belfry's loop is stopped. */
  atomic_fetch_add (&self->storm->n_finished, 1);
  g_main_context_wakeup (NULL);
  for (guint i = 0; i < N_RINGS && ring_the_bell (self); i++)
    ;
  return NULL;
}

/* --- the storm --- */

static Storm *
storm_new (void)
{
  Storm *self = g_new0 (Storm, 1);
  g_autoptr(HarkLoop) here = hark_loop_new ("belfry");

  g_mutex_init (&self->lock);
  for (guint i = 0; i < N_LOOPS; i++)
    self->loops[i] = hark_loop_new_thread ("storm");
  for (guint i = 0; i < N_PLACES; i++)
    {
      self->clouds[i] = storm_cloud_new (self->loops[i % N_LOOPS], NULL, NULL, NULL);
      self->houses[i] = house_new (self, self->loops[i % N_LOOPS], NULL);
    }
  self->belfry = house_new (self, here, NULL);
  hark_loop_start (here);
  if (n_seconds > 0)
    self->end = g_get_monotonic_time () + n_seconds * G_USEC_PER_SEC;
  return self;
}

static void
storm_rage (Storm *self)
{
  g_autoptr(HarkLoop) here = g_object_ref (hark_object_get_loop (HARK_OBJECT (self->belfry)));
  g_autoptr(HarkFuture) stopped = NULL;
  Worker workers[N_THREADS] = { 0 };
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    {
      workers[i].storm = self;
      workers[i].number = i;
      workers[i].random = g_rand_new_with_seed (i + 1);
      workers[i].ear = house_new (self, self->loops[i % N_LOOPS], &workers[i]);
      threads[i] = g_thread_new ("storm", work, &workers[i]);
    }
  while (atomic_load (&self->n_finished) < N_THREADS)
    g_main_context_iteration (NULL, TRUE);
  stopped = hark_loop_stop (here, 0);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (threads[i]);
      g_rand_free (workers[i].random);
      g_object_unref (workers[i].ear);
    }

  /* Accepted is run or discarded. */
  g_assert_cmpuint (hark_loop_get_n_run (here), ==, self->n_rung);
  g_assert_cmpuint (self->n_rung + hark_loop_get_n_discarded (here), ==, self->n_accepted);
}

static void
storm_clear (Storm *self)
{
  for (guint i = 0; i < N_PLACES; i++)
    {
      g_clear_object (&self->clouds[i]);
      g_clear_object (&self->houses[i]);
    }
  g_clear_object (&self->belfry);
  for (guint i = 0; i < N_LOOPS; i++)
    {
      g_autoptr(HarkFuture) stopped = hark_loop_stop (self->loops[i], HARK_FOREVER);

      g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
      g_clear_object (&self->loops[i]);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_mutex_clear (&self->lock);
}

static void
test_storm (void)
{
  Storm *storm = storm_new ();

  storm_rage (storm);
  storm_clear (storm);
  g_assert_cmpuint (storm->n_asked, ==, storm->n_answered + storm->n_refused);
  g_assert_cmpuint (storm->n_answered, ==, storm->n_knocked);
  g_assert_cmpuint (storm->n_closed, ==, storm->n_houses);
  g_assert_cmpuint (storm->n_destroyed, ==, storm->n_houses);
  g_assert_cmpuint (storm->n_loads_freed, ==, storm->n_loads);
  g_test_message ("%u loads, %u houses, %u answers and %u refused, %u rings of %u",
                  storm->n_loads, storm->n_houses, storm->n_answered, storm->n_refused,
                  storm->n_rung, storm->n_accepted);
  g_free (storm);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc == 3 && g_str_equal (argv[1], "--seconds"))
    {
      n_seconds = atoi (argv[2]);
      alarm (n_seconds + PATIENCE);
    }
  g_test_add_func ("/rule/14/a-storm-of-signals", test_storm);
  return g_test_run ();
}
