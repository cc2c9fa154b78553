/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* TLS through GIO. The broker shows a certificate; who connects checks it, for
 * the name of the host, with the authorities that the address names or the
 * system knows. A broker that has authorities asks for a certificate, too; one
 * that they do not vouch for ends the handshake, and who shows none stays
 * anonymous. How a connection ends is said by GOODBYE, not by TLS. Used by
 * HarkBroker and by dial.c. */

#include "bridge/transport/tls-private.h"

#include <hark/error.h>

static gboolean
fail (GError       **error,
      const char    *file,
      const GError  *failed)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "cannot use %s: %s", file, failed->message);
  return FALSE;
}

static gboolean
check_backend (GError **error)
{
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return TRUE;
  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_FAILED, "this system has no TLS for GIO: install glib-networking");
  return FALSE;
}

gboolean
hark_tls_load (const HarkAddress  *address,
               GTlsCertificate   **certificate,
               GTlsDatabase      **authorities,
               GError            **error)
{
  g_autoptr(GTlsCertificate) own = NULL;
  g_autoptr(GError) failed = NULL;

  if (!check_backend (error))
    return FALSE;
  if (address->certificate != NULL)
    own = g_tls_certificate_new_from_files (address->certificate, address->key, &failed);
  if (failed != NULL)
    return fail (error, address->certificate, failed);
  if (address->ca != NULL)
    {
      GTlsDatabase *database = g_tls_file_database_new (address->ca, &failed);

      if (database == NULL)
        return fail (error, address->ca, failed);
      *authorities = database;
    }
  *certificate = g_steal_pointer (&own);
  return TRUE;
}

/* --- What is wrong with a certificate --- */

#define WHY "hark-why"

static const struct
{
  GTlsCertificateFlags flag;
  const char          *words;
} faults[] =
{
  { G_TLS_CERTIFICATE_UNKNOWN_CA,    "no authority that is known here vouches for it" },
  { G_TLS_CERTIFICATE_BAD_IDENTITY,  "it is made out for another name" },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, "its time has not come yet" },
  { G_TLS_CERTIFICATE_EXPIRED,       "its time is over" },
  { G_TLS_CERTIFICATE_REVOKED,       "it was revoked" },
  { G_TLS_CERTIFICATE_INSECURE,      "its algorithm is not safe" },
};

/* Asked of a client about what is wrong, and of a server in any case. */
static gboolean
on_certificate (GTlsConnection      *connection,
                GTlsCertificate     *certificate,
                GTlsCertificateFlags errors,
                gpointer             data)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  const char *words = "it is not in order";
  guint i;

  if (errors == G_TLS_CERTIFICATE_NO_FLAGS)
    return TRUE;
  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    if (errors & faults[i].flag)
      {
        words = faults[i].words;
        break;
      }
  g_object_set_data_full (G_OBJECT (connection), WHY,
                          g_strdup_printf ("the certificate of %s is not accepted: %s", subject, words), g_free);
  return FALSE;
}

const char *
hark_tls_explain (GTlsConnection *connection,
                  const GError   *failed)
{
  const char *why = g_object_get_data (G_OBJECT (connection), WHY);

  return why != NULL ? why : failed->message;
}

/* --- Connections --- */

static GTlsConnection *
finish (GIOStream    *made,
        GTlsDatabase *authorities,
        GError       *failed,
        GError      **error)
{
  GTlsConnection *self = (GTlsConnection *) made;

  if (self == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED, "%s", failed->message);
      g_error_free (failed);
      return NULL;
    }
  if (authorities != NULL)
    g_tls_connection_set_database (self, authorities);
  g_signal_connect (self, "accept-certificate", G_CALLBACK (on_certificate), NULL);
  g_tls_connection_set_require_close_notify (self, FALSE);
  return self;
}

GTlsConnection *
hark_tls_new_server (GSocket          *socket,
                     GTlsCertificate  *certificate,
                     GTlsDatabase     *authorities,
                     GError          **error)
{
  g_autoptr(GSocketConnection) base = g_socket_connection_factory_create_connection (socket);
  GError *failed = NULL;
  GIOStream *made = g_tls_server_connection_new (G_IO_STREAM (base), certificate, &failed);

  if (made != NULL && authorities != NULL)
    g_object_set (made, "authentication-mode", G_TLS_AUTHENTICATION_REQUESTED, NULL);
  return finish (made, authorities, failed, error);
}

GTlsConnection *
hark_tls_new_client (GIOStream          *base,
                     const HarkAddress  *address,
                     GError            **error)
{
  g_autoptr(GSocketConnectable) host = g_network_address_new (address->host, address->port);
  g_autoptr(GTlsCertificate) certificate = NULL;
  g_autoptr(GTlsDatabase) authorities = NULL;
  GError *failed = NULL;
  GIOStream *made;

  if (!hark_tls_load (address, &certificate, &authorities, error))
    return NULL;
  made = g_tls_client_connection_new (base, host, &failed);
  if (made != NULL && certificate != NULL)
    g_tls_connection_set_certificate (G_TLS_CONNECTION (made), certificate);
  return finish (made, authorities, failed, error);
}

HarkIdentity *
hark_tls_identify (GTlsConnection *connection)
{
  GTlsCertificate *certificate = g_tls_connection_get_peer_certificate (connection);
  g_autofree char *subject = certificate != NULL ? g_tls_certificate_get_subject_name (certificate) : NULL;

  /* One that is not in order has ended the handshake. */
  return subject != NULL ? hark_identity_new_certificate (subject) : hark_identity_new_anonymous ();
}
