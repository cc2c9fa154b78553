/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/hark.h>

#include "office.h"

/* What a clerk does in the slots of a service. It writes into a diary: "+name" and "-name" as
 * it is initialized and terminated, "name" as it runs. */
typedef struct _Plan Plan;

struct _Plan
{
  const char *name;
  GString    *diary;           /* (nullable): nothing is written */
  gint64      start_duration;  /* of `initialize` */
  gint64      duration;        /* of a run; HARK_FOREVER: until it is cancelled */
  gint64      end_duration;    /* of `terminate` */
  guint       n_bad_starts;    /* that many times, `initialize` fails */
  guint       n_bad_runs;      /* the same of `run`, in the end */
  gboolean    is_bad_end;      /* `terminate` fails */
  gboolean    is_deaf;         /* `run` goes on although it is cancelled */
  gint64      clean_up;        /* what a cancelled `run` takes to return */
  gint64      last_start;      /* when it was initialized, by hark_clock_now() */
  void      (*act)             /* (nullable): called behind each entry */
    (OfficeClerk *clerk, const char *sign);
  HarkRuntime *runtime;        /* for `act` */
};

OfficeClerk *clerk_new   (HarkLoop   *loop,
                          Plan       *plan);
/* Its life, called as it is. */
HarkService *service_new (HarkLoop   *loop,
                          Plan       *plan);
