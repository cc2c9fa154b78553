/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The table at the end: one row for each type of file, by its extension, the
 * largest first; then what could not be read, by its reason. */

#include "tally.h"

#include <string.h>

enum
{
  N_ROWS = 20,       /* what the table shows; the others make one more row */
  LONGEST_TYPE = 12, /* what comes behind a late dot in a long name is no type */
};

typedef struct
{
  const char *name; /* the key */
  guint64     n_files;
  guint64     n_bytes;
} Row;

void
tally_init (Tally *self)
{
  *self = (Tally) {
    .types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };
}

void
tally_clear (Tally *self)
{
  g_hash_table_unref (self->types);
  g_hash_table_unref (self->reasons);
}

static void
count (GHashTable *rows,
       const char *name,
       guint64     size)
{
  Row *row = g_hash_table_lookup (rows, name);

  if (row == NULL)
    {
      char *key = g_strdup (name);

      row = g_new0 (Row, 1);
      row->name = key;
      g_hash_table_insert (rows, key, row);
    }
  row->n_files++;
  row->n_bytes += size;
}

/* The extension of a file's name, if it looks like one. */
static const char *
type_of (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  const char *dot = strrchr (name, '.');

  if (dot == NULL || dot == name || dot[1] == '\0' || strlen (dot) > LONGEST_TYPE)
    return "(none)";
  for (const char *c = dot + 1; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("+-_~", *c) == NULL)
      return "(none)";
  return dot;
}

void
tally_add (Tally      *self,
           const char *path,
           guint64     size)
{
  self->n_files++;
  self->n_bytes += size;
  count (self->types, type_of (path), size);
}

void
tally_add_unreadable (Tally      *self,
                      const char *reason)
{
  self->n_unreadable++;
  count (self->reasons, reason, 0);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Row *x = *(const Row **) a, *y = *(const Row **) b;

  if (x->n_bytes != y->n_bytes)
    return x->n_bytes < y->n_bytes ? 1 : -1;
  if (x->n_files != y->n_files)
    return x->n_files < y->n_files ? 1 : -1;
  return strcmp (x->name, y->name);
}

static GPtrArray *
sort (GHashTable *rows)
{
  GPtrArray      *sorted = g_ptr_array_new ();
  GHashTableIter  iter;
  gpointer        row;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_ptr_array_add (sorted, row);
  g_ptr_array_sort (sorted, compare);
  return sorted;
}

static void
print_row (const char *name,
           guint64     n_files,
           guint64     n_bytes)
{
  g_print ("  %-14s %10" G_GUINT64_FORMAT " %16" G_GUINT64_FORMAT "\n", name, n_files, n_bytes);
}

void
tally_print (Tally *self)
{
  g_autoptr(GPtrArray) types = sort (self->types);
  g_autoptr(GPtrArray) reasons = sort (self->reasons);
  Row others = { 0 };

  g_print ("  %-14s %10s %16s\n", "type", "files", "bytes");
  for (guint i = 0; i < types->len; i++)
    {
      const Row *row = types->pdata[i];

      if (i < N_ROWS)
        print_row (row->name, row->n_files, row->n_bytes);
      others.n_files += i < N_ROWS ? 0 : row->n_files;
      others.n_bytes += i < N_ROWS ? 0 : row->n_bytes;
    }
  if (types->len > N_ROWS)
    {
      g_autofree char *name = g_strdup_printf ("%u more", types->len - N_ROWS);

      print_row (name, others.n_files, others.n_bytes);
    }

  if (self->n_unreadable > 0)
    g_print ("  %-14s %10" G_GUINT64_FORMAT "\n", "unreadable", self->n_unreadable);
  for (guint i = 0; i < reasons->len; i++)
    {
      const Row *row = reasons->pdata[i];

      g_print ("    %" G_GUINT64_FORMAT " %s\n", row->n_files, row->name);
    }
}
