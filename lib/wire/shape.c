/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whether bytes are in normal form, for who hands them on and does not want their values: the
 * broker. A shape is the type as a list of nodes, each before its parts, with what a look at
 * the text would have to find out again for every value. Those who ask for the same type get the
 * same shape, as long as anybody has it: many events are of few types. */

#include "wire/shape-private.h"

#include "base/fork-private.h"
#include "wire/kinds-private.h"
#include "wire/limits-private.h"

#include <hark/error.h>

typedef struct
{
  char       kind;    /* as in the type; of a dictionary's entry that of a tuple */
  guint      n;       /* nodes, this one and those of its parts */
  gboolean   is_any;  /* whatever bytes there are, they are one */
  HarkLayout layout;
} Node;

struct _HarkShape
{
  gatomicrefcount  refs;    /* any thread, but for the last: the lock */
  char            *type;
  GArray          *nodes;   /* Node */
};

/* type -> HarkShape; neither is owned. */
static GHashTable *shapes;
static GMutex shapes_lock;

HARK_FORK_GUARD (shapes_lock, NULL)

typedef enum
{
  SOUND,
  MALFORMED,
  TOO_DEEP,
} Verdict;

/* --- making --- */

static void
add (GArray             *nodes,
     const GVariantType *type);

/* The parts are there. */
static HarkLayout
layout_of_parts (GArray *nodes,
                 guint   first)
{
  HarkTupleLayout layout = HARK_TUPLE_LAYOUT_INIT;

  for (guint i = first; i < nodes->len; i += g_array_index (nodes, Node, i).n)
    hark_tuple_layout_add (&layout, g_array_index (nodes, Node, i).layout);
  return hark_tuple_layout_end (&layout);
}

static HarkLayout
layout_of_basic (char kind)
{
  switch (kind)
    {
    case 'b':
    case 'y':
      return (HarkLayout) { 1, 1 };
    case 'n':
    case 'q':
      return (HarkLayout) { 2, 2 };
    case 'i':
    case 'u':
    case 'h':
      return (HarkLayout) { 4, 4 };
    case 'x':
    case 't':
    case 'd':
      return (HarkLayout) { 8, 8 };
    case 'v':
      return (HarkLayout) { 8, 0 };
    default:
      return (HarkLayout) { 1, 0 };
    }
}

static void
add_parts (GArray             *nodes,
           const GVariantType *first)
{
  for (; first != NULL; first = g_variant_type_next (first))
    add (nodes, first);
}

static void
add (GArray             *nodes,
     const GVariantType *type)
{
  Node node = { .kind = *g_variant_type_peek_string (type) };
  guint place = nodes->len;

  g_array_append_val (nodes, node);
  switch (node.kind)
    {
    case 'a':
    case 'm':
      add (nodes, g_variant_type_element (type));
      node.layout.align = g_array_index (nodes, Node, place + 1).layout.align;
      break;
    case '(':
      add_parts (nodes, g_variant_type_first (type));
      node.layout = layout_of_parts (nodes, place + 1);
      break;
    case '{':
      node.kind = '(';
      add_parts (nodes, g_variant_type_key (type));
      node.layout = layout_of_parts (nodes, place + 1);
      break;
    default:
      node.layout = layout_of_basic (node.kind);
      node.is_any = strchr ("ynqiuxthd", node.kind) != NULL;
      break;
    }
  node.n = nodes->len - place;
  g_array_index (nodes, Node, place) = node;
}

static HarkShape *
shape_new (const char *type)
{
  HarkShape *self = g_new (HarkShape, 1);

  g_atomic_ref_count_init (&self->refs);
  self->type = g_strdup (type);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  add (self->nodes, G_VARIANT_TYPE (type));
  g_hash_table_insert (shapes, self->type, self);
  return self;
}

HarkShape *
hark_shape_dup_for_type (const char *type)
{
  HarkShape *self;

  g_mutex_lock (&shapes_lock);
  if (shapes == NULL)
    shapes = g_hash_table_new (g_str_hash, g_str_equal);
  self = g_hash_table_lookup (shapes, type);
  if (self != NULL)
    g_atomic_ref_count_inc (&self->refs);
  else
    self = shape_new (type);
  g_mutex_unlock (&shapes_lock);
  return self;
}

HarkShape *
hark_shape_ref (HarkShape *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
hark_shape_unref (HarkShape *self)
{
  gboolean is_last;

  g_mutex_lock (&shapes_lock);
  is_last = g_atomic_ref_count_dec (&self->refs);
  if (is_last)
    g_hash_table_remove (shapes, self->type);
  g_mutex_unlock (&shapes_lock);
  if (!is_last)
    return;
  g_array_unref (self->nodes);
  g_free (self->type);
  g_free (self);
}

/* --- checking --- */

/* @room: how many containers there may be in each other */
static Verdict
check (const Node *self,
       HarkSpan    span,
       guint       room);

static Verdict
check_variant (HarkSpan span,
               guint    room)
{
  gboolean is_deep;
  GVariant *variant = hark_framing_open_variant (span, room, &is_deep);

  if (variant == NULL)
    return is_deep ? TOO_DEEP : MALFORMED;
  g_variant_unref (variant);
  return SOUND;
}

static Verdict
check_tuple (const Node *self,
             HarkSpan    span,
             guint       room)
{
  const Node *end = self + self->n;
  Verdict verdict = SOUND;
  HarkParts parts;

  hark_tuple_open (&parts, span);
  for (const Node *part = self + 1; part < end && verdict == SOUND; part += part->n)
    {
      HarkSpan member;

      if (!hark_tuple_next (&parts, part->layout, part + part->n == end, &member))
        return MALFORMED;
      if (!part->is_any)
        verdict = check (part, member, room);
    }
  if (verdict == SOUND && !hark_tuple_close (&parts))
    return MALFORMED;
  return verdict;
}

static Verdict
check_array (const Node *element,
             HarkSpan    span,
             guint       room)
{
  HarkLayout layout = element->layout;
  Verdict verdict = SOUND;
  HarkParts parts;
  gsize n;

  if (!hark_array_open (&parts, layout, span, &n))
    return MALFORMED;
  if (element->is_any)
    return SOUND;
  for (gsize i = 0; i < n && verdict == SOUND; i++)
    {
      HarkSpan each;

      if (!hark_array_next (&parts, layout, &each))
        return MALFORMED;
      verdict = check (element, each, room);
    }
  return verdict;
}

static Verdict
check_maybe (const Node *element,
             HarkSpan    span,
             guint       room)
{
  if (span.size == 0)
    return SOUND;
  if (element->layout.fixed != 0 ? span.size != element->layout.fixed : span.data[--span.size] != 0)
    return MALFORMED;
  return check (element, span, room);
}

static Verdict
check (const Node *self,
       HarkSpan    span,
       guint       room)
{
  gboolean is_sound = TRUE;

  if (room == 0 && strchr ("am(", self->kind) != NULL)
    return TOO_DEEP;

  switch (self->kind)
    {
    case 'b':
      is_sound = span.data[0] <= 1;
      break;
    case 's':
      is_sound = hark_framing_is_string (span);
      break;
    case 'o':
      is_sound = hark_framing_is_string (span) && g_variant_is_object_path ((const char *) span.data);
      break;
    case 'g':
      is_sound = hark_framing_is_string (span) && g_variant_is_signature ((const char *) span.data);
      break;
    case 'v':
      return check_variant (span, room);
    case '(':
      return check_tuple (self, span, room - 1);
    case 'a':
      return check_array (self + 1, span, room - 1);
    case 'm':
      return check_maybe (self + 1, span, room - 1);
    default:
      break;
    }
  return is_sound ? SOUND : MALFORMED;
}

gboolean
hark_shape_check (const HarkShape  *self,
                  gconstpointer     data,
                  gsize             size,
                  GError          **error)
{
  const Node *whole = &g_array_index (self->nodes, Node, 0);
  Verdict verdict = MALFORMED;

  if (whole->layout.fixed == 0 || whole->layout.fixed == size)
    verdict = check (whole, (HarkSpan) { data, size }, HARK_LIMIT_DEPTH);
  if (verdict == MALFORMED)
    g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "bytes of type %s that are not in normal form", self->type);
  else if (verdict == TOO_DEEP)
    hark_wire_fail_deep (error);
  return verdict == SOUND;
}
