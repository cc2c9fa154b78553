/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Handlers of many topics at once. A star stands for one word, 1..9 for a number between the
 * two, and two stars at the end for all words that are left, one at least. */

#include "bus/topic/pattern-match-private.h"
#include "bus/handler/routes-private.h"

#define HARK_LIMIT_WORDS 32  /* of a pattern: each is a step deeper */

typedef struct _HarkPatternNode HarkPatternNode;

typedef struct
{
  GMutex           lock;
  HarkPatternNode *root;        /* lock */
  atomic_uint      n;           /* written under the lock: of handlers' patterns */
  atomic_uint      generation;  /* the same: counts changes */
} HarkPatterns;

/* Whether it stands for more than one topic. */
gboolean    hark_pattern_is    (const char *name);
void        hark_patterns_init   (HarkPatterns *self);
void        hark_patterns_clear  (HarkPatterns *self);

/* Thread: any, here and below. */
void        hark_patterns_add    (HarkPatterns *self,
                                  const char   *pattern,
                                  HarkHandler  *handler);
void        hark_patterns_remove (HarkPatterns *self,
                                  const char   *pattern,
                                  HarkHandler  *handler);

/* (transfer full) (nullable): whose patterns match. @generation: (out): the changes that this
 * has seen. */
HarkRoutes *hark_patterns_match  (HarkPatterns *self,
                                  const char   *topic,
                                  guint        *generation);
