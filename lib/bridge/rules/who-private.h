/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bridge/rules/identity-private.h"
#include "bridge/rules/settings-private.h"

G_BEGIN_DECLS

/* Whom a rule is for: one word of it. */
typedef struct _HarkWho HarkWho;

/* Returns: (transfer full). Fails: with hark_setting_fail(). */
HarkWho *hark_who_parse       (const HarkSetting   *setting,
                               const char          *word,
                               GError             **error);
HarkWho *hark_who_copy        (const HarkWho       *self);
void     hark_who_free        (gpointer             self);

gboolean hark_who_matches     (const HarkWho       *self,
                               const HarkIdentity  *identity);
/* Whether the word has a meaning of its own. */
gboolean hark_who_is_reserved (const char          *word);

G_END_DECLS
