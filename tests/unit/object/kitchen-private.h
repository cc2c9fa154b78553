/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Ovens that write down what happens to them, and wait where a test tells them to. */

#include <hark/hark.h>

#include "workshop.h"

typedef struct
{
  GString    *text;
  GHashTable *doors;  /* what is baked -> the future that it waits for; no door: it does not wait */
  /* (nullable): called by each slot before it returns */
  void      (*act) (WorkshopOven *oven, const char *what, gpointer data);
  gpointer    data;
} Kitchen;

extern const WorkshopOvenSlots kitchen_slots;

void kitchen_init  (Kitchen *self);
void kitchen_clear (Kitchen *self);

/* An oven of @self. Of each slot it writes "what( " and, when it returns, ")what "; in between
 * it waits for the door, and if that fails writes "!code ". note() writes "what ".
 * When it is closed it writes "closed ". */
WorkshopOven *kitchen_oven_new (Kitchen  *self,
                                HarkLoop *loop);

/* Makes the slots that are given @what wait. */
void kitchen_shut (Kitchen    *self,
                   const char *what);
/* Lets them go on. Thread: any. */
void kitchen_open (Kitchen    *self,
                   const char *what);

/* What was written since the last look is @expected. */
void kitchen_assert (Kitchen    *self,
                     const char *expected);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kitchen, kitchen_clear)
