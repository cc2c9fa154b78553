/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* harkctl graph: asks the programs that serve their graph, and the broker, and draws one picture
 * of all. Graphviz makes an SVG of it where that is installed. */

#include "picture-private.h"
#include "verb-private.h"

#include <stdio.h>
#include <string.h>

static gboolean in_words;
static gboolean as_svg;
static char *output;

/* --- asking --- */

/* (nullable): it has been said why. */
static HarkProgramGraph *
ask (Session    *session,
     const char *name)
{
  g_autoptr(HarkProgram) program =
    hark_program_new_remote (session->bus, name, hark_object_get_loop (HARK_OBJECT (session->bus)));
  HarkProgramGraph *graph = NULL;
  g_autoptr(GError) error = NULL;

  if (!hark_program_await_graph (program, session_patience (session), NULL, &graph, &error))
    session_complain (session, HARKCTL_FAILED, "%s: %s", name, error->message);
  return graph;
}

static gboolean
is_wanted (char       **names,
           const char  *name)
{
  return names[0] == NULL || g_strv_contains ((const char *const *) names, name);
}

/* Asks those that are wanted, and says which of @names there are not. Returns: the status. */
static int
ask_all (Session    *session,
         GPtrArray  *topics,
         char      **names,
         GPtrArray  *programs)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  int status = HARKCTL_DONE;

  for (guint i = 0; i < topics->len; i++)
    {
      const HarkBrokerTopic *topic = g_ptr_array_index (topics, i);
      HarkProgramGraph *graph;

      if (!g_str_equal (topic->object, "Hark.Program") || topic->is_event || !is_wanted (names, topic->name))
        continue;
      g_hash_table_add (seen, (gpointer) topic->name);
      graph = ask (session, topic->name);
      if (graph != NULL)
        g_ptr_array_add (programs, graph);
      else
        status = HARKCTL_FAILED;
    }
  for (guint i = 0; names[i] != NULL; i++)
    if (!g_hash_table_contains (seen, names[i]))
      status = session_complain (session, HARKCTL_FAILED, "no program serves its graph as %s: "
                                 "it calls hark_bus_serve_graph() for that", names[i]);
  return status;
}

/* --- drawing --- */

/* (transfer full) (nullable): what Graphviz makes of it. */
static char *
make_svg (const char  *dot,
          GError     **error)
{
  g_autofree char *program = g_find_program_in_path ("dot");
  g_autoptr(GSubprocess) process = NULL;
  char *svg = NULL;

  if (program == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           "there is no program 'dot': install Graphviz, or write a file that ends in .dot");
      return NULL;
    }
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error,
                              program, "-Tsvg", NULL);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, dot, NULL, &svg, NULL, error))
    return NULL;
  if (g_subprocess_get_successful (process))
    return svg;
  g_free (svg);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "dot could not draw it");
  return NULL;
}

static int
deliver (Session       *session,
         const Picture *picture)
{
  g_autofree char *text = in_words ? picture_to_words (picture) : picture_to_dot (picture);
  g_autoptr(GError) error = NULL;

  if (as_svg || (output != NULL && g_str_has_suffix (output, ".svg")))
    {
      char *svg = make_svg (text, &error);

      if (svg == NULL)
        return session_fail (session, error);
      g_free (text);
      text = svg;
    }
  if (output == NULL)
    fputs (text, stdout);
  else if (!g_file_set_contents (output, text, -1, &error))
    return session_fail (session, error);
  return HARKCTL_DONE;
}

static int
run (Session  *session,
     char    **arguments)
{
  g_autoptr(GPtrArray) topics = NULL;
  g_autoptr(Picture) picture = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *programs;
  int asked;
  int status;

  if (in_words && as_svg)
    return session_complain (session, HARKCTL_USAGE, "--words and --svg are two things");
  if (!session_connect (session))
    return HARKCTL_UNREACHABLE;
  topics = session_list_topics (session, "", &error);
  if (topics == NULL)
    return session_fail (session, error);
  programs = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_program_graph_unref);
  asked = ask_all (session, topics, arguments, programs);
  picture = picture_new (programs, topics);
  status = deliver (session, picture);
  return status != HARKCTL_DONE ? status : asked;
}

static const GOptionEntry entries[] =
{
  { "words", 'w', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &in_words, "In words", NULL },
  { "svg", 's', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &as_svg, "As SVG, which Graphviz' dot makes", NULL },
  { "output", 'o', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &output, "Write there; SVG if it ends in .svg", "FILE" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

const Verb verb_graph =
{
  .name = "graph",
  .arguments = "[NAME...]",
  .summary = "Draw programs, their loops and who hears whom",
  .description =
    "Programs tell about themselves if they call hark_bus_serve_graph(); NAME is what they serve it\n"
    "under, and without one it is all of them. Of other peers one sees what they export and hear.\n"
    "The picture is Graphviz' dot: arrows are events, the blue ones go through the broker.\n"
    "\n"
    "  harkctl graph --words\n"
    "  harkctl graph --output programs.svg\n"
    "  harkctl graph | dot -Tpng > programs.png",
  .entries = entries,
  .run = run,
};
