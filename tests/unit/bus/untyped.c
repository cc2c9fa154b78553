/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events and slots elsewhere without their schema: what a bus asks of its link for them, and what it
 * makes of what that reports. */

#include <hark/hark.h>

#include "bus/bus-private.h"
#include "record-private.h"
#include "wire/payload-private.h"

#define MADE_TEXT  "event Test.Maker.made (string product, uint64 serial)"
#define COUNT_TEXT "slot Test.Maker.count (uint64 n) -> uint64"

typedef struct
{
  HarkLoop *loop;
  HarkBus  *bus;
  GString  *diary;  /* what handlers and those who await saw */
  Record    record;
} Fixture;

#define REPORT(f, what, ...) hark_bus_reports.what ((f)->bus, __VA_ARGS__)

static void
diary_assert (Fixture    *f,
              const char *text)
{
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpstr (f->diary->str, ==, text);
  g_string_truncate (f->diary, 0);
}

/* What the bus has asked of the link. */
static void
link_assert (Fixture    *f,
             const char *text)
{
  hark_loop_run_until_idle (f->loop);
  record_assert (&f->record, text);
}

static void
link_up (Fixture *f)
{
  hark_loop_run_until_idle (f->loop);
  hark_bus_link_up (f->bus, &f->record.link);
}

static void
link_down (Fixture *f)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "it has gone");

  hark_bus_link_down (f->bus, &f->record.link, reason);
}

static void
on_refused (Fixture    *f,
            const char *reason)
{
  g_string_append_printf (f->diary, "refused: %s\n", reason);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->loop = hark_loop_new ("test");
  f->bus = hark_bus_new (f->loop);
  f->diary = g_string_new (NULL);
  record_init (&f->record);
  HARK_CONNECT_DATA (f->bus, hark_bus_refused, f->bus, on_refused, f, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->bus);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  record_clear (&f->record);
  g_string_free (f->diary, TRUE);
}

/* --- importing --- */

static HarkMessage *
on_message (HarkMessage  *message,
            gpointer      context,
            gpointer      data,
            GError      **error)
{
  Fixture *f = data;
  g_autofree char *values = g_variant_print (hark_message_get_payload (message), FALSE);

  g_string_append_printf (f->diary, "%s from %s: %s, %s\n", hark_message_get_topic (message),
                          hark_message_get_sender (message), values, hark_message_get_signature (message));
  return NULL;
}

static void
subscribe (Fixture    *f,
           const char *topic)
{
  const char *const topics[] = { topic, NULL };

  g_assert_nonnull (hark_bus_subscribe (f->bus, topics, NULL, f->bus, on_message, f, NULL, NULL));
}

static void
import (Fixture    *f,
        const char *pattern)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_bus_import (f->bus, pattern, &error));
  g_assert_no_error (error);
}

static void
report (Fixture    *f,
        const char *name,
        const char *type,
        GVariant   *values)
{
  const HarkWatched watched = { "Test.Maker", name, "made", MADE_TEXT, type };
  g_autoptr(GBytes) payload = hark_payload_serialise (values);

  REPORT (f, watched, &watched, hark_span_of (payload), payload);
}

static void
test_what_is_imported_is_published (Fixture       *f,
                                    gconstpointer  data)
{
  subscribe (f, "Test.Maker/*/made");
  import (f, "Test.Maker/**");
  link_up (f);
  link_assert (f, "watch 1: Test.Maker/**\n");
  report (f, "line-1", "(st)", g_variant_new ("(st)", "chair", G_GUINT64_CONSTANT (7)));
  diary_assert (f, "Test.Maker/line-1/made from Test.Maker: ('chair', 7), " MADE_TEXT "\n");
}

static void
test_each_link_is_asked (Fixture       *f,
                         gconstpointer  data)
{
  link_up (f);
  import (f, "a/**");
  import (f, "b/**");
  import (f, "a/**");
  link_assert (f, "watch 1: a/**\nwatch 2: b/**\nwatch 3: a/**\n");
  hark_bus_end_import (f->bus, "b/**");
  hark_bus_end_import (f->bus, "nothing");
  link_assert (f, "unsubscribe 2\n");
  link_down (f);
  link_up (f);
  g_assert_nonnull (strstr (f->record.text->str, "watch 1: a/**\n"));
  g_assert_nonnull (strstr (f->record.text->str, "watch 3: a/**\n"));
  g_assert_null (strstr (f->record.text->str, "b/**"));
}

static void
test_what_is_no_pattern (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_bus_import (f->bus, "Test.M*", &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
}

static void
test_bytes_that_are_not_of_their_type (Fixture       *f,
                                       gconstpointer  data)
{
  import (f, "**");
  link_up (f);
  report (f, "line-1", "(st)", g_variant_new ("(y)", 7));
  diary_assert (f, "refused: bytes of type (st) that are not in normal form\n");
}

/* --- calling --- */

static GVariant *
describe_count (void)
{
  return g_variant_new ("(ssstst)", "count", COUNT_TEXT, "(t)", (guint64) 13, "(t)", (guint64) 14);
}

static void
on_answered (HarkFuture *future,
             gpointer    context,
             gpointer    data)
{
  Fixture *f = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = hark_bus_finish_call (future, &error);
  g_autofree char *text = answer != NULL ? g_variant_print (answer, FALSE) : NULL;

  g_string_append_printf (f->diary, "%s\n", answer != NULL ? text : error->message);
}

static void
call (Fixture  *f,
      GVariant *slot,
      GVariant *arguments)
{
  g_autoptr(HarkFuture) future = hark_bus_call (f->bus, "Test.Maker", "line-1", slot, arguments);

  hark_future_then (future, f->bus, on_answered, f, NULL);
}

static void
answer (Fixture  *f,
        guint64   number,
        GVariant *values)
{
  g_autoptr(GBytes) payload = values != NULL ? hark_payload_serialise (values) : NULL;

  REPORT (f, answered, number, payload != NULL ? hark_span_of (payload) : HARK_SPAN_NONE, NULL);
}

static void
test_a_call_is_answered (Fixture       *f,
                         gconstpointer  data)
{
  link_up (f);
  call (f, describe_count (), g_variant_new ("(t)", (guint64) 41));
  link_assert (f, "call 1: count of line-1 (41,), wants an answer\n");
  answer (f, 1, g_variant_new ("(t)", (guint64) 42));
  diary_assert (f, "(42,)\n");

  /* One that has no result, and one whose values take no bytes. */
  call (f, g_variant_new ("(ssstst)", "tune", "slot Test.Maker.tune (uint64 n)", "(t)", (guint64) 13, "", (guint64) 0),
        g_variant_new ("(t)", (guint64) 1));
  call (f, g_variant_new ("(ssstst)", "list", "slot Test.Maker.list () -> string[]", "()", (guint64) 1, "(as)", (guint64) 2),
        g_variant_new ("()"));
  link_assert (f, "call 2: tune of line-1 (1,), wants an answer\ncall 3: list of line-1 (), wants an answer\n");
  answer (f, 2, NULL);
  answer (f, 3, NULL);
  diary_assert (f, "()\n([],)\n");
}

static void
test_a_call_fails (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "not now");

  call (f, describe_count (), g_variant_new ("(t)", (guint64) 1));
  diary_assert (f, "the bus is joined to nothing: connect a peer of it to a broker first\n");
  link_up (f);
  call (f, describe_count (), g_variant_new ("(s)", "x"));
  diary_assert (f, "'" COUNT_TEXT "' takes (t), and not (s)\n");
  call (f, g_variant_new ("(s)", "x"), g_variant_new ("()"));
  diary_assert (f, "a description is of type (ssstst), and not (s)\n");
  call (f, g_variant_new ("(ssstst)", "count", "", "t", (guint64) 0, "", (guint64) 0), g_variant_new ("()"));
  diary_assert (f, "the type of 'count' is \"t\", which is no tuple\n");
  link_assert (f, "");

  call (f, describe_count (), g_variant_new ("(t)", (guint64) 1));
  call (f, describe_count (), g_variant_new ("(t)", (guint64) 2));
  call (f, describe_count (), g_variant_new ("(t)", (guint64) 3));
  hark_loop_run_until_idle (f->loop);
  REPORT (f, answered, 2, HARK_SPAN_NONE, error);
  answer (f, 3, g_variant_new ("(s)", "not a number"));
  link_down (f);
  diary_assert (f, "not now\nbytes of type (t) that are not in normal form\nit has gone\n");
}

/* --- exporting --- */

static HarkExporter *
offer (Fixture    *f,
       const char *name)
{
  g_autoptr(GError) error = NULL;
  GVariantBuilder events;
  HarkExporter *exporter;

  g_variant_builder_init (&events, G_VARIANT_TYPE ("a(ssstst)"));
  g_variant_builder_add (&events, "(ssstst)", "made", MADE_TEXT, "(st)", (guint64) 11, "", (guint64) 0);
  g_variant_builder_add (&events, "(ssstst)", "gone", "event Test.Maker.gone ()", "()", (guint64) 1, "", (guint64) 0);
  exporter = hark_exporter_new (f->bus, "Test.Maker", name, g_variant_builder_end (&events), &error);
  g_assert_no_error (error);
  return exporter;
}

static GVariant *
made (guint64 serial)
{
  return g_variant_new ("(st)", "chair", serial);
}

static void
test_only_what_is_heard_is_sent (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(HarkExporter) exporter = offer (f, "line-1");
  const HarkClassInfo *info;

  link_up (f);
  link_assert (f, "export 1: Test.Maker line-1\n");
  g_assert_false (hark_exporter_is_heard (exporter, "made"));
  g_assert_true (hark_exporter_emit (exporter, "made", made (1), NULL));
  link_assert (f, "");

  info = f->record.exported;
  REPORT (f, heard, 1, info->events[0], TRUE);
  g_assert_true (hark_exporter_is_heard (exporter, "made"));
  g_assert_true (hark_exporter_emit (exporter, "made", made (2), NULL));
  g_assert_true (hark_exporter_emit (exporter, "gone", g_variant_new ("()"), NULL));
  link_assert (f, "publish 1: made ('chair', 2)\n");

  /* The next link has to say so anew. */
  link_down (f);
  link_up (f);
  link_assert (f, "export 1: Test.Maker line-1\n");
  g_assert_true (hark_exporter_emit (exporter, "made", made (3), NULL));
  link_assert (f, "");

  g_clear_pointer (&exporter, hark_exporter_unref);
  link_assert (f, "unexport 1\n");
}

static void
test_what_cannot_be_emitted (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(HarkExporter) exporter = offer (f, "line-1");
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_exporter_emit (exporter, "mode", g_variant_new ("()"), &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "Test.Maker is exported without an event 'mode'");
  g_clear_error (&error);
  g_assert_false (hark_exporter_emit (exporter, "made", g_variant_new ("(ss)", "chair", "7"), &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_MISMATCH);
  g_assert_cmpstr (error->message, ==, "'" MADE_TEXT "' takes (st), and not (ss)");
  g_assert_false (hark_exporter_is_heard (exporter, "mode"));
}

static void
test_what_cannot_be_exported (Fixture       *f,
                              gconstpointer  data)
{
  GVariant *no_events = g_variant_ref_sink (g_variant_new ("a(ssstst)", NULL));
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_exporter_new (f->bus, "Test.Maker", "two words", no_events, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (hark_exporter_new (f->bus, "", "line-1", no_events, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (hark_exporter_new (f->bus, "Test.Maker", "line-1", g_variant_new ("as", NULL), &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "a description is of type a(ssstst), and not as");
  g_variant_unref (no_events);
  diary_assert (f, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add ("/bus/untyped/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("what-is-imported-is-published", test_what_is_imported_is_published);
  TEST ("each-link-is-asked", test_each_link_is_asked);
  TEST ("what-is-no-pattern", test_what_is_no_pattern);
  TEST ("bytes-that-are-not-of-their-type", test_bytes_that_are_not_of_their_type);
  TEST ("a-call-is-answered", test_a_call_is_answered);
  TEST ("a-call-fails", test_a_call_fails);
  TEST ("only-what-is-heard-is-sent", test_only_what_is_heard_is_sent);
  TEST ("what-cannot-be-emitted", test_what_cannot_be_emitted);
  TEST ("what-cannot-be-exported", test_what_cannot_be_exported);
  return g_test_run ();
}
