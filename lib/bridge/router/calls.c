/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What peers say of calls: which slots they call, CALL, ANSWER and CANCEL. Where a call is
 * in between is call-queue.c's business. Invariant: the caller of a call, while there is one, finds it under the number
 * that it gave it. */

#include "bridge/router/router-private.h"

#include <string.h>

#include "base/slab-private.h"
#include "base/spare-private.h"

void
hark_routed_topic_free (gpointer data)
{
  HarkRoutedTopic *self = data;

  g_clear_pointer (&self->body, g_variant_unref);
  g_clear_pointer (&self->arguments, hark_shape_unref);
  g_clear_pointer (&self->result, hark_shape_unref);
  g_clear_pointer (&self->found_name, hark_routed_name_unref);
  hark_slab_free (self);
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
  hark_number_table_insert (&peer->topics, frame->topic, hark_slab_dup (&read));
  return TRUE;
}

/* --- Messages --- */

G_STATIC_ASSERT (sizeof (HarkRoutedCall) <= HARK_SPARE_CALL_SIZE);

static HarkRoutedCall *
call_new (HarkBrokerPeer  *caller,
          const HarkFrame *frame,
          HarkRoutedTopic *topic,
          guint            slot)
{
  HarkRoutedCall *self = hark_spare_alloc (HARK_SPARE_CALL, HARK_SPARE_CALL_SIZE);

  *self = (HarkRoutedCall) { .slot = slot, .deadline = HARK_FOREVER };
  self->number = self->order = ++caller->broker->last_call;
  if (topic->result == NULL && topic->slot.result_type[0] != '\0')
    topic->result = hark_shape_dup_for_type (topic->slot.result_type);
  if (topic->result != NULL)
    self->result = hark_shape_ref (topic->result);
  if (frame->flags & HARK_CALL_WANTS_ANSWER)
    {
      self->caller = caller;
      self->caller_number = frame->id;
      hark_number_table_insert (&caller->asked, self->caller_number, self);
    }
  return self;
}

/* What a caller is told when its call goes nowhere. */
static void
refuse (HarkBrokerPeer  *caller,
        const HarkFrame *frame,
        const GError    *error)
{
  if (frame->flags & HARK_CALL_WANTS_ANSWER)
    hark_call_answer_error (caller, frame->id, error);
  else
    hark_broker_peer_warn (caller, error);
}

static void
refuse_nobody (HarkBrokerPeer  *caller,
               const HarkFrame *frame,
               HarkRoutedTopic *topic)
{
  g_autoptr(GError) error =
    g_error_new (HARK_ERROR, HARK_ERROR_NOT_FOUND, "nobody exports %s \"%s\"", topic->class_name, topic->name);

  /* To call all is to call those that there are. */
  if (strcmp (topic->name, HARK_NAME_ALL) != 0)
    refuse (caller, frame, error);
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
  guint found = 0;
  guint i;

  if (topic->checked != newest->serial)
    {
      if (!hark_access_check (caller, HARK_ACTION_CALL, topic->class_name, name->name, topic->slot.name, error))
        return FALSE;
      found = index_of_slot (topic, g_ptr_array_index (name->offers, 0));
      for (i = 0; i < name->offers->len; i++)
        {
          HarkOffer *offer = g_ptr_array_index (name->offers, i);
          gboolean is_there = found < offer->n_slots && index_of_slot (topic, offer) == found;

          if (!hark_member_check (is_there ? &offer->slots[found] : NULL, &topic->slot,
                                  "slot", topic->class_name, name->name, error))
            return FALSE;
        }
      topic->found = found;
      topic->checked = newest->serial;
    }
  *slot = topic->found;
  return TRUE;
}

static gint64
find_deadline (HarkBrokerProtocol *broker,
               const HarkFrame    *frame)
{
  gint64 left = hark_deadline_get (frame);
  gint64 now;

  if (left == HARK_FOREVER || broker->funcs.get_time == NULL)
    return HARK_FOREVER;
  now = broker->funcs.get_time (broker->user);
  return left < HARK_FOREVER - now ? now + left : HARK_FOREVER;
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
  call->deadline = find_deadline (caller->broker, frame);
  call->type = topic->slot.type;
  call->body = g_variant_ref (topic->body);
  hark_call_wait (call, FALSE);
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

      hark_call_give (call, offer->peer, offer);
      copy.id = call->number;
    }
  hark_offer_send_call (offer, slot, topic->slot.type, &copy);
}

static void
call_name (HarkBrokerPeer  *caller,
           const HarkFrame *frame,
           HarkRoutedTopic       *topic,
           HarkRoutedName        *name)
{
  HarkOffer *first;
  g_autoptr(GError) error = NULL;
  guint slot;

  /* Its last member was cut off, and is waited for. */
  if (name->offers->len == 0)
    {
      refuse_nobody (caller, frame, topic);
      return;
    }
  first = g_ptr_array_index (name->offers, 0);
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
  hark_tally_add (&first->tallies[slot], frame->n_body);
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
    if (!((HarkRoutedName *) g_ptr_array_index (klass->names, i))->is_ended)
      call_name (caller, frame, topic, g_ptr_array_index (klass->names, i));
}

/* (nullable) */
static HarkRoutedName *
find_name (HarkBrokerProtocol *broker,
           HarkRoutedTopic    *topic)
{
  HarkRoutedClass *klass;
  HarkRoutedName *name;

  if (topic->found_name != NULL && topic->found_name->klass != NULL)
    return topic->found_name;
  klass = hark_routed_class_find (broker, topic->class_name);
  name = klass != NULL ? hark_routed_class_find_name (klass, topic->name) : NULL;
  g_clear_pointer (&topic->found_name, hark_routed_name_unref);
  if (name != NULL)
    topic->found_name = hark_routed_name_ref (name);
  return name;
}

gboolean
hark_calls_call (HarkBrokerPeer   *peer,
                 const HarkFrame  *frame,
                 GError          **error)
{
  HarkRoutedTopic *topic = hark_number_table_find (&peer->topics, frame->topic);
  gboolean wants_answer = (frame->flags & HARK_CALL_WANTS_ANSWER) != 0;
  g_autoptr(GError) refused = NULL;
  HarkRoutedName *name;

  if (topic == NULL || topic->offer != NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "a call of topic %u, which is none", frame->topic);
      return FALSE;
    }
  if (!hark_message_check_payload (frame, &topic->arguments, topic->slot.type, error))
    return FALSE;
  if (wants_answer && hark_number_table_find (&peer->asked, frame->id) != NULL)
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
  name = find_name (peer->broker, topic);
  if (name == NULL)
    {
      refuse_nobody (peer, frame, topic);
      return TRUE;
    }
  if (wants_answer && peer->asked.n >= peer->broker->limits.calls)
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

/* The worker's word that it was not run: another may have it. */
static gboolean
goes_to_another (HarkRoutedCall  *call,
                 const HarkFrame *frame)
{
  return (frame->flags & HARK_ANSWER_NOT_RUN) && !call->is_cancelled && call->name != NULL && call->name->klass != NULL;
}

static void
pass_on (HarkRoutedCall  *call,
         const HarkFrame *frame)
{
  HarkFrame copy = *frame;

  copy.id = call->caller_number;
  copy.topic = 0;
  copy.flags &= HARK_ANSWER_FAILED;
  hark_broker_peer_forward (call->caller, &copy);
}

gboolean
hark_calls_answer (HarkBrokerPeer   *peer,
                   const HarkFrame  *frame,
                   GError          **error)
{
  HarkRoutedCall *call = hark_number_table_find (&peer->given, frame->id);
  g_autoptr(HarkRoutedName) name = NULL;

  if (call == NULL && peer->n_disowned > 0)
    {
      peer->n_disowned -= 1;
      return TRUE;
    }
  if (call == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "an answer to call %" G_GUINT64_FORMAT ", which it was not given", frame->id);
      return FALSE;
    }
  if (!call->is_cancelled && !check_answer (call, frame, error))
    return FALSE;

  name = call->name != NULL ? hark_routed_name_ref (call->name) : NULL;
  hark_call_take_back (call);
  if (goes_to_another (call, frame))
    {
      call->number = ++peer->broker->last_call;
      hark_call_wait (call, TRUE);
    }
  else
    {
      if (call->caller != NULL)
        pass_on (call, frame);
      hark_call_free (call);
    }
  if (name != NULL)
    hark_calls_pump (name);
  return TRUE;
}

gboolean
hark_calls_cancel (HarkBrokerPeer   *peer,
                   const HarkFrame  *frame,
                   GError          **error)
{
  HarkRoutedCall *call = hark_number_table_remove (&peer->asked, frame->id);

  /* Its answer may be on the way. */
  if (call == NULL)
    return TRUE;
  call->caller = NULL;
  call->is_cancelled = TRUE;
  if (call->is_waiting)
    {
      hark_call_stop_waiting (call);
      hark_call_free (call);
    }
  else if (call->at != NULL)
    hark_calls_recall (call->at, call->number);
  return TRUE;
}
