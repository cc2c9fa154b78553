/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/values.h>

/* For many at once, in one step. @n may be 0. Thread: any. */
void hark_values_ref_n   (gpointer values,
                          guint    n);
void hark_values_unref_n (gpointer values,
                          guint    n);
