/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A poster reads the lane of an object and posts there, without a lock, and may sleep
 * between the two for as long as it likes. So a lane that has been called once stays the
 * way in for ever, and an object that moves on leaves word there: its calls are put
 * into lines here, in the order in which they come, and for each one a ticket is
 * posted to the lane where the object lives. A ticket runs the first of its line.
 * When the object moves again, new tickets are posted for all that wait, and the old
 * ones, which have another number, do nothing.
 *
 * An object that is in a call of its own moves when that has returned, ticket included, or
 * it could be in two at the same time, and what the first one still needs could be freed
 * by the second. What frees anchors and connections goes the same way as their calls, so
 * the lines are empty when an anchor is freed; tickets that do nothing may come later,
 * and hold on to this alone. An object that closes stays where it is. */

#include "base/block-private.h"
#include "lane/wait-graph-private.h"
#include "object/seat/move-private.h"

typedef struct
{
  HarkNode  *first;
  HarkNode **end;
} Line;

struct _HarkMove
{
  atomic_uint  refs;    /* the anchor's, and tickets' */
  guint        n_tickets; /* the owner: that it is in */
  HarkAnchor  *anchor;  /* there while the lines hold anything, or somebody calls in */
  GMutex       lock;
  HarkLane    *home;    /* lock to read, the owner writes with it; owned */
  guint64      number;  /* the same: of moves */
  Line         lines[HARK_N_PRIORITIES]; /* lock */
  HarkLane    *next;    /* the owner; owned; NULL: it stays */
};

typedef struct
{
  HarkCall      call;
  HarkMove     *move;  /* owned */
  guint64       number;
  HarkPriority  priority;
} Ticket;

HarkMove *
hark_move_new (HarkAnchor *anchor,
               HarkLane   *home)
{
  HarkMove *self = g_new0 (HarkMove, 1);

  atomic_init (&self->refs, 1);
  g_mutex_init (&self->lock);
  self->anchor = anchor;
  self->home = hark_lane_ref (home);
  for (guint i = 0; i < HARK_N_PRIORITIES; i++)
    self->lines[i].end = &self->lines[i].first;
  return self;
}

void
hark_move_unref (HarkMove *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  for (guint i = 0; i < HARK_N_PRIORITIES; i++)
    g_assert (self->lines[i].first == NULL);
  g_assert (self->next == NULL);
  hark_lane_unref (self->home);
  g_mutex_clear (&self->lock);
  g_free (self);
}

HarkLane *
hark_move_dup_home (HarkMove *self)
{
  HarkLane *home;

  g_mutex_lock (&self->lock);
  home = hark_lane_ref (self->home);
  g_mutex_unlock (&self->lock);
  return home;
}

/* --- tickets --- */

/* (nullable): the call that it stands for. Frees the ticket. */
static HarkCall *
redeem (Ticket *self)
{
  HarkMove *move = self->move;
  Line *line = &move->lines[self->priority];
  HarkNode *first = NULL;

  g_mutex_lock (&move->lock);
  if (self->number == move->number)
    {
      first = line->first;
      line->first = first->next;
      if (line->first == NULL)
        line->end = &line->first;
    }
  g_mutex_unlock (&move->lock);
  hark_piece_free (self);
  return (HarkCall *) first;
}

static void
ticket_run (HarkCall *call)
{
  HarkMove *move = ((Ticket *) call)->move;
  HarkCall *first = redeem ((Ticket *) call);

  if (first != NULL)
    {
      move->n_tickets++;
      first->funcs->run (first);
      move->n_tickets--;
      hark_move_carry_out (move);
    }
  hark_move_unref (move);
}

static void
ticket_drop (HarkCall *call)
{
  HarkMove *move = ((Ticket *) call)->move;
  HarkCall *first = redeem ((Ticket *) call);

  if (first != NULL)
    hark_call_drop (first);
  hark_move_unref (move);
}

static const HarkCallFuncs ticket_funcs[] =
{
  [HARK_CALL_USER] = { HARK_CALL_USER, ticket_run, ticket_drop, NULL, NULL },
  [HARK_CALL_QUIET] = { HARK_CALL_QUIET, ticket_run, ticket_drop, NULL, NULL },
  [HARK_CALL_CHORE] = { HARK_CALL_CHORE, ticket_run, ticket_drop, NULL, NULL },
};

/* Called with the lock; posted without it, which can be any time later. */
static HarkCall *
ticket_new (HarkMove     *move,
            HarkCall     *call,
            HarkPriority  priority)
{
  Ticket *self = hark_piece_new (sizeof (Ticket));

  atomic_fetch_add_explicit (&move->refs, 1, memory_order_relaxed);
  self->call.funcs = &ticket_funcs[call->funcs->kind];
  self->move = move;
  self->number = move->number;
  self->priority = priority;
  return &self->call;
}

gboolean
hark_move_relay (HarkMove     *self,
                 HarkCall     *call,
                 HarkPriority  priority,
                 HarkLane     *lane,
                 gboolean      is_turn,
                 HarkRelay    *relay)
{
  Line *line = &self->lines[priority];

  g_mutex_lock (&self->lock);
  if (self->home == lane && (!is_turn || line->first == NULL))
    {
      g_mutex_unlock (&self->lock);
      return FALSE;
    }

  call->node.next = NULL;
  *line->end = &call->node;
  line->end = &call->node.next;
  relay->lane = hark_lane_ref (self->home);
  relay->call = ticket_new (self, call, priority);
  relay->priority = priority;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* --- moving --- */

static void
go (HarkMove *self,
    HarkLane *lane)
{
  g_autoptr(GPtrArray) tickets = g_ptr_array_new ();
  HarkLane *old;

  g_mutex_lock (&self->lock);
  if (lane == self->home || hark_anchor_get_state (self->anchor) != HARK_ANCHOR_OPEN)
    {
      g_mutex_unlock (&self->lock);
      return;
    }
  old = self->home;
  self->home = hark_lane_ref (lane);
  self->number++;
  for (guint i = 0; i < HARK_N_PRIORITIES; i++)
    for (HarkNode *node = self->lines[i].first; node != NULL; node = node->next)
      g_ptr_array_add (tickets, ticket_new (self, (HarkCall *) node, i));
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < tickets->len; i++)
    hark_lane_post_at (lane, g_ptr_array_index (tickets, i),
                       ((Ticket *) g_ptr_array_index (tickets, i))->priority);
  hark_lane_unref (old);
  hark_needs_have_changed ();
}

void
hark_move_to (HarkMove *self,
              HarkLane *lane,
              gboolean  is_running)
{
  g_clear_pointer (&self->next, hark_lane_unref);
  if (is_running || self->n_tickets > 0)
    self->next = hark_lane_ref (lane);
  else
    go (self, lane);
}

void
hark_move_carry_out (HarkMove *self)
{
  HarkLane *next;

  /* A ticket comes back from a slot that has stopped in the middle, too. */
  if (self->next == NULL || self->n_tickets > 0 || self->anchor->n_running > 0)
    return;

  next = g_steal_pointer (&self->next);
  go (self, next);
  hark_lane_unref (next);
}
