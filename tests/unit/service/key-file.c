/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runtimes that are described in key files, and what is said of mistakes in these. */

#include <glib/gstdio.h>

#include "clerk-private.h"

typedef struct
{
  HarkRuntime *runtime;
  GString     *diary;
  Plan         plans[2];
} Fixture;

/* The diary's clerk of that name. */
static HarkObject *
make_clerk (HarkRuntime  *runtime,
            HarkLoop     *loop,
            GKeyFile     *settings,
            const char   *group,
            gpointer      data,
            GError      **error)
{
  Fixture *f = data;
  g_autofree char *name = g_key_file_get_string (settings, group, "name", error);

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (f->plans); i++)
    if (g_str_equal (f->plans[i].name, name))
      return HARK_OBJECT (clerk_new (loop, &f->plans[i]));
  if (name != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no clerk %s", name);
  return NULL;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  hark_clock_set_virtual (TRUE);
  f->runtime = hark_runtime_new ();
  f->diary = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (f->plans); i++)
    f->plans[i] = (Plan) { .name = i == 0 ? "ann" : "bob", .diary = f->diary, .duration = G_TIME_SPAN_SECOND };
  hark_runtime_add_kind (f->runtime, "clerk", make_clerk, f, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->runtime);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_string_free (f->diary, TRUE);
  hark_clock_set_virtual (FALSE);
}

static gboolean
load (Fixture     *f,
      const char  *text,
      GError     **error)
{
  g_autoptr(GKeyFile) settings = g_key_file_new ();
  g_autoptr(GError) mistake = NULL;

  g_key_file_load_from_data (settings, text, (gsize) -1, G_KEY_FILE_NONE, &mistake);
  g_assert_no_error (mistake);
  return hark_runtime_load (f->runtime, settings, error);
}

static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  load (f,
        "[runtime]\ndeadline=2.5\n"
        "[loop desk]\nthread=false\n"
        "[service second]\nkind=clerk\nname=bob\nloop=desk\n"
        "[service first]\nkind=clerk\nname=ann\nfailure=leave\n",
        &error);
  g_assert_no_error (error);
  g_assert_true (hark_object_get_loop (HARK_OBJECT (hark_runtime_get_service (f->runtime, "second")))
                 == hark_runtime_get_loop (f->runtime, "desk"));
  g_assert_true (hark_object_get_loop (HARK_OBJECT (hark_runtime_get_service (f->runtime, "first")))
                 == hark_runtime_get_loop (f->runtime, "main"));
  f->plans[0].n_bad_starts = 1;
  hark_runtime_run (f->runtime, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (f->diary->str, ==, "+bob bob +ann -bob ");
}

/* Five ticks are written down, and then the clerk has had enough. */
static void
test_kinds (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("hark-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "log", NULL);
  g_autofree char *settings =
    g_strdup_printf ("[loop io]\nthread=false\n"
                     "[service log]\nkind=log-file\nloop=io\npath=%s\ntopics=tick;\ninterval=0.25\nsize=0\nold=1\n"
                     "[service clock]\nkind=ticker\ntopic=tick\ninterval=0.1\nticks=5\n"
                     "[service ann]\nkind=clerk\nname=ann\n",
                     path);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  f->plans[0].n_bad_runs = 1;
  g_assert_true (load (f, settings, &error));
  g_assert_false (hark_runtime_run (f->runtime, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *words =
        g_strdup_printf ("\"topics\": [\"tick\"], \"sender\": \"Hark.Timer\", \"payload\": [%u, 0]}", i + 1);

      g_assert_true (g_str_has_suffix (lines[i], words));
    }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_mistakes (Fixture       *f,
               gconstpointer  data)
{
  static const struct
  {
    const char *text, *message;
  } mistakes[] = {
    { "[loops]\n", "[loops]: a group is [runtime], [loop NAME] or [service NAME]" },
    { "[loop ]\n", "[loop ]: a group is [runtime], [loop NAME] or [service NAME]" },
    { "[runtime]\ndead-line=1\n",
      "[runtime] dead-line: there is no such key: it has deadline, back-off, longest-back-off" },
    { "[runtime]\ndeadline=soon\n", "[runtime] deadline: it is a number of seconds, as 0.5" },
    { "[runtime]\ndeadline=-1\n", "[runtime] deadline: it is a number of seconds, as 0.5" },
    { "[runtime]\nback-off=40\n", "[runtime] longest-back-off: it is shorter than back-off" },
    { "[loop io]\nthread=maybe\n", "[loop io] thread: it is true or false" },
    { "[loop main]\n", "the runtime has a loop main already: give each its own name" },
    { "[service a]\nkind=clerc\n",
      "[service a] kind: there is no clerc: the program adds it with hark_runtime_add_kind()" },
    { "[service a]\nkind=clerk\nloop=io\n[loop io]\n",
      "[service a] loop: there is no io: let [loop io] stand before this" },
    { "[service a]\nkind=clerk\nfailure=ignore\n",
      "[service a] failure: it is stop, restart or leave, not ignore" },
    { "[service a]\nkind=clerk\nname=cat\n", "there is no clerk cat" },
    { "[service a]\nkind=log-file\npath=/tmp/none\nold=0\n", "[service a] old: it is a number from 1 to 1000" },
    { "[service a]\nkind=ticker\ntopic=**\n",
      "\"**\" is no topic: it must be UTF-8 without spaces, control characters or '*', and not be empty" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text =
        g_strconcat ("[loop before]\nthread=false\n[service b]\nkind=clerk\nname=bob\n", mistakes[i].text, NULL);

      g_assert_false (load (f, text, &error));
      g_assert_cmpstr (error->message, ==, mistakes[i].message);
      g_assert_null (hark_runtime_get_loop (f->runtime, "before"));
      g_assert_null (hark_runtime_get_service (f->runtime, "b"));
    }
}

/* GLib's own words. */
static void
test_missing (Fixture       *f,
              gconstpointer  data)
{
  static const char *const texts[] = {
    "[service a]\n",
    "[service a]\nkind=log-file\n",
    "[service a]\nkind=ticker\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (load (f, texts[i], &error));
      g_assert_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, "service a"));
    }
}

static void
test_late (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  hark_runtime_stop (f->runtime);
  g_assert_true (hark_runtime_run (f->runtime, NULL));
  g_assert_false (load (f, "[loop io]\n", &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==,
                   "loop io cannot be added: the runtime has been run; add it before, or make another runtime");
}

#define ADD(name, func) g_test_add ("/service/key-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("has-loops-and-services-in-order", test_order);
  ADD ("knows-the-kinds-of-hark", test_kinds);
  ADD ("with-a-mistake-adds-nothing", test_mistakes);
  ADD ("lacks-what-a-kind-needs", test_missing);
  ADD ("comes-before-running", test_late);
  return g_test_run ();
}
