/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Addresses from any text: what is understood is written so that it is
 * understood again, as the same. */

#include "target.h"

#include "bridge/transport/address-private.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkAddress) address = hark_address_parse (text, &error);
  g_autoptr(HarkAddress) again = NULL;
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  g_assert_cmpint (address == NULL, ==, error != NULL);
  if (address == NULL)
    return 0;
  g_assert_true (address->kind != HARK_ADDRESS_UNIX || address->path[0] == '/');
  one = hark_address_to_string (address);
  again = hark_address_parse (one, &error);
  g_assert_no_error (error);
  other = hark_address_to_string (again);
  g_assert_cmpstr (one, ==, other);
  g_assert_cmpint (address->kind, ==, again->kind);
  return 0;
}
