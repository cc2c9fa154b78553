/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any GObject can be the context of a connection. One of Hark's brings its
 * anchor along; a plain one is given an anchor for each lane that it is a
 * context on, kept in its data, and closed when it is disposed of. */

#include "base/fork-private.h"
#include "object/connection/connection-private.h"

/* Guards the lists of anchors that plain objects carry, one for each lane. */
static GMutex plain_lock;
static GQuark plain_quark;

HARK_FORK_GUARD (plain_lock, NULL)

static void
plain_gone (gpointer  data,
            GObject  *object)
{
  GSList *anchors;

  g_mutex_lock (&plain_lock);
  anchors = g_object_steal_qdata (object, plain_quark);
  g_mutex_unlock (&plain_lock);

  for (GSList *link = anchors; link != NULL; link = link->next)
    {
      HarkAnchor *anchor = link->data;

      if (hark_anchor_is_inherited (anchor))
        continue;
      hark_anchor_set_state (anchor, HARK_ANCHOR_CLOSED);
      hark_connections_end_all (anchor);
      hark_registry_remove (anchor);
      hark_anchor_unref (anchor);
    }
  g_slist_free (anchors);
}

static HarkAnchor *
find_plain (GSList   *anchors,
            HarkLane *lane)
{
  for (GSList *link = anchors; link != NULL; link = link->next)
    {
      HarkAnchor *anchor = link->data;

      if (atomic_load (&anchor->lane) == lane)
        return anchor;
    }
  return NULL;
}

static HarkAnchor *
dup_for_plain (GObject *object)
{
  HarkExecutor *executor = hark_executor_dup_default ();
  HarkLane *lane = hark_executor_dup_default_lane (executor);
  HarkAnchor *anchor;
  GSList *anchors;
  gboolean is_new;

  g_mutex_lock (&plain_lock);
  if (plain_quark == 0)
    plain_quark = g_quark_from_static_string ("hark-anchors");
  anchors = g_object_get_qdata (object, plain_quark);
  anchor = find_plain (anchors, lane);
  is_new = anchor == NULL;
  if (is_new)
    {
      anchor = hark_anchor_new (object, NULL, hark_executor_ref (executor));
      hark_anchor_set_lane (anchor, lane);
      if (anchors == NULL)
        g_object_weak_ref (object, plain_gone, NULL);
      g_object_set_qdata (object, plain_quark, g_slist_prepend (anchors, anchor));
    }
  hark_anchor_ref (anchor);
  g_mutex_unlock (&plain_lock);
  if (is_new)
    hark_registry_add (anchor);

  hark_lane_unref (lane);
  hark_executor_unref (executor);
  return anchor;
}

GPtrArray *
hark_anchors_list (gpointer object)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_anchor_unref);

  if (HARK_IS_OBJECT (object))
    {
      g_ptr_array_add (list, hark_anchor_ref (hark_object_get_seat (object)->anchor));
      return list;
    }

  g_mutex_lock (&plain_lock);
  if (plain_quark != 0)
    for (GSList *link = g_object_get_qdata (object, plain_quark); link != NULL; link = link->next)
      g_ptr_array_add (list, hark_anchor_ref (link->data));
  g_mutex_unlock (&plain_lock);
  return list;
}

HarkAnchor *
hark_anchor_dup_for_object (gpointer object)
{
  if (HARK_IS_OBJECT (object))
    return hark_anchor_ref (hark_object_get_seat (object)->anchor);
  return dup_for_plain (object);
}
