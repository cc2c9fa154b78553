/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the states of an object carried last, for those who ask and for those who begin to listen.
 * Each change is numbered under the emitter's lock, and told afterwards without it; so if two threads
 * set a state at once, or one sets it while another connects, the older value may come to a listener
 * behind the newer. The number tells, and the call of the older comes to nothing (emission.c):
 * whoever listens has heard last what the state is. */

#include "base/values-private.h"
#include "object/connection/outlets-private.h"
#include "object/connection/state-private.h"

typedef struct
{
  gpointer values;      /* owned; NULL: not set, and nobody has asked */
  gboolean is_outdated; /* of a remote that nobody listened to since they came */
} State;

struct _HarkStates
{
  guint   n_events;
  guint32 n_changes;  /* of all of them */
  State   events[];
};

/* Called with the lock, of an object that is open. */
static State *
ensure (HarkAnchor          *emitter,
        const HarkEventInfo *event)
{
  HarkSeatAnnex *annex = hark_seat_ensure_annex (emitter->seat);
  guint n_events = emitter->seat->info->n_events;

  if (annex->states == NULL)
    {
      annex->states = g_malloc0 (sizeof (HarkStates) + n_events * sizeof (State));
      annex->states->n_events = n_events;
    }
  return &annex->states->events[event->index];
}

/* Called with the lock, of an object that is open. @values: (transfer full).
 * Returns: (transfer full) (nullable): what they take the place of. */
static gpointer
replace (HarkAnchor          *emitter,
         const HarkEventInfo *event,
         gpointer             values)
{
  State *state = ensure (emitter, event);
  HarkStates *states = emitter->seat->annex->states;
  gpointer old = state->values;

  hark_values_set_serial (values, ++states->n_changes);
  state->values = values;
  state->is_outdated = FALSE;
  return old;
}

static gboolean
is_listened_to (HarkAnchor          *emitter,
                const HarkEventInfo *event)
{
  HarkOutlets *outlets = atomic_load (&emitter->outlets);

  return outlets != NULL && outlets->events[event->index].n_live > 0;
}

gpointer
hark_state_set (HarkAnchor          *emitter,
                const HarkEventInfo *event,
                gconstpointer        values)
{
  gpointer now = hark_values_new (event->signature, values);
  gpointer old = NULL;

  hark_lock (&emitter->lock);
  if (hark_anchor_get_state (emitter) == HARK_ANCHOR_OPEN)
    {
      old = replace (emitter, event, hark_values_ref (now));
      if (hark_seat_get_remote (emitter->seat) != NULL && !is_listened_to (emitter, event))
        hark_state_outdate (emitter, event->index);
    }
  hark_unlock (&emitter->lock);
  if (old != NULL)
    hark_values_unref (old);
  return now;
}

void
hark_state_outdate (HarkAnchor *emitter,
                    guint       event)
{
  HarkStates *states = hark_seat_ensure_annex (emitter->seat)->states;

  if (states != NULL)
    states->events[event].is_outdated = TRUE;
}

/* Its initial values become its first ones. */
static void
begin (HarkAnchor          *emitter,
       const HarkEventInfo *event)
{
  gpointer initial = hark_values_new (event->signature, event->initial);

  hark_lock (&emitter->lock);
  if (hark_anchor_get_state (emitter) == HARK_ANCHOR_OPEN && ensure (emitter, event)->values == NULL)
    {
      replace (emitter, event, initial);
      initial = NULL;
    }
  hark_unlock (&emitter->lock);
  if (initial != NULL)
    hark_values_unref (initial);
}

/* (transfer full) (nullable) */
static gpointer
dup_values (HarkAnchor          *emitter,
            const HarkEventInfo *event,
            gboolean             is_outdated_too)
{
  gpointer values = NULL;

  hark_lock (&emitter->lock);
  if (hark_anchor_get_state (emitter) == HARK_ANCHOR_OPEN)
    {
      State *state = ensure (emitter, event);

      if (state->values != NULL && (is_outdated_too || !state->is_outdated))
        values = hark_values_ref (state->values);
    }
  hark_unlock (&emitter->lock);
  return values;
}

gpointer
hark_state_dup_current (HarkAnchor          *emitter,
                        const HarkEventInfo *event)
{
  gpointer values = dup_values (emitter, event, FALSE);

  if (values != NULL || event->initial == NULL || hark_seat_get_remote (emitter->seat) != NULL)
    return values;
  begin (emitter, event);
  return dup_values (emitter, event, FALSE);
}

gpointer
hark_seat_dup_state (HarkSeat            *seat,
                     const HarkEventInfo *event)
{
  HarkAnchor *anchor = seat->anchor;
  gpointer values = hark_anchor_is_inherited (anchor) ? NULL : dup_values (anchor, event, TRUE);

  if (values == NULL && event->initial != NULL)
    values = hark_values_new (event->signature, event->initial);
  return values;
}

void
hark_states_free (HarkStates *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_events; i++)
    if (self->events[i].values != NULL)
      hark_values_unref (self->events[i].values);
  g_free (self);
}
