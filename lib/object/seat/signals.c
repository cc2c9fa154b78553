/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events as GSignals, for those who know nothing else. Every class registers a
 * signal for each of its events, with the parameters of the event's own
 * functions, and that is all until an object is asked to mirror its events:
 * then it listens to itself, and each emission is one more queued call, which
 * emits the signal where the object lives. GLib cannot tell whether anybody is
 * connected without a global lock, so nobody else pays for that question. */

#include "object/seat/remote-private.h"

typedef struct
{
  GObject *object;  /* of the connection that owns this: alive in its calls */
  guint    signal;
} Mirror;

void
hark_class_add_signal (GObjectClass        *klass,
                       const HarkEventInfo *event,
                       const GType         *types,
                       guint                n_types)
{
  /* A parent that is not Hark's may have one of this name: that one stays. */
  if (g_signal_lookup (event->name, G_TYPE_FROM_CLASS (klass)) == 0)
    g_signal_newv (event->name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, NULL, NULL, NULL,
                   NULL, G_TYPE_NONE, n_types, (GType *) types);
}

/* --- values --- */

static void
set_plain (GValue        *value,
           HarkFieldKind  kind,
           gconstpointer  field)
{
  switch (kind)
    {
    case HARK_FIELD_BOOL:
      g_value_set_boolean (value, *(const gboolean *) field);
      break;
    case HARK_FIELD_BYTE:
      g_value_set_uchar (value, *(const guint8 *) field);
      break;
    case HARK_FIELD_INT16:
      g_value_set_int (value, *(const gint16 *) field);
      break;
    case HARK_FIELD_UINT16:
      g_value_set_uint (value, *(const guint16 *) field);
      break;
    case HARK_FIELD_INT32:
      g_value_set_int (value, *(const gint32 *) field);
      break;
    case HARK_FIELD_UINT32:
      g_value_set_uint (value, *(const guint32 *) field);
      break;
    case HARK_FIELD_INT64:
    case HARK_FIELD_DURATION:
    case HARK_FIELD_TIMESTAMP:
      g_value_set_int64 (value, *(const gint64 *) field);
      break;
    case HARK_FIELD_UINT64:
      g_value_set_uint64 (value, *(const guint64 *) field);
      break;
    case HARK_FIELD_FLOAT:
      g_value_set_float (value, *(const float *) field);
      break;
    case HARK_FIELD_DOUBLE:
      g_value_set_double (value, *(const double *) field);
      break;
    case HARK_FIELD_STRING:
    case HARK_FIELD_FILENAME:
      g_value_set_static_string (value, *(const char *const *) field);
      break;
    case HARK_FIELD_VARIANT:
      g_value_set_variant (value, *(GVariant *const *) field);
      break;
    case HARK_FIELD_BYTES:
    case HARK_FIELD_RECORD:
      g_value_set_static_boxed (value, *(gconstpointer const *) field);
      break;
    case HARK_FIELD_ENUM:
      g_value_set_enum (value, *(const gint *) field);
      break;
    case HARK_FIELD_FLAGS:
      g_value_set_flags (value, *(const guint *) field);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* An array of pointers: bindings know no other of boxed ones in signals. */
static void
take_pointers (GValue          *value,
               const HarkField *field,
               gpointer const  *pointers,
               gsize            n)
{
  GPtrArray *array = g_ptr_array_sized_new (n);

  for (gsize i = 0; i < n; i++)
    switch ((HarkFieldKind) field->kind)
      {
      case HARK_FIELD_BYTES:
        g_ptr_array_add (array, g_bytes_ref (pointers[i]));
        break;
      case HARK_FIELD_VARIANT:
        g_ptr_array_add (array, g_variant_ref (pointers[i]));
        break;
      default:
        g_ptr_array_add (array, hark_values_ref (pointers[i]));
        break;
      }
  g_ptr_array_set_free_func (array, field->kind == HARK_FIELD_BYTES     ? (GDestroyNotify) g_bytes_unref
                                    : field->kind == HARK_FIELD_VARIANT ? (GDestroyNotify) g_variant_unref
                                                                        : hark_values_unref);
  g_value_take_boxed (value, array);
}

/* As the field reads among parameters: an optional number behind whether there
 * is one, an array before its length (an int: bindings expect nothing else of
 * signals). Returns: how many values it took. */
static guint
set_field (GValue          *value,
           const HarkField *field,
           gconstpointer    values)
{
  gconstpointer at = (const char *) values + field->offset;
  gconstpointer extra = (const char *) values + field->extra;

  if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    g_value_set_static_boxed (value, *(gconstpointer const *) at);
  else if (G_VALUE_HOLDS (value, G_TYPE_PTR_ARRAY))
    take_pointers (value, field, *(gpointer const *const *) at, *(const gsize *) extra);
  else if (field->form == HARK_FIELD_ARRAY)
    {
      g_value_set_pointer (value, *(const gpointer *) at);
      g_value_set_int (value + 1, (gint) MIN (*(const gsize *) extra, G_MAXINT));
      return 2;
    }
  else if (field->form == HARK_FIELD_OPTIONAL && G_VALUE_HOLDS_BOOLEAN (value))
    {
      g_value_set_boolean (value, *(const gboolean *) extra);
      set_plain (value + 1, field->kind, at);
      return 2;
    }
  else
    set_plain (value, field->kind, at);
  return 1;
}

/* --- mirroring --- */

/* A call of the object's own loop. */
static void
mirror (gpointer             data,
        const HarkEventInfo *event,
        gconstpointer        values)
{
  Mirror *self = data;
  g_autofree GValue *parameters = NULL;
  GSignalQuery query;
  guint n = 1;

  if (event->flags & HARK_EVENT_STATE)
    g_object_notify (self->object, event->name);
  if (!g_signal_has_handler_pending (self->object, self->signal, 0, FALSE))
    return;

  g_signal_query (self->signal, &query);
  parameters = g_new0 (GValue, query.n_params + 1);
  g_value_init_from_instance (&parameters[0], self->object);
  for (guint i = 0; i < query.n_params; i++)
    g_value_init (&parameters[i + 1], query.param_types[i]);
  for (guint i = 0; i < event->signature->n_fields; i++)
    n += set_field (&parameters[n], &event->signature->fields[i], values);
  g_assert (n == query.n_params + 1);

  g_signal_emitv (parameters, self->signal, 0, NULL);
  while (n > 0)
    g_value_unset (&parameters[--n]);
}

static void
mirror_event (GObject             *object,
              const HarkEventInfo *event)
{
  HarkConnection *connection;
  GSignalQuery query;
  Mirror *self;

  g_signal_query (g_signal_lookup (event->name, G_OBJECT_TYPE (object)), &query);
  if (query.itype != event->owner->get_type ())
    return; /* its parent's */

  self = g_new0 (Mirror, 1);
  self->object = object;
  self->signal = query.signal_id;
  connection = hark_connect_raw (event, object, object, mirror, self, g_free);
  if (connection != NULL)
    hark_connection_unref (connection);
}

void
hark_object_enable_signals (HarkObject *self)
{
  GQuark mark = g_quark_from_static_string ("hark-signals");
  const HarkClassInfo *info;

  g_return_if_fail (HARK_IS_OBJECT (self));

  if (!g_object_replace_qdata (G_OBJECT (self), mark, NULL, GINT_TO_POINTER (TRUE), NULL, NULL))
    return;
  info = hark_object_get_seat (self)->info;
  for (guint i = 0; i < info->n_events; i++)
    mirror_event (G_OBJECT (self), info->events[i]);
}
