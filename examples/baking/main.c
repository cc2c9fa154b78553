/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Slots that take their time. An async slot waits without blocking its thread, and
 * holds its loop: what is called meanwhile waits until it has returned. So one oven bakes
 * one thing after the other; another oven, on the same thread, goes on. A concurrent
 * slot does not hold the loop, and others run in between. */

#include "bakery.h"

#include <hark/hark.h>

static void
say (BakeryOven *self, const char *words, const char *what)
{
  g_print ("%s oven: %s %s\n", (const char *) bakery_oven_get_data (self), words, what);
}

static char *
bake (BakeryOven  *self,
      const char  *what,
      gint64       time,
      GError     **error)
{
  say (self, "in goes the", what);
  if (!hark_sleep (time, error))
    return NULL;

  say (self, "done is the", what);
  bakery_oven_emit_baked (self, what);
  return g_strdup_printf ("warm %s", what);
}

static void
watch (BakeryOven  *self,
       guint32      times,
       GError     **error)
{
  while (times-- > 0 && hark_sleep (4 * G_TIME_SPAN_SECOND, error))
    say (self, "it looks", "good");
}

static void
knock (BakeryOven *self,
       const char *what)
{
  say (self, "who knocks is", what);
}

static const BakeryOvenSlots oven_slots = { .bake = bake, .watch = watch, .knock = knock };

/* The whole program is a task. */
static gpointer
run_bakery (gpointer   data,
            GError   **error)
{
  g_autoptr(BakeryOven) left = bakery_oven_new (NULL, &oven_slots, (gpointer) "left", NULL);
  g_autoptr(BakeryOven) right = bakery_oven_new (NULL, &oven_slots, (gpointer) "right", NULL);
  G_GNUC_UNUSED g_autoptr(HarkFuture) bread = bakery_oven_call_bake (left, "bread", 3 * G_TIME_SPAN_SECOND);
  g_autoptr(HarkFuture) watching = bakery_oven_call_watch (right, 2);
  G_GNUC_UNUSED g_autoptr(HarkFuture) pizza = bakery_oven_call_bake (right, "pizza", 5 * G_TIME_SPAN_SECOND);
  g_autofree char *cake = NULL;

  bakery_oven_knock (left, "the butcher");
  if (!bakery_oven_await_bake (left, "cake", 6 * G_TIME_SPAN_SECOND, HARK_FOREVER, NULL, &cake, error))
    return NULL;
  g_print ("%s!\n", cake);

  return hark_await (watching, error) ? GINT_TO_POINTER (1) : NULL;
}

int
main (void)
{
  g_autoptr(GError) error = NULL;

  hark_clock_set_virtual (TRUE); /* so that 9 seconds pass at once; leave it out to wait */
  if (hark_run (run_bakery, NULL, &error) == NULL)
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
