/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers processes, so that a child of fork() knows what is its parent's and
 * keeps away from it. The few locks that belong to the whole library are held
 * during the fork; those of single objects need no care, because nobody takes
 * the locks of what is inherited. */

#include <pthread.h>

#include <hark/error.h>

#include "base/fork-private.h"

guint8 hark_generation = HARK_FIRST_GENERATION;

static HarkForkGuard *guards;  /* fixed before main() */

static void
before (void)
{
  for (HarkForkGuard *guard = guards; guard != NULL; guard = guard->next)
    guard->lock ();
}

static void
after (void)
{
  for (HarkForkGuard *guard = guards; guard != NULL; guard = guard->next)
    guard->unlock ();
}

static void
after_in_child (void)
{
  if (++hark_generation == 0)
    hark_generation = HARK_FIRST_GENERATION + 1;
  for (HarkForkGuard *guard = guards; guard != NULL; guard = guard->next)
    if (guard->begin != NULL)
      guard->begin ();
  after ();
}

__attribute__ ((constructor)) static void
listen_to_forks (void)
{
  pthread_atfork (before, after, after_in_child);
}

void
hark_fork_add_guard (HarkForkGuard *self)
{
  self->next = guards;
  guards = self;
}

void
hark_set_forked (GError     **error,
                 const char  *what)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_FORKED,
               "%s belongs to the process that forked this one: make another one here", what);
}
