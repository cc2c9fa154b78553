/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A hash table from a name to the first thing of that name, whose own text is the key. Used by
 * the broker for who listens, and by a peer for what it listens to and what it hears. */

#include "base/name-index-private.h"

GHashTable *
hark_name_index_new (void)
{
  return g_hash_table_new (g_str_hash, g_str_equal);
}

gpointer
hark_name_index_find (GHashTable *index,
                      const char *name)
{
  return g_hash_table_lookup (index, name);
}

void
hark_name_index_add (GHashTable *index,
                     HarkNamed  *thing)
{
  HarkNamed *last = hark_name_index_find (index, thing->name);

  thing->next = NULL;
  if (last == NULL)
    {
      g_hash_table_insert (index, (gpointer) thing->name, thing);
      return;
    }
  while (last->next != NULL)
    last = last->next;
  last->next = thing;
}

void
hark_name_index_remove (GHashTable *index,
                        HarkNamed  *thing)
{
  HarkNamed *first = hark_name_index_find (index, thing->name);

  if (first != thing)
    {
      while (first->next != thing)
        first = first->next;
      first->next = thing->next;
    }
  else if (thing->next != NULL)
    g_hash_table_replace (index, (gpointer) thing->next->name, thing->next);
  else
    g_hash_table_remove (index, thing->name);
}
