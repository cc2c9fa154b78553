/* Made from workshop.hark by hark-gen. Do not edit. */
#include "workshop.h"

#include <stddef.h>
#include <string.h>

enum
{
  PROPERTY_LOOP = 1,
};

/* workshop.hark:5  (uint64 id, string product, double weight) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint64     id;
  const char *product;
  double      weight;
} WorkshopOrder__Values;

static const HarkField workshop_order__fields[] =
{
  { "id", HARK_FIELD_UINT64, HARK_FIELD_PLAIN, offsetof (WorkshopOrder__Values, id), 0, NULL, NULL },
  { "product", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (WorkshopOrder__Values, product), 0, NULL, NULL },
  { "weight", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (WorkshopOrder__Values, weight), 0, NULL, NULL },
};

static gsize
workshop_order__measure (gconstpointer values)
{
  const WorkshopOrder__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->product);
  return size;
}

static void
workshop_order__pack (gconstpointer values,
                      gpointer      packed)
{
  const WorkshopOrder__Values *from = values;
  WorkshopOrder__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->product = hark_pack_string (&tail, from->product);
}

const HarkSignature workshop_order__signature =
{
  .name = "Workshop.Order",
  .text = "(uint64 id, string product, double weight)",
  .variant_type = "(tsd)",
  .fingerprint = G_GUINT64_CONSTANT (0x659d0604b91f0549),
  .fields = workshop_order__fields,
  .n_fields = 3,
  .size = sizeof (WorkshopOrder__Values),
  .measure = workshop_order__measure,
  .pack = workshop_order__pack,
  .clear = NULL,
};

/* workshop.hark:14  (string product, uint64 serial) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *product;
  guint64     serial;
} WorkshopProducerProduced__Values;

static const HarkField workshop_producer_produced__fields[] =
{
  { "product", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (WorkshopProducerProduced__Values, product), 0, NULL, NULL },
  { "serial", HARK_FIELD_UINT64, HARK_FIELD_PLAIN, offsetof (WorkshopProducerProduced__Values, serial), 0, NULL, NULL },
};

static gsize
workshop_producer_produced__measure (gconstpointer values)
{
  const WorkshopProducerProduced__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->product);
  return size;
}

static void
workshop_producer_produced__pack (gconstpointer values,
                                  gpointer      packed)
{
  const WorkshopProducerProduced__Values *from = values;
  WorkshopProducerProduced__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->product = hark_pack_string (&tail, from->product);
}

static const HarkSignature workshop_producer_produced__signature =
{
  .name = "(string, uint64)",
  .text = "(string product, uint64 serial)",
  .variant_type = "(st)",
  .fingerprint = G_GUINT64_CONSTANT (0x5413004084e5d59e),
  .fields = workshop_producer_produced__fields,
  .n_fields = 2,
  .size = sizeof (WorkshopProducerProduced__Values),
  .measure = workshop_producer_produced__measure,
  .pack = workshop_producer_produced__pack,
  .clear = NULL,
};

/* workshop.hark:16  (Order order) */

typedef struct G_GNUC_MAY_ALIAS
{
  WorkshopOrder *order;
} WorkshopProducerRequestProduct__Arguments;

static const HarkField workshop_producer_request_product__arguments_fields[] =
{
  { "order", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (WorkshopProducerRequestProduct__Arguments, order), 0, &workshop_order__signature, NULL },
};

static void
workshop_producer_request_product__arguments_pack (gconstpointer values,
                                                   gpointer      packed)
{
  const WorkshopProducerRequestProduct__Arguments *from = values;
  WorkshopProducerRequestProduct__Arguments *to = packed;

  *to = *from;
  workshop_order_ref (to->order);
}

static void
workshop_producer_request_product__arguments_clear (gpointer packed)
{
  const WorkshopProducerRequestProduct__Arguments *from = packed;

  workshop_order_unref (from->order);
}

static const HarkSignature workshop_producer_request_product__arguments_signature =
{
  .name = "(Workshop.Order)",
  .text = "(Order order)",
  .variant_type = "((tsd))",
  .fingerprint = G_GUINT64_CONSTANT (0xe9d890455d968458),
  .fields = workshop_producer_request_product__arguments_fields,
  .n_fields = 1,
  .size = sizeof (WorkshopProducerRequestProduct__Arguments),
  .measure = NULL,
  .pack = workshop_producer_request_product__arguments_pack,
  .clear = workshop_producer_request_product__arguments_clear,
};

/* workshop.hark:17  () */

static const HarkSignature workshop_producer_stock__arguments_signature =
{
  .name = "()",
  .text = "()",
  .variant_type = "()",
  .fingerprint = G_GUINT64_CONSTANT (0x2e38e77b22c314a4),
  .fields = NULL,
  .n_fields = 0,
  .size = 0,
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* workshop.hark:17  (uint64 result) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint64 result;
} WorkshopProducerStock__Result;

static const HarkField workshop_producer_stock__result_fields[] =
{
  { "result", HARK_FIELD_UINT64, HARK_FIELD_PLAIN, offsetof (WorkshopProducerStock__Result, result), 0, NULL, NULL },
};

static const HarkSignature workshop_producer_stock__result_signature =
{
  .name = "(uint64)",
  .text = "(uint64 result)",
  .variant_type = "(t)",
  .fingerprint = G_GUINT64_CONSTANT (0x0642163c3344a6d5),
  .fields = workshop_producer_stock__result_fields,
  .n_fields = 1,
  .size = sizeof (WorkshopProducerStock__Result),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* workshop.hark:18  (double target) */

typedef struct G_GNUC_MAY_ALIAS
{
  double target;
} WorkshopProducerCalibrate__Arguments;

static const HarkField workshop_producer_calibrate__arguments_fields[] =
{
  { "target", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (WorkshopProducerCalibrate__Arguments, target), 0, NULL, NULL },
};

static const HarkSignature workshop_producer_calibrate__arguments_signature =
{
  .name = "(double)",
  .text = "(double target)",
  .variant_type = "(d)",
  .fingerprint = G_GUINT64_CONSTANT (0x91d5d9e85b0c47e0),
  .fields = workshop_producer_calibrate__arguments_fields,
  .n_fields = 1,
  .size = sizeof (WorkshopProducerCalibrate__Arguments),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* workshop.hark:18  (double result) */

typedef struct G_GNUC_MAY_ALIAS
{
  double result;
} WorkshopProducerCalibrate__Result;

static const HarkField workshop_producer_calibrate__result_fields[] =
{
  { "result", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (WorkshopProducerCalibrate__Result, result), 0, NULL, NULL },
};

static const HarkSignature workshop_producer_calibrate__result_signature =
{
  .name = "(double)",
  .text = "(double result)",
  .variant_type = "(d)",
  .fingerprint = G_GUINT64_CONSTANT (0x91d5d9e85b0c47e0),
  .fields = workshop_producer_calibrate__result_fields,
  .n_fields = 1,
  .size = sizeof (WorkshopProducerCalibrate__Result),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* workshop.hark:5  record Order */

G_DEFINE_BOXED_TYPE (WorkshopOrder, workshop_order, workshop_order_ref, workshop_order_unref)

WorkshopOrder *
workshop_order_ref (WorkshopOrder *self)
{
  return hark_values_ref (self);
}

void
workshop_order_unref (WorkshopOrder *self)
{
  hark_values_unref (self);
}

guint64
workshop_order_get_id (const WorkshopOrder *self)
{
  return self->id;
}

const char *
workshop_order_get_product (const WorkshopOrder *self)
{
  return self->product;
}

double
workshop_order_get_weight (const WorkshopOrder *self)
{
  return self->weight;
}

WorkshopOrder *
workshop_order_new (guint64     id,
                    const char *product,
                    double      weight)
{
  const WorkshopOrder__Values values_ =
  {
    .id = id,
    .product = product,
    .weight = weight,
  };

  g_return_val_if_fail (product != NULL, NULL);

  return hark_values_new (&workshop_order__signature, &values_);
}

GVariant *
workshop_order_to_variant (const WorkshopOrder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_values_to_variant (&workshop_order__signature, self, NULL);
}

WorkshopOrder *
workshop_order_new_from_variant (GVariant  *variant,
                                 GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);

  return hark_values_from_variant (&workshop_order__signature, variant, error);
}

void
workshop_order_builder_set_id (WorkshopOrderBuilder *self,
                               guint64               id)
{
  self->id = id;
}

void
workshop_order_builder_set_product (WorkshopOrderBuilder *self,
                                    const char           *product)
{
  char *old_ = self->product;

  self->product = g_strdup (product);
  g_free (old_);
}

void
workshop_order_builder_set_weight (WorkshopOrderBuilder *self,
                                   double                weight)
{
  self->weight = weight;
}

void
workshop_order_builder_init_from (WorkshopOrderBuilder *self,
                                  const WorkshopOrder  *from)
{
  memset (self, 0, sizeof *self);

  workshop_order_builder_set_id (self, from->id);
  workshop_order_builder_set_product (self, from->product);
  workshop_order_builder_set_weight (self, from->weight);
}

WorkshopOrder *
workshop_order_builder_end (WorkshopOrderBuilder *self)
{
  WorkshopOrder *record;

  g_return_val_if_fail (self->product != NULL, NULL);

  record = hark_values_new (&workshop_order__signature, self);
  workshop_order_builder_clear (self);
  return record;
}

void
workshop_order_builder_clear (WorkshopOrderBuilder *self)
{
  g_free (self->product);
  memset (self, 0, sizeof *self);
}

/* workshop.hark:12  object Producer */

static void workshop_producer__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (WorkshopProducer, workshop_producer, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, workshop_producer__implement_object))

static const HarkClassInfo workshop_producer__info;

/* workshop.hark:14  event produced (string product, uint64 serial) */

G_DEFINE_BOXED_TYPE (WorkshopProducerProduced, workshop_producer_produced, workshop_producer_produced_ref, workshop_producer_produced_unref)

WorkshopProducerProduced *
workshop_producer_produced_ref (WorkshopProducerProduced *self)
{
  return hark_values_ref (self);
}

void
workshop_producer_produced_unref (WorkshopProducerProduced *self)
{
  hark_values_unref (self);
}

const char *
workshop_producer_produced_get_product (const WorkshopProducerProduced *self)
{
  return self->product;
}

guint64
workshop_producer_produced_get_serial (const WorkshopProducerProduced *self)
{
  return self->serial;
}

static void
workshop_producer_produced__call (GCallback     func,
                                  gpointer      context,
                                  gconstpointer values)
{
  const WorkshopProducerProduced__Values *from = values;

  ((WorkshopProducerProducedFunc) func) (context, from->product, from->serial);
}

static gboolean
workshop_producer_produced__filter (GCallback     func,
                                    gpointer      context,
                                    gconstpointer values)
{
  const WorkshopProducerProduced__Values *from = values;
  workshop_producer_produced__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->product, from->serial);
}

/* As the target of a connection, which emits it again. */
static void
workshop_producer_produced__forward (gpointer        object,
                                     gconstpointer   values,
                                     HarkFuture     *answer G_GNUC_UNUSED,
                                     GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((WorkshopProducer *) object)->seat, &workshop_producer_produced__source, values);
}

const HarkSlotInfo workshop_producer_produced__target =
{
  .name = "produced",
  .text = workshop_producer_produced__TEXT,
  .location = "workshop.hark:14",
  .owner = &workshop_producer__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &workshop_producer_produced__signature,
  .invoke = workshop_producer_produced__forward,
};

const HarkEventInfo workshop_producer_produced__source =
{
  .name = "produced",
  .text = workshop_producer_produced__TEXT,
  .location = "workshop.hark:14",
  .owner = &workshop_producer__info,
  .index = 0,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &workshop_producer_produced__signature,
  .call = workshop_producer_produced__call,
  .filter = workshop_producer_produced__filter,
  .target = &workshop_producer_produced__target,
  .get_type = workshop_producer_produced_get_type,
};

void
workshop_producer_emit_produced (WorkshopProducer *self,
                                 const char       *product,
                                 guint64           serial)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 0))
    return;

  g_return_if_fail (WORKSHOP_IS_PRODUCER (self));
  g_return_if_fail (product != NULL);
  {
    const WorkshopProducerProduced__Values values_ =
    {
      .product = product,
      .serial = serial,
    };

    hark_seat_emit (&self->seat, &workshop_producer_produced__source, &values_);
  }
}

HarkFuture *
workshop_producer_next_produced (WorkshopProducer *self)
{
  g_return_val_if_fail (WORKSHOP_IS_PRODUCER (self), NULL);

  return hark_seat_next (&self->seat, &workshop_producer_produced__source);
}

WorkshopProducerProduced *
workshop_producer_finish_produced (HarkFuture  *future,
                                   GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, workshop_producer_produced__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

WorkshopProducerProduced *
workshop_producer_await_produced (WorkshopProducer  *self,
                                  gint64             timeout,
                                  GCancellable      *cancellable,
                                  GError           **error)
{
  g_autoptr(HarkFuture) future = workshop_producer_next_produced (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return workshop_producer_finish_produced (future, error);
}

HarkStream *
workshop_producer_stream_produced (WorkshopProducer *self)
{
  g_return_val_if_fail (WORKSHOP_IS_PRODUCER (self), NULL);

  return hark_seat_stream (&self->seat, &workshop_producer_produced__source);
}

WorkshopProducerProduced *
workshop_producer_stream_next_produced (HarkStream    *stream,
                                        gint64         timeout,
                                        GCancellable  *cancellable,
                                        GError       **error)
{
  return hark_stream_next (stream, &workshop_producer_produced__source, timeout, cancellable, error);
}

/* workshop.hark:16  slot request_product (Order order) */

static void
workshop_producer_request_product__default (WorkshopProducer *self,
                                            WorkshopOrder    *order)
{
  const WorkshopProducerSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->request_product != NULL)
    slots_->request_product (self, order);
}

static void
workshop_producer_request_product__invoke (gpointer        object,
                                           gconstpointer   values,
                                           HarkFuture     *answer,
                                           GError        **error G_GNUC_UNUSED)
{
  WorkshopProducer *self = object;
  WorkshopProducerClass *klass = WORKSHOP_PRODUCER_GET_CLASS (self);
  const WorkshopProducerRequestProduct__Arguments *arguments = values;

  klass->request_product (self, arguments->order);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo workshop_producer_request_product__target =
{
  .name = "request_product",
  .text = workshop_producer_request_product__TEXT,
  .location = "workshop.hark:16",
  .owner = &workshop_producer__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &workshop_producer_request_product__arguments_signature,
  .result = NULL,
  .invoke = workshop_producer_request_product__invoke,
};

gboolean
workshop_producer_request_product (WorkshopProducer *self,
                                   WorkshopOrder    *order)
{
  const WorkshopProducerRequestProduct__Arguments values_ =
  {
    .order = order,
  };

  g_return_val_if_fail (WORKSHOP_IS_PRODUCER (self), FALSE);
  g_return_val_if_fail (order != NULL, FALSE);

  return hark_seat_post (&self->seat, &workshop_producer_request_product__target, &values_);
}

/* workshop.hark:17  slot stock () -> uint64 */

static guint64
workshop_producer_stock__default (WorkshopProducer *self)
{
  const WorkshopProducerSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->stock != NULL)
    return slots_->stock (self);
  return 0;
}

static void
workshop_producer_stock__invoke (gpointer        object,
                                 gconstpointer   values G_GNUC_UNUSED,
                                 HarkFuture     *answer,
                                 GError        **error)
{
  WorkshopProducer *self = object;
  WorkshopProducerClass *klass = WORKSHOP_PRODUCER_GET_CLASS (self);
  const WorkshopProducerSlots *slots = self->seat.slots;
  guint64 result;

  if (klass->stock == workshop_producer_stock__default
      && (slots == NULL || slots->stock == NULL))
    {
      hark_slot_not_implemented (&workshop_producer_stock__target, error);
      return;
    }

  result = klass->stock (self);
  if (answer != NULL)
    {
      const WorkshopProducerStock__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
}

const HarkSlotInfo workshop_producer_stock__target =
{
  .name = "stock",
  .text = workshop_producer_stock__TEXT,
  .location = "workshop.hark:17",
  .owner = &workshop_producer__info,
  .index = 1,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &workshop_producer_stock__arguments_signature,
  .result = &workshop_producer_stock__result_signature,
  .invoke = workshop_producer_stock__invoke,
};

HarkFuture *
workshop_producer_call_stock (WorkshopProducer *self)
{
  g_return_val_if_fail (WORKSHOP_IS_PRODUCER (self), NULL);

  return hark_seat_call (&self->seat, &workshop_producer_stock__target, NULL);
}

gboolean
workshop_producer_finish_stock (HarkFuture  *future,
                                guint64     *result,
                                GError     **error)
{
  const WorkshopProducerStock__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, workshop_producer_stock__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result;
  return TRUE;
}

gboolean
workshop_producer_await_stock (WorkshopProducer  *self,
                               gint64             timeout,
                               GCancellable      *cancellable,
                               guint64           *result,
                               GError           **error)
{
  g_autoptr(HarkFuture) future_ = workshop_producer_call_stock (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && workshop_producer_finish_stock (future_, result, error));
}

/* workshop.hark:18  slot calibrate (double target) -> double throws */

static double
workshop_producer_calibrate__default (WorkshopProducer  *self,
                                      double             target,
                                      GError           **error)
{
  const WorkshopProducerSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->calibrate != NULL)
    return slots_->calibrate (self, target, error);
  hark_slot_not_implemented (&workshop_producer_calibrate__target, error);
  return 0;
}

static void
workshop_producer_calibrate__invoke (gpointer        object,
                                     gconstpointer   values,
                                     HarkFuture     *answer,
                                     GError        **error)
{
  WorkshopProducer *self = object;
  WorkshopProducerClass *klass = WORKSHOP_PRODUCER_GET_CLASS (self);
  const WorkshopProducerCalibrate__Arguments *arguments = values;
  GError *failure = NULL;
  double result;

  result = klass->calibrate (self, arguments->target, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (answer != NULL)
    {
      const WorkshopProducerCalibrate__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
}

const HarkSlotInfo workshop_producer_calibrate__target =
{
  .name = "calibrate",
  .text = workshop_producer_calibrate__TEXT,
  .location = "workshop.hark:18",
  .owner = &workshop_producer__info,
  .index = 2,
  .flags = HARK_SLOT_THROWS,
  .signature = &workshop_producer_calibrate__arguments_signature,
  .result = &workshop_producer_calibrate__result_signature,
  .invoke = workshop_producer_calibrate__invoke,
};

HarkFuture *
workshop_producer_call_calibrate (WorkshopProducer *self,
                                  double            target)
{
  const WorkshopProducerCalibrate__Arguments values_ =
  {
    .target = target,
  };

  g_return_val_if_fail (WORKSHOP_IS_PRODUCER (self), NULL);

  return hark_seat_call (&self->seat, &workshop_producer_calibrate__target, &values_);
}

gboolean
workshop_producer_finish_calibrate (HarkFuture  *future,
                                    double      *result,
                                    GError     **error)
{
  const WorkshopProducerCalibrate__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, workshop_producer_calibrate__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result;
  return TRUE;
}

gboolean
workshop_producer_await_calibrate (WorkshopProducer  *self,
                                   double             target,
                                   gint64             timeout,
                                   GCancellable      *cancellable,
                                   double            *result,
                                   GError           **error)
{
  g_autoptr(HarkFuture) future_ = workshop_producer_call_calibrate (self, target);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && workshop_producer_finish_calibrate (future_, result, error));
}

/* workshop.hark:12  object Producer */

static const HarkEventInfo *const workshop_producer__events[] =
{
  &workshop_producer_produced__source,
};

static const HarkSlotInfo *const workshop_producer__slots[] =
{
  &workshop_producer_request_product__target,
  &workshop_producer_stock__target,
  &workshop_producer_calibrate__target,
};

static const HarkClassInfo workshop_producer__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (WorkshopProducer, seat),
  .name = "Workshop.Producer",
  .location = "workshop.hark:12",
  .get_type = workshop_producer_get_type,
  .events = workshop_producer__events,
  .slots = workshop_producer__slots,
  .n_events = 1,
  .n_slots = 3,
};

static void
workshop_producer__closed_default (WorkshopProducer *self)
{
  const WorkshopProducerSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
workshop_producer__closed (HarkObject *object)
{
  WorkshopProducer *self = WORKSHOP_PRODUCER (object);
  WorkshopProducerClass *klass = WORKSHOP_PRODUCER_GET_CLASS (self);

  klass->closed (self);
}

static void
workshop_producer__implement_object (HarkObjectInterface *interface)
{
  interface->info = &workshop_producer__info;
  interface->closed = workshop_producer__closed;
}

static void
workshop_producer__set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  WorkshopProducer *self = WORKSHOP_PRODUCER (object);

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
workshop_producer__get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  WorkshopProducer *self = WORKSHOP_PRODUCER (object);

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
workshop_producer__dispose (GObject *object)
{
  if (hark_seat_dispose (&WORKSHOP_PRODUCER (object)->seat))
    G_OBJECT_CLASS (workshop_producer_parent_class)->dispose (object);
}

static void
workshop_producer__finalize (GObject *object)
{
  hark_seat_finalize (&WORKSHOP_PRODUCER (object)->seat);
  G_OBJECT_CLASS (workshop_producer_parent_class)->finalize (object);
}

static void
workshop_producer_class_init (WorkshopProducerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = workshop_producer__set_property;
  object_class->get_property = workshop_producer__get_property;
  object_class->dispose = workshop_producer__dispose;
  object_class->finalize = workshop_producer__finalize;

  klass->closed = workshop_producer__closed_default;
  klass->request_product = workshop_producer_request_product__default;
  klass->stock = workshop_producer_stock__default;
  klass->calibrate = workshop_producer_calibrate__default;

  hark_class_init (object_class, &workshop_producer__info);
  {
    const GType types[] = { G_TYPE_STRING, G_TYPE_UINT64 };

    hark_class_add_signal (object_class, &workshop_producer_produced__source, types, G_N_ELEMENTS (types));
  }
}

static void
workshop_producer_init (WorkshopProducer *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &workshop_producer__info);
}

WorkshopProducer *
workshop_producer_new (HarkLoop                    *loop,
                       const WorkshopProducerSlots *slots,
                       gpointer                     data,
                       GDestroyNotify               destroy)
{
  WorkshopProducer *self = g_object_new (WORKSHOP_TYPE_PRODUCER, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
workshop_producer_get_data (WorkshopProducer *self)
{
  g_return_val_if_fail (WORKSHOP_IS_PRODUCER (self), NULL);

  return self->seat.data;
}

WorkshopProducer *
workshop_producer_new_remote (HarkBus    *bus,
                              const char *name,
                              HarkLoop   *loop)
{
  WorkshopProducer *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (WORKSHOP_TYPE_PRODUCER, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}

/* workshop.hark:21  object Consumer */

static void workshop_consumer__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (WorkshopConsumer, workshop_consumer, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, workshop_consumer__implement_object))

static const HarkClassInfo workshop_consumer__info;

/* workshop.hark:22  slot on_produced (string product, uint64 serial) */

static void
workshop_consumer_on_produced__default (WorkshopConsumer *self,
                                        const char       *product,
                                        guint64           serial)
{
  const WorkshopConsumerSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->on_produced != NULL)
    slots_->on_produced (self, product, serial);
}

static void
workshop_consumer_on_produced__invoke (gpointer        object,
                                       gconstpointer   values,
                                       HarkFuture     *answer,
                                       GError        **error G_GNUC_UNUSED)
{
  WorkshopConsumer *self = object;
  WorkshopConsumerClass *klass = WORKSHOP_CONSUMER_GET_CLASS (self);
  const WorkshopProducerProduced__Values *arguments = values;

  klass->on_produced (self, arguments->product, arguments->serial);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo workshop_consumer_on_produced__target =
{
  .name = "on_produced",
  .text = workshop_consumer_on_produced__TEXT,
  .location = "workshop.hark:22",
  .owner = &workshop_consumer__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &workshop_producer_produced__signature,
  .result = NULL,
  .invoke = workshop_consumer_on_produced__invoke,
};

gboolean
workshop_consumer_on_produced (WorkshopConsumer *self,
                               const char       *product,
                               guint64           serial)
{
  const WorkshopProducerProduced__Values values_ =
  {
    .product = product,
    .serial = serial,
  };

  g_return_val_if_fail (WORKSHOP_IS_CONSUMER (self), FALSE);
  g_return_val_if_fail (product != NULL, FALSE);

  return hark_seat_post (&self->seat, &workshop_consumer_on_produced__target, &values_);
}

/* workshop.hark:21  object Consumer */

static const HarkSlotInfo *const workshop_consumer__slots[] =
{
  &workshop_consumer_on_produced__target,
};

static const HarkClassInfo workshop_consumer__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (WorkshopConsumer, seat),
  .name = "Workshop.Consumer",
  .location = "workshop.hark:21",
  .get_type = workshop_consumer_get_type,
  .events = NULL,
  .slots = workshop_consumer__slots,
  .n_events = 0,
  .n_slots = 1,
};

static void
workshop_consumer__closed_default (WorkshopConsumer *self)
{
  const WorkshopConsumerSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
workshop_consumer__closed (HarkObject *object)
{
  WorkshopConsumer *self = WORKSHOP_CONSUMER (object);
  WorkshopConsumerClass *klass = WORKSHOP_CONSUMER_GET_CLASS (self);

  klass->closed (self);
}

static void
workshop_consumer__implement_object (HarkObjectInterface *interface)
{
  interface->info = &workshop_consumer__info;
  interface->closed = workshop_consumer__closed;
}

static void
workshop_consumer__set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  WorkshopConsumer *self = WORKSHOP_CONSUMER (object);

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
workshop_consumer__get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  WorkshopConsumer *self = WORKSHOP_CONSUMER (object);

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
workshop_consumer__dispose (GObject *object)
{
  if (hark_seat_dispose (&WORKSHOP_CONSUMER (object)->seat))
    G_OBJECT_CLASS (workshop_consumer_parent_class)->dispose (object);
}

static void
workshop_consumer__finalize (GObject *object)
{
  hark_seat_finalize (&WORKSHOP_CONSUMER (object)->seat);
  G_OBJECT_CLASS (workshop_consumer_parent_class)->finalize (object);
}

static void
workshop_consumer_class_init (WorkshopConsumerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = workshop_consumer__set_property;
  object_class->get_property = workshop_consumer__get_property;
  object_class->dispose = workshop_consumer__dispose;
  object_class->finalize = workshop_consumer__finalize;

  klass->closed = workshop_consumer__closed_default;
  klass->on_produced = workshop_consumer_on_produced__default;

  hark_class_init (object_class, &workshop_consumer__info);
}

static void
workshop_consumer_init (WorkshopConsumer *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &workshop_consumer__info);
}

WorkshopConsumer *
workshop_consumer_new (HarkLoop                    *loop,
                       const WorkshopConsumerSlots *slots,
                       gpointer                     data,
                       GDestroyNotify               destroy)
{
  WorkshopConsumer *self = g_object_new (WORKSHOP_TYPE_CONSUMER, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
workshop_consumer_get_data (WorkshopConsumer *self)
{
  g_return_val_if_fail (WORKSHOP_IS_CONSUMER (self), NULL);

  return self->seat.data;
}

WorkshopConsumer *
workshop_consumer_new_remote (HarkBus    *bus,
                              const char *name,
                              HarkLoop   *loop)
{
  WorkshopConsumer *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (WORKSHOP_TYPE_CONSUMER, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}
