/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/loop.h>

#include "lane/lane-private.h"

/* The loop that is a lane's face. Returns: (transfer none) (nullable). Thread:
 * the lane's owner. */
HarkLoop *hark_loop_of_lane      (HarkLane *lane);

/* Returns: (transfer none): the lane of a loop. Thread: any. */
HarkLane *hark_loop_get_lane     (HarkLoop *self);

/* Gives a lane that has none a face. Returns: (transfer full). */
HarkLoop *hark_loop_new_for_lane (HarkLane   *lane,
                                  const char *name);
