/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A graph as one JSON object, with a line for each entry; what is in it is told in
 * hark/graph.h. */

#include <hark/clock.h>

#include "base/json-private.h"
#include "lane/stay-private.h"
#include "object/look/graph-private.h"

static void
put_name (GString    *text,
          const char *name)
{
  g_string_append_printf (text, ", \"%s\": ", name);
}

static void
put_text (GString    *text,
          const char *name,
          const char *value)
{
  put_name (text, name);
  hark_json_put_string (text, value);
}

static void
put_number (GString    *text,
            const char *name,
            guint64     number)
{
  put_name (text, name);
  g_string_append_printf (text, "%" G_GUINT64_FORMAT, number);
}

/* Ids are places, counted from 1. */
static void
put_id (GString    *text,
        const char *name,
        guint       place)
{
  put_name (text, name);
  if (place == HARK_NOWHERE)
    g_string_append (text, "null");
  else
    g_string_append_printf (text, "%u", place + 1);
}

static void
put_address (GString       *text,
             const char    *name,
             gconstpointer  address)
{
  put_name (text, name);
  if (address == NULL)
    g_string_append (text, "null");
  else
    g_string_append_printf (text, "\"0x%" G_GINTPTR_MODIFIER "x\"", (guintptr) address);
}

static void
put_object (GString               *text,
            const HarkGraphObject *object)
{
  put_text (text, "class", object->class_name);
  put_address (text, "address", object->address);
  put_id (text, "loop", object->loop);
  put_text (text, "state", object->state == HARK_ANCHOR_OPEN ? "open" : "closing");
  put_name (text, "remote");
  g_string_append (text, object->is_remote ? "true" : "false");
}

static void
put_holder (GString  *text,
            HarkLane *lane)
{
  HarkCallSubject holder;
  g_autofree char *name = NULL;
  gint64 since;

  if (hark_lane_is_held (lane, &holder, &since))
    name = g_strdup_printf ("%s.%s", holder.object, holder.slot);
  put_text (text, "held_by", name);
  put_number (text, "held_for", name != NULL ? hark_clock_now () - since : 0);
}

static void
put_loop (GString             *text,
          const HarkGraphLoop *loop)
{
  HarkExecutor *executor = hark_lane_get_executor (loop->lane);
  int thread = hark_executor_get_thread (executor);

  put_text (text, "name", loop->name);
  put_id (text, "object", loop->object);
  put_text (text, "state", hark_graph_loop_state (loop));
  put_address (text, "context", hark_executor_get_context (executor));
  put_name (text, "thread");
  if (thread != 0)
    g_string_append_printf (text, "%d", thread);
  else
    g_string_append (text, "null");
  put_number (text, "queued", hark_lane_get_n_queued (loop->lane));
  put_number (text, "run", hark_lane_get_n_run (loop->lane));
  put_number (text, "dropped", hark_lane_get_n_discarded (loop->lane) + hark_lane_get_n_dropped (loop->lane));
  put_holder (text, loop->lane);
}

static void
put_flags (GString          *text,
           HarkConnectFlags  flags)
{
  static const struct
  {
    HarkConnectFlags flag;
    const char      *name;
  } names[] = {
    { HARK_CONNECT_SENDER, "sender" },
    { HARK_CONNECT_INLINE, "direct" },
    { HARK_CONNECT_SINGLE_SHOT, "single-shot" },
    { HARK_CONNECT_UNIQUE, "unique" },
    { HARK_CONNECT_FILTERED, "filtered" },
    { HARK_CONNECT_URGENT, "urgent" },
    { HARK_CONNECT_IDLE, "idle" },
  };
  const char *between = "";

  put_name (text, "flags");
  g_string_append_c (text, '[');
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (flags & names[i].flag)
      {
        g_string_append (text, between);
        hark_json_put_string (text, names[i].name);
        between = ", ";
      }
  g_string_append_c (text, ']');
}

static void
put_edge (GString             *text,
          const HarkGraphEdge *edge)
{
  const HarkSite *site = edge->connection->site;

  put_id (text, "from", edge->from);
  put_text (text, "event", site->event->name);
  put_id (text, "to", edge->to);
  put_text (text, "kind", hark_graph_edge_kind (edge));
  put_text (text, "target", hark_graph_edge_target (edge));
  put_text (text, "file", site->file);
  put_number (text, "line", site->line);
  put_flags (text, site->flags);
  put_number (text, "blocked", hark_connection_get_n_blocked (edge->connection));
}

/* The caller closes it. */
static void
begin_entry (GString *text,
             guint    place)
{
  g_string_append (text, place == 0 ? "\n    {" : ",\n    {");
  g_string_append_printf (text, "\"id\": %u", place + 1);
}

char *
hark_graph_to_json (const HarkGraph *self)
{
  GString *text = g_string_new ("{\n  \"objects\": [");

  for (guint i = 0; i < self->objects->len; i++)
    {
      begin_entry (text, i);
      put_object (text, &g_array_index (self->objects, HarkGraphObject, i));
      g_string_append_c (text, '}');
    }
  g_string_append (text, "\n  ],\n  \"loops\": [");
  for (guint i = 0; i < self->loops->len; i++)
    {
      begin_entry (text, i);
      put_loop (text, &g_array_index (self->loops, HarkGraphLoop, i));
      g_string_append_c (text, '}');
    }
  g_string_append (text, "\n  ],\n  \"connections\": [");
  for (guint i = 0; i < self->edges->len; i++)
    {
      begin_entry (text, i);
      put_edge (text, &g_array_index (self->edges, HarkGraphEdge, i));
      g_string_append_c (text, '}');
    }
  g_string_append (text, "\n  ]\n}\n");
  return g_string_free (text, FALSE);
}
