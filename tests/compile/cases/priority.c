/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: a connection is urgent or idle, not both */
/* error: what is not queued has no priority */

#include "bell.h"

#include <hark/connection-group.h>

void hear (HarkConnectionGroup *group, TowerBell *bell, TowerEar *ear);

static gboolean
is_late (TowerEar   *ear,
         const char *tone,
         guint64     stroke)
{
  return stroke > 12;
}

static void
on_rung (TowerEar   *ear,
         const char *tone,
         guint64     stroke)
{
}

void
hear (HarkConnectionGroup *group,
      TowerBell           *bell,
      TowerEar            *ear)
{
  HARK_CONNECT_FULL (bell, tower_bell_rung, ear, tower_ear_on_rung, HARK_CONNECT_URGENT);
  HARK_CONNECT_FULL (bell, tower_bell_rung, ear, tower_ear_on_rung, HARK_CONNECT_IDLE | HARK_CONNECT_SENDER);
  HARK_CONNECT_FILTERED_FULL (bell, tower_bell_rung, ear, tower_ear_on_rung, is_late, HARK_CONNECT_IDLE);
  HARK_CONNECT_FUNC_FULL (bell, tower_bell_rung, ear, on_rung, HARK_CONNECT_URGENT);
  HARK_CONNECT_DATA_FULL (bell, tower_bell_rung, ear, on_rung, ear, NULL, HARK_CONNECT_IDLE);
  HARK_GROUP_CONNECT_FULL (group, tower_bell_rung, ear, tower_ear_on_rung, HARK_CONNECT_IDLE);
#ifdef BROKEN
  HARK_CONNECT_FULL (bell, tower_bell_rung, ear, tower_ear_on_rung, HARK_CONNECT_URGENT | HARK_CONNECT_IDLE);
  HARK_CONNECT_FUNC_FULL (bell, tower_bell_rung, ear, on_rung, HARK_CONNECT_INLINE | HARK_CONNECT_URGENT);
#endif
}
