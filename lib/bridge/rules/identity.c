/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Identities of connections. Made once, when a connection is accepted or its
 * handshake is done, by the broker; compared by the rules, and by whatever has
 * to give something back to the one it belongs to. */

#include "bridge/rules/identity-private.h"

#include <errno.h>
#include <hark/error.h>
#include <sys/socket.h>

/* Linux has it; the headers of older systems do not. */
#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

static HarkIdentity *
identity_new (HarkIdentityKind kind)
{
  HarkIdentity *self = g_new0 (HarkIdentity, 1);

  g_atomic_ref_count_init (&self->refs);
  self->kind = kind;
  return self;
}

HarkIdentity *
hark_identity_new_user (uid_t        uid,
                        const gid_t *groups,
                        guint        n_groups)
{
  HarkIdentity *self = identity_new (HARK_IDENTITY_USER);

  self->uid = uid;
  self->groups = g_memdup2 (groups, n_groups * sizeof *groups);
  self->n_groups = n_groups;
  return self;
}

/* The group of the process, and then its further ones. */
static GArray *
read_groups (int   fd,
             gid_t first)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (gid_t));
  socklen_t size = 0;

  g_array_append_val (groups, first);
  if (getsockopt (fd, SOL_SOCKET, SO_PEERGROUPS, NULL, &size) != 0 && errno == ERANGE)
    {
      g_array_set_size (groups, 1 + size / sizeof (gid_t));
      if (getsockopt (fd, SOL_SOCKET, SO_PEERGROUPS, &g_array_index (groups, gid_t, 1), &size) != 0)
        g_array_set_size (groups, 1);
    }
  return groups;
}

HarkIdentity *
hark_identity_new_of_socket (int      fd,
                             GError **error)
{
  struct ucred credentials;
  socklen_t size = sizeof credentials;
  g_autoptr(GArray) groups = NULL;
  HarkIdentity *self;

  if (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0 || credentials.uid == (uid_t) -1)
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_REFUSED, "the kernel does not say who connects");
      return NULL;
    }
  groups = read_groups (fd, credentials.gid);
  self = hark_identity_new_user (credentials.uid, (const gid_t *) (gpointer) groups->data, groups->len);
  self->process = credentials.pid;
  return self;
}

HarkIdentity *
hark_identity_new_certificate (const char *subject)
{
  HarkIdentity *self = identity_new (HARK_IDENTITY_CERTIFICATE);

  self->subject = g_strdup (subject);
  return self;
}

HarkIdentity *
hark_identity_new_loopback (void)
{
  return identity_new (HARK_IDENTITY_LOOPBACK);
}

HarkIdentity *
hark_identity_new_anonymous (void)
{
  return identity_new (HARK_IDENTITY_ANONYMOUS);
}

HarkIdentity *
hark_identity_ref (HarkIdentity *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
hark_identity_unref (HarkIdentity *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->groups);
  g_free (self->subject);
  g_free (self);
}

gboolean
hark_identity_equal (const HarkIdentity *a,
                     const HarkIdentity *b)
{
  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind)
    {
    case HARK_IDENTITY_USER:
      return a->uid == b->uid;
    case HARK_IDENTITY_CERTIFICATE:
      return g_str_equal (a->subject, b->subject);
    case HARK_IDENTITY_LOOPBACK:
    case HARK_IDENTITY_ANONYMOUS:
    default:
      return TRUE;
    }
}

gboolean
hark_identity_is_in_group (const HarkIdentity *self,
                           gid_t               group)
{
  guint i;

  for (i = 0; i < self->n_groups; i++)
    if (self->groups[i] == group)
      return TRUE;
  return FALSE;
}

char *
hark_identity_to_string (const HarkIdentity *self)
{
  switch (self->kind)
    {
    case HARK_IDENTITY_USER:
      return g_strdup_printf ("user %u", (guint) self->uid);
    case HARK_IDENTITY_CERTIFICATE:
      return g_strdup_printf ("the owner of certificate %s", self->subject);
    case HARK_IDENTITY_LOOPBACK:
      return g_strdup ("somebody on this machine");
    case HARK_IDENTITY_ANONYMOUS:
    default:
      return g_strdup ("somebody without a certificate");
    }
}
