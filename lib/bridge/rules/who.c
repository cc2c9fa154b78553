/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whom a rule is for: a user or a group, by name or number, the subject of a
 * certificate, or one of a few words. Names are looked up once, when the rules
 * are read. Used by rules.c. */

#include "bridge/rules/who-private.h"

#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

typedef enum
{
  WHO_ANY,
  WHO_USER,
  WHO_GROUP,
  WHO_SUBJECT,
  WHO_LOOPBACK,
} WhoKind;

struct _HarkWho
{
  WhoKind kind;
  guint   number;   /* of a user or a group */
  char   *subject;  /* a pattern */
};

static const char *const words[] = { "any", "own", "loopback" };

gboolean
hark_who_is_reserved (const char *word)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (word, words[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_number (const char *word,
             guint      *number)
{
  guint64 value;

  /* The greatest stands for nobody. */
  if (!g_ascii_string_to_unsigned (word, 10, 0, G_MAXUINT32 - 1, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

static gboolean
find_user (const char *name,
           guint      *number)
{
  const struct passwd *user = getpwnam (name);

  if (user != NULL)
    *number = user->pw_uid;
  return user != NULL;
}

static gboolean
find_group (const char *name,
            guint      *number)
{
  const struct group *group = getgrnam (name);

  if (group != NULL)
    *number = group->gr_gid;
  return group != NULL;
}

static gboolean
parse (HarkWho            *self,
       const HarkSetting  *setting,
       const char         *word,
       GError            **error)
{
  if (g_str_has_prefix (word, "user:"))
    {
      self->kind = WHO_USER;
      return read_number (word + 5, &self->number) || find_user (word + 5, &self->number) ||
             hark_setting_fail (setting, error, "this machine has no user %s", word + 5);
    }
  if (g_str_has_prefix (word, "group:"))
    {
      self->kind = WHO_GROUP;
      return read_number (word + 6, &self->number) || find_group (word + 6, &self->number) ||
             hark_setting_fail (setting, error, "this machine has no group %s", word + 6);
    }
  if (g_str_has_prefix (word, "tls:") && word[4] != '\0')
    {
      self->kind = WHO_SUBJECT;
      self->subject = g_strdup (word + 4);
      return TRUE;
    }
  if (strcmp (word, "own") == 0)
    {
      self->kind = WHO_USER;
      self->number = geteuid ();
      return TRUE;
    }
  if (strcmp (word, "loopback") == 0)
    self->kind = WHO_LOOPBACK;
  else if (strcmp (word, "any") != 0)
    return hark_setting_fail (setting, error, "who is \"%s\"? Say user:NAME, group:NAME, tls:SUBJECT, loopback, own "
                                              "or any, or define it under [roles] first", word);
  return TRUE;
}

HarkWho *
hark_who_parse (const HarkSetting  *setting,
                const char         *word,
                GError            **error)
{
  HarkWho *self = g_new0 (HarkWho, 1);

  if (parse (self, setting, word, error))
    return self;
  hark_who_free (self);
  return NULL;
}

HarkWho *
hark_who_copy (const HarkWho *self)
{
  HarkWho *copy = g_memdup2 (self, sizeof *self);

  copy->subject = g_strdup (self->subject);
  return copy;
}

void
hark_who_free (gpointer data)
{
  HarkWho *self = data;

  g_free (self->subject);
  g_free (self);
}

gboolean
hark_who_matches (const HarkWho      *self,
                  const HarkIdentity *identity)
{
  switch (self->kind)
    {
    case WHO_USER:
      return identity->kind == HARK_IDENTITY_USER && identity->uid == self->number;
    case WHO_GROUP:
      return identity->kind == HARK_IDENTITY_USER && hark_identity_is_in_group (identity, self->number);
    case WHO_SUBJECT:
      return identity->kind == HARK_IDENTITY_CERTIFICATE &&
             g_pattern_match_simple (self->subject, identity->subject);
    case WHO_LOOPBACK:
      return identity->kind == HARK_IDENTITY_LOOPBACK;
    case WHO_ANY:
    default:
      return TRUE;
    }
}
