/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Disconnecting what one has no handle of: all that fits a description. Each does
 * what hark_connection_disconnect() does, to as many as there are; only what was
 * connected to slots and functions fits, not who waits for the next event or
 * has exported the object. What an emitter queued before it ended still runs. */

#include <hark/connection.h>

G_BEGIN_DECLS

#ifndef __GI_SCANNER__

/* --- what the macros call --- */

HARK_API guint hark_disconnect_slot (gpointer             emitter,
                                     const HarkEventInfo *event,
                                     gpointer             receiver,
                                     const HarkSlotInfo  *slot);
HARK_API guint hark_disconnect_func (gpointer             emitter,
                                     const HarkEventInfo *event,
                                     gpointer             context,
                                     GCallback            func,
                                     gconstpointer        data,
                                     HarkConnectFlags     flags);
HARK_API guint hark_disconnect_event (gpointer             emitter,
                                      const HarkEventInfo *event);

/**
 * HARK_DISCONNECT:
 * @emitter: an object
 * @event: `<class>_<event>`
 * @receiver: an object
 * @slot: `<class>_<slot>`
 *
 * Undoes %HARK_CONNECT, as often as it was done, whatever the flags.
 *
 * Returns: how many connections have ended. Thread: any. Blocks: no.
 */
#define HARK_DISCONNECT(emitter, event, receiver, slot)                       \
  (__extension__ ({                                                           \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    HARK_CHECK_OWNER_ (receiver, slot);                                       \
    HARK_STATIC_ASSERT_ (HARK_IS_SAME_TYPE_ (event##__Tag *, slot##__Tag *),  \
                         "never connected " event##__TEXT " to " slot##__TEXT);\
    hark_disconnect_slot ((emitter), &event##__source,                        \
                          (receiver), &slot##__target);                       \
  }))

/**
 * HARK_DISCONNECT_FUNC:
 *
 * Undoes %HARK_CONNECT_FUNC and %HARK_CONNECT_DIRECT.
 */
#define HARK_DISCONNECT_FUNC(emitter, event, context, func)                   \
  (__extension__ ({                                                           \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    HARK_CHECK_FUNC_ (event, func, __typeof__ (context));                     \
    hark_disconnect_func ((emitter), &event##__source, (context),             \
                          G_CALLBACK (hark_func_), NULL,                      \
                          HARK_CONNECT_DEFAULT);                              \
  }))

/**
 * HARK_DISCONNECT_DATA:
 *
 * Undoes %HARK_CONNECT_DATA.
 */
#define HARK_DISCONNECT_DATA(emitter, event, context, func, data)             \
  (__extension__ ({                                                           \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    HARK_CHECK_FUNC_ (event, func, __typeof__ (data));                        \
    hark_disconnect_func ((emitter), &event##__source, (context),             \
                          G_CALLBACK (hark_func_), (data),                    \
                          HARK_CONNECT_OWN_DATA);                             \
  }))

/**
 * HARK_DISCONNECT_EVENT:
 * @emitter: an object
 * @event: `<class>_<event>`
 *
 * All that listens to @event of @emitter.
 */
#define HARK_DISCONNECT_EVENT(emitter, event)                                 \
  (__extension__ ({                                                           \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    hark_disconnect_event ((emitter), &event##__source);                      \
  }))

#endif

/**
 * hark_disconnect_emitter:
 * @emitter: (type HarkObject): an object
 *
 * All that listens to any event of @emitter.
 *
 * Returns: how many connections have ended. Thread: any. Blocks: no.
 */
HARK_API guint hark_disconnect_emitter (gpointer emitter);

/**
 * hark_disconnect_receiver:
 * @receiver: (type GObject): an object, or the context of functions
 *
 * All that @receiver listens to.
 *
 * Returns: how many connections have ended. Thread: any. Blocks: no.
 */
HARK_API guint hark_disconnect_receiver (gpointer receiver);

/**
 * hark_disconnect_between:
 * @emitter: (type HarkObject): an object
 * @receiver: (type GObject): an object, or the context of functions
 *
 * All by which @receiver listens to @emitter.
 *
 * Returns: how many connections have ended. Thread: any. Blocks: no.
 */
HARK_API guint hark_disconnect_between (gpointer emitter,
                                        gpointer receiver);

G_END_DECLS
