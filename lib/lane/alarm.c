/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The heap of an executor's alarms. Each knows its place in it, so that one is
 * moved or taken out without a search. Alarms that are due at the same time
 * expire in the order of arming. */

#include "lane/alarm-private.h"

enum
{
  FIRST = 1,       /* the children of i are 2i and 2i + 1 */
  SMALLEST = 16,
};

static void
put (HarkAlarms *self,
     HarkAlarm  *alarm,
     guint       place)
{
  self->heap[place] = alarm;
  alarm->place = place;
}

static gboolean
is_before (const HarkAlarm *self,
           const HarkAlarm *other)
{
  return self->due < other->due || (self->due == other->due && (gint32) (self->serial - other->serial) < 0);
}

static void
rise (HarkAlarms *self,
      HarkAlarm  *alarm,
      guint       place)
{
  for (; place > FIRST && is_before (alarm, self->heap[place / 2]); place /= 2)
    put (self, self->heap[place / 2], place);
  put (self, alarm, place);
}

static void
sink (HarkAlarms *self,
      HarkAlarm  *alarm,
      guint       place)
{
  guint child;

  while ((child = 2 * place) <= self->n)
    {
      if (child < self->n && is_before (self->heap[child + 1], self->heap[child]))
        child++;
      if (is_before (alarm, self->heap[child]))
        break;
      put (self, self->heap[child], place);
      place = child;
    }
  put (self, alarm, place);
}

void
hark_alarms_arm (HarkAlarms *self,
                 HarkAlarm  *alarm)
{
  hark_alarms_disarm (self, alarm);
  if (self->n + FIRST >= self->size)
    {
      self->size = MAX (SMALLEST, self->size * 2);
      self->heap = g_renew (HarkAlarm *, self->heap, self->size);
    }
  alarm->serial = self->n_armed++;
  rise (self, alarm, ++self->n);
}

void
hark_alarms_disarm (HarkAlarms *self,
                    HarkAlarm  *alarm)
{
  guint place = alarm->place;
  HarkAlarm *last;

  if (place == 0)
    return;

  alarm->place = 0;
  last = self->heap[self->n--];
  if (last == alarm)
    return;
  if (place > FIRST && is_before (last, self->heap[place / 2]))
    rise (self, last, place);
  else
    sink (self, last, place);
}

static void
expire (HarkAlarms *self,
        HarkAlarm  *alarm)
{
  hark_alarms_disarm (self, alarm);
  alarm->expired (alarm);
}

void
hark_alarms_expire (HarkAlarms *self,
                    gint64      now)
{
  while (hark_alarms_get_due (self) <= now)
    expire (self, self->heap[FIRST]);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return is_before (*(HarkAlarm *const *) a, *(HarkAlarm *const *) b) ? -1 : 1;
}

gboolean
hark_alarms_expire_lane (HarkAlarms       *self,
                         struct _HarkLane *lane)
{
  g_autoptr(GPtrArray) found = NULL;

  if (self->n == 0)
    return FALSE;

  found = g_ptr_array_new ();
  for (guint i = FIRST; i < FIRST + self->n; i++)
    if (self->heap[i]->lane == lane)
      g_ptr_array_add (found, self->heap[i]);
  g_ptr_array_sort (found, compare);
  for (guint i = 0; i < found->len; i++)
    expire (self, g_ptr_array_index (found, i));
  return found->len > 0;
}

void
hark_alarms_expire_all (HarkAlarms *self)
{
  while (self->n > 0)
    expire (self, self->heap[FIRST]);
}

void
hark_alarms_clear (HarkAlarms *self)
{
  g_assert (self->n == 0);
  g_free (self->heap);
}
