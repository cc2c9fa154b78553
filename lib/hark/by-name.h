/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Connecting and disconnecting by name: what the macros have checked by the
 * compiler is checked here when it runs, with the same words, and before anything
 * is connected. Where a slot is asked for, an event of that name will do; the
 * receiver then emits it again. */

#include <hark/connection.h>

G_BEGIN_DECLS

/**
 * hark_connect_by_name:
 * @emitter: (type HarkObject): an object
 * @event: the name of one of its events
 * @receiver: (type HarkObject): an object
 * @slot: (nullable): the name of one of its slots; %NULL: `on_<event>`
 * @error: %HARK_ERROR_NOT_FOUND; %HARK_ERROR_MISMATCH, with both signatures;
 *   %HARK_ERROR_INVALID: @receiver is a remote, and @slot an event of it;
 *   %HARK_ERROR_CLOSED
 *
 * Returns: (transfer none) (nullable): the connection. Thread: any.
 */
HARK_API HarkConnection *hark_connect_by_name (gpointer     emitter,
                                               const char  *event,
                                               gpointer     receiver,
                                               const char  *slot,
                                               GError     **error);

/**
 * hark_connect_by_name_full:
 * @emitter: (type HarkObject): an object
 * @event: the name of one of its events
 * @receiver: (type HarkObject): an object
 * @slot: (nullable): the name of one of its slots; %NULL: `on_<event>`
 * @flags: how, without %HARK_CONNECT_INLINE
 * @queue: (nullable): the queue that the connection is to have; %NULL: as the schema
 *   says
 * @error: as for hark_connect_by_name(); %HARK_ERROR_NOT_FOUND: the queue's key is no
 *   parameter; %HARK_ERROR_INVALID: there can be no such queue
 *
 * Returns: (transfer none) (nullable): the connection, with
 *   %HARK_CONNECT_UNIQUE perhaps one that was there. Thread: any.
 */
HARK_API HarkConnection *hark_connect_by_name_full (gpointer             emitter,
                                                    const char          *event,
                                                    gpointer             receiver,
                                                    const char          *slot,
                                                    HarkConnectFlags     flags,
                                                    const HarkQueueInfo *queue,
                                                    GError             **error);

/**
 * hark_connect_list:
 * @emitter: (type HarkObject): an object
 * @events: (array zero-terminated=1): names of its events
 * @receiver: (type HarkObject): an object
 * @slots: (array zero-terminated=1) (nullable): the slot for each; %NULL:
 *   `on_<event>` for each
 * @error: as for hark_connect_by_name(); %HARK_ERROR_INVALID, if one list is
 *   longer. Then nothing is connected
 *
 * Connects the first event to the first slot, the second to the second, and so
 * on.
 *
 * Returns: how many were connected, or -1. Thread: any.
 */
HARK_API int hark_connect_list (gpointer            emitter,
                                const char *const  *events,
                                gpointer            receiver,
                                const char *const  *slots,
                                GError            **error);

/**
 * hark_connect_matching:
 * @emitter: (type HarkObject): an object
 * @receiver: (type HarkObject): an object
 * @error: %HARK_ERROR_MISMATCH, with both signatures, or %HARK_ERROR_INVALID:
 *   then nothing is connected; %HARK_ERROR_CLOSED
 *
 * Connects every event of @emitter for which @receiver has a slot named
 * `on_<event>`.
 *
 * Returns: how many were connected, or -1. Thread: any.
 */
HARK_API int hark_connect_matching (gpointer   emitter,
                                    gpointer   receiver,
                                    GError   **error);

/**
 * hark_connect_same_names:
 * @emitter: (type HarkObject): an object
 * @receiver: (type HarkObject): an object
 * @error: as for hark_connect_matching()
 *
 * Connects every event of @emitter for which @receiver has a slot, or an event to
 * be emitted again, of the very same name.
 *
 * Returns: how many were connected, or -1. Thread: any.
 */
HARK_API int hark_connect_same_names (gpointer   emitter,
                                      gpointer   receiver,
                                      GError   **error);

/**
 * hark_disconnect_by_name:
 * @emitter: (type HarkObject): an object
 * @event: the name of one of its events
 * @receiver: (type HarkObject) (nullable): an object; %NULL: whatever listens,
 *   and then @slot is %NULL
 * @slot: (nullable): the name of one of its slots; %NULL: `on_<event>`
 * @error: as for hark_connect_by_name()
 *
 * Disconnects as %HARK_DISCONNECT and %HARK_DISCONNECT_EVENT do, however it was
 * connected.
 *
 * Returns: how many connections have ended, or -1. Thread: any. Blocks: no.
 */
HARK_API int hark_disconnect_by_name (gpointer     emitter,
                                      const char  *event,
                                      gpointer     receiver,
                                      const char  *slot,
                                      GError     **error);

/**
 * hark_disconnect_list:
 * @emitter: (type HarkObject): an object
 * @events: (array zero-terminated=1): names of its events
 * @receiver: (type HarkObject): an object
 * @slots: (array zero-terminated=1) (nullable): the slot for each; %NULL:
 *   `on_<event>` for each
 * @error: as there
 *
 * Undoes hark_connect_list(), and fails as that does; then nothing is
 * disconnected.
 *
 * Returns: how many connections have ended, or -1. Thread: any. Blocks: no.
 */
HARK_API int hark_disconnect_list (gpointer            emitter,
                                   const char *const  *events,
                                   gpointer            receiver,
                                   const char *const  *slots,
                                   GError            **error);

/**
 * hark_disconnect_matching:
 * @emitter: (type HarkObject): an object
 * @receiver: (type HarkObject): an object
 * @error: as there
 *
 * Undoes hark_connect_matching(), and fails as that does.
 *
 * Returns: how many connections have ended, or -1. Thread: any. Blocks: no.
 */
HARK_API int hark_disconnect_matching (gpointer   emitter,
                                       gpointer   receiver,
                                       GError   **error);

/**
 * hark_disconnect_same_names:
 * @emitter: (type HarkObject): an object
 * @receiver: (type HarkObject): an object
 * @error: as there
 *
 * Undoes hark_connect_same_names(), and fails as that does.
 *
 * Returns: how many connections have ended, or -1. Thread: any. Blocks: no.
 */
HARK_API int hark_disconnect_same_names (gpointer   emitter,
                                         gpointer   receiver,
                                         GError   **error);

G_END_DECLS
