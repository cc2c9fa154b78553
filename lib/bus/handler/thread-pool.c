/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A GThreadPool that is given a ticket for each thread that is to work; the work itself waits here,
 * in a queue for each priority, and who has a ticket works until there is none. One ticket at a time is on its way:
 * the thread that comes with it sends the next one if there is more to do, so a burst costs its writer one.
 * Who is passed over often enough is next, as on a lane. */

#include "bus/handler/thread-pool-private.h"

typedef struct
{
  HarkPoolWork *first;
  HarkPoolWork *last;
  guint         n_passed_over;
} Queue;

struct _HarkThreadPool
{
  GThreadPool *threads;                     /* fixed at birth */
  guint        n_threads;                   /* fixed at birth */
  GMutex       lock;
  Queue        queues[HARK_N_PRIORITIES];   /* lock, and so are the next */
  guint        n_waiting;
  guint        n_tickets;
  gboolean     is_coming;                   /* one of them, and no thread has it yet */
};

/* Of any sixteen, one is of each priority that has some: see turn.c. */
static const guint patience[HARK_N_PRIORITIES] =
{
  [HARK_PRIORITY_URGENT] = G_MAXUINT,
  [HARK_PRIORITY_NORMAL] = 14,
  [HARK_PRIORITY_IDLE] = 15,
};

G_DEFINE_BOXED_TYPE (HarkThreadPool, hark_thread_pool, hark_thread_pool_ref, hark_thread_pool_unref)

/* Called with the lock. (nullable): there is none. */
static HarkPoolWork *
take_next (HarkThreadPool *self)
{
  Queue *next = NULL;
  HarkPoolWork *work;

  for (guint i = 0; i < HARK_N_PRIORITIES; i++)
    {
      Queue *queue = &self->queues[i];

      if (queue->first == NULL)
        queue->n_passed_over = 0;
      else if (queue->n_passed_over++ >= patience[i] || next == NULL)
        next = queue;
    }
  if (next == NULL)
    return NULL;
  next->n_passed_over = 0;
  work = next->first;
  next->first = work->next;
  self->n_waiting--;
  return work;
}

/* Called with the lock. %TRUE: send_ticket() is to be called without it. */
static gboolean
make_ticket (HarkThreadPool *self)
{
  if (self->is_coming || self->n_waiting == 0 || self->n_tickets == self->n_threads)
    return FALSE;
  self->is_coming = TRUE;
  self->n_tickets++;
  return TRUE;
}

/* Where no thread can be made now, the ticket waits for one that is there. */
static void
send_ticket (HarkThreadPool *self)
{
  g_thread_pool_push (self->threads, hark_thread_pool_ref (self), NULL);
}

/* Called by a thread that comes with a ticket. */
static void
pass_on (HarkThreadPool *self)
{
  gboolean has_ticket;

  g_mutex_lock (&self->lock);
  self->is_coming = FALSE;
  has_ticket = self->n_waiting > 1 && make_ticket (self); /* one is for this thread */
  g_mutex_unlock (&self->lock);
  if (has_ticket)
    send_ticket (self);
}

static void
work_on (gpointer ticket,
         gpointer data)
{
  HarkThreadPool *self = data;
  HarkPoolWork *work;

  pass_on (self);
  do
    {
      g_mutex_lock (&self->lock);
      work = take_next (self);
      if (work == NULL)
        self->n_tickets--;
      g_mutex_unlock (&self->lock);
      if (work != NULL)
        work->run (work);
    }
  while (work != NULL);
  hark_thread_pool_unref (self);
}

HarkThreadPool *
hark_thread_pool_new (guint n_threads)
{
  HarkThreadPool *self;

  g_return_val_if_fail (n_threads > 0 && n_threads <= G_MAXINT, NULL);

  self = g_atomic_rc_box_new0 (HarkThreadPool);
  g_mutex_init (&self->lock);
  self->n_threads = n_threads;
  self->threads = g_thread_pool_new (work_on, self, (int) n_threads, FALSE, NULL);
  return self;
}

HarkThreadPool *
hark_thread_pool_ref (HarkThreadPool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/* Nothing waits any more; one of its own threads may be here. */
static void
pool_clear (gpointer data)
{
  HarkThreadPool *self = data;

  g_thread_pool_free (self->threads, FALSE, FALSE);
  g_mutex_clear (&self->lock);
}

void
hark_thread_pool_unref (HarkThreadPool *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pool_clear);
}

guint
hark_thread_pool_get_n_waiting (HarkThreadPool *self)
{
  guint n;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  n = self->n_waiting;
  g_mutex_unlock (&self->lock);
  return n;
}

void
hark_thread_pool_push (HarkThreadPool *self,
                       HarkPoolWork   *work,
                       HarkPriority    priority)
{
  Queue *queue = &self->queues[priority];
  gboolean has_ticket;

  work->next = NULL;
  g_mutex_lock (&self->lock);
  if (queue->first == NULL)
    queue->first = work;
  else
    queue->last->next = work;
  queue->last = work;
  self->n_waiting++;
  has_ticket = make_ticket (self);
  g_mutex_unlock (&self->lock);
  if (has_ticket)
    send_ticket (self);
}
