/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

typedef struct _HarkStack HarkStack;

/* Lies at the upper end of its own memory, where no overflow reaches it. */
struct _HarkStack
{
  char      *lowest;    /* fixed at birth; below it is the guard */
  gsize      size;      /* fixed at birth; bytes from there up to this struct */
  guint      valgrind;  /* fixed at birth; its name for valgrind */
  HarkStack *next;      /* in the pool of a thread */
};

/* Unless said otherwise. A single g_warning() takes 11 KiB. */
#define HARK_STACK_SIZE (64 * 1024)

/* What becomes of a size that somebody asks for: whole pages, and not too few. */
gsize hark_stack_round (gsize size);

/* A stack with @size bytes, which is rounded, and a little less for what is kept
 * on it: from the calling thread's pool, or mapped. Its memory is used as it is touched; below it
 * is a guard, on which a program that runs out of stack ends with SIGSEGV.
 * Fails: %HARK_ERROR_LIMIT. Thread: any. */
HarkStack *hark_stack_new  (gsize       size,
                            GError    **error);
/* To the calling thread's pool, or unmapped. Thread: any. */
void       hark_stack_free (HarkStack  *self);

/* What guards a stack: a region that costs no mapping of its own (Linux 6.13), or
 * a protected page, which takes every stack two of vm.max_map_count. */
typedef enum
{
  HARK_GUARD_UNKNOWN,  /* the next stack finds out */
  HARK_GUARD_REGION,
  HARK_GUARD_PAGE,
} HarkGuard;

HarkGuard hark_stack_get_guard (void);
/* For tests of the kind that this kernel would not choose. */
void      hark_stack_set_guard (HarkGuard guard);

/* How many are mapped, those in pools included. Thread: any. */
guint hark_stack_count (void);
