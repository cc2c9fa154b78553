/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Memory that both ends of a connection have: one puts bytes down, round and round, and the
 * other takes them off. It is one end's alone to write. */

#include <glib.h>

#include "wire/framing-private.h"

G_BEGIN_DECLS

typedef struct _HarkShelf HarkShelf;

/* @descriptor: (out) (transfer full): what the other end opens
 * Returns: (transfer full) (nullable): %NULL: there are too many, or the system has none to give. Thread: any. */
HarkShelf *hark_shelf_new      (int         *descriptor);

/* @descriptor: (transfer full): from outside
 * Returns: (transfer full): of @size bytes, which stay whatever the other end does
 * Fails: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT; %HARK_ERROR_FAILED: the system does not let us */
HarkShelf *hark_shelf_open     (int          descriptor,
                                guint64      size,
                                GError     **error);
void       hark_shelf_free     (HarkShelf   *self);

gsize      hark_shelf_get_size (HarkShelf   *self);

/* @position: of the first byte, counted from the beginning; not more than the size of the shelf
 * is between it and what is still to be taken. */
void       hark_shelf_put      (HarkShelf   *self,
                                guint64      position,
                                HarkSpan     bytes);
void       hark_shelf_take     (HarkShelf   *self,
                                guint64      position,
                                guint8      *bytes,
                                gsize        size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkShelf, hark_shelf_free)

G_END_DECLS
