/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Puts programs together: what is inside each of them it has told itself; who hears whom across
 * processes the broker knows. Peers that tell nothing about themselves are one node each. What a
 * program has to look at itself (loops nobody is connected to, the object that has told) is left out. */

#include "picture-private.h"

#include <string.h>

#include "screen-private.h"

static void
node_free (gpointer data)
{
  PictureNode *self = data;

  g_free (self->label);
  g_free (self->name);
  g_free (self);
}

static void
arrow_free (gpointer data)
{
  PictureArrow *self = data;

  g_free (self->label);
  g_free (self->place);
  g_free (self);
}

/* While it is made. */
typedef struct
{
  Picture    *picture;
  GHashTable *places;  /* "0/7", program and object; "peer/x"; "topic/x" -> place + 1 */
} Sketch;

/* --- nodes --- */

static guint
add_node (Sketch      *self,
          char        *key,
          const char  *label,
          PictureNode  node)
{
  GPtrArray *nodes = self->picture->nodes;

  node.label = screen_printable (label);
  g_ptr_array_add (nodes, g_memdup2 (&node, sizeof node));
  g_hash_table_insert (self->places, key, GUINT_TO_POINTER (nodes->len));
  return nodes->len - 1;
}

static guint
find_node (Sketch     *self,
           const char *key)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, key));

  return place > 0 ? place - 1 : PICTURE_NOWHERE;
}

static guint
find_object (Sketch *self,
             guint   program,
             guint   id)
{
  g_autofree char *key = g_strdup_printf ("%u/%u", program, id);

  return find_node (self, key);
}

/* Finds, or makes: one without a program. */
static guint
ensure_node (Sketch     *self,
             const char *kind,
             const char *label,
             gboolean    is_missing)
{
  g_autofree char *key = g_strdup_printf ("%s/%s", kind, label);
  guint place = find_node (self, key);

  if (place != PICTURE_NOWHERE)
    return place;
  return add_node (self, g_steal_pointer (&key), label,
                   (PictureNode) { .program = PICTURE_NOWHERE, .is_missing = is_missing });
}

static gboolean
is_connected (const HarkProgramGraph  *graph,
              const HarkProgramObject *object)
{
  for (gsize i = 0; i < graph->n_connections; i++)
    if (graph->connections[i]->from == object->id || graph->connections[i]->to == object->id)
      return TRUE;
  return FALSE;
}

/* What is written below its class: names of exports, or what a remote stands for. */
static char *
name_object (const HarkProgramGraph  *graph,
             const HarkProgramObject *object)
{
  g_autoptr(GString) name = g_string_new (NULL);

  for (gsize i = 0; i < graph->n_exports; i++)
    if (graph->exports[i]->from == object->id)
      g_string_append_printf (name, "%s%s", name->len > 0 ? ", " : "", graph->exports[i]->name);
  for (gsize i = 0; name->len == 0 && i < graph->n_listeners; i++)
    if (graph->listeners[i]->to == object->id)
      g_string_append (name, graph->listeners[i]->name);
  return name->len > 0 ? screen_printable (name->str) : NULL;
}

static void
add_objects (Sketch                 *self,
             guint                   program,
             const HarkProgramGraph *graph)
{
  for (gsize i = 0; i < graph->n_objects; i++)
    {
      const HarkProgramObject *object = graph->objects[i];

      if ((object->is_loop && !is_connected (graph, object)) || g_str_equal (object->object, "HarkProgram"))
        continue;
      add_node (self, g_strdup_printf ("%u/%u", program, object->id), object->object,
                (PictureNode) { .name = name_object (graph, object), .program = program, .loop = object->loop,
                                .is_remote = object->is_remote });
    }
}

/* --- arrows --- */

static void
add_arrow (Sketch       *self,
           const char   *label,
           PictureArrow  arrow)
{
  if (arrow.from == PICTURE_NOWHERE || arrow.to == PICTURE_NOWHERE)
    {
      g_free (arrow.place);
      return;
    }
  arrow.label = screen_printable (label);
  g_ptr_array_add (self->picture->arrows, g_memdup2 (&arrow, sizeof arrow));
}

static char *
place_of (const HarkProgramConnection *connection)
{
  g_autofree char *place = NULL;

  if (connection->file == NULL)
    return NULL;
  place = g_strdup_printf ("%s:%u", connection->file, connection->line);
  return screen_printable (place);
}

/* Whether it is the bus's own business: handlers tell more of what it brings, and blue arrows of
 * what it takes. */
static gboolean
is_of_bus (const HarkProgramGraph      *graph,
           const HarkProgramConnection *connection)
{
  if (connection->from == graph->bus)
    return g_str_equal (connection->event, "message");
  return connection->to == graph->bus && connection->file == NULL && connection->topics[0] == NULL
         && g_str_equal (connection->kind, "function");
}

static void
add_connections (Sketch                 *self,
                 guint                   program,
                 const HarkProgramGraph *graph)
{
  for (gsize i = 0; i < graph->n_connections; i++)
    {
      const HarkProgramConnection *connection = graph->connections[i];
      g_autofree char *topics = g_strjoinv (" ", (char **) connection->topics);
      g_autofree char *label = topics[0] != '\0' ? g_strdup_printf ("%s as %s", connection->event, topics)
                               : connection->target != NULL
                                 ? g_strdup_printf ("%s -> %s", connection->event, connection->target)
                                 : g_strdup (connection->event);

      if (is_of_bus (graph, connection))
        continue;
      add_arrow (self, label, (PictureArrow) { .from = find_object (self, program, connection->from),
                                               .to = find_object (self, program, connection->to),
                                               .place = place_of (connection),
                                               .is_blocked = connection->n_blocked > 0 });
    }
}

static void
add_handlers (Sketch                 *self,
              guint                   program,
              const HarkProgramGraph *graph)
{
  for (gsize i = 0; i < graph->n_handlers; i++)
    {
      const HarkProgramHandler *handler = graph->handlers[i];
      g_autofree char *topics = g_strjoinv (" ", (char **) handler->topics);
      g_autofree char *label = g_strdup_printf ("%s -> %s", topics[0] != '\0' ? topics : "all others",
                                                handler->slot != NULL ? handler->slot : handler->name);

      add_arrow (self, label, (PictureArrow) { .from = find_object (self, program, graph->bus),
                                               .to = find_object (self, program, handler->to) });
    }
}

/* --- across processes --- */

static guint
find_program (Sketch     *self,
              const char *name)
{
  for (guint i = 0; i < self->picture->programs->len; i++)
    if (g_str_equal (((HarkProgramGraph *) g_ptr_array_index (self->picture->programs, i))->program, name))
      return i;
  return PICTURE_NOWHERE;
}

/* Where an event of @topic comes from, at the peer of that name. */
static guint
find_source (Sketch                *self,
             const HarkBrokerTopic *topic,
             const char            *peer)
{
  guint program = find_program (self, peer);
  const HarkProgramGraph *graph;

  if (program == PICTURE_NOWHERE)
    return ensure_node (self, "peer", peer, FALSE);
  graph = g_ptr_array_index (self->picture->programs, program);
  for (gsize i = 0; i < graph->n_exports; i++)
    if (g_str_equal (graph->exports[i]->object, topic->object) && g_str_equal (graph->exports[i]->name, topic->name))
      {
        guint place = find_object (self, program, graph->exports[i]->from);

        return place != PICTURE_NOWHERE ? place : find_object (self, program, graph->bus);
      }
  return find_object (self, program, graph->bus);
}

static gboolean
hears (const HarkProgramListener *listener,
       const HarkBrokerTopic     *topic)
{
  return g_str_equal (listener->object, topic->object) && g_str_equal (listener->event, topic->member)
         && (g_str_equal (listener->name, "*") || g_str_equal (listener->name, topic->name));
}

static void
add_crossing (Sketch                *self,
              const HarkBrokerTopic *topic,
              guint                  from,
              const char            *peer)
{
  guint program = find_program (self, peer);
  const HarkProgramGraph *graph;
  guint n = 0;

  if (program == PICTURE_NOWHERE)
    {
      add_arrow (self, topic->member, (PictureArrow) { .from = from, .to = ensure_node (self, "peer", peer, FALSE),
                                                       .is_crossing = TRUE });
      return;
    }
  graph = g_ptr_array_index (self->picture->programs, program);
  for (gsize i = 0; i < graph->n_listeners; i++)
    if (hears (graph->listeners[i], topic))
      {
        n++;
        add_arrow (self, topic->member, (PictureArrow) { .from = from, .is_crossing = TRUE,
                                                         .to = find_object (self, program, graph->listeners[i]->to) });
      }
  /* By a pattern. */
  if (n == 0)
    add_arrow (self, topic->member, (PictureArrow) { .from = from, .is_crossing = TRUE,
                                                     .to = find_object (self, program, graph->bus) });
}

/* What harkctl and the broker have to do with each other is nobody's picture. */
static gboolean
is_worth_drawing (const HarkBrokerTopic *topic)
{
  return topic->is_event && !g_str_has_prefix (topic->object, "Hark.");
}

static void
add_topic (Sketch                *self,
           const HarkBrokerTopic *topic)
{
  g_autofree char *name = g_strdup_printf ("%s/%s", topic->object, topic->name);

  for (guint k = 0; topic->listeners[k] != NULL; k++)
    {
      for (guint i = 0; topic->exporters[i] != NULL; i++)
        add_crossing (self, topic, find_source (self, topic, topic->exporters[i]), topic->listeners[k]);
      if (topic->exporters[0] == NULL)
        add_crossing (self, topic, ensure_node (self, "topic", name, TRUE), topic->listeners[k]);
    }
}

/* --- birth and end --- */

Picture *
picture_new (GPtrArray *programs,
             GPtrArray *topics)
{
  g_autoptr(GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Picture *self = g_new (Picture, 1);
  Sketch sketch = { self, places };

  self->programs = programs;
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->arrows = g_ptr_array_new_with_free_func (arrow_free);
  for (guint i = 0; i < programs->len; i++)
    add_objects (&sketch, i, g_ptr_array_index (programs, i));
  for (guint i = 0; i < programs->len; i++)
    {
      add_connections (&sketch, i, g_ptr_array_index (programs, i));
      add_handlers (&sketch, i, g_ptr_array_index (programs, i));
    }
  for (guint i = 0; i < topics->len; i++)
    if (is_worth_drawing (g_ptr_array_index (topics, i)))
      add_topic (&sketch, g_ptr_array_index (topics, i));
  return self;
}

void
picture_free (Picture *self)
{
  g_ptr_array_unref (self->arrows);
  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->programs);
  g_free (self);
}

char *
picture_describe_loop (const HarkProgramLoop *loop)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (loop->name != NULL && loop->name[0] != '\0')
    {
      g_autofree char *name = screen_printable (loop->name);

      g_string_append_printf (text, "loop \"%s\"", name);
    }
  else
    g_string_append (text, "a loop");
  if (!g_str_equal (loop->state, "running"))
    g_string_append_printf (text, ", %s", loop->state);
  if (loop->thread != 0)
    g_string_append_printf (text, ", thread %d", loop->thread);
  if (loop->n_queued > 0)
    g_string_append_printf (text, ", %" G_GUINT64_FORMAT " queued", loop->n_queued);
  if (loop->n_dropped > 0)
    g_string_append_printf (text, ", %" G_GUINT64_FORMAT " dropped", loop->n_dropped);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
