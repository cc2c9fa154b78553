/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Beginnings that tests of the bridge have in common, and what they go on with. */

#include "play-private.h"

/* --- A maker and its takers --- */

Play
play_new (const HarkLimits *limits)
{
  Play self = { .network = network_new (limits) };

  self.maker = network_join (self.network, "maker");
  self.taker = network_join (self.network, "taker");
  self.other = network_join (self.network, "other");
  return self;
}

Play
play_new_ready (const HarkLimits *limits)
{
  Play self = play_new (limits);

  EXPORT (self.maker, 1, &maker_info, "line-1");
  network_run (self.network);
  node_assert (self.maker, "exported 1\n");
  return self;
}

Play
play_new_heard (const HarkLimits *limits)
{
  Play self = play_new_ready (limits);

  SUBSCRIBE (self.taker, 1, &maker_made, "line-1");
  SUBSCRIBE (self.other, 1, &maker_made, HARK_NAME_ALL);
  network_run (self.network);
  node_assert (self.taker, "subscribed 1\n");
  node_assert (self.other, "subscribed 1\n");
  node_assert (self.maker, "made of 1 is heard\n");
  return self;
}

void
play_clear (Play *self)
{
  network_free (self->network);
}

void
play_publish (Play    *self,
              guint64  from,
              guint64  to)
{
  for (; from <= to; from++)
    node_publish (self->maker, 1, "chair", from);
}

void
assert_events (Node    *node,
               guint64  from,
               guint64  to)
{
  g_auto(GStrv) lines = g_strsplit (node->log->str, "\n", -1);
  guint i;

  for (i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *expected = g_strdup_printf ("event for 1: ('chair', %" G_GUINT64_FORMAT ")", from);

      if (!g_str_has_prefix (lines[i], "event") && !g_str_has_prefix (lines[i], "gap"))
        continue;
      g_assert_cmpstr (lines[i], ==, expected);
      from += 1;
    }
  g_assert_cmpuint (from, ==, to + 1);
  node_forget (node);
}

guint64
node_count_resent (Node *self)
{
  return hark_peer_protocol_get_figures (self->peer)->n_resent;
}

guint64
node_count_discarded (Node *self)
{
  return hark_peer_protocol_get_figures (self->peer)->n_discarded;
}

/* --- A group --- */

Crew
crew_new (const HarkLimits *limits)
{
  Crew self = { .network = network_new (limits) };

  self.one = network_join (self.network, "one");
  self.two = network_join (self.network, "two");
  self.taker = network_join (self.network, "taker");
  EXPORT_GROUP (self.one, 1, &maker_info, "group");
  network_run (self.network);
  EXPORT_GROUP (self.two, 1, &maker_info, "group");
  network_run (self.network);
  node_assert (self.one, "exported 1\n");
  node_assert (self.two, "exported 1\n");
  return self;
}

void
crew_clear (Crew *self)
{
  network_free (self->network);
}

void
crew_call (Crew    *self,
           guint64  number,
           guint64  argument)
{
  node_call (self->taker, number, &maker_count, "group", argument);
  network_run (self->network);
}

void
crew_call_one (Crew    *self,
               guint64  number,
               guint64  argument)
{
  g_autofree char *line = g_strdup_printf ("count of 1: %" G_GUINT64_FORMAT ", wants an answer\n", argument);

  crew_call (self, number, argument);
  node_assert (self->one, line);
}

void
crew_cancel (Crew    *self,
             guint64  number)
{
  self->taker->link->funcs->cancel (self->taker->link, number);
  network_run (self->network);
}

void
crew_come_back (Crew *self,
                Node *node)
{
  node_reconnect (node);
  network_run (self->network);
}
