/* Made from queue.hark by hark-gen. Do not edit. */
#include "queue.h"

#include <stddef.h>
#include <string.h>

enum
{
  PROPERTY_LOOP = 1,
};

/* queue.hark:4  enum Unit */

GType
workshop_unit_get_type (void)
{
  static const GEnumValue values[] =
  {
    { WORKSHOP_UNIT_CELSIUS, "WORKSHOP_UNIT_CELSIUS", "celsius" },
    { WORKSHOP_UNIT_KELVIN, "WORKSHOP_UNIT_KELVIN", "kelvin" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("WorkshopUnit", values));

  return type;
}

/* queue.hark:9  (string sensor, double value) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *sensor;
  double      value;
} WorkshopGaugeMeasured__Values;

static const HarkField workshop_gauge_measured__fields[] =
{
  { "sensor", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (WorkshopGaugeMeasured__Values, sensor), 0, NULL, NULL },
  { "value", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (WorkshopGaugeMeasured__Values, value), 0, NULL, NULL },
};

static gsize
workshop_gauge_measured__measure (gconstpointer values)
{
  const WorkshopGaugeMeasured__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->sensor);
  return size;
}

static void
workshop_gauge_measured__pack (gconstpointer values,
                               gpointer      packed)
{
  const WorkshopGaugeMeasured__Values *from = values;
  WorkshopGaugeMeasured__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->sensor = hark_pack_string (&tail, from->sensor);
}

static const HarkSignature workshop_gauge_measured__signature =
{
  .name = "(string, double)",
  .text = "(string sensor, double value)",
  .variant_type = "(sd)",
  .fingerprint = G_GUINT64_CONSTANT (0x75bea0d4f53e6631),
  .fields = workshop_gauge_measured__fields,
  .n_fields = 2,
  .size = sizeof (WorkshopGaugeMeasured__Values),
  .measure = workshop_gauge_measured__measure,
  .pack = workshop_gauge_measured__pack,
  .clear = NULL,
};

/* queue.hark:11  (Unit unit) */

typedef struct G_GNUC_MAY_ALIAS
{
  WorkshopUnit unit;
} WorkshopGaugeRead__Values;

static const HarkField workshop_gauge_read__fields[] =
{
  { "unit", HARK_FIELD_ENUM, HARK_FIELD_PLAIN, offsetof (WorkshopGaugeRead__Values, unit), 0, NULL, NULL },
};

static const HarkSignature workshop_gauge_read__signature =
{
  .name = "(Workshop.Unit)",
  .text = "(Unit unit)",
  .variant_type = "(i)",
  .fingerprint = G_GUINT64_CONSTANT (0xbad157e12c3670dd),
  .fields = workshop_gauge_read__fields,
  .n_fields = 1,
  .size = sizeof (WorkshopGaugeRead__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* queue.hark:19  (double result) */

typedef struct G_GNUC_MAY_ALIAS
{
  double result;
} WorkshopGaugeOnUnit__Result;

static const HarkField workshop_gauge_on_unit__result_fields[] =
{
  { "result", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (WorkshopGaugeOnUnit__Result, result), 0, NULL, NULL },
};

static const HarkSignature workshop_gauge_on_unit__result_signature =
{
  .name = "(double)",
  .text = "(double result)",
  .variant_type = "(d)",
  .fingerprint = G_GUINT64_CONSTANT (0x91d5d9e85b0c47e0),
  .fields = workshop_gauge_on_unit__result_fields,
  .n_fields = 1,
  .size = sizeof (WorkshopGaugeOnUnit__Result),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* queue.hark:22  (double x, double y) */

typedef struct G_GNUC_MAY_ALIAS
{
  double x;
  double y;
} WorkshopGaugeOnMoved__Arguments;

static const HarkField workshop_gauge_on_moved__arguments_fields[] =
{
  { "x", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (WorkshopGaugeOnMoved__Arguments, x), 0, NULL, NULL },
  { "y", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (WorkshopGaugeOnMoved__Arguments, y), 0, NULL, NULL },
};

static const HarkSignature workshop_gauge_on_moved__arguments_signature =
{
  .name = "(double, double)",
  .text = "(double x, double y)",
  .variant_type = "(dd)",
  .fingerprint = G_GUINT64_CONSTANT (0x926d82b248353d53),
  .fields = workshop_gauge_on_moved__arguments_fields,
  .n_fields = 2,
  .size = sizeof (WorkshopGaugeOnMoved__Arguments),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* queue.hark:25  (string text) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *text;
} WorkshopGaugeOnTyped__Arguments;

static const HarkField workshop_gauge_on_typed__arguments_fields[] =
{
  { "text", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (WorkshopGaugeOnTyped__Arguments, text), 0, NULL, NULL },
};

static gsize
workshop_gauge_on_typed__arguments_measure (gconstpointer values)
{
  const WorkshopGaugeOnTyped__Arguments *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->text);
  return size;
}

static void
workshop_gauge_on_typed__arguments_pack (gconstpointer values,
                                         gpointer      packed)
{
  const WorkshopGaugeOnTyped__Arguments *from = values;
  WorkshopGaugeOnTyped__Arguments *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->text = hark_pack_string (&tail, from->text);
}

static const HarkSignature workshop_gauge_on_typed__arguments_signature =
{
  .name = "(string)",
  .text = "(string text)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = workshop_gauge_on_typed__arguments_fields,
  .n_fields = 1,
  .size = sizeof (WorkshopGaugeOnTyped__Arguments),
  .measure = workshop_gauge_on_typed__arguments_measure,
  .pack = workshop_gauge_on_typed__arguments_pack,
  .clear = NULL,
};

/* queue.hark:7  object Gauge */

static void workshop_gauge__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (WorkshopGauge, workshop_gauge, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, workshop_gauge__implement_object))

static const HarkClassInfo workshop_gauge__info;

/* queue.hark:9  event measured (string sensor, double value) */

G_DEFINE_BOXED_TYPE (WorkshopGaugeMeasured, workshop_gauge_measured, workshop_gauge_measured_ref, workshop_gauge_measured_unref)

WorkshopGaugeMeasured *
workshop_gauge_measured_ref (WorkshopGaugeMeasured *self)
{
  return hark_values_ref (self);
}

void
workshop_gauge_measured_unref (WorkshopGaugeMeasured *self)
{
  hark_values_unref (self);
}

const char *
workshop_gauge_measured_get_sensor (const WorkshopGaugeMeasured *self)
{
  return self->sensor;
}

double
workshop_gauge_measured_get_value (const WorkshopGaugeMeasured *self)
{
  return self->value;
}

static void
workshop_gauge_measured__call (GCallback     func,
                               gpointer      context,
                               gconstpointer values)
{
  const WorkshopGaugeMeasured__Values *from = values;

  ((WorkshopGaugeMeasuredFunc) func) (context, from->sensor, from->value);
}

static gboolean
workshop_gauge_measured__filter (GCallback     func,
                                 gpointer      context,
                                 gconstpointer values)
{
  const WorkshopGaugeMeasured__Values *from = values;
  workshop_gauge_measured__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->sensor, from->value);
}

/* As the target of a connection, which emits it again. */
static void
workshop_gauge_measured__forward (gpointer        object,
                                  gconstpointer   values,
                                  HarkFuture     *answer G_GNUC_UNUSED,
                                  GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((WorkshopGauge *) object)->seat, &workshop_gauge_measured__source, values);
}

const HarkSlotInfo workshop_gauge_measured__target =
{
  .name = "measured",
  .text = workshop_gauge_measured__TEXT,
  .location = "queue.hark:9",
  .owner = &workshop_gauge__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &workshop_gauge_measured__signature,
  .invoke = workshop_gauge_measured__forward,
};

static const HarkQueueInfo workshop_gauge_measured__queue =
{
  .policy = HARK_QUEUE_DROP_OLDEST,
  .depth = 8,
};

const HarkEventInfo workshop_gauge_measured__source =
{
  .name = "measured",
  .text = workshop_gauge_measured__TEXT,
  .location = "queue.hark:9",
  .owner = &workshop_gauge__info,
  .index = 0,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &workshop_gauge_measured__signature,
  .call = workshop_gauge_measured__call,
  .filter = workshop_gauge_measured__filter,
  .target = &workshop_gauge_measured__target,
  .get_type = workshop_gauge_measured_get_type,
  .queue = &workshop_gauge_measured__queue,
};

void
workshop_gauge_emit_measured (WorkshopGauge *self,
                              const char    *sensor,
                              double         value)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 0))
    return;

  g_return_if_fail (WORKSHOP_IS_GAUGE (self));
  g_return_if_fail (sensor != NULL);
  {
    const WorkshopGaugeMeasured__Values values_ =
    {
      .sensor = sensor,
      .value = value,
    };

    hark_seat_emit (&self->seat, &workshop_gauge_measured__source, &values_);
  }
}

HarkFuture *
workshop_gauge_next_measured (WorkshopGauge *self)
{
  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), NULL);

  return hark_seat_next (&self->seat, &workshop_gauge_measured__source);
}

WorkshopGaugeMeasured *
workshop_gauge_finish_measured (HarkFuture  *future,
                                GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, workshop_gauge_measured__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

WorkshopGaugeMeasured *
workshop_gauge_await_measured (WorkshopGauge  *self,
                               gint64          timeout,
                               GCancellable   *cancellable,
                               GError        **error)
{
  g_autoptr(HarkFuture) future = workshop_gauge_next_measured (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return workshop_gauge_finish_measured (future, error);
}

HarkStream *
workshop_gauge_stream_measured (WorkshopGauge *self)
{
  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), NULL);

  return hark_seat_stream (&self->seat, &workshop_gauge_measured__source);
}

WorkshopGaugeMeasured *
workshop_gauge_stream_next_measured (HarkStream    *stream,
                                     gint64         timeout,
                                     GCancellable  *cancellable,
                                     GError       **error)
{
  return hark_stream_next (stream, &workshop_gauge_measured__source, timeout, cancellable, error);
}

/* queue.hark:11  event read (Unit unit) */

G_DEFINE_BOXED_TYPE (WorkshopGaugeRead, workshop_gauge_read, workshop_gauge_read_ref, workshop_gauge_read_unref)

WorkshopGaugeRead *
workshop_gauge_read_ref (WorkshopGaugeRead *self)
{
  return hark_values_ref (self);
}

void
workshop_gauge_read_unref (WorkshopGaugeRead *self)
{
  hark_values_unref (self);
}

WorkshopUnit
workshop_gauge_read_get_unit (const WorkshopGaugeRead *self)
{
  return self->unit;
}

static void
workshop_gauge_read__call (GCallback     func,
                           gpointer      context,
                           gconstpointer values)
{
  const WorkshopGaugeRead__Values *from = values;

  ((WorkshopGaugeReadFunc) func) (context, from->unit);
}

static gboolean
workshop_gauge_read__filter (GCallback     func,
                             gpointer      context,
                             gconstpointer values)
{
  const WorkshopGaugeRead__Values *from = values;
  workshop_gauge_read__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->unit);
}

/* As the target of a connection, which emits it again. */
static void
workshop_gauge_read__forward (gpointer        object,
                              gconstpointer   values,
                              HarkFuture     *answer G_GNUC_UNUSED,
                              GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((WorkshopGauge *) object)->seat, &workshop_gauge_read__source, values);
}

const HarkSlotInfo workshop_gauge_read__target =
{
  .name = "read",
  .text = workshop_gauge_read__TEXT,
  .location = "queue.hark:11",
  .owner = &workshop_gauge__info,
  .index = 1,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &workshop_gauge_read__signature,
  .invoke = workshop_gauge_read__forward,
};

const HarkEventInfo workshop_gauge_read__source =
{
  .name = "read",
  .text = workshop_gauge_read__TEXT,
  .location = "queue.hark:11",
  .owner = &workshop_gauge__info,
  .index = 1,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &workshop_gauge_read__signature,
  .call = workshop_gauge_read__call,
  .filter = workshop_gauge_read__filter,
  .target = &workshop_gauge_read__target,
  .get_type = workshop_gauge_read_get_type,
};

void
workshop_gauge_emit_read (WorkshopGauge *self,
                          WorkshopUnit   unit)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 1))
    return;

  g_return_if_fail (WORKSHOP_IS_GAUGE (self));
  {
    const WorkshopGaugeRead__Values values_ =
    {
      .unit = unit,
    };

    hark_seat_emit (&self->seat, &workshop_gauge_read__source, &values_);
  }
}

HarkFuture *
workshop_gauge_next_read (WorkshopGauge *self)
{
  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), NULL);

  return hark_seat_next (&self->seat, &workshop_gauge_read__source);
}

WorkshopGaugeRead *
workshop_gauge_finish_read (HarkFuture  *future,
                            GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, workshop_gauge_read__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

WorkshopGaugeRead *
workshop_gauge_await_read (WorkshopGauge  *self,
                           gint64          timeout,
                           GCancellable   *cancellable,
                           GError        **error)
{
  g_autoptr(HarkFuture) future = workshop_gauge_next_read (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return workshop_gauge_finish_read (future, error);
}

HarkStream *
workshop_gauge_stream_read (WorkshopGauge *self)
{
  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), NULL);

  return hark_seat_stream (&self->seat, &workshop_gauge_read__source);
}

WorkshopGaugeRead *
workshop_gauge_stream_next_read (HarkStream    *stream,
                                 gint64         timeout,
                                 GCancellable  *cancellable,
                                 GError       **error)
{
  return hark_stream_next (stream, &workshop_gauge_read__source, timeout, cancellable, error);
}

/* queue.hark:13  slot on_read (Unit unit) */

static void
workshop_gauge_on_read__default (WorkshopGauge *self,
                                 WorkshopUnit   unit)
{
  const WorkshopGaugeSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->on_read != NULL)
    slots_->on_read (self, unit);
}

static void
workshop_gauge_on_read__invoke (gpointer        object,
                                gconstpointer   values,
                                HarkFuture     *answer,
                                GError        **error G_GNUC_UNUSED)
{
  WorkshopGauge *self = object;
  WorkshopGaugeClass *klass = WORKSHOP_GAUGE_GET_CLASS (self);
  const WorkshopGaugeRead__Values *arguments = values;

  klass->on_read (self, arguments->unit);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

static const HarkQueueInfo workshop_gauge_on_read__queue =
{
  .policy = HARK_QUEUE_GROW,
  .depth = 100,
};

const HarkSlotInfo workshop_gauge_on_read__target =
{
  .name = "on_read",
  .text = workshop_gauge_on_read__TEXT,
  .location = "queue.hark:13",
  .owner = &workshop_gauge__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &workshop_gauge_read__signature,
  .result = NULL,
  .invoke = workshop_gauge_on_read__invoke,
  .queue = &workshop_gauge_on_read__queue,
};

gboolean
workshop_gauge_on_read (WorkshopGauge *self,
                        WorkshopUnit   unit)
{
  const WorkshopGaugeRead__Values values_ =
  {
    .unit = unit,
  };

  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), FALSE);

  return hark_seat_post (&self->seat, &workshop_gauge_on_read__target, &values_);
}

/* queue.hark:16  slot on_measured (string sensor, double value) */

static void
workshop_gauge_on_measured__default (WorkshopGauge *self,
                                     const char    *sensor,
                                     double         value)
{
  const WorkshopGaugeSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->on_measured != NULL)
    slots_->on_measured (self, sensor, value);
}

static void
workshop_gauge_on_measured__invoke (gpointer        object,
                                    gconstpointer   values,
                                    HarkFuture     *answer,
                                    GError        **error G_GNUC_UNUSED)
{
  WorkshopGauge *self = object;
  WorkshopGaugeClass *klass = WORKSHOP_GAUGE_GET_CLASS (self);
  const WorkshopGaugeMeasured__Values *arguments = values;

  klass->on_measured (self, arguments->sensor, arguments->value);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

static const HarkQueueInfo workshop_gauge_on_measured__queue =
{
  .policy = HARK_QUEUE_LATEST,
  .depth = 64,
  .key = "sensor",
};

const HarkSlotInfo workshop_gauge_on_measured__target =
{
  .name = "on_measured",
  .text = workshop_gauge_on_measured__TEXT,
  .location = "queue.hark:16",
  .owner = &workshop_gauge__info,
  .index = 1,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &workshop_gauge_measured__signature,
  .result = NULL,
  .invoke = workshop_gauge_on_measured__invoke,
  .queue = &workshop_gauge_on_measured__queue,
};

gboolean
workshop_gauge_on_measured (WorkshopGauge *self,
                            const char    *sensor,
                            double         value)
{
  const WorkshopGaugeMeasured__Values values_ =
  {
    .sensor = sensor,
    .value = value,
  };

  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), FALSE);
  g_return_val_if_fail (sensor != NULL, FALSE);

  return hark_seat_post (&self->seat, &workshop_gauge_on_measured__target, &values_);
}

/* queue.hark:19  slot on_unit (Unit unit) -> double throws */

static double
workshop_gauge_on_unit__default (WorkshopGauge  *self,
                                 WorkshopUnit    unit,
                                 GError        **error)
{
  const WorkshopGaugeSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->on_unit != NULL)
    return slots_->on_unit (self, unit, error);
  hark_slot_not_implemented (&workshop_gauge_on_unit__target, error);
  return 0;
}

static void
workshop_gauge_on_unit__invoke (gpointer        object,
                                gconstpointer   values,
                                HarkFuture     *answer,
                                GError        **error)
{
  WorkshopGauge *self = object;
  WorkshopGaugeClass *klass = WORKSHOP_GAUGE_GET_CLASS (self);
  const WorkshopGaugeRead__Values *arguments = values;
  GError *failure = NULL;
  double result;

  result = klass->on_unit (self, arguments->unit, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (answer != NULL)
    {
      const WorkshopGaugeOnUnit__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
}

static const HarkQueueInfo workshop_gauge_on_unit__queue =
{
  .policy = HARK_QUEUE_LATEST,
  .depth = 2,
  .key = "unit",
};

const HarkSlotInfo workshop_gauge_on_unit__target =
{
  .name = "on_unit",
  .text = workshop_gauge_on_unit__TEXT,
  .location = "queue.hark:19",
  .owner = &workshop_gauge__info,
  .index = 2,
  .flags = HARK_SLOT_THROWS,
  .signature = &workshop_gauge_read__signature,
  .result = &workshop_gauge_on_unit__result_signature,
  .invoke = workshop_gauge_on_unit__invoke,
  .queue = &workshop_gauge_on_unit__queue,
};

HarkFuture *
workshop_gauge_call_on_unit (WorkshopGauge *self,
                             WorkshopUnit   unit)
{
  const WorkshopGaugeRead__Values values_ =
  {
    .unit = unit,
  };

  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), NULL);

  return hark_seat_call (&self->seat, &workshop_gauge_on_unit__target, &values_);
}

gboolean
workshop_gauge_finish_on_unit (HarkFuture  *future,
                               double      *result,
                               GError     **error)
{
  const WorkshopGaugeOnUnit__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, workshop_gauge_on_unit__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result;
  return TRUE;
}

gboolean
workshop_gauge_await_on_unit (WorkshopGauge  *self,
                              WorkshopUnit    unit,
                              gint64          timeout,
                              GCancellable   *cancellable,
                              double         *result,
                              GError        **error)
{
  g_autoptr(HarkFuture) future_ = workshop_gauge_call_on_unit (self, unit);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && workshop_gauge_finish_on_unit (future_, result, error));
}

/* queue.hark:22  slot on_moved (double x, double y) */

static void
workshop_gauge_on_moved__default (WorkshopGauge *self,
                                  double         x,
                                  double         y)
{
  const WorkshopGaugeSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->on_moved != NULL)
    slots_->on_moved (self, x, y);
}

static void
workshop_gauge_on_moved__invoke (gpointer        object,
                                 gconstpointer   values,
                                 HarkFuture     *answer,
                                 GError        **error G_GNUC_UNUSED)
{
  WorkshopGauge *self = object;
  WorkshopGaugeClass *klass = WORKSHOP_GAUGE_GET_CLASS (self);
  const WorkshopGaugeOnMoved__Arguments *arguments = values;

  klass->on_moved (self, arguments->x, arguments->y);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

static const HarkQueueInfo workshop_gauge_on_moved__queue =
{
  .policy = HARK_QUEUE_THROTTLE,
  .interval = G_GINT64_CONSTANT (100000),
};

const HarkSlotInfo workshop_gauge_on_moved__target =
{
  .name = "on_moved",
  .text = workshop_gauge_on_moved__TEXT,
  .location = "queue.hark:22",
  .owner = &workshop_gauge__info,
  .index = 3,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &workshop_gauge_on_moved__arguments_signature,
  .result = NULL,
  .invoke = workshop_gauge_on_moved__invoke,
  .queue = &workshop_gauge_on_moved__queue,
};

gboolean
workshop_gauge_on_moved (WorkshopGauge *self,
                         double         x,
                         double         y)
{
  const WorkshopGaugeOnMoved__Arguments values_ =
  {
    .x = x,
    .y = y,
  };

  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), FALSE);

  return hark_seat_post (&self->seat, &workshop_gauge_on_moved__target, &values_);
}

/* queue.hark:25  slot on_typed (string text) */

static void
workshop_gauge_on_typed__default (WorkshopGauge *self,
                                  const char    *text)
{
  const WorkshopGaugeSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->on_typed != NULL)
    slots_->on_typed (self, text);
}

static void
workshop_gauge_on_typed__invoke (gpointer        object,
                                 gconstpointer   values,
                                 HarkFuture     *answer,
                                 GError        **error G_GNUC_UNUSED)
{
  WorkshopGauge *self = object;
  WorkshopGaugeClass *klass = WORKSHOP_GAUGE_GET_CLASS (self);
  const WorkshopGaugeOnTyped__Arguments *arguments = values;

  klass->on_typed (self, arguments->text);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

static const HarkQueueInfo workshop_gauge_on_typed__queue =
{
  .policy = HARK_QUEUE_DEBOUNCE,
  .interval = G_GINT64_CONSTANT (1500000),
};

const HarkSlotInfo workshop_gauge_on_typed__target =
{
  .name = "on_typed",
  .text = workshop_gauge_on_typed__TEXT,
  .location = "queue.hark:25",
  .owner = &workshop_gauge__info,
  .index = 4,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &workshop_gauge_on_typed__arguments_signature,
  .result = NULL,
  .invoke = workshop_gauge_on_typed__invoke,
  .queue = &workshop_gauge_on_typed__queue,
};

gboolean
workshop_gauge_on_typed (WorkshopGauge *self,
                         const char    *text)
{
  const WorkshopGaugeOnTyped__Arguments values_ =
  {
    .text = text,
  };

  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return hark_seat_post (&self->seat, &workshop_gauge_on_typed__target, &values_);
}

/* queue.hark:7  object Gauge */

static const HarkEventInfo *const workshop_gauge__events[] =
{
  &workshop_gauge_measured__source,
  &workshop_gauge_read__source,
};

static const HarkSlotInfo *const workshop_gauge__slots[] =
{
  &workshop_gauge_on_read__target,
  &workshop_gauge_on_measured__target,
  &workshop_gauge_on_unit__target,
  &workshop_gauge_on_moved__target,
  &workshop_gauge_on_typed__target,
};

static const HarkClassInfo workshop_gauge__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (WorkshopGauge, seat),
  .name = "Workshop.Gauge",
  .location = "queue.hark:7",
  .get_type = workshop_gauge_get_type,
  .events = workshop_gauge__events,
  .slots = workshop_gauge__slots,
  .n_events = 2,
  .n_slots = 5,
};

static void
workshop_gauge__closed_default (WorkshopGauge *self)
{
  const WorkshopGaugeSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
workshop_gauge__closed (HarkObject *object)
{
  WorkshopGauge *self = WORKSHOP_GAUGE (object);
  WorkshopGaugeClass *klass = WORKSHOP_GAUGE_GET_CLASS (self);

  klass->closed (self);
}

static void
workshop_gauge__implement_object (HarkObjectInterface *interface)
{
  interface->info = &workshop_gauge__info;
  interface->closed = workshop_gauge__closed;
}

static void
workshop_gauge__set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  WorkshopGauge *self = WORKSHOP_GAUGE (object);

  switch (property_id)
    {
    case PROPERTY_LOOP:
      hark_seat_set_loop_property (&self->seat, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
workshop_gauge__get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  WorkshopGauge *self = WORKSHOP_GAUGE (object);

  switch (property_id)
    {
    case PROPERTY_LOOP:
      hark_seat_get_loop_property (&self->seat, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
workshop_gauge__dispose (GObject *object)
{
  if (hark_seat_dispose (&WORKSHOP_GAUGE (object)->seat))
    G_OBJECT_CLASS (workshop_gauge_parent_class)->dispose (object);
}

static void
workshop_gauge__finalize (GObject *object)
{
  hark_seat_finalize (&WORKSHOP_GAUGE (object)->seat);
  G_OBJECT_CLASS (workshop_gauge_parent_class)->finalize (object);
}

static void
workshop_gauge_class_init (WorkshopGaugeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = workshop_gauge__set_property;
  object_class->get_property = workshop_gauge__get_property;
  object_class->dispose = workshop_gauge__dispose;
  object_class->finalize = workshop_gauge__finalize;

  klass->closed = workshop_gauge__closed_default;
  klass->on_read = workshop_gauge_on_read__default;
  klass->on_measured = workshop_gauge_on_measured__default;
  klass->on_unit = workshop_gauge_on_unit__default;
  klass->on_moved = workshop_gauge_on_moved__default;
  klass->on_typed = workshop_gauge_on_typed__default;

  hark_class_init (object_class, &workshop_gauge__info);
  {
    const GType types[] = { G_TYPE_STRING, G_TYPE_DOUBLE };

    hark_class_add_signal (object_class, &workshop_gauge_measured__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { WORKSHOP_TYPE_UNIT };

    hark_class_add_signal (object_class, &workshop_gauge_read__source, types, G_N_ELEMENTS (types));
  }
}

static void
workshop_gauge_init (WorkshopGauge *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &workshop_gauge__info);
}

WorkshopGauge *
workshop_gauge_new (HarkLoop                 *loop,
                    const WorkshopGaugeSlots *slots,
                    gpointer                  data,
                    GDestroyNotify            destroy)
{
  WorkshopGauge *self = g_object_new (WORKSHOP_TYPE_GAUGE, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
workshop_gauge_get_data (WorkshopGauge *self)
{
  g_return_val_if_fail (WORKSHOP_IS_GAUGE (self), NULL);

  return self->seat.data;
}

WorkshopGauge *
workshop_gauge_new_remote (HarkBus    *bus,
                           const char *name,
                           HarkLoop   *loop)
{
  WorkshopGauge *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (WORKSHOP_TYPE_GAUGE, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}
