/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "lane/lane-private.h"

/* A lane on a thread and a context of its own, which waits to be started: do that,
 * or stop it. The thread ends with the lane. Returns: (transfer full). Thread: any. */
HarkLane *hark_lane_new_thread (const char *name);
