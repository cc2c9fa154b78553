/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The steps that tasks of random programs take. Each waits for one thing or changes
 * it, and asserts what it may of the outcome; that a wait ends without what it was for is
 * always possible. */

#include "program-private.h"

/* How long a wait may take. */
typedef struct
{
  gint64        time;
  GCancellable *cancellable;
} Limit;

static Limit
some_limit (World *world)
{
  gint64 time = world_draw (world, 4) == 0 ? HARK_FOREVER : world_draw (world, 20) * MS;
  gboolean is_cancellable = world_draw (world, 4) == 0;

  return (Limit) { time, is_cancellable ? g_ptr_array_index (world->cancellables, world->cancellables->len - 1) : NULL };
}

static HarkTask *
some_task (World *world)
{
  return g_ptr_array_index (world->tasks, world_draw (world, world->tasks->len));
}

/* Or not at all. */
static void
sleep_a_little (World *world,
                guint  most)
{
  if (world_draw (world, 2) == 0)
    hark_sleep (world_draw (world, most) * MS, NULL);
}

/* --- alone --- */

static void
step_sleep (World *world)
{
  gint64 start = hark_clock_now ();
  gint64 duration = world_draw (world, 10) * MS;

  if (hark_sleep (duration, NULL))
    g_assert_cmpint (hark_clock_now () - start, ==, duration);
}

static void
step_yield (World *world)
{
  hark_yield (NULL);
}

static void
step_shield (World *world)
{
  hark_task_shield ();
  step_sleep (world);
  hark_task_unshield ();
}

static void
step_deadline (World *world)
{
  gint64 time = world_draw (world, 2) == 0 ? HARK_FOREVER : world_draw (world, 20) * MS;

  hark_task_set_timeout (hark_task_get_current (), time);
}

/* --- locks and the like --- */

static gboolean
acquire_lock (World *world)
{
  Limit limit = some_limit (world);
  gboolean is_held;

  world->waiting.for_lock++;
  is_held = hark_task_lock_acquire (world->lock, limit.time, limit.cancellable, NULL);
  world->waiting.for_lock--;
  if (is_held)
    g_assert_cmpuint (world->n_inside++, ==, 0);
  return is_held;
}

static void
release_lock (World *world)
{
  g_assert_cmpuint (world->n_inside--, ==, 1);
  hark_task_lock_release (world->lock);
}

static void
step_lock (World *world)
{
  if (!acquire_lock (world))
    return;
  sleep_a_little (world, 3);
  release_lock (world);
}

static void
step_give_token (World *world)
{
  if (!acquire_lock (world))
    return;
  world->n_tokens++;
  hark_task_condition_notify (world->condition, 1);
  sleep_a_little (world, 2);
  release_lock (world);
}

static void
step_take_token (World *world)
{
  Limit limit = some_limit (world);
  gboolean goes_on = TRUE;

  if (!acquire_lock (world))
    return;
  while (goes_on && world->n_tokens == 0)
    {
      world->n_inside--;
      world->waiting.for_token++;
      goes_on = hark_task_condition_wait (world->condition, limit.time, limit.cancellable, NULL);
      world->waiting.for_token--;
      g_assert_cmpuint (world->n_inside++, ==, 0);
    }
  if (goes_on)
    world->n_tokens--;
  release_lock (world);
}

static void
step_semaphore (World *world)
{
  Limit limit = some_limit (world);
  gboolean is_admitted;

  world->waiting.for_semaphore++;
  is_admitted = hark_task_semaphore_acquire (world->semaphore, limit.time, limit.cancellable, NULL);
  world->waiting.for_semaphore--;
  if (!is_admitted)
    return;

  g_assert_cmpuint (++world->n_admitted, <=, N_ADMITTED);
  sleep_a_little (world, 3);
  world->n_admitted--;
  hark_task_semaphore_release (world->semaphore);
}

static void
step_set_flag (World *world)
{
  hark_task_flag_set (world->flag);
}

static void
step_clear_flag (World *world)
{
  hark_task_flag_clear (world->flag);
}

static void
step_wait_for_flag (World *world)
{
  Limit limit = some_limit (world);

  world->waiting.for_flag++;
  hark_task_flag_wait (world->flag, limit.time, limit.cancellable, NULL);
  world->waiting.for_flag--;
}

/* --- the queue --- */

static void
step_put (World *world)
{
  Limit limit = some_limit (world);
  guint8 *item = &world->items[world->n_put % MOST_ITEMS];
  gboolean is_put;

  while (*item != 0) /* somebody is putting it */
    item = item == &world->items[MOST_ITEMS - 1] ? world->items : item + 1;
  *item = 1;
  world->waiting.for_place++;
  is_put = hark_task_queue_put (world->queue, item, limit.time, limit.cancellable, NULL);
  world->waiting.for_place--;
  world->n_put += is_put;
  if (!is_put)
    *item = 0;
}

static void
step_get (World *world)
{
  Limit limit = some_limit (world);
  guint8 *item;

  world->waiting.for_item++;
  item = hark_task_queue_get (world->queue, limit.time, limit.cancellable, NULL);
  world->waiting.for_item--;
  if (item == NULL)
    return;

  g_assert_cmpuint ((*item)--, ==, 1);
  world->n_got++;
  sleep_a_little (world, 3);
  world->n_done++;
  hark_task_queue_task_done (world->queue);
}

static void
step_join (World *world)
{
  Limit limit = some_limit (world);

  world->waiting.for_join++;
  hark_task_queue_join (world->queue, limit.time, limit.cancellable, NULL);
  world->waiting.for_join--;
}

static void
step_close (World *world)
{
  if (world_draw (world, 8) > 0)
    return;
  world->is_closed = TRUE;
  hark_task_queue_close (world->queue);
}

/* --- other tasks --- */

static void
step_spawn (World *world)
{
  HarkTask *task;

  if (world->tasks->len >= MOST_TASKS)
    return;
  task = world_spawn (world, NULL);
  if (world_draw (world, 2) == 0)
    hark_task_await (task, NULL);
}

static void
step_await (World *world)
{
  HarkTask *task = some_task (world);
  Limit limit = some_limit (world);
  g_autoptr(GError) error = NULL;

  if (hark_future_await (hark_task_get_future (task), limit.time, limit.cancellable, &error))
    g_assert_true (hark_task_get_result (task) == task);
  else
    g_assert_nonnull (error);
}

static void
step_cancel_task (World *world)
{
  hark_task_cancel (some_task (world));
}

static void
step_cancel_waits (World *world)
{
  GCancellable *cancellable = g_ptr_array_index (world->cancellables, world->cancellables->len - 1);

  g_ptr_array_add (world->cancellables, g_cancellable_new ());
  g_cancellable_cancel (cancellable);
}

/* Whether it is awaited, cancelled or left, nobody of it is there afterwards. */
static void
step_group (World *world)
{
  HarkTaskGroup *group = hark_task_group_new ();
  guint n = 1 + world_draw (world, 3), n_alive = 0;

  for (guint i = 0; i < n && world->tasks->len < MOST_TASKS; i++)
    hark_task_group_add (group, world_spawn (world, &n_alive));
  sleep_a_little (world, 3);
  if (world_draw (world, 3) == 0)
    hark_task_group_cancel (group);
  if (world_draw (world, 2) == 0)
    {
      hark_task_group_await (group, NULL);
      g_assert_cmpuint (n_alive, ==, 0);
    }
  hark_task_group_free (group);
  g_assert_cmpuint (n_alive, ==, 0);
}

/* --- several futures --- */

enum { N_COMBINED = 3 };

static gboolean
has_error (HarkFuture *future)
{
  g_autoptr(GError) error = NULL;

  hark_future_get_values (future, &error);
  return error != NULL;
}

static void
step_all_or_each (World *world)
{
  gboolean is_all = world_draw (world, 2) == 0;
  Limit limit = some_limit (world);
  HarkFuture *futures[N_COMBINED];
  g_autoptr(HarkFuture) whole = NULL;

  for (guint i = 0; i < N_COMBINED; i++)
    futures[i] = hark_task_get_future (some_task (world));
  whole = is_all ? hark_future_all (futures, N_COMBINED) : hark_future_each (futures, N_COMBINED);
  if (!hark_future_await (whole, limit.time, limit.cancellable, NULL))
    return;
  for (guint i = 0; i < N_COMBINED; i++)
    g_assert_true (hark_future_is_settled (futures[i]) && !(is_all && has_error (futures[i])));
}

static void
step_any_or_first (World *world)
{
  gboolean is_any = world_draw (world, 2) == 0;
  Limit limit = some_limit (world);
  HarkFuture *futures[N_COMBINED];
  g_autoptr(HarkFuture) whole = NULL;
  gsize place;

  for (guint i = 0; i < N_COMBINED; i++)
    futures[i] = hark_task_get_future (some_task (world));
  whole = is_any ? hark_future_any (futures, N_COMBINED) : hark_future_first (futures, N_COMBINED);
  if (!hark_future_await (whole, limit.time, limit.cancellable, NULL))
    return;
  g_assert_true (hark_future_finish_place (whole, &place, NULL));
  g_assert_true (hark_future_is_settled (futures[place]) && (is_any || !has_error (futures[place])));
}

static void
step_within (World *world)
{
  HarkFuture *future = hark_task_get_future (some_task (world));
  gint64 start = hark_clock_now (), time = world_draw (world, 20) * MS;
  g_autoptr(HarkFuture) within = hark_future_within (future, time);
  g_autoptr(GError) error = NULL;

  hark_await (within, &error);
  g_assert_cmpint (hark_clock_now () - start, <=, time);
  if (error == NULL)
    g_assert_true (hark_future_is_settled (future));
}

/* --- programs --- */

typedef void (*Step) (World *world);

/* Steps about one thing, with NULL behind them. */
static const Step subjects[][5] =
{
  { step_spawn, step_spawn, step_cancel_task, step_sleep }, /* of every program */
  { step_lock, step_yield },
  { step_give_token, step_take_token, step_take_token },
  { step_semaphore, step_cancel_waits },
  { step_set_flag, step_clear_flag, step_wait_for_flag, step_wait_for_flag },
  { step_put, step_put, step_get },
  { step_put, step_get, step_get, step_cancel_waits },
  { step_put, step_get, step_join, step_close },
  { step_await, step_cancel_waits },
  { step_group, step_shield, step_deadline },
  { step_all_or_each, step_any_or_first, step_within },
};

void
world_choose_subjects (World *world)
{
  for (guint i = 0; i < N_SUBJECTS; i++)
    world->subjects[i] = 1 + world_draw (world, G_N_ELEMENTS (subjects) - 1);
}

void
world_step (World *world)
{
  guint subject = world_draw (world, N_SUBJECTS + 1);
  const Step *steps = subjects[subject < N_SUBJECTS ? world->subjects[subject] : 0];
  guint n = 0;

  while (steps[n] != NULL)
    n++;
  steps[world_draw (world, n)](world);
}
