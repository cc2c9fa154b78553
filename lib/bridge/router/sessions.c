/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sessions: what a peer is to others from one connection to the next. The broker
 * keeps none of them; it only says who is who, and brings word from those who hear
 * events to those who publish them, so that what was lost with a connection, or with
 * a broker, is sent once more. Invariant: a session has one connection. */

#include "bridge/router/router-private.h"

/* --- Who is who --- */

/* (transfer full): for certain, and the same on the next connection. */
static char *
describe (const HarkIdentity *identity)
{
  if (identity == NULL)
    return g_strdup ("");
  if (identity->kind == HARK_IDENTITY_USER)
    return g_strdup_printf ("user %u %d", (guint) identity->uid, (int) identity->process);
  return g_strdup_printf ("%d %s", identity->kind, identity->subject != NULL ? identity->subject : "");
}

/* Nobody else can be this session, whatever it claims. */
static guint64
make_session (HarkBrokerPeer *peer)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *who = describe (peer->identity);
  g_autofree char *text = NULL;
  guint8 digest[32];
  gsize size = sizeof digest;
  guint64 session;

  if (peer->claimed != 0)
    text = g_strdup_printf ("%" G_GUINT64_FORMAT " %s", peer->claimed, who);
  else
    text = g_strdup_printf ("%p %u", (gpointer) peer, peer->number);
  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &size);
  memcpy (&session, digest, sizeof session);
  return MAX (1, GUINT64_FROM_LE (session));
}

gboolean
hark_sessions_join (HarkBrokerPeer  *peer,
                    GError         **error)
{
  GHashTableIter iter;
  gpointer value;

  peer->session = make_session (peer);
  g_hash_table_iter_init (&iter, peer->broker->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkBrokerPeer *other = value;

      if (other == peer || other->session != peer->session)
        continue;
      /* What it said on a connection that it has lost may be read after what it says on the next. */
      if (other->number > peer->number)
        {
          g_set_error_literal (error, HARK_ERROR, HARK_ERROR_PEER_GONE, "it goes on with another connection");
          return FALSE;
        }
      hark_broker_peer_fail (other, g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE,
                                                         "it goes on with another connection"));
    }
  return TRUE;
}

void
hark_sessions_clear (HarkBrokerPeer *peer)
{
  g_clear_pointer (&peer->seen, g_hash_table_unref);
  g_clear_pointer (&peer->audience, g_hash_table_unref);
  g_clear_pointer (&peer->lagging, g_ptr_array_unref);
}

/* --- What was seen --- */

static guint
seen_hash (gconstpointer key)
{
  const HarkSeen *self = key;

  return g_int64_hash (&self->publisher) * 31 + self->topic;
}

static gboolean
seen_equal (gconstpointer a,
            gconstpointer b)
{
  const HarkSeen *one = a;
  const HarkSeen *other = b;

  return one->publisher == other->publisher && one->topic == other->topic;
}

gboolean
hark_sessions_seen (HarkBrokerPeer   *peer,
                    const HarkFrame  *frame,
                    GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_SEEN_TYPE, error);
  HarkSeen seen;
  GVariantIter iter;

  if (body == NULL)
    return FALSE;
  if (peer->seen == NULL)
    peer->seen = g_hash_table_new_full (seen_hash, seen_equal, g_free, NULL);
  if (g_hash_table_size (peer->seen) + g_variant_n_children (body) > peer->broker->limits.topics)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "it has seen more than %u events",
                   peer->broker->limits.topics);
      return FALSE;
    }
  g_variant_iter_init (&iter, body);
  while (g_variant_iter_next (&iter, "(tut)", &seen.publisher, &seen.topic, &seen.last))
    g_hash_table_add (peer->seen, g_memdup2 (&seen, sizeof seen));
  return TRUE;
}

gboolean
hark_sessions_take_seen (HarkBrokerPeer *peer,
                         HarkOfferEvent *event,
                         guint64        *last)
{
  HarkSeen key = { .publisher = event->offer->peer->session, .topic = event->topic };
  HarkSeen *seen = peer->seen != NULL ? g_hash_table_lookup (peer->seen, &key) : NULL;

  if (seen == NULL)
    return FALSE;
  *last = seen->last;
  g_hash_table_remove (peer->seen, seen);
  return TRUE;
}

/* --- Marks --- */

void
hark_sessions_add_audience (HarkBrokerPeer *peer,
                            HarkBrokerPeer *listener)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (peer->audience, listener));

  g_hash_table_insert (peer->audience, listener, GUINT_TO_POINTER (n + 1));
}

void
hark_sessions_remove_audience (HarkBrokerPeer *peer,
                               HarkBrokerPeer *listener)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (peer->audience, listener));

  if (n > 1)
    g_hash_table_insert (peer->audience, listener, GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (peer->audience, listener);
}

gboolean
hark_sessions_mark (HarkBrokerPeer   *peer,
                    const HarkFrame  *frame,
                    GError          **error)
{
  GHashTableIter iter;
  gpointer listener;

  g_hash_table_iter_init (&iter, peer->audience);
  while (g_hash_table_iter_next (&iter, &listener, NULL))
    /* Who has not got all that came before has nothing to acknowledge. */
    if (((HarkBrokerPeer *) listener)->lagging->len == 0)
      hark_broker_peer_send (listener, HARK_MESSAGE_MARK, 0, frame->id, peer->number, NULL);
  return TRUE;
}

gboolean
hark_sessions_marked (HarkBrokerPeer   *peer,
                      const HarkFrame  *frame,
                      GError          **error)
{
  HarkBrokerPeer *publisher = g_hash_table_lookup (peer->broker->peers, GUINT_TO_POINTER (frame->topic));

  /* It may have gone, or what was heard of it. */
  if (publisher != NULL && g_hash_table_contains (publisher->audience, peer))
    hark_broker_peer_send (publisher, HARK_MESSAGE_MARKED, 0, frame->id, 0,
                           g_variant_new (HARK_NUMBER_TYPE, peer->session));
  return TRUE;
}
