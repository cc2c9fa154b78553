/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What time it is: GLib's monotonic clock, or a number that tests put forward.
 * Time never goes back, but for the moment when a test that is over returns to
 * the real clock. Everybody who compares with a time of Hark's asks here; a thread that
 * sleeps until one is told when the number changes. */

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#include "base/fork-private.h"
#include "lane/clock-private.h"

static atomic_bool is_virtual;          /* any thread */
static _Atomic (gint64) virtual_now;    /* any thread */

/* --- who watches it --- */

static GMutex watches_lock;
static HarkClockWatch *watches;         /* watches_lock */

/* They are on the stacks of the parent's threads. */
static void
begin_afresh (void)
{
  watches = NULL;
}

HARK_FORK_GUARD (watches_lock, begin_afresh)

void
hark_clock_watch (HarkClockWatch *watch)
{
  g_mutex_lock (&watches_lock);
  watch->next = watches;
  watches = watch;
  g_mutex_unlock (&watches_lock);
}

void
hark_clock_unwatch (HarkClockWatch *watch)
{
  HarkClockWatch **link;

  g_mutex_lock (&watches_lock);
  for (link = &watches; *link != NULL && *link != watch; link = &(*link)->next)
    ;
  if (*link != NULL)
    *link = watch->next;
  g_mutex_unlock (&watches_lock);
}

static void
tell (void)
{
  g_mutex_lock (&watches_lock);
  for (HarkClockWatch *watch = watches; watch != NULL; watch = watch->next)
    watch->stepped (watch);
  g_mutex_unlock (&watches_lock);
}

/* --- the time --- */

gint64
hark_clock_now (void)
{
  if (G_UNLIKELY (atomic_load_explicit (&is_virtual, memory_order_relaxed)))
    return atomic_load (&virtual_now);
  return g_get_monotonic_time ();
}

gboolean
hark_clock_is_virtual (void)
{
  return atomic_load (&is_virtual);
}

void
hark_clock_set_virtual (gboolean is_now_virtual)
{
  atomic_store (&virtual_now, hark_clock_now ());
  atomic_store (&is_virtual, is_now_virtual);
  tell ();
}

void
hark_clock_advance (gint64 duration)
{
  g_return_if_fail (duration >= 0);
  g_return_if_fail (hark_clock_is_virtual ());

  atomic_fetch_add (&virtual_now, duration);
  tell ();
}

void
hark_clock_reach (gint64 time)
{
  gint64 now = atomic_load (&virtual_now);

  while (now < time && !atomic_compare_exchange_weak (&virtual_now, &now, time))
    ;
  if (now < time)
    tell ();
}

guint
hark_clock_coarse_ms (void)
{
  struct timespec now;

  if (G_UNLIKELY (atomic_load_explicit (&is_virtual, memory_order_relaxed)))
    return (guint) (atomic_load (&virtual_now) / 1000);

  clock_gettime (CLOCK_MONOTONIC_COARSE, &now);
  return (guint) now.tv_sec * 1000 + (guint) now.tv_nsec / 1000000;
}
