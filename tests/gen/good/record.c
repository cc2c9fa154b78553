/* Made from record.hark by hark-gen. Do not edit. */
#include "record.h"

#include <stddef.h>
#include <string.h>

/* record.hark:4  (double x, double y) */

typedef struct G_GNUC_MAY_ALIAS
{
  double x;
  double y;
} DrawingPoint__Values;

static const HarkField drawing_point__fields[] =
{
  { "x", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (DrawingPoint__Values, x), 0, NULL, NULL },
  { "y", HARK_FIELD_DOUBLE, HARK_FIELD_PLAIN, offsetof (DrawingPoint__Values, y), 0, NULL, NULL },
};

const HarkSignature drawing_point__signature =
{
  .name = "Drawing.Point",
  .text = "(double x, double y)",
  .variant_type = "(dd)",
  .fingerprint = G_GUINT64_CONSTANT (0x926d82b248353d53),
  .fields = drawing_point__fields,
  .n_fields = 2,
  .size = sizeof (DrawingPoint__Values),
  .measure = NULL,
  .pack = NULL,
  .clear = NULL,
};

/* record.hark:15  (string? title, uint32? colour, Point start, Point[] points, filename[] sources, byte[] mask, bytes raw, variant? extra) */

typedef struct G_GNUC_MAY_ALIAS
{
  const char          *title;
  gboolean             has_colour;
  guint32              colour;
  DrawingPoint        *start;
  DrawingPoint *const *points;
  gsize                n_points;
  const char   *const *sources;
  gsize                n_sources;
  const guint8        *mask;
  gsize                n_mask;
  GBytes              *raw;
  GVariant            *extra;
} DrawingPath__Values;

static const HarkField drawing_path__fields[] =
{
  { "title", HARK_FIELD_STRING, HARK_FIELD_OPTIONAL, offsetof (DrawingPath__Values, title), 0, NULL, NULL },
  { "colour", HARK_FIELD_UINT32, HARK_FIELD_OPTIONAL, offsetof (DrawingPath__Values, colour), offsetof (DrawingPath__Values, has_colour), NULL, NULL },
  { "start", HARK_FIELD_RECORD, HARK_FIELD_PLAIN, offsetof (DrawingPath__Values, start), 0, &drawing_point__signature, NULL },
  { "points", HARK_FIELD_RECORD, HARK_FIELD_ARRAY, offsetof (DrawingPath__Values, points), offsetof (DrawingPath__Values, n_points), &drawing_point__signature, NULL },
  { "sources", HARK_FIELD_FILENAME, HARK_FIELD_ARRAY, offsetof (DrawingPath__Values, sources), offsetof (DrawingPath__Values, n_sources), NULL, NULL },
  { "mask", HARK_FIELD_BYTE, HARK_FIELD_ARRAY, offsetof (DrawingPath__Values, mask), offsetof (DrawingPath__Values, n_mask), NULL, NULL },
  { "raw", HARK_FIELD_BYTES, HARK_FIELD_PLAIN, offsetof (DrawingPath__Values, raw), 0, NULL, NULL },
  { "extra", HARK_FIELD_VARIANT, HARK_FIELD_OPTIONAL, offsetof (DrawingPath__Values, extra), 0, NULL, NULL },
};

static gsize
drawing_path__measure (gconstpointer values)
{
  const DrawingPath__Values *from = values;
  gsize size = sizeof *from;

  size += hark_measure_string (from->title);
  size += hark_measure_array (from->n_points + 1, sizeof *from->points);
  size += hark_measure_array (from->n_sources + 1, sizeof *from->sources);
  for (gsize i = 0; i < from->n_sources; i++)
    size += hark_measure_string (from->sources[i]);
  size += hark_measure_array (from->n_mask, sizeof *from->mask);
  return size;
}

static void
drawing_path__pack (gconstpointer values,
                    gpointer      packed)
{
  const DrawingPath__Values *from = values;
  DrawingPath__Values *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  {
    DrawingPoint **copies = hark_pack_memory (&tail, from->points, from->n_points * sizeof *from->points);

    tail += sizeof *copies;
    copies[from->n_points] = NULL;
    for (gsize i = 0; i < from->n_points; i++)
      drawing_point_ref (copies[i]);
    to->points = copies;
  }
  {
    const char **copies = hark_pack_memory (&tail, from->sources, from->n_sources * sizeof *from->sources);

    tail += sizeof *copies;
    copies[from->n_sources] = NULL;
    for (gsize i = 0; i < from->n_sources; i++)
      copies[i] = hark_pack_string (&tail, copies[i]);
    to->sources = copies;
  }
  to->mask = hark_pack_memory (&tail, from->mask, from->n_mask * sizeof *from->mask);
  to->title = hark_pack_string (&tail, from->title);
  drawing_point_ref (to->start);
  g_bytes_ref (to->raw);
  if (to->extra != NULL)
    g_variant_ref (to->extra);
}

static void
drawing_path__clear (gpointer packed)
{
  const DrawingPath__Values *from = packed;

  drawing_point_unref (from->start);
  for (gsize i = 0; i < from->n_points; i++)
    drawing_point_unref (from->points[i]);
  g_bytes_unref (from->raw);
  if (from->extra != NULL)
    g_variant_unref (from->extra);
}

const HarkSignature drawing_path__signature =
{
  .name = "Drawing.Path",
  .text = "(string? title, uint32? colour, Point start, Point[] points, filename[] sources, byte[] mask, bytes raw, variant? extra)",
  .variant_type = "(msmu(dd)a(dd)aayayaymv)",
  .fingerprint = G_GUINT64_CONSTANT (0xf8eb33e8bebca2bd),
  .fields = drawing_path__fields,
  .n_fields = 8,
  .size = sizeof (DrawingPath__Values),
  .measure = drawing_path__measure,
  .pack = drawing_path__pack,
  .clear = drawing_path__clear,
};

/* record.hark:4  record Point */

G_DEFINE_BOXED_TYPE (DrawingPoint, drawing_point, drawing_point_ref, drawing_point_unref)

DrawingPoint *
drawing_point_ref (DrawingPoint *self)
{
  return hark_values_ref (self);
}

void
drawing_point_unref (DrawingPoint *self)
{
  hark_values_unref (self);
}

double
drawing_point_get_x (const DrawingPoint *self)
{
  return self->x;
}

double
drawing_point_get_y (const DrawingPoint *self)
{
  return self->y;
}

DrawingPoint *
drawing_point_new (double x,
                   double y)
{
  const DrawingPoint__Values values_ =
  {
    .x = x,
    .y = y,
  };

  return hark_values_new (&drawing_point__signature, &values_);
}

GVariant *
drawing_point_to_variant (const DrawingPoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_values_to_variant (&drawing_point__signature, self, NULL);
}

DrawingPoint *
drawing_point_new_from_variant (GVariant  *variant,
                                GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);

  return hark_values_from_variant (&drawing_point__signature, variant, error);
}

void
drawing_point_builder_set_x (DrawingPointBuilder *self,
                             double               x)
{
  self->x = x;
}

void
drawing_point_builder_set_y (DrawingPointBuilder *self,
                             double               y)
{
  self->y = y;
}

void
drawing_point_builder_init_from (DrawingPointBuilder *self,
                                 const DrawingPoint  *from)
{
  memset (self, 0, sizeof *self);

  drawing_point_builder_set_x (self, from->x);
  drawing_point_builder_set_y (self, from->y);
}

DrawingPoint *
drawing_point_builder_end (DrawingPointBuilder *self)
{
  DrawingPoint *record;

  record = hark_values_new (&drawing_point__signature, self);
  drawing_point_builder_clear (self);
  return record;
}

void
drawing_point_builder_clear (DrawingPointBuilder *self)
{
  memset (self, 0, sizeof *self);
}

/* record.hark:15  record Path */

G_DEFINE_BOXED_TYPE (DrawingPath, drawing_path, drawing_path_ref, drawing_path_unref)

DrawingPath *
drawing_path_ref (DrawingPath *self)
{
  return hark_values_ref (self);
}

void
drawing_path_unref (DrawingPath *self)
{
  hark_values_unref (self);
}

const char *
drawing_path_get_title (const DrawingPath *self)
{
  return self->title;
}

gboolean
drawing_path_get_colour (const DrawingPath *self,
                         guint32           *colour)
{
  if (self->has_colour && colour != NULL)
    *colour = self->colour;
  return self->has_colour;
}

DrawingPoint *
drawing_path_get_start (const DrawingPath *self)
{
  return self->start;
}

DrawingPoint *const *
drawing_path_get_points (const DrawingPath *self,
                         gsize             *n_points)
{
  if (n_points != NULL)
    *n_points = self->n_points;
  return self->points;
}

const char *const *
drawing_path_get_sources (const DrawingPath *self)
{
  return self->sources;
}

const guint8 *
drawing_path_get_mask (const DrawingPath *self,
                       gsize             *n_mask)
{
  if (n_mask != NULL)
    *n_mask = self->n_mask;
  return self->mask;
}

GBytes *
drawing_path_get_raw (const DrawingPath *self)
{
  return self->raw;
}

GVariant *
drawing_path_get_extra (const DrawingPath *self)
{
  return self->extra;
}

DrawingPath *
drawing_path_new (const char          *title,
                  gboolean             has_colour,
                  guint32              colour,
                  DrawingPoint        *start,
                  DrawingPoint *const *points,
                  gsize                n_points,
                  const char   *const *sources,
                  const guint8        *mask,
                  gsize                n_mask,
                  GBytes              *raw,
                  GVariant            *extra)
{
  g_autoptr(GVariant) sunk_extra_ = extra != NULL ? g_variant_ref_sink (extra) : NULL;
  const DrawingPath__Values values_ =
  {
    .title = title,
    .has_colour = has_colour,
    .colour = colour,
    .start = start,
    .points = points,
    .n_points = n_points,
    .sources = sources,
    .n_sources = sources != NULL ? g_strv_length ((char **) sources) : 0,
    .mask = mask,
    .n_mask = n_mask,
    .raw = raw,
    .extra = sunk_extra_,
  };

  g_return_val_if_fail (start != NULL, NULL);
  g_return_val_if_fail (points != NULL || n_points == 0, NULL);
  g_return_val_if_fail (mask != NULL || n_mask == 0, NULL);
  g_return_val_if_fail (raw != NULL, NULL);

  return hark_values_new (&drawing_path__signature, &values_);
}

GVariant *
drawing_path_to_variant (const DrawingPath *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_values_to_variant (&drawing_path__signature, self, NULL);
}

DrawingPath *
drawing_path_new_from_variant (GVariant  *variant,
                               GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);

  return hark_values_from_variant (&drawing_path__signature, variant, error);
}

void
drawing_path_builder_set_title (DrawingPathBuilder *self,
                                const char         *title)
{
  char *old_ = self->title;

  self->title = g_strdup (title);
  g_free (old_);
}

void
drawing_path_builder_set_colour (DrawingPathBuilder *self,
                                 gboolean            has_colour,
                                 guint32             colour)
{
  self->has_colour = has_colour;
  self->colour = colour;
}

void
drawing_path_builder_set_start (DrawingPathBuilder *self,
                                DrawingPoint       *start)
{
  DrawingPoint *old_ = self->start;

  self->start = start != NULL ? drawing_point_ref (start) : NULL;
  if (old_ != NULL)
    drawing_point_unref (old_);
}

void
drawing_path_builder_set_points (DrawingPathBuilder        *self,
                                 DrawingPoint       *const *points,
                                 gsize                      n_points)
{
  DrawingPoint **old_ = self->points;
  gsize n_old_ = self->n_points;

  self->points = g_memdup2 (points, n_points * sizeof *points);
  self->n_points = n_points;
  for (gsize i_ = 0; i_ < n_points; i_++)
    drawing_point_ref (self->points[i_]);
  for (gsize i_ = 0; i_ < n_old_; i_++)
    drawing_point_unref (old_[i_]);
  g_free (old_);
}

void
drawing_path_builder_set_sources (DrawingPathBuilder        *self,
                                  const char         *const *sources)
{
  char **old_ = self->sources;

  self->sources = g_strdupv ((char **) sources);
  self->n_sources = sources != NULL ? g_strv_length (self->sources) : 0;
  g_strfreev (old_);
}

void
drawing_path_builder_set_mask (DrawingPathBuilder *self,
                               const guint8       *mask,
                               gsize               n_mask)
{
  guint8 *old_ = self->mask;

  self->mask = g_memdup2 (mask, n_mask * sizeof *mask);
  self->n_mask = n_mask;
  g_free (old_);
}

void
drawing_path_builder_set_raw (DrawingPathBuilder *self,
                              GBytes             *raw)
{
  GBytes *old_ = self->raw;

  self->raw = raw != NULL ? g_bytes_ref (raw) : NULL;
  if (old_ != NULL)
    g_bytes_unref (old_);
}

void
drawing_path_builder_set_extra (DrawingPathBuilder *self,
                                GVariant           *extra)
{
  GVariant *old_ = self->extra;

  self->extra = extra != NULL ? g_variant_ref_sink (extra) : NULL;
  if (old_ != NULL)
    g_variant_unref (old_);
}

void
drawing_path_builder_init_from (DrawingPathBuilder *self,
                                const DrawingPath  *from)
{
  memset (self, 0, sizeof *self);

  drawing_path_builder_set_title (self, from->title);
  drawing_path_builder_set_colour (self, from->has_colour, from->colour);
  drawing_path_builder_set_start (self, from->start);
  drawing_path_builder_set_points (self, from->points, from->n_points);
  drawing_path_builder_set_sources (self, from->sources);
  drawing_path_builder_set_mask (self, from->mask, from->n_mask);
  drawing_path_builder_set_raw (self, from->raw);
  drawing_path_builder_set_extra (self, from->extra);
}

DrawingPath *
drawing_path_builder_end (DrawingPathBuilder *self)
{
  DrawingPath *record;

  g_return_val_if_fail (self->start != NULL, NULL);
  g_return_val_if_fail (self->raw != NULL, NULL);

  record = hark_values_new (&drawing_path__signature, self);
  drawing_path_builder_clear (self);
  return record;
}

void
drawing_path_builder_clear (DrawingPathBuilder *self)
{
  g_free (self->title);
  if (self->start != NULL)
    drawing_point_unref (self->start);
  for (gsize i_ = 0; i_ < self->n_points; i_++)
    drawing_point_unref (self->points[i_]);
  g_free (self->points);
  g_strfreev (self->sources);
  g_free (self->mask);
  if (self->raw != NULL)
    g_bytes_unref (self->raw);
  if (self->extra != NULL)
    g_variant_unref (self->extra);
  memset (self, 0, sizeof *self);
}
