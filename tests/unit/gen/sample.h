/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One value of each type, and of each array of a type, that tests send round
 * and compare with what comes back. */

#include "types.h"

#define N_SAMPLES 3

typedef struct
{
  TypesPoint *points[N_SAMPLES + 1];
  GBytes *chunks[N_SAMPLES + 1];
  GVariant *variants[N_SAMPLES + 1];
} Samples;

extern const gboolean sample_bools[N_SAMPLES];
extern const guint8 sample_octets[N_SAMPLES];
extern const gint16 sample_int16s[N_SAMPLES];
extern const guint16 sample_uint16s[N_SAMPLES];
extern const gint32 sample_int32s[N_SAMPLES];
extern const guint32 sample_uint32s[N_SAMPLES];
extern const gint64 sample_int64s[N_SAMPLES];
extern const guint64 sample_uint64s[N_SAMPLES];
extern const float sample_floats[N_SAMPLES];
extern const double sample_doubles[N_SAMPLES];
extern const char *const sample_strings[N_SAMPLES + 1];
extern const char *const sample_filenames[N_SAMPLES + 1];
extern const TypesSpeed sample_speeds[N_SAMPLES];
extern const TypesRights sample_rights[N_SAMPLES];

void samples_init (Samples *self);
void samples_clear (Samples *self);

/* The three records, filled from the samples; with @is_empty, nothing that is
 * optional is there, and arrays are empty. */
TypesPlain *samples_plain (Samples *self);
TypesOptional *samples_optional (Samples *self, gboolean is_empty);
TypesArray *samples_array (Samples *self, gboolean is_empty);

void assert_same_point (const TypesPoint *a, const TypesPoint *b);
void assert_same_plain (const TypesPlain *a, const TypesPlain *b);
void assert_same_optional (const TypesOptional *a, const TypesOptional *b);
void assert_same_array (const TypesArray *a, const TypesArray *b);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Samples, samples_clear)
