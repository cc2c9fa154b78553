/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/values.h>

G_BEGIN_DECLS

/* How each kind of field looks as a variant, and in memory. */
typedef struct
{
  const char *type;        /* NULL: the record's own */
  guint8      size;        /* of the C type */
  gboolean    is_pointer;
  gboolean    is_same;     /* an array of them has the same bytes in memory and as a variant */
} HarkWireKind;

extern const HarkWireKind hark_wire_kinds[];  /* by HarkFieldKind */

/* Of one element. */
const GVariantType *hark_wire_type_of (const HarkField *field);

/* Sets an error that names the field. Returns: %FALSE */
gboolean hark_wire_fail (GError          **error,
                         int               code,
                         const HarkField  *field,
                         const char       *words);

/* Whether a variant from outside is no deeper than %HARK_LIMIT_DEPTH. */
gboolean hark_wire_check_depth (GVariant  *variant,
                                GError   **error);

G_END_DECLS
