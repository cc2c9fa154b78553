/* Made from appended.hark by hark-gen. Do not edit. */
#include "appended.h"

#include <stddef.h>
#include <string.h>

enum
{
  PROPERTY_LOOP = 1,
};

/* appended.hark:4  enum Mood */

GType
shop_mood_get_type (void)
{
  static const GEnumValue values[] =
  {
    { SHOP_MOOD_CALM, "SHOP_MOOD_CALM", "calm" },
    { SHOP_MOOD_CROSS, "SHOP_MOOD_CROSS", "cross" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("ShopMood", values));

  return type;
}

/* appended.hark:6  (string product) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *product;
} ShopOrder__Values;

static const HarkField shop_order__fields[] =
{
  { "product", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (ShopOrder__Values, product), 0, NULL, NULL },
};

static gsize
shop_order__measure (gconstpointer values)
{
  const ShopOrder__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->product);
  return size;
}

static void
shop_order__pack (gconstpointer values,
                  gpointer      packed)
{
  const ShopOrder__Values *from = values;
  ShopOrder__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->product = hark_pack_string (&tail, from->product);
}

const HarkSignature shop_order__signature =
{
  .name = "Shop.Order",
  .text = "(string product)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = shop_order__fields,
  .n_fields = 1,
  .size = sizeof (ShopOrder__Values),
  .measure = shop_order__measure,
  .pack = shop_order__pack,
  .clear = NULL,
};

/* appended.hark:12  (Order order, uint32? n, string? remark) */

typedef struct G_GNUC_MAY_ALIAS
{
  ShopOrder  *order;
  gboolean    has_n;
  guint32     n;
  const char *remark;
} ShopCounterSold__Values;

static const HarkField shop_counter_sold__fields[] =
{
  { "order", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (ShopCounterSold__Values, order), 0, &shop_order__signature, NULL },
  { "n", HARK_FIELD_UINT32, HARK_FIELD_OPTIONAL, offsetof (ShopCounterSold__Values, n), offsetof (ShopCounterSold__Values, has_n), NULL, NULL },
  { "remark", HARK_FIELD_STRING, HARK_FIELD_OPTIONAL, offsetof (ShopCounterSold__Values, remark), 0, NULL, NULL },
};

static gsize
shop_counter_sold__measure (gconstpointer values)
{
  const ShopCounterSold__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->remark);
  return size;
}

static void
shop_counter_sold__pack (gconstpointer values,
                         gpointer      packed)
{
  const ShopCounterSold__Values *from = values;
  ShopCounterSold__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  shop_order_ref (to->order);
  to->remark = hark_pack_string (&tail, from->remark);
}

static void
shop_counter_sold__clear (gpointer packed)
{
  const ShopCounterSold__Values *from = packed;

  shop_order_unref (from->order);
}

static const guint64 shop_counter_sold__appended[] =
{
  G_GUINT64_CONSTANT (0x5161d9af199485ce),
  G_GUINT64_CONSTANT (0xdac13b2b4636f8c0),
};

static const HarkSignature shop_counter_sold__signature =
{
  .name = "(Shop.Order, uint32?, string?)",
  .text = "(Order order, uint32? n, string? remark)",
  .variant_type = "((s)mums)",
  .fingerprint = G_GUINT64_CONSTANT (0xc47d111d1324d597),
  .fields = shop_counter_sold__fields,
  .n_fields = 3,
  .size = sizeof (ShopCounterSold__Values),
  .measure = shop_counter_sold__measure,
  .pack = shop_counter_sold__pack,
  .clear = shop_counter_sold__clear,
  .n_appended = G_N_ELEMENTS (shop_counter_sold__appended),
  .appended = shop_counter_sold__appended,
};

/* appended.hark:13  (bool is_early, Mood mood, string by, string? note, double? share, uint64? serial) */

typedef struct G_GNUC_MAY_ALIAS
{
  gboolean    is_early;
  ShopMood    mood;
  const char *by;
  const char *note;
  gboolean    has_share;
  double      share;
  gboolean    has_serial;
  guint64     serial;
} ShopCounterOpened__Values;

static const HarkField shop_counter_opened__fields[] =
{
  { "is_early", HARK_FIELD_BOOL, HARK_FIELD_PLAIN, offsetof (ShopCounterOpened__Values, is_early), 0, NULL, NULL },
  { "mood", HARK_FIELD_ENUM, HARK_FIELD_PLAIN, offsetof (ShopCounterOpened__Values, mood), 0, NULL, NULL },
  { "by", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (ShopCounterOpened__Values, by), 0, NULL, NULL },
  { "note", HARK_FIELD_STRING, HARK_FIELD_OPTIONAL, offsetof (ShopCounterOpened__Values, note), 0, NULL, NULL },
  { "share", HARK_FIELD_DOUBLE, HARK_FIELD_OPTIONAL, offsetof (ShopCounterOpened__Values, share), offsetof (ShopCounterOpened__Values, has_share), NULL, NULL },
  { "serial", HARK_FIELD_UINT64, HARK_FIELD_OPTIONAL, offsetof (ShopCounterOpened__Values, serial), offsetof (ShopCounterOpened__Values, has_serial), NULL, NULL },
};

static gsize
shop_counter_opened__measure (gconstpointer values)
{
  const ShopCounterOpened__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->by);
  size += hark_measure_string (from->note);
  return size;
}

static void
shop_counter_opened__pack (gconstpointer values,
                           gpointer      packed)
{
  const ShopCounterOpened__Values *from = values;
  ShopCounterOpened__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->by = hark_pack_string (&tail, from->by);
  to->note = hark_pack_string (&tail, from->note);
}

static const guint64 shop_counter_opened__appended[] =
{
  G_GUINT64_CONSTANT (0x2e38e77b22c314a4),
  G_GUINT64_CONSTANT (0xf21d9688e81a05ea),
  G_GUINT64_CONSTANT (0x3f83e5db7ee7f1c9),
  G_GUINT64_CONSTANT (0xf63fa6fb4d135887),
  G_GUINT64_CONSTANT (0x6770f2c72e7cb63d),
  G_GUINT64_CONSTANT (0xa7211b7757aa6392),
};

static const ShopCounterOpened__Values shop_counter_opened__defaults =
{
  .is_early = TRUE,
  .mood = SHOP_MOOD_CROSS,
  .by = "nobody \"new\"",
  .note = "none",
  .has_share = TRUE,
  .share = 0.5,
};

static const HarkSignature shop_counter_opened__signature =
{
  .name = "(bool, Shop.Mood, string, string?, double?, uint64?)",
  .text = "(bool is_early, Mood mood, string by, string? note, double? share, uint64? serial)",
  .variant_type = "(bismsmdmt)",
  .fingerprint = G_GUINT64_CONSTANT (0x80090d96ff61bc40),
  .fields = shop_counter_opened__fields,
  .n_fields = 6,
  .size = sizeof (ShopCounterOpened__Values),
  .measure = shop_counter_opened__measure,
  .pack = shop_counter_opened__pack,
  .clear = NULL,
  .n_appended = G_N_ELEMENTS (shop_counter_opened__appended),
  .appended = shop_counter_opened__appended,
  .defaults = &shop_counter_opened__defaults,
};

/* appended.hark:15  (int32 by, int64 at, uint64 most, float speed, duration late, uint32 n) */

typedef struct G_GNUC_MAY_ALIAS
{
  gint32  by;
  gint64  at;
  guint64 most;
  float   speed;
  gint64  late;
  guint32 n;
} ShopCounterMoved__Values;

static const HarkField shop_counter_moved__fields[] =
{
  { "by", HARK_FIELD_INT32, HARK_FIELD_PLAIN, offsetof (ShopCounterMoved__Values, by), 0, NULL, NULL },
  { "at", HARK_FIELD_INT64, HARK_FIELD_PLAIN, offsetof (ShopCounterMoved__Values, at), 0, NULL, NULL },
  { "most", HARK_FIELD_UINT64, HARK_FIELD_PLAIN, offsetof (ShopCounterMoved__Values, most), 0, NULL, NULL },
  { "speed", HARK_FIELD_FLOAT, HARK_FIELD_PLAIN, offsetof (ShopCounterMoved__Values, speed), 0, NULL, NULL },
  { "late", HARK_FIELD_DURATION, HARK_FIELD_PLAIN, offsetof (ShopCounterMoved__Values, late), 0, NULL, NULL },
  { "n", HARK_FIELD_UINT32, HARK_FIELD_PLAIN, offsetof (ShopCounterMoved__Values, n), 0, NULL, NULL },
};

static const guint64 shop_counter_moved__appended[] =
{
  G_GUINT64_CONSTANT (0x2e38e77b22c314a4),
  G_GUINT64_CONSTANT (0xb88a3f44c8874042),
  G_GUINT64_CONSTANT (0x5b3b137709d494d3),
  G_GUINT64_CONSTANT (0xf5c7026b70625253),
  G_GUINT64_CONSTANT (0x95a4f9a0efbec35d),
  G_GUINT64_CONSTANT (0x9a3acbf385115064),
};

static const ShopCounterMoved__Values shop_counter_moved__defaults =
{
  .by = G_MININT32,
  .at = G_MININT64,
  .most = G_GUINT64_CONSTANT (18446744073709551615),
  .speed = 1.0,
  .late = G_GINT64_CONSTANT (60000000),
  .n = 4294967295u,
};

static const HarkSignature shop_counter_moved__signature =
{
  .name = "(int32, int64, uint64, float, duration, uint32)",
  .text = "(int32 by, int64 at, uint64 most, float speed, duration late, uint32 n)",
  .variant_type = "(ixtdxu)",
  .fingerprint = G_GUINT64_CONSTANT (0x77df36787e7d5a5d),
  .fields = shop_counter_moved__fields,
  .n_fields = 6,
  .size = sizeof (ShopCounterMoved__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
  .n_appended = G_N_ELEMENTS (shop_counter_moved__appended),
  .appended = shop_counter_moved__appended,
  .defaults = &shop_counter_moved__defaults,
};

/* appended.hark:18  (Order order, byte n) */

typedef struct G_GNUC_MAY_ALIAS
{
  ShopOrder *order;
  guint8     n;
} ShopCounterSell__Arguments;

static const HarkField shop_counter_sell__arguments_fields[] =
{
  { "order", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (ShopCounterSell__Arguments, order), 0, &shop_order__signature, NULL },
  { "n", HARK_FIELD_BYTE, HARK_FIELD_PLAIN, offsetof (ShopCounterSell__Arguments, n), 0, NULL, NULL },
};

static void
shop_counter_sell__arguments_pack (gconstpointer values,
                                   gpointer      packed)
{
  const ShopCounterSell__Arguments *from = values;
  ShopCounterSell__Arguments *to = packed;

  *to = *from;
  shop_order_ref (to->order);
}

static void
shop_counter_sell__arguments_clear (gpointer packed)
{
  const ShopCounterSell__Arguments *from = packed;

  shop_order_unref (from->order);
}

static const guint64 shop_counter_sell__arguments_appended[] =
{
  G_GUINT64_CONSTANT (0x5161d9af199485ce),
};

static const ShopCounterSell__Arguments shop_counter_sell__arguments_defaults =
{
  .n = 1,
};

static const HarkSignature shop_counter_sell__arguments_signature =
{
  .name = "(Shop.Order, byte)",
  .text = "(Order order, byte n)",
  .variant_type = "((s)y)",
  .fingerprint = G_GUINT64_CONSTANT (0x3055e00077ef2b04),
  .fields = shop_counter_sell__arguments_fields,
  .n_fields = 2,
  .size = sizeof (ShopCounterSell__Arguments),
  .measure = NULL,
  .pack = shop_counter_sell__arguments_pack,
  .clear = shop_counter_sell__arguments_clear,
  .n_appended = G_N_ELEMENTS (shop_counter_sell__arguments_appended),
  .appended = shop_counter_sell__arguments_appended,
  .defaults = &shop_counter_sell__arguments_defaults,
};

/* appended.hark:19  (Order order, byte n) */

typedef struct G_GNUC_MAY_ALIAS
{
  ShopOrder *order;
  guint8     n;
} ShopCounterCount__Arguments;

static const HarkField shop_counter_count__arguments_fields[] =
{
  { "order", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (ShopCounterCount__Arguments, order), 0, &shop_order__signature, NULL },
  { "n", HARK_FIELD_BYTE, HARK_FIELD_PLAIN, offsetof (ShopCounterCount__Arguments, n), 0, NULL, NULL },
};

static void
shop_counter_count__arguments_pack (gconstpointer values,
                                    gpointer      packed)
{
  const ShopCounterCount__Arguments *from = values;
  ShopCounterCount__Arguments *to = packed;

  *to = *from;
  shop_order_ref (to->order);
}

static void
shop_counter_count__arguments_clear (gpointer packed)
{
  const ShopCounterCount__Arguments *from = packed;

  shop_order_unref (from->order);
}

static const guint64 shop_counter_count__arguments_appended[] =
{
  G_GUINT64_CONSTANT (0x5161d9af199485ce),
};

static const ShopCounterCount__Arguments shop_counter_count__arguments_defaults =
{
  .n = 2,
};

static const HarkSignature shop_counter_count__arguments_signature =
{
  .name = "(Shop.Order, byte)",
  .text = "(Order order, byte n)",
  .variant_type = "((s)y)",
  .fingerprint = G_GUINT64_CONSTANT (0x3055e00077ef2b04),
  .fields = shop_counter_count__arguments_fields,
  .n_fields = 2,
  .size = sizeof (ShopCounterCount__Arguments),
  .measure = NULL,
  .pack = shop_counter_count__arguments_pack,
  .clear = shop_counter_count__arguments_clear,
  .n_appended = G_N_ELEMENTS (shop_counter_count__arguments_appended),
  .appended = shop_counter_count__arguments_appended,
  .defaults = &shop_counter_count__arguments_defaults,
};

/* appended.hark:19  (uint64 result) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint64 result;
} ShopCounterCount__Result;

static const HarkField shop_counter_count__result_fields[] =
{
  { "result", HARK_FIELD_UINT64, HARK_FIELD_PLAIN, offsetof (ShopCounterCount__Result, result), 0, NULL, NULL },
};

static const HarkSignature shop_counter_count__result_signature =
{
  .name = "(uint64)",
  .text = "(uint64 result)",
  .variant_type = "(t)",
  .fingerprint = G_GUINT64_CONSTANT (0x0642163c3344a6d5),
  .fields = shop_counter_count__result_fields,
  .n_fields = 1,
  .size = sizeof (ShopCounterCount__Result),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* appended.hark:20  (string why, Order order) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *why;
  ShopOrder  *order;
} ShopCounterClose__Arguments;

static const HarkField shop_counter_close__arguments_fields[] =
{
  { "why", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (ShopCounterClose__Arguments, why), 0, NULL, NULL },
  { "order", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (ShopCounterClose__Arguments, order), 0, &shop_order__signature, NULL },
};

static gsize
shop_counter_close__arguments_measure (gconstpointer values)
{
  const ShopCounterClose__Arguments *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->why);
  return size;
}

static void
shop_counter_close__arguments_pack (gconstpointer values,
                                    gpointer      packed)
{
  const ShopCounterClose__Arguments *from = values;
  ShopCounterClose__Arguments *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->why = hark_pack_string (&tail, from->why);
  shop_order_ref (to->order);
}

static void
shop_counter_close__arguments_clear (gpointer packed)
{
  const ShopCounterClose__Arguments *from = packed;

  shop_order_unref (from->order);
}

static const HarkSignature shop_counter_close__arguments_signature =
{
  .name = "(string, Shop.Order)",
  .text = "(string why, Order order)",
  .variant_type = "(s(s))",
  .fingerprint = G_GUINT64_CONSTANT (0xd84fd8c6e56a214f),
  .fields = shop_counter_close__arguments_fields,
  .n_fields = 2,
  .size = sizeof (ShopCounterClose__Arguments),
  .measure = shop_counter_close__arguments_measure,
  .pack = shop_counter_close__arguments_pack,
  .clear = shop_counter_close__arguments_clear,
};

/* appended.hark:6  record Order */

G_DEFINE_BOXED_TYPE (ShopOrder, shop_order, shop_order_ref, shop_order_unref)

ShopOrder *
shop_order_ref (ShopOrder *self)
{
  return hark_values_ref (self);
}

void
shop_order_unref (ShopOrder *self)
{
  hark_values_unref (self);
}

const char *
shop_order_get_product (const ShopOrder *self)
{
  return self->product;
}

ShopOrder *
shop_order_new (const char *product)
{
  const ShopOrder__Values values_ =
  {
    .product = product,
  };

  g_return_val_if_fail (product != NULL, NULL);

  return hark_values_new (&shop_order__signature, &values_);
}

GVariant *
shop_order_to_variant (const ShopOrder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_values_to_variant (&shop_order__signature, self, NULL);
}

ShopOrder *
shop_order_new_from_variant (GVariant  *variant,
                             GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);

  return hark_values_from_variant (&shop_order__signature, variant, error);
}

void
shop_order_builder_set_product (ShopOrderBuilder *self,
                                const char       *product)
{
  char *old_ = self->product;

  self->product = g_strdup (product);
  g_free (old_);
}

void
shop_order_builder_init_from (ShopOrderBuilder *self,
                              const ShopOrder  *from)
{
  memset (self, 0, sizeof *self);

  shop_order_builder_set_product (self, from->product);
}

ShopOrder *
shop_order_builder_end (ShopOrderBuilder *self)
{
  ShopOrder *record;

  g_return_val_if_fail (self->product != NULL, NULL);

  record = hark_values_new (&shop_order__signature, self);
  shop_order_builder_clear (self);
  return record;
}

void
shop_order_builder_clear (ShopOrderBuilder *self)
{
  g_free (self->product);
  memset (self, 0, sizeof *self);
}

/* appended.hark:11  object Counter */

static void shop_counter__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (ShopCounter, shop_counter, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, shop_counter__implement_object))

static const HarkClassInfo shop_counter__info;

/* appended.hark:12  event sold (Order order, uint32? n, string? remark) */

G_DEFINE_BOXED_TYPE (ShopCounterSold, shop_counter_sold, shop_counter_sold_ref, shop_counter_sold_unref)

ShopCounterSold *
shop_counter_sold_ref (ShopCounterSold *self)
{
  return hark_values_ref (self);
}

void
shop_counter_sold_unref (ShopCounterSold *self)
{
  hark_values_unref (self);
}

ShopOrder *
shop_counter_sold_get_order (const ShopCounterSold *self)
{
  return self->order;
}

gboolean
shop_counter_sold_get_n (const ShopCounterSold *self,
                         guint32               *n)
{
  if (self->has_n && n != NULL)
    *n = self->n;
  return self->has_n;
}

const char *
shop_counter_sold_get_remark (const ShopCounterSold *self)
{
  return self->remark;
}

static void
shop_counter_sold__call (GCallback     func,
                         gpointer      context,
                         gconstpointer values)
{
  const ShopCounterSold__Values *from = values;

  ((ShopCounterSoldFunc) func) (context, from->order, from->has_n, from->n, from->remark);
}

static gboolean
shop_counter_sold__filter (GCallback     func,
                           gpointer      context,
                           gconstpointer values)
{
  const ShopCounterSold__Values *from = values;
  shop_counter_sold__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->order, from->has_n, from->n, from->remark);
}

/* As the target of a connection, which emits it again. */
static void
shop_counter_sold__forward (gpointer        object,
                            gconstpointer   values,
                            HarkFuture     *answer G_GNUC_UNUSED,
                            GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((ShopCounter *) object)->seat, &shop_counter_sold__source, values);
}

const HarkSlotInfo shop_counter_sold__target =
{
  .name = "sold",
  .text = shop_counter_sold__TEXT,
  .location = "appended.hark:12",
  .owner = &shop_counter__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &shop_counter_sold__signature,
  .invoke = shop_counter_sold__forward,
};

const HarkEventInfo shop_counter_sold__source =
{
  .name = "sold",
  .text = shop_counter_sold__TEXT,
  .location = "appended.hark:12",
  .owner = &shop_counter__info,
  .index = 0,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &shop_counter_sold__signature,
  .call = shop_counter_sold__call,
  .filter = shop_counter_sold__filter,
  .target = &shop_counter_sold__target,
  .get_type = shop_counter_sold_get_type,
};

void
shop_counter_emit_sold (ShopCounter *self,
                        ShopOrder   *order,
                        gboolean     has_n,
                        guint32      n,
                        const char  *remark)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 0))
    return;

  g_return_if_fail (SHOP_IS_COUNTER (self));
  g_return_if_fail (order != NULL);
  {
    const ShopCounterSold__Values values_ =
    {
      .order = order,
      .has_n = has_n,
      .n = n,
      .remark = remark,
    };

    hark_seat_emit (&self->seat, &shop_counter_sold__source, &values_);
  }
}

HarkFuture *
shop_counter_next_sold (ShopCounter *self)
{
  g_return_val_if_fail (SHOP_IS_COUNTER (self), NULL);

  return hark_seat_next (&self->seat, &shop_counter_sold__source);
}

ShopCounterSold *
shop_counter_finish_sold (HarkFuture  *future,
                          GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, shop_counter_sold__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

ShopCounterSold *
shop_counter_await_sold (ShopCounter   *self,
                         gint64         timeout,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr(HarkFuture) future = shop_counter_next_sold (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return shop_counter_finish_sold (future, error);
}

HarkStream *
shop_counter_stream_sold (ShopCounter *self)
{
  g_return_val_if_fail (SHOP_IS_COUNTER (self), NULL);

  return hark_seat_stream (&self->seat, &shop_counter_sold__source);
}

ShopCounterSold *
shop_counter_stream_next_sold (HarkStream    *stream,
                               gint64         timeout,
                               GCancellable  *cancellable,
                               GError       **error)
{
  return hark_stream_next (stream, &shop_counter_sold__source, timeout, cancellable, error);
}

/* appended.hark:13  event opened (bool is_early, Mood mood, string by, string? note, double? share, uint64? serial) */

G_DEFINE_BOXED_TYPE (ShopCounterOpened, shop_counter_opened, shop_counter_opened_ref, shop_counter_opened_unref)

ShopCounterOpened *
shop_counter_opened_ref (ShopCounterOpened *self)
{
  return hark_values_ref (self);
}

void
shop_counter_opened_unref (ShopCounterOpened *self)
{
  hark_values_unref (self);
}

gboolean
shop_counter_opened_get_is_early (const ShopCounterOpened *self)
{
  return self->is_early;
}

ShopMood
shop_counter_opened_get_mood (const ShopCounterOpened *self)
{
  return self->mood;
}

const char *
shop_counter_opened_get_by (const ShopCounterOpened *self)
{
  return self->by;
}

const char *
shop_counter_opened_get_note (const ShopCounterOpened *self)
{
  return self->note;
}

gboolean
shop_counter_opened_get_share (const ShopCounterOpened *self,
                               double                  *share)
{
  if (self->has_share && share != NULL)
    *share = self->share;
  return self->has_share;
}

gboolean
shop_counter_opened_get_serial (const ShopCounterOpened *self,
                                guint64                 *serial)
{
  if (self->has_serial && serial != NULL)
    *serial = self->serial;
  return self->has_serial;
}

static void
shop_counter_opened__call (GCallback     func,
                           gpointer      context,
                           gconstpointer values)
{
  const ShopCounterOpened__Values *from = values;

  ((ShopCounterOpenedFunc) func) (context, from->is_early, from->mood, from->by, from->note, from->has_share, from->share, from->has_serial, from->serial);
}

static gboolean
shop_counter_opened__filter (GCallback     func,
                             gpointer      context,
                             gconstpointer values)
{
  const ShopCounterOpened__Values *from = values;
  shop_counter_opened__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->is_early, from->mood, from->by, from->note, from->has_share, from->share, from->has_serial, from->serial);
}

/* As the target of a connection, which emits it again. */
static void
shop_counter_opened__forward (gpointer        object,
                              gconstpointer   values,
                              HarkFuture     *answer G_GNUC_UNUSED,
                              GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((ShopCounter *) object)->seat, &shop_counter_opened__source, values);
}

const HarkSlotInfo shop_counter_opened__target =
{
  .name = "opened",
  .text = shop_counter_opened__TEXT,
  .location = "appended.hark:13",
  .owner = &shop_counter__info,
  .index = 1,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &shop_counter_opened__signature,
  .invoke = shop_counter_opened__forward,
};

const HarkEventInfo shop_counter_opened__source =
{
  .name = "opened",
  .text = shop_counter_opened__TEXT,
  .location = "appended.hark:13",
  .owner = &shop_counter__info,
  .index = 1,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &shop_counter_opened__signature,
  .call = shop_counter_opened__call,
  .filter = shop_counter_opened__filter,
  .target = &shop_counter_opened__target,
  .get_type = shop_counter_opened_get_type,
};

void
shop_counter_emit_opened (ShopCounter *self,
                          gboolean     is_early,
                          ShopMood     mood,
                          const char  *by,
                          const char  *note,
                          gboolean     has_share,
                          double       share,
                          gboolean     has_serial,
                          guint64      serial)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 1))
    return;

  g_return_if_fail (SHOP_IS_COUNTER (self));
  g_return_if_fail (by != NULL);
  {
    const ShopCounterOpened__Values values_ =
    {
      .is_early = is_early,
      .mood = mood,
      .by = by,
      .note = note,
      .has_share = has_share,
      .share = share,
      .has_serial = has_serial,
      .serial = serial,
    };

    hark_seat_emit (&self->seat, &shop_counter_opened__source, &values_);
  }
}

HarkFuture *
shop_counter_next_opened (ShopCounter *self)
{
  g_return_val_if_fail (SHOP_IS_COUNTER (self), NULL);

  return hark_seat_next (&self->seat, &shop_counter_opened__source);
}

ShopCounterOpened *
shop_counter_finish_opened (HarkFuture  *future,
                            GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, shop_counter_opened__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

ShopCounterOpened *
shop_counter_await_opened (ShopCounter   *self,
                           gint64         timeout,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr(HarkFuture) future = shop_counter_next_opened (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return shop_counter_finish_opened (future, error);
}

HarkStream *
shop_counter_stream_opened (ShopCounter *self)
{
  g_return_val_if_fail (SHOP_IS_COUNTER (self), NULL);

  return hark_seat_stream (&self->seat, &shop_counter_opened__source);
}

ShopCounterOpened *
shop_counter_stream_next_opened (HarkStream    *stream,
                                 gint64         timeout,
                                 GCancellable  *cancellable,
                                 GError       **error)
{
  return hark_stream_next (stream, &shop_counter_opened__source, timeout, cancellable, error);
}

/* appended.hark:15  event moved (int32 by, int64 at, uint64 most, float speed, duration late, uint32 n) */

G_DEFINE_BOXED_TYPE (ShopCounterMoved, shop_counter_moved, shop_counter_moved_ref, shop_counter_moved_unref)

ShopCounterMoved *
shop_counter_moved_ref (ShopCounterMoved *self)
{
  return hark_values_ref (self);
}

void
shop_counter_moved_unref (ShopCounterMoved *self)
{
  hark_values_unref (self);
}

gint32
shop_counter_moved_get_by (const ShopCounterMoved *self)
{
  return self->by;
}

gint64
shop_counter_moved_get_at (const ShopCounterMoved *self)
{
  return self->at;
}

guint64
shop_counter_moved_get_most (const ShopCounterMoved *self)
{
  return self->most;
}

float
shop_counter_moved_get_speed (const ShopCounterMoved *self)
{
  return self->speed;
}

gint64
shop_counter_moved_get_late (const ShopCounterMoved *self)
{
  return self->late;
}

guint32
shop_counter_moved_get_n (const ShopCounterMoved *self)
{
  return self->n;
}

static void
shop_counter_moved__call (GCallback     func,
                          gpointer      context,
                          gconstpointer values)
{
  const ShopCounterMoved__Values *from = values;

  ((ShopCounterMovedFunc) func) (context, from->by, from->at, from->most, from->speed, from->late, from->n);
}

static gboolean
shop_counter_moved__filter (GCallback     func,
                            gpointer      context,
                            gconstpointer values)
{
  const ShopCounterMoved__Values *from = values;
  shop_counter_moved__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->by, from->at, from->most, from->speed, from->late, from->n);
}

/* As the target of a connection, which emits it again. */
static void
shop_counter_moved__forward (gpointer        object,
                             gconstpointer   values,
                             HarkFuture     *answer G_GNUC_UNUSED,
                             GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((ShopCounter *) object)->seat, &shop_counter_moved__source, values);
}

const HarkSlotInfo shop_counter_moved__target =
{
  .name = "moved",
  .text = shop_counter_moved__TEXT,
  .location = "appended.hark:15",
  .owner = &shop_counter__info,
  .index = 2,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &shop_counter_moved__signature,
  .invoke = shop_counter_moved__forward,
};

const HarkEventInfo shop_counter_moved__source =
{
  .name = "moved",
  .text = shop_counter_moved__TEXT,
  .location = "appended.hark:15",
  .owner = &shop_counter__info,
  .index = 2,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &shop_counter_moved__signature,
  .call = shop_counter_moved__call,
  .filter = shop_counter_moved__filter,
  .target = &shop_counter_moved__target,
  .get_type = shop_counter_moved_get_type,
};

void
shop_counter_emit_moved (ShopCounter *self,
                         gint32       by,
                         gint64       at,
                         guint64      most,
                         float        speed,
                         gint64       late,
                         guint32      n)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 2))
    return;

  g_return_if_fail (SHOP_IS_COUNTER (self));
  {
    const ShopCounterMoved__Values values_ =
    {
      .by = by,
      .at = at,
      .most = most,
      .speed = speed,
      .late = late,
      .n = n,
    };

    hark_seat_emit (&self->seat, &shop_counter_moved__source, &values_);
  }
}

HarkFuture *
shop_counter_next_moved (ShopCounter *self)
{
  g_return_val_if_fail (SHOP_IS_COUNTER (self), NULL);

  return hark_seat_next (&self->seat, &shop_counter_moved__source);
}

ShopCounterMoved *
shop_counter_finish_moved (HarkFuture  *future,
                           GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, shop_counter_moved__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

ShopCounterMoved *
shop_counter_await_moved (ShopCounter   *self,
                          gint64         timeout,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr(HarkFuture) future = shop_counter_next_moved (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return shop_counter_finish_moved (future, error);
}

HarkStream *
shop_counter_stream_moved (ShopCounter *self)
{
  g_return_val_if_fail (SHOP_IS_COUNTER (self), NULL);

  return hark_seat_stream (&self->seat, &shop_counter_moved__source);
}

ShopCounterMoved *
shop_counter_stream_next_moved (HarkStream    *stream,
                                gint64         timeout,
                                GCancellable  *cancellable,
                                GError       **error)
{
  return hark_stream_next (stream, &shop_counter_moved__source, timeout, cancellable, error);
}

/* appended.hark:18  slot sell (Order order, byte n) */

static void
shop_counter_sell__default (ShopCounter *self,
                            ShopOrder   *order,
                            guint8       n)
{
  const ShopCounterSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->sell != NULL)
    slots_->sell (self, order, n);
}

static void
shop_counter_sell__invoke (gpointer        object,
                           gconstpointer   values,
                           HarkFuture     *answer,
                           GError        **error G_GNUC_UNUSED)
{
  ShopCounter *self = object;
  ShopCounterClass *klass = SHOP_COUNTER_GET_CLASS (self);
  const ShopCounterSell__Arguments *arguments = values;

  klass->sell (self, arguments->order, arguments->n);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo shop_counter_sell__target =
{
  .name = "sell",
  .text = shop_counter_sell__TEXT,
  .location = "appended.hark:18",
  .owner = &shop_counter__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &shop_counter_sell__arguments_signature,
  .result = NULL,
  .invoke = shop_counter_sell__invoke,
};

gboolean
shop_counter_sell (ShopCounter *self,
                   ShopOrder   *order,
                   guint8       n)
{
  const ShopCounterSell__Arguments values_ =
  {
    .order = order,
    .n = n,
  };

  g_return_val_if_fail (SHOP_IS_COUNTER (self), FALSE);
  g_return_val_if_fail (order != NULL, FALSE);

  return hark_seat_post (&self->seat, &shop_counter_sell__target, &values_);
}

/* appended.hark:19  slot count (Order order, byte n) -> uint64 */

static guint64
shop_counter_count__default (ShopCounter *self,
                             ShopOrder   *order,
                             guint8       n)
{
  const ShopCounterSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->count != NULL)
    return slots_->count (self, order, n);
  return 0;
}

static void
shop_counter_count__invoke (gpointer        object,
                            gconstpointer   values,
                            HarkFuture     *answer,
                            GError        **error)
{
  ShopCounter *self = object;
  ShopCounterClass *klass = SHOP_COUNTER_GET_CLASS (self);
  const ShopCounterCount__Arguments *arguments = values;
  const ShopCounterSlots *slots = self->seat.slots;
  guint64 result;

  if (klass->count == shop_counter_count__default
      && (slots == NULL || slots->count == NULL))
    {
      hark_slot_not_implemented (&shop_counter_count__target, error);
      return;
    }

  result = klass->count (self, arguments->order, arguments->n);
  if (answer != NULL)
    {
      const ShopCounterCount__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
}

const HarkSlotInfo shop_counter_count__target =
{
  .name = "count",
  .text = shop_counter_count__TEXT,
  .location = "appended.hark:19",
  .owner = &shop_counter__info,
  .index = 1,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &shop_counter_count__arguments_signature,
  .result = &shop_counter_count__result_signature,
  .invoke = shop_counter_count__invoke,
};

HarkFuture *
shop_counter_call_count (ShopCounter *self,
                         ShopOrder   *order,
                         guint8       n)
{
  const ShopCounterCount__Arguments values_ =
  {
    .order = order,
    .n = n,
  };

  g_return_val_if_fail (SHOP_IS_COUNTER (self), NULL);
  g_return_val_if_fail (order != NULL, NULL);

  return hark_seat_call (&self->seat, &shop_counter_count__target, &values_);
}

gboolean
shop_counter_finish_count (HarkFuture  *future,
                           guint64     *result,
                           GError     **error)
{
  const ShopCounterCount__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, shop_counter_count__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result;
  return TRUE;
}

gboolean
shop_counter_await_count (ShopCounter   *self,
                          ShopOrder     *order,
                          guint8         n,
                          gint64         timeout,
                          GCancellable  *cancellable,
                          guint64       *result,
                          GError       **error)
{
  g_autoptr(HarkFuture) future_ = shop_counter_call_count (self, order, n);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && shop_counter_finish_count (future_, result, error));
}

/* appended.hark:20  slot close (string why, Order order) */

static void
shop_counter_close__default (ShopCounter *self,
                             const char  *why,
                             ShopOrder   *order)
{
  const ShopCounterSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->close != NULL)
    slots_->close (self, why, order);
}

static void
shop_counter_close__invoke (gpointer        object,
                            gconstpointer   values,
                            HarkFuture     *answer,
                            GError        **error G_GNUC_UNUSED)
{
  ShopCounter *self = object;
  ShopCounterClass *klass = SHOP_COUNTER_GET_CLASS (self);
  const ShopCounterClose__Arguments *arguments = values;

  klass->close (self, arguments->why, arguments->order);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo shop_counter_close__target =
{
  .name = "close",
  .text = shop_counter_close__TEXT,
  .location = "appended.hark:20",
  .owner = &shop_counter__info,
  .index = 2,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &shop_counter_close__arguments_signature,
  .result = NULL,
  .invoke = shop_counter_close__invoke,
};

gboolean
shop_counter_close (ShopCounter *self,
                    const char  *why,
                    ShopOrder   *order)
{
  const ShopCounterClose__Arguments values_ =
  {
    .why = why,
    .order = order,
  };

  g_return_val_if_fail (SHOP_IS_COUNTER (self), FALSE);
  g_return_val_if_fail (why != NULL, FALSE);
  g_return_val_if_fail (order != NULL, FALSE);

  return hark_seat_post (&self->seat, &shop_counter_close__target, &values_);
}

/* appended.hark:11  object Counter */

static const HarkEventInfo *const shop_counter__events[] =
{
  &shop_counter_sold__source,
  &shop_counter_opened__source,
  &shop_counter_moved__source,
};

static const HarkSlotInfo *const shop_counter__slots[] =
{
  &shop_counter_sell__target,
  &shop_counter_count__target,
  &shop_counter_close__target,
};

static const HarkClassInfo shop_counter__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (ShopCounter, seat),
  .name = "Shop.Counter",
  .location = "appended.hark:11",
  .get_type = shop_counter_get_type,
  .events = shop_counter__events,
  .slots = shop_counter__slots,
  .n_events = 3,
  .n_slots = 3,
};

static void
shop_counter__closed_default (ShopCounter *self)
{
  const ShopCounterSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
shop_counter__closed (HarkObject *object)
{
  ShopCounter *self = SHOP_COUNTER (object);
  ShopCounterClass *klass = SHOP_COUNTER_GET_CLASS (self);

  klass->closed (self);
}

static void
shop_counter__implement_object (HarkObjectInterface *interface)
{
  interface->info = &shop_counter__info;
  interface->closed = shop_counter__closed;
}

static void
shop_counter__set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  ShopCounter *self = SHOP_COUNTER (object);

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
shop_counter__get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ShopCounter *self = SHOP_COUNTER (object);

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
shop_counter__dispose (GObject *object)
{
  if (hark_seat_dispose (&SHOP_COUNTER (object)->seat))
    G_OBJECT_CLASS (shop_counter_parent_class)->dispose (object);
}

static void
shop_counter__finalize (GObject *object)
{
  hark_seat_finalize (&SHOP_COUNTER (object)->seat);
  G_OBJECT_CLASS (shop_counter_parent_class)->finalize (object);
}

static void
shop_counter_class_init (ShopCounterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = shop_counter__set_property;
  object_class->get_property = shop_counter__get_property;
  object_class->dispose = shop_counter__dispose;
  object_class->finalize = shop_counter__finalize;

  klass->closed = shop_counter__closed_default;
  klass->sell = shop_counter_sell__default;
  klass->count = shop_counter_count__default;
  klass->close = shop_counter_close__default;

  hark_class_init (object_class, &shop_counter__info);
  {
    const GType types[] = { SHOP_TYPE_ORDER, G_TYPE_BOOLEAN, G_TYPE_UINT, G_TYPE_STRING };

    hark_class_add_signal (object_class, &shop_counter_sold__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { G_TYPE_BOOLEAN, SHOP_TYPE_MOOD, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN, G_TYPE_DOUBLE, G_TYPE_BOOLEAN, G_TYPE_UINT64 };

    hark_class_add_signal (object_class, &shop_counter_opened__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { G_TYPE_INT, G_TYPE_INT64, G_TYPE_UINT64, G_TYPE_FLOAT, G_TYPE_INT64, G_TYPE_UINT };

    hark_class_add_signal (object_class, &shop_counter_moved__source, types, G_N_ELEMENTS (types));
  }
}

static void
shop_counter_init (ShopCounter *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &shop_counter__info);
}

ShopCounter *
shop_counter_new (HarkLoop               *loop,
                  const ShopCounterSlots *slots,
                  gpointer                data,
                  GDestroyNotify          destroy)
{
  ShopCounter *self = g_object_new (SHOP_TYPE_COUNTER, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
shop_counter_get_data (ShopCounter *self)
{
  g_return_val_if_fail (SHOP_IS_COUNTER (self), NULL);

  return self->seat.data;
}

ShopCounter *
shop_counter_new_remote (HarkBus    *bus,
                         const char *name,
                         HarkLoop   *loop)
{
  ShopCounter *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (SHOP_TYPE_COUNTER, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}
