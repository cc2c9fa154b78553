/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "bridge/transport/address-private.h"

G_BEGIN_DECLS

/* A socket that listens, and what belongs to it. */
typedef struct
{
  HarkAddress     *address;      /* with the port that it has got */
  GSocket         *socket;       /* does not block */
  int              lock;         /* unix: of the path; else -1 */
  GTlsCertificate *certificate;  /* tls */
  GTlsDatabase    *authorities;  /* tls; NULL: nobody is asked for a certificate */
} HarkListening;

/* @address: (transfer full)
 * Blocks: while the name of a host is looked up.
 * Fails: %HARK_ERROR_EXISTS, %HARK_ERROR_INVALID, %HARK_ERROR_FAILED */
HarkListening *hark_listening_new  (HarkAddress    *address,
                                    GError        **error);
/* Closes the socket; one that was made here is removed from its path. */
void           hark_listening_free (HarkListening  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkListening, hark_listening_free)

G_END_DECLS
