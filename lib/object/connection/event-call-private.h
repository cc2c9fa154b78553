/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include "base/block-private.h"
#include "object/connection/connection-private.h"

/* The call that an emission queues for a listener, with values of its own or shared ones. */
typedef struct
{
  HarkCall        call;
  HarkConnection *connection;
  /* Here follow the packed values, or a pointer to shared ones. */
} HarkEventCall;

/* What they do: with values of their own, with shared ones, and with those of a state; the second of
 * each makes no loop active. */
extern const HarkCallFuncs hark_event_call_own[2];
extern const HarkCallFuncs hark_event_call_shared[2];
extern const HarkCallFuncs hark_event_call_state[2];

static inline const HarkCallFuncs *
hark_event_call_funcs (const HarkCallFuncs *funcs,
                       const HarkEventInfo *event)
{
  return &funcs[(event->flags & HARK_EVENT_QUIET) != 0];
}

static inline gpointer
hark_event_call_own_values (HarkEventCall *self)
{
  return self + 1;
}

static inline gpointer *
hark_event_call_shared_values (HarkEventCall *self)
{
  return (gpointer *) (self + 1);
}

static inline HarkEventCall *
hark_event_call_new_own (const HarkEventInfo *event,
                         HarkConnection      *connection,
                         gconstpointer        values)
{
  const HarkSignature *signature = event->signature;
  gsize size = signature->measure != NULL ? signature->measure (values) : signature->size;
  HarkEventCall *self = hark_piece_new (sizeof (HarkEventCall) + size);

  if (signature->pack != NULL)
    signature->pack (values, hark_event_call_own_values (self));
  else if (size > 0)
    memcpy (hark_event_call_own_values (self), values, size);
  self->call.funcs = hark_event_call_funcs (hark_event_call_own, event);
  self->connection = connection;
  return self;
}

/* @shared: (transfer full), made by hark_values_new() */
static inline HarkEventCall *
hark_event_call_new_shared (const HarkEventInfo *event,
                            HarkConnection      *connection,
                            gpointer             shared)
{
  HarkEventCall *self = hark_piece_new (sizeof (HarkEventCall) + sizeof (gpointer));

  *hark_event_call_shared_values (self) = shared;
  self->call.funcs = hark_event_call_funcs (
    event->flags & HARK_EVENT_STATE ? hark_event_call_state : hark_event_call_shared, event);
  self->connection = connection;
  return self;
}
