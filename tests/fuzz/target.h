/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <stdint.h>

/* What a fuzz target is, in libFuzzer's words. It returns 0, and aborts when
 * something is not as it should be. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
