/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The table that drives the codec in both directions. */

#include "wire/kinds-private.h"

#include <hark/error.h>

const HarkWireKind hark_wire_kinds[] =
{
  [HARK_FIELD_BOOL]      = { "b",  sizeof (gboolean), FALSE, FALSE },
  [HARK_FIELD_BYTE]      = { "y",  1,                 FALSE, TRUE },
  [HARK_FIELD_INT16]     = { "n",  2,                 FALSE, TRUE },
  [HARK_FIELD_UINT16]    = { "q",  2,                 FALSE, TRUE },
  [HARK_FIELD_INT32]     = { "i",  4,                 FALSE, TRUE },
  [HARK_FIELD_UINT32]    = { "u",  4,                 FALSE, TRUE },
  [HARK_FIELD_INT64]     = { "x",  8,                 FALSE, TRUE },
  [HARK_FIELD_UINT64]    = { "t",  8,                 FALSE, TRUE },
  [HARK_FIELD_FLOAT]     = { "d",  sizeof (float),    FALSE, FALSE },
  [HARK_FIELD_DOUBLE]    = { "d",  8,                 FALSE, TRUE },
  [HARK_FIELD_STRING]    = { "s",  sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_BYTES]     = { "ay", sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_FILENAME]  = { "ay", sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_DURATION]  = { "x",  8,                 FALSE, TRUE },
  [HARK_FIELD_TIMESTAMP] = { "x",  8,                 FALSE, TRUE },
  [HARK_FIELD_VARIANT]   = { "v",  sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_RECORD]    = { NULL, sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_ENUM]      = { "i",  4,                 FALSE, TRUE },
  [HARK_FIELD_FLAGS]     = { "u",  4,                 FALSE, TRUE },
};

const GVariantType *
hark_wire_type_of (const HarkField *field)
{
  const char *type = hark_wire_kinds[field->kind].type;

  return G_VARIANT_TYPE (type != NULL ? type : field->record->variant_type);
}

gboolean
hark_wire_fail (GError          **error,
                int               code,
                const HarkField  *field,
                const char       *words)
{
  g_set_error (error, HARK_ERROR, code, "'%s' %s", field->name, words);
  return FALSE;
}
