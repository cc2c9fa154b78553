/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a benchmark across processes is made of: a broker, which is the program hark-broker;
 * children, which are this program again, in a role; and a board that all of them see. */

#include <stdatomic.h>

#include <hark/hark.h>

#include "bench.h"

enum { STAGE_CHILDREN = 16 };

typedef struct
{
  atomic_uint n_ready;  /* children that are set up */
  struct
  {
    _Atomic (guint64) n;    /* what it has got, and checked */
    _Atomic (gint64)  end;  /* when the last of it came */
  } each[STAGE_CHILDREN];
} StageBoard;

/* What a child knows. */
typedef struct
{
  const char *role;
  const char *address;
  StageBoard *board;
  guint       number;  /* its own */
  guint64     total;   /* what it is to get */
} StagePart;

/* (nullable): the part of this process, if it is a child; it ends with its parent. First thing
 * in main(). */
StagePart  *stage_enter        (int    argc,
                                char **argv);

/* Starts the broker; its address. */
const char *stage_open         (void);
/* How much memory it has, in bytes. */
gsize       stage_broker_size  (void);
void        stage_close        (void);

/* An empty board, and no children. */
StageBoard *stage_clear        (void);
void        stage_start        (const char *role,
                                guint64     total);
/* Until all children are ready; this process does its part. */
void        stage_await        (void);
/* Until all have ended, in good order; this process does its part. */
void        stage_join         (void);
/* Ends those that do not end by themselves. */
void        stage_end          (void);

/* A bus with a link to the broker, which is connected. */
HarkBus    *stage_join_broker  (const char *address,
                                HarkPeer  **peer);
