/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rules of a broker. They are looked through from the top, and the first that
 * fits decides; what fits none is refused. Reading a file makes new rules or
 * fails, so whoever has rules keeps them until there are better ones. Used by
 * the broker's protocol, and fuzzed. */

#include "bridge/rules/rules-private.h"

#include "bridge/rules/settings-private.h"
#include "bridge/rules/who-private.h"
#include "wire/limits-private.h"
#include "wire/name-private.h"

#include <hark/error.h>
#include <string.h>
#include <unistd.h>

#define ALL_ACTIONS (HARK_ACTION_PUBLISH | HARK_ACTION_SUBSCRIBE | HARK_ACTION_CALL)

/* Patterns of the three parts of a topic. */
typedef struct
{
  GPatternSpec *class_name;
  GPatternSpec *name;
  GPatternSpec *member;
} Topic;

typedef struct
{
  guint      line;
  GPtrArray *who;      /* HarkWho, owned */
  GArray    *topics;   /* Topic */
  guint      allowed;  /* HarkActions */
  guint      denied;
} Rule;

struct _HarkRules
{
  gatomicrefcount  refs;
  char            *file;   /* NULL: the default */
  GHashTable      *roles;  /* name -> GPtrArray of HarkWho, both owned */
  GPtrArray       *rules;  /* Rule, owned */
};

static void
topic_clear (gpointer data)
{
  Topic *self = data;

  g_clear_pointer (&self->class_name, g_pattern_spec_free);
  g_clear_pointer (&self->name, g_pattern_spec_free);
  g_clear_pointer (&self->member, g_pattern_spec_free);
}

static Rule *
rule_new (guint line)
{
  Rule *self = g_new0 (Rule, 1);

  self->line = line;
  self->who = g_ptr_array_new_with_free_func (hark_who_free);
  self->topics = g_array_new (FALSE, TRUE, sizeof (Topic));
  g_array_set_clear_func (self->topics, topic_clear);
  return self;
}

static void
rule_free (gpointer data)
{
  Rule *self = data;

  g_ptr_array_unref (self->who);
  g_array_unref (self->topics);
  g_free (self);
}

static HarkRules *
rules_new (const char *file)
{
  HarkRules *self = g_new0 (HarkRules, 1);

  g_atomic_ref_count_init (&self->refs);
  self->file = g_strdup (file);
  self->roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->rules = g_ptr_array_new_with_free_func (rule_free);
  return self;
}

HarkRules *
hark_rules_ref (HarkRules *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
hark_rules_unref (HarkRules *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->file);
  g_hash_table_unref (self->roles);
  g_ptr_array_unref (self->rules);
  g_free (self);
}

/* --- Reading --- */

/* The words of a value, which spaces or semicolons part. */
static GPtrArray *
split (const char *value)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  const char *at = value;

  while (*(at += strspn (at, " \t;")) != '\0')
    {
      gsize length = strcspn (at, " \t;");

      g_ptr_array_add (words, g_strndup (at, length));
      at += length;
    }
  return words;
}

static gboolean
read_actions (const HarkSetting  *setting,
              guint              *actions,
              GError            **error)
{
  const char *const names[] = { "publish", "subscribe", "call" };
  g_autoptr(GPtrArray) words = split (setting->value);
  guint i;
  guint k;

  for (i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      for (k = 0; k < G_N_ELEMENTS (names) && strcmp (word, names[k]) != 0; k++)
        ;
      if (k < G_N_ELEMENTS (names))
        *actions |= 1u << k;
      else if (strcmp (word, "all") == 0)
        *actions |= ALL_ACTIONS;
      else
        return hark_setting_fail (setting, error, "\"%s\" is nothing to %s: say publish, subscribe, call or all",
                                  word, setting->key);
    }
  return words->len > 0 || hark_setting_fail (setting, error, "%s what? Say publish, subscribe, call or all",
                                              setting->key);
}

/* The name of an object may have slashes of its own; a class and a member have none. */
static gboolean
read_topic (const HarkSetting  *setting,
            char               *word,
            GArray             *topics,
            GError            **error)
{
  char *first = strchr (word, '/');
  char *last = strrchr (word, '/');
  Topic topic;

  if (strlen (word) > 3 * HARK_LIMIT_NAME)
    return hark_setting_fail (setting, error, "a topic of %" G_GSIZE_FORMAT " bytes, where %d is the limit",
                              strlen (word), 3 * HARK_LIMIT_NAME);
  if (first == NULL || first == last || first == word || last == first + 1 || last[1] == '\0')
    return hark_setting_fail (setting, error, "\"%s\" is no topic: write CLASS/NAME/MEMBER, with * for what may be anything",
                              word);
  *first = '\0';
  *last = '\0';
  topic.class_name = g_pattern_spec_new (word);
  topic.name = g_pattern_spec_new (first + 1);
  topic.member = g_pattern_spec_new (last + 1);
  g_array_append_val (topics, topic);
  return TRUE;
}

static gboolean
read_topics (const HarkSetting  *setting,
             GArray             *topics,
             GError            **error)
{
  g_autoptr(GPtrArray) words = split (setting->value);
  guint i;

  for (i = 0; i < words->len; i++)
    if (!read_topic (setting, g_ptr_array_index (words, i), topics, error))
      return FALSE;
  return words->len > 0 || hark_setting_fail (setting, error, "which topics? Write CLASS/NAME/MEMBER");
}

static gboolean
read_who (HarkRules          *self,
          const HarkSetting  *setting,
          GPtrArray          *result,
          GError            **error)
{
  g_autoptr(GPtrArray) words = split (setting->value);
  guint i;
  guint k;

  for (i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);
      GPtrArray *role = g_hash_table_lookup (self->roles, word);

      for (k = 0; role != NULL && k < role->len; k++)
        g_ptr_array_add (result, hark_who_copy (g_ptr_array_index (role, k)));
      if (role == NULL)
        {
          HarkWho *who = hark_who_parse (setting, word, error);

          if (who == NULL)
            return FALSE;
          g_ptr_array_add (result, who);
        }
      if (result->len > HARK_LIMIT_SETTINGS_LIST)
        return hark_setting_fail (setting, error, "more than %d who may do something in one rule",
                                  HARK_LIMIT_SETTINGS_LIST);
    }
  return words->len > 0 || hark_setting_fail (setting, error, "who? Say user:NAME, group:NAME, tls:SUBJECT, loopback, own or any");
}

static gboolean
read_role (HarkRules          *self,
           const HarkSetting  *setting,
           GError            **error)
{
  g_autoptr(GPtrArray) role = g_ptr_array_new_with_free_func (hark_who_free);

  if (strchr (setting->key, ':') != NULL || hark_who_is_reserved (setting->key))
    return hark_setting_fail (setting, error, "\"%s\" cannot be the name of a role: it means something else", setting->key);
  if (g_hash_table_contains (self->roles, setting->key))
    return hark_setting_fail (setting, error, "the role %s is there already", setting->key);
  if (!read_who (self, setting, role, error))
    return FALSE;
  g_hash_table_insert (self->roles, g_strdup (setting->key), g_steal_pointer (&role));
  return TRUE;
}

/* What is missing in the rule that was read last. */
static gboolean
check_last_rule (HarkRules          *self,
                 const HarkSetting  *setting,
                 GError            **error)
{
  Rule *rule = self->rules->len > 0 ? g_ptr_array_index (self->rules, self->rules->len - 1) : NULL;
  HarkSetting place = *setting;

  if (rule == NULL)
    return TRUE;
  place.line = rule->line;
  if (rule->who->len == 0)
    return hark_setting_fail (&place, error, "this rule does not say for whom it is: add who = ...");
  if (rule->topics->len == 0)
    return hark_setting_fail (&place, error, "this rule does not say for which topics it is: add topics = CLASS/NAME/MEMBER");
  if (rule->allowed == 0 && rule->denied == 0)
    return hark_setting_fail (&place, error, "this rule neither allows nor denies: add allow = ... or deny = ...");
  if ((rule->allowed & rule->denied) != 0)
    return hark_setting_fail (&place, error, "this rule allows and denies the same");
  return TRUE;
}

static gboolean
read_rule (HarkRules          *self,
           const HarkSetting  *setting,
           GError            **error)
{
  Rule *rule = g_ptr_array_index (self->rules, self->rules->len - 1);

  if (strcmp (setting->key, "who") == 0 && rule->who->len == 0)
    return read_who (self, setting, rule->who, error);
  if (strcmp (setting->key, "topics") == 0 && rule->topics->len == 0)
    return read_topics (setting, rule->topics, error);
  if (strcmp (setting->key, "allow") == 0 && rule->allowed == 0)
    return read_actions (setting, &rule->allowed, error);
  if (strcmp (setting->key, "deny") == 0 && rule->denied == 0)
    return read_actions (setting, &rule->denied, error);
  return hark_setting_fail (setting, error, "what is %s for? A rule has who, allow, deny and topics, each once", setting->key);
}

static gboolean
on_setting (const HarkSetting  *setting,
            gpointer            user,
            GError            **error)
{
  HarkRules *self = user;
  gboolean is_rule = g_str_has_prefix (setting->group, "rule ") || strcmp (setting->group, "rule") == 0;

  if (!is_rule && strcmp (setting->group, "roles") != 0)
    return hark_setting_fail (setting, error, "what is [%s] for? There are [roles] and [rule NAME]", setting->group);
  if (setting->key != NULL)
    return is_rule ? read_rule (self, setting, error) : read_role (self, setting, error);
  if (!check_last_rule (self, setting, error))
    return FALSE;
  if (is_rule && self->rules->len >= HARK_LIMIT_SETTINGS_LIST)
    return hark_setting_fail (setting, error, "more than %d rules", HARK_LIMIT_SETTINGS_LIST);
  if (is_rule)
    g_ptr_array_add (self->rules, rule_new (setting->line));
  return TRUE;
}

/* @is_read: whether reading went well. Consumes @self. */
static HarkRules *
finish (HarkRules  *self,
        gboolean    is_read,
        GError    **error)
{
  HarkSetting end = { .file = self->file };

  if (is_read && check_last_rule (self, &end, error))
    return self;
  hark_rules_unref (self);
  return NULL;
}

HarkRules *
hark_rules_new_of_file (const char  *file,
                        GError     **error)
{
  HarkRules *self = rules_new (file);

  return finish (self, hark_settings_read (file, on_setting, self, error), error);
}

HarkRules *
hark_rules_parse (const char  *file,
                  const char  *text,
                  gsize        size,
                  GError     **error)
{
  HarkRules *self = rules_new (file);

  return finish (self, hark_settings_parse (file, text, size, on_setting, self, error), error);
}

HarkRules *
hark_rules_new_default (void)
{
  static const char text[] = "[rule]\nwho = own\nallow = all\ntopics = */*/*\n";
  HarkRules *self = hark_rules_parse ("the default rules", text, strlen (text), NULL);

  g_assert (self != NULL);
  g_clear_pointer (&self->file, g_free);
  return self;
}

/* --- Asking --- */

static gboolean
is_for (const Rule         *rule,
        const HarkIdentity *who)
{
  guint i;

  for (i = 0; i < rule->who->len; i++)
    if (hark_who_matches (g_ptr_array_index (rule->who, i), who))
      return TRUE;
  return FALSE;
}

static gboolean
has_topic (const Rule *rule,
           const char *class_name,
           const char *name,
           const char *member)
{
  guint i;

  for (i = 0; i < rule->topics->len; i++)
    {
      Topic *topic = &g_array_index (rule->topics, Topic, i);

      if (g_pattern_spec_match_string (topic->class_name, class_name) &&
          (name == NULL || g_pattern_spec_match_string (topic->name, name)) &&
          g_pattern_spec_match_string (topic->member, member))
        return TRUE;
    }
  return FALSE;
}

/* Whether the rule, which denies, does so for every object. */
static gboolean
is_for_all_names (const Rule *rule,
                  const char *class_name,
                  const char *member)
{
  /* No object has this name, so only patterns that fit any fit it. */
  return has_topic (rule, class_name, HARK_NAME_ALL, member);
}

gboolean
hark_rules_admit (HarkRules           *self,
                  const HarkIdentity  *who,
                  GError             **error)
{
  g_autofree char *name = NULL;
  guint i;

  for (i = 0; i < self->rules->len; i++)
    {
      Rule *rule = g_ptr_array_index (self->rules, i);

      if (rule->allowed != 0 && is_for (rule, who))
        return TRUE;
    }
  name = hark_identity_to_string (who);
  if (self->file == NULL)
    g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED,
                 "this broker is for processes of user %u only, and this is %s", (guint) geteuid (), name);
  else
    g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED, "%s: no rule allows anything to %s", self->file, name);
  return FALSE;
}

static const char *
name_of_action (HarkAction action)
{
  switch (action)
    {
    case HARK_ACTION_PUBLISH:
      return "publish";
    case HARK_ACTION_SUBSCRIBE:
      return "subscribe to";
    case HARK_ACTION_CALL:
    default:
      return "call";
    }
}

gboolean
hark_rules_check (HarkRules           *self,
                  const HarkIdentity  *who,
                  HarkAction           action,
                  const char          *class_name,
                  const char          *name,
                  const char          *member,
                  GError             **error)
{
  gboolean is_all = strcmp (name, HARK_NAME_ALL) == 0;
  g_autofree char *place = NULL;
  g_autofree char *person = NULL;
  guint i;

  for (i = 0; i < self->rules->len && place == NULL; i++)
    {
      Rule *rule = g_ptr_array_index (self->rules, i);

      if (((rule->allowed | rule->denied) & action) == 0 || !is_for (rule, who) ||
          !has_topic (rule, class_name, is_all ? NULL : name, member))
        continue;
      if (rule->allowed & action)
        return TRUE;
      if (!is_all || is_for_all_names (rule, class_name, member))
        place = g_strdup_printf ("%s:%u denies it", self->file, rule->line);
    }
  if (error == NULL)
    return FALSE;
  if (place == NULL)
    place = g_strdup_printf ("no rule of %s allows it", self->file != NULL ? self->file : "this broker");
  person = hark_identity_to_string (who);
  g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED, "%s may not %s %s/%s/%s: %s", person, name_of_action (action),
               class_name, name, member, place);
  return FALSE;
}
