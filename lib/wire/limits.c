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
  .backlog       = HARK_LIMIT_BACKLOG,
  .waiting       = HARK_LIMIT_WAITING,
  .share         = HARK_LIMIT_SHARE,
  .catch_up      = HARK_LIMIT_CATCH_UP,
  .read_time     = HARK_LIMIT_READ_TIME,
  .retained      = HARK_LIMIT_RETAINED,
  .block_time    = HARK_LIMIT_BLOCK_TIME,
  .hello_time    = HARK_LIMIT_HELLO_TIME,
  .grace_time    = HARK_LIMIT_GRACE_TIME,
  .session_time  = HARK_LIMIT_SESSION_TIME,
  .mark_time     = HARK_LIMIT_MARK_TIME,
  .retry_first   = HARK_LIMIT_RETRY_FIRST,
  .retry_most    = HARK_LIMIT_RETRY_MOST,
  .rate          = HARK_LIMIT_RATE,
};
