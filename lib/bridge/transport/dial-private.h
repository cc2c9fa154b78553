/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <hark/object.h>

#include "bridge/transport/address-private.h"

G_BEGIN_DECLS

/* An attempt to connect over TCP, with TLS where the address says so. */
typedef struct _HarkDial HarkDial;

/* It is over: @socket and, perhaps, @tls around it are ready, or there is an error
 * (%HARK_ERROR_UNREACHABLE). The attempt is to be freed. Thread: the owner's loop. */
typedef void (*HarkDialFunc) (gpointer        user,
                              GSocket        *socket,
                              GTlsConnection *tls,
                              const GError   *error);

/* @owner: outlives it, and @func is a call of its loop. Thread: the owner's loop. */
HarkDial *hark_dial_new  (HarkAddress  *address,
                          HarkObject   *owner,
                          HarkDialFunc  func,
                          gpointer      user);
/* @func is not called any more. Thread: the owner's loop. */
void      hark_dial_free (HarkDial     *self);

G_END_DECLS
