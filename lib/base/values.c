/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values: one block of memory that holds a count of references, the signature
 * and the packed fields. They are written once, before anybody else sees them,
 * and never change, so that any thread may read them. Generated code, futures
 * and emissions to several receivers share them. */

#include <stdatomic.h>

#include "base/values-private.h"

/* What lies before the first field. */
typedef struct
{
  atomic_uint          refs;       /* any thread */
  guint32              serial;     /* before anybody else sees it */
  const HarkSignature *signature;  /* fixed at birth */
} Header;

G_STATIC_ASSERT (sizeof (Header) == 16);

static Header *
header_of (gconstpointer values)
{
  return (Header *) values - 1;
}

gpointer
hark_values_new (const HarkSignature *signature,
                 gconstpointer        values)
{
  Header *header;

  g_return_val_if_fail (signature != NULL, NULL);
  g_return_val_if_fail (values != NULL || signature->size == 0, NULL);

  header = g_malloc (sizeof (Header) + (signature->measure != NULL ? signature->measure (values)
                                                                   : signature->size));
  atomic_init (&header->refs, 1);
  header->serial = 0;
  header->signature = signature;
  if (signature->pack != NULL)
    signature->pack (values, header + 1);
  else if (signature->size > 0)
    memcpy (header + 1, values, signature->size);
  return header + 1;
}

void
hark_values_ref_n (gpointer values,
                   guint    n)
{
  atomic_fetch_add_explicit (&header_of (values)->refs, n, memory_order_relaxed);
}

void
hark_values_unref_n (gpointer values,
                     guint    n)
{
  Header *header = header_of (values);

  if (n == 0 || atomic_fetch_sub_explicit (&header->refs, n, memory_order_acq_rel) != n)
    return;

  if (header->signature->clear != NULL)
    header->signature->clear (values);
  g_free (header);
}

gpointer
hark_values_ref (gpointer values)
{
  g_return_val_if_fail (values != NULL, NULL);

  hark_values_ref_n (values, 1);
  return values;
}

void
hark_values_unref (gpointer values)
{
  g_return_if_fail (values != NULL);

  hark_values_unref_n (values, 1);
}

void
hark_values_set_serial (gpointer values,
                        guint32  serial)
{
  header_of (values)->serial = serial;
}

guint32
hark_values_get_serial (gconstpointer values)
{
  return header_of (values)->serial;
}

const HarkSignature *
hark_values_get_signature (gconstpointer values)
{
  g_return_val_if_fail (values != NULL, NULL);

  return header_of (values)->signature;
}
