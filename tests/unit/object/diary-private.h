/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A consumer that writes down what happens to it. */

#include <hark/hark.h>

#include "workshop.h"

typedef struct
{
  GString   *text;
  gboolean   fails;   /* the slots that can fail, do */
  GFunc      act;     /* (nullable): called by each slot after writing, with the consumer */
  gpointer   data;    /* for @act */
} Diary;

extern const WorkshopConsumerSlots diary_slots;

void diary_init  (Diary *self);
void diary_clear (Diary *self);

/* A consumer of @self, which writes "name " for each call, "closed " and, when its
 * data is freed, "destroyed ". */
WorkshopConsumer *diary_consumer_new (Diary    *self,
                                      HarkLoop *loop);

/* What was written since the last look is @expected. */
void diary_assert (Diary      *self,
                   const char *expected);

/* A function that writes down "name:serial ". Its data is the diary. */
void diary_produced (Diary      *self,
                     const char *product,
                     guint64     serial);
/* A destroy notify that writes "destroyed ". */
void diary_destroyed (gpointer diary);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Diary, diary_clear)
