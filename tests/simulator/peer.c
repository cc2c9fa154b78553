/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer's process: the protocol, what HarkPeer and HarkBus do with it, and a
 * user who exports, listens and calls. Whatever the user is told, the oracle
 * is told. */

#include "world-private.h"

#include "wire/payload-private.h"

/* A call that waits for its answer. */
typedef struct
{
  guint64 call;      /* the link's number */
  guint64 argument;
  Item   *item;
} Task;

static const char *const names[] = { "line-1", "line-2", "line-3", "group", "group", HARK_NAME_ALL };

#define N_NAMES G_N_ELEMENTS (names)

static Item *
find_item (Peer    *self,
           guint64  number)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (item->number == number)
        return item;
    }
  return NULL;
}

static void
drop_item (Peer *self,
           Item *item)
{
  g_ptr_array_remove (self->items, item);
  oracle_over (self->world, item);
}

/* --- What the link reports --- */

static void
on_settled (gpointer user,
            guint64  number)
{
  Peer *self = user;
  Item *item = find_item (self, number);

  if (item == NULL)
    broken (self->world, "%s is told that %" G_GUINT64_FORMAT " is settled, which it does not want", self->name, number);
  trace (self->world, self->name, "is ready: %s %s #%u", item->is_export ? "export" : "listens to", item->name, item->id);
  oracle_ready (self->world, item);
}

static void
on_refused (gpointer      user,
            guint64       number,
            const GError *error)
{
  Peer *self = user;
  Item *item = find_item (self, number);

  if (item == NULL)
    broken (self->world, "%s is told that %" G_GUINT64_FORMAT " is refused, which it does not want", self->name, number);
  trace (self->world, self->name, "is refused #%u: %s", item->id, error->message);
  oracle_refused (self->world, item, error);
  drop_item (self, item);
}

static void
on_warned (gpointer      user,
           const GError *error)
{
}

static void
on_heard (gpointer             user,
          guint64              number,
          const HarkEventInfo *event,
          gboolean             is_heard)
{
  Peer *self = user;
  Item *item = find_item (self, number);

  if (item == NULL || !item->is_export)
    broken (self->world, "%s is told who hears %" G_GUINT64_FORMAT ", which it does not export", self->name, number);
  trace (self->world, self->name, "#%u is %s", item->id, is_heard ? "heard" : "not heard");
  oracle_heard (self->world, item, is_heard);
}

static GVariant *
parse (Peer       *self,
       HarkSpan    payload,
       const char *type)
{
  g_autoptr(GBytes) bytes = hark_payload_copy (payload.data, payload.size);
  g_autoptr(GError) error = NULL;
  GVariant *variant = hark_payload_parse (type, bytes, &error);

  if (variant == NULL)
    broken (self->world, "rule 32: %s got bytes that are no %s: %s", self->name, type, error->message);
  return variant;
}

static void
on_event (gpointer       user,
          const guint64 *numbers,
          guint          n_numbers,
          const char    *type,
          HarkSpan       payload,
          GBytes        *whole)
{
  Peer *self = user;
  g_autoptr(GVariant) values = parse (self, payload, type);
  const char *product;
  guint64 serial;

  if (strcmp (type, "(st)") != 0 && strcmp (type, "(stmu)") != 0)
    broken (self->world, "rule 32: %s hears an event with %s", self->name, type);
  g_variant_get_child (values, 0, "&s", &product);
  g_variant_get_child (values, 1, "t", &serial);
  for (guint i = 0; i < n_numbers; i++)
    {
      Item *item = find_item (self, numbers[i]);

      if (item == NULL || item->is_export)
        broken (self->world, "%s hears for %" G_GUINT64_FORMAT ", which does not listen", self->name, numbers[i]);
      oracle_arrived (self->world, item, (guint) g_ascii_strtoull (product, NULL, 10), serial);
    }
}

/* One after the other. */
static void
on_run (gpointer        user,
        guint64         number,
        const char     *type,
        const HarkSpan *payloads,
        guint           n_payloads,
        GBytes         *whole)
{
  g_assert_true (whole == NULL || n_payloads == 1);
  for (guint i = 0; i < n_payloads; i++)
    on_event (user, &number, 1, type, payloads[i], whole);
}

static GBytes *
number_payload (guint64 number)
{
  return hark_payload_serialise (g_variant_new ("(t)", number));
}

static void
on_called (gpointer            user,
           guint64             call,
           guint64             number,
           const HarkSlotInfo *slot,
           gboolean            is_redelivered,
           const char         *type,
           gint64              time_left,
           HarkSpan            payload)
{
  Peer *self = user;
  Item *item = find_item (self, number);
  gboolean is_other = slot->owner == &other_maker_info;
  g_autoptr(GVariant) values = parse (self, payload, type);
  Task task = { .call = call, .item = item };

  if (item == NULL || !item->is_export)
    broken (self->world, "%s is called at %" G_GUINT64_FORMAT ", which it does not export", self->name, number);
  if (is_other)
    {
      const char *text;

      g_variant_get (values, "(&s)", &text);
      task.argument = g_ascii_strtoull (text, NULL, 10);
    }
  else if (strcmp (type, "(t)") == 0 || strcmp (type, "(tt)") == 0)
    g_variant_get_child (values, 0, "t", &task.argument);
  else
    broken (self->world, "rule 32: %s is called with %s", self->name, type);
  trace (self->world, self->name, "#%u.%s (%" G_GUINT64_FORMAT ")%s", item->id, slot->name, task.argument,
         is_redelivered ? ", again" : "");
  oracle_called (self->world, item, task.argument, is_other, is_redelivered);
  if (call == 0)
    return;
  if (slot->result == NULL)
    self->link->funcs->answer (self->link, call, HARK_SPAN_NONE, NULL, TRUE);
  else
    {
      if (self->to_answer->len == 0)
        self->works_until = self->world->now + any (self->world, 10000);
      g_array_append_val (self->to_answer, task);
    }
}

static void
on_cancelled (gpointer user,
              guint64  call)
{
  Peer *self = user;
  g_autoptr(GError) error = g_error_new_literal (HARK_ERROR, HARK_ERROR_CANCELLED, "it was given up");

  for (guint i = 0; i < self->to_answer->len; i++)
    if (g_array_index (self->to_answer, Task, i).call == call)
      {
        trace (self->world, self->name, "stops (%" G_GUINT64_FORMAT ")", g_array_index (self->to_answer, Task, i).argument);
        g_array_remove_index (self->to_answer, i);
        self->world->counts->n_stopped += 1;
        self->link->funcs->answer (self->link, call, HARK_SPAN_NONE, error, TRUE);
        return;
      }
  broken (self->world, "%s is to stop call %" G_GUINT64_FORMAT ", which it does not work on", self->name, call);
}

static void
on_answered (gpointer      user,
             guint64       number,
             HarkSpan      payload,
             const GError *error)
{
  Peer *self = user;
  Request *request = g_hash_table_lookup (self->requests, GSIZE_TO_POINTER (number));
  g_autoptr(GVariant) values = payload.size > 0 ? parse (self, payload, "(t)") : NULL;
  guint64 result = 0;

  if (request == NULL)
    broken (self->world, "rule 22: %s is answered %" G_GUINT64_FORMAT ", which it does not await", self->name, number);
  if (values != NULL)
    g_variant_get (values, "(t)", &result);
  trace (self->world, self->name, "is answered (%" G_GUINT64_FORMAT "): %s", request->argument,
         error != NULL ? error->message : "done");
  g_hash_table_remove (self->requests, GSIZE_TO_POINTER (number));
  oracle_answered (self->world, request, result, error);
}

static void
on_flushed (gpointer user,
            guint64  number)
{
  Peer *self = user;

  if (!g_hash_table_remove (self->fences, GSIZE_TO_POINTER (number)))
    broken (self->world, "%s is told of a flush that it did not ask for", self->name);
  trace (self->world, self->name, "has flushed");
  oracle_in_touch (self->world, self);
  oracle_flushed (self->world, self, number);
}

/* Its users cannot wait. */
static void
on_flow (gpointer user,
         guint64  number,
         HarkFlow flow)
{
}

static const HarkLinkReports reports =
{
  .exported = on_settled,
  .subscribed = on_settled,
  .refused = on_refused,
  .warned = on_warned,
  .heard = on_heard,
  .event = on_event,
  .run = on_run,
  .called = on_called,
  .cancelled = on_cancelled,
  .answered = on_answered,
  .flushed = on_flushed,
  .flow = on_flow,
};

/* --- The link goes up and down --- */

static const HarkEventInfo *
event_of (Peer *self)
{
  return self->is_newer ? &newer_maker_made : &maker_made;
}

static void
announce (Peer *self,
          Item *item)
{
  item->is_pending = TRUE;
  if (item->is_export)
    self->link->funcs->export_object (self->link, item->number,
                                      item->is_other ? &other_maker_info : self->is_newer ? &newer_maker_info : &maker_info,
                                      item->name, strcmp (item->name, "group") == 0);
  else
    self->link->funcs->subscribe (self->link, item->number, item->is_other ? &other_maker_made : event_of (self), item->name,
                                  (HarkDelivery) (item->number % 3));
}

/* The protocol has a look at the clock, some time. */
static void
tick_later (Peer *self)
{
  self->ticks_at = MIN (self->ticks_at, self->world->now + self->world->limits.mark_time);
}

static void
on_wake (gpointer user)
{
  tick_later (user);
}

static void
on_connected (gpointer    user,
              const char *broker)
{
  Peer *self = user;

  trace (self->world, self->name, "is connected");
  self->n_retries = 0;
  tick_later (self);
  if (self->link == NULL)
    {
      self->link = hark_peer_protocol_get_link (self->protocol);
      for (guint i = 0; i < self->items->len; i++)
        announce (self, g_ptr_array_index (self->items, i));
    }
  /* So that it knows when the broker has been told everything. */
  peer_flush (self);
}

static void
on_lost (gpointer      user,
         const GError *reason)
{
  Peer *self = user;
  World *world = self->world;
  Wire *wire = g_steal_pointer (&self->wire);

  trace (world, self->name, "is disconnected: %s", reason->message);
  if (!wire->is_broken)
    pipe_fill (&wire->to_broker, hark_peer_protocol_get_stream (self->protocol));
  oracle_cut (world, self);
  oracle_lost (world, self);
  wire_hang_up (wire);
  self->connects_at = world->now + hark_peer_protocol_get_retry_delay (self->protocol, self->n_retries++,
                                                                       any (world, 1000) / 1000.0);
}

static void
on_gap (gpointer       user,
        const HarkGap *gap)
{
  Peer *self = user;

  trace (self->world, self->name, "is told that %" G_GUINT64_FORMAT " of %s's %s are lost", gap->n_lost, gap->publisher, gap->name);
  oracle_gap (self->world, self, gap);
}

/* --- Its life --- */

Peer *
peer_new (World *world,
          guint  place)
{
  Peer *self = g_new0 (Peer, 1);

  self->world = world;
  self->place = place;
  self->session = ++world->n_born;
  self->name = g_strdup_printf ("peer-%u.%u", place, world->n_born);
  self->is_other = any (world, 6) == 0;
  self->is_newer = !self->is_other && any (world, 3) == 0;
  self->items = g_ptr_array_new ();
  self->requests = g_hash_table_new (NULL, NULL);
  self->to_answer = g_array_new (FALSE, FALSE, sizeof (Task));
  self->fences = g_hash_table_new (NULL, NULL);
  self->connects_at = world->now + any (world, 1000);
  self->ticks_at = G_MAXINT64;
  g_ptr_array_add (world->peers, self);
  trace (world, self->name, "is born");
  return self;
}

void
peer_free (gpointer data)
{
  Peer *self = data;

  g_clear_pointer (&self->protocol, hark_peer_protocol_free);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->requests);
  g_array_unref (self->to_answer);
  g_hash_table_unref (self->fences);
  g_free (self->name);
  g_free (self);
}

static void
make_protocol (Peer *self)
{
  static const HarkPeerProtocolFuncs funcs = { on_wake, on_connected, on_lost, on_gap };
  HarkLimits limits = hark_limits_default;

  limits.frame = self->world->limits.frame;
  limits.retained = self->world->limits.retained;
  limits.catch_up = self->world->limits.catch_up;
  g_clear_pointer (&self->protocol, hark_peer_protocol_free);
  self->protocol = hark_peer_protocol_new (&limits, self->name, &funcs, self, &reports, self);
  hark_peer_protocol_count_in (self->protocol, &self->world->counts->figures);
  /* Strangers can guess it. */
  hark_peer_protocol_set_session (self->protocol, self->session);
}

void
peer_connect (Peer *self)
{
  World *world = self->world;

  if (world->broker == NULL)
    {
      self->connects_at = world->now + 1000 + any (world, 100000);
      return;
    }
  if (self->link != NULL)
    hark_peer_protocol_resume (self->protocol);
  else
    make_protocol (self);
  self->wire = wire_new (world);
  self->wire->peer = self;
  broker_accept (world, self->wire, (gint32) self->session);
}

void
peer_tick (Peer *self)
{
  self->ticks_at = hark_peer_protocol_tick (self->protocol, self->world->now);
}

void
peer_lose (Peer       *self,
           const char *reason)
{
  g_autoptr(GError) error = g_error_new (HARK_ERROR, HARK_ERROR_PEER_GONE, "the connection has ended: %s", reason);

  hark_peer_protocol_close (self->protocol, error);
}

void
peer_leave (Peer *self)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the peer has disconnected");

  if (self->wire != NULL)
    hark_peer_protocol_close (self->protocol, reason);
  self->connects_at = G_MAXINT64;
  self->ticks_at = G_MAXINT64;
}

void
peer_kill (Peer *self)
{
  trace (self->world, self->name, "is killed");
  if (self->wire != NULL)
    {
      self->wire->is_orphaned = TRUE;
      wire_hang_up (self->wire);
    }
  self->wire = NULL;
  oracle_died (self->world, self);
  g_ptr_array_remove (self->world->peers, self);
}

/* --- Bytes --- */

void
peer_read (Peer *self)
{
  g_autoptr(GByteArray) piece = NULL;

  if (self->wire->to_peer.bytes->len == 0)
    {
      peer_lose (self, "nothing more to read");
      return;
    }
  piece = pipe_take (&self->wire->to_peer, self->world);
  tick_later (self);
  hark_peer_protocol_feed (self->protocol, piece->data, piece->len);
}

void
peer_write (Peer *self)
{
  if (self->wire->is_broken)
    peer_lose (self, "it cannot be written to");
  else
    pipe_fill (&self->wire->to_broker, hark_peer_protocol_get_stream (self->protocol));
}

/* --- What its user does --- */

void
peer_export_or_subscribe (Peer *self)
{
  World *world = self->world;
  gboolean is_export = any (world, 2) == 0;
  Item *item = oracle_add_item (world, self, names[any (world, is_export ? N_NAMES - 1 : N_NAMES)], is_export, self->is_other);

  item->number = ++self->last_number;
  g_ptr_array_add (self->items, item);
  trace (world, self->name, "%s %s%s as #%u", is_export ? "exports" : "listens to", item->name,
         item->is_other ? ", of the other version," : "", item->id);
  if (self->link != NULL)
    announce (self, item);
}

void
peer_give_up (Peer *self)
{
  Item *item;

  if (self->items->len == 0)
    return;
  item = g_ptr_array_index (self->items, any (self->world, self->items->len));
  trace (self->world, self->name, "gives up #%u", item->id);
  for (guint i = 0; i < self->to_answer->len; i++)
    if (g_array_index (self->to_answer, Task, i).item == item)
      g_array_index (self->to_answer, Task, i).item = NULL;
  drop_item (self, item);
  if (self->link != NULL && item->is_export)
    self->link->funcs->unexport (self->link, item->number);
  else if (self->link != NULL)
    self->link->funcs->unsubscribe (self->link, item->number);
}

static void
call (Peer               *self,
      const HarkSlotInfo *slot,
      const char         *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) payload = NULL;
  g_autofree char *text = NULL;
  gboolean is_other = slot->owner == &other_maker_info;
  Request *request;
  guint64 number = ++self->last_number;

  if (self->link == NULL)
    return;
  request = oracle_add_request (self->world, self, name, is_other, slot->result != NULL);
  trace (self->world, self->name, "calls %s.%s (%" G_GUINT64_FORMAT ")%s", name, slot->name, request->argument,
         is_other ? " of the other version" : "");
  text = g_strdup_printf ("%" G_GUINT64_FORMAT, request->argument);
  payload = is_other                     ? hark_payload_serialise (g_variant_new ("(s)", text))
            : slot == &newer_maker_count ? hark_payload_serialise (g_variant_new ("(tt)", request->argument, (guint64) 1))
                                         : number_payload (request->argument);
  if (self->link->funcs->call (self->link, request->wants_answer ? number : 0, slot, name,
                               any (self->world, 8) == 0 ? any (self->world, 50000) : HARK_FOREVER, hark_span_of (payload), &error))
    {
      if (request->wants_answer)
        g_hash_table_insert (self->requests, GSIZE_TO_POINTER (number), request);
    }
  else if (self->wire != NULL && !self->wire->was_cut && error->code != HARK_ERROR_PEER_GONE)
    broken (self->world, "%s may not call: %s", self->name, error->message);
  else
    oracle_answered (self->world, request, 0, error);
}

void
peer_call (Peer *self)
{
  World *world = self->world;
  const char *name = names[any (world, N_NAMES)];

  for (guint n = any (world, 5); n > 0; n--)
    call (self, self->is_other ? &other_maker_count : self->is_newer ? &newer_maker_count : &maker_count, name);
  if (!self->is_other && any (world, 2) == 0)
    call (self, &maker_tune, names[any (world, N_NAMES)]);
}

/* One of those that it awaits. */
void
peer_cancel (Peer *self)
{
  guint left = any (self->world, g_hash_table_size (self->requests));
  GHashTableIter iter;
  gpointer number;
  gpointer request;

  g_hash_table_iter_init (&iter, self->requests);
  do
    if (!g_hash_table_iter_next (&iter, &number, &request))
      return;
  while (left-- > 0);
  trace (self->world, self->name, "gives up call (%" G_GUINT64_FORMAT ")", ((Request *) request)->argument);
  g_hash_table_remove (self->requests, number);
  oracle_cancelled (self->world, request);
  self->link->funcs->cancel (self->link, GPOINTER_TO_SIZE (number));
}

void
peer_answer (Peer *self)
{
  World *world = self->world;
  guint index = any (world, self->to_answer->len);
  Task task = g_array_index (self->to_answer, Task, index);
  g_autoptr(GBytes) payload = number_payload (task.argument + 1);

  g_array_remove_index (self->to_answer, index);
  self->works_until = world->now + any (world, 10000);
  if (task.item == NULL || any (world, 16) == 0)
    {
      g_autoptr(GError) error = g_error_new_literal (HARK_ERROR, HARK_ERROR_FAILED, "it did not work out");

      self->link->funcs->answer (self->link, task.call, HARK_SPAN_NONE, error, TRUE);
    }
  else
    self->link->funcs->answer (self->link, task.call, hark_span_of (payload), NULL, TRUE);
}

void
peer_flush (Peer *self)
{
  guint64 number = ++self->last_number;

  if (self->link == NULL)
    return;
  trace (self->world, self->name, "flushes");
  g_hash_table_add (self->fences, GSIZE_TO_POINTER (number));
  self->link->funcs->flush (self->link, number);
}

gboolean
peer_emit (Peer *self,
           Item *item)
{
  World *world = self->world;
  g_autofree char *padding = NULL;
  g_autofree char *product = NULL;
  g_autoptr(GBytes) payload = NULL;
  g_autoptr(GError) error = NULL;

  if (item == NULL)
    {
      guint first = any (world, self->items->len + 1);

      for (guint i = 0; i < self->items->len; i++)
        {
          Item *candidate = g_ptr_array_index (self->items, (first + i) % self->items->len);

          if (candidate->is_export && !candidate->is_other)
            item = candidate;
        }
      if (item == NULL)
        return FALSE;
    }
  world->serial += 1;
  trace (world, self->name, "#%u emits %" G_GUINT64_FORMAT "%s", item->id, world->serial,
         self->link == NULL ? ", not connected yet" : item->is_heard ? "" : ", heard by nobody");
  oracle_emitted (world, item, world->serial);
  if (self->link == NULL || !item->is_heard)
    return TRUE;
  padding = g_strnfill (world->profile->is_narrow ? any (world, 3000) : any (world, 30), '.');
  product = g_strdup_printf ("%u%s", item->id, padding);
  payload = hark_payload_serialise (self->is_newer ? g_variant_new ("(stmu)", product, world->serial, TRUE, 7)
                                                   : g_variant_new ("(st)", product, world->serial));
  if (!self->link->funcs->publish (self->link, item->number, event_of (self), hark_span_of (payload), payload, &error))
    broken (world, "%s may not publish: %s", self->name, error->message);
  return TRUE;
}
