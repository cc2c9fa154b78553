/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* States: events that remember their last value and tell it to who begins to listen. */

#include <hark/hark.h>

#include "bakery.h"

typedef struct
{
  HarkLoop      *loop;
  BakeryStove   *stove;
  BakeryWatcher *watcher;
  GString       *heard;
} Fixture;

static void
on_temperature (BakeryWatcher *watcher,
                double         temperature)
{
  g_string_append_printf (bakery_watcher_get_data (watcher), "%g ", temperature);
}

static void
on_label (BakeryWatcher *watcher,
          const char    *label)
{
  g_string_append_printf (bakery_watcher_get_data (watcher), "'%s' ", label);
}

static void
on_picture (BakeryWatcher *watcher,
            GBytes        *picture)
{
  g_string_append_printf (bakery_watcher_get_data (watcher), "%" G_GSIZE_FORMAT " bytes ", g_bytes_get_size (picture));
}

static const BakeryWatcherSlots slots =
{
  .on_temperature = on_temperature, .on_label = on_label, .on_picture = on_picture,
};

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->heard = g_string_new (NULL);
  f->loop = hark_loop_new ("line");
  f->stove = bakery_stove_new (f->loop, NULL, NULL, NULL);
  f->watcher = bakery_watcher_new (f->loop, &slots, f->heard, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->stove);
  g_clear_object (&f->watcher);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  g_string_free (f->heard, TRUE);
}

/* What was heard since the last look, once the loop has run. */
static void
assert_heard (Fixture    *f,
              const char *expected)
{
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpstr (f->heard->str, ==, expected);
  g_string_truncate (f->heard, 0);
}

static HarkConnection *
connect_watcher (Fixture *f)
{
  return HARK_CONNECT (f->stove, bakery_stove_temperature, f->watcher, bakery_watcher_on_temperature);
}

/* --- what it is --- */

static void
test_begins_with_its_default (Fixture       *f,
                              gconstpointer  data)
{
  g_autofree char *label = bakery_stove_dup_label (f->stove);
  g_autofree char *remark = bakery_stove_dup_remark (f->stove);
  g_autofree char *recipe = bakery_stove_dup_recipe (f->stove);
  g_autoptr(BakeryStoveNames) names = bakery_stove_dup_names (f->stove);
  guint32 guests = 0;

  g_assert_cmpfloat (bakery_stove_get_temperature (f->stove), ==, 20.0);
  g_assert_cmpstr (label, ==, "");
  g_assert_null (remark);
  g_assert_cmpstr (recipe, ==, "bread.txt");
  g_assert_cmpint (bakery_stove_get_mode (f->stove), ==, BAKERY_MODE_WARM);
  g_assert_cmpint (bakery_stove_get_lights (f->stove), ==, 0);
  g_assert_false (bakery_stove_get_is_open (f->stove));
  g_assert_cmpint (bakery_stove_get_shelf (f->stove), ==, G_MININT16);
  g_assert_cmpint (bakery_stove_get_depth (f->stove), ==, G_MININT32);
  g_assert_cmpuint (bakery_stove_get_loaves (f->stove), ==, G_MAXUINT32);
  g_assert_cmpint (bakery_stove_get_balance (f->stove), ==, G_MININT64);
  g_assert_cmpuint (bakery_stove_get_serial (f->stove), ==, G_MAXUINT64);
  g_assert_true (bakery_stove_get_guests (f->stove, &guests));
  g_assert_cmpuint (guests, ==, 4);
  g_assert_cmpuint (names->n_names, ==, 0);
}

static void
test_is_what_was_emitted_last (Fixture       *f,
                               gconstpointer  data)
{
  const double levels[] = { 1.5, 2.5 };
  g_autoptr(BakeryStoveLevels) kept = NULL;
  g_autofree char *label = NULL;

  bakery_stove_emit_temperature (f->stove, 180.0);
  bakery_stove_emit_temperature (f->stove, 200.0);
  g_assert_cmpfloat (bakery_stove_get_temperature (f->stove), ==, 200.0);

  bakery_stove_emit_label (f->stove, "left");
  label = bakery_stove_dup_label (f->stove);
  bakery_stove_emit_label (f->stove, "right");
  g_assert_cmpstr (label, ==, "left");

  bakery_stove_emit_levels (f->stove, levels, G_N_ELEMENTS (levels));
  kept = bakery_stove_dup_levels (f->stove);
  bakery_stove_emit_levels (f->stove, NULL, 0);
  g_assert_cmpmem (kept->levels, kept->n_levels * sizeof (double), levels, sizeof levels);

  bakery_stove_emit_guests (f->stove, FALSE, 0);
  g_assert_false (bakery_stove_get_guests (f->stove, NULL));
}

/* --- who is told --- */

static void
test_a_newcomer_is_told (Fixture       *f,
                         gconstpointer  data)
{
  connect_watcher (f);
  g_assert_cmpstr (f->heard->str, ==, "");
  assert_heard (f, "20 ");

  bakery_stove_emit_temperature (f->stove, 180.0);
  HARK_CONNECT (f->stove, bakery_stove_label, f->watcher, bakery_watcher_on_label);
  bakery_stove_emit_label (f->stove, "left");
  assert_heard (f, "180 '' 'left' ");
}

static void
test_only_the_newcomer_is_told (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(GString) other = g_string_new (NULL);
  g_autoptr(BakeryWatcher) watcher = bakery_watcher_new (f->loop, &slots, other, NULL);

  connect_watcher (f);
  assert_heard (f, "20 ");
  HARK_CONNECT (f->stove, bakery_stove_temperature, watcher, bakery_watcher_on_temperature);
  assert_heard (f, "");
  g_assert_cmpstr (other->str, ==, "20 ");
}

static void
test_each_emission_is_told (Fixture       *f,
                            gconstpointer  data)
{
  connect_watcher (f);
  bakery_stove_emit_temperature (f->stove, 180.0);
  bakery_stove_emit_temperature (f->stove, 180.0);
  assert_heard (f, "20 180 180 ");
}

static void
test_a_single_shot_hears_what_it_is (Fixture       *f,
                                     gconstpointer  data)
{
  HARK_CONNECT_FULL (f->stove, bakery_stove_temperature, f->watcher, bakery_watcher_on_temperature,
                     HARK_CONNECT_SINGLE_SHOT);
  bakery_stove_emit_temperature (f->stove, 180.0);
  assert_heard (f, "20 ");
}

static void
test_a_unique_one_is_told_once (Fixture       *f,
                                gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    HARK_CONNECT_FULL (f->stove, bakery_stove_temperature, f->watcher, bakery_watcher_on_temperature,
                       HARK_CONNECT_UNIQUE);
  assert_heard (f, "20 ");
}

static void
write_down (BakeryWatcher *watcher,
            double         temperature)
{
  on_temperature (watcher, temperature);
}

static void
test_a_direct_newcomer_is_told_at_once (Fixture       *f,
                                        gconstpointer  data)
{
  HARK_CONNECT_DIRECT (f->stove, bakery_stove_temperature, f->watcher, write_down);
  g_assert_cmpstr (f->heard->str, ==, "20 ");
  bakery_stove_emit_temperature (f->stove, 180.0);
  g_assert_cmpstr (f->heard->str, ==, "20 180 ");
  g_string_truncate (f->heard, 0);
}

static void
test_without_a_value_nobody_is_told (Fixture       *f,
                                     gconstpointer  data)
{
  g_autoptr(GBytes) picture = g_bytes_new_static ("abc", 3);
  g_autoptr(GBytes) kept = NULL;

  HARK_CONNECT (f->stove, bakery_stove_picture, f->watcher, bakery_watcher_on_picture);
  g_assert_null (bakery_stove_dup_picture (f->stove));
  assert_heard (f, "");

  bakery_stove_emit_picture (f->stove, picture);
  kept = bakery_stove_dup_picture (f->stove);
  g_assert_true (g_bytes_equal (kept, picture));
  assert_heard (f, "3 bytes ");
}

static void
test_an_ended_connection_is_not_told (Fixture       *f,
                                      gconstpointer  data)
{
  hark_connection_disconnect (connect_watcher (f));
  assert_heard (f, "");
}

static void
test_a_forward_sets_it (Fixture       *f,
                        gconstpointer  data)
{
  bakery_stove_heat (f->stove, 90.0);
  assert_heard (f, "");
  g_assert_cmpfloat (bakery_stove_get_temperature (f->stove), ==, 90.0);
}

/* --- waiting --- */

static void
test_a_stream_begins_with_it (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(HarkStream) stream = bakery_stove_stream_temperature (f->stove);
  g_autoptr(GError) error = NULL;

  bakery_stove_emit_temperature (f->stove, 180.0);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(BakeryStoveTemperature) read = bakery_stove_stream_next_temperature (stream, 0, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpfloat (read->temperature, ==, i == 0 ? 20.0 : 180.0);
    }
}

static void
test_next_is_a_change (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(HarkFuture) next = bakery_stove_next_temperature (f->stove);
  g_autoptr(BakeryStoveTemperature) values = NULL;

  hark_loop_run_until_idle (f->loop);
  g_assert_false (hark_future_is_settled (next));
  bakery_stove_emit_temperature (f->stove, 180.0);
  values = bakery_stove_finish_temperature (next, NULL);
  g_assert_cmpfloat (values->temperature, ==, 180.0);
}

/* --- who is last has heard what it is --- */

/* In the middle of one emission it is set anew: those who come after this one would hear
 * the newer value first. */
static void
set_again (BakeryStove *stove,
           double       temperature)
{
  if (temperature == 180.0)
    bakery_stove_emit_temperature (stove, 200.0);
}

static void
test_what_is_outdated_is_left_out (Fixture       *f,
                                   gconstpointer  data)
{
  HARK_CONNECT_DIRECT (f->stove, bakery_stove_temperature, f->stove, set_again);
  connect_watcher (f);
  assert_heard (f, "20 ");
  bakery_stove_emit_temperature (f->stove, 180.0);
  assert_heard (f, "200 ");
  g_assert_cmpfloat (bakery_stove_get_temperature (f->stove), ==, 200.0);
}

enum
{
  N_THREADS = 3,
  N_TIMES   = 500,
};

typedef struct
{
  BakeryStove *stove;
} Shared;

static gpointer
set_often (gpointer data)
{
  Shared *shared = data;

  for (guint i = 0; i < N_TIMES; i++)
    bakery_stove_emit_temperature (shared->stove, g_random_double_range (0, 1000));
  return NULL;
}

static void
remember (BakeryWatcher *watcher,
          double         temperature)
{
  *(double *) bakery_watcher_get_data (watcher) = temperature;
}

static const BakeryWatcherSlots remembering = { .on_temperature = remember };

/* Threads set it while listeners come. */
static void
test_threads_agree (Fixture       *f,
                    gconstpointer  data)
{
  BakeryWatcher *watchers[N_TIMES];
  double heard[N_TIMES] = { 0 };
  Shared shared = { .stove = f->stove };
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("sets", set_often, &shared);
  for (guint i = 0; i < N_TIMES; i++)
    {
      watchers[i] = bakery_watcher_new (f->loop, &remembering, &heard[i], NULL);
      HARK_CONNECT (f->stove, bakery_stove_temperature, watchers[i], bakery_watcher_on_temperature);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  hark_loop_run_until_idle (f->loop);
  for (guint i = 0; i < N_TIMES; i++)
    {
      g_assert_cmpfloat (heard[i], ==, bakery_stove_get_temperature (f->stove));
      g_object_unref (watchers[i]);
    }
}

/* --- as a property --- */

static void
on_notify (GObject    *stove,
           GParamSpec *property,
           gpointer    heard)
{
  g_string_append_printf (heard, "%s=%g ", property->name, bakery_stove_get_temperature (BAKERY_STOVE (stove)));
}

static void
test_is_a_property (Fixture       *f,
                    gconstpointer  data)
{
  g_autofree char *label = NULL;
  double temperature;

  connect_watcher (f);
  g_object_set (f->stove, "temperature", 90.0, "label", "left", NULL);
  g_object_get (f->stove, "temperature", &temperature, "label", &label, NULL);
  g_assert_cmpfloat (temperature, ==, 90.0);
  g_assert_cmpstr (label, ==, "left");
  assert_heard (f, "20 90 ");
}

static void
test_is_notified_on_its_loop (Fixture       *f,
                              gconstpointer  data)
{
  g_signal_connect (f->stove, "notify::temperature", G_CALLBACK (on_notify), f->heard);
  bakery_stove_emit_temperature (f->stove, 90.0);
  assert_heard (f, "");

  hark_object_enable_signals (HARK_OBJECT (f->stove));
  assert_heard (f, "");
  bakery_stove_emit_temperature (f->stove, 180.0);
  g_assert_cmpstr (f->heard->str, ==, "");
  assert_heard (f, "temperature=180 ");
}

/* What the property gives, another object takes, and is then the same. */
static void
test_every_type_is_a_property (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr(BakeryStove) other = bakery_stove_new (f->loop, NULL, NULL, NULL);
  const HarkClassInfo *info = HARK_OBJECT_GET_IFACE (other)->info;
  const char *const names[] = { "rye", "spelt", NULL };
  const double levels[] = { 0.5 };
  g_autoptr(GBytes) picture = g_bytes_new_static ("abc", 3);
  g_autoptr(BakeryStoveNames) its_names = NULL;
  g_autoptr(BakeryStoveLevels) its_levels = NULL;
  g_autoptr(GBytes) its_picture = NULL;
  guint32 guests;

  bakery_stove_emit_temperature (f->stove, 1.25);
  bakery_stove_emit_label (f->stove, "l");
  bakery_stove_emit_remark (f->stove, "r");
  bakery_stove_emit_mode (f->stove, BAKERY_MODE_HOT);
  bakery_stove_emit_lights (f->stove, (BakeryLights) (BAKERY_LIGHTS_INNER | BAKERY_LIGHTS_OUTER));
  bakery_stove_emit_is_open (f->stove, TRUE);
  bakery_stove_emit_door (f->stove, 255);
  bakery_stove_emit_shelf (f->stove, 32767);
  bakery_stove_emit_rack (f->stove, 65535);
  bakery_stove_emit_depth (f->stove, 5);
  bakery_stove_emit_loaves (f->stove, 6);
  bakery_stove_emit_balance (f->stove, G_MAXINT64);
  bakery_stove_emit_serial (f->stove, 7);
  bakery_stove_emit_humidity (f->stove, 0.25f);
  bakery_stove_emit_left (f->stove, 8);
  bakery_stove_emit_started (f->stove, 9);
  bakery_stove_emit_recipe (f->stove, "cake.txt");
  bakery_stove_emit_guests (f->stove, TRUE, 10);
  bakery_stove_emit_names (f->stove, names);
  bakery_stove_emit_levels (f->stove, levels, 1);
  bakery_stove_emit_picture (f->stove, picture);
  bakery_stove_emit_setting (f->stove, g_variant_new_uint32 (11));

  g_assert_cmpuint (info->n_events, ==, 22);
  for (guint i = 0; i < info->n_events; i++)
    {
      GParamSpec *property = g_object_class_find_property (G_OBJECT_GET_CLASS (other), info->events[i]->name);
      g_auto(GValue) mine = G_VALUE_INIT;
      g_auto(GValue) its = G_VALUE_INIT;

      g_object_get_property (G_OBJECT (f->stove), property->name, &mine);
      g_assert_false (g_param_value_defaults (property, &mine));
      g_object_set_property (G_OBJECT (other), property->name, &mine);
      g_object_get_property (G_OBJECT (other), property->name, &its);
      if (!G_VALUE_HOLDS_BOXED (&mine))
        g_assert_cmpint (g_param_values_cmp (property, &mine, &its), ==, 0);
    }
  g_assert_true (bakery_stove_get_guests (other, &guests));
  g_assert_cmpuint (guests, ==, 10);
  its_names = bakery_stove_dup_names (other);
  g_assert_cmpstrv (its_names->names, names);
  its_levels = bakery_stove_dup_levels (other);
  g_assert_cmpmem (its_levels->levels, its_levels->n_levels * sizeof (double), levels, sizeof levels);
  its_picture = bakery_stove_dup_picture (other);
  g_assert_true (g_bytes_equal (its_picture, picture));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/object/state/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("begins-with-its-default", test_begins_with_its_default);
  ADD ("is-what-was-emitted-last", test_is_what_was_emitted_last);
  ADD ("a-newcomer-is-told", test_a_newcomer_is_told);
  ADD ("only-the-newcomer-is-told", test_only_the_newcomer_is_told);
  ADD ("each-emission-is-told", test_each_emission_is_told);
  ADD ("a-single-shot-hears-what-it-is", test_a_single_shot_hears_what_it_is);
  ADD ("a-unique-one-is-told-once", test_a_unique_one_is_told_once);
  ADD ("a-direct-newcomer-is-told-at-once", test_a_direct_newcomer_is_told_at_once);
  ADD ("without-a-value-nobody-is-told", test_without_a_value_nobody_is_told);
  ADD ("an-ended-connection-is-not-told", test_an_ended_connection_is_not_told);
  ADD ("a-forward-sets-it", test_a_forward_sets_it);
  ADD ("a-stream-begins-with-it", test_a_stream_begins_with_it);
  ADD ("next-is-a-change", test_next_is_a_change);
  ADD ("what-is-outdated-is-left-out", test_what_is_outdated_is_left_out);
  ADD ("threads-agree", test_threads_agree);
  ADD ("is-a-property", test_is_a_property);
  ADD ("is-notified-on-its-loop", test_is_notified_on_its_loop);
  ADD ("every-type-is-a-property", test_every_type_is_a_property);

  return g_test_run ();
}
