/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the first page of the guide builds. */

#include "workshop.h"

#include <hark/hark.h>

static void
on_produced (WorkshopConsumer *self,
             const char       *product,
             guint64           serial)
{
  g_print ("%s: %s, number %" G_GUINT64_FORMAT "\n", G_OBJECT_TYPE_NAME (self), product, serial);
}

static const WorkshopConsumerSlots consumer_slots = { .on_produced = on_produced };

int
main (void)
{
  g_autoptr (HarkLoop) loop = hark_loop_new ("workshop");
  g_autoptr (WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr (WorkshopConsumer) consumer = workshop_consumer_new (loop, &consumer_slots, NULL, NULL);

  HARK_CONNECT (producer, workshop_producer_produced,
                consumer, workshop_consumer_on_produced);
  workshop_producer_emit_produced (producer, "chair", 1);
  hark_loop_run_until_idle (loop);
  return 0;
}
