/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A picture for Graphviz: a frame for each program, in it one for each loop; arrows that cross
 * processes are blue. */

#include "picture-private.h"

#include "screen-private.h"

/* Printable text within quotes. */
static void
put_escaped (GString    *text,
             const char *words)
{
  for (; *words != '\0'; words++)
    {
      if (*words == '"' || *words == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *words);
    }
}

static void
put_node (GString           *text,
          const PictureNode *node,
          guint              place,
          const char        *indent)
{
  g_string_append_printf (text, "%sn%u [label=\"", indent, place);
  put_escaped (text, node->label);
  if (node->name != NULL)
    {
      g_string_append (text, "\\n");
      put_escaped (text, node->name);
    }
  g_string_append (text, node->is_missing                   ? "\\n(nobody exports it)\", style=dashed];\n"
                         : node->is_remote                  ? "\", style=\"rounded,dashed\"];\n"
                         : node->program == PICTURE_NOWHERE ? "\", shape=component];\n" : "\"];\n");
}

static void
put_nodes (GString       *text,
           const Picture *self,
           guint          program,
           guint          loop,
           const char    *indent)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const PictureNode *node = g_ptr_array_index (self->nodes, i);

      if (node->program == program && node->loop == loop)
        put_node (text, node, i, indent);
    }
}

static gboolean
is_inhabited (const Picture *self,
              guint          program,
              guint          loop)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const PictureNode *node = g_ptr_array_index (self->nodes, i);

      if (node->program == program && node->loop == loop)
        return TRUE;
    }
  return FALSE;
}

static void
put_program (GString       *text,
             const Picture *self,
             guint          program)
{
  const HarkProgramGraph *graph = g_ptr_array_index (self->programs, program);
  g_autofree char *name = screen_printable (graph->program);

  g_string_append_printf (text, "  subgraph cluster_%u {\n    label=\"", program);
  put_escaped (text, name);
  g_string_append (text, "\";\n    style=filled; fillcolor=\"#f4f4f4\";\n");
  put_nodes (text, self, program, 0, "    ");
  for (gsize i = 0; i < graph->n_loops; i++)
    {
      const HarkProgramLoop *loop = graph->loops[i];
      g_autofree char *words = picture_describe_loop (loop);

      if (!is_inhabited (self, program, loop->id))
        continue;
      g_string_append_printf (text, "    subgraph cluster_%u_%u {\n      label=\"", program, loop->id);
      put_escaped (text, words);
      g_string_append (text, "\";\n      style=filled; fillcolor=white;\n");
      put_nodes (text, self, program, loop->id, "      ");
      g_string_append (text, "    }\n");
    }
  g_string_append (text, "  }\n");
}

static void
put_arrow (GString            *text,
           const PictureArrow *arrow)
{
  g_string_append_printf (text, "  n%u -> n%u [label=\"", arrow->from, arrow->to);
  put_escaped (text, arrow->label);
  g_string_append_c (text, '"');
  if (arrow->place != NULL)
    {
      g_string_append (text, ", tooltip=\"");
      put_escaped (text, arrow->place);
      g_string_append_c (text, '"');
    }
  if (arrow->is_crossing)
    g_string_append (text, ", color=blue, fontcolor=blue");
  if (arrow->is_blocked)
    g_string_append (text, ", style=dashed");
  g_string_append (text, "];\n");
}

char *
picture_to_dot (const Picture *self)
{
  GString *text = g_string_new ("digraph hark {\n"
                                "  rankdir=LR;\n"
                                "  fontname=\"sans-serif\";\n"
                                "  node [shape=box, style=\"filled\", fillcolor=white, fontname=\"sans-serif\"];\n"
                                "  edge [fontname=\"sans-serif\", fontsize=10];\n");

  for (guint i = 0; i < self->programs->len; i++)
    put_program (text, self, i);
  put_nodes (text, self, PICTURE_NOWHERE, 0, "  ");
  for (guint i = 0; i < self->arrows->len; i++)
    put_arrow (text, g_ptr_array_index (self->arrows, i));
  g_string_append (text, "}\n");
  return g_string_free (text, FALSE);
}
