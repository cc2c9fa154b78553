/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* harkctl: looks into a broker and what goes through it, and takes part by hand. Each verb is a file
 * of its own; here is what they have in common: options, help, and the exit status. */

#include "verb-private.h"

#include <locale.h>
#include <string.h>

#include "screen-private.h"

static const Verb *const verbs[] = { &verb_monitor, &verb_emit, &verb_call, &verb_peers, &verb_topics, &verb_top,
                                     &verb_graph };

static const char statuses[] =
  "Exit status: 0 it is done, 1 the broker or who was called said no, 2 what was asked for\n"
  "cannot be, 3 there is no broker or it has gone.";

typedef struct
{
  char     *colour;
  gboolean  version;
} Looks;

static void
add_entries (GOptionContext *context,
             Session        *session,
             Looks          *looks,
             const Verb     *verb)
{
  const GOptionEntry common[] =
  {
    { "address", 'a', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &session->address,
      "Where the broker listens; otherwise $XDG_RUNTIME_DIR/hark/broker.sock", "ADDRESS" },
    { "timeout", 't', G_OPTION_FLAG_NONE, G_OPTION_ARG_DOUBLE, &session->patience,
      "How long to wait for an answer; otherwise 25, and 0 is for ever", "SECONDS" },
    { "color", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &looks->colour,
      "always, never, or auto: on a terminal, unless NO_COLOR is set", "WHEN" },
    { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &looks->version, "Say the version", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  const GOptionEntry json[] =
  {
    { "json", 'j', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &session->json, "Print JSON", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_option_context_add_main_entries (context, common, NULL);
  if (verb != NULL && verb->has_json)
    g_option_context_add_main_entries (context, json, NULL);
  if (verb != NULL && verb->entries != NULL)
    g_option_context_add_main_entries (context, verb->entries, NULL);
}

/* (transfer full): the verbs, for `harkctl --help`. */
static char *
describe_verbs (void)
{
  g_autoptr(GString) text = g_string_new ("Verbs:\n");

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_string_append_printf (text, "  %-9s %s\n", verbs[i]->name, verbs[i]->summary);
  g_string_append_printf (text, "\nharkctl VERB --help says more of each.\n\n%s", statuses);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* %FALSE: it has been said why. */
static gboolean
parse (Session     *session,
       Looks       *looks,
       const Verb  *verb,
       int         *argc,
       char      ***argv)
{
  g_autofree char *parameters = verb != NULL ? g_strdup_printf ("%s", verb->arguments) : g_strdup ("VERB ...");
  g_autofree char *program = verb != NULL ? g_strdup_printf ("harkctl %s", verb->name) : g_strdup ("harkctl");
  g_autofree char *list = describe_verbs ();
  g_autofree char *description = verb != NULL ? g_strconcat (verb->description, "\n\n", statuses, NULL) : NULL;
  g_autoptr(GOptionContext) context = g_option_context_new (parameters);
  g_autoptr(GError) error = NULL;

  g_set_prgname (program);
  g_option_context_set_summary (context, verb != NULL ? verb->summary
                                                      : "Looks into a Hark broker, and takes part by hand.");
  g_option_context_set_description (context, verb != NULL ? description : list);
  /* Options before the verb are harkctl's, and what follows it is not looked at yet. */
  g_option_context_set_strict_posix (context, verb == NULL);
  add_entries (context, session, looks, verb);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  session_complain (session, HARKCTL_USAGE, "%s", error->message);
  return FALSE;
}

static const Verb *
find_verb (const Session *session,
           const char    *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i]->name, name))
      return verbs[i];
  session_complain (session, HARKCTL_USAGE, "there is no verb '%s': see harkctl --help", name);
  return NULL;
}

static int
say_version (void)
{
  g_print ("harkctl " HARK_VERSION "\n");
  return HARKCTL_DONE;
}

static int
run (Session  *session,
     Looks    *looks,
     int       argc,
     char    **argv)
{
  const Verb *verb;

  if (!parse (session, looks, NULL, &argc, &argv))
    return HARKCTL_USAGE;
  if (looks->version)
    return say_version ();
  if (argc < 2)
    return session_complain (session, HARKCTL_USAGE, "which verb? See harkctl --help");
  verb = find_verb (session, argv[1]);
  if (verb == NULL)
    return HARKCTL_USAGE;
  session->verb = verb->name;
  argc -= 1;
  argv += 1;
  if (!parse (session, looks, verb, &argc, &argv))
    return HARKCTL_USAGE;
  if (looks->version)
    return say_version ();
  if (!screen_set_colour (looks->colour))
    return session_complain (session, HARKCTL_USAGE, "--color is always, never or auto, and not %s", looks->colour);
  return verb->run (session, argv + 1);
}

int
main (int    argc,
      char **argv)
{
  Session session = { .patience = 25 };
  Looks looks = { NULL, FALSE };
  int status;

  setlocale (LC_ALL, "");
  status = run (&session, &looks, argc, argv);
  session_clear (&session);
  g_free (looks.colour);
  return status;
}
