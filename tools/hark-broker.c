/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A broker as a program. It says one line when others can connect, so that who
 * starts it need not guess, and removes its socket when it is told to end. */

#include <gio/gio.h>
#include <glib-unix.h>
#include <hark/hark.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum
{
  EXIT_USAGE = 2,
};

typedef struct
{
  char     *address;
  int       ready_fd;
  gboolean  verbose;
  gboolean  version;
} Options;

static gboolean
parse_options (int       *argc,
               char    ***argv,
               Options   *options,
               GError   **error)
{
  const GOptionEntry entries[] =
  {
    { "address", 'a', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &options->address,
      "Listen there: unix:PATH, or a path", "ADDRESS" },
    { "listen", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options->address, NULL, NULL },
    { "socket", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options->address, NULL, NULL },
    { "ready-fd", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &options->ready_fd,
      "Say there that it listens, then close it; else on the standard output", "FD" },
    { "verbose", 'v', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &options->verbose,
      "Say who comes and who goes, and why", NULL },
    { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &options->version, "Say the version", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, "Routes events and calls between the processes of one user.");
  g_option_context_set_description (context,
                                    "Without an address it listens on $XDG_RUNTIME_DIR/hark/broker.sock, where peers\n"
                                    "look when they are given none. It ends at SIGTERM or SIGINT.");
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "what is %s for? See hark-broker --help", (*argv)[1]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static void
on_joined (HarkBroker *broker,
           const char *peer)
{
  g_printerr ("%s has come\n", peer);
}

static void
on_left (HarkBroker *broker,
         const char *peer,
         const char *reason)
{
  g_printerr ("%s has gone: %s\n", peer[0] != '\0' ? peer : "somebody without a name", reason);
}

/* Returns: whether somebody could be told. */
static gboolean
say_ready (const Options *options,
           const char    *address)
{
  FILE *where = options->ready_fd >= 0 ? fdopen (options->ready_fd, "w") : stdout;
  gboolean is_said = where != NULL && fprintf (where, "ready: listening on %s\n", address) > 0 && fflush (where) == 0;

  if (where != NULL && where != stdout)
    fclose (where);
  return is_said;
}

static int
run (const Options *options)
{
  g_autoptr(GMainLoop) main_loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(HarkBroker) broker = hark_broker_new (NULL);
  g_autoptr(GError) error = NULL;

  if (options->verbose)
    {
      HARK_CONNECT_FUNC (broker, hark_broker_joined, broker, on_joined);
      HARK_CONNECT_FUNC (broker, hark_broker_left, broker, on_left);
    }
  g_unix_signal_add (SIGTERM, on_signal, main_loop);
  g_unix_signal_add (SIGINT, on_signal, main_loop);
  if (!hark_broker_listen (broker, options->address, &error))
    {
      g_printerr ("hark-broker: %s\n", error->message);
      return EXIT_FAILURE;
    }
  if (!say_ready (options, hark_broker_get_address (broker)))
    {
      g_printerr ("hark-broker: cannot say that it is ready\n");
      hark_broker_stop (broker);
      return EXIT_FAILURE;
    }
  g_main_loop_run (main_loop);
  hark_broker_stop (broker);
  return EXIT_SUCCESS;
}

int
main (int    argc,
      char **argv)
{
  Options options = { .ready_fd = -1 };
  g_autoptr(GError) error = NULL;
  int status;

  setlocale (LC_ALL, "");
  if (!parse_options (&argc, &argv, &options, &error))
    {
      g_printerr ("hark-broker: %s\n", error->message);
      return EXIT_USAGE;
    }
  if (options.version)
    {
      g_print ("hark-broker " HARK_VERSION "\n");
      return EXIT_SUCCESS;
    }
  /* Who reads the line may be gone; that is an error to report, not a reason to die. */
  signal (SIGPIPE, SIG_IGN);
  status = run (&options);
  g_free (options.address);
  return status;
}
