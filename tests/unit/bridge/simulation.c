/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Networks that live at random: peers join, export, listen, call and are killed
 * while bytes are on their way, all of it from the test's seed. A model that
 * knows nothing of messages says what must come of it: each call is answered
 * once; whoever is ready is heard, and hears the next event; events arrive in
 * order and at most once, and, in a network that has come to rest, at all those
 * who listen and at nobody else. */

#include "network-private.h"

#include <stdio.h>
#include <string.h>

enum
{
  N_PEERS = 5,
  N_ACTS = 300,
};

/* An export or a subscription. */
typedef struct
{
  guint64     number;
  const char *name;
  gboolean    is_export;
  gboolean    is_other;   /* of the other version of the class */
  gboolean    is_ready;
  gboolean    is_heard;   /* an export, as its peer was told */
  guint64     expected;   /* a subscription: the last serial that must come, and has not; 0: none */
} Item;

typedef struct
{
  Node       *node;
  GArray     *items;      /* Item */
  GHashTable *calls;      /* numbers that await an answer */
  GHashTable *last;       /* "subscription exporter" -> the last serial that came */
  GArray     *delivered;  /* guint64: subscriptions that got the newest serial */
  guint64     last_number;
} Actor;

typedef struct
{
  Network   *network;
  GRand     *random;
  GPtrArray *actors;      /* those alive */
  guint64    serial;
  guint      n_joined;
} World;

static const char *const names[] = { "line-1", "line-2", "group", HARK_NAME_ALL };

static guint
any (World *world,
     guint  n)
{
  return g_rand_int (world->random) % n;
}

static void
actor_free (gpointer data)
{
  Actor *self = data;

  g_array_unref (self->items);
  g_array_unref (self->delivered);
  g_hash_table_unref (self->calls);
  g_hash_table_unref (self->last);
  g_free (self);
}

static void
join (World *world)
{
  Actor *actor = g_new0 (Actor, 1);

  /* Joining lets the network come to rest. */
  actor->node = network_join (world->network, "peer");
  actor->node->is_answering = TRUE;
  actor->items = g_array_new (FALSE, FALSE, sizeof (Item));
  actor->delivered = g_array_new (FALSE, FALSE, sizeof (guint64));
  actor->calls = g_hash_table_new (NULL, NULL);
  actor->last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (world->actors, actor);
}

static Actor *
any_actor (World *world)
{
  return g_ptr_array_index (world->actors, any (world, world->actors->len));
}

/* --- What peers were told --- */

static Item *
find (Actor   *actor,
      guint64  number,
      guint   *index)
{
  for (*index = 0; *index < actor->items->len; *index += 1)
    {
      Item *item = &g_array_index (actor->items, Item, *index);

      if (item->number == number)
        return item;
    }
  return NULL;
}

/* "event for 3 4: ('1-7', 12)": the exporter, and the serial. */
static void
hear (Actor      *actor,
      const char *line,
      guint64     newest)
{
  const char *quote = strchr (line, '\'');
  const char *end = strchr (quote + 1, '\'');
  guint64 serial = g_ascii_strtoull (end + 2, NULL, 10);
  char *at = (char *) line + strlen ("event for");
  guint index;
  Item *item;

  while (*at == ' ')
    {
      guint64 number = g_ascii_strtoull (at, &at, 10);
      g_autofree char *key = g_strdup_printf ("%" G_GUINT64_FORMAT " %.*s", number, (int) (end - quote - 1), quote + 1);

      g_assert_cmpuint (GPOINTER_TO_SIZE (g_hash_table_lookup (actor->last, key)), <, serial);
      g_hash_table_insert (actor->last, g_steal_pointer (&key), GSIZE_TO_POINTER (serial));
      if (serial == newest)
        g_array_append_val (actor->delivered, number);
      item = find (actor, number, &index);
      g_assert_nonnull (item);
      if (item->expected == serial)
        item->expected = 0;
    }
}

static void
read_log (World *world,
          Actor *actor)
{
  g_auto(GStrv) lines = g_strsplit (actor->node->log->str, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 number;
      guint index;
      Item *item;

      g_assert_false (g_str_has_prefix (lines[i], "lost"));
      if (sscanf (lines[i], "answer %" G_GUINT64_FORMAT, &number) == 1)
        g_assert_true (g_hash_table_remove (actor->calls, GSIZE_TO_POINTER (number)));
      else if (g_str_has_prefix (lines[i], "event for"))
        hear (actor, lines[i], world->serial);
      else if (sscanf (lines[i], "exported %" G_GUINT64_FORMAT, &number) == 1 ||
               sscanf (lines[i], "subscribed %" G_GUINT64_FORMAT, &number) == 1)
        {
          item = find (actor, number, &index);
          g_assert_nonnull (item);
          g_assert_false (item->is_ready);
          item->is_ready = TRUE;
        }
      else if (sscanf (lines[i], "made of %" G_GUINT64_FORMAT, &number) == 1)
        {
          item = find (actor, number, &index);
          g_assert_nonnull (item);
          item->is_heard = g_str_has_suffix (lines[i], "is heard");
        }
      else if (sscanf (lines[i], "refused %" G_GUINT64_FORMAT, &number) == 1)
        {
          item = find (actor, number, &index);
          g_assert_nonnull (item);
          g_assert_false (item->is_ready);
          g_array_remove_index (actor->items, index);
        }
    }
  g_string_truncate (actor->node->log, 0);
}

static void
read_logs (World *world)
{
  for (guint i = 0; i < world->actors->len; i++)
    {
      Actor *actor = g_ptr_array_index (world->actors, i);

      g_assert_null (actor->node->closed);
      read_log (world, actor);
    }
}

static gboolean
is_match (const Item *exported,
          const Item *item)
{
  return exported->is_export && exported->is_ready && !exported->is_other && !item->is_export && item->is_ready &&
         (strcmp (item->name, HARK_NAME_ALL) == 0 || strcmp (item->name, exported->name) == 0);
}

typedef void (*MatchFunc) (Item *exported, Item *subscription, guint64 serial);

/* Calls @func for all who are ready to hear @exported. */
static void
foreach_match (World     *world,
               Item      *exported,
               MatchFunc  func)
{
  for (guint i = 0; i < world->actors->len; i++)
    {
      Actor *actor = g_ptr_array_index (world->actors, i);

      for (guint k = 0; k < actor->items->len; k++)
        {
          Item *item = &g_array_index (actor->items, Item, k);

          if (is_match (exported, item))
            func (exported, item, world->serial);
        }
    }
}

static void
assert_heard (Item   *exported,
              Item   *subscription,
              guint64 serial)
{
  g_assert_true (exported->is_heard);
}

static void
expect (Item   *exported,
        Item   *subscription,
        guint64 serial)
{
  subscription->expected = serial;
}

/* Whoever is ready is heard. */
static void
check_ready (World *world)
{
  for (guint i = 0; i < world->actors->len; i++)
    {
      Actor *actor = g_ptr_array_index (world->actors, i);

      for (guint k = 0; k < actor->items->len; k++)
        foreach_match (world, &g_array_index (actor->items, Item, k), assert_heard);
    }
}

/* --- What they do --- */

static void
export_or_subscribe (World *world,
                     Actor *actor)
{
  HarkLink *link = actor->node->link;
  Item item = { .number = ++actor->last_number, .is_export = any (world, 2) == 0, .is_other = any (world, 8) == 0 };

  item.name = names[any (world, item.is_export ? 3 : 4)];
  g_array_append_val (actor->items, item);
  if (item.is_export)
    link->funcs->export_object (link, item.number, item.is_other ? &other_maker_info : &maker_info, item.name,
                                strcmp (item.name, "group") == 0);
  else
    link->funcs->subscribe (link, item.number, item.is_other ? &other_maker_made : &maker_made, item.name);
}

static void
give_up (World *world,
         Actor *actor)
{
  HarkLink *link = actor->node->link;
  guint index;
  Item *item;

  if (actor->items->len == 0)
    return;
  index = any (world, actor->items->len);
  item = &g_array_index (actor->items, Item, index);
  if (item->is_export)
    link->funcs->unexport (link, item->number);
  else
    link->funcs->unsubscribe (link, item->number);
  g_array_remove_index (actor->items, index);
}

static void
call (World *world,
      Actor *actor)
{
  guint64 number = ++actor->last_number;

  g_hash_table_add (actor->calls, GSIZE_TO_POINTER (number));
  node_call (actor->node, number, any (world, 8) == 0 ? &other_maker_count : &maker_count,
             names[any (world, 4)], number);
  node_call (actor->node, 0, &maker_tune, names[any (world, 4)], number);
}

/* Publishes for an export of @actor that is ready, if there is one. */
static Item *
publish (World *world,
         Actor *actor)
{
  guint first = any (world, actor->items->len + 1);

  for (guint i = 0; i < actor->items->len; i++)
    {
      Item *item = &g_array_index (actor->items, Item, (first + i) % actor->items->len);
      g_autofree char *product = NULL;

      /* As a bus does: nothing is sent that nobody hears. */
      if (!item->is_export || !item->is_ready || item->is_other || !item->is_heard)
        continue;
      product = g_strdup_printf ("%u-%" G_GUINT64_FORMAT, actor->node->connection, item->number);
      node_publish (actor->node, item->number, product, ++world->serial);
      foreach_match (world, item, expect);
      return item;
    }
  return NULL;
}

/* What a killed process had sent may be lost. */
static void
forget_expected (World *world)
{
  for (guint i = 0; i < world->actors->len; i++)
    {
      Actor *actor = g_ptr_array_index (world->actors, i);

      for (guint k = 0; k < actor->items->len; k++)
        g_array_index (actor->items, Item, k).expected = 0;
    }
}

static void
act (World *world)
{
  Actor *actor = any_actor (world);

  /* What they were told before counts. */
  read_logs (world);
  check_ready (world);
  switch (any (world, 20))
    {
    case 0:
      node_kill (actor->node);
      g_ptr_array_remove (world->actors, actor);
      forget_expected (world);
      join (world);
      break;
    case 1: case 2: case 3: case 4: case 5: case 6:
      export_or_subscribe (world, actor);
      break;
    case 7: case 8: case 9:
      give_up (world, actor);
      break;
    case 10: case 11: case 12: case 13:
      call (world, actor);
      break;
    default:
      publish (world, actor);
      break;
    }
  for (guint n = any (world, 30); n > 0; n--)
    network_step (world->network);
}

/* --- At rest --- */

static gboolean
has_delivered (Actor   *actor,
               guint64  number)
{
  for (guint i = 0; i < actor->delivered->len; i++)
    if (g_array_index (actor->delivered, guint64, i) == number)
      return TRUE;
  return FALSE;
}

static void
check_delivery (World *world,
                Item   exported)
{
  for (guint i = 0; i < world->actors->len; i++)
    {
      Actor *actor = g_ptr_array_index (world->actors, i);
      guint n = 0;

      for (guint k = 0; k < actor->items->len; k++)
        {
          Item *item = &g_array_index (actor->items, Item, k);

          g_assert_true (item->is_ready);
          g_assert_cmpuint (item->expected, ==, 0);
          if (!is_match (&exported, item))
            continue;
          g_assert_false (item->is_other);
          g_assert_true (has_delivered (actor, item->number));
          n += 1;
        }
      g_assert_cmpuint (actor->delivered->len, ==, n);
    }
}

static void
rest (World *world)
{
  network_run (world->network);
  read_logs (world);
  for (guint i = 0; i < world->actors->len; i++)
    {
      Actor *actor = g_ptr_array_index (world->actors, i);
      Item *published;
      Item exported;

      g_assert_cmpuint (g_hash_table_size (actor->calls), ==, 0);
      check_ready (world);
      published = publish (world, actor);
      if (published == NULL)
        continue;
      exported = *published;
      for (guint k = 0; k < world->actors->len; k++)
        g_array_set_size (((Actor *) g_ptr_array_index (world->actors, k))->delivered, 0);
      network_run (world->network);
      read_logs (world);
      check_delivery (world, exported);
    }
}

static void
test_a_life (void)
{
  guint life;

  for (life = 0; life < 20; life++)
    {
      World world = { .network = network_new (NULL),
                      .random = g_rand_new_with_seed ((guint32) g_test_rand_int ()),
                      .actors = g_ptr_array_new_with_free_func (actor_free) };

      while (world.actors->len < N_PEERS)
        join (&world);
      for (guint i = 0; i < N_ACTS; i++)
        {
          act (&world);
          if (any (&world, 40) == 0)
            rest (&world);
        }
      rest (&world);
      g_ptr_array_unref (world.actors);
      g_rand_free (world.random);
      network_free (world.network);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bridge/simulation/what-must-come-of-a-life-comes", test_a_life);
  return g_test_run ();
}
