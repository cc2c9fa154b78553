/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A pattern and a topic, one line each: what is found is what one would find
 * word by word, and a topic is a pattern for itself. */

#include "target.h"

#include "bus/topic/pattern-match-private.h"

#include <string.h>

static gboolean
is_range (const char *word)
{
  const char *dots = strstr (word, "..");

  return dots != NULL && g_ascii_isdigit (word[0]) && g_ascii_isdigit (dots[2]);
}

/* Of words without ranges. */
static gboolean
matches (char **pattern,
         char **topic)
{
  for (; *pattern != NULL; pattern++, topic++)
    {
      if (*topic == NULL)
        return FALSE;
      if (strcmp (*pattern, "**") == 0 && pattern[1] == NULL)
        return TRUE;
      if (strcmp (*pattern, "*") != 0 && strcmp (*pattern, *topic) != 0)
        return FALSE;
    }
  return *topic == NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  char *topic = strchr (text, '\n');
  g_auto(GStrv) words = NULL;
  g_auto(GStrv) others = NULL;
  gboolean has_range = FALSE;
  gboolean found;
  guint i;

  if (topic == NULL)
    return 0;
  *topic++ = '\0';
  if (!hark_pattern_check (text, NULL))
    return 0;
  found = hark_pattern_matches (text, topic);
  words = g_strsplit (text, "/", -1);
  others = g_strsplit (topic, "/", -1);
  for (i = 0; words[i] != NULL; i++)
    has_range |= is_range (words[i]);
  if (!has_range && text[0] != '\0' && topic[0] != '\0')
    g_assert_cmpint (found, ==, matches (words, others));
  return 0;
}
