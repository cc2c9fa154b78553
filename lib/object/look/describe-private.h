/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/values.h>

/* Appends the fields with their names, as a person would write them down:
 * `product: "chair", serial: 1`. @values: a C struct of that layout. Thread: any. */
void hark_values_describe (GString             *text,
                           const HarkSignature *signature,
                           gconstpointer        values);
