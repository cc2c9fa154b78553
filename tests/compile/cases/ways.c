/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: tower_bell_silent__source */
#include "bell.h"

void hear (TowerBell *bell, TowerEar *ear, GObject *plain);

static void
on_rung (TowerEar   *ear,
         const char *tone,
         guint64     stroke)
{
}

static void
on_plain (GObject    *plain,
          const char *tone,
          guint64     stroke)
{
}

static void
on_cracked (GObject *plain)
{
}

/* Every way to connect, from every kind of variable. */
void
hear (TowerBell *bell,
      TowerEar  *ear,
      GObject   *plain)
{
  TowerEar *const fixed_ear = ear;
  void (*chosen) (TowerEar *, const char *, guint64) = on_rung;
  HarkConnection *connection;

  connection = HARK_CONNECT (bell, tower_bell_rung, ear, tower_ear_on_rung);
  hark_connection_disconnect (connection);
  HARK_CONNECT_FULL (bell, tower_bell_rung, ear, tower_ear_on_rung, HARK_CONNECT_SENDER);
  HARK_CONNECT_FULL (bell, tower_bell_rung, ear, tower_ear_on_rung, HARK_CONNECT_SINGLE_SHOT | HARK_CONNECT_UNIQUE);
  HARK_CONNECT_FUNC (bell, tower_bell_rung, ear, on_rung);
  HARK_CONNECT_FUNC_FULL (bell, tower_bell_rung, ear, on_rung, HARK_CONNECT_INLINE | HARK_CONNECT_UNIQUE);
  HARK_CONNECT_FUNC (bell, tower_bell_rung, ear, &on_rung);
  HARK_CONNECT_FUNC (bell, tower_bell_rung, ear, chosen);
  HARK_CONNECT_FUNC (bell, tower_bell_rung, fixed_ear, on_rung);
  HARK_CONNECT_FUNC (bell, tower_bell_rung, plain, on_plain);
  HARK_CONNECT_FUNC (bell, tower_bell_cracked, plain, on_cracked);
  HARK_CONNECT_DIRECT (bell, tower_bell_rung, plain, on_plain);
  HARK_CONNECT_DATA (bell, tower_bell_rung, plain, on_rung, ear, g_object_unref);
  HARK_CONNECT_DATA_FULL (bell, tower_bell_rung, plain, on_rung, ear, g_object_unref, HARK_CONNECT_SINGLE_SHOT);
  HARK_CONNECT (TOWER_BELL (plain), tower_bell_rung, TOWER_EAR (plain), tower_ear_on_rung);
#ifdef BROKEN
  HARK_CONNECT (bell, tower_bell_silent, ear, tower_ear_on_rung);
#endif
}
