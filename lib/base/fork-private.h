/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

typedef struct _HarkForkGuard HarkForkGuard;

#define HARK_FIRST_GENERATION 1

/* Which process this is: what was made in another one bears another number, and
 * never 0; the first is that of who did not come of a fork. Only forking changes it, in the child, while that has one thread. */
extern guint8 hark_generation;

/* Whether what bears @generation was made by a parent of this process: it is the
 * parent's, and its locks may be held by threads that are not here. Thread: any. */
static inline gboolean
hark_is_inherited (guint8 generation)
{
  return G_UNLIKELY (generation != hark_generation);
}

/* Whether there can be anything that is inherited. Thread: any. */
static inline gboolean
hark_has_parent (void)
{
  return G_UNLIKELY (hark_generation != HARK_FIRST_GENERATION);
}

/* Sets %HARK_ERROR_FORKED. @what: "The loop" */
void hark_set_forked (GError     **error,
                      const char  *what);

/* For locks that belong to no object: a fork takes them, so that the child finds them
 * free, and what they guard whole. No other guard's lock is taken under one. */
struct _HarkForkGuard
{
  void (*lock)   (void);
  void (*unlock) (void);
  void (*begin)  (void);  /* (nullable): in the child, before unlock() */
  HarkForkGuard *next;
};

/* @self: (transfer none): static. Thread: before main(). */
void hark_fork_add_guard (HarkForkGuard *self);

/* Guards a static mutex. */
#define HARK_FORK_GUARD(mutex, begin_func)                                    \
  static void                                                                 \
  mutex##_hold (void)                                                         \
  {                                                                           \
    g_mutex_lock (&mutex);                                                    \
  }                                                                           \
  static void                                                                 \
  mutex##_let_go (void)                                                       \
  {                                                                           \
    g_mutex_unlock (&mutex);                                                  \
  }                                                                           \
  __attribute__ ((constructor)) static void                                   \
  mutex##_guard (void)                                                        \
  {                                                                           \
    static HarkForkGuard guard = { mutex##_hold, mutex##_let_go,              \
                                   begin_func, NULL };                        \
                                                                              \
    hark_fork_add_guard (&guard);                                             \
  }
