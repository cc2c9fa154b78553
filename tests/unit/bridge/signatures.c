/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who understands whom: signatures that differ, and those that are older or newer. */

#include "play-private.h"

/* --- What differs is refused --- */

#define MISMATCH "10, Test.Maker \"line-1\" has 'event Test.Maker.made (string product, uint64 serial)', " \
                 "but 'event Test.Maker.made (string product)' is wanted: " \
                 "both sides must be built from the same schema\n"

static void
test_mismatch_of_a_subscription_is_told_to_both (void)
{
  g_auto(Play) play = play_new_ready (NULL);

  SUBSCRIBE (play.taker, 1, &other_maker_made, "line-1");
  network_run (play.network);
  node_assert (play.taker, "refused 1: " MISMATCH);
  node_assert (play.maker, "warned: " MISMATCH);
  /* The connection lives. */
  SUBSCRIBE (play.taker, 2, &maker_made, "line-1");
  network_run (play.network);
  node_assert (play.taker, "subscribed 2\n");
}

static void
test_mismatch_of_an_export_is_told_to_both (void)
{
  g_auto(Play) play = play_new (NULL);

  SUBSCRIBE (play.taker, 1, &other_maker_made, HARK_NAME_ALL);
  network_run (play.network);
  EXPORT (play.maker, 1, &maker_info, "line-1");
  network_run (play.network);
  node_assert (play.maker, "refused 1: " MISMATCH);
  node_assert (play.taker, "subscribed 1\nwarned: " MISMATCH);
}

static void
test_mismatch_of_a_call_is_told_to_both (void)
{
  g_auto(Play) play = play_new_ready (NULL);

  node_call (play.taker, 5, &other_maker_count, "line-1", 0);
  network_run (play.network);
  node_assert (play.taker, "answer 5: 10, Test.Maker \"line-1\" has 'slot Test.Maker.count (uint64 n) -> uint64', "
                           "but 'slot Test.Maker.count (string n) -> uint64' is wanted: "
                           "both sides must be built from the same schema\n");
  g_assert_true (g_str_has_prefix (play.maker->log->str, "warned: 10, Test.Maker \"line-1\" has 'slot "));
}

static void
test_what_is_missing_is_a_mismatch (void)
{
  static const HarkClassInfo empty_info = { .name = "Test.Maker" };
  g_auto(Play) play = play_new (NULL);

  EXPORT (play.maker, 1, &empty_info, "line-1");
  network_run (play.network);
  SUBSCRIBE (play.taker, 1, &maker_made, "line-1");
  network_run (play.network);
  node_assert (play.taker, "refused 1: 10, Test.Maker \"line-1\" has no event made, but "
                           "'event Test.Maker.made (string product, uint64 serial)' is wanted\n");
}

static void
test_members_of_a_group_are_alike (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");

  EXPORT_GROUP (one, 1, &maker_info, "line-1");
  network_run (network);
  EXPORT_GROUP (two, 1, &other_maker_info, "line-1");
  network_run (network);
  g_assert_true (g_str_has_prefix (two->log->str, "refused 1: 10, Test.Maker \"line-1\" has "));
}

/* --- What was appended is understood --- */

static void
test_a_newer_listener_knows_what_it_was_sent (void)
{
  g_auto(Play) play = play_new (NULL);

  EXPORT (play.maker, 1, &maker_info, "line-1");
  SUBSCRIBE (play.taker, 1, &newer_maker_made, "line-1");
  network_run (play.network);
  node_publish (play.maker, 1, "chair", 7);
  network_run (play.network);
  node_assert (play.taker, "subscribed 1\nevent for 1: ('chair', 7)\n");
}

static void
test_an_older_listener_knows_what_it_was_sent (void)
{
  g_auto(Play) play = play_new (NULL);

  SUBSCRIBE (play.taker, 1, &maker_made, HARK_NAME_ALL);
  network_run (play.network);
  EXPORT (play.maker, 1, &newer_maker_info, "line-1");
  network_run (play.network);
  node_publish_newer (play.maker, 1, "chair", 7, 3);
  network_run (play.network);
  node_assert (play.taker, "subscribed 1\nevent for 1: ('chair', 7, 3)\n");
}

static void
test_calls_say_what_they_bring (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *older = network_join (network, "older");
  Node *newer = network_join (network, "newer");

  EXPORT (older, 1, &maker_info, "line-1");
  EXPORT (newer, 1, &newer_maker_info, "line-2");
  network_run (network);
  node_forget (older);
  node_forget (newer);
  older->is_answering = newer->is_answering = TRUE;
  node_call (newer, 5, &newer_maker_count, "line-1", 41);
  node_call (older, 6, &maker_count, "line-2", 51);
  node_call (newer, 7, &newer_maker_count, "line-2", 61);
  network_run (network);
  g_assert_nonnull (strstr (older->log->str, "count of 1: 41, as (tt), wants an answer\n"));
  g_assert_nonnull (strstr (older->log->str, "answer 6: (52,)\n"));
  g_assert_nonnull (strstr (newer->log->str, "count of 1: 51, as (t), wants an answer\n"));
  g_assert_nonnull (strstr (newer->log->str, "answer 5: (42,)\n"));
  g_assert_nonnull (strstr (newer->log->str, "count of 1: 61, wants an answer\n"));
}

/* Whoever joins later, and whoever gets a call once more, is told as well. */
static void
test_a_group_has_older_and_newer_members (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *older = network_join (network, "older");
  Node *newer = network_join (network, "newer");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (older, 1, &maker_info, "group");
  network_run (network);
  node_call (taker, 1, &newer_maker_count, "group", 10);
  node_call (taker, 2, &maker_count, "group", 20);
  network_run (network);
  node_assert (older, "exported 1\ncount of 1: 10, as (tt), wants an answer\ncount of 1: 20, wants an answer\n");
  EXPORT_GROUP (newer, 1, &newer_maker_info, "group");
  network_run (network);
  newer->is_answering = TRUE;
  node_kill (taker);
  node_kill (older);
  network_run (network);
  node_assert (newer, "exported 1\ncount of 1: 10, wants an answer, again\n"
                      "count of 1: 20, as (t), wants an answer, again\n");
}

/* Somebody whose arguments begin alike and go on otherwise. */
static void
test_all_members_of_a_group_must_understand (void)
{
  static const guint64 beginning = 13;
  static const HarkSignature arguments = { .variant_type = "(tt)", .fingerprint = 16, .n_appended = 1, .appended = &beginning };
  const HarkSlotInfo wanted = { .name = "count", .text = "slot Test.Maker.count (uint64 n, uint64 start) -> uint64",
                                .owner = &maker_info, .signature = &arguments, .result = maker_count.result };
  g_autoptr(Network) network = network_new (NULL);
  Node *older = network_join (network, "older");
  Node *newer = network_join (network, "newer");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (older, 1, &maker_info, "group");
  network_run (network);
  older->is_answering = TRUE;
  node_call (taker, 1, &wanted, "group", 10);
  network_run (network);
  EXPORT_GROUP (newer, 1, &newer_maker_info, "group");
  network_run (network);
  node_call (taker, 2, &wanted, "group", 20);
  network_run (network);
  node_assert (taker, "answer 1: (11,)\n"
                      "answer 2: 10, Test.Maker \"group\" has 'slot Test.Maker.count (uint64 n, uint64 step) -> uint64', "
                      "but 'slot Test.Maker.count (uint64 n, uint64 start) -> uint64' is wanted: "
                      "both sides must be built from the same schema\n");
}

/* Members that have come to one group with different slots behind those that all have. */
static void
test_all_members_of_a_group_must_have_it (void)
{
  const HarkSlotInfo stop = { .name = "stop", .text = "slot Test.Maker.stop (uint64 n)", .owner = &maker_info,
                              .signature = maker_tune.signature };
  const HarkSlotInfo start = { .name = "start", .text = "slot Test.Maker.start (uint64 n)", .owner = &maker_info,
                               .signature = maker_tune.signature };
  const HarkSlotInfo *const with_stop[] = { &maker_tune, &maker_count, &stop };
  const HarkSlotInfo *const with_both[] = { &maker_tune, &maker_count, &start, &stop };
  const HarkClassInfo one_more = { .name = "Test.Maker", .slots = with_stop, .n_slots = 3 };
  const HarkClassInfo two_more = { .name = "Test.Maker", .slots = with_both, .n_slots = 4 };
  static const HarkSlotInfo *const slots[] = { &maker_tune, &maker_count };
  static const HarkClassInfo none = { .name = "Test.Maker", .slots = slots, .n_slots = 2 };
  g_autoptr(Network) network = network_new (NULL);
  Node *first = network_join (network, "first");
  Node *second = network_join (network, "second");
  Node *third = network_join (network, "third");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (first, 1, &none, "group");
  network_run (network);
  EXPORT_GROUP (second, 1, &one_more, "group");
  EXPORT_GROUP (third, 1, &two_more, "group");
  network_run (network);
  node_call (taker, 1, &stop, "group", 1);
  network_run (network);
  UNEXPORT (first, 1);
  network_run (network);
  node_call (taker, 2, &stop, "group", 2);
  network_run (network);
  node_assert (taker, "answer 1: 10, Test.Maker \"group\" has no slot stop, but 'slot Test.Maker.stop (uint64 n)' is wanted\n"
                      "answer 2: 10, Test.Maker \"group\" has no slot stop, but 'slot Test.Maker.stop (uint64 n)' is wanted\n");
  UNEXPORT (third, 1);
  network_run (network);
  node_forget (second);
  node_call (taker, 0, &stop, "group", 3);
  network_run (network);
  node_assert (second, "stop of 1: 3, wants an answer\n");
}

static void
test_what_is_appended_and_must_be_there_is_a_mismatch (void)
{
  static const HarkSignature arguments = { .variant_type = "(stu)", .fingerprint = 17 };
  static const HarkEventInfo made = { .name = "made", .text = "event Test.Maker.made (string product, uint64 serial, uint32 n)",
                                      .owner = &maker_info, .signature = &arguments };
  g_auto(Play) play = play_new_ready (NULL);

  SUBSCRIBE (play.taker, 1, &made, "line-1");
  network_run (play.network);
  g_assert_true (g_str_has_prefix (play.taker->log->str, "refused 1: 10, "));
  g_assert_true (g_str_has_prefix (play.maker->log->str, "warned: 10, "));
}

/* The same types, but the records in them are others. */
static void
test_another_beginning_is_a_mismatch (void)
{
  static const guint64 beginning = 99;
  static const HarkSignature arguments = { .variant_type = "(stmu)", .fingerprint = 18, .n_appended = 1, .appended = &beginning };
  static const HarkEventInfo made = { .name = "made", .text = "event Test.Maker.made (string product, uint64 serial, uint32? n)",
                                      .owner = &maker_info, .signature = &arguments };
  g_auto(Play) play = play_new_ready (NULL);

  SUBSCRIBE (play.taker, 1, &made, "line-1");
  network_run (play.network);
  g_assert_true (g_str_has_prefix (play.taker->log->str, "refused 1: 10, "));
}

/* A worker is told the caller's type in a header of the frame, where it has to fit. */
static gboolean
is_understood (const char *type)
{
  gsize n = strlen (type) - strlen ("(t)");
  g_autofree guint64 *appended = g_new0 (guint64, n);
  const HarkMember older = { .name = "count", .type = "(t)", .fingerprint = 13, .result_type = "", .text = "older" };
  const HarkMember newer = { .name = "count", .type = type, .fingerprint = 19, .result_type = "", .text = "newer",
                             .appended = appended, .n_appended = (guint) n };

  appended[0] = 13;
  return hark_member_check (&older, &newer, "slot", "Test.Maker", "line-1", NULL);
}

static void
test_what_is_newer_fits_into_a_header (void)
{
  static const guint8 others[8] = { 9, 0, 2, 0, 'x', 'y', 0, 0 };
  g_autofree char *ys = g_strnfill (HARK_LIMIT_EXTENSIONS - 4 - strlen ("(t)"), 'y');
  g_autofree char *longest = g_strconcat ("(t", ys, ")", NULL);
  g_autofree char *longer = g_strconcat ("(ty", ys, ")", NULL);
  HarkFrame frame = { .extensions = others, .n_extensions = sizeof others };
  HarkFrame full = frame;
  g_autoptr(GByteArray) headers = hark_message_add_type (&frame, "(tt)");
  g_autoptr(GByteArray) longest_headers = hark_message_add_type (&full, longest);
  g_autofree char *type = hark_message_read_type (&frame, NULL);
  g_autofree char *longest_type = hark_message_read_type (&full, NULL);
  gsize size;

  g_assert_true (is_understood (longest));
  g_assert_false (is_understood (longer));
  g_assert_true (frame.extensions == headers->data && full.extensions == longest_headers->data);
  g_assert_cmpstr (type, ==, "(tt)");
  g_assert_nonnull (hark_frame_find_extension (&frame, 9, &size));
  g_assert_cmpstr (longest_type, ==, longest);
  g_assert_cmpuint (full.n_extensions, ==, HARK_LIMIT_EXTENSIONS);
  g_assert_null (hark_frame_find_extension (&full, 9, &size));
}

/* What a broker that is none may say. */
static void
test_a_header_that_says_no_type (void)
{
  static const guint8 nonsense[8] = { 1, 0, 2, 0, '(', 'Q', 0, 0 };
  static const guint8 no_tuple[8] = { 1, 0, 1, 0, 's', 0, 0, 0 };
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_message_read_type (&(HarkFrame) { .extensions = nonsense, .n_extensions = 8 }, NULL));
  g_assert_null (hark_message_read_type (&(HarkFrame) { .extensions = no_tuple, .n_extensions = 8 }, NULL));
  g_assert_null (hark_message_read_type (&(HarkFrame) { .n_extensions = 0 }, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/rule/32/" name, func)
  TEST ("mismatch-of-a-subscription-is-told-to-both", test_mismatch_of_a_subscription_is_told_to_both);
  TEST ("mismatch-of-an-export-is-told-to-both", test_mismatch_of_an_export_is_told_to_both);
  TEST ("mismatch-of-a-call-is-told-to-both", test_mismatch_of_a_call_is_told_to_both);
  TEST ("what-is-missing-is-a-mismatch", test_what_is_missing_is_a_mismatch);
  TEST ("members-of-a-group-are-alike", test_members_of_a_group_are_alike);
  TEST ("a-newer-listener-knows-what-it-was-sent", test_a_newer_listener_knows_what_it_was_sent);
  TEST ("an-older-listener-knows-what-it-was-sent", test_an_older_listener_knows_what_it_was_sent);
  TEST ("calls-say-what-they-bring", test_calls_say_what_they_bring);
  TEST ("a-group-has-older-and-newer-members", test_a_group_has_older_and_newer_members);
  TEST ("all-members-of-a-group-must-understand", test_all_members_of_a_group_must_understand);
  TEST ("all-members-of-a-group-must-have-it", test_all_members_of_a_group_must_have_it);
  TEST ("what-is-appended-and-must-be-there-is-a-mismatch", test_what_is_appended_and_must_be_there_is_a_mismatch);
  TEST ("another-beginning-is-a-mismatch", test_another_beginning_is_a_mismatch);
  TEST ("what-is-newer-fits-into-a-header", test_what_is_newer_fits_into_a_header);
  TEST ("a-header-that-says-no-type", test_a_header_that_says_no_type);
  return g_test_run ();
}
