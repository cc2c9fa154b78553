/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Subscriptions by a pattern, of those who know no schema: they listen to every event,
 * whoever exports it and whatever it carries, whose class, name and event match.
 * They are in no class's list, since they belong to none: a new export is compared
 * with each of them, and they with each export. */

#include "bridge/router/router-private.h"

#include "bus/topic/pattern-match-private.h"

char *
hark_watched_topic (HarkOffer        *offer,
                    const HarkMember *member)
{
  return g_strjoin ("/", offer->name->klass->name, offer->name->name, member->name, NULL);
}

typedef void (*MatchFunc) (HarkOfferEvent *event,
                           HarkSubscriber *watcher);

static gboolean
matches (HarkSubscriber *watcher,
         HarkOfferEvent *event)
{
  g_autofree char *topic = hark_watched_topic (event->offer, &event->member);

  return hark_pattern_matches (watcher->name, topic);
}

/* A pattern asks for nothing by name, so what the rules do not allow is not there for it. */
static gboolean
may_hear (HarkSubscriber *watcher,
          HarkOfferEvent *event,
          HarkRules      *rules)
{
  HarkRoutedName *name = event->offer->name;

  return watcher->peer->identity == NULL ||
         hark_rules_check (rules, watcher->peer->identity, HARK_ACTION_SUBSCRIBE, name->klass->name, name->name,
                           event->member.name, NULL);
}

static void
match_offer (HarkSubscriber *watcher,
             HarkOffer      *offer,
             MatchFunc       func)
{
  guint i;

  for (i = 0; i < offer->n_events; i++)
    if (matches (watcher, &offer->events[i]) && may_hear (watcher, &offer->events[i], watcher->peer->broker->rules))
      func (&offer->events[i], watcher);
}

/* (transfer container): all there are. */
static GPtrArray *
list_offers (HarkBrokerProtocol *broker)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;
  guint i;

  g_hash_table_iter_init (&iter, broker->classes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GPtrArray *names = ((HarkRoutedClass *) value)->names;

      for (i = 0; i < names->len; i++)
        g_ptr_array_extend (list, ((HarkRoutedName *) g_ptr_array_index (names, i))->offers, NULL, NULL);
    }
  return list;
}

static void
match_all (HarkSubscriber *watcher,
           MatchFunc       func)
{
  g_autoptr(GPtrArray) offers = list_offers (watcher->peer->broker);
  guint i;

  for (i = 0; i < offers->len; i++)
    match_offer (watcher, g_ptr_array_index (offers, i), func);
}

gboolean
hark_watchers_check (HarkSubscriber  *watcher,
                     HarkRules       *rules,
                     GError         **error)
{
  g_autoptr(GPtrArray) offers = list_offers (watcher->peer->broker);
  guint i;
  guint k;

  for (i = 0; i < offers->len; i++)
    {
      HarkOffer *offer = g_ptr_array_index (offers, i);

      for (k = 0; k < offer->n_events; k++)
        {
          HarkOfferEvent *event = &offer->events[k];
          g_autofree char *topic = hark_watched_topic (offer, &event->member);

          if (!matches (watcher, event) ||
              may_hear (watcher, event, watcher->peer->broker->rules) == may_hear (watcher, event, rules))
            continue;
          g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED, "the rules have changed for who hears %s", topic);
          return FALSE;
        }
    }
  return TRUE;
}

static void
begin_to_listen (HarkOfferEvent *event,
                 HarkSubscriber *watcher)
{
  hark_interest_add_listener (event, watcher, TRUE);
}

static void
meet (HarkOfferEvent *event,
      HarkSubscriber *watcher)
{
  hark_interest_add_listener (event, watcher, FALSE);
}

/* Whether one more is possible. */
static gboolean
check_number (HarkBrokerPeer  *peer,
              guint64          number,
              GError         **error)
{
  if (g_hash_table_contains (peer->subscribers, &number) || g_hash_table_contains (peer->offers, &number))
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_INVALID, "it subscribed under a number that is in use");
      return FALSE;
    }
  if (g_hash_table_size (peer->subscribers) >= peer->broker->limits.subscriptions)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "it subscribed more than %u times",
                   peer->broker->limits.subscriptions);
      return FALSE;
    }
  return TRUE;
}

gboolean
hark_watchers_watch (HarkBrokerPeer   *peer,
                     const HarkFrame  *frame,
                     GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_WATCH_TYPE, error);
  HarkSubscriber *watcher;
  const char *pattern;

  if (body == NULL)
    return FALSE;
  g_variant_get (body, "(&s)", &pattern);
  if (!hark_pattern_check (pattern, error) || !check_number (peer, frame->id, error))
    return FALSE;

  watcher = g_new0 (HarkSubscriber, 1);
  watcher->peer = peer;
  watcher->number = frame->id;
  watcher->body = g_steal_pointer (&body);
  watcher->name = pattern;
  watcher->is_renewed = (frame->flags & HARK_SUBSCRIBE_RENEWED) != 0;
  g_ptr_array_add (peer->broker->watchers, watcher);
  g_hash_table_insert (peer->subscribers, &watcher->number, watcher);
  match_all (watcher, begin_to_listen);
  hark_subscriber_become_ready (watcher);
  return TRUE;
}

void
hark_watchers_leave (HarkSubscriber *watcher)
{
  match_all (watcher, hark_interest_remove_listener);
  g_ptr_array_remove (watcher->peer->broker->watchers, watcher);
  g_hash_table_remove (watcher->peer->subscribers, &watcher->number);
  hark_subscriber_free (watcher);
}

void
hark_watchers_meet (HarkOffer *offer)
{
  GPtrArray *watchers = offer->peer->broker->watchers;
  guint i;

  for (i = 0; i < watchers->len; i++)
    match_offer (g_ptr_array_index (watchers, i), offer, meet);
}
