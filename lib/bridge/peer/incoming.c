/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The streams of events that are heard here, one for each event of each exporter.
 * A stream outlives connections: what comes again is discarded, and what does not
 * come is told. Invariant: of a stream that has begun, every number up to `last`
 * was delivered, was told to be lost, or is older than the subscription. Called by
 * the peer's protocol. */

#include "bridge/peer/peer-state-private.h"

#include <string.h>

#include "base/slab-private.h"
#include "bus/topic/pattern-match-private.h"
#include "wire/payload-private.h"

/* Under which patterns are kept: nothing has it. */
#define NO_NAME ""

/* So many events are told at once. */
#define RUN_MOST 64

/* So many in one SEEN. */
#define SEEN_AT_ONCE 1024

static guint
origin_hash (gconstpointer key)
{
  const HarkOrigin *self = key;

  return g_int64_hash (&self->publisher) * 31 + self->topic;
}

static gboolean
origin_equal (gconstpointer a,
              gconstpointer b)
{
  const HarkOrigin *one = a;
  const HarkOrigin *other = b;

  return one->publisher == other->publisher && one->topic == other->topic;
}

static void
incoming_free (gpointer data)
{
  HarkIncoming *self = data;

  g_variant_unref (self->body);
  g_clear_pointer (&self->value, g_bytes_unref);
  g_array_unref (self->subscriptions);
  hark_slab_free (self);
}

void
hark_incoming_init (HarkPeerProtocol *self)
{
  self->incoming = g_hash_table_new_full (origin_hash, origin_equal, NULL, incoming_free);
  self->wanted = hark_name_index_new ();
  self->offered = hark_name_index_new ();
  hark_number_table_init (&self->heard);
}

void
hark_incoming_clear (HarkPeerProtocol *self)
{
  hark_number_table_clear (&self->heard);
  g_hash_table_unref (self->offered);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->incoming);
}

/* --- Who listens --- */

static gboolean
matches_pattern (const HarkIncoming *stream,
                 const char         *pattern)
{
  g_autofree char *topic = g_strjoin ("/", stream->class_name, stream->name, stream->event, NULL);

  return hark_pattern_matches (pattern, topic);
}

static gboolean
matches_event (const HarkIncoming         *stream,
               const HarkPeerSubscription *subscription)
{
  return strcmp (stream->class_name, subscription->event->owner->name) == 0 &&
         strcmp (stream->event, subscription->event->name) == 0 &&
         (strcmp (subscription->name, HARK_NAME_ALL) == 0 || strcmp (subscription->name, stream->name) == 0);
}

/* Behind each change of what matches. */
static void
note_only (HarkPeerProtocol *self,
           HarkIncoming     *stream)
{
  HarkPeerSubscription *subscription;
  const char *known;

  stream->only = 0;
  if (stream->subscriptions->len != 1 || stream->is_watched || stream->is_state)
    return;
  stream->only = g_array_index (stream->subscriptions, guint64, 0);
  subscription = hark_number_table_find (&self->subscriptions, stream->only);
  known = subscription->event->signature->variant_type;
  stream->only_type = strcmp (stream->type, known) == 0 ? known : stream->type;
}

/* If @subscription matches, it gets what is heard. %FALSE: it is by a pattern, or does not match. */
static gboolean
add_subscription (HarkIncoming               *stream,
                  const HarkPeerSubscription *subscription)
{
  if (subscription->event == NULL)
    stream->is_watched = stream->is_watched || matches_pattern (stream, subscription->name);
  if (subscription->event == NULL || !matches_event (stream, subscription))
    return FALSE;
  g_array_append_val (stream->subscriptions, subscription->number);
  stream->is_state = (subscription->event->flags & HARK_EVENT_STATE) != 0;
  return TRUE;
}

/* Which subscriptions match: those of one of these names might. */
static void
find_subscriptions (HarkPeerProtocol *self,
                    HarkIncoming     *stream)
{
  const char *names[] = { stream->name, HARK_NAME_ALL, NO_NAME };

  stream->is_watched = FALSE;
  g_array_set_size (stream->subscriptions, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (HarkNamed *named = hark_name_index_find (self->wanted, names[i]); named != NULL; named = named->next)
      add_subscription (stream, (HarkPeerSubscription *) named);
  note_only (self, stream);
}

static gboolean
is_heard (const HarkIncoming *stream)
{
  return stream->is_watched || stream->subscriptions->len > 0;
}

/* (transfer container): the streams that it may match. */
static GPtrArray *
list_candidates (HarkPeerProtocol           *self,
                 const HarkPeerSubscription *subscription)
{
  GPtrArray *streams = g_ptr_array_new ();
  HarkNamed *named = NULL;
  GHashTableIter iter;
  gpointer value;

  if (subscription->event != NULL && strcmp (subscription->name, HARK_NAME_ALL) != 0)
    {
      for (named = hark_name_index_find (self->offered, subscription->name); named != NULL; named = named->next)
        g_ptr_array_add (streams, named);
      return streams;
    }
  g_hash_table_iter_init (&iter, self->incoming);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (streams, value);
  return streams;
}

void
hark_incoming_subscribe (HarkPeerProtocol     *self,
                         HarkPeerSubscription *subscription)
{
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr(GPtrArray) types = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) streams = list_candidates (self, subscription);
  guint64 number = subscription->number;
  guint i;

  subscription->named.name = subscription->event != NULL ? subscription->name : NO_NAME;
  hark_name_index_add (self->wanted, &subscription->named);
  for (i = 0; i < streams->len; i++)
    {
      HarkIncoming *stream = g_ptr_array_index (streams, i);

      gboolean is_match = add_subscription (stream, subscription);

      note_only (self, stream);
      if (!is_match || stream->value == NULL)
        continue;
      g_ptr_array_add (values, g_bytes_ref (stream->value));
      g_ptr_array_add (types, g_strdup (stream->type));
    }
  /* This connection hears these states already, so their exporters are not asked. */
  for (i = 0; i < values->len; i++)
    self->reports.event (self->report_to, &number, 1, g_ptr_array_index (types, i),
                         hark_span_of (g_ptr_array_index (values, i)), g_ptr_array_index (values, i));
}

static void
stop_to_hear (HarkPeerProtocol           *self,
              HarkIncoming               *stream,
              const HarkPeerSubscription *subscription)
{
  if (stream->is_watched)
    find_subscriptions (self, stream);
  for (guint i = 0; i < stream->subscriptions->len; i++)
    if (g_array_index (stream->subscriptions, guint64, i) == subscription->number)
      {
        g_array_remove_index (stream->subscriptions, i);
        break;
      }
  note_only (self, stream);
  if (is_heard (stream))
    return;
  stream->is_left = TRUE;
  g_clear_pointer (&stream->value, g_bytes_unref);
}

void
hark_incoming_unsubscribe (HarkPeerProtocol     *self,
                           HarkPeerSubscription *subscription)
{
  g_autoptr(GPtrArray) streams = list_candidates (self, subscription);

  hark_name_index_remove (self->wanted, &subscription->named);
  for (guint i = 0; i < streams->len; i++)
    stop_to_hear (self, g_ptr_array_index (streams, i), subscription);
}

/* --- What the broker says --- */

/* Reads a TOPIC. Returns: (nullable): the stream, known or new; it has the body */
static HarkIncoming *
read_stream (HarkPeerProtocol  *self,
             const HarkFrame   *frame,
             GError           **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_HEARD_TYPE, error);
  g_autoptr(GVariant) member = NULL;
  HarkIncoming read = { .topic = frame->topic };
  HarkIncoming *stream;
  HarkMember event;

  if (body == NULL)
    return NULL;
  member = g_variant_get_child_value (body, 2);
  if (!hark_member_from_variant (&event, member, error))
    return NULL;
  g_variant_get (body, "(&s&s@" HARK_MEMBER_TYPE "tu&s)", &read.class_name, &read.name, NULL,
                 &read.origin.publisher, &read.origin.topic, &read.publisher_name);
  read.named.name = read.name;
  read.event = event.name;
  read.text = event.text;
  read.type = event.type;
  stream = g_hash_table_lookup (self->incoming, &read.origin);
  if (stream == NULL)
    {
      if (g_hash_table_size (self->incoming) >= self->limits.topics)
        {
          g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "it named more than %u topics", self->limits.topics);
          return NULL;
        }
      stream = hark_slab_dup (&read);
      stream->subscriptions = g_array_new (FALSE, FALSE, sizeof (guint64));
      g_hash_table_insert (self->incoming, &stream->origin, stream);
      hark_name_index_add (self->offered, &stream->named);
    }
  else if (stream->topic != 0)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "it named topics %u and %u for one thing",
                   stream->topic, frame->topic);
      return NULL;
    }
  else
    {
      read.has_begun = stream->has_begun;
      read.is_left = stream->is_left;
      read.last = stream->last;
      read.awaited_to = stream->awaited_to;
      read.subscriptions = stream->subscriptions;
      read.value = stream->value;
      hark_name_index_remove (self->offered, &stream->named);
      g_variant_unref (stream->body);
      *stream = read;
      hark_name_index_add (self->offered, &stream->named);
    }
  stream->body = g_steal_pointer (&body);
  return stream;
}

gboolean
hark_incoming_topic (HarkPeerProtocol  *self,
                     const HarkFrame   *frame,
                     GError           **error)
{
  HarkIncoming *stream;

  if (frame->topic == 0 || hark_number_table_find (&self->heard, frame->topic) != NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "it named topic %u twice", frame->topic);
      return FALSE;
    }
  stream = read_stream (self, frame, error);
  if (stream == NULL)
    return FALSE;
  hark_number_table_insert (&self->heard, frame->topic, stream);
  find_subscriptions (self, stream);
  return TRUE;
}

gboolean
hark_incoming_forget (HarkPeerProtocol  *self,
                      const HarkFrame   *frame,
                      GError           **error)
{
  HarkIncoming *stream = hark_number_table_remove (&self->heard, frame->topic);

  if (stream == NULL)
    return TRUE;
  stream->topic = 0;
  stream->away_since = 0;
  for (guint i = 0; i < stream->subscriptions->len; i++)
    stream->awaited_to = MAX (stream->awaited_to, g_array_index (stream->subscriptions, guint64, i));
  if (frame->flags & HARK_FORGET_GONE)
    {
      hark_name_index_remove (self->offered, &stream->named);
      g_hash_table_remove (self->incoming, &stream->origin);
    }
  return TRUE;
}

static HarkIncoming *
find_heard (HarkPeerProtocol  *self,
            const HarkFrame   *frame,
            GError           **error)
{
  HarkIncoming *stream = hark_number_table_find (&self->heard, frame->topic);

  if (stream == NULL)
    g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "an event of topic %u, which is none", frame->topic);
  return stream;
}

/* The next to come is @number + 1. */
static void
skip_to (HarkPeerProtocol *self,
         HarkIncoming     *stream,
         guint64           number)
{
  HarkGap gap = { stream->publisher_name, stream->class_name, stream->name, stream->event, number - stream->last };

  stream->last = number;
  if (!is_heard (stream))
    return;
  hark_peer_count (&self->figures->n_lost, gap.n_lost);
  if (self->funcs.gap != NULL)
    self->funcs.gap (self->user, &gap);
}

/* Whether somebody has listened since before this connection, or since before the last one of the publisher: what is
 * missing is its. */
static gboolean
was_awaited (HarkPeerProtocol *self,
             HarkIncoming     *stream)
{
  guint i;

  for (i = 0; i < stream->subscriptions->len; i++)
    {
      guint64 number = g_array_index (stream->subscriptions, guint64, i);
      HarkPeerSubscription *subscription = hark_number_table_find (&self->subscriptions, number);

      if (subscription->is_renewed || number <= stream->awaited_to)
        return TRUE;
    }
  return FALSE;
}

gboolean
hark_incoming_since (HarkPeerProtocol  *self,
                     const HarkFrame   *frame,
                     GError           **error)
{
  HarkIncoming *stream = find_heard (self, frame, error);
  g_autoptr(GVariant) body = NULL;
  guint64 seen;

  if (stream == NULL)
    return FALSE;
  body = hark_message_parse (frame, HARK_NUMBER_TYPE, error);
  if (body == NULL)
    return FALSE;
  g_variant_get (body, HARK_NUMBER_TYPE, &seen);
  if (!stream->has_begun)
    stream->last = was_awaited (self, stream) ? MIN (seen, frame->id) : frame->id;
  else if (stream->is_left)
    stream->last = MAX (stream->last, frame->id);
  stream->has_begun = TRUE;
  stream->is_left = !is_heard (stream);
  if (frame->id > stream->last)
    skip_to (self, stream, frame->id);
  return TRUE;
}

/* Whoever hears it may subscribe and unsubscribe. */
static void
report_event (HarkPeerProtocol *self,
              HarkIncoming     *stream,
              const HarkFrame  *frame)
{
  const HarkSpan payload = { frame->body, frame->n_body };
  g_autoptr(GArray) numbers = NULL;

  if (stream->is_state)
    {
      g_clear_pointer (&stream->value, g_bytes_unref);
      stream->value = hark_payload_keep (payload, frame->whole);
    }
  if (stream->is_watched)
    {
      HarkWatched watched = { stream->class_name, stream->name, stream->event, stream->text, stream->type };

      self->reports.watched (self->report_to, &watched, payload, frame->whole);
    }
  if (stream->subscriptions->len > 0)
    {
      numbers = g_array_copy (stream->subscriptions);
      self->reports.event (self->report_to, (const guint64 *) (gpointer) numbers->data, numbers->len, stream->type,
                           payload, frame->whole);
    }
}

/* What one subscription alone hears: @frame, and what is like it and comes next. */
static void
report_run (HarkPeerProtocol *self,
            HarkIncoming     *stream,
            HarkFrame        *frame)
{
  HarkSpan payloads[RUN_MOST] = { { frame->body, frame->n_body } };
  GBytes *whole = frame->whole;
  guint n = 1;

  while (n < RUN_MOST && hark_frame_reader_next_in_order (self->stream.reader, frame))
    payloads[n++] = (HarkSpan) { frame->body, frame->n_body };
  stream->last = frame->id;
  self->reports.run (self->report_to, stream->only, stream->only_type, payloads, n, whole);
}

/* *@frame becomes the last one that was taken with it. */
static gboolean
take_events (HarkPeerProtocol  *self,
             HarkIncoming      *stream,
             HarkFrame         *frame,
             GError           **error)
{
  if (!stream->has_begun || frame->id == 0)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "an event of topic %u, which has not begun", frame->topic);
      return FALSE;
    }
  if (frame->id <= stream->last)
    {
      hark_peer_count (&self->figures->n_discarded, 1);
      return TRUE;
    }
  if (frame->id > stream->last + 1)
    skip_to (self, stream, frame->id - 1);
  stream->last = frame->id;
  if (stream->only != 0)
    report_run (self, stream, frame);
  else if (is_heard (stream))
    report_event (self, stream, frame);
  return TRUE;
}

gboolean
hark_incoming_event (HarkPeerProtocol  *self,
                     const HarkFrame   *frame,
                     GError           **error)
{
  HarkIncoming *stream = find_heard (self, frame, error);
  HarkFrame next = *frame;

  if (stream == NULL)
    return FALSE;
  /* Whoever hears it may end the connection. */
  do
    if (!take_events (self, stream, &next, error))
      return FALSE;
  while (!self->is_lost && hark_frame_reader_next_like (self->stream.reader, &next));
  return TRUE;
}

void
hark_incoming_look_ahead (HarkPeerProtocol *self)
{
  const HarkIncoming *streams[HARK_AHEAD];
  guint64 numbers[HARK_AHEAD];
  guint32 topics[HARK_AHEAD];
  guint n = hark_frame_reader_look_ahead (self->stream.reader, topics, HARK_AHEAD);
  guint n_streams = 0, n_numbers = 0;

  for (guint i = 0; i < n; i++)
    hark_number_table_ask_for (&self->heard, topics[i]);
  for (guint i = 0; i < n; i++)
    {
      const HarkIncoming *stream = hark_number_table_find (&self->heard, topics[i]);

      if (stream == NULL)
        continue;
      hark_ask_for_all (stream, G_STRUCT_OFFSET (HarkIncoming, origin));
      streams[n_streams++] = stream;
    }
  for (guint i = 0; i < n_streams; i++)
    if (streams[i]->only != 0)
      numbers[n_numbers++] = streams[i]->only;
  if (self->reports.expected != NULL && n_numbers > 0)
    self->reports.expected (self->report_to, numbers, n_numbers);
}

/* --- From one connection to the next --- */

void
hark_incoming_lost (HarkPeerProtocol *self)
{
  GHashTableIter iter;
  gpointer value;

  hark_number_table_clear (&self->heard);
  g_hash_table_iter_init (&iter, self->incoming);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkIncoming *stream = value;

      stream->topic = 0;
      stream->away_since = 0;
    }
}

void
hark_incoming_renew (HarkPeerProtocol *self)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (HARK_SEEN_TYPE));
  g_hash_table_iter_init (&iter, self->incoming);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkIncoming *stream = value;

      if (!stream->has_begun)
        continue;
      g_variant_builder_add (&builder, "(tut)", stream->origin.publisher, stream->origin.topic, stream->last);
      if (++n % SEEN_AT_ONCE == 0)
        {
          hark_peer_protocol_send (self, HARK_MESSAGE_SEEN, 0, 0, 0, g_variant_builder_end (&builder));
          g_variant_builder_init (&builder, G_VARIANT_TYPE (HARK_SEEN_TYPE));
        }
    }
  hark_peer_protocol_send (self, HARK_MESSAGE_SEEN, 0, 0, 0, g_variant_builder_end (&builder));
}

gint64
hark_incoming_tick (HarkPeerProtocol *self,
                    gint64            now)
{
  gint64 next = G_MAXINT64;
  GHashTableIter iter;
  gpointer value;

  /* Who is not connected itself cannot know who is there. */
  if (!self->is_connected || self->heard.n == g_hash_table_size (self->incoming))
    return next;
  g_hash_table_iter_init (&iter, self->incoming);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkIncoming *stream = value;

      if (stream->topic != 0)
        continue;
      if (stream->away_since == 0)
        stream->away_since = now;
      if (stream->away_since + self->limits.session_time <= now)
        {
          hark_name_index_remove (self->offered, &stream->named);
          g_hash_table_iter_remove (&iter);
        }
      else
        next = MIN (next, stream->away_since + self->limits.session_time);
    }
  return next;
}
