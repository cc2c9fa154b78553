/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a bus makes of objects and of a link, one beside the other on one loop. */

#include <hark/hark.h>

#include "bus/bus-private.h"
#include "maker.h"
#include "object/seat/remote-private.h"
#include "record-private.h"
#include "wire/payload-private.h"

typedef struct
{
  HarkLoop  *loop;
  HarkBus   *bus;
  TestMaker *maker;
  GString   *diary;    /* what slots and handlers saw */
  Record     record;
  gint       is_flushed;  /* atomic */
} Fixture;

#define REPORT(f, what, ...) hark_bus_reports.what ((f)->bus, __VA_ARGS__)

static void
step (Fixture *f)
{
  hark_loop_run_until_idle (f->loop);
}

static void
diary_assert (Fixture    *f,
              const char *text)
{
  step (f);
  g_assert_cmpstr (f->diary->str, ==, text);
  g_string_truncate (f->diary, 0);
}

/* --- The maker --- */

static void
tune (TestMaker *self,
      guint64    n)
{
  Fixture *f = test_maker_get_data (self);

  g_string_append_printf (f->diary, "tune %" G_GUINT64_FORMAT "\n", n);
}

static guint64
count (TestMaker *self,
       guint64    n)
{
  return n + 1;
}

static void
check (TestMaker  *self,
       TestOrder  *order,
       GError    **error)
{
  if (order->id == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no room for a %s", order->product);
}

static TestOrder *
fetch (TestMaker  *self,
       guint64     id,
       GError    **error)
{
  return test_order_new (id, "chair");
}

static const TestMakerSlots slots = { .tune = tune, .count = count, .check = check, .fetch = fetch };

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
  f->maker = test_maker_new (f->loop, &slots, f, NULL);
  record_init (&f->record);
  HARK_CONNECT_DATA (f->bus, hark_bus_refused, f->bus, on_refused, f, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->maker);
  g_clear_object (&f->bus);
  step (f);
  g_clear_object (&f->loop);
  record_clear (&f->record);
  g_string_free (f->diary, TRUE);
}

static void
link_up (Fixture *f)
{
  hark_bus_link_up (f->bus, &f->record.link);
  step (f);
}

static void
link_down (Fixture *f)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the wire is cut");

  hark_bus_link_down (f->bus, &f->record.link, reason);
  step (f);
}

static GBytes *
bytes (const char *text)
{
  return hark_payload_serialise (g_variant_new_parsed (text));
}

static void
assert_ready (gpointer    object,
              int         code,
              const char *words)
{
  g_autoptr(GError) error = NULL;
  gboolean is_ready = hark_object_await_ready (HARK_OBJECT (object), HARK_FOREVER, NULL, &error);

  if (words == NULL)
    {
      g_assert_no_error (error);
      g_assert_true (is_ready);
      return;
    }
  g_assert_error (error, HARK_ERROR, code);
  g_assert_cmpstr (error->message, ==, words);
}

static void
assert_export_not_ready (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_object_await_ready (HARK_OBJECT (f->maker), 0, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
}

static void
assert_remote_not_ready (Fixture   *f,
                         TestMaker *remote)
{
  HarkRemote *behind = hark_seat_get_remote (&remote->seat);
  g_autoptr(HarkFuture) future = behind->funcs->ready (behind);

  step (f);
  g_assert_false (hark_future_is_settled (future));
}

static void
export (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_bus_export (f->bus, HARK_OBJECT (f->maker), "line-1", &error));
  g_assert_no_error (error);
  step (f);
}

/* --- Exports --- */

static void
test_export_is_asked_for_and_ready (Fixture       *f,
                                    gconstpointer  data)
{
  link_up (f);
  export(f);
  record_assert (&f->record, "export 1: Test.Maker line-1\n");
  assert_export_not_ready (f);
  REPORT (f, exported, 1);
  assert_ready (f->maker, 0, NULL);
  hark_bus_unexport (f->bus, HARK_OBJECT (f->maker));
  step (f);
  record_assert (&f->record, "unexport 1\n");
}

static void
test_export_waits_for_a_link (Fixture       *f,
                              gconstpointer  data)
{
  g_assert_true (hark_bus_export_group (f->bus, HARK_OBJECT (f->maker), "line-1", NULL));
  step (f);
  link_up (f);
  record_assert (&f->record, "export 1: Test.Maker line-1, a group\n");
}

static void
test_refused_export_is_told_twice (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(GError) error = g_error_new_literal (HARK_ERROR, HARK_ERROR_EXISTS, "taken");

  link_up (f);
  export(f);
  REPORT (f, refused, 1, error);
  assert_ready (f->maker, HARK_ERROR_EXISTS, "taken");
  diary_assert (f, "refused: taken\n");
}

static void
test_export_ends_with_its_object (Fixture       *f,
                                  gconstpointer  data)
{
  link_up (f);
  export(f);
  REPORT (f, heard, 1, &test_maker_made__source, TRUE);
  g_clear_object (&f->maker);
  step (f);
  record_assert (&f->record, "export 1: Test.Maker line-1\nunexport 1\n");
}

static void
assert_not_exported (Fixture    *f,
                     gpointer    object,
                     const char *name,
                     int         code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_bus_export (f->bus, HARK_OBJECT (object), name, &error));
  g_assert_error (error, HARK_ERROR, code);
}

static void
test_what_cannot_be_exported (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-2", f->loop);

  assert_not_exported (f, f->maker, "", HARK_ERROR_INVALID);
  assert_not_exported (f, f->maker, "*", HARK_ERROR_INVALID);
  assert_not_exported (f, f->maker, "a b", HARK_ERROR_INVALID);
  assert_not_exported (f, f->maker, "\xff", HARK_ERROR_INVALID);
  assert_not_exported (f, remote, "line-3", HARK_ERROR_REFUSED);
}

static void
test_only_heard_events_are_published (Fixture       *f,
                                      gconstpointer  data)
{
  link_up (f);
  export(f);
  record_assert (&f->record, "export 1: Test.Maker line-1\n");
  g_assert_false (hark_seat_is_heard (&f->maker->seat, test_maker_made__source.index));
  test_maker_emit_made (f->maker, "chair", 1);
  step (f);
  record_assert (&f->record, "");

  REPORT (f, heard, 1, &test_maker_made__source, TRUE);
  g_assert_true (hark_seat_is_heard (&f->maker->seat, test_maker_made__source.index));
  g_assert_false (hark_seat_is_heard (&f->maker->seat, test_maker_filled__source.index));
  test_maker_emit_made (f->maker, "chair", 2);
  test_maker_emit_made (f->maker, "chair", 3);
  step (f);
  record_assert (&f->record, "publish 1: made ('chair', 2)\npublish 1: made ('chair', 3)\n");

  REPORT (f, heard, 1, &test_maker_made__source, FALSE);
  g_assert_false (hark_seat_is_heard (&f->maker->seat, test_maker_made__source.index));
  test_maker_emit_made (f->maker, "chair", 4);
  step (f);
  record_assert (&f->record, "");
}

static void
test_records_are_published (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(TestOrder) order = test_order_new (7, "lamp");

  link_up (f);
  export(f);
  REPORT (f, heard, 1, &test_maker_filled__source, TRUE);
  test_maker_emit_filled (f->maker, order);
  step (f);
  record_assert (&f->record, "export 1: Test.Maker line-1\npublish 1: filled ((7, 'lamp'),)\n");
}

static void
test_what_cannot_be_encoded_is_told (Fixture       *f,
                                     gconstpointer  data)
{
  link_up (f);
  export(f);
  REPORT (f, heard, 1, &test_maker_made__source, TRUE);
  test_maker_emit_made (f->maker, "\xff", 1);
  diary_assert (f, "refused: 'product' is not UTF-8\n");
}

/* --- Calls that come in --- */

static void
report_call (Fixture            *f,
             guint64             call,
             const HarkSlotInfo *slot,
             const char         *arguments)
{
  g_autoptr(GBytes) payload = bytes (arguments);

  REPORT (f, called, call, 1, slot, FALSE, slot->signature->variant_type, HARK_FOREVER, hark_span_of (payload));
  step (f);
}

static void
test_calls_are_run_and_answered (Fixture       *f,
                                 gconstpointer  data)
{
  link_up (f);
  export(f);
  record_assert (&f->record, "export 1: Test.Maker line-1\n");
  report_call (f, 0, &test_maker_tune__target, "(uint64 3,)");
  record_assert (&f->record, "");
  diary_assert (f, "tune 3\n");
  report_call (f, 8, &test_maker_tune__target, "(uint64 4,)");
  record_assert (&f->record, "answer 8: nothing\n");
  diary_assert (f, "tune 4\n");
  report_call (f, 9, &test_maker_count__target, "(uint64 41,)");
  record_assert (&f->record, "answer 9: something\n");
  {
    g_autoptr(GBytes) expected = bytes ("(uint64 42,)");

    g_assert_true (g_bytes_equal (f->record.payload, expected));
  }
  report_call (f, 10, &test_maker_fetch__target, "(uint64 5,)");
  {
    g_autoptr(GBytes) expected = bytes ("((uint64 5, 'chair'),)");

    g_assert_true (g_bytes_equal (f->record.payload, expected));
  }
}

static void
test_errors_of_slots_are_answers (Fixture       *f,
                                  gconstpointer  data)
{
  link_up (f);
  export(f);
  report_call (f, 9, &test_maker_check__target, "((uint64 0, 'chair'),)");
  report_call (f, 10, &test_maker_check__target, "((uint64 1, 'chair'),)");
  record_assert (&f->record, "export 1: Test.Maker line-1\nanswer 9: no room for a chair\nanswer 10: nothing\n");
}

static void
test_broken_arguments_are_refused (Fixture       *f,
                                   gconstpointer  data)
{
  link_up (f);
  export(f);
  report_call (f, 9, &test_maker_count__target, "(byte 1,)");
  record_assert (&f->record, "export 1: Test.Maker line-1\n"
                             "answer 9: bytes of type (t) that are not in normal form\n");
  report_call (f, 0, &test_maker_tune__target, "(byte 1,)");
  diary_assert (f, "refused: bytes of type (t) that are not in normal form\n");
}

static void
test_a_call_that_meets_the_end_was_not_run (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr(GBytes) payload = bytes ("(uint64 41,)");

  link_up (f);
  export(f);
  REPORT (f, called, 9, 1, &test_maker_count__target, FALSE, "(t)", HARK_FOREVER, hark_span_of (payload));
  g_clear_object (&f->maker);
  step (f);
  g_assert_true (g_str_has_prefix (f->record.text->str, "export 1: Test.Maker line-1\nunexport 1\nanswer 9: "));
  g_assert_true (g_str_has_suffix (f->record.text->str, ", not run\n"));
}

/* --- Remotes --- */

static void
on_made (Fixture    *f,
         const char *product,
         guint64     serial)
{
  g_string_append_printf (f->diary, "made %s %" G_GUINT64_FORMAT "\n", product, serial);
}

static void
report_made (Fixture       *f,
             const guint64 *numbers,
             guint          n,
             const char    *values)
{
  g_autoptr(GBytes) payload = bytes (values);

  REPORT (f, event, numbers, n, "(st)", hark_span_of (payload), payload);
}

static void
test_a_remote_subscribes_while_it_is_heard (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);
  HarkConnection *one;
  HarkConnection *two;

  link_up (f);
  record_assert (&f->record, "");
  one = HARK_CONNECT_DATA (remote, test_maker_made, f->bus, on_made, f, NULL);
  two = HARK_CONNECT_DATA (remote, test_maker_made, f->bus, on_made, f, NULL);
  step (f);
  record_assert (&f->record, "subscribe 1: made of line-1\n");
  report_made (f, (guint64[]) { 1 }, 1, "('chair', uint64 1)");
  diary_assert (f, "made chair 1\nmade chair 1\n");
  hark_connection_disconnect (one);
  step (f);
  record_assert (&f->record, "");
  hark_connection_disconnect (two);
  step (f);
  record_assert (&f->record, "unsubscribe 1\n");
  one = HARK_CONNECT_DATA (remote, test_maker_made, f->bus, on_made, f, NULL);
  step (f);
  record_assert (&f->record, "subscribe 2: made of line-1\n");
  g_clear_object (&remote);
  step (f);
  record_assert (&f->record, "unsubscribe 2\n");
}

static void
test_a_dropped_wait_unsubscribes (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);
  HarkFuture *next = test_maker_next_made (remote);

  link_up (f);
  record_assert (&f->record, "subscribe 1: made of line-1\n");
  hark_future_unref (next);
  step (f);
  record_assert (&f->record, "unsubscribe 1\n");
}

static void
test_each_remote_hears_it (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(TestMaker) one = test_maker_new_remote (f->bus, "line-1", f->loop);
  g_autoptr(TestMaker) all = test_maker_new_remote (f->bus, "*", f->loop);

  link_up (f);
  HARK_CONNECT_DATA (one, test_maker_made, f->bus, on_made, f, NULL);
  HARK_CONNECT_DATA (all, test_maker_made, f->bus, on_made, f, NULL);
  step (f);
  record_assert (&f->record, "subscribe 1: made of line-1\nsubscribe 2: made of *\n");
  report_made (f, (guint64[]) { 1, 2, 77 }, 3, "('chair', uint64 1)");
  diary_assert (f, "made chair 1\nmade chair 1\n");
  report_made (f, (guint64[]) { 2 }, 1, "('chair', uint64 2)");
  diary_assert (f, "made chair 2\n");
  report_made (f, (guint64[]) { 2 }, 1, "(byte 2,)");
  diary_assert (f, "refused: bytes of type (st) that are not in normal form\n");
}

/* What one remote alone hears, as the link tells it. */
static void
report_run (Fixture           *f,
            guint64            number,
            const char *const *texts)
{
  GBytes *all[8];
  HarkSpan payloads[8];
  guint n = 0;

  for (; texts[n] != NULL; n++)
    {
      all[n] = bytes (texts[n]);
      payloads[n] = hark_span_of (all[n]);
    }
  REPORT (f, run, number, "(st)", payloads, n, NULL);
  while (n > 0)
    g_bytes_unref (all[--n]);
  step (f);
}

/* Bytes that are refused hurt no event beside them. */
static void
test_what_is_refused_ends_no_run (Fixture       *f,
                                  gconstpointer  data)
{
  static const char *const texts[] = { "('a', uint64 1)", "('b', uint64 2)", "(byte 2,)", "(byte 3,)", "('c', uint64 3)", NULL };
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);

  link_up (f);
  HARK_CONNECT_DATA (remote, test_maker_made, f->bus, on_made, f, NULL);
  step (f);
  record_assert (&f->record, "subscribe 1: made of line-1\n");
  for (guint i = 0; i < 2; i++)
    {
      report_run (f, 1, texts);
      diary_assert (f, "made a 1\nmade b 2\n"
                       "refused: bytes of type (st) that are not in normal form\n"
                       "refused: bytes of type (st) that are not in normal form\n"
                       "made c 3\n");
    }
  report_run (f, 77, texts);
  diary_assert (f, "");
}

static void
test_a_remote_is_ready_with_its_subscriptions (Fixture       *f,
                                               gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);
  g_autoptr(GError) error = g_error_new_literal (HARK_ERROR, HARK_ERROR_MISMATCH, "another schema");

  assert_remote_not_ready (f, remote);
  link_up (f);
  assert_ready (remote, 0, NULL);
  HARK_CONNECT_DATA (remote, test_maker_made, f->bus, on_made, f, NULL);
  assert_remote_not_ready (f, remote);
  REPORT (f, subscribed, 1);
  assert_ready (remote, 0, NULL);
  {
    g_autoptr(HarkFuture) next = test_maker_next_filled (remote);

    g_assert_false (hark_future_is_settled (next));
    assert_remote_not_ready (f, remote);
    REPORT (f, refused, 2, error);
    assert_ready (remote, HARK_ERROR_MISMATCH, "another schema");
    diary_assert (f, "refused: another schema\n");
  }
}

static void
test_ready_does_not_wait_for_what_was_given_up (Fixture       *f,
                                                gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);
  g_autoptr(HarkFuture) ready = NULL;
  HarkConnection *connection;

  link_up (f);
  connection = HARK_CONNECT_DATA (remote, test_maker_made, f->bus, on_made, f, NULL);
  ready = hark_seat_get_remote (&remote->seat)->funcs->ready (hark_seat_get_remote (&remote->seat));
  step (f);
  g_assert_false (hark_future_is_settled (ready));
  hark_connection_disconnect (connection);
  step (f);
  g_assert_true (hark_future_is_settled (ready));
}

static void
test_a_remote_calls (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) full = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  g_autoptr(HarkFuture) counted = NULL;
  g_autoptr(HarkFuture) failed = NULL;
  g_autoptr(HarkFuture) broken = NULL;
  g_autoptr(GBytes) answer = bytes ("(uint64 42,)");
  g_autoptr(GBytes) nonsense = bytes ("(byte 42,)");
  guint64 result;

  link_up (f);
  g_assert_true (test_maker_tune (remote, 3));
  counted = test_maker_call_count (remote, 41);
  failed = test_maker_call_count (remote, 42);
  broken = test_maker_call_count (remote, 43);
  step (f);
  record_assert (&f->record, "call 0: tune of line-1 (3,)\ncall 1: count of line-1 (41,), wants an answer\n"
                             "call 2: count of line-1 (42,), wants an answer\n"
                             "call 3: count of line-1 (43,), wants an answer\n");
  g_assert_false (hark_future_is_settled (counted));
  REPORT (f, answered, 1, hark_span_of (answer), NULL);
  REPORT (f, answered, 2, HARK_SPAN_NONE, full);
  REPORT (f, answered, 3, hark_span_of (nonsense), NULL);
  REPORT (f, answered, 3, hark_span_of (answer), NULL);
  g_assert_true (test_maker_finish_count (counted, &result, &error));
  g_assert_cmpuint (result, ==, 42);
  g_assert_false (test_maker_finish_count (failed, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  g_assert_false (test_maker_finish_count (broken, &result, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  diary_assert (f, "");
}

static void
test_a_connection_calls_a_remote (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);
  g_autoptr(TestDial) dial = test_dial_new (f->loop, NULL, NULL, NULL);

  link_up (f);
  HARK_CONNECT (dial, test_dial_turned, remote, test_maker_tune);
  test_dial_emit_turned (dial, 3);
  test_dial_emit_turned (dial, 4);
  step (f);
  record_assert (&f->record, "call 0: tune of line-1 (3,)\ncall 0: tune of line-1 (4,)\n");
}

static void
assert_not_answered (HarkFuture *future,
                     int         code,
                     const char *words)
{
  g_autoptr(GError) error = NULL;
  guint64 result;

  g_assert_true (hark_future_is_settled (future));
  g_assert_false (test_maker_finish_count (future, &result, &error));
  g_assert_error (error, HARK_ERROR, code);
  g_assert_cmpstr (error->message, ==, words);
}

static void
assert_fetched (Fixture   *f,
                TestMaker *remote,
                guint64    call,
                gsize      size)
{
  g_autofree char *product = g_strnfill (size, 'x');
  g_autoptr(HarkFuture) fetched = test_maker_call_fetch (remote, size);
  g_autoptr(GVariant) result = g_variant_ref_sink (g_variant_new ("((ts))", (guint64) size, product));
  g_autoptr(GBytes) answer = hark_payload_serialise (result);
  g_autoptr(GError) error = NULL;
  g_autoptr(TestOrder) order = NULL;

  step (f);
  REPORT (f, answered, call, hark_span_of (answer), NULL);
  g_assert_true (test_maker_finish_fetch (fetched, &order, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (order->id, ==, size);
  g_assert_cmpstr (order->product, ==, product);
}

static void
assert_checked (Fixture   *f,
                TestMaker *remote,
                guint64    call,
                gsize      size)
{
  g_autofree char *product = g_strnfill (size, 'x');
  g_autofree char *expected = g_strdup_printf ("call %" G_GUINT64_FORMAT ": check of line-2 ((%" G_GSIZE_FORMAT ", '%s'),), wants an answer\n",
                                               call, size, product);
  g_autoptr(TestOrder) order = test_order_new (size, product);
  g_autoptr(HarkFuture) checked = test_maker_call_check (remote, order);

  step (f);
  record_assert (&f->record, expected);
  REPORT (f, answered, call, HARK_SPAN_NONE, NULL);
  g_assert_true (test_maker_finish_check (checked, NULL));
}

/* What is small has a place of its own, and so has what is large. */
static void
test_arguments_and_results_of_any_size_cross (Fixture       *f,
                                              gconstpointer  data)
{
  static const gsize sizes[] = { 0, 7, 8, 30, 31, 32, 33, 100, 480, 520, 5000, 100000 };
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-2", f->loop);
  guint64 call = 0;

  link_up (f);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      assert_checked (f, remote, ++call, sizes[i]);
      assert_fetched (f, remote, ++call, sizes[i]);
      g_string_truncate (f->record.text, 0);
    }
}

static void
test_all_cannot_answer (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(TestMaker) all = test_maker_new_remote (f->bus, "*", f->loop);
  g_autoptr(HarkFuture) future = NULL;

  link_up (f);
  g_assert_true (test_maker_tune (all, 3));
  future = test_maker_call_count (all, 41);
  step (f);
  record_assert (&f->record, "call 0: tune of * (3,)\n");
  assert_not_answered (future, HARK_ERROR_REFUSED,
                       "'slot Test.Maker.count (uint64 n) -> uint64' has an answer, and \"*\" stands for many "
                       "objects: call one of them by its name");
}

static void
test_a_name_that_cannot_be (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "a b", f->loop);
  g_autoptr(HarkFuture) future = NULL;
  const char *words = "\"a b\" is no name: it must be UTF-8 without spaces, control characters or '*', and not be empty";

  link_up (f);
  HARK_CONNECT_DATA (remote, test_maker_made, f->bus, on_made, f, NULL);
  future = test_maker_call_count (remote, 41);
  g_assert_false (test_maker_tune (remote, 3));
  step (f);
  record_assert (&f->record, "");
  assert_not_answered (future, HARK_ERROR_INVALID, words);
  assert_ready (remote, HARK_ERROR_INVALID, words);
}

/* --- Without a link, and when it is lost --- */

static void
test_without_a_link_calls_fail (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);
  g_autoptr(HarkFuture) future = test_maker_call_count (remote, 41);
  g_autoptr(GError) error = NULL;
  const char *words = "the bus is joined to nothing: connect a peer of it to a broker first";

  step (f);
  assert_not_answered (future, HARK_ERROR_UNREACHABLE, words);
  test_maker_tune (remote, 3);
  diary_assert (f, "refused: the bus is joined to nothing: connect a peer of it to a broker first\n");
  g_assert_false (hark_bus_flush (f->bus, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_UNREACHABLE);
}

static void
test_a_lost_link_ends_every_wait (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);
  g_autoptr(HarkFuture) call = NULL;
  g_autoptr(HarkFuture) late = NULL;
  g_autoptr(HarkFuture) next = NULL;
  g_autoptr(GError) error = NULL;

  link_up (f);
  export(f);
  next = test_maker_next_made (remote);
  call = test_maker_call_count (remote, 41);
  step (f);
  assert_export_not_ready (f);
  assert_remote_not_ready (f, remote);
  link_down (f);
  assert_not_answered (call, HARK_ERROR_PEER_GONE, "the wire is cut");
  assert_ready (f->maker, HARK_ERROR_PEER_GONE, "the wire is cut");
  assert_ready (remote, HARK_ERROR_PEER_GONE, "the wire is cut");
  g_assert_true (hark_future_is_settled (next));
  g_assert_null (test_maker_finish_made (next, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_PEER_GONE);
  late = test_maker_call_count (remote, 41);
  step (f);
  assert_not_answered (late, HARK_ERROR_PEER_GONE, "the wire is cut");
}

static void
test_a_remote_is_read_as_a_stream (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-1", f->loop);
  g_autoptr(HarkStream) stream = test_maker_stream_made (remote);
  g_autoptr(TestMakerMade) made = NULL;
  g_autoptr(GError) error = NULL;

  link_up (f);
  step (f);
  record_assert (&f->record, "subscribe 1: made of line-1\n");
  report_made (f, (guint64[]) { 1 }, 1, "('chair', uint64 7)");
  step (f);
  link_down (f);
  made = test_maker_stream_next_made (stream, HARK_FOREVER, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made->serial, ==, 7);
  g_assert_null (test_maker_stream_next_made (stream, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_PEER_GONE);
}

static void
test_the_next_link_is_asked_again (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-2", f->loop);

  link_up (f);
  export(f);
  HARK_CONNECT_DATA (remote, test_maker_made, f->bus, on_made, f, NULL);
  step (f);
  REPORT (f, heard, 1, &test_maker_made__source, TRUE);
  record_assert (&f->record, "export 1: Test.Maker line-1\nsubscribe 2: made of line-2\n");
  link_down (f);
  g_assert_false (hark_seat_is_heard (&f->maker->seat, test_maker_made__source.index));
  test_maker_emit_made (f->maker, "chair", 1);
  link_up (f);
  record_assert (&f->record, "subscribe 2: made of line-2\nexport 1: Test.Maker line-1\n");
  assert_remote_not_ready (f, remote);
  REPORT (f, subscribed, 2);
  assert_ready (remote, 0, NULL);
}

static void
test_an_answer_does_not_go_to_another_link (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr(GBytes) payload = bytes ("(uint64 41,)");

  link_up (f);
  export(f);
  REPORT (f, called, 9, 1, &test_maker_count__target, FALSE, "(t)", HARK_FOREVER, hark_span_of (payload));
  {
    g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the wire is cut");

    hark_bus_link_down (f->bus, &f->record.link, reason);
  }
  link_up (f);
  record_assert (&f->record, "export 1: Test.Maker line-1\nexport 1: Test.Maker line-1\n");
}

static gpointer
flush_beside (gpointer data)
{
  Fixture *f = data;
  g_autoptr(GError) error = NULL;

  hark_bus_flush (f->bus, HARK_FOREVER, NULL, &error);
  g_assert_no_error (error);
  g_atomic_int_set (&f->is_flushed, TRUE);
  return NULL;
}

static void
test_a_flush_waits_for_the_link (Fixture       *f,
                                 gconstpointer  data)
{
  GThread *thread;

  link_up (f);
  thread = g_thread_new ("flush", flush_beside, f);
  while (f->record.text->len == 0)
    step (f);
  record_assert (&f->record, "flush 1\n");
  g_assert_false (g_atomic_int_get (&f->is_flushed));
  REPORT (f, flushed, 1);
  g_thread_join (thread);
  g_assert_true (f->is_flushed);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add ("/bus/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("remote/is-called-by-a-connection", test_a_connection_calls_a_remote);
  TEST ("export/is-asked-for-and-ready", test_export_is_asked_for_and_ready);
  TEST ("export/waits-for-a-link", test_export_waits_for_a_link);
  TEST ("export/refused-is-told-twice", test_refused_export_is_told_twice);
  TEST ("export/ends-with-its-object", test_export_ends_with_its_object);
  TEST ("export/what-cannot-be-exported", test_what_cannot_be_exported);
  TEST ("export/only-heard-events-are-published", test_only_heard_events_are_published);
  TEST ("export/records-are-published", test_records_are_published);
  TEST ("export/what-cannot-be-encoded-is-told", test_what_cannot_be_encoded_is_told);
  TEST ("export/calls-are-run-and-answered", test_calls_are_run_and_answered);
  TEST ("export/errors-of-slots-are-answers", test_errors_of_slots_are_answers);
  TEST ("export/broken-arguments-are-refused", test_broken_arguments_are_refused);
  TEST ("export/a-call-that-meets-the-end-was-not-run", test_a_call_that_meets_the_end_was_not_run);
  TEST ("remote/subscribes-while-it-is-heard", test_a_remote_subscribes_while_it_is_heard);
  TEST ("remote/a-dropped-wait-unsubscribes", test_a_dropped_wait_unsubscribes);
  TEST ("remote/each-hears-it", test_each_remote_hears_it);
  TEST ("remote/what-is-refused-ends-no-run", test_what_is_refused_ends_no_run);
  TEST ("remote/is-ready-with-its-subscriptions", test_a_remote_is_ready_with_its_subscriptions);
  TEST ("remote/ready-does-not-wait-for-what-was-given-up", test_ready_does_not_wait_for_what_was_given_up);
  TEST ("remote/is-read-as-a-stream", test_a_remote_is_read_as_a_stream);
  TEST ("remote/calls", test_a_remote_calls);
  TEST ("remote/arguments-and-results-of-any-size-cross", test_arguments_and_results_of_any_size_cross);
  TEST ("remote/all-cannot-answer", test_all_cannot_answer);
  TEST ("remote/a-name-that-cannot-be", test_a_name_that_cannot_be);
  TEST ("link/without-one-calls-fail", test_without_a_link_calls_fail);
  TEST ("link/a-lost-one-ends-every-wait", test_a_lost_link_ends_every_wait);
  TEST ("link/the-next-is-asked-again", test_the_next_link_is_asked_again);
  TEST ("link/an-answer-does-not-go-to-another", test_an_answer_does_not_go_to_another_link);
  TEST ("link/a-flush-waits-for-it", test_a_flush_waits_for_the_link);
  return g_test_run ();
}
