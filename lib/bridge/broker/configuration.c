/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads a broker's settings: [broker], [tls] and [limits]. What it does not know
 * is an error with its line, since a limit that is misspelt is none. Used by
 * HarkBroker. */

#include "bridge/broker/configuration-private.h"

#include "bridge/transport/address-private.h"
#include "bridge/rules/settings-private.h"

#include <string.h>

typedef enum
{
  COUNT,    /* a guint */
  SIZE,     /* a gsize */
  SECONDS,  /* a gint64, in microseconds */
} LimitKind;

typedef struct
{
  const char *name;
  gsize       offset;
  LimitKind   kind;
  guint64     min;
  guint64     max;
} Limit;

#define LIMIT(name, field, kind, min, max) { name, G_STRUCT_OFFSET (HarkLimits, field), kind, min, max }

static const Limit limits[] =
{
  LIMIT ("frame",            frame,            SIZE,    1 << 10, HARK_LIMIT_FRAME),
  LIMIT ("output",           output,           SIZE,    1 << 10, G_MAXSSIZE),
  LIMIT ("rate",             rate,             SIZE,    0,       G_MAXSSIZE),
  LIMIT ("connections",      connections,      COUNT,   1,       G_MAXUINT),
  LIMIT ("connections-each", connections_each, COUNT,   1,       G_MAXUINT),
  LIMIT ("exports",          exports,          COUNT,   1,       G_MAXUINT),
  LIMIT ("subscriptions",    subscriptions,    COUNT,   1,       G_MAXUINT),
  LIMIT ("topics",           topics,           COUNT,   1,       G_MAXUINT),
  LIMIT ("calls",            calls,            COUNT,   1,       G_MAXUINT),
  LIMIT ("window",           window,           COUNT,   1,       G_MAXUINT),
  LIMIT ("group-calls",      group_calls,      COUNT,   1,       G_MAXUINT),
  LIMIT ("group-bytes",      group_bytes,      SIZE,    1 << 10, G_MAXSSIZE),
  LIMIT ("backlog",          backlog,          SIZE,    1 << 10, G_MAXSSIZE),
  LIMIT ("waiting",          waiting,          SIZE,    1 << 10, G_MAXSSIZE),
  LIMIT ("share",            share,            SIZE,    1 << 10, G_MAXSSIZE),
  LIMIT ("read-time",        read_time,        SECONDS, 1,       24 * 60 * 60),
  LIMIT ("hello-time",       hello_time,       SECONDS, 1,       24 * 60 * 60),
  LIMIT ("grace-time",       grace_time,       SECONDS, 0,       24 * 60 * 60),
};

/* Digits, and perhaps K, M or G. */
static gboolean
read_number (const char *text,
             guint64    *number)
{
  static const char units[] = "KMG";
  gsize length = strlen (text);
  const char *unit = length > 0 ? strchr (units, text[length - 1]) : NULL;
  guint shift = unit != NULL ? 10 * (guint) (unit - units + 1) : 0;
  g_autofree char *digits = g_strndup (text, length - (unit != NULL));

  if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT64 >> shift, number, NULL))
    return FALSE;
  *number <<= shift;
  return TRUE;
}

static void
set_limit (HarkLimits  *self,
           const Limit *limit,
           guint64      value)
{
  switch (limit->kind)
    {
    case COUNT:
      G_STRUCT_MEMBER (guint, self, limit->offset) = (guint) value;
      break;
    case SIZE:
      G_STRUCT_MEMBER (gsize, self, limit->offset) = (gsize) value;
      break;
    case SECONDS:
    default:
      G_STRUCT_MEMBER (gint64, self, limit->offset) = (gint64) value * G_USEC_PER_SEC;
      break;
    }
}

static gboolean
read_limit (HarkConfiguration  *self,
            const HarkSetting  *setting,
            GError            **error)
{
  guint64 value;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (limits) && strcmp (limits[i].name, setting->key) != 0; i++)
    ;
  if (i == G_N_ELEMENTS (limits))
    return hark_setting_fail (setting, error, "there is no limit %s: see the page about hark-broker for their names",
                              setting->key);
  if (!read_number (setting->value, &value) || value < limits[i].min || value > limits[i].max)
    return hark_setting_fail (setting, error,
                              "%s must be a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                              ", perhaps with K, M or G behind it, not \"%s\"",
                              setting->key, limits[i].min, limits[i].max, setting->value);
  set_limit (&self->limits, &limits[i], value);
  return TRUE;
}

static gboolean
read_addresses (HarkConfiguration  *self,
                const HarkSetting  *setting,
                GError            **error)
{
  g_auto(GStrv) words = g_strsplit_set (setting->value, " \t;", -1);
  guint i;

  for (i = 0; words[i] != NULL; i++)
    {
      g_autoptr(HarkAddress) address = NULL;
      g_autoptr(GError) failed = NULL;

      if (words[i][0] == '\0')
        continue;
      address = hark_address_parse (words[i], &failed);
      if (address == NULL)
        return hark_setting_fail (setting, error, "%s", failed->message);
      g_ptr_array_add (self->addresses, g_strdup (words[i]));
    }
  return self->addresses->len > 0 || hark_setting_fail (setting, error, "listen where?");
}

static gboolean
read_rules (HarkConfiguration  *self,
            const HarkSetting  *setting,
            GError            **error)
{
  g_autofree char *path = hark_setting_to_path (setting);

  if (self->rules != NULL)
    return hark_setting_fail (setting, error, "rules are one file, and are named already");
  self->rules = hark_rules_new_of_file (path, error);
  return self->rules != NULL;
}

static gboolean
read_tls (HarkConfiguration  *self,
          const HarkSetting  *setting,
          GError            **error)
{
  char **where = strcmp (setting->key, "certificate") == 0 ? &self->certificate
                 : strcmp (setting->key, "key") == 0       ? &self->key
                 : strcmp (setting->key, "ca") == 0        ? &self->ca
                                                           : NULL;

  if (where == NULL || setting->value[0] == '\0')
    return hark_setting_fail (setting, error, "[tls] has certificate, key and ca, each a file, and no \"%s = %s\"",
                              setting->key, setting->value);
  g_free (*where);
  *where = hark_setting_to_path (setting);
  return TRUE;
}

static gboolean
on_setting (const HarkSetting  *setting,
            gpointer            user,
            GError            **error)
{
  HarkConfiguration *self = user;
  gboolean is_broker = strcmp (setting->group, "broker") == 0;
  gboolean is_tls = strcmp (setting->group, "tls") == 0;
  gboolean is_limits = strcmp (setting->group, "limits") == 0;

  if (!is_broker && !is_tls && !is_limits)
    return hark_setting_fail (setting, error, "what is [%s] for? There are [broker], [tls] and [limits]", setting->group);
  if (setting->key == NULL)
    return TRUE;
  if (is_tls)
    return read_tls (self, setting, error);
  if (is_limits)
    return read_limit (self, setting, error);
  if (strcmp (setting->key, "listen") == 0)
    return read_addresses (self, setting, error);
  if (strcmp (setting->key, "rules") == 0)
    return read_rules (self, setting, error);
  return hark_setting_fail (setting, error, "[broker] has listen and rules, and no %s", setting->key);
}

static HarkConfiguration *
configuration_new (void)
{
  HarkConfiguration *self = g_new0 (HarkConfiguration, 1);

  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->limits = hark_limits_default;
  return self;
}

HarkConfiguration *
hark_configuration_new (const char  *file,
                        GError     **error)
{
  g_autoptr(HarkConfiguration) self = configuration_new ();

  return file == NULL || hark_settings_read (file, on_setting, self, error) ? g_steal_pointer (&self) : NULL;
}

HarkConfiguration *
hark_configuration_parse (const char  *file,
                          const char  *text,
                          gsize        size,
                          GError     **error)
{
  g_autoptr(HarkConfiguration) self = configuration_new ();

  return hark_settings_parse (file, text, size, on_setting, self, error) ? g_steal_pointer (&self) : NULL;
}

void
hark_configuration_free (HarkConfiguration *self)
{
  g_ptr_array_unref (self->addresses);
  g_clear_pointer (&self->rules, hark_rules_unref);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self->ca);
  g_free (self);
}
