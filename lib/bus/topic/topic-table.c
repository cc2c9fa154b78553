/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A hash table in parts, each with a lock of a byte that is held for one look-up: so
 * threads that publish at once hardly ever meet, and nobody needs to keep a topic alive
 * that it has found. What a look-up gives is the array of handlers, with a reference. A
 * topic is there as long as it has a handler or a type; and some are, while there are
 * patterns, so that it is remembered which of them match. */

#include "bus/topic/topic-table-private.h"

#include <string.h>

struct _HarkTopic
{
  HarkTopic     *next;     /* of the bucket */
  guint          hash;     /* fixed at birth */
  guint          n_typed;  /* who has said what it carries */
  HarkTopicType  type;
  HarkRoutes    *routes;   /* NULL: nobody listens to this one alone */
  HarkRoutes    *matched;  /* these, and whose patterns match; NULL: nobody */
  guint          seen;     /* the generation of patterns that this is of */
  gboolean       is_matched; /* it is of one */
  char           name[];   /* fixed at birth */
};

static HarkTopicShard *
shard_of (HarkTopicTable *self,
          guint           hash)
{
  return &self->shards[hash % HARK_N_TOPIC_SHARDS];
}

static HarkTopic **
bucket_of (HarkTopicShard *shard,
           guint           hash)
{
  return &shard->buckets[(hash / HARK_N_TOPIC_SHARDS) & (shard->size - 1)];
}

static void
topic_free (HarkTopic *topic)
{
  if (topic == NULL)
    return;
  hark_routes_unref (topic->routes);
  hark_routes_unref (topic->matched);
  g_free (topic);
}

void
hark_topic_table_init (HarkTopicTable *self)
{
  hark_patterns_init (&self->patterns);
}

void
hark_topic_table_clear (HarkTopicTable *self)
{
  for (guint i = 0; i < HARK_N_TOPIC_SHARDS; i++)
    {
      HarkTopicShard *shard = &self->shards[i];

      for (guint k = 0; k < shard->size; k++)
        while (shard->buckets[k] != NULL)
          {
            HarkTopic *topic = shard->buckets[k];

            shard->buckets[k] = topic->next;
            topic_free (topic);
          }
      g_free (shard->buckets);
    }
  hark_patterns_clear (&self->patterns);
}

/* --- with the lock --- */

static inline HarkTopic *
find (HarkTopicShard *shard,
      const char     *name,
      guint           hash)
{
  HarkTopic *topic;

  if (shard->size == 0)
    return NULL;
  for (topic = *bucket_of (shard, hash); topic != NULL; topic = topic->next)
    if (topic->hash == hash && strcmp (topic->name, name) == 0)
      return topic;
  return NULL;
}

static void
grow (HarkTopicShard *shard)
{
  HarkTopic **old = shard->buckets;
  guint n = shard->size;

  shard->size = MAX (8, 2 * n);
  shard->buckets = g_new0 (HarkTopic *, shard->size);
  for (guint i = 0; i < n; i++)
    while (old[i] != NULL)
      {
        HarkTopic *topic = old[i], **bucket = bucket_of (shard, topic->hash);

        old[i] = topic->next;
        topic->next = *bucket;
        *bucket = topic;
      }
  g_free (old);
}

static HarkTopic *
ensure (HarkTopicShard *shard,
        const char     *name,
        guint           hash)
{
  HarkTopic *topic = find (shard, name, hash), **bucket;
  gsize size = strlen (name) + 1;

  if (topic != NULL)
    return topic;

  if (shard->n++ >= shard->size)
    grow (shard);
  topic = g_malloc0 (sizeof (HarkTopic) + size);
  topic->hash = hash;
  memcpy (topic->name, name, size);
  bucket = bucket_of (shard, hash);
  topic->next = *bucket;
  *bucket = topic;
  return topic;
}

static gboolean
is_idle (HarkTopic *topic)
{
  return topic->routes == NULL && topic->n_typed == 0;
}

/* (transfer full): out of the table. */
static HarkTopic *
take (HarkTopicShard *shard,
      HarkTopic      *topic)
{
  HarkTopic **link = bucket_of (shard, topic->hash);

  while (*link != topic)
    link = &(*link)->next;
  *link = topic->next;
  shard->n--;
  return topic;
}

/* (transfer full) (nullable): the topic, if nobody needs it any more. */
static HarkTopic *
take_unused (HarkTopicShard *shard,
             HarkTopic      *topic)
{
  return is_idle (topic) ? take (shard, topic) : NULL;
}

/* (transfer full) (nullable): all that are only remembered, as a list. */
static HarkTopic *
take_idle (HarkTopicShard *shard)
{
  HarkTopic *taken = NULL;

  for (guint i = 0; i < shard->size; i++)
    for (HarkTopic **link = &shard->buckets[i]; *link != NULL;)
      {
        HarkTopic *topic = *link;

        if (!is_idle (topic))
          {
            link = &topic->next;
            continue;
          }
        *link = topic->next;
        topic->next = taken;
        taken = topic;
        shard->n--;
      }
  shard->n_idle = 0;
  return taken;
}

static void
free_all (HarkTopic *topic)
{
  while (topic != NULL)
    {
      HarkTopic *next = topic->next;

      topic_free (topic);
      topic = next;
    }
}

/* --- matching --- */

/* Remembers what @topic matches; @routes is what it had when that was found out. */
static void
remember (HarkTopicShard *shard,
          HarkPatterns   *patterns,
          const char     *name,
          guint           hash,
          HarkRoutes     *routes,
          HarkRoutes     *matched,
          guint           generation)
{
  HarkTopic *topic, *idle = NULL;
  HarkRoutes *old = NULL;

  hark_lock (&shard->lock);
  if (generation != atomic_load (&patterns->generation))
    {
      hark_unlock (&shard->lock); /* it would be forgotten by nobody, see forget() */
      return;
    }
  topic = find (shard, name, hash);
  if (topic == NULL && routes == NULL)
    {
      if (shard->n_idle++ >= HARK_N_REMEMBERED)
        idle = take_idle (shard);
      topic = ensure (shard, name, hash);
    }
  if (topic != NULL && topic->routes == routes)
    {
      old = topic->matched;
      topic->matched = hark_routes_ref (matched);
      topic->seen = generation;
      topic->is_matched = TRUE;
    }
  hark_unlock (&shard->lock);

  hark_routes_unref (old);
  free_all (idle);
}

/* (transfer full) (nullable): @routes (transfer full), and whose patterns match. */
static HarkRoutes *
match (HarkTopicTable *self,
       HarkTopicShard *shard,
       const char     *name,
       guint           hash,
       HarkRoutes     *routes)
{
  guint generation;
  HarkRoutes *by_pattern = hark_patterns_match (&self->patterns, name, &generation);
  HarkRoutes *matched = hark_routes_merge (routes, by_pattern);

  remember (shard, &self->patterns, name, hash, routes, matched, generation);
  hark_routes_unref (by_pattern);
  hark_routes_unref (routes);
  return matched;
}

/* --- from outside --- */

HarkRoutes *
hark_topic_table_find (HarkTopicTable *self,
                       const char     *name,
                       guint           hash,
                       HarkTopicType  *type)
{
  gboolean has_patterns = atomic_load_explicit (&self->patterns.n, memory_order_acquire) > 0;
  HarkTopicShard *shard = shard_of (self, hash);
  gboolean is_found = !has_patterns;
  HarkRoutes *routes = NULL;
  HarkTopic *topic;

  type->signature = NULL;
  hark_lock (&shard->lock);
  topic = find (shard, name, hash);
  if (topic != NULL)
    {
      is_found = is_found || (topic->is_matched && topic->seen == atomic_load (&self->patterns.generation));
      routes = hark_routes_ref (has_patterns && is_found ? topic->matched : topic->routes);
      *type = topic->type;
    }
  hark_unlock (&shard->lock);
  return is_found ? routes : match (self, shard, name, hash, routes);
}

gboolean
hark_topic_table_declare (HarkTopicTable       *self,
                          const char           *name,
                          guint                 hash,
                          const HarkTopicType  *type,
                          const char           *verb,
                          GError              **error)
{
  HarkTopicShard *shard = shard_of (self, hash);
  HarkTopicType there;
  HarkTopic *topic;
  gboolean is_same;

  hark_lock (&shard->lock);
  topic = ensure (shard, name, hash);
  is_same = topic->n_typed == 0
            || (topic->type.signature->fingerprint == type->signature->fingerprint
                && strcmp (topic->type.signature->name, type->signature->name) == 0);
  if (is_same && topic->n_typed++ == 0)
    topic->type = *type;
  there = topic->type;
  hark_unlock (&shard->lock);

  if (!is_same)
    g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH,
                 "cannot %s %s (%s) on '%s': there is %s (%s) already; take another topic, or another signature",
                 verb, type->text, type->location, name, there.text, there.location);
  return is_same;
}

void
hark_topic_table_retract (HarkTopicTable *self,
                          const char     *name,
                          guint           hash)
{
  HarkTopicShard *shard = shard_of (self, hash);
  HarkTopic *topic, *unused = NULL;

  hark_lock (&shard->lock);
  topic = find (shard, name, hash);
  if (topic != NULL && --topic->n_typed == 0)
    {
      topic->type.signature = NULL;
      unused = take_unused (shard, topic);
    }
  hark_unlock (&shard->lock);
  topic_free (unused);
}

/* (transfer full) (nullable) */
static HarkRoutes *
dup_routes (HarkTopicShard *shard,
            const char     *name,
            guint           hash)
{
  HarkRoutes *routes;
  HarkTopic *topic;

  hark_lock (&shard->lock);
  topic = find (shard, name, hash);
  routes = topic != NULL ? hark_routes_ref (topic->routes) : NULL;
  hark_unlock (&shard->lock);
  return routes;
}

/* Puts @new (transfer full) (nullable) in the place of @old. %FALSE: somebody else has put
 * something there. */
static gboolean
replace_routes (HarkTopicShard *shard,
                const char     *name,
                guint           hash,
                HarkRoutes     *old,
                HarkRoutes     *new)
{
  HarkTopic *topic, *unused = NULL;
  gboolean is_old;

  hark_lock (&shard->lock);
  topic = ensure (shard, name, hash);
  is_old = topic->routes == old;
  if (is_old)
    {
      topic->routes = new;
      topic->is_matched = FALSE;
      atomic_fetch_add (&shard->generation, 1);
    }
  unused = take_unused (shard, topic);
  hark_unlock (&shard->lock);

  hark_routes_unref (is_old ? old : new);
  topic_free (unused);
  return is_old;
}

void
hark_topic_table_add (HarkTopicTable *self,
                      const char     *name,
                      guint           hash,
                      HarkHandler    *handler)
{
  HarkTopicShard *shard = shard_of (self, hash);
  gboolean is_added;

  do
    {
      HarkRoutes *old = dup_routes (shard, name, hash);

      is_added = replace_routes (shard, name, hash, old, hark_routes_with (old, handler));
      hark_routes_unref (old);
    }
  while (!is_added);
}

void
hark_topic_table_remove (HarkTopicTable *self,
                         const char     *name,
                         guint           hash,
                         HarkHandler    *handler)
{
  HarkTopicShard *shard = shard_of (self, hash);
  gboolean is_removed;

  do
    {
      HarkRoutes *old = dup_routes (shard, name, hash);

      is_removed = replace_routes (shard, name, hash, old, hark_routes_without (old, handler));
      hark_routes_unref (old);
    }
  while (!is_removed);
}

void
hark_topic_table_forget (HarkTopicTable *self)
{
  for (guint i = 0; i < HARK_N_TOPIC_SHARDS; i++)
    {
      HarkTopicShard *shard = &self->shards[i];
      g_autoptr(GPtrArray) old = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_routes_unref);
      HarkTopic *idle;

      hark_lock (&shard->lock);
      idle = take_idle (shard);
      for (guint k = 0; k < shard->size; k++)
        for (HarkTopic *topic = shard->buckets[k]; topic != NULL; topic = topic->next)
          {
            if (topic->matched != NULL)
              g_ptr_array_add (old, g_steal_pointer (&topic->matched));
            topic->is_matched = FALSE;
          }
      hark_unlock (&shard->lock);
      free_all (idle);
    }
}
