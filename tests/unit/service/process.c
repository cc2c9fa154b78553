/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A program with a runtime, started by this one in the place of systemd. */

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

#include "clerk-private.h"

#define SECOND G_TIME_SPAN_SECOND

static const char *program;

/* --- the program --- */

static int
serve (void)
{
  g_autoptr(HarkRuntime) runtime = hark_runtime_new ();
  g_autoptr(GString) diary = g_string_new (NULL);
  Plan plan = { .name = "ann", .diary = diary, .duration = HARK_FOREVER };
  HarkService *service = service_new (hark_runtime_add_loop (runtime, "io", TRUE, NULL), &plan);
  g_autoptr(GError) error = NULL;

  alarm (120); /* it does not outlive a test that fails for long */
  hark_runtime_add (runtime, service, HARK_FAILURE_STOP, NULL);
  g_object_unref (service);
  hark_runtime_run (runtime, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (diary->str, ==, "+ann ann -ann ");
  return 0;
}

/* --- who starts it --- */

typedef struct
{
  GSocket     *socket;
  char        *folder;  /* (nullable): the name is of no file */
  char        *name;
  GSubprocess *process;
} Manager;

static void
manager_init (Manager    *self,
              gboolean    is_abstract,
              const char *watchdog)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("hark-XXXXXX", &error);
  g_assert_no_error (error);
  self->name = g_build_filename (self->folder, "notify", NULL);
  address = g_unix_socket_address_new_with_type (self->name, -1,
                                                 is_abstract ? G_UNIX_SOCKET_ADDRESS_ABSTRACT
                                                             : G_UNIX_SOCKET_ADDRESS_PATH);
  self->socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_set_timeout (self->socket, 60);
  g_assert_true (g_socket_bind (self->socket, address, FALSE, &error));

  if (is_abstract)
    {
      g_autofree char *name = g_strconcat ("@", self->name, NULL);

      g_subprocess_launcher_setenv (launcher, "NOTIFY_SOCKET", name, TRUE);
    }
  else
    g_subprocess_launcher_setenv (launcher, "NOTIFY_SOCKET", self->name, TRUE);
  if (watchdog != NULL)
    g_subprocess_launcher_setenv (launcher, "WATCHDOG_USEC", watchdog, TRUE);
  self->process = g_subprocess_launcher_spawn (launcher, &error, program, "serve", NULL);
  g_assert_no_error (error);
}

/* Expects the process to end well. @number: the signal that it is sent before; 0: none */
static void
manager_clear (Manager *self,
               int      number)
{
  g_autoptr(GError) error = NULL;

  if (number != 0)
    g_subprocess_send_signal (self->process, number);
  g_subprocess_wait_check (self->process, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (self->process);
  g_object_unref (self->socket);
  g_unlink (self->name);
  g_rmdir (self->folder);
  g_free (self->name);
  g_free (self->folder);
}

static void
assert_hears (Manager    *self,
              const char *words)
{
  char text[64] = "";
  g_autoptr(GError) error = NULL;

  g_socket_receive (self->socket, text, sizeof text - 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, words);
}

static void
test_signal (gconstpointer data)
{
  Manager manager;

  manager_init (&manager, FALSE, NULL);
  assert_hears (&manager, "READY=1");
  g_subprocess_send_signal (manager.process, GPOINTER_TO_INT (data));
  assert_hears (&manager, "STOPPING=1");
  manager_clear (&manager, 0);
}

static void
test_abstract (void)
{
  Manager manager;

  manager_init (&manager, TRUE, NULL);
  assert_hears (&manager, "READY=1");
  manager_clear (&manager, SIGTERM);
}

/* Half an hour would be too long, if it waited before the first one. */
static void
test_watchdog (void)
{
  Manager manager;
  gboolean is_ready = FALSE;
  guint n_alive = 0;

  manager_init (&manager, FALSE, "20000");
  while (!is_ready || n_alive < 3)
    {
      char text[64] = "";

      g_assert_cmpint (g_socket_receive (manager.socket, text, sizeof text - 1, NULL, NULL), >, 0);
      if (g_str_equal (text, "READY=1"))
        is_ready = TRUE;
      else
        {
          g_assert_cmpstr (text, ==, "WATCHDOG=1");
          n_alive++;
        }
    }
  manager_clear (&manager, SIGTERM);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "serve"))
    return serve ();

  g_test_init (&argc, &argv, NULL);
  program = argv[0];
  g_test_add_data_func ("/service/process/ends-on-SIGTERM", GINT_TO_POINTER (SIGTERM), test_signal);
  g_test_add_data_func ("/service/process/ends-on-SIGINT", GINT_TO_POINTER (SIGINT), test_signal);
  g_test_add_func ("/service/process/knows-abstract-sockets", test_abstract);
  g_test_add_func ("/service/process/tells-its-watchdog", test_watchdog);
  return g_test_run ();
}
