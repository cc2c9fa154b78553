/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A task queue with a policy for who finds it full, and a reason for its end: what is between
 * those who emit or publish and those who read. */

#include <hark/queue.h>

#include "async/task-queue-private.h"

typedef struct _HarkBuffer HarkBuffer;

typedef enum
{
  HARK_PUT_STORED,
  HARK_PUT_DROPPED,  /* it, or an older one in its place */
  HARK_PUT_REFUSED,  /* it was dropped because it cannot wait for room */
  HARK_PUT_FULL,     /* it is the caller's still, and is to wait for room */
  HARK_PUT_CLOSED,
} HarkPut;

/* Without bounds. */
HarkBuffer *hark_buffer_new   (GDestroyNotify   item_free);
HarkBuffer *hark_buffer_ref   (HarkBuffer      *self);
void        hark_buffer_unref (HarkBuffer      *self);

/* Whether such bounds can be, and a word to the programmer if not. @whose: "a stream of ...". */
gboolean    hark_buffer_check_bounds (guint            depth,
                                      HarkQueuePolicy  policy,
                                      const char      *whose);
/* Thread: any, here and below. */
void        hark_buffer_set_bounds   (HarkBuffer      *self,
                                      guint            depth,
                                      HarkQueuePolicy  policy);
HarkQueuePolicy hark_buffer_get_policy (HarkBuffer    *self);

/* @item: (transfer full) unless it is %HARK_PUT_FULL. */
HarkPut     hark_buffer_put   (HarkBuffer      *self,
                               gpointer         item);
/* The same after that. Blocks: yes, or suspends the task. */
HarkPut     hark_buffer_put_when_room (HarkBuffer *self,
                                       gpointer    item);
/* One more, whatever the bounds. */
HarkPut     hark_buffer_put_beyond    (HarkBuffer *self,
                                       gpointer    item);

/* Nothing comes any more, for this reason, which readers are told once it is empty; the first
 * one counts. @reason: (transfer full). */
void        hark_buffer_end   (HarkBuffer      *self,
                               GError          *reason);

/* (transfer full) (nullable): the first item. Without a @timeout it does not wait, and may be
 * called anywhere; @nothing, for people, says what is not there then. */
gpointer    hark_buffer_take  (HarkBuffer      *self,
                               gint64           timeout,
                               GCancellable    *cancellable,
                               const char      *nothing,
                               GError         **error);

/* (transfer none): where readers find what they want beyond that. */
HarkTaskQueue *hark_buffer_get_queue     (HarkBuffer *self);
guint64        hark_buffer_get_n_dropped (HarkBuffer *self);
