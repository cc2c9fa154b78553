/* Made from state.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _BakeryLoaf BakeryLoaf;
typedef struct _BakeryOven BakeryOven;
typedef struct _BakeryOvenClass BakeryOvenClass;
typedef struct _BakeryOvenTemperature BakeryOvenTemperature;
typedef struct _BakeryOvenOpened BakeryOvenOpened;
typedef struct _BakeryOvenLabel BakeryOvenLabel;
typedef struct _BakeryOvenMode BakeryOvenMode;
typedef struct _BakeryOvenLoaf BakeryOvenLoaf;
typedef struct _BakeryOvenWeight BakeryOvenWeight;
typedef struct _BakeryOvenNames BakeryOvenNames;

/* state.hark:4  enum Mode */

#define BAKERY_TYPE_MODE (bakery_mode_get_type ())

/**
 * BakeryMode:
 * @BAKERY_MODE_OFF: off
 * @BAKERY_MODE_WARM: warm
 * @BAKERY_MODE_HOT: hot
 */
typedef enum
{
  BAKERY_MODE_OFF = 0,
  BAKERY_MODE_WARM = 1,
  BAKERY_MODE_HOT = 2,
} BakeryMode;

HARK_GEN_EXPORT
GType bakery_mode_get_type (void) G_GNUC_CONST;

/* state.hark:6  record Loaf */

#define BAKERY_TYPE_LOAF (bakery_loaf_get_type ())

/**
 * BakeryLoaf:
 * @name: a string
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _BakeryLoaf
{
  const char *const name;
};
#endif

HARK_GEN_EXPORT
GType bakery_loaf_get_type (void) G_GNUC_CONST;

/**
 * bakery_loaf_ref:
 * @self: a #BakeryLoaf
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
BakeryLoaf *bakery_loaf_ref (BakeryLoaf *self);

/**
 * bakery_loaf_unref:
 * @self: (transfer full): a #BakeryLoaf
 */
HARK_GEN_EXPORT
void bakery_loaf_unref (BakeryLoaf *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryLoaf, bakery_loaf_unref)

/**
 * bakery_loaf_get_name:
 * @self: a #BakeryLoaf
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *bakery_loaf_get_name (const BakeryLoaf *self);

/**
 * bakery_loaf_new:
 * @name: a string
 *
 * Returns: (transfer full): a new #BakeryLoaf, with copies of all that
 */
HARK_GEN_EXPORT
BakeryLoaf *bakery_loaf_new (const char *name);

/**
 * bakery_loaf_to_variant:
 * @self: a #BakeryLoaf
 *
 * Returns: (transfer full) (nullable): a variant of type `(s)`, not floating;
 * %NULL if a string is not UTF-8
 */
HARK_GEN_EXPORT
GVariant *bakery_loaf_to_variant (const BakeryLoaf *self);

/**
 * bakery_loaf_new_from_variant:
 * @variant: a variant of type `(s)`, from anywhere: it is checked
 * @error: why it is not one
 *
 * Returns: (transfer full): a new #BakeryLoaf, or %NULL
 */
HARK_GEN_EXPORT
BakeryLoaf *bakery_loaf_new_from_variant (GVariant  *variant,
                                          GError   **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSignature bakery_loaf__signature;

/* Gathers the fields of a BakeryLoaf, as copies of its own:
 *
 *   g_auto(BakeryLoafBuilder) builder = BAKERY_LOAF_BUILDER_INIT;
 *
 * What is not set is 0, absent or empty; a text, bytes, variant or record that
 * is not optional has to be set. */
typedef struct G_GNUC_MAY_ALIAS
{
  /*< private >*/
  char *name;
} BakeryLoafBuilder;

#ifdef __cplusplus
#define BAKERY_LOAF_BUILDER_INIT {}
#else
#define BAKERY_LOAF_BUILDER_INIT { 0 }
#endif

HARK_GEN_EXPORT
void bakery_loaf_builder_set_name (BakeryLoafBuilder *self,
                                   const char        *name);

/* Begins with the fields of @from; what was in the builder is forgotten. */
HARK_GEN_EXPORT
void bakery_loaf_builder_init_from (BakeryLoafBuilder *self,
                                    const BakeryLoaf  *from);

/* Makes the record, and empties the builder for another one. */
HARK_GEN_EXPORT
BakeryLoaf *bakery_loaf_builder_end (BakeryLoafBuilder *self);

HARK_GEN_EXPORT
void bakery_loaf_builder_clear (BakeryLoafBuilder *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BakeryLoafBuilder, bakery_loaf_builder_clear)

#endif

/* state.hark:9  object Oven */

#define BAKERY_TYPE_OVEN (bakery_oven_get_type ())
#define BAKERY_OVEN(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), BAKERY_TYPE_OVEN, BakeryOven))
#define BAKERY_IS_OVEN(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), BAKERY_TYPE_OVEN))
#define BAKERY_OVEN_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), BAKERY_TYPE_OVEN, BakeryOvenClass))
#define BAKERY_IS_OVEN_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), BAKERY_TYPE_OVEN))
#define BAKERY_OVEN_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), BAKERY_TYPE_OVEN, BakeryOvenClass))

/**
 * BakeryOven:
 *
 * Bakes.
 */
struct _BakeryOven
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _BakeryOvenClass
{
  GObjectClass parent_class;

  void (*closed) (BakeryOven *self);
  void (*heat) (BakeryOven *self,
                double      temperature);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType bakery_oven_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryOven, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryOvenClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * BakeryOvenSlots:
 * @closed: the object has ended; called once, on its loop
 * @heat: slot heat (double temperature)
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (BakeryOven *self);
  void (*heat) (BakeryOven *self,
                double      temperature);
} BakeryOvenSlots;

/**
 * bakery_oven_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for bakery_oven_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #BakeryOven. Thread: any.
 */
HARK_GEN_EXPORT
BakeryOven *bakery_oven_new (HarkLoop              *loop,
                             const BakeryOvenSlots *slots,
                             gpointer               data,
                             GDestroyNotify         destroy);

/**
 * bakery_oven_get_data:
 * @self: a #BakeryOven
 *
 * Returns: (transfer none): what bakery_oven_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer bakery_oven_get_data (BakeryOven *self);

#endif

/**
 * bakery_oven_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #BakeryOven. Thread: any.
 */
HARK_GEN_EXPORT
BakeryOven *bakery_oven_new_remote (HarkBus    *bus,
                                    const char *name,
                                    HarkLoop   *loop);

/* state.hark:11  state double temperature */

/**
 * BakeryOven::temperature:
 * @self: a #BakeryOven
 * @temperature: In degrees.
 *
 * In degrees.
 *
 * The event `temperature` as a signal, once hark_object_enable_signals() has been called.
 */

#define BAKERY_TYPE_OVEN_TEMPERATURE (bakery_oven_temperature_get_type ())

/**
 * BakeryOvenTemperature:
 * @temperature: In degrees.
 *
 * In degrees.
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _BakeryOvenTemperature
{
  const double temperature;
};
#endif

HARK_GEN_EXPORT
GType bakery_oven_temperature_get_type (void) G_GNUC_CONST;

/**
 * bakery_oven_temperature_ref:
 * @self: a #BakeryOvenTemperature
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
BakeryOvenTemperature *bakery_oven_temperature_ref (BakeryOvenTemperature *self);

/**
 * bakery_oven_temperature_unref:
 * @self: (transfer full): a #BakeryOvenTemperature
 */
HARK_GEN_EXPORT
void bakery_oven_temperature_unref (BakeryOvenTemperature *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryOvenTemperature, bakery_oven_temperature_unref)

/**
 * bakery_oven_temperature_get_temperature:
 * @self: a #BakeryOvenTemperature
 *
 * Returns: In degrees.
 */
HARK_GEN_EXPORT
double bakery_oven_temperature_get_temperature (const BakeryOvenTemperature *self);

/**
 * bakery_oven_emit_temperature:
 * @self: a #BakeryOven
 * @temperature: In degrees.
 *
 * In degrees.
 *
 * From here on it is this, which whoever listens is told.
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void bakery_oven_emit_temperature (BakeryOven *self,
                                   double      temperature);

/**
 * bakery_oven_next_temperature:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): the next `temperature` from now on, for
 * bakery_oven_finish_temperature(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *bakery_oven_next_temperature (BakeryOven *self);

/**
 * bakery_oven_finish_temperature:
 * @future: from bakery_oven_next_temperature()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
BakeryOvenTemperature *bakery_oven_finish_temperature (HarkFuture  *future,
                                                       GError     **error);

/**
 * bakery_oven_await_temperature:
 * @self: a #BakeryOven
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `temperature`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenTemperature *bakery_oven_await_temperature (BakeryOven    *self,
                                                      gint64         timeout,
                                                      GCancellable  *cancellable,
                                                      GError       **error);

/**
 * bakery_oven_stream_temperature:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): what it is now, and every `temperature` from now
 * on, for bakery_oven_stream_next_temperature(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *bakery_oven_stream_temperature (BakeryOven *self);

/**
 * bakery_oven_stream_next_temperature:
 * @stream: from bakery_oven_stream_temperature()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `temperature`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenTemperature *bakery_oven_stream_next_temperature (HarkStream    *stream,
                                                            gint64         timeout,
                                                            GCancellable  *cancellable,
                                                            GError       **error);

/**
 * BakeryOven:temperature:
 *
 * In degrees.
 *
 * Setting it emits it. It is notified once hark_object_enable_signals() has been called, where the object lives.
 */

/**
 * bakery_oven_get_temperature:
 * @self: a #BakeryOven
 *
 * What `temperature` is: of a remote, the newest that has come.
 *
 * Returns: In degrees.. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
double bakery_oven_get_temperature (BakeryOven *self);

#ifndef __GI_SCANNER__

typedef void (*BakeryOvenTemperatureFunc) (gpointer receiver,
                                           double   temperature);

HARK_GEN_EXPORT
extern const HarkEventInfo bakery_oven_temperature__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo bakery_oven_temperature__target;
typedef struct HarkTag_double bakery_oven_temperature__Tag;
typedef BakeryOven bakery_oven_temperature__Owner;
#define bakery_oven_temperature__TEXT "state double Bakery.Oven.temperature"
#define bakery_oven_temperature__FUNC(name, First) void (*name) (First, double)
#define bakery_oven_temperature__FILTER(name, First) gboolean (*name) (First, double)

#endif

/* state.hark:12  event opened (uint32 times) */

/**
 * BakeryOven::opened:
 * @self: a #BakeryOven
 * @times: a number
 *
 * The event `opened` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define BAKERY_TYPE_OVEN_OPENED (bakery_oven_opened_get_type ())

/**
 * BakeryOvenOpened:
 * @times: a number
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _BakeryOvenOpened
{
  const guint32 times;
};
#endif

HARK_GEN_EXPORT
GType bakery_oven_opened_get_type (void) G_GNUC_CONST;

/**
 * bakery_oven_opened_ref:
 * @self: a #BakeryOvenOpened
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
BakeryOvenOpened *bakery_oven_opened_ref (BakeryOvenOpened *self);

/**
 * bakery_oven_opened_unref:
 * @self: (transfer full): a #BakeryOvenOpened
 */
HARK_GEN_EXPORT
void bakery_oven_opened_unref (BakeryOvenOpened *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryOvenOpened, bakery_oven_opened_unref)

/**
 * bakery_oven_opened_get_times:
 * @self: a #BakeryOvenOpened
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
guint32 bakery_oven_opened_get_times (const BakeryOvenOpened *self);

/**
 * bakery_oven_emit_opened:
 * @self: a #BakeryOven
 * @times: a number
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void bakery_oven_emit_opened (BakeryOven *self,
                              guint32     times);

/**
 * bakery_oven_next_opened:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): the next `opened` from now on, for
 * bakery_oven_finish_opened(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *bakery_oven_next_opened (BakeryOven *self);

/**
 * bakery_oven_finish_opened:
 * @future: from bakery_oven_next_opened()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
BakeryOvenOpened *bakery_oven_finish_opened (HarkFuture  *future,
                                             GError     **error);

/**
 * bakery_oven_await_opened:
 * @self: a #BakeryOven
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
BakeryOvenOpened *bakery_oven_await_opened (BakeryOven    *self,
                                            gint64         timeout,
                                            GCancellable  *cancellable,
                                            GError       **error);

/**
 * bakery_oven_stream_opened:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): every `opened` from now on, for
 * bakery_oven_stream_next_opened(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *bakery_oven_stream_opened (BakeryOven *self);

/**
 * bakery_oven_stream_next_opened:
 * @stream: from bakery_oven_stream_opened()
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
BakeryOvenOpened *bakery_oven_stream_next_opened (HarkStream    *stream,
                                                  gint64         timeout,
                                                  GCancellable  *cancellable,
                                                  GError       **error);

#ifndef __GI_SCANNER__

typedef void (*BakeryOvenOpenedFunc) (gpointer receiver,
                                      guint32  times);

HARK_GEN_EXPORT
extern const HarkEventInfo bakery_oven_opened__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo bakery_oven_opened__target;
typedef struct HarkTag_uint32 bakery_oven_opened__Tag;
typedef BakeryOven bakery_oven_opened__Owner;
#define bakery_oven_opened__TEXT "event Bakery.Oven.opened (uint32 times)"
#define bakery_oven_opened__FUNC(name, First) void (*name) (First, guint32)
#define bakery_oven_opened__FILTER(name, First) gboolean (*name) (First, guint32)

#endif

/* state.hark:14  state string label */

/**
 * BakeryOven::label:
 * @self: a #BakeryOven
 * @label: a string
 *
 * The event `label` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define BAKERY_TYPE_OVEN_LABEL (bakery_oven_label_get_type ())

/**
 * BakeryOvenLabel:
 * @label: a string
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _BakeryOvenLabel
{
  const char *const label;
};
#endif

HARK_GEN_EXPORT
GType bakery_oven_label_get_type (void) G_GNUC_CONST;

/**
 * bakery_oven_label_ref:
 * @self: a #BakeryOvenLabel
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
BakeryOvenLabel *bakery_oven_label_ref (BakeryOvenLabel *self);

/**
 * bakery_oven_label_unref:
 * @self: (transfer full): a #BakeryOvenLabel
 */
HARK_GEN_EXPORT
void bakery_oven_label_unref (BakeryOvenLabel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryOvenLabel, bakery_oven_label_unref)

/**
 * bakery_oven_label_get_label:
 * @self: a #BakeryOvenLabel
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *bakery_oven_label_get_label (const BakeryOvenLabel *self);

/**
 * bakery_oven_emit_label:
 * @self: a #BakeryOven
 * @label: a string
 *
 * From here on it is this, which whoever listens is told.
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void bakery_oven_emit_label (BakeryOven *self,
                             const char *label);

/**
 * bakery_oven_next_label:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): the next `label` from now on, for
 * bakery_oven_finish_label(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *bakery_oven_next_label (BakeryOven *self);

/**
 * bakery_oven_finish_label:
 * @future: from bakery_oven_next_label()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
BakeryOvenLabel *bakery_oven_finish_label (HarkFuture  *future,
                                           GError     **error);

/**
 * bakery_oven_await_label:
 * @self: a #BakeryOven
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `label`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenLabel *bakery_oven_await_label (BakeryOven    *self,
                                          gint64         timeout,
                                          GCancellable  *cancellable,
                                          GError       **error);

/**
 * bakery_oven_stream_label:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): what it is now, and every `label` from now on, for
 * bakery_oven_stream_next_label(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *bakery_oven_stream_label (BakeryOven *self);

/**
 * bakery_oven_stream_next_label:
 * @stream: from bakery_oven_stream_label()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `label`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenLabel *bakery_oven_stream_next_label (HarkStream    *stream,
                                                gint64         timeout,
                                                GCancellable  *cancellable,
                                                GError       **error);

/**
 * BakeryOven:label:
 *
 * Setting it emits it. It is notified once hark_object_enable_signals() has
 * been called, where the object lives.
 */

/**
 * bakery_oven_dup_label:
 * @self: a #BakeryOven
 *
 * What `label` is: of a remote, the newest that has come.
 *
 * Returns: (transfer full): a string. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
char *bakery_oven_dup_label (BakeryOven *self);

#ifndef __GI_SCANNER__

typedef void (*BakeryOvenLabelFunc) (gpointer    receiver,
                                     const char *label);

HARK_GEN_EXPORT
extern const HarkEventInfo bakery_oven_label__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo bakery_oven_label__target;
typedef struct HarkTag_string bakery_oven_label__Tag;
typedef BakeryOven bakery_oven_label__Owner;
#define bakery_oven_label__TEXT "state string Bakery.Oven.label"
#define bakery_oven_label__FUNC(name, First) void (*name) (First, const char *)
#define bakery_oven_label__FILTER(name, First) gboolean (*name) (First, const char *)

#endif

/* state.hark:15  state Mode mode */

/**
 * BakeryOven::mode:
 * @self: a #BakeryOven
 * @mode: a #BakeryMode
 *
 * The event `mode` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define BAKERY_TYPE_OVEN_MODE (bakery_oven_mode_get_type ())

/**
 * BakeryOvenMode:
 * @mode: a #BakeryMode
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _BakeryOvenMode
{
  const BakeryMode mode;
};
#endif

HARK_GEN_EXPORT
GType bakery_oven_mode_get_type (void) G_GNUC_CONST;

/**
 * bakery_oven_mode_ref:
 * @self: a #BakeryOvenMode
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
BakeryOvenMode *bakery_oven_mode_ref (BakeryOvenMode *self);

/**
 * bakery_oven_mode_unref:
 * @self: (transfer full): a #BakeryOvenMode
 */
HARK_GEN_EXPORT
void bakery_oven_mode_unref (BakeryOvenMode *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryOvenMode, bakery_oven_mode_unref)

/**
 * bakery_oven_mode_get_mode:
 * @self: a #BakeryOvenMode
 *
 * Returns: a #BakeryMode
 */
HARK_GEN_EXPORT
BakeryMode bakery_oven_mode_get_mode (const BakeryOvenMode *self);

/**
 * bakery_oven_emit_mode:
 * @self: a #BakeryOven
 * @mode: a #BakeryMode
 *
 * From here on it is this, which whoever listens is told.
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void bakery_oven_emit_mode (BakeryOven *self,
                            BakeryMode  mode);

/**
 * bakery_oven_next_mode:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): the next `mode` from now on, for
 * bakery_oven_finish_mode(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *bakery_oven_next_mode (BakeryOven *self);

/**
 * bakery_oven_finish_mode:
 * @future: from bakery_oven_next_mode()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
BakeryOvenMode *bakery_oven_finish_mode (HarkFuture  *future,
                                         GError     **error);

/**
 * bakery_oven_await_mode:
 * @self: a #BakeryOven
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `mode`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenMode *bakery_oven_await_mode (BakeryOven    *self,
                                        gint64         timeout,
                                        GCancellable  *cancellable,
                                        GError       **error);

/**
 * bakery_oven_stream_mode:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): what it is now, and every `mode` from now on, for
 * bakery_oven_stream_next_mode(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *bakery_oven_stream_mode (BakeryOven *self);

/**
 * bakery_oven_stream_next_mode:
 * @stream: from bakery_oven_stream_mode()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `mode`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenMode *bakery_oven_stream_next_mode (HarkStream    *stream,
                                              gint64         timeout,
                                              GCancellable  *cancellable,
                                              GError       **error);

/**
 * BakeryOven:mode:
 *
 * Setting it emits it. It is notified once hark_object_enable_signals() has
 * been called, where the object lives.
 */

/**
 * bakery_oven_get_mode:
 * @self: a #BakeryOven
 *
 * What `mode` is: of a remote, the newest that has come.
 *
 * Returns: a #BakeryMode. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
BakeryMode bakery_oven_get_mode (BakeryOven *self);

#ifndef __GI_SCANNER__

typedef void (*BakeryOvenModeFunc) (gpointer   receiver,
                                    BakeryMode mode);

HARK_GEN_EXPORT
extern const HarkEventInfo bakery_oven_mode__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo bakery_oven_mode__target;
typedef struct HarkTag_enum_6Bakery4Mode bakery_oven_mode__Tag;
typedef BakeryOven bakery_oven_mode__Owner;
#define bakery_oven_mode__TEXT "state Mode Bakery.Oven.mode"
#define bakery_oven_mode__FUNC(name, First) void (*name) (First, BakeryMode)
#define bakery_oven_mode__FILTER(name, First) gboolean (*name) (First, BakeryMode)

#endif

/* state.hark:17  state Loaf loaf */

/**
 * BakeryOven::loaf:
 * @self: a #BakeryOven
 * @loaf: a #BakeryLoaf
 *
 * The event `loaf` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define BAKERY_TYPE_OVEN_LOAF (bakery_oven_loaf_get_type ())

/**
 * BakeryOvenLoaf:
 * @loaf: a #BakeryLoaf
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _BakeryOvenLoaf
{
  BakeryLoaf *const loaf;
};
#endif

HARK_GEN_EXPORT
GType bakery_oven_loaf_get_type (void) G_GNUC_CONST;

/**
 * bakery_oven_loaf_ref:
 * @self: a #BakeryOvenLoaf
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
BakeryOvenLoaf *bakery_oven_loaf_ref (BakeryOvenLoaf *self);

/**
 * bakery_oven_loaf_unref:
 * @self: (transfer full): a #BakeryOvenLoaf
 */
HARK_GEN_EXPORT
void bakery_oven_loaf_unref (BakeryOvenLoaf *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryOvenLoaf, bakery_oven_loaf_unref)

/**
 * bakery_oven_loaf_get_loaf:
 * @self: a #BakeryOvenLoaf
 *
 * Returns: (transfer none): a #BakeryLoaf
 */
HARK_GEN_EXPORT
BakeryLoaf *bakery_oven_loaf_get_loaf (const BakeryOvenLoaf *self);

/**
 * bakery_oven_emit_loaf:
 * @self: a #BakeryOven
 * @loaf: a #BakeryLoaf
 *
 * From here on it is this, which whoever listens is told.
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void bakery_oven_emit_loaf (BakeryOven *self,
                            BakeryLoaf *loaf);

/**
 * bakery_oven_next_loaf:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): the next `loaf` from now on, for
 * bakery_oven_finish_loaf(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *bakery_oven_next_loaf (BakeryOven *self);

/**
 * bakery_oven_finish_loaf:
 * @future: from bakery_oven_next_loaf()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
BakeryOvenLoaf *bakery_oven_finish_loaf (HarkFuture  *future,
                                         GError     **error);

/**
 * bakery_oven_await_loaf:
 * @self: a #BakeryOven
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `loaf`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenLoaf *bakery_oven_await_loaf (BakeryOven    *self,
                                        gint64         timeout,
                                        GCancellable  *cancellable,
                                        GError       **error);

/**
 * bakery_oven_stream_loaf:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): what it is now, and every `loaf` from now on, for
 * bakery_oven_stream_next_loaf(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *bakery_oven_stream_loaf (BakeryOven *self);

/**
 * bakery_oven_stream_next_loaf:
 * @stream: from bakery_oven_stream_loaf()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `loaf`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenLoaf *bakery_oven_stream_next_loaf (HarkStream    *stream,
                                              gint64         timeout,
                                              GCancellable  *cancellable,
                                              GError       **error);

/**
 * BakeryOven:loaf:
 *
 * Setting it emits it. It is notified once hark_object_enable_signals() has
 * been called, where the object lives.
 */

/**
 * bakery_oven_dup_loaf:
 * @self: a #BakeryOven
 *
 * What `loaf` is: of a remote, the newest that has come.
 *
 * Returns: (transfer full) (nullable): a #BakeryLoaf; %NULL: it was never set.
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
BakeryLoaf *bakery_oven_dup_loaf (BakeryOven *self);

#ifndef __GI_SCANNER__

typedef void (*BakeryOvenLoafFunc) (gpointer    receiver,
                                    BakeryLoaf *loaf);

HARK_GEN_EXPORT
extern const HarkEventInfo bakery_oven_loaf__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo bakery_oven_loaf__target;
typedef struct HarkTag_record_6Bakery4Loaf bakery_oven_loaf__Tag;
typedef BakeryOven bakery_oven_loaf__Owner;
#define bakery_oven_loaf__TEXT "state Loaf Bakery.Oven.loaf"
#define bakery_oven_loaf__FUNC(name, First) void (*name) (First, BakeryLoaf *)
#define bakery_oven_loaf__FILTER(name, First) gboolean (*name) (First, BakeryLoaf *)

#endif

/* state.hark:19  state int64? weight */

/**
 * BakeryOven::weight:
 * @self: a #BakeryOven
 * @has_weight: whether there is @weight
 * @weight: a number
 *
 * The event `weight` as a signal, once hark_object_enable_signals() has been
 * called.
 *
 * Since: 1.1
 */

#define BAKERY_TYPE_OVEN_WEIGHT (bakery_oven_weight_get_type ())

/**
 * BakeryOvenWeight:
 * @has_weight: whether there is @weight
 * @weight: a number
 *
 * Since: 1.1
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _BakeryOvenWeight
{
  const gboolean has_weight;
  const gint64 weight;
};
#endif

HARK_GEN_EXPORT
GType bakery_oven_weight_get_type (void) G_GNUC_CONST;

/**
 * bakery_oven_weight_ref:
 * @self: a #BakeryOvenWeight
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
BakeryOvenWeight *bakery_oven_weight_ref (BakeryOvenWeight *self);

/**
 * bakery_oven_weight_unref:
 * @self: (transfer full): a #BakeryOvenWeight
 */
HARK_GEN_EXPORT
void bakery_oven_weight_unref (BakeryOvenWeight *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryOvenWeight, bakery_oven_weight_unref)

/**
 * bakery_oven_weight_get_weight:
 * @self: a #BakeryOvenWeight
 * @weight: (out) (optional): a number
 *
 * Returns: whether there is a @weight
 */
HARK_GEN_EXPORT
gboolean bakery_oven_weight_get_weight (const BakeryOvenWeight *self,
                                        gint64                 *weight);

/**
 * bakery_oven_emit_weight:
 * @self: a #BakeryOven
 * @has_weight: whether there is @weight
 * @weight: a number
 *
 * From here on it is this, which whoever listens is told.
 *
 * Thread: any. Blocks: no.
 *
 * Since: 1.1
 */
HARK_GEN_EXPORT
void bakery_oven_emit_weight (BakeryOven *self,
                              gboolean    has_weight,
                              gint64      weight);

/**
 * bakery_oven_next_weight:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): the next `weight` from now on, for
 * bakery_oven_finish_weight(). Thread: any. Blocks: no.
 *
 * Since: 1.1
 */
HARK_GEN_EXPORT
HarkFuture *bakery_oven_next_weight (BakeryOven *self);

/**
 * bakery_oven_finish_weight:
 * @future: from bakery_oven_next_weight()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 *
 * Since: 1.1
 */
HARK_GEN_EXPORT
BakeryOvenWeight *bakery_oven_finish_weight (HarkFuture  *future,
                                             GError     **error);

/**
 * bakery_oven_await_weight:
 * @self: a #BakeryOven
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `weight`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 *
 * Since: 1.1
 */
HARK_GEN_EXPORT
BakeryOvenWeight *bakery_oven_await_weight (BakeryOven    *self,
                                            gint64         timeout,
                                            GCancellable  *cancellable,
                                            GError       **error);

/**
 * bakery_oven_stream_weight:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): what it is now, and every `weight` from now on,
 * for bakery_oven_stream_next_weight(). Thread: any. Blocks: no.
 *
 * Since: 1.1
 */
HARK_GEN_EXPORT
HarkStream *bakery_oven_stream_weight (BakeryOven *self);

/**
 * bakery_oven_stream_next_weight:
 * @stream: from bakery_oven_stream_weight()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `weight`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 *
 * Since: 1.1
 */
HARK_GEN_EXPORT
BakeryOvenWeight *bakery_oven_stream_next_weight (HarkStream    *stream,
                                                  gint64         timeout,
                                                  GCancellable  *cancellable,
                                                  GError       **error);

/**
 * BakeryOven:weight:
 *
 * Setting it emits it. It is notified once hark_object_enable_signals() has
 * been called, where the object lives.
 *
 * Since: 1.1
 */

/**
 * bakery_oven_get_weight:
 * @self: a #BakeryOven
 * @weight: (out) (optional): a number
 *
 * What `weight` is: of a remote, the newest that has come.
 *
 * Returns: whether there is a @weight. Thread: any. Blocks: no.
 *
 * Since: 1.1
 */
HARK_GEN_EXPORT
gboolean bakery_oven_get_weight (BakeryOven *self,
                                 gint64     *weight);

#ifndef __GI_SCANNER__

typedef void (*BakeryOvenWeightFunc) (gpointer receiver,
                                      gboolean has_weight,
                                      gint64   weight);

HARK_GEN_EXPORT
extern const HarkEventInfo bakery_oven_weight__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo bakery_oven_weight__target;
typedef struct HarkTag_optional_int64 bakery_oven_weight__Tag;
typedef BakeryOven bakery_oven_weight__Owner;
#define bakery_oven_weight__TEXT "state int64? Bakery.Oven.weight"
#define bakery_oven_weight__FUNC(name, First) void (*name) (First, gboolean, gint64)
#define bakery_oven_weight__FILTER(name, First) gboolean (*name) (First, gboolean, gint64)

#endif

/* state.hark:20  state string[] names */

/**
 * BakeryOven::names:
 * @self: a #BakeryOven
 * @names: (array zero-terminated=1) (nullable): each a string
 *
 * The event `names` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define BAKERY_TYPE_OVEN_NAMES (bakery_oven_names_get_type ())

/**
 * BakeryOvenNames:
 * @names: (array zero-terminated=1) (nullable): each a string
 * @n_names: how many @names there are
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _BakeryOvenNames
{
  const char *const *const names;
  const gsize n_names;
};
#endif

HARK_GEN_EXPORT
GType bakery_oven_names_get_type (void) G_GNUC_CONST;

/**
 * bakery_oven_names_ref:
 * @self: a #BakeryOvenNames
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
BakeryOvenNames *bakery_oven_names_ref (BakeryOvenNames *self);

/**
 * bakery_oven_names_unref:
 * @self: (transfer full): a #BakeryOvenNames
 */
HARK_GEN_EXPORT
void bakery_oven_names_unref (BakeryOvenNames *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BakeryOvenNames, bakery_oven_names_unref)

/**
 * bakery_oven_names_get_names:
 * @self: a #BakeryOvenNames
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): each a string
 */
HARK_GEN_EXPORT
const char *const *bakery_oven_names_get_names (const BakeryOvenNames *self);

/**
 * bakery_oven_emit_names:
 * @self: a #BakeryOven
 * @names: (array zero-terminated=1) (nullable): each a string
 *
 * From here on it is this, which whoever listens is told.
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void bakery_oven_emit_names (BakeryOven        *self,
                             const char *const *names);

/**
 * bakery_oven_next_names:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): the next `names` from now on, for
 * bakery_oven_finish_names(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *bakery_oven_next_names (BakeryOven *self);

/**
 * bakery_oven_finish_names:
 * @future: from bakery_oven_next_names()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
BakeryOvenNames *bakery_oven_finish_names (HarkFuture  *future,
                                           GError     **error);

/**
 * bakery_oven_await_names:
 * @self: a #BakeryOven
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `names`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenNames *bakery_oven_await_names (BakeryOven    *self,
                                          gint64         timeout,
                                          GCancellable  *cancellable,
                                          GError       **error);

/**
 * bakery_oven_stream_names:
 * @self: a #BakeryOven
 *
 * Returns: (transfer full): what it is now, and every `names` from now on, for
 * bakery_oven_stream_next_names(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *bakery_oven_stream_names (BakeryOven *self);

/**
 * bakery_oven_stream_next_names:
 * @stream: from bakery_oven_stream_names()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `names`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
BakeryOvenNames *bakery_oven_stream_next_names (HarkStream    *stream,
                                                gint64         timeout,
                                                GCancellable  *cancellable,
                                                GError       **error);

/**
 * BakeryOven:names:
 *
 * Setting it emits it. It is notified once hark_object_enable_signals() has
 * been called, where the object lives.
 */

/**
 * bakery_oven_dup_names:
 * @self: a #BakeryOven
 *
 * What `names` is: of a remote, the newest that has come.
 *
 * Returns: (transfer full): each a string. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
BakeryOvenNames *bakery_oven_dup_names (BakeryOven *self);

#ifndef __GI_SCANNER__

typedef void (*BakeryOvenNamesFunc) (gpointer           receiver,
                                     const char *const *names);

HARK_GEN_EXPORT
extern const HarkEventInfo bakery_oven_names__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo bakery_oven_names__target;
typedef struct HarkTag_array_string bakery_oven_names__Tag;
typedef BakeryOven bakery_oven_names__Owner;
#define bakery_oven_names__TEXT "state string[] Bakery.Oven.names"
#define bakery_oven_names__FUNC(name, First) void (*name) (First, const char *const *)
#define bakery_oven_names__FILTER(name, First) gboolean (*name) (First, const char *const *)

#endif

/* state.hark:22  slot heat (double temperature) */

/**
 * bakery_oven_heat:
 * @self: a #BakeryOven
 * @temperature: In degrees.
 *
 * Queues a call of `slot heat (double temperature)`.
 *
 * Without an implementation it is emitted as `temperature`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean bakery_oven_heat (BakeryOven *self,
                           double      temperature);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo bakery_oven_heat__target;
typedef struct HarkTag_double bakery_oven_heat__Tag;
typedef BakeryOven bakery_oven_heat__Owner;
#define bakery_oven_heat__TEXT "slot Bakery.Oven.heat (double temperature)"

#endif

G_END_DECLS
