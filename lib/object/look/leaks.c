/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* With HARK_DEBUG=leaks in the environment, tells at exit on stderr which
 * objects still live and which connections they have; without it, or when all is gone,
 * nothing. An object whose end is on its way to its loop is none of them, nor is
 * a GObject that only lent its life to a function. */

#include <stdlib.h>

#include "object/look/graph-private.h"

enum
{
  DEBUG_LEAKS = 1 << 0,
};

static gboolean
is_leaked (const HarkGraph       *graph,
           const HarkGraphObject *object)
{
  return object->state == HARK_ANCHOR_OPEN && !object->anchor->is_plain
         && !(object->is_loop && g_array_index (graph->loops, HarkGraphLoop, object->loop).is_left);
}

static void
put_objects (GString         *text,
             const HarkGraph *graph,
             guint           *n)
{
  for (guint i = 0; i < graph->objects->len; i++)
    {
      const HarkGraphObject *object = &g_array_index (graph->objects, HarkGraphObject, i);
      const char *loop_name = NULL;

      if (!is_leaked (graph, object))
        continue;
      if (object->loop != HARK_NOWHERE)
        loop_name = g_array_index (graph->loops, HarkGraphLoop, object->loop).name;
      g_string_append_printf (text, "  object %s %p", object->class_name, object->address);
      if (loop_name != NULL && *loop_name != '\0')
        g_string_append_printf (text, object->is_loop ? " '%s'" : " on the loop '%s'", loop_name);
      g_string_append_c (text, '\n');
      ++*n;
    }
}

static void
put_connections (GString         *text,
                 const HarkGraph *graph,
                 guint           *n)
{
  for (guint i = 0; i < graph->edges->len; i++)
    {
      const HarkGraphEdge *edge = &g_array_index (graph->edges, HarkGraphEdge, i);
      const HarkGraphObject *from = &g_array_index (graph->objects, HarkGraphObject, edge->from);
      const HarkGraphObject *to = &g_array_index (graph->objects, HarkGraphObject, edge->to);
      const HarkSite *site = edge->connection->site;
      const char *target = hark_graph_edge_target (edge);

      if (!is_leaked (graph, from))
        continue;
      g_string_append_printf (text, "  connection of %s %p, %s, to %s %p, %s", from->class_name, from->address,
                              site->event->name, to->class_name, to->address,
                              target != NULL ? target : hark_graph_edge_kind (edge));
      if (site->file != NULL)
        g_string_append_printf (text, ", made at %s:%u", site->file, site->line);
      g_string_append_c (text, '\n');
      ++*n;
    }
}

static void
report (void)
{
  g_autoptr(HarkGraph) graph = hark_graph_new ();
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_objects = 0, n_connections = 0;

  put_objects (text, graph, &n_objects);
  put_connections (text, graph, &n_connections);
  if (n_objects > 0)
    g_printerr ("Hark: alive at exit: %u object%s, %u connection%s\n%s",
                n_objects, n_objects == 1 ? "" : "s", n_connections, n_connections == 1 ? "" : "s",
                text->str);
}

/* When the library is loaded, so that nothing that the program registers for its
 * exit runs later. */
__attribute__ ((constructor)) static void
arm (void)
{
  static const GDebugKey keys[] = { { "leaks", DEBUG_LEAKS } };

  if (g_parse_debug_string (g_getenv ("HARK_DEBUG"), keys, G_N_ELEMENTS (keys)) & DEBUG_LEAKS)
    atexit (report);
}
