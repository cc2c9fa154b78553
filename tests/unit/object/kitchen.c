/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The async slots of most tests. What is written belongs to the loops of one thread, and
 * the test reads it when nothing runs there. */

#include "kitchen-private.h"

void
kitchen_init (Kitchen *self)
{
  *self = (Kitchen) {
    .text = g_string_new (NULL),
    .doors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) hark_future_unref),
  };
}

void
kitchen_clear (Kitchen *self)
{
  g_string_free (self->text, TRUE);
  g_hash_table_unref (self->doors);
}

void
kitchen_shut (Kitchen    *self,
              const char *what)
{
  g_hash_table_insert (self->doors, g_strdup (what), hark_future_new (NULL));
}

void
kitchen_open (Kitchen    *self,
              const char *what)
{
  g_assert_true (hark_future_resolve (g_hash_table_lookup (self->doors, what), NULL));
}

void
kitchen_assert (Kitchen    *self,
                const char *expected)
{
  g_assert_cmpstr (self->text->str, ==, expected);
  g_string_truncate (self->text, 0);
}

static void
work (WorkshopOven  *oven,
      const char    *what,
      GError       **error)
{
  Kitchen *self = workshop_oven_get_data (oven);
  HarkFuture *door = g_hash_table_lookup (self->doors, what);
  GError *failure = NULL;

  g_string_append_printf (self->text, "%s( ", what);
  if (door != NULL && !hark_await (door, &failure))
    {
      g_string_append_printf (self->text, "!%d ", failure->code);
      g_propagate_error (error, failure);
    }
  if (self->act != NULL)
    self->act (oven, what, self->data);
  g_string_append_printf (self->text, ")%s ", what);
}

static char *
bake (WorkshopOven  *self,
      const char    *what,
      GError       **error)
{
  GError *failure = NULL;

  work (self, what, &failure);
  if (failure == NULL)
    return g_strdup_printf ("warm %s", what);
  g_propagate_error (error, failure);
  return NULL;
}

static void
on_produced (WorkshopOven  *self,
             const char    *product,
             guint64        serial,
             GError       **error)
{
  work (self, product, error);
}

static void
clean (WorkshopOven *self,
       const char   *what)
{
  work (self, what, NULL);
}

static void
on_stopped (WorkshopOven *self,
            guint64       n_discarded)
{
  g_autofree char *what = g_strdup_printf ("stopped %u", (guint) n_discarded);

  work (self, what, NULL);
}

static void
note (WorkshopOven *self,
      const char   *what)
{
  Kitchen *kitchen = workshop_oven_get_data (self);

  g_string_append_printf (kitchen->text, "%s ", what);
}

static void
closed (WorkshopOven *self)
{
  note (self, "closed");
}

const WorkshopOvenSlots kitchen_slots =
{
  .bake = bake,
  .on_produced = on_produced,
  .on_stopped = on_stopped,
  .watch = work,
  .on_glance = on_produced,
  .clean = clean,
  .note = note,
  .closed = closed,
};

WorkshopOven *
kitchen_oven_new (Kitchen  *self,
                  HarkLoop *loop)
{
  return workshop_oven_new (loop, &kitchen_slots, self, NULL);
}
