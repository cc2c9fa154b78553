/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Those who wait for the same thing, in the order of coming; part of what has a
 * mutex, under which all of this is called. */

#include <hark/types.h>

typedef struct _HarkWaitEntry HarkWaitEntry;

/* Who waits; or has a claim, which does not. Its fields are of the file that made it. */
struct _HarkWaitEntry
{
  HarkFuture    *woken;     /* NULL: a claim */
  gboolean       blocks;    /* a thread that does nothing else, so once it is woken it comes */
  gboolean       is_woken;  /* it has been taken out */
  HarkWaitEntry *next;
  HarkWaitEntry *previous;
};

typedef struct
{
  HarkWaitEntry *first;
  HarkWaitEntry *last;
  guint          n_coming;  /* such threads, woken and not back yet */
} HarkWaitList;

typedef enum
{
  HARK_WAIT_WOKEN,    /* go on */
  HARK_WAIT_ENDED,    /* with an error */
  HARK_WAIT_PASS_ON,  /* the same, and it had been woken: wake another instead */
} HarkWait;

/* Gives up @mutex while it waits until it is woken. */
HarkWait hark_wait_list_wait (HarkWaitList  *self,
                              GMutex        *mutex,
                              gint64         timeout,
                              GCancellable  *cancellable,
                              GError       **error);

/* Wakes the first. %FALSE: nobody waits. */
gboolean hark_wait_list_wake (HarkWaitList  *self);

/* The same in parts, for a list with claims. */
void     hark_wait_list_append (HarkWaitList  *self,
                                HarkWaitEntry *entry);
void     hark_wait_list_remove (HarkWaitList  *self,
                                HarkWaitEntry *entry);

/* %FALSE: the calling task is ending, so that it may not even take what is there. */
gboolean hark_may_take       (GError       **error);
