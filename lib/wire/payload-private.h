/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/values.h>

#include "wire/framing-private.h"

G_BEGIN_DECLS

/* Values as the body of a frame: the serialised form of the variant that
 * hark_values_to_variant() gives, little-endian. */

/**
 * hark_payload_encode:
 * @signature: the layout of @values
 * @values: a C struct of that layout, borrowed
 * @error: %HARK_ERROR_INVALID, as hark_values_to_variant()
 *
 * Returns: (transfer full): the bytes, or %NULL. Thread: any.
 */
GBytes *hark_payload_encode (const HarkSignature  *signature,
                             gconstpointer         values,
                             GError              **error);

/* The same, as long as somebody needs them: few are on the stack. */
typedef struct
{
  guint8 *data;
  gsize   size;
  gsize   room;
  GBytes *lent;             /* (nullable): the data are these, of the values */
  guint8  first[512];
} HarkWriting;

/* Fails as hark_payload_encode(). Clear it in any case, before the values go. */
gboolean hark_payload_write  (HarkWriting          *self,
                              const HarkSignature  *signature,
                              gconstpointer         values,
                              GError              **error);
void     hark_writing_clear  (HarkWriting          *self);

/* Returns: (transfer full): what was written. @self has nothing any more; clear it all the same. */
GBytes  *hark_writing_steal       (HarkWriting *self);

/* The same, (nullable): if it is so much that it had better not be copied. */
GBytes  *hark_writing_steal_large (HarkWriting *self);

/**
 * hark_payload_copy:
 *
 * Bytes from outside, to be parsed. GLib 2.74 looks one byte beyond the end of a
 * tuple that ends too early, so there is room behind the copy.
 *
 * Returns: (transfer full): the copy. Thread: any.
 */
GBytes *hark_payload_copy (gconstpointer data,
                           gsize         size);

/* The same of a part of what has that room and stays, if there is one: no copy then.
 * @whole: (nullable): what @payload is a part of
 * Returns: (transfer full) */
GBytes *hark_payload_keep (HarkSpan  payload,
                           GBytes   *whole);

/**
 * hark_payload_decode:
 * @signature: the layout wanted
 * @bytes: from anywhere, by hark_payload_copy(): they are checked
 * @error: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT
 *
 * Returns: (transfer full): the values, or %NULL. Thread: any.
 */
gpointer hark_payload_decode (const HarkSignature  *signature,
                              GBytes               *bytes,
                              GError              **error);

/* Values that are still where they came from: some are in the bytes. */
typedef struct
{
  gpointer values;
  GBytes  *whole;           /* (nullable) */
  GArray  *kept;
  char     first[256] G_GNUC_MAY_ALIAS __attribute__ ((aligned (8)));
} HarkReading;

/* The values of whoever has the same signature, or an older or newer one: what is missing is filled in, and what is not
 * known here is not looked at. Clear it in any case.
 * @type: that of the sender's arguments, a tuple; it may know fewer or more of them
 * @bytes: from anywhere, with HARK_WIRE_ROOM behind them; they stay until it is cleared
 * @whole: (nullable): what they are a part of: what is long is lent from it
 * @error: %HARK_ERROR_INVALID: also where one is missing that has to be there, or where
 *   those that both know differ; %HARK_ERROR_LIMIT
 * Returns: (transfer none) (nullable): the values. Thread: any. */
gconstpointer hark_payload_read  (HarkReading          *self,
                                  const HarkSignature  *signature,
                                  const char           *type,
                                  HarkSpan              bytes,
                                  GBytes               *whole,
                                  GError              **error);
void          hark_reading_clear (HarkReading          *self);

/**
 * hark_payload_parse:
 * @type: a definite variant type
 * @bytes: from anywhere, by hark_payload_copy(): they are checked
 * @error: %HARK_ERROR_INVALID: not in normal form; %HARK_ERROR_LIMIT: too deep
 *
 * Returns: (transfer full): a variant in this machine's byte order, or %NULL
 */
GVariant *hark_payload_parse (const char  *type,
                              GBytes      *bytes,
                              GError     **error);

/**
 * hark_payload_serialise:
 * @variant: borrowed; a floating one is consumed
 *
 * Returns: (transfer full): its bytes, little-endian
 */
GBytes *hark_payload_serialise (GVariant *variant);

G_END_DECLS
