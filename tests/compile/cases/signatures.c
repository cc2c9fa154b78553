/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: cannot connect event Tower\.Bell\.rung \(string tone, uint64 stroke\) to slot Tower\.Ear\.on_number \(uint64 stroke\) */
#include "bell.h"

void hear (TowerBell *bell, TowerEar *ear);

void
hear (TowerBell *bell,
      TowerEar  *ear)
{
#ifdef BROKEN
  HARK_CONNECT (bell, tower_bell_rung, ear, tower_ear_on_number);
#else
  HARK_CONNECT (bell, tower_bell_rung, ear, tower_ear_on_rung);
#endif
}
