/* Made from result.hark by hark-gen. Do not edit. */
#include "result.h"

#include <stddef.h>
#include <string.h>

enum
{
  PROPERTY_LOOP = 1,
};

/* result.hark:3  (string text) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *text;
} AskingFact__Values;

static const HarkField asking_fact__fields[] =
{
  { "text", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (AskingFact__Values, text), 0, NULL, NULL },
};

static gsize
asking_fact__measure (gconstpointer values)
{
  const AskingFact__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->text);
  return size;
}

static void
asking_fact__pack (gconstpointer values,
                   gpointer      packed)
{
  const AskingFact__Values *from = values;
  AskingFact__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->text = hark_pack_string (&tail, from->text);
}

const HarkSignature asking_fact__signature =
{
  .name = "Asking.Fact",
  .text = "(string text)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = asking_fact__fields,
  .n_fields = 1,
  .size = sizeof (AskingFact__Values),
  .measure = asking_fact__measure,
  .pack = asking_fact__pack,
  .clear = NULL,
};

/* result.hark:9  () */

static const HarkSignature asking_oracle_hear__arguments_signature =
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

/* result.hark:11  (uint32 result) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint32 result;
} AskingOracleCount__Result;

static const HarkField asking_oracle_count__result_fields[] =
{
  { "result", HARK_FIELD_UINT32, HARK_FIELD_PLAIN, offsetof (AskingOracleCount__Result, result), 0, NULL, NULL },
};

static const HarkSignature asking_oracle_count__result_signature =
{
  .name = "(uint32)",
  .text = "(uint32 result)",
  .variant_type = "(u)",
  .fingerprint = G_GUINT64_CONSTANT (0xa6b74e549cdc6ca5),
  .fields = asking_oracle_count__result_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleCount__Result),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* result.hark:12  (string result) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *result;
} AskingOracleName__Result;

static const HarkField asking_oracle_name__result_fields[] =
{
  { "result", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (AskingOracleName__Result, result), 0, NULL, NULL },
};

static gsize
asking_oracle_name__result_measure (gconstpointer values)
{
  const AskingOracleName__Result *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->result);
  return size;
}

static void
asking_oracle_name__result_pack (gconstpointer values,
                                 gpointer      packed)
{
  const AskingOracleName__Result *from = values;
  AskingOracleName__Result *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->result = hark_pack_string (&tail, from->result);
}

static const HarkSignature asking_oracle_name__result_signature =
{
  .name = "(string)",
  .text = "(string result)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = asking_oracle_name__result_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleName__Result),
  .measure = asking_oracle_name__result_measure,
  .pack = asking_oracle_name__result_pack,
  .clear = NULL,
};

/* result.hark:13  (string? result) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *result;
} AskingOracleNickname__Result;

static const HarkField asking_oracle_nickname__result_fields[] =
{
  { "result", HARK_FIELD_STRING, HARK_FIELD_OPTIONAL, offsetof (AskingOracleNickname__Result, result), 0, NULL, NULL },
};

static gsize
asking_oracle_nickname__result_measure (gconstpointer values)
{
  const AskingOracleNickname__Result *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->result);
  return size;
}

static void
asking_oracle_nickname__result_pack (gconstpointer values,
                                     gpointer      packed)
{
  const AskingOracleNickname__Result *from = values;
  AskingOracleNickname__Result *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->result = hark_pack_string (&tail, from->result);
}

static const HarkSignature asking_oracle_nickname__result_signature =
{
  .name = "(string?)",
  .text = "(string? result)",
  .variant_type = "(ms)",
  .fingerprint = G_GUINT64_CONSTANT (0xe603aee5577e2a9d),
  .fields = asking_oracle_nickname__result_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleNickname__Result),
  .measure = asking_oracle_nickname__result_measure,
  .pack = asking_oracle_nickname__result_pack,
  .clear = NULL,
};

/* result.hark:14  (timestamp now) */

typedef struct G_GNUC_MAY_ALIAS
{
  gint64 now;
} AskingOracleAge__Arguments;

static const HarkField asking_oracle_age__arguments_fields[] =
{
  { "now", HARK_FIELD_TIMESTAMP, HARK_FIELD_PLAIN, offsetof (AskingOracleAge__Arguments, now), 0, NULL, NULL },
};

static const HarkSignature asking_oracle_age__arguments_signature =
{
  .name = "(timestamp)",
  .text = "(timestamp now)",
  .variant_type = "(x)",
  .fingerprint = G_GUINT64_CONSTANT (0xa51e4e4cf251f56d),
  .fields = asking_oracle_age__arguments_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleAge__Arguments),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* result.hark:14  (double? result) */

typedef struct G_GNUC_MAY_ALIAS
{
  gboolean has_result;
  double   result;
} AskingOracleAge__Result;

static const HarkField asking_oracle_age__result_fields[] =
{
  { "result", HARK_FIELD_DOUBLE, HARK_FIELD_OPTIONAL, offsetof (AskingOracleAge__Result, result), offsetof (AskingOracleAge__Result, has_result), NULL, NULL },
};

static const HarkSignature asking_oracle_age__result_signature =
{
  .name = "(double?)",
  .text = "(double? result)",
  .variant_type = "(md)",
  .fingerprint = G_GUINT64_CONSTANT (0xe8766f987034f436),
  .fields = asking_oracle_age__result_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleAge__Result),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* result.hark:15  (string[] result) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *const *result;
  gsize              n_result;
} AskingOracleFriends__Result;

static const HarkField asking_oracle_friends__result_fields[] =
{
  { "result", HARK_FIELD_STRING, HARK_FIELD_ARRAY, offsetof (AskingOracleFriends__Result, result), offsetof (AskingOracleFriends__Result, n_result), NULL, NULL },
};

static gsize
asking_oracle_friends__result_measure (gconstpointer values)
{
  const AskingOracleFriends__Result *from = values;
  gsize size = sizeof *from;

  size += hark_measure_array (from->n_result + 1, sizeof *from->result);
  for (gsize i = 0; i < from->n_result; i++)
    size += hark_measure_string (from->result[i]);
  return size;
}

static void
asking_oracle_friends__result_pack (gconstpointer values,
                                    gpointer      packed)
{
  const AskingOracleFriends__Result *from = values;
  AskingOracleFriends__Result *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  {
    const char **copies = hark_pack_memory (&tail, from->result, from->n_result * sizeof *from->result);

    tail += sizeof *copies;
    copies[from->n_result] = NULL;
    for (gsize i = 0; i < from->n_result; i++)
      copies[i] = hark_pack_string (&tail, copies[i]);
    to->result = copies;
  }
}

static const HarkSignature asking_oracle_friends__result_signature =
{
  .name = "(string[])",
  .text = "(string[] result)",
  .variant_type = "(as)",
  .fingerprint = G_GUINT64_CONSTANT (0x9c5c4edbbba5bc92),
  .fields = asking_oracle_friends__result_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleFriends__Result),
  .measure = asking_oracle_friends__result_measure,
  .pack = asking_oracle_friends__result_pack,
  .clear = NULL,
};

/* result.hark:16  (byte[] result) */

typedef struct G_GNUC_MAY_ALIAS
{
  const guint8 *result;
  gsize         n_result;
} AskingOracleDigits__Result;

static const HarkField asking_oracle_digits__result_fields[] =
{
  { "result", HARK_FIELD_BYTE, HARK_FIELD_ARRAY, offsetof (AskingOracleDigits__Result, result), offsetof (AskingOracleDigits__Result, n_result), NULL, NULL },
};

static gsize
asking_oracle_digits__result_measure (gconstpointer values)
{
  const AskingOracleDigits__Result *from = values;
  gsize size = sizeof *from;

  size += hark_measure_array (from->n_result, sizeof *from->result);
  return size;
}

static void
asking_oracle_digits__result_pack (gconstpointer values,
                                   gpointer      packed)
{
  const AskingOracleDigits__Result *from = values;
  AskingOracleDigits__Result *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->result = hark_pack_memory (&tail, from->result, from->n_result * sizeof *from->result);
}

static const HarkSignature asking_oracle_digits__result_signature =
{
  .name = "(byte[])",
  .text = "(byte[] result)",
  .variant_type = "(ay)",
  .fingerprint = G_GUINT64_CONSTANT (0x829f23d118e01e94),
  .fields = asking_oracle_digits__result_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleDigits__Result),
  .measure = asking_oracle_digits__result_measure,
  .pack = asking_oracle_digits__result_pack,
  .clear = NULL,
};

/* result.hark:17  (string about) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *about;
} AskingOracleFact__Arguments;

static const HarkField asking_oracle_fact__arguments_fields[] =
{
  { "about", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (AskingOracleFact__Arguments, about), 0, NULL, NULL },
};

static gsize
asking_oracle_fact__arguments_measure (gconstpointer values)
{
  const AskingOracleFact__Arguments *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->about);
  return size;
}

static void
asking_oracle_fact__arguments_pack (gconstpointer values,
                                    gpointer      packed)
{
  const AskingOracleFact__Arguments *from = values;
  AskingOracleFact__Arguments *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->about = hark_pack_string (&tail, from->about);
}

static const HarkSignature asking_oracle_fact__arguments_signature =
{
  .name = "(string)",
  .text = "(string about)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = asking_oracle_fact__arguments_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleFact__Arguments),
  .measure = asking_oracle_fact__arguments_measure,
  .pack = asking_oracle_fact__arguments_pack,
  .clear = NULL,
};

/* result.hark:17  (Fact? result) */

typedef struct G_GNUC_MAY_ALIAS
{
  AskingFact *result;
} AskingOracleFact__Result;

static const HarkField asking_oracle_fact__result_fields[] =
{
  { "result", HARK_FIELD_RECORD, HARK_FIELD_OPTIONAL, offsetof (AskingOracleFact__Result, result), 0, &asking_fact__signature, NULL },
};

static void
asking_oracle_fact__result_pack (gconstpointer values,
                                 gpointer      packed)
{
  const AskingOracleFact__Result *from = values;
  AskingOracleFact__Result *to = packed;

  *to = *from;
  if (to->result != NULL)
    asking_fact_ref (to->result);
}

static void
asking_oracle_fact__result_clear (gpointer packed)
{
  const AskingOracleFact__Result *from = packed;

  if (from->result != NULL)
    asking_fact_unref (from->result);
}

static const HarkSignature asking_oracle_fact__result_signature =
{
  .name = "(Asking.Fact?)",
  .text = "(Fact? result)",
  .variant_type = "(m(s))",
  .fingerprint = G_GUINT64_CONSTANT (0xbbf87b842532bb5a),
  .fields = asking_oracle_fact__result_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleFact__Result),
  .measure = NULL,
  .pack = asking_oracle_fact__result_pack,
  .clear = asking_oracle_fact__result_clear,
};

/* result.hark:18  (string[] about) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *const *about;
  gsize              n_about;
} AskingOracleFacts__Arguments;

static const HarkField asking_oracle_facts__arguments_fields[] =
{
  { "about", HARK_FIELD_STRING, HARK_FIELD_ARRAY, offsetof (AskingOracleFacts__Arguments, about), offsetof (AskingOracleFacts__Arguments, n_about), NULL, NULL },
};

static gsize
asking_oracle_facts__arguments_measure (gconstpointer values)
{
  const AskingOracleFacts__Arguments *from = values;
  gsize size = sizeof *from;

  size += hark_measure_array (from->n_about + 1, sizeof *from->about);
  for (gsize i = 0; i < from->n_about; i++)
    size += hark_measure_string (from->about[i]);
  return size;
}

static void
asking_oracle_facts__arguments_pack (gconstpointer values,
                                     gpointer      packed)
{
  const AskingOracleFacts__Arguments *from = values;
  AskingOracleFacts__Arguments *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  {
    const char **copies = hark_pack_memory (&tail, from->about, from->n_about * sizeof *from->about);

    tail += sizeof *copies;
    copies[from->n_about] = NULL;
    for (gsize i = 0; i < from->n_about; i++)
      copies[i] = hark_pack_string (&tail, copies[i]);
    to->about = copies;
  }
}

static const HarkSignature asking_oracle_facts__arguments_signature =
{
  .name = "(string[])",
  .text = "(string[] about)",
  .variant_type = "(as)",
  .fingerprint = G_GUINT64_CONSTANT (0x9c5c4edbbba5bc92),
  .fields = asking_oracle_facts__arguments_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleFacts__Arguments),
  .measure = asking_oracle_facts__arguments_measure,
  .pack = asking_oracle_facts__arguments_pack,
  .clear = NULL,
};

/* result.hark:18  (Fact[] result) */

typedef struct G_GNUC_MAY_ALIAS
{
  AskingFact *const *result;
  gsize              n_result;
} AskingOracleFacts__Result;

static const HarkField asking_oracle_facts__result_fields[] =
{
  { "result", HARK_FIELD_RECORD, HARK_FIELD_ARRAY, offsetof (AskingOracleFacts__Result, result), offsetof (AskingOracleFacts__Result, n_result), &asking_fact__signature, NULL },
};

static gsize
asking_oracle_facts__result_measure (gconstpointer values)
{
  const AskingOracleFacts__Result *from = values;
  gsize size = sizeof *from;

  size += hark_measure_array (from->n_result + 1, sizeof *from->result);
  return size;
}

static void
asking_oracle_facts__result_pack (gconstpointer values,
                                  gpointer      packed)
{
  const AskingOracleFacts__Result *from = values;
  AskingOracleFacts__Result *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  {
    AskingFact **copies = hark_pack_memory (&tail, from->result, from->n_result * sizeof *from->result);

    tail += sizeof *copies;
    copies[from->n_result] = NULL;
    for (gsize i = 0; i < from->n_result; i++)
      asking_fact_ref (copies[i]);
    to->result = copies;
  }
}

static void
asking_oracle_facts__result_clear (gpointer packed)
{
  const AskingOracleFacts__Result *from = packed;

  for (gsize i = 0; i < from->n_result; i++)
    asking_fact_unref (from->result[i]);
}

static const HarkSignature asking_oracle_facts__result_signature =
{
  .name = "(Asking.Fact[])",
  .text = "(Fact[] result)",
  .variant_type = "(a(s))",
  .fingerprint = G_GUINT64_CONSTANT (0xca346e710ec81701),
  .fields = asking_oracle_facts__result_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleFacts__Result),
  .measure = asking_oracle_facts__result_measure,
  .pack = asking_oracle_facts__result_pack,
  .clear = asking_oracle_facts__result_clear,
};

/* result.hark:19  (variant result) */

typedef struct G_GNUC_MAY_ALIAS
{
  GVariant *result;
} AskingOracleMeaning__Result;

static const HarkField asking_oracle_meaning__result_fields[] =
{
  { "result", HARK_FIELD_VARIANT, HARK_FIELD_PLAIN, offsetof (AskingOracleMeaning__Result, result), 0, NULL, NULL },
};

static void
asking_oracle_meaning__result_pack (gconstpointer values,
                                    gpointer      packed)
{
  const AskingOracleMeaning__Result *from = values;
  AskingOracleMeaning__Result *to = packed;

  *to = *from;
  g_variant_ref (to->result);
}

static void
asking_oracle_meaning__result_clear (gpointer packed)
{
  const AskingOracleMeaning__Result *from = packed;

  g_variant_unref (from->result);
}

static const HarkSignature asking_oracle_meaning__result_signature =
{
  .name = "(variant)",
  .text = "(variant result)",
  .variant_type = "(v)",
  .fingerprint = G_GUINT64_CONSTANT (0x3af997ba81b4cc4b),
  .fields = asking_oracle_meaning__result_fields,
  .n_fields = 1,
  .size = sizeof (AskingOracleMeaning__Result),
  .measure = NULL,
  .pack = asking_oracle_meaning__result_pack,
  .clear = asking_oracle_meaning__result_clear,
};

/* result.hark:3  record Fact */

G_DEFINE_BOXED_TYPE (AskingFact, asking_fact, asking_fact_ref, asking_fact_unref)

AskingFact *
asking_fact_ref (AskingFact *self)
{
  return hark_values_ref (self);
}

void
asking_fact_unref (AskingFact *self)
{
  hark_values_unref (self);
}

const char *
asking_fact_get_text (const AskingFact *self)
{
  return self->text;
}

AskingFact *
asking_fact_new (const char *text)
{
  const AskingFact__Values values_ =
  {
    .text = text,
  };

  g_return_val_if_fail (text != NULL, NULL);

  return hark_values_new (&asking_fact__signature, &values_);
}

GVariant *
asking_fact_to_variant (const AskingFact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_values_to_variant (&asking_fact__signature, self, NULL);
}

AskingFact *
asking_fact_new_from_variant (GVariant  *variant,
                              GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);

  return hark_values_from_variant (&asking_fact__signature, variant, error);
}

void
asking_fact_builder_set_text (AskingFactBuilder *self,
                              const char        *text)
{
  char *old_ = self->text;

  self->text = g_strdup (text);
  g_free (old_);
}

void
asking_fact_builder_init_from (AskingFactBuilder *self,
                               const AskingFact  *from)
{
  memset (self, 0, sizeof *self);

  asking_fact_builder_set_text (self, from->text);
}

AskingFact *
asking_fact_builder_end (AskingFactBuilder *self)
{
  AskingFact *record;

  g_return_val_if_fail (self->text != NULL, NULL);

  record = hark_values_new (&asking_fact__signature, self);
  asking_fact_builder_clear (self);
  return record;
}

void
asking_fact_builder_clear (AskingFactBuilder *self)
{
  g_free (self->text);
  memset (self, 0, sizeof *self);
}

/* result.hark:8  object Oracle */

static void asking_oracle__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (AskingOracle, asking_oracle, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, asking_oracle__implement_object))

static const HarkClassInfo asking_oracle__info;

/* result.hark:9  slot hear () */

static void
asking_oracle_hear__default (AskingOracle *self)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->hear != NULL)
    slots_->hear (self);
}

static void
asking_oracle_hear__invoke (gpointer        object,
                            gconstpointer   values G_GNUC_UNUSED,
                            HarkFuture     *answer,
                            GError        **error G_GNUC_UNUSED)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);

  klass->hear (self);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo asking_oracle_hear__target =
{
  .name = "hear",
  .text = asking_oracle_hear__TEXT,
  .location = "result.hark:9",
  .owner = &asking_oracle__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &asking_oracle_hear__arguments_signature,
  .result = NULL,
  .invoke = asking_oracle_hear__invoke,
};

gboolean
asking_oracle_hear (AskingOracle *self)
{
  g_return_val_if_fail (ASKING_IS_ORACLE (self), FALSE);

  return hark_seat_post (&self->seat, &asking_oracle_hear__target, NULL);
}

/* result.hark:10  slot risk () throws */

static void
asking_oracle_risk__default (AskingOracle  *self,
                             GError       **error)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->risk != NULL)
    slots_->risk (self, error);
  else
    hark_slot_not_implemented (&asking_oracle_risk__target, error);
}

static void
asking_oracle_risk__invoke (gpointer        object,
                            gconstpointer   values G_GNUC_UNUSED,
                            HarkFuture     *answer,
                            GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  GError *failure = NULL;

  klass->risk (self, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo asking_oracle_risk__target =
{
  .name = "risk",
  .text = asking_oracle_risk__TEXT,
  .location = "result.hark:10",
  .owner = &asking_oracle__info,
  .index = 1,
  .flags = HARK_SLOT_THROWS,
  .signature = &asking_oracle_hear__arguments_signature,
  .result = NULL,
  .invoke = asking_oracle_risk__invoke,
};

HarkFuture *
asking_oracle_call_risk (AskingOracle *self)
{
  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return hark_seat_call (&self->seat, &asking_oracle_risk__target, NULL);
}

gboolean
asking_oracle_finish_risk (HarkFuture  *future,
                           GError     **error)
{
  g_return_val_if_fail (future != NULL, FALSE);

  return hark_future_finish (future, asking_oracle_risk__target.result, NULL, error);
}

gboolean
asking_oracle_await_risk (AskingOracle  *self,
                          gint64         timeout,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_risk (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_risk (future_, error));
}

/* result.hark:11  slot count () -> uint32 */

static guint32
asking_oracle_count__default (AskingOracle *self)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->count != NULL)
    return slots_->count (self);
  return 0;
}

static void
asking_oracle_count__invoke (gpointer        object,
                             gconstpointer   values G_GNUC_UNUSED,
                             HarkFuture     *answer,
                             GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  const AskingOracleSlots *slots = self->seat.slots;
  guint32 result;

  if (klass->count == asking_oracle_count__default
      && (slots == NULL || slots->count == NULL))
    {
      hark_slot_not_implemented (&asking_oracle_count__target, error);
      return;
    }

  result = klass->count (self);
  if (answer != NULL)
    {
      const AskingOracleCount__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
}

const HarkSlotInfo asking_oracle_count__target =
{
  .name = "count",
  .text = asking_oracle_count__TEXT,
  .location = "result.hark:11",
  .owner = &asking_oracle__info,
  .index = 2,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &asking_oracle_hear__arguments_signature,
  .result = &asking_oracle_count__result_signature,
  .invoke = asking_oracle_count__invoke,
};

HarkFuture *
asking_oracle_call_count (AskingOracle *self)
{
  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return hark_seat_call (&self->seat, &asking_oracle_count__target, NULL);
}

gboolean
asking_oracle_finish_count (HarkFuture  *future,
                            guint32     *result,
                            GError     **error)
{
  const AskingOracleCount__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, asking_oracle_count__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result;
  return TRUE;
}

gboolean
asking_oracle_await_count (AskingOracle  *self,
                           gint64         timeout,
                           GCancellable  *cancellable,
                           guint32       *result,
                           GError       **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_count (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_count (future_, result, error));
}

/* result.hark:12  slot name () -> string */

static char *
asking_oracle_name__default (AskingOracle *self)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->name != NULL)
    return slots_->name (self);
  return NULL;
}

static void
asking_oracle_name__invoke (gpointer        object,
                            gconstpointer   values G_GNUC_UNUSED,
                            HarkFuture     *answer,
                            GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  const AskingOracleSlots *slots = self->seat.slots;
  char *result;

  if (klass->name == asking_oracle_name__default
      && (slots == NULL || slots->name == NULL))
    {
      hark_slot_not_implemented (&asking_oracle_name__target, error);
      return;
    }

  result = klass->name (self);
  if (result == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "%s gave no result", asking_oracle_name__TEXT);
      return;
    }
  if (answer != NULL)
    {
      const AskingOracleName__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
  g_free (result);
}

const HarkSlotInfo asking_oracle_name__target =
{
  .name = "name",
  .text = asking_oracle_name__TEXT,
  .location = "result.hark:12",
  .owner = &asking_oracle__info,
  .index = 3,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &asking_oracle_hear__arguments_signature,
  .result = &asking_oracle_name__result_signature,
  .invoke = asking_oracle_name__invoke,
};

HarkFuture *
asking_oracle_call_name (AskingOracle *self)
{
  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return hark_seat_call (&self->seat, &asking_oracle_name__target, NULL);
}

gboolean
asking_oracle_finish_name (HarkFuture  *future,
                           char       **result,
                           GError     **error)
{
  const AskingOracleName__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, asking_oracle_name__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = g_strdup (values->result);
  return TRUE;
}

gboolean
asking_oracle_await_name (AskingOracle  *self,
                          gint64         timeout,
                          GCancellable  *cancellable,
                          char         **result,
                          GError       **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_name (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_name (future_, result, error));
}

/* result.hark:13  slot nickname () -> string? throws */

static char *
asking_oracle_nickname__default (AskingOracle  *self,
                                 GError       **error)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->nickname != NULL)
    return slots_->nickname (self, error);
  hark_slot_not_implemented (&asking_oracle_nickname__target, error);
  return NULL;
}

static void
asking_oracle_nickname__invoke (gpointer        object,
                                gconstpointer   values G_GNUC_UNUSED,
                                HarkFuture     *answer,
                                GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  GError *failure = NULL;
  char *result;

  result = klass->nickname (self, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (answer != NULL)
    {
      const AskingOracleNickname__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
  g_free (result);
}

const HarkSlotInfo asking_oracle_nickname__target =
{
  .name = "nickname",
  .text = asking_oracle_nickname__TEXT,
  .location = "result.hark:13",
  .owner = &asking_oracle__info,
  .index = 4,
  .flags = HARK_SLOT_THROWS,
  .signature = &asking_oracle_hear__arguments_signature,
  .result = &asking_oracle_nickname__result_signature,
  .invoke = asking_oracle_nickname__invoke,
};

HarkFuture *
asking_oracle_call_nickname (AskingOracle *self)
{
  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return hark_seat_call (&self->seat, &asking_oracle_nickname__target, NULL);
}

gboolean
asking_oracle_finish_nickname (HarkFuture  *future,
                               char       **result,
                               GError     **error)
{
  const AskingOracleNickname__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, asking_oracle_nickname__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = g_strdup (values->result);
  return TRUE;
}

gboolean
asking_oracle_await_nickname (AskingOracle  *self,
                              gint64         timeout,
                              GCancellable  *cancellable,
                              char         **result,
                              GError       **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_nickname (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_nickname (future_, result, error));
}

/* result.hark:14  slot age (timestamp now) -> double? throws */

static gboolean
asking_oracle_age__default (AskingOracle  *self,
                            gint64         now,
                            double        *result,
                            GError       **error)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->age != NULL)
    return slots_->age (self, now, result, error);
  hark_slot_not_implemented (&asking_oracle_age__target, error);
  return FALSE;
}

static void
asking_oracle_age__invoke (gpointer        object,
                           gconstpointer   values,
                           HarkFuture     *answer,
                           GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  const AskingOracleAge__Arguments *arguments = values;
  GError *failure = NULL;
  gboolean has_result;
  double result = 0;

  has_result = klass->age (self, arguments->now, &result, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (answer != NULL)
    {
      const AskingOracleAge__Result answered =
      {
        .has_result = has_result,
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
}

const HarkSlotInfo asking_oracle_age__target =
{
  .name = "age",
  .text = asking_oracle_age__TEXT,
  .location = "result.hark:14",
  .owner = &asking_oracle__info,
  .index = 5,
  .flags = HARK_SLOT_THROWS,
  .signature = &asking_oracle_age__arguments_signature,
  .result = &asking_oracle_age__result_signature,
  .invoke = asking_oracle_age__invoke,
};

HarkFuture *
asking_oracle_call_age (AskingOracle *self,
                        gint64        now)
{
  const AskingOracleAge__Arguments values_ =
  {
    .now = now,
  };

  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return hark_seat_call (&self->seat, &asking_oracle_age__target, &values_);
}

gboolean
asking_oracle_finish_age (HarkFuture  *future,
                          gboolean    *has_result,
                          double      *result,
                          GError     **error)
{
  const AskingOracleAge__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, asking_oracle_age__target.result, &found, error))
    return FALSE;

  values = found;
  if (has_result != NULL)
    *has_result = values->has_result;
  if (result != NULL)
    *result = values->result;
  return TRUE;
}

gboolean
asking_oracle_await_age (AskingOracle  *self,
                         gint64         now,
                         gint64         timeout,
                         GCancellable  *cancellable,
                         gboolean      *has_result,
                         double        *result,
                         GError       **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_age (self, now);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_age (future_, has_result, result, error));
}

/* result.hark:15  slot friends () -> string[] */

static char **
asking_oracle_friends__default (AskingOracle *self)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->friends != NULL)
    return slots_->friends (self);
  return NULL;
}

static void
asking_oracle_friends__invoke (gpointer        object,
                               gconstpointer   values G_GNUC_UNUSED,
                               HarkFuture     *answer,
                               GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  const AskingOracleSlots *slots = self->seat.slots;
  char **result;

  if (klass->friends == asking_oracle_friends__default
      && (slots == NULL || slots->friends == NULL))
    {
      hark_slot_not_implemented (&asking_oracle_friends__target, error);
      return;
    }

  result = klass->friends (self);
  if (answer != NULL)
    {
      const AskingOracleFriends__Result answered =
      {
        .result = (const char *const *) result,
        .n_result = result != NULL ? g_strv_length (result) : 0,
      };

      hark_future_resolve (answer, &answered);
    }
  g_strfreev (result);
}

const HarkSlotInfo asking_oracle_friends__target =
{
  .name = "friends",
  .text = asking_oracle_friends__TEXT,
  .location = "result.hark:15",
  .owner = &asking_oracle__info,
  .index = 6,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &asking_oracle_hear__arguments_signature,
  .result = &asking_oracle_friends__result_signature,
  .invoke = asking_oracle_friends__invoke,
};

HarkFuture *
asking_oracle_call_friends (AskingOracle *self)
{
  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return hark_seat_call (&self->seat, &asking_oracle_friends__target, NULL);
}

gboolean
asking_oracle_finish_friends (HarkFuture   *future,
                              char       ***result,
                              GError      **error)
{
  const AskingOracleFriends__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, asking_oracle_friends__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = g_strdupv ((char **) values->result);
  return TRUE;
}

gboolean
asking_oracle_await_friends (AskingOracle   *self,
                             gint64          timeout,
                             GCancellable   *cancellable,
                             char         ***result,
                             GError        **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_friends (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_friends (future_, result, error));
}

/* result.hark:16  slot digits () -> byte[] throws */

static guint8 *
asking_oracle_digits__default (AskingOracle  *self,
                               gsize         *n_result,
                               GError       **error)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->digits != NULL)
    return slots_->digits (self, n_result, error);
  hark_slot_not_implemented (&asking_oracle_digits__target, error);
  return NULL;
}

static void
asking_oracle_digits__invoke (gpointer        object,
                              gconstpointer   values G_GNUC_UNUSED,
                              HarkFuture     *answer,
                              GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  GError *failure = NULL;
  guint8 *result;
  gsize n_result = 0;

  result = klass->digits (self, &n_result, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (result == NULL && n_result > 0)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "%s gave no result", asking_oracle_digits__TEXT);
      return;
    }
  if (answer != NULL)
    {
      const AskingOracleDigits__Result answered =
      {
        .result = result,
        .n_result = n_result,
      };

      hark_future_resolve (answer, &answered);
    }
  g_free (result);
}

const HarkSlotInfo asking_oracle_digits__target =
{
  .name = "digits",
  .text = asking_oracle_digits__TEXT,
  .location = "result.hark:16",
  .owner = &asking_oracle__info,
  .index = 7,
  .flags = HARK_SLOT_THROWS,
  .signature = &asking_oracle_hear__arguments_signature,
  .result = &asking_oracle_digits__result_signature,
  .invoke = asking_oracle_digits__invoke,
};

HarkFuture *
asking_oracle_call_digits (AskingOracle *self)
{
  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return hark_seat_call (&self->seat, &asking_oracle_digits__target, NULL);
}

gboolean
asking_oracle_finish_digits (HarkFuture  *future,
                             guint8     **result,
                             gsize       *n_result,
                             GError     **error)
{
  const AskingOracleDigits__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, asking_oracle_digits__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = g_memdup2 (values->result, values->n_result * sizeof *values->result);
  if (n_result != NULL)
    *n_result = values->n_result;
  return TRUE;
}

gboolean
asking_oracle_await_digits (AskingOracle  *self,
                            gint64         timeout,
                            GCancellable  *cancellable,
                            guint8       **result,
                            gsize         *n_result,
                            GError       **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_digits (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_digits (future_, result, n_result, error));
}

/* result.hark:17  slot fact (string about) -> Fact? throws */

static AskingFact *
asking_oracle_fact__default (AskingOracle  *self,
                             const char    *about,
                             GError       **error)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->fact != NULL)
    return slots_->fact (self, about, error);
  hark_slot_not_implemented (&asking_oracle_fact__target, error);
  return NULL;
}

static void
asking_oracle_fact__invoke (gpointer        object,
                            gconstpointer   values,
                            HarkFuture     *answer,
                            GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  const AskingOracleFact__Arguments *arguments = values;
  GError *failure = NULL;
  AskingFact *result;

  result = klass->fact (self, arguments->about, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return;
    }
  if (answer != NULL)
    {
      const AskingOracleFact__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
  if (result != NULL)
    asking_fact_unref (result);
}

const HarkSlotInfo asking_oracle_fact__target =
{
  .name = "fact",
  .text = asking_oracle_fact__TEXT,
  .location = "result.hark:17",
  .owner = &asking_oracle__info,
  .index = 8,
  .flags = HARK_SLOT_THROWS,
  .signature = &asking_oracle_fact__arguments_signature,
  .result = &asking_oracle_fact__result_signature,
  .invoke = asking_oracle_fact__invoke,
};

HarkFuture *
asking_oracle_call_fact (AskingOracle *self,
                         const char   *about)
{
  const AskingOracleFact__Arguments values_ =
  {
    .about = about,
  };

  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);
  g_return_val_if_fail (about != NULL, NULL);

  return hark_seat_call (&self->seat, &asking_oracle_fact__target, &values_);
}

gboolean
asking_oracle_finish_fact (HarkFuture  *future,
                           AskingFact **result,
                           GError     **error)
{
  const AskingOracleFact__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, asking_oracle_fact__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = values->result != NULL ? asking_fact_ref (values->result) : NULL;
  return TRUE;
}

gboolean
asking_oracle_await_fact (AskingOracle  *self,
                          const char    *about,
                          gint64         timeout,
                          GCancellable  *cancellable,
                          AskingFact   **result,
                          GError       **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_fact (self, about);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_fact (future_, result, error));
}

/* result.hark:18  slot facts (string[] about) -> Fact[] */

static AskingFact **
asking_oracle_facts__default (AskingOracle        *self,
                              const char   *const *about,
                              gsize               *n_result)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->facts != NULL)
    return slots_->facts (self, about, n_result);
  return NULL;
}

static void
asking_oracle_facts__invoke (gpointer        object,
                             gconstpointer   values,
                             HarkFuture     *answer,
                             GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  const AskingOracleFacts__Arguments *arguments = values;
  const AskingOracleSlots *slots = self->seat.slots;
  AskingFact **result;
  gsize n_result = 0;

  if (klass->facts == asking_oracle_facts__default
      && (slots == NULL || slots->facts == NULL))
    {
      hark_slot_not_implemented (&asking_oracle_facts__target, error);
      return;
    }

  result = klass->facts (self, arguments->about, &n_result);
  if (result == NULL && n_result > 0)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "%s gave no result", asking_oracle_facts__TEXT);
      return;
    }
  if (answer != NULL)
    {
      const AskingOracleFacts__Result answered =
      {
        .result = result,
        .n_result = n_result,
      };

      hark_future_resolve (answer, &answered);
    }
  for (gsize i = 0; i < n_result; i++)
    asking_fact_unref (result[i]);
  g_free (result);
}

const HarkSlotInfo asking_oracle_facts__target =
{
  .name = "facts",
  .text = asking_oracle_facts__TEXT,
  .location = "result.hark:18",
  .owner = &asking_oracle__info,
  .index = 9,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &asking_oracle_facts__arguments_signature,
  .result = &asking_oracle_facts__result_signature,
  .invoke = asking_oracle_facts__invoke,
};

HarkFuture *
asking_oracle_call_facts (AskingOracle        *self,
                          const char   *const *about)
{
  const AskingOracleFacts__Arguments values_ =
  {
    .about = about,
    .n_about = about != NULL ? g_strv_length ((char **) about) : 0,
  };

  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return hark_seat_call (&self->seat, &asking_oracle_facts__target, &values_);
}

gboolean
asking_oracle_finish_facts (HarkFuture   *future,
                            AskingFact ***result,
                            gsize        *n_result,
                            GError      **error)
{
  const AskingOracleFacts__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, asking_oracle_facts__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    {
      *result = g_memdup2 (values->result, values->n_result * sizeof *values->result);
      for (gsize i = 0; i < values->n_result; i++)
        asking_fact_ref ((*result)[i]);
    }
  if (n_result != NULL)
    *n_result = values->n_result;
  return TRUE;
}

gboolean
asking_oracle_await_facts (AskingOracle        *self,
                           const char   *const *about,
                           gint64               timeout,
                           GCancellable        *cancellable,
                           AskingFact        ***result,
                           gsize               *n_result,
                           GError             **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_facts (self, about);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_facts (future_, result, n_result, error));
}

/* result.hark:19  slot meaning () -> variant */

static GVariant *
asking_oracle_meaning__default (AskingOracle *self)
{
  const AskingOracleSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->meaning != NULL)
    return slots_->meaning (self);
  return NULL;
}

static void
asking_oracle_meaning__invoke (gpointer        object,
                               gconstpointer   values G_GNUC_UNUSED,
                               HarkFuture     *answer,
                               GError        **error)
{
  AskingOracle *self = object;
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);
  const AskingOracleSlots *slots = self->seat.slots;
  GVariant *result;

  if (klass->meaning == asking_oracle_meaning__default
      && (slots == NULL || slots->meaning == NULL))
    {
      hark_slot_not_implemented (&asking_oracle_meaning__target, error);
      return;
    }

  result = klass->meaning (self);
  if (result == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "%s gave no result", asking_oracle_meaning__TEXT);
      return;
    }
  g_variant_take_ref (result);
  if (answer != NULL)
    {
      const AskingOracleMeaning__Result answered =
      {
        .result = result,
      };

      hark_future_resolve (answer, &answered);
    }
  g_variant_unref (result);
}

const HarkSlotInfo asking_oracle_meaning__target =
{
  .name = "meaning",
  .text = asking_oracle_meaning__TEXT,
  .location = "result.hark:19",
  .owner = &asking_oracle__info,
  .index = 10,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &asking_oracle_hear__arguments_signature,
  .result = &asking_oracle_meaning__result_signature,
  .invoke = asking_oracle_meaning__invoke,
};

HarkFuture *
asking_oracle_call_meaning (AskingOracle *self)
{
  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return hark_seat_call (&self->seat, &asking_oracle_meaning__target, NULL);
}

gboolean
asking_oracle_finish_meaning (HarkFuture  *future,
                              GVariant   **result,
                              GError     **error)
{
  const AskingOracleMeaning__Result *values;
  gconstpointer found;

  g_return_val_if_fail (future != NULL, FALSE);

  if (!hark_future_finish (future, asking_oracle_meaning__target.result, &found, error))
    return FALSE;

  values = found;
  if (result != NULL)
    *result = g_variant_ref (values->result);
  return TRUE;
}

gboolean
asking_oracle_await_meaning (AskingOracle  *self,
                             gint64         timeout,
                             GCancellable  *cancellable,
                             GVariant     **result,
                             GError       **error)
{
  g_autoptr(HarkFuture) future_ = asking_oracle_call_meaning (self);

  return (future_ != NULL
          && hark_future_await (future_, timeout, cancellable, error)
          && asking_oracle_finish_meaning (future_, result, error));
}

/* result.hark:8  object Oracle */

static const HarkSlotInfo *const asking_oracle__slots[] =
{
  &asking_oracle_hear__target,
  &asking_oracle_risk__target,
  &asking_oracle_count__target,
  &asking_oracle_name__target,
  &asking_oracle_nickname__target,
  &asking_oracle_age__target,
  &asking_oracle_friends__target,
  &asking_oracle_digits__target,
  &asking_oracle_fact__target,
  &asking_oracle_facts__target,
  &asking_oracle_meaning__target,
};

static const HarkClassInfo asking_oracle__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (AskingOracle, seat),
  .name = "Asking.Oracle",
  .location = "result.hark:8",
  .get_type = asking_oracle_get_type,
  .events = NULL,
  .slots = asking_oracle__slots,
  .n_events = 0,
  .n_slots = 11,
};

static void
asking_oracle__closed_default (AskingOracle *self)
{
  const AskingOracleSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
asking_oracle__closed (HarkObject *object)
{
  AskingOracle *self = ASKING_ORACLE (object);
  AskingOracleClass *klass = ASKING_ORACLE_GET_CLASS (self);

  klass->closed (self);
}

static void
asking_oracle__implement_object (HarkObjectInterface *interface)
{
  interface->info = &asking_oracle__info;
  interface->closed = asking_oracle__closed;
}

static void
asking_oracle__set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AskingOracle *self = ASKING_ORACLE (object);

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
asking_oracle__get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AskingOracle *self = ASKING_ORACLE (object);

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
asking_oracle__dispose (GObject *object)
{
  if (hark_seat_dispose (&ASKING_ORACLE (object)->seat))
    G_OBJECT_CLASS (asking_oracle_parent_class)->dispose (object);
}

static void
asking_oracle__finalize (GObject *object)
{
  hark_seat_finalize (&ASKING_ORACLE (object)->seat);
  G_OBJECT_CLASS (asking_oracle_parent_class)->finalize (object);
}

static void
asking_oracle_class_init (AskingOracleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = asking_oracle__set_property;
  object_class->get_property = asking_oracle__get_property;
  object_class->dispose = asking_oracle__dispose;
  object_class->finalize = asking_oracle__finalize;

  klass->closed = asking_oracle__closed_default;
  klass->hear = asking_oracle_hear__default;
  klass->risk = asking_oracle_risk__default;
  klass->count = asking_oracle_count__default;
  klass->name = asking_oracle_name__default;
  klass->nickname = asking_oracle_nickname__default;
  klass->age = asking_oracle_age__default;
  klass->friends = asking_oracle_friends__default;
  klass->digits = asking_oracle_digits__default;
  klass->fact = asking_oracle_fact__default;
  klass->facts = asking_oracle_facts__default;
  klass->meaning = asking_oracle_meaning__default;

  hark_class_init (object_class, &asking_oracle__info);
}

static void
asking_oracle_init (AskingOracle *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &asking_oracle__info);
}

AskingOracle *
asking_oracle_new (HarkLoop                *loop,
                   const AskingOracleSlots *slots,
                   gpointer                 data,
                   GDestroyNotify           destroy)
{
  AskingOracle *self = g_object_new (ASKING_TYPE_ORACLE, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
asking_oracle_get_data (AskingOracle *self)
{
  g_return_val_if_fail (ASKING_IS_ORACLE (self), NULL);

  return self->seat.data;
}

AskingOracle *
asking_oracle_new_remote (HarkBus    *bus,
                          const char *name,
                          HarkLoop   *loop)
{
  AskingOracle *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (ASKING_TYPE_ORACLE, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}
