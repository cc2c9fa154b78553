/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bridge/rules/rules-private.h"
#include "wire/limits-private.h"

G_BEGIN_DECLS

/* A broker's settings, as doc/broker.md describes them for people. */
typedef struct
{
  GPtrArray  *addresses;    /* texts, owned */
  HarkLimits  limits;
  HarkRules  *rules;        /* NULL: no file is named */
  char       *certificate;  /* of addresses that name none */
  char       *key;
  char       *ca;
} HarkConfiguration;

/* @file: (nullable): %NULL: what holds without one
 * Fails: as hark_settings_read(), also for the rules that it names. Returns: (transfer full) */
HarkConfiguration *hark_configuration_new   (const char         *file,
                                             GError            **error);
HarkConfiguration *hark_configuration_parse (const char         *file,
                                             const char         *text,
                                             gsize               size,
                                             GError            **error);
void               hark_configuration_free  (HarkConfiguration  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkConfiguration, hark_configuration_free)

G_END_DECLS
