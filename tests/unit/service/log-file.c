/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is in a log file, and when, on the virtual clock. */

#include <glib/gstdio.h>
#include <hark/hark.h>
#include <unistd.h>

#include "office.h"

#define SECOND G_TIME_SPAN_SECOND

typedef struct
{
  HarkLoop    *loop;     /* this thread's; started */
  HarkBus     *bus;      /* there */
  char        *folder;
  char        *path;
  HarkLogFile *log;      /* there */
  HarkService *service;  /* of it */
  HarkFuture  *run;      /* (nullable) */
  guint        n_rotated;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  hark_clock_set_virtual (TRUE);
  f->loop = hark_loop_new ("disk");
  hark_loop_start (f->loop);
  f->bus = hark_bus_new (f->loop);
  f->folder = g_dir_make_tmp ("hark-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "log", NULL);
  f->log = hark_log_file_new (f->loop, f->bus, f->path);
  f->service = hark_service_new ("log", HARK_OBJECT (f->log), &error);
  g_assert_no_error (error);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static char *
path_of (Fixture    *f,
         const char *behind)
{
  return g_strconcat (f->path, behind, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  static const char *const behind[] = { "", ".1", ".2", ".3" };

  g_clear_object (&f->service);
  g_clear_object (&f->log);
  g_clear_pointer (&f->run, hark_future_unref);
  g_clear_object (&f->bus);
  iterate ();
  g_clear_object (&f->loop);
  for (guint i = 0; i < G_N_ELEMENTS (behind); i++)
    {
      g_autofree char *path = path_of (f, behind[i]);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->folder);
  g_free (f->path);
  hark_clock_set_virtual (FALSE);
}

static void
start (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  hark_service_await_initialize (f->service, HARK_FOREVER, NULL, &error);
  g_assert_no_error (error);
  f->run = hark_service_call_run (f->service);
  iterate ();
}

static void
stop (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  hark_service_await_terminate (f->service, HARK_FOREVER, NULL, &error);
  g_assert_no_error (error);
}

static void
say (Fixture    *f,
     const char *topic,
     const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkMessage) message = hark_message_new (topic, g_variant_new_string (text), &error);

  g_assert_no_error (error);
  g_assert_true (hark_bus_publish (f->bus, message, &error));
}

static char *
read_file (Fixture    *f,
           const char *behind)
{
  g_autofree char *path = path_of (f, behind);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/* With T for each time and N for each id. */
static void
assert_file (Fixture    *f,
             const char *behind,
             const char *expected)
{
  g_autoptr(GRegex) time = g_regex_new ("\"time\": \"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\"", 0, 0, NULL);
  g_autoptr(GRegex) id = g_regex_new ("\"id\": \\d+", 0, 0, NULL);
  g_autofree char *text = read_file (f, behind);
  g_autofree char *timeless = g_regex_replace_literal (time, text, -1, 0, "T", 0, NULL);
  g_autofree char *plain = g_regex_replace_literal (id, timeless, -1, 0, "N", 0, NULL);

  g_assert_cmpstr (plain, ==, expected);
}

static void
test_lines (Fixture       *f,
            gconstpointer  data)
{
  static const char *const topics[] = { "log://net", "alarm", NULL };
  g_autoptr(OfficeClerk) clerk = office_clerk_new (f->loop, NULL, NULL, NULL);
  g_autoptr(HarkMessage) message = NULL;
  g_autoptr(GError) error = NULL;

  message = hark_message_new_full (topics, g_variant_new ("(id)", 5, 0.5), HARK_MESSAGE_NORMAL, 7, "door", "t-1", &error);
  g_assert_no_error (error);
  start (f);
  HARK_PUBLISH (f->bus, HARK_TOPICS ("log://clerk"), clerk, office_clerk_written, &error);
  say (f, "log://a/b", "say \"no\"\nand go");
  say (f, "other", "not for the log");
  hark_bus_publish (f->bus, message, NULL);
  office_clerk_emit_written (clerk, "word");
  stop (f);
  assert_file (f, "",
               "{T, N, \"topics\": [\"log://a/b\"], \"payload\": \"say \\\"no\\\"\\u000aand go\"}\n"
               "{T, N, \"topics\": [\"log://net\", \"alarm\"], \"sender\": \"door\", \"trace\": \"t-1\", \"payload\": [5, 0.5]}\n"
               "{T, N, \"topics\": [\"log://clerk\"], \"sender\": \"Office.Clerk\", \"payload\": [\"word\"]}\n");
}

static void
test_interval (Fixture       *f,
               gconstpointer  data)
{
  hark_log_file_set_interval (f->log, 5 * SECOND);
  start (f);
  say (f, "log://a", "one");
  iterate ();
  assert_file (f, "", "");
  hark_clock_advance (5 * SECOND - 1);
  iterate ();
  assert_file (f, "", "");
  hark_clock_advance (1);
  iterate ();
  assert_file (f, "", "{T, N, \"topics\": [\"log://a\"], \"payload\": \"one\"}\n");
  stop (f);
}

/* What has been published when it is terminated is in it, however much it is and however little it matters;
 * what comes later is not. */
static void
test_end (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(HarkMessage) idle =
    hark_message_new_full (HARK_TOPICS ("log://a"), g_variant_new_string ("idle"), HARK_MESSAGE_IDLE, 0, NULL, NULL,
                           NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  start (f);
  for (guint i = 0; i < 5000; i++)
    g_assert_true (hark_bus_publish (f->bus, idle, NULL));
  stop (f);
  say (f, "log://a", "too late");
  iterate ();
  text = read_file (f, "");
  g_assert_null (strstr (text, "too late"));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5000 + 1);
}

static void
test_much (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *text = g_strnfill (70000, 'a');
  g_autofree char *file = NULL;

  start (f);
  say (f, "log://a", text);
  iterate ();
  file = read_file (f, "");
  g_assert_cmpuint (strlen (file), >, 70000);
  stop (f);
}

static void
count (Fixture    *f,
       const char *path)
{
  g_autofree char *old = path_of (f, ".1");

  g_assert_cmpstr (path, ==, old);
  f->n_rotated++;
}

/* Three lines fit into each file. */
static void
test_rotates (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(OfficePorter) porter = office_porter_new (f->loop, NULL, NULL, NULL);
  g_autofree char *oldest = path_of (f, ".3");

  hark_log_file_set_rotation (f->log, 420, 2);
  HARK_CONNECT_DATA (f->log, hark_log_file_rotated, porter, count, f, NULL);
  start (f);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *text = g_strdup_printf ("%02u%048u", i, 0);

      say (f, "log://a", text);
    }
  stop (f);
  iterate ();
  g_assert_cmpuint (f->n_rotated, ==, 3);
  g_assert_false (g_file_test (oldest, G_FILE_TEST_EXISTS));
  for (guint place = 0; place < 3; place++)
    {
      g_autofree char *behind = place > 0 ? g_strdup_printf (".%u", place) : g_strdup ("");
      g_autofree char *text = read_file (f, behind);
      g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
      guint first = 9 - 3 * place;

      g_assert_cmpuint (strlen (text), <=, 420);
      g_assert_cmpuint (g_strv_length (lines), ==, place > 0 ? 4 : 2);
      for (guint i = 0; lines[i + 1] != NULL; i++)
        {
          g_autofree char *words = g_strdup_printf ("\"payload\": \"%02u000", first + i);

          g_assert_nonnull (strstr (lines[i], words));
          g_assert_true (g_str_has_suffix (lines[i], "\"}"));
        }
    }
}

/* What was left behind by somebody who died. */
static void
test_continues (Fixture       *f,
                gconstpointer  data)
{
  g_assert_true (g_file_set_contents (f->path, "{\"old\": 1}\n{\"ol", -1, NULL));
  start (f);
  say (f, "log://a", "new");
  stop (f);
  assert_file (f, "", "{\"old\": 1}\n{\"ol\n{T, N, \"topics\": [\"log://a\"], \"payload\": \"new\"}\n");
}

static void
test_topics (Fixture       *f,
             gconstpointer  data)
{
  hark_log_file_set_topics (f->log, HARK_TOPICS ("audit", "log://a"));
  start (f);
  say (f, "log://b", "no");
  say (f, "audit", "yes");
  stop (f);
  assert_file (f, "", "{T, N, \"topics\": [\"audit\"], \"payload\": \"yes\"}\n");
}

static void
test_no_folder (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "none", "log", NULL);
  g_autoptr(HarkLogFile) log = hark_log_file_new (f->loop, f->bus, path);
  g_autoptr(HarkService) service = hark_service_new ("none", HARK_OBJECT (log), NULL);
  g_autofree char *words = g_strdup_printf ("%s cannot be opened: No such file or directory", path);
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_service_await_initialize (service, HARK_FOREVER, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, words);
}

static void
test_twice (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(HarkLogFile) log = hark_log_file_new (f->loop, f->bus, f->path);
  g_autoptr(HarkService) service = hark_service_new ("second", HARK_OBJECT (log), NULL);
  g_autoptr(GError) error = NULL;

  start (f);
  g_assert_false (hark_service_await_initialize (service, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EXISTS);
  stop (f);
}

/* Ends with an error, and begins again where there is room: nothing is lost. */
static void
test_full (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (symlink ("/dev/full", f->path), ==, 0);
  start (f);
  say (f, "log://a", "one");
  g_assert_false (hark_future_await (f->run, HARK_FOREVER, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  g_assert_false (hark_service_await_terminate (f->service, HARK_FOREVER, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);

  g_unlink (f->path);
  g_clear_pointer (&f->run, hark_future_unref);
  start (f);
  say (f, "log://a", "two");
  stop (f);
  assert_file (f, "", "{T, N, \"topics\": [\"log://a\"], \"payload\": \"one\"}\n"
                      "{T, N, \"topics\": [\"log://a\"], \"payload\": \"two\"}\n");
}

static void
test_lost (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *text = g_strnfill (300000, 'a');
  HarkBusStats stats;

  g_assert_cmpint (symlink ("/dev/full", f->path), ==, 0);
  start (f);
  for (guint i = 0; i < 5; i++)
    say (f, "log://a", text);
  iterate ();
  hark_bus_get_stats (f->bus, &stats);
  g_assert_cmpuint (stats.n_failed, ==, 2);
  hark_service_await_terminate (f->service, HARK_FOREVER, NULL, NULL);
  g_unlink (f->path);
}

/* Where nothing can be renamed. */
static void
test_stuck (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *old = path_of (f, ".1");
  g_autofree char *inside = g_build_filename (old, "inside", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0);
  hark_log_file_set_rotation (f->log, 1, 1);
  start (f);
  say (f, "log://a", "one");
  say (f, "log://a", "two");
  g_assert_false (hark_future_await (f->run, HARK_FOREVER, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "cannot be rotated"));
  stop (f);
  assert_file (f, "", "{T, N, \"topics\": [\"log://a\"], \"payload\": \"one\"}\n"
                      "{T, N, \"topics\": [\"log://a\"], \"payload\": \"two\"}\n");
  g_rmdir (inside);
  g_rmdir (old);
}

#define ADD(name, func) g_test_add ("/service/log-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("has-a-line-of-json-for-each-message", test_lines);
  ADD ("is-written-at-its-interval", test_interval);
  ADD ("is-written-at-the-end", test_end);
  ADD ("is-written-when-there-is-much", test_much);
  ADD ("is-rotated-by-its-size", test_rotates);
  ADD ("is-continued-on-a-line-of-its-own", test_continues);
  ADD ("has-other-topics", test_topics);
  ADD ("needs-a-folder", test_no_folder);
  ADD ("is-not-written-twice", test_twice);
  ADD ("keeps-what-a-full-disk-does-not-take", test_full);
  ADD ("tells-what-it-has-lost", test_lost);
  ADD ("tells-that-it-cannot-be-rotated", test_stuck);
  return g_test_run ();
}
