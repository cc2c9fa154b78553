/* Made from app.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>
#include "workshop.h"

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _ExampleApp ExampleApp;
typedef struct _ExampleAppClass ExampleAppClass;
typedef struct _ExampleAppOrdered ExampleAppOrdered;
typedef struct _ExampleService ExampleService;
typedef struct _ExampleServiceClass ExampleServiceClass;
typedef struct _ExampleServiceChanged ExampleServiceChanged;
typedef struct _ExampleWorker ExampleWorker;
typedef struct _ExampleWorkerClass ExampleWorkerClass;
typedef struct _ExampleWorkerFinished ExampleWorkerFinished;
typedef struct _ExampleEmpty ExampleEmpty;
typedef struct _ExampleEmptyClass ExampleEmptyClass;

/* app.hark:7  object App */

#define EXAMPLE_TYPE_APP (example_app_get_type ())
#define EXAMPLE_APP(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), EXAMPLE_TYPE_APP, ExampleApp))
#define EXAMPLE_IS_APP(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), EXAMPLE_TYPE_APP))
#define EXAMPLE_APP_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), EXAMPLE_TYPE_APP, ExampleAppClass))
#define EXAMPLE_IS_APP_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), EXAMPLE_TYPE_APP))
#define EXAMPLE_APP_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), EXAMPLE_TYPE_APP, ExampleAppClass))

/**
 * ExampleApp:
 *
 * A program whose commands are slots.
 */
struct _ExampleApp
{
  GApplication parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _ExampleAppClass
{
  GApplicationClass parent_class;

  void (*closed) (ExampleApp *self);
  /**
   * ExampleAppClass::order:
   * @self: a #ExampleApp
   * @order: a #WorkshopOrder
   * @others: (array length=n_others): each a #WorkshopOrder
   * @n_others: how many @others there are
   *
   * What implements the slot.
   *
   * Returns: (transfer full) (nullable): a #WorkshopOrder, or %NULL
   */
  WorkshopOrder *(*order) (ExampleApp           *self,
                           WorkshopOrder        *order,
                           WorkshopOrder *const *others,
                           gsize                 n_others);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType example_app_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleApp, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleAppClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * ExampleAppSlots:
 * @closed: the object has ended; called once, on its loop
 * @order: slot order (Workshop.Order order, Workshop.Order[] others) ->
 *   Workshop.Order?
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (ExampleApp *self);
  WorkshopOrder *(*order) (ExampleApp           *self,
                           WorkshopOrder        *order,
                           WorkshopOrder *const *others,
                           gsize                 n_others);
} ExampleAppSlots;

/**
 * example_app_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for example_app_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #ExampleApp. Thread: any.
 */
HARK_GEN_EXPORT
ExampleApp *example_app_new (HarkLoop              *loop,
                             const ExampleAppSlots *slots,
                             gpointer               data,
                             GDestroyNotify         destroy);

/**
 * example_app_get_data:
 * @self: a #ExampleApp
 *
 * Returns: (transfer none): what example_app_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer example_app_get_data (ExampleApp *self);

#endif

/**
 * example_app_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #ExampleApp. Thread: any.
 */
HARK_GEN_EXPORT
ExampleApp *example_app_new_remote (HarkBus    *bus,
                                    const char *name,
                                    HarkLoop   *loop);

/* app.hark:9  event ordered (Workshop.Order order) */

/**
 * ExampleApp::ordered:
 * @self: a #ExampleApp
 * @order: a #WorkshopOrder
 *
 * The event `ordered` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define EXAMPLE_TYPE_APP_ORDERED (example_app_ordered_get_type ())

/**
 * ExampleAppOrdered:
 * @order: a #WorkshopOrder
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _ExampleAppOrdered
{
  WorkshopOrder *const order;
};
#endif

HARK_GEN_EXPORT
GType example_app_ordered_get_type (void) G_GNUC_CONST;

/**
 * example_app_ordered_ref:
 * @self: a #ExampleAppOrdered
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
ExampleAppOrdered *example_app_ordered_ref (ExampleAppOrdered *self);

/**
 * example_app_ordered_unref:
 * @self: (transfer full): a #ExampleAppOrdered
 */
HARK_GEN_EXPORT
void example_app_ordered_unref (ExampleAppOrdered *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleAppOrdered, example_app_ordered_unref)

/**
 * example_app_ordered_get_order:
 * @self: a #ExampleAppOrdered
 *
 * Returns: (transfer none): a #WorkshopOrder
 */
HARK_GEN_EXPORT
WorkshopOrder *example_app_ordered_get_order (const ExampleAppOrdered *self);

/**
 * example_app_emit_ordered:
 * @self: a #ExampleApp
 * @order: a #WorkshopOrder
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void example_app_emit_ordered (ExampleApp    *self,
                               WorkshopOrder *order);

/**
 * example_app_next_ordered:
 * @self: a #ExampleApp
 *
 * Returns: (transfer full): the next `ordered` from now on, for
 * example_app_finish_ordered(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *example_app_next_ordered (ExampleApp *self);

/**
 * example_app_finish_ordered:
 * @future: from example_app_next_ordered()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
ExampleAppOrdered *example_app_finish_ordered (HarkFuture  *future,
                                               GError     **error);

/**
 * example_app_await_ordered:
 * @self: a #ExampleApp
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `ordered`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ExampleAppOrdered *example_app_await_ordered (ExampleApp    *self,
                                              gint64         timeout,
                                              GCancellable  *cancellable,
                                              GError       **error);

/**
 * example_app_stream_ordered:
 * @self: a #ExampleApp
 *
 * Returns: (transfer full): every `ordered` from now on, for
 * example_app_stream_next_ordered(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *example_app_stream_ordered (ExampleApp *self);

/**
 * example_app_stream_next_ordered:
 * @stream: from example_app_stream_ordered()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `ordered`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ExampleAppOrdered *example_app_stream_next_ordered (HarkStream    *stream,
                                                    gint64         timeout,
                                                    GCancellable  *cancellable,
                                                    GError       **error);

#ifndef __GI_SCANNER__

typedef void (*ExampleAppOrderedFunc) (gpointer       receiver,
                                       WorkshopOrder *order);

HARK_GEN_EXPORT
extern const HarkEventInfo example_app_ordered__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo example_app_ordered__target;
typedef struct HarkTag_record_8Workshop5Order example_app_ordered__Tag;
typedef ExampleApp example_app_ordered__Owner;
#define example_app_ordered__TEXT "event Example.App.ordered (Workshop.Order order)"
#define example_app_ordered__FUNC(name, First) void (*name) (First, WorkshopOrder *)
#define example_app_ordered__FILTER(name, First) gboolean (*name) (First, WorkshopOrder *)

#endif

/* app.hark:10  slot order (Workshop.Order order, Workshop.Order[] others) -> Workshop.Order? */

/**
 * example_app_call_order:
 * @self: a #ExampleApp
 * @order: a #WorkshopOrder
 * @others: (array length=n_others): each a #WorkshopOrder
 * @n_others: how many @others there are
 *
 * Queues a call of `slot order (Workshop.Order order, Workshop.Order[] others)
 * -> Workshop.Order?`.
 *
 * Returns: (transfer full): the answer, for example_app_finish_order().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *example_app_call_order (ExampleApp           *self,
                                    WorkshopOrder        *order,
                                    WorkshopOrder *const *others,
                                    gsize                 n_others);

/**
 * example_app_finish_order:
 * @future: from example_app_call_order()
 * @result: (out) (optional) (transfer full) (nullable): a #WorkshopOrder, or
 *   %NULL
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean example_app_finish_order (HarkFuture     *future,
                                   WorkshopOrder **result,
                                   GError        **error);

/**
 * example_app_await_order:
 * @self: a #ExampleApp
 * @order: a #WorkshopOrder
 * @others: (array length=n_others): each a #WorkshopOrder
 * @n_others: how many @others there are
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full) (nullable): a #WorkshopOrder, or
 *   %NULL
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot order (Workshop.Order order, Workshop.Order[] others)
 * -> Workshop.Order?`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean example_app_await_order (ExampleApp           *self,
                                  WorkshopOrder        *order,
                                  WorkshopOrder *const *others,
                                  gsize                 n_others,
                                  gint64                timeout,
                                  GCancellable         *cancellable,
                                  WorkshopOrder       **result,
                                  GError              **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo example_app_order__target;
typedef struct HarkTag_record_8Workshop5Order_array_record_8Workshop5Order example_app_order__Tag;
typedef ExampleApp example_app_order__Owner;
#define example_app_order__TEXT "slot Example.App.order (Workshop.Order order, Workshop.Order[] others) -> Workshop.Order?"

#endif

/* app.hark:14  object Service */

#define EXAMPLE_TYPE_SERVICE (example_service_get_type ())
#define EXAMPLE_SERVICE(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), EXAMPLE_TYPE_SERVICE, ExampleService))
#define EXAMPLE_IS_SERVICE(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), EXAMPLE_TYPE_SERVICE))
#define EXAMPLE_SERVICE_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), EXAMPLE_TYPE_SERVICE, ExampleServiceClass))
#define EXAMPLE_IS_SERVICE_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), EXAMPLE_TYPE_SERVICE))
#define EXAMPLE_SERVICE_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), EXAMPLE_TYPE_SERVICE, ExampleServiceClass))

/**
 * ExampleService:
 */
struct _ExampleService
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _ExampleServiceClass
{
  GObjectClass parent_class;

  void (*closed) (ExampleService *self);
  /**
   * ExampleServiceClass::rename:
   * @self: a #ExampleService
   * @name: (nullable): a string, or %NULL
   *
   * What implements the slot.
   */
  void (*rename) (ExampleService *self,
                  const char     *name);
  void (*reload) (ExampleService  *self,
                  GError         **error);
  guint32 (*count) (ExampleService *self);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType example_service_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleService, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleServiceClass, g_type_class_unref)

/* app.hark:15  event changed (string? name) */

/**
 * ExampleService::changed:
 * @self: a #ExampleService
 * @name: (nullable): a string, or %NULL
 *
 * The event `changed` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define EXAMPLE_TYPE_SERVICE_CHANGED (example_service_changed_get_type ())

/**
 * ExampleServiceChanged:
 * @name: (nullable): a string, or %NULL
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _ExampleServiceChanged
{
  const char *const name;
};
#endif

HARK_GEN_EXPORT
GType example_service_changed_get_type (void) G_GNUC_CONST;

/**
 * example_service_changed_ref:
 * @self: a #ExampleServiceChanged
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
ExampleServiceChanged *example_service_changed_ref (ExampleServiceChanged *self);

/**
 * example_service_changed_unref:
 * @self: (transfer full): a #ExampleServiceChanged
 */
HARK_GEN_EXPORT
void example_service_changed_unref (ExampleServiceChanged *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleServiceChanged, example_service_changed_unref)

/**
 * example_service_changed_get_name:
 * @self: a #ExampleServiceChanged
 *
 * Returns: (transfer none) (nullable): a string, or %NULL
 */
HARK_GEN_EXPORT
const char *example_service_changed_get_name (const ExampleServiceChanged *self);

/**
 * example_service_emit_changed:
 * @self: a #ExampleService
 * @name: (nullable): a string, or %NULL
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void example_service_emit_changed (ExampleService *self,
                                   const char     *name);

/**
 * example_service_next_changed:
 * @self: a #ExampleService
 *
 * Returns: (transfer full): the next `changed` from now on, for
 * example_service_finish_changed(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *example_service_next_changed (ExampleService *self);

/**
 * example_service_finish_changed:
 * @future: from example_service_next_changed()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
ExampleServiceChanged *example_service_finish_changed (HarkFuture  *future,
                                                       GError     **error);

/**
 * example_service_await_changed:
 * @self: a #ExampleService
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `changed`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ExampleServiceChanged *example_service_await_changed (ExampleService  *self,
                                                      gint64           timeout,
                                                      GCancellable    *cancellable,
                                                      GError         **error);

/**
 * example_service_stream_changed:
 * @self: a #ExampleService
 *
 * Returns: (transfer full): every `changed` from now on, for
 * example_service_stream_next_changed(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *example_service_stream_changed (ExampleService *self);

/**
 * example_service_stream_next_changed:
 * @stream: from example_service_stream_changed()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `changed`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ExampleServiceChanged *example_service_stream_next_changed (HarkStream    *stream,
                                                            gint64         timeout,
                                                            GCancellable  *cancellable,
                                                            GError       **error);

#ifndef __GI_SCANNER__

typedef void (*ExampleServiceChangedFunc) (gpointer    receiver,
                                           const char *name);

HARK_GEN_EXPORT
extern const HarkEventInfo example_service_changed__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo example_service_changed__target;
typedef struct HarkTag_optional_string example_service_changed__Tag;
typedef ExampleService example_service_changed__Owner;
#define example_service_changed__TEXT "event Example.Service.changed (string? name)"
#define example_service_changed__FUNC(name, First) void (*name) (First, const char *)
#define example_service_changed__FILTER(name, First) gboolean (*name) (First, const char *)

#endif

/* app.hark:19  slot rename (string? name) */

/**
 * example_service_rename:
 * @self: a #ExampleService
 * @name: (nullable): a string, or %NULL
 *
 * Changes the name.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 *
 * Since: 1.2
 *
 * Deprecated: Use something else.
 */
HARK_GEN_EXPORT
gboolean example_service_rename (ExampleService *self,
                                 const char     *name);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo example_service_rename__target;
typedef struct HarkTag_optional_string example_service_rename__Tag;
typedef ExampleService example_service_rename__Owner;
#define example_service_rename__TEXT "slot Example.Service.rename (string? name)"

#endif

/* app.hark:21  slot reload () throws */

/**
 * example_service_call_reload:
 * @self: a #ExampleService
 *
 * Queues a call of `slot reload () throws`.
 *
 * Returns: (transfer full): the answer, for example_service_finish_reload().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *example_service_call_reload (ExampleService *self);

/**
 * example_service_finish_reload:
 * @future: from example_service_call_reload()
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean example_service_finish_reload (HarkFuture  *future,
                                        GError     **error);

/**
 * example_service_await_reload:
 * @self: a #ExampleService
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot reload () throws`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean example_service_await_reload (ExampleService  *self,
                                       gint64           timeout,
                                       GCancellable    *cancellable,
                                       GError         **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo example_service_reload__target;
typedef struct HarkTag_nothing example_service_reload__Tag;
typedef ExampleService example_service_reload__Owner;
#define example_service_reload__TEXT "slot Example.Service.reload () throws"

#endif

/* app.hark:22  slot count () -> uint32 */

/**
 * example_service_call_count:
 * @self: a #ExampleService
 *
 * Queues a call of `slot count () -> uint32`.
 *
 * Returns: (transfer full): the answer, for example_service_finish_count().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *example_service_call_count (ExampleService *self);

/**
 * example_service_finish_count:
 * @future: from example_service_call_count()
 * @result: (out) (optional): a number
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean example_service_finish_count (HarkFuture  *future,
                                       guint32     *result,
                                       GError     **error);

/**
 * example_service_await_count:
 * @self: a #ExampleService
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional): a number
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot count () -> uint32`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean example_service_await_count (ExampleService  *self,
                                      gint64           timeout,
                                      GCancellable    *cancellable,
                                      guint32         *result,
                                      GError         **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo example_service_count__target;
typedef struct HarkTag_nothing example_service_count__Tag;
typedef ExampleService example_service_count__Owner;
#define example_service_count__TEXT "slot Example.Service.count () -> uint32"

#endif

/* app.hark:26  object Labourer */

#define EXAMPLE_TYPE_WORKER (example_worker_get_type ())
#define EXAMPLE_WORKER(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), EXAMPLE_TYPE_WORKER, ExampleWorker))
#define EXAMPLE_IS_WORKER(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), EXAMPLE_TYPE_WORKER))
#define EXAMPLE_WORKER_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), EXAMPLE_TYPE_WORKER, ExampleWorkerClass))
#define EXAMPLE_IS_WORKER_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), EXAMPLE_TYPE_WORKER))
#define EXAMPLE_WORKER_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), EXAMPLE_TYPE_WORKER, ExampleWorkerClass))

/**
 * ExampleWorker:
 */
struct _ExampleWorker
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _ExampleWorkerClass
{
  GObjectClass parent_class;

  void (*closed) (ExampleWorker *self);
  void (*begin) (ExampleWorker *self);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType example_worker_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleWorker, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleWorkerClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * ExampleWorkerSlots:
 * @closed: the object has ended; called once, on its loop
 * @begin: slot start ()
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (ExampleWorker *self);
  void (*begin) (ExampleWorker *self);
} ExampleWorkerSlots;

/**
 * example_worker_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for example_worker_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #ExampleWorker. Thread: any.
 */
HARK_GEN_EXPORT
ExampleWorker *example_worker_new (HarkLoop                 *loop,
                                   const ExampleWorkerSlots *slots,
                                   gpointer                  data,
                                   GDestroyNotify            destroy);

/**
 * example_worker_get_data:
 * @self: a #ExampleWorker
 *
 * Returns: (transfer none): what example_worker_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer example_worker_get_data (ExampleWorker *self);

#endif

/**
 * example_worker_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #ExampleWorker. Thread: any.
 */
HARK_GEN_EXPORT
ExampleWorker *example_worker_new_remote (HarkBus    *bus,
                                          const char *name,
                                          HarkLoop   *loop);

/* app.hark:28  event done (uint32 number) */

/**
 * ExampleWorker::done:
 * @self: a #ExampleWorker
 * @count: a number
 *
 * The event `done` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define EXAMPLE_TYPE_WORKER_FINISHED (example_worker_finished_get_type ())

/**
 * ExampleWorkerFinished:
 * @count: a number
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _ExampleWorkerFinished
{
  const guint32 count;
};
#endif

HARK_GEN_EXPORT
GType example_worker_finished_get_type (void) G_GNUC_CONST;

/**
 * example_worker_finished_ref:
 * @self: a #ExampleWorkerFinished
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
ExampleWorkerFinished *example_worker_finished_ref (ExampleWorkerFinished *self);

/**
 * example_worker_finished_unref:
 * @self: (transfer full): a #ExampleWorkerFinished
 */
HARK_GEN_EXPORT
void example_worker_finished_unref (ExampleWorkerFinished *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleWorkerFinished, example_worker_finished_unref)

/**
 * example_worker_finished_get_count:
 * @self: a #ExampleWorkerFinished
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
guint32 example_worker_finished_get_count (const ExampleWorkerFinished *self);

/**
 * example_worker_emit_finished:
 * @self: a #ExampleWorker
 * @count: a number
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void example_worker_emit_finished (ExampleWorker *self,
                                   guint32        count);

/**
 * example_worker_next_finished:
 * @self: a #ExampleWorker
 *
 * Returns: (transfer full): the next `done` from now on, for
 * example_worker_finish_finished(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *example_worker_next_finished (ExampleWorker *self);

/**
 * example_worker_finish_finished:
 * @future: from example_worker_next_finished()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
ExampleWorkerFinished *example_worker_finish_finished (HarkFuture  *future,
                                                       GError     **error);

/**
 * example_worker_await_finished:
 * @self: a #ExampleWorker
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `done`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ExampleWorkerFinished *example_worker_await_finished (ExampleWorker  *self,
                                                      gint64          timeout,
                                                      GCancellable   *cancellable,
                                                      GError        **error);

/**
 * example_worker_stream_finished:
 * @self: a #ExampleWorker
 *
 * Returns: (transfer full): every `done` from now on, for
 * example_worker_stream_next_finished(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *example_worker_stream_finished (ExampleWorker *self);

/**
 * example_worker_stream_next_finished:
 * @stream: from example_worker_stream_finished()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `done`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ExampleWorkerFinished *example_worker_stream_next_finished (HarkStream    *stream,
                                                            gint64         timeout,
                                                            GCancellable  *cancellable,
                                                            GError       **error);

#ifndef __GI_SCANNER__

typedef void (*ExampleWorkerFinishedFunc) (gpointer receiver,
                                           guint32  count);

HARK_GEN_EXPORT
extern const HarkEventInfo example_worker_finished__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo example_worker_finished__target;
typedef struct HarkTag_uint32 example_worker_finished__Tag;
typedef ExampleWorker example_worker_finished__Owner;
#define example_worker_finished__TEXT "event Example.Labourer.done (uint32 number)"
#define example_worker_finished__FUNC(name, First) void (*name) (First, guint32)
#define example_worker_finished__FILTER(name, First) gboolean (*name) (First, guint32)

#endif

/* app.hark:30  slot start () */

/**
 * example_worker_begin:
 * @self: a #ExampleWorker
 *
 * Queues a call of `slot start ()`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean example_worker_begin (ExampleWorker *self);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo example_worker_begin__target;
typedef struct HarkTag_nothing example_worker_begin__Tag;
typedef ExampleWorker example_worker_begin__Owner;
#define example_worker_begin__TEXT "slot Example.Labourer.start ()"

#endif

/* app.hark:33  object Empty */

#define EXAMPLE_TYPE_EMPTY (example_empty_get_type ())
#define EXAMPLE_EMPTY(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), EXAMPLE_TYPE_EMPTY, ExampleEmpty))
#define EXAMPLE_IS_EMPTY(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), EXAMPLE_TYPE_EMPTY))
#define EXAMPLE_EMPTY_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), EXAMPLE_TYPE_EMPTY, ExampleEmptyClass))
#define EXAMPLE_IS_EMPTY_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), EXAMPLE_TYPE_EMPTY))
#define EXAMPLE_EMPTY_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), EXAMPLE_TYPE_EMPTY, ExampleEmptyClass))

/**
 * ExampleEmpty:
 */
struct _ExampleEmpty
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _ExampleEmptyClass
{
  GObjectClass parent_class;

  void (*closed) (ExampleEmpty *self);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType example_empty_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleEmpty, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleEmptyClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * ExampleEmptySlots:
 * @closed: the object has ended; called once, on its loop
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (ExampleEmpty *self);
} ExampleEmptySlots;

/**
 * example_empty_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for example_empty_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #ExampleEmpty. Thread: any.
 */
HARK_GEN_EXPORT
ExampleEmpty *example_empty_new (HarkLoop                *loop,
                                 const ExampleEmptySlots *slots,
                                 gpointer                 data,
                                 GDestroyNotify           destroy);

/**
 * example_empty_get_data:
 * @self: a #ExampleEmpty
 *
 * Returns: (transfer none): what example_empty_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer example_empty_get_data (ExampleEmpty *self);

#endif

/**
 * example_empty_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #ExampleEmpty. Thread: any.
 */
HARK_GEN_EXPORT
ExampleEmpty *example_empty_new_remote (HarkBus    *bus,
                                        const char *name,
                                        HarkLoop   *loop);

G_END_DECLS
