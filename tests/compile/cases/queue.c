/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: cannot connect */

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
  HARK_CONNECT_FULL (bell, tower_bell_rung, ear, tower_ear_on_rung,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_DROP_OLDEST, 64));
  HARK_CONNECT_FULL (bell, tower_bell_rung, ear, tower_ear_on_rung,
                     HARK_CONNECT_IDLE | HARK_CONNECT_SENDER, HARK_QUEUE_KEYED (64, "tone"));
  HARK_CONNECT_FILTERED_FULL (bell, tower_bell_rung, ear, tower_ear_on_rung, is_late,
                              HARK_CONNECT_SINGLE_SHOT, HARK_QUEUE (HARK_QUEUE_BLOCK, 2 * 8));
  HARK_CONNECT_FUNC_FULL (bell, tower_bell_rung, ear, on_rung,
                          HARK_CONNECT_DEFAULT, HARK_QUEUE_PACED (HARK_QUEUE_THROTTLE, 100 * 1000));
  HARK_CONNECT_DATA_FULL (bell, tower_bell_rung, ear, on_rung, ear, NULL,
                          HARK_CONNECT_DEFAULT, HARK_QUEUE_PACED (HARK_QUEUE_DEBOUNCE, G_TIME_SPAN_SECOND));
  HARK_GROUP_CONNECT_FULL (group, tower_bell_rung, ear, tower_ear_on_rung,
                           HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_LATEST, 1));
  HARK_GROUP_CONNECT_FUNC_FULL (group, tower_bell_rung, ear, on_rung,
                                HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_FAIL, 1));
#ifdef BROKEN
  HARK_CONNECT_FULL (bell, tower_bell_rung, ear, tower_ear_on_number,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_DROP_OLDEST, 64));
#endif
}
