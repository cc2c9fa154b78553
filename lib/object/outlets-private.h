/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object/anchor-private.h"

/* Who listens to an object: for each of its events an array of connections, in
 * the order of connecting. Emissions read it without a lock. */

typedef struct _HarkListeners HarkListeners;

/* What one emission goes through. */
typedef struct
{
  HarkOutlets   *outlets;
  HarkListeners *listeners;
  guint          n;  /* those that connected before it began */
} HarkEmission;

/* %FALSE: nobody listens. On %TRUE, end it with hark_emission_end(). Thread:
 * any, with a reference to the emitter. */
gboolean        hark_emission_begin (HarkEmission *self,
                                     HarkAnchor   *emitter,
                                     guint         event);
/* (nullable) (transfer none): the @i-th; %NULL: it has been disconnected. */
HarkConnection *hark_emission_get   (HarkEmission *self,
                                     guint         i);
void            hark_emission_end   (HarkEmission *self,
                                     HarkAnchor   *emitter);

/* The array takes the reference that a connection is born with. %FALSE: the
 * emitter, or the connection, has ended. Thread: any. */
gboolean hark_outlets_add    (HarkAnchor     *emitter,
                              HarkConnection *connection,
                              gboolean       *is_first);
/* Emissions that begin from now on do not see it. Thread: any. */
void     hark_outlets_remove (HarkAnchor     *emitter,
                              HarkConnection *connection,
                              gboolean       *is_last);
/* Drops the array's reference, once no emission can see it any more. Thread: any. */
void     hark_outlets_retire (HarkAnchor     *emitter,
                              HarkConnection *connection);

/* (transfer full) (element-type HarkConnection): all that listens. */
GPtrArray *hark_outlets_list (HarkAnchor *emitter);

gboolean   hark_outlets_is_heard (HarkAnchor *emitter,
                                  guint       event);

void     hark_outlets_free   (HarkOutlets *self);
