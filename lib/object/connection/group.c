/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A group remembers what to connect; the connections themselves are like any other.
 * Nothing is connected or disconnected under the group's lock, for that may run
 * what others have left behind. So each change of the emitter has a number, and who
 * has made a connection for a number that has passed ends it again. While a group is
 * blocked nothing new is connected: that comes when it is unblocked. */

#include <hark/connection-group.h>

#include "object/connection/bounds-private.h"

#define NO_SUCH_EVENT "%s cannot be the emitter of a group with %s"

typedef struct
{
  const HarkSite     *site;       /* fixed at birth */
  HarkConnectionKind  kind;       /* fixed at birth */
  HarkAnchor         *receiver;   /* fixed at birth */
  GCallback           func;       /* fixed at birth */
  HarkConnection     *connection; /* the group's lock; owned; NULL: not connected */
} Member;

struct _HarkConnectionGroup
{
  atomic_uint  refs;     /* any thread */
  GMutex       lock;
  GPtrArray   *members;  /* lock; of Member, counted */
  HarkAnchor  *emitter;  /* lock; NULL: none */
  guint64      number;   /* lock: of the change that made it so */
  guint        n_blocked; /* lock */
};

G_DEFINE_BOXED_TYPE (HarkConnectionGroup, hark_connection_group, hark_connection_group_ref,
                     hark_connection_group_unref)

/* --- members --- */

static void
member_clear (gpointer member)
{
  hark_anchor_unref (((Member *) member)->receiver);
}

static void
member_unref (gpointer member)
{
  g_atomic_rc_box_release_full (member, member_clear);
}

static GPtrArray *
members_new (void)
{
  return g_ptr_array_new_with_free_func (member_unref);
}

/* (transfer full): those whose receivers have not ended. */
static GPtrArray *
members_alive (GPtrArray *members)
{
  GPtrArray *alive = members_new ();

  for (guint i = 0; i < members->len; i++)
    {
      Member *member = g_ptr_array_index (members, i);

      if (hark_anchor_get_state (member->receiver) == HARK_ANCHOR_OPEN)
        g_ptr_array_add (alive, g_atomic_rc_box_acquire (member));
    }
  return alive;
}

static void
end (gpointer connection)
{
  hark_connection_end (connection, HARK_CONNECTION_ENDED);
  hark_connection_unref (connection);
}

/* (transfer full): they end when that is freed. Called with the lock. */
static GPtrArray *
take_connections (HarkConnectionGroup *self)
{
  GPtrArray *connections = g_ptr_array_new_with_free_func (end);

  for (guint i = 0; i < self->members->len; i++)
    {
      Member *member = g_ptr_array_index (self->members, i);

      if (member->connection != NULL)
        g_ptr_array_add (connections, g_steal_pointer (&member->connection));
    }
  return connections;
}

/* (transfer full) (nullable): the emitter, if what has no connection is to have one.
 * Called with the lock. */
static HarkAnchor *
dup_heard (HarkConnectionGroup *self)
{
  return self->emitter != NULL && self->n_blocked == 0 ? hark_anchor_ref (self->emitter) : NULL;
}

/* Connects @member, unless the group has changed since @number, or somebody else did. */
static void
join (HarkConnectionGroup *self,
      Member              *member,
      HarkAnchor          *emitter,
      guint64              number)
{
  const HarkConnectionTail tail = { .func = member->func, .data = member->receiver->object };
  HarkConnection *connection = hark_connection_new (member->site, member->kind, emitter,
                                                    hark_anchor_ref (member->receiver),
                                                    member->func != NULL ? &tail : NULL, TRUE);

  if (connection == NULL)
    return;
  g_mutex_lock (&self->lock);
  if (self->number == number && self->n_blocked == 0 && member->connection == NULL)
    member->connection = g_steal_pointer (&connection);
  g_mutex_unlock (&self->lock);
  if (connection != NULL)
    end (connection);
}

static gboolean
has_event (HarkAnchor          *emitter,
           const HarkEventInfo *event)
{
  return event->owner == emitter->seat->info;
}

/* @receiver: (transfer full) */
static void
add (HarkConnectionGroup *self,
     const HarkSite      *site,
     HarkConnectionKind   kind,
     HarkAnchor          *receiver,
     GCallback            func)
{
  Member *member = g_atomic_rc_box_new0 (Member);
  const char *name = NULL;
  gboolean is_member;
  HarkAnchor *emitter;
  guint64 number;

  member->site = site;
  member->kind = kind;
  member->receiver = receiver;
  member->func = func;

  g_mutex_lock (&self->lock);
  is_member = self->emitter == NULL || has_event (self->emitter, site->event);
  if (is_member)
    g_ptr_array_add (self->members, g_atomic_rc_box_acquire (member));
  else
    name = self->emitter->seat->info->name;
  emitter = dup_heard (self);
  number = self->number;
  g_mutex_unlock (&self->lock);

  if (!is_member)
    g_critical (NO_SUCH_EVENT, name, site->event->text);
  else if (emitter != NULL)
    join (self, member, emitter, number);
  g_clear_pointer (&emitter, hark_anchor_unref);
  member_unref (member);
}

/* --- the public face --- */

HarkConnectionGroup *
hark_connection_group_new (void)
{
  HarkConnectionGroup *self = g_new0 (HarkConnectionGroup, 1);

  atomic_init (&self->refs, 1);
  g_mutex_init (&self->lock);
  self->members = members_new ();
  return self;
}

HarkConnectionGroup *
hark_connection_group_ref (HarkConnectionGroup *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_connection_group_unref (HarkConnectionGroup *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  hark_connection_group_disconnect (self);
  g_ptr_array_unref (self->members);
  g_clear_pointer (&self->emitter, hark_anchor_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
hark_connection_group_add_slot (HarkConnectionGroup *self,
                                const HarkSite      *site,
                                gpointer             receiver)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (HARK_IS_OBJECT (receiver));
  g_return_if_fail ((site->flags & (HARK_CONNECT_INLINE | HARK_CONNECT_UNIQUE)) == 0);
  g_return_if_fail (hark_connect_flags_are_sound (site->flags));
  g_return_if_fail ((site->slot->flags & HARK_SLOT_IS_EVENT) == 0 || !hark_object_is_remote (receiver));

  if (hark_site_is_sound (site))
    add (self, site, HARK_CONNECTION_SLOT, hark_anchor_dup_for_object (receiver), NULL);
}

void
hark_connection_group_add_func (HarkConnectionGroup *self,
                                const HarkSite      *site,
                                gpointer             context,
                                GCallback            func)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_OBJECT (context));
  g_return_if_fail (func != NULL);
  g_return_if_fail ((site->flags & HARK_CONNECT_UNIQUE) == 0);
  g_return_if_fail (hark_connect_flags_are_sound (site->flags));

  if (hark_site_is_sound (site))
    add (self, site, HARK_CONNECTION_FUNC, hark_anchor_dup_for_object (context), func);
}

/* (nullable): an event of the group that @emitter does not have. Called with the lock. */
static const HarkEventInfo *
find_missing (HarkConnectionGroup *self,
              HarkAnchor          *emitter)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      Member *member = g_ptr_array_index (self->members, i);

      if (!has_event (emitter, member->site->event))
        return member->site->event;
    }
  return NULL;
}

void
hark_connection_group_set_emitter (HarkConnectionGroup *self,
                                   gpointer             emitter)
{
  HarkAnchor *anchor = NULL, *heard, *old;
  const HarkEventInfo *missing = NULL;
  GPtrArray *connections, *before, *members;
  guint64 number;

  g_return_if_fail (self != NULL);
  g_return_if_fail (emitter == NULL || HARK_IS_OBJECT (emitter));

  if (emitter != NULL)
    anchor = hark_anchor_dup_for_object (emitter);
  g_mutex_lock (&self->lock);
  if (anchor != NULL)
    missing = find_missing (self, anchor);
  if (missing != NULL || anchor == self->emitter)
    {
      g_mutex_unlock (&self->lock);
      if (missing != NULL)
        g_critical (NO_SUCH_EVENT, anchor->seat->info->name, missing->text);
      g_clear_pointer (&anchor, hark_anchor_unref);
      return;
    }
  connections = take_connections (self);
  before = self->members;
  self->members = members_alive (before);
  members = members_alive (self->members);
  old = self->emitter;
  self->emitter = anchor != NULL ? hark_anchor_ref (anchor) : NULL;
  number = ++self->number;
  heard = dup_heard (self);
  g_mutex_unlock (&self->lock);

  g_ptr_array_unref (connections);
  g_ptr_array_unref (before);
  g_clear_pointer (&old, hark_anchor_unref);
  for (guint i = 0; heard != NULL && i < members->len; i++)
    join (self, g_ptr_array_index (members, i), heard, number);
  g_ptr_array_unref (members);
  g_clear_pointer (&heard, hark_anchor_unref);
  g_clear_pointer (&anchor, hark_anchor_unref);
}

gpointer
hark_connection_group_dup_emitter (HarkConnectionGroup *self)
{
  HarkAnchor *anchor;
  GObject *emitter;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->lock);
  anchor = self->emitter != NULL ? hark_anchor_ref (self->emitter) : NULL;
  g_mutex_unlock (&self->lock);
  if (anchor == NULL)
    return NULL;

  emitter = hark_anchor_dup_object (anchor);
  hark_anchor_unref (anchor);
  return emitter;
}

void
hark_connection_group_disconnect (HarkConnectionGroup *self)
{
  GPtrArray *connections, *members;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  connections = take_connections (self);
  members = self->members;
  self->members = members_new ();
  self->number++;
  g_mutex_unlock (&self->lock);

  g_ptr_array_unref (connections);
  g_ptr_array_unref (members);
}

void
hark_connection_group_block (HarkConnectionGroup *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  if (self->n_blocked++ == 0)
    for (guint i = 0; i < self->members->len; i++)
      {
        Member *member = g_ptr_array_index (self->members, i);

        if (member->connection != NULL)
          hark_connection_block (member->connection);
      }
  g_mutex_unlock (&self->lock);
}

/* Those that are connected hear again. Returns: (transfer full): the others. Called with the
 * lock. */
static GPtrArray *
unblock_members (HarkConnectionGroup *self)
{
  GPtrArray *others = members_new ();

  for (guint i = 0; i < self->members->len; i++)
    {
      Member *member = g_ptr_array_index (self->members, i);

      if (member->connection != NULL)
        hark_connection_unblock (member->connection);
      else if (hark_anchor_get_state (member->receiver) == HARK_ANCHOR_OPEN)
        g_ptr_array_add (others, g_atomic_rc_box_acquire (member));
    }
  return others;
}

void
hark_connection_group_unblock (HarkConnectionGroup *self)
{
  GPtrArray *others = NULL;
  HarkAnchor *emitter = NULL;
  gboolean was_blocked;
  guint64 number;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  was_blocked = self->n_blocked > 0;
  if (was_blocked && --self->n_blocked == 0)
    {
      others = unblock_members (self);
      emitter = dup_heard (self);
    }
  number = self->number;
  g_mutex_unlock (&self->lock);

  for (guint i = 0; emitter != NULL && i < others->len; i++)
    join (self, g_ptr_array_index (others, i), emitter, number);
  g_clear_pointer (&others, g_ptr_array_unref);
  g_clear_pointer (&emitter, hark_anchor_unref);
  g_return_if_fail (was_blocked);
}
