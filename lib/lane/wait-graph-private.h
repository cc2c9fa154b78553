/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Who waits for whom: of waits that keep others waiting, because a thread blocks in a
 * call, and with it all loops of its contexts, or because what is suspended holds its
 * loop. One that would close a circle is refused. */

#include "lane/lane-private.h"

typedef struct _HarkNeed HarkNeed;
typedef struct _HarkHold HarkHold;

/* A call passes this many lanes at most: that of its object, and one that relays. */
enum { HARK_NEED_LANES = 2 };

typedef struct
{
  /* Through which lanes must go what it waits for? Sets up to %HARK_NEED_LANES of
   * them, (transfer full), and returns how many. Takes no guarded lock. Thread: any. */
  guint    (*list)    (HarkNeed  *self,
                       HarkLane **lanes);
  /* It has what it waits for, and is about to go on. Thread: any. */
  gboolean (*is_over) (HarkNeed *self);
  /* (nullable): a circle has closed since it began. It is to end, and then to look at
   * its error. Thread: any; nothing is locked. */
  void     (*refuse)  (HarkNeed *self);
} HarkNeedFuncs;

/* What is not to be had while the wait lasts: a lane, or an executor and so all its lanes. */
struct _HarkHold
{
  gconstpointer  what;
  HarkNeed      *by;
  HarkHold      *next;      /* the graph's lock: of the same thing */
};

/* Part of what waits, which fills in the first two. */
struct _HarkNeed
{
  const HarkNeedFuncs *funcs;
  const char          *what;       /* for people; "slot Workshop.Producer.stock () -> uint64" */

  HarkLane            *lane;       /* fixed when it begins; (nullable): that waits, for people */
  GPtrArray           *executors;  /* the same; (nullable): that a thread holds */
  HarkHold            *holds;      /* the same */
  guint                n_holds;
  HarkHold             own;        /* the only one of who is suspended */
  GError              *error;      /* the graph's lock: why it is to end */
  gboolean             is_refused; /* the same, and the rest */
  gboolean             is_told;
  guint64              search;     /* the last that has found it, */
  HarkNeed            *next;       /* what that looks at next, */
  HarkNeed            *from;       /* and how it came here: */
  HarkLane            *through;    /* this waits for that, which is held */
};

/**
 * hark_need_begin:
 * @iterated: (nullable): what the calling thread goes on iterating meanwhile
 *
 * The calling thread is about to block. Does nothing where that keeps nobody waiting.
 *
 * Returns: %FALSE, with %HARK_ERROR_WOULD_DEADLOCK: it would never end. Thread: the
 *   one that blocks.
 */
gboolean hark_need_begin          (HarkNeed      *self,
                                   HarkExecutor  *iterated,
                                   GError       **error);

/* The same for who is suspended and holds @lane, but not its thread. */
gboolean hark_need_begin_holding  (HarkNeed      *self,
                                   HarkLane      *lane,
                                   GError       **error);

/* After either, if that was not refused. %FALSE: the wait was ended because a circle
 * has closed. Thread: the one that has waited. */
gboolean hark_need_end            (HarkNeed      *self,
                                   GError       **error);

/* What somebody waits for goes through other lanes from now on. Thread: any; nothing is
 * locked. */
void     hark_needs_have_changed  (void);

/* How many waits are known; for tests of the structure. Thread: any. */
guint    hark_needs_get_n         (void);
