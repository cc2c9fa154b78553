/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What AddressSanitizer, ThreadSanitizer and valgrind must be told of stacks, or
 * they take a switch for an overflow or a race. Nothing of it is there in a
 * build without them; valgrind's part is a few instructions that do nothing. */

#include <glib.h>

#include "base/sanitizer-private.h"

#if HARK_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

#if HARK_TSAN
#include <sanitizer/tsan_interface.h>
#endif

#if __has_include (<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#define VALGRIND_STACK_REGISTER(start, end) 0
#define VALGRIND_STACK_DEREGISTER(id) (void) (id)
#endif
