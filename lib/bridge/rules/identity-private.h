/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* Who is at the other end of a connection, as the kernel or TLS says; never as
 * it says itself. Immutable, counted; any thread. */

typedef enum
{
  HARK_IDENTITY_USER,         /* a process on this machine */
  HARK_IDENTITY_CERTIFICATE,  /* somebody whose certificate was verified */
  HARK_IDENTITY_LOOPBACK,     /* any process on this machine, over TCP */
  HARK_IDENTITY_ANONYMOUS,    /* over TLS, without a certificate */
} HarkIdentityKind;

typedef struct
{
  gatomicrefcount  refs;
  HarkIdentityKind kind;
  uid_t            uid;       /* user */
  pid_t            process;   /* user: for people; 0: unknown */
  gid_t           *groups;    /* user: all of them, its own first */
  guint            n_groups;
  char            *subject;   /* certificate: its distinguished name, "CN=maker,O=Workshop" */
} HarkIdentity;

/* @groups: its own first; copied */
HarkIdentity *hark_identity_new_user        (uid_t               uid,
                                             const gid_t        *groups,
                                             guint               n_groups);
/* Of the process that has connected to the Unix socket @fd.
 * Fails: %HARK_ERROR_REFUSED, the kernel does not say. */
HarkIdentity *hark_identity_new_of_socket   (int                 fd,
                                             GError            **error);
HarkIdentity *hark_identity_new_certificate (const char         *subject);
HarkIdentity *hark_identity_new_loopback    (void);
HarkIdentity *hark_identity_new_anonymous   (void);

HarkIdentity *hark_identity_ref             (HarkIdentity       *self);
void          hark_identity_unref           (HarkIdentity       *self);

/* Whether both are the same user, or have the same subject. Nobody can tell
 * one without a name from another, so these equal each other. */
gboolean      hark_identity_equal           (const HarkIdentity *a,
                                             const HarkIdentity *b);
gboolean      hark_identity_is_in_group     (const HarkIdentity *self,
                                             gid_t               group);
/* Returns: (transfer full): for people */
char         *hark_identity_to_string       (const HarkIdentity *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkIdentity, hark_identity_unref)

G_END_DECLS
