/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who may answer a request, and what they answer: until there is enough, or nobody is left who could. Called by whoever
 * holds the message in order to handle it, and by whoever publishes an answer; on any thread. */

#include "bus/message/request-state-private.h"

/* --- answers --- */

/* With the lock. %FALSE: it is no answer, with topics. */
static gboolean
note_topic (HarkRequest *self,
            HarkMessage *answer)
{
  if (self->topics == NULL)
    return TRUE;

  for (guint i = 0; i < self->topics->n; i++)
    for (guint k = 0; k < answer->topics.n; k++)
      if (self->topics->hashes[i] == answer->topics.hashes[k]
          && g_str_equal (self->topics->names[i], answer->topics.names[k]))
        {
          gboolean is_first = (self->seen & G_GUINT64_CONSTANT (1) << i) == 0;

          self->seen |= G_GUINT64_CONSTANT (1) << i;
          return is_first || self->n_wanted > 0;
        }
  return FALSE;
}

/* With the lock. */
static gboolean
is_complete (HarkRequest *self)
{
  guint n_wanted = self->n_wanted == 0 && self->topics != NULL ? self->topics->n : self->n_wanted;

  return n_wanted > 0 && self->answers->len >= n_wanted;
}

gboolean
hark_request_offer (HarkRequest *self,
                    HarkMessage *answer)
{
  HarkRemains remains = { .future = NULL };
  gboolean is_taken;

  hark_lock (&self->lock);
  is_taken = self->future != NULL;
  if (is_taken && !g_ptr_array_find (self->answers, answer, NULL)) /* which may come by several buses */
    {
      is_taken = note_topic (self, answer);
      if (is_taken)
        g_ptr_array_add (self->answers, hark_message_ref (answer));
      if (is_taken && is_complete (self))
        remains = hark_request_take_remains (self);
    }
  hark_unlock (&self->lock);
  if (remains.future != NULL)
    hark_request_settle (self, remains, TRUE, NULL);
  return is_taken;
}

gboolean
hark_request_take_plain (HarkHandler  *handler,
                         HarkMessage  *message,
                         HarkTrail   **trail)
{
  HarkRequest *self = handler->data;

  return message->answered == NULL ? hark_request_offer (self, message) : message->answered == self;
}

/* --- who may answer --- */

void
hark_request_enter (HarkRequest *self)
{
  atomic_fetch_add (&self->n_holders, 1);
}

void
hark_request_take (HarkRequest *self)
{
  atomic_store (&self->is_taken, true);
}

void
hark_request_fail (HarkRequest  *self,
                   const GError *error)
{
  hark_lock (&self->lock);
  if (self->failure == NULL)
    self->failure = g_error_copy (error);
  hark_unlock (&self->lock);
}

void
hark_request_leave (HarkRequest *self)
{
  HarkRemains remains = { .future = NULL };
  GError *error = NULL;

  if (atomic_fetch_sub (&self->n_holders, 1) != 1)
    return;

  hark_lock (&self->lock);
  if (self->future != NULL)
    {
      if (self->failure != NULL)
        error = g_steal_pointer (&self->failure);
      else if (!atomic_load (&self->is_taken))
        error = g_error_new (HARK_ERROR, HARK_ERROR_NOT_FOUND, "Nobody handles message %" G_GUINT64_FORMAT, self->id);
      if (error != NULL || (self->n_wanted == 0 && self->topics == NULL))
        remains = hark_request_take_remains (self);
    }
  hark_unlock (&self->lock);
  if (remains.future != NULL)
    hark_request_settle (self, remains, TRUE, error);
}
