/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A pair that talks through the broker, and the messages of somebody beside it. */

#include "stranger-private.h"

#define TEXT "event Test.Maker.made (...)"

Pair
pair_new (const HarkLimits *set)
{
  Pair pair = { .network = network_new (set) };

  pair.maker = network_join (pair.network, "maker");
  pair.taker = network_join (pair.network, "taker");
  pair.maker->is_answering = TRUE;
  pair.maker->link->funcs->export_object (pair.maker->link, 1, &maker_info, "line-1", FALSE);
  pair.taker->link->funcs->subscribe (pair.taker->link, 1, &maker_made, "line-1", HARK_DELIVERY_GAP);
  network_run (pair.network);
  node_assert (pair.taker, "subscribed 1\n");
  return pair;
}

void
pair_talk (Pair *pair)
{
  g_autofree char *expected = NULL;

  pair->n_sent += 1;
  g_string_truncate (pair->maker->log, 0);
  g_string_truncate (pair->taker->log, 0);
  node_publish (pair->maker, 1, "chair", pair->n_sent);
  network_run (pair->network);
  node_call (pair->taker, pair->n_sent, &maker_count, "line-1", 41);
  network_run (pair->network);
  expected = g_strdup_printf ("event for 1: ('chair', %" G_GUINT64_FORMAT ")\n"
                              "answer %" G_GUINT64_FORMAT ": (42,)\n", pair->n_sent, pair->n_sent);
  node_assert (pair->taker, expected);
  g_assert_null (pair->maker->closed);
  g_assert_null (pair->taker->closed);
}

void
pair_clear (Pair *pair)
{
  pair_talk (pair);
  network_free (pair->network);
}

/* --- Written by hand --- */

void
assert_closed (void      (*write) (Node *node),
               const char *reason)
{
  g_auto(Pair) pair = pair_new (NULL);
  Node *bad = network_connect (pair.network);

  node_write_hello (bad);
  write (bad);
  network_run (pair.network);
  g_assert_cmpstr (bad->closed, ==, reason);
}

GVariant *
made_member (const char *type,
             const char *text)
{
  const HarkMember member = { .name = "made", .text = text, .type = type, .fingerprint = 11, .result_type = "" };

  return hark_member_to_variant (&member);
}

void
write_export (Node       *node,
              guint64     number,
              guint32     topic,
              const char *class_name,
              const char *name)
{
  GVariantBuilder events;
  GVariantBuilder slots;

  g_variant_builder_init (&events, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  g_variant_builder_add_value (&events, made_member ("(st)", TEXT));
  g_variant_builder_init (&slots, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  node_write (node, HARK_MESSAGE_EXPORT, 0, number, topic,
              g_variant_new ("(ssa" HARK_MEMBER_TYPE "a" HARK_MEMBER_TYPE ")", class_name, name, &events, &slots));
}

void
write_topic (Node            *node,
             HarkMessageKind  kind,
             guint64          number,
             guint32          topic,
             const char      *name,
             const char      *type)
{
  node_write (node, kind, 0, number, topic,
              g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", "Test.Maker", name, made_member (type, TEXT)));
}
