/* Made from state.hark by hark-gen. Do not edit. */
#include "state.h"

#include <stddef.h>
#include <string.h>

enum
{
  PROPERTY_LOOP = 1,
};

/* state.hark:4  enum Mode */

GType
bakery_mode_get_type (void)
{
  static const GEnumValue values[] =
  {
    { BAKERY_MODE_OFF, "BAKERY_MODE_OFF", "off" },
    { BAKERY_MODE_WARM, "BAKERY_MODE_WARM", "warm" },
    { BAKERY_MODE_HOT, "BAKERY_MODE_HOT", "hot" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("BakeryMode", values));

  return type;
}

/* state.hark:6  (string name) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *name;
} BakeryLoaf__Values;

static const HarkField bakery_loaf__fields[] =
{
  { "name", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (BakeryLoaf__Values, name), 0, NULL, NULL },
};

static gsize
bakery_loaf__measure (gconstpointer values)
{
  const BakeryLoaf__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->name);
  return size;
}

static void
bakery_loaf__pack (gconstpointer values,
                   gpointer      packed)
{
  const BakeryLoaf__Values *from = values;
  BakeryLoaf__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->name = hark_pack_string (&tail, from->name);
}

const HarkSignature bakery_loaf__signature =
{
  .name = "Bakery.Loaf",
  .text = "(string name)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = bakery_loaf__fields,
  .n_fields = 1,
  .size = sizeof (BakeryLoaf__Values),
  .measure = bakery_loaf__measure,
  .pack = bakery_loaf__pack,
  .clear = NULL,
};

/* state.hark:11  (double temperature) */

typedef struct G_GNUC_MAY_ALIAS
{
  double temperature;
} BakeryOvenTemperature__Values;

static const HarkField bakery_oven_temperature__fields[] =
{
  { "temperature", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (BakeryOvenTemperature__Values, temperature), 0, NULL, NULL },
};

static const HarkSignature bakery_oven_temperature__signature =
{
  .name = "(double)",
  .text = "(double temperature)",
  .variant_type = "(d)",
  .fingerprint = G_GUINT64_CONSTANT (0x91d5d9e85b0c47e0),
  .fields = bakery_oven_temperature__fields,
  .n_fields = 1,
  .size = sizeof (BakeryOvenTemperature__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* state.hark:12  (uint32 times) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint32 times;
} BakeryOvenOpened__Values;

static const HarkField bakery_oven_opened__fields[] =
{
  { "times", HARK_FIELD_UINT32, HARK_FIELD_PLAIN, offsetof (BakeryOvenOpened__Values, times), 0, NULL, NULL },
};

static const HarkSignature bakery_oven_opened__signature =
{
  .name = "(uint32)",
  .text = "(uint32 times)",
  .variant_type = "(u)",
  .fingerprint = G_GUINT64_CONSTANT (0xa6b74e549cdc6ca5),
  .fields = bakery_oven_opened__fields,
  .n_fields = 1,
  .size = sizeof (BakeryOvenOpened__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* state.hark:14  (string label) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *label;
} BakeryOvenLabel__Values;

static const HarkField bakery_oven_label__fields[] =
{
  { "label", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (BakeryOvenLabel__Values, label), 0, NULL, NULL },
};

static gsize
bakery_oven_label__measure (gconstpointer values)
{
  const BakeryOvenLabel__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->label);
  return size;
}

static void
bakery_oven_label__pack (gconstpointer values,
                         gpointer      packed)
{
  const BakeryOvenLabel__Values *from = values;
  BakeryOvenLabel__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->label = hark_pack_string (&tail, from->label);
}

static const HarkSignature bakery_oven_label__signature =
{
  .name = "(string)",
  .text = "(string label)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = bakery_oven_label__fields,
  .n_fields = 1,
  .size = sizeof (BakeryOvenLabel__Values),
  .measure = bakery_oven_label__measure,
  .pack = bakery_oven_label__pack,
  .clear = NULL,
};

/* state.hark:15  (Mode mode) */

typedef struct G_GNUC_MAY_ALIAS
{
  BakeryMode mode;
} BakeryOvenMode__Values;

static const HarkField bakery_oven_mode__fields[] =
{
  { "mode", HARK_FIELD_ENUM, HARK_FIELD_PLAIN, offsetof (BakeryOvenMode__Values, mode), 0, NULL, NULL },
};

static const HarkSignature bakery_oven_mode__signature =
{
  .name = "(Bakery.Mode)",
  .text = "(Mode mode)",
  .variant_type = "(i)",
  .fingerprint = G_GUINT64_CONSTANT (0x3406509f5c8197b6),
  .fields = bakery_oven_mode__fields,
  .n_fields = 1,
  .size = sizeof (BakeryOvenMode__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* state.hark:17  (Loaf loaf) */

typedef struct G_GNUC_MAY_ALIAS
{
  BakeryLoaf *loaf;
} BakeryOvenLoaf__Values;

static const HarkField bakery_oven_loaf__fields[] =
{
  { "loaf", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (BakeryOvenLoaf__Values, loaf), 0, &bakery_loaf__signature, NULL },
};

static void
bakery_oven_loaf__pack (gconstpointer values,
                        gpointer      packed)
{
  const BakeryOvenLoaf__Values *from = values;
  BakeryOvenLoaf__Values *to = packed;

  *to = *from;
  bakery_loaf_ref (to->loaf);
}

static void
bakery_oven_loaf__clear (gpointer packed)
{
  const BakeryOvenLoaf__Values *from = packed;

  bakery_loaf_unref (from->loaf);
}

static const HarkSignature bakery_oven_loaf__signature =
{
  .name = "(Bakery.Loaf)",
  .text = "(Loaf loaf)",
  .variant_type = "((s))",
  .fingerprint = G_GUINT64_CONSTANT (0xb88f1952e79108b1),
  .fields = bakery_oven_loaf__fields,
  .n_fields = 1,
  .size = sizeof (BakeryOvenLoaf__Values),
  .measure = NULL,
  .pack = bakery_oven_loaf__pack,
  .clear = bakery_oven_loaf__clear,
};

/* state.hark:19  (int64? weight) */

typedef struct G_GNUC_MAY_ALIAS
{
  gboolean has_weight;
  gint64   weight;
} BakeryOvenWeight__Values;

static const HarkField bakery_oven_weight__fields[] =
{
  { "weight", HARK_FIELD_INT64, HARK_FIELD_OPTIONAL, offsetof (BakeryOvenWeight__Values, weight), offsetof (BakeryOvenWeight__Values, has_weight), NULL, NULL },
};

static const HarkSignature bakery_oven_weight__signature =
{
  .name = "(int64?)",
  .text = "(int64? weight)",
  .variant_type = "(mx)",
  .fingerprint = G_GUINT64_CONSTANT (0x2edae5812c9157d3),
  .fields = bakery_oven_weight__fields,
  .n_fields = 1,
  .size = sizeof (BakeryOvenWeight__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* state.hark:20  (string[] names) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *const *names;
  gsize              n_names;
} BakeryOvenNames__Values;

static const HarkField bakery_oven_names__fields[] =
{
  { "names", HARK_FIELD_STRING, HARK_FIELD_ARRAY, offsetof (BakeryOvenNames__Values, names), offsetof (BakeryOvenNames__Values, n_names), NULL, NULL },
};

static gsize
bakery_oven_names__measure (gconstpointer values)
{
  const BakeryOvenNames__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_array (from->n_names + 1, sizeof *from->names);
  for (gsize i = 0; i < from->n_names; i++)
    size += hark_measure_string (from->names[i]);
  return size;
}

static void
bakery_oven_names__pack (gconstpointer values,
                         gpointer      packed)
{
  const BakeryOvenNames__Values *from = values;
  BakeryOvenNames__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  {
    const char **copies = hark_pack_memory (&tail, from->names, from->n_names * sizeof *from->names);

    tail += sizeof *copies;
    copies[from->n_names] = NULL;
    for (gsize i = 0; i < from->n_names; i++)
      copies[i] = hark_pack_string (&tail, copies[i]);
    to->names = copies;
  }
}

static const HarkSignature bakery_oven_names__signature =
{
  .name = "(string[])",
  .text = "(string[] names)",
  .variant_type = "(as)",
  .fingerprint = G_GUINT64_CONSTANT (0x9c5c4edbbba5bc92),
  .fields = bakery_oven_names__fields,
  .n_fields = 1,
  .size = sizeof (BakeryOvenNames__Values),
  .measure = bakery_oven_names__measure,
  .pack = bakery_oven_names__pack,
  .clear = NULL,
};

/* state.hark:6  record Loaf */

G_DEFINE_BOXED_TYPE (BakeryLoaf, bakery_loaf, bakery_loaf_ref, bakery_loaf_unref)

BakeryLoaf *
bakery_loaf_ref (BakeryLoaf *self)
{
  return hark_values_ref (self);
}

void
bakery_loaf_unref (BakeryLoaf *self)
{
  hark_values_unref (self);
}

const char *
bakery_loaf_get_name (const BakeryLoaf *self)
{
  return self->name;
}

BakeryLoaf *
bakery_loaf_new (const char *name)
{
  const BakeryLoaf__Values values_ =
  {
    .name = name,
  };

  g_return_val_if_fail (name != NULL, NULL);

  return hark_values_new (&bakery_loaf__signature, &values_);
}

GVariant *
bakery_loaf_to_variant (const BakeryLoaf *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_values_to_variant (&bakery_loaf__signature, self, NULL);
}

BakeryLoaf *
bakery_loaf_new_from_variant (GVariant  *variant,
                              GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);

  return hark_values_from_variant (&bakery_loaf__signature, variant, error);
}

void
bakery_loaf_builder_set_name (BakeryLoafBuilder *self,
                              const char        *name)
{
  char *old_ = self->name;

  self->name = g_strdup (name);
  g_free (old_);
}

void
bakery_loaf_builder_init_from (BakeryLoafBuilder *self,
                               const BakeryLoaf  *from)
{
  memset (self, 0, sizeof *self);

  bakery_loaf_builder_set_name (self, from->name);
}

BakeryLoaf *
bakery_loaf_builder_end (BakeryLoafBuilder *self)
{
  BakeryLoaf *record;

  g_return_val_if_fail (self->name != NULL, NULL);

  record = hark_values_new (&bakery_loaf__signature, self);
  bakery_loaf_builder_clear (self);
  return record;
}

void
bakery_loaf_builder_clear (BakeryLoafBuilder *self)
{
  g_free (self->name);
  memset (self, 0, sizeof *self);
}

/* state.hark:9  object Oven */

static void bakery_oven__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (BakeryOven, bakery_oven, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, bakery_oven__implement_object))

static const HarkClassInfo bakery_oven__info;

/* state.hark:11  state double temperature */

G_DEFINE_BOXED_TYPE (BakeryOvenTemperature, bakery_oven_temperature, bakery_oven_temperature_ref, bakery_oven_temperature_unref)

BakeryOvenTemperature *
bakery_oven_temperature_ref (BakeryOvenTemperature *self)
{
  return hark_values_ref (self);
}

void
bakery_oven_temperature_unref (BakeryOvenTemperature *self)
{
  hark_values_unref (self);
}

double
bakery_oven_temperature_get_temperature (const BakeryOvenTemperature *self)
{
  return self->temperature;
}

static void
bakery_oven_temperature__call (GCallback     func,
                               gpointer      context,
                               gconstpointer values)
{
  const BakeryOvenTemperature__Values *from = values;

  ((BakeryOvenTemperatureFunc) func) (context, from->temperature);
}

static gboolean
bakery_oven_temperature__filter (GCallback     func,
                                 gpointer      context,
                                 gconstpointer values)
{
  const BakeryOvenTemperature__Values *from = values;
  bakery_oven_temperature__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->temperature);
}

/* As the target of a connection, which emits it again. */
static void
bakery_oven_temperature__forward (gpointer        object,
                                  gconstpointer   values,
                                  HarkFuture     *answer G_GNUC_UNUSED,
                                  GError        **error G_GNUC_UNUSED)
{
  hark_seat_set_state (&((BakeryOven *) object)->seat, &bakery_oven_temperature__source, values);
}

const HarkSlotInfo bakery_oven_temperature__target =
{
  .name = "temperature",
  .text = bakery_oven_temperature__TEXT,
  .location = "state.hark:11",
  .owner = &bakery_oven__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &bakery_oven_temperature__signature,
  .invoke = bakery_oven_temperature__forward,
};

static const BakeryOvenTemperature__Values bakery_oven_temperature__initial =
{
  .temperature = 20.0,
};

const HarkEventInfo bakery_oven_temperature__source =
{
  .name = "temperature",
  .text = bakery_oven_temperature__TEXT,
  .location = "state.hark:11",
  .owner = &bakery_oven__info,
  .index = 0,
  .flags = HARK_EVENT_STATE,
  .signature = &bakery_oven_temperature__signature,
  .call = bakery_oven_temperature__call,
  .filter = bakery_oven_temperature__filter,
  .target = &bakery_oven_temperature__target,
  .get_type = bakery_oven_temperature_get_type,
  .initial = &bakery_oven_temperature__initial,
};

void
bakery_oven_emit_temperature (BakeryOven *self,
                              double      temperature)
{
  g_return_if_fail (BAKERY_IS_OVEN (self));
  {
    const BakeryOvenTemperature__Values values_ =
    {
      .temperature = temperature,
    };

    hark_seat_set_state (&self->seat, &bakery_oven_temperature__source, &values_);
  }
}

HarkFuture *
bakery_oven_next_temperature (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_next (&self->seat, &bakery_oven_temperature__source);
}

BakeryOvenTemperature *
bakery_oven_finish_temperature (HarkFuture  *future,
                                GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, bakery_oven_temperature__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

BakeryOvenTemperature *
bakery_oven_await_temperature (BakeryOven    *self,
                               gint64         timeout,
                               GCancellable  *cancellable,
                               GError       **error)
{
  g_autoptr(HarkFuture) future = bakery_oven_next_temperature (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return bakery_oven_finish_temperature (future, error);
}

HarkStream *
bakery_oven_stream_temperature (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_stream (&self->seat, &bakery_oven_temperature__source);
}

BakeryOvenTemperature *
bakery_oven_stream_next_temperature (HarkStream    *stream,
                                     gint64         timeout,
                                     GCancellable  *cancellable,
                                     GError       **error)
{
  return hark_stream_next (stream, &bakery_oven_temperature__source, timeout, cancellable, error);
}

double
bakery_oven_get_temperature (BakeryOven *self)
{
  g_autoptr(BakeryOvenTemperature) values_ = NULL;

  g_return_val_if_fail (BAKERY_IS_OVEN (self), 0);

  values_ = hark_seat_dup_state (&self->seat, &bakery_oven_temperature__source);
  return values_->temperature;
}

/* state.hark:12  event opened (uint32 times) */

G_DEFINE_BOXED_TYPE (BakeryOvenOpened, bakery_oven_opened, bakery_oven_opened_ref, bakery_oven_opened_unref)

BakeryOvenOpened *
bakery_oven_opened_ref (BakeryOvenOpened *self)
{
  return hark_values_ref (self);
}

void
bakery_oven_opened_unref (BakeryOvenOpened *self)
{
  hark_values_unref (self);
}

guint32
bakery_oven_opened_get_times (const BakeryOvenOpened *self)
{
  return self->times;
}

static void
bakery_oven_opened__call (GCallback     func,
                          gpointer      context,
                          gconstpointer values)
{
  const BakeryOvenOpened__Values *from = values;

  ((BakeryOvenOpenedFunc) func) (context, from->times);
}

static gboolean
bakery_oven_opened__filter (GCallback     func,
                            gpointer      context,
                            gconstpointer values)
{
  const BakeryOvenOpened__Values *from = values;
  bakery_oven_opened__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->times);
}

/* As the target of a connection, which emits it again. */
static void
bakery_oven_opened__forward (gpointer        object,
                             gconstpointer   values,
                             HarkFuture     *answer G_GNUC_UNUSED,
                             GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((BakeryOven *) object)->seat, &bakery_oven_opened__source, values);
}

const HarkSlotInfo bakery_oven_opened__target =
{
  .name = "opened",
  .text = bakery_oven_opened__TEXT,
  .location = "state.hark:12",
  .owner = &bakery_oven__info,
  .index = 1,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &bakery_oven_opened__signature,
  .invoke = bakery_oven_opened__forward,
};

const HarkEventInfo bakery_oven_opened__source =
{
  .name = "opened",
  .text = bakery_oven_opened__TEXT,
  .location = "state.hark:12",
  .owner = &bakery_oven__info,
  .index = 1,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &bakery_oven_opened__signature,
  .call = bakery_oven_opened__call,
  .filter = bakery_oven_opened__filter,
  .target = &bakery_oven_opened__target,
  .get_type = bakery_oven_opened_get_type,
};

void
bakery_oven_emit_opened (BakeryOven *self,
                         guint32     times)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 1))
    return;

  g_return_if_fail (BAKERY_IS_OVEN (self));
  {
    const BakeryOvenOpened__Values values_ =
    {
      .times = times,
    };

    hark_seat_emit (&self->seat, &bakery_oven_opened__source, &values_);
  }
}

HarkFuture *
bakery_oven_next_opened (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_next (&self->seat, &bakery_oven_opened__source);
}

BakeryOvenOpened *
bakery_oven_finish_opened (HarkFuture  *future,
                           GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, bakery_oven_opened__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

BakeryOvenOpened *
bakery_oven_await_opened (BakeryOven    *self,
                          gint64         timeout,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr(HarkFuture) future = bakery_oven_next_opened (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return bakery_oven_finish_opened (future, error);
}

HarkStream *
bakery_oven_stream_opened (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_stream (&self->seat, &bakery_oven_opened__source);
}

BakeryOvenOpened *
bakery_oven_stream_next_opened (HarkStream    *stream,
                                gint64         timeout,
                                GCancellable  *cancellable,
                                GError       **error)
{
  return hark_stream_next (stream, &bakery_oven_opened__source, timeout, cancellable, error);
}

/* state.hark:14  state string label */

G_DEFINE_BOXED_TYPE (BakeryOvenLabel, bakery_oven_label, bakery_oven_label_ref, bakery_oven_label_unref)

BakeryOvenLabel *
bakery_oven_label_ref (BakeryOvenLabel *self)
{
  return hark_values_ref (self);
}

void
bakery_oven_label_unref (BakeryOvenLabel *self)
{
  hark_values_unref (self);
}

const char *
bakery_oven_label_get_label (const BakeryOvenLabel *self)
{
  return self->label;
}

static void
bakery_oven_label__call (GCallback     func,
                         gpointer      context,
                         gconstpointer values)
{
  const BakeryOvenLabel__Values *from = values;

  ((BakeryOvenLabelFunc) func) (context, from->label);
}

static gboolean
bakery_oven_label__filter (GCallback     func,
                           gpointer      context,
                           gconstpointer values)
{
  const BakeryOvenLabel__Values *from = values;
  bakery_oven_label__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->label);
}

/* As the target of a connection, which emits it again. */
static void
bakery_oven_label__forward (gpointer        object,
                            gconstpointer   values,
                            HarkFuture     *answer G_GNUC_UNUSED,
                            GError        **error G_GNUC_UNUSED)
{
  hark_seat_set_state (&((BakeryOven *) object)->seat, &bakery_oven_label__source, values);
}

const HarkSlotInfo bakery_oven_label__target =
{
  .name = "label",
  .text = bakery_oven_label__TEXT,
  .location = "state.hark:14",
  .owner = &bakery_oven__info,
  .index = 2,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &bakery_oven_label__signature,
  .invoke = bakery_oven_label__forward,
};

static const HarkQueueInfo bakery_oven_label__queue =
{
  .policy = HARK_QUEUE_LATEST,
};

static const BakeryOvenLabel__Values bakery_oven_label__initial =
{
  .label = "left",
};

const HarkEventInfo bakery_oven_label__source =
{
  .name = "label",
  .text = bakery_oven_label__TEXT,
  .location = "state.hark:14",
  .owner = &bakery_oven__info,
  .index = 2,
  .flags = HARK_EVENT_STATE,
  .signature = &bakery_oven_label__signature,
  .call = bakery_oven_label__call,
  .filter = bakery_oven_label__filter,
  .target = &bakery_oven_label__target,
  .get_type = bakery_oven_label_get_type,
  .queue = &bakery_oven_label__queue,
  .initial = &bakery_oven_label__initial,
};

void
bakery_oven_emit_label (BakeryOven *self,
                        const char *label)
{
  g_return_if_fail (BAKERY_IS_OVEN (self));
  g_return_if_fail (label != NULL);
  {
    const BakeryOvenLabel__Values values_ =
    {
      .label = label,
    };

    hark_seat_set_state (&self->seat, &bakery_oven_label__source, &values_);
  }
}

HarkFuture *
bakery_oven_next_label (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_next (&self->seat, &bakery_oven_label__source);
}

BakeryOvenLabel *
bakery_oven_finish_label (HarkFuture  *future,
                          GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, bakery_oven_label__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

BakeryOvenLabel *
bakery_oven_await_label (BakeryOven    *self,
                         gint64         timeout,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr(HarkFuture) future = bakery_oven_next_label (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return bakery_oven_finish_label (future, error);
}

HarkStream *
bakery_oven_stream_label (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_stream (&self->seat, &bakery_oven_label__source);
}

BakeryOvenLabel *
bakery_oven_stream_next_label (HarkStream    *stream,
                               gint64         timeout,
                               GCancellable  *cancellable,
                               GError       **error)
{
  return hark_stream_next (stream, &bakery_oven_label__source, timeout, cancellable, error);
}

char *
bakery_oven_dup_label (BakeryOven *self)
{
  g_autoptr(BakeryOvenLabel) values_ = NULL;

  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  values_ = hark_seat_dup_state (&self->seat, &bakery_oven_label__source);
  return values_ != NULL && values_->label != NULL ? g_strdup (values_->label) : NULL;
}

/* state.hark:15  state Mode mode */

G_DEFINE_BOXED_TYPE (BakeryOvenMode, bakery_oven_mode, bakery_oven_mode_ref, bakery_oven_mode_unref)

BakeryOvenMode *
bakery_oven_mode_ref (BakeryOvenMode *self)
{
  return hark_values_ref (self);
}

void
bakery_oven_mode_unref (BakeryOvenMode *self)
{
  hark_values_unref (self);
}

BakeryMode
bakery_oven_mode_get_mode (const BakeryOvenMode *self)
{
  return self->mode;
}

static void
bakery_oven_mode__call (GCallback     func,
                        gpointer      context,
                        gconstpointer values)
{
  const BakeryOvenMode__Values *from = values;

  ((BakeryOvenModeFunc) func) (context, from->mode);
}

static gboolean
bakery_oven_mode__filter (GCallback     func,
                          gpointer      context,
                          gconstpointer values)
{
  const BakeryOvenMode__Values *from = values;
  bakery_oven_mode__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->mode);
}

/* As the target of a connection, which emits it again. */
static void
bakery_oven_mode__forward (gpointer        object,
                           gconstpointer   values,
                           HarkFuture     *answer G_GNUC_UNUSED,
                           GError        **error G_GNUC_UNUSED)
{
  hark_seat_set_state (&((BakeryOven *) object)->seat, &bakery_oven_mode__source, values);
}

const HarkSlotInfo bakery_oven_mode__target =
{
  .name = "mode",
  .text = bakery_oven_mode__TEXT,
  .location = "state.hark:15",
  .owner = &bakery_oven__info,
  .index = 3,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &bakery_oven_mode__signature,
  .invoke = bakery_oven_mode__forward,
};

static const BakeryOvenMode__Values bakery_oven_mode__initial =
{
  .mode = BAKERY_MODE_WARM,
};

const HarkEventInfo bakery_oven_mode__source =
{
  .name = "mode",
  .text = bakery_oven_mode__TEXT,
  .location = "state.hark:15",
  .owner = &bakery_oven__info,
  .index = 3,
  .flags = HARK_EVENT_STATE,
  .signature = &bakery_oven_mode__signature,
  .call = bakery_oven_mode__call,
  .filter = bakery_oven_mode__filter,
  .target = &bakery_oven_mode__target,
  .get_type = bakery_oven_mode_get_type,
  .initial = &bakery_oven_mode__initial,
};

void
bakery_oven_emit_mode (BakeryOven *self,
                       BakeryMode  mode)
{
  g_return_if_fail (BAKERY_IS_OVEN (self));
  {
    const BakeryOvenMode__Values values_ =
    {
      .mode = mode,
    };

    hark_seat_set_state (&self->seat, &bakery_oven_mode__source, &values_);
  }
}

HarkFuture *
bakery_oven_next_mode (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_next (&self->seat, &bakery_oven_mode__source);
}

BakeryOvenMode *
bakery_oven_finish_mode (HarkFuture  *future,
                         GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, bakery_oven_mode__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

BakeryOvenMode *
bakery_oven_await_mode (BakeryOven    *self,
                        gint64         timeout,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr(HarkFuture) future = bakery_oven_next_mode (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return bakery_oven_finish_mode (future, error);
}

HarkStream *
bakery_oven_stream_mode (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_stream (&self->seat, &bakery_oven_mode__source);
}

BakeryOvenMode *
bakery_oven_stream_next_mode (HarkStream    *stream,
                              gint64         timeout,
                              GCancellable  *cancellable,
                              GError       **error)
{
  return hark_stream_next (stream, &bakery_oven_mode__source, timeout, cancellable, error);
}

BakeryMode
bakery_oven_get_mode (BakeryOven *self)
{
  g_autoptr(BakeryOvenMode) values_ = NULL;

  g_return_val_if_fail (BAKERY_IS_OVEN (self), 0);

  values_ = hark_seat_dup_state (&self->seat, &bakery_oven_mode__source);
  return values_->mode;
}

/* state.hark:17  state Loaf loaf */

G_DEFINE_BOXED_TYPE (BakeryOvenLoaf, bakery_oven_loaf, bakery_oven_loaf_ref, bakery_oven_loaf_unref)

BakeryOvenLoaf *
bakery_oven_loaf_ref (BakeryOvenLoaf *self)
{
  return hark_values_ref (self);
}

void
bakery_oven_loaf_unref (BakeryOvenLoaf *self)
{
  hark_values_unref (self);
}

BakeryLoaf *
bakery_oven_loaf_get_loaf (const BakeryOvenLoaf *self)
{
  return self->loaf;
}

static void
bakery_oven_loaf__call (GCallback     func,
                        gpointer      context,
                        gconstpointer values)
{
  const BakeryOvenLoaf__Values *from = values;

  ((BakeryOvenLoafFunc) func) (context, from->loaf);
}

static gboolean
bakery_oven_loaf__filter (GCallback     func,
                          gpointer      context,
                          gconstpointer values)
{
  const BakeryOvenLoaf__Values *from = values;
  bakery_oven_loaf__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->loaf);
}

/* As the target of a connection, which emits it again. */
static void
bakery_oven_loaf__forward (gpointer        object,
                           gconstpointer   values,
                           HarkFuture     *answer G_GNUC_UNUSED,
                           GError        **error G_GNUC_UNUSED)
{
  hark_seat_set_state (&((BakeryOven *) object)->seat, &bakery_oven_loaf__source, values);
}

const HarkSlotInfo bakery_oven_loaf__target =
{
  .name = "loaf",
  .text = bakery_oven_loaf__TEXT,
  .location = "state.hark:17",
  .owner = &bakery_oven__info,
  .index = 4,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &bakery_oven_loaf__signature,
  .invoke = bakery_oven_loaf__forward,
};

const HarkEventInfo bakery_oven_loaf__source =
{
  .name = "loaf",
  .text = bakery_oven_loaf__TEXT,
  .location = "state.hark:17",
  .owner = &bakery_oven__info,
  .index = 4,
  .flags = HARK_EVENT_QUIET | HARK_EVENT_STATE,
  .signature = &bakery_oven_loaf__signature,
  .call = bakery_oven_loaf__call,
  .filter = bakery_oven_loaf__filter,
  .target = &bakery_oven_loaf__target,
  .get_type = bakery_oven_loaf_get_type,
};

void
bakery_oven_emit_loaf (BakeryOven *self,
                       BakeryLoaf *loaf)
{
  g_return_if_fail (BAKERY_IS_OVEN (self));
  g_return_if_fail (loaf != NULL);
  {
    const BakeryOvenLoaf__Values values_ =
    {
      .loaf = loaf,
    };

    hark_seat_set_state (&self->seat, &bakery_oven_loaf__source, &values_);
  }
}

HarkFuture *
bakery_oven_next_loaf (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_next (&self->seat, &bakery_oven_loaf__source);
}

BakeryOvenLoaf *
bakery_oven_finish_loaf (HarkFuture  *future,
                         GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, bakery_oven_loaf__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

BakeryOvenLoaf *
bakery_oven_await_loaf (BakeryOven    *self,
                        gint64         timeout,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr(HarkFuture) future = bakery_oven_next_loaf (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return bakery_oven_finish_loaf (future, error);
}

HarkStream *
bakery_oven_stream_loaf (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_stream (&self->seat, &bakery_oven_loaf__source);
}

BakeryOvenLoaf *
bakery_oven_stream_next_loaf (HarkStream    *stream,
                              gint64         timeout,
                              GCancellable  *cancellable,
                              GError       **error)
{
  return hark_stream_next (stream, &bakery_oven_loaf__source, timeout, cancellable, error);
}

BakeryLoaf *
bakery_oven_dup_loaf (BakeryOven *self)
{
  g_autoptr(BakeryOvenLoaf) values_ = NULL;

  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  values_ = hark_seat_dup_state (&self->seat, &bakery_oven_loaf__source);
  return values_ != NULL && values_->loaf != NULL ? bakery_loaf_ref (values_->loaf) : NULL;
}

/* state.hark:19  state int64? weight */

G_DEFINE_BOXED_TYPE (BakeryOvenWeight, bakery_oven_weight, bakery_oven_weight_ref, bakery_oven_weight_unref)

BakeryOvenWeight *
bakery_oven_weight_ref (BakeryOvenWeight *self)
{
  return hark_values_ref (self);
}

void
bakery_oven_weight_unref (BakeryOvenWeight *self)
{
  hark_values_unref (self);
}

gboolean
bakery_oven_weight_get_weight (const BakeryOvenWeight *self,
                               gint64                 *weight)
{
  if (self->has_weight && weight != NULL)
    *weight = self->weight;
  return self->has_weight;
}

static void
bakery_oven_weight__call (GCallback     func,
                          gpointer      context,
                          gconstpointer values)
{
  const BakeryOvenWeight__Values *from = values;

  ((BakeryOvenWeightFunc) func) (context, from->has_weight, from->weight);
}

static gboolean
bakery_oven_weight__filter (GCallback     func,
                            gpointer      context,
                            gconstpointer values)
{
  const BakeryOvenWeight__Values *from = values;
  bakery_oven_weight__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->has_weight, from->weight);
}

/* As the target of a connection, which emits it again. */
static void
bakery_oven_weight__forward (gpointer        object,
                             gconstpointer   values,
                             HarkFuture     *answer G_GNUC_UNUSED,
                             GError        **error G_GNUC_UNUSED)
{
  hark_seat_set_state (&((BakeryOven *) object)->seat, &bakery_oven_weight__source, values);
}

const HarkSlotInfo bakery_oven_weight__target =
{
  .name = "weight",
  .text = bakery_oven_weight__TEXT,
  .location = "state.hark:19",
  .owner = &bakery_oven__info,
  .index = 5,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &bakery_oven_weight__signature,
  .invoke = bakery_oven_weight__forward,
};

static const BakeryOvenWeight__Values bakery_oven_weight__initial =
{
  .has_weight = TRUE,
  .weight = G_MININT64,
};

const HarkEventInfo bakery_oven_weight__source =
{
  .name = "weight",
  .text = bakery_oven_weight__TEXT,
  .location = "state.hark:19",
  .owner = &bakery_oven__info,
  .index = 5,
  .flags = HARK_EVENT_STATE,
  .signature = &bakery_oven_weight__signature,
  .call = bakery_oven_weight__call,
  .filter = bakery_oven_weight__filter,
  .target = &bakery_oven_weight__target,
  .get_type = bakery_oven_weight_get_type,
  .initial = &bakery_oven_weight__initial,
};

void
bakery_oven_emit_weight (BakeryOven *self,
                         gboolean    has_weight,
                         gint64      weight)
{
  g_return_if_fail (BAKERY_IS_OVEN (self));
  {
    const BakeryOvenWeight__Values values_ =
    {
      .has_weight = has_weight,
      .weight = weight,
    };

    hark_seat_set_state (&self->seat, &bakery_oven_weight__source, &values_);
  }
}

HarkFuture *
bakery_oven_next_weight (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_next (&self->seat, &bakery_oven_weight__source);
}

BakeryOvenWeight *
bakery_oven_finish_weight (HarkFuture  *future,
                           GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, bakery_oven_weight__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

BakeryOvenWeight *
bakery_oven_await_weight (BakeryOven    *self,
                          gint64         timeout,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr(HarkFuture) future = bakery_oven_next_weight (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return bakery_oven_finish_weight (future, error);
}

HarkStream *
bakery_oven_stream_weight (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_stream (&self->seat, &bakery_oven_weight__source);
}

BakeryOvenWeight *
bakery_oven_stream_next_weight (HarkStream    *stream,
                                gint64         timeout,
                                GCancellable  *cancellable,
                                GError       **error)
{
  return hark_stream_next (stream, &bakery_oven_weight__source, timeout, cancellable, error);
}

gboolean
bakery_oven_get_weight (BakeryOven *self,
                        gint64     *weight)
{
  g_autoptr(BakeryOvenWeight) values_ = NULL;

  g_return_val_if_fail (BAKERY_IS_OVEN (self), FALSE);

  values_ = hark_seat_dup_state (&self->seat, &bakery_oven_weight__source);
  if (values_->has_weight && weight != NULL)
    *weight = values_->weight;
  return values_->has_weight;
}

/* state.hark:20  state string[] names */

G_DEFINE_BOXED_TYPE (BakeryOvenNames, bakery_oven_names, bakery_oven_names_ref, bakery_oven_names_unref)

BakeryOvenNames *
bakery_oven_names_ref (BakeryOvenNames *self)
{
  return hark_values_ref (self);
}

void
bakery_oven_names_unref (BakeryOvenNames *self)
{
  hark_values_unref (self);
}

const char *const *
bakery_oven_names_get_names (const BakeryOvenNames *self)
{
  return self->names;
}

static void
bakery_oven_names__call (GCallback     func,
                         gpointer      context,
                         gconstpointer values)
{
  const BakeryOvenNames__Values *from = values;

  ((BakeryOvenNamesFunc) func) (context, from->names);
}

static gboolean
bakery_oven_names__filter (GCallback     func,
                           gpointer      context,
                           gconstpointer values)
{
  const BakeryOvenNames__Values *from = values;
  bakery_oven_names__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->names);
}

/* As the target of a connection, which emits it again. */
static void
bakery_oven_names__forward (gpointer        object,
                            gconstpointer   values,
                            HarkFuture     *answer G_GNUC_UNUSED,
                            GError        **error G_GNUC_UNUSED)
{
  hark_seat_set_state (&((BakeryOven *) object)->seat, &bakery_oven_names__source, values);
}

const HarkSlotInfo bakery_oven_names__target =
{
  .name = "names",
  .text = bakery_oven_names__TEXT,
  .location = "state.hark:20",
  .owner = &bakery_oven__info,
  .index = 6,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &bakery_oven_names__signature,
  .invoke = bakery_oven_names__forward,
};

static const BakeryOvenNames__Values bakery_oven_names__initial =
{
  .names = NULL,
  .n_names = 0,
};

const HarkEventInfo bakery_oven_names__source =
{
  .name = "names",
  .text = bakery_oven_names__TEXT,
  .location = "state.hark:20",
  .owner = &bakery_oven__info,
  .index = 6,
  .flags = HARK_EVENT_STATE,
  .signature = &bakery_oven_names__signature,
  .call = bakery_oven_names__call,
  .filter = bakery_oven_names__filter,
  .target = &bakery_oven_names__target,
  .get_type = bakery_oven_names_get_type,
  .initial = &bakery_oven_names__initial,
};

void
bakery_oven_emit_names (BakeryOven        *self,
                        const char *const *names)
{
  g_return_if_fail (BAKERY_IS_OVEN (self));
  {
    const BakeryOvenNames__Values values_ =
    {
      .names = names,
      .n_names = names != NULL ? g_strv_length ((char **) names) : 0,
    };

    hark_seat_set_state (&self->seat, &bakery_oven_names__source, &values_);
  }
}

HarkFuture *
bakery_oven_next_names (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_next (&self->seat, &bakery_oven_names__source);
}

BakeryOvenNames *
bakery_oven_finish_names (HarkFuture  *future,
                          GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, bakery_oven_names__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

BakeryOvenNames *
bakery_oven_await_names (BakeryOven    *self,
                         gint64         timeout,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr(HarkFuture) future = bakery_oven_next_names (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return bakery_oven_finish_names (future, error);
}

HarkStream *
bakery_oven_stream_names (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_stream (&self->seat, &bakery_oven_names__source);
}

BakeryOvenNames *
bakery_oven_stream_next_names (HarkStream    *stream,
                               gint64         timeout,
                               GCancellable  *cancellable,
                               GError       **error)
{
  return hark_stream_next (stream, &bakery_oven_names__source, timeout, cancellable, error);
}

BakeryOvenNames *
bakery_oven_dup_names (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return hark_seat_dup_state (&self->seat, &bakery_oven_names__source);
}

/* state.hark:22  slot heat (double temperature) */

static void
bakery_oven_heat__default (BakeryOven *self,
                           double      temperature)
{
  const BakeryOvenSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->heat != NULL)
    slots_->heat (self, temperature);
  else
    bakery_oven_emit_temperature (self, temperature);
}

static void
bakery_oven_heat__invoke (gpointer        object,
                          gconstpointer   values,
                          HarkFuture     *answer,
                          GError        **error G_GNUC_UNUSED)
{
  BakeryOven *self = object;
  BakeryOvenClass *klass = BAKERY_OVEN_GET_CLASS (self);
  const BakeryOvenTemperature__Values *arguments = values;

  klass->heat (self, arguments->temperature);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo bakery_oven_heat__target =
{
  .name = "heat",
  .text = bakery_oven_heat__TEXT,
  .location = "state.hark:22",
  .owner = &bakery_oven__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &bakery_oven_temperature__signature,
  .result = NULL,
  .invoke = bakery_oven_heat__invoke,
};

gboolean
bakery_oven_heat (BakeryOven *self,
                  double      temperature)
{
  const BakeryOvenTemperature__Values values_ =
  {
    .temperature = temperature,
  };

  g_return_val_if_fail (BAKERY_IS_OVEN (self), FALSE);

  return hark_seat_post (&self->seat, &bakery_oven_heat__target, &values_);
}

/* state.hark:9  object Oven */

static const HarkEventInfo *const bakery_oven__events[] =
{
  &bakery_oven_temperature__source,
  &bakery_oven_opened__source,
  &bakery_oven_label__source,
  &bakery_oven_mode__source,
  &bakery_oven_loaf__source,
  &bakery_oven_weight__source,
  &bakery_oven_names__source,
};

static const HarkSlotInfo *const bakery_oven__slots[] =
{
  &bakery_oven_heat__target,
};

static const HarkClassInfo bakery_oven__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (BakeryOven, seat),
  .name = "Bakery.Oven",
  .location = "state.hark:9",
  .get_type = bakery_oven_get_type,
  .events = bakery_oven__events,
  .slots = bakery_oven__slots,
  .n_events = 7,
  .n_slots = 1,
};

static void
bakery_oven__closed_default (BakeryOven *self)
{
  const BakeryOvenSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
bakery_oven__closed (HarkObject *object)
{
  BakeryOven *self = BAKERY_OVEN (object);
  BakeryOvenClass *klass = BAKERY_OVEN_GET_CLASS (self);

  klass->closed (self);
}

static void
bakery_oven__implement_object (HarkObjectInterface *interface)
{
  interface->info = &bakery_oven__info;
  interface->closed = bakery_oven__closed;
}

static void
bakery_oven__set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  BakeryOven *self = BAKERY_OVEN (object);

  switch (property_id)
    {
    case PROPERTY_LOOP:
      hark_seat_set_loop_property (&self->seat, value);
      break;
    case PROPERTY_LOOP + 1:
      bakery_oven_emit_temperature (self, g_value_get_double (value));
      break;
    case PROPERTY_LOOP + 2:
      bakery_oven_emit_label (self, g_value_get_string (value));
      break;
    case PROPERTY_LOOP + 3:
      bakery_oven_emit_mode (self, g_value_get_enum (value));
      break;
    case PROPERTY_LOOP + 4:
      bakery_oven_emit_loaf (self, g_value_get_boxed (value));
      break;
    case PROPERTY_LOOP + 5:
      {
        const BakeryOvenWeight *values_ = g_value_get_boxed (value);

        if (values_ != NULL)
          bakery_oven_emit_weight (self, values_->has_weight, values_->weight);
      }
      break;
    case PROPERTY_LOOP + 6:
      {
        const BakeryOvenNames *values_ = g_value_get_boxed (value);

        if (values_ != NULL)
          bakery_oven_emit_names (self, values_->names);
      }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
bakery_oven__get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BakeryOven *self = BAKERY_OVEN (object);

  switch (property_id)
    {
    case PROPERTY_LOOP:
      hark_seat_get_loop_property (&self->seat, value);
      break;
    case PROPERTY_LOOP + 1:
      g_value_set_double (value, bakery_oven_get_temperature (self));
      break;
    case PROPERTY_LOOP + 2:
      g_value_take_string (value, bakery_oven_dup_label (self));
      break;
    case PROPERTY_LOOP + 3:
      g_value_set_enum (value, bakery_oven_get_mode (self));
      break;
    case PROPERTY_LOOP + 4:
      g_value_take_boxed (value, bakery_oven_dup_loaf (self));
      break;
    case PROPERTY_LOOP + 5:
      g_value_take_boxed (value, hark_seat_dup_state (&self->seat, &bakery_oven_weight__source));
      break;
    case PROPERTY_LOOP + 6:
      g_value_take_boxed (value, hark_seat_dup_state (&self->seat, &bakery_oven_names__source));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
bakery_oven__dispose (GObject *object)
{
  if (hark_seat_dispose (&BAKERY_OVEN (object)->seat))
    G_OBJECT_CLASS (bakery_oven_parent_class)->dispose (object);
}

static void
bakery_oven__finalize (GObject *object)
{
  hark_seat_finalize (&BAKERY_OVEN (object)->seat);
  G_OBJECT_CLASS (bakery_oven_parent_class)->finalize (object);
}

static void
bakery_oven_class_init (BakeryOvenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = bakery_oven__set_property;
  object_class->get_property = bakery_oven__get_property;
  object_class->dispose = bakery_oven__dispose;
  object_class->finalize = bakery_oven__finalize;

  klass->closed = bakery_oven__closed_default;
  klass->heat = bakery_oven_heat__default;

  hark_class_init (object_class, &bakery_oven__info);
  g_object_class_install_property (
    object_class, PROPERTY_LOOP + 1,
    g_param_spec_double ("temperature", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 20.0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
    object_class, PROPERTY_LOOP + 2,
    g_param_spec_string ("label", NULL, NULL, "left",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
    object_class, PROPERTY_LOOP + 3,
    g_param_spec_enum ("mode", NULL, NULL, BAKERY_TYPE_MODE, BAKERY_MODE_WARM,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
    object_class, PROPERTY_LOOP + 4,
    g_param_spec_boxed ("loaf", NULL, NULL, BAKERY_TYPE_LOAF,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
    object_class, PROPERTY_LOOP + 5,
    g_param_spec_boxed ("weight", NULL, NULL, BAKERY_TYPE_OVEN_WEIGHT,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
    object_class, PROPERTY_LOOP + 6,
    g_param_spec_boxed ("names", NULL, NULL, BAKERY_TYPE_OVEN_NAMES,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  {
    const GType types[] = { G_TYPE_DOUBLE };

    hark_class_add_signal (object_class, &bakery_oven_temperature__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { G_TYPE_UINT };

    hark_class_add_signal (object_class, &bakery_oven_opened__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { G_TYPE_STRING };

    hark_class_add_signal (object_class, &bakery_oven_label__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { BAKERY_TYPE_MODE };

    hark_class_add_signal (object_class, &bakery_oven_mode__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { BAKERY_TYPE_LOAF };

    hark_class_add_signal (object_class, &bakery_oven_loaf__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { G_TYPE_BOOLEAN, G_TYPE_INT64 };

    hark_class_add_signal (object_class, &bakery_oven_weight__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { G_TYPE_STRV };

    hark_class_add_signal (object_class, &bakery_oven_names__source, types, G_N_ELEMENTS (types));
  }
}

static void
bakery_oven_init (BakeryOven *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &bakery_oven__info);
}

BakeryOven *
bakery_oven_new (HarkLoop              *loop,
                 const BakeryOvenSlots *slots,
                 gpointer               data,
                 GDestroyNotify         destroy)
{
  BakeryOven *self = g_object_new (BAKERY_TYPE_OVEN, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
bakery_oven_get_data (BakeryOven *self)
{
  g_return_val_if_fail (BAKERY_IS_OVEN (self), NULL);

  return self->seat.data;
}

BakeryOven *
bakery_oven_new_remote (HarkBus    *bus,
                        const char *name,
                        HarkLoop   *loop)
{
  BakeryOven *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (BAKERY_TYPE_OVEN, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}
