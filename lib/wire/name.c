/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What may be a name: one word that can be shown in a message and in a log. Both
 * ends check: the bus what a program says, the bridge what comes from outside. */

#include "wire/name-private.h"

#include "wire/limits-private.h"

#include <hark/error.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

char *
hark_name_of_process (void)
{
  g_autofree char *word = g_strdup (program_invocation_short_name);

  g_strcanon (word, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.", '_');
  return g_strdup_printf ("%.64s-%d", word, (int) getpid ());
}

gboolean
hark_name_check (const char  *name,
                 GError     **error)
{
  const char *at;

  if (strlen (name) > HARK_LIMIT_NAME)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "a name of %" G_GSIZE_FORMAT " bytes, where %d is the limit",
                   strlen (name), HARK_LIMIT_NAME);
      return FALSE;
    }
  for (at = name; (guchar) *at > ' ' && *at != '*' && *at != 0x7f; at++)
    ;
  if (name[0] == '\0' || *at != '\0' || !g_utf8_validate (name, -1, NULL))
    {
      g_autofree char *shown = g_strescape (name, NULL);

      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "\"%s\" is no name: it must be UTF-8 without spaces, control characters or '*', and not be empty",
                   shown);
      return FALSE;
    }
  return TRUE;
}
