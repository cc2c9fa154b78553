/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A runtime as a key file describes it: each group is a loop or a service, in order. A file with a
 * mistake leaves the runtime as it was, but for times that it had set before the mistake. */

#include <hark/error.h>

#include "service/runtime-private.h"
#include "service/settings-private.h"

static gboolean
load_runtime (HarkRuntime  *self,
              GKeyFile     *settings,
              const char   *group,
              GError      **error)
{
  static const char *const keys[] = { "deadline", "back-off", "longest-back-off", NULL };
  gint64 deadline = self->deadline;
  gint64 shortest = self->shortest;
  gint64 longest = self->longest;

  if (!hark_settings_check_keys (settings, group, keys, error)
      || !hark_settings_read_duration (settings, group, keys[0], &deadline, error)
      || !hark_settings_read_duration (settings, group, keys[1], &shortest, error)
      || !hark_settings_read_duration (settings, group, keys[2], &longest, error))
    return FALSE;
  if (longest < shortest)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "[%s] longest-back-off: it is shorter than back-off", group);
      return FALSE;
    }
  hark_runtime_set_deadline (self, deadline);
  hark_runtime_set_back_off (self, shortest, longest);
  return TRUE;
}

static gboolean
load_loop (HarkRuntime  *self,
           GKeyFile     *settings,
           const char   *group,
           const char   *name,
           GError      **error)
{
  static const char *const keys[] = { "thread", NULL };
  gboolean has_thread = TRUE;

  return hark_settings_check_keys (settings, group, keys, error)
         && hark_settings_read_flag (settings, group, keys[0], &has_thread, error)
         && hark_runtime_add_loop (self, name, has_thread, error) != NULL;
}

static gboolean
read_policy (GKeyFile           *settings,
             const char         *group,
             HarkFailurePolicy  *policy,
             GError            **error)
{
  static const char *const names[] = {
    [HARK_FAILURE_STOP] = "stop",
    [HARK_FAILURE_RESTART] = "restart",
    [HARK_FAILURE_LEAVE] = "leave",
  };
  g_autofree char *name = g_key_file_get_string (settings, group, "failure", NULL);

  *policy = HARK_FAILURE_STOP;
  if (name == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      {
        *policy = (HarkFailurePolicy) i;
        return TRUE;
      }

  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "[%s] failure: it is stop, restart or leave, not %s", group, name);
  return FALSE;
}

static HarkLoop *
find_loop (HarkRuntime  *self,
           GKeyFile     *settings,
           const char   *group,
           GError      **error)
{
  g_autofree char *name = g_key_file_get_string (settings, group, "loop", NULL);
  HarkLoop *loop = hark_runtime_get_loop (self, name != NULL ? name : "main");

  if (loop == NULL)
    g_set_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND,
                 "[%s] loop: there is no %s: let [loop %s] stand before this", group, name, name);
  return loop;
}

static gboolean
load_service (HarkRuntime  *self,
              GKeyFile     *settings,
              const char   *group,
              const char   *name,
              GError      **error)
{
  HarkLoop *loop = find_loop (self, settings, group, error);
  g_autoptr(HarkService) service = NULL;
  g_autoptr(HarkObject) object = NULL;
  HarkFailurePolicy policy;

  if (loop == NULL || !read_policy (settings, group, &policy, error))
    return FALSE;
  object = hark_kinds_make (self->kinds, self, loop, settings, group, error);
  if (object == NULL)
    return FALSE;
  service = hark_service_new (name, object, error);
  return service != NULL && hark_runtime_add (self, service, policy, error);
}

static const char *
name_of (const char *group,
         const char *what)
{
  return g_str_has_prefix (group, what) && group[strlen (what)] != '\0' ? group + strlen (what) : NULL;
}

static gboolean
load_group (HarkRuntime  *self,
            GKeyFile     *settings,
            const char   *group,
            GError      **error)
{
  const char *loop = name_of (group, "loop ");
  const char *service = name_of (group, "service ");

  if (loop != NULL)
    return load_loop (self, settings, group, loop, error);
  if (service != NULL)
    return load_service (self, settings, group, service, error);
  if (g_str_equal (group, "runtime"))
    return load_runtime (self, settings, group, error);

  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
               "[%s]: a group is [runtime], [loop NAME] or [service NAME]", group);
  return FALSE;
}

gboolean
hark_runtime_load (HarkRuntime  *self,
                   GKeyFile     *settings,
                   GError      **error)
{
  g_auto(GStrv) groups = NULL;
  guint n_services, n_loops;

  g_return_val_if_fail (HARK_IS_RUNTIME (self), FALSE);
  g_return_val_if_fail (settings != NULL, FALSE);

  n_services = self->services->len;
  n_loops = self->loops->len;
  groups = g_key_file_get_groups (settings, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (!load_group (self, settings, groups[i], error))
      {
        g_ptr_array_set_size (self->services, (int) n_services);
        g_ptr_array_set_size (self->loops, (int) n_loops);
        return FALSE;
      }
  return TRUE;
}
