/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sessions that were cut off while they worked on calls. For a grace period these are
 * kept for them: a session that comes back says which it has, and they are its
 * again. When the period has passed, or its process is known to have ended, they go to others. Invariant:
 * a call that is kept here is at no connection and does not wait; its name counts it. */

#include "bridge/router/router-private.h"

struct _HarkAbsent
{
  guint64     session;
  guint       connection;  /* the last that it had */
  gint64      since;       /* 0: the clock has not been looked at */
  GHashTable *calls;       /* the broker's number -> HarkRoutedCall, owned */
};

static void
absent_free (gpointer data)
{
  HarkAbsent *self = data;

  g_hash_table_unref (self->calls);
  g_free (self);
}

static HarkAbsent *
ensure (HarkBrokerProtocol *broker,
        guint64             session)
{
  HarkAbsent *self;

  if (broker->absent == NULL)
    broker->absent = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, absent_free);
  self = g_hash_table_lookup (broker->absent, &session);
  if (self == NULL)
    {
      self = g_new0 (HarkAbsent, 1);
      self->session = session;
      self->calls = g_hash_table_new (g_int64_hash, g_int64_equal);
      g_hash_table_insert (broker->absent, &self->session, self);
    }
  return self;
}

static HarkAbsent *
find (HarkBrokerProtocol *broker,
      guint64             session)
{
  return broker->absent != NULL ? g_hash_table_lookup (broker->absent, &session) : NULL;
}

/* --- What is kept --- */

static void
keep (HarkAbsent     *self,
      HarkRoutedCall *call)
{
  if (call->name != NULL)
    call->name->n_held += 1;
  g_hash_table_insert (self->calls, &call->number, call);
}

static void
release (HarkAbsent     *self,
         HarkRoutedCall *call)
{
  if (call->name != NULL)
    call->name->n_held -= 1;
  g_hash_table_remove (self->calls, &call->number);
}

/* (transfer full): all that @self keeps is kept no longer. @names: those of their names are added */
static GPtrArray *
release_all (HarkAbsent *self,
             GPtrArray  *names)
{
  GPtrArray *calls = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;
  guint i;

  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (calls, value);
  for (i = 0; i < calls->len; i++)
    {
      HarkRoutedCall *call = g_ptr_array_index (calls, i);

      if (call->name != NULL)
        g_ptr_array_add (names, hark_routed_name_ref (call->name));
      release (self, call);
    }
  return calls;
}

/* It is waited for no longer. @self is freed. */
static void
end (HarkBrokerProtocol *broker,
     HarkAbsent         *self,
     gboolean            have_begun)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_routed_name_unref);
  g_autoptr(GPtrArray) calls = release_all (self, names);
  guint i;

  g_hash_table_remove (broker->absent, &self->session);
  hark_calls_hand_on (broker, calls, have_begun);
  for (i = 0; i < names->len; i++)
    hark_routed_name_settle (broker, g_ptr_array_index (names, i));
}

/* --- Going and coming back --- */

static gboolean
may_come_back (HarkBrokerPeer *peer)
{
  return peer->claimed != 0 && !peer->has_parted && peer->broker->session != 0 && peer->broker->limits.grace_time > 0;
}

void
hark_absent_hold (HarkBrokerPeer *peer)
{
  HarkAbsent *self = find (peer->broker, peer->session);
  g_autoptr(GPtrArray) calls = NULL;

  if (!may_come_back (peer))
    {
      if (self != NULL && peer->has_parted)
        end (peer->broker, self, TRUE);
      return;
    }
  if (peer->given.n == 0)
    return;
  self = ensure (peer->broker, peer->session);
  self->connection = peer->number;
  self->since = 0;
  calls = hark_calls_take_all_back (peer);
  for (guint i = 0; i < calls->len; i++)
    keep (self, g_ptr_array_index (calls, i));
}

gboolean
hark_absent_is_held (HarkBrokerPeer *peer)
{
  HarkAbsent *self = find (peer->broker, peer->session);

  return self != NULL && self->connection == peer->number;
}

/* One that is kept for it is its again; of one that went to others it is told so. */
static void
resume (HarkBrokerPeer *peer,
        HarkAbsent     *absent,
        guint64         number)
{
  HarkRoutedCall *call = absent != NULL ? g_hash_table_lookup (absent->calls, &number) : NULL;

  if (call != NULL)
    {
      release (absent, call);
      hark_call_give (call, peer, g_hash_table_lookup (peer->offers, &call->worker_number));
      /* It may have withdrawn meanwhile, and have been the last. */
      if (call->name != NULL)
        hark_routed_name_settle (peer->broker, call->name);
    }
  else
    peer->n_disowned += 1;
  if (call == NULL || call->is_cancelled)
    hark_calls_recall (peer, number);
}

gboolean
hark_absent_working (HarkBrokerPeer   *peer,
                     const HarkFrame  *frame,
                     GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_WORKING_TYPE, error);
  HarkAbsent *absent = find (peer->broker, peer->session);
  GVariantIter iter;
  guint64 number;

  if (body == NULL)
    return FALSE;
  g_variant_iter_init (&iter, body);
  while (g_variant_iter_next (&iter, "t", &number))
    resume (peer, absent, number);
  /* What it does not speak of has never reached it. */
  if (absent != NULL && (frame->flags & HARK_WORKING_MORE) == 0)
    end (peer->broker, absent, FALSE);
  return TRUE;
}

void
hark_broker_protocol_end_absence (HarkBrokerProtocol *self,
                                  guint               connection)
{
  GHashTableIter iter;
  gpointer value;

  if (self->absent == NULL)
    return;
  g_hash_table_iter_init (&iter, self->absent);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((HarkAbsent *) value)->connection == connection)
      {
        end (self, value, TRUE);
        break;
      }
  hark_broker_protocol_reap (self);
}

/* --- Time --- */

gint64
hark_absent_tick (HarkBrokerProtocol *broker,
                  gint64              now)
{
  g_autoptr(GPtrArray) over = g_ptr_array_new ();
  gint64 next = G_MAXINT64;
  GHashTableIter iter;
  gpointer value;
  guint i;

  if (broker->absent == NULL)
    return next;
  g_hash_table_iter_init (&iter, broker->absent);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkAbsent *self = value;

      if (self->since == 0)
        self->since = now;
      if (self->since + broker->limits.grace_time <= now)
        g_ptr_array_add (over, self);
      else
        next = MIN (next, self->since + broker->limits.grace_time);
    }
  for (i = 0; i < over->len; i++)
    end (broker, g_ptr_array_index (over, i), TRUE);
  return next;
}

void
hark_absent_clear (HarkBrokerProtocol *broker)
{
  GHashTableIter iter;
  gpointer value;

  while (broker->absent != NULL && (g_hash_table_iter_init (&iter, broker->absent), g_hash_table_iter_next (&iter, NULL, &value)))
    end (broker, value, TRUE);
  g_clear_pointer (&broker->absent, g_hash_table_unref);
}
