/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a link needs of a bus. All of it on the bus's loop. */

#include <hark/bus.h>

#include "bus/crossing/link-private.h"

/* What a link tells; @user is the bus. */
extern const HarkLinkReports hark_bus_reports;

/* Whether it has a link. */
gboolean hark_bus_is_linked (HarkBus *self);

/* @link can be used: the bus asks it for all that it exports and listens to. */
void hark_bus_link_up   (HarkBus      *self,
                         HarkLink     *link);

/* @link cannot be used any more: who waits is told the reason. */
void hark_bus_link_down (HarkBus      *self,
                         HarkLink     *link,
                         const GError *reason);
