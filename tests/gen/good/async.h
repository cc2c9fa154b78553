/* Made from async.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _SlowOrder SlowOrder;
typedef struct _SlowOven SlowOven;
typedef struct _SlowOvenClass SlowOvenClass;
typedef struct _SlowOvenBaked SlowOvenBaked;
typedef struct _SlowTable SlowTable;
typedef struct _SlowTableClass SlowTableClass;

/* async.hark:5  record Order */

#define SLOW_TYPE_ORDER (slow_order_get_type ())

/**
 * SlowOrder:
 * @id: a number
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _SlowOrder
{
  const guint64 id;
};
#endif

HARK_GEN_EXPORT
GType slow_order_get_type (void) G_GNUC_CONST;

/**
 * slow_order_ref:
 * @self: a #SlowOrder
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
SlowOrder *slow_order_ref (SlowOrder *self);

/**
 * slow_order_unref:
 * @self: (transfer full): a #SlowOrder
 */
HARK_GEN_EXPORT
void slow_order_unref (SlowOrder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlowOrder, slow_order_unref)

/**
 * slow_order_get_id:
 * @self: a #SlowOrder
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
guint64 slow_order_get_id (const SlowOrder *self);

/**
 * slow_order_new:
 * @id: a number
 *
 * Returns: (transfer full): a new #SlowOrder, with copies of all that
 */
HARK_GEN_EXPORT
SlowOrder *slow_order_new (guint64 id);

/**
 * slow_order_to_variant:
 * @self: a #SlowOrder
 *
 * Returns: (transfer full) (nullable): a variant of type `(t)`, not floating;
 * %NULL if a string is not UTF-8
 */
HARK_GEN_EXPORT
GVariant *slow_order_to_variant (const SlowOrder *self);

/**
 * slow_order_new_from_variant:
 * @variant: a variant of type `(t)`, from anywhere: it is checked
 * @error: why it is not one
 *
 * Returns: (transfer full): a new #SlowOrder, or %NULL
 */
HARK_GEN_EXPORT
SlowOrder *slow_order_new_from_variant (GVariant  *variant,
                                        GError   **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSignature slow_order__signature;

/* Gathers the fields of a SlowOrder, as copies of its own:
 *
 *   g_auto(SlowOrderBuilder) builder = SLOW_ORDER_BUILDER_INIT;
 *
 * What is not set is 0, absent or empty; a text, bytes, variant or record that
 * is not optional has to be set. */
typedef struct G_GNUC_MAY_ALIAS
{
  /*< private >*/
  guint64 id;
} SlowOrderBuilder;

#ifdef __cplusplus
#define SLOW_ORDER_BUILDER_INIT {}
#else
#define SLOW_ORDER_BUILDER_INIT { 0 }
#endif

HARK_GEN_EXPORT
void slow_order_builder_set_id (SlowOrderBuilder *self,
                                guint64           id);

/* Begins with the fields of @from; what was in the builder is forgotten. */
HARK_GEN_EXPORT
void slow_order_builder_init_from (SlowOrderBuilder *self,
                                   const SlowOrder  *from);

/* Makes the record, and empties the builder for another one. */
HARK_GEN_EXPORT
SlowOrder *slow_order_builder_end (SlowOrderBuilder *self);

HARK_GEN_EXPORT
void slow_order_builder_clear (SlowOrderBuilder *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlowOrderBuilder, slow_order_builder_clear)

#endif

/* async.hark:9  object Oven */

#define SLOW_TYPE_OVEN (slow_oven_get_type ())
#define SLOW_OVEN(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), SLOW_TYPE_OVEN, SlowOven))
#define SLOW_IS_OVEN(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), SLOW_TYPE_OVEN))
#define SLOW_OVEN_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), SLOW_TYPE_OVEN, SlowOvenClass))
#define SLOW_IS_OVEN_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), SLOW_TYPE_OVEN))
#define SLOW_OVEN_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), SLOW_TYPE_OVEN, SlowOvenClass))

/**
 * SlowOven:
 */
struct _SlowOven
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _SlowOvenClass
{
  GObjectClass parent_class;

  void (*closed) (SlowOven *self);
  /**
   * SlowOvenClass::bake:
   * @self: a #SlowOven
   * @what: a string
   * @time: in microseconds
   *
   * What implements the slot.
   *
   * Returns: (transfer full): a string
   */
  char *(*bake) (SlowOven    *self,
                 const char  *what,
                 gint64       time,
                 GError     **error);
  void (*cool) (SlowOven *self);
  void (*watch) (SlowOven *self,
                 double    target);
  void (*clean) (SlowOven  *self,
                 GError   **error);
  /**
   * SlowOvenClass::serve:
   * @self: a #SlowOven
   * @number: a number
   * @order: a #SlowOrder
   *
   * What implements the slot.
   *
   * Returns: (transfer full) (nullable): a #SlowOrder, or %NULL
   */
  SlowOrder *(*serve) (SlowOven  *self,
                       guint32    number,
                       SlowOrder *order);
  guint64 (*stock) (SlowOven *self);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType slow_oven_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlowOven, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlowOvenClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * SlowOvenSlots:
 * @closed: the object has ended; called once, on its loop
 * @bake: Takes its time.
 * @cool: async slot cool ()
 * @watch: Others may run meanwhile.
 * @clean: async slot clean () throws
 * @serve: async slot serve (uint32 number, Order order) -> Order?
 * @stock: slot stock () -> uint64
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (SlowOven *self);
  char *(*bake) (SlowOven    *self,
                 const char  *what,
                 gint64       time,
                 GError     **error);
  void (*cool) (SlowOven *self);
  void (*watch) (SlowOven *self,
                 double    target);
  void (*clean) (SlowOven  *self,
                 GError   **error);
  SlowOrder *(*serve) (SlowOven  *self,
                       guint32    number,
                       SlowOrder *order);
  guint64 (*stock) (SlowOven *self);
} SlowOvenSlots;

/**
 * slow_oven_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for slow_oven_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #SlowOven. Thread: any.
 */
HARK_GEN_EXPORT
SlowOven *slow_oven_new (HarkLoop            *loop,
                         const SlowOvenSlots *slots,
                         gpointer             data,
                         GDestroyNotify       destroy);

/**
 * slow_oven_get_data:
 * @self: a #SlowOven
 *
 * Returns: (transfer none): what slow_oven_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer slow_oven_get_data (SlowOven *self);

#endif

/**
 * slow_oven_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #SlowOven. Thread: any.
 */
HARK_GEN_EXPORT
SlowOven *slow_oven_new_remote (HarkBus    *bus,
                                const char *name,
                                HarkLoop   *loop);

/* async.hark:10  event baked (string what) */

/**
 * SlowOven::baked:
 * @self: a #SlowOven
 * @what: a string
 *
 * The event `baked` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define SLOW_TYPE_OVEN_BAKED (slow_oven_baked_get_type ())

/**
 * SlowOvenBaked:
 * @what: a string
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _SlowOvenBaked
{
  const char *const what;
};
#endif

HARK_GEN_EXPORT
GType slow_oven_baked_get_type (void) G_GNUC_CONST;

/**
 * slow_oven_baked_ref:
 * @self: a #SlowOvenBaked
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
SlowOvenBaked *slow_oven_baked_ref (SlowOvenBaked *self);

/**
 * slow_oven_baked_unref:
 * @self: (transfer full): a #SlowOvenBaked
 */
HARK_GEN_EXPORT
void slow_oven_baked_unref (SlowOvenBaked *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlowOvenBaked, slow_oven_baked_unref)

/**
 * slow_oven_baked_get_what:
 * @self: a #SlowOvenBaked
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *slow_oven_baked_get_what (const SlowOvenBaked *self);

/**
 * slow_oven_emit_baked:
 * @self: a #SlowOven
 * @what: a string
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void slow_oven_emit_baked (SlowOven   *self,
                           const char *what);

/**
 * slow_oven_next_baked:
 * @self: a #SlowOven
 *
 * Returns: (transfer full): the next `baked` from now on, for
 * slow_oven_finish_baked(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *slow_oven_next_baked (SlowOven *self);

/**
 * slow_oven_finish_baked:
 * @future: from slow_oven_next_baked()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
SlowOvenBaked *slow_oven_finish_baked (HarkFuture  *future,
                                       GError     **error);

/**
 * slow_oven_await_baked:
 * @self: a #SlowOven
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `baked`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
SlowOvenBaked *slow_oven_await_baked (SlowOven      *self,
                                      gint64         timeout,
                                      GCancellable  *cancellable,
                                      GError       **error);

/**
 * slow_oven_stream_baked:
 * @self: a #SlowOven
 *
 * Returns: (transfer full): every `baked` from now on, for
 * slow_oven_stream_next_baked(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *slow_oven_stream_baked (SlowOven *self);

/**
 * slow_oven_stream_next_baked:
 * @stream: from slow_oven_stream_baked()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `baked`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
SlowOvenBaked *slow_oven_stream_next_baked (HarkStream    *stream,
                                            gint64         timeout,
                                            GCancellable  *cancellable,
                                            GError       **error);

#ifndef __GI_SCANNER__

typedef void (*SlowOvenBakedFunc) (gpointer    receiver,
                                   const char *what);

HARK_GEN_EXPORT
extern const HarkEventInfo slow_oven_baked__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo slow_oven_baked__target;
typedef struct HarkTag_string slow_oven_baked__Tag;
typedef SlowOven slow_oven_baked__Owner;
#define slow_oven_baked__TEXT "event Slow.Oven.baked (string what)"
#define slow_oven_baked__FUNC(name, First) void (*name) (First, const char *)
#define slow_oven_baked__FILTER(name, First) gboolean (*name) (First, const char *)

#endif

/* async.hark:15  async slot bake (string what, duration time) -> string throws */

/**
 * slow_oven_call_bake:
 * @self: a #SlowOven
 * @what: a string
 * @time: in microseconds
 *
 * Takes its time.
 * @param what: is baked
 *
 * Returns: (transfer full): the answer, for slow_oven_finish_bake(). Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *slow_oven_call_bake (SlowOven   *self,
                                 const char *what,
                                 gint64      time);

/**
 * slow_oven_finish_bake:
 * @future: from slow_oven_call_bake()
 * @result: (out) (optional) (transfer full): a string
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean slow_oven_finish_bake (HarkFuture  *future,
                                char       **result,
                                GError     **error);

/**
 * slow_oven_await_bake:
 * @self: a #SlowOven
 * @what: a string
 * @time: in microseconds
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full): a string
 * @error: the slot's own, or those of hark_future_await()
 *
 * Takes its time.
 * @param what: is baked
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean slow_oven_await_bake (SlowOven      *self,
                               const char    *what,
                               gint64         time,
                               gint64         timeout,
                               GCancellable  *cancellable,
                               char         **result,
                               GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo slow_oven_bake__target;
typedef struct HarkTag_string_duration slow_oven_bake__Tag;
typedef SlowOven slow_oven_bake__Owner;
#define slow_oven_bake__TEXT "async slot Slow.Oven.bake (string what, duration time) -> string throws"

#endif

/* async.hark:17  async slot cool () */

/**
 * slow_oven_call_cool:
 * @self: a #SlowOven
 *
 * Queues a call of `async slot cool ()`.
 *
 * Returns: (transfer full): the answer, for slow_oven_finish_cool(). Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *slow_oven_call_cool (SlowOven *self);

/**
 * slow_oven_finish_cool:
 * @future: from slow_oven_call_cool()
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean slow_oven_finish_cool (HarkFuture  *future,
                                GError     **error);

/**
 * slow_oven_await_cool:
 * @self: a #SlowOven
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `async slot cool ()`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean slow_oven_await_cool (SlowOven      *self,
                               gint64         timeout,
                               GCancellable  *cancellable,
                               GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo slow_oven_cool__target;
typedef struct HarkTag_nothing slow_oven_cool__Tag;
typedef SlowOven slow_oven_cool__Owner;
#define slow_oven_cool__TEXT "async slot Slow.Oven.cool ()"

#endif

/* async.hark:20  async slot watch (double target) */

/**
 * slow_oven_call_watch:
 * @self: a #SlowOven
 * @target: a number
 *
 * Others may run meanwhile.
 *
 * Returns: (transfer full): the answer, for slow_oven_finish_watch(). Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *slow_oven_call_watch (SlowOven *self,
                                  double    target);

/**
 * slow_oven_finish_watch:
 * @future: from slow_oven_call_watch()
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean slow_oven_finish_watch (HarkFuture  *future,
                                 GError     **error);

/**
 * slow_oven_await_watch:
 * @self: a #SlowOven
 * @target: a number
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @error: the slot's own, or those of hark_future_await()
 *
 * Others may run meanwhile.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean slow_oven_await_watch (SlowOven      *self,
                                double         target,
                                gint64         timeout,
                                GCancellable  *cancellable,
                                GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo slow_oven_watch__target;
typedef struct HarkTag_double slow_oven_watch__Tag;
typedef SlowOven slow_oven_watch__Owner;
#define slow_oven_watch__TEXT "async slot Slow.Oven.watch (double target)"

#endif

/* async.hark:22  async slot clean () throws */

/**
 * slow_oven_call_clean:
 * @self: a #SlowOven
 *
 * Queues a call of `async slot clean () throws`.
 *
 * Returns: (transfer full): the answer, for slow_oven_finish_clean(). Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *slow_oven_call_clean (SlowOven *self);

/**
 * slow_oven_finish_clean:
 * @future: from slow_oven_call_clean()
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean slow_oven_finish_clean (HarkFuture  *future,
                                 GError     **error);

/**
 * slow_oven_await_clean:
 * @self: a #SlowOven
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `async slot clean () throws`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean slow_oven_await_clean (SlowOven      *self,
                                gint64         timeout,
                                GCancellable  *cancellable,
                                GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo slow_oven_clean__target;
typedef struct HarkTag_nothing slow_oven_clean__Tag;
typedef SlowOven slow_oven_clean__Owner;
#define slow_oven_clean__TEXT "async slot Slow.Oven.clean () throws"

#endif

/* async.hark:24  async slot serve (uint32 number, Order order) -> Order? */

/**
 * slow_oven_call_serve:
 * @self: a #SlowOven
 * @number: a number
 * @order: a #SlowOrder
 *
 * Queues a call of `async slot serve (uint32 number, Order order) -> Order?`.
 *
 * Returns: (transfer full): the answer, for slow_oven_finish_serve(). Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *slow_oven_call_serve (SlowOven  *self,
                                  guint32    number,
                                  SlowOrder *order);

/**
 * slow_oven_finish_serve:
 * @future: from slow_oven_call_serve()
 * @result: (out) (optional) (transfer full) (nullable): a #SlowOrder, or %NULL
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean slow_oven_finish_serve (HarkFuture  *future,
                                 SlowOrder  **result,
                                 GError     **error);

/**
 * slow_oven_await_serve:
 * @self: a #SlowOven
 * @number: a number
 * @order: a #SlowOrder
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full) (nullable): a #SlowOrder, or %NULL
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `async slot serve (uint32 number, Order order) -> Order?`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean slow_oven_await_serve (SlowOven      *self,
                                guint32        number,
                                SlowOrder     *order,
                                gint64         timeout,
                                GCancellable  *cancellable,
                                SlowOrder    **result,
                                GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo slow_oven_serve__target;
typedef struct HarkTag_uint32_record_4Slow5Order slow_oven_serve__Tag;
typedef SlowOven slow_oven_serve__Owner;
#define slow_oven_serve__TEXT "async slot Slow.Oven.serve (uint32 number, Order order) -> Order?"

#endif

/* async.hark:26  slot stock () -> uint64 */

/**
 * slow_oven_call_stock:
 * @self: a #SlowOven
 *
 * Queues a call of `slot stock () -> uint64`.
 *
 * Returns: (transfer full): the answer, for slow_oven_finish_stock(). Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *slow_oven_call_stock (SlowOven *self);

/**
 * slow_oven_finish_stock:
 * @future: from slow_oven_call_stock()
 * @result: (out) (optional): a number
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean slow_oven_finish_stock (HarkFuture  *future,
                                 guint64     *result,
                                 GError     **error);

/**
 * slow_oven_await_stock:
 * @self: a #SlowOven
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
gboolean slow_oven_await_stock (SlowOven      *self,
                                gint64         timeout,
                                GCancellable  *cancellable,
                                guint64       *result,
                                GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo slow_oven_stock__target;
typedef struct HarkTag_nothing slow_oven_stock__Tag;
typedef SlowOven slow_oven_stock__Owner;
#define slow_oven_stock__TEXT "slot Slow.Oven.stock () -> uint64"

#endif

/* async.hark:30  object Table */

#define SLOW_TYPE_TABLE (slow_table_get_type ())
#define SLOW_TABLE(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), SLOW_TYPE_TABLE, SlowTable))
#define SLOW_IS_TABLE(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), SLOW_TYPE_TABLE))
#define SLOW_TABLE_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), SLOW_TYPE_TABLE, SlowTableClass))
#define SLOW_IS_TABLE_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), SLOW_TYPE_TABLE))
#define SLOW_TABLE_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), SLOW_TYPE_TABLE, SlowTableClass))

/**
 * SlowTable:
 */
struct _SlowTable
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _SlowTableClass
{
  GObjectClass parent_class;

  void (*closed) (SlowTable *self);
  gboolean (*lay) (SlowTable *self);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType slow_table_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlowTable, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlowTableClass, g_type_class_unref)

/* async.hark:31  async slot lay () -> bool */

/**
 * slow_table_call_lay:
 * @self: a #SlowTable
 *
 * Queues a call of `async slot lay () -> bool`.
 *
 * Returns: (transfer full): the answer, for slow_table_finish_lay(). Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *slow_table_call_lay (SlowTable *self);

/**
 * slow_table_finish_lay:
 * @future: from slow_table_call_lay()
 * @result: (out) (optional): whether it is so
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean slow_table_finish_lay (HarkFuture  *future,
                                gboolean    *result,
                                GError     **error);

/**
 * slow_table_await_lay:
 * @self: a #SlowTable
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional): whether it is so
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `async slot lay () -> bool`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean slow_table_await_lay (SlowTable     *self,
                               gint64         timeout,
                               GCancellable  *cancellable,
                               gboolean      *result,
                               GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo slow_table_lay__target;
typedef struct HarkTag_nothing slow_table_lay__Tag;
typedef SlowTable slow_table_lay__Owner;
#define slow_table_lay__TEXT "async slot Slow.Table.lay () -> bool"

#endif

G_END_DECLS
