/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Things by their names, of which several may be alike: those of one name are linked, the
 * oldest first, so that an index of a hundred thousand costs little for each. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HarkNamed HarkNamed;

/* First member of what is listed. */
struct _HarkNamed
{
  const char *name;  /* stays as long as it is in the index */
  HarkNamed  *next;  /* of the same name */
};

/* (transfer full): to be freed with g_hash_table_unref(), which frees nothing of what is in it. */
GHashTable *hark_name_index_new    (void);
void        hark_name_index_add    (GHashTable *index,
                                    HarkNamed  *thing);
/* It is there. */
void        hark_name_index_remove (GHashTable *index,
                                    HarkNamed  *thing);
/* Returns: (nullable): the first of that name. */
gpointer    hark_name_index_find   (GHashTable *index,
                                    const char *name);

G_END_DECLS
