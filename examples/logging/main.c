/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A program that is put together in a key file: a log, a clock, and a service of its own kind, which
 * is a plain object with a handler. What they publish below log:// is in the file, a line of JSON for
 * each message. The clock is virtual, so this takes no time. */

#include "gate.h"

#include <glib/gstdio.h>
#include <hark/hark.h>

static const char settings_text[] = "[runtime]\n"
                                    "deadline=5\n"
                                    "[loop disk]\n"
                                    "thread=false\n"
                                    "[service log]\n"
                                    "kind=log-file\n"
                                    "loop=disk\n"
                                    "interval=0.5\n"
                                    "path=%s\n"
                                    "[service gate]\n"
                                    "kind=gate\n"
                                    "[service clock]\n"
                                    "kind=ticker\n"
                                    "topic=clock\n"
                                    "interval=60\n"
                                    "ticks=3\n";

static void
say (GardenGate *gate,
     const char *topic,
     GVariant   *payload)
{
  HarkRuntime *runtime = garden_gate_get_data (gate);
  g_autoptr(HarkMessage) message = hark_message_new (topic, payload, NULL);

  hark_bus_publish (hark_runtime_get_bus (runtime), message, NULL);
}

static void
initialize (GardenGate *self,
            GError    **error)
{
  HarkRuntime *runtime = garden_gate_get_data (self);

  HARK_SUBSCRIBE (hark_runtime_get_bus (runtime), HARK_TOPICS ("clock"), self, garden_gate_on_ticked, error);
  say (self, "log://gate", g_variant_new_string ("open"));
}

static void
on_ticked (GardenGate *self,
           guint64     count,
           guint64     n_missed)
{
  say (self, "log://gate/guests", g_variant_new_parsed ("{'guests': %t}", count * 2));
  if (count == 3)
    hark_runtime_stop (garden_gate_get_data (self));
}

static void
terminate (GardenGate *self)
{
  say (self, "log://gate", g_variant_new_string ("closed"));
}

static const GardenGateSlots gate_slots = {
  .initialize = initialize,
  .on_ticked = on_ticked,
  .terminate = terminate,
};

static HarkObject *
make_gate (HarkRuntime *runtime,
           HarkLoop    *loop,
           GKeyFile    *settings,
           const char  *group,
           gpointer     data,
           GError     **error)
{
  return HARK_OBJECT (garden_gate_new (loop, &gate_slots, runtime, NULL));
}

static gboolean
run (const char *path,
     GError    **error)
{
  g_autoptr(HarkRuntime) runtime = hark_runtime_new ();
  g_autoptr(GKeyFile) settings = g_key_file_new ();
  g_autofree char *text = g_strdup_printf (settings_text, path);

  hark_runtime_add_kind (runtime, "gate", make_gate, NULL, NULL);
  return g_key_file_load_from_data (settings, text, (gsize) -1, G_KEY_FILE_NONE, error)
         && hark_runtime_load (runtime, settings, error)
         && hark_runtime_run (runtime, error);
}

/* But for the time and the id, which are never the same. */
static gboolean
print_log (const char *path,
           GError    **error)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i][0] != '\0'; i++)
    g_print ("%s\n", strstr (lines[i], "\"topics\""));
  return TRUE;
}

int
main (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("hark-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "garden.log", NULL);

  hark_clock_set_virtual (TRUE);
  if (folder == NULL || !run (path, &error) || !print_log (path, &error))
    g_printerr ("%s\n", error->message);
  g_unlink (path);
  g_rmdir (folder);
  return error != NULL;
}
