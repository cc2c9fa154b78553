/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Each question is a task of its own, in a group: so it has a time of its own, and ends with who
 * asked. After an error the connection is dropped, because an answer that is still on its way would
 * be taken for that to the next question. */

#include "client.h"

struct _Client
{
  GSocketAddress    *address;
  HarkTaskLock      *turn;          /* guards the rest */
  GSocketConnection *connection;    /* NULL: not connected */
  GDataInputStream  *lines;         /* of the connection */
  guint              n_connections;
};

Client *
client_new (GSocketAddress *address)
{
  Client *self = g_new0 (Client, 1);

  self->address = g_object_ref (address);
  self->turn = hark_task_lock_new ();
  return self;
}

static void
hang_up (Client *self)
{
  g_clear_object (&self->lines);
  g_clear_object (&self->connection);
}

void
client_free (Client *self)
{
  hang_up (self);
  hark_task_lock_unref (self->turn);
  g_object_unref (self->address);
  g_free (self);
}

guint
client_get_n_connections (Client *self)
{
  return self->n_connections;
}

/* --- one question --- */

static gboolean
dial (Client *self, GError **error)
{
  g_autoptr(GSocketClient) client = g_object_new (G_TYPE_SOCKET_CLIENT, "enable-proxy", FALSE, NULL);
  g_autoptr(GAsyncResult) result =
    HARK_AWAIT_ASYNC (error, g_socket_client_connect_async, client, G_SOCKET_CONNECTABLE (self->address),
                      hark_task_get_cancellable ());

  if (result != NULL)
    self->connection = g_socket_client_connect_finish (client, result, error);
  if (self->connection == NULL)
    return FALSE;
  self->lines = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  self->n_connections++;
  return TRUE;
}

static gboolean
write_line (Client *self, const char *line, GError **error)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  g_autofree char *text = g_strconcat (line, "\n", NULL);
  g_autoptr(GAsyncResult) result = HARK_AWAIT_ASYNC (error, g_output_stream_write_all_async, out, text, strlen (text),
                                                     G_PRIORITY_DEFAULT, hark_task_get_cancellable ());

  return result != NULL && g_output_stream_write_all_finish (out, result, NULL, error);
}

static char *
read_line (Client *self, GError **error)
{
  g_autoptr(GError) own_error = NULL;
  g_autoptr(GAsyncResult) result = HARK_AWAIT_ASYNC (error, g_data_input_stream_read_line_async, self->lines,
                                                     G_PRIORITY_DEFAULT, hark_task_get_cancellable ());
  char *line;

  if (result == NULL)
    return NULL;
  line = g_data_input_stream_read_line_finish_utf8 (self->lines, result, NULL, &own_error);
  if (own_error != NULL)
    g_propagate_error (error, g_steal_pointer (&own_error));
  else if (line == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "The server has hung up");
  return line;
}

/* A connection that is not new may have been lost since it was used, which shows only now. */
static char *
exchange (Client *self, const char *question, GError **error)
{
  for (;;)
    {
      gboolean is_new = self->connection == NULL;
      g_autoptr(GError) own_error = NULL;
      char *answer = NULL;

      if ((!is_new || dial (self, &own_error)) && write_line (self, question, &own_error))
        answer = read_line (self, &own_error);
      if (answer != NULL)
        return answer;

      hang_up (self);
      if (is_new || !g_error_matches (own_error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
        {
          g_propagate_error (error, g_steal_pointer (&own_error));
          return NULL;
        }
    }
}

/* --- in a task of its own --- */

typedef struct
{
  Client     *client;
  const char *question;
  gint64      timeout;
  char       *answer;
} Request;

static gpointer
request_run (gpointer data, GError **error)
{
  Request *self = data;

  hark_task_set_timeout (hark_task_get_current (), self->timeout);
  if (!hark_task_lock_acquire (self->client->turn, HARK_FOREVER, NULL, error))
    return NULL;
  self->answer = exchange (self->client, self->question, error);
  hark_task_lock_release (self->client->turn);
  return NULL;
}

char *
client_ask (Client *self, const char *question, gint64 timeout, GError **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();
  Request request = { self, question, timeout, NULL };

  hark_task_group_spawn (group, request_run, &request, NULL);
  if (hark_task_group_await (group, error))
    return request.answer;
  g_prefix_error (error, "\"%s\" was not answered: ", question);
  g_free (request.answer);
  return NULL;
}
