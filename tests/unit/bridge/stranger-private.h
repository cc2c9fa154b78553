/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Somebody who writes messages by hand, good ones or bad, while two others talk
 * and must not notice. */

#include "network-private.h"

/* Two that talk, whatever happens beside them. At the end they do once more. */
typedef struct
{
  Network *network;
  Node    *maker;
  Node    *taker;
  guint64  n_sent;
} Pair;

Pair pair_new   (const HarkLimits *set);  /* NULL: the default */
void pair_talk  (Pair             *pair);
void pair_clear (Pair             *pair);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

/* Somebody sends what @write writes, after a hello; the broker says @reason. NULL: nothing, it stays. */
void assert_closed (void      (*write) (Node *node),
                    const char *reason);

/* Floating: a member of a class, with arguments of @type. */
GVariant *made_member (const char *type,
                       const char *text);
void      write_export (Node       *node,
                        guint64     number,
                        guint32     topic,
                        const char *class_name,
                        const char *name);
void      write_topic  (Node            *node,
                        HarkMessageKind  kind,
                        guint64          number,
                        guint32          topic,
                        const char      *name,
                        const char      *type);
