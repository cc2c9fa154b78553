/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "lane/backlog-private.h"
#include "object/connection/connection-private.h"

/* Whether the queue that a site asks for can be. Fails: %HARK_ERROR_INVALID,
 * %HARK_ERROR_NOT_FOUND: the key. Thread: any. */
gboolean     hark_site_check        (const HarkSite  *site,
                                     GError         **error);
/* Of one connection made there; where hark_site_is_bounded(). Returns: (transfer
 * full) (nullable): %NULL: its calls go straight to the lane. Thread: any. */
HarkBacklog *hark_site_make_backlog (const HarkSite *site);

/* Whether it asks for a queue by itself. */
static inline gboolean
hark_site_has_queue (const HarkSite *site)
{
  return site->queue.policy != HARK_QUEUE_GROW || site->queue.depth > 0;
}

/* Whether anybody does. */
static inline gboolean
hark_site_is_bounded (const HarkSite *site)
{
  return hark_site_has_queue (site)
         || site->event->queue != NULL
         || (site->slot != NULL && site->slot->queue != NULL);
}

/* hark_site_check() with a message. */
gboolean hark_site_warn (const HarkSite *site);

static inline gboolean
hark_site_is_sound (const HarkSite *site)
{
  return G_LIKELY (!hark_site_has_queue (site)) || hark_site_warn (site);
}

/* Of all direct calls of @slot, which has a queue. Returns: (transfer none).
 * Thread: any, with a reference to the object. */
HarkBacklog *hark_seat_get_backlog  (HarkSeat           *seat,
                                     const HarkSlotInfo *slot);

/* --- emission.c, slot.c: two calls of the same event, or slot --- */

gboolean hark_event_call_is_same (gconstpointer  field,
                                  HarkCall      *a,
                                  HarkCall      *b);
gboolean hark_slot_call_is_same  (gconstpointer  field,
                                  HarkCall      *a,
                                  HarkCall      *b);

/* Whether the value at @field, which can be a key, is the same in both. */
gboolean hark_field_is_same      (const HarkField *field,
                                  gconstpointer    a,
                                  gconstpointer    b);
