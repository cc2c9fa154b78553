/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A wait for a future, as the graph of who waits for whom sees it: it needs the
 * lanes that the call goes through which settles the future. Who settles one that is not the
 * answer of a call, nobody knows. */

#include "async/future-private.h"

static guint
list (HarkNeed  *need,
      HarkLane **lanes)
{
  HarkFuture *future = ((HarkFutureNeed *) need)->future;

  return future->origin->list (future->from, lanes);
}

/* Who has settled it may wait in turn, before who waited for it goes on. */
static gboolean
is_over (HarkNeed *need)
{
  return hark_future_is_settled (((HarkFutureNeed *) need)->future);
}

static void
refuse (HarkNeed *need)
{
  HarkFutureNeed *self = (HarkFutureNeed *) need;

  self->refuse (self);
}

static const HarkNeedFuncs funcs = { list, is_over, refuse };

gboolean
hark_future_need_init (HarkFutureNeed *self,
                       HarkFuture     *future,
                       void          (*refuse_func) (HarkFutureNeed *self))
{
  const HarkOrigin *origin = future->origin;

  if (origin == NULL || origin->list == NULL)
    return FALSE;

  self->need.funcs = &funcs;
  self->need.what = origin->describe (future->source);
  self->future = future;
  self->refuse = refuse_func;
  return TRUE;
}
