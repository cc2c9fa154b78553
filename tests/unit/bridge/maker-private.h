/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A class to play with, Test.Maker, as three versions of its schema have it: what a generator
 * would write. The newer one has arguments that may be missing behind those of the first, so
 * that the two understand each other; the other one fits neither. */

#include <hark/gen.h>

extern const HarkClassInfo maker_info;        /* event made (string, uint64); slots tune (uint64), count (uint64) -> uint64 */
extern const HarkClassInfo newer_maker_info;  /* event made (string, uint64, uint32?); tune (uint64), count (uint64, uint64 = 1) */
extern const HarkClassInfo other_maker_info;  /* event made (string); slot count (string) -> uint64 */
extern const HarkEventInfo maker_made;
extern const HarkEventInfo newer_maker_made;
extern const HarkEventInfo other_maker_made;
extern const HarkSlotInfo  maker_tune;
extern const HarkSlotInfo  maker_count;
extern const HarkSlotInfo  newer_maker_count;
extern const HarkSlotInfo  other_maker_count;
