/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Connecting. An event reaches a slot, or a C function with an object as its
 * context. The macros are checked by the compiler against the signatures of
 * the schema; by-name.h has functions that check when they run. */

#include <hark/queue.h>
#include <hark/types.h>

G_BEGIN_DECLS

#define HARK_TYPE_CONNECTION (hark_connection_get_type ())

HARK_API GType hark_connection_get_type (void);

/**
 * HarkConnectFlags:
 * @HARK_CONNECT_DEFAULT: the call is queued on the receiver's loop
 * @HARK_CONNECT_SENDER: hark_dup_sender() gives the emitter
 * @HARK_CONNECT_INLINE: a C function that runs in the emitting thread, inside
 *   the emission, and must be safe there (set by %HARK_CONNECT_DIRECT)
 * @HARK_CONNECT_SINGLE_SHOT: ends with the first emission, whose call still
 *   runs; of emissions in several threads, one is the first
 * @HARK_CONNECT_UNIQUE: if there is one already that is identical, flags
 *   included, that is what connecting returns; data that came with the second
 *   one is freed
 * @HARK_CONNECT_URGENT: on the receiver's loop, calls go before those that are not
 *   urgent, and keep their order among themselves
 * @HARK_CONNECT_IDLE: the same, behind those that are not idle. Of any sixteen
 *   calls that a loop runs, at least one is of each of the three kinds that has
 *   some waiting. The bounds of a loop do not count these two. Not together with
 *   %HARK_CONNECT_URGENT, nor either with %HARK_CONNECT_INLINE
 */
typedef enum
{
  HARK_CONNECT_DEFAULT = 0,
  HARK_CONNECT_SENDER  = 1 << 0,
  HARK_CONNECT_INLINE  = 1 << 1,
  /*< private >*/
  HARK_CONNECT_OWN_DATA = 1 << 2,
  /*< public >*/
  HARK_CONNECT_SINGLE_SHOT = 1 << 3,
  HARK_CONNECT_UNIQUE      = 1 << 4,
  /*< private >*/
  HARK_CONNECT_FILTERED    = 1 << 5,
  HARK_CONNECT_OWN_SITE    = 1 << 6,
  /*< public >*/
  HARK_CONNECT_URGENT      = 1 << 7,
  HARK_CONNECT_IDLE        = 1 << 8,
} HarkConnectFlags;

#ifndef __GI_SCANNER__

/* One place in a program where a connection is made: static and immutable. */
struct _HarkSite
{
  const HarkEventInfo *event;
  const HarkSlotInfo  *slot;   /* or an event's target; NULL: a C function */
  const char          *file;
  guint                line;
  HarkConnectFlags     flags;
  HarkQueueInfo        queue;  /* all zero: as the schema says */
};

/* --- what the macros call --- */

HARK_API HarkConnection *hark_connect_slot (const HarkSite *site,
                                            gpointer        emitter,
                                            gpointer        receiver);
HARK_API HarkConnection *hark_connect_filtered (const HarkSite *site,
                                                gpointer        emitter,
                                                gpointer        receiver,
                                                GCallback       filter);
HARK_API HarkConnection *hark_connect_func (const HarkSite *site,
                                            gpointer        emitter,
                                            gpointer        context,
                                            GCallback       func,
                                            gpointer        data,
                                            GDestroyNotify  destroy);

#ifdef __cplusplus
#define HARK_IS_SAME_TYPE_(a, b) __is_same (a, b)
#define HARK_STATIC_ASSERT_(condition, words) static_assert (condition, words)
#else
#define HARK_IS_SAME_TYPE_(a, b) __builtin_types_compatible_p (a, b)
#define HARK_STATIC_ASSERT_(condition, words) _Static_assert (condition, words)
#endif

/* In C++, flags joined with | are a number. */
#define HARK_CONNECT_FLAGS_(flags, more)                                      \
  ((HarkConnectFlags) ((unsigned int) (flags) | (unsigned int) (more)))

/* Whether @flags have the first and one of the second. */
#define HARK_HAS_BOTH_(flags, first, second)                                  \
  (((unsigned int) (flags) & (unsigned int) (first)) != 0                     \
   && ((unsigned int) (flags) & (unsigned int) (second)) != 0)

#define HARK_CHECK_FLAGS_(flags)                                              \
  HARK_STATIC_ASSERT_ (!HARK_HAS_BOTH_ (flags, HARK_CONNECT_URGENT,           \
                                        HARK_CONNECT_IDLE),                   \
                       "a connection is urgent or idle, not both");           \
  HARK_STATIC_ASSERT_ (!HARK_HAS_BOTH_ (flags, HARK_CONNECT_INLINE,           \
                                        HARK_CONNECT_URGENT                   \
                                        | HARK_CONNECT_IDLE),                 \
                       "what is not queued has no priority")

/* Flags, and a queue where one is given. */
#define HARK_SITE_OPTIONS_(more, ...)                                         \
  HARK_SITE_OPTIONS__ (more, __VA_ARGS__, HARK_QUEUE_GROW, 0, 0, NULL, 0)
#define HARK_SITE_OPTIONS__(more, flags, policy, depth, interval, key, ...)   \
  HARK_CONNECT_FLAGS_ (flags, more), { policy, depth, interval, key }

/* The flags alone. */
#define HARK_SITE_FLAGS_(...)           HARK_SITE_FLAGS__ (__VA_ARGS__, 0)
#define HARK_SITE_FLAGS__(flags, ...)   (flags)

/* &*: the type of a variable that is const is that of its value. */
#define HARK_CHECK_OWNER_(object, member)                                     \
  HARK_STATIC_ASSERT_ (HARK_IS_SAME_TYPE_ (__typeof__ (&*(object)),           \
                                           member##__Owner *),                \
                       "this object does not have " member##__TEXT)

#define HARK_CHECK_FUNC_(event, func, first)                                  \
  event##__FUNC (hark_func_, first);                                          \
  HARK_STATIC_ASSERT_ (HARK_IS_SAME_TYPE_ (__typeof__ (&*(func)),             \
                                           __typeof__ (hark_func_)),          \
                       "the function's parameters must be its context and "   \
                       "then those of " event##__TEXT);                       \
  hark_func_ = (func)

/**
 * HARK_CONNECT:
 * @emitter: an object
 * @event: `<class>_<event>`
 * @receiver: an object
 * @slot: `<class>_<slot>`, or an event of @receiver, which it then emits again
 *
 * From the next emission on, every @event of @emitter queues a call of @slot
 * on the loop of @receiver. The connection ends with either object and keeps
 * neither alive. An event and a slot whose signatures differ do not compile.
 *
 * Returns: (transfer none): the connection, valid until it ends (take
 *   hark_connection_ref() to keep it longer); %NULL if one of the two has ended.
 *   Thread: any.
 */
#define HARK_CONNECT(emitter, event, receiver, slot)                          \
  HARK_CONNECT_FULL (emitter, event, receiver, slot, HARK_CONNECT_DEFAULT)

/**
 * HARK_CONNECT_FULL:
 * @...: constant #HarkConnectFlags; and, if the connection is to have a queue of
 *   its own, %HARK_QUEUE, %HARK_QUEUE_KEYED or %HARK_QUEUE_PACED
 *
 * %HARK_CONNECT with flags, and with a queue.
 */
#define HARK_CONNECT_FULL(emitter, event, receiver, slot, ...)                \
  (__extension__ ({                                                           \
    static const HarkSite hark_site_ =                                        \
      { &event##__source, &slot##__target, __FILE__, __LINE__,                \
        HARK_SITE_OPTIONS_ (0, __VA_ARGS__) };                                \
    HARK_CHECK_FLAGS_ (HARK_SITE_FLAGS_ (__VA_ARGS__));                       \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    HARK_CHECK_OWNER_ (receiver, slot);                                       \
    HARK_STATIC_ASSERT_ (HARK_IS_SAME_TYPE_ (event##__Tag *, slot##__Tag *),  \
                         "cannot connect " event##__TEXT " to " slot##__TEXT);\
    hark_connect_slot (&hark_site_, (emitter), (receiver));                   \
  }))

/**
 * HARK_CONNECT_FILTERED:
 * @filter: a C function that returns a gboolean; its first parameter is of
 *   @receiver's type, the others are those of @event
 *
 * %HARK_CONNECT that calls @slot only when @filter, which runs in its place on
 * the loop of @receiver, returns %TRUE. With %HARK_CONNECT_SINGLE_SHOT the
 * connection ends with the first call that @filter lets through.
 */
#define HARK_CONNECT_FILTERED(emitter, event, receiver, slot, filter)         \
  HARK_CONNECT_FILTERED_FULL (emitter, event, receiver, slot, filter,         \
                              HARK_CONNECT_DEFAULT)

/**
 * HARK_CONNECT_FILTERED_FULL:
 * @...: as for %HARK_CONNECT_FULL
 *
 * %HARK_CONNECT_FILTERED with flags, and with a queue, which is before @filter.
 */
#define HARK_CONNECT_FILTERED_FULL(emitter, event, receiver, slot, filter,    \
                                   ...)                                       \
  (__extension__ ({                                                           \
    static const HarkSite hark_site_ =                                        \
      { &event##__source, &slot##__target, __FILE__, __LINE__,                \
        HARK_SITE_OPTIONS_ (HARK_CONNECT_FILTERED, __VA_ARGS__) };            \
    HARK_CHECK_FLAGS_ (HARK_SITE_FLAGS_ (__VA_ARGS__));                       \
    event##__FILTER (hark_filter_, __typeof__ (receiver));                    \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    HARK_CHECK_OWNER_ (receiver, slot);                                       \
    HARK_STATIC_ASSERT_ (HARK_IS_SAME_TYPE_ (event##__Tag *, slot##__Tag *),  \
                         "cannot connect " event##__TEXT " to " slot##__TEXT);\
    HARK_STATIC_ASSERT_ (HARK_IS_SAME_TYPE_ (__typeof__ (&*(filter)),         \
                                             __typeof__ (hark_filter_)),      \
                         "a filter returns a gboolean, and its parameters "   \
                         "must be the receiver and then those of "            \
                         event##__TEXT);                                      \
    hark_filter_ = (filter);                                                  \
    hark_connect_filtered (&hark_site_, (emitter), (receiver),                \
                           G_CALLBACK (hark_filter_));                        \
  }))

/**
 * HARK_CONNECT_FUNC:
 * @context: any #GObject
 * @func: a C function; its first parameter is of @context's type, the others
 *   are those of @event
 *
 * Queues a call of @func on @context's loop; a plain #GObject has the default
 * loop of the context that is thread-default when connecting. Ends with
 * @context.
 */
#define HARK_CONNECT_FUNC(emitter, event, context, func)                      \
  HARK_CONNECT_FUNC_FULL (emitter, event, context, func, HARK_CONNECT_DEFAULT)

/**
 * HARK_CONNECT_FUNC_FULL:
 * @...: as for %HARK_CONNECT_FULL
 *
 * %HARK_CONNECT_FUNC with flags, and with a queue.
 */
#define HARK_CONNECT_FUNC_FULL(emitter, event, context, func, ...)            \
  (__extension__ ({                                                           \
    static const HarkSite hark_site_ =                                        \
      { &event##__source, NULL, __FILE__, __LINE__,                           \
        HARK_SITE_OPTIONS_ (0, __VA_ARGS__) };                                \
    HARK_CHECK_FLAGS_ (HARK_SITE_FLAGS_ (__VA_ARGS__));                       \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    HARK_CHECK_FUNC_ (event, func, __typeof__ (context));                     \
    hark_connect_func (&hark_site_, (emitter), (context),                     \
                       G_CALLBACK (hark_func_), NULL, NULL);                  \
  }))

/**
 * HARK_CONNECT_DATA:
 * @context: any #GObject; bounds the connection and chooses its loop
 * @func: a C function; its first parameter is of @data's type
 * @data: passed to @func
 * @destroy: (nullable): called once with @data on @context's loop, when no
 *   call can come any more
 *
 * %HARK_CONNECT_FUNC with data of one's own.
 */
#define HARK_CONNECT_DATA(emitter, event, context, func, data, destroy)       \
  HARK_CONNECT_DATA_FULL (emitter, event, context, func, data, destroy,       \
                          HARK_CONNECT_DEFAULT)

/**
 * HARK_CONNECT_DATA_FULL:
 * @...: as for %HARK_CONNECT_FULL
 *
 * %HARK_CONNECT_DATA with flags, and with a queue.
 */
#define HARK_CONNECT_DATA_FULL(emitter, event, context, func, data, destroy,  \
                               ...)                                           \
  (__extension__ ({                                                           \
    static const HarkSite hark_site_ =                                        \
      { &event##__source, NULL, __FILE__, __LINE__,                           \
        HARK_SITE_OPTIONS_ (HARK_CONNECT_OWN_DATA, __VA_ARGS__) };            \
    HARK_CHECK_FLAGS_ (HARK_SITE_FLAGS_ (__VA_ARGS__));                       \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    HARK_CHECK_FUNC_ (event, func, __typeof__ (data));                        \
    hark_connect_func (&hark_site_, (emitter), (context),                     \
                       G_CALLBACK (hark_func_), (data), (destroy));           \
  }))

/**
 * HARK_CONNECT_DIRECT:
 *
 * %HARK_CONNECT_FUNC that does not queue: @func runs in the emitting thread,
 * inside the emission.
 */
#define HARK_CONNECT_DIRECT(emitter, event, context, func)                    \
  HARK_CONNECT_FUNC_FULL (emitter, event, context, func, HARK_CONNECT_INLINE)

#endif

HARK_API HarkConnection *hark_connection_ref   (HarkConnection *self);
HARK_API void            hark_connection_unref (HarkConnection *self);

/**
 * hark_connection_is_connected:
 *
 * Returns: whether emissions still queue calls through it, or would if it
 *   were not blocked. Thread: any.
 */
HARK_API gboolean hark_connection_is_connected (HarkConnection *self);

/**
 * hark_connection_block:
 *
 * From now on emissions pass the connection by, until it has been unblocked as
 * often as it was blocked; calls that are queued still run. Thread: any.
 * Blocks: no.
 */
HARK_API void hark_connection_block   (HarkConnection *self);
HARK_API void hark_connection_unblock (HarkConnection *self);

/**
 * hark_connection_disconnect:
 *
 * Ends the connection. On the receiver's own thread its function is not called
 * again, calls that are queued included; from another thread, no call that the
 * loop has not yet taken starts after this returns. Thread: any. Blocks: no.
 */
HARK_API void hark_connection_disconnect (HarkConnection *self);

/**
 * hark_connection_disconnect_sync:
 * @error: %HARK_ERROR_WOULD_DEADLOCK inside a call of this connection, or where the
 *   one that is running waits for the calling thread; then the connection has ended
 *   all the same
 *
 * As hark_connection_disconnect(), and waits until a call that is running has
 * returned; for a direct connection, until all emissions of the emitter that are under
 * way have ended, or wait for room in a queue. Thread: any. Blocks: yes.
 */
HARK_API gboolean hark_connection_disconnect_sync (HarkConnection  *self,
                                                   GError         **error);

/**
 * hark_connection_disconnect_drain:
 *
 * Ends the connection for emissions to come; calls that are queued still run.
 *
 * Returns: (transfer full): resolved, without values, after the last of them;
 *   rejected with %HARK_ERROR_CLOSED if the receiver's loop ends first.
 *   Thread: any. Blocks: no.
 */
HARK_API HarkFuture *hark_connection_disconnect_drain (HarkConnection *self);

/**
 * hark_connection_get_n_dropped:
 *
 * Returns: how many calls its queue has dropped or refused; 0 if it has none.
 *   Thread: any.
 */
HARK_API guint64 hark_connection_get_n_dropped (HarkConnection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkConnection, hark_connection_unref)

G_END_DECLS
