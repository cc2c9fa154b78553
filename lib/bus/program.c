/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A program tells about itself: the graph of its objects as records, and what its bus has to do with
 * them. The object that answers lives on the bus's loop, where all that the bus knows may be
 * looked at; the rest is as careful as hark_dump_graph(). The bus owns it. */

#include <hark/program.h>

#include <unistd.h>

#include "bus/handler/handler-private.h"
#include "bus/state-private.h"
#include "object/look/graph-private.h"
#include "wire/name-private.h"

/* --- objects, loops, connections --- */

static guint
id_of (guint place)
{
  return place == HARK_NOWHERE ? 0 : place + 1;
}

/* 0: it is not in the graph. */
static guint
id_of_object (const HarkGraph *graph,
              gconstpointer    address)
{
  for (guint i = 0; address != NULL && i < graph->objects->len; i++)
    if (g_array_index (graph->objects, HarkGraphObject, i).address == address)
      return id_of (i);
  return 0;
}

static guint
id_of_anchor (const HarkGraph  *graph,
              const HarkAnchor *anchor)
{
  for (guint i = 0; i < graph->objects->len; i++)
    if (g_array_index (graph->objects, HarkGraphObject, i).anchor == anchor)
      return id_of (i);
  return 0;
}

static void
add_loops (GPtrArray       *list,
           const HarkGraph *graph)
{
  for (guint i = 0; i < graph->loops->len; i++)
    {
      const HarkGraphLoop *loop = &g_array_index (graph->loops, HarkGraphLoop, i);
      HarkLane *lane = loop->lane;

      g_ptr_array_add (list, hark_program_loop_new (
                               id_of (i), loop->name, hark_graph_loop_state (loop),
                               hark_executor_get_thread (hark_lane_get_executor (lane)), hark_lane_get_n_queued (lane), hark_lane_get_n_run (lane),
                               hark_lane_get_n_discarded (lane) + hark_lane_get_n_dropped (lane)));
    }
}

static void
add_objects (GPtrArray       *list,
             const HarkGraph *graph)
{
  for (guint i = 0; i < graph->objects->len; i++)
    {
      const HarkGraphObject *object = &g_array_index (graph->objects, HarkGraphObject, i);

      g_ptr_array_add (list, hark_program_object_new (id_of (i), object->class_name, id_of (object->loop),
                                                      object->is_loop, object->is_remote,
                                                      object->state != HARK_ANCHOR_OPEN));
    }
}

static void
add_connections (GPtrArray       *list,
                 const HarkGraph *graph)
{
  static const char *const none[] = { NULL };

  for (guint i = 0; i < graph->edges->len; i++)
    {
      const HarkGraphEdge *edge = &g_array_index (graph->edges, HarkGraphEdge, i);
      const HarkSite *site = edge->connection->site;
      const HarkTopics *topics = hark_event_source_get_topics (edge->connection);

      g_ptr_array_add (list, hark_program_connection_new (
                               id_of (edge->from), site->event->name, id_of (edge->to), hark_graph_edge_kind (edge),
                               hark_graph_edge_target (edge), site->file, site->line, hark_connection_get_n_blocked (edge->connection),
                               topics != NULL ? topics->names : none));
    }
}

/* --- the bus --- */

static int
compare_handlers (gconstpointer a,
                  gconstpointer b)
{
  const HarkHandler *one = *(HarkHandler *const *) a;
  const HarkHandler *other = *(HarkHandler *const *) b;

  return one->serial < other->serial ? -1 : one->serial > other->serial;
}

static void
add_handlers (GPtrArray       *list,
              const HarkGraph *graph,
              HarkRouter      *router)
{
  static const char *const none[] = { NULL };
  g_autoptr(GPtrArray) handlers = hark_router_list_handlers (router);

  g_ptr_array_sort (handlers, compare_handlers);
  for (guint i = 0; i < handlers->len; i++)
    {
      const HarkHandler *handler = g_ptr_array_index (handlers, i);

      g_ptr_array_add (list, hark_program_handler_new (handler->name,
                                                       handler->topics != NULL ? handler->topics->names : none,
                                                       id_of_anchor (graph, handler->receiver),
                                                       handler->slot != NULL ? handler->slot->name : NULL));
    }
}

static void
add_exports (GPtrArray       *list,
             const HarkGraph *graph,
             HarkLinkedBus   *bus)
{
  HarkExport *export;

  for (guint at = 0; (export = hark_number_table_next (&bus->exports, &at, NULL)) != NULL;)
    {
      const HarkClassInfo *info = hark_export_get_info (export);
      g_autoptr(GPtrArray) heard = g_ptr_array_new ();

      for (guint i = 0; i < info->n_events; i++)
        if (hark_export_is_heard (export, info->events[i]))
          g_ptr_array_add (heard, (gpointer) info->events[i]->name);
      g_ptr_array_add (heard, NULL);
      g_ptr_array_add (list, hark_program_export_new (id_of_object (graph, hark_export_get_identity (export)), info->name,
                                                      hark_export_get_name (export), hark_export_is_group (export),
                                                      (const char *const *) heard->pdata));
    }
}

static void
add_listeners (GPtrArray       *list,
               const HarkGraph *graph,
               HarkLinkedBus   *bus)
{
  g_autoptr(GArray) numbers = hark_number_table_sort (&bus->subscriptions);

  for (guint i = 0; i < numbers->len; i++)
    {
      const HarkSubscription *subscription =
        hark_number_table_find (&bus->subscriptions, g_array_index (numbers, guint64, i));
      g_autoptr(GObject) remote = hark_bus_remote_dup_object (subscription->remote);

      g_ptr_array_add (list, hark_program_listener_new (id_of_object (graph, remote), subscription->event->owner->name,
                                                        hark_bus_remote_get_name (subscription->remote),
                                                        subscription->event->name));
    }
}

static void
add_imports (GPtrArray     *list,
             HarkLinkedBus *bus)
{
  gpointer pattern;

  for (guint at = 0; (pattern = hark_number_table_next (&bus->imports, &at, NULL)) != NULL;)
    g_ptr_array_add (list, pattern);
  g_ptr_array_add (list, NULL);
}

/* --- the slot --- */

static HarkProgramGraph *
look (HarkProgram *self)
{
  HarkLinkedBus *bus = hark_program_get_data (self);
  g_autoptr(HarkGraph) graph = hark_graph_new ();
  g_autofree char *name = hark_name_of_process ();
  g_autoptr(GPtrArray) loops = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_program_loop_unref);
  g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_program_object_unref);
  g_autoptr(GPtrArray) connections = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_program_connection_unref);
  g_autoptr(GPtrArray) handlers = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_program_handler_unref);
  g_autoptr(GPtrArray) exports = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_program_export_unref);
  g_autoptr(GPtrArray) listeners = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_program_listener_unref);
  g_autoptr(GPtrArray) imports = g_ptr_array_new ();

  add_loops (loops, graph);
  add_objects (objects, graph);
  add_connections (connections, graph);
  add_handlers (handlers, graph, bus->router);
  add_exports (exports, graph, bus);
  add_listeners (listeners, graph, bus);
  add_imports (imports, bus);
  return hark_program_graph_new (name, (gint32) getpid (), id_of_object (graph, bus),
                                 (HarkProgramLoop *const *) loops->pdata, loops->len,
                                 (HarkProgramObject *const *) objects->pdata, objects->len,
                                 (HarkProgramConnection *const *) connections->pdata, connections->len,
                                 (HarkProgramHandler *const *) handlers->pdata, handlers->len,
                                 (HarkProgramExport *const *) exports->pdata, exports->len,
                                 (HarkProgramListener *const *) listeners->pdata, listeners->len,
                                 (const char *const *) imports->pdata);
}

static const HarkProgramSlots slots = { .graph = look };

/* On the bus's loop. */
static void
serve (gpointer context,
       gpointer data)
{
  HarkLinkedBus *bus = context;

  if (bus->program != NULL)
    return;
  bus->program = hark_program_new (hark_object_get_loop (HARK_OBJECT (bus)), &slots, bus, NULL);
  hark_bus_export (HARK_BUS (bus), HARK_OBJECT (bus->program), data, NULL);
}

gboolean
hark_bus_serve_graph (HarkBus     *self,
                      const char  *name,
                      GError     **error)
{
  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);

  if (!hark_object_is_of_process (HARK_OBJECT (self), error) || (name != NULL && !hark_name_check (name, error)))
    return FALSE;
  if (hark_post_func (self, serve, name != NULL ? g_strdup (name) : hark_name_of_process (), g_free))
    return TRUE;
  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "the bus has ended");
  return FALSE;
}
