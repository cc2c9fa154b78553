/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects here that stand for one elsewhere. What their users do, on any thread,
 * becomes a post to the bus's loop, in order: a call, an event that has its
 * first or has lost its last listener, the question whether all that is in place
 * yet. Arguments are encoded by the thread that calls. The object keeps its bus
 * alive; what the bus and its queue hold of a remote does not, so that nothing
 * here has to run for either to be freed. */

#include "bus/state-private.h"

#include "async/future-private.h"
#include "async/task-private.h"
#include "base/slab-private.h"
#include "base/spare-private.h"
#include "wire/payload-private.h"
#include "wire/name-private.h"

struct _HarkBusRemote
{
  HarkRemote            remote;
  gatomicrefcount       refs;
  HarkLinkedBus        *bus;        /* fixed at birth; the object's reference */
  GWeakRef              object;     /* any thread */
  HarkAnchor           *outlet;     /* fixed at birth; a reference */
  const HarkClassInfo  *info;       /* fixed at birth */
  char                 *name;       /* fixed at birth */
  GError               *broken;     /* fixed at birth: nothing can have this name */
  HarkDelivery          delivery;   /* the bus: of events that are listened to from now on */
  guint64              *numbers;    /* the bus; of the subscription to each event; 0: none */
  GPtrArray            *waiting;    /* the bus; HarkFuture, a reference: until it is ready */
};

static HarkBusRemote *
remote_ref (HarkBusRemote *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static void
remote_unref (HarkBusRemote *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_weak_ref_clear (&self->object);
  hark_outlet_unref (self->outlet);
  g_ptr_array_unref (self->waiting);
  g_free (self->numbers);
  g_clear_error (&self->broken);
  g_free (self->name);
  g_free (self);
}

const char *
hark_bus_remote_get_name (HarkBusRemote *self)
{
  return self->name;
}

gpointer
hark_bus_remote_dup_object (HarkBusRemote *self)
{
  return g_weak_ref_get (&self->object);
}

/* What is posted, but for calls: something about a remote. */
typedef struct
{
  HarkBusRemote       *remote;
  const HarkEventInfo *event;     /* listened to or not */
  HarkDelivery         delivery;  /* from here on */
  HarkAsked            asked;     /* readiness */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  hark_asked_clear (&self->asked);
  remote_unref (self->remote);
  g_free (self);
}

static gboolean
post (HarkBusRemote *self,
      void         (*func) (gpointer context, gpointer data),
      Request       *request)
{
  request->remote = remote_ref (self);
  return hark_post_func (self->bus, func, request, request_free);
}

/* --- Calls --- */

/* Most arguments are few. */
#define FEW 32

typedef struct
{
  HarkAwaited         awaited;
  HarkBusRemote      *remote;   /* a reference */
  const HarkSlotInfo *slot;
  gsize               size;     /* of the arguments */
  GBytes             *large;    /* (nullable): these; else they are here: */
  guint8              few[FEW];
} Call;

G_STATIC_ASSERT (sizeof (Call) <= HARK_SPARE_CALL_SIZE);

static void
call_free (HarkAwaited *awaited)
{
  Call *self = (Call *) awaited;

  remote_unref (self->remote);
  g_clear_pointer (&self->large, g_bytes_unref);
  hark_spare_free (HARK_SPARE_CALL, self);
}

static void
make_call (HarkErrand *errand,
           gpointer    bus)
{
  Call *self = (Call *) errand;
  g_autoptr(GBytes) large = g_steal_pointer (&self->large);
  HarkSpan payload = large != NULL ? hark_span_of (large) : (HarkSpan) { self->few, self->size };

  if (bus != NULL)
    hark_awaited_call (&self->awaited, bus, self->slot, self->remote->name, payload);
  else
    hark_awaited_drop (&self->awaited);
}

static void
take_payload (Call        *self,
              HarkWriting *writing)
{
  self->size = writing->size;
  self->large = writing->size > FEW ? hark_writing_steal (writing) : NULL;
  if (self->large == NULL)
    memcpy (self->few, writing->data, writing->size);
}

static gboolean
post_call (HarkBusRemote       *self,
           const HarkSlotInfo  *slot,
           gconstpointer        values,
           HarkFuture          *answer,
           GError             **error)
{
  HarkWriting writing;
  gboolean is_posted = FALSE;

  if (hark_payload_write (&writing, slot->signature, values, error))
    {
      Call *call = hark_spare_alloc (HARK_SPARE_CALL, HARK_SPARE_CALL_SIZE);

      hark_awaited_init (&call->awaited, self->bus->anchor, answer, hark_task_get_deadline (), make_call, call_free);
      call->remote = remote_ref (self);
      call->slot = slot;
      take_payload (call, &writing);
      is_posted = hark_errand_post (&call->awaited.errand);
    }
  hark_writing_clear (&writing);
  return is_posted;
}

static gboolean
remote_call (HarkRemote         *remote,
             const HarkSlotInfo *slot,
             gconstpointer       values,
             HarkFuture         *answer)
{
  HarkBusRemote *self = (HarkBusRemote *) remote;
  GError *error = NULL;
  gboolean is_posted = FALSE;

  if (self->broken != NULL)
    error = g_error_copy (self->broken);
  else if (answer != NULL && g_str_equal (self->name, HARK_NAME_ALL))
    g_set_error (&error, HARK_ERROR, HARK_ERROR_REFUSED,
                 "'%s' has an answer, and \"" HARK_NAME_ALL "\" stands for many objects: call one of them by its name",
                 slot->text);
  else
    is_posted = post_call (self, slot, values, answer, &error);
  if (error == NULL)
    return is_posted;
  if (answer != NULL)
    hark_future_reject (answer, error);
  else
    g_error_free (error);
  return FALSE;
}

/* --- Events --- */

void
hark_subscription_free (gpointer data)
{
  HarkSubscription *self = data;

  g_clear_error (&self->refused);
  remote_unref (self->remote);
  hark_slab_free (self);
}

void
hark_subscription_announce (HarkSubscription *self,
                            guint64           number,
                            HarkLink         *link)
{
  self->is_pending = TRUE;
  g_clear_error (&self->refused);
  link->funcs->subscribe (link, number, self->event, self->remote->name, self->delivery);
}

void
hark_subscription_settled (HarkSubscription *self,
                           const GError     *refused)
{
  self->is_pending = FALSE;
  if (refused != NULL)
    self->refused = g_error_copy (refused);
  hark_remotes_settle (self->remote->bus);
}

void
hark_subscription_lost (HarkSubscription *self,
                        const GError     *reason)
{
  g_autoptr(HarkObject) object = g_weak_ref_get (&self->remote->object);

  self->is_pending = TRUE;
  if (object != NULL)
    hark_seat_fail_next (hark_object_get_seat (object), reason);
}

static void
end_subscription (HarkBusRemote       *self,
                  const HarkEventInfo *event)
{
  guint64 number = self->numbers[event->index];

  if (number == 0)
    return;
  self->numbers[event->index] = 0;
  if (self->bus->link != NULL)
    self->bus->link->funcs->unsubscribe (self->bus->link, number);
  hark_subscription_free (hark_number_table_remove (&self->bus->subscriptions, number));
  /* Somebody may have waited for just that one. */
  hark_remotes_settle (self->bus);
}

/* The event has, or had, its first listener, or has lost its last: two threads
 * may have said so in any order, so what counts is how things are now. */
static void
update_subscription (gpointer context,
                     gpointer data)
{
  HarkLinkedBus *bus = context;
  Request *request = data;
  HarkBusRemote *self = request->remote;
  g_autoptr(HarkObject) object = g_weak_ref_get (&self->object);
  HarkSubscription *subscription;
  guint64 number;

  if (object == NULL || !hark_seat_is_listened_to (hark_object_get_seat (object), request->event))
    {
      end_subscription (self, request->event);
      return;
    }
  if (self->numbers[request->event->index] != 0 || self->broken != NULL)
    return;
  subscription = hark_slab_new0 (HarkSubscription);
  subscription->remote = remote_ref (self);
  subscription->outlet = self->outlet;
  subscription->event = request->event;
  subscription->delivery = self->delivery;
  number = hark_bus_take_number (bus);
  self->numbers[request->event->index] = number;
  hark_number_table_insert (&bus->subscriptions, number, subscription);
  if (bus->link != NULL)
    hark_subscription_announce (subscription, number, bus->link);
}

static void
remote_heard (HarkRemote          *remote,
              const HarkEventInfo *event,
              gboolean             is_heard)
{
  Request *request = g_new0 (Request, 1);

  request->event = event;
  post ((HarkBusRemote *) remote, update_subscription, request);
}

static void
update_delivery (gpointer context,
                 gpointer data)
{
  Request *request = data;

  request->remote->delivery = request->delivery;
}

static void
remote_set_delivery (HarkRemote   *remote,
                     HarkDelivery  delivery)
{
  Request *request = g_new0 (Request, 1);

  request->delivery = delivery;
  post ((HarkBusRemote *) remote, update_delivery, request);
}

/* --- Readiness --- */

/* Whether those who wait for @self can be told: *@error is why it will not be ready. */
static gboolean
is_settled (HarkBusRemote  *self,
            const GError  **error)
{
  guint i;

  *error = self->broken != NULL ? self->broken : self->bus->lost;
  if (self->broken != NULL)
    return TRUE;
  if (self->bus->link == NULL)
    return self->bus->lost != NULL;
  for (i = 0; i < self->info->n_events; i++)
    {
      HarkSubscription *subscription = hark_number_table_find (&self->bus->subscriptions, self->numbers[i]);

      if (subscription == NULL)
        continue;
      if (subscription->is_pending)
        return FALSE;
      if (subscription->refused != NULL)
        *error = subscription->refused;
    }
  return TRUE;
}

static void
settle (HarkBusRemote *self)
{
  const GError *error;
  guint i;

  if (self->waiting->len == 0 || !is_settled (self, &error))
    return;
  for (i = 0; i < self->waiting->len; i++)
    {
      HarkFuture *future = g_ptr_array_index (self->waiting, i);

      if (error != NULL)
        hark_future_reject (future, g_error_copy (error));
      else
        hark_future_resolve (future, NULL);
    }
  g_ptr_array_set_size (self->waiting, 0);
}

void
hark_remotes_settle (HarkLinkedBus *bus)
{
  guint i;

  for (i = bus->remotes->len; i-- > 0;)
    {
      HarkBusRemote *remote = g_ptr_array_index (bus->remotes, i);

      settle (remote);
      if (remote->waiting->len == 0)
        {
          g_ptr_array_remove_index_fast (bus->remotes, i);
          remote_unref (remote);
        }
    }
}

static void
await_ready (gpointer context,
             gpointer data)
{
  HarkLinkedBus *bus = context;
  Request *request = data;
  HarkBusRemote *self = request->remote;

  if (self->waiting->len == 0)
    g_ptr_array_add (bus->remotes, remote_ref (self));
  g_ptr_array_add (self->waiting, g_steal_pointer (&request->asked.future));
  hark_remotes_settle (bus);
}

static HarkFuture *
remote_ready (HarkRemote *remote)
{
  HarkFuture *future = hark_future_new (NULL);
  Request *request = g_new0 (Request, 1);

  hark_asked_init (&request->asked, future);
  post ((HarkBusRemote *) remote, await_ready, request);
  return future;
}

/* --- Birth and end --- */

static void
end_remote (gpointer context,
            gpointer data)
{
  HarkBusRemote *self = ((Request *) data)->remote;
  guint i;

  for (i = 0; i < self->info->n_events; i++)
    end_subscription (self, self->info->events[i]);
}

static void
remote_close (HarkRemote *remote)
{
  HarkBusRemote *self = (HarkBusRemote *) remote;

  post (self, end_remote, g_new0 (Request, 1));
}

static void
remote_free (HarkRemote *remote)
{
  HarkBusRemote *self = (HarkBusRemote *) remote;

  g_object_unref (self->bus);
  remote_unref (self);
}

static const HarkRemoteFuncs remote_funcs =
{
  .call = remote_call,
  .heard = remote_heard,
  .set_delivery = remote_set_delivery,
  .ready = remote_ready,
  .close = remote_close,
  .free = remote_free,
};

void
hark_bus_make_remote (HarkRemoteMaker *maker,
                      HarkSeat        *seat,
                      const char      *name)
{
  HarkBusRemote *self = g_new0 (HarkBusRemote, 1);

  self->remote.funcs = &remote_funcs;
  g_atomic_ref_count_init (&self->refs);
  self->bus = HARK_LINKED_BUS (g_object_ref (maker));
  self->info = seat->info;
  self->name = g_strdup (name);
  if (!g_str_equal (name, HARK_NAME_ALL))
    hark_name_check (name, &self->broken);
  self->numbers = g_new0 (guint64, seat->info->n_events + 1);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_future_unref);
  g_weak_ref_init (&self->object, (char *) seat - seat->info->seat_offset);
  self->outlet = hark_seat_dup_outlet (seat);
  hark_seat_set_remote (seat, &self->remote);
}
