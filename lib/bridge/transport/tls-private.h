/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "bridge/transport/address-private.h"
#include "bridge/rules/identity-private.h"

G_BEGIN_DECLS

/* What GIO's TLS is told, at both ends. */

/* Reads the files that @address names; what it does not name stays %NULL.
 * Fails: %HARK_ERROR_INVALID, that names the file */
gboolean        hark_tls_load       (const HarkAddress  *address,
                                     GTlsCertificate   **certificate,
                                     GTlsDatabase      **authorities,
                                     GError            **error);

/* Either end of a connection over @socket; the handshake is still to come.
 * @authorities: (nullable): without, clients are not asked who they are
 * Fails: %HARK_ERROR_FAILED */
GTlsConnection *hark_tls_new_server (GSocket            *socket,
                                     GTlsCertificate    *certificate,
                                     GTlsDatabase       *authorities,
                                     GError            **error);
GTlsConnection *hark_tls_new_client (GIOStream          *base,
                                     const HarkAddress  *address,
                                     GError            **error);

/* Returns: why a handshake has failed, for people; borrowed from either */
const char     *hark_tls_explain    (GTlsConnection     *connection,
                                     const GError       *failed);

/* Who the other end of a server's connection is, after the handshake. */
HarkIdentity   *hark_tls_identify   (GTlsConnection     *connection);

G_END_DECLS
