/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: function.*s parameters must be its context and then those of event Tower\.Bell\.rung \(string tone, uint64 stroke\) */
#include "bell.h"

void hear (TowerBell *bell, TowerEar *ear);

static void
on_count (guint      *n_heard,
          const char *tone,
          guint64     stroke)
{
  ++*n_heard;
}

static guint n_heard;
#ifdef BROKEN
static double weight;
#endif

void
hear (TowerBell *bell,
      TowerEar  *ear)
{
#ifdef BROKEN
  HARK_CONNECT_DATA (bell, tower_bell_rung, ear, on_count, &weight, NULL);
#else
  HARK_CONNECT_DATA (bell, tower_bell_rung, ear, on_count, &n_heard, NULL);
#endif
}
