/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What `call` and `emit` are about: one event or slot, as the broker knows it. */

#include "verb-private.h"

/* `Workshop.Producer/line-1/produced`, taken apart. */
typedef struct
{
  char *object;
  char *name;
  char *member;
} Target;

/* %FALSE: it is none, which has been said. */
gboolean target_read  (Target        *self,
                       const Session *session,
                       const char    *text);
void     target_clear (Target        *self);

/* (transfer full) (nullable): a tuple of what was given, in order or by name (`product=chair`), or of
 * the one text that is the whole tuple. The last arguments are not in it where they have a default and
 * nobody has given them. @texts: NULL at the end. */
GVariant *target_read_arguments (const HarkBrokerTopic  *topic,
                                 char                  **texts,
                                 GError                **error);

/* (transfer full): the slot or event as somebody knows it who knows no more arguments than @values has. */
GVariant *target_dup_member (const HarkBrokerTopic *topic,
                             GVariant              *values);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)
