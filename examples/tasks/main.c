/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Code that waits and reads from top to bottom: delays side by side, a flag and a
 * lock, and three workers who share a queue. */

#include <hark/hark.h>

enum
{
  N_WORKERS = 3,
  N_JOBS    = 9,
};

#define MOMENT (50 * G_TIME_SPAN_MILLISECOND)

/* --- delays side by side --- */

static gpointer
say_after (gpointer data, GError **error)
{
  guint n = GPOINTER_TO_UINT (data);

  if (hark_sleep (n * MOMENT, error))
    g_print ("after %u\n", n);
  return NULL;
}

static gboolean
show_delays (GError **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  for (guint n = 3; n > 0; n--)
    hark_task_group_spawn (group, say_after, GUINT_TO_POINTER (n), NULL);
  return hark_task_group_await (group, error);
}

/* --- a flag and a lock --- */

typedef struct
{
  HarkTaskFlag *is_open;
  HarkTaskLock *till;
  guint         n_sold;  /* under the lock of the till */
} Shop;

static gpointer
buy (gpointer data, GError **error)
{
  Shop *shop = data;

  if (!hark_task_flag_wait (shop->is_open, HARK_FOREVER, NULL, error)
      || !hark_task_lock_acquire (shop->till, HARK_FOREVER, NULL, error))
    return NULL;
  g_print ("paying, as number %u\n", ++shop->n_sold);
  hark_yield (NULL); /* nobody else comes in between */
  g_print ("paid, as number %u\n", shop->n_sold);
  hark_task_lock_release (shop->till);
  return NULL;
}

static gboolean
show_shop (GError **error)
{
  g_autoptr(HarkTaskFlag) is_open = hark_task_flag_new ();
  g_autoptr(HarkTaskLock) till = hark_task_lock_new ();
  Shop shop = { is_open, till, 0 };
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  for (guint i = 0; i < 2; i++)
    hark_task_group_spawn (group, buy, &shop, NULL);
  if (!hark_sleep (MOMENT, error))
    return FALSE;
  g_print ("open\n");
  hark_task_flag_set (is_open);
  return hark_task_group_await (group, error);
}

/* --- three workers --- */

static gpointer
work (gpointer data, GError **error)
{
  HarkTaskQueue *jobs = data;
  gpointer job;

  /* Until it is cancelled. */
  while ((job = hark_task_queue_get (jobs, HARK_FOREVER, NULL, error)) != NULL)
    {
      if (!hark_sleep (GPOINTER_TO_UINT (job) * MOMENT / 10, error))
        break;
      hark_task_queue_task_done (jobs);
    }
  return NULL;
}

static gboolean
show_workers (GError **error)
{
  g_autoptr(HarkTaskQueue) jobs = hark_task_queue_new (4, NULL);
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  for (guint i = 0; i < N_WORKERS; i++)
    hark_task_group_spawn (group, work, jobs, NULL);
  for (guint i = 1; i <= N_JOBS; i++)
    if (!hark_task_queue_put (jobs, GUINT_TO_POINTER (i), HARK_FOREVER, NULL, error))
      return FALSE;
  if (!hark_task_queue_join (jobs, HARK_FOREVER, NULL, error))
    return FALSE;
  g_print ("%d jobs are done\n", N_JOBS);

  hark_task_group_cancel (group);
  return hark_task_group_await (group, error);
}

/* --- the program --- */

static gpointer
run (gpointer data, GError **error)
{
  return GINT_TO_POINTER (show_delays (error) && show_shop (error) && show_workers (error));
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;

  /* Then nobody has to wait for it. */
  if (argc > 1 && g_str_equal (argv[1], "--virtual"))
    hark_clock_set_virtual (TRUE);
  if (!hark_run (run, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
