/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two domains of one program, each with a bus on a thread of its own, that share objects: the pump lives in the garden, and
 * the house hears and calls it through a remote. A broker between the two buses makes it so; there is no socket, and no
 * other process. */

#include <hark/hark.h>

#include "estate.h"

static guint32
fill (EstatePump *self, guint32 litres, GError **error)
{
  if (litres > 100)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED, "the well has 100 litres, not %u", litres);
      return 0;
    }
  estate_pump_emit_ran_dry (self, "well");
  return 100 - litres;
}

static const EstatePumpSlots slots = { .fill = fill };

static void
ask_for (EstatePump *pump, guint32 litres)
{
  g_autoptr(GError) error = NULL;
  guint32 left;

  if (estate_pump_await_fill (pump, litres, HARK_FOREVER, NULL, &left, &error))
    g_print ("%u litres are left\n", left);
  else
    g_print ("%s\n", error->message);
}

static void
live_in (HarkBus *house, GError **error)
{
  g_autoptr(EstatePump) pump = estate_pump_new_remote (house, "garden", NULL);
  g_autoptr(HarkFuture) dry = estate_pump_next_ran_dry (pump);
  g_autoptr(EstatePumpRanDry) what = NULL;

  if (!hark_object_await_ready (HARK_OBJECT (pump), HARK_FOREVER, NULL, error))
    return;
  ask_for (pump, 30);
  hark_future_await (dry, HARK_FOREVER, NULL, NULL);
  what = estate_pump_finish_ran_dry (dry, error);
  if (what != NULL)
    g_print ("the %s has run dry\n", what->where);
  ask_for (pump, 300);
}

static void
stop (HarkLoop *loop)
{
  g_autoptr(HarkFuture) stopped = hark_loop_stop (loop, HARK_FOREVER);

  hark_future_await (stopped, HARK_FOREVER, NULL, NULL);
}

int
main (void)
{
  g_autoptr(HarkLoop) garden_loop = hark_loop_new_thread ("garden");
  g_autoptr(HarkLoop) house_loop = hark_loop_new_thread ("house");
  g_autoptr(HarkBus) garden = hark_bus_new (garden_loop);
  g_autoptr(HarkBus) house = hark_bus_new (house_loop);
  g_autoptr(HarkBroker) broker = hark_broker_new (garden_loop);
  g_autoptr(HarkPeer) garden_gate = hark_peer_new_inside (garden, broker);
  g_autoptr(HarkPeer) house_door = hark_peer_new_inside (house, broker);
  g_autoptr(EstatePump) pump = estate_pump_new (garden_loop, &slots, NULL, NULL);
  g_autoptr(GError) error = NULL;

  if (hark_peer_connect (garden_gate, HARK_FOREVER, NULL, &error)
      && hark_peer_connect (house_door, HARK_FOREVER, NULL, &error)
      && hark_bus_export (garden, HARK_OBJECT (pump), "garden", &error)
      && hark_object_await_ready (HARK_OBJECT (pump), HARK_FOREVER, NULL, &error))
    live_in (house, &error);
  if (error != NULL)
    g_print ("%s\n", error->message);

  g_clear_object (&house_door);
  g_clear_object (&garden_gate);
  g_clear_object (&pump);
  g_clear_object (&broker);
  g_clear_object (&house);
  g_clear_object (&garden);
  stop (house_loop);
  stop (garden_loop);
  return 0;
}
