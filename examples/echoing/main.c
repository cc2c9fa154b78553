/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An echo server and a thousand clients of it (or as many as are asked for), all in one thread. Each end of each
 * connection is a task, which awaits GIO's socket operations and reads from top to
 * bottom. The clients are all connected at the same time: none goes on with its
 * second line before everybody has had the first one back. */

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <hark/hark.h>
#include <sys/resource.h>

enum
{
  N_CLIENTS  = 1000,
  N_LINES    = 3,
  N_KNOCKING = 64, /* a socket keeps only so many waiting to be let in */
  N_FILES    = 64, /* beside the connections */
};

#define AT_MOST (120 * G_TIME_SPAN_SECOND)

typedef struct
{
  GSocketListener   *listener;
  GSocketAddress    *address;
  HarkTaskSemaphore *door;
  HarkTaskFlag      *is_full; /* everybody is here */
  guint              n_clients;
  guint              n_here;
  guint              n_served;
  guint              n_lines;
} House;

/* --- awaiting, in a line each --- */

/* 0: the other end has nothing more to say; -1: on error. */
static gssize
receive (GIOStream *stream, char *buffer, gsize size, GError **error)
{
  GInputStream *in = g_io_stream_get_input_stream (stream);
  g_autoptr(GAsyncResult) result = HARK_AWAIT_ASYNC (error, g_input_stream_read_async, in, buffer, size,
                                                     G_PRIORITY_DEFAULT, hark_task_get_cancellable ());

  return result != NULL ? g_input_stream_read_finish (in, result, error) : -1;
}

static gboolean
send_all (GIOStream *stream, const char *bytes, gsize size, GError **error)
{
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  g_autoptr(GAsyncResult) result = HARK_AWAIT_ASYNC (error, g_output_stream_write_all_async, out, bytes, size,
                                                     G_PRIORITY_DEFAULT, hark_task_get_cancellable ());

  return result != NULL && g_output_stream_write_all_finish (out, result, NULL, error);
}

static GIOStream *
let_in (GSocketListener *listener, GError **error)
{
  g_autoptr(GAsyncResult) result =
    HARK_AWAIT_ASYNC (error, g_socket_listener_accept_async, listener, hark_task_get_cancellable ());

  return result != NULL ? G_IO_STREAM (g_socket_listener_accept_finish (listener, result, NULL, error)) : NULL;
}

static GIOStream *
knock (GSocketAddress *address, GError **error)
{
  g_autoptr(GSocketClient) client = g_object_new (G_TYPE_SOCKET_CLIENT, "enable-proxy", FALSE, NULL);
  g_autoptr(GAsyncResult) result =
    HARK_AWAIT_ASYNC (error, g_socket_client_connect_async, client, G_SOCKET_CONNECTABLE (address),
                      hark_task_get_cancellable ());

  return result != NULL ? G_IO_STREAM (g_socket_client_connect_finish (client, result, error)) : NULL;
}

/* --- the server --- */

typedef struct
{
  House     *house;
  GIOStream *stream;
} Visit;

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  g_object_unref (visit->stream);
  g_free (visit);
}

/* What goes wrong with one client is no matter of the others: it has no error. */
static gpointer
serve (gpointer data, GError **error)
{
  Visit *visit = data;
  char buffer[256];
  gssize n;

  visit->house->n_served++;
  while ((n = receive (visit->stream, buffer, sizeof buffer, NULL)) > 0)
    if (!send_all (visit->stream, buffer, n, NULL))
      break;
  return NULL;
}

/* Until it is cancelled; then the clients that are still there are, too. */
static gpointer
keep_house (gpointer data, GError **error)
{
  House *house = data;
  g_autoptr(HarkTaskGroup) visits = hark_task_group_new ();
  GIOStream *stream;

  while ((stream = let_in (house->listener, error)) != NULL)
    {
      Visit *visit = g_new (Visit, 1);

      *visit = (Visit) { house, stream };
      hark_task_group_spawn (visits, serve, visit, visit_free);
    }
  return NULL;
}

/* --- the clients --- */

static gboolean
say (House *house, GIOStream *stream, guint n, GError **error)
{
  g_autofree char *line = g_strdup_printf ("this is line %u\n", n);
  gsize length = strlen (line), n_back = 0;
  char back[64];

  if (!send_all (stream, line, length, error))
    return FALSE;
  while (n_back < length)
    {
      gssize n_more = receive (stream, back + n_back, sizeof back - n_back, error);

      if (n_more < 0)
        return FALSE;
      if (n_more == 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "The server hung up in line %u", n);
          return FALSE;
        }
      n_back += n_more;
    }
  house->n_lines += n_back == length && memcmp (line, back, length) == 0;
  return TRUE;
}

/* Connected, and served. */
static GIOStream *
enter (House *house, GError **error)
{
  g_autoptr(GIOStream) stream = NULL;

  if (!hark_task_semaphore_acquire (house->door, HARK_FOREVER, NULL, error))
    return NULL;
  stream = knock (house->address, error);
  if (stream != NULL && !say (house, stream, 1, error))
    g_clear_object (&stream);
  hark_task_semaphore_release (house->door);
  return g_steal_pointer (&stream);
}

static gpointer
visit (gpointer data, GError **error)
{
  House *house = data;
  g_autoptr(GIOStream) stream = enter (house, error);

  if (stream == NULL)
    return NULL;
  if (++house->n_here == house->n_clients)
    hark_task_flag_set (house->is_full);
  if (!hark_task_flag_wait (house->is_full, HARK_FOREVER, NULL, error))
    return NULL;
  for (guint n = 2; n <= N_LINES; n++)
    if (!say (house, stream, n, error))
      break;
  return NULL;
}

/* --- the program --- */

static gboolean
show (House *house, GError **error)
{
  g_autoptr(HarkTask) keeper = hark_task_spawn (keep_house, house, NULL);
  g_autoptr(HarkTaskGroup) clients = hark_task_group_new ();
  gboolean is_well;

  for (guint i = 0; i < house->n_clients; i++)
    hark_task_group_spawn (clients, visit, house, NULL);
  is_well = hark_task_group_await (clients, error);

  hark_task_cancel (keeper);
  hark_task_shield ();
  hark_task_await (keeper, NULL);
  hark_task_unshield ();
  return is_well;
}

static gpointer
run (gpointer data, GError **error)
{
  House *house = data;

  hark_task_set_timeout (hark_task_get_current (), AT_MOST);
  if (!g_socket_listener_add_address (house->listener, house->address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, error)
      || !show (house, error))
    return NULL;

  g_print ("%u clients were served at the same time, and %u lines came back\n", house->n_served, house->n_lines);
  return NULL;
}

/* Both ends of each connection are here. */
static gboolean
allow_files (guint n_clients, GError **error)
{
  const rlim_t n = 2 * n_clients + N_FILES;
  struct rlimit limit = { 0 };

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < n)
    {
      limit.rlim_cur = MIN (n, limit.rlim_max);
      setrlimit (RLIMIT_NOFILE, &limit);
    }
  if (limit.rlim_cur >= n)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES,
               "%u clients and their server need %lu open files, and %lu are allowed: raise it with \"ulimit -n\"",
               n_clients, (gulong) n, (gulong) limit.rlim_cur);
  return FALSE;
}

int
main (int argc, char **argv)
{
  const guint n_clients = argc > 1 ? atoi (argv[1]) : N_CLIENTS;
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("echoing-XXXXXX", &error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "socket", NULL) : NULL;

  if (folder != NULL && allow_files (n_clients, &error))
    {
      g_autoptr(GSocketListener) listener = g_socket_listener_new ();
      g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
      g_autoptr(HarkTaskSemaphore) door = hark_task_semaphore_new (N_KNOCKING);
      g_autoptr(HarkTaskFlag) is_full = hark_task_flag_new ();
      House house = {
        .listener = listener,
        .address = address,
        .door = door,
        .is_full = is_full,
        .n_clients = n_clients,
      };

      g_socket_listener_set_backlog (listener, N_KNOCKING);
      hark_run (run, &house, &error);
      g_unlink (path);
    }
  if (folder != NULL)
    g_rmdir (folder);
  if (error == NULL)
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
