/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Events and slots of other processes without their schema, for tools and scripts: arguments
 * are variants, and what they are is told by those who export them. A *member* is such
 * a description of one event or slot, of type `(ssstst)`: its name, its signature for people, the
 * type of its arguments with its fingerprint, and the same of its result. A broker gives
 * them: see #HarkBrokerTopic, of which hark_broker_topic_dup_member() makes one. */

#include <hark/bus.h>
#include <hark/broker.h>
#include <hark/future.h>
#include <hark/message.h>

G_BEGIN_DECLS

/**
 * hark_bus_import:
 * @pattern: of class, name and event: `Workshop.Producer/line-1/produced`, with stars as
 *   hark_bus_subscribe() knows them
 * @error: %HARK_ERROR_INVALID or %HARK_ERROR_LIMIT, no pattern; %HARK_ERROR_CLOSED;
 *   %HARK_ERROR_FORKED
 *
 * Publishes on this bus each event that matches, of all objects that are exported elsewhere,
 * now and later: as a message on the topic `<class>/<name>/<event>`, whose payload is a tuple of
 * the arguments and whose sender is the class. An event that several patterns match is
 * published once. It goes on until hark_bus_end_import(). When hark_bus_flush() returns, the
 * next one that is emitted arrives. Thread: any. Blocks: no.
 *
 * Returns: whether the import has begun
 */
HARK_API gboolean hark_bus_import (HarkBus     *self,
                                   const char  *pattern,
                                   GError     **error);

/**
 * hark_bus_end_import:
 * @pattern: that of an import
 *
 * Ends it, or one of those that have this pattern. Thread: any. Blocks: no.
 */
HARK_API void hark_bus_end_import (HarkBus    *self,
                                   const char *pattern);

/**
 * hark_message_get_signature:
 *
 * Returns: (nullable): what it carries, for people: of an event that was imported
 *   `event Workshop.Producer.produced (string product, uint64 serial)`, of one published
 *   in this process `(string product, uint64 serial)`; %NULL: nobody has said. Thread: any.
 */
HARK_API const char *hark_message_get_signature (HarkMessage *self);

/**
 * hark_broker_topic_dup_member:
 *
 * Returns: (transfer full): the member that it tells of. Thread: any.
 */
HARK_API GVariant *hark_broker_topic_dup_member (const HarkBrokerTopic *self);

/**
 * hark_bus_call:
 * @object: the class of the object: `Workshop.Producer`
 * @name: under which it is exported
 * @slot: the member; a floating one is consumed
 * @arguments: a tuple; a floating one is consumed
 *
 * Calls a slot elsewhere. What can be wrong is an error of the future: arguments
 * that are not of the slot's type, or a slot that has another signature by now, are
 * %HARK_ERROR_MISMATCH; otherwise it is what a call through a remote gives.
 *
 * Returns: (transfer full): the answer, for hark_bus_finish_call(). Thread: any. Blocks: no.
 */
HARK_API HarkFuture *hark_bus_call (HarkBus    *self,
                                    const char *object,
                                    const char *name,
                                    GVariant   *slot,
                                    GVariant   *arguments);

/**
 * hark_bus_finish_call:
 * @future: from hark_bus_call()
 * @error: the slot's; %HARK_ERROR_FAILED while it is pending
 *
 * Returns: (transfer full) (nullable): a tuple: of the result, or empty where the slot has
 *   none. Thread: any.
 */
HARK_API GVariant *hark_bus_finish_call (HarkFuture  *future,
                                         GError     **error);

/**
 * HarkExporter:
 *
 * Stands for an object that has events and no slots, towards other processes.
 */
typedef struct _HarkExporter HarkExporter;

#define HARK_TYPE_EXPORTER (hark_exporter_get_type ())

HARK_API GType hark_exporter_get_type (void);

/**
 * hark_exporter_new:
 * @object: its class: `Workshop.Producer`
 * @name: what others call it
 * @events: its members, of type `a(ssstst)`; a floating one is consumed. Those that
 *   others listen to already must be among them
 * @error: as hark_bus_export(); %HARK_ERROR_INVALID also for what is no member
 *
 * Exports events that this process emits without having their schema. It ends with the last
 * reference.
 *
 * Returns: (transfer full) (nullable): an exporter. Thread: any. Blocks: no.
 */
HARK_API HarkExporter *hark_exporter_new   (HarkBus       *bus,
                                            const char    *object,
                                            const char    *name,
                                            GVariant      *events,
                                            GError       **error);
HARK_API HarkExporter *hark_exporter_ref   (HarkExporter  *self);
HARK_API void          hark_exporter_unref (HarkExporter  *self);

/**
 * hark_exporter_await_ready:
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: as hark_object_await_ready()
 *
 * Waits until others know of it. Those who listen already hear the next event.
 */
HARK_API gboolean hark_exporter_await_ready (HarkExporter  *self,
                                             gint64         timeout,
                                             GCancellable  *cancellable,
                                             GError       **error);

/**
 * hark_exporter_emit:
 * @event: the name of one of its events
 * @arguments: a tuple; a floating one is consumed
 * @error: %HARK_ERROR_NOT_FOUND: it has no such event; %HARK_ERROR_MISMATCH: the arguments are
 *   of another type; %HARK_ERROR_CLOSED
 *
 * Thread: any. Blocks: no.
 *
 * Returns: whether it was emitted
 */
HARK_API gboolean hark_exporter_emit (HarkExporter  *self,
                                      const char    *event,
                                      GVariant      *arguments,
                                      GError       **error);

/**
 * hark_exporter_is_heard:
 * @event: the name of one of its events
 *
 * Returns: whether somebody listens to it elsewhere, as far as this process knows. Thread:
 *   any.
 */
HARK_API gboolean hark_exporter_is_heard (HarkExporter *self,
                                          const char   *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkExporter, hark_exporter_unref)

G_END_DECLS
