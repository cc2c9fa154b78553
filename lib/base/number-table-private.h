/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What numbers stand for: a table that is asked for each event and each call, so that a look
 * into it is one multiplication and, mostly, one line of memory. Numbers may come from
 * outside: where they land depends on a factor that others cannot know. */

#include "base/ahead-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint64  number;
  gpointer value;   /* NULL: a free place */
} HarkNumbered;

typedef struct
{
  HarkNumbered *places;
  guint         n;       /* places that are taken, no more than three of four */
  guint         mask;    /* places less one: a power of two; 0: there are none */
  guint         shift;
  guint         n_loose; /* removals in a row that have left it nearly empty */
} HarkNumberTable;

/* So many numbers that follow each other have places that follow each other: what was numbered in turn is mostly
 * asked for in turn, too. */
#define HARK_NUMBERS_TOGETHER 4

/* Odd. */
extern guint64 hark_number_factor;

/* Nothing is owned: what is in it when it is cleared is the caller's. */
void     hark_number_table_init   (HarkNumberTable *self);
void     hark_number_table_clear  (HarkNumberTable *self);

/* @value: not %NULL. The number is not in it. */
void     hark_number_table_insert (HarkNumberTable *self,
                                   guint64          number,
                                   gpointer         value);

/* Returns: (nullable): what it stood for. */
gpointer hark_number_table_remove (HarkNumberTable *self,
                                   guint64          number);

/* The next one from place *@at on, which it moves; in no order, and the table must not change
 * meanwhile. @number: (out) (optional). Returns: (nullable) */
gpointer hark_number_table_next   (HarkNumberTable *self,
                                   guint           *at,
                                   guint64         *number);

/* (transfer full): the numbers that are in it, guint64, the smallest first. */
GArray  *hark_number_table_sort   (HarkNumberTable *self);

static inline guint
hark_number_table_place (const HarkNumberTable *self,
                         guint64                number)
{
  guint group = (guint) ((number / HARK_NUMBERS_TOGETHER * hark_number_factor) >> self->shift);

  return (group * HARK_NUMBERS_TOGETHER + number % HARK_NUMBERS_TOGETHER) & self->mask;
}

/* It is going to be looked for. */
static G_ALWAYS_INLINE inline void
hark_number_table_ask_for (const HarkNumberTable *self,
                           guint64                number)
{
  if (self->n > 0)
    hark_ask_for (&self->places[hark_number_table_place (self, number)]);
}

/* Returns: (nullable) */
static inline gpointer
hark_number_table_find (const HarkNumberTable *self,
                        guint64                number)
{
  if (G_UNLIKELY (self->n == 0))
    return NULL;
  for (guint i = hark_number_table_place (self, number);; i = (i + 1) & self->mask)
    {
      const HarkNumbered *place = &self->places[i];

      if (place->value == NULL || place->number == number)
        return place->value;
    }
}

G_END_DECLS
