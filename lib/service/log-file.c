/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A log file is a handler of a bus that turns messages into lines of JSON, and the life
 * of a service around it: it listens while it is initialized, and writes at an interval while it runs. All
 * of it is on its loop. The type is generated from schemas/log-file.hark; every log file is of
 * the final class here. */

#include <hark/handler.h>
#include <hark/log-file.h>
#include <hark/loop.h>
#include <hark/task.h>

#include "base/json-private.h"
#include "service/line-file-private.h"

#define HARK_TYPE_BUS_LOG_FILE (hark_bus_log_file_get_type ())
G_DECLARE_FINAL_TYPE (HarkBusLogFile, hark_bus_log_file, HARK, BUS_LOG_FILE, HarkLogFile)

struct _HarkBusLogFile
{
  HarkLogFile      parent_instance;
  HarkBus         *bus;       /* fixed at birth; owned */
  char           **topics;    /* fixed before it is initialized; owned */
  gint64           interval;  /* the same */
  HarkLineFile     file;      /* the owner */
  HarkConnection  *handler;   /* the owner; owned; NULL: it does not listen */
};

G_DEFINE_FINAL_TYPE (HarkBusLogFile, hark_bus_log_file, HARK_TYPE_LOG_FILE)

/* --- lines --- */

static void
put_member (GString    *line,
            const char *name,
            const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (line, ", \"%s\": ", name);
  hark_json_put_string (line, value);
}

static void
put_topics (GString           *line,
            const char *const *topics)
{
  g_string_append (line, ", \"topics\": [");
  for (guint i = 0; topics[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (line, ", ");
      hark_json_put_string (line, topics[i]);
    }
  g_string_append_c (line, ']');
}

static GString *
line_new (HarkMessage *message)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");
  GVariant *payload = hark_message_get_payload (message);
  GString *line = g_string_sized_new (256);

  g_string_append_printf (line, "{\"time\": \"%s\", \"id\": %" G_GUINT64_FORMAT, time,
                          hark_message_get_id (message));
  put_topics (line, hark_message_get_topics (message));
  put_member (line, "sender", hark_message_get_sender (message));
  put_member (line, "trace", hark_message_get_trace (message));
  if (payload != NULL)
    {
      g_string_append (line, ", \"payload\": ");
      hark_json_put_variant (line, payload);
    }
  g_string_append (line, "}\n");
  return line;
}

static HarkMessage *
write_down (HarkMessage  *message,
            gpointer      context,
            gpointer      data,
            GError      **error)
{
  HarkBusLogFile *self = context;
  guint n_rotated = self->file.n_rotated;
  GString *line = line_new (message);

  hark_line_file_add (&self->file, line, error);
  if (self->file.n_rotated != n_rotated)
    {
      g_autofree char *old = g_strconcat (self->file.path, ".1", NULL);

      hark_log_file_emit_rotated (HARK_LOG_FILE (self), old);
    }
  g_string_free (line, TRUE);
  return NULL;
}

/* --- its life --- */

static void
initialize (HarkLogFile  *file,
            GError      **error)
{
  HarkBusLogFile *self = HARK_BUS_LOG_FILE (file);
  g_autofree char *name = g_strdup_printf ("log file %s", self->file.path);
  HarkConnection *handler;

  if (!hark_line_file_open (&self->file, error))
    return;
  handler = hark_bus_subscribe (self->bus, (const char *const *) self->topics, name, self, write_down, NULL, NULL,
                                error);
  if (handler != NULL)
    self->handler = hark_connection_ref (handler);
  else
    hark_line_file_close (&self->file);
}

static void
run (HarkLogFile  *file,
     GError      **error)
{
  HarkBusLogFile *self = HARK_BUS_LOG_FILE (file);

  while (hark_sleep (self->interval, error) && hark_line_file_flush (&self->file, error))
    ;
}

static void
terminate (HarkLogFile  *file,
           GError      **error)
{
  HarkBusLogFile *self = HARK_BUS_LOG_FILE (file);
  g_autoptr(HarkFuture) drained = NULL;
  GError *failure = NULL;

  if (self->handler != NULL)
    drained = hark_connection_disconnect_drain (self->handler);
  g_clear_pointer (&self->handler, hark_connection_unref);
  if (drained != NULL)
    hark_await (drained, &failure);
  hark_line_file_flush (&self->file, failure == NULL ? &failure : NULL);
  hark_line_file_close (&self->file);
  if (failure != NULL)
    g_propagate_error (error, failure);
}

/* Nobody has terminated it. */
static void
closed (HarkLogFile *file)
{
  HarkBusLogFile *self = HARK_BUS_LOG_FILE (file);

  g_clear_pointer (&self->handler, hark_connection_unref);
  if (self->file.pending->len > 0)
    hark_line_file_flush (&self->file, NULL);
}

/* --- the object --- */

static void
hark_bus_log_file_finalize (GObject *object)
{
  HarkBusLogFile *self = HARK_BUS_LOG_FILE (object);

  hark_line_file_clear (&self->file);
  g_strfreev (self->topics);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (hark_bus_log_file_parent_class)->finalize (object);
}

static void
hark_bus_log_file_class_init (HarkBusLogFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_bus_log_file_finalize;
  HARK_LOG_FILE_CLASS (klass)->initialize = initialize;
  HARK_LOG_FILE_CLASS (klass)->run = run;
  HARK_LOG_FILE_CLASS (klass)->terminate = terminate;
  HARK_LOG_FILE_CLASS (klass)->closed = closed;
}

static void
hark_bus_log_file_init (HarkBusLogFile *self)
{
  static const char *const topics[] = { "log://**", NULL };

  self->topics = g_strdupv ((char **) topics);
  self->interval = G_TIME_SPAN_SECOND;
}

HarkLogFile *
hark_log_file_new (HarkLoop   *loop,
                   HarkBus    *bus,
                   const char *path)
{
  HarkBusLogFile *self;

  g_return_val_if_fail (loop == NULL || HARK_IS_LOOP (loop), NULL);
  g_return_val_if_fail (HARK_IS_BUS (bus), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (HARK_TYPE_BUS_LOG_FILE, "loop", loop, NULL);
  self->bus = g_object_ref (bus);
  hark_line_file_init (&self->file, path);
  return HARK_LOG_FILE (self);
}

void
hark_log_file_set_topics (HarkLogFile       *self,
                          const char *const *topics)
{
  g_return_if_fail (HARK_IS_BUS_LOG_FILE (self));
  g_return_if_fail (topics != NULL);

  g_strfreev (HARK_BUS_LOG_FILE (self)->topics);
  HARK_BUS_LOG_FILE (self)->topics = g_strdupv ((char **) topics);
}

void
hark_log_file_set_interval (HarkLogFile *self,
                            gint64       interval)
{
  g_return_if_fail (HARK_IS_BUS_LOG_FILE (self));
  g_return_if_fail (interval > 0);

  HARK_BUS_LOG_FILE (self)->interval = interval;
}

void
hark_log_file_set_rotation (HarkLogFile *self,
                            guint64      size,
                            guint        n_old)
{
  g_return_if_fail (HARK_IS_BUS_LOG_FILE (self));
  g_return_if_fail (n_old > 0);

  HARK_BUS_LOG_FILE (self)->file.size = size;
  HARK_BUS_LOG_FILE (self)->file.n_old = n_old;
}
