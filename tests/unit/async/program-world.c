/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The world of a random program: what its tasks share, and what must be true of it
 * whenever all of them sleep or wait, and when they have ended. */

#include "program-private.h"

enum { MOST_STEPS = 8 };

World *
world_new (guint32 seed)
{
  World *self = g_new0 (World, 1);

  self->rand = g_rand_new_with_seed (seed);
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_task_unref);
  self->cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->cancellables, g_cancellable_new ());
  self->lock = hark_task_lock_new ();
  self->semaphore = hark_task_semaphore_new (N_ADMITTED);
  self->flag = hark_task_flag_new ();
  self->condition = hark_task_condition_new (self->lock);
  self->queue = hark_task_queue_new (DEPTH, NULL);
  world_choose_subjects (self);
  return self;
}

void
world_free (World *self)
{
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->cancellables);
  hark_task_condition_unref (self->condition);
  hark_task_lock_unref (self->lock);
  hark_task_semaphore_unref (self->semaphore);
  hark_task_flag_unref (self->flag);
  hark_task_queue_unref (self->queue);
  g_rand_free (self->rand);
  g_free (self);
}

guint
world_draw (World *self,
            guint  n)
{
  return g_rand_int_range (self->rand, 0, n);
}

/* --- tasks --- */

typedef struct
{
  World *world;
  guint  number;
  guint *n_alive;
} Actor;

static void
actor_free (gpointer data)
{
  Actor *self = data;

  self->world->n_data--;
  if (self->n_alive != NULL)
    (*self->n_alive)--;
  g_free (self);
}

static gpointer
actor_run (gpointer  data,
           GError  **error)
{
  Actor *self = data;
  World *world = self->world;
  guint n = 1 + world_draw (world, MOST_STEPS);

  if (world_draw (world, 8) == 0)
    hark_task_set_timeout (hark_task_get_current (), world_draw (world, 20) * MS);
  for (guint i = 0; i < n; i++)
    world_step (world);
  if (world_draw (world, 8) == 0)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED, "task %u", self->number);
      return NULL;
    }
  return g_ptr_array_index (world->tasks, self->number);
}

HarkTask *
world_spawn (World *self,
             guint *n_alive)
{
  Actor *actor = g_new (Actor, 1);
  HarkTask *task;

  *actor = (Actor) { self, self->tasks->len, n_alive };
  self->n_data++;
  if (n_alive != NULL)
    (*n_alive)++;
  task = hark_task_spawn (actor_run, actor, actor_free);
  g_ptr_array_add (self->tasks, task);
  return task;
}

/* --- what must be true --- */

void
world_check_quiet (World *self)
{
  const Waiting *waiting = &self->waiting;
  guint n_items = hark_task_queue_get_n_items (self->queue);

  g_assert_true (waiting->for_lock == 0 || self->n_inside == 1);
  g_assert_true (waiting->for_semaphore == 0 || self->n_admitted == N_ADMITTED);
  g_assert_true (waiting->for_flag == 0 || !hark_task_flag_is_set (self->flag));
  g_assert_true (waiting->for_token == 0 || self->n_tokens == 0 || self->n_inside == 1);
  g_assert_true (waiting->for_place == 0 || (n_items == DEPTH && !self->is_closed));
  g_assert_true (waiting->for_item == 0 || (n_items == 0 && !self->is_closed));
  g_assert_true (waiting->for_join == 0 || self->n_put > self->n_done);
}

/* What was put is there once, and the work on what was taken is done. */
static void
check_queue (World *self)
{
  guint n_left = 0;
  guint8 *item;

  while ((item = hark_task_queue_try_get (self->queue)) != NULL)
    {
      g_assert_cmpuint ((*item)--, ==, 1);
      hark_task_queue_task_done (self->queue);
      n_left++;
    }
  g_assert_cmpuint (self->n_put, ==, self->n_got + n_left);
  g_assert_cmpuint (self->n_done, ==, self->n_got);
  for (guint i = 0; i < MOST_ITEMS; i++)
    g_assert_cmpuint (self->items[i], ==, 0);
  g_assert_true (hark_task_queue_join (self->queue, 0, NULL, NULL));
}

void
world_check_end (World *self)
{
  static const Waiting nobody;

  g_assert_cmpuint (self->n_data, ==, 0);
  g_assert_cmpmem (&self->waiting, sizeof self->waiting, &nobody, sizeof nobody);
  g_assert_true (hark_task_lock_try (self->lock));
  hark_task_lock_release (self->lock);
  for (guint i = 0; i < N_ADMITTED; i++)
    g_assert_true (hark_task_semaphore_try (self->semaphore));
  g_assert_false (hark_task_semaphore_try (self->semaphore));
  check_queue (self);
}
