/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: function.*s parameters must be its context and then those of event Tower\.Bell\.rung \(string tone, uint64 stroke\) */
#include "bell.h"

void hear (TowerBell *bell, TowerEar *ear);

static void
on_rung (TowerEar   *ear,
         const char *tone,
         guint64     stroke)
{
}

#ifdef BROKEN
static void
on_number (TowerEar *ear,
           guint64   stroke)
{
}

static void __attribute__ ((unused))
on_bell (TowerBell  *bell,
         const char *tone,
         guint64     stroke)
{
}
#endif

void
hear (TowerBell *bell,
      TowerEar  *ear)
{
#ifdef BROKEN
  HARK_CONNECT_FUNC (bell, tower_bell_rung, ear, on_number);
#else
  HARK_CONNECT_FUNC (bell, tower_bell_rung, ear, on_rung);
#endif
}
