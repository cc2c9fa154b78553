/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object/seat/anchor-private.h"

/* Where an object lives that has moved, and what came for it by way of the lane that
 * it lived on when it was first called. */

/* Returns: (transfer full): of an object that still lives on @home. */
HarkMove *hark_move_new   (HarkAnchor *anchor,
                           HarkLane   *home);
void      hark_move_unref (HarkMove   *self);

/* (transfer full): the lane it lives on. Thread: any. */
HarkLane *hark_move_dup_home (HarkMove *self);

/* Moves it to @lane: at once, or when hark_move_carry_out() is called if a call of the object
 * @is_running. Thread: the owner. */
void      hark_move_to        (HarkMove *self,
                               HarkLane *lane,
                               gboolean  is_running);
void      hark_move_carry_out (HarkMove *self);

/* See HarkCallFuncs. */
gboolean  hark_move_relay (HarkMove     *self,
                           HarkCall     *call,
                           HarkPriority  priority,
                           HarkLane     *lane,
                           gboolean      is_turn,
                           HarkRelay    *relay);
