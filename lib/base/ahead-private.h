/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where each of many things that lie apart in memory is needed in turn, its turn begins with waiting for
 * it. So a few that are known to come are asked for together, and then the waiting is done once. This
 * changes nothing but how long it takes. */

/* So many together: processors have hardly more under way. */
#define HARK_AHEAD 16

/* Of fewer things all are near anyway. */
#define HARK_AHEAD_OF_MANY 1024

/* A compiler may leave out calls of functions that do nothing but this, so those are always in line.
 * @at: (nullable): may point anywhere */
static G_ALWAYS_INLINE inline void
hark_ask_for (gconstpointer at)
{
  __builtin_prefetch (at);
}

/* What is no larger than a line of the cache lies in one or two of them. */
static G_ALWAYS_INLINE inline void
hark_ask_for_all (gconstpointer at,
                  gsize         size)
{
  hark_ask_for (at);
  hark_ask_for ((const char *) at + size - 1);
}

G_END_DECLS
