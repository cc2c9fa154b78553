/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two services that play with each other, and know the topics that each of them listens to. First
 * they share a loop, then each has a thread: nothing but the place where they are made is
 * different. The runtime starts them in order, and stops them in reverse. */

#include "rally.h"

#include <hark/hark.h>

#define N_STROKES 6

typedef struct
{
  const char  *name;
  const char  *other;
  gboolean     serves;
  HarkRuntime *runtime;
} Role;

static void
initialize (RallyPlayer *self,
            GError     **error)
{
  Role *role = rally_player_get_data (self);
  HarkBus *bus = hark_runtime_get_bus (role->runtime);

  g_print ("%s comes\n", role->name);
  if (HARK_SUBSCRIBE (bus, HARK_TOPICS (role->name), self, rally_player_on_played, error) != NULL)
    HARK_PUBLISH (bus, HARK_TOPICS (role->other), self, rally_player_played, error);
}

static void
run (RallyPlayer *self,
     GError     **error)
{
  Role *role = rally_player_get_data (self);

  if (role->serves)
    rally_player_emit_played (self, 1);
  hark_sleep (HARK_FOREVER, error);
}

static void
on_played (RallyPlayer *self,
           guint32      stroke)
{
  Role *role = rally_player_get_data (self);

  g_print ("%s has the ball, stroke %u\n", role->name, stroke);
  if (stroke < N_STROKES)
    rally_player_emit_played (self, stroke + 1);
  else
    hark_runtime_stop (role->runtime);
}

static void
terminate (RallyPlayer *self)
{
  Role *role = rally_player_get_data (self);

  g_print ("%s goes\n", role->name);
}

static const RallyPlayerSlots player_slots = {
  .initialize = initialize,
  .run = run,
  .on_played = on_played,
  .terminate = terminate,
};

static void
add (HarkRuntime *runtime,
     HarkLoop    *loop,
     Role        *role)
{
  g_autoptr(RallyPlayer) player = rally_player_new (loop, &player_slots, role, NULL);
  g_autoptr(HarkService) service = hark_service_new (role->name, HARK_OBJECT (player), NULL);
  g_autoptr(GError) error = NULL;

  if (!hark_runtime_add (runtime, service, HARK_FAILURE_STOP, &error))
    g_error ("%s", error->message);
}

static void
play (gboolean has_threads)
{
  g_autoptr(HarkRuntime) runtime = hark_runtime_new ();
  HarkLoop *first = hark_runtime_add_loop (runtime, "first", has_threads, NULL);
  HarkLoop *second = has_threads ? hark_runtime_add_loop (runtime, "second", TRUE, NULL) : first;
  Role ping = { "ping", "pong", FALSE, runtime };
  Role pong = { "pong", "ping", TRUE, runtime };
  g_autoptr(GError) error = NULL;

  g_print ("%s\n", has_threads ? "two threads:" : "one loop:");
  add (runtime, first, &ping);
  add (runtime, second, &pong);
  if (!hark_runtime_run (runtime, &error))
    g_error ("%s", error->message);
}

int
main (void)
{
  play (FALSE);
  play (TRUE);
  return 0;
}
