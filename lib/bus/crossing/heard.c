/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events from elsewhere come out at the remotes that stand for their emitters. Whoever hears them may do
 * what they like, so a subscription that was found may be gone once anything was emitted. Called on
 * the bus's loop by its link. */

#include "bus/state-private.h"

#include "base/ahead-private.h"
#include "wire/payload-private.h"

/* So many come the same way as before. */
#define TRACK_EVERY 64

/* (nullable): it has been ended. Where there are many, it is going to be known where its events lead. */
static inline HarkSubscription *
find (HarkLinkedBus *self,
      guint64        number)
{
  HarkSubscription *subscription = hark_number_table_find (&self->subscriptions, number);

  if (G_UNLIKELY (self->subscriptions.n > HARK_AHEAD_OF_MANY) && subscription != NULL
      && subscription->n_untracked++ % TRACK_EVERY == 0)
    hark_outlet_track (subscription->outlet, subscription->event, &subscription->trail);
  return subscription;
}

void
hark_heard_event (gpointer       bus,
                  const guint64 *numbers,
                  guint          n_numbers,
                  const char    *type,
                  HarkSpan       payload,
                  GBytes        *whole)
{
  HarkLinkedBus *self = bus;
  gconstpointer values = NULL;
  HarkReading reading;

  for (guint i = 0; i < n_numbers; i++)
    {
      HarkSubscription *subscription = find (self, numbers[i]);
      g_autoptr(GError) error = NULL;

      if (subscription == NULL)
        continue;
      if (values == NULL &&
          (values = hark_payload_read (&reading, subscription->event->signature, type, payload, whole, &error)) == NULL)
        {
          hark_bus_emit_refused (HARK_BUS (self), error->message);
          hark_reading_clear (&reading);
          return;
        }
      hark_outlet_deliver (subscription->outlet, subscription->event, values);
    }
  if (values != NULL)
    hark_reading_clear (&reading);
}

/* Up to the first that is refused. Returns: how many those are, it counted in. */
static guint
deliver_run (HarkSubscription  *subscription,
             const char        *type,
             const HarkSpan    *payloads,
             guint              n_payloads,
             GBytes            *whole,
             GError           **error)
{
  const HarkEventInfo *event = subscription->event;
  gconstpointer values = event;
  HarkOutletRun run;
  guint n;

  hark_outlet_run_begin (&run, subscription->outlet, event);
  for (n = 0; n < n_payloads && values != NULL; n++)
    {
      HarkReading reading;

      values = hark_payload_read (&reading, event->signature, type, payloads[n], whole, error);
      if (values != NULL)
        hark_outlet_run_deliver (&run, values);
      hark_reading_clear (&reading);
    }
  hark_outlet_run_end (&run);
  return n;
}

void
hark_heard_run (gpointer         bus,
                guint64          number,
                const char      *type,
                const HarkSpan  *payloads,
                guint            n_payloads,
                GBytes          *whole)
{
  HarkLinkedBus *self = bus;
  HarkSubscription *subscription;
  guint n = 0;

  while (n < n_payloads && (subscription = find (self, number)) != NULL)
    {
      g_autoptr(GError) error = NULL;

      n += deliver_run (subscription, type, payloads + n, n_payloads - n, whole, &error);
      if (error != NULL)
        hark_bus_emit_refused (HARK_BUS (self), error->message);
    }
}

void
hark_heard_expected (gpointer       bus,
                     const guint64 *numbers,
                     guint          n_numbers)
{
  HarkLinkedBus *self = bus;
  HarkSubscription *subscriptions[HARK_AHEAD];

  for (guint i = 0; i < n_numbers; i++)
    hark_number_table_ask_for (&self->subscriptions, numbers[i]);
  for (guint i = 0; i < n_numbers; i++)
    {
      subscriptions[i] = hark_number_table_find (&self->subscriptions, numbers[i]);
      hark_ask_for_all (subscriptions[i], sizeof (HarkSubscription));
    }
  for (guint i = 0; i < n_numbers; i++)
    if (subscriptions[i] != NULL)
      hark_outlet_expect (subscriptions[i]->outlet, &subscriptions[i]->trail);
}
