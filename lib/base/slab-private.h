/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Memory of what lives long and there may be very many of. Things of one size lie side by side in slabs, in the
 * order of their making, and nothing else between them: so who goes through many of them in that order, as one does,
 * goes through memory in order, which processors see and are quick at. */

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* Larger ones have memory of their own. */
#define HARK_SLAB_LARGEST ((gsize) 256)

/* @size bytes, aligned to 8, to be freed with hark_slab_free(). Thread: any. */
gpointer hark_slab_alloc  (gsize    size);
gpointer hark_slab_alloc0 (gsize    size);
/* @memory: (nullable). Thread: any. */
void     hark_slab_free   (gpointer memory);

#define hark_slab_new0(Type) ((Type *) hark_slab_alloc0 (sizeof (Type)))

/* One like *@original. */
#define hark_slab_dup(original) ((__typeof__ (original)) memcpy (hark_slab_alloc (sizeof *(original)), (original), sizeof *(original)))

G_END_DECLS
