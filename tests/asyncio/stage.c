/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the excerpts of doc/async.md print goes here instead of to the terminal, and
 * their delays take no time. */

#include "stage.h"

static GString *printed;

static void
print (const char *text)
{
  g_string_append (printed, text);
}

void
stage_run (HarkTaskFunc func,
           const char  *text)
{
  GPrintFunc terminal = g_set_print_handler (print);
  g_autoptr(GError) error = NULL;

  printed = g_string_new (NULL);
  hark_clock_set_virtual (TRUE);
  hark_run (func, NULL, &error);
  g_set_print_handler (terminal);
  g_assert_no_error (error);
  g_assert_cmpstr (printed->str, ==, text);
  g_string_free (printed, TRUE);
}
