/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/values.h>

/* How many signatures there are; a record is always of a lower number. */
#define N_TUPLES 8

/* Makes up a new layout for each of them. Values of the old ones must be gone. */
void tuples_shuffle (GRand *random);

const HarkSignature *tuples_get (guint number);

/* A variant that has @signature's type and that it accepts. */
GVariant *tuples_make_variant (GRand               *random,
                               const HarkSignature *signature);
