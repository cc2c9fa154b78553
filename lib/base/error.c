/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The domain of Hark's own errors. Every room raises them; nobody else does. */

#include <hark/error.h>

/* Not G_DEFINE_QUARK(), whose first callers race for a plain variable. */
GQuark
hark_error_quark (void)
{
  static gsize quark;

  if (g_once_init_enter (&quark))
    g_once_init_leave (&quark, g_quark_from_static_string ("hark-error-quark"));
  return quark;
}
