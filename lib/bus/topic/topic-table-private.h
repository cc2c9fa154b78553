/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The topics that somebody listens to, or that have a type: from a name to handlers.
 * Thread: any, of all functions here. */

#include <hark/gen.h>

#include "base/lock-private.h"
#include "bus/topic/pattern-private.h"

typedef struct _HarkTopic HarkTopic;

enum
{
  HARK_N_TOPIC_SHARDS = 16,
  HARK_N_REMEMBERED   = 256,  /* topics in each that are there only because patterns match them */
};

/* Topics whose hashes have some bits in common. */
typedef struct
{
  HarkLock    lock;
  guint       n;        /* lock, and so is the rest */
  guint       n_idle;   /* topics that nobody has but for what matches them */
  guint       size;     /* of the table: a power of two, or 0 */
  HarkTopic **buckets;
  _Atomic (guint64) generation;  /* lock to write: counts changes of who listens */
} HarkTopicShard;

typedef struct
{
  HarkTopicShard shards[HARK_N_TOPIC_SHARDS];
  HarkPatterns   patterns;
} HarkTopicTable;

/* What carries a topic's messages, in the words of who said it first. */
typedef struct
{
  const HarkSignature *signature;  /* NULL: anything */
  const char          *text;       /* "slot Workshop.Consumer.on_produced (...)"; static */
  const char          *location;   /* static */
} HarkTopicType;

void        hark_topic_table_init    (HarkTopicTable      *self);
void        hark_topic_table_clear   (HarkTopicTable      *self);

/* (transfer full) (nullable): who listens, by pattern too. @type: (out) */
HarkRoutes *hark_topic_table_find    (HarkTopicTable      *self,
                                      const char          *name,
                                      guint                hash,
                                      HarkTopicType       *type);

/* Another number as soon as others may listen to one of @topics, by pattern too: for who remembers
 * what it has found since. */
static inline guint64
hark_topic_table_get_generation (HarkTopicTable   *self,
                                 const HarkTopics *topics)
{
  guint64 sum = atomic_load (&self->patterns.generation);

  for (guint i = 0; i < topics->n; i++)
    sum += atomic_load (&self->shards[topics->hashes[i] % HARK_N_TOPIC_SHARDS].generation);
  return sum;
}

/* Which patterns match is found out anew: the last of them has gone. */
void        hark_topic_table_forget  (HarkTopicTable      *self);

/* The topic carries what @type says, from here on, until this is taken back as often as it
 * was said. @verb: "publish", for people. Fails: %HARK_ERROR_MISMATCH: it carries something
 * else. */
gboolean    hark_topic_table_declare (HarkTopicTable      *self,
                                      const char          *name,
                                      guint                hash,
                                      const HarkTopicType *type,
                                      const char          *verb,
                                      GError             **error);
void        hark_topic_table_retract (HarkTopicTable      *self,
                                      const char          *name,
                                      guint                hash);

void        hark_topic_table_add     (HarkTopicTable      *self,
                                      const char          *name,
                                      guint                hash,
                                      HarkHandler         *handler);
void        hark_topic_table_remove  (HarkTopicTable      *self,
                                      const char          *name,
                                      guint                hash,
                                      HarkHandler         *handler);
