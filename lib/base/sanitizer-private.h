/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Whether this is a build with AddressSanitizer, or with ThreadSanitizer. */

#if defined __has_feature
#define HARK_HAS_FEATURE(name) __has_feature (name)
#else
#define HARK_HAS_FEATURE(name) 0
#endif

#if defined __SANITIZE_ADDRESS__ || HARK_HAS_FEATURE (address_sanitizer)
#define HARK_ASAN 1
#else
#define HARK_ASAN 0
#endif

#if defined __SANITIZE_THREAD__ || HARK_HAS_FEATURE (thread_sanitizer)
#define HARK_TSAN 1
#else
#define HARK_TSAN 0
#endif
