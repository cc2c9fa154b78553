/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Knows the anchors of all objects that live in this process, for those who
 * want to see them. An anchor is registered once its object has found its
 * place, and its object holds a reference to it for as long as it is; so who
 * meets one here, under the lock, may take another.
 *
 * Objects are made and dropped in many threads. So there are many lists, each
 * with a lock of its own; which one is told by the anchor's address: memory
 * that one thread has allocated lies together, and away from that of others. */

#include "base/fork-private.h"
#include "object/seat/anchor-private.h"

enum
{
  SHARD_BITS = 6,
  PAGE_BITS  = 12,
};

typedef struct
{
  GMutex      lock;
  HarkAnchor *first;  /* lock */
} __attribute__ ((aligned (64))) Shard;

static Shard shards[1 << SHARD_BITS];

static Shard *
shard_of (HarkAnchor *anchor)
{
  guint64 page = (guintptr) anchor >> PAGE_BITS;

  return &shards[(page * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> (64 - SHARD_BITS)];
}

void
hark_registry_add (HarkAnchor *anchor)
{
  HarkRegistryLink *self = &anchor->registered;
  Shard *shard = shard_of (anchor);

  g_mutex_lock (&shard->lock);
  self->next = shard->first;
  if (self->next != NULL)
    self->next->registered.link = &self->next;
  self->link = &shard->first;
  shard->first = anchor;
  g_mutex_unlock (&shard->lock);
}

void
hark_registry_remove (HarkAnchor *anchor)
{
  HarkRegistryLink *self = &anchor->registered;
  Shard *shard = shard_of (anchor);

  if (hark_anchor_is_inherited (anchor))
    return;

  g_mutex_lock (&shard->lock);
  if (self->link != NULL)
    {
      *self->link = self->next;
      if (self->next != NULL)
        self->next->registered.link = self->link;
      self->link = NULL;
    }
  g_mutex_unlock (&shard->lock);
}

static void
lock_all (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shards); i++)
    g_mutex_lock (&shards[i].lock);
}

static void
unlock_all (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shards); i++)
    g_mutex_unlock (&shards[i].lock);
}

/* What lives in the parent does not live here. */
static void
begin_afresh (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shards); i++)
    shards[i].first = NULL;
}

__attribute__ ((constructor)) static void
guard (void)
{
  static HarkForkGuard guard_all = { lock_all, unlock_all, begin_afresh, NULL };

  hark_fork_add_guard (&guard_all);
}

GPtrArray *
hark_registry_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_anchor_unref);

  for (guint i = 0; i < G_N_ELEMENTS (shards); i++)
    {
      g_mutex_lock (&shards[i].lock);
      for (HarkAnchor *each = shards[i].first; each != NULL; each = each->registered.next)
        g_ptr_array_add (list, hark_anchor_ref (each));
      g_mutex_unlock (&shards[i].lock);
    }
  return list;
}
