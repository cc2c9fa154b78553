/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tasks: spawning one and awaiting it, awaiting what is there already and what an
 * idle source brings, and what sleeping ones cost. */

#include <hark/hark.h>

#include "bench.h"

enum
{
  N_AWAITS   = 200000,
  N_READY    = 5000000,
  N_OBJECTS  = 10000,
  N_SLEEPERS = 30000,
  N_ITERATIONS = 10000,
};

/* --- awaiting --- */

static gpointer
count_one (gpointer  data,
           GError  **error)
{
  (*(gint64 *) data)++;
  return data;
}

static gpointer
spawn_and_await (gpointer  data,
                 GError  **error)
{
  gint64 count = 0;

  for (int i = 0; i < N_AWAITS; i++)
    {
      g_autoptr(HarkTask) task = hark_task_spawn (count_one, &count, NULL);

      BENCH_CHECK (hark_task_await (task, error) == &count);
    }
  BENCH_CHECK (count == N_AWAITS);
  return NULL;
}

static gpointer
await_ready (gpointer  data,
             GError  **error)
{
  for (int i = 0; i < N_READY; i++)
    {
      g_autoptr(HarkFuture) future = hark_future_new_resolved (NULL, NULL);

      BENCH_CHECK (hark_await (future, error));
    }
  return NULL;
}

static gboolean
resolve (gpointer future)
{
  hark_future_resolve (future, NULL);
  return G_SOURCE_REMOVE;
}

static gpointer
await_idle (gpointer  data,
            GError  **error)
{
  for (int i = 0; i < N_AWAITS; i++)
    {
      g_autoptr(HarkFuture) future = hark_future_new (NULL);
      GSource *source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, resolve, hark_future_ref (future), (GDestroyNotify) hark_future_unref);
      g_source_attach (source, NULL);
      g_source_unref (source);
      BENCH_CHECK (hark_await (future, error));
    }
  return NULL;
}

typedef struct
{
  HarkTaskFunc func;
  gint64       n;
} Case;

static double
run (gpointer data)
{
  const Case *self = data;
  gint64 start = bench_now ();

  hark_run (self->func, NULL, NULL);
  return (double) (bench_now () - start) / self->n;
}

/* --- memory --- */

static double
bytes_per_future (void)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_full (N_OBJECTS, (GDestroyNotify) hark_future_unref);
  gsize before = bench_heap ();

  for (int i = 0; i < N_OBJECTS; i++)
    g_ptr_array_add (futures, hark_future_new (NULL));
  return (double) (bench_heap () - before) / N_OBJECTS;
}

static gsize
resident (void)
{
  g_autofree char *statm = NULL;
  char *end;

  BENCH_CHECK (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  g_ascii_strtoull (statm, &end, 10);
  return g_ascii_strtoull (end, NULL, 10) * 4096;
}

static gpointer
sleep_for_long (gpointer  data,
                GError  **error)
{
  hark_sleep (G_USEC_PER_SEC * G_GINT64_CONSTANT (3600), error);
  (*(int *) data)++;
  return NULL;
}

typedef struct
{
  gsize  heap;       /* bytes, of all */
  gsize  resident;
  double life;       /* ns, of one */
  double iteration;  /* ns, of the context, while all sleep */
} Sleep;

/* Nothing is to be done. */
static double
time_iterations (void)
{
  gint64 start = bench_now ();

  for (int i = 0; i < N_ITERATIONS; i++)
    BENCH_CHECK (!g_main_context_iteration (NULL, FALSE));
  return (double) (bench_now () - start) / N_ITERATIONS;
}

/* Lets @n tasks fall asleep, and ends them. */
static Sleep
put_to_sleep (int n)
{
  g_autoptr(GPtrArray) tasks = g_ptr_array_new_full (n, (GDestroyNotify) hark_task_unref);
  Sleep sleep = { .heap = bench_heap (), .resident = resident () };
  gint64 start = bench_now (), pause;
  int n_ended = 0;

  for (int i = 0; i < n; i++)
    g_ptr_array_add (tasks, hark_task_spawn (sleep_for_long, &n_ended, NULL));
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE))
    ;
  sleep.heap = bench_heap () - sleep.heap;
  sleep.resident = resident () - sleep.resident;
  pause = bench_now ();
  sleep.iteration = time_iterations ();
  pause = bench_now () - pause;
  BENCH_CHECK (n_ended == 0);

  for (int i = 0; i < n; i++)
    hark_task_cancel (g_ptr_array_index (tasks, i));
  while (n_ended < n)
    g_main_context_iteration (NULL, FALSE);
  sleep.life = (double) (bench_now () - start - pause) / n;
  return sleep;
}

static double
life_of_sleepers (gpointer data)
{
  return put_to_sleep (*(int *) data).life;
}

static double
iteration_beside (gpointer data)
{
  return put_to_sleep (*(int *) data).iteration;
}

int
main (int    argc,
      char **argv)
{
  Case spawning = { spawn_and_await, N_AWAITS };
  Case ready = { await_ready, N_READY };
  Case idle = { await_idle, N_AWAITS };
  int one = 1, few = N_SLEEPERS / 10, many = N_SLEEPERS;
  Sleep sleep;

  bench_init (argc, argv);
  bench_run ("hark.task.spawn_await", "ns", BENCH_DEFAULT, run, &spawning);
  bench_run ("hark.await.ready_future", "ns", BENCH_DEFAULT, run, &ready);
  bench_run ("hark.await.resolved_by_idle", "ns", BENCH_DEFAULT, run, &idle);
  bench_value ("hark.bytes_per_future", "bytes", bytes_per_future ());
  sleep = put_to_sleep (N_SLEEPERS);
  bench_value ("hark.bytes_per_task", "bytes", (double) sleep.heap / N_SLEEPERS);
  bench_value ("hark.tasks.3e4_sleeping.resident", "bytes", (double) sleep.resident / N_SLEEPERS);
  bench_run ("hark.tasks.3e4_sleeping.start_end", "ns", BENCH_DEFAULT, life_of_sleepers, &many);
  bench_run ("hark.tasks.3e3_sleeping.start_end", "ns", BENCH_DEFAULT, life_of_sleepers, &few);
  bench_run ("hark.tasks.3e4_sleeping.iteration", "ns", BENCH_DEFAULT, iteration_beside, &many);
  bench_run ("hark.tasks.1_sleeping.iteration", "ns", BENCH_DEFAULT, iteration_beside, &one);
  return 0;
}
