/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where the broker's protocol asks its rules: when a connection has got its
 * identity, and when it exports, subscribes or first calls a slot of an object.
 * Invariant: whatever a connection has, the rules in force allow. So new rules
 * first end the connections for which that would not be true; they come back
 * and are judged anew. Called by offers.c, subscribers.c and calls.c. */

#include "bridge/router/router-private.h"

#include <string.h>

gboolean
hark_access_check (HarkBrokerPeer  *peer,
                   HarkAction       action,
                   const char      *class_name,
                   const char      *name,
                   const char      *member,
                   GError         **error)
{
  return peer->identity == NULL ||
         hark_rules_check (peer->broker->rules, peer->identity, action, class_name, name, member, error);
}

static gboolean
check_offer (HarkRules           *rules,
             const HarkIdentity  *who,
             HarkOffer           *offer,
             const char          *class_name,
             const char          *name,
             GError             **error)
{
  guint i;

  for (i = 0; i < offer->n_events; i++)
    if (!hark_rules_check (rules, who, HARK_ACTION_PUBLISH, class_name, name, offer->events[i].member.name, error))
      return FALSE;
  for (i = 0; i < offer->n_slots; i++)
    if (!hark_rules_check (rules, who, HARK_ACTION_PUBLISH, class_name, name, offer->slots[i].name, error))
      return FALSE;
  /* One that has neither still takes a name. */
  return offer->n_events + offer->n_slots > 0 ||
         hark_rules_check (rules, who, HARK_ACTION_PUBLISH, class_name, name, "", error);
}

gboolean
hark_access_check_offer (HarkOffer   *offer,
                         const char  *class_name,
                         const char  *name,
                         GError     **error)
{
  HarkBrokerPeer *peer = offer->peer;

  return peer->identity == NULL || check_offer (peer->broker->rules, peer->identity, offer, class_name, name, error);
}

/* --- Who it is --- */

/* Others of the same identity. */
static guint
count_alike (HarkBrokerPeer     *peer,
             const HarkIdentity *identity)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, peer->broker->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkBrokerPeer *other = value;

      n += other != peer && other->error == NULL && other->identity != NULL &&
           hark_identity_equal (other->identity, identity);
    }
  return n;
}

static gboolean
admit (HarkBrokerPeer      *peer,
       const HarkIdentity  *identity,
       GError             **error)
{
  guint limit = peer->broker->limits.connections_each;
  g_autofree char *name = NULL;

  if (!hark_rules_admit (peer->broker->rules, identity, error))
    return FALSE;
  if (count_alike (peer, identity) < limit)
    return TRUE;
  name = hark_identity_to_string (identity);
  g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "%s has %u connections to the broker already", name, limit);
  return FALSE;
}

void
hark_broker_protocol_identify (HarkBrokerProtocol *self,
                               guint               connection,
                               HarkIdentity       *identity)
{
  HarkBrokerPeer *peer = hark_broker_protocol_find (self, connection);
  g_autoptr(GError) error = NULL;

  if (peer == NULL || peer->error != NULL)
    return;
  g_assert (peer->identity == NULL);
  if (!admit (peer, identity, &error))
    hark_broker_peer_fail (peer, g_steal_pointer (&error));
  peer->identity = hark_identity_ref (identity);
}

const HarkIdentity *
hark_broker_protocol_get_identity (HarkBrokerProtocol *self,
                                   guint               connection)
{
  HarkBrokerPeer *peer = hark_broker_protocol_find (self, connection);

  return peer != NULL ? peer->identity : NULL;
}

/* --- New rules --- */

/* Whether every object is heard, or not heard, as before by a subscription to all. */
static gboolean
check_objects (HarkSubscriber  *self,
               HarkRules       *rules,
               GError         **error)
{
  HarkRules *before = self->peer->broker->rules;
  const HarkIdentity *who = self->peer->identity;
  guint i;

  for (i = 0; i < self->klass->names->len; i++)
    {
      const char *name = ((HarkRoutedName *) g_ptr_array_index (self->klass->names, i))->name;
      const char *class_name = self->klass->name;
      const char *member = self->wanted.name;

      if (hark_rules_check (before, who, HARK_ACTION_SUBSCRIBE, class_name, name, member, NULL) ==
          hark_rules_check (rules, who, HARK_ACTION_SUBSCRIBE, class_name, name, member, NULL))
        continue;
      g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED,
                   "the rules have changed for who hears %s/%s/%s", class_name, name, member);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_subscriber (HarkSubscriber  *self,
                  HarkRules       *rules,
                  GError         **error)
{
  if (self->klass == NULL)
    return hark_watchers_check (self, rules, error);
  if (!hark_rules_check (rules, self->peer->identity, HARK_ACTION_SUBSCRIBE,
                         self->klass->name, self->name, self->wanted.name, error))
    return FALSE;
  return strcmp (self->name, HARK_NAME_ALL) != 0 || check_objects (self, rules, error);
}

/* Whether @rules allow all that the connection has. */
static gboolean
check_peer (HarkBrokerPeer  *peer,
            HarkRules       *rules,
            GError         **error)
{
  GHashTableIter iter;
  gpointer value;

  if (!hark_rules_admit (rules, peer->identity, error))
    return FALSE;
  g_hash_table_iter_init (&iter, peer->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkOffer *offer = value;

      if (!check_offer (rules, peer->identity, offer, offer->name->klass->name, offer->name->name, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, peer->subscribers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!check_subscriber (value, rules, error))
      return FALSE;
  return TRUE;
}

/* Calls are asked about when they come: again, now. */
static void
forget_answers (HarkBrokerPeer *peer)
{
  HarkRoutedTopic *topic;

  for (guint at = 0; (topic = hark_number_table_next (&peer->topics, &at, NULL)) != NULL;)
    topic->checked = 0;
}

void
hark_broker_protocol_set_rules (HarkBrokerProtocol *self,
                                HarkRules          *rules)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkBrokerPeer *peer = value;
      GError *error = NULL;

      if (peer->identity == NULL || peer->error != NULL)
        continue;
      forget_answers (peer);
      if (!check_peer (peer, rules, &error))
        hark_broker_peer_fail (peer, error);
    }
  /* They go by the rules by which they came. */
  hark_broker_protocol_reap (self);
  hark_rules_unref (self->rules);
  self->rules = hark_rules_ref (rules);
}
