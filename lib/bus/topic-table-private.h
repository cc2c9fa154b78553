/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The topics that somebody listens to, or that have a type: from a name to handlers.
 * Thread: any, of all functions here. */

#include <hark/gen.h>

#include "base/lock-private.h"
#include "bus/routes-private.h"

typedef struct _HarkTopic HarkTopic;

enum { HARK_N_TOPIC_SHARDS = 16 };

/* Topics whose hashes have some bits in common. */
typedef struct
{
  HarkLock    lock;
  guint       n;        /* lock, and so is the rest */
  guint       size;     /* of the table: a power of two, or 0 */
  HarkTopic **buckets;
} HarkTopicShard;

typedef struct
{
  HarkTopicShard shards[HARK_N_TOPIC_SHARDS];
} HarkTopicTable;

/* What carries a topic's messages, in the words of who said it first. */
typedef struct
{
  const HarkSignature *signature;  /* NULL: anything */
  const char          *text;       /* "slot Workshop.Consumer.on_produced (...)"; static */
  const char          *location;   /* static */
} HarkTopicType;

void        hark_topic_table_clear   (HarkTopicTable      *self);

/* (transfer full) (nullable): who listens. @type: (out) */
HarkRoutes *hark_topic_table_find    (HarkTopicTable      *self,
                                      const char          *name,
                                      guint                hash,
                                      HarkTopicType       *type);

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
