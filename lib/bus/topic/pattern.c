/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Patterns are kept as a tree of their words: from each node a plain word, a star and
 * ranges lead on, so that a topic is compared with what it may match and not with every
 * pattern. What a topic matches is remembered there (topic-table.c), until
 * the generation has changed. */

#include "bus/handler/handler-private.h"

typedef struct
{
  guint64          low;
  guint64          high;
  HarkPatternNode *node;
} Range;

struct _HarkPatternNode
{
  GHashTable      *words;   /* (nullable): word -> node, both owned */
  HarkPatternNode *any;     /* (nullable): after `*` */
  GArray          *ranges;  /* (nullable): Range */
  HarkRoutes      *here;    /* (nullable): whose patterns end here */
  HarkRoutes      *rest;    /* (nullable): whose end here with two stars */
};

/* --- words --- */

/* The length of the word that @at begins with. */
static gsize
word_length (const char *at)
{
  return strcspn (at, "/");
}

static gboolean
is_word (const char *at,
         gsize       n,
         const char *word)
{
  return n == strlen (word) && strncmp (at, word, n) == 0;
}

/* %FALSE: there is none, or it is too large. */
static gboolean
read_number (const char **at,
             guint64     *number)
{
  const char *begin = *at;
  char *end;

  if (!g_ascii_isdigit (*begin))
    return FALSE;
  errno = 0;
  *number = g_ascii_strtoull (begin, &end, 10);
  *at = end;
  return errno == 0;
}

/* Whether the word is a range, whatever its bounds. */
static gboolean
read_range (const char *at,
            gsize       n,
            Range      *range)
{
  const char *end = at + n;

  return read_number (&at, &range->low)
         && at + 2 < end && at[0] == '.' && at[1] == '.'
         && (at += 2, read_number (&at, &range->high))
         && at == end;
}

gboolean
hark_pattern_is (const char *name)
{
  for (;;)
    {
      gsize n = word_length (name);
      Range range;

      if (memchr (name, '*', n) != NULL || read_range (name, n, &range))
        return TRUE;
      if (name[n] == '\0')
        return FALSE;
      name += n + 1;
    }
}

static gboolean
check_word (const char  *name,
            const char  *at,
            gsize        n,
            GError     **error)
{
  Range range;

  if (memchr (at, '*', n) != NULL && !is_word (at, n, "*") && !(is_word (at, n, "**") && at[n] == '\0'))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "\"%s\" is no pattern: '*' stands for a whole word between two '/', and '**' for all that "
                   "are left at the end", name);
      return FALSE;
    }
  if (read_range (at, n, &range) && range.low > range.high)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "\"%s\" is no pattern: a range begins with the smaller number", name);
      return FALSE;
    }
  return TRUE;
}

gboolean
hark_pattern_check (const char  *name,
                    GError     **error)
{
  const char *at = name;

  if (!hark_topic_check_text (name, TRUE, error))
    return FALSE;
  for (guint n_words = 1;; n_words++)
    {
      gsize n = word_length (at);

      if (!check_word (name, at, n, error))
        return FALSE;
      if (at[n] == '\0')
        return TRUE;
      if (n_words == HARK_LIMIT_WORDS && hark_pattern_is (name))
        {
          g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                       "\"%s\" is no pattern: it has more than %d words", name, HARK_LIMIT_WORDS);
          return FALSE;
        }
      at += n + 1;
    }
}

/* Whether a plain word is one that the pattern's word stands for. */
static gboolean
matches_word (const char *pattern,
              gsize       n_pattern,
              const char *at,
              gsize       n)
{
  guint64 number;
  Range range;

  if (is_word (pattern, n_pattern, "*") || (n == n_pattern && strncmp (pattern, at, n) == 0))
    return TRUE;
  if (read_range (pattern, n_pattern, &range))
    {
      const char *end = at;

      return read_number (&end, &number) && end == at + n && number >= range.low && number <= range.high;
    }
  return FALSE;
}

gboolean
hark_pattern_matches (const char *pattern,
                      const char *topic)
{
  for (;;)
    {
      gsize n_pattern = word_length (pattern);
      gsize n = word_length (topic);

      if (is_word (pattern, n_pattern, "**"))
        return TRUE;
      if (!matches_word (pattern, n_pattern, topic, n))
        return FALSE;
      if (pattern[n_pattern] == '\0' || topic[n] == '\0')
        return pattern[n_pattern] == topic[n];
      pattern += n_pattern + 1;
      topic += n + 1;
    }
}

/* --- the tree --- */

static void
node_free (gpointer data)
{
  HarkPatternNode *self = data;

  if (self == NULL)
    return;

  node_free (self->any);
  for (guint i = 0; self->ranges != NULL && i < self->ranges->len; i++)
    node_free (g_array_index (self->ranges, Range, i).node);
  g_clear_pointer (&self->ranges, g_array_unref);
  g_clear_pointer (&self->words, g_hash_table_unref);
  hark_routes_unref (self->here);
  hark_routes_unref (self->rest);
  g_free (self);
}

void
hark_patterns_init (HarkPatterns *self)
{
  g_mutex_init (&self->lock);
  self->root = g_new0 (HarkPatternNode, 1);
}

void
hark_patterns_clear (HarkPatterns *self)
{
  node_free (self->root);
  g_mutex_clear (&self->lock);
}

/* (nullable): the node of that very range; -1: there is none. */
static int
find_range (HarkPatternNode *self,
            const Range     *range)
{
  for (guint i = 0; self->ranges != NULL && i < self->ranges->len; i++)
    {
      const Range *other = &g_array_index (self->ranges, Range, i);

      if (other->low == range->low && other->high == range->high)
        return (int) i;
    }
  return -1;
}

static HarkPatternNode *
ensure_range (HarkPatternNode *self,
              Range           *range)
{
  int place = find_range (self, range);

  if (place >= 0)
    return g_array_index (self->ranges, Range, place).node;
  if (self->ranges == NULL)
    self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  range->node = g_new0 (HarkPatternNode, 1);
  g_array_append_val (self->ranges, *range);
  return range->node;
}

static HarkPatternNode *
ensure_word (HarkPatternNode *self,
             const char      *at,
             gsize            n)
{
  g_autofree char *word = g_strndup (at, n);
  HarkPatternNode *node;

  if (self->words == NULL)
    self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, node_free);
  node = g_hash_table_lookup (self->words, word);
  if (node == NULL)
    {
      node = g_new0 (HarkPatternNode, 1);
      g_hash_table_insert (self->words, g_steal_pointer (&word), node);
    }
  return node;
}

static HarkPatternNode *
ensure_next (HarkPatternNode *self,
             const char      *at,
             gsize            n)
{
  Range range;

  if (is_word (at, n, "*"))
    {
      if (self->any == NULL)
        self->any = g_new0 (HarkPatternNode, 1);
      return self->any;
    }
  return read_range (at, n, &range) ? ensure_range (self, &range) : ensure_word (self, at, n);
}

/* Where the handlers of @pattern are; the nodes on the way are made. */
static HarkRoutes **
ensure (HarkPatternNode *node,
        const char      *at)
{
  for (;;)
    {
      gsize n = word_length (at);

      if (is_word (at, n, "**"))
        return &node->rest;
      node = ensure_next (node, at, n);
      if (at[n] == '\0')
        return &node->here;
      at += n + 1;
    }
}

/* --- changes --- */

static gboolean
is_empty (HarkPatternNode *self)
{
  return self->here == NULL && self->rest == NULL && self->any == NULL
         && (self->ranges == NULL || self->ranges->len == 0)
         && (self->words == NULL || g_hash_table_size (self->words) == 0);
}

static HarkRoutes *take_out (HarkPatternNode *self, const char *at, HarkHandler *handler);

/* @child: (nullable). %TRUE: it is empty now. */
static gboolean
take_out_next (HarkPatternNode *child,
               const char      *at,
               gsize            n,
               HarkHandler     *handler,
               HarkRoutes     **old)
{
  if (child == NULL)
    return FALSE;
  if (at[n] == '\0')
    {
      *old = child->here;
      child->here = hark_routes_without (*old, handler);
    }
  else
    *old = take_out (child, at + n + 1, handler);
  return is_empty (child);
}

/* (transfer full) (nullable): the handlers that were there. */
static HarkRoutes *
take_out (HarkPatternNode *self,
          const char      *at,
          HarkHandler     *handler)
{
  gsize n = word_length (at);
  HarkRoutes *old = NULL;
  Range range;
  int place;

  if (is_word (at, n, "**"))
    {
      old = self->rest;
      self->rest = hark_routes_without (old, handler);
    }
  else if (is_word (at, n, "*"))
    {
      if (take_out_next (self->any, at, n, handler, &old))
        g_clear_pointer (&self->any, node_free);
    }
  else if (read_range (at, n, &range))
    {
      place = find_range (self, &range);
      if (place >= 0 && take_out_next (g_array_index (self->ranges, Range, place).node, at, n, handler, &old))
        {
          node_free (g_array_index (self->ranges, Range, place).node);
          g_array_remove_index_fast (self->ranges, (guint) place);
        }
    }
  else if (self->words != NULL)
    {
      g_autofree char *word = g_strndup (at, n);

      if (take_out_next (g_hash_table_lookup (self->words, word), at, n, handler, &old))
        g_hash_table_remove (self->words, word);
    }
  return old;
}

void
hark_patterns_add (HarkPatterns *self,
                   const char   *pattern,
                   HarkHandler  *handler)
{
  HarkRoutes **place, *old;

  g_mutex_lock (&self->lock);
  place = ensure (self->root, pattern);
  old = *place;
  *place = hark_routes_with (old, handler);
  atomic_fetch_add (&self->n, 1);
  atomic_fetch_add (&self->generation, 1);
  g_mutex_unlock (&self->lock);
  hark_routes_unref (old);
}

void
hark_patterns_remove (HarkPatterns *self,
                      const char   *pattern,
                      HarkHandler  *handler)
{
  HarkRoutes *old;

  g_mutex_lock (&self->lock);
  old = take_out (self->root, pattern, handler);
  atomic_fetch_sub (&self->n, 1);
  atomic_fetch_add (&self->generation, 1);
  g_mutex_unlock (&self->lock);
  hark_routes_unref (old);
}

/* --- matching --- */

static void
collect (HarkRoutes **found,
         HarkRoutes  *routes)
{
  HarkRoutes *old = *found;

  if (routes == NULL)
    return;
  *found = hark_routes_merge (old, routes);
  hark_routes_unref (old);
}

static void match (HarkPatternNode *self, const char *at, HarkRoutes **found);

static void
match_next (HarkPatternNode  *self,
            const char       *at,
            gsize             n,
            HarkRoutes      **found)
{
  if (self == NULL)
    return;
  if (at[n] == '\0')
    collect (found, self->here);
  else
    match (self, at + n + 1, found);
}

static void
match_ranges (HarkPatternNode  *self,
              const char       *at,
              gsize             n,
              HarkRoutes      **found)
{
  const char *end = at;
  guint64 number;

  if (self->ranges == NULL || !read_number (&end, &number) || end != at + n)
    return;
  for (guint i = 0; i < self->ranges->len; i++)
    {
      const Range *range = &g_array_index (self->ranges, Range, i);

      if (range->low <= number && number <= range->high)
        match_next (range->node, at, n, found);
    }
}

/* As deep as the longest pattern. */
static void
match (HarkPatternNode  *self,
       const char       *at,
       HarkRoutes      **found)
{
  gsize n = word_length (at);

  collect (found, self->rest);
  match_next (self->any, at, n, found);
  match_ranges (self, at, n, found);
  if (self->words != NULL)
    {
      g_autofree char *word = g_strndup (at, n);

      match_next (g_hash_table_lookup (self->words, word), at, n, found);
    }
}

HarkRoutes *
hark_patterns_match (HarkPatterns *self,
                     const char   *topic,
                     guint        *generation)
{
  HarkRoutes *found = NULL;

  g_mutex_lock (&self->lock);
  *generation = atomic_load (&self->generation);
  match (self->root, topic, &found);
  g_mutex_unlock (&self->lock);
  return found;
}
