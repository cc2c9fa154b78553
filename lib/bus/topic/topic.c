/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What can be a topic, and lists of topics with their hashes: names are hashed
 * once, when a message or a handler is made, and compared afterwards. A list is one
 * piece of memory. */

#include "bus/topic/pattern-private.h"

#include <hark/error.h>
#include <string.h>

guint
hark_topic_hash (const char *name)
{
  guint hash = 2166136261u;

  for (; *name != '\0'; name++)
    hash = (hash ^ (guchar) *name) * 16777619u;
  return hash ^ (hash >> 15);
}

gboolean
hark_topic_check_text (const char  *name,
                       gboolean     may_have_stars,
                       GError     **error)
{
  g_autofree char *shown = NULL;
  const char *at;

  if (strlen (name) > HARK_LIMIT_TOPIC)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "A topic of %" G_GSIZE_FORMAT " bytes, where %d is the limit: put what is long into the payload",
                   strlen (name), HARK_LIMIT_TOPIC);
      return FALSE;
    }
  for (at = name; (guchar) *at > ' ' && (*at != '*' || may_have_stars) && *at != 0x7f; at++)
    ;
  if (name[0] != '\0' && *at == '\0' && g_utf8_validate (name, -1, NULL))
    return TRUE;

  shown = g_strescape (name, NULL);
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
               "\"%s\" is no topic: it must be UTF-8 without spaces, control characters or '*', and not be empty",
               shown);
  return FALSE;
}

gboolean
hark_topic_check (const char  *name,
                  GError     **error)
{
  if (!hark_topic_check_text (name, FALSE, error))
    return FALSE;
  if (!hark_pattern_is (name))
    return TRUE;

  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
               "\"%s\" is no topic: it is a range of them, which handlers may have", name);
  return FALSE;
}

gboolean
hark_topics_check (const char *const  *names,
                   gboolean          (*check) (const char *name, GError **error),
                   GError            **error)
{
  guint n = g_strv_length ((char **) names);

  if (n == 0 || n > HARK_LIMIT_TOPICS)
    {
      g_set_error (error, HARK_ERROR, n == 0 ? HARK_ERROR_INVALID : HARK_ERROR_LIMIT,
                   "A list of %u topics: it must have between 1 and %d", n, HARK_LIMIT_TOPICS);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    if (!check (names[i], error))
      return FALSE;
  return TRUE;
}

/* The names come first, then the hashes, then the bytes. */
gsize
hark_topics_measure (const char *const *names)
{
  gsize size = sizeof names[0];

  for (; *names != NULL; names++)
    size += sizeof names[0] + sizeof (guint) + strlen (*names) + 1;
  return size;
}

void
hark_topics_pack (HarkTopics        *self,
                  const char *const *names,
                  gpointer           memory)
{
  const char **copies = memory;
  guint n = 0, *hashes;
  char *tail;

  while (names[n] != NULL)
    n++;
  hashes = (guint *) (copies + n + 1);
  tail = (char *) (hashes + n);
  for (guint i = 0; i < n; i++)
    {
      gsize size = strlen (names[i]) + 1;

      copies[i] = memcpy (tail, names[i], size);
      hashes[i] = hark_topic_hash (names[i]);
      tail += size;
    }
  copies[n] = NULL;
  *self = (HarkTopics) { n, copies, hashes };
}

HarkTopics *
hark_topics_new (const char *const *names)
{
  HarkTopics *self = g_malloc (sizeof (HarkTopics) + hark_topics_measure (names));

  hark_topics_pack (self, names, self + 1);
  return self;
}
