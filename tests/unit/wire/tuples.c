/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Layouts made up at random, with a slow and obvious packer, and variants that
 * fit them and are made without the codec: the oracle of its tests. */

#include "tuples-private.h"

#include <string.h>

#define N_FIELDS 7

typedef struct
{
  HarkSignature signature;
  HarkField     fields[N_FIELDS];
  char          type[4096];
} Tuple;

static Tuple tuples[N_TUPLES];

static const struct
{
  const char *type;
  guint       size;
}
kinds[] =
{
  { "b", sizeof (gboolean) }, { "y", 1 }, { "n", 2 }, { "q", 2 }, { "i", 4 }, { "u", 4 },
  { "x", 8 }, { "t", 8 }, { "d", sizeof (float) }, { "d", 8 }, { "s", 8 }, { "ay", 8 },
  { "ay", 8 }, { "x", 8 }, { "x", 8 }, { "v", 8 }, { NULL, 8 }, { "i", 4 }, { "u", 4 },
};

static gboolean
is_pointer (guint kind)
{
  return (kind >= HARK_FIELD_STRING && kind <= HARK_FIELD_FILENAME) ||
         kind == HARK_FIELD_VARIANT || kind == HARK_FIELD_RECORD;
}

/* --- A packer for any layout --- */

static gsize
measure_element (const HarkField *field,
                 gconstpointer    at)
{
  if (field->kind == HARK_FIELD_STRING || field->kind == HARK_FIELD_FILENAME)
    return hark_measure_string (*(const char *const *) at);
  return 0;
}

static gsize
measure (const Tuple   *tuple,
         gconstpointer  values)
{
  gsize total = tuple->signature.size;
  guint i;

  for (i = 0; i < tuple->signature.n_fields; i++)
    {
      const HarkField *field = &tuple->fields[i];
      const char *at = (const char *) values + field->offset;
      gsize size = kinds[field->kind].size;
      gsize n;
      gsize k;

      if (field->form != HARK_FIELD_ARRAY)
        {
          total += measure_element (field, at);
          continue;
        }
      n = *(const gsize *) ((const char *) values + field->extra);
      at = *(const char *const *) at;
      total += hark_measure_array (n + 1, size);
      for (k = 0; k < n; k++)
        total += measure_element (field, at + k * size);
    }
  return total;
}

static void
pack_element (const HarkField *field,
              char            *at,
              char           **tail)
{
  gpointer *pointer = (gpointer *) at;

  if (!is_pointer (field->kind) || *pointer == NULL)
    return;
  switch (field->kind)
    {
    case HARK_FIELD_BYTES:
      g_bytes_ref (*pointer);
      break;
    case HARK_FIELD_VARIANT:
      g_variant_ref (*pointer);
      break;
    case HARK_FIELD_RECORD:
      hark_values_ref (*pointer);
      break;
    default:
      *pointer = (gpointer) hark_pack_string (tail, *pointer);
      break;
    }
}

static void
pack (const Tuple   *tuple,
      gconstpointer  values,
      gpointer       packed)
{
  char *tail = (char *) packed + tuple->signature.size;
  guint i;

  memcpy (packed, values, tuple->signature.size);
  for (i = 0; i < tuple->signature.n_fields; i++)
    {
      const HarkField *field = &tuple->fields[i];
      char *at = (char *) packed + field->offset;
      gsize size = kinds[field->kind].size;
      gsize n;
      gsize k;
      char *elements;

      if (field->form != HARK_FIELD_ARRAY)
        {
          pack_element (field, at, &tail);
          continue;
        }
      n = *(gsize *) ((char *) packed + field->extra);
      elements = hark_pack_memory (&tail, *(gpointer *) at, n * size);
      if (is_pointer (field->kind))
        hark_pack_memory (&tail, &(gpointer) { NULL }, sizeof (gpointer));
      *(gpointer *) at = elements;
      for (k = 0; k < n; k++)
        pack_element (field, elements + k * size, &tail);
    }
}

static void
clear_element (const HarkField *field,
               char            *at)
{
  gpointer pointer = *(gpointer *) at;

  if (pointer == NULL)
    return;
  if (field->kind == HARK_FIELD_BYTES)
    g_bytes_unref (pointer);
  else if (field->kind == HARK_FIELD_VARIANT)
    g_variant_unref (pointer);
  else if (field->kind == HARK_FIELD_RECORD)
    hark_values_unref (pointer);
}

static void
clear (const Tuple *tuple,
       gpointer     packed)
{
  guint i;

  for (i = 0; i < tuple->signature.n_fields; i++)
    {
      const HarkField *field = &tuple->fields[i];
      char *at = (char *) packed + field->offset;
      gsize n;
      gsize k;

      if (!is_pointer (field->kind))
        continue;
      if (field->form != HARK_FIELD_ARRAY)
        {
          clear_element (field, at);
          continue;
        }
      n = *(gsize *) ((char *) packed + field->extra);
      for (k = 0; k < n; k++)
        clear_element (field, *(char **) at + k * sizeof (gpointer));
    }
}

/* The packer has no signature among its arguments: one set of functions each. */
#define TUPLE_FUNCS(n)                                                        \
  static gsize measure_##n (gconstpointer values) { return measure (&tuples[n], values); } \
  static void pack_##n (gconstpointer values, gpointer packed) { pack (&tuples[n], values, packed); } \
  static void clear_##n (gpointer packed) { clear (&tuples[n], packed); }

TUPLE_FUNCS (0)
TUPLE_FUNCS (1)
TUPLE_FUNCS (2)
TUPLE_FUNCS (3)
TUPLE_FUNCS (4)
TUPLE_FUNCS (5)
TUPLE_FUNCS (6)
TUPLE_FUNCS (7)

static const struct
{
  gsize (*measure) (gconstpointer values);
  void  (*pack)    (gconstpointer values, gpointer packed);
  void  (*clear)   (gpointer packed);
}
funcs[N_TUPLES] =
{
  { measure_0, pack_0, clear_0 }, { measure_1, pack_1, clear_1 }, { measure_2, pack_2, clear_2 },
  { measure_3, pack_3, clear_3 }, { measure_4, pack_4, clear_4 }, { measure_5, pack_5, clear_5 },
  { measure_6, pack_6, clear_6 }, { measure_7, pack_7, clear_7 },
};

/* --- Layouts --- */

static guint
place (guint *size,
       guint  wanted)
{
  guint at = (*size + wanted - 1) & ~(wanted - 1);

  *size = at + wanted;
  return at;
}

static void
make_field (GRand     *random,
            HarkField *field,
            guint      number,
            guint     *size,
            GString   *type)
{
  *field = (HarkField) { .name = "field" };
  do
    field->kind = (guint8) g_rand_int_range (random, 0, HARK_FIELD_FLAGS + 1);
  while (field->kind == HARK_FIELD_RECORD && number == 0);
  field->form = (guint8) g_rand_int_range (random, 0, HARK_FIELD_ARRAY + 1);
  if (field->kind == HARK_FIELD_RECORD)
    field->record = &tuples[g_rand_int_range (random, 0, (gint32) number)].signature;

  if (field->form == HARK_FIELD_OPTIONAL && !is_pointer (field->kind))
    field->extra = (guint16) place (size, sizeof (gboolean));
  if (field->form == HARK_FIELD_ARRAY)
    field->extra = (guint16) place (size, sizeof (gsize));
  field->offset = (guint16) place (size, field->form == HARK_FIELD_ARRAY ? 8 : kinds[field->kind].size);

  if (field->form == HARK_FIELD_OPTIONAL)
    g_string_append_c (type, 'm');
  if (field->form == HARK_FIELD_ARRAY)
    g_string_append_c (type, 'a');
  g_string_append (type, field->record != NULL ? field->record->variant_type : kinds[field->kind].type);
}

void
tuples_shuffle (GRand *random)
{
  guint i;
  guint k;

  for (i = 0; i < N_TUPLES; i++)
    {
      g_autoptr(GString) type = NULL;
      guint size;

      do
        {
          guint n = (guint) g_rand_int_range (random, 1, N_FIELDS + 1);

          g_clear_pointer (&type, g_autoptr_cleanup_gstring_free);
          type = g_string_new ("(");
          size = 0;
          for (k = 0; k < n; k++)
            make_field (random, &tuples[i].fields[k], i, &size, type);
          g_string_append_c (type, ')');
          tuples[i].signature.n_fields = n;
        }
      while (type->len >= 200); /* records in records in records grow fast */

      g_strlcpy (tuples[i].type, type->str, sizeof tuples[i].type);
      tuples[i].signature.name = "Made.Up";
      tuples[i].signature.text = "(made up)";
      tuples[i].signature.variant_type = tuples[i].type;
      tuples[i].signature.fields = tuples[i].fields;
      tuples[i].signature.size = (size + 7) & ~7u;
      tuples[i].signature.measure = funcs[i].measure;
      tuples[i].signature.pack = funcs[i].pack;
      tuples[i].signature.clear = funcs[i].clear;
    }
}

const HarkSignature *
tuples_get (guint number)
{
  return &tuples[number].signature;
}

/* --- Variants --- */

static GVariant *
make_string (GRand *random)
{
  static const char *const words[] = { "", "chair", "Stühle", "椅子", "a longer text, with a tab\t and more" };

  return g_variant_new_string (words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
}

static GVariant *
make_bytes (GRand *random)
{
  guint8 bytes[20];
  gsize n = (gsize) g_rand_int_range (random, 0, sizeof bytes);
  gsize i;

  for (i = 0; i < n; i++)
    bytes[i] = (guint8) g_rand_int (random);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, n, 1);
}

static GVariant *
make_element (GRand           *random,
              const HarkField *field)
{
  switch ((HarkFieldKind) field->kind)
    {
    case HARK_FIELD_BOOL:
      return g_variant_new_boolean (g_rand_boolean (random));
    case HARK_FIELD_BYTE:
      return g_variant_new_byte ((guint8) g_rand_int (random));
    case HARK_FIELD_INT16:
      return g_variant_new_int16 ((gint16) g_rand_int (random));
    case HARK_FIELD_UINT16:
      return g_variant_new_uint16 ((guint16) g_rand_int (random));
    case HARK_FIELD_INT32:
    case HARK_FIELD_ENUM:
      return g_variant_new_int32 ((gint32) g_rand_int (random));
    case HARK_FIELD_UINT32:
    case HARK_FIELD_FLAGS:
      return g_variant_new_uint32 (g_rand_int (random));
    case HARK_FIELD_INT64:
    case HARK_FIELD_DURATION:
    case HARK_FIELD_TIMESTAMP:
      return g_variant_new_int64 ((gint64) ((guint64) g_rand_int (random) << 32 | g_rand_int (random)));
    case HARK_FIELD_UINT64:
      return g_variant_new_uint64 ((guint64) g_rand_int (random) << 32 | g_rand_int (random));
    case HARK_FIELD_FLOAT:
      return g_variant_new_double ((double) (float) g_rand_double_range (random, -1e6, 1e6));
    case HARK_FIELD_DOUBLE:
      return g_variant_new_double (g_rand_double_range (random, -1e6, 1e6));
    case HARK_FIELD_STRING:
      return make_string (random);
    case HARK_FIELD_BYTES:
      return make_bytes (random);
    case HARK_FIELD_FILENAME:
      return g_variant_new_bytestring (g_rand_boolean (random) ? "/tmp/\xff\xfe" : "");
    case HARK_FIELD_VARIANT:
      return g_variant_new_variant (g_rand_boolean (random) ? make_string (random)
                                                            : g_variant_new ("(iv)", 7, make_bytes (random)));
    case HARK_FIELD_RECORD:
      return tuples_make_variant (random, field->record);
    }
  g_assert_not_reached ();
}

GVariant *
tuples_make_variant (GRand               *random,
                     const HarkSignature *signature)
{
  GVariantBuilder builder;
  guint i;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (signature->variant_type));
  for (i = 0; i < signature->n_fields; i++)
    {
      const HarkField *field = &signature->fields[i];
      g_autofree char *type = g_strdup_printf ("a%s", field->record != NULL ? field->record->variant_type
                                                                            : kinds[field->kind].type);
      guint n = (guint) g_rand_int_range (random, 0, 4);

      switch ((HarkFieldForm) field->form)
        {
        case HARK_FIELD_PLAIN:
          g_variant_builder_add_value (&builder, make_element (random, field));
          break;
        case HARK_FIELD_OPTIONAL:
          g_variant_builder_add_value (&builder,
                                       g_variant_new_maybe (G_VARIANT_TYPE (type + 1), n == 0 ? NULL : make_element (random, field)));
          break;
        case HARK_FIELD_ARRAY:
          g_variant_builder_open (&builder, G_VARIANT_TYPE (type));
          while (n-- > 0)
            g_variant_builder_add_value (&builder, make_element (random, field));
          g_variant_builder_close (&builder);
          break;
        }
    }
  return g_variant_builder_end (&builder);
}
