/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A look at everything, while it goes on. It holds anchors, lanes and
 * connections, which any thread may drop, and never an object, whose last
 * reference it might be. What it wants of an object it reads under the anchor's
 * lock, which is taken before the object is torn down. */

#include "object/look/graph-private.h"
#include "object/loop/loop-private.h"
#include "object/connection/outlets-private.h"

typedef struct
{
  HarkGraph  *graph;
  GHashTable *objects;  /* HarkAnchor -> place */
  GHashTable *loops;    /* HarkLane -> place */
} Look;

static void
object_clear (gpointer data)
{
  hark_anchor_unref (((HarkGraphObject *) data)->anchor);
}

static void
loop_clear (gpointer data)
{
  HarkGraphLoop *self = data;

  hark_lane_unref (self->lane);
  g_free (self->name);
}

static void
edge_clear (gpointer data)
{
  hark_connection_unref (((HarkGraphEdge *) data)->connection);
}

static guint
look_up (GHashTable    *places,
         gconstpointer  what)
{
  gpointer place;

  return g_hash_table_lookup_extended (places, what, NULL, &place) ? GPOINTER_TO_UINT (place)
                                                                   : HARK_NOWHERE;
}

static guint
loop_of (Look     *self,
         HarkLane *lane)
{
  HarkGraphLoop loop = { NULL, NULL, HARK_NOWHERE, false };
  guint place;

  if (lane == NULL)
    return HARK_NOWHERE;

  place = look_up (self->loops, lane);
  if (place != HARK_NOWHERE)
    return place;

  place = self->graph->loops->len;
  loop.lane = hark_lane_ref (lane);
  g_array_append_val (self->graph->loops, loop);
  g_hash_table_insert (self->loops, lane, GUINT_TO_POINTER (place));
  return place;
}

static void
add_object (Look       *self,
            HarkAnchor *anchor)
{
  HarkGraphObject object = { 0 };
  HarkGraphLoop *loop;
  HarkLane *lane;
  char *name = NULL;

  hark_lock (&anchor->lock);
  object.state = hark_anchor_get_state (anchor);
  if (object.state != HARK_ANCHOR_CLOSED)
    {
      object.address = anchor->object;
      object.class_name = G_OBJECT_TYPE_NAME (anchor->object);
      object.is_loop = HARK_IS_LOOP (anchor->object);
      object.is_remote = !anchor->is_plain && hark_seat_get_remote (anchor->seat) != NULL;
      if (object.is_loop)
        name = g_strdup (hark_loop_get_name (HARK_LOOP (anchor->object)));
    }
  hark_unlock (&anchor->lock);

  lane = hark_anchor_dup_home (anchor);
  object.loop = loop_of (self, lane);
  g_clear_pointer (&lane, hark_lane_unref);
  if (object.state != HARK_ANCHOR_OPEN && object.loop != HARK_NOWHERE)
    g_array_index (self->graph->loops, HarkGraphLoop, object.loop).is_left = true;
  if (object.state == HARK_ANCHOR_CLOSED)
    return;

  object.anchor = hark_anchor_ref (anchor);
  if (object.is_loop)
    {
      loop = &g_array_index (self->graph->loops, HarkGraphLoop, object.loop);
      loop->object = self->graph->objects->len;
      loop->name = name;
    }
  g_hash_table_insert (self->objects, anchor, GUINT_TO_POINTER (self->graph->objects->len));
  g_array_append_val (self->graph->objects, object);
}

static void
add_edges (Look  *self,
           guint  from)
{
  HarkAnchor *emitter = g_array_index (self->graph->objects, HarkGraphObject, from).anchor;
  GPtrArray *outbound;

  if (emitter->is_plain)
    return;

  outbound = hark_outlets_list (emitter);
  for (guint i = 0; i < outbound->len; i++)
    {
      HarkConnection *connection = g_ptr_array_index (outbound, i);
      HarkGraphEdge edge = { connection, from, look_up (self->objects, connection->receiver) };

      /* It may have been made after its receiver was not found. */
      if (edge.to == HARK_NOWHERE)
        continue;
      hark_connection_ref (connection);
      g_array_append_val (self->graph->edges, edge);
    }
  g_ptr_array_unref (outbound);
}

static int
compare_addresses (gconstpointer a,
                   gconstpointer b)
{
  HarkAnchor *const *first = a, *const *second = b;

  return *first < *second ? -1 : *first > *second;
}

static GArray *
array_new (guint          size,
           GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, FALSE, size);

  g_array_set_clear_func (array, clear);
  return array;
}

HarkGraph *
hark_graph_new (void)
{
  g_autoptr(GHashTable) objects = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) loops = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) anchors = hark_registry_list ();
  HarkGraph *self = g_new0 (HarkGraph, 1);
  Look look = { self, objects, loops };

  self->objects = array_new (sizeof (HarkGraphObject), object_clear);
  self->loops = array_new (sizeof (HarkGraphLoop), loop_clear);
  self->edges = array_new (sizeof (HarkGraphEdge), edge_clear);

  /* Twice the same, if nothing has changed. */
  g_ptr_array_sort (anchors, compare_addresses);
  for (guint i = 0; i < anchors->len; i++)
    add_object (&look, g_ptr_array_index (anchors, i));
  for (guint i = 0; i < self->objects->len; i++)
    add_edges (&look, i);
  return self;
}

void
hark_graph_free (HarkGraph *self)
{
  g_array_unref (self->edges);
  g_array_unref (self->objects);
  g_array_unref (self->loops);
  g_free (self);
}

/* --- in words --- */

const char *
hark_graph_loop_state (const HarkGraphLoop *loop)
{
  static const char *const names[] = {
    [HARK_LANE_WAITING] = "waiting",
    [HARK_LANE_RUNNING] = "running",
    [HARK_LANE_STOPPING] = "stopping",
    [HARK_LANE_STOPPED] = "stopped",
  };

  return names[hark_lane_get_state (loop->lane)];
}

const char *
hark_graph_edge_kind (const HarkGraphEdge *edge)
{
  const HarkSlotInfo *slot = edge->connection->site->slot;

  if (edge->connection->kind == HARK_CONNECTION_NEXT)
    return "future";
  if (edge->connection->kind == HARK_CONNECTION_STREAM)
    return "stream";
  if (slot == NULL)
    return "function";
  return slot->flags & HARK_SLOT_IS_EVENT ? "event" : "slot";
}

const char *
hark_graph_edge_target (const HarkGraphEdge *edge)
{
  const HarkSlotInfo *slot = edge->connection->site->slot;

  return slot != NULL ? slot->name : NULL;
}

char *
hark_dump_graph (HarkGraphFormat format)
{
  g_autoptr(HarkGraph) graph = NULL;

  g_return_val_if_fail (format == HARK_GRAPH_DOT || format == HARK_GRAPH_JSON, NULL);

  graph = hark_graph_new ();
  return format == HARK_GRAPH_DOT ? hark_graph_to_dot (graph) : hark_graph_to_json (graph);
}
