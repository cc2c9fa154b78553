/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/gen.h>
#include <hark/task-queue.h>

#include "async/wait-list-private.h"
#include "base/ring-private.h"

typedef struct _HarkClaim HarkClaim;

struct _HarkTaskQueue
{
  GMutex          mutex;
  GDestroyNotify  item_free;     /* fixed at birth */
  guint           depth;         /* mutex, and so is the rest; 0: any number */
  HarkRing        items;
  guint64         n_unfinished;  /* put, and not yet done */
  GError         *reason;        /* why it is closed; NULL: it is open */
  HarkWaitList    getters;
  guint           n_owed;        /* items that nobody was woken for, as a thread that will see to it was coming */
  HarkWaitList    putters;
  HarkWaitList    joiners;
};

typedef enum
{
  HARK_OFFER_TAKEN,
  HARK_OFFER_FULL,
  HARK_OFFER_CLOSED,
} HarkOffer;

/* Puts @item, which is the caller's still unless it is taken, without waiting.
 * @oldest: (out) (nullable): where one that is full makes room: the first item, which was not taken and is
 *   the caller's now, or %NULL; without it, it is %HARK_OFFER_FULL.
 * Thread: any, in a task that is ending too. */
HarkOffer hark_task_queue_offer     (HarkTaskQueue *self,
                                     gpointer       item,
                                     gpointer      *oldest);

/* The same, whether it is full or not. %FALSE: it is closed. */
gboolean  hark_task_queue_add       (HarkTaskQueue *self,
                                     gpointer       item);

/* How many it holds from here on; what it holds already stays. Thread: any. */
void      hark_task_queue_set_depth (HarkTaskQueue *self,
                                     guint          depth);

/* hark_task_queue_close() for a reason (transfer full), of which the first one counts. Thread: any. */
void      hark_task_queue_end       (HarkTaskQueue *self,
                                     GError        *reason);

/* With the mutex. (transfer full) (nullable): the first item; there is a place more. */
gpointer  hark_task_queue_take_first (HarkTaskQueue *self);

/* (transfer full) (nullable): the first item, without waiting. Without an error it is empty.
 * Fails: the reason of its end. Thread: any, in a task that is ending too. */
gpointer  hark_task_queue_take      (HarkTaskQueue  *self,
                                     GError        **error);

/* (transfer full) (nullable): a copy, made by @copy, of the first item, which stays. Waits as
 * hark_task_queue_get() does, or not at all with a @timeout of 0: then %NULL without an error says that it
 * is empty. Thread: any. */
gpointer  hark_task_queue_peek      (HarkTaskQueue  *self,
                                     gpointer      (*copy) (gpointer item),
                                     gint64          timeout,
                                     GCancellable   *cancellable,
                                     GError        **error);

/* --- task-queue-claim.c --- */

/* (transfer full): a future that takes an item when its turn comes. @signature: of a struct with a
 * pointer to one, which it copies; @copy gives a reference of the queue's own. Thread: any. */
HarkFuture    *hark_task_queue_claim  (HarkTaskQueue        *self,
                                       const HarkSignature  *signature);

/* With the mutex: @n items more want a reader, and so do those that are owed: wakes one for each, but of the threads
 * that block only one at a time, which calls this too once it is there. (nullable): what is to be settled, with their
 * items, without the mutex. */
HarkClaim     *hark_task_queue_wake   (HarkTaskQueue        *self,
                                       guint                 n) G_GNUC_WARN_UNUSED_RESULT;

/* Without the mutex. @claims: (transfer full) (nullable). */
void           hark_task_queue_settle (HarkTaskQueue        *self,
                                       HarkClaim            *claims);

/* With the mutex, of one that has been closed: all claims. */
GPtrArray     *hark_task_queue_steal_claims (HarkTaskQueue  *self);
