/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The kinds of services that a key file can name. Those that come with Hark are here; a
 * program adds its own. Called by runtimes while they are filled. */

#include "service/kinds-private.h"

#include <hark/error.h>
#include <hark/log-file.h>
#include <hark/ticker.h>

#include "service/line-file-private.h"
#include "service/settings-private.h"

typedef struct
{
  HarkServiceFunc  func;
  gpointer         data;
  GDestroyNotify   destroy;
} Kind;

struct _HarkKinds
{
  GHashTable *kinds;  /* name -> Kind, both owned */
};

static void
kind_free (gpointer data)
{
  Kind *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self);
}

/* --- those of Hark --- */

static HarkObject *
make_log_file (HarkRuntime  *runtime,
               HarkLoop     *loop,
               GKeyFile     *settings,
               const char   *group,
               gpointer      data,
               GError      **error)
{
  static const char *const keys[] = { "kind", "loop", "failure", "path", "topics", "interval", "size", "old", NULL };
  gint64 interval = G_TIME_SPAN_SECOND;
  guint64 size = HARK_LINE_FILE_SIZE;
  guint64 n_old = HARK_LINE_FILE_OLD;
  g_autofree char *path = NULL;
  g_auto(GStrv) topics = NULL;
  HarkLogFile *log;

  if (!hark_settings_check_keys (settings, group, keys, error)
      || !hark_settings_read_duration (settings, group, "interval", &interval, error)
      || !hark_settings_read_number (settings, group, "size", 0, G_MAXINT64, &size, error)
      || !hark_settings_read_number (settings, group, "old", 1, 1000, &n_old, error))
    return NULL;
  path = g_key_file_get_string (settings, group, "path", error);
  if (path == NULL)
    return NULL;

  topics = g_key_file_get_string_list (settings, group, "topics", NULL, NULL);
  log = hark_log_file_new (loop, hark_runtime_get_bus (runtime), path);
  hark_log_file_set_interval (log, interval);
  hark_log_file_set_rotation (log, size, (guint) n_old);
  if (topics != NULL)
    hark_log_file_set_topics (log, (const char *const *) topics);
  return HARK_OBJECT (log);
}

static HarkObject *
make_ticker (HarkRuntime  *runtime,
             HarkLoop     *loop,
             GKeyFile     *settings,
             const char   *group,
             gpointer      data,
             GError      **error)
{
  static const char *const keys[] = { "kind", "loop", "failure", "topic", "interval", "ticks", NULL };
  gint64 interval = G_TIME_SPAN_SECOND;
  guint64 n_ticks = 0;
  g_autofree char *topic = NULL;
  HarkTicker *ticker;

  if (!hark_settings_check_keys (settings, group, keys, error)
      || !hark_settings_read_duration (settings, group, "interval", &interval, error)
      || !hark_settings_read_number (settings, group, "ticks", 0, G_MAXINT64, &n_ticks, error))
    return NULL;
  topic = g_key_file_get_string (settings, group, "topic", error);
  if (topic == NULL)
    return NULL;

  ticker = hark_ticker_new (loop, hark_runtime_get_bus (runtime), topic, interval, n_ticks, error);
  return (HarkObject *) ticker;
}

/* --- the table --- */

HarkKinds *
hark_kinds_new (void)
{
  HarkKinds *self = g_new (HarkKinds, 1);

  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kind_free);
  hark_kinds_add (self, "log-file", make_log_file, NULL, NULL);
  hark_kinds_add (self, "ticker", make_ticker, NULL, NULL);
  return self;
}

void
hark_kinds_free (HarkKinds *self)
{
  g_hash_table_unref (self->kinds);
  g_free (self);
}

void
hark_kinds_add (HarkKinds       *self,
                const char      *name,
                HarkServiceFunc  func,
                gpointer         data,
                GDestroyNotify   destroy)
{
  Kind *kind = g_new (Kind, 1);

  *kind = (Kind) { func, data, destroy };
  g_hash_table_replace (self->kinds, g_strdup (name), kind);
}

HarkObject *
hark_kinds_make (HarkKinds    *self,
                 HarkRuntime  *runtime,
                 HarkLoop     *loop,
                 GKeyFile     *settings,
                 const char   *group,
                 GError      **error)
{
  g_autofree char *name = g_key_file_get_string (settings, group, "kind", error);
  Kind *kind;

  if (name == NULL)
    return NULL;
  kind = g_hash_table_lookup (self->kinds, name);
  if (kind != NULL)
    return kind->func (runtime, loop, settings, group, kind->data, error);

  g_set_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND,
               "[%s] kind: there is no %s: the program adds it with hark_runtime_add_kind()", group, name);
  return NULL;
}
