/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A graph as a picture: a frame for each loop, with its objects in it, and an
 * arrow for each connection. Loops are objects too, but drawn only where
 * they are connected to something. */

#include <hark/clock.h>

#include "lane/stay-private.h"
#include "object/look/graph-private.h"

/* Any bytes inside a string in quotes; a line of its own stays one. */
static void
put_escaped (GString    *text,
             const char *bytes)
{
  g_autofree char *valid = g_utf8_make_valid (bytes, -1);

  for (const char *c = valid; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (text, "\\%c", *c);
    else if (*c == '\n')
      g_string_append (text, "\\n");
    else if ((guchar) *c >= 0x20)
      g_string_append_c (text, *c);
}

static void
put_object (GString         *text,
            const HarkGraph *self,
            guint            place,
            const char      *indent)
{
  const HarkGraphObject *object = &g_array_index (self->objects, HarkGraphObject, place);

  g_string_append_printf (text, "%so%u [label=\"", indent, place + 1);
  put_escaped (text, object->class_name);
  if (object->is_remote)
    g_string_append (text, "\\n(remote)");
  if (object->state != HARK_ANCHOR_OPEN)
    g_string_append (text, "\\n(closing)");
  g_string_append_printf (text, "\", tooltip=\"0x%" G_GINTPTR_MODIFIER "x\"%s];\n",
                          (guintptr) object->address, object->is_remote ? ", style=\"rounded,dashed\"" : "");
}

static void
put_loop (GString         *text,
          const HarkGraph *self,
          guint            place,
          const guint8    *is_drawn)
{
  const HarkGraphLoop *loop = &g_array_index (self->loops, HarkGraphLoop, place);
  guint64 n_queued = hark_lane_get_n_queued (loop->lane);
  guint64 n_dropped = hark_lane_get_n_discarded (loop->lane) + hark_lane_get_n_dropped (loop->lane);
  int thread = hark_executor_get_thread (hark_lane_get_executor (loop->lane));
  HarkCallSubject holder;
  gint64 since;

  g_string_append_printf (text, "  subgraph cluster_%u {\n    label=\"", place + 1);
  if (loop->name != NULL && *loop->name != '\0')
    {
      put_escaped (text, loop->name);
      g_string_append (text, "\\n");
    }
  g_string_append_printf (text, "%s", hark_graph_loop_state (loop));
  if (n_queued > 0)
    g_string_append_printf (text, ", %" G_GUINT64_FORMAT " queued", n_queued);
  g_string_append_printf (text, ", %" G_GUINT64_FORMAT " run", hark_lane_get_n_run (loop->lane));
  if (n_dropped > 0)
    g_string_append_printf (text, ", %" G_GUINT64_FORMAT " dropped", n_dropped);
  if (hark_lane_is_held (loop->lane, &holder, &since))
    g_string_append_printf (text, "\\nheld by %s.%s for %.1f s", holder.object, holder.slot,
                            (double) (hark_clock_now () - since) / G_TIME_SPAN_SECOND);
  if (thread != 0)
    g_string_append_printf (text, "\\nthread %d", thread);
  g_string_append (text, "\";\n");

  for (guint i = 0; i < self->objects->len; i++)
    if (is_drawn[i] && g_array_index (self->objects, HarkGraphObject, i).loop == place)
      put_object (text, self, i, "    ");
  g_string_append (text, "  }\n");
}

static void
put_edge (GString             *text,
          const HarkGraphEdge *edge)
{
  const HarkSite *site = edge->connection->site;
  const char *target = hark_graph_edge_target (edge);

  g_string_append_printf (text, "  o%u -> o%u [label=\"", edge->from + 1, edge->to + 1);
  put_escaped (text, site->event->name);
  g_string_append (text, " \u2192 ");
  put_escaped (text, target != NULL ? target : hark_graph_edge_kind (edge));
  if (site->file != NULL)
    {
      g_autofree char *name = g_path_get_basename (site->file);

      g_string_append (text, "\\n");
      put_escaped (text, name);
      g_string_append_printf (text, ":%u", site->line);
    }
  g_string_append_c (text, '"');
  if (hark_connection_get_n_blocked (edge->connection) > 0)
    g_string_append (text, ", style=dotted, arrowhead=tee");
  else if (site->flags & HARK_CONNECT_INLINE)
    g_string_append (text, ", style=bold");
  g_string_append (text, "];\n");
}

char *
hark_graph_to_dot (const HarkGraph *self)
{
  g_autofree guint8 *is_drawn = g_malloc0 (self->objects->len + 1);
  GString *text = g_string_new (
    "digraph hark {\n"
    "  graph [rankdir=LR, fontname=\"Helvetica,sans-serif\", fontsize=11, style=\"rounded,filled\",\n"
    "         color=\"#b8c4d0\", fillcolor=\"#f2f5f8\", labeljust=l, nodesep=0.4, ranksep=1.2];\n"
    "  node [shape=box, style=\"rounded,filled\", color=\"#5a6b7b\", fillcolor=white,\n"
    "        fontname=\"Helvetica,sans-serif\", fontsize=12];\n"
    "  edge [color=\"#5a6b7b\", fontname=\"Helvetica,sans-serif\", fontsize=9];\n");

  for (guint i = 0; i < self->objects->len; i++)
    is_drawn[i] = !g_array_index (self->objects, HarkGraphObject, i).is_loop;
  for (guint i = 0; i < self->edges->len; i++)
    {
      const HarkGraphEdge *edge = &g_array_index (self->edges, HarkGraphEdge, i);

      is_drawn[edge->from] = is_drawn[edge->to] = TRUE;
    }

  for (guint i = 0; i < self->loops->len; i++)
    put_loop (text, self, i, is_drawn);
  for (guint i = 0; i < self->objects->len; i++)
    if (is_drawn[i] && g_array_index (self->objects, HarkGraphObject, i).loop == HARK_NOWHERE)
      put_object (text, self, i, "  ");
  for (guint i = 0; i < self->edges->len; i++)
    put_edge (text, &g_array_index (self->edges, HarkGraphEdge, i));
  g_string_append (text, "}\n");
  return g_string_free (text, FALSE);
}
