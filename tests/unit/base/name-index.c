/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An index of names gives those of one name, the oldest first, through any comings and goings, and
 * also where names are not alike but their hashes are. */

#include "base/name-index-private.h"

enum { N_THINGS = 400, N_NAMES = 40, N_STEPS = 50000, N_MANY = 100000 };

typedef struct
{
  HarkNamed named;   /* first */
  char     *name;    /* its own text: one that goes takes it along */
  gboolean  is_in;
} Thing;

static void
thing_init (Thing      *self,
            const char *name)
{
  self->name = g_strdup (name);
  self->named.name = self->name;
  self->is_in = FALSE;
}

static void
add (GHashTable *index,
     Thing      *thing)
{
  hark_name_index_add (index, &thing->named);
  thing->is_in = TRUE;
}

/* Its name is not there any more, for whoever looks. */
static void
take_out (GHashTable *index,
          Thing      *thing)
{
  hark_name_index_remove (index, &thing->named);
  thing->is_in = FALSE;
  memset (thing->name, '?', strlen (thing->name));
  g_free (thing->name);
  thing->name = NULL;
}

static void
assert_listed (GHashTable *index,
               const char *name,
               GPtrArray  *expected)
{
  HarkNamed *named = hark_name_index_find (index, name);

  for (guint i = 0; i < expected->len; i++, named = named->next)
    g_assert_true (named == g_ptr_array_index (expected, i));
  g_assert_null (named);
}

/* Things come and go under @names, and each name lists its own, the oldest first. */
static void
come_and_go (const char *const *names,
             guint              n_names)
{
  g_autoptr(GHashTable) index = hark_name_index_new ();
  g_autoptr(GPtrArray) model = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autofree Thing *things = g_new0 (Thing, N_THINGS);

  for (guint i = 0; i < n_names; i++)
    g_ptr_array_add (model, g_ptr_array_new ());
  for (guint i = 0; i < N_STEPS; i++)
    {
      guint which = (guint) g_test_rand_int_range (0, N_THINGS);
      Thing *thing = &things[which];
      guint name = which % n_names;
      GPtrArray *alike = g_ptr_array_index (model, name);

      if (thing->is_in)
        {
          g_ptr_array_remove (alike, thing);
          take_out (index, thing);
        }
      else
        {
          thing_init (thing, names[name]);
          g_ptr_array_add (alike, thing);
          add (index, thing);
        }
      assert_listed (index, names[name], alike);
    }
  for (guint i = 0; i < n_names; i++)
    assert_listed (index, names[i], g_ptr_array_index (model, i));
  for (guint i = 0; i < N_THINGS; i++)
    if (things[i].is_in)
      take_out (index, &things[i]);
  g_assert_cmpuint (g_hash_table_size (index), ==, 0);
}

static void
test_lists_those_of_one_name_oldest_first (void)
{
  g_auto(GStrv) names = g_new0 (char *, N_NAMES + 1);

  for (guint i = 0; i < N_NAMES; i++)
    names[i] = g_strdup_printf ("name-%u", i);
  come_and_go ((const char *const *) names, N_NAMES);
}

static void
test_tells_names_of_one_hash_apart (void)
{
  /* 33 times a letter and the next: one more of the first is 33 less of the second. */
  static const char *const names[] = { "bB", "c!", "abB", "ac!" };

  g_assert_cmpuint (g_str_hash ("bB"), ==, g_str_hash ("c!"));
  g_assert_cmpuint (g_str_hash ("abB"), ==, g_str_hash ("ac!"));
  come_and_go (names, G_N_ELEMENTS (names));
}

/* The first of a name is its key: whoever goes is not asked for its name again. */
static void
test_the_first_of_a_name_may_go_first (void)
{
  g_autoptr(GHashTable) index = hark_name_index_new ();
  Thing things[3];

  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    {
      thing_init (&things[i], "line-1");
      add (index, &things[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    {
      g_assert_true (hark_name_index_find (index, "line-1") == &things[i]);
      take_out (index, &things[i]);
    }
  g_assert_null (hark_name_index_find (index, "line-1"));
  g_assert_cmpuint (g_hash_table_size (index), ==, 0);
}

static void
test_grows_and_empties (void)
{
  g_autoptr(GHashTable) index = hark_name_index_new ();
  g_autofree Thing *things = g_new (Thing, N_MANY);

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("line-%u", i);

      thing_init (&things[i], name);
      add (index, &things[i]);
    }
  g_assert_cmpuint (g_hash_table_size (index), ==, N_MANY);
  for (guint i = 0; i < N_MANY; i++)
    g_assert_true (hark_name_index_find (index, things[i].name) == &things[i]);
  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *name = g_strdup (things[i].name);

      take_out (index, &things[i]);
      g_assert_null (hark_name_index_find (index, name));
    }
  g_assert_cmpuint (g_hash_table_size (index), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/name-index/lists-those-of-one-name-oldest-first", test_lists_those_of_one_name_oldest_first);
  g_test_add_func ("/base/name-index/tells-names-of-one-hash-apart", test_tells_names_of_one_hash_apart);
  g_test_add_func ("/base/name-index/the-first-of-a-name-may-go-first", test_the_first_of_a_name_may_go_first);
  g_test_add_func ("/base/name-index/grows-and-empties", test_grows_and_empties);
  return g_test_run ();
}
