/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>

G_BEGIN_DECLS

#define HARK_TYPE_OBJECT (hark_object_get_type ())

/**
 * HarkObject:
 *
 * What every object declared in a schema is: it has events and slots, and
 * lives on a loop. An interface, so that the object can have any parent.
 */
G_DECLARE_INTERFACE (HarkObject, hark_object, HARK, OBJECT, GObject)

#ifndef __GI_SCANNER__
/* Redeclared with its visibility. */
HARK_API GType hark_object_get_type (void);
#endif

#ifndef __GI_SCANNER__
/* Implemented by generated code, see hark/gen.h. */
struct _HarkObjectInterface
{
  GTypeInterface parent;

  const HarkClassInfo *info;
  void (*closed) (HarkObject *self);

  gpointer padding[6];
};
#endif

/**
 * hark_object_get_loop:
 *
 * Returns: (transfer none): the loop the object lives on; valid until it is moved.
 *   Thread: any.
 */
HARK_API HarkLoop *hark_object_get_loop (HarkObject *self);

/**
 * hark_object_set_loop:
 * @loop: where the object lives from here on
 * @error: %HARK_ERROR_CLOSED: the object or @loop has ended;
 *   %HARK_ERROR_REFUSED: this is not the owner's thread
 *
 * Moves the object to another loop, perhaps another thread's. What was queued and has
 * not run runs there, and the order in which each thread has called it stays as
 * it was. Inside a call of the object this takes effect when that returns.
 *
 * Before the object's first call that costs nothing. Afterwards its first loop
 * stays the way in: calls are queued there, and relayed. So they wait while that is
 * busy, not while it is not started or has ended; bounds that it has count them; and
 * it is kept, with the thread it may have, for as long as the object. Thread: the owner of
 * the loop that the object lives on. Blocks: no.
 *
 * Returns: whether it moves
 */
HARK_API gboolean hark_object_set_loop (HarkObject  *self,
                                        HarkLoop    *loop,
                                        GError     **error);

/**
 * hark_object_is_remote:
 *
 * Returns: whether the object stands for one in another place, made by
 *   `<class>_new_remote()`. Thread: any.
 */
HARK_API gboolean hark_object_is_remote (HarkObject *self);

/**
 * HarkDelivery:
 * @HARK_DELIVERY_GAP: events wait where they come from, and when the limit of what is kept there
 *   is reached, the oldest are lost; then it is told how many, see #HarkPeer
 * @HARK_DELIVERY_DISCONNECT: the broker ends the connection, and says why. The peer connects again,
 *   and is sent what is still kept for it
 * @HARK_DELIVERY_BLOCK: who emits them waits when half of what is kept there has come together: a
 *   task is suspended, and a plain thread blocks. Inside a call, or any other dispatch, nobody waits.
 *   When ten seconds have passed in which nothing was read, nobody does, until it has caught up
 *
 * What happens to the events of a remote whose process does not read them in time.
 */
typedef enum
{
  HARK_DELIVERY_GAP,
  HARK_DELIVERY_DISCONNECT,
  HARK_DELIVERY_BLOCK,
} HarkDelivery;

/**
 * hark_object_set_delivery:
 * @remote: an object of which hark_object_is_remote() is true
 * @delivery: how its events come
 *
 * From here on, an event of @remote that gets its first listener is asked for in this way. What is
 * listened to already comes as it was asked for. At first it is %HARK_DELIVERY_GAP. Thread: any.
 * Blocks: no.
 */
HARK_API void hark_object_set_delivery (HarkObject   *remote,
                                        HarkDelivery  delivery);

/**
 * hark_object_is_closed:
 *
 * Returns: whether the object has ended: its connections are gone and calls
 *   to it are refused. Thread: any.
 */
HARK_API gboolean hark_object_is_closed (HarkObject *self);

/**
 * hark_object_await_ready:
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: why it will not be ready: the peer's error,
 *   %HARK_ERROR_MISMATCH, %HARK_ERROR_EXISTS, or those of hark_future_await()
 *
 * Waits until the other side knows of the object: an exported object can be
 * called, and every event that a remote's connections listen to arrives from
 * now on. An object that is neither is ready at once.
 */
HARK_API gboolean hark_object_await_ready (HarkObject    *self,
                                           gint64         timeout,
                                           GCancellable  *cancellable,
                                           GError       **error);

/**
 * hark_object_enable_signals:
 *
 * From the next emission on, every event of the object is a #GObject signal too,
 * with the event's name and parameters, for g_signal_connect() and for language
 * bindings. It is emitted in a call of its own on the object's loop. An event
 * whose name is that of a signal of a parent class is none. Doing this twice does
 * nothing. Thread: any. Blocks: no.
 */
HARK_API void hark_object_enable_signals (HarkObject *self);

/**
 * hark_dup_sender:
 *
 * Within a call that a connection made with %HARK_CONNECT_SENDER brought:
 * who emitted.
 *
 * Returns: (transfer full) (nullable) (type GObject): the emitter, or %NULL
 *   if it has ended or the connection did not ask for it
 */
HARK_API gpointer hark_dup_sender (void);

/**
 * hark_call_is_redelivered:
 *
 * Calls of a group are given to another member if the one that was working on them has
 * gone, or is not heard of for too long, see doc/protocol.md. Whether it has run them nobody
 * knows: a slot that must not do something twice asks here, and looks.
 *
 * Returns: whether the call of a slot that the calling code runs in was given to another before;
 *   %FALSE outside of calls. Thread: any. Blocks: no.
 */
HARK_API gboolean hark_call_is_redelivered (void);

G_END_DECLS
