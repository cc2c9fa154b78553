/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bus/crossing/link-private.h"

/* A link that does nothing but write down what the bus asks of it. */
typedef struct
{
  HarkLink  link;
  GString  *text;
  GBytes   *payload;  /* of the last that had one */
  const HarkClassInfo *exported;  /* last */
} Record;

void record_init   (Record     *self);
void record_clear  (Record     *self);
/* That it says exactly this since the last look. */
void record_assert (Record     *self,
                    const char *text);
