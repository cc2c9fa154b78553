/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A connection that ends looks alike whether its process has died or was cut off. The kernel knows, and
 * gives a descriptor that becomes readable when the process ends. It gives none for a process that has
 * ended already; nor for one that it does not see, of which nothing is known. Used by
 * HarkBroker for those that worked on calls, as long as these are kept for them. */

#include "bridge/broker/departed-private.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bridge/transport/watch-private.h"

struct _HarkDeparted
{
  HarkObject  *owner;
  void       (*died) (gpointer user, guint connection);
  gpointer     user;
  GHashTable  *watches;  /* connection -> Watch, owned */
};

typedef struct
{
  HarkDeparted *all;
  guint         connection;
  int           fd;        /* readable when the process has ended */
  HarkWatch    *watch;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *self = data;

  hark_watch_free (self->watch);
  close (self->fd);
  g_free (self);
}

/* The process has ended, or it is no matter any more. */
static void
on_ready (gpointer data)
{
  Watch *self = data;
  HarkDeparted *all = self->all;
  guint connection = self->connection;
  struct pollfd fd = { self->fd, POLLIN, 0 };
  gboolean has_ended = poll (&fd, 1, 0) > 0;

  g_hash_table_remove (all->watches, GUINT_TO_POINTER (connection));
  if (has_ended)
    all->died (all->user, connection);
}

/* For one that has ended before: what is readable at once. -1: nothing is known of it. */
static int
open_process (pid_t process)
{
  int fd = (int) syscall (SYS_pidfd_open, process, 0);

  return fd < 0 && errno == ESRCH ? eventfd (1, EFD_CLOEXEC) : fd;
}

void
hark_departed_watch (HarkDeparted       *self,
                     guint               connection,
                     const HarkIdentity *identity,
                     gint64              time)
{
  gboolean is_process = identity != NULL && identity->kind == HARK_IDENTITY_USER && identity->process > 0;
  int fd = is_process ? open_process (identity->process) : -1;
  Watch *watch;

  if (fd < 0)
    return;
  watch = g_new0 (Watch, 1);
  watch->all = self;
  watch->connection = connection;
  watch->fd = fd;
  watch->watch = hark_watch_new (fd, self->owner, on_ready, watch);
  hark_watch_arm (watch->watch, G_IO_IN);
  hark_watch_wake_at (watch->watch, g_get_monotonic_time () + time);
  g_hash_table_insert (self->watches, GUINT_TO_POINTER (connection), watch);
}

HarkDeparted *
hark_departed_new (HarkObject *owner,
                   void      (*died) (gpointer user, guint connection),
                   gpointer    user)
{
  HarkDeparted *self = g_new0 (HarkDeparted, 1);

  self->owner = owner;
  self->died = died;
  self->user = user;
  self->watches = g_hash_table_new_full (NULL, NULL, NULL, watch_free);
  return self;
}

void
hark_departed_free (HarkDeparted *self)
{
  g_hash_table_unref (self->watches);
  g_free (self);
}
