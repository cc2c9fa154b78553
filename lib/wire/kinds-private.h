/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/values.h>

#include "wire/framing-private.h"

G_BEGIN_DECLS

/* How each kind of field looks as a variant, and in memory. */
typedef struct
{
  const char *type;        /* NULL: the record's own */
  HarkLayout  layout;      /* the record's own, where that is so */
  guint8      size;        /* of the C type */
  gboolean    is_pointer;
  gboolean    is_same;     /* an array of them has the same bytes in memory and as a variant */
} HarkWireKind;

extern const HarkWireKind hark_wire_kinds[];  /* by HarkFieldKind */

HarkLayout hark_wire_layout_of_tuple (const HarkSignature *signature);

/* Of one element. */
static inline HarkLayout
hark_wire_layout_of (const HarkField *field)
{
  return field->kind == HARK_FIELD_RECORD ? hark_wire_layout_of_tuple (field->record)
                                          : hark_wire_kinds[field->kind].layout;
}

/* Of the whole field. */
static inline HarkLayout
hark_wire_layout_of_field (const HarkField *field)
{
  HarkLayout layout = hark_wire_layout_of (field);

  if (field->form != HARK_FIELD_PLAIN)
    layout.fixed = 0;
  return layout;
}

/* Sets an error that names the field. Returns: %FALSE */
gboolean hark_wire_fail (GError          **error,
                         int               code,
                         const HarkField  *field,
                         const char       *words);

/* Whether @variant, with all that its embedded variants hold, is at most @room containers
 * deep. */
gboolean hark_wire_is_shallow (GVariant  *variant,
                               guint      room);

/* Sets %HARK_ERROR_LIMIT. Returns: %FALSE */
gboolean hark_wire_fail_deep (GError **error);

G_END_DECLS
