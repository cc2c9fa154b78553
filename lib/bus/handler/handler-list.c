/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where a handler can be found: under its name, and under its topics, which carry what its
 * slot takes as long as it is there. A handler that has ended has no claim to its name,
 * even if its last word has not been heard yet. */

#include "bus/handler/handler-private.h"

static HarkTopicType
type_of (HarkHandler *self)
{
  return (HarkTopicType) { self->slot->signature, self->slot->text, self->slot->location };
}

/* Its topics carry what its slot takes; patterns do not. */
static gboolean
declare (HarkHandler  *self,
         GError      **error)
{
  HarkTopicTable *table = &self->router->topics;
  HarkTopicType type;

  if (self->slot == NULL)
    return TRUE;

  type = type_of (self);
  for (guint i = 0; i < self->topics->n; i++, self->n_declared++)
    {
      const char *name = self->topics->names[i];

      if (!hark_pattern_is (name)
          && !hark_topic_table_declare (table, name, self->topics->hashes[i], &type, "subscribe", error))
        return FALSE;
    }
  return TRUE;
}

static void
retract (HarkHandler *self)
{
  for (guint i = 0; i < self->n_declared; i++)
    if (!hark_pattern_is (self->topics->names[i]))
      hark_topic_table_retract (&self->router->topics, self->topics->names[i], self->topics->hashes[i]);
}

static void
listen (HarkHandler *self)
{
  HarkTopicTable *table = &self->router->topics;

  if (self->kind == HARK_HANDLER_FILTER)
    {
      hark_roster_add (&self->router->filters, self);
      atomic_fetch_add (&self->router->n_detours, 1);
    }
  else if (self->topics->n == 0)
    hark_roster_add (&self->router->fallbacks, self);
  for (guint i = 0; i < self->topics->n; i++)
    if (hark_pattern_is (self->topics->names[i]))
      hark_patterns_add (&table->patterns, self->topics->names[i], self);
    else
      hark_topic_table_add (table, self->topics->names[i], self->topics->hashes[i], self);
}

static void
turn_away (HarkHandler *self)
{
  HarkTopicTable *table = &self->router->topics;

  if (self->kind == HARK_HANDLER_FILTER)
    {
      atomic_fetch_sub (&self->router->n_detours, 1);
      hark_roster_remove (&self->router->filters, self);
    }
  else if (self->topics->n == 0)
    hark_roster_remove (&self->router->fallbacks, self);
  for (guint i = 0; i < self->topics->n; i++)
    if (hark_pattern_is (self->topics->names[i]))
      {
        hark_patterns_remove (&table->patterns, self->topics->names[i], self);
        if (atomic_load (&table->patterns.n) == 0)
          hark_topic_table_forget (table);
      }
    else
      hark_topic_table_remove (table, self->topics->names[i], self->topics->hashes[i], self);
}

/* Whether a handler that is in the table of names has no more use for its name. */
static gboolean
has_ended (HarkHandler *self)
{
  return !hark_connection_is_alive (self->connection);
}

static gboolean
take_name (HarkHandler  *self,
           GError      **error)
{
  HarkRouter *router = self->router;
  HarkHandler *other;
  gboolean is_free;

  g_mutex_lock (&router->lock);
  other = g_hash_table_lookup (router->names, self->name);
  is_free = other == NULL || has_ended (other);
  if (is_free)
    g_hash_table_replace (router->names, self->name, hark_handler_ref (self));
  g_mutex_unlock (&router->lock);

  if (!is_free)
    g_set_error (error, HARK_ERROR, HARK_ERROR_EXISTS,
                 "A handler of this bus is called '%s' already: remove it first, or take another name", self->name);
  else if (other != NULL)
    hark_handler_unref (other);
  return is_free;
}

GPtrArray *
hark_router_list_handlers (HarkRouter *self)
{
  GPtrArray *handlers = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_handler_unref);
  GHashTableIter iter;
  gpointer handler;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, NULL, &handler))
    if (!has_ended (handler))
      g_ptr_array_add (handlers, hark_handler_ref (handler));
  g_mutex_unlock (&self->lock);
  return handlers;
}

static void
leave_name (HarkHandler *self)
{
  HarkRouter *router = self->router;
  gboolean is_own;

  g_mutex_lock (&router->lock);
  is_own = g_hash_table_lookup (router->names, self->name) == self;
  if (is_own)
    g_hash_table_remove (router->names, self->name);
  g_mutex_unlock (&router->lock);
  if (is_own)
    hark_handler_unref (self);
}

void
hark_handler_unlist (HarkHandler *self)
{
  turn_away (self);
  retract (self);
  leave_name (self);
}

/* Its connection may end meanwhile: who comes second of the two takes it out. */
gboolean
hark_handler_list (HarkHandler  *self,
                   GError      **error)
{
  gboolean is_past;

  if (!take_name (self, error))
    return FALSE;
  if (!declare (self, error))
    {
      retract (self);
      leave_name (self);
      return FALSE;
    }
  listen (self);

  g_mutex_lock (&self->router->lock);
  self->is_listed = true;
  is_past = self->is_past;
  g_mutex_unlock (&self->router->lock);
  if (is_past)
    hark_handler_unlist (self);
  return TRUE;
}

/* --- by name --- */

HarkConnection *
hark_router_dup_handler (HarkRouter *self,
                         const char *name)
{
  HarkConnection *connection = NULL;
  HarkHandler *handler;

  g_mutex_lock (&self->lock);
  handler = g_hash_table_lookup (self->names, name);
  if (handler != NULL && !has_ended (handler))
    connection = hark_connection_ref (handler->connection);
  g_mutex_unlock (&self->lock);
  return connection;
}

char *
hark_router_dup_name (HarkRouter     *self,
                      HarkConnection *connection)
{
  GHashTableIter iter;
  char *name = NULL;
  gpointer value;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->names);
  while (name == NULL && g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkHandler *handler = value;

      if (handler->connection == connection && !has_ended (handler))
        name = g_strdup (handler->name);
    }
  g_mutex_unlock (&self->lock);
  return name;
}
