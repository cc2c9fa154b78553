/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/runtime.h>
#include <hark/task.h>

/* A service, and the task of a runtime that watches over it. All of it is the runtime's thread's. */
typedef struct
{
  HarkService       *service;   /* owned */
  HarkFailurePolicy  policy;
  HarkFuture        *ending;    /* owned; settled when nothing is started any more */
  gint64             shortest;  /* back-off */
  gint64             longest;
  HarkFuture        *started;   /* owned; settled when it runs, or will not */
  HarkFuture        *stop;      /* owned; settled when it is to end */
  HarkTask          *task;      /* owned; NULL: not begun */
  GError            *failure;   /* owned; what is to be told, once the task has ended */
} HarkSupervision;

HarkSupervision *hark_supervision_new  (HarkService       *service,
                                        HarkFailurePolicy  policy,
                                        HarkFuture        *ending);
void             hark_supervision_free (HarkSupervision   *self);

/* Spawns its task, which ends when the service does. @ended: called at its end. */
void hark_supervision_begin (HarkSupervision *self,
                             void           (*ended) (HarkSupervision *self, gpointer data),
                             gpointer         data);
