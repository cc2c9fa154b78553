/* Made from forward.hark by hark-gen. Do not edit. */
#include "forward.h"

#include <stddef.h>
#include <string.h>

enum
{
  PROPERTY_LOOP = 1,
};

/* forward.hark:4  (string text) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char *text;
} RelayResult__Values;

static const HarkField relay_result__fields[] =
{
  { "text", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (RelayResult__Values, text), 0, NULL, NULL },
};

static gsize
relay_result__measure (gconstpointer values)
{
  const RelayResult__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->text);
  return size;
}

static void
relay_result__pack (gconstpointer values,
                    gpointer      packed)
{
  const RelayResult__Values *from = values;
  RelayResult__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->text = hark_pack_string (&tail, from->text);
}

const HarkSignature relay_result__signature =
{
  .name = "Relay.Result",
  .text = "(string text)",
  .variant_type = "(s)",
  .fingerprint = G_GUINT64_CONSTANT (0x76a67b5b4fa368b5),
  .fields = relay_result__fields,
  .n_fields = 1,
  .size = sizeof (RelayResult__Values),
  .measure = relay_result__measure,
  .pack = relay_result__pack,
  .clear = NULL,
};

/* forward.hark:9  (Result result, string[] notes) */

typedef struct G_GNUC_MAY_ALIAS
{
  RelayResult        *result;
  const char  *const *notes;
  gsize               n_notes;
} RelayDeskResult__Values;

static const HarkField relay_desk_result__fields[] =
{
  { "result", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (RelayDeskResult__Values, result), 0, &relay_result__signature, NULL },
  { "notes", HARK_FIELD_STRING, HARK_FIELD_ARRAY, offsetof (RelayDeskResult__Values, notes), offsetof (RelayDeskResult__Values, n_notes), NULL, NULL },
};

static gsize
relay_desk_result__measure (gconstpointer values)
{
  const RelayDeskResult__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_array (from->n_notes + 1, sizeof *from->notes);
  for (gsize i = 0; i < from->n_notes; i++)
    size += hark_measure_string (from->notes[i]);
  return size;
}

static void
relay_desk_result__pack (gconstpointer values,
                         gpointer      packed)
{
  const RelayDeskResult__Values *from = values;
  RelayDeskResult__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  {
    const char **copies = hark_pack_memory (&tail, from->notes, from->n_notes * sizeof *from->notes);

    tail += sizeof *copies;
    copies[from->n_notes] = NULL;
    for (gsize i = 0; i < from->n_notes; i++)
      copies[i] = hark_pack_string (&tail, copies[i]);
    to->notes = copies;
  }
  relay_result_ref (to->result);
}

static void
relay_desk_result__clear (gpointer packed)
{
  const RelayDeskResult__Values *from = packed;

  relay_result_unref (from->result);
}

static const HarkSignature relay_desk_result__signature =
{
  .name = "(Relay.Result, string[])",
  .text = "(Result result, string[] notes)",
  .variant_type = "((s)as)",
  .fingerprint = G_GUINT64_CONSTANT (0x79079dbc7d4c9ecd),
  .fields = relay_desk_result__fields,
  .n_fields = 2,
  .size = sizeof (RelayDeskResult__Values),
  .measure = relay_desk_result__measure,
  .pack = relay_desk_result__pack,
  .clear = relay_desk_result__clear,
};

/* forward.hark:11  (variant reason) */

typedef struct G_GNUC_MAY_ALIAS
{
  GVariant *why;
} RelayDeskFailed__Values;

static const HarkField relay_desk_failed__fields[] =
{
  { "reason", HARK_FIELD_VARIANT, HARK_FIELD_PLAIN, offsetof (RelayDeskFailed__Values, why), 0, NULL, NULL },
};

static void
relay_desk_failed__pack (gconstpointer values,
                         gpointer      packed)
{
  const RelayDeskFailed__Values *from = values;
  RelayDeskFailed__Values *to = packed;

  *to = *from;
  g_variant_ref (to->why);
}

static void
relay_desk_failed__clear (gpointer packed)
{
  const RelayDeskFailed__Values *from = packed;

  g_variant_unref (from->why);
}

static const HarkSignature relay_desk_failed__signature =
{
  .name = "(variant)",
  .text = "(variant reason)",
  .variant_type = "(v)",
  .fingerprint = G_GUINT64_CONSTANT (0x3af997ba81b4cc4b),
  .fields = relay_desk_failed__fields,
  .n_fields = 1,
  .size = sizeof (RelayDeskFailed__Values),
  .measure = NULL,
  .pack = relay_desk_failed__pack,
  .clear = relay_desk_failed__clear,
};

/* forward.hark:14  (Result what, string[] remarks) */

typedef struct G_GNUC_MAY_ALIAS
{
  RelayResult        *what;
  const char  *const *remarks;
  gsize               n_remarks;
} RelayDeskOnResult__Arguments;

static const HarkField relay_desk_on_result__arguments_fields[] =
{
  { "what", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (RelayDeskOnResult__Arguments, what), 0, &relay_result__signature, NULL },
  { "remarks", HARK_FIELD_STRING, HARK_FIELD_ARRAY, offsetof (RelayDeskOnResult__Arguments, remarks), offsetof (RelayDeskOnResult__Arguments, n_remarks), NULL, NULL },
};

static gsize
relay_desk_on_result__arguments_measure (gconstpointer values)
{
  const RelayDeskOnResult__Arguments *from = values;
  gsize size = sizeof *from;

  size += hark_measure_array (from->n_remarks + 1, sizeof *from->remarks);
  for (gsize i = 0; i < from->n_remarks; i++)
    size += hark_measure_string (from->remarks[i]);
  return size;
}

static void
relay_desk_on_result__arguments_pack (gconstpointer values,
                                      gpointer      packed)
{
  const RelayDeskOnResult__Arguments *from = values;
  RelayDeskOnResult__Arguments *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  {
    const char **copies = hark_pack_memory (&tail, from->remarks, from->n_remarks * sizeof *from->remarks);

    tail += sizeof *copies;
    copies[from->n_remarks] = NULL;
    for (gsize i = 0; i < from->n_remarks; i++)
      copies[i] = hark_pack_string (&tail, copies[i]);
    to->remarks = copies;
  }
  relay_result_ref (to->what);
}

static void
relay_desk_on_result__arguments_clear (gpointer packed)
{
  const RelayDeskOnResult__Arguments *from = packed;

  relay_result_unref (from->what);
}

static const HarkSignature relay_desk_on_result__arguments_signature =
{
  .name = "(Relay.Result, string[])",
  .text = "(Result what, string[] remarks)",
  .variant_type = "((s)as)",
  .fingerprint = G_GUINT64_CONSTANT (0x79079dbc7d4c9ecd),
  .fields = relay_desk_on_result__arguments_fields,
  .n_fields = 2,
  .size = sizeof (RelayDeskOnResult__Arguments),
  .measure = relay_desk_on_result__arguments_measure,
  .pack = relay_desk_on_result__arguments_pack,
  .clear = relay_desk_on_result__arguments_clear,
};

/* forward.hark:26  (uint32 n) */

typedef struct G_GNUC_MAY_ALIAS
{
  guint32 n;
} RelayCounterCounted__Values;

static const HarkField relay_counter_counted__fields[] =
{
  { "n", HARK_FIELD_UINT32, HARK_FIELD_PLAIN, offsetof (RelayCounterCounted__Values, n), 0, NULL, NULL },
};

static const HarkSignature relay_counter_counted__signature =
{
  .name = "(uint32)",
  .text = "(uint32 n)",
  .variant_type = "(u)",
  .fingerprint = G_GUINT64_CONSTANT (0xa6b74e549cdc6ca5),
  .fields = relay_counter_counted__fields,
  .n_fields = 1,
  .size = sizeof (RelayCounterCounted__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* forward.hark:4  record Result */

G_DEFINE_BOXED_TYPE (RelayResult, relay_result, relay_result_ref, relay_result_unref)

RelayResult *
relay_result_ref (RelayResult *self)
{
  return hark_values_ref (self);
}

void
relay_result_unref (RelayResult *self)
{
  hark_values_unref (self);
}

const char *
relay_result_get_text (const RelayResult *self)
{
  return self->text;
}

RelayResult *
relay_result_new (const char *text)
{
  const RelayResult__Values values_ =
  {
    .text = text,
  };

  g_return_val_if_fail (text != NULL, NULL);

  return hark_values_new (&relay_result__signature, &values_);
}

GVariant *
relay_result_to_variant (const RelayResult *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_values_to_variant (&relay_result__signature, self, NULL);
}

RelayResult *
relay_result_new_from_variant (GVariant  *variant,
                               GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);

  return hark_values_from_variant (&relay_result__signature, variant, error);
}

void
relay_result_builder_set_text (RelayResultBuilder *self,
                               const char         *text)
{
  char *old_ = self->text;

  self->text = g_strdup (text);
  g_free (old_);
}

void
relay_result_builder_init_from (RelayResultBuilder *self,
                                const RelayResult  *from)
{
  memset (self, 0, sizeof *self);

  relay_result_builder_set_text (self, from->text);
}

RelayResult *
relay_result_builder_end (RelayResultBuilder *self)
{
  RelayResult *record;

  g_return_val_if_fail (self->text != NULL, NULL);

  record = hark_values_new (&relay_result__signature, self);
  relay_result_builder_clear (self);
  return record;
}

void
relay_result_builder_clear (RelayResultBuilder *self)
{
  g_free (self->text);
  memset (self, 0, sizeof *self);
}

/* forward.hark:8  object Desk */

static void relay_desk__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (RelayDesk, relay_desk, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, relay_desk__implement_object))

static const HarkClassInfo relay_desk__info;

/* forward.hark:9  event result (Result result, string[] notes) */

G_DEFINE_BOXED_TYPE (RelayDeskResult, relay_desk_result, relay_desk_result_ref, relay_desk_result_unref)

RelayDeskResult *
relay_desk_result_ref (RelayDeskResult *self)
{
  return hark_values_ref (self);
}

void
relay_desk_result_unref (RelayDeskResult *self)
{
  hark_values_unref (self);
}

RelayResult *
relay_desk_result_get_result (const RelayDeskResult *self)
{
  return self->result;
}

const char *const *
relay_desk_result_get_notes (const RelayDeskResult *self)
{
  return self->notes;
}

static void
relay_desk_result__call (GCallback     func,
                         gpointer      context,
                         gconstpointer values)
{
  const RelayDeskResult__Values *from = values;

  ((RelayDeskResultFunc) func) (context, from->result, from->notes);
}

static gboolean
relay_desk_result__filter (GCallback     func,
                           gpointer      context,
                           gconstpointer values)
{
  const RelayDeskResult__Values *from = values;
  relay_desk_result__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->result, from->notes);
}

/* As the target of a connection, which emits it again. */
static void
relay_desk_result__forward (gpointer        object,
                            gconstpointer   values,
                            HarkFuture     *answer G_GNUC_UNUSED,
                            GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((RelayDesk *) object)->seat, &relay_desk_result__source, values);
}

const HarkSlotInfo relay_desk_result__target =
{
  .name = "result",
  .text = relay_desk_result__TEXT,
  .location = "forward.hark:9",
  .owner = &relay_desk__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &relay_desk_result__signature,
  .invoke = relay_desk_result__forward,
};

const HarkEventInfo relay_desk_result__source =
{
  .name = "result",
  .text = relay_desk_result__TEXT,
  .location = "forward.hark:9",
  .owner = &relay_desk__info,
  .index = 0,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &relay_desk_result__signature,
  .call = relay_desk_result__call,
  .filter = relay_desk_result__filter,
  .target = &relay_desk_result__target,
  .get_type = relay_desk_result_get_type,
};

void
relay_desk_emit_result (RelayDesk          *self,
                        RelayResult        *result,
                        const char  *const *notes)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 0))
    return;

  g_return_if_fail (RELAY_IS_DESK (self));
  g_return_if_fail (result != NULL);
  {
    const RelayDeskResult__Values values_ =
    {
      .result = result,
      .notes = notes,
      .n_notes = notes != NULL ? g_strv_length ((char **) notes) : 0,
    };

    hark_seat_emit (&self->seat, &relay_desk_result__source, &values_);
  }
}

HarkFuture *
relay_desk_next_result (RelayDesk *self)
{
  g_return_val_if_fail (RELAY_IS_DESK (self), NULL);

  return hark_seat_next (&self->seat, &relay_desk_result__source);
}

RelayDeskResult *
relay_desk_finish_result (HarkFuture  *future,
                          GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, relay_desk_result__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

RelayDeskResult *
relay_desk_await_result (RelayDesk     *self,
                         gint64         timeout,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr(HarkFuture) future = relay_desk_next_result (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return relay_desk_finish_result (future, error);
}

HarkStream *
relay_desk_stream_result (RelayDesk *self)
{
  g_return_val_if_fail (RELAY_IS_DESK (self), NULL);

  return hark_seat_stream (&self->seat, &relay_desk_result__source);
}

RelayDeskResult *
relay_desk_stream_next_result (HarkStream    *stream,
                               gint64         timeout,
                               GCancellable  *cancellable,
                               GError       **error)
{
  return hark_stream_next (stream, &relay_desk_result__source, timeout, cancellable, error);
}

/* forward.hark:10  event noted (Result result, string[] notes) */

G_DEFINE_BOXED_TYPE (RelayDeskNoted, relay_desk_noted, relay_desk_noted_ref, relay_desk_noted_unref)

RelayDeskNoted *
relay_desk_noted_ref (RelayDeskNoted *self)
{
  return hark_values_ref (self);
}

void
relay_desk_noted_unref (RelayDeskNoted *self)
{
  hark_values_unref (self);
}

RelayResult *
relay_desk_noted_get_result (const RelayDeskNoted *self)
{
  return self->result;
}

const char *const *
relay_desk_noted_get_notes (const RelayDeskNoted *self)
{
  return self->notes;
}

static void
relay_desk_noted__call (GCallback     func,
                        gpointer      context,
                        gconstpointer values)
{
  const RelayDeskResult__Values *from = values;

  ((RelayDeskNotedFunc) func) (context, from->result, from->notes);
}

static gboolean
relay_desk_noted__filter (GCallback     func,
                          gpointer      context,
                          gconstpointer values)
{
  const RelayDeskResult__Values *from = values;
  relay_desk_noted__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->result, from->notes);
}

/* As the target of a connection, which emits it again. */
static void
relay_desk_noted__forward (gpointer        object,
                           gconstpointer   values,
                           HarkFuture     *answer G_GNUC_UNUSED,
                           GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((RelayDesk *) object)->seat, &relay_desk_noted__source, values);
}

const HarkSlotInfo relay_desk_noted__target =
{
  .name = "noted",
  .text = relay_desk_noted__TEXT,
  .location = "forward.hark:10",
  .owner = &relay_desk__info,
  .index = 1,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &relay_desk_result__signature,
  .invoke = relay_desk_noted__forward,
};

const HarkEventInfo relay_desk_noted__source =
{
  .name = "noted",
  .text = relay_desk_noted__TEXT,
  .location = "forward.hark:10",
  .owner = &relay_desk__info,
  .index = 1,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &relay_desk_result__signature,
  .call = relay_desk_noted__call,
  .filter = relay_desk_noted__filter,
  .target = &relay_desk_noted__target,
  .get_type = relay_desk_noted_get_type,
};

void
relay_desk_emit_noted (RelayDesk          *self,
                       RelayResult        *result,
                       const char  *const *notes)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 1))
    return;

  g_return_if_fail (RELAY_IS_DESK (self));
  g_return_if_fail (result != NULL);
  {
    const RelayDeskResult__Values values_ =
    {
      .result = result,
      .notes = notes,
      .n_notes = notes != NULL ? g_strv_length ((char **) notes) : 0,
    };

    hark_seat_emit (&self->seat, &relay_desk_noted__source, &values_);
  }
}

HarkFuture *
relay_desk_next_noted (RelayDesk *self)
{
  g_return_val_if_fail (RELAY_IS_DESK (self), NULL);

  return hark_seat_next (&self->seat, &relay_desk_noted__source);
}

RelayDeskNoted *
relay_desk_finish_noted (HarkFuture  *future,
                         GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, relay_desk_noted__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

RelayDeskNoted *
relay_desk_await_noted (RelayDesk     *self,
                        gint64         timeout,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr(HarkFuture) future = relay_desk_next_noted (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return relay_desk_finish_noted (future, error);
}

HarkStream *
relay_desk_stream_noted (RelayDesk *self)
{
  g_return_val_if_fail (RELAY_IS_DESK (self), NULL);

  return hark_seat_stream (&self->seat, &relay_desk_noted__source);
}

RelayDeskNoted *
relay_desk_stream_next_noted (HarkStream    *stream,
                              gint64         timeout,
                              GCancellable  *cancellable,
                              GError       **error)
{
  return hark_stream_next (stream, &relay_desk_noted__source, timeout, cancellable, error);
}

/* forward.hark:11  event failed (variant reason) */

G_DEFINE_BOXED_TYPE (RelayDeskFailed, relay_desk_failed, relay_desk_failed_ref, relay_desk_failed_unref)

RelayDeskFailed *
relay_desk_failed_ref (RelayDeskFailed *self)
{
  return hark_values_ref (self);
}

void
relay_desk_failed_unref (RelayDeskFailed *self)
{
  hark_values_unref (self);
}

GVariant *
relay_desk_failed_get_why (const RelayDeskFailed *self)
{
  return self->why;
}

static void
relay_desk_failed__call (GCallback     func,
                         gpointer      context,
                         gconstpointer values)
{
  const RelayDeskFailed__Values *from = values;

  ((RelayDeskFailedFunc) func) (context, from->why);
}

static gboolean
relay_desk_failed__filter (GCallback     func,
                           gpointer      context,
                           gconstpointer values)
{
  const RelayDeskFailed__Values *from = values;
  relay_desk_failed__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->why);
}

/* As the target of a connection, which emits it again. */
static void
relay_desk_failed__forward (gpointer        object,
                            gconstpointer   values,
                            HarkFuture     *answer G_GNUC_UNUSED,
                            GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((RelayDesk *) object)->seat, &relay_desk_failed__source, values);
}

const HarkSlotInfo relay_desk_failed__target =
{
  .name = "failed",
  .text = relay_desk_failed__TEXT,
  .location = "forward.hark:11",
  .owner = &relay_desk__info,
  .index = 2,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &relay_desk_failed__signature,
  .invoke = relay_desk_failed__forward,
};

const HarkEventInfo relay_desk_failed__source =
{
  .name = "failed",
  .text = relay_desk_failed__TEXT,
  .location = "forward.hark:11",
  .owner = &relay_desk__info,
  .index = 2,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &relay_desk_failed__signature,
  .call = relay_desk_failed__call,
  .filter = relay_desk_failed__filter,
  .target = &relay_desk_failed__target,
  .get_type = relay_desk_failed_get_type,
};

void
relay_desk_emit_failed (RelayDesk *self,
                        GVariant  *why)
{
  g_autoptr(GVariant) sunk_why_ = why != NULL ? g_variant_ref_sink (why) : NULL;

  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 2))
    return;

  g_return_if_fail (RELAY_IS_DESK (self));
  g_return_if_fail (why != NULL);
  {
    const RelayDeskFailed__Values values_ =
    {
      .why = sunk_why_,
    };

    hark_seat_emit (&self->seat, &relay_desk_failed__source, &values_);
  }
}

HarkFuture *
relay_desk_next_failed (RelayDesk *self)
{
  g_return_val_if_fail (RELAY_IS_DESK (self), NULL);

  return hark_seat_next (&self->seat, &relay_desk_failed__source);
}

RelayDeskFailed *
relay_desk_finish_failed (HarkFuture  *future,
                          GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, relay_desk_failed__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

RelayDeskFailed *
relay_desk_await_failed (RelayDesk     *self,
                         gint64         timeout,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr(HarkFuture) future = relay_desk_next_failed (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return relay_desk_finish_failed (future, error);
}

HarkStream *
relay_desk_stream_failed (RelayDesk *self)
{
  g_return_val_if_fail (RELAY_IS_DESK (self), NULL);

  return hark_seat_stream (&self->seat, &relay_desk_failed__source);
}

RelayDeskFailed *
relay_desk_stream_next_failed (HarkStream    *stream,
                               gint64         timeout,
                               GCancellable  *cancellable,
                               GError       **error)
{
  return hark_stream_next (stream, &relay_desk_failed__source, timeout, cancellable, error);
}

/* forward.hark:14  slot on_result (Result what, string[] remarks) */

static void
relay_desk_on_result__default (RelayDesk          *self,
                               RelayResult        *what,
                               const char  *const *remarks)
{
  const RelayDeskSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->on_result != NULL)
    slots_->on_result (self, what, remarks);
  else
    {
      relay_desk_emit_result (self, what, remarks);
      relay_desk_emit_noted (self, what, remarks);
    }
}

static void
relay_desk_on_result__invoke (gpointer        object,
                              gconstpointer   values,
                              HarkFuture     *answer,
                              GError        **error G_GNUC_UNUSED)
{
  RelayDesk *self = object;
  RelayDeskClass *klass = RELAY_DESK_GET_CLASS (self);
  const RelayDeskOnResult__Arguments *arguments = values;

  klass->on_result (self, arguments->what, arguments->remarks);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo relay_desk_on_result__target =
{
  .name = "on_result",
  .text = relay_desk_on_result__TEXT,
  .location = "forward.hark:14",
  .owner = &relay_desk__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &relay_desk_on_result__arguments_signature,
  .result = NULL,
  .invoke = relay_desk_on_result__invoke,
};

gboolean
relay_desk_on_result (RelayDesk          *self,
                      RelayResult        *what,
                      const char  *const *remarks)
{
  const RelayDeskOnResult__Arguments values_ =
  {
    .what = what,
    .remarks = remarks,
    .n_remarks = remarks != NULL ? g_strv_length ((char **) remarks) : 0,
  };

  g_return_val_if_fail (RELAY_IS_DESK (self), FALSE);
  g_return_val_if_fail (what != NULL, FALSE);

  return hark_seat_post (&self->seat, &relay_desk_on_result__target, &values_);
}

/* forward.hark:20  slot on_failed (variant reason) */

static void
relay_desk_on_failed__default (RelayDesk *self,
                               GVariant  *why)
{
  const RelayDeskSlots *slots_ = self->seat.slots;

  if (slots_ != NULL && slots_->on_failed != NULL)
    slots_->on_failed (self, why);
  else
    relay_desk_emit_failed (self, why);
}

static void
relay_desk_on_failed__invoke (gpointer        object,
                              gconstpointer   values,
                              HarkFuture     *answer,
                              GError        **error G_GNUC_UNUSED)
{
  RelayDesk *self = object;
  RelayDeskClass *klass = RELAY_DESK_GET_CLASS (self);
  const RelayDeskFailed__Values *arguments = values;

  klass->on_failed (self, arguments->why);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo relay_desk_on_failed__target =
{
  .name = "on_failed",
  .text = relay_desk_on_failed__TEXT,
  .location = "forward.hark:20",
  .owner = &relay_desk__info,
  .index = 1,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &relay_desk_failed__signature,
  .result = NULL,
  .invoke = relay_desk_on_failed__invoke,
};

gboolean
relay_desk_on_failed (RelayDesk *self,
                      GVariant  *why)
{
  g_autoptr(GVariant) sunk_why_ = why != NULL ? g_variant_ref_sink (why) : NULL;
  const RelayDeskFailed__Values values_ =
  {
    .why = sunk_why_,
  };

  g_return_val_if_fail (RELAY_IS_DESK (self), FALSE);
  g_return_val_if_fail (why != NULL, FALSE);

  return hark_seat_post (&self->seat, &relay_desk_on_failed__target, &values_);
}

/* forward.hark:8  object Desk */

static const HarkEventInfo *const relay_desk__events[] =
{
  &relay_desk_result__source,
  &relay_desk_noted__source,
  &relay_desk_failed__source,
};

static const HarkSlotInfo *const relay_desk__slots[] =
{
  &relay_desk_on_result__target,
  &relay_desk_on_failed__target,
};

static const HarkClassInfo relay_desk__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (RelayDesk, seat),
  .name = "Relay.Desk",
  .location = "forward.hark:8",
  .get_type = relay_desk_get_type,
  .events = relay_desk__events,
  .slots = relay_desk__slots,
  .n_events = 3,
  .n_slots = 2,
};

static void
relay_desk__closed_default (RelayDesk *self)
{
  const RelayDeskSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
relay_desk__closed (HarkObject *object)
{
  RelayDesk *self = RELAY_DESK (object);
  RelayDeskClass *klass = RELAY_DESK_GET_CLASS (self);

  klass->closed (self);
}

static void
relay_desk__implement_object (HarkObjectInterface *interface)
{
  interface->info = &relay_desk__info;
  interface->closed = relay_desk__closed;
}

static void
relay_desk__set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  RelayDesk *self = RELAY_DESK (object);

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
relay_desk__get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  RelayDesk *self = RELAY_DESK (object);

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
relay_desk__dispose (GObject *object)
{
  if (hark_seat_dispose (&RELAY_DESK (object)->seat))
    G_OBJECT_CLASS (relay_desk_parent_class)->dispose (object);
}

static void
relay_desk__finalize (GObject *object)
{
  hark_seat_finalize (&RELAY_DESK (object)->seat);
  G_OBJECT_CLASS (relay_desk_parent_class)->finalize (object);
}

static void
relay_desk_class_init (RelayDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = relay_desk__set_property;
  object_class->get_property = relay_desk__get_property;
  object_class->dispose = relay_desk__dispose;
  object_class->finalize = relay_desk__finalize;

  klass->closed = relay_desk__closed_default;
  klass->on_result = relay_desk_on_result__default;
  klass->on_failed = relay_desk_on_failed__default;

  hark_class_init (object_class, &relay_desk__info);
  {
    const GType types[] = { RELAY_TYPE_RESULT, G_TYPE_STRV };

    hark_class_add_signal (object_class, &relay_desk_result__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { RELAY_TYPE_RESULT, G_TYPE_STRV };

    hark_class_add_signal (object_class, &relay_desk_noted__source, types, G_N_ELEMENTS (types));
  }
  {
    const GType types[] = { G_TYPE_VARIANT };

    hark_class_add_signal (object_class, &relay_desk_failed__source, types, G_N_ELEMENTS (types));
  }
}

static void
relay_desk_init (RelayDesk *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &relay_desk__info);
}

RelayDesk *
relay_desk_new (HarkLoop             *loop,
                const RelayDeskSlots *slots,
                gpointer              data,
                GDestroyNotify        destroy)
{
  RelayDesk *self = g_object_new (RELAY_TYPE_DESK, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
relay_desk_get_data (RelayDesk *self)
{
  g_return_val_if_fail (RELAY_IS_DESK (self), NULL);

  return self->seat.data;
}

RelayDesk *
relay_desk_new_remote (HarkBus    *bus,
                       const char *name,
                       HarkLoop   *loop)
{
  RelayDesk *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (RELAY_TYPE_DESK, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}

/* forward.hark:25  object Counter */

static void relay_counter__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (RelayCounter, relay_counter, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, relay_counter__implement_object))

static const HarkClassInfo relay_counter__info;

/* forward.hark:26  event counted (uint32 n) */

G_DEFINE_BOXED_TYPE (RelayCounterCounted, relay_counter_counted, relay_counter_counted_ref, relay_counter_counted_unref)

RelayCounterCounted *
relay_counter_counted_ref (RelayCounterCounted *self)
{
  return hark_values_ref (self);
}

void
relay_counter_counted_unref (RelayCounterCounted *self)
{
  hark_values_unref (self);
}

guint32
relay_counter_counted_get_n (const RelayCounterCounted *self)
{
  return self->n;
}

static void
relay_counter_counted__call (GCallback     func,
                             gpointer      context,
                             gconstpointer values)
{
  const RelayCounterCounted__Values *from = values;

  ((RelayCounterCountedFunc) func) (context, from->n);
}

static gboolean
relay_counter_counted__filter (GCallback     func,
                               gpointer      context,
                               gconstpointer values)
{
  const RelayCounterCounted__Values *from = values;
  relay_counter_counted__FILTER (typed, gpointer) = (__typeof__ (typed)) func;

  return typed (context, from->n);
}

/* As the target of a connection, which emits it again. */
static void
relay_counter_counted__forward (gpointer        object,
                                gconstpointer   values,
                                HarkFuture     *answer G_GNUC_UNUSED,
                                GError        **error G_GNUC_UNUSED)
{
  hark_seat_emit (&((RelayCounter *) object)->seat, &relay_counter_counted__source, values);
}

const HarkSlotInfo relay_counter_counted__target =
{
  .name = "counted",
  .text = relay_counter_counted__TEXT,
  .location = "forward.hark:26",
  .owner = &relay_counter__info,
  .index = 0,
  .flags = HARK_SLOT_IS_EVENT,
  .signature = &relay_counter_counted__signature,
  .invoke = relay_counter_counted__forward,
};

const HarkEventInfo relay_counter_counted__source =
{
  .name = "counted",
  .text = relay_counter_counted__TEXT,
  .location = "forward.hark:26",
  .owner = &relay_counter__info,
  .index = 0,
  .flags = HARK_EVENT_DEFAULT,
  .signature = &relay_counter_counted__signature,
  .call = relay_counter_counted__call,
  .filter = relay_counter_counted__filter,
  .target = &relay_counter_counted__target,
  .get_type = relay_counter_counted_get_type,
};

void
relay_counter_emit_counted (RelayCounter *self,
                            guint32       n)
{
  g_return_if_fail (self != NULL);
  if (!hark_seat_is_heard (&self->seat, 0))
    return;

  g_return_if_fail (RELAY_IS_COUNTER (self));
  {
    const RelayCounterCounted__Values values_ =
    {
      .n = n,
    };

    hark_seat_emit (&self->seat, &relay_counter_counted__source, &values_);
  }
}

HarkFuture *
relay_counter_next_counted (RelayCounter *self)
{
  g_return_val_if_fail (RELAY_IS_COUNTER (self), NULL);

  return hark_seat_next (&self->seat, &relay_counter_counted__source);
}

RelayCounterCounted *
relay_counter_finish_counted (HarkFuture  *future,
                              GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, relay_counter_counted__source.signature, &values, error))
    return NULL;
  return hark_values_ref ((gpointer) values);
}

RelayCounterCounted *
relay_counter_await_counted (RelayCounter  *self,
                             gint64         timeout,
                             GCancellable  *cancellable,
                             GError       **error)
{
  g_autoptr(HarkFuture) future = relay_counter_next_counted (self);

  if (future == NULL || !hark_future_await (future, timeout, cancellable, error))
    return NULL;
  return relay_counter_finish_counted (future, error);
}

HarkStream *
relay_counter_stream_counted (RelayCounter *self)
{
  g_return_val_if_fail (RELAY_IS_COUNTER (self), NULL);

  return hark_seat_stream (&self->seat, &relay_counter_counted__source);
}

RelayCounterCounted *
relay_counter_stream_next_counted (HarkStream    *stream,
                                   gint64         timeout,
                                   GCancellable  *cancellable,
                                   GError       **error)
{
  return hark_stream_next (stream, &relay_counter_counted__source, timeout, cancellable, error);
}

/* forward.hark:28  slot on_counted (uint32 n) */

static void
relay_counter_count__default (RelayCounter *self,
                              guint32       n)
{
  relay_counter_emit_counted (self, n);
}

static void
relay_counter_count__invoke (gpointer        object,
                             gconstpointer   values,
                             HarkFuture     *answer,
                             GError        **error G_GNUC_UNUSED)
{
  RelayCounter *self = object;
  RelayCounterClass *klass = RELAY_COUNTER_GET_CLASS (self);
  const RelayCounterCounted__Values *arguments = values;

  if (klass->count != NULL)
    klass->count (self, arguments->n);
  if (answer != NULL)
    hark_future_resolve (answer, NULL);
}

const HarkSlotInfo relay_counter_count__target =
{
  .name = "on_counted",
  .text = relay_counter_count__TEXT,
  .location = "forward.hark:28",
  .owner = &relay_counter__info,
  .index = 0,
  .flags = HARK_SLOT_DEFAULT,
  .signature = &relay_counter_counted__signature,
  .result = NULL,
  .invoke = relay_counter_count__invoke,
};

gboolean
relay_counter_count (RelayCounter *self,
                     guint32       n)
{
  const RelayCounterCounted__Values values_ =
  {
    .n = n,
  };

  g_return_val_if_fail (RELAY_IS_COUNTER (self), FALSE);

  return hark_seat_post (&self->seat, &relay_counter_count__target, &values_);
}

/* forward.hark:25  object Counter */

static const HarkEventInfo *const relay_counter__events[] =
{
  &relay_counter_counted__source,
};

static const HarkSlotInfo *const relay_counter__slots[] =
{
  &relay_counter_count__target,
};

static const HarkClassInfo relay_counter__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (RelayCounter, seat),
  .name = "Relay.Counter",
  .location = "forward.hark:25",
  .get_type = relay_counter_get_type,
  .events = relay_counter__events,
  .slots = relay_counter__slots,
  .n_events = 1,
  .n_slots = 1,
};

static void
relay_counter__closed_default (RelayCounter *self G_GNUC_UNUSED)
{
}

static void
relay_counter__closed (HarkObject *object)
{
  RelayCounter *self = RELAY_COUNTER (object);
  RelayCounterClass *klass = RELAY_COUNTER_GET_CLASS (self);

  klass->closed (self);
}

static void
relay_counter__implement_object (HarkObjectInterface *interface)
{
  interface->info = &relay_counter__info;
  interface->closed = relay_counter__closed;
}

static void
relay_counter__set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  RelayCounter *self = RELAY_COUNTER (object);

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
relay_counter__get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  RelayCounter *self = RELAY_COUNTER (object);

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
relay_counter__dispose (GObject *object)
{
  if (hark_seat_dispose (&RELAY_COUNTER (object)->seat))
    G_OBJECT_CLASS (relay_counter_parent_class)->dispose (object);
}

static void
relay_counter__finalize (GObject *object)
{
  hark_seat_finalize (&RELAY_COUNTER (object)->seat);
  G_OBJECT_CLASS (relay_counter_parent_class)->finalize (object);
}

static void
relay_counter_class_init (RelayCounterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = relay_counter__set_property;
  object_class->get_property = relay_counter__get_property;
  object_class->dispose = relay_counter__dispose;
  object_class->finalize = relay_counter__finalize;

  klass->closed = relay_counter__closed_default;
  klass->count = relay_counter_count__default;

  hark_class_init (object_class, &relay_counter__info);
  {
    const GType types[] = { G_TYPE_UINT };

    hark_class_add_signal (object_class, &relay_counter_counted__source, types, G_N_ELEMENTS (types));
  }
}

static void
relay_counter_init (RelayCounter *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &relay_counter__info);
}
