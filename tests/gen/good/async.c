/* Made from async.hark by hark-gen. Do not edit. */
#include "async.h"

#include <stddef.h>
#include <string.h>

enum
{
  PROPERTY_LOOP = 1,
};

/* async.hark:5  (uint64 id) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint64 id;
} SlowOrder__Values;

static const HarkField slow_order__fields[] =
{
  { "id", HARK_FIELD_UINT64, HARK_FIELD_PLAIN, offsetof (SlowOrder__Values, id), 0, NULL, NULL },
};

const HarkSignature slow_order__signature =
{
  .name = "Slow.Order",
  .text = "(uint64 id)",
  .variant_type = "(t)",
  .fingerprint = G_GUINT64_CONSTANT (0x0642163c3344a6d5),
  .fields = slow_order__fields,
  .n_fields = 1,
  .size = sizeof (SlowOrder__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* async.hark:10  (string what) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *what;
} SlowOvenBaked__Values;

static const HarkField slow_oven_baked__fields[] =
{
  { "what", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (SlowOvenBaked__Values, what), 0, NULL, NULL },
};

static gsize
slow_oven_baked__measure (gconstpointer values)
{
  const SlowOvenBaked__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->what);
  return size;
}

static void
slow_oven_baked__pack (gconstpointer values,
                       gpointer      packed)
{
  const SlowOvenBaked__Values *from = values;
  SlowOvenBaked__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->what = hark_pack_string (&tail, from->what);
}

static const HarkSignature slow_oven_baked__signature =
{
  .name = "(string)",
  .text = "(string what)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = slow_oven_baked__fields,
  .n_fields = 1,
  .size = sizeof (SlowOvenBaked__Values),
  .measure = slow_oven_baked__measure,
  .pack = slow_oven_baked__pack,
  .clear = NULL,
};

/* async.hark:15  (string what, duration time) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *what;
  gint64      time;
} SlowOvenBake__Arguments;

static const HarkField slow_oven_bake__arguments_fields[] =
{
  { "what", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (SlowOvenBake__Arguments, what), 0, NULL, NULL },
  { "time", HARK_FIELD_DURATION, HARK_FIELD_PLAIN, offsetof (SlowOvenBake__Arguments, time), 0, NULL, NULL },
};

static gsize
slow_oven_bake__arguments_measure (gconstpointer values)
{
  const SlowOvenBake__Arguments *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->what);
  return size;
}

static void
slow_oven_bake__arguments_pack (gconstpointer values,
                                gpointer      packed)
{
  const SlowOvenBake__Arguments *from = values;
  SlowOvenBake__Arguments *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->what = hark_pack_string (&tail, from->what);
}

static const HarkSignature slow_oven_bake__arguments_signature =
{
  .name = "(string, duration)",
  .text = "(string what, duration time)",
  .variant_type = "(sx)",
  .fingerprint = G_GUINT64_CONSTANT (0x4f4461f3096d43d1),
  .fields = slow_oven_bake__arguments_fields,
  .n_fields = 2,
  .size = sizeof (SlowOvenBake__Arguments),
  .measure = slow_oven_bake__arguments_measure,
  .pack = slow_oven_bake__arguments_pack,
  .clear = NULL,
};

/* async.hark:15  (string result) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *result;
} SlowOvenBake__Result;

static const HarkField slow_oven_bake__result_fields[] =
{
  { "result", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (SlowOvenBake__Result, result), 0, NULL, NULL },
};

static gsize
slow_oven_bake__result_measure (gconstpointer values)
{
  const SlowOvenBake__Result *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->result);
  return size;
}

static void
slow_oven_bake__result_pack (gconstpointer values,
                             gpointer      packed)
{
  const SlowOvenBake__Result *from = values;
  SlowOvenBake__Result *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->result = hark_pack_string (&tail, from->result);
}

static const HarkSignature slow_oven_bake__result_signature =
{
  .name = "(string)",
  .text = "(string result)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = slow_oven_bake__result_fields,
  .n_fields = 1,
  .size = sizeof (SlowOvenBake__Result),
  .measure = slow_oven_bake__result_measure,
  .pack = slow_oven_bake__result_pack,
  .clear = NULL,
};

/* async.hark:17  () */

static const HarkSignature slow_oven_cool__arguments_signature =
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

/* async.hark:20  (double target) */

typedef struct G_GNUC_MAY_ALIAS
{
  double target;
} SlowOvenWatch__Arguments;

static const HarkField slow_oven_watch__arguments_fields[] =
{
  { "target", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (SlowOvenWatch__Arguments, target), 0, NULL, NULL },
};

static const HarkSignature slow_oven_watch__arguments_signature =
{
  .name = "(double)",
  .text = "(double target)",
  .variant_type = "(d)",
  .fingerprint = G_GUINT64_CONSTANT (0x91d5d9e85b0c47e0),
  .fields = slow_oven_watch__arguments_fields,
  .n_fields = 1,
  .size = sizeof (SlowOvenWatch__Arguments),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* async.hark:24  (uint32 number, Order order) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint32    number;
  SlowOrder *order;
} SlowOvenServe__Arguments;

static const HarkField slow_oven_serve__arguments_fields[] =
{
  { "number", HARK_FIELD_UINT32, HARK_FIELD_PLAIN, offsetof (SlowOvenServe__Arguments, number), 0, NULL, NULL },
  { "order", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (SlowOvenServe__Arguments, order), 0, &slow_order__signature, NULL },
};

static void
slow_oven_serve__arguments_pack (gconstpointer values,
                                 gpointer      packed)
{
  const SlowOvenServe__Arguments *from = values;
  SlowOvenServe__Arguments *to = packed;

  *to = *from;
  slow_order_ref (to->order);
}

static void
slow_oven_serve__arguments_clear (gpointer packed)
{
  const SlowOvenServe__Arguments *from = packed;

  slow_order_unref (from->order);
}

static const HarkSignature slow_oven_serve__arguments_signature =
{
  .name = "(uint32, Slow.Order)",
  .text = "(uint32 number, Order order)",
  .variant_type = "(u(t))",
  .fingerprint = G_GUINT64_CONSTANT (0x4d1d344987473ae1),
  .fields = slow_oven_serve__arguments_fields,
  .n_fields = 2,
  .size = sizeof (SlowOvenServe__Arguments),
  .measure = NULL,
  .pack = slow_oven_serve__arguments_pack,
  .clear = slow_oven_serve__arguments_clear,
};

/* async.hark:24  (Order? result) */

typedef struct G_GNUC_MAY_ALIAS
{
  SlowOrder *result;
} SlowOvenServe__Result;

static const HarkField slow_oven_serve__result_fields[] =
{
  { "result", HARK_FIELD_RECORD, HARK_FIELD_OPTIONAL, offsetof (SlowOvenServe__Result, result), 0, &slow_order__signature, NULL },
};

static void
slow_oven_serve__result_pack (gconstpointer values,
                              gpointer      packed)
{
  const SlowOvenServe__Result *from = values;
  SlowOvenServe__Result *to = packed;

  *to = *from;
  if (to->result != NULL)
    slow_order_ref (to->result);
}

static void
slow_oven_serve__result_clear (gpointer packed)
{
  const SlowOvenServe__Result *from = packed;

  if (from->result != NULL)
    slow_order_unref (from->result);
}

static const HarkSignature slow_oven_serve__result_signature =
{
  .name = "(Slow.Order?)",
  .text = "(Order? result)",
  .variant_type = "(m(t))",
  .fingerprint = G_GUINT64_CONSTANT (0x31fb390022bbb64f),
  .fields = slow_oven_serve__result_fields,
  .n_fields = 1,
  .size = sizeof (SlowOvenServe__Result),
  .measure = NULL,
  .pack = slow_oven_serve__result_pack,
  .clear = slow_oven_serve__result_clear,
};

/* async.hark:26  (uint64 result) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint64 result;
} SlowOvenStock__Result;

static const HarkField slow_oven_stock__result_fields[] =
{
  { "result", HARK_FIELD_UINT64, HARK_FIELD_PLAIN, offsetof (SlowOvenStock__Result, result), 0, NULL, NULL },
};

static const HarkSignature slow_oven_stock__result_signature =
{
  .name = "(uint64)",
  .text = "(uint64 result)",
  .variant_type = "(t)",
  .fingerprint = G_GUINT64_CONSTANT (0x0642163c3344a6d5),
  .fields = slow_oven_stock__result_fields,
  .n_fields = 1,
  .size = sizeof (SlowOvenStock__Result),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* async.hark:31  (bool result) */

typedef struct G_GNUC_MAY_ALIAS
{
  gboolean result;
} SlowTableLay__Result;

static const HarkField slow_table_lay__result_fields[] =
{
  { "result", HARK_FIELD_BOOL, HARK_FIELD_PLAIN, offsetof (SlowTableLay__Result, result), 0, NULL, NULL },
};

static const HarkSignature slow_table_lay__result_signature =
{
  .name = "(bool)",
  .text = "(bool result)",
  .variant_type = "(b)",
  .fingerprint = G_GUINT64_CONSTANT (0xf21d9688e81a05ea),
  .fields = slow_table_lay__result_fields,
  .n_fields = 1,
  .size = sizeof (SlowTableLay__Result),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* async.hark:5  record Order */

G_DEFINE_BOXED_TYPE (SlowOrder, slow_order, slow_order_ref, slow_order_unref)

SlowOrder *
slow_order_ref (SlowOrder *self)
{
  return hark_values_ref (self);
}

void
slow_order_unref (SlowOrder *self)
{
  hark_values_unref (self);
}

guint64
slow_order_get_id (const SlowOrder *self)
{
  return self->id;
}

SlowOrder *
slow_order_new (guint64 id)
{
  const SlowOrder__Values values_ =
  {
    .id = id,
  };

  return hark_values_new (&slow_order__signature, &values_);
}

GVariant *
slow_order_to_variant (const SlowOrder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_values_to_variant (&slow_order__signature, self, NULL);
}

SlowOrder *
slow_order_new_from_variant (GVariant  *variant,
                             GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);

  return hark_values_from_variant (&slow_order__signature, variant, error);
}

void
slow_order_builder_set_id (SlowOrderBuilder *self,
                           guint64           id)
{
  self->id = id;
}

void
slow_order_builder_init_from (SlowOrderBuilder *self,
                              const SlowOrder  *from)
{
  memset (self, 0, sizeof *self);

  slow_order_builder_set_id (self, from->id);
}

SlowOrder *
slow_order_builder_end (SlowOrderBuilder *self)
{
  SlowOrder *record;

  record = hark_values_new (&slow_order__signature, self);
  slow_order_builder_clear (self);
  return record;
}

void
slow_order_builder_clear (SlowOrderBuilder *self)
{
  memset (self, 0, sizeof *self);
}

/* async.hark:9  object Oven */

static void slow_oven__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (SlowOven, slow_oven, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, slow_oven__implement_object))

static const HarkClassInfo slow_oven__info;

/* async.hark:10  event baked (string what) */

G_DEFINE_BOXED_TYPE (SlowOvenBaked, slow_oven_baked, slow_oven_baked_ref, slow_oven_baked_unref)

SlowOvenBaked *
slow_oven_baked_ref (SlowOvenBaked *self)
{
  return hark_values_ref (self);
}

void
slow_oven_baked_unref (SlowOvenBaked *self)
{
  hark_values_unref (self);
}

const char *
slow_oven_baked_get_what (const SlowOvenBaked *self)
{
  return self->what;
}

static void
slow_oven_baked__call (GCallback     func,
                       gpointer      context,
                       gconstpointer values)
{
  const SlowOvenBaked__Values *from = values;

  ((SlowOvenBakedFunc) func) (context, from->what);
}

static gboolean
slow_oven_baked__filter (GCallback     func,
                         gpointer      context,
                         gconstpointer values)
{
  const SlowOvenBaked__Values *from = values;
  slow_oven_baked__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->what);
}

/* As the target of a connection, which emits it again. */
static void
slow_oven_baked__forward (gpointer        object,
                          gconstpointer   values,
                          HarkFuture     *answer G_GNUC_UNUSED,
                          GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((SlowOven *) object)->seat, &slow_oven_baked__source, values);
}

const HarkSlotInfo slow_oven_baked__target =
{
  .name = "baked",
  .text = slow_oven_baked__TEXT,
  .location = "async.hark:10",
  .owner = &slow_oven__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &slow_oven_baked__signature,
  .invoke = slow_oven_baked__forward,
};

const HarkEventInfo slow_oven_baked__source =
{
  .name = "baked",
  .text = slow_oven_baked__TEXT,
  .location = "async.hark:10",
  .owner = &slow_oven__info,
  .index = 0,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &slow_oven_baked__signature,
  .call = slow_oven_baked__call,
  .filter = slow_oven_baked__filter,
  .target = &slow_oven_baked__target,
  .get_type = slow_oven_baked_get_type,
};

void
slow_oven_emit_baked (SlowOven   *self,
                      const char *what)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 0))
    return;

  g_return_if_fail (SLOW_IS_OVEN (self));
  g_return_if_fail (what != NULL);
  {
    const SlowOvenBaked__Values values_ =
    {
      .what = what,
    };

    hark_seat_emit (&self->seat, &slow_oven_baked__source, &values_);
  }
}

HarkFuture *
slow_oven_next_baked (SlowOven *self)
{
  g_return_val_if_fail (SLOW_IS_OVEN (self), NULL);

  return hark_seat_next (&self->seat, &slow_oven_baked__source);
}

SlowOvenBaked *
slow_oven_finish_baked (HarkFuture  *future,
                        GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, slow_oven_baked__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

SlowOvenBaked *
slow_oven_await_baked (SlowOven      *self,
                       gint64         timeout,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(HarkFuture) future = slow_oven_next_baked (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return slow_oven_finish_baked (future, error);
}

HarkStream *
slow_oven_stream_baked (SlowOven *self)
{
  g_return_val_if_fail (SLOW_IS_OVEN (self), NULL);

  return hark_seat_stream (&self->seat, &slow_oven_baked__source);
}

SlowOvenBaked *
slow_oven_stream_next_baked (HarkStream    *stream,
                             gint64         timeout,
                             GCancellable  *cancellable,
                             GError       **error)
{
  return hark_stream_next (stream, &slow_oven_baked__source, timeout, cancellable, error);
}

/* async.hark:15  async slot bake (string what, duration time) -> string throws */

static char *
slow_oven_bake__default (SlowOven    *self,
                         const char  *what,
                         gint64       time,
                         GError     **error)
{
  const SlowOvenSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->bake != NULL)
    return slots_->bake (self, what, time, error);
  hark_slot_not_implemented (&slow_oven_bake__target, error);
  return NULL;
}

static void
slow_oven_bake__body (gpointer        object,
                      gconstpointer   values,
                      HarkFuture     *answer,
                      GError        **error)
{
  SlowOven *self = object;
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (self);
  const SlowOvenBake__Arguments *arguments = values;
  GError *failure = NULL;
  char *result;

  result = klass->bake (self, arguments->what, arguments->time, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (result == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "%s gave no result", slow_oven_bake__TEXT);
      return;
    }
  if (answer != NULL)
    {
      const SlowOvenBake__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
  g_free (result);
}

static void
slow_oven_bake__invoke (gpointer        object,
                        gconstpointer   values,
                        HarkFuture     *answer,
                        GError        **error)
{
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (object);
  GCallback implementation = klass->bake != slow_oven_bake__default
    ? G_CALLBACK (klass->bake) : NULL;

  hark_slot_begin (object, &slow_oven_bake__target, implementation, values, answer, error);
}

const HarkSlotInfo slow_oven_bake__target =
{
  .name = "bake",
  .text = slow_oven_bake__TEXT,
  .location = "async.hark:15",
  .owner = &slow_oven__info,
  .index = 0,
  .flags = HARK_SLOT_THROWS | HARK_SLOT_ASYNC,
  .signature = &slow_oven_bake__arguments_signature,
  .result = &slow_oven_bake__result_signature,
  .invoke = slow_oven_bake__invoke,
  .body = slow_oven_bake__body,
};

HarkFuture *
slow_oven_call_bake (SlowOven   *self,
                     const char *what,
                     gint64      time)
{
  const SlowOvenBake__Arguments values_ =
  {
    .what = what,
    .time = time,
  };

  g_return_val_if_fail (SLOW_IS_OVEN (self), NULL);
  g_return_val_if_fail (what != NULL, NULL);

  return hark_seat_call (&self->seat, &slow_oven_bake__target, &values_);
}

gboolean
slow_oven_finish_bake (HarkFuture  *future,
                       char       **result,
                       GError     **error)
{
  const SlowOvenBake__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, slow_oven_bake__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = g_strdup (values->result);
  return TRUE;
}

gboolean
slow_oven_await_bake (SlowOven      *self,
                      const char    *what,
                      gint64         time,
                      gint64         timeout,
                      GCancellable  *cancellable,
                      char         **result,
                      GError       **error)
{
  g_autoptr(HarkFuture) future_ = slow_oven_call_bake (self, what, time);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && slow_oven_finish_bake (future_, result, error));
}

/* async.hark:17  async slot cool () */

static void
slow_oven_cool__default (SlowOven *self)
{
  const SlowOvenSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->cool != NULL)
    slots_->cool (self);
}

static void
slow_oven_cool__body (gpointer        object,
                      gconstpointer   values G_GNUC_UNUSED,
                      HarkFuture     *answer,
                      GError        **error)
{
  SlowOven *self = object;
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (self);
  const SlowOvenSlots *slots = self->seat.slots;

  if (klass->cool == slow_oven_cool__default
      && (slots == NULL || slots->cool == NULL))
    {
      hark_slot_not_implemented (&slow_oven_cool__target, error);
      return;
    }

  klass->cool (self);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

static void
slow_oven_cool__invoke (gpointer        object,
                        gconstpointer   values,
                        HarkFuture     *answer,
                        GError        **error)
{
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (object);
  GCallback implementation = klass->cool != slow_oven_cool__default
    ? G_CALLBACK (klass->cool) : NULL;

  hark_slot_begin (object, &slow_oven_cool__target, implementation, values, answer, error);
}

const HarkSlotInfo slow_oven_cool__target =
{
  .name = "cool",
  .text = slow_oven_cool__TEXT,
  .location = "async.hark:17",
  .owner = &slow_oven__info,
  .index = 1,
  .flags = HARK_SLOT_ASYNC,
  .signature = &slow_oven_cool__arguments_signature,
  .result = NULL,
  .invoke = slow_oven_cool__invoke,
  .body = slow_oven_cool__body,
};

HarkFuture *
slow_oven_call_cool (SlowOven *self)
{
  g_return_val_if_fail (SLOW_IS_OVEN (self), NULL);

  return hark_seat_call (&self->seat, &slow_oven_cool__target, NULL);
}

gboolean
slow_oven_finish_cool (HarkFuture  *future,
                       GError     **error)
{
  g_return_val_if_fail (future != NULL, FALSE);

  return hark_future_finish (future, slow_oven_cool__target.result, NULL, error);
}

gboolean
slow_oven_await_cool (SlowOven      *self,
                      gint64         timeout,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr(HarkFuture) future_ = slow_oven_call_cool (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && slow_oven_finish_cool (future_, error));
}

/* async.hark:20  async slot watch (double target) */

static void
slow_oven_watch__default (SlowOven *self,
                          double    target)
{
  const SlowOvenSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->watch != NULL)
    slots_->watch (self, target);
}

static void
slow_oven_watch__body (gpointer        object,
                       gconstpointer   values,
                       HarkFuture     *answer,
                       GError        **error)
{
  SlowOven *self = object;
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (self);
  const SlowOvenWatch__Arguments *arguments = values;
  const SlowOvenSlots *slots = self->seat.slots;

  if (klass->watch == slow_oven_watch__default
      && (slots == NULL || slots->watch == NULL))
    {
      hark_slot_not_implemented (&slow_oven_watch__target, error);
      return;
    }

  klass->watch (self, arguments->target);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

static void
slow_oven_watch__invoke (gpointer        object,
                         gconstpointer   values,
                         HarkFuture     *answer,
                         GError        **error)
{
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (object);
  GCallback implementation = klass->watch != slow_oven_watch__default
    ? G_CALLBACK (klass->watch) : NULL;

  hark_slot_begin (object, &slow_oven_watch__target, implementation, values, answer, error);
}

const HarkSlotInfo slow_oven_watch__target =
{
  .name = "watch",
  .text = slow_oven_watch__TEXT,
  .location = "async.hark:20",
  .owner = &slow_oven__info,
  .index = 2,
  .flags = HARK_SLOT_ASYNC | HARK_SLOT_CONCURRENT,
  .signature = &slow_oven_watch__arguments_signature,
  .result = NULL,
  .invoke = slow_oven_watch__invoke,
  .body = slow_oven_watch__body,
};

HarkFuture *
slow_oven_call_watch (SlowOven *self,
                      double    target)
{
  const SlowOvenWatch__Arguments values_ =
  {
    .target = target,
  };

  g_return_val_if_fail (SLOW_IS_OVEN (self), NULL);

  return hark_seat_call (&self->seat, &slow_oven_watch__target, &values_);
}

gboolean
slow_oven_finish_watch (HarkFuture  *future,
                        GError     **error)
{
  g_return_val_if_fail (future != NULL, FALSE);

  return hark_future_finish (future, slow_oven_watch__target.result, NULL, error);
}

gboolean
slow_oven_await_watch (SlowOven      *self,
                       double         target,
                       gint64         timeout,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(HarkFuture) future_ = slow_oven_call_watch (self, target);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && slow_oven_finish_watch (future_, error));
}

/* async.hark:22  async slot clean () throws */

static void
slow_oven_clean__default (SlowOven  *self,
                          GError   **error)
{
  const SlowOvenSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->clean != NULL)
    slots_->clean (self, error);
  else
    hark_slot_not_implemented (&slow_oven_clean__target, error);
}

static void
slow_oven_clean__body (gpointer        object,
                       gconstpointer   values G_GNUC_UNUSED,
                       HarkFuture     *answer,
                       GError        **error)
{
  SlowOven *self = object;
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (self);
  GError *failure = NULL;

  klass->clean (self, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

static void
slow_oven_clean__invoke (gpointer        object,
                         gconstpointer   values,
                         HarkFuture     *answer,
                         GError        **error)
{
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (object);
  GCallback implementation = klass->clean != slow_oven_clean__default
    ? G_CALLBACK (klass->clean) : NULL;

  hark_slot_begin (object, &slow_oven_clean__target, implementation, values, answer, error);
}

static const HarkQueueInfo slow_oven_clean__queue =
{
  .policy = HARK_QUEUE_FAIL,
  .depth = 2,
};

const HarkSlotInfo slow_oven_clean__target =
{
  .name = "clean",
  .text = slow_oven_clean__TEXT,
  .location = "async.hark:22",
  .owner = &slow_oven__info,
  .index = 3,
  .flags = HARK_SLOT_THROWS | HARK_SLOT_ASYNC,
  .signature = &slow_oven_cool__arguments_signature,
  .result = NULL,
  .invoke = slow_oven_clean__invoke,
  .queue = &slow_oven_clean__queue,
  .body = slow_oven_clean__body,
};

HarkFuture *
slow_oven_call_clean (SlowOven *self)
{
  g_return_val_if_fail (SLOW_IS_OVEN (self), NULL);

  return hark_seat_call (&self->seat, &slow_oven_clean__target, NULL);
}

gboolean
slow_oven_finish_clean (HarkFuture  *future,
                        GError     **error)
{
  g_return_val_if_fail (future != NULL, FALSE);

  return hark_future_finish (future, slow_oven_clean__target.result, NULL, error);
}

gboolean
slow_oven_await_clean (SlowOven      *self,
                       gint64         timeout,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(HarkFuture) future_ = slow_oven_call_clean (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && slow_oven_finish_clean (future_, error));
}

/* async.hark:24  async slot serve (uint32 number, Order order) -> Order? */

static SlowOrder *
slow_oven_serve__default (SlowOven  *self,
                          guint32    number,
                          SlowOrder *order)
{
  const SlowOvenSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->serve != NULL)
    return slots_->serve (self, number, order);
  return NULL;
}

static void
slow_oven_serve__body (gpointer        object,
                       gconstpointer   values,
                       HarkFuture     *answer,
                       GError        **error)
{
  SlowOven *self = object;
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (self);
  const SlowOvenServe__Arguments *arguments = values;
  const SlowOvenSlots *slots = self->seat.slots;
  SlowOrder *result;

  if (klass->serve == slow_oven_serve__default
      && (slots == NULL || slots->serve == NULL))
    {
      hark_slot_not_implemented (&slow_oven_serve__target, error);
      return;
    }

  result = klass->serve (self, arguments->number, arguments->order);
  if (answer != NULL)
    {
      const SlowOvenServe__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
  if (result != NULL)
    slow_order_unref (result);
}

static void
slow_oven_serve__invoke (gpointer        object,
                         gconstpointer   values,
                         HarkFuture     *answer,
                         GError        **error)
{
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (object);
  GCallback implementation = klass->serve != slow_oven_serve__default
    ? G_CALLBACK (klass->serve) : NULL;

  hark_slot_begin (object, &slow_oven_serve__target, implementation, values, answer, error);
}

static const HarkQueueInfo slow_oven_serve__queue =
{
  .policy = HARK_QUEUE_LATEST,
  .depth = 8,
  .key = "number",
};

const HarkSlotInfo slow_oven_serve__target =
{
  .name = "serve",
  .text = slow_oven_serve__TEXT,
  .location = "async.hark:24",
  .owner = &slow_oven__info,
  .index = 4,
  .flags = HARK_SLOT_ASYNC | HARK_SLOT_CONCURRENT,
  .signature = &slow_oven_serve__arguments_signature,
  .result = &slow_oven_serve__result_signature,
  .invoke = slow_oven_serve__invoke,
  .queue = &slow_oven_serve__queue,
  .body = slow_oven_serve__body,
};

HarkFuture *
slow_oven_call_serve (SlowOven  *self,
                      guint32    number,
                      SlowOrder *order)
{
  const SlowOvenServe__Arguments values_ =
  {
    .number = number,
    .order = order,
  };

  g_return_val_if_fail (SLOW_IS_OVEN (self), NULL);
  g_return_val_if_fail (order != NULL, NULL);

  return hark_seat_call (&self->seat, &slow_oven_serve__target, &values_);
}

gboolean
slow_oven_finish_serve (HarkFuture  *future,
                        SlowOrder  **result,
                        GError     **error)
{
  const SlowOvenServe__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, slow_oven_serve__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result != NULL ? slow_order_ref (values->result) : NULL;
  return TRUE;
}

gboolean
slow_oven_await_serve (SlowOven      *self,
                       guint32        number,
                       SlowOrder     *order,
                       gint64         timeout,
                       GCancellable  *cancellable,
                       SlowOrder    **result,
                       GError       **error)
{
  g_autoptr(HarkFuture) future_ = slow_oven_call_serve (self, number, order);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && slow_oven_finish_serve (future_, result, error));
}

/* async.hark:26  slot stock () -> uint64 */

static guint64
slow_oven_stock__default (SlowOven *self)
{
  const SlowOvenSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->stock != NULL)
    return slots_->stock (self);
  return 0;
}

static void
slow_oven_stock__invoke (gpointer        object,
                         gconstpointer   values G_GNUC_UNUSED,
                         HarkFuture     *answer,
                         GError        **error)
{
  SlowOven *self = object;
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (self);
  const SlowOvenSlots *slots = self->seat.slots;
  guint64 result;

  if (klass->stock == slow_oven_stock__default
      && (slots == NULL || slots->stock == NULL))
    {
      hark_slot_not_implemented (&slow_oven_stock__target, error);
      return;
    }

  result = klass->stock (self);
  if (answer != NULL)
    {
      const SlowOvenStock__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
}

const HarkSlotInfo slow_oven_stock__target =
{
  .name = "stock",
  .text = slow_oven_stock__TEXT,
  .location = "async.hark:26",
  .owner = &slow_oven__info,
  .index = 5,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &slow_oven_cool__arguments_signature,
  .result = &slow_oven_stock__result_signature,
  .invoke = slow_oven_stock__invoke,
};

HarkFuture *
slow_oven_call_stock (SlowOven *self)
{
  g_return_val_if_fail (SLOW_IS_OVEN (self), NULL);

  return hark_seat_call (&self->seat, &slow_oven_stock__target, NULL);
}

gboolean
slow_oven_finish_stock (HarkFuture  *future,
                        guint64     *result,
                        GError     **error)
{
  const SlowOvenStock__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, slow_oven_stock__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result;
  return TRUE;
}

gboolean
slow_oven_await_stock (SlowOven      *self,
                       gint64         timeout,
                       GCancellable  *cancellable,
                       guint64       *result,
                       GError       **error)
{
  g_autoptr(HarkFuture) future_ = slow_oven_call_stock (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && slow_oven_finish_stock (future_, result, error));
}

/* async.hark:9  object Oven */

static const HarkEventInfo *const slow_oven__events[] =
{
  &slow_oven_baked__source,
};

static const HarkSlotInfo *const slow_oven__slots[] =
{
  &slow_oven_bake__target,
  &slow_oven_cool__target,
  &slow_oven_watch__target,
  &slow_oven_clean__target,
  &slow_oven_serve__target,
  &slow_oven_stock__target,
};

static const HarkClassInfo slow_oven__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (SlowOven, seat),
  .name = "Slow.Oven",
  .location = "async.hark:9",
  .get_type = slow_oven_get_type,
  .events = slow_oven__events,
  .slots = slow_oven__slots,
  .n_events = 1,
  .n_slots = 6,
};

static void
slow_oven__closed_default (SlowOven *self)
{
  const SlowOvenSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
slow_oven__closed (HarkObject *object)
{
  SlowOven *self = SLOW_OVEN (object);
  SlowOvenClass *klass = SLOW_OVEN_GET_CLASS (self);

  klass->closed (self);
}

static void
slow_oven__implement_object (HarkObjectInterface *interface)
{
  interface->info = &slow_oven__info;
  interface->closed = slow_oven__closed;
}

static void
slow_oven__set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  SlowOven *self = SLOW_OVEN (object);

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
slow_oven__get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SlowOven *self = SLOW_OVEN (object);

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
slow_oven__dispose (GObject *object)
{
  if (hark_seat_dispose (&SLOW_OVEN (object)->seat))
    G_OBJECT_CLASS (slow_oven_parent_class)->dispose (object);
}

static void
slow_oven__finalize (GObject *object)
{
  hark_seat_finalize (&SLOW_OVEN (object)->seat);
  G_OBJECT_CLASS (slow_oven_parent_class)->finalize (object);
}

static void
slow_oven_class_init (SlowOvenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = slow_oven__set_property;
  object_class->get_property = slow_oven__get_property;
  object_class->dispose = slow_oven__dispose;
  object_class->finalize = slow_oven__finalize;

  klass->closed = slow_oven__closed_default;
  klass->bake = slow_oven_bake__default;
  klass->cool = slow_oven_cool__default;
  klass->watch = slow_oven_watch__default;
  klass->clean = slow_oven_clean__default;
  klass->serve = slow_oven_serve__default;
  klass->stock = slow_oven_stock__default;

  hark_class_init (object_class, &slow_oven__info);
  {
    const GType types[] = { G_TYPE_STRING };

    hark_class_add_signal (object_class, &slow_oven_baked__source, types, G_N_ELEMENTS (types));
  }
}

static void
slow_oven_init (SlowOven *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &slow_oven__info);
}

SlowOven *
slow_oven_new (HarkLoop            *loop,
               const SlowOvenSlots *slots,
               gpointer             data,
               GDestroyNotify       destroy)
{
  SlowOven *self = g_object_new (SLOW_TYPE_OVEN, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
slow_oven_get_data (SlowOven *self)
{
  g_return_val_if_fail (SLOW_IS_OVEN (self), NULL);

  return self->seat.data;
}

SlowOven *
slow_oven_new_remote (HarkBus    *bus,
                      const char *name,
                      HarkLoop   *loop)
{
  SlowOven *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (SLOW_TYPE_OVEN, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}

/* async.hark:30  object Table */

static void slow_table__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (SlowTable, slow_table, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, slow_table__implement_object))

static const HarkClassInfo slow_table__info;

/* async.hark:31  async slot lay () -> bool */

static void
slow_table_lay__body (gpointer        object,
                      gconstpointer   values G_GNUC_UNUSED,
                      HarkFuture     *answer,
                      GError        **error)
{
  SlowTable *self = object;
  SlowTableClass *klass = SLOW_TABLE_GET_CLASS (self);
  gboolean result;

  if (klass->lay == NULL)
    {
      hark_slot_not_implemented (&slow_table_lay__target, error);
      return;
    }

  result = klass->lay (self);
  if (answer != NULL)
    {
      const SlowTableLay__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
}

static void
slow_table_lay__invoke (gpointer        object,
                        gconstpointer   values,
                        HarkFuture     *answer,
                        GError        **error)
{
  SlowTableClass *klass = SLOW_TABLE_GET_CLASS (object);
  GCallback implementation = G_CALLBACK (klass->lay);

  hark_slot_begin (object, &slow_table_lay__target, implementation, values, answer, error);
}

const HarkSlotInfo slow_table_lay__target =
{
  .name = "lay",
  .text = slow_table_lay__TEXT,
  .location = "async.hark:31",
  .owner = &slow_table__info,
  .index = 0,
  .flags = HARK_SLOT_ASYNC,
  .signature = &slow_oven_cool__arguments_signature,
  .result = &slow_table_lay__result_signature,
  .invoke = slow_table_lay__invoke,
  .body = slow_table_lay__body,
};

HarkFuture *
slow_table_call_lay (SlowTable *self)
{
  g_return_val_if_fail (SLOW_IS_TABLE (self), NULL);

  return hark_seat_call (&self->seat, &slow_table_lay__target, NULL);
}

gboolean
slow_table_finish_lay (HarkFuture  *future,
                       gboolean    *result,
                       GError     **error)
{
  const SlowTableLay__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, slow_table_lay__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result;
  return TRUE;
}

gboolean
slow_table_await_lay (SlowTable     *self,
                      gint64         timeout,
                      GCancellable  *cancellable,
                      gboolean      *result,
                      GError       **error)
{
  g_autoptr(HarkFuture) future_ = slow_table_call_lay (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && slow_table_finish_lay (future_, result, error));
}

/* async.hark:30  object Table */

static const HarkSlotInfo *const slow_table__slots[] =
{
  &slow_table_lay__target,
};

static const HarkClassInfo slow_table__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (SlowTable, seat),
  .name = "Slow.Table",
  .location = "async.hark:30",
  .get_type = slow_table_get_type,
  .events = NULL,
  .slots = slow_table__slots,
  .n_events = 0,
  .n_slots = 1,
};

static void
slow_table__closed_default (SlowTable *self G_GNUC_UNUSED)
{
}

static void
slow_table__closed (HarkObject *object)
{
  SlowTable *self = SLOW_TABLE (object);
  SlowTableClass *klass = SLOW_TABLE_GET_CLASS (self);

  klass->closed (self);
}

static void
slow_table__implement_object (HarkObjectInterface *interface)
{
  interface->info = &slow_table__info;
  interface->closed = slow_table__closed;
}

static void
slow_table__set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  SlowTable *self = SLOW_TABLE (object);

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
slow_table__get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SlowTable *self = SLOW_TABLE (object);

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
slow_table__dispose (GObject *object)
{
  if (hark_seat_dispose (&SLOW_TABLE (object)->seat))
    G_OBJECT_CLASS (slow_table_parent_class)->dispose (object);
}

static void
slow_table__finalize (GObject *object)
{
  hark_seat_finalize (&SLOW_TABLE (object)->seat);
  G_OBJECT_CLASS (slow_table_parent_class)->finalize (object);
}

static void
slow_table_class_init (SlowTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = slow_table__set_property;
  object_class->get_property = slow_table__get_property;
  object_class->dispose = slow_table__dispose;
  object_class->finalize = slow_table__finalize;

  klass->closed = slow_table__closed_default;

  hark_class_init (object_class, &slow_table__info);
}

static void
slow_table_init (SlowTable *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &slow_table__info);
}
