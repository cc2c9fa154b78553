/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A library for every language: the producer, written in C. Who uses it connects
 * to its events, calls its slots, and never meets its thread. */

#include <hark/hark.h>

#include "hire.h"

static void
request (JoineryProducer *self,
         JoineryOrder    *order)
{
  guint64 *n_made = joinery_producer_get_data (self);

  for (guint i = 0; i < order->n; i++)
    joinery_producer_emit_produced (self, order->product, ++*n_made);
}

static guint64
stock (JoineryProducer *self)
{
  guint64 *n_made = joinery_producer_get_data (self);

  return *n_made;
}

static const JoineryProducerSlots slots = { .request = request, .stock = stock };

JoineryProducer *
joinery_hire (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("joinery");

  return joinery_producer_new (loop, &slots, g_new0 (guint64, 1), g_free);
}
