/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>

/* Tells the service manager, where there is one, and does nothing else. @state: "READY=1".
 * Thread: any. Blocks: no. */
void hark_notification_send (const char *state);

/* How often the service manager wants to hear `WATCHDOG=1` from this process, in
 * microseconds; 0: it does not. */
gint64 hark_notification_get_watchdog (void);
