/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A call that leaves its name in a log when it runs, and in brackets when it is
 * dropped. */

#include "lane/lane-private.h"

typedef struct
{
  GString   *log;
  HarkLane  *lane;       /* to post on from inside a call; borrowed */
  GFunc      act;        /* (nullable): what the next call named '!' does */
  gpointer   data;
} Probe;

HarkCall *probe_call_new (Probe        *self,
                          HarkCallKind  kind,
                          char          name);
char      probe_call_get_name (HarkCall *call);
