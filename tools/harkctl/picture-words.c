/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The same picture in words: each program, its loops, what lives there, and what each object's
 * events lead to. */

#include "picture-private.h"

#include "screen-private.h"

static void
put_node_name (GString           *text,
               const PictureNode *node)
{
  screen_put (text, SCREEN_GREEN, node->label);
  if (node->name != NULL)
    g_string_append_printf (text, " \"%s\"", node->name);
  if (node->is_remote)
    g_string_append (text, " (remote)");
  if (node->is_missing)
    g_string_append (text, " (nobody exports it)");
}

/* Where an arrow ends, if that is not in the same program. */
static void
put_whereabouts (GString           *text,
                 const Picture     *self,
                 const PictureNode *from,
                 const PictureNode *to)
{
  g_autofree char *name = NULL;

  if (to->program == PICTURE_NOWHERE || to->program == from->program)
    return;
  name = screen_printable (((HarkProgramGraph *) g_ptr_array_index (self->programs, to->program))->program);
  g_string_append_printf (text, " of %s", name);
}

static void
put_arrows (GString       *text,
            const Picture *self,
            guint          place,
            const char    *indent)
{
  for (guint i = 0; i < self->arrows->len; i++)
    {
      const PictureArrow *arrow = g_ptr_array_index (self->arrows, i);
      const PictureNode *to = g_ptr_array_index (self->nodes, arrow->to);

      if (arrow->from != place)
        continue;
      g_string_append_printf (text, "%s  ", indent);
      screen_put (text, arrow->is_crossing ? SCREEN_BLUE : SCREEN_CYAN, arrow->label);
      g_string_append (text, arrow->is_crossing ? " => " : " : ");
      put_node_name (text, to);
      put_whereabouts (text, self, g_ptr_array_index (self->nodes, place), to);
      if (arrow->is_blocked)
        g_string_append (text, ", blocked");
      if (arrow->place != NULL)
        {
          g_string_append (text, "  ");
          screen_put (text, SCREEN_DIM, arrow->place);
        }
      g_string_append_c (text, '\n');
    }
}

/* @heading: (nullable): comes first, if there are any. */
static void
put_nodes (GString       *text,
           const Picture *self,
           guint          program,
           guint          loop,
           const char    *heading,
           const char    *indent)
{
  gboolean is_begun = FALSE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const PictureNode *node = g_ptr_array_index (self->nodes, i);

      if (node->program != program || node->loop != loop)
        continue;
      if (!is_begun && heading != NULL)
        g_string_append_printf (text, "  %s\n", heading);
      is_begun = TRUE;
      g_string_append (text, indent);
      put_node_name (text, node);
      g_string_append_c (text, '\n');
      put_arrows (text, self, i, indent);
    }
}

static void
put_program (GString       *text,
             const Picture *self,
             guint          program)
{
  const HarkProgramGraph *graph = g_ptr_array_index (self->programs, program);
  g_autofree char *name = screen_printable (graph->program);

  screen_put (text, SCREEN_BOLD, name);
  g_string_append_c (text, '\n');
  for (gsize i = 0; i < graph->n_loops; i++)
    {
      g_autofree char *words = picture_describe_loop (graph->loops[i]);

      put_nodes (text, self, program, graph->loops[i]->id, words, "    ");
    }
  put_nodes (text, self, program, 0, "on no loop yet", "    ");
  for (guint i = 0; graph->imports[i] != NULL; i++)
    {
      g_autofree char *pattern = screen_printable (graph->imports[i]);

      g_string_append_printf (text, "  imports %s\n", pattern);
    }
}

char *
picture_to_words (const Picture *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->programs->len; i++)
    put_program (text, self, i);
  put_nodes (text, self, PICTURE_NOWHERE, 0, NULL, "");
  return g_string_free (text, FALSE);
}
