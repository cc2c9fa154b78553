/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Publishing on a bus, and handling what is published. Whoever publishes need not know
 * who handles: they share topics. An event is published with its arguments, and a slot
 * handles such messages; code without a schema does both with variants. */

#include <hark/bus.h>
#include <hark/connection.h>
#include <hark/message.h>
#include <hark/thread-pool.h>

G_BEGIN_DECLS

#ifndef __GI_SCANNER__
/**
 * HARK_TOPICS:
 *
 * A list of topics, where one is asked for: `HARK_TOPICS ("log", "audit")`.
 */
#define HARK_TOPICS(...) ((const char *const[]) { __VA_ARGS__, NULL })
#endif

/**
 * hark_bus_publish:
 * @message: what is to be handled
 * @error: %HARK_ERROR_CLOSED; %HARK_ERROR_MISMATCH: one of its topics carries something
 *   else, with both signatures
 *
 * Queues a call of each handler of one of the message's topics, in the order in which
 * they subscribed, on its own loop; a handler of several gets the message once. None runs
 * inside this function. What none of them takes goes to the default handlers, and where
 * there are none the bus does as hark_bus_set_unhandled() says; that is no error here.
 * Thread: any. Blocks: no.
 *
 * Returns: whether it was published
 */
HARK_API gboolean hark_bus_publish (HarkBus      *self,
                                    HarkMessage  *message,
                                    GError      **error);

/**
 * HarkMessageFunc:
 * @message: was published
 * @context: (type GObject): the object that bounds the handler's life
 * @data: (closure): given when subscribing
 * @error: set to say that the handler has failed: then the bus emits `failed`
 *
 * Handles a message.
 *
 * Returns: (transfer full) (nullable): a message that is published in turn; of a filter, the
 *   one that goes on
 */
typedef HarkMessage *(*HarkMessageFunc) (HarkMessage  *message,
                                         gpointer      context,
                                         gpointer      data,
                                         GError      **error);

/**
 * hark_bus_subscribe:
 * @topics: (array zero-terminated=1) (nullable): what it listens to: topics and patterns, up
 *   to 64; %NULL: it is a default handler, and gets what no other takes
 * @name: (nullable): what it is called; nobody else has it. %NULL: a name is made up
 * @context: (type GObject): bounds its life and chooses its loop, as in
 *   %HARK_CONNECT_FUNC
 * @func: (scope notified): called on the loop of @context
 * @data: for @func
 * @destroy: (nullable): called once with @data, on the same loop; in place if this fails
 * @error: %HARK_ERROR_EXISTS: a handler has this name; %HARK_ERROR_INVALID,
 *   %HARK_ERROR_LIMIT: of a topic; %HARK_ERROR_CLOSED; %HARK_ERROR_FORKED
 *
 * Handles messages from the next one that is published.
 *
 * In a pattern, which has up to 32 words, `*` stands for one word, `1..9` for a decimal
 * number from 1 to 9, and `**` at the end for all words that are left, at least one.
 *
 * The handler is a connection of the bus to @context and ends as one does:
 * with either of them, with hark_connection_disconnect() and its like, or with
 * hark_bus_remove_handler(). While it is blocked messages pass it by.
 *
 * Returns: (transfer none) (nullable): the connection, valid until it ends.
 *   Thread: any. Blocks: no.
 */
HARK_API HarkConnection *hark_bus_subscribe (HarkBus            *self,
                                             const char *const  *topics,
                                             const char         *name,
                                             gpointer            context,
                                             HarkMessageFunc     func,
                                             gpointer            data,
                                             GDestroyNotify      destroy,
                                             GError            **error);

#ifndef __GI_SCANNER__
/**
 * hark_bus_subscribe_task:
 *
 * hark_bus_subscribe() with a function that runs as a task, see hark/task.h: it may await
 * while its loop goes on, with further messages too. The tasks of one handler
 * begin in the order of its messages, on the thread of @context, which each of them keeps
 * alive.
 *
 * To end the handler lets those that have begun go on, and does not wait for them:
 * neither do hark_connection_disconnect_sync() and ..._drain(). @destroy is called when the
 * last of them has ended.
 */
HARK_API HarkConnection *hark_bus_subscribe_task (HarkBus            *self,
                                                  const char *const  *topics,
                                                  const char         *name,
                                                  gpointer            context,
                                                  HarkMessageFunc     func,
                                                  gpointer            data,
                                                  GDestroyNotify      destroy,
                                                  GError            **error);
#endif

/**
 * hark_bus_subscribe_pool:
 * @topics: (array zero-terminated=1) (nullable): what it listens to
 * @name: (nullable): what it is called
 * @pool: whose threads handle the messages
 * @context: (type GObject): bounds its life
 * @func: (scope notified): called on threads of @pool, as many at once as that has; may
 *   block
 * @data: for @func
 * @destroy: (nullable): called once with @data on the loop of @context, when the last call
 *   has returned
 * @error: as hark_bus_subscribe()
 *
 * hark_bus_subscribe() for code that blocks. With several threads nothing is said of
 * the order; with one, messages are handled one by one in the order of publishing. What
 * waits for a thread is not handled once the handler has been disconnected;
 * hark_connection_disconnect_sync() and ..._drain() do not wait for what is running.
 *
 * Returns: (transfer none) (nullable): as hark_bus_subscribe(). Thread: any. Blocks: no.
 */
HARK_API HarkConnection *hark_bus_subscribe_pool (HarkBus            *self,
                                                  const char *const  *topics,
                                                  const char         *name,
                                                  HarkThreadPool     *pool,
                                                  gpointer            context,
                                                  HarkMessageFunc     func,
                                                  gpointer            data,
                                                  GDestroyNotify      destroy,
                                                  GError            **error);

/**
 * hark_bus_subscribe_slot:
 * @topics: (array zero-terminated=1) (nullable): what it listens to
 * @name: (nullable): what the handler is called
 * @receiver: an object
 * @slot: the name of one of its slots, or of an event that it then emits
 * @error: as hark_bus_subscribe(); %HARK_ERROR_NOT_FOUND: there is no such slot;
 *   %HARK_ERROR_MISMATCH: a topic carries something else, with both signatures
 *
 * Queues a call of a slot for each message. From here on the topics carry what the
 * slot takes: a message that does not is refused, whoever publishes it. A variant fits
 * if it is a tuple of the same types. What comes by a pattern, or to a default handler, is
 * compared when it comes: what does not fit is a failure of the handler.
 *
 * Returns: (transfer none) (nullable): as hark_bus_subscribe(). Thread: any. Blocks: no.
 */
HARK_API HarkConnection *hark_bus_subscribe_slot (HarkBus            *self,
                                                  const char *const  *topics,
                                                  const char         *name,
                                                  HarkObject         *receiver,
                                                  const char         *slot,
                                                  GError            **error);

/**
 * hark_bus_publish_event:
 * @topics: (array zero-terminated=1): those of its messages
 * @emitter: an object
 * @event: the name of one of its events
 * @error: as hark_bus_subscribe_slot()
 *
 * From here on each emission of the event is published, by the thread that emits: it
 * reaches its handlers no later than its slots. The topics carry what the event does.
 *
 * Returns: (transfer none) (nullable): the connection of @emitter to the bus, which ends
 *   with either of them, or with hark_connection_disconnect(). Thread: any. Blocks: no.
 */
HARK_API HarkConnection *hark_bus_publish_event (HarkBus            *self,
                                                 const char *const  *topics,
                                                 HarkObject         *emitter,
                                                 const char         *event,
                                                 GError            **error);

#ifndef __GI_SCANNER__

/* --- what the macros call --- */

HARK_API HarkConnection *hark_bus_subscribe_target (HarkBus              *self,
                                                    const char *const    *topics,
                                                    const char           *name,
                                                    gpointer              receiver,
                                                    const HarkSlotInfo   *slot,
                                                    GError              **error);
HARK_API HarkConnection *hark_bus_publish_source   (HarkBus              *self,
                                                    const char *const    *topics,
                                                    gpointer              emitter,
                                                    const HarkEventInfo  *event,
                                                    GError              **error);

/**
 * HARK_SUBSCRIBE:
 * @bus: a bus
 * @topics: what it listens to, see %HARK_TOPICS
 * @receiver: an object
 * @slot: `<class>_<slot>`, or an event of @receiver
 * @error: as hark_bus_subscribe_slot()
 *
 * hark_bus_subscribe_slot() with a slot that the compiler knows.
 */
#define HARK_SUBSCRIBE(bus, topics, receiver, slot, error)                    \
  (__extension__ ({                                                           \
    HARK_CHECK_OWNER_ (receiver, slot);                                       \
    hark_bus_subscribe_target ((bus), (topics), NULL, (receiver),             \
                               &slot##__target, (error));                     \
  }))

/**
 * HARK_PUBLISH:
 * @bus: a bus
 * @topics: those of its messages, see %HARK_TOPICS
 * @emitter: an object
 * @event: `<class>_<event>`
 * @error: as hark_bus_publish_event()
 *
 * hark_bus_publish_event() with an event that the compiler knows.
 */
#define HARK_PUBLISH(bus, topics, emitter, event, error)                      \
  (__extension__ ({                                                           \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    hark_bus_publish_source ((bus), (topics), (emitter), &event##__source,    \
                             (error));                                        \
  }))

#endif

/**
 * hark_bus_add_filter:
 * @name: (nullable): what it is called, as a handler is
 * @func: (scope notified): called for each message that is published; its context is
 *   the bus
 * @data: for @func
 * @destroy: (nullable): called once with @data, on the same loop; in place if this fails
 * @error: as hark_bus_subscribe()
 *
 * From the next message on, @func says what goes on to the handlers: the same message
 * (a reference to it), another one in its place, or %NULL: it ends here, and is counted.
 * Where @func sets an error, the bus emits `failed` and the message ends.
 *
 * Filters are asked one after the other in the order in which they were added, on the
 * loop of the bus; while there is one all messages go through that loop. What was published
 * before one was added may still be on its way there, and is asked too.
 *
 * Returns: (transfer none) (nullable): the connection of the bus to itself, as
 *   hark_bus_subscribe(). Thread: any. Blocks: no.
 */
HARK_API HarkConnection *hark_bus_add_filter (HarkBus          *self,
                                              const char       *name,
                                              HarkMessageFunc   func,
                                              gpointer          data,
                                              GDestroyNotify    destroy,
                                              GError          **error);

/**
 * hark_bus_link:
 * @topics: (array zero-terminated=1) (nullable): what is carried; %NULL: what nobody else handles
 * @name: (nullable): what the link is called, as a handler is
 * @other: another bus of this process
 * @error: as hark_bus_subscribe(); %HARK_ERROR_INVALID: it is the same bus
 *
 * Publishes messages on another bus as well, from the next one on, in the thread that publishes. Another link leads
 * back. However buses are linked, a message comes to each of them once; and an answer finds its request
 * without a link. Whoever handles it there, it is handled here; what is refused there, because its topic carries
 * something else, is a failure of the link.
 *
 * Returns: (transfer none) (nullable): the connection of the bus to @other, which ends with either,
 *   as hark_bus_subscribe(). Thread: any. Blocks: no.
 */
HARK_API HarkConnection *hark_bus_link (HarkBus            *self,
                                        const char *const  *topics,
                                        const char         *name,
                                        HarkBus            *other,
                                        GError            **error);

/**
 * hark_bus_fan_out:
 * @topics: (array zero-terminated=1): what it listens to
 * @name: (nullable): what it is called, as a handler is
 * @to: (array zero-terminated=1): other topics
 * @error: as hark_bus_subscribe(); %HARK_ERROR_INVALID: one of @topics is in @to
 *
 * A handler that publishes each message once more, on other topics. It runs on the loop of the bus.
 *
 * Returns: (transfer none) (nullable): as hark_bus_subscribe(). Thread: any. Blocks: no.
 */
HARK_API HarkConnection *hark_bus_fan_out (HarkBus            *self,
                                           const char *const  *topics,
                                           const char         *name,
                                           const char *const  *to,
                                           GError            **error);

/**
 * hark_bus_discard:
 * @topics: (array zero-terminated=1) (nullable): what it listens to; %NULL: what nobody else handles
 * @name: (nullable): what it is called, as a handler is
 * @error: as hark_bus_subscribe()
 *
 * A handler that does nothing: what it gets is not unhandled.
 *
 * Returns: (transfer none) (nullable): as hark_bus_subscribe(). Thread: any. Blocks: no.
 */
HARK_API HarkConnection *hark_bus_discard (HarkBus            *self,
                                           const char *const  *topics,
                                           const char         *name,
                                           GError            **error);

/**
 * HarkUnhandled:
 * @HARK_UNHANDLED_COUNT: it is counted
 * @HARK_UNHANDLED_TELL: and the bus emits `unhandled`
 * @HARK_UNHANDLED_REJECT: who has published it by hark_bus_request() is told by its future alone, and
 *   otherwise the bus emits `unhandled`
 * @HARK_UNHANDLED_FATAL: the bus emits `unhandled`, and then the program ends, with a message
 *
 * What becomes of a message that nobody handles.
 */
typedef enum
{
  HARK_UNHANDLED_COUNT,
  HARK_UNHANDLED_TELL,
  HARK_UNHANDLED_REJECT,
  HARK_UNHANDLED_FATAL,
} HarkUnhandled;

/**
 * hark_bus_set_unhandled:
 * @policy: from the next message on; %HARK_UNHANDLED_TELL unless told otherwise
 *
 * Thread: any. Blocks: no.
 */
HARK_API void hark_bus_set_unhandled (HarkBus       *self,
                                      HarkUnhandled  policy);

/**
 * HarkBusStats:
 * @n_unhandled: messages that nobody handled
 * @n_failed: failures of handlers
 * @n_dropped: messages that a handler was to get and did not: it was removed, its
 *   context or loop has ended, or a loop with bounds was full; and those that were
 *   on the way through filters when the bus ended
 * @n_consumed: messages that a filter has let end
 *
 * What a bus has counted since it was made.
 */
typedef struct
{
  guint64 n_unhandled;
  guint64 n_failed;
  guint64 n_dropped;
  guint64 n_consumed;

  /*< private >*/
  guint64 padding[4];
} HarkBusStats;

/**
 * hark_bus_get_stats:
 * @stats: (out caller-allocates): what it has counted
 *
 * Thread: any. Blocks: no.
 */
HARK_API void hark_bus_get_stats (HarkBus      *self,
                                  HarkBusStats *stats);

/**
 * hark_bus_remove_handler:
 * @name: that of a handler
 *
 * hark_connection_disconnect() of the handler with that name. Thread: any. Blocks: no.
 *
 * Returns: whether there was one
 */
HARK_API gboolean hark_bus_remove_handler (HarkBus    *self,
                                           const char *name);

/**
 * hark_bus_dup_handler_name:
 * @handler: what subscribing gave
 *
 * Returns: (transfer full) (nullable): its name; %NULL if it is no handler of this bus,
 *   or has ended. Thread: any.
 */
HARK_API char *hark_bus_dup_handler_name (HarkBus        *self,
                                          HarkConnection *handler);

G_END_DECLS
