/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runs a fuzz target once on each file of the folders that are named, as a test
 * of one case: what was once found stays found. libFuzzer has a main of its own
 * and takes the place of this one in ./dev fuzz. */

#include "target.h"

static void
run_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  LLVMFuzzerTestOneInput ((const uint8_t *) bytes, size);
}

static void
test_corpus (gconstpointer data)
{
  const char *folder = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) files = g_dir_open (folder, 0, &error);
  const char *name;
  guint n = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      run_file (path);
      n += 1;
    }
  g_assert_cmpuint (n, >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *name = NULL;
  g_autofree char *target = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  target = g_path_get_basename (argv[1]);
  name = g_strconcat ("/fuzz/corpus/", target, NULL);
  g_test_add_data_func (name, argv[1], test_corpus);
  return g_test_run ();
}
