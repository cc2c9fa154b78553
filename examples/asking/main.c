/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A client that asks a server with moods: it hangs up, stops in the middle of a line, or says nothing for
 * an hour. Each question has a time within which it is answered or fails. With --virtual nobody waits
 * for that: the clock is virtual. */

#include "client.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#define SOON (200 * G_TIME_SPAN_MILLISECOND)

/* --- the server --- */

static gboolean
answer (GOutputStream *out, const char *text)
{
  g_autoptr(GAsyncResult) result = HARK_AWAIT_ASYNC (NULL, g_output_stream_write_all_async, out, text, strlen (text),
                                                     G_PRIORITY_DEFAULT, hark_task_get_cancellable ());

  return result != NULL && g_output_stream_write_all_finish (out, result, NULL, NULL);
}

/* Whether it goes on with the next. */
static gboolean
answer_to (GOutputStream *out, const char *question)
{
  g_autofree char *text = NULL;
  int a, b;

  if (g_str_equal (question, "say nothing"))
    return hark_sleep (G_TIME_SPAN_HOUR, NULL) && answer (out, "too late\n");
  if (g_str_equal (question, "hang up"))
    return FALSE;
  if (g_str_equal (question, "say goodbye"))
    return answer (out, "goodbye\n") && FALSE;
  if (sscanf (question, "add %d %d", &a, &b) != 2)
    return answer (out, "what?\n");
  text = g_strdup_printf ("%d\n", a + b);
  return answer (out, text);
}

static gpointer
serve (gpointer data, GError **error)
{
  GIOStream *stream = data;
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      g_autoptr(GAsyncResult) result = HARK_AWAIT_ASYNC (NULL, g_data_input_stream_read_line_async, lines,
                                                         G_PRIORITY_DEFAULT, hark_task_get_cancellable ());
      g_autofree char *question =
        result != NULL ? g_data_input_stream_read_line_finish_utf8 (lines, result, NULL, NULL) : NULL;

      goes_on = question != NULL && answer_to (g_io_stream_get_output_stream (stream), question);
    }
  g_io_stream_close (stream, NULL, NULL);
  return NULL;
}

/* Until it is cancelled. */
static gpointer
run_server (gpointer data, GError **error)
{
  GSocketListener *listener = data;
  g_autoptr(HarkTaskGroup) clients = hark_task_group_new ();

  for (;;)
    {
      g_autoptr(GAsyncResult) result =
        HARK_AWAIT_ASYNC (error, g_socket_listener_accept_async, listener, hark_task_get_cancellable ());
      GSocketConnection *connection =
        result != NULL ? g_socket_listener_accept_finish (listener, result, NULL, error) : NULL;

      if (connection == NULL)
        return NULL;
      hark_task_group_spawn (clients, serve, connection, g_object_unref);
    }
}

/* --- asking --- */

static void
ask (Client *client, const char *question, gint64 timeout)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = client_ask (client, question, timeout, &error);

  g_print ("%s: %s\n", question, text != NULL ? text : error->message);
}

static gpointer
ask_patiently (gpointer data, GError **error)
{
  ask (data, "say nothing", HARK_FOREVER);
  return NULL;
}

static void
change_ones_mind (Client *client)
{
  g_autoptr(HarkTask) task = hark_task_spawn (ask_patiently, client, NULL);

  hark_sleep (SOON, NULL);
  hark_task_cancel (task);
  hark_task_await (task, NULL);
}

static gpointer
run_client (gpointer data, GError **error)
{
  Client *client = data;

  ask (client, "add 19 23", SOON);
  ask (client, "say goodbye", SOON);
  ask (client, "add 1 2", SOON); /* over a new connection */
  ask (client, "hang up", SOON);
  ask (client, "say nothing", SOON);
  ask (client, "add 2 3", SOON); /* the late answer is no answer to this */
  change_ones_mind (client);
  ask (client, "add 4 5", SOON);
  g_print ("%u connections\n", client_get_n_connections (client));
  return NULL;
}

/* --- the program --- */

static gpointer
run (gpointer data, GError **error)
{
  GSocketAddress *address = data;
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(Client) client = client_new (address);
  g_autoptr(HarkTask) server = NULL;
  g_autoptr(HarkTask) asking = NULL;

  if (!g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                                      NULL, NULL, error))
    return NULL;
  server = hark_task_spawn (run_server, listener, NULL);
  asking = hark_task_spawn (run_client, client, NULL);
  hark_task_await (asking, error);
  hark_task_cancel (server);
  hark_task_await (server, NULL);
  return NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("asking-XXXXXX", &error);

  if (argc > 1 && g_str_equal (argv[1], "--virtual"))
    hark_clock_set_virtual (TRUE);
  if (folder != NULL)
    {
      g_autofree char *path = g_build_filename (folder, "socket", NULL);
      g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);

      hark_run (run, address, &error);
      g_unlink (path);
      g_rmdir (folder);
    }
  if (error == NULL)
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
