/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The limits that hold when nobody sets lower ones. */

#include "wire/limits-private.h"

const HarkLimits hark_limits_default =
{
  .frame         = HARK_LIMIT_FRAME,
  .output        = HARK_LIMIT_OUTPUT,
  .connections   = HARK_LIMIT_CONNECTIONS,
  .connections_each = HARK_LIMIT_CONNECTIONS_EACH,
  .exports       = HARK_LIMIT_EXPORTS,
  .subscriptions = HARK_LIMIT_SUBSCRIPTIONS,
  .topics        = HARK_LIMIT_TOPICS,
  .calls         = HARK_LIMIT_CALLS,
  .window        = HARK_LIMIT_WINDOW,
  .group_calls   = HARK_LIMIT_GROUP_CALLS,
  .group_bytes   = HARK_LIMIT_GROUP_BYTES,
  .hello_time    = HARK_LIMIT_HELLO_TIME,
  .rate          = HARK_LIMIT_RATE,
};
