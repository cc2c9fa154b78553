/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Who is there when a test of the bridge begins, and what has been said between them. */

#include "network-private.h"

/* A maker, whose number 1 is its export "line-1", and two that may take what it makes. */
typedef struct
{
  Network *network;
  Node    *maker;
  Node    *taker;
  Node    *other;
} Play;

/* @limits: (nullable): the default */
Play play_new         (const HarkLimits *limits);
Play play_new_ready   (const HarkLimits *limits);  /* it is exported, and the maker knows that */
Play play_new_heard   (const HarkLimits *limits);  /* and the two hear it: its name the one, all names the other, as 1 */
void play_clear       (Play             *self);

/* Events with the numbers from one to the other, both among them. */
void play_publish     (Play             *self,
                       guint64           from,
                       guint64           to);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Play, play_clear)

/* That the log has these events for 1, in this order, and says nothing else of events. */
void    assert_events      (Node    *node,
                            guint64  from,
                            guint64  to);
guint64 node_count_resent    (Node *self);
guint64 node_count_discarded (Node *self);

/* Two members of the group "group", of which the first is asked first, and one that calls them. */
typedef struct
{
  Network *network;
  Node    *one;
  Node    *two;
  Node    *taker;
} Crew;

/* @limits: (nullable): the default */
Crew crew_new       (const HarkLimits *limits);
void crew_clear     (Crew             *self);

/* The taker calls, and the call has arrived where it may. */
void crew_call      (Crew             *self,
                     guint64           number,
                     guint64           argument);
/* The same, and it is the first member that has it. */
void crew_call_one  (Crew             *self,
                     guint64           number,
                     guint64           argument);
void crew_cancel    (Crew             *self,
                     guint64           number);
void crew_come_back (Crew             *self,
                     Node             *node);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Crew, crew_clear)
