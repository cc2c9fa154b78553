/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Addresses of brokers as text: a path, or a kind and its options as D-Bus
 * writes them. What can be known to be wrong without asking the system is
 * refused here. Used by peers and brokers, and fuzzed. */

#include "bridge/transport/address-private.h"

#include <hark/error.h>
#include <string.h>
#include <sys/un.h>

/* The kernel's, without the NUL at the end. */
#define HARK_LIMIT_PATH (sizeof (((struct sockaddr_un *) NULL)->sun_path) - 1)

void
hark_address_free (HarkAddress *self)
{
  g_free (self->path);
  g_free (self->host);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self->ca);
  g_free (self);
}

static gboolean
fail (GError     **error,
      const char  *text,
      const char  *what)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "\"%s\" is no address of a broker: %s", text, what);
  return FALSE;
}

/* --- Options --- */

static gboolean
set_file (char       **where,
          const char  *value)
{
  if (*where != NULL || value[0] == '\0')
    return FALSE;
  *where = g_canonicalize_filename (value, NULL);
  return TRUE;
}

static gboolean
set_number (guint64     *where,
            const char  *value,
            guint64      max)
{
  return *where == G_MAXUINT64 && g_ascii_string_to_unsigned (value, 10, 0, max, where, NULL);
}

/* Those that have been read, before it is known whether they suit. */
typedef struct
{
  HarkAddress *address;
  guint64      port;
  guint64      fd;
} Options;

/* Returns: %FALSE: there is no such option, or it has come before, or has no such value. */
static gboolean
set_option (Options    *options,
            const char *name,
            const char *value)
{
  HarkAddress *address = options->address;
  gboolean is_tls = address->kind == HARK_ADDRESS_TLS;

  switch (address->kind)
    {
    case HARK_ADDRESS_UNIX:
      return strcmp (name, "path") == 0 && set_file (&address->path, value);
    case HARK_ADDRESS_FD:
      return strcmp (name, "number") == 0 && set_number (&options->fd, value, G_MAXINT);
    case HARK_ADDRESS_TCP:
    case HARK_ADDRESS_TLS:
      if (strcmp (name, "host") == 0 && address->host == NULL && value[0] != '\0')
        address->host = g_strdup (value);
      else if (strcmp (name, "port") == 0)
        return set_number (&options->port, value, G_MAXUINT16);
      else if (is_tls && strcmp (name, "certificate") == 0)
        return set_file (&address->certificate, value);
      else if (is_tls && strcmp (name, "key") == 0)
        return set_file (&address->key, value);
      else if (is_tls && strcmp (name, "ca") == 0)
        return set_file (&address->ca, value);
      else
        return FALSE;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
read_options (Options     *options,
              const char  *text,
              const char  *list,
              GError     **error)
{
  g_auto(GStrv) words = g_strsplit (list, ",", -1);
  guint i;

  for (i = 0; words[i] != NULL; i++)
    {
      char *equals = strchr (words[i], '=');
      g_autofree char *value = equals != NULL ? g_uri_unescape_string (equals + 1, NULL) : NULL;
      g_autofree char *what = g_strdup_printf ("what is \"%s\" for?", words[i]);

      if (value == NULL || !g_utf8_validate (value, -1, NULL))
        return fail (error, text, what);
      *equals = '\0';
      if (!set_option (options, words[i], value))
        return fail (error, text, what);
    }
  return TRUE;
}

/* --- Each kind --- */

static gboolean
is_loopback (const char *host)
{
  return strcmp (host, "localhost") == 0 || strcmp (host, "127.0.0.1") == 0 || strcmp (host, "::1") == 0;
}

static gboolean
check_options (const Options  *options,
               const char     *text,
               GError        **error)
{
  HarkAddress *address = options->address;

  switch (address->kind)
    {
    case HARK_ADDRESS_UNIX:
      return address->path != NULL || fail (error, text, "it needs unix:path=PATH");
    case HARK_ADDRESS_FD:
      address->fd = (int) options->fd;
      return options->fd != G_MAXUINT64 || fail (error, text, "it needs fd:number=NUMBER");
    case HARK_ADDRESS_TCP:
    case HARK_ADDRESS_TLS:
      address->port = (guint16) options->port;
      if (address->host == NULL || options->port == G_MAXUINT64)
        return fail (error, text, "it needs host=HOST,port=PORT");
      if (address->kind == HARK_ADDRESS_TCP && !is_loopback (address->host))
        return fail (error, text, "tcp: is for this machine, so the host must be localhost, 127.0.0.1 or ::1; "
                                  "use tls: for any other");
      if ((address->certificate == NULL) != (address->key == NULL))
        return fail (error, text, "certificate=FILE and key=FILE belong together");
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
check_path (const char  *path,
            GError     **error)
{
  if (strlen (path) <= HARK_LIMIT_PATH)
    return TRUE;
  g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
               "%s has %" G_GSIZE_FORMAT " bytes, and the path of a socket has %" G_GSIZE_FORMAT
               " at most: choose a shorter one",
               path, strlen (path), HARK_LIMIT_PATH);
  return FALSE;
}

/* The kinds, as they are spelt. */
static const char *const prefixes[] =
{
  [HARK_ADDRESS_UNIX] = "unix:",
  [HARK_ADDRESS_TCP]  = "tcp:",
  [HARK_ADDRESS_TLS]  = "tls:",
  [HARK_ADDRESS_FD]   = "fd:",
};

static gboolean
read_kind (HarkAddress  *self,
           const char   *text,
           const char  **rest,
           GError      **error)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (text, prefixes[i]))
      {
        self->kind = (HarkAddressKind) i;
        *rest = text + strlen (prefixes[i]);
        return TRUE;
      }
  return fail (error, text, "it must be a path, unix:path=PATH, tcp:host=HOST,port=PORT or tls:host=HOST,port=PORT");
}

HarkAddress *
hark_address_parse (const char  *text,
                    GError     **error)
{
  g_autoptr(HarkAddress) self = g_new0 (HarkAddress, 1);
  Options options = { self, G_MAXUINT64, G_MAXUINT64 };
  const char *rest = NULL;

  if (text == NULL)
    self->path = g_build_filename (g_get_user_runtime_dir (), "hark", "broker.sock", NULL);
  else if (text[0] != '\0' && strchr (text, ':') == NULL)
    self->path = g_canonicalize_filename (text, NULL);
  else if (!read_kind (self, text, &rest, error))
    return NULL;
  /* The short form that others have, too: all behind it is the path. */
  else if (self->kind == HARK_ADDRESS_UNIX && rest[0] != '\0' && !g_str_has_prefix (rest, "path="))
    self->path = g_canonicalize_filename (rest, NULL);
  else if (!read_options (&options, text, rest, error) || !check_options (&options, text, error))
    return NULL;
  if (self->path != NULL && !check_path (self->path, error))
    return NULL;
  return g_steal_pointer (&self);
}

char *
hark_address_to_string (const HarkAddress *self)
{
  switch (self->kind)
    {
    case HARK_ADDRESS_UNIX:
      return g_strconcat ("unix:", self->path, NULL);
    case HARK_ADDRESS_FD:
      return g_strdup_printf ("fd:number=%d", self->fd);
    case HARK_ADDRESS_TCP:
    case HARK_ADDRESS_TLS:
    default:
      {
        g_autofree char *host = g_uri_escape_string (self->host, ":", FALSE);

        return g_strdup_printf ("%shost=%s,port=%u", prefixes[self->kind], host, self->port);
      }
    }
}
