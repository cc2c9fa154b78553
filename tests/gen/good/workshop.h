/* Made from workshop.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _WorkshopOrder WorkshopOrder;
typedef struct _WorkshopProducer WorkshopProducer;
typedef struct _WorkshopProducerClass WorkshopProducerClass;
typedef struct _WorkshopProducerProduced WorkshopProducerProduced;
typedef struct _WorkshopConsumer WorkshopConsumer;
typedef struct _WorkshopConsumerClass WorkshopConsumerClass;

/* workshop.hark:5  record Order */

#define WORKSHOP_TYPE_ORDER (workshop_order_get_type ())

/**
 * WorkshopOrder:
 * @id: a number
 * @product: a string
 * @weight: in kilograms
 *
 * An order for one product.
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _WorkshopOrder
{
  const guint64 id;
  const char *const product;
  const double weight;
};
#endif

HARK_GEN_EXPORT
GType workshop_order_get_type (void) G_GNUC_CONST;

/**
 * workshop_order_ref:
 * @self: a #WorkshopOrder
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
WorkshopOrder *workshop_order_ref (WorkshopOrder *self);

/**
 * workshop_order_unref:
 * @self: (transfer full): a #WorkshopOrder
 */
HARK_GEN_EXPORT
void workshop_order_unref (WorkshopOrder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopOrder, workshop_order_unref)

/**
 * workshop_order_get_id:
 * @self: a #WorkshopOrder
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
guint64 workshop_order_get_id (const WorkshopOrder *self);

/**
 * workshop_order_get_product:
 * @self: a #WorkshopOrder
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *workshop_order_get_product (const WorkshopOrder *self);

/**
 * workshop_order_get_weight:
 * @self: a #WorkshopOrder
 *
 * Returns: in kilograms
 */
HARK_GEN_EXPORT
double workshop_order_get_weight (const WorkshopOrder *self);

/**
 * workshop_order_new:
 * @id: a number
 * @product: a string
 * @weight: in kilograms
 *
 * Returns: (transfer full): a new #WorkshopOrder, with copies of all that
 */
HARK_GEN_EXPORT
WorkshopOrder *workshop_order_new (guint64     id,
                                   const char *product,
                                   double      weight);

/**
 * workshop_order_to_variant:
 * @self: a #WorkshopOrder
 *
 * Returns: (transfer full) (nullable): a variant of type `(tsd)`, not
 * floating; %NULL if a string is not UTF-8
 */
HARK_GEN_EXPORT
GVariant *workshop_order_to_variant (const WorkshopOrder *self);

/**
 * workshop_order_new_from_variant:
 * @variant: a variant of type `(tsd)`, from anywhere: it is checked
 * @error: why it is not one
 *
 * Returns: (transfer full): a new #WorkshopOrder, or %NULL
 */
HARK_GEN_EXPORT
WorkshopOrder *workshop_order_new_from_variant (GVariant  *variant,
                                                GError   **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSignature workshop_order__signature;

/* Gathers the fields of a WorkshopOrder, as copies of its own:
 *
 *   g_auto(WorkshopOrderBuilder) builder = WORKSHOP_ORDER_BUILDER_INIT;
 *
 * What is not set is 0, absent or empty; a text, bytes, variant or record that
 * is not optional has to be set. */
typedef struct G_GNUC_MAY_ALIAS
{
  /*< private >*/
  guint64  id;
  char    *product;
  double   weight;
} WorkshopOrderBuilder;

#ifdef __cplusplus
#define WORKSHOP_ORDER_BUILDER_INIT {}
#else
#define WORKSHOP_ORDER_BUILDER_INIT { 0 }
#endif

HARK_GEN_EXPORT
void workshop_order_builder_set_id (WorkshopOrderBuilder *self,
                                    guint64               id);

HARK_GEN_EXPORT
void workshop_order_builder_set_product (WorkshopOrderBuilder *self,
                                         const char           *product);

HARK_GEN_EXPORT
void workshop_order_builder_set_weight (WorkshopOrderBuilder *self,
                                        double                weight);

/* Begins with the fields of @from; what was in the builder is forgotten. */
HARK_GEN_EXPORT
void workshop_order_builder_init_from (WorkshopOrderBuilder *self,
                                       const WorkshopOrder  *from);

/* Makes the record, and empties the builder for another one. */
HARK_GEN_EXPORT
WorkshopOrder *workshop_order_builder_end (WorkshopOrderBuilder *self);

HARK_GEN_EXPORT
void workshop_order_builder_clear (WorkshopOrderBuilder *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WorkshopOrderBuilder, workshop_order_builder_clear)

#endif

/* workshop.hark:12  object Producer */

#define WORKSHOP_TYPE_PRODUCER (workshop_producer_get_type ())
#define WORKSHOP_PRODUCER(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), WORKSHOP_TYPE_PRODUCER, WorkshopProducer))
#define WORKSHOP_IS_PRODUCER(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), WORKSHOP_TYPE_PRODUCER))
#define WORKSHOP_PRODUCER_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), WORKSHOP_TYPE_PRODUCER, WorkshopProducerClass))
#define WORKSHOP_IS_PRODUCER_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), WORKSHOP_TYPE_PRODUCER))
#define WORKSHOP_PRODUCER_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), WORKSHOP_TYPE_PRODUCER, WorkshopProducerClass))

/**
 * WorkshopProducer:
 *
 * Makes products on request.
 */
struct _WorkshopProducer
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _WorkshopProducerClass
{
  GObjectClass parent_class;

  void (*closed) (WorkshopProducer *self);
  void (*request_product) (WorkshopProducer *self,
                           WorkshopOrder    *order);
  guint64 (*stock) (WorkshopProducer *self);
  double (*calibrate) (WorkshopProducer  *self,
                       double             target,
                       GError           **error);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType workshop_producer_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopProducer, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopProducerClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * WorkshopProducerSlots:
 * @closed: the object has ended; called once, on its loop
 * @request_product: slot request_product (Order order)
 * @stock: slot stock () -> uint64
 * @calibrate: slot calibrate (double target) -> double throws
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (WorkshopProducer *self);
  void (*request_product) (WorkshopProducer *self,
                           WorkshopOrder    *order);
  guint64 (*stock) (WorkshopProducer *self);
  double (*calibrate) (WorkshopProducer  *self,
                       double             target,
                       GError           **error);
} WorkshopProducerSlots;

/**
 * workshop_producer_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for workshop_producer_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #WorkshopProducer. Thread: any.
 */
HARK_GEN_EXPORT
WorkshopProducer *workshop_producer_new (HarkLoop                    *loop,
                                         const WorkshopProducerSlots *slots,
                                         gpointer                     data,
                                         GDestroyNotify               destroy);

/**
 * workshop_producer_get_data:
 * @self: a #WorkshopProducer
 *
 * Returns: (transfer none): what workshop_producer_new() was given. Thread:
 * any.
 */
HARK_GEN_EXPORT
gpointer workshop_producer_get_data (WorkshopProducer *self);

#endif

/**
 * workshop_producer_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #WorkshopProducer. Thread: any.
 */
HARK_GEN_EXPORT
WorkshopProducer *workshop_producer_new_remote (HarkBus    *bus,
                                                const char *name,
                                                HarkLoop   *loop);

/* workshop.hark:14  event produced (string product, uint64 serial) */

/**
 * WorkshopProducer::produced:
 * @self: a #WorkshopProducer
 * @product: a string
 * @serial: a number
 *
 * A product left the line.
 *
 * The event `produced` as a signal, once hark_object_enable_signals() has been called.
 */

#define WORKSHOP_TYPE_PRODUCER_PRODUCED (workshop_producer_produced_get_type ())

/**
 * WorkshopProducerProduced:
 * @product: a string
 * @serial: a number
 *
 * A product left the line.
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _WorkshopProducerProduced
{
  const char *const product;
  const guint64 serial;
};
#endif

HARK_GEN_EXPORT
GType workshop_producer_produced_get_type (void) G_GNUC_CONST;

/**
 * workshop_producer_produced_ref:
 * @self: a #WorkshopProducerProduced
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
WorkshopProducerProduced *workshop_producer_produced_ref (WorkshopProducerProduced *self);

/**
 * workshop_producer_produced_unref:
 * @self: (transfer full): a #WorkshopProducerProduced
 */
HARK_GEN_EXPORT
void workshop_producer_produced_unref (WorkshopProducerProduced *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopProducerProduced, workshop_producer_produced_unref)

/**
 * workshop_producer_produced_get_product:
 * @self: a #WorkshopProducerProduced
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *workshop_producer_produced_get_product (const WorkshopProducerProduced *self);

/**
 * workshop_producer_produced_get_serial:
 * @self: a #WorkshopProducerProduced
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
guint64 workshop_producer_produced_get_serial (const WorkshopProducerProduced *self);

/**
 * workshop_producer_emit_produced:
 * @self: a #WorkshopProducer
 * @product: a string
 * @serial: a number
 *
 * A product left the line.
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void workshop_producer_emit_produced (WorkshopProducer *self,
                                      const char       *product,
                                      guint64           serial);

/**
 * workshop_producer_next_produced:
 * @self: a #WorkshopProducer
 *
 * Returns: (transfer full): the next `produced` from now on, for
 * workshop_producer_finish_produced(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *workshop_producer_next_produced (WorkshopProducer *self);

/**
 * workshop_producer_finish_produced:
 * @future: from workshop_producer_next_produced()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
WorkshopProducerProduced *workshop_producer_finish_produced (HarkFuture  *future,
                                                             GError     **error);

/**
 * workshop_producer_await_produced:
 * @self: a #WorkshopProducer
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `produced`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
WorkshopProducerProduced *workshop_producer_await_produced (WorkshopProducer  *self,
                                                            gint64             timeout,
                                                            GCancellable      *cancellable,
                                                            GError           **error);

/**
 * workshop_producer_stream_produced:
 * @self: a #WorkshopProducer
 *
 * Returns: (transfer full): every `produced` from now on, for
 * workshop_producer_stream_next_produced(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *workshop_producer_stream_produced (WorkshopProducer *self);

/**
 * workshop_producer_stream_next_produced:
 * @stream: from workshop_producer_stream_produced()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `produced`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
WorkshopProducerProduced *workshop_producer_stream_next_produced (HarkStream    *stream,
                                                                  gint64         timeout,
                                                                  GCancellable  *cancellable,
                                                                  GError       **error);

#ifndef __GI_SCANNER__

typedef void (*WorkshopProducerProducedFunc) (gpointer    receiver,
                                              const char *product,
                                              guint64     serial);

HARK_GEN_EXPORT
extern const HarkEventInfo workshop_producer_produced__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_producer_produced__target;
typedef struct HarkTag_string_uint64 workshop_producer_produced__Tag;
typedef WorkshopProducer workshop_producer_produced__Owner;
#define workshop_producer_produced__TEXT "event Workshop.Producer.produced (string product, uint64 serial)"
#define workshop_producer_produced__FUNC(name, First) void (*name) (First, const char *, guint64)
#define workshop_producer_produced__FILTER(name, First) gboolean (*name) (First, const char *, guint64)

#endif

/* workshop.hark:16  slot request_product (Order order) */

/**
 * workshop_producer_request_product:
 * @self: a #WorkshopProducer
 * @order: a #WorkshopOrder
 *
 * Queues a call of `slot request_product (Order order)`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean workshop_producer_request_product (WorkshopProducer *self,
                                            WorkshopOrder    *order);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_producer_request_product__target;
typedef struct HarkTag_record_8Workshop5Order workshop_producer_request_product__Tag;
typedef WorkshopProducer workshop_producer_request_product__Owner;
#define workshop_producer_request_product__TEXT "slot Workshop.Producer.request_product (Order order)"

#endif

/* workshop.hark:17  slot stock () -> uint64 */

/**
 * workshop_producer_call_stock:
 * @self: a #WorkshopProducer
 *
 * Queues a call of `slot stock () -> uint64`.
 *
 * Returns: (transfer full): the answer, for workshop_producer_finish_stock().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *workshop_producer_call_stock (WorkshopProducer *self);

/**
 * workshop_producer_finish_stock:
 * @future: from workshop_producer_call_stock()
 * @result: (out) (optional): a number
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean workshop_producer_finish_stock (HarkFuture  *future,
                                         guint64     *result,
                                         GError     **error);

/**
 * workshop_producer_await_stock:
 * @self: a #WorkshopProducer
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional): a number
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot stock () -> uint64`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean workshop_producer_await_stock (WorkshopProducer  *self,
                                        gint64             timeout,
                                        GCancellable      *cancellable,
                                        guint64           *result,
                                        GError           **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_producer_stock__target;
typedef struct HarkTag_nothing workshop_producer_stock__Tag;
typedef WorkshopProducer workshop_producer_stock__Owner;
#define workshop_producer_stock__TEXT "slot Workshop.Producer.stock () -> uint64"

#endif

/* workshop.hark:18  slot calibrate (double target) -> double throws */

/**
 * workshop_producer_call_calibrate:
 * @self: a #WorkshopProducer
 * @target: a number
 *
 * Queues a call of `slot calibrate (double target) -> double throws`.
 *
 * Returns: (transfer full): the answer, for
 * workshop_producer_finish_calibrate(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *workshop_producer_call_calibrate (WorkshopProducer *self,
                                              double            target);

/**
 * workshop_producer_finish_calibrate:
 * @future: from workshop_producer_call_calibrate()
 * @result: (out) (optional): a number
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean workshop_producer_finish_calibrate (HarkFuture  *future,
                                             double      *result,
                                             GError     **error);

/**
 * workshop_producer_await_calibrate:
 * @self: a #WorkshopProducer
 * @target: a number
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional): a number
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot calibrate (double target) -> double throws`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean workshop_producer_await_calibrate (WorkshopProducer  *self,
                                            double             target,
                                            gint64             timeout,
                                            GCancellable      *cancellable,
                                            double            *result,
                                            GError           **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_producer_calibrate__target;
typedef struct HarkTag_double workshop_producer_calibrate__Tag;
typedef WorkshopProducer workshop_producer_calibrate__Owner;
#define workshop_producer_calibrate__TEXT "slot Workshop.Producer.calibrate (double target) -> double throws"

#endif

/* workshop.hark:21  object Consumer */

#define WORKSHOP_TYPE_CONSUMER (workshop_consumer_get_type ())
#define WORKSHOP_CONSUMER(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), WORKSHOP_TYPE_CONSUMER, WorkshopConsumer))
#define WORKSHOP_IS_CONSUMER(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), WORKSHOP_TYPE_CONSUMER))
#define WORKSHOP_CONSUMER_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), WORKSHOP_TYPE_CONSUMER, WorkshopConsumerClass))
#define WORKSHOP_IS_CONSUMER_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), WORKSHOP_TYPE_CONSUMER))
#define WORKSHOP_CONSUMER_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), WORKSHOP_TYPE_CONSUMER, WorkshopConsumerClass))

/**
 * WorkshopConsumer:
 */
struct _WorkshopConsumer
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _WorkshopConsumerClass
{
  GObjectClass parent_class;

  void (*closed) (WorkshopConsumer *self);
  void (*on_produced) (WorkshopConsumer *self,
                       const char       *product,
                       guint64           serial);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType workshop_consumer_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopConsumer, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopConsumerClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * WorkshopConsumerSlots:
 * @closed: the object has ended; called once, on its loop
 * @on_produced: slot on_produced (string product, uint64 serial)
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (WorkshopConsumer *self);
  void (*on_produced) (WorkshopConsumer *self,
                       const char       *product,
                       guint64           serial);
} WorkshopConsumerSlots;

/**
 * workshop_consumer_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for workshop_consumer_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #WorkshopConsumer. Thread: any.
 */
HARK_GEN_EXPORT
WorkshopConsumer *workshop_consumer_new (HarkLoop                    *loop,
                                         const WorkshopConsumerSlots *slots,
                                         gpointer                     data,
                                         GDestroyNotify               destroy);

/**
 * workshop_consumer_get_data:
 * @self: a #WorkshopConsumer
 *
 * Returns: (transfer none): what workshop_consumer_new() was given. Thread:
 * any.
 */
HARK_GEN_EXPORT
gpointer workshop_consumer_get_data (WorkshopConsumer *self);

#endif

/**
 * workshop_consumer_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #WorkshopConsumer. Thread: any.
 */
HARK_GEN_EXPORT
WorkshopConsumer *workshop_consumer_new_remote (HarkBus    *bus,
                                                const char *name,
                                                HarkLoop   *loop);

/* workshop.hark:22  slot on_produced (string product, uint64 serial) */

/**
 * workshop_consumer_on_produced:
 * @self: a #WorkshopConsumer
 * @product: a string
 * @serial: a number
 *
 * Queues a call of `slot on_produced (string product, uint64 serial)`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean workshop_consumer_on_produced (WorkshopConsumer *self,
                                        const char       *product,
                                        guint64           serial);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_consumer_on_produced__target;
typedef struct HarkTag_string_uint64 workshop_consumer_on_produced__Tag;
typedef WorkshopConsumer workshop_consumer_on_produced__Owner;
#define workshop_consumer_on_produced__TEXT "slot Workshop.Consumer.on_produced (string product, uint64 serial)"

#endif

G_END_DECLS
