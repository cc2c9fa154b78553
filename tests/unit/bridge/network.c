/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The network of the protocol's tests. Which bytes move next, and how many, is
 * chosen from the test's seed. */

#include "network-private.h"

#include "wire/payload-private.h"

/* --- What a peer is told --- */

static void G_GNUC_PRINTF (2, 3)
  say (Node       *self,
       const char *format,
       ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->log, format, arguments);
  va_end (arguments);
  g_string_append_c (self->log, '\n');
}

static void
exported (gpointer user,
          guint64  number)
{
  say (user, "exported %" G_GUINT64_FORMAT, number);
}

static void
subscribed (gpointer user,
            guint64  number)
{
  say (user, "subscribed %" G_GUINT64_FORMAT, number);
}

static void
refused (gpointer      user,
         guint64       number,
         const GError *error)
{
  g_assert_true (error->domain == HARK_ERROR);
  say (user, "refused %" G_GUINT64_FORMAT ": %d, %s", number, error->code, error->message);
}

static void
warned (gpointer      user,
        const GError *error)
{
  say (user, "warned: %d, %s", error->code, error->message);
}

static void
heard (gpointer             user,
       guint64              number,
       const HarkEventInfo *event,
       gboolean             is_heard)
{
  say (user, "%s of %" G_GUINT64_FORMAT " is %s", event->name, number, is_heard ? "heard" : "not heard");
}

static GVariant *
parse (HarkSpan    payload,
       const char *type)
{
  g_autoptr(GBytes) bytes = hark_payload_copy (payload.data, payload.size);
  g_autoptr(GError) error = NULL;
  GVariant *variant = hark_payload_parse (type, bytes, &error);

  g_assert_no_error (error);
  return variant;
}

static void
event (gpointer       user,
       const guint64 *numbers,
       guint          n_numbers,
       const char    *type,
       HarkSpan       payload,
       GBytes        *whole)
{
  g_autoptr(GVariant) values = parse (payload, type);
  g_autofree char *text = g_variant_print (values, FALSE);
  g_autoptr(GString) for_whom = g_string_new (NULL);
  guint i;

  for (i = 0; i < n_numbers; i++)
    g_string_append_printf (for_whom, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "", numbers[i]);
  say (user, "event for %s: %s", for_whom->str, text);
}

/* One after the other. */
static void
run (gpointer        user,
     guint64         number,
     const char     *type,
     const HarkSpan *payloads,
     guint           n_payloads,
     GBytes         *whole)
{
  g_assert_true (whole == NULL || n_payloads == 1);
  for (guint i = 0; i < n_payloads; i++)
    event (user, &number, 1, type, payloads[i], whole);
}

static void
watched (gpointer           user,
         const HarkWatched *what,
         HarkSpan           payload,
         GBytes            *whole)
{
  g_autoptr(GVariant) values = parse (payload, what->type);
  g_autofree char *text = g_variant_print (values, FALSE);

  say (user, "%s/%s/%s: %s (%s)", what->class_name, what->name, what->event, text, what->text);
}

static void
called (gpointer            user,
        guint64             call,
        guint64             number,
        const HarkSlotInfo *slot,
        gboolean            is_redelivered,
        const char         *type,
        gint64              time_left,
        HarkSpan            payload)
{
  Node *self = user;
  g_autoptr(GVariant) values = parse (payload, type);
  guint64 argument = 0;

  if (type[1] == 't')
    g_variant_get_child (values, 0, "t", &argument);
  g_autofree char *time = time_left != HARK_FOREVER ? g_strdup_printf (", in %" G_GINT64_FORMAT, time_left) : g_strdup ("");
  say (self, "%s of %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT "%s%s%s%s%s", slot->name, number, argument,
       strcmp (type, slot->signature->variant_type) != 0 ? ", as " : "",
       strcmp (type, slot->signature->variant_type) != 0 ? type : "",
       call != 0 ? ", wants an answer" : "", is_redelivered ? ", again" : "", time);
  self->last_call = call;
  if (self->is_answering && call != 0)
    {
      if (slot->result != NULL)
        node_answer (self, call, argument + 1);
      else
        self->link->funcs->answer (self->link, call, HARK_SPAN_NONE, NULL, TRUE);
    }
}

/* As a bus does that can stop what was begun. */
static void
cancelled (gpointer user,
           guint64  call)
{
  g_autoptr(GError) error = g_error_new_literal (HARK_ERROR, HARK_ERROR_CANCELLED, "cancelled");
  Node *self = user;

  say (self, "cancelled");
  self->link->funcs->answer (self->link, call, HARK_SPAN_NONE, error, TRUE);
}

static void
answered (gpointer      user,
          guint64       number,
          HarkSpan      payload,
          const GError *error)
{
  const char *type = ((Node *) user)->is_listing ? "(as)" : "(t)";
  g_autoptr(GVariant) values = payload.size > 0 ? parse (payload, type) : NULL;
  g_autofree char *text = values != NULL ? g_variant_print (values, FALSE) : g_strdup ("nothing");

  if (error != NULL)
    say (user, "answer %" G_GUINT64_FORMAT ": %d, %s", number, error->code, error->message);
  else
    say (user, "answer %" G_GUINT64_FORMAT ": %s", number, text);
}

static void
flushed (gpointer user,
         guint64  number)
{
  say (user, "flushed %" G_GUINT64_FORMAT, number);
}

static void
flow (gpointer user,
      guint64  number,
      HarkFlow flow)
{
  static const char *const words[] = { "free", "bounded", "held" };

  say (user, "%" G_GUINT64_FORMAT " is %s", number, words[flow]);
}

static const HarkLinkReports reports =
{
  exported, subscribed, refused, warned, heard, event, run, watched, called, cancelled, answered, flushed, flow, NULL,
};

static void
peer_wake (gpointer user)
{
}

static void
peer_connected (gpointer    user,
                const char *broker)
{
  say (user, "connected to %s", broker);
}

static void
peer_lost (gpointer      user,
           const GError *reason)
{
  say (user, "lost: %d, %s", reason->code, reason->message);
}

static void
peer_gap (gpointer       user,
          const HarkGap *gap)
{
  say (user, "gap of %" G_GUINT64_FORMAT ": %s %s %s of %s", gap->n_lost, gap->class_name, gap->name, gap->event,
       gap->publisher);
}

/* --- The broker's side --- */

static Node *
find_node (Network *self,
           guint    connection)
{
  guint i;

  for (i = 0; i < self->nodes->len; i++)
    {
      Node *node = g_ptr_array_index (self->nodes, i);

      if (node->connection == connection)
        return node;
    }
  return NULL;
}

static void
broker_wake (gpointer user,
             guint    connection)
{
}

static void
broker_joined (gpointer    user,
               guint       connection,
               const char *name)
{
}

static void
broker_closed (gpointer      user,
               guint         connection,
               const char   *name,
               const GError *reason)
{
  Network *self = user;
  Node *node = find_node (self, connection);

  if (node == NULL)
    return;
  hark_byte_stream_take (hark_broker_protocol_get_stream (self->broker, connection), node->to_peer);
  node->closed = g_strdup (reason->message);
  node->connection = 0;
}

static void
broker_dropped (gpointer    user,
                const char *peer,
                const char *publisher,
                const char *topic,
                guint64     n_dropped)
{
  Network *self = user;

  g_string_append_printf (self->dropped, "%" G_GUINT64_FORMAT " of %s from %s to %s\n", n_dropped, topic, publisher, peer);
}

static gint64
broker_get_time (gpointer user)
{
  return ((Network *) user)->now;
}

static const HarkBrokerProtocolFuncs broker_funcs =
{
  broker_wake, broker_joined, broker_closed, broker_dropped, NULL, broker_get_time,
};

static void
start_broker (Network *self)
{
  self->broker = hark_broker_protocol_new (&self->limits, "the-broker", &broker_funcs, self);
  self->n_brokers += 1;
  hark_broker_protocol_set_session (self->broker, 100 + self->n_brokers);
}

/* --- Running --- */

static void
node_free (gpointer data)
{
  Node *self = data;

  g_clear_pointer (&self->peer, hark_peer_protocol_free);
  g_byte_array_unref (self->to_broker);
  g_byte_array_unref (self->to_peer);
  g_string_free (self->log, TRUE);
  g_free (self->closed);
  g_free (self);
}

Network *
network_new (const HarkLimits *limits)
{
  Network *self = g_new0 (Network, 1);

  self->limits = limits != NULL ? *limits : hark_limits_default;
  start_broker (self);
  self->random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->dropped = g_string_new (NULL);
  return self;
}

void
network_free (Network *self)
{
  hark_broker_protocol_free (self->broker);
  g_ptr_array_unref (self->nodes);
  g_string_free (self->dropped, TRUE);
  g_rand_free (self->random);
  g_free (self);
}

Node *
network_connect (Network *self)
{
  Node *node = g_new0 (Node, 1);

  node->network = self;
  node->connection = hark_broker_protocol_open (self->broker, 0);
  node->to_broker = g_byte_array_new ();
  node->to_peer = g_byte_array_new ();
  node->log = g_string_new (NULL);
  g_ptr_array_add (self->nodes, node);
  return node;
}

Node *
network_join (Network    *self,
              const char *name)
{
  static const HarkPeerProtocolFuncs funcs = { peer_wake, peer_connected, peer_lost, peer_gap };
  Node *node = network_connect (self);

  node->name = name;
  node->peer = hark_peer_protocol_new (&self->limits, name, &funcs, node, &reports, node);
  hark_peer_protocol_set_session (node->peer, 1000 + self->nodes->len);
  node->link = hark_peer_protocol_get_link (node->peer);
  network_run (self);
  if (node->closed == NULL)
    node_assert (node, "connected to the-broker\n");
  return node;
}

/* Moves some bytes of @bytes. Returns: (transfer full): them */
static GByteArray *
cut (Network    *self,
     GByteArray *bytes)
{
  guint most = g_rand_boolean (self->random) ? 10 : 10000;
  guint n = (guint) g_rand_int_range (self->random, 1, (gint32) most);
  GByteArray *piece = g_byte_array_new ();

  n = MIN (n, bytes->len);
  g_byte_array_append (piece, bytes->data, n);
  g_byte_array_remove_range (bytes, 0, n);
  return piece;
}

/* Returns: whether bytes moved */
static gboolean
step (Node *self)
{
  Network *network = self->network;
  g_autoptr(GByteArray) piece = NULL;

  if (self->is_stuck)
    return FALSE;
  if (self->peer != NULL && self->connection != 0)
    hark_byte_stream_take (hark_peer_protocol_get_stream (self->peer), self->to_broker);
  if (self->connection != 0)
    hark_byte_stream_take (hark_broker_protocol_get_stream (network->broker, self->connection), self->to_peer);
  if (self->to_broker->len > 0 && self->connection != 0)
    {
      piece = cut (network, self->to_broker);
      hark_broker_protocol_feed (network->broker, self->connection, piece->data, piece->len);
      return TRUE;
    }
  if (self->to_peer->len > 0 && self->peer != NULL)
    {
      piece = cut (network, self->to_peer);
      hark_peer_protocol_feed (self->peer, piece->data, piece->len);
      return TRUE;
    }
  return FALSE;
}

void
network_run (Network *self)
{
  guint n_idle = 0;
  guint i = 0;

  /* Until each has been asked in vain, beginning anywhere. */
  while (n_idle < self->nodes->len)
    {
      i = n_idle > 0 ? i + 1 : (guint) g_rand_int (self->random);
      n_idle = step (g_ptr_array_index (self->nodes, i % self->nodes->len)) ? 0 : n_idle + 1;
    }
}

void
network_step (Network *self)
{
  step (g_ptr_array_index (self->nodes, g_rand_int (self->random) % self->nodes->len));
}

void
network_kill_broker (Network *self)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the broker was killed");
  guint i;

  for (i = 0; i < self->nodes->len; i++)
    {
      Node *node = g_ptr_array_index (self->nodes, i);

      if (node->connection == 0 || node->peer == NULL)
        continue;
      node->connection = 0;
      g_byte_array_set_size (node->to_broker, 0);
      g_byte_array_set_size (node->to_peer, 0);
      hark_peer_protocol_close (node->peer, reason);
      node_assert_lost (node);
    }
  hark_broker_protocol_free (self->broker);
  start_broker (self);
}

void
network_tick (Network *self,
              gint64   duration)
{
  guint i;

  self->now += duration;
  hark_broker_protocol_tick (self->broker, self->now);
  for (i = 0; i < self->nodes->len; i++)
    {
      Node *node = g_ptr_array_index (self->nodes, i);

      if (node->peer != NULL)
        hark_peer_protocol_tick (node->peer, self->now);
    }
  network_run (self);
}

void
node_cut (Node *self)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the connection was cut");
  guint connection = self->connection;

  self->connection = 0;
  g_byte_array_set_size (self->to_broker, 0);
  g_byte_array_set_size (self->to_peer, 0);
  hark_broker_protocol_close (self->network->broker, connection, reason);
  hark_peer_protocol_close (self->peer, reason);
  node_assert_lost (self);
}

void
node_reconnect (Node *self)
{
  g_assert_cmpuint (self->connection, ==, 0);
  g_clear_pointer (&self->closed, g_free);
  self->connection = hark_broker_protocol_open (self->network->broker, self->network->now);
  hark_peer_protocol_resume (self->peer);
}

/* The line that says it is taken from the end of its log. */
void
node_assert_lost (Node *self)
{
  char *line = strstr (self->log->str, "lost: ");

  g_assert_nonnull (line);
  g_string_truncate (self->log, (gsize) (line - self->log->str));
}

void
node_forget (Node *self)
{
  g_string_truncate (self->log, 0);
}

void
node_vanish (Node *self)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the connection ended");

  hark_broker_protocol_close (self->network->broker, self->connection, reason);
}

void
node_kill (Node *self)
{
  guint connection = self->connection;

  self->is_stuck = TRUE;
  node_vanish (self);
  hark_broker_protocol_end_absence (self->network->broker, connection);
}

void
node_write (Node            *self,
            HarkMessageKind  kind,
            guint8           flags,
            guint64          id,
            guint32          topic,
            GVariant        *body)
{
  g_autoptr(GBytes) bytes = body != NULL ? hark_payload_serialise (body) : NULL;
  HarkFrame frame = { .kind = (guint8) kind, .flags = flags, .id = id, .topic = topic };

  if (bytes != NULL)
    frame.body = g_bytes_get_data (bytes, &frame.n_body);
  hark_frame_write (self->to_broker, &frame);
}

void
node_write_hello (Node *self)
{
  node_write (self, HARK_MESSAGE_HELLO, 0, 0, 0,
              g_variant_new (HARK_HELLO_TYPE, "hark", 1, 1, (guint64) 0, (guint64) 1 << 20, "by-hand"));
}

void
node_assert (Node       *self,
             const char *log)
{
  g_assert_cmpstr (self->log->str, ==, log);
  g_string_truncate (self->log, 0);
}

void
node_publish (Node       *self,
              guint64     number,
              const char *product,
              guint64     serial)
{
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(st)", product, serial));
  g_autoptr(GError) error = NULL;

  self->link->funcs->publish (self->link, number, &maker_made, hark_span_of (payload), payload, &error);
  g_assert_no_error (error);
}

void
node_publish_newer (Node       *self,
                    guint64     number,
                    const char *product,
                    guint64     serial,
                    guint32     colour)
{
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(stmu)", product, serial, TRUE, colour));
  g_autoptr(GError) error = NULL;

  self->link->funcs->publish (self->link, number, &newer_maker_made, hark_span_of (payload), payload, &error);
  g_assert_no_error (error);
}

void
node_call (Node               *self,
           guint64             number,
           const HarkSlotInfo *slot,
           const char         *name,
           guint64             argument)
{
  g_autoptr(GBytes) payload =
    hark_payload_serialise (g_str_equal (slot->signature->variant_type, "(s)")    ? g_variant_new ("(s)", "text")
                            : g_str_equal (slot->signature->variant_type, "(tt)") ? g_variant_new ("(tt)", argument, (guint64) 2)
                                                                                  : g_variant_new ("(t)", argument));
  g_autoptr(GError) error = NULL;

  self->link->funcs->call (self->link, number, slot, name, self->patience != 0 ? self->patience : HARK_FOREVER, hark_span_of (payload), &error);
  g_assert_no_error (error);
}

void
node_answer (Node    *self,
             guint64  call,
             guint64  result)
{
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(t)", result));

  self->link->funcs->answer (self->link, call, hark_span_of (payload), NULL, TRUE);
}
