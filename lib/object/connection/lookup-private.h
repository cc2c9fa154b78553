/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/gen.h>

/* An event, and what can be connected to it. */
typedef struct
{
  const HarkEventInfo *event;
  const HarkSlotInfo  *slot;
} HarkPair;

/* Returns: (nullable): the event of that name. */
const HarkEventInfo *hark_class_info_find_event (const HarkClassInfo *info,
                                                 const char          *name);

/* The same of an object. Fails: %HARK_ERROR_NOT_FOUND. */
const HarkEventInfo *hark_event_find (gpointer     emitter,
                                      const char  *name,
                                      GError     **error);

/* One of its slots, or an event as a slot. Fails: %HARK_ERROR_NOT_FOUND. */
const HarkSlotInfo *hark_slot_find (gpointer     receiver,
                                    const char  *name,
                                    GError     **error);

/* @slot_name: (nullable): `on_<event>`
 * Fails: see hark_connect_by_name(). */
gboolean hark_pair_find   (HarkPair           *self,
                           gpointer            emitter,
                           const char         *event_name,
                           gpointer            receiver,
                           const char         *slot_name,
                           GError            **error);
/* A pair for each event, in order. Returns: (transfer full) (element-type HarkPair).
 * Fails: see hark_connect_list(). */
GArray  *hark_pairs_find  (gpointer            emitter,
                           const char *const  *events,
                           gpointer            receiver,
                           const char *const  *slots,
                           GError            **error);
/* A pair for each event for which @receiver has the target `<prefix><event>`. Returns:
 * (transfer full) (element-type HarkPair). Fails: see hark_connect_matching(). */
GArray  *hark_pairs_match (gpointer            emitter,
                           gpointer            receiver,
                           const char         *prefix,
                           GError            **error);
