/* Made from appended.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _ShopOrder ShopOrder;
typedef struct _ShopCounter ShopCounter;
typedef struct _ShopCounterClass ShopCounterClass;
typedef struct _ShopCounterSold ShopCounterSold;
typedef struct _ShopCounterOpened ShopCounterOpened;
typedef struct _ShopCounterMoved ShopCounterMoved;

/* appended.hark:4  enum Mood */

#define SHOP_TYPE_MOOD (shop_mood_get_type ())

/**
 * ShopMood:
 * @SHOP_MOOD_CALM: calm
 * @SHOP_MOOD_CROSS: cross
 */
typedef enum
{
  SHOP_MOOD_CALM = 1,
  SHOP_MOOD_CROSS = 2,
} ShopMood;

HARK_GEN_EXPORT
GType shop_mood_get_type (void) G_GNUC_CONST;

/* appended.hark:6  record Order */

#define SHOP_TYPE_ORDER (shop_order_get_type ())

/**
 * ShopOrder:
 * @product: a string
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _ShopOrder
{
  const char *const product;
};
#endif

HARK_GEN_EXPORT
GType shop_order_get_type (void) G_GNUC_CONST;

/**
 * shop_order_ref:
 * @self: a #ShopOrder
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
ShopOrder *shop_order_ref (ShopOrder *self);

/**
 * shop_order_unref:
 * @self: (transfer full): a #ShopOrder
 */
HARK_GEN_EXPORT
void shop_order_unref (ShopOrder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShopOrder, shop_order_unref)

/**
 * shop_order_get_product:
 * @self: a #ShopOrder
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *shop_order_get_product (const ShopOrder *self);

/**
 * shop_order_new:
 * @product: a string
 *
 * Returns: (transfer full): a new #ShopOrder, with copies of all that
 */
HARK_GEN_EXPORT
ShopOrder *shop_order_new (const char *product);

/**
 * shop_order_to_variant:
 * @self: a #ShopOrder
 *
 * Returns: (transfer full) (nullable): a variant of type `(s)`, not floating;
 * %NULL if a string is not UTF-8
 */
HARK_GEN_EXPORT
GVariant *shop_order_to_variant (const ShopOrder *self);

/**
 * shop_order_new_from_variant:
 * @variant: a variant of type `(s)`, from anywhere: it is checked
 * @error: why it is not one
 *
 * Returns: (transfer full): a new #ShopOrder, or %NULL
 */
HARK_GEN_EXPORT
ShopOrder *shop_order_new_from_variant (GVariant  *variant,
                                        GError   **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSignature shop_order__signature;

/* Gathers the fields of a ShopOrder, as copies of its own:
 *
 *   g_auto(ShopOrderBuilder) builder = SHOP_ORDER_BUILDER_INIT;
 *
 * What is not set is 0, absent or empty; a text, bytes, variant or record that
 * is not optional has to be set. */
typedef struct G_GNUC_MAY_ALIAS
{
  /*< private >*/
  char *product;
} ShopOrderBuilder;

#ifdef __cplusplus
#define SHOP_ORDER_BUILDER_INIT {}
#else
#define SHOP_ORDER_BUILDER_INIT { 0 }
#endif

HARK_GEN_EXPORT
void shop_order_builder_set_product (ShopOrderBuilder *self,
                                     const char       *product);

/* Begins with the fields of @from; what was in the builder is forgotten. */
HARK_GEN_EXPORT
void shop_order_builder_init_from (ShopOrderBuilder *self,
                                   const ShopOrder  *from);

/* Makes the record, and empties the builder for another one. */
HARK_GEN_EXPORT
ShopOrder *shop_order_builder_end (ShopOrderBuilder *self);

HARK_GEN_EXPORT
void shop_order_builder_clear (ShopOrderBuilder *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShopOrderBuilder, shop_order_builder_clear)

#endif

/* appended.hark:11  object Counter */

#define SHOP_TYPE_COUNTER (shop_counter_get_type ())
#define SHOP_COUNTER(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), SHOP_TYPE_COUNTER, ShopCounter))
#define SHOP_IS_COUNTER(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), SHOP_TYPE_COUNTER))
#define SHOP_COUNTER_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), SHOP_TYPE_COUNTER, ShopCounterClass))
#define SHOP_IS_COUNTER_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), SHOP_TYPE_COUNTER))
#define SHOP_COUNTER_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), SHOP_TYPE_COUNTER, ShopCounterClass))

/**
 * ShopCounter:
 *
 * Parameters at the end that older ones do not send.
 */
struct _ShopCounter
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _ShopCounterClass
{
  GObjectClass parent_class;

  void (*closed) (ShopCounter *self);
  void (*sell) (ShopCounter *self,
                ShopOrder   *order,
                guint8       n);
  guint64 (*count) (ShopCounter *self,
                    ShopOrder   *order,
                    guint8       n);
  void (*close) (ShopCounter *self,
                 const char  *why,
                 ShopOrder   *order);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType shop_counter_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShopCounter, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShopCounterClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * ShopCounterSlots:
 * @closed: the object has ended; called once, on its loop
 * @sell: slot sell (Order order, byte n)
 * @count: slot count (Order order, byte n) -> uint64
 * @close: slot close (string why, Order order)
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (ShopCounter *self);
  void (*sell) (ShopCounter *self,
                ShopOrder   *order,
                guint8       n);
  guint64 (*count) (ShopCounter *self,
                    ShopOrder   *order,
                    guint8       n);
  void (*close) (ShopCounter *self,
                 const char  *why,
                 ShopOrder   *order);
} ShopCounterSlots;

/**
 * shop_counter_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for shop_counter_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #ShopCounter. Thread: any.
 */
HARK_GEN_EXPORT
ShopCounter *shop_counter_new (HarkLoop               *loop,
                               const ShopCounterSlots *slots,
                               gpointer                data,
                               GDestroyNotify          destroy);

/**
 * shop_counter_get_data:
 * @self: a #ShopCounter
 *
 * Returns: (transfer none): what shop_counter_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer shop_counter_get_data (ShopCounter *self);

#endif

/**
 * shop_counter_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #ShopCounter. Thread: any.
 */
HARK_GEN_EXPORT
ShopCounter *shop_counter_new_remote (HarkBus    *bus,
                                      const char *name,
                                      HarkLoop   *loop);

/* appended.hark:12  event sold (Order order, uint32? n, string? remark) */

/**
 * ShopCounter::sold:
 * @self: a #ShopCounter
 * @order: a #ShopOrder
 * @has_n: whether there is @n
 * @n: a number
 * @remark: (nullable): a string, or %NULL
 *
 * The event `sold` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define SHOP_TYPE_COUNTER_SOLD (shop_counter_sold_get_type ())

/**
 * ShopCounterSold:
 * @order: a #ShopOrder
 * @has_n: whether there is @n
 * @n: a number
 * @remark: (nullable): a string, or %NULL
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _ShopCounterSold
{
  ShopOrder *const order;
  const gboolean has_n;
  const guint32 n;
  const char *const remark;
};
#endif

HARK_GEN_EXPORT
GType shop_counter_sold_get_type (void) G_GNUC_CONST;

/**
 * shop_counter_sold_ref:
 * @self: a #ShopCounterSold
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
ShopCounterSold *shop_counter_sold_ref (ShopCounterSold *self);

/**
 * shop_counter_sold_unref:
 * @self: (transfer full): a #ShopCounterSold
 */
HARK_GEN_EXPORT
void shop_counter_sold_unref (ShopCounterSold *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShopCounterSold, shop_counter_sold_unref)

/**
 * shop_counter_sold_get_order:
 * @self: a #ShopCounterSold
 *
 * Returns: (transfer none): a #ShopOrder
 */
HARK_GEN_EXPORT
ShopOrder *shop_counter_sold_get_order (const ShopCounterSold *self);

/**
 * shop_counter_sold_get_n:
 * @self: a #ShopCounterSold
 * @n: (out) (optional): a number
 *
 * Returns: whether there is a @n
 */
HARK_GEN_EXPORT
gboolean shop_counter_sold_get_n (const ShopCounterSold *self,
                                  guint32               *n);

/**
 * shop_counter_sold_get_remark:
 * @self: a #ShopCounterSold
 *
 * Returns: (transfer none) (nullable): a string, or %NULL
 */
HARK_GEN_EXPORT
const char *shop_counter_sold_get_remark (const ShopCounterSold *self);

/**
 * shop_counter_emit_sold:
 * @self: a #ShopCounter
 * @order: a #ShopOrder
 * @has_n: whether there is @n
 * @n: a number
 * @remark: (nullable): a string, or %NULL
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void shop_counter_emit_sold (ShopCounter *self,
                             ShopOrder   *order,
                             gboolean     has_n,
                             guint32      n,
                             const char  *remark);

/**
 * shop_counter_next_sold:
 * @self: a #ShopCounter
 *
 * Returns: (transfer full): the next `sold` from now on, for
 * shop_counter_finish_sold(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *shop_counter_next_sold (ShopCounter *self);

/**
 * shop_counter_finish_sold:
 * @future: from shop_counter_next_sold()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
ShopCounterSold *shop_counter_finish_sold (HarkFuture  *future,
                                           GError     **error);

/**
 * shop_counter_await_sold:
 * @self: a #ShopCounter
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `sold`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ShopCounterSold *shop_counter_await_sold (ShopCounter   *self,
                                          gint64         timeout,
                                          GCancellable  *cancellable,
                                          GError       **error);

/**
 * shop_counter_stream_sold:
 * @self: a #ShopCounter
 *
 * Returns: (transfer full): every `sold` from now on, for
 * shop_counter_stream_next_sold(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *shop_counter_stream_sold (ShopCounter *self);

/**
 * shop_counter_stream_next_sold:
 * @stream: from shop_counter_stream_sold()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `sold`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ShopCounterSold *shop_counter_stream_next_sold (HarkStream    *stream,
                                                gint64         timeout,
                                                GCancellable  *cancellable,
                                                GError       **error);

#ifndef __GI_SCANNER__

typedef void (*ShopCounterSoldFunc) (gpointer    receiver,
                                     ShopOrder  *order,
                                     gboolean    has_n,
                                     guint32     n,
                                     const char *remark);

HARK_GEN_EXPORT
extern const HarkEventInfo shop_counter_sold__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo shop_counter_sold__target;
typedef struct HarkTag_record_4Shop5Order_optional_uint32_optional_string shop_counter_sold__Tag;
typedef ShopCounter shop_counter_sold__Owner;
#define shop_counter_sold__TEXT "event Shop.Counter.sold (Order order, uint32? n, string? remark)"
#define shop_counter_sold__FUNC(name, First) void (*name) (First, ShopOrder *, gboolean, guint32, const char *)
#define shop_counter_sold__FILTER(name, First) gboolean (*name) (First, ShopOrder *, gboolean, guint32, const char *)

#endif

/* appended.hark:13  event opened (bool is_early, Mood mood, string by, string? note, double? share, uint64? serial) */

/**
 * ShopCounter::opened:
 * @self: a #ShopCounter
 * @is_early: whether it is so
 * @mood: a #ShopMood
 * @by: a string
 * @note: (nullable): a string, or %NULL
 * @has_share: whether there is @share
 * @share: a number
 * @has_serial: whether there is @serial
 * @serial: a number
 *
 * The event `opened` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define SHOP_TYPE_COUNTER_OPENED (shop_counter_opened_get_type ())

/**
 * ShopCounterOpened:
 * @is_early: whether it is so
 * @mood: a #ShopMood
 * @by: a string
 * @note: (nullable): a string, or %NULL
 * @has_share: whether there is @share
 * @share: a number
 * @has_serial: whether there is @serial
 * @serial: a number
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _ShopCounterOpened
{
  const gboolean is_early;
  const ShopMood mood;
  const char *const by;
  const char *const note;
  const gboolean has_share;
  const double share;
  const gboolean has_serial;
  const guint64 serial;
};
#endif

HARK_GEN_EXPORT
GType shop_counter_opened_get_type (void) G_GNUC_CONST;

/**
 * shop_counter_opened_ref:
 * @self: a #ShopCounterOpened
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
ShopCounterOpened *shop_counter_opened_ref (ShopCounterOpened *self);

/**
 * shop_counter_opened_unref:
 * @self: (transfer full): a #ShopCounterOpened
 */
HARK_GEN_EXPORT
void shop_counter_opened_unref (ShopCounterOpened *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShopCounterOpened, shop_counter_opened_unref)

/**
 * shop_counter_opened_get_is_early:
 * @self: a #ShopCounterOpened
 *
 * Returns: whether it is so
 */
HARK_GEN_EXPORT
gboolean shop_counter_opened_get_is_early (const ShopCounterOpened *self);

/**
 * shop_counter_opened_get_mood:
 * @self: a #ShopCounterOpened
 *
 * Returns: a #ShopMood
 */
HARK_GEN_EXPORT
ShopMood shop_counter_opened_get_mood (const ShopCounterOpened *self);

/**
 * shop_counter_opened_get_by:
 * @self: a #ShopCounterOpened
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *shop_counter_opened_get_by (const ShopCounterOpened *self);

/**
 * shop_counter_opened_get_note:
 * @self: a #ShopCounterOpened
 *
 * Returns: (transfer none) (nullable): a string, or %NULL
 */
HARK_GEN_EXPORT
const char *shop_counter_opened_get_note (const ShopCounterOpened *self);

/**
 * shop_counter_opened_get_share:
 * @self: a #ShopCounterOpened
 * @share: (out) (optional): a number
 *
 * Returns: whether there is a @share
 */
HARK_GEN_EXPORT
gboolean shop_counter_opened_get_share (const ShopCounterOpened *self,
                                        double                  *share);

/**
 * shop_counter_opened_get_serial:
 * @self: a #ShopCounterOpened
 * @serial: (out) (optional): a number
 *
 * Returns: whether there is a @serial
 */
HARK_GEN_EXPORT
gboolean shop_counter_opened_get_serial (const ShopCounterOpened *self,
                                         guint64                 *serial);

/**
 * shop_counter_emit_opened:
 * @self: a #ShopCounter
 * @is_early: whether it is so
 * @mood: a #ShopMood
 * @by: a string
 * @note: (nullable): a string, or %NULL
 * @has_share: whether there is @share
 * @share: a number
 * @has_serial: whether there is @serial
 * @serial: a number
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void shop_counter_emit_opened (ShopCounter *self,
                               gboolean     is_early,
                               ShopMood     mood,
                               const char  *by,
                               const char  *note,
                               gboolean     has_share,
                               double       share,
                               gboolean     has_serial,
                               guint64      serial);

/**
 * shop_counter_next_opened:
 * @self: a #ShopCounter
 *
 * Returns: (transfer full): the next `opened` from now on, for
 * shop_counter_finish_opened(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *shop_counter_next_opened (ShopCounter *self);

/**
 * shop_counter_finish_opened:
 * @future: from shop_counter_next_opened()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
ShopCounterOpened *shop_counter_finish_opened (HarkFuture  *future,
                                               GError     **error);

/**
 * shop_counter_await_opened:
 * @self: a #ShopCounter
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `opened`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ShopCounterOpened *shop_counter_await_opened (ShopCounter   *self,
                                              gint64         timeout,
                                              GCancellable  *cancellable,
                                              GError       **error);

/**
 * shop_counter_stream_opened:
 * @self: a #ShopCounter
 *
 * Returns: (transfer full): every `opened` from now on, for
 * shop_counter_stream_next_opened(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *shop_counter_stream_opened (ShopCounter *self);

/**
 * shop_counter_stream_next_opened:
 * @stream: from shop_counter_stream_opened()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `opened`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ShopCounterOpened *shop_counter_stream_next_opened (HarkStream    *stream,
                                                    gint64         timeout,
                                                    GCancellable  *cancellable,
                                                    GError       **error);

#ifndef __GI_SCANNER__

typedef void (*ShopCounterOpenedFunc) (gpointer    receiver,
                                       gboolean    is_early,
                                       ShopMood    mood,
                                       const char *by,
                                       const char *note,
                                       gboolean    has_share,
                                       double      share,
                                       gboolean    has_serial,
                                       guint64     serial);

HARK_GEN_EXPORT
extern const HarkEventInfo shop_counter_opened__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo shop_counter_opened__target;
typedef struct HarkTag_bool_enum_4Shop4Mood_string_optional_string_optional_double_optional_uint64 shop_counter_opened__Tag;
typedef ShopCounter shop_counter_opened__Owner;
#define shop_counter_opened__TEXT "event Shop.Counter.opened (bool is_early, Mood mood, string by, string? note, double? share, uint64? serial)"
#define shop_counter_opened__FUNC(name, First) void (*name) (First, gboolean, ShopMood, const char *, const char *, gboolean, double, gboolean, guint64)
#define shop_counter_opened__FILTER(name, First) gboolean (*name) (First, gboolean, ShopMood, const char *, const char *, gboolean, double, gboolean, guint64)

#endif

/* appended.hark:15  event moved (int32 by, int64 at, uint64 most, float speed, duration late, uint32 n) */

/**
 * ShopCounter::moved:
 * @self: a #ShopCounter
 * @by: a number
 * @at: a number
 * @most: a number
 * @speed: a number
 * @late: in microseconds
 * @n: a number
 *
 * The event `moved` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define SHOP_TYPE_COUNTER_MOVED (shop_counter_moved_get_type ())

/**
 * ShopCounterMoved:
 * @by: a number
 * @at: a number
 * @most: a number
 * @speed: a number
 * @late: in microseconds
 * @n: a number
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _ShopCounterMoved
{
  const gint32 by;
  const gint64 at;
  const guint64 most;
  const float speed;
  const gint64 late;
  const guint32 n;
};
#endif

HARK_GEN_EXPORT
GType shop_counter_moved_get_type (void) G_GNUC_CONST;

/**
 * shop_counter_moved_ref:
 * @self: a #ShopCounterMoved
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
ShopCounterMoved *shop_counter_moved_ref (ShopCounterMoved *self);

/**
 * shop_counter_moved_unref:
 * @self: (transfer full): a #ShopCounterMoved
 */
HARK_GEN_EXPORT
void shop_counter_moved_unref (ShopCounterMoved *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShopCounterMoved, shop_counter_moved_unref)

/**
 * shop_counter_moved_get_by:
 * @self: a #ShopCounterMoved
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
gint32 shop_counter_moved_get_by (const ShopCounterMoved *self);

/**
 * shop_counter_moved_get_at:
 * @self: a #ShopCounterMoved
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
gint64 shop_counter_moved_get_at (const ShopCounterMoved *self);

/**
 * shop_counter_moved_get_most:
 * @self: a #ShopCounterMoved
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
guint64 shop_counter_moved_get_most (const ShopCounterMoved *self);

/**
 * shop_counter_moved_get_speed:
 * @self: a #ShopCounterMoved
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
float shop_counter_moved_get_speed (const ShopCounterMoved *self);

/**
 * shop_counter_moved_get_late:
 * @self: a #ShopCounterMoved
 *
 * Returns: in microseconds
 */
HARK_GEN_EXPORT
gint64 shop_counter_moved_get_late (const ShopCounterMoved *self);

/**
 * shop_counter_moved_get_n:
 * @self: a #ShopCounterMoved
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
guint32 shop_counter_moved_get_n (const ShopCounterMoved *self);

/**
 * shop_counter_emit_moved:
 * @self: a #ShopCounter
 * @by: a number
 * @at: a number
 * @most: a number
 * @speed: a number
 * @late: in microseconds
 * @n: a number
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void shop_counter_emit_moved (ShopCounter *self,
                              gint32       by,
                              gint64       at,
                              guint64      most,
                              float        speed,
                              gint64       late,
                              guint32      n);

/**
 * shop_counter_next_moved:
 * @self: a #ShopCounter
 *
 * Returns: (transfer full): the next `moved` from now on, for
 * shop_counter_finish_moved(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *shop_counter_next_moved (ShopCounter *self);

/**
 * shop_counter_finish_moved:
 * @future: from shop_counter_next_moved()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
ShopCounterMoved *shop_counter_finish_moved (HarkFuture  *future,
                                             GError     **error);

/**
 * shop_counter_await_moved:
 * @self: a #ShopCounter
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `moved`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ShopCounterMoved *shop_counter_await_moved (ShopCounter   *self,
                                            gint64         timeout,
                                            GCancellable  *cancellable,
                                            GError       **error);

/**
 * shop_counter_stream_moved:
 * @self: a #ShopCounter
 *
 * Returns: (transfer full): every `moved` from now on, for
 * shop_counter_stream_next_moved(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *shop_counter_stream_moved (ShopCounter *self);

/**
 * shop_counter_stream_next_moved:
 * @stream: from shop_counter_stream_moved()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `moved`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
ShopCounterMoved *shop_counter_stream_next_moved (HarkStream    *stream,
                                                  gint64         timeout,
                                                  GCancellable  *cancellable,
                                                  GError       **error);

#ifndef __GI_SCANNER__

typedef void (*ShopCounterMovedFunc) (gpointer receiver,
                                      gint32   by,
                                      gint64   at,
                                      guint64  most,
                                      float    speed,
                                      gint64   late,
                                      guint32  n);

HARK_GEN_EXPORT
extern const HarkEventInfo shop_counter_moved__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo shop_counter_moved__target;
typedef struct HarkTag_int32_int64_uint64_float_duration_uint32 shop_counter_moved__Tag;
typedef ShopCounter shop_counter_moved__Owner;
#define shop_counter_moved__TEXT "event Shop.Counter.moved (int32 by, int64 at, uint64 most, float speed, duration late, uint32 n)"
#define shop_counter_moved__FUNC(name, First) void (*name) (First, gint32, gint64, guint64, float, gint64, guint32)
#define shop_counter_moved__FILTER(name, First) gboolean (*name) (First, gint32, gint64, guint64, float, gint64, guint32)

#endif

/* appended.hark:18  slot sell (Order order, byte n) */

/**
 * shop_counter_sell:
 * @self: a #ShopCounter
 * @order: a #ShopOrder
 * @n: a number
 *
 * Queues a call of `slot sell (Order order, byte n)`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean shop_counter_sell (ShopCounter *self,
                            ShopOrder   *order,
                            guint8       n);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo shop_counter_sell__target;
typedef struct HarkTag_record_4Shop5Order_byte shop_counter_sell__Tag;
typedef ShopCounter shop_counter_sell__Owner;
#define shop_counter_sell__TEXT "slot Shop.Counter.sell (Order order, byte n)"

#endif

/* appended.hark:19  slot count (Order order, byte n) -> uint64 */

/**
 * shop_counter_call_count:
 * @self: a #ShopCounter
 * @order: a #ShopOrder
 * @n: a number
 *
 * Queues a call of `slot count (Order order, byte n) -> uint64`.
 *
 * Returns: (transfer full): the answer, for shop_counter_finish_count().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *shop_counter_call_count (ShopCounter *self,
                                     ShopOrder   *order,
                                     guint8       n);

/**
 * shop_counter_finish_count:
 * @future: from shop_counter_call_count()
 * @result: (out) (optional): a number
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean shop_counter_finish_count (HarkFuture  *future,
                                    guint64     *result,
                                    GError     **error);

/**
 * shop_counter_await_count:
 * @self: a #ShopCounter
 * @order: a #ShopOrder
 * @n: a number
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional): a number
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot count (Order order, byte n) -> uint64`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean shop_counter_await_count (ShopCounter   *self,
                                   ShopOrder     *order,
                                   guint8         n,
                                   gint64         timeout,
                                   GCancellable  *cancellable,
                                   guint64       *result,
                                   GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo shop_counter_count__target;
typedef struct HarkTag_record_4Shop5Order_byte shop_counter_count__Tag;
typedef ShopCounter shop_counter_count__Owner;
#define shop_counter_count__TEXT "slot Shop.Counter.count (Order order, byte n) -> uint64"

#endif

/* appended.hark:20  slot close (string why, Order order) */

/**
 * shop_counter_close:
 * @self: a #ShopCounter
 * @why: a string
 * @order: a #ShopOrder
 *
 * Queues a call of `slot close (string why, Order order)`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean shop_counter_close (ShopCounter *self,
                             const char  *why,
                             ShopOrder   *order);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo shop_counter_close__target;
typedef struct HarkTag_string_record_4Shop5Order shop_counter_close__Tag;
typedef ShopCounter shop_counter_close__Owner;
#define shop_counter_close__TEXT "slot Shop.Counter.close (string why, Order order)"

#endif

G_END_DECLS
