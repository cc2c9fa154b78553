/* Made from queue.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _WorkshopGauge WorkshopGauge;
typedef struct _WorkshopGaugeClass WorkshopGaugeClass;
typedef struct _WorkshopGaugeMeasured WorkshopGaugeMeasured;
typedef struct _WorkshopGaugeRead WorkshopGaugeRead;

/* queue.hark:4  enum Unit */

#define WORKSHOP_TYPE_UNIT (workshop_unit_get_type ())

/**
 * WorkshopUnit:
 * @WORKSHOP_UNIT_CELSIUS: celsius
 * @WORKSHOP_UNIT_KELVIN: kelvin
 */
typedef enum
{
  WORKSHOP_UNIT_CELSIUS = 0,
  WORKSHOP_UNIT_KELVIN = 1,
} WorkshopUnit;

HARK_GEN_EXPORT
GType workshop_unit_get_type (void) G_GNUC_CONST;

/* queue.hark:7  object Gauge */

#define WORKSHOP_TYPE_GAUGE (workshop_gauge_get_type ())
#define WORKSHOP_GAUGE(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), WORKSHOP_TYPE_GAUGE, WorkshopGauge))
#define WORKSHOP_IS_GAUGE(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), WORKSHOP_TYPE_GAUGE))
#define WORKSHOP_GAUGE_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), WORKSHOP_TYPE_GAUGE, WorkshopGaugeClass))
#define WORKSHOP_IS_GAUGE_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), WORKSHOP_TYPE_GAUGE))
#define WORKSHOP_GAUGE_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), WORKSHOP_TYPE_GAUGE, WorkshopGaugeClass))

/**
 * WorkshopGauge:
 */
struct _WorkshopGauge
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _WorkshopGaugeClass
{
  GObjectClass parent_class;

  void (*closed) (WorkshopGauge *self);
  void (*on_read) (WorkshopGauge *self,
                   WorkshopUnit   unit);
  void (*on_measured) (WorkshopGauge *self,
                       const char    *sensor,
                       double         value);
  double (*on_unit) (WorkshopGauge  *self,
                     WorkshopUnit    unit,
                     GError        **error);
  void (*on_moved) (WorkshopGauge *self,
                    double         x,
                    double         y);
  void (*on_typed) (WorkshopGauge *self,
                    const char    *text);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType workshop_gauge_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopGauge, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopGaugeClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * WorkshopGaugeSlots:
 * @closed: the object has ended; called once, on its loop
 * @on_read: slot on_read (Unit unit)
 * @on_measured: slot on_measured (string sensor, double value)
 * @on_unit: slot on_unit (Unit unit) -> double throws
 * @on_moved: slot on_moved (double x, double y)
 * @on_typed: slot on_typed (string text)
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (WorkshopGauge *self);
  void (*on_read) (WorkshopGauge *self,
                   WorkshopUnit   unit);
  void (*on_measured) (WorkshopGauge *self,
                       const char    *sensor,
                       double         value);
  double (*on_unit) (WorkshopGauge  *self,
                     WorkshopUnit    unit,
                     GError        **error);
  void (*on_moved) (WorkshopGauge *self,
                    double         x,
                    double         y);
  void (*on_typed) (WorkshopGauge *self,
                    const char    *text);
} WorkshopGaugeSlots;

/**
 * workshop_gauge_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for workshop_gauge_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #WorkshopGauge. Thread: any.
 */
HARK_GEN_EXPORT
WorkshopGauge *workshop_gauge_new (HarkLoop                 *loop,
                                   const WorkshopGaugeSlots *slots,
                                   gpointer                  data,
                                   GDestroyNotify            destroy);

/**
 * workshop_gauge_get_data:
 * @self: a #WorkshopGauge
 *
 * Returns: (transfer none): what workshop_gauge_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer workshop_gauge_get_data (WorkshopGauge *self);

#endif

/**
 * workshop_gauge_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #WorkshopGauge. Thread: any.
 */
HARK_GEN_EXPORT
WorkshopGauge *workshop_gauge_new_remote (HarkBus    *bus,
                                          const char *name,
                                          HarkLoop   *loop);

/* queue.hark:9  event measured (string sensor, double value) */

/**
 * WorkshopGauge::measured:
 * @self: a #WorkshopGauge
 * @sensor: a string
 * @value: a number
 *
 * The event `measured` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define WORKSHOP_TYPE_GAUGE_MEASURED (workshop_gauge_measured_get_type ())

/**
 * WorkshopGaugeMeasured:
 * @sensor: a string
 * @value: a number
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _WorkshopGaugeMeasured
{
  const char *const sensor;
  const double value;
};
#endif

HARK_GEN_EXPORT
GType workshop_gauge_measured_get_type (void) G_GNUC_CONST;

/**
 * workshop_gauge_measured_ref:
 * @self: a #WorkshopGaugeMeasured
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
WorkshopGaugeMeasured *workshop_gauge_measured_ref (WorkshopGaugeMeasured *self);

/**
 * workshop_gauge_measured_unref:
 * @self: (transfer full): a #WorkshopGaugeMeasured
 */
HARK_GEN_EXPORT
void workshop_gauge_measured_unref (WorkshopGaugeMeasured *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopGaugeMeasured, workshop_gauge_measured_unref)

/**
 * workshop_gauge_measured_get_sensor:
 * @self: a #WorkshopGaugeMeasured
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *workshop_gauge_measured_get_sensor (const WorkshopGaugeMeasured *self);

/**
 * workshop_gauge_measured_get_value:
 * @self: a #WorkshopGaugeMeasured
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
double workshop_gauge_measured_get_value (const WorkshopGaugeMeasured *self);

/**
 * workshop_gauge_emit_measured:
 * @self: a #WorkshopGauge
 * @sensor: a string
 * @value: a number
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void workshop_gauge_emit_measured (WorkshopGauge *self,
                                   const char    *sensor,
                                   double         value);

/**
 * workshop_gauge_next_measured:
 * @self: a #WorkshopGauge
 *
 * Returns: (transfer full): the next `measured` from now on, for
 * workshop_gauge_finish_measured(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *workshop_gauge_next_measured (WorkshopGauge *self);

/**
 * workshop_gauge_finish_measured:
 * @future: from workshop_gauge_next_measured()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
WorkshopGaugeMeasured *workshop_gauge_finish_measured (HarkFuture  *future,
                                                       GError     **error);

/**
 * workshop_gauge_await_measured:
 * @self: a #WorkshopGauge
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `measured`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
WorkshopGaugeMeasured *workshop_gauge_await_measured (WorkshopGauge  *self,
                                                      gint64          timeout,
                                                      GCancellable   *cancellable,
                                                      GError        **error);

/**
 * workshop_gauge_stream_measured:
 * @self: a #WorkshopGauge
 *
 * Returns: (transfer full): every `measured` from now on, for
 * workshop_gauge_stream_next_measured(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *workshop_gauge_stream_measured (WorkshopGauge *self);

/**
 * workshop_gauge_stream_next_measured:
 * @stream: from workshop_gauge_stream_measured()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `measured`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
WorkshopGaugeMeasured *workshop_gauge_stream_next_measured (HarkStream    *stream,
                                                            gint64         timeout,
                                                            GCancellable  *cancellable,
                                                            GError       **error);

#ifndef __GI_SCANNER__

typedef void (*WorkshopGaugeMeasuredFunc) (gpointer    receiver,
                                           const char *sensor,
                                           double      value);

HARK_GEN_EXPORT
extern const HarkEventInfo workshop_gauge_measured__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_gauge_measured__target;
typedef struct HarkTag_string_double workshop_gauge_measured__Tag;
typedef WorkshopGauge workshop_gauge_measured__Owner;
#define workshop_gauge_measured__TEXT "event Workshop.Gauge.measured (string sensor, double value)"
#define workshop_gauge_measured__FUNC(name, First) void (*name) (First, const char *, double)
#define workshop_gauge_measured__FILTER(name, First) gboolean (*name) (First, const char *, double)

#endif

/* queue.hark:11  event read (Unit unit) */

/**
 * WorkshopGauge::read:
 * @self: a #WorkshopGauge
 * @unit: a #WorkshopUnit
 *
 * The event `read` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define WORKSHOP_TYPE_GAUGE_READ (workshop_gauge_read_get_type ())

/**
 * WorkshopGaugeRead:
 * @unit: a #WorkshopUnit
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _WorkshopGaugeRead
{
  const WorkshopUnit unit;
};
#endif

HARK_GEN_EXPORT
GType workshop_gauge_read_get_type (void) G_GNUC_CONST;

/**
 * workshop_gauge_read_ref:
 * @self: a #WorkshopGaugeRead
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
WorkshopGaugeRead *workshop_gauge_read_ref (WorkshopGaugeRead *self);

/**
 * workshop_gauge_read_unref:
 * @self: (transfer full): a #WorkshopGaugeRead
 */
HARK_GEN_EXPORT
void workshop_gauge_read_unref (WorkshopGaugeRead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkshopGaugeRead, workshop_gauge_read_unref)

/**
 * workshop_gauge_read_get_unit:
 * @self: a #WorkshopGaugeRead
 *
 * Returns: a #WorkshopUnit
 */
HARK_GEN_EXPORT
WorkshopUnit workshop_gauge_read_get_unit (const WorkshopGaugeRead *self);

/**
 * workshop_gauge_emit_read:
 * @self: a #WorkshopGauge
 * @unit: a #WorkshopUnit
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void workshop_gauge_emit_read (WorkshopGauge *self,
                               WorkshopUnit   unit);

/**
 * workshop_gauge_next_read:
 * @self: a #WorkshopGauge
 *
 * Returns: (transfer full): the next `read` from now on, for
 * workshop_gauge_finish_read(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *workshop_gauge_next_read (WorkshopGauge *self);

/**
 * workshop_gauge_finish_read:
 * @future: from workshop_gauge_next_read()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
WorkshopGaugeRead *workshop_gauge_finish_read (HarkFuture  *future,
                                               GError     **error);

/**
 * workshop_gauge_await_read:
 * @self: a #WorkshopGauge
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `read`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
WorkshopGaugeRead *workshop_gauge_await_read (WorkshopGauge  *self,
                                              gint64          timeout,
                                              GCancellable   *cancellable,
                                              GError        **error);

/**
 * workshop_gauge_stream_read:
 * @self: a #WorkshopGauge
 *
 * Returns: (transfer full): every `read` from now on, for
 * workshop_gauge_stream_next_read(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *workshop_gauge_stream_read (WorkshopGauge *self);

/**
 * workshop_gauge_stream_next_read:
 * @stream: from workshop_gauge_stream_read()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `read`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
WorkshopGaugeRead *workshop_gauge_stream_next_read (HarkStream    *stream,
                                                    gint64         timeout,
                                                    GCancellable  *cancellable,
                                                    GError       **error);

#ifndef __GI_SCANNER__

typedef void (*WorkshopGaugeReadFunc) (gpointer     receiver,
                                       WorkshopUnit unit);

HARK_GEN_EXPORT
extern const HarkEventInfo workshop_gauge_read__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_gauge_read__target;
typedef struct HarkTag_enum_8Workshop4Unit workshop_gauge_read__Tag;
typedef WorkshopGauge workshop_gauge_read__Owner;
#define workshop_gauge_read__TEXT "event Workshop.Gauge.read (Unit unit)"
#define workshop_gauge_read__FUNC(name, First) void (*name) (First, WorkshopUnit)
#define workshop_gauge_read__FILTER(name, First) gboolean (*name) (First, WorkshopUnit)

#endif

/* queue.hark:13  slot on_read (Unit unit) */

/**
 * workshop_gauge_on_read:
 * @self: a #WorkshopGauge
 * @unit: a #WorkshopUnit
 *
 * Queues a call of `slot on_read (Unit unit)`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean workshop_gauge_on_read (WorkshopGauge *self,
                                 WorkshopUnit   unit);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_gauge_on_read__target;
typedef struct HarkTag_enum_8Workshop4Unit workshop_gauge_on_read__Tag;
typedef WorkshopGauge workshop_gauge_on_read__Owner;
#define workshop_gauge_on_read__TEXT "slot Workshop.Gauge.on_read (Unit unit)"

#endif

/* queue.hark:16  slot on_measured (string sensor, double value) */

/**
 * workshop_gauge_on_measured:
 * @self: a #WorkshopGauge
 * @sensor: a string
 * @value: a number
 *
 * Queues a call of `slot on_measured (string sensor, double value)`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean workshop_gauge_on_measured (WorkshopGauge *self,
                                     const char    *sensor,
                                     double         value);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_gauge_on_measured__target;
typedef struct HarkTag_string_double workshop_gauge_on_measured__Tag;
typedef WorkshopGauge workshop_gauge_on_measured__Owner;
#define workshop_gauge_on_measured__TEXT "slot Workshop.Gauge.on_measured (string sensor, double value)"

#endif

/* queue.hark:19  slot on_unit (Unit unit) -> double throws */

/**
 * workshop_gauge_call_on_unit:
 * @self: a #WorkshopGauge
 * @unit: a #WorkshopUnit
 *
 * Queues a call of `slot on_unit (Unit unit) -> double throws`.
 *
 * Returns: (transfer full): the answer, for workshop_gauge_finish_on_unit().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *workshop_gauge_call_on_unit (WorkshopGauge *self,
                                         WorkshopUnit   unit);

/**
 * workshop_gauge_finish_on_unit:
 * @future: from workshop_gauge_call_on_unit()
 * @result: (out) (optional): a number
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean workshop_gauge_finish_on_unit (HarkFuture  *future,
                                        double      *result,
                                        GError     **error);

/**
 * workshop_gauge_await_on_unit:
 * @self: a #WorkshopGauge
 * @unit: a #WorkshopUnit
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional): a number
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot on_unit (Unit unit) -> double throws`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean workshop_gauge_await_on_unit (WorkshopGauge  *self,
                                       WorkshopUnit    unit,
                                       gint64          timeout,
                                       GCancellable   *cancellable,
                                       double         *result,
                                       GError        **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_gauge_on_unit__target;
typedef struct HarkTag_enum_8Workshop4Unit workshop_gauge_on_unit__Tag;
typedef WorkshopGauge workshop_gauge_on_unit__Owner;
#define workshop_gauge_on_unit__TEXT "slot Workshop.Gauge.on_unit (Unit unit) -> double throws"

#endif

/* queue.hark:22  slot on_moved (double x, double y) */

/**
 * workshop_gauge_on_moved:
 * @self: a #WorkshopGauge
 * @x: a number
 * @y: a number
 *
 * Queues a call of `slot on_moved (double x, double y)`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean workshop_gauge_on_moved (WorkshopGauge *self,
                                  double         x,
                                  double         y);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_gauge_on_moved__target;
typedef struct HarkTag_double_double workshop_gauge_on_moved__Tag;
typedef WorkshopGauge workshop_gauge_on_moved__Owner;
#define workshop_gauge_on_moved__TEXT "slot Workshop.Gauge.on_moved (double x, double y)"

#endif

/* queue.hark:25  slot on_typed (string text) */

/**
 * workshop_gauge_on_typed:
 * @self: a #WorkshopGauge
 * @text: a string
 *
 * Queues a call of `slot on_typed (string text)`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean workshop_gauge_on_typed (WorkshopGauge *self,
                                  const char    *text);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo workshop_gauge_on_typed__target;
typedef struct HarkTag_string workshop_gauge_on_typed__Tag;
typedef WorkshopGauge workshop_gauge_on_typed__Owner;
#define workshop_gauge_on_typed__TEXT "slot Workshop.Gauge.on_typed (string text)"

#endif

G_END_DECLS
