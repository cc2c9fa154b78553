/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two peers over a broker: this one makes products, whoever requests them. The
 * remote named `*` hears all the consumers there are, now and later. Runs until
 * it is told to end. */

#include "workshop.h"

#include <glib-unix.h>
#include <hark/hark.h>
#include <signal.h>

static void
on_requested (WorkshopProducer *self,
              const char       *product,
              guint32           n)
{
  guint64 *serial = workshop_producer_get_data (self);

  g_print ("requested: %u of %s\n", n, product);
  for (guint32 i = 0; i < n; i++)
    workshop_producer_emit_produced (self, product, ++*serial);
}

static const WorkshopProducerSlots producer_slots = { .on_requested = on_requested };

static gboolean
on_terminate (gpointer data)
{
  HarkLoop *loop = data;

  hark_future_unref (hark_loop_stop (loop, 0));
  return G_SOURCE_REMOVE;
}

int
main (int    argc,
      char **argv)
{
  guint64                      serial = 0;
  g_autoptr(GError)           error = NULL;
  g_autoptr(HarkLoop)         loop = hark_loop_new ("producer");
  g_autoptr(HarkBus)          bus = hark_bus_new (loop);
  g_autoptr(HarkPeer)         peer = hark_peer_new (bus, argv[1]);
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, &producer_slots, &serial, NULL);
  g_autoptr(WorkshopConsumer) consumers = workshop_consumer_new_remote (bus, "*", loop);

  HARK_CONNECT (consumers, workshop_consumer_requested,
                producer, workshop_producer_on_requested);

  hark_loop_start (loop);
  if (!hark_peer_connect (peer, 10 * G_TIME_SPAN_SECOND, NULL, &error)
      || !hark_bus_export (bus, HARK_OBJECT (producer), "line-1", &error)
      || !hark_object_await_ready (HARK_OBJECT (producer), 10 * G_TIME_SPAN_SECOND, NULL, &error)
      || !hark_object_await_ready (HARK_OBJECT (consumers), 10 * G_TIME_SPAN_SECOND, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  g_print ("ready\n");
  g_unix_signal_add (SIGTERM, on_terminate, loop);
  hark_loop_run (loop);
  return 0;
}
