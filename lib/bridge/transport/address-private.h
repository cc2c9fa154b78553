/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a broker listens, as doc/broker.md describes it for people. */

typedef enum
{
  HARK_ADDRESS_UNIX,
  HARK_ADDRESS_TCP,     /* bare, and on this machine alone */
  HARK_ADDRESS_TLS,
  HARK_ADDRESS_FD,      /* a socket that listens already; for brokers */
} HarkAddressKind;

typedef struct
{
  HarkAddressKind kind;
  char           *path;         /* unix: absolute */
  char           *host;         /* tcp, tls */
  guint16         port;         /* tcp, tls; 0: any that is free */
  int             fd;           /* fd */
  char           *certificate;  /* (nullable) tls: files in PEM; absolute */
  char           *key;
  char           *ca;
} HarkAddress;

/* @text: (nullable): a path, or `KIND:NAME=VALUE,...`; %NULL: the user's own
 *   broker, in the runtime directory
 * Returns: (transfer full)
 * Fails: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT */
HarkAddress *hark_address_parse     (const char         *text,
                                     GError            **error);
void         hark_address_free      (HarkAddress        *self);

/* Returns: (transfer full): what others connect to; no files in it */
char        *hark_address_to_string (const HarkAddress  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkAddress, hark_address_free)

G_END_DECLS
