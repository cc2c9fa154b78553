/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where a call is on its way to the one who works on it. A call to a group is kept until it is answered, so
 * that it can be given to another member; each member works on a bounded number at a time, and the others wait
 * here. Invariant: a call is in the queue of its name, or among those given to one connection, or kept for a
 * session that was cut off (absent.c). */

#include "bridge/router/router-private.h"

#include <string.h>

#include "base/spare-private.h"

/* --- One call --- */

void
hark_call_free (HarkRoutedCall *self)
{
  g_assert (self->at == NULL && !self->is_waiting);
  if (self->caller != NULL)
    hark_number_table_remove (&self->caller->asked, self->caller_number);
  g_clear_pointer (&self->name, hark_routed_name_unref);
  g_clear_pointer (&self->extensions, g_bytes_unref);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_clear_pointer (&self->result, hark_shape_unref);
  g_clear_pointer (&self->body, g_variant_unref);
  hark_spare_free (HARK_SPARE_CALL, self);
}

void
hark_call_answer_error (HarkBrokerPeer *caller,
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

      hark_call_answer_error (self->caller, self->caller_number, error);
    }
  hark_call_free (self);
}

void
hark_offer_send_call (HarkOffer  *worker,
                      guint       slot,
                      const char *type,
                      HarkFrame  *frame)
{
  g_autoptr(GByteArray) extensions = NULL;

  frame->topic = worker->first_topic + worker->n_events + slot;
  if (strcmp (worker->slots[slot].type, type) != 0)
    {
      frame->flags |= HARK_CALL_TYPED;
      extensions = hark_message_add_type (frame, type);
    }
  hark_broker_peer_forward (worker->peer, frame);
}

void
hark_call_give (HarkRoutedCall *self,
                HarkBrokerPeer *peer,
                HarkOffer      *worker)
{
  self->at = peer;
  self->worker = worker;
  if (worker != NULL)
    {
      self->worker_number = worker->number;
      worker->n_given += 1;
    }
  if (self->name != NULL)
    peer->n_shared += 1;
  hark_number_table_insert (&peer->given, self->number, self);
}

void
hark_call_take_back (HarkRoutedCall *self)
{
  hark_number_table_remove (&self->at->given, self->number);
  if (self->name != NULL)
    self->at->n_shared -= 1;
  if (self->worker != NULL)
    self->worker->n_given -= 1;
  self->at = NULL;
  self->worker = NULL;
}

GPtrArray *
hark_calls_take_all_back (HarkBrokerPeer *peer)
{
  GPtrArray *calls = g_ptr_array_sized_new (peer->given.n);
  HarkRoutedCall *call;

  for (guint at = 0; (call = hark_number_table_next (&peer->given, &at, NULL)) != NULL;)
    g_ptr_array_add (calls, call);
  for (guint i = 0; i < calls->len; i++)
    hark_call_take_back (g_ptr_array_index (calls, i));
  return calls;
}

void
hark_calls_recall (HarkBrokerPeer *worker,
                   guint64         number)
{
  hark_broker_peer_send (worker, HARK_MESSAGE_CANCEL, 0, number, 0, NULL);
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

/* (transfer full) (nullable): the call's headers, with the time that is left now; %NULL: there is none. */
static GBytes *
tell_time_left (HarkRoutedCall     *call,
                HarkBrokerProtocol *broker)
{
  gint64 left = call->deadline - broker->funcs.get_time (broker->user);
  gsize size;
  gconstpointer headers = g_bytes_get_data (call->extensions, &size);
  guint8 *copy;

  if (left <= 0)
    return NULL;
  copy = g_memdup2 (headers, size);
  hark_deadline_set (copy, size, left);
  return g_bytes_new_take (copy, size);
}

/* Consumes the call. */
static void
fail_late_call (HarkRoutedCall *self)
{
  if (self->caller != NULL)
    {
      g_autoptr(GError) error =
        g_error_new_literal (HARK_ERROR, HARK_ERROR_TIMED_OUT, "the call was given to nobody before its time was over");

      hark_call_answer_error (self->caller, self->caller_number, error);
    }
  hark_call_free (self);
}

void
hark_call_wait (HarkRoutedCall *call,
                gboolean        is_first)
{
  HarkRoutedName *name = call->name;

  call->is_waiting = TRUE;
  call->place.data = call;
  name->n_bytes += g_bytes_get_size (call->payload);
  if (is_first)
    g_queue_push_head_link (&name->waiting, &call->place);
  else
    g_queue_push_tail_link (&name->waiting, &call->place);
}

void
hark_call_stop_waiting (HarkRoutedCall *call)
{
  call->is_waiting = FALSE;
  call->name->n_bytes -= g_bytes_get_size (call->payload);
  g_queue_unlink (&call->name->waiting, &call->place);
}

void
hark_calls_pump (HarkRoutedName *name)
{
  HarkOffer *worker;

  while (!g_queue_is_empty (&name->waiting) && name->offers->len > 0)
    {
      HarkBrokerPeer *any = ((HarkOffer *) g_ptr_array_index (name->offers, 0))->peer;
      g_autoptr(GBytes) extensions = NULL;
      HarkRoutedCall *call;
      HarkFrame frame = { .kind = HARK_MESSAGE_CALL, .flags = HARK_CALL_WANTS_ANSWER };

      worker = find_free_member (name, any->broker->limits.window);
      if (worker == NULL)
        return;
      call = name->waiting.head->data;
      hark_call_stop_waiting (call);
      if (call->deadline == HARK_FOREVER)
        frame.extensions = g_bytes_get_data (call->extensions, &frame.n_extensions);
      else if ((extensions = tell_time_left (call, any->broker)) != NULL)
        frame.extensions = g_bytes_get_data (extensions, &frame.n_extensions);
      else
        {
          fail_late_call (call);
          continue;
        }
      hark_call_give (call, worker->peer, worker);
      if (call->is_redelivered)
        frame.flags |= HARK_CALL_REDELIVERED;
      frame.id = call->number;
      frame.body = g_bytes_get_data (call->payload, &frame.n_body);
      hark_offer_send_call (worker, call->slot, call->type, &frame);
    }
}

void
hark_calls_abandon (HarkRoutedName *name)
{
  /* The name may go with the last of them. */
  hark_routed_name_ref (name);
  while (!g_queue_is_empty (&name->waiting))
    {
      HarkRoutedCall *call = name->waiting.head->data;

      hark_call_stop_waiting (call);
      fail_call (call);
    }
  hark_routed_name_unref (name);
}

/* --- The end --- */

void
hark_calls_withdraw (HarkOffer *offer)
{
  HarkRoutedCall *call;

  for (guint at = 0; (call = hark_number_table_next (&offer->peer->given, &at, NULL)) != NULL;)
    if (call->worker == offer)
      call->worker = NULL;
}

static int
newest_first (gconstpointer a,
              gconstpointer b)
{
  guint64 one = (*(HarkRoutedCall *const *) a)->order;
  guint64 other = (*(HarkRoutedCall *const *) b)->order;

  return one < other ? 1 : one > other ? -1 : 0;
}

void
hark_calls_hand_on (HarkBrokerProtocol *broker,
                    GPtrArray          *calls,
                    gboolean            have_begun)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_routed_name_unref);
  guint i;

  g_ptr_array_sort (calls, newest_first);
  for (i = 0; i < calls->len; i++)
    {
      HarkRoutedCall *call = g_ptr_array_index (calls, i);

      if (call->is_cancelled)
        hark_call_free (call);
      else if (call->name == NULL || call->name->klass == NULL)
        fail_call (call);
      else
        {
          call->is_redelivered = call->is_redelivered || have_begun;
          /* Who had it may still speak of it by the one before. */
          call->number = ++broker->last_call;
          hark_call_wait (call, TRUE);
          if (!g_ptr_array_find (names, call->name, NULL))
            g_ptr_array_add (names, hark_routed_name_ref (call->name));
        }
    }
  for (i = 0; i < names->len; i++)
    hark_calls_pump (g_ptr_array_index (names, i));
}

void
hark_calls_leave (HarkBrokerPeer *peer)
{
  g_autoptr(GPtrArray) given = NULL;
  HarkRoutedCall *call;

  for (guint at = 0; (call = hark_number_table_next (&peer->asked, &at, NULL)) != NULL;)
    call->caller = NULL;
  hark_number_table_clear (&peer->asked);
  given = hark_calls_take_all_back (peer);
  hark_calls_hand_on (peer->broker, given, TRUE);
}
