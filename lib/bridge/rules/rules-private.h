/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bridge/rules/identity-private.h"

G_BEGIN_DECLS

/* Who may do what, as doc/broker.md describes it for people. Immutable, counted. */
typedef struct _HarkRules HarkRules;

typedef enum
{
  HARK_ACTION_PUBLISH   = 1 << 0,  /* export an object: emit its events, run its slots */
  HARK_ACTION_SUBSCRIBE = 1 << 1,
  HARK_ACTION_CALL      = 1 << 2,
} HarkAction;

/* Without a file: everything for processes of this one's user, and nothing for others. */
HarkRules *hark_rules_new_default (void);

/* Fails: as hark_settings_read(). Returns: (transfer full) */
HarkRules *hark_rules_new_of_file (const char    *file,
                                   GError       **error);
HarkRules *hark_rules_parse       (const char    *file,
                                   const char    *text,
                                   gsize          size,
                                   GError       **error);

HarkRules *hark_rules_ref         (HarkRules     *self);
void       hark_rules_unref       (HarkRules     *self);

/* Whether @who may be here at all: some rule allows something.
 * Fails: %HARK_ERROR_REFUSED */
gboolean   hark_rules_admit       (HarkRules           *self,
                                   const HarkIdentity  *who,
                                   GError             **error);

/* Whether @who may do this with @member of the object @name. If @name is
 * %HARK_NAME_ALL: with that of any object, so that each is to be checked.
 * Fails: %HARK_ERROR_REFUSED */
gboolean   hark_rules_check       (HarkRules           *self,
                                   const HarkIdentity  *who,
                                   HarkAction           action,
                                   const char          *class_name,
                                   const char          *name,
                                   const char          *member,
                                   GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkRules, hark_rules_unref)

G_END_DECLS
