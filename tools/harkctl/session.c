/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The way to the broker: a bus with a peer, like any program's, and the broker's own object. Also
 * how harkctl complains. */

#include "verb-private.h"

#include "screen-private.h"

gint64
session_patience (const Session *self)
{
  return self->patience > 0 ? (gint64) (self->patience * G_USEC_PER_SEC) : HARK_FOREVER;
}

gboolean
session_connect (Session *self)
{
  g_autoptr(GError) error = NULL;

  self->bus = hark_bus_new (NULL);
  self->peer = hark_peer_new (self->bus, self->address);
  if (!hark_peer_connect (self->peer, session_patience (self), NULL, &error))
    {
      session_complain (self, HARKCTL_UNREACHABLE, "%s", error->message);
      return FALSE;
    }
  self->broker = hark_broker_new_remote (self->bus, hark_object_get_loop (HARK_OBJECT (self->bus)));
  return TRUE;
}

void
session_clear (Session *self)
{
  g_clear_object (&self->broker);
  g_clear_object (&self->peer);
  g_clear_object (&self->bus);
  /* What is freed behind the calls. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_free (self->address);
}

int
session_complain (const Session *self,
                  int            status,
                  const char    *format,
                  ...)
{
  va_list arguments;
  g_autofree char *words = NULL;
  g_autofree char *shown = NULL;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  shown = screen_printable (words);
  g_printerr ("harkctl%s%s: %s\n", self->verb != NULL ? " " : "", self->verb != NULL ? self->verb : "", shown);
  return status;
}

int
session_fail (const Session *self,
              const GError  *error)
{
  gboolean is_gone = g_error_matches (error, HARK_ERROR, HARK_ERROR_UNREACHABLE) && self->broker == NULL;

  return session_complain (self, is_gone ? HARKCTL_UNREACHABLE : HARKCTL_FAILED, "%s", error->message);
}

GPtrArray *
session_list_topics (Session     *self,
                     const char  *pattern,
                     GError     **error)
{
  HarkBrokerTopic **topics = NULL;
  GPtrArray *list;
  gsize n;

  if (!hark_broker_await_topics (self->broker, pattern, session_patience (self), NULL, &topics, &n, error))
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_broker_topic_unref);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (list, topics[i]);
  g_free (topics);
  return list;
}
