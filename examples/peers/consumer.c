/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two peers over a broker: this one requests products, whoever makes them, and
 * ends when it has got them. Neither peer knows of the other; connecting and
 * emitting is the same as within one program. */

#include "workshop.h"

#include <hark/hark.h>

enum
{
  N_WANTED = 3,
};

static void
on_produced (WorkshopConsumer *self,
             const char       *product,
             guint64           serial)
{
  guint *n_got = workshop_consumer_get_data (self);

  g_print ("got %s, number %" G_GUINT64_FORMAT "\n", product, serial);
  if (++*n_got == N_WANTED)
    hark_future_unref (hark_loop_stop (hark_object_get_loop (HARK_OBJECT (self)), 0));
}

static const WorkshopConsumerSlots consumer_slots = { .on_produced = on_produced };

int
main (int    argc,
      char **argv)
{
  guint                        n_got = 0;
  g_autoptr(GError)           error = NULL;
  g_autoptr(HarkLoop)         loop = hark_loop_new ("consumer");
  g_autoptr(HarkBus)          bus = hark_bus_new (loop);
  g_autoptr(HarkPeer)         peer = hark_peer_new (bus, argv[1]);
  g_autoptr(WorkshopConsumer) consumer = workshop_consumer_new (loop, &consumer_slots, &n_got, NULL);
  g_autoptr(WorkshopProducer) producers = workshop_producer_new_remote (bus, "*", loop);

  HARK_CONNECT (producers, workshop_producer_produced,
                consumer, workshop_consumer_on_produced);

  /* From here on no product is missed, and no request. */
  hark_loop_start (loop);
  if (!hark_peer_connect (peer, 10 * G_TIME_SPAN_SECOND, NULL, &error)
      || !hark_bus_export (bus, HARK_OBJECT (consumer), "customer-1", &error)
      || !hark_object_await_ready (HARK_OBJECT (consumer), 10 * G_TIME_SPAN_SECOND, NULL, &error)
      || !hark_object_await_ready (HARK_OBJECT (producers), 10 * G_TIME_SPAN_SECOND, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  workshop_consumer_emit_requested (consumer, "chair", N_WANTED);
  hark_loop_run (loop);
  return 0;
}
