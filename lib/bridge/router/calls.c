/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls on their way to the one who works on them, and answers on their way
 * back. A call to a group is kept until it is answered, so that it can be given
 * to another member; each member works on a bounded number at a time, and the
 * others wait here. Invariant: a call is either in the queue of its name or
 * among those given to one connection, and its caller, while there is one,
 * finds it under the number that the caller gave it. */

#include "bridge/router/router-private.h"

#include <string.h>

void
hark_routed_topic_free (gpointer data)
{
  HarkRoutedTopic *self = data;

  g_clear_pointer (&self->body, g_variant_unref);
  g_clear_pointer (&self->arguments, hark_shape_unref);
  g_clear_pointer (&self->result, hark_shape_unref);
  g_free (self);
}

gboolean
hark_calls_topic (HarkBrokerPeer   *peer,
                  const HarkFrame  *frame,
                  GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_TOPIC_TYPE, error);
  g_autoptr(GVariant) member = NULL;
  HarkRoutedTopic read = { .offer = NULL };

  if (body == NULL)
    return FALSE;
  g_variant_get (body, "(&s&s@" HARK_MEMBER_TYPE ")", &read.class_name, &read.name, &member);
  if (!hark_name_check (read.class_name, error) ||
      (strcmp (read.name, HARK_NAME_ALL) != 0 && !hark_name_check (read.name, error)) ||
      !hark_member_from_variant (&read.slot, member, error))
    return FALSE;
  if (hark_number_table_find (&peer->topics, frame->topic) != NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "it named topic %u twice", frame->topic);
      return FALSE;
    }
  if (peer->topics.n >= peer->broker->limits.topics)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "it named more than %u topics",
                   peer->broker->limits.topics);
      return FALSE;
    }
  read.body = g_steal_pointer (&body);
  hark_number_table_insert (&peer->topics, frame->topic, g_memdup2 (&read, sizeof read));
  return TRUE;
}

/* --- One call --- */

static void
call_free (HarkRoutedCall *self)
{
  if (self->caller != NULL)
    g_hash_table_remove (self->caller->asked, &self->caller_number);
  g_clear_pointer (&self->name, hark_routed_name_unref);
  g_clear_pointer (&self->extensions, g_bytes_unref);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_clear_pointer (&self->result, hark_shape_unref);
  g_clear_pointer (&self->body, g_variant_unref);
  g_free (self);
}

static void
answer_error (HarkBrokerPeer *caller,
              guint64         number,
              const GError   *error)
{
  hark_broker_peer_send (caller, HARK_MESSAGE_ANSWER, HARK_ANSWER_FAILED, number, 0,
                         hark_error_to_variant (error));
}

/* Consumes the call. */
static void
fail_call (HarkRoutedCall *self)
{
  if (self->caller != NULL)
    {
      g_autoptr(GError) error =
        g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE,
                             "the process that should have answered has ended, and there is no other");

      answer_error (self->caller, self->caller_number, error);
    }
  call_free (self);
}

static HarkRoutedCall *
call_new (HarkBrokerPeer  *caller,
          const HarkFrame *frame,
          HarkRoutedTopic *topic,
          guint            slot)
{
  HarkRoutedCall *self = g_new0 (HarkRoutedCall, 1);

  self->number = ++caller->broker->last_call;
  self->slot = slot;
  if (topic->result == NULL && topic->slot.result_type[0] != '\0')
    topic->result = hark_shape_new (topic->slot.result_type);
  if (topic->result != NULL)
    self->result = hark_shape_ref (topic->result);
  if (frame->flags & HARK_CALL_WANTS_ANSWER)
    {
      self->caller = caller;
      self->caller_number = frame->id;
      g_hash_table_insert (caller->asked, &self->caller_number, self);
    }
  return self;
}

static guint32
topic_of_slot (HarkOffer *offer,
               guint      slot)
{
  return offer->first_topic + offer->n_events + slot;
}

/* Whoever has an older or newer slot than the caller is told what the caller sends. */
static void
send_call (HarkOffer  *worker,
           guint       slot,
           const char *type,
           HarkFrame  *frame)
{
  g_autoptr(GByteArray) extensions = NULL;

  frame->topic = topic_of_slot (worker, slot);
  if (strcmp (worker->slots[slot].type, type) != 0)
    {
      frame->flags |= HARK_CALL_TYPED;
      extensions = hark_message_add_type (frame, type);
    }
  hark_broker_peer_forward (worker->peer, frame);
}

static void
give (HarkRoutedCall *self,
      HarkOffer      *worker)
{
  self->worker = worker;
  worker->n_given += 1;
  g_hash_table_insert (worker->peer->given, &self->number, self);
}

/* --- Groups --- */

static HarkOffer *
find_free_member (HarkRoutedName *name,
                  guint     window)
{
  HarkOffer *best = NULL;
  guint i;

  for (i = 0; i < name->offers->len; i++)
    {
      HarkOffer *offer = g_ptr_array_index (name->offers, i);

      if (offer->n_given < window && offer->peer->error == NULL &&
          (best == NULL || offer->n_given < best->n_given))
        best = offer;
    }
  return best;
}

void
hark_calls_pump (HarkRoutedName *name)
{
  HarkOffer *worker;

  while (!g_queue_is_empty (&name->waiting) && name->offers->len > 0)
    {
      HarkBrokerPeer *any = ((HarkOffer *) g_ptr_array_index (name->offers, 0))->peer;
      HarkRoutedCall *call;
      HarkFrame frame = { .kind = HARK_MESSAGE_CALL, .flags = HARK_CALL_WANTS_ANSWER };

      worker = find_free_member (name, any->broker->limits.window);
      if (worker == NULL)
        return;
      call = g_queue_pop_head (&name->waiting);
      name->n_bytes -= g_bytes_get_size (call->payload);
      give (call, worker);
      if (call->is_redelivered)
        frame.flags |= HARK_CALL_REDELIVERED;
      frame.id = call->number;
      frame.body = g_bytes_get_data (call->payload, &frame.n_body);
      frame.extensions = g_bytes_get_data (call->extensions, &frame.n_extensions);
      send_call (worker, call->slot, call->type, &frame);
    }
}

static void
put_back (HarkRoutedCall *call)
{
  call->worker = NULL;
  call->name->n_bytes += g_bytes_get_size (call->payload);
  g_queue_push_head (&call->name->waiting, call);
}

void
hark_calls_abandon (HarkRoutedName *name)
{
  HarkRoutedCall *call;

  /* The name may go with the last of them. */
  hark_routed_name_ref (name);
  while ((call = g_queue_pop_head (&name->waiting)) != NULL)
    fail_call (call);
  name->n_bytes = 0;
  hark_routed_name_unref (name);
}

/* --- Messages --- */

/* What a caller is told when its call goes nowhere. */
static void
refuse (HarkBrokerPeer  *caller,
        const HarkFrame *frame,
        const GError    *error)
{
  if (frame->flags & HARK_CALL_WANTS_ANSWER)
    answer_error (caller, frame->id, error);
  else
    hark_broker_peer_warn (caller, error);
}

/* Where the slot that @topic calls is in @offer; past the end if it is not. */
static guint
index_of_slot (HarkRoutedTopic *topic,
               HarkOffer       *offer)
{
  guint i;

  for (i = 0; i < offer->n_slots; i++)
    if (strcmp (offer->slots[i].name, topic->slot.name) == 0)
      break;
  return i;
}

/* Where it is in all of @name. */
static gboolean
find_slot (HarkBrokerPeer   *caller,
           HarkRoutedTopic  *topic,
           HarkRoutedName   *name,
           guint            *slot,
           GError          **error)
{
  HarkOffer *newest = g_ptr_array_index (name->offers, name->offers->len - 1);
  guint i;

  if (topic->checked != newest->serial)
    {
      if (!hark_access_check (caller, HARK_ACTION_CALL, topic->class_name, name->name, topic->slot.name, error))
        return FALSE;
      topic->found = index_of_slot (topic, g_ptr_array_index (name->offers, 0));
      for (i = 0; i < name->offers->len; i++)
        {
          HarkOffer *offer = g_ptr_array_index (name->offers, i);
          gboolean is_there = topic->found < offer->n_slots && index_of_slot (topic, offer) == topic->found;

          if (!hark_member_check (is_there ? &offer->slots[topic->found] : NULL, &topic->slot,
                                  "slot", topic->class_name, name->name, error))
            return FALSE;
        }
      topic->checked = newest->serial;
    }
  *slot = topic->found;
  return TRUE;
}

static void
call_group (HarkBrokerPeer  *caller,
            const HarkFrame *frame,
            HarkRoutedTopic *topic,
            HarkRoutedName  *name,
            guint            slot)
{
  HarkLimits *limits = &caller->broker->limits;
  HarkRoutedCall *call;

  if (name->waiting.length >= limits->group_calls || name->n_bytes + frame->n_body > limits->group_bytes)
    {
      g_autoptr(GError) error =
        g_error_new (HARK_ERROR, HARK_ERROR_LIMIT,
                     "%u calls of %s \"%s\" wait already: a call was not taken",
                     name->waiting.length, name->klass->name, name->name);

      refuse (caller, frame, error);
      return;
    }
  call = call_new (caller, frame, topic, slot);
  call->name = hark_routed_name_ref (name);
  call->payload = g_bytes_new (frame->body, frame->n_body);
  call->extensions = g_bytes_new (frame->extensions, frame->n_extensions);
  call->type = topic->slot.type;
  call->body = g_variant_ref (topic->body);
  name->n_bytes += frame->n_body;
  g_queue_push_tail (&name->waiting, call);
  hark_calls_pump (name);
}

static void
call_one (HarkBrokerPeer  *caller,
          const HarkFrame *frame,
          HarkRoutedTopic *topic,
          HarkOffer       *offer,
          guint            slot)
{
  HarkFrame copy = *frame;

  copy.id = 0;
  copy.flags = frame->flags & HARK_CALL_WANTS_ANSWER;
  if (copy.flags & HARK_CALL_WANTS_ANSWER)
    {
      HarkRoutedCall *call = call_new (caller, frame, topic, slot);

      give (call, offer);
      copy.id = call->number;
    }
  send_call (offer, slot, topic->slot.type, &copy);
}

static void
call_name (HarkBrokerPeer  *caller,
           const HarkFrame *frame,
           HarkRoutedTopic       *topic,
           HarkRoutedName        *name)
{
  HarkOffer *first = g_ptr_array_index (name->offers, 0);
  g_autoptr(GError) error = NULL;
  guint slot;

  if (!find_slot (caller, topic, name, &slot, &error))
    {
      gboolean is_refused = g_error_matches (error, HARK_ERROR, HARK_ERROR_REFUSED);

      /* A call of all is one of those that may be called. */
      if (!is_refused || strcmp (topic->name, HARK_NAME_ALL) != 0)
        refuse (caller, frame, error);
      if (!is_refused)
        hark_broker_peer_warn (first->peer, error);
      return;
    }
  hark_tally_add (&first->tallies[first->n_events + slot], frame->n_body);
  hark_tally_add (&caller->traffic.called, frame->n_body);
  hark_tally_add (&caller->broker->traffic.called, frame->n_body);
  if (name->is_group)
    call_group (caller, frame, topic, name, slot);
  else
    call_one (caller, frame, topic, first, slot);
}

static void
call_all (HarkBrokerPeer  *caller,
          const HarkFrame *frame,
          HarkRoutedTopic       *topic)
{
  HarkRoutedClass *klass = hark_routed_class_find (caller->broker, topic->class_name);
  g_autoptr(GError) refused = NULL;
  guint i;

  if (frame->flags & HARK_CALL_WANTS_ANSWER)
    {
      g_autoptr(GError) error =
        g_error_new (HARK_ERROR, HARK_ERROR_REFUSED,
                     "'%s' has an answer, and \"" HARK_NAME_ALL "\" stands for many objects: call one of them by its name",
                     topic->slot.text);

      refuse (caller, frame, error);
      return;
    }
  if (!hark_access_check (caller, HARK_ACTION_CALL, topic->class_name, HARK_NAME_ALL, topic->slot.name, &refused))
    {
      refuse (caller, frame, refused);
      return;
    }
  for (i = 0; klass != NULL && i < klass->names->len; i++)
    call_name (caller, frame, topic, g_ptr_array_index (klass->names, i));
}

gboolean
hark_calls_call (HarkBrokerPeer   *peer,
                 const HarkFrame  *frame,
                 GError          **error)
{
  HarkRoutedTopic *topic = hark_number_table_find (&peer->topics, frame->topic);
  gboolean wants_answer = (frame->flags & HARK_CALL_WANTS_ANSWER) != 0;
  g_autoptr(GError) refused = NULL;
  HarkRoutedClass *klass;
  HarkRoutedName *name;

  if (topic == NULL || topic->offer != NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "a call of topic %u, which is none", frame->topic);
      return FALSE;
    }
  if (!hark_message_check_payload (frame, &topic->arguments, topic->slot.type, error))
    return FALSE;
  if (wants_answer && g_hash_table_contains (peer->asked, &frame->id))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "two calls of number %" G_GUINT64_FORMAT, frame->id);
      return FALSE;
    }

  if (strcmp (topic->name, HARK_NAME_ALL) == 0)
    {
      call_all (peer, frame, topic);
      return TRUE;
    }
  klass = hark_routed_class_find (peer->broker, topic->class_name);
  name = klass != NULL ? hark_routed_class_find_name (klass, topic->name) : NULL;
  if (name == NULL)
    g_set_error (&refused, HARK_ERROR, HARK_ERROR_NOT_FOUND,
                 "nobody exports %s \"%s\"", topic->class_name, topic->name);
  else if (wants_answer && g_hash_table_size (peer->asked) >= peer->broker->limits.calls)
    g_set_error (&refused, HARK_ERROR, HARK_ERROR_LIMIT,
                 "more than %u calls of one process are unanswered", peer->broker->limits.calls);
  if (refused != NULL)
    refuse (peer, frame, refused);
  else
    call_name (peer, frame, topic, name);
  return TRUE;
}

static gboolean
check_answer (HarkRoutedCall   *call,
              const HarkFrame  *frame,
              GError          **error)
{
  if (frame->flags & HARK_ANSWER_FAILED)
    {
      g_autoptr(GVariant) failed = hark_message_parse (frame, HARK_ERROR_TYPE, error);

      return failed != NULL;
    }
  if (call->result != NULL)
    return hark_shape_check (call->result, frame->body, frame->n_body, error);
  if (frame->n_body == 0)
    return TRUE;
  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_INVALID, "an answer of a slot that has no result");
  return FALSE;
}

gboolean
hark_calls_answer (HarkBrokerPeer   *peer,
                   const HarkFrame  *frame,
                   GError          **error)
{
  HarkRoutedCall *call = g_hash_table_lookup (peer->given, &frame->id);
  g_autoptr(HarkRoutedName) name = NULL;

  if (call == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "an answer to call %" G_GUINT64_FORMAT ", which it was not given", frame->id);
      return FALSE;
    }
  if (!check_answer (call, frame, error))
    return FALSE;

  name = call->name != NULL ? hark_routed_name_ref (call->name) : NULL;
  g_hash_table_remove (peer->given, &call->number);
  if (call->worker != NULL)
    call->worker->n_given -= 1;
  if (name != NULL && name->klass != NULL && (frame->flags & HARK_ANSWER_NOT_RUN))
    put_back (call);
  else
    {
      if (call->caller != NULL)
        {
          HarkFrame copy = *frame;

          copy.id = call->caller_number;
          copy.topic = 0;
          copy.flags &= HARK_ANSWER_FAILED;
          hark_broker_peer_forward (call->caller, &copy);
        }
      call_free (call);
    }
  if (name != NULL)
    hark_calls_pump (name);
  return TRUE;
}

/* --- The end --- */

void
hark_calls_withdraw (HarkOffer *offer)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, offer->peer->given);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkRoutedCall *call = value;

      if (call->worker == offer)
        call->worker = NULL;
    }
}

static int
newest_first (gconstpointer a,
              gconstpointer b)
{
  guint64 one = (*(HarkRoutedCall *const *) a)->number;
  guint64 other = (*(HarkRoutedCall *const *) b)->number;

  return one < other ? 1 : one > other ? -1 : 0;
}

void
hark_calls_leave (HarkBrokerPeer *peer)
{
  g_autoptr(GPtrArray) given = g_ptr_array_new ();
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_routed_name_unref);
  GHashTableIter iter;
  gpointer value;
  guint i;

  g_hash_table_iter_init (&iter, peer->asked);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((HarkRoutedCall *) value)->caller = NULL;
  g_hash_table_remove_all (peer->asked);

  g_hash_table_iter_init (&iter, peer->given);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (given, value);
  g_hash_table_remove_all (peer->given);
  g_ptr_array_sort (given, newest_first);
  for (i = 0; i < given->len; i++)
    {
      HarkRoutedCall *call = g_ptr_array_index (given, i);

      if (call->name == NULL || call->name->klass == NULL)
        {
          fail_call (call);
          continue;
        }
      call->is_redelivered = TRUE;
      put_back (call);
      if (!g_ptr_array_find (names, call->name, NULL))
        g_ptr_array_add (names, hark_routed_name_ref (call->name));
    }
  for (i = 0; i < names->len; i++)
    hark_calls_pump (g_ptr_array_index (names, i));
}
