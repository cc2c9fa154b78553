/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the rules say must come of what users did. It is told what was asked and
 * what was reported, and when connections end, and compares. While a connection
 * is whole, and both ends live, an event that is owed must arrive, in order and
 * once. */

#include "world-private.h"

#include "bridge/peer/peer-state-private.h"
#include "bridge/router/router-private.h"

#define ID G_GUINT64_FORMAT

/* --- Exports and subscriptions --- */

Item *
oracle_add_item (World      *world,
                 Peer       *peer,
                 const char *name,
                 gboolean    is_export,
                 gboolean    is_other)
{
  Item *item = g_new0 (Item, 1);

  g_ptr_array_add (world->items, item);
  item->id = world->items->len;
  item->peer = peer;
  item->owner = g_strdup (peer->name);
  item->name = name;
  item->is_export = is_export;
  item->is_other = is_other;
  item->flows = g_ptr_array_new ();
  return item;
}

static void
flow_free (Flow *flow)
{
  g_queue_clear (&flow->owed);
  g_free (flow);
}

void
item_free (gpointer data)
{
  Item *self = data;

  g_ptr_array_foreach (self->flows, (GFunc) (void (*) (void)) flow_free, NULL);
  g_ptr_array_unref (self->flows);
  g_free (self->owner);
  g_free (self);
}

static Flow *
find_flow (Item *item,
           Item *exported)
{
  Flow *flow;

  for (guint i = 0; i < item->flows->len; i++)
    {
      flow = g_ptr_array_index (item->flows, i);
      if (flow->exported == exported)
        return flow;
    }
  flow = g_new0 (Flow, 1);
  flow->exported = exported;
  g_queue_init (&flow->owed);
  g_ptr_array_add (item->flows, flow);
  return flow;
}

void
oracle_ready (World *world,
              Item  *item)
{
  if (!item->is_pending)
    broken (world, "#%u is told twice that it is ready", item->id);
  item->is_pending = FALSE;
  item->is_ready = TRUE;
}

void
oracle_heard (World    *world,
              Item     *item,
              gboolean  is_heard)
{
  item->is_heard = is_heard;
}

void
oracle_refused (World        *world,
                Item         *item,
                const GError *error)
{
  world->counts->n_refused += 1;
  if (!item->is_pending)
    broken (world, "#%u is refused, and was not asked for", item->id);
  if (!g_error_matches (error, HARK_ERROR, HARK_ERROR_EXISTS) && !g_error_matches (error, HARK_ERROR, HARK_ERROR_MISMATCH))
    broken (world, "#%u is refused for no reason: %s", item->id, error->message);
  if (g_error_matches (error, HARK_ERROR, HARK_ERROR_MISMATCH) &&
      (strstr (error->message, "(string product)") == NULL && strstr (error->message, "(string n)") == NULL))
    broken (world, "rule 32: #%u is refused, and it is not said how the two differ: %s", item->id, error->message);
}

/* It is ready, on a connection that is whole. */
static gboolean
is_whole (const Item *item)
{
  return item->is_ready && !item->is_pending && item->peer != NULL && item->peer->wire != NULL &&
         !item->peer->wire->was_cut;
}

void
oracle_over (World *world,
             Item  *item)
{
  item->is_over = TRUE;
  item->is_pending = FALSE;
  item->is_ready = FALSE;
  for (guint i = 0; i < item->flows->len; i++)
    g_queue_clear (&((Flow *) g_ptr_array_index (item->flows, i))->owed);
}

/* --- Connections --- */

/* What @peer has sent, or what is on its way to it, is owed no longer: it is dead. */
static void
forgive (World *world,
         Peer  *peer)
{
  for (guint i = 0; i < world->items->len; i++)
    {
      Item *item = g_ptr_array_index (world->items, i);

      for (guint k = 0; k < item->flows->len; k++)
        {
          Flow *flow = g_ptr_array_index (item->flows, k);

          if (item->peer == peer || flow->exported->peer == peer)
            g_queue_clear (&flow->owed);
        }
    }
}

void
oracle_cut (World *world,
            Peer  *peer)
{
  peer->last_cut = world->now;
  if (peer->out_since == 0)
    peer->out_since = world->now;
}

static gboolean
is_out_for_long (World      *world,
                 const Peer *peer)
{
  return peer->out_since != 0 && world->now - peer->out_since >= world->limits.grace_time;
}

void
oracle_in_touch (World *world,
                 Peer  *peer)
{
  if (is_out_for_long (world, peer))
    peer->late_at = world->now;
  peer->out_since = peer->wire == NULL || peer->wire->was_cut ? peer->last_cut : 0;
}

void
oracle_lost (World *world,
             Peer  *peer)
{
  for (guint i = 0; i < peer->items->len; i++)
    ((Item *) g_ptr_array_index (peer->items, i))->is_pending = TRUE;
}

void
oracle_died (World *world,
             Peer  *peer)
{
  forgive (world, peer);
  for (guint i = 0; i < peer->items->len; i++)
    oracle_over (world, g_ptr_array_index (peer->items, i));
  for (guint i = 0; i < world->items->len; i++)
    {
      Item *item = g_ptr_array_index (world->items, i);

      if (item->peer == peer)
        item->peer = NULL;
    }
  for (guint i = 0; i < world->requests->len; i++)
    {
      Request *request = g_ptr_array_index (world->requests, i);

      if (request->caller == peer)
        request->caller = NULL;
      for (guint k = 0; k < request->works->len; k++)
        if (g_array_index (request->works, Work, k).peer == peer)
          g_array_index (request->works, Work, k).peer = NULL;
    }
}

void
oracle_shut_out (World        *world,
                 Peer         *peer,
                 const GError *reason)
{
  if (!world->profile->is_narrow ||
      (!g_error_matches (reason, HARK_ERROR, HARK_ERROR_LIMIT) && !g_error_matches (reason, HARK_ERROR, HARK_ERROR_TIMED_OUT)))
    broken (world, "rule 33: %s has done nothing wrong and is shut out: %s", peer->name, reason->message);
  world->counts->n_shut_out += 1;
  oracle_cut (world, peer);
}

/* --- Events --- */

static gboolean
is_of (const Item *item,
       const Item *exported)
{
  return exported->is_export && !item->is_export && !exported->is_other && !item->is_other &&
         (strcmp (item->name, HARK_NAME_ALL) == 0 || strcmp (item->name, exported->name) == 0);
}

/* They know of each other, from now on. */
static gboolean
is_joined (Item *item,
           Item *exported)
{
  Flow *flow = find_flow (item, exported);

  flow->is_joined = flow->is_joined || (is_whole (item) && is_whole (exported));
  return flow->is_joined;
}

void
oracle_emitted (World   *world,
                Item    *exported,
                guint64  serial)
{
  world->counts->n_emitted += 1;
  for (guint i = 0; i < world->items->len; i++)
    {
      Item *item = g_ptr_array_index (world->items, i);

      if (item->is_over || !is_of (item, exported) || !is_joined (item, exported))
        continue;
      g_queue_push_tail (&find_flow (item, exported)->owed, GSIZE_TO_POINTER (serial));
      world->counts->n_owed += 1;
    }
}

void
oracle_gap (World         *world,
            Peer          *peer,
            const HarkGap *gap)
{
  for (guint i = 0; i < peer->items->len; i++)
    {
      Item *item = g_ptr_array_index (peer->items, i);

      for (guint k = 0; k < item->flows->len; k++)
        {
          Flow *flow = g_ptr_array_index (item->flows, k);

          if (strcmp (flow->exported->name, gap->name) != 0 || strcmp (flow->exported->owner, gap->publisher) != 0)
            continue;
          /* What was before may be told, and is nobody's. */
          if (!world->profile->is_narrow && flow->is_joined && !flow->exported->is_over)
            broken (world, "rule 29: #%u has lost %" ID " of #%u, and no limit forced it", item->id, gap->n_lost,
                    flow->exported->id);
          flow->n_lost += gap->n_lost;
        }
    }
}

/* Those that it was told are lost are owed no longer. */
static void
skip_lost (Flow    *flow,
           guint64  serial)
{
  guint64 owed;

  while (flow->n_lost > 0 && (owed = GPOINTER_TO_SIZE (g_queue_peek_head (&flow->owed))) != 0 && owed < serial)
    {
      flow->n_lost -= 1;
      g_queue_pop_head (&flow->owed);
    }
}

void
oracle_arrived (World   *world,
                Item    *item,
                guint    id,
                guint64  serial)
{
  Item *exported = id > 0 && id <= world->items->len ? g_ptr_array_index (world->items, id - 1) : NULL;
  Flow *flow;
  guint64 owed;

  trace (world, item->owner, "#%u hears %" ID " of #%u", item->id, serial, id);
  world->counts->n_arrived += 1;
  if (exported == NULL || !is_of (item, exported))
    broken (world, "rule 32: #%u hears #%u, which it did not want", item->id, id);
  flow = find_flow (item, exported);
  if (flow->last == serial)
    broken (world, "rule 29: %" ID " of #%u came to #%u twice", serial, id, item->id);
  if (flow->last > serial)
    broken (world, "rule 29: %" ID " of #%u came to #%u after %" ID, serial, id, item->id, flow->last);
  flow->last = serial;
  skip_lost (flow, serial);
  owed = GPOINTER_TO_SIZE (g_queue_peek_head (&flow->owed));
  if (owed != 0 && owed < serial)
    broken (world, "rule 29: %" ID " of #%u did not come to #%u, and a later one did", owed, id, item->id);
  if (owed == serial)
    g_queue_pop_head (&flow->owed);
}

/* --- Calls --- */

Request *
oracle_add_request (World      *world,
                    Peer       *caller,
                    const char *name,
                    gboolean    is_other,
                    gboolean    wants_answer)
{
  Request *request = g_new0 (Request, 1);

  g_ptr_array_add (world->requests, request);
  request->argument = world->requests->len;
  request->caller = caller;
  request->name = name;
  request->is_other = is_other;
  request->wants_answer = wants_answer;
  request->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  request->works = g_array_new (FALSE, FALSE, sizeof (Work));
  world->counts->n_calls += 1;
  return request;
}

void
request_free (gpointer data)
{
  Request *self = data;

  g_array_unref (self->runs);
  g_array_unref (self->works);
  g_free (self);
}

/* Runs of it by this object or its group. */
static Run *
find_run (Request *request,
          Item    *item)
{
  Run new = { .exported = item };

  for (guint i = 0; i < request->runs->len; i++)
    {
      Run *run = &g_array_index (request->runs, Run, i);

      if (strcmp (run->exported->name, item->name) == 0)
        return run;
    }
  g_array_append_val (request->runs, new);
  return &g_array_index (request->runs, Run, request->runs->len - 1);
}

/* Whoever works on it lives, and has never been away for so long that it may be taken from it. */
static gboolean
is_in_time (World      *world,
            const Work *work)
{
  return work->peer != NULL && !is_out_for_long (world, work->peer) && work->peer->late_at < work->since;
}

static void
begin_work (World   *world,
            Request *request,
            Item    *item)
{
  Work new = { item->peer, item->name, world->now };

  for (guint i = 0; i < request->works->len; i++)
    {
      const Work *work = &g_array_index (request->works, Work, i);

      /* Who reads late what it was given first may be late itself. */
      if (strcmp (work->name, item->name) == 0 && is_in_time (world, work) && !is_out_for_long (world, item->peer))
        broken (world, "rule 29: call %" ID " is given to %s, and %s has it and was back in time", request->argument,
                item->owner, work->peer->name);
    }
  g_array_append_val (request->works, new);
}

void
oracle_called (World    *world,
               Item     *item,
               guint64   argument,
               gboolean  is_other,
               gboolean  is_redelivered)
{
  gboolean is_group = strcmp (item->name, "group") == 0;
  Request *request;
  Run *run;

  /* A stranger's. */
  if (argument == 0)
    return;
  if (argument > world->requests->len)
    broken (world, "#%u is called with %" ID ", which nobody has called", item->id, argument);
  request = g_ptr_array_index (world->requests, argument - 1);
  if (request->is_other != is_other || item->is_other != is_other)
    broken (world, "rule 32: #%u is called by who knows another version of it", item->id);
  if (strcmp (request->name, HARK_NAME_ALL) != 0 && strcmp (request->name, item->name) != 0)
    broken (world, "#%u is called, and %s was meant", item->id, request->name);
  begin_work (world, request, item);
  run = find_run (request, item);
  request->n_runs += 1;
  if (is_redelivered)
    world->counts->n_redelivered += 1;
  /* Who reads late what it was given first, runs it last. */
  if (!is_redelivered)
    run->n_unmarked += 1;
  if (run->n_unmarked > 1)
    broken (world, "rule 29: call %" ID " is run twice by %s, and does not say so", argument, item->name);
  if (is_redelivered && !is_group)
    broken (world, "rule 29: call %" ID " is given to another, and %s is no group", argument, item->name);
}

void
oracle_cancelled (World   *world,
                  Request *request)
{
  request->n_answers += 1;
  world->counts->n_cancelled += 1;
}

/* Those who came back in time have not ended. */
static void
check_works (World   *world,
             Request *request)
{
  for (guint i = 0; i < request->works->len; i++)
    if (is_in_time (world, &g_array_index (request->works, Work, i)))
      broken (world, "rule 29: call %" ID " fails, and %s has it and was back in time", request->argument,
              g_array_index (request->works, Work, i).peer->name);
}

void
oracle_answered (World        *world,
                 Request      *request,
                 guint64       result,
                 const GError *error)
{
  request->n_answers += 1;
  if (request->n_answers > 1)
    broken (world, "rule 22: call %" ID " has ended twice", request->argument);
  if (error != NULL && strstr (error->message, "should have answered") != NULL)
    check_works (world, request);
  for (guint i = 0; error == NULL && i < request->works->len; i++)
    {
      const Work *work = &g_array_index (request->works, Work, i);

      if (work->peer != NULL && work->peer->last_cut > work->since && is_in_time (world, work))
        world->counts->n_resumed += 1;
    }
  if (error == NULL && request->n_runs == 0)
    broken (world, "rule 22: call %" ID " is answered, and was not run", request->argument);
  if (error == NULL && result != request->argument + 1)
    broken (world, "rule 22: call %" ID " got the answer of another: %" ID, request->argument, result);
}

void
oracle_flushed (World   *world,
                Peer    *peer,
                guint64  number)
{
  for (guint i = 0; i < peer->items->len; i++)
    {
      Item *item = g_ptr_array_index (peer->items, i);

      if (item->is_pending && !item->is_ready && item->number < number)
        broken (world, "rule 28: %s has flushed, and #%u is not settled", peer->name, item->id);
    }
}

/* --- Looking on --- */

void
oracle_check (World *world)
{
  for (guint i = 0; i < world->items->len; i++)
    {
      Item *exported = g_ptr_array_index (world->items, i);

      if (!exported->is_export || exported->is_over)
        continue;
      for (guint k = 0; k < world->items->len; k++)
        {
          Item *item = g_ptr_array_index (world->items, k);

          if (!item->is_over && is_of (item, exported) && is_joined (item, exported) && !exported->is_heard)
            broken (world, "rule 28: #%u is ready, and #%u does not know that it is heard", item->id, exported->id);
        }
    }
}

static void
check_item (World *world,
            Item  *item)
{
  if (!item->is_over && item->is_pending)
    broken (world, "rule 28: #%u has never become ready", item->id);
  for (guint i = 0; i < item->flows->len; i++)
    {
      Flow *flow = g_ptr_array_index (item->flows, i);

      skip_lost (flow, G_MAXUINT64);
      if (!g_queue_is_empty (&flow->owed))
        broken (world, "rule 29: %" ID " of #%u and what came after it never came to #%u",
                (guint64) GPOINTER_TO_SIZE (g_queue_peek_head (&flow->owed)), flow->exported->id, item->id);
    }
}

/* Nobody works on anything. */
static void
check_broker (World *world)
{
  GHashTableIter iter;
  gpointer value;

  if (world->broker->absent != NULL && g_hash_table_size (world->broker->absent) > 0)
    broken (world, "the broker waits for who does not come");
  g_hash_table_iter_init (&iter, world->broker->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkBrokerPeer *peer = value;

      if (peer->given.n > 0 || peer->asked.n > 0 || peer->n_shared > 0)
        broken (world, "the broker keeps a call that has ended, of %s", peer->name);
    }
}

void
oracle_check_rest (World *world)
{
  check_broker (world);
  for (guint i = 0; i < world->peers->len; i++)
    {
      Peer *peer = g_ptr_array_index (world->peers, i);

      if (peer->link == NULL)
        broken (world, "%s is not connected", peer->name);
      if (peer->protocol->given.n > 0)
        broken (world, "%s keeps a call that it has answered", peer->name);
      if (g_hash_table_size (peer->fences) > 0)
        broken (world, "rule 28: %s has never flushed", peer->name);
    }
  for (guint i = 0; i < world->items->len; i++)
    check_item (world, g_ptr_array_index (world->items, i));
  for (guint i = 0; i < world->requests->len; i++)
    {
      Request *request = g_ptr_array_index (world->requests, i);

      if (request->wants_answer && request->n_answers == 0 && request->caller != NULL)
        broken (world, "rule 22: call %" ID " has never ended", request->argument);
    }
  oracle_check (world);
}

/* All have emitted, and time has passed. */
void
oracle_check_kept (World *world)
{
  for (guint i = 0; i < world->items->len; i++)
    {
      Item *item = g_ptr_array_index (world->items, i);
      HarkPeerProtocol *protocol = item->peer != NULL ? item->peer->protocol : NULL;

      if (item->is_export && !item->is_over && !item->is_other && item->is_heard && protocol->log.start < protocol->log.end)
        broken (world, "rule 29: %s keeps what everybody has acknowledged", item->owner);
    }
}
