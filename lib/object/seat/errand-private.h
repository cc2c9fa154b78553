/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "lane/call-private.h"
#include "object/seat/anchor-private.h"

/* A function as a call on an object's loop, within what it is about: nothing is made for it, and it may go once
 * more when it has run. */
typedef struct _HarkErrand HarkErrand;
struct _HarkErrand
{
  HarkCall    call;
  HarkAnchor *anchor;  /* of the object; there when it is posted */
  /* Consumes it. @object: %NULL: it has ended, or the loop has; then on any thread. */
  void      (*run) (HarkErrand *self,
                    gpointer    object);
};

void hark_errand_init (HarkErrand *self,
                       HarkAnchor *anchor,
                       void      (*run) (HarkErrand *self, gpointer object));

/* (transfer full): consumed, on failure too. %FALSE: the loop has ended. Thread: any. */
gboolean hark_errand_post (HarkErrand *self);
