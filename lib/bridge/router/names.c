/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The classes and names that somebody exports or listens to. A class is there as
 * long as it has one name or one subscriber, a name as long as it has one offer, or
 * one who was cut off may come back to it; calls that are on their way hold on to a name that is gone. */

#include "bridge/router/router-private.h"

#include <string.h>

void
hark_routed_class_free (gpointer data)
{
  HarkRoutedClass *self = data;

  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->ended);
  g_ptr_array_unref (self->subscribers);
  g_hash_table_unref (self->by_wanted);
  g_free (self->name);
  g_free (self);
}

HarkRoutedClass *
hark_routed_class_find (HarkBrokerProtocol *broker,
                        const char         *class_name)
{
  return g_hash_table_lookup (broker->classes, class_name);
}

HarkRoutedClass *
hark_routed_class_ensure (HarkBrokerProtocol *broker,
                          const char         *class_name)
{
  HarkRoutedClass *self = hark_routed_class_find (broker, class_name);

  if (self == NULL)
    {
      self = g_new0 (HarkRoutedClass, 1);
      self->name = g_strdup (class_name);
      self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
      self->names = g_ptr_array_new ();
      self->ended = g_ptr_array_new ();
      self->subscribers = g_ptr_array_new ();
      self->by_wanted = hark_name_index_new ();
      g_hash_table_insert (broker->classes, self->name, self);
    }
  return self;
}

void
hark_routed_class_forget (HarkBrokerProtocol *broker,
                          HarkRoutedClass          *self)
{
  if (self->names->len == 0 && self->subscribers->len == 0)
    g_hash_table_remove (broker->classes, self->name);
}

void
hark_routed_class_add_subscriber (HarkRoutedClass *self,
                                  HarkSubscriber  *subscriber)
{
  subscriber->place = self->subscribers->len;
  subscriber->wanting.name = subscriber->name;
  g_ptr_array_add (self->subscribers, subscriber);
  hark_name_index_add (self->by_wanted, &subscriber->wanting);
}

/* The last one takes its place. */
void
hark_routed_class_remove_subscriber (HarkRoutedClass *self,
                                     HarkSubscriber  *subscriber)
{
  HarkSubscriber *last = g_ptr_array_index (self->subscribers, self->subscribers->len - 1);

  last->place = subscriber->place;
  g_ptr_array_remove_index_fast (self->subscribers, subscriber->place);
  hark_name_index_remove (self->by_wanted, &subscriber->wanting);
}

HarkSubscriber *
hark_routed_class_next_subscriber (HarkRoutedClass *self,
                                   const char      *name,
                                   HarkSubscriber  *last)
{
  gpointer next = last != NULL ? last->wanting.next : hark_name_index_find (self->by_wanted, name);

  if (next == NULL && (last == NULL || strcmp (last->name, HARK_NAME_ALL) != 0))
    next = hark_name_index_find (self->by_wanted, HARK_NAME_ALL);
  return next;
}

HarkRoutedName *
hark_routed_class_find_name (HarkRoutedClass  *self,
                             const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

void
hark_routed_name_drop (HarkRoutedName *self)
{
  HarkRoutedClass *klass = g_steal_pointer (&self->klass);
  HarkRoutedName *last = g_ptr_array_index (klass->names, klass->names->len - 1);

  /* The last one takes its place. */
  last->place = self->place;
  g_ptr_array_remove_index_fast (klass->names, self->place);
  if (self->is_ended)
    g_ptr_array_remove_fast (klass->ended, self);
  else
    g_hash_table_remove (klass->by_name, self->name);
  hark_calls_abandon (self);
  hark_routed_name_unref (self);
}

void
hark_routed_name_settle (HarkBrokerProtocol *broker,
                         HarkRoutedName     *self)
{
  HarkRoutedClass *klass = self->klass;

  if (klass == NULL || self->offers->len > 0 || self->n_held > 0)
    return;
  hark_routed_name_drop (self);
  hark_routed_class_forget (broker, klass);
}

HarkRoutedName *
hark_routed_name_ref (HarkRoutedName *self)
{
  self->n_refs += 1;
  return self;
}

void
hark_routed_name_unref (HarkRoutedName *self)
{
  self->n_refs -= 1;
  if (self->n_refs > 0)
    return;
  g_assert (g_queue_is_empty (&self->waiting));
  g_ptr_array_unref (self->offers);
  g_clear_pointer (&self->like, g_variant_unref);
  g_free (self->name);
  g_free (self);
}

static HarkRoutedName *
name_new (HarkRoutedClass *klass,
          const char      *name)
{
  HarkRoutedName *self = g_new0 (HarkRoutedName, 1);

  self->n_refs = 1;
  self->klass = klass;
  self->name = g_strdup (name);
  self->offers = g_ptr_array_new ();
  g_queue_init (&self->waiting);
  self->place = klass->names->len;
  g_ptr_array_add (klass->names, self);
  return self;
}

HarkRoutedName *
hark_routed_name_ensure (HarkRoutedClass  *klass,
                         const char *name,
                         gboolean    is_group)
{
  HarkRoutedName *self = hark_routed_class_find_name (klass, name);

  if (self == NULL)
    {
      self = name_new (klass, name);
      self->is_group = is_group;
      g_hash_table_insert (klass->by_name, self->name, self);
    }
  return self;
}

HarkRoutedName *
hark_routed_name_new_ended (HarkRoutedClass *klass,
                            const char      *name)
{
  HarkRoutedName *self = name_new (klass, name);

  self->is_ended = TRUE;
  g_ptr_array_add (klass->ended, self);
  return self;
}
