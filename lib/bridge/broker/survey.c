/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a broker tells of itself: who is connected, and what goes between them. It only
 * looks, and makes records of what it sees. Called by HarkBroker, in calls of its slots. */

#include "bridge/router/router-private.h"

#include <string.h>

#include "bus/topic/pattern-match-private.h"

/* --- connections --- */

static int
compare_ages (gconstpointer a,
              gconstpointer b)
{
  const HarkBrokerPeer *one = *(HarkBrokerPeer *const *) a;
  const HarkBrokerPeer *other = *(HarkBrokerPeer *const *) b;

  if (one->opened != other->opened)
    return one->opened < other->opened ? -1 : 1;
  return one->number < other->number ? -1 : one->number > other->number;
}

/* (transfer container): those that have said hello, but for the broker itself. */
static GPtrArray *
list_peers (HarkBrokerProtocol *self)
{
  GPtrArray *peers = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkBrokerPeer *peer = value;

      if (peer->name != NULL && peer->number != self->own)
        g_ptr_array_add (peers, peer);
    }
  g_ptr_array_sort (peers, compare_ages);
  return peers;
}

static HarkBrokerConnection *
describe_peer (HarkBrokerPeer *peer,
               gint64          now)
{
  const HarkTraffic *traffic = &peer->traffic;
  const HarkIdentity *who = peer->identity;
  gboolean is_user = who != NULL && who->kind == HARK_IDENTITY_USER;

  return hark_broker_connection_new (peer->number, peer->name, is_user ? who->uid : G_MAXUINT32,
                                     is_user ? who->process : 0, now - peer->opened,
                                     g_hash_table_size (peer->offers), g_hash_table_size (peer->subscribers),
                                     peer->asked.n, peer->given.n,
                                     traffic->sent.n, traffic->received.n,
                                     traffic->sent.n_bytes, traffic->received.n_bytes,
                                     traffic->called.n, peer->stream.n_waiting, traffic->n_dropped);
}

HarkBrokerConnection **
hark_broker_protocol_list_peers (HarkBrokerProtocol *self,
                                 gint64              now,
                                 gsize              *n)
{
  g_autoptr(GPtrArray) peers = list_peers (self);
  HarkBrokerConnection **result = g_new0 (HarkBrokerConnection *, peers->len + 1);
  guint i;

  for (i = 0; i < peers->len; i++)
    result[i] = describe_peer (g_ptr_array_index (peers, i), now);
  *n = peers->len;
  return result;
}

/* --- topics --- */

/* A topic that is being looked at. */
typedef struct
{
  const char *class_name;
  const char *name;
  HarkMember  member;
  gboolean    is_event;
  gboolean    is_group;
  GPtrArray  *exporters;  /* names, borrowed */
  GPtrArray  *listeners;
  HarkTally   tally;
} Topic;

static void
add_name (GPtrArray            *names,
          const HarkBrokerPeer *peer)
{
  guint i;

  for (i = 0; i < names->len; i++)
    if (strcmp (g_ptr_array_index (names, i), peer->name) == 0)
      return;
  g_ptr_array_add (names, peer->name);
}

static void
add_topic (GPtrArray *topics,
           Topic     *topic)
{
  g_ptr_array_add (topic->exporters, NULL);
  g_ptr_array_add (topic->listeners, NULL);
  g_ptr_array_add (topics,
                   hark_broker_topic_new (topic->class_name, topic->name, topic->member.name, topic->is_event,
                                          topic->member.text, topic->member.type, topic->member.fingerprint,
                                          topic->member.result_type, topic->member.result_fingerprint,
                                          topic->is_group, (const char *const *) topic->exporters->pdata,
                                          (const char *const *) topic->listeners->pdata,
                                          topic->tally.n, topic->tally.n_bytes,
                                          topic->member.appended, topic->member.n_appended));
}

/* The event or slot that is the first offer's of this index, with all members of its group. */
static void
look_at_member (GPtrArray      *topics,
                HarkRoutedName *name,
                guint           index)
{
  HarkOffer *first = g_ptr_array_index (name->offers, 0);
  g_autoptr(GPtrArray) exporters = g_ptr_array_new ();
  g_autoptr(GPtrArray) listeners = g_ptr_array_new ();
  Topic topic = { name->klass->name, name->name, .is_event = index < first->n_events,
                  .is_group = name->is_group, .exporters = exporters, .listeners = listeners };
  guint i;
  guint k;

  topic.member = topic.is_event ? first->events[index].member : first->slots[index - first->n_events];
  for (i = 0; i < name->offers->len; i++)
    {
      HarkOffer *offer = g_ptr_array_index (name->offers, i);
      HarkOfferEvent *event = topic.is_event ? hark_offer_find_event (offer, topic.member.name) : NULL;

      add_name (exporters, offer->peer);
      for (k = 0; event != NULL && k < hark_interest_n_listeners (event); k++)
        add_name (listeners, hark_interest_get_listener (event, k));
      /* Of slots all members of a group have the same, in the same order. */
      if (event == NULL ? i == 0 : TRUE)
        {
          HarkTally *tally = event != NULL ? &event->tally : &offer->tallies[index - first->n_events];

          topic.tally.n += tally->n;
          topic.tally.n_bytes += tally->n_bytes;
        }
    }
  add_topic (topics, &topic);
}

static void
look_at_name (GPtrArray      *topics,
              HarkRoutedName *name,
              const char     *pattern)
{
  HarkOffer *first = hark_routed_name_is_offered (name) ? g_ptr_array_index (name->offers, 0) : NULL;
  guint i;

  for (i = 0; first != NULL && i < first->n_events + first->n_slots; i++)
    {
      const HarkMember *member = i < first->n_events ? &first->events[i].member : &first->slots[i - first->n_events];
      g_autofree char *topic = hark_watched_topic (first, member);

      if (hark_pattern_matches (pattern, topic))
        look_at_member (topics, name, i);
    }
}

/* Whether an offer makes the subscription's topic known. */
static gboolean
is_offered (HarkSubscriber *subscriber)
{
  GPtrArray *names = subscriber->klass->names;
  guint i;

  for (i = 0; i < names->len; i++)
    {
      HarkRoutedName *name = g_ptr_array_index (names, i);

      if (hark_routed_name_is_offered (name) && hark_subscriber_matches (subscriber, name->name))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_same_topic (HarkSubscriber *a,
               HarkSubscriber *b)
{
  return strcmp (a->name, b->name) == 0 && strcmp (a->wanted.name, b->wanted.name) == 0;
}

/* What is listened to, and exported by nobody: once, however many they are. */
static void
look_at_subscriber (GPtrArray  *topics,
                    GPtrArray  *subscribers,
                    guint       index,
                    const char *pattern)
{
  HarkSubscriber *self = g_ptr_array_index (subscribers, index);
  g_autofree char *name = g_strjoin ("/", self->klass->name, self->name, self->wanted.name, NULL);
  g_autoptr(GPtrArray) exporters = g_ptr_array_new ();
  g_autoptr(GPtrArray) listeners = g_ptr_array_new ();
  Topic topic = { self->klass->name, self->name, self->wanted, TRUE, FALSE, exporters, listeners, { 0, 0 } };
  guint i;

  if (is_offered (self) || !hark_pattern_matches (pattern, name))
    return;
  for (i = 0; i < subscribers->len; i++)
    {
      HarkSubscriber *other = g_ptr_array_index (subscribers, i);

      if (!is_same_topic (self, other))
        continue;
      if (i < index)
        return;
      add_name (listeners, other->peer);
    }
  add_topic (topics, &topic);
}

static int
compare_topics (gconstpointer a,
                gconstpointer b)
{
  const HarkBrokerTopic *one = *(HarkBrokerTopic *const *) a;
  const HarkBrokerTopic *other = *(HarkBrokerTopic *const *) b;
  int order = strcmp (one->object, other->object);

  if (order == 0)
    order = strcmp (one->name, other->name);
  if (order == 0)
    order = other->is_event - one->is_event;
  return order != 0 ? order : strcmp (one->member, other->member);
}

HarkBrokerTopic **
hark_broker_protocol_list_topics (HarkBrokerProtocol *self,
                                  const char         *pattern,
                                  gsize              *n)
{
  GPtrArray *topics = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;
  guint i;

  g_hash_table_iter_init (&iter, self->classes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkRoutedClass *klass = value;

      for (i = 0; i < klass->names->len; i++)
        look_at_name (topics, g_ptr_array_index (klass->names, i), pattern);
      for (i = 0; i < klass->subscribers->len; i++)
        look_at_subscriber (topics, klass->subscribers, i, pattern);
    }
  g_ptr_array_sort (topics, compare_topics);
  *n = topics->len;
  return (HarkBrokerTopic **) g_ptr_array_free (topics, FALSE);
}

/* --- all of it --- */

HarkBrokerStats *
hark_broker_protocol_get_stats (HarkBrokerProtocol *self,
                                gint64              age)
{
  g_autoptr(GPtrArray) peers = list_peers (self);
  const HarkTraffic *traffic = &self->traffic;
  guint n_exports = 0;
  guint n_subscriptions = 0;
  guint64 n_waiting = 0;
  guint i;

  for (i = 0; i < peers->len; i++)
    {
      HarkBrokerPeer *peer = g_ptr_array_index (peers, i);

      n_exports += g_hash_table_size (peer->offers);
      n_subscriptions += g_hash_table_size (peer->subscribers);
      n_waiting += peer->stream.n_waiting;
    }
  return hark_broker_stats_new (age, peers->len, n_exports, n_subscriptions, traffic->sent.n, traffic->received.n,
                                traffic->sent.n_bytes, traffic->received.n_bytes, traffic->called.n, n_waiting,
                                traffic->n_dropped);
}
