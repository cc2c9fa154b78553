/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A table of numbers with open places: a number is in the place that the product of its group with the
 * factor, and its turn in that, name, or behind it, with no free place between. Removing closes the gap, so there is
 * nothing that only marks where something was. It grows and shrinks with what is in it, the latter at ease. Used by the bus and by both protocols of the
 * bridge, each on its own thread. */

#include "base/number-table-private.h"

#include <sys/random.h>

enum
{
  SMALLEST = 8,
  AT_EASE  = 2048,  /* up to here it shrinks only when it has been nearly empty for a while: numbers come in bursts */
};

guint64 hark_number_factor = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

static void __attribute__ ((constructor))
choose_factor (void)
{
  guint64 factor;

  if (getrandom (&factor, sizeof factor, GRND_NONBLOCK) == sizeof factor)
    hark_number_factor = factor | 1;
}

void
hark_number_table_init (HarkNumberTable *self)
{
  *self = (HarkNumberTable) { .shift = 63 };
}

void
hark_number_table_clear (HarkNumberTable *self)
{
  g_free (self->places);
  hark_number_table_init (self);
}

static void
put (HarkNumberTable *self,
     guint64          number,
     gpointer         value)
{
  guint i = hark_number_table_place (self, number);

  while (self->places[i].value != NULL)
    i = (i + 1) & self->mask;
  self->places[i] = (HarkNumbered) { number, value };
}

/* @size: a power of two */
static void
resize (HarkNumberTable *self,
        guint            size)
{
  HarkNumbered *old = self->places;
  guint n_old = self->mask > 0 ? self->mask + 1 : 0;

  self->places = g_new0 (HarkNumbered, size);
  self->mask = size - 1;
  self->n_loose = 0;
  self->shift = MIN (63, 64 - (guint) g_bit_nth_lsf (size / HARK_NUMBERS_TOGETHER, -1));
  for (guint i = 0; i < n_old; i++)
    if (old[i].value != NULL)
      put (self, old[i].number, old[i].value);
  g_free (old);
}

void
hark_number_table_insert (HarkNumberTable *self,
                          guint64          number,
                          gpointer         value)
{
  g_assert (value != NULL);
  if (self->mask == 0)
    resize (self, SMALLEST);
  else if ((self->n + 1) * (guint64) 4 > (self->mask + 1) * (guint64) 3)
    resize (self, (self->mask + 1) * 2);
  put (self, number, value);
  self->n += 1;
}

static void
shrink_at_ease (HarkNumberTable *self)
{
  guint size = self->mask + 1;

  self->n_loose = self->n * 8 < size && size > SMALLEST ? self->n_loose + 1 : 0;
  if (self->n_loose > 0 && (size > AT_EASE || self->n_loose >= size))
    resize (self, size / 2);
}

gpointer
hark_number_table_remove (HarkNumberTable *self,
                          guint64          number)
{
  guint hole = hark_number_table_place (self, number);
  gpointer value;

  if (self->n == 0)
    return NULL;
  while (self->places[hole].value != NULL && self->places[hole].number != number)
    hole = (hole + 1) & self->mask;
  value = self->places[hole].value;
  if (value == NULL)
    return NULL;

  /* Who is behind it comes forward, unless that would be before where it belongs. */
  for (guint i = (hole + 1) & self->mask; self->places[i].value != NULL; i = (i + 1) & self->mask)
    {
      guint home = hark_number_table_place (self, self->places[i].number);

      if (((i - home) & self->mask) >= ((i - hole) & self->mask))
        {
          self->places[hole] = self->places[i];
          hole = i;
        }
    }
  self->places[hole].value = NULL;
  self->n -= 1;
  shrink_at_ease (self);
  return value;
}

gpointer
hark_number_table_next (HarkNumberTable *self,
                        guint           *at,
                        guint64         *number)
{
  while (self->mask > 0 && *at <= self->mask)
    {
      const HarkNumbered *place = &self->places[(*at)++];

      if (place->value == NULL)
        continue;
      if (number != NULL)
        *number = place->number;
      return place->value;
    }
  return NULL;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  guint64 one = *(const guint64 *) a;
  guint64 other = *(const guint64 *) b;

  return one < other ? -1 : one > other;
}

GArray *
hark_number_table_sort (HarkNumberTable *self)
{
  GArray *numbers = g_array_sized_new (FALSE, FALSE, sizeof (guint64), self->n);
  guint64 number;

  for (guint at = 0; hark_number_table_next (self, &at, &number) != NULL;)
    g_array_append_val (numbers, number);
  g_array_sort (numbers, compare);
  return numbers;
}
