/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How containers lie in the bytes of a variant: what is padded, and where it is said how
 * long the parts are. Who reads is told %FALSE where the bytes are not in normal form, the
 * only one that a value has. See framing.c. */

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* Of a type. */
typedef struct
{
  guint8 align;   /* 1, 2, 4 or 8 */
  guint  fixed;   /* bytes of every value; 0: they differ */
} HarkLayout;

/* Of a tuple, whose members are added one after the other. */
typedef struct
{
  guint8   align;
  gboolean is_varied;  /* one of them differs in size */
  guint    end;
} HarkTupleLayout;

#define HARK_TUPLE_LAYOUT_INIT { 1, FALSE, 0 }

static inline void
hark_tuple_layout_add (HarkTupleLayout *self,
                       HarkLayout       member)
{
  self->align = MAX (self->align, member.align);
  self->is_varied = self->is_varied || member.fixed == 0;
  self->end = ((self->end + member.align - 1) & ~(member.align - 1u)) + member.fixed;
}

/* One without members is a zero. */
static inline HarkLayout
hark_tuple_layout_end (const HarkTupleLayout *self)
{
  guint fixed = (self->end + self->align - 1) & ~(self->align - 1u);

  return (HarkLayout) { self->align, self->is_varied ? 0 : MAX (fixed, 1) };
}

typedef struct
{
  const guint8 *data;
  gsize         size;
} HarkSpan;

#define HARK_SPAN_NONE ((HarkSpan) { NULL, 0 })

/* Borrows. */
static inline HarkSpan
hark_span_of (GBytes *bytes)
{
  HarkSpan span;

  span.data = g_bytes_get_data (bytes, &span.size);
  return span;
}

/* What is left of a tuple, or of an array. */
typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         at;        /* behind the last part */
  gsize         table;     /* the offsets begin here: a tuple's that have been read, all of an array's */
  gsize         next;      /* of an array: the next offset */
  guint         width;     /* of an offset */
  guint         align;     /* of a tuple: the largest of its members', so far */
  gboolean      is_varied; /* of a tuple: one of them differs in size */
} HarkParts;

/* The bytes of an offset in a container of @size. An empty tuple stands for one whose members
 * all are. */
static inline guint
hark_framing_width (gsize size)
{
  return size > G_MAXUINT32 ? 8 : size > G_MAXUINT16 ? 4 : size > G_MAXUINT8 ? 2 : size > 0;
}

/* Of a container whose parts take @size, with @n offsets behind them. */
static inline guint
hark_framing_width_for (gsize size,
                        gsize n)
{
  return size + n <= G_MAXUINT8 ? 1 : size + 2 * n <= G_MAXUINT16 ? 2 : size + 4 * n <= G_MAXUINT32 ? 4 : 8;
}

static inline gsize
hark_framing_read_offset (const guint8 *at,
                          guint         width)
{
  guint64 offset = 0;

  memcpy (&offset, at, width); /* the low bytes come first */
  return (gsize) GUINT64_FROM_LE (offset);
}

/* Behind padding, which is zero. */
static inline gboolean
hark_framing_align (const guint8 *data,
                    gsize        *at,
                    gsize         end,
                    guint         align)
{
  for (; (*at & (align - 1)) != 0; ++*at)
    if (*at >= end || data[*at] != 0)
      return FALSE;
  return TRUE;
}

/* --- tuples --- */

static inline void
hark_tuple_open (HarkParts *self,
                 HarkSpan   span)
{
  *self = (HarkParts) { .data = span.data, .size = span.size, .table = span.size,
                        .width = hark_framing_width (span.size), .align = 1 };
}

/* The next member. @is_last: it needs no offset. */
static inline gboolean
hark_tuple_next (HarkParts  *self,
                 HarkLayout  layout,
                 gboolean    is_last,
                 HarkSpan   *member)
{
  gsize end;

  if (!hark_framing_align (self->data, &self->at, self->size, layout.align))
    return FALSE;

  self->align = MAX (self->align, layout.align);
  self->is_varied = self->is_varied || layout.fixed == 0;
  if (layout.fixed != 0)
    {
      if (layout.fixed > self->size - self->at)
        return FALSE;
      end = self->at + layout.fixed;
    }
  else if (is_last)
    end = self->table;
  else
    {
      if (self->table < self->width)
        return FALSE;
      self->table -= self->width;
      end = hark_framing_read_offset (self->data + self->table, self->width);
    }
  if (end < self->at || end > self->table)
    return FALSE;

  *member = (HarkSpan) { self->data + self->at, end - self->at };
  self->at = end;
  return TRUE;
}

/* Whether that was all. */
static inline gboolean
hark_tuple_close (HarkParts *self)
{
  gsize n;

  if (!self->is_varied)
    {
      if (self->at == 0) /* one without members is a zero */
        return self->size == 1 && self->data[0] == 0;
      return hark_framing_align (self->data, &self->at, self->size, self->align) && self->at == self->size;
    }

  if (self->size == 0)
    return TRUE;
  n = (self->size - self->table) >> __builtin_ctz (self->width);
  return self->at == self->table && self->at + n * hark_framing_width_for (self->at, n) == self->size;
}

/* --- arrays --- */

/* @layout: an element's; @n: (out): how many there are */
gboolean hark_array_open (HarkParts  *self,
                          HarkLayout  layout,
                          HarkSpan    span,
                          gsize      *n);
gboolean hark_array_next (HarkParts  *self,
                          HarkLayout  layout,
                          HarkSpan   *element);

/* --- what has no parts --- */

/* UTF-8, and one zero behind it. */
gboolean hark_framing_is_string (HarkSpan span);

/* The type and the value of a boxed one, at most @room containers deep. (transfer full) (nullable):
 * %NULL: it is not in normal form, or, with @is_deep, too deep. */
GVariant *hark_framing_open_variant (HarkSpan  span,
                                     guint     room,
                                     gboolean *is_deep);

G_END_DECLS
