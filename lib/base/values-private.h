/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/values.h>

/* For many at once, in one step. @n may be 0. Thread: any. */
void hark_values_ref_n   (gpointer values,
                          guint    n);
void hark_values_unref_n (gpointer values,
                          guint    n);

/* Of those of a state: which change of it they are, from 1 on; 0: of no state. Set before anybody
 * else sees them. */
void    hark_values_set_serial (gpointer      values,
                                guint32       serial);
guint32 hark_values_get_serial (gconstpointer values);
