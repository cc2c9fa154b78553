/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Among what the excerpts of doc/mreventloop.md play: three objects on one loop. */

#include <hark/hark.h>

#include "workshop.h"

typedef struct
{
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
  WorkshopDesk     *desk;
} Stage;

Stage *stage_new  (const WorkshopProducerSlots *producer_slots,
                   const WorkshopConsumerSlots *consumer_slots);
void   stage_free (Stage *self);

/* Nothing has failed, and all that was printed, once the loop has run, is
 * @text. */
void   stage_expect (Stage        *self,
                     const char   *text,
                     const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stage, stage_free)
