/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: this object does not have slot Tower\.Ear\.on_rung \(string tone, uint64 stroke\) */
#include "bell.h"

void hear (TowerBell *bell, TowerEar *ear);

void
hear (TowerBell *bell,
      TowerEar  *ear)
{
#ifdef BROKEN
  HARK_CONNECT (bell, tower_bell_rung, bell, tower_ear_on_rung);
#else
  HARK_CONNECT (bell, tower_bell_rung, ear, tower_ear_on_rung);
#endif
}
