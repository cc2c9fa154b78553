/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drawing everything while it changes. What is drawn is checked by tests/graph;
 * here it is that nobody notices. */

#include <stdatomic.h>
#include <string.h>

#include <hark/hark.h>

#include "workshop.h"

enum
{
  N_THREADS = 3,
  N_ROUNDS  = 400,
};

static guint
count (const char *text,
       const char *what)
{
  guint n = 0;

  for (const char *at = strstr (text, what); at != NULL; at = strstr (at + 1, what))
    n++;
  return n;
}

/* Objects, loops and connections that are made and dropped; each object has to
 * be closed by the thread that made it. */
typedef struct
{
  WorkshopProducer *lasting;
  atomic_uint       n_closed;
} Bustle;

typedef struct
{
  Bustle  *bustle;
  GThread *thread;
} Owner;

static void
closed (WorkshopConsumer *consumer)
{
  Owner *owner = workshop_consumer_get_data (consumer);

  g_assert_true (owner->thread == g_thread_self ());
  atomic_fetch_add (&owner->bustle->n_closed, 1);
}

static const WorkshopConsumerSlots bustling = { .closed = closed };

static void
come_and_go (Owner *owner)
{
  WorkshopProducer *lasting = owner->bustle->lasting;
  HarkLoop *loop = hark_loop_new ("passing");
  WorkshopProducer *producer = workshop_producer_new (loop, NULL, NULL, NULL);
  WorkshopConsumer *consumer = workshop_consumer_new (NULL, &bustling, owner, NULL);
  GObject *plain = g_object_new (G_TYPE_OBJECT, NULL);
  HarkFuture *next;

  HARK_CONNECT (lasting, workshop_producer_produced, consumer, workshop_consumer_on_produced);
  HARK_CONNECT (producer, workshop_producer_produced, consumer, workshop_consumer_on_produced);
  HARK_CONNECT (producer, workshop_producer_paused, lasting, workshop_producer_paused);
  g_assert_nonnull (hark_connect_by_name (producer, "paused", consumer, NULL, NULL));
  next = workshop_producer_next_paused (lasting);
  workshop_producer_emit_produced (lasting, "chair", 1);
  g_main_context_iteration (g_main_context_get_thread_default (), FALSE);

  g_object_unref (plain);
  g_object_unref (consumer);
  g_object_unref (producer);
  g_object_unref (loop);
  hark_future_unref (next);
}

static gpointer
bustle (gpointer data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  Owner owner = { data, g_thread_self () };

  g_main_context_push_thread_default (context);
  for (guint i = 0; i < N_ROUNDS; i++)
    come_and_go (&owner);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_drawing_disturbs_nobody (void)
{
  g_autoptr(WorkshopProducer) lasting = workshop_producer_new (NULL, NULL, NULL, NULL);
  Bustle shared = { .lasting = lasting };
  GThread *threads[N_THREADS];
  guint n_drawn = 0;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("bustle", bustle, &shared);
  do
    {
      g_autofree char *json = hark_dump_graph (HARK_GRAPH_JSON);
      g_autofree char *dot = hark_dump_graph (HARK_GRAPH_DOT);

      g_assert_cmpuint (count (json, "\"WorkshopProducer\""), >=, 1);
      g_assert_true (g_str_has_suffix (dot, "}\n"));
      n_drawn++;
    }
  while (atomic_load (&shared.n_closed) < N_THREADS * N_ROUNDS);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (n_drawn, >, 0);
  g_assert_cmpuint (atomic_load (&shared.n_closed), ==, N_THREADS * N_ROUNDS);
}

static void
look_on (GObject *object)
{
}

static void
test_what_has_gone_is_not_drawn (void)
{
  WorkshopProducer *producer = workshop_producer_new (NULL, NULL, NULL, NULL);
  GObject *plain = g_object_new (G_TYPE_OBJECT, NULL);
  WorkshopConsumer *consumer = workshop_consumer_new (NULL, NULL, NULL, NULL);
  g_autofree char *before = NULL;
  g_autofree char *between = NULL;
  g_autofree char *after = NULL;

  HARK_CONNECT (producer, workshop_producer_paused, consumer, workshop_consumer_on_paused);
  HARK_CONNECT_FUNC (producer, workshop_producer_paused, plain, look_on);
  before = hark_dump_graph (HARK_GRAPH_JSON);
  g_assert_cmpuint (count (before, "\"address\""), ==, 3);
  g_assert_cmpuint (count (before, "\"event\""), ==, 2);

  g_object_unref (consumer);
  between = hark_dump_graph (HARK_GRAPH_JSON);
  g_assert_cmpuint (count (between, "\"address\""), ==, 2);
  g_assert_cmpuint (count (between, "\"event\""), ==, 1);

  g_object_unref (plain);
  g_object_unref (producer);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  after = hark_dump_graph (HARK_GRAPH_JSON);
  g_assert_cmpstr (after, ==, "{\n  \"objects\": [\n  ],\n  \"loops\": [\n  ],\n  \"connections\": [\n  ]\n}\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object/graph/what-has-gone-is-not-drawn", test_what_has_gone_is_not_drawn);
  g_test_add_func ("/object/graph/drawing-disturbs-nobody", test_drawing_disturbs_nobody);
  return g_test_run ();
}
