/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The table that drives the codec in both directions. */

#include "wire/kinds-private.h"
#include "wire/limits-private.h"

#include <hark/error.h>

const HarkWireKind hark_wire_kinds[] =
{
  [HARK_FIELD_BOOL]      = { "b",  { 1, 1 }, sizeof (gboolean), FALSE, FALSE },
  [HARK_FIELD_BYTE]      = { "y",  { 1, 1 }, 1,                 FALSE, TRUE },
  [HARK_FIELD_INT16]     = { "n",  { 2, 2 }, 2,                 FALSE, TRUE },
  [HARK_FIELD_UINT16]    = { "q",  { 2, 2 }, 2,                 FALSE, TRUE },
  [HARK_FIELD_INT32]     = { "i",  { 4, 4 }, 4,                 FALSE, TRUE },
  [HARK_FIELD_UINT32]    = { "u",  { 4, 4 }, 4,                 FALSE, TRUE },
  [HARK_FIELD_INT64]     = { "x",  { 8, 8 }, 8,                 FALSE, TRUE },
  [HARK_FIELD_UINT64]    = { "t",  { 8, 8 }, 8,                 FALSE, TRUE },
  [HARK_FIELD_FLOAT]     = { "d",  { 8, 8 }, sizeof (float),    FALSE, FALSE },
  [HARK_FIELD_DOUBLE]    = { "d",  { 8, 8 }, 8,                 FALSE, TRUE },
  [HARK_FIELD_STRING]    = { "s",  { 1, 0 }, sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_BYTES]     = { "ay", { 1, 0 }, sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_FILENAME]  = { "ay", { 1, 0 }, sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_DURATION]  = { "x",  { 8, 8 }, 8,                 FALSE, TRUE },
  [HARK_FIELD_TIMESTAMP] = { "x",  { 8, 8 }, 8,                 FALSE, TRUE },
  [HARK_FIELD_VARIANT]   = { "v",  { 8, 0 }, sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_RECORD]    = { NULL, { 0, 0 }, sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_ENUM]      = { "i",  { 4, 4 }, 4,                 FALSE, TRUE },
  [HARK_FIELD_FLAGS]     = { "u",  { 4, 4 }, 4,                 FALSE, TRUE },
};

HarkLayout
hark_wire_layout_of_tuple (const HarkSignature *signature)
{
  HarkTupleLayout layout = HARK_TUPLE_LAYOUT_INIT;

  for (guint i = 0; i < signature->n_fields; i++)
    hark_tuple_layout_add (&layout, hark_wire_layout_of_field (&signature->fields[i]));
  return hark_tuple_layout_end (&layout);
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

gboolean
hark_wire_fail_deep (GError **error)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
               "a variant of more than %d containers in each other", HARK_LIMIT_DEPTH);
  return FALSE;
}
