/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: tower_ear_on_rung__source */
#include "bell.h"

void hear (TowerBell *bell, TowerEar *ear);

void
hear (TowerBell *bell,
      TowerEar  *ear)
{
#ifdef BROKEN
  HARK_CONNECT (ear, tower_ear_on_rung, ear, tower_ear_on_rung);
#else
  HARK_CONNECT (bell, tower_bell_rung, ear, tower_ear_on_rung);
#endif
}
