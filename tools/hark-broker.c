/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A broker as a program. It says one line when others can connect, so that who
 * starts it need not guess, reads its files again at SIGHUP, and removes its
 * sockets when it is told to end. doc/broker.md is its manual. */

#include <gio/gio.h>
#include <glib-unix.h>
#include <hark/hark.h>
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "supervision.h"

enum
{
  EXIT_USAGE = 2,
};

/* In microseconds: somewhat longer than it takes until a peer on another CPU is awake and has answered. */
enum
{
  SPIN = 100,
};

typedef struct
{
  char    **addresses;
  char     *config;
  char     *rules;
  int       ready_fd;
  int       spin;
  gboolean  verbose;
  gboolean  version;
} Options;

typedef struct
{
  Options     options;
  HarkBroker *broker;
  GMainLoop  *main_loop;
} Daemon;

static const char description[] =
  "Without an address it listens where its settings say, on the sockets that a service\n"
  "manager has opened for it, or else on $XDG_RUNTIME_DIR/hark/broker.sock, where peers\n"
  "look when they are given none. An address is a path, unix:path=PATH,\n"
  "tls:host=HOST,port=PORT,certificate=FILE,key=FILE,ca=FILE, or, for this machine alone,\n"
  "tcp:host=localhost,port=PORT.\n"
  "\n"
  "It ends at SIGTERM and SIGINT, and reads its files again at SIGHUP.\n"
  "\n"
  "Exit status:\n"
  "  0  it was told to end\n"
  "  1  it cannot listen, or nobody can be told that it does\n"
  "  2  the command line, or a file that it names, makes no sense";

static gboolean
parse_options (int       *argc,
               char    ***argv,
               Options   *options,
               GError   **error)
{
  const GOptionEntry entries[] =
  {
    { "address", 'a', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING_ARRAY, &options->addresses,
      "Listen there; may be given several times", "ADDRESS" },
    { "config", 'c', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &options->config,
      "Read settings from there", "FILE" },
    { "rules", 'r', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &options->rules,
      "Read there who may do what", "FILE" },
    { "ready-fd", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &options->ready_fd,
      "Say there that it listens, then close it; else on the standard output", "FD" },
    { "spin", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &options->spin,
      "Look for the next message so long before sleeping, while they come so soon (100; 0: never)",
      "MICROSECONDS" },
    { "verbose", 'v', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &options->verbose,
      "Say who comes and who goes, and why", NULL },
    { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &options->version, "Say the version", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, "Routes events and calls between processes.");
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "what is %s for?", (*argv)[1]);
      return FALSE;
    }
  if (options->spin < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--spin is a time, and cannot be %d", options->spin);
      return FALSE;
    }
  return TRUE;
}

/* --- What it says --- */

static void
on_joined (HarkBroker *broker,
           const char *peer,
           const char *who)
{
  g_printerr ("%s has come: %s\n", peer, who);
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
say_ready (Daemon  *self,
           GError **error)
{
  g_autofree char *addresses = g_strjoinv (" ", (char **) hark_broker_get_addresses (self->broker));
  int fd = self->options.ready_fd;
  FILE *where = fd >= 0 ? fdopen (fd, "w") : stdout;
  gboolean is_said = where != NULL && fprintf (where, "ready: listening on %s\n", addresses) > 0 && fflush (where) == 0;
  g_autofree char *name = fd >= 0 ? g_strdup_printf ("descriptor %d", fd) : g_strdup ("its standard output");

  if (!is_said)
    g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED, "cannot say on %s that it is ready: %s", name, g_strerror (errno));
  if (where != NULL && where != stdout)
    fclose (where);
  return is_said;
}

/* --- What it reads --- */

static gboolean
read_files (Daemon  *self,
            GError **error)
{
  const Options *options = &self->options;

  return (options->config == NULL || hark_broker_load_settings (self->broker, options->config, error)) &&
         (options->rules == NULL || hark_broker_load_rules (self->broker, options->rules, error));
}

static gboolean
on_reload (gpointer data)
{
  Daemon *self = data;
  g_autofree char *reloading =
    g_strdup_printf ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time ());
  g_autoptr(GError) error = NULL;

  supervision_tell (reloading);
  if (!read_files (self, &error))
    g_printerr ("hark-broker: %s; what was read before still holds\n", error->message);
  else if (self->options.verbose)
    g_printerr ("hark-broker: its files are read again\n");
  supervision_tell ("READY=1");
  return G_SOURCE_CONTINUE;
}

/* --- Its life --- */

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
listen_everywhere (Daemon  *self,
                   GError **error)
{
  char *const *addresses = self->options.addresses;
  int first;
  guint n = supervision_take_sockets (&first);
  guint i;

  for (i = 0; i < n; i++)
    {
      g_autofree char *address = g_strdup_printf ("fd:number=%d", first + (int) i);

      if (!hark_broker_listen (self->broker, address, error))
        return FALSE;
    }
  for (i = 0; addresses != NULL && addresses[i] != NULL; i++)
    if (!hark_broker_listen (self->broker, addresses[i], error))
      return FALSE;
  return addresses != NULL || hark_broker_listen (self->broker, NULL, error);
}

static int
fail (const char *words,
      int         status)
{
  g_printerr ("hark-broker: %s\n", words);
  return status;
}

static int
run (Daemon *self)
{
  g_autoptr(GError) error = NULL;

  if (self->options.verbose)
    {
      HARK_CONNECT_FUNC (self->broker, hark_broker_joined, self->broker, on_joined);
      HARK_CONNECT_FUNC (self->broker, hark_broker_left, self->broker, on_left);
    }
  g_unix_signal_add (SIGTERM, on_signal, self->main_loop);
  g_unix_signal_add (SIGINT, on_signal, self->main_loop);
  g_unix_signal_add (SIGHUP, on_reload, self);
  if (!read_files (self, &error))
    return fail (error->message, EXIT_USAGE);
  if (!listen_everywhere (self, &error))
    {
      hark_broker_stop (self->broker);
      return fail (error->message, g_error_matches (error, HARK_ERROR, HARK_ERROR_INVALID) ? EXIT_USAGE : EXIT_FAILURE);
    }
  if (!say_ready (self, &error))
    {
      hark_broker_stop (self->broker);
      return fail (error->message, EXIT_FAILURE);
    }
  supervision_tell ("READY=1");
  g_main_loop_run (self->main_loop);
  supervision_tell ("STOPPING=1");
  hark_broker_stop (self->broker);
  /* Those who were disconnected are still to be named. */
  hark_loop_run_until_idle (hark_object_get_loop (HARK_OBJECT (self->broker)));
  return EXIT_SUCCESS;
}

int
main (int    argc,
      char **argv)
{
  Daemon daemon = { .options = { .ready_fd = -1, .spin = SPIN } };
  g_autoptr(GError) error = NULL;
  int status = EXIT_SUCCESS;

  setlocale (LC_ALL, "");
  if (!parse_options (&argc, &argv, &daemon.options, &error))
    {
      g_prefix_error (&error, "see hark-broker --help: ");
      status = fail (error->message, EXIT_USAGE);
    }
  else if (daemon.options.version)
    g_print ("hark-broker " HARK_VERSION "\n");
  else
    {
      /* Who reads the line may be gone; that is an error to report, not a reason to die. */
      signal (SIGPIPE, SIG_IGN);
      supervision_raise_limit ();
      daemon.main_loop = g_main_loop_new (NULL, FALSE);
      daemon.broker = hark_broker_new (NULL);
      hark_loop_set_spin (hark_object_get_loop (HARK_OBJECT (daemon.broker)), daemon.options.spin);
      status = run (&daemon);
      g_object_unref (daemon.broker);
      g_main_loop_unref (daemon.main_loop);
    }
  g_strfreev (daemon.options.addresses);
  g_free (daemon.options.config);
  g_free (daemon.options.rules);
  return status;
}
