/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files of rules from any bytes: rules, or an error that names the file. Whoever
 * is let in by no rule may do nothing. */

#include "target.h"

#include "bridge/rules/rules-private.h"

#include <hark/error.h>
#include <string.h>

static void
ask (HarkRules    *rules,
     HarkIdentity *who)
{
  const HarkAction actions[] = { HARK_ACTION_PUBLISH, HARK_ACTION_SUBSCRIBE, HARK_ACTION_CALL };
  gboolean is_admitted = hark_rules_admit (rules, who, NULL);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gboolean one = hark_rules_check (rules, who, actions[i], "Test.Maker", "line-1", "made", NULL);
      gboolean all = hark_rules_check (rules, who, actions[i], "Test.Maker", "*", "made", NULL);

      g_assert_true (is_admitted || (!one && !all));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const gid_t group = 7;
  g_autoptr(HarkIdentity) user = hark_identity_new_user (7, &group, 1);
  g_autoptr(HarkIdentity) subject = hark_identity_new_certificate ("CN=maker");
  g_autoptr(HarkIdentity) anonymous = hark_identity_new_anonymous ();
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkRules) rules = hark_rules_parse ("FILE", (const char *) data, size, &error);

  g_assert_cmpint (rules == NULL, ==, error != NULL);
  if (rules == NULL)
    {
      g_assert_true (g_str_has_prefix (error->message, "FILE"));
      return 0;
    }
  ask (rules, user);
  ask (rules, subject);
  ask (rules, anonymous);
  return 0;
}
