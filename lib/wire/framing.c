/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The serialised form of GVariant, of which the codec and the check of bytes that are handed
 * on know the kinds, and this knows the rest. A container begins at a multiple of its alignment,
 * and each part at a multiple of its own, behind zeros. Parts that differ in size have their
 * ends written down behind the last one: of a tuple's members those that are neither of a fixed
 * size nor last, from the back to the front; of an array's elements all, in order. The width
 * of such an offset is the smallest that can hold the size of the container. */

#include "wire/framing-private.h"

#include "wire/kinds-private.h"
#include "wire/limits-private.h"
#include "wire/payload-private.h"

gboolean
hark_array_open (HarkParts  *self,
                 HarkLayout  layout,
                 HarkSpan    span,
                 gsize      *n)
{
  gsize end;

  *self = (HarkParts) { .data = span.data, .size = span.size };
  *n = layout.fixed != 0 ? span.size / layout.fixed : 0;
  if (layout.fixed != 0 || span.size == 0)
    return layout.fixed == 0 || span.size % layout.fixed == 0;

  self->width = hark_framing_width (span.size);
  end = hark_framing_read_offset (span.data + span.size - self->width, self->width);
  if (end >= span.size || (span.size - end) % self->width != 0)
    return FALSE;

  *n = (span.size - end) / self->width;
  self->table = self->next = end;
  return end + *n * hark_framing_width_for (end, *n) == span.size;
}

gboolean
hark_array_next (HarkParts  *self,
                 HarkLayout  layout,
                 HarkSpan   *element)
{
  gsize end = self->at + layout.fixed;

  if (layout.fixed == 0)
    {
      end = hark_framing_read_offset (self->data + self->next, self->width);
      self->next += self->width;
      if (end > self->table || !hark_framing_align (self->data, &self->at, end, layout.align) || end < self->at)
        return FALSE;
    }
  *element = (HarkSpan) { self->data + self->at, end - self->at };
  self->at = end;
  return TRUE;
}

/* --- what has no parts --- */

/* Whether eight bytes are ASCII and not zero. */
static inline gboolean
is_plain (const guint8 *data)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64 eight;

  memcpy (&eight, data, 8);
  return ((eight | (eight - ones)) & ones << 7) == 0;
}

/* How many of the first bytes are that, or fewer. */
static gsize
skip_plain (HarkSpan span)
{
  gsize at = 0;

  while (at + 8 <= span.size && is_plain (span.data + at))
    at += 8;
  /* The last few are looked at with some of those before them. */
  if (at > 0 && at + 8 > span.size && is_plain (span.data + span.size - 8))
    return span.size;
  for (; at < span.size && span.size - at < 8 && span.data[at] > 0 && span.data[at] < 0x80; at++)
    ;
  return at;
}

gboolean
hark_framing_is_string (HarkSpan span)
{
  gsize plain;

  if (span.size == 0 || span.data[span.size - 1] != 0)
    return FALSE;
  span.size--;
  plain = skip_plain (span);
  return plain == span.size || g_utf8_validate_len ((const char *) span.data + plain, span.size - plain, NULL);
}

GVariant *
hark_framing_open_variant (HarkSpan  span,
                           guint     room,
                           gboolean *is_deep)
{
  g_autoptr(GBytes) bytes = hark_payload_copy (span.data, span.size);
  g_autoptr(GVariant) box = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARIANT, bytes, FALSE));

  *is_deep = FALSE;
  if (!g_variant_is_normal_form (box))
    return NULL;
  *is_deep = !hark_wire_is_shallow (box, room);
  if (*is_deep)
    return NULL;
#if G_BYTE_ORDER == G_BIG_ENDIAN
  {
    g_autoptr(GVariant) swapped = g_variant_byteswap (box);

    return g_variant_get_variant (swapped);
  }
#else
  return g_variant_get_variant (box);
#endif
}
