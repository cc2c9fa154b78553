/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Topics: the words by which messages and handlers find each other. */

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

#define HARK_LIMIT_TOPIC  1023  /* bytes */
#define HARK_LIMIT_TOPICS 64    /* of one message, and of one handler */

/* Some of them, each with its hash. The memory behind it is somebody's block. */
typedef struct
{
  guint              n;
  const char *const *names;   /* ends with NULL */
  const guint       *hashes;
} HarkTopics;

guint    hark_topic_hash      (const char         *name);

/* Fails: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT. Thread: any, here and below. */
gboolean hark_topic_check     (const char         *name,
                               GError            **error);
/* That a name can be shown, and is short enough. */
gboolean hark_topic_check_text (const char        *name,
                               gboolean            may_have_stars,
                               GError            **error);
/* The same of each, with @check, and that there is one at least. */
gboolean hark_topics_check    (const char *const  *names,
                               gboolean          (*check) (const char *name, GError **error),
                               GError            **error);

/* Bytes behind HarkTopics. */
gsize    hark_topics_measure  (const char *const  *names);
/* Copies to @memory, which is of that size and aligned to 8. */
void     hark_topics_pack     (HarkTopics         *self,
                               const char *const  *names,
                               gpointer            memory);
/* (transfer full): in a block of its own, to be freed with g_free(). */
HarkTopics *hark_topics_new   (const char *const  *names);

/* hark_topics_pack() of what has been packed, in @size bytes: nothing is measured or hashed again. */
static inline void
hark_topics_copy (HarkTopics       *self,
                  const HarkTopics *from,
                  gsize             size,
                  gpointer          memory)
{
  const char **names = memcpy (memory, from->names, size);

  for (guint i = 0; i < from->n; i++)
    names[i] = (const char *) memory + (from->names[i] - (const char *) from->names);
  *self = (HarkTopics) { from->n, names, (const guint *) (names + from->n + 1) };
}

G_END_DECLS
