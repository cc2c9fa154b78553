/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The class of the protocols' tests and of the simulator. */

#include "maker-private.h"

static const guint64 made_fingerprint = 11;
static const guint64 number_fingerprint = 13;

static const HarkSignature made_signature =
  { .name = "(string, uint64)", .text = "(string product, uint64 serial)", .variant_type = "(st)", .fingerprint = 11 };
static const HarkSignature newer_made_signature =
  { .name = "(string, uint64, uint32?)", .text = "(string product, uint64 serial, uint32? colour)",
    .variant_type = "(stmu)", .fingerprint = 14, .n_appended = 1, .appended = &made_fingerprint };
static const HarkSignature other_made_signature =
  { .name = "(string)", .text = "(string product)", .variant_type = "(s)", .fingerprint = 12 };
static const HarkSignature number_signature =
  { .name = "(uint64)", .text = "(uint64 n)", .variant_type = "(t)", .fingerprint = 13 };
static const HarkSignature numbers_signature =
  { .name = "(uint64, uint64)", .text = "(uint64 n, uint64 step)", .variant_type = "(tt)", .fingerprint = 15,
    .n_appended = 1, .appended = &number_fingerprint };

const HarkEventInfo maker_made =
  { .name = "made", .text = "event Test.Maker.made (string product, uint64 serial)",
    .owner = &maker_info, .signature = &made_signature };
const HarkEventInfo newer_maker_made =
  { .name = "made", .text = "event Test.Maker.made (string product, uint64 serial, uint32? colour)",
    .owner = &newer_maker_info, .signature = &newer_made_signature };
const HarkEventInfo other_maker_made =
  { .name = "made", .text = "event Test.Maker.made (string product)",
    .owner = &other_maker_info, .signature = &other_made_signature };
const HarkSlotInfo maker_tune =
  { .name = "tune", .text = "slot Test.Maker.tune (uint64 n)", .owner = &maker_info,
    .signature = &number_signature };
const HarkSlotInfo maker_count =
  { .name = "count", .text = "slot Test.Maker.count (uint64 n) -> uint64", .owner = &maker_info, .index = 1,
    .signature = &number_signature, .result = &number_signature };
const HarkSlotInfo newer_maker_count =
  { .name = "count", .text = "slot Test.Maker.count (uint64 n, uint64 step) -> uint64", .owner = &newer_maker_info,
    .index = 1, .signature = &numbers_signature, .result = &number_signature };
const HarkSlotInfo other_maker_count =
  { .name = "count", .text = "slot Test.Maker.count (string n) -> uint64", .owner = &other_maker_info,
    .signature = &other_made_signature, .result = &number_signature };

static const HarkEventInfo *const maker_events[] = { &maker_made };
static const HarkSlotInfo *const maker_slots[] = { &maker_tune, &maker_count };
static const HarkEventInfo *const newer_maker_events[] = { &newer_maker_made };
static const HarkSlotInfo *const newer_maker_slots[] = { &maker_tune, &newer_maker_count };
static const HarkEventInfo *const other_maker_events[] = { &other_maker_made };
static const HarkSlotInfo *const other_maker_slots[] = { &other_maker_count };

const HarkClassInfo maker_info =
  { .name = "Test.Maker", .events = maker_events, .n_events = 1, .slots = maker_slots, .n_slots = 2 };
const HarkClassInfo newer_maker_info =
  { .name = "Test.Maker", .events = newer_maker_events, .n_events = 1, .slots = newer_maker_slots, .n_slots = 2 };
const HarkClassInfo other_maker_info =
  { .name = "Test.Maker", .events = other_maker_events, .n_events = 1, .slots = other_maker_slots, .n_slots = 1 };
