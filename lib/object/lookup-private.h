/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/gen.h>

/* Returns: (nullable): the event or slot of that name. */
const HarkEventInfo *hark_class_info_find_event (const HarkClassInfo *info,
                                                 const char          *name);
const HarkSlotInfo  *hark_class_info_find_slot  (const HarkClassInfo *info,
                                                 const char          *name);
