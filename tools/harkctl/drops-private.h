/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "verb-private.h"

/* Which events did not reach whom, since it was made. */
typedef struct _Drops Drops;

Drops *drops_new  (Session *session);
void   drops_free (Drops   *self);

/* So many rows that drops_put() would need, with its heading and the line before it; 0: nothing was dropped. */
guint  drops_n_lines (Drops *self);
/* The most come first; lines are cut at @width, unless that is 0. */
void   drops_put  (Drops   *self,
                   GString *text,
                   guint    width);
