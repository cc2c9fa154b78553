/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the future of a request brings: the messages that have answered, and whether these are all that
 * were waited for. Called by request.c, and by who has asked. */

#include <hark/untyped.h>

#include "bus/message/request-private.h"
#include "bus/state-private.h"

static gsize
answers_measure (gconstpointer values)
{
  return sizeof (HarkAnswers);
}

static void
answers_pack (gconstpointer values,
              gpointer      packed)
{
  const HarkAnswers *from = values;

  *(HarkAnswers *) packed = (HarkAnswers) { g_ptr_array_ref (from->messages), from->is_complete };
}

static void
answers_clear (gpointer packed)
{
  g_ptr_array_unref (((HarkAnswers *) packed)->messages);
}

const HarkSignature hark_answers_signature =
{
  .name = "(HarkMessage[])",
  .text = "(HarkMessage[] answers)",
  .size = sizeof (HarkAnswers),
  .measure = answers_measure,
  .pack = answers_pack,
  .clear = answers_clear,
};

GPtrArray *
hark_bus_finish_request (HarkFuture  *future,
                         gboolean    *is_complete,
                         GError     **error)
{
  gconstpointer values = NULL;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, &hark_answers_signature, &values, error))
    return NULL;
  if (is_complete != NULL)
    *is_complete = ((const HarkAnswers *) values)->is_complete;
  return g_ptr_array_ref (((const HarkAnswers *) values)->messages);
}

HarkMessage *
hark_bus_ask (HarkBus       *self,
              HarkMessage   *message,
              gint64         timeout,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GPtrArray) answers = NULL;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (message != NULL, NULL);

  future = hark_bus_request (self, message, NULL, 1, HARK_FOREVER);
  if (!hark_future_await (future, timeout, cancellable, error))
    return NULL;
  answers = hark_bus_finish_request (future, NULL, error);
  return answers != NULL ? hark_message_ref (g_ptr_array_index (answers, 0)) : NULL;
}
