/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Emitting and connecting. An event reaches a slot of an object, or a C
 * function that has an object as its context; either way the call is queued
 * and runs when the loop does. */

#include "workshop.h"

#include <hark/hark.h>

static void
on_produced (WorkshopConsumer *self,
             const char       *product,
             guint64           serial)
{
  guint *n_seen = workshop_consumer_get_data (self);

  g_print ("%u: got %s, number %" G_GUINT64_FORMAT "\n", ++*n_seen, product, serial);
}

static const WorkshopConsumerSlots consumer_slots = { .on_produced = on_produced };

/* Its parameters are the context, then those of the event. */
static void
weigh (WorkshopConsumer *context,
       const char       *product,
       guint64           serial)
{
  g_print ("   weighed %s\n", product);
}

int
main (void)
{
  guint           n_seen = 0;
  HarkConnection *weighing;
  g_autoptr(HarkLoop) loop = hark_loop_new ("workshop");
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr(WorkshopConsumer) consumer = workshop_consumer_new (loop, &consumer_slots, &n_seen, NULL);

  /* An event and a slot whose parameters differ would not compile. */
  HARK_CONNECT (producer, workshop_producer_produced,
                consumer, workshop_consumer_on_produced);
  weighing = HARK_CONNECT_FUNC (producer, workshop_producer_produced, consumer, weigh);

  workshop_producer_emit_produced (producer, "chair", 1);
  g_print ("emitted, and nothing has run yet\n");
  hark_loop_run_until_idle (loop);

  hark_connection_disconnect (weighing);
  workshop_producer_emit_produced (producer, "table", 2);
  hark_loop_run_until_idle (loop);
  return 0;
}
