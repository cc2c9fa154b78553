/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Memory for bytes that come and go in large pieces. malloc() would get each such piece from the
 * kernel and give it back, and every page of it would cost a fault and be cleared; here the last few
 * are kept for the next ones. */

#include <glib.h>

G_BEGIN_DECLS

/* From so many bytes on it is worth some trouble not to copy them. */
#define HARK_LARGE ((gsize) 64 << 10)

/* Bytes of all that is kept. */
#define HARK_LARGE_KEPT ((gsize) 4 << 20)

/* Of any size; aligned to 16 bytes; not cleared. Thread: any. */
gpointer hark_large_new    (gsize    size);
/* @memory: (nullable) (transfer full): its bytes stay, as far as there is room for them */
gpointer hark_large_resize (gpointer memory,
                            gsize    size);
/* @memory: (nullable) */
void     hark_large_free   (gpointer memory);

G_END_DECLS
