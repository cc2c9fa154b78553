/* Made from app.hark by hark-gen. Do not edit. */
#include "app.h"

#include <stddef.h>
#include <string.h>

enum
{
  PROPERTY_LOOP = 1,
};

/* app.hark:9  (Workshop.Order order) */

typedef struct G_GNUC_MAY_ALIAS
{
  WorkshopOrder *order;
} ExampleAppOrdered__Values;

static const HarkField example_app_ordered__fields[] =
{
  { "order", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (ExampleAppOrdered__Values, order), 0, &workshop_order__signature, NULL },
};

static void
example_app_ordered__pack (gconstpointer values,
                           gpointer      packed)
{
  const ExampleAppOrdered__Values *from = values;
  ExampleAppOrdered__Values *to = packed;

  *to = *from;
  workshop_order_ref (to->order);
}

static void
example_app_ordered__clear (gpointer packed)
{
  const ExampleAppOrdered__Values *from = packed;

  workshop_order_unref (from->order);
}

static const HarkSignature example_app_ordered__signature =
{
  .name = "(Workshop.Order)",
  .text = "(Workshop.Order order)",
  .variant_type = "((tsd))",
  .fingerprint = G_GUINT64_CONSTANT (0xe9d890455d968458),
  .fields = example_app_ordered__fields,
  .n_fields = 1,
  .size = sizeof (ExampleAppOrdered__Values),
  .measure = NULL,
  .pack = example_app_ordered__pack,
  .clear = example_app_ordered__clear,
};

/* app.hark:10  (Workshop.Order order, Workshop.Order[] others) */

typedef struct G_GNUC_MAY_ALIAS
{
  WorkshopOrder        *order;
  WorkshopOrder *const *others;
  gsize                 n_others;
} ExampleAppOrder__Arguments;

static const HarkField example_app_order__arguments_fields[] =
{
  { "order", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (ExampleAppOrder__Arguments, order), 0, &workshop_order__signature, NULL },
  { "others", HARK_FIELD_RECORD, HARK_FIELD_ARRAY, offsetof (ExampleAppOrder__Arguments, others), offsetof (ExampleAppOrder__Arguments, n_others), &workshop_order__signature, NULL },
};

static gsize
example_app_order__arguments_measure (gconstpointer values)
{
  const ExampleAppOrder__Arguments *from = values;
  gsize size = sizeof *from;

  size += hark_measure_array (from->n_others + 1, sizeof *from->others);
  return size;
}

static void
example_app_order__arguments_pack (gconstpointer values,
                                   gpointer      packed)
{
  const ExampleAppOrder__Arguments *from = values;
  ExampleAppOrder__Arguments *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  {
    WorkshopOrder **copies = hark_pack_memory (&tail, from->others, from->n_others * sizeof *from->others);

    tail += sizeof *copies;
    copies[from->n_others] = NULL;
    for (gsize i = 0; i < from->n_others; i++)
      workshop_order_ref (copies[i]);
    to->others = copies;
  }
  workshop_order_ref (to->order);
}

static void
example_app_order__arguments_clear (gpointer packed)
{
  const ExampleAppOrder__Arguments *from = packed;

  workshop_order_unref (from->order);
  for (gsize i = 0; i < from->n_others; i++)
    workshop_order_unref (from->others[i]);
}

static const HarkSignature example_app_order__arguments_signature =
{
  .name = "(Workshop.Order, Workshop.Order[])",
  .text = "(Workshop.Order order, Workshop.Order[] others)",
  .variant_type = "((tsd)a(tsd))",
  .fingerprint = G_GUINT64_CONSTANT (0xddd114f530f08f7c),
  .fields = example_app_order__arguments_fields,
  .n_fields = 2,
  .size = sizeof (ExampleAppOrder__Arguments),
  .measure = example_app_order__arguments_measure,
  .pack = example_app_order__arguments_pack,
  .clear = example_app_order__arguments_clear,
};

/* app.hark:10  (Workshop.Order? result) */

typedef struct G_GNUC_MAY_ALIAS
{
  WorkshopOrder *result;
} ExampleAppOrder__Result;

static const HarkField example_app_order__result_fields[] =
{
  { "result", HARK_FIELD_RECORD, HARK_FIELD_OPTIONAL, offsetof (ExampleAppOrder__Result, result), 0, &workshop_order__signature, NULL },
};

static void
example_app_order__result_pack (gconstpointer values,
                                gpointer      packed)
{
  const ExampleAppOrder__Result *from = values;
  ExampleAppOrder__Result *to = packed;

  *to = *from;
  if (to->result != NULL)
    workshop_order_ref (to->result);
}

static void
example_app_order__result_clear (gpointer packed)
{
  const ExampleAppOrder__Result *from = packed;

  if (from->result != NULL)
    workshop_order_unref (from->result);
}

static const HarkSignature example_app_order__result_signature =
{
  .name = "(Workshop.Order?)",
  .text = "(Workshop.Order? result)",
  .variant_type = "(m(tsd))",
  .fingerprint = G_GUINT64_CONSTANT (0x898d24ed3216aee8),
  .fields = example_app_order__result_fields,
  .n_fields = 1,
  .size = sizeof (ExampleAppOrder__Result),
  .measure = NULL,
  .pack = example_app_order__result_pack,
  .clear = example_app_order__result_clear,
};

/* app.hark:15  (string? name) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *name;
} ExampleServiceChanged__Values;

static const HarkField example_service_changed__fields[] =
{
  { "name", HARK_FIELD_STRING, HARK_FIELD_OPTIONAL, offsetof (ExampleServiceChanged__Values, name), 0, NULL, NULL },
};

static gsize
example_service_changed__measure (gconstpointer values)
{
  const ExampleServiceChanged__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->name);
  return size;
}

static void
example_service_changed__pack (gconstpointer values,
                               gpointer      packed)
{
  const ExampleServiceChanged__Values *from = values;
  ExampleServiceChanged__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->name = hark_pack_string (&tail, from->name);
}

static const guint64 example_service_changed__appended[] =
{
  G_GUINT64_CONSTANT (0x2e38e77b22c314a4),
};

static const HarkSignature example_service_changed__signature =
{
  .name = "(string?)",
  .text = "(string? name)",
  .variant_type = "(ms)",
  .fingerprint = G_GUINT64_CONSTANT (0xe603aee5577e2a9d),
  .fields = example_service_changed__fields,
  .n_fields = 1,
  .size = sizeof (ExampleServiceChanged__Values),
  .measure = example_service_changed__measure,
  .pack = example_service_changed__pack,
  .clear = NULL,
  .n_appended = G_N_ELEMENTS (example_service_changed__appended),
  .appended = example_service_changed__appended,
};

/* app.hark:21  () */

static const HarkSignature example_service_reload__arguments_signature =
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

/* app.hark:22  (uint32 result) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint32 result;
} ExampleServiceCount__Result;

static const HarkField example_service_count__result_fields[] =
{
  { "result", HARK_FIELD_UINT32, HARK_FIELD_PLAIN, offsetof (ExampleServiceCount__Result, result), 0, NULL, NULL },
};

static const HarkSignature example_service_count__result_signature =
{
  .name = "(uint32)",
  .text = "(uint32 result)",
  .variant_type = "(u)",
  .fingerprint = G_GUINT64_CONSTANT (0xa6b74e549cdc6ca5),
  .fields = example_service_count__result_fields,
  .n_fields = 1,
  .size = sizeof (ExampleServiceCount__Result),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* app.hark:28  (uint32 number) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint32 count;
} ExampleWorkerFinished__Values;

static const HarkField example_worker_finished__fields[] =
{
  { "number", HARK_FIELD_UINT32, HARK_FIELD_PLAIN, offsetof (ExampleWorkerFinished__Values, count), 0, NULL, NULL },
};

static const HarkSignature example_worker_finished__signature =
{
  .name = "(uint32)",
  .text = "(uint32 number)",
  .variant_type = "(u)",
  .fingerprint = G_GUINT64_CONSTANT (0xa6b74e549cdc6ca5),
  .fields = example_worker_finished__fields,
  .n_fields = 1,
  .size = sizeof (ExampleWorkerFinished__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* app.hark:7  object App */

static void example_app__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (ExampleApp, example_app, G_TYPE_APPLICATION,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, example_app__implement_object))

static const HarkClassInfo example_app__info;

/* app.hark:9  event ordered (Workshop.Order order) */

G_DEFINE_BOXED_TYPE (ExampleAppOrdered, example_app_ordered, example_app_ordered_ref, example_app_ordered_unref)

ExampleAppOrdered *
example_app_ordered_ref (ExampleAppOrdered *self)
{
  return hark_values_ref (self);
}

void
example_app_ordered_unref (ExampleAppOrdered *self)
{
  hark_values_unref (self);
}

WorkshopOrder *
example_app_ordered_get_order (const ExampleAppOrdered *self)
{
  return self->order;
}

static void
example_app_ordered__call (GCallback     func,
                           gpointer      context,
                           gconstpointer values)
{
  const ExampleAppOrdered__Values *from = values;

  ((ExampleAppOrderedFunc) func) (context, from->order);
}

static gboolean
example_app_ordered__filter (GCallback     func,
                             gpointer      context,
                             gconstpointer values)
{
  const ExampleAppOrdered__Values *from = values;
  example_app_ordered__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->order);
}

/* As the target of a connection, which emits it again. */
static void
example_app_ordered__forward (gpointer        object,
                              gconstpointer   values,
                              HarkFuture     *answer G_GNUC_UNUSED,
                              GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((ExampleApp *) object)->seat, &example_app_ordered__source, values);
}

const HarkSlotInfo example_app_ordered__target =
{
  .name = "ordered",
  .text = example_app_ordered__TEXT,
  .location = "app.hark:9",
  .owner = &example_app__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &example_app_ordered__signature,
  .invoke = example_app_ordered__forward,
};

const HarkEventInfo example_app_ordered__source =
{
  .name = "ordered",
  .text = example_app_ordered__TEXT,
  .location = "app.hark:9",
  .owner = &example_app__info,
  .index = 0,
  .flags = HARK_EVENT_QUIET,
  .signature = &example_app_ordered__signature,
  .call = example_app_ordered__call,
  .filter = example_app_ordered__filter,
  .target = &example_app_ordered__target,
  .get_type = example_app_ordered_get_type,
};

void
example_app_emit_ordered (ExampleApp    *self,
                          WorkshopOrder *order)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 0))
    return;

  g_return_if_fail (EXAMPLE_IS_APP (self));
  g_return_if_fail (order != NULL);
  {
    const ExampleAppOrdered__Values values_ =
    {
      .order = order,
    };

    hark_seat_emit (&self->seat, &example_app_ordered__source, &values_);
  }
}

HarkFuture *
example_app_next_ordered (ExampleApp *self)
{
  g_return_val_if_fail (EXAMPLE_IS_APP (self), NULL);

  return hark_seat_next (&self->seat, &example_app_ordered__source);
}

ExampleAppOrdered *
example_app_finish_ordered (HarkFuture  *future,
                            GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, example_app_ordered__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

ExampleAppOrdered *
example_app_await_ordered (ExampleApp    *self,
                           gint64         timeout,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr(HarkFuture) future = example_app_next_ordered (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return example_app_finish_ordered (future, error);
}

HarkStream *
example_app_stream_ordered (ExampleApp *self)
{
  g_return_val_if_fail (EXAMPLE_IS_APP (self), NULL);

  return hark_seat_stream (&self->seat, &example_app_ordered__source);
}

ExampleAppOrdered *
example_app_stream_next_ordered (HarkStream    *stream,
                                 gint64         timeout,
                                 GCancellable  *cancellable,
                                 GError       **error)
{
  return hark_stream_next (stream, &example_app_ordered__source, timeout, cancellable, error);
}

/* app.hark:10  slot order (Workshop.Order order, Workshop.Order[] others) -> Workshop.Order? */

static WorkshopOrder *
example_app_order__default (ExampleApp           *self,
                            WorkshopOrder        *order,
                            WorkshopOrder *const *others,
                            gsize                 n_others)
{
  const ExampleAppSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->order != NULL)
    return slots_->order (self, order, others, n_others);
  return NULL;
}

static void
example_app_order__invoke (gpointer        object,
                           gconstpointer   values,
                           HarkFuture     *answer,
                           GError        **error)
{
  ExampleApp *self = object;
  ExampleAppClass *klass = EXAMPLE_APP_GET_CLASS (self);
  const ExampleAppOrder__Arguments *arguments = values;
  const ExampleAppSlots *slots = self->seat.slots;
  WorkshopOrder *result;

  if (klass->order == example_app_order__default
      && (slots == NULL || slots->order == NULL))
    {
      hark_slot_not_implemented (&example_app_order__target, error);
      return;
    }

  result = klass->order (self, arguments->order, arguments->others, arguments->n_others);
  if (answer != NULL)
    {
      const ExampleAppOrder__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
  if (result != NULL)
    workshop_order_unref (result);
}

const HarkSlotInfo example_app_order__target =
{
  .name = "order",
  .text = example_app_order__TEXT,
  .location = "app.hark:10",
  .owner = &example_app__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &example_app_order__arguments_signature,
  .result = &example_app_order__result_signature,
  .invoke = example_app_order__invoke,
};

HarkFuture *
example_app_call_order (ExampleApp           *self,
                        WorkshopOrder        *order,
                        WorkshopOrder *const *others,
                        gsize                 n_others)
{
  const ExampleAppOrder__Arguments values_ =
  {
    .order = order,
    .others = others,
    .n_others = n_others,
  };

  g_return_val_if_fail (EXAMPLE_IS_APP (self), NULL);
  g_return_val_if_fail (order != NULL, NULL);
  g_return_val_if_fail (others != NULL || n_others == 0, NULL);

  return hark_seat_call (&self->seat, &example_app_order__target, &values_);
}

gboolean
example_app_finish_order (HarkFuture     *future,
                          WorkshopOrder **result,
                          GError        **error)
{
  const ExampleAppOrder__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, example_app_order__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result != NULL ? workshop_order_ref (values->result) : NULL;
  return TRUE;
}

gboolean
example_app_await_order (ExampleApp           *self,
                         WorkshopOrder        *order,
                         WorkshopOrder *const *others,
                         gsize                 n_others,
                         gint64                timeout,
                         GCancellable         *cancellable,
                         WorkshopOrder       **result,
                         GError              **error)
{
  g_autoptr(HarkFuture) future_ = example_app_call_order (self, order, others, n_others);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && example_app_finish_order (future_, result, error));
}

/* app.hark:7  object App */

static const HarkEventInfo *const example_app__events[] =
{
  &example_app_ordered__source,
};

static const HarkSlotInfo *const example_app__slots[] =
{
  &example_app_order__target,
};

static const HarkClassInfo example_app__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (ExampleApp, seat),
  .name = "Example.App",
  .location = "app.hark:7",
  .get_type = example_app_get_type,
  .events = example_app__events,
  .slots = example_app__slots,
  .n_events = 1,
  .n_slots = 1,
};

static void
example_app__closed_default (ExampleApp *self)
{
  const ExampleAppSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
example_app__closed (HarkObject *object)
{
  ExampleApp *self = EXAMPLE_APP (object);
  ExampleAppClass *klass = EXAMPLE_APP_GET_CLASS (self);

  klass->closed (self);
}

static void
example_app__implement_object (HarkObjectInterface *interface)
{
  interface->info = &example_app__info;
  interface->closed = example_app__closed;
}

static void
example_app__set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  ExampleApp *self = EXAMPLE_APP (object);

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
example_app__get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ExampleApp *self = EXAMPLE_APP (object);

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
example_app__dispose (GObject *object)
{
  if (hark_seat_dispose (&EXAMPLE_APP (object)->seat))
    G_OBJECT_CLASS (example_app_parent_class)->dispose (object);
}

static void
example_app__finalize (GObject *object)
{
  hark_seat_finalize (&EXAMPLE_APP (object)->seat);
  G_OBJECT_CLASS (example_app_parent_class)->finalize (object);
}

static void
example_app_class_init (ExampleAppClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = example_app__set_property;
  object_class->get_property = example_app__get_property;
  object_class->dispose = example_app__dispose;
  object_class->finalize = example_app__finalize;

  klass->closed = example_app__closed_default;
  klass->order = example_app_order__default;

  hark_class_init (object_class, &example_app__info);
  {
    const GType types[] = { WORKSHOP_TYPE_ORDER };

    hark_class_add_signal (object_class, &example_app_ordered__source, types, G_N_ELEMENTS (types));
  }
}

static void
example_app_init (ExampleApp *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &example_app__info);
}

ExampleApp *
example_app_new (HarkLoop              *loop,
                 const ExampleAppSlots *slots,
                 gpointer               data,
                 GDestroyNotify         destroy)
{
  ExampleApp *self = g_object_new (EXAMPLE_TYPE_APP, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
example_app_get_data (ExampleApp *self)
{
  g_return_val_if_fail (EXAMPLE_IS_APP (self), NULL);

  return self->seat.data;
}

ExampleApp *
example_app_new_remote (HarkBus    *bus,
                        const char *name,
                        HarkLoop   *loop)
{
  ExampleApp *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (EXAMPLE_TYPE_APP, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}

/* app.hark:14  object Service */

static void example_service__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (ExampleService, example_service, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, example_service__implement_object))

static const HarkClassInfo example_service__info;

/* app.hark:15  event changed (string? name) */

G_DEFINE_BOXED_TYPE (ExampleServiceChanged, example_service_changed, example_service_changed_ref, example_service_changed_unref)

ExampleServiceChanged *
example_service_changed_ref (ExampleServiceChanged *self)
{
  return hark_values_ref (self);
}

void
example_service_changed_unref (ExampleServiceChanged *self)
{
  hark_values_unref (self);
}

const char *
example_service_changed_get_name (const ExampleServiceChanged *self)
{
  return self->name;
}

static void
example_service_changed__call (GCallback     func,
                               gpointer      context,
                               gconstpointer values)
{
  const ExampleServiceChanged__Values *from = values;

  ((ExampleServiceChangedFunc) func) (context, from->name);
}

static gboolean
example_service_changed__filter (GCallback     func,
                                 gpointer      context,
                                 gconstpointer values)
{
  const ExampleServiceChanged__Values *from = values;
  example_service_changed__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->name);
}

/* As the target of a connection, which emits it again. */
static void
example_service_changed__forward (gpointer        object,
                                  gconstpointer   values,
                                  HarkFuture     *answer G_GNUC_UNUSED,
                                  GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((ExampleService *) object)->seat, &example_service_changed__source, values);
}

const HarkSlotInfo example_service_changed__target =
{
  .name = "changed",
  .text = example_service_changed__TEXT,
  .location = "app.hark:15",
  .owner = &example_service__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &example_service_changed__signature,
  .invoke = example_service_changed__forward,
};

const HarkEventInfo example_service_changed__source =
{
  .name = "changed",
  .text = example_service_changed__TEXT,
  .location = "app.hark:15",
  .owner = &example_service__info,
  .index = 0,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &example_service_changed__signature,
  .call = example_service_changed__call,
  .filter = example_service_changed__filter,
  .target = &example_service_changed__target,
  .get_type = example_service_changed_get_type,
};

void
example_service_emit_changed (ExampleService *self,
                              const char     *name)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 0))
    return;

  g_return_if_fail (EXAMPLE_IS_SERVICE (self));
  {
    const ExampleServiceChanged__Values values_ =
    {
      .name = name,
    };

    hark_seat_emit (&self->seat, &example_service_changed__source, &values_);
  }
}

HarkFuture *
example_service_next_changed (ExampleService *self)
{
  g_return_val_if_fail (EXAMPLE_IS_SERVICE (self), NULL);

  return hark_seat_next (&self->seat, &example_service_changed__source);
}

ExampleServiceChanged *
example_service_finish_changed (HarkFuture  *future,
                                GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, example_service_changed__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

ExampleServiceChanged *
example_service_await_changed (ExampleService  *self,
                               gint64           timeout,
                               GCancellable    *cancellable,
                               GError         **error)
{
  g_autoptr(HarkFuture) future = example_service_next_changed (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return example_service_finish_changed (future, error);
}

HarkStream *
example_service_stream_changed (ExampleService *self)
{
  g_return_val_if_fail (EXAMPLE_IS_SERVICE (self), NULL);

  return hark_seat_stream (&self->seat, &example_service_changed__source);
}

ExampleServiceChanged *
example_service_stream_next_changed (HarkStream    *stream,
                                     gint64         timeout,
                                     GCancellable  *cancellable,
                                     GError       **error)
{
  return hark_stream_next (stream, &example_service_changed__source, timeout, cancellable, error);
}

/* app.hark:19  slot rename (string? name) */

static void
example_service_rename__invoke (gpointer        object,
                                gconstpointer   values,
                                HarkFuture     *answer,
                                GError        **error G_GNUC_UNUSED)
{
  ExampleService *self = object;
  ExampleServiceClass *klass = EXAMPLE_SERVICE_GET_CLASS (self);
  const ExampleServiceChanged__Values *arguments = values;

  if (klass->rename != NULL)
    klass->rename (self, arguments->name);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo example_service_rename__target =
{
  .name = "rename",
  .text = example_service_rename__TEXT,
  .location = "app.hark:19",
  .owner = &example_service__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &example_service_changed__signature,
  .result = NULL,
  .invoke = example_service_rename__invoke,
};

gboolean
example_service_rename (ExampleService *self,
                        const char     *name)
{
  const ExampleServiceChanged__Values values_ =
  {
    .name = name,
  };

  g_return_val_if_fail (EXAMPLE_IS_SERVICE (self), FALSE);

  return hark_seat_post (&self->seat, &example_service_rename__target, &values_);
}

/* app.hark:21  slot reload () throws */

static void
example_service_reload__invoke (gpointer        object,
                                gconstpointer   values G_GNUC_UNUSED,
                                HarkFuture     *answer,
                                GError        **error)
{
  ExampleService *self = object;
  ExampleServiceClass *klass = EXAMPLE_SERVICE_GET_CLASS (self);
  GError *failure = NULL;

  if (klass->reload == NULL)
    {
      hark_slot_not_implemented (&example_service_reload__target, error);
      return;
    }

  klass->reload (self, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo example_service_reload__target =
{
  .name = "reload",
  .text = example_service_reload__TEXT,
  .location = "app.hark:21",
  .owner = &example_service__info,
  .index = 1,
  .flags = HARK_SLOT_THROWS,
  .signature = &example_service_reload__arguments_signature,
  .result = NULL,
  .invoke = example_service_reload__invoke,
};

HarkFuture *
example_service_call_reload (ExampleService *self)
{
  g_return_val_if_fail (EXAMPLE_IS_SERVICE (self), NULL);

  return hark_seat_call (&self->seat, &example_service_reload__target, NULL);
}

gboolean
example_service_finish_reload (HarkFuture  *future,
                               GError     **error)
{
  g_return_val_if_fail (future != NULL, FALSE);

  return hark_future_finish (future, example_service_reload__target.result, NULL, error);
}

gboolean
example_service_await_reload (ExampleService  *self,
                              gint64           timeout,
                              GCancellable    *cancellable,
                              GError         **error)
{
  g_autoptr(HarkFuture) future_ = example_service_call_reload (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && example_service_finish_reload (future_, error));
}

/* app.hark:22  slot count () -> uint32 */

static void
example_service_count__invoke (gpointer        object,
                               gconstpointer   values G_GNUC_UNUSED,
                               HarkFuture     *answer,
                               GError        **error)
{
  ExampleService *self = object;
  ExampleServiceClass *klass = EXAMPLE_SERVICE_GET_CLASS (self);
  guint32 result;

  if (klass->count == NULL)
    {
      hark_slot_not_implemented (&example_service_count__target, error);
      return;
    }

  result = klass->count (self);
  if (answer != NULL)
    {
      const ExampleServiceCount__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
}

const HarkSlotInfo example_service_count__target =
{
  .name = "count",
  .text = example_service_count__TEXT,
  .location = "app.hark:22",
  .owner = &example_service__info,
  .index = 2,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &example_service_reload__arguments_signature,
  .result = &example_service_count__result_signature,
  .invoke = example_service_count__invoke,
};

HarkFuture *
example_service_call_count (ExampleService *self)
{
  g_return_val_if_fail (EXAMPLE_IS_SERVICE (self), NULL);

  return hark_seat_call (&self->seat, &example_service_count__target, NULL);
}

gboolean
example_service_finish_count (HarkFuture  *future,
                              guint32     *result,
                              GError     **error)
{
  const ExampleServiceCount__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, example_service_count__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result;
  return TRUE;
}

gboolean
example_service_await_count (ExampleService  *self,
                             gint64           timeout,
                             GCancellable    *cancellable,
                             guint32         *result,
                             GError         **error)
{
  g_autoptr(HarkFuture) future_ = example_service_call_count (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && example_service_finish_count (future_, result, error));
}

/* app.hark:14  object Service */

static const HarkEventInfo *const example_service__events[] =
{
  &example_service_changed__source,
};

static const HarkSlotInfo *const example_service__slots[] =
{
  &example_service_rename__target,
  &example_service_reload__target,
  &example_service_count__target,
};

static const HarkClassInfo example_service__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (ExampleService, seat),
  .name = "Example.Service",
  .location = "app.hark:14",
  .get_type = example_service_get_type,
  .events = example_service__events,
  .slots = example_service__slots,
  .n_events = 1,
  .n_slots = 3,
};

static void
example_service__closed_default (ExampleService *self G_GNUC_UNUSED)
{
}

static void
example_service__closed (HarkObject *object)
{
  ExampleService *self = EXAMPLE_SERVICE (object);
  ExampleServiceClass *klass = EXAMPLE_SERVICE_GET_CLASS (self);

  klass->closed (self);
}

static void
example_service__implement_object (HarkObjectInterface *interface)
{
  interface->info = &example_service__info;
  interface->closed = example_service__closed;
}

static void
example_service__set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  ExampleService *self = EXAMPLE_SERVICE (object);

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
example_service__get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ExampleService *self = EXAMPLE_SERVICE (object);

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
example_service__dispose (GObject *object)
{
  if (hark_seat_dispose (&EXAMPLE_SERVICE (object)->seat))
    G_OBJECT_CLASS (example_service_parent_class)->dispose (object);
}

static void
example_service__finalize (GObject *object)
{
  hark_seat_finalize (&EXAMPLE_SERVICE (object)->seat);
  G_OBJECT_CLASS (example_service_parent_class)->finalize (object);
}

static void
example_service_class_init (ExampleServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = example_service__set_property;
  object_class->get_property = example_service__get_property;
  object_class->dispose = example_service__dispose;
  object_class->finalize = example_service__finalize;

  klass->closed = example_service__closed_default;

  hark_class_init (object_class, &example_service__info);
  {
    const GType types[] = { G_TYPE_STRING };

    hark_class_add_signal (object_class, &example_service_changed__source, types, G_N_ELEMENTS (types));
  }
}

static void
example_service_init (ExampleService *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &example_service__info);
}

/* app.hark:26  object Labourer */

static void example_worker__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (ExampleWorker, example_worker, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, example_worker__implement_object))

static const HarkClassInfo example_worker__info;

/* app.hark:28  event done (uint32 number) */

G_DEFINE_BOXED_TYPE (ExampleWorkerFinished, example_worker_finished, example_worker_finished_ref, example_worker_finished_unref)

ExampleWorkerFinished *
example_worker_finished_ref (ExampleWorkerFinished *self)
{
  return hark_values_ref (self);
}

void
example_worker_finished_unref (ExampleWorkerFinished *self)
{
  hark_values_unref (self);
}

guint32
example_worker_finished_get_count (const ExampleWorkerFinished *self)
{
  return self->count;
}

static void
example_worker_finished__call (GCallback     func,
                               gpointer      context,
                               gconstpointer values)
{
  const ExampleWorkerFinished__Values *from = values;

  ((ExampleWorkerFinishedFunc) func) (context, from->count);
}

static gboolean
example_worker_finished__filter (GCallback     func,
                                 gpointer      context,
                                 gconstpointer values)
{
  const ExampleWorkerFinished__Values *from = values;
  example_worker_finished__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->count);
}

/* As the target of a connection, which emits it again. */
static void
example_worker_finished__forward (gpointer        object,
                                  gconstpointer   values,
                                  HarkFuture     *answer G_GNUC_UNUSED,
                                  GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((ExampleWorker *) object)->seat, &example_worker_finished__source, values);
}

const HarkSlotInfo example_worker_finished__target =
{
  .name = "done",
  .text = example_worker_finished__TEXT,
  .location = "app.hark:28",
  .owner = &example_worker__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &example_worker_finished__signature,
  .invoke = example_worker_finished__forward,
};

const HarkEventInfo example_worker_finished__source =
{
  .name = "done",
  .text = example_worker_finished__TEXT,
  .location = "app.hark:28",
  .owner = &example_worker__info,
  .index = 0,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &example_worker_finished__signature,
  .call = example_worker_finished__call,
  .filter = example_worker_finished__filter,
  .target = &example_worker_finished__target,
  .get_type = example_worker_finished_get_type,
};

void
example_worker_emit_finished (ExampleWorker *self,
                              guint32        count)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 0))
    return;

  g_return_if_fail (EXAMPLE_IS_WORKER (self));
  {
    const ExampleWorkerFinished__Values values_ =
    {
      .count = count,
    };

    hark_seat_emit (&self->seat, &example_worker_finished__source, &values_);
  }
}

HarkFuture *
example_worker_next_finished (ExampleWorker *self)
{
  g_return_val_if_fail (EXAMPLE_IS_WORKER (self), NULL);

  return hark_seat_next (&self->seat, &example_worker_finished__source);
}

ExampleWorkerFinished *
example_worker_finish_finished (HarkFuture  *future,
                                GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, example_worker_finished__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

ExampleWorkerFinished *
example_worker_await_finished (ExampleWorker  *self,
                               gint64          timeout,
                               GCancellable   *cancellable,
                               GError        **error)
{
  g_autoptr(HarkFuture) future = example_worker_next_finished (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return example_worker_finish_finished (future, error);
}

HarkStream *
example_worker_stream_finished (ExampleWorker *self)
{
  g_return_val_if_fail (EXAMPLE_IS_WORKER (self), NULL);

  return hark_seat_stream (&self->seat, &example_worker_finished__source);
}

ExampleWorkerFinished *
example_worker_stream_next_finished (HarkStream    *stream,
                                     gint64         timeout,
                                     GCancellable  *cancellable,
                                     GError       **error)
{
  return hark_stream_next (stream, &example_worker_finished__source, timeout, cancellable, error);
}

/* app.hark:30  slot start () */

static void
example_worker_begin__default (ExampleWorker *self)
{
  const ExampleWorkerSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->begin != NULL)
    slots_->begin (self);
}

static void
example_worker_begin__invoke (gpointer        object,
                              gconstpointer   values G_GNUC_UNUSED,
                              HarkFuture     *answer,
                              GError        **error G_GNUC_UNUSED)
{
  ExampleWorker *self = object;
  ExampleWorkerClass *klass = EXAMPLE_WORKER_GET_CLASS (self);

  klass->begin (self);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo example_worker_begin__target =
{
  .name = "start",
  .text = example_worker_begin__TEXT,
  .location = "app.hark:30",
  .owner = &example_worker__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &example_service_reload__arguments_signature,
  .result = NULL,
  .invoke = example_worker_begin__invoke,
};

gboolean
example_worker_begin (ExampleWorker *self)
{
  g_return_val_if_fail (EXAMPLE_IS_WORKER (self), FALSE);

  return hark_seat_post (&self->seat, &example_worker_begin__target, NULL);
}

/* app.hark:26  object Labourer */

static const HarkEventInfo *const example_worker__events[] =
{
  &example_worker_finished__source,
};

static const HarkSlotInfo *const example_worker__slots[] =
{
  &example_worker_begin__target,
};

static const HarkClassInfo example_worker__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (ExampleWorker, seat),
  .name = "Example.Labourer",
  .location = "app.hark:26",
  .get_type = example_worker_get_type,
  .events = example_worker__events,
  .slots = example_worker__slots,
  .n_events = 1,
  .n_slots = 1,
};

static void
example_worker__closed_default (ExampleWorker *self)
{
  const ExampleWorkerSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
example_worker__closed (HarkObject *object)
{
  ExampleWorker *self = EXAMPLE_WORKER (object);
  ExampleWorkerClass *klass = EXAMPLE_WORKER_GET_CLASS (self);

  klass->closed (self);
}

static void
example_worker__implement_object (HarkObjectInterface *interface)
{
  interface->info = &example_worker__info;
  interface->closed = example_worker__closed;
}

static void
example_worker__set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  ExampleWorker *self = EXAMPLE_WORKER (object);

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
example_worker__get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ExampleWorker *self = EXAMPLE_WORKER (object);

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
example_worker__dispose (GObject *object)
{
  if (hark_seat_dispose (&EXAMPLE_WORKER (object)->seat))
    G_OBJECT_CLASS (example_worker_parent_class)->dispose (object);
}

static void
example_worker__finalize (GObject *object)
{
  hark_seat_finalize (&EXAMPLE_WORKER (object)->seat);
  G_OBJECT_CLASS (example_worker_parent_class)->finalize (object);
}

static void
example_worker_class_init (ExampleWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = example_worker__set_property;
  object_class->get_property = example_worker__get_property;
  object_class->dispose = example_worker__dispose;
  object_class->finalize = example_worker__finalize;

  klass->closed = example_worker__closed_default;
  klass->begin = example_worker_begin__default;

  hark_class_init (object_class, &example_worker__info);
  {
    const GType types[] = { G_TYPE_UINT };

    hark_class_add_signal (object_class, &example_worker_finished__source, types, G_N_ELEMENTS (types));
  }
}

static void
example_worker_init (ExampleWorker *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &example_worker__info);
}

ExampleWorker *
example_worker_new (HarkLoop                 *loop,
                    const ExampleWorkerSlots *slots,
                    gpointer                  data,
                    GDestroyNotify            destroy)
{
  ExampleWorker *self = g_object_new (EXAMPLE_TYPE_WORKER, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
example_worker_get_data (ExampleWorker *self)
{
  g_return_val_if_fail (EXAMPLE_IS_WORKER (self), NULL);

  return self->seat.data;
}

ExampleWorker *
example_worker_new_remote (HarkBus    *bus,
                           const char *name,
                           HarkLoop   *loop)
{
  ExampleWorker *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (EXAMPLE_TYPE_WORKER, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}

/* app.hark:33  object Empty */

static void example_empty__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (ExampleEmpty, example_empty, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, example_empty__implement_object))

static const HarkClassInfo example_empty__info;

/* app.hark:33  object Empty */

static const HarkClassInfo example_empty__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (ExampleEmpty, seat),
  .name = "Example.Empty",
  .location = "app.hark:33",
  .get_type = example_empty_get_type,
  .events = NULL,
  .slots = NULL,
  .n_events = 0,
  .n_slots = 0,
};

static void
example_empty__closed_default (ExampleEmpty *self)
{
  const ExampleEmptySlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
example_empty__closed (HarkObject *object)
{
  ExampleEmpty *self = EXAMPLE_EMPTY (object);
  ExampleEmptyClass *klass = EXAMPLE_EMPTY_GET_CLASS (self);

  klass->closed (self);
}

static void
example_empty__implement_object (HarkObjectInterface *interface)
{
  interface->info = &example_empty__info;
  interface->closed = example_empty__closed;
}

static void
example_empty__set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  ExampleEmpty *self = EXAMPLE_EMPTY (object);

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
example_empty__get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ExampleEmpty *self = EXAMPLE_EMPTY (object);

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
example_empty__dispose (GObject *object)
{
  if (hark_seat_dispose (&EXAMPLE_EMPTY (object)->seat))
    G_OBJECT_CLASS (example_empty_parent_class)->dispose (object);
}

static void
example_empty__finalize (GObject *object)
{
  hark_seat_finalize (&EXAMPLE_EMPTY (object)->seat);
  G_OBJECT_CLASS (example_empty_parent_class)->finalize (object);
}

static void
example_empty_class_init (ExampleEmptyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = example_empty__set_property;
  object_class->get_property = example_empty__get_property;
  object_class->dispose = example_empty__dispose;
  object_class->finalize = example_empty__finalize;

  klass->closed = example_empty__closed_default;

  hark_class_init (object_class, &example_empty__info);
}

static void
example_empty_init (ExampleEmpty *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &example_empty__info);
}

ExampleEmpty *
example_empty_new (HarkLoop                *loop,
                   const ExampleEmptySlots *slots,
                   gpointer                 data,
                   GDestroyNotify           destroy)
{
  ExampleEmpty *self = g_object_new (EXAMPLE_TYPE_EMPTY, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
example_empty_get_data (ExampleEmpty *self)
{
  g_return_val_if_fail (EXAMPLE_IS_EMPTY (self), NULL);

  return self->seat.data;
}

ExampleEmpty *
example_empty_new_remote (HarkBus    *bus,
                          const char *name,
                          HarkLoop   *loop)
{
  ExampleEmpty *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (EXAMPLE_TYPE_EMPTY, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}
