/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/object.h>

#include "bridge/rules/identity-private.h"

G_BEGIN_DECLS

/* Connections that have ended, and whose calls are kept: whether their processes live. */
typedef struct _HarkDeparted HarkDeparted;

/* @died: called with a connection whose process has ended, on the loop of @owner, which outlives this. */
HarkDeparted *hark_departed_new   (HarkObject         *owner,
                                   void              (*died) (gpointer user, guint connection),
                                   gpointer            user);
void          hark_departed_free  (HarkDeparted       *self);
/* For so many microseconds. @died is not called inside this function. */
void          hark_departed_watch (HarkDeparted       *self,
                                   guint               connection,
                                   const HarkIdentity *identity,
                                   gint64              time);

G_END_DECLS
