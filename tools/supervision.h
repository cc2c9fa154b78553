/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* What a program and its service manager tell each other, systemd's way. */

/* The sockets that were opened for this process, as many descriptors as it
 * returns, from @first on. They are closed when another program is executed, and
 * the environment does not name them any more. */
guint supervision_take_sockets (int        *first);

/* Says it to the service manager, if there is one: lines of NAME=VALUE. */
void  supervision_tell         (const char *words);

/* Takes as many file descriptors as the system gives without asking. */
void  supervision_raise_limit  (void);
