/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A type of GVariant, read once, so that many bytes can be checked against it. */
typedef struct _HarkShape HarkShape;

/* @type: a definite type; borrowed. Returns: (transfer full): the same for all who ask, while anybody has
 * it. Thread: any, here and below. */
HarkShape *hark_shape_dup_for_type (const char *type);
HarkShape *hark_shape_ref          (HarkShape  *self);
void       hark_shape_unref        (HarkShape  *self);

/**
 * hark_shape_check:
 * @data: from anywhere, little-endian
 * @error: %HARK_ERROR_INVALID, they are not in normal form; %HARK_ERROR_LIMIT, too deep
 *
 * Whether they are what a variant of that type looks like. Thread: any.
 */
gboolean   hark_shape_check (const HarkShape *self,
                             gconstpointer    data,
                             gsize            size,
                             GError         **error);

G_END_DECLS
