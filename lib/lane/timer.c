/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The heap of an executor's timers. Each knows its place in it, so that one is
 * moved or taken out without a search. Timers that are due at the same time
 * expire in any order: what has an order is the lane that they post to. */

#include "lane/timer-private.h"

enum
{
  FIRST = 1,       /* the children of i are 2i and 2i + 1 */
  SMALLEST = 16,
};

static void
put (HarkTimers *self,
     HarkTimer  *timer,
     guint       place)
{
  self->heap[place] = timer;
  timer->place = place;
}

static void
rise (HarkTimers *self,
      HarkTimer  *timer,
      guint       place)
{
  for (; place > FIRST && self->heap[place / 2]->due > timer->due; place /= 2)
    put (self, self->heap[place / 2], place);
  put (self, timer, place);
}

static void
sink (HarkTimers *self,
      HarkTimer  *timer,
      guint       place)
{
  guint child;

  while ((child = 2 * place) <= self->n)
    {
      if (child < self->n && self->heap[child + 1]->due < self->heap[child]->due)
        child++;
      if (timer->due <= self->heap[child]->due)
        break;
      put (self, self->heap[child], place);
      place = child;
    }
  put (self, timer, place);
}

void
hark_timers_arm (HarkTimers *self,
                 HarkTimer  *timer)
{
  hark_timers_disarm (self, timer);
  if (self->n + FIRST >= self->size)
    {
      self->size = MAX (SMALLEST, self->size * 2);
      self->heap = g_renew (HarkTimer *, self->heap, self->size);
    }
  rise (self, timer, ++self->n);
}

void
hark_timers_disarm (HarkTimers *self,
                    HarkTimer  *timer)
{
  guint place = timer->place;
  HarkTimer *last;

  if (place == 0)
    return;

  timer->place = 0;
  last = self->heap[self->n--];
  if (last == timer)
    return;
  if (place > FIRST && self->heap[place / 2]->due > last->due)
    rise (self, last, place);
  else
    sink (self, last, place);
}

static void
expire (HarkTimers *self,
        HarkTimer  *timer)
{
  hark_timers_disarm (self, timer);
  timer->expired (timer);
}

void
hark_timers_expire (HarkTimers *self,
                    gint64      now)
{
  while (hark_timers_get_due (self) <= now)
    expire (self, self->heap[FIRST]);
}

static int
compare_due (gconstpointer a,
             gconstpointer b)
{
  const HarkTimer *of_a = *(HarkTimer *const *) a, *of_b = *(HarkTimer *const *) b;

  return (of_a->due > of_b->due) - (of_a->due < of_b->due);
}

gboolean
hark_timers_expire_lane (HarkTimers       *self,
                         struct _HarkLane *lane)
{
  g_autoptr(GPtrArray) found = NULL;

  if (self->n == 0)
    return FALSE;

  found = g_ptr_array_new ();
  for (guint i = FIRST; i < FIRST + self->n; i++)
    if (lane == NULL || self->heap[i]->lane == lane)
      g_ptr_array_add (found, self->heap[i]);
  g_ptr_array_sort (found, compare_due);
  for (guint i = 0; i < found->len; i++)
    expire (self, g_ptr_array_index (found, i));
  return found->len > 0;
}

void
hark_timers_clear (HarkTimers *self)
{
  g_assert (self->n == 0);
  g_free (self->heap);
}
