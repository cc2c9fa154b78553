/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Connections that go together: all of them from one emitter, which can be
 * exchanged for another, and all of them dropped at once. For who follows
 * whichever object is the current one. */

#include <hark/connection.h>

/* Filled with macros alone, so of no use to language bindings. */
#ifndef __GI_SCANNER__

G_BEGIN_DECLS

#define HARK_TYPE_CONNECTION_GROUP (hark_connection_group_get_type ())

/**
 * HarkConnectionGroup:
 *
 * Keeps neither the emitter nor any receiver alive: what ends with a receiver has
 * left the group, and a group whose emitter has ended waits for the next one.
 */
typedef struct _HarkConnectionGroup HarkConnectionGroup;

HARK_API GType hark_connection_group_get_type (void);

/**
 * hark_connection_group_new:
 *
 * Returns: (transfer full): a group without an emitter. Thread: any.
 */
HARK_API HarkConnectionGroup *hark_connection_group_new   (void);
HARK_API HarkConnectionGroup *hark_connection_group_ref   (HarkConnectionGroup *self);
/**
 * hark_connection_group_unref:
 *
 * With the last reference, disconnects all. Thread: any. Blocks: no.
 */
HARK_API void                 hark_connection_group_unref (HarkConnectionGroup *self);

/* --- what the macros call --- */

HARK_API void hark_connection_group_add_slot (HarkConnectionGroup *self,
                                              const HarkSite      *site,
                                              gpointer             receiver);
HARK_API void hark_connection_group_add_func (HarkConnectionGroup *self,
                                              const HarkSite      *site,
                                              gpointer             context,
                                              GCallback            func);

/**
 * HARK_GROUP_CONNECT:
 * @group: a #HarkConnectionGroup
 * @event: `<class>_<event>`; the group's emitters are of that class
 * @receiver: an object
 * @slot: `<class>_<slot>`, or an event of @receiver
 *
 * %HARK_CONNECT from the group's emitter, now and whenever it has another one.
 */
#define HARK_GROUP_CONNECT(group, event, receiver, slot)                      \
  HARK_GROUP_CONNECT_FULL (group, event, receiver, slot, HARK_CONNECT_DEFAULT)

/**
 * HARK_GROUP_CONNECT_FULL:
 * @...: constant #HarkConnectFlags without %HARK_CONNECT_UNIQUE; with
 *   %HARK_CONNECT_SINGLE_SHOT, it is once for each emitter. And, as for
 *   %HARK_CONNECT_FULL, a queue
 *
 * %HARK_GROUP_CONNECT with flags, and with a queue.
 */
#define HARK_GROUP_CONNECT_FULL(group, event, receiver, slot, ...)            \
  (__extension__ ({                                                           \
    static const HarkSite hark_site_ =                                        \
      { &event##__source, &slot##__target, __FILE__, __LINE__,                \
        HARK_SITE_OPTIONS_ (0, __VA_ARGS__) };                                \
    HARK_CHECK_FLAGS_ (HARK_SITE_FLAGS_ (__VA_ARGS__));                       \
    HARK_CHECK_OWNER_ (receiver, slot);                                       \
    HARK_STATIC_ASSERT_ (HARK_IS_SAME_TYPE_ (event##__Tag *, slot##__Tag *),  \
                         "cannot connect " event##__TEXT " to " slot##__TEXT);\
    hark_connection_group_add_slot ((group), &hark_site_, (receiver));        \
  }))

/**
 * HARK_GROUP_CONNECT_FUNC:
 * @group: a #HarkConnectionGroup
 * @event: `<class>_<event>`
 * @context: any #GObject
 * @func: as for %HARK_CONNECT_FUNC
 *
 * %HARK_CONNECT_FUNC from the group's emitter. The loop of a plain #GObject is
 * that of the thread that calls this.
 */
#define HARK_GROUP_CONNECT_FUNC(group, event, context, func)                  \
  HARK_GROUP_CONNECT_FUNC_FULL (group, event, context, func,                  \
                                HARK_CONNECT_DEFAULT)

/**
 * HARK_GROUP_CONNECT_FUNC_FULL:
 * @...: as for %HARK_GROUP_CONNECT_FULL
 *
 * %HARK_GROUP_CONNECT_FUNC with flags, and with a queue.
 */
#define HARK_GROUP_CONNECT_FUNC_FULL(group, event, context, func, ...)        \
  (__extension__ ({                                                           \
    static const HarkSite hark_site_ =                                        \
      { &event##__source, NULL, __FILE__, __LINE__,                           \
        HARK_SITE_OPTIONS_ (0, __VA_ARGS__) };                                \
    HARK_CHECK_FLAGS_ (HARK_SITE_FLAGS_ (__VA_ARGS__));                       \
    HARK_CHECK_FUNC_ (event, func, __typeof__ (context));                     \
    hark_connection_group_add_func ((group), &hark_site_, (context),          \
                                    G_CALLBACK (hark_func_));                 \
  }))

/**
 * hark_connection_group_set_emitter:
 * @emitter: (type HarkObject) (nullable): an object that has all the events of
 *   the group; %NULL: none for now
 *
 * Disconnects all from the emitter that the group has, as
 * hark_connection_disconnect() does, calls that are queued included, and then
 * connects all to @emitter. Of those who move it at the same time, one is the last.
 * Thread: any. Blocks: no.
 */
HARK_API void hark_connection_group_set_emitter (HarkConnectionGroup *self,
                                                 gpointer             emitter);

/**
 * hark_connection_group_dup_emitter:
 *
 * Returns: (transfer full) (type GObject) (nullable): the emitter; %NULL if
 *   there is none or it has ended. Thread: any.
 */
HARK_API gpointer hark_connection_group_dup_emitter (HarkConnectionGroup *self);

/**
 * hark_connection_group_disconnect:
 *
 * Disconnects all, and forgets them; the emitter stays, for those that are added
 * next. Thread: any. Blocks: no.
 */
HARK_API void hark_connection_group_disconnect (HarkConnectionGroup *self);

/**
 * hark_connection_group_block:
 *
 * From now on emissions pass all of the group by, also those of another emitter that it is
 * moved to, and what is added, until it has been unblocked as often as it was blocked; calls
 * that are queued still run. Thread: any. Blocks: no.
 */
HARK_API void hark_connection_group_block   (HarkConnectionGroup *self);
HARK_API void hark_connection_group_unblock (HarkConnectionGroup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkConnectionGroup, hark_connection_group_unref)

G_END_DECLS

#endif
