/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A client of a server that answers each line with a line. */

#include <gio/gio.h>
#include <hark/hark.h>

typedef struct _Client Client;

/* It connects when it is first asked. */
Client *client_new  (GSocketAddress *address);
/* Nobody asks it any more. */
void    client_free (Client         *self);

/* How often it has connected. */
guint   client_get_n_connections (Client *self);

/* Asks, and waits for the answer. Several tasks may ask: each has its turn. Where the connection was
 * lost since the last question it connects anew, once.
 *
 * @timeout: in microseconds, for all of that
 *
 * Fails: HARK_ERROR_TIMED_OUT, HARK_ERROR_CANCELLED with the calling task,
 * G_IO_ERROR_CONNECTION_CLOSED where the server hangs up instead of answering, and what connecting
 * fails with. Thread: in a task. */
char   *client_ask  (Client         *self,
                     const char     *question,
                     gint64          timeout,
                     GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)
