/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Under which names others export objects of a class, for who calls each of them. Told are those of which
 * the rules let it call something, and which are not its own. */

#include "bridge/router/router-private.h"

#include <string.h>

static gboolean
is_own (HarkRoutedName *name,
        HarkBrokerPeer *peer)
{
  for (guint i = 0; i < name->offers->len; i++)
    if (((HarkOffer *) g_ptr_array_index (name->offers, i))->peer == peer)
      return TRUE;
  return FALSE;
}

static gboolean
may_call (HarkBrokerPeer *peer,
          HarkRoutedName *name)
{
  HarkOffer *offer = g_ptr_array_index (name->offers, 0);

  for (guint i = 0; i < offer->n_slots; i++)
    if (hark_access_check (peer, HARK_ACTION_CALL, name->klass->name, name->name, offer->slots[i].name, NULL))
      return TRUE;
  return FALSE;
}

/* Floating. Fails: %HARK_ERROR_LIMIT. */
static GVariant *
list_names (HarkBrokerPeer   *peer,
            HarkRoutedClass  *klass,
            GError          **error)
{
  gsize room = peer->broker->limits.frame / 2;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; klass != NULL && i < klass->names->len; i++)
    {
      HarkRoutedName *name = g_ptr_array_index (klass->names, i);
      gsize size = strlen (name->name) + 9; /* with its end among the other ends */

      if (!hark_routed_name_is_offered (name) || is_own (name, peer) || !may_call (peer, name))
        continue;
      if (size > room)
        {
          g_variant_builder_clear (&builder);
          g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "%s has more names than go into one message", klass->name);
          return NULL;
        }
      room -= size;
      g_variant_builder_add (&builder, "s", name->name);
    }
  return g_variant_new (HARK_NAMES_TYPE, &builder);
}

gboolean
hark_listing_list (HarkBrokerPeer   *peer,
                   const HarkFrame  *frame,
                   GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_LIST_TYPE, error);
  g_autoptr(GError) failed = NULL;
  const char *class_name;
  GVariant *names;

  if (body == NULL)
    return FALSE;
  g_variant_get (body, "(&s)", &class_name);
  if (!hark_name_check (class_name, error))
    return FALSE;
  names = list_names (peer, hark_routed_class_find (peer->broker, class_name), &failed);
  if (names != NULL)
    hark_broker_peer_send (peer, HARK_MESSAGE_ANSWER, 0, frame->id, 0, names);
  else
    hark_broker_peer_send (peer, HARK_MESSAGE_ANSWER, HARK_ANSWER_FAILED, frame->id, 0, hark_error_to_variant (failed));
  return TRUE;
}
