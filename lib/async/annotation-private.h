/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What AddressSanitizer, ThreadSanitizer and valgrind must be told of stacks, or
 * they take a switch for an overflow or a race. Nothing of it is there in a
 * build without them; valgrind's part is a few instructions that do nothing. */

#include <glib.h>

#if defined __has_feature
#define HARK_HAS_FEATURE(name) __has_feature (name)
#else
#define HARK_HAS_FEATURE(name) 0
#endif

#if defined __SANITIZE_ADDRESS__ || HARK_HAS_FEATURE (address_sanitizer)
#define HARK_ASAN 1
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#else
#define HARK_ASAN 0
#endif

#if defined __SANITIZE_THREAD__ || HARK_HAS_FEATURE (thread_sanitizer)
#define HARK_TSAN 1
#include <sanitizer/tsan_interface.h>
#else
#define HARK_TSAN 0
#endif

#if __has_include (<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#define VALGRIND_STACK_REGISTER(start, end) 0
#define VALGRIND_STACK_DEREGISTER(id) (void) (id)
#endif
