/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files of rules and settings: what they mean, and what is said of those that
 * mean nothing, with the line. */

#include "bridge/broker/configuration-private.h"
#include "bridge/rules/rules-private.h"
#include "bridge/rules/settings-private.h"

#include <hark/error.h>
#include <string.h>
#include <unistd.h>

static HarkRules *
rules (const char *text)
{
  g_autoptr(GError) error = NULL;
  HarkRules *self = hark_rules_parse ("rules", text, strlen (text), &error);

  g_assert_no_error (error);
  return self;
}

static HarkIdentity *
user (guint uid,
      guint group,
      guint further)
{
  const gid_t groups[] = { group, further };

  return hark_identity_new_user (uid, groups, G_N_ELEMENTS (groups));
}

/* @expected: NULL: it is allowed */
static void
assert_check (HarkRules    *self,
              HarkIdentity *who,
              HarkAction    action,
              const char   *class_name,
              const char   *name,
              const char   *member,
              const char   *expected)
{
  g_autoptr(GError) error = NULL;
  gboolean is_allowed = hark_rules_check (self, who, action, class_name, name, member, &error);

  g_assert_cmpstr (error != NULL ? error->message : NULL, ==, expected);
  g_assert_cmpint (is_allowed, ==, expected == NULL);
  g_assert_cmpint (hark_rules_check (self, who, action, class_name, name, member, NULL), ==, is_allowed);
  if (expected != NULL)
    g_assert_error (error, HARK_ERROR, HARK_ERROR_REFUSED);
}

static void
test_own_user_by_default (void)
{
  g_autoptr(HarkRules) self = hark_rules_new_default ();
  g_autoptr(HarkIdentity) own = user (geteuid (), 1, 2);
  g_autoptr(HarkIdentity) other = user (geteuid () + 1, getegid (), 0);
  g_autoptr(HarkIdentity) loopback = hark_identity_new_loopback ();
  g_autoptr(HarkIdentity) anonymous = hark_identity_new_anonymous ();
  g_autoptr(HarkIdentity) subject = hark_identity_new_certificate ("CN=own");
  g_autofree char *expected = g_strdup_printf ("this broker is for processes of user %u only, and this is user %u",
                                               geteuid (), geteuid () + 1);
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_rules_admit (self, own, NULL));
  assert_check (self, own, HARK_ACTION_CALL, "Test.Maker", "line-1", "tune", NULL);
  assert_check (self, own, HARK_ACTION_SUBSCRIBE, "Test.Maker", "*", "made", NULL);
  assert_check (self, own, HARK_ACTION_PUBLISH, "Test.Maker", "a/b", "", NULL);
  g_assert_false (hark_rules_admit (self, other, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_false (hark_rules_admit (self, loopback, NULL));
  g_assert_false (hark_rules_admit (self, anonymous, NULL));
  g_assert_false (hark_rules_admit (self, subject, NULL));
}

static void
test_first_match_wins (void)
{
  g_autoptr(HarkRules) self = rules ("# who may do what\n"
                                     "[rule secrets]\n"
                                     "who = user:7\n"
                                     "deny = subscribe\n"
                                     "topics = Bank.*/vault-*/*\n"
                                     "\n"
                                     "[rule others]\n"
                                     "who = user:7 group:9\n"
                                     "allow = subscribe call\n"
                                     "topics = Bank.Account/*/*  Bank.Clock/*/tick\n");
  g_autoptr(HarkIdentity) seven = user (7, 1, 1);
  g_autoptr(HarkIdentity) nine = user (8, 1, 9);
  g_autoptr(HarkIdentity) ten = user (10, 10, 10);
  g_autoptr(GError) error = NULL;

  assert_check (self, seven, HARK_ACTION_SUBSCRIBE, "Bank.Account", "vault-1", "paid",
                "user 7 may not subscribe to Bank.Account/vault-1/paid: rules:2 denies it");
  assert_check (self, seven, HARK_ACTION_SUBSCRIBE, "Bank.Account", "giro", "paid", NULL);
  assert_check (self, seven, HARK_ACTION_CALL, "Bank.Account", "vault-1", "pay", NULL);
  assert_check (self, nine, HARK_ACTION_SUBSCRIBE, "Bank.Account", "vault-1", "paid", NULL);
  assert_check (self, nine, HARK_ACTION_SUBSCRIBE, "Bank.Clock", "1", "tick", NULL);
  assert_check (self, nine, HARK_ACTION_SUBSCRIBE, "Bank.Clock", "1", "tack",
                "user 8 may not subscribe to Bank.Clock/1/tack: no rule of rules allows it");
  assert_check (self, nine, HARK_ACTION_PUBLISH, "Bank.Clock", "1", "tick",
                "user 8 may not publish Bank.Clock/1/tick: no rule of rules allows it");
  g_assert_false (hark_rules_admit (self, ten, &error));
  g_assert_cmpstr (error->message, ==, "rules: no rule allows anything to user 10");

  /* All objects: those that may be heard. */
  assert_check (self, seven, HARK_ACTION_SUBSCRIBE, "Bank.Account", "*", "paid", NULL);
  assert_check (self, seven, HARK_ACTION_SUBSCRIBE, "Bank.Clock", "*", "tack",
                "user 7 may not subscribe to Bank.Clock/*/tack: no rule of rules allows it");
}

static void
test_names_with_slashes (void)
{
  g_autoptr(HarkRules) self = rules ("[rule]\nwho=any\nallow=all\ntopics=A/x/*/m\n");
  g_autoptr(HarkIdentity) who = hark_identity_new_anonymous ();

  assert_check (self, who, HARK_ACTION_CALL, "A", "x/y/z", "m", NULL);
  g_assert_false (hark_rules_check (self, who, HARK_ACTION_CALL, "A", "x", "m", NULL));
  g_assert_false (hark_rules_check (self, who, HARK_ACTION_CALL, "A/x", "y", "m", NULL));
}

static void
test_certificates_and_roles (void)
{
  g_autoptr(HarkRules) self = rules ("[roles]\nline = tls:CN=line-*,O=Workshop loopback\n"
                                     "all = line own\n"
                                     "[rule]\nwho = all\nallow = publish\ndeny = call\ntopics = */*/*\n");
  g_autoptr(HarkIdentity) one = hark_identity_new_certificate ("CN=line-1,O=Workshop");
  g_autoptr(HarkIdentity) two = hark_identity_new_certificate ("CN=line-1,O=Other");
  g_autoptr(HarkIdentity) near = hark_identity_new_loopback ();

  assert_check (self, one, HARK_ACTION_PUBLISH, "A", "b", "c", NULL);
  assert_check (self, near, HARK_ACTION_PUBLISH, "A", "b", "c", NULL);
  assert_check (self, one, HARK_ACTION_CALL, "A", "b", "c",
                "the owner of certificate CN=line-1,O=Workshop may not call A/b/c: rules:4 denies it");
  assert_check (self, one, HARK_ACTION_CALL, "A", "*", "c",
                "the owner of certificate CN=line-1,O=Workshop may not call A/*/c: rules:4 denies it");
  g_assert_false (hark_rules_admit (self, two, NULL));
}

static void
test_identities_are_compared (void)
{
  g_autoptr(HarkIdentity) seven = user (7, 1, 1);
  g_autoptr(HarkIdentity) seven_too = user (7, 2, 3);
  g_autoptr(HarkIdentity) eight = user (8, 1, 1);
  g_autoptr(HarkIdentity) one = hark_identity_new_certificate ("CN=one");
  g_autoptr(HarkIdentity) one_too = hark_identity_new_certificate ("CN=one");
  g_autoptr(HarkIdentity) two = hark_identity_new_certificate ("CN=two");
  g_autoptr(HarkIdentity) near = hark_identity_new_loopback ();
  g_autoptr(HarkIdentity) anonymous = hark_identity_new_anonymous ();

  g_assert_true (hark_identity_equal (seven, seven_too));
  g_assert_false (hark_identity_equal (seven, eight));
  g_assert_true (hark_identity_equal (one, one_too));
  g_assert_false (hark_identity_equal (one, two));
  g_assert_false (hark_identity_equal (one, seven));
  g_assert_false (hark_identity_equal (near, anonymous));
}

/* --- What is wrong with a file --- */

static void
assert_bad (const char *text,
            const char *expected)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_rules_parse ("f", text, strlen (text), &error));
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_cmpuint (error->domain, ==, HARK_ERROR);
}

#define WHO "[rule]\nwho = any\n"

static void
test_errors_have_their_line (void)
{
  assert_bad ("who = any\n", "f:1: \"who = any\" stands before any [GROUP]");
  assert_bad ("[rule\n", "f:1: a group is written [NAME], not [rule");
  assert_bad ("[]\n", "f:1: a group is written [NAME], not []");
  assert_bad ("\n[rule]\nanything\n", "f:3: what is \"anything\" for? A setting is written NAME = VALUE");
  assert_bad ("[rule]\n= any\n", "f:2: what is \"= any\" for? A setting is written NAME = VALUE");
  assert_bad ("[rules]\n", "f:1: what is [rules] for? There are [roles] and [rule NAME]");
  assert_bad ("[rule]\nwhom = any\n", "f:2: what is whom for? A rule has who, allow, deny and topics, each once");
  assert_bad (WHO "who = any\n", "f:3: what is who for? A rule has who, allow, deny and topics, each once");
  assert_bad ("[rule]\nwho =\n", "f:2: who? Say user:NAME, group:NAME, tls:SUBJECT, loopback, own or any");
  assert_bad ("[rule]\nwho = maker\n", "f:2: who is \"maker\"? Say user:NAME, group:NAME, tls:SUBJECT, loopback, own "
                                       "or any, or define it under [roles] first");
  assert_bad ("[rule]\nwho = user:no-such-user\n", "f:2: this machine has no user no-such-user");
  assert_bad ("[rule]\nwho = user:4294967295\n", "f:2: this machine has no user 4294967295");
  assert_bad ("[rule]\nwho = group:no-such-group\n", "f:2: this machine has no group no-such-group");
  assert_bad (WHO "allow = talk\n", "f:3: \"talk\" is nothing to allow: say publish, subscribe, call or all");
  assert_bad (WHO "deny =\n", "f:3: deny what? Say publish, subscribe, call or all");
  assert_bad (WHO "topics = A.B/c\n", "f:3: \"A.B/c\" is no topic: write CLASS/NAME/MEMBER, with * for what may be anything");
  assert_bad (WHO "topics = \n", "f:3: which topics? Write CLASS/NAME/MEMBER");
  assert_bad ("[rule]\n", "f:1: this rule does not say for whom it is: add who = ...");
  assert_bad (WHO "allow = all\n[roles]\n",
              "f:1: this rule does not say for which topics it is: add topics = CLASS/NAME/MEMBER");
  assert_bad (WHO "topics = */*/*\n", "f:1: this rule neither allows nor denies: add allow = ... or deny = ...");
  assert_bad (WHO "topics = */*/*\nallow = all\ndeny = call\n", "f:1: this rule allows and denies the same");
  assert_bad ("[roles]\nany = own\n", "f:2: \"any\" cannot be the name of a role: it means something else");
  assert_bad ("[roles]\na = own\na = own\n", "f:3: the role a is there already");
  assert_bad ("\xff", "f is no text in UTF-8");
}

static void
test_limits_of_files (void)
{
  g_autofree char *most = g_strnfill (HARK_LIMIT_SETTINGS, '\n');
  g_autofree char *much = g_strnfill (HARK_LIMIT_SETTINGS + 1, '\n');
  g_autoptr(GString) many = g_string_new ("[roles]\na = own own own own own own own own own own\n");
  g_autoptr(GString) more = g_string_new (NULL);
  guint i;

  hark_rules_unref (rules (most));
  assert_bad (much, "f has more than 1048576 bytes");
  /* Each is ten of the one before. */
  for (i = 0; i < 3; i++)
    g_string_append_printf (many, "%c = %c %c %c %c %c %c %c %c %c %c\n", 'b' + i, 'a' + i, 'a' + i, 'a' + i, 'a' + i,
                            'a' + i, 'a' + i, 'a' + i, 'a' + i, 'a' + i, 'a' + i);
  assert_bad (many->str, "f:5: more than 1024 who may do something in one rule");
  for (i = 0; i < HARK_LIMIT_SETTINGS_LIST; i++)
    g_string_append (more, "[rule]\nwho=any\nallow=all\ntopics=*/*/*\n");
  hark_rules_unref (rules (more->str));
  g_string_append (more, "[rule]\nwho=any\nallow=all\ntopics=*/*/*\n");
  assert_bad (more->str, "f:4097: more than 1024 rules");
}

/* --- Settings --- */

static HarkConfiguration *
settings (const char  *text,
          GError     **error)
{
  return hark_configuration_parse ("/etc/hark/f", text, strlen (text), error);
}

static void
test_settings (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkConfiguration) self =
    settings ("[broker]\nlisten = /run/a unix:path=/run/b%2cc;tls:host=*,port=7\nlisten = /run/d\n"
              "[tls]\ncertificate = broker.crt\nkey = /keys/broker\n"
              "[limits]\nconnections = 12\nrate = 2M\nhello-time = 3\nread-time = 4\ngrace-time = 0\nframe=1K\n", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (self->addresses->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (self->addresses, 2), ==, "tls:host=*,port=7");
  g_assert_cmpstr (self->certificate, ==, "/etc/hark/broker.crt");
  g_assert_cmpstr (self->key, ==, "/keys/broker");
  g_assert_null (self->ca);
  g_assert_cmpuint (self->limits.connections, ==, 12);
  g_assert_cmpuint (self->limits.rate, ==, 2 << 20);
  g_assert_cmpint (self->limits.hello_time, ==, 3 * G_USEC_PER_SEC);
  g_assert_cmpint (self->limits.read_time, ==, 4 * G_USEC_PER_SEC);
  g_assert_cmpint (self->limits.grace_time, ==, 0);
  g_assert_cmpuint (self->limits.frame, ==, 1024);
  g_assert_cmpuint (self->limits.calls, ==, HARK_LIMIT_CALLS);
}

static void
assert_bad_settings (const char *text,
                     const char *expected)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (settings (text, &error));
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_bad_settings (void)
{
  assert_bad_settings ("[brocker]\n", "/etc/hark/f:1: what is [brocker] for? There are [broker], [tls] and [limits]");
  assert_bad_settings ("[broker]\nlisen = /a\n", "/etc/hark/f:2: [broker] has listen and rules, and no lisen");
  assert_bad_settings ("[broker]\nlisten = ;\n", "/etc/hark/f:2: listen where?");
  assert_bad_settings ("[broker]\nlisten = fd:\n", "/etc/hark/f:2: \"fd:\" is no address of a broker: it needs fd:number=NUMBER");
  assert_bad_settings ("[broker]\nrules = no-such-file\n",
                       "Failed to open file “/etc/hark/no-such-file”: No such file or directory");
  assert_bad_settings ("[tls]\npassword = x\n",
                       "/etc/hark/f:2: [tls] has certificate, key and ca, each a file, and no \"password = x\"");
  assert_bad_settings ("[limits]\nconection = 1\n",
                       "/etc/hark/f:2: there is no limit conection: see the page about hark-broker for their names");
  assert_bad_settings ("[limits]\nframe = 65M\n", "/etc/hark/f:2: frame must be a number from 1024 to 67108864, "
                                                  "perhaps with K, M or G behind it, not \"65M\"");
  assert_bad_settings ("[limits]\ncalls = 0\n", "/etc/hark/f:2: calls must be a number from 1 to 4294967295, "
                                                "perhaps with K, M or G behind it, not \"0\"");
  assert_bad_settings ("[limits]\nrate = 18446744073709551615K\n",
                       "/etc/hark/f:2: rate must be a number from 0 to 9223372036854775807, "
                       "perhaps with K, M or G behind it, not \"18446744073709551615K\"");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func (name, func)
  TEST ("/rule/31/own-user-alone-by-default", test_own_user_by_default);
  TEST ("/rule/31/first-match-wins", test_first_match_wins);
  TEST ("/bridge/rules/names-with-slashes", test_names_with_slashes);
  TEST ("/bridge/rules/certificates-and-roles", test_certificates_and_roles);
  TEST ("/rule/31/identities-are-compared", test_identities_are_compared);
  TEST ("/bridge/rules/errors-have-their-line", test_errors_have_their_line);
  TEST ("/bridge/rules/limits-of-files", test_limits_of_files);
  TEST ("/bridge/settings/what-they-mean", test_settings);
  TEST ("/bridge/settings/what-is-wrong", test_bad_settings);
  return g_test_run ();
}
