/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The buses that a message has come to, by links from one to the next. There is none before it has crossed one. */

#include "bus/handler/router-private.h"

/* (transfer full): has come to @first. Thread: any, of all of these. */
HarkTrail *hark_trail_new   (HarkRouter *first);
HarkTrail *hark_trail_ref   (HarkTrail  *self);  /* (nullable) */
void       hark_trail_unref (HarkTrail  *self);  /* (nullable) */

/* It comes to @bus. %FALSE: it has been there. */
gboolean   hark_trail_visit (HarkTrail  *self,
                             HarkRouter *bus);
