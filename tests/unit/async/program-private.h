/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A random program of tasks: the world in which they run, and one step of a task.
 * All that is random comes from one generator and all is on one thread and the
 * virtual clock, so a seed is a program. */

#include <hark/clock.h>
#include <hark/combination.h>
#include <hark/error.h>
#include <hark/task-lock.h>
#include <hark/task-queue.h>
#include <hark/task.h>

#define MS G_GINT64_CONSTANT (1000)

enum
{
  MOST_TASKS = 16,
  MOST_ITEMS = 256,
  N_ADMITTED = 2,    /* by the semaphore */
  DEPTH      = 2,    /* of the queue */
  N_SUBJECTS = 2,    /* of one program: few, so that its tasks meet */
};

/* Those who are in a wait, by what they wait for. */
typedef struct
{
  guint for_lock;
  guint for_semaphore;
  guint for_flag;
  guint for_token;
  guint for_place;
  guint for_item;
  guint for_join;
} Waiting;

typedef struct _World World;

struct _World
{
  GRand             *rand;
  guint              subjects[N_SUBJECTS];
  GPtrArray         *tasks;         /* all there ever were; which number they have is their place */
  GPtrArray         *cancellables;  /* the last one is not cancelled */
  HarkTaskLock      *lock;
  HarkTaskSemaphore *semaphore;
  HarkTaskFlag      *flag;
  HarkTaskCondition *condition;     /* there are tokens; with the lock */
  HarkTaskQueue     *queue;         /* of pointers into `items` */
  Waiting            waiting;
  guint              n_data;        /* of tasks, not yet destroyed */
  guint              n_inside;      /* who hold the lock, */
  guint              n_admitted;    /* and the semaphore */
  guint              n_tokens;
  guint              n_put;
  guint              n_got;
  guint              n_done;
  gboolean           is_closed;     /* the queue */
  guint8             items[MOST_ITEMS];  /* how often each was put, less how often it was taken */
};

World    *world_new         (guint32  seed);
/* All tasks have ended. */
void      world_free        (World   *self);
/* Nobody can go on before some time has passed: who waits, waits for what is not
 * there. */
void      world_check_quiet (World   *self);
/* All tasks have ended: nothing is held or lost. */
void      world_check_end   (World   *self);

/* From 0 up to less than @n. */
guint     world_draw        (World   *self,
                             guint    n);
/* A new task, which takes some steps. @n_alive: counted up, and down when it has ended. */
HarkTask *world_spawn       (World   *self,
                             guint   *n_alive);
/* What the program is about. */
void      world_choose_subjects (World *self);
/* One step of the task that calls it. */
void      world_step        (World   *self);
