/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer: one socket after the other, the protocol, and the bus whose link they are.
 * From the first connection on the bus has its link, until somebody disconnects or the
 * broker does not want this peer any more: a connection that is lost meanwhile is made again, at
 * times that grow longer and are not the same for all. It works on the bus's loop. The type and its events are generated from schemas/peer.hark;
 * every peer is of the final class here. */

#include <hark/peer.h>

#include <hark/clock.h>
#include <hark/future.h>
#include <hark/loop.h>
#include <sys/random.h>

#include "bridge/transport/address-private.h"
#include "bridge/transport/dial-private.h"
#include "bridge/peer/door-private.h"
#include "bridge/peer/peer-protocol-private.h"
#include "bridge/transport/transport-private.h"
#include "bridge/transport/unix-path-private.h"
#include "bus/bus-private.h"
#include "lane/alarm-private.h"
#include "lane/executor-private.h"
#include "lane/lane-private.h"
#include "object/loop/loop-private.h"
#include "object/seat/anchor-private.h"
#include "object/seat/remote-private.h"

#define HARK_TYPE_SOCKET_PEER (hark_socket_peer_get_type ())
G_DECLARE_FINAL_TYPE (HarkSocketPeer, hark_socket_peer, HARK, SOCKET_PEER, HarkPeer)

/* Queues a call when its time has come. An alarm, not a timer: it is no object of the program's. */
typedef struct
{
  HarkAlarm       alarm;
  HarkSocketPeer *peer;
  void          (*func) (gpointer peer, gpointer data);
} Clock;

struct _HarkSocketPeer
{
  HarkPeer          parent_instance;

  HarkBus          *bus;         /* fixed at birth */
  char             *address;     /* fixed at birth */
  HarkDoor          door;        /* fixed at birth; NULL: it has an address */
  HarkAnchor       *broker;      /* fixed at birth: the outlet of who is behind the door; a reference */
  HarkPeerFigures   figures;      /* counted by the loop, read by any thread */
  HarkFuture       *connecting;   /* the loop: NULL: nobody waits */
  HarkPeerProtocol *protocol;     /* the loop: the current, or the last */
  HarkDial         *dial;         /* the loop: NULL: no attempt over TCP is under way */
  HarkTransport    *transport;    /* the loop: NULL: no connection */
  gboolean          is_linked;    /* the loop: the bus has its link */
  gboolean          is_connected; /* the loop: the broker has said hello on this connection */
  gboolean          is_ending;    /* the loop: who disconnects does not connect again */
  guint             n_retries;    /* the loop: since the last hello */
  Clock             retry;        /* the loop: the next attempt */
  Clock             ticker;       /* the loop: the protocol's time */
};

G_DEFINE_FINAL_TYPE (HarkSocketPeer, hark_socket_peer, HARK_TYPE_PEER)

static gboolean connect_now (HarkSocketPeer *self, GError **error);

/* --- Time --- */

static HarkAlarms *
get_alarms (HarkSocketPeer *self)
{
  HarkLane *lane = hark_loop_get_lane (hark_object_get_loop (HARK_OBJECT (self)));

  return hark_executor_get_alarms (hark_lane_get_executor (lane));
}

/* Not of a loop that has come to its end. */
static void
on_expired (HarkAlarm *alarm)
{
  Clock *clock = (Clock *) ((char *) alarm - G_STRUCT_OFFSET (Clock, alarm));

  if (alarm->due <= hark_clock_now ())
    hark_post_func (clock->peer, clock->func, NULL, NULL);
}

static void
start_clock (Clock  *clock,
             gint64  due)
{
  clock->alarm.due = due;
  clock->alarm.lane = hark_loop_get_lane (hark_object_get_loop (HARK_OBJECT (clock->peer)));
  clock->alarm.expired = on_expired;
  hark_alarms_arm (get_alarms (clock->peer), &clock->alarm);
}

static void
stop_clock (Clock *clock)
{
  if (clock->alarm.place != 0)
    hark_alarms_disarm (get_alarms (clock->peer), &clock->alarm);
}

static void
on_tick (gpointer context,
         gpointer data)
{
  HarkSocketPeer *self = context;
  gint64 next = self->is_linked ? hark_peer_protocol_tick (self->protocol, hark_clock_now ()) : G_MAXINT64;

  if (next != G_MAXINT64)
    start_clock (&self->ticker, next);
}

/* Bytes come or go: the protocol has a look at the clock, some time. */
static void
tick_later (HarkSocketPeer *self)
{
  if (self->ticker.alarm.place == 0 && self->is_linked)
    start_clock (&self->ticker, hark_clock_now () + hark_limits_default.mark_time);
}

static void
retry_later (HarkSocketPeer *self)
{
  gint64 delay = hark_peer_protocol_get_retry_delay (self->protocol, self->n_retries, g_random_double ());

  self->n_retries += 1;
  start_clock (&self->retry, hark_clock_now () + delay);
}

static void
unlink_bus (HarkSocketPeer *self,
            const GError   *reason)
{
  self->is_linked = FALSE;
  stop_clock (&self->retry);
  hark_bus_link_down (self->bus, hark_peer_protocol_get_link (self->protocol), reason);
}

/* Unless what would be tried cannot come back. @reason: (nullable): why the connection was lost. */
static void
try_again (HarkSocketPeer *self,
           const GError   *reason)
{
  g_autoptr(GError) gone = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the broker has ended");

  if (self->door == NULL || hark_anchor_get_state (self->broker) == HARK_ANCHOR_OPEN)
    retry_later (self);
  else
    unlink_bus (self, reason != NULL ? reason : gone);
}

static void
on_retry (gpointer context,
          gpointer data)
{
  HarkSocketPeer *self = context;

  if (self->is_linked && self->transport == NULL && self->dial == NULL && !connect_now (self, NULL))
    try_again (self, NULL);
}

/* --- What the protocol tells --- */

static void
on_wake (gpointer user)
{
  HarkSocketPeer *self = user;

  if (self->transport != NULL)
    hark_transport_wake (self->transport);
  tick_later (self);
}

static void
on_connected (gpointer    user,
              const char *broker)
{
  HarkSocketPeer *self = user;
  g_autoptr(HarkFuture) connecting = g_steal_pointer (&self->connecting);

  self->n_retries = 0;
  self->is_connected = TRUE;
  if (!self->is_linked)
    {
      self->is_linked = TRUE;
      hark_bus_link_up (self->bus, hark_peer_protocol_get_link (self->protocol));
    }
  tick_later (self);
  hark_peer_emit_connected (HARK_PEER (self));
  if (connecting != NULL)
    hark_future_resolve (connecting, NULL);
}

static void
on_lost (gpointer      user,
         const GError *reason)
{
  HarkSocketPeer *self = user;
  g_autoptr(HarkFuture) connecting = g_steal_pointer (&self->connecting);
  gboolean was_connected = self->is_connected;
  gboolean is_unwanted = !was_connected && (g_error_matches (reason, HARK_ERROR, HARK_ERROR_REFUSED) ||
                                            g_error_matches (reason, HARK_ERROR, HARK_ERROR_MISMATCH));

  g_clear_pointer (&self->transport, hark_transport_free);
  self->is_connected = FALSE;
  if (self->is_linked && (self->is_ending || is_unwanted))
    unlink_bus (self, reason);
  else if (self->is_linked)
    try_again (self, reason);
  if (was_connected)
    hark_peer_emit_disconnected (HARK_PEER (self), reason->message);
  if (connecting != NULL)
    hark_future_reject (connecting, g_error_copy (reason));
}

static void
on_gap (gpointer       user,
        const HarkGap *gap)
{
  hark_peer_emit_gap (user, gap->publisher, gap->class_name, gap->name, gap->event, gap->n_lost);
}

static const HarkPeerProtocolFuncs protocol_funcs = { on_wake, on_connected, on_lost, on_gap };

/* --- What the transport tells --- */

static gboolean
on_received (gpointer user)
{
  HarkSocketPeer *self = user;

  hark_peer_protocol_process (self->protocol);
  tick_later (self);
  return self->transport != NULL;
}

static void
on_transport_lost (gpointer      user,
                   const GError *reason)
{
  HarkSocketPeer *self = user;

  hark_peer_protocol_close (self->protocol, reason);
}

static const HarkTransportFuncs transport_funcs = { on_received, on_transport_lost };

/* --- On the loop --- */

static void
make_protocol (HarkSocketPeer *self)
{
  g_autofree char *name = hark_name_of_process ();
  guint64 session = 0;

  g_clear_pointer (&self->protocol, hark_peer_protocol_free);
  self->protocol = hark_peer_protocol_new (&hark_limits_default, name, &protocol_funcs, self,
                                           &hark_bus_reports, self->bus);
  hark_peer_protocol_count_in (self->protocol, &self->figures);
  /* Others are not to guess it. Without it there is a connection, and no session. */
  if (getrandom (&session, sizeof session, 0) == sizeof session)
    hark_peer_protocol_set_session (self->protocol, session);
}

/* There will be a connection, and now the two talk: for the first time, or again. Returns: what this side says. */
static HarkByteStream *
begin_to_speak (HarkSocketPeer *self)
{
  self->is_ending = FALSE;
  if (self->is_linked)
    hark_peer_protocol_resume (self->protocol);
  else
    make_protocol (self);
  return hark_peer_protocol_get_stream (self->protocol);
}

static void
speak (HarkSocketPeer *self,
       GSocket        *socket,
       GTlsConnection *tls)
{
  HarkByteStream *stream = begin_to_speak (self);

  self->transport = hark_transport_new (socket, tls, HARK_OBJECT (self), stream, &transport_funcs, self);
  hark_transport_wake (self->transport);
}

/* To a broker of this process. */
static gboolean
enter (HarkSocketPeer  *self,
       GError         **error)
{
  HarkPipe *pipe = self->door (self->broker, HARK_OBJECT (self));

  if (pipe == NULL)
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "the broker has ended");
      return FALSE;
    }
  self->transport = hark_transport_new_inside (pipe, begin_to_speak (self), &transport_funcs, self);
  return TRUE;
}

static void
on_dialled (gpointer        user,
            GSocket        *socket,
            GTlsConnection *tls,
            const GError   *error)
{
  HarkSocketPeer *self = user;

  if (error == NULL)
    speak (self, socket, tls);
  else
    {
      g_autoptr(HarkFuture) connecting = g_steal_pointer (&self->connecting);

      if (self->is_linked)
        retry_later (self);
      if (connecting != NULL)
        hark_future_reject (connecting, g_error_copy (error));
    }
  g_clear_pointer (&self->dial, hark_dial_free);
}

static gboolean
dial (HarkSocketPeer  *self,
      GError         **error)
{
  g_autoptr(HarkAddress) address = hark_address_parse (self->address, error);
  g_autoptr(GSocket) socket = NULL;

  if (address == NULL)
    return FALSE;
  switch (address->kind)
    {
    case HARK_ADDRESS_TCP:
    case HARK_ADDRESS_TLS:
      self->dial = hark_dial_new (g_steal_pointer (&address), HARK_OBJECT (self), on_dialled, self);
      return TRUE;
    case HARK_ADDRESS_UNIX:
      socket = hark_unix_path_connect (address->path, error);
      if (socket != NULL)
        speak (self, socket, NULL);
      return socket != NULL;
    case HARK_ADDRESS_FD:
    default:
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "%s is for brokers: a peer connects to another address",
                   self->address);
      return FALSE;
    }
}

static gboolean
connect_now (HarkSocketPeer  *self,
             GError         **error)
{
  if (self->is_linked || !hark_bus_is_linked (self->bus))
    return self->door != NULL ? enter (self, error) : dial (self, error);

  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_EXISTS,
                       "the bus has a link already: it has one at a time");
  return FALSE;
}

/* A future on its way to the loop. */
typedef struct
{
  HarkFuture *future;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *self = data;

  if (self->future != NULL)
    {
      hark_future_reject (self->future, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the peer has ended"));
      hark_future_unref (self->future);
    }
  g_free (self);
}

static void
begin (gpointer context,
       gpointer data)
{
  HarkSocketPeer *self = context;
  g_autoptr(HarkFuture) future = g_steal_pointer (&((Attempt *) data)->future);
  GError *error = NULL;

  if (self->transport != NULL || self->dial != NULL)
    {
      if (self->is_connected)
        hark_future_resolve (future, NULL);
      else if (self->is_linked && self->connecting == NULL)
        self->connecting = g_steal_pointer (&future);
      else
        hark_future_reject (future, g_error_new_literal (HARK_ERROR, HARK_ERROR_EXISTS, "the peer is connecting already"));
    }
  else if (connect_now (self, &error))
    self->connecting = g_steal_pointer (&future);
  else
    hark_future_reject (future, error);
}

static void
end (gpointer context,
     gpointer data)
{
  HarkSocketPeer *self = context;
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the peer has disconnected");

  self->is_ending = TRUE;
  if (self->dial != NULL)
    {
      g_autoptr(HarkFuture) connecting = g_steal_pointer (&self->connecting);

      g_clear_pointer (&self->dial, hark_dial_free);
      if (connecting != NULL)
        hark_future_reject (connecting, g_error_copy (reason));
      if (self->is_linked)
        unlink_bus (self, reason);
    }
  else if (self->transport != NULL)
    hark_peer_protocol_close (self->protocol, reason);
  else if (self->is_linked)
    unlink_bus (self, reason);
}

/* --- Birth and end --- */

static void
hark_socket_peer_closed (HarkPeer *peer)
{
  HarkSocketPeer *self = HARK_SOCKET_PEER (peer);

  end (peer, NULL);
  stop_clock (&self->retry);
  stop_clock (&self->ticker);
}

static void
hark_socket_peer_finalize (GObject *object)
{
  HarkSocketPeer *self = HARK_SOCKET_PEER (object);

  g_clear_pointer (&self->protocol, hark_peer_protocol_free);
  g_object_unref (self->bus);
  g_clear_pointer (&self->broker, hark_outlet_unref);
  g_free (self->address);
  G_OBJECT_CLASS (hark_socket_peer_parent_class)->finalize (object);
}

static void
hark_socket_peer_class_init (HarkSocketPeerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_socket_peer_finalize;
  HARK_PEER_CLASS (klass)->closed = hark_socket_peer_closed;
}

static void
hark_socket_peer_init (HarkSocketPeer *self)
{
  self->retry = (Clock) { .peer = self, .func = on_retry };
  self->ticker = (Clock) { .peer = self, .func = on_tick };
}

static HarkSocketPeer *
peer_new (HarkBus *bus)
{
  HarkSocketPeer *self = g_object_new (HARK_TYPE_SOCKET_PEER, "loop", hark_object_get_loop (HARK_OBJECT (bus)), NULL);

  self->bus = g_object_ref (bus);
  return self;
}

HarkPeer *
hark_peer_new (HarkBus    *bus,
               const char *address)
{
  HarkSocketPeer *self;

  g_return_val_if_fail (HARK_IS_BUS (bus), NULL);

  self = peer_new (bus);
  self->address = g_strdup (address);
  return HARK_PEER (self);
}

HarkPeer *
hark_peer_new_by_door (HarkBus    *bus,
                       HarkAnchor *broker,
                       HarkDoor    door)
{
  HarkSocketPeer *self = peer_new (bus);

  self->broker = broker;
  self->door = door;
  return HARK_PEER (self);
}

gboolean
hark_peer_connect (HarkPeer      *self,
                   gint64         timeout,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(HarkFuture) future = NULL;
  Attempt *attempt;

  g_return_val_if_fail (HARK_IS_SOCKET_PEER (self), FALSE);

  if (!hark_object_is_of_process (HARK_OBJECT (self), error))
    return FALSE;

  future = hark_future_new (NULL);
  attempt = g_new (Attempt, 1);
  attempt->future = hark_future_ref (future);
  hark_post_func (self, begin, attempt, attempt_free);
  if (hark_future_await (future, timeout, cancellable, error))
    return TRUE;
  /* Given up: a hello that comes later would surprise. */
  if (!hark_future_is_settled (future))
    hark_peer_disconnect (self);
  return FALSE;
}

void
hark_peer_disconnect (HarkPeer *self)
{
  g_return_if_fail (HARK_IS_SOCKET_PEER (self));

  hark_post_func (self, end, NULL, NULL);
}

static guint64
read_figure (guint64 *figure)
{
  return __atomic_load_n (figure, __ATOMIC_RELAXED);
}

guint64
hark_peer_get_n_resent (HarkPeer *self)
{
  g_return_val_if_fail (HARK_IS_SOCKET_PEER (self), 0);

  return read_figure (&HARK_SOCKET_PEER (self)->figures.n_resent);
}

guint64
hark_peer_get_n_discarded (HarkPeer *self)
{
  g_return_val_if_fail (HARK_IS_SOCKET_PEER (self), 0);

  return read_figure (&HARK_SOCKET_PEER (self)->figures.n_discarded);
}

guint64
hark_peer_get_n_lost (HarkPeer *self)
{
  g_return_val_if_fail (HARK_IS_SOCKET_PEER (self), 0);

  return read_figure (&HARK_SOCKET_PEER (self)->figures.n_lost);
}
