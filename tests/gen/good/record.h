/* Made from record.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _DrawingPoint DrawingPoint;
typedef struct _DrawingPath DrawingPath;

/* record.hark:4  record Point */

#define DRAWING_TYPE_POINT (drawing_point_get_type ())

/**
 * DrawingPoint:
 * @x: to the right
 * @y: down
 *
 * Where something is.
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _DrawingPoint
{
  const double x;
  const double y;
};
#endif

HARK_GEN_EXPORT
GType drawing_point_get_type (void) G_GNUC_CONST;

/**
 * drawing_point_ref:
 * @self: a #DrawingPoint
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
DrawingPoint *drawing_point_ref (DrawingPoint *self);

/**
 * drawing_point_unref:
 * @self: (transfer full): a #DrawingPoint
 */
HARK_GEN_EXPORT
void drawing_point_unref (DrawingPoint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrawingPoint, drawing_point_unref)

/**
 * drawing_point_get_x:
 * @self: a #DrawingPoint
 *
 * Returns: to the right
 */
HARK_GEN_EXPORT
double drawing_point_get_x (const DrawingPoint *self);

/**
 * drawing_point_get_y:
 * @self: a #DrawingPoint
 *
 * Returns: down
 */
HARK_GEN_EXPORT
double drawing_point_get_y (const DrawingPoint *self);

/**
 * drawing_point_new:
 * @x: to the right
 * @y: down
 *
 * Returns: (transfer full): a new #DrawingPoint, with copies of all that
 */
HARK_GEN_EXPORT
DrawingPoint *drawing_point_new (double x,
                                 double y);

/**
 * drawing_point_to_variant:
 * @self: a #DrawingPoint
 *
 * Returns: (transfer full) (nullable): a variant of type `(dd)`, not floating;
 * %NULL if a string is not UTF-8
 */
HARK_GEN_EXPORT
GVariant *drawing_point_to_variant (const DrawingPoint *self);

/**
 * drawing_point_new_from_variant:
 * @variant: a variant of type `(dd)`, from anywhere: it is checked
 * @error: why it is not one
 *
 * Returns: (transfer full): a new #DrawingPoint, or %NULL
 */
HARK_GEN_EXPORT
DrawingPoint *drawing_point_new_from_variant (GVariant  *variant,
                                              GError   **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSignature drawing_point__signature;

/* Gathers the fields of a DrawingPoint, as copies of its own:
 *
 *   g_auto(DrawingPointBuilder) builder = DRAWING_POINT_BUILDER_INIT;
 *
 * What is not set is 0, absent or empty; a text, bytes, variant or record that
 * is not optional has to be set. */
typedef struct G_GNUC_MAY_ALIAS
{
  /*< private >*/
  double x;
  double y;
} DrawingPointBuilder;

#ifdef __cplusplus
#define DRAWING_POINT_BUILDER_INIT {}
#else
#define DRAWING_POINT_BUILDER_INIT { 0 }
#endif

HARK_GEN_EXPORT
void drawing_point_builder_set_x (DrawingPointBuilder *self,
                                  double               x);

HARK_GEN_EXPORT
void drawing_point_builder_set_y (DrawingPointBuilder *self,
                                  double               y);

/* Begins with the fields of @from; what was in the builder is forgotten. */
HARK_GEN_EXPORT
void drawing_point_builder_init_from (DrawingPointBuilder *self,
                                      const DrawingPoint  *from);

/* Makes the record, and empties the builder for another one. */
HARK_GEN_EXPORT
DrawingPoint *drawing_point_builder_end (DrawingPointBuilder *self);

HARK_GEN_EXPORT
void drawing_point_builder_clear (DrawingPointBuilder *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrawingPointBuilder, drawing_point_builder_clear)

#endif

/* record.hark:15  record Path */

#define DRAWING_TYPE_PATH (drawing_path_get_type ())

/**
 * DrawingPath:
 * @title: (nullable): a string, or %NULL
 * @has_colour: whether there is @colour
 * @colour: a number (deprecated: Use a pen.)
 * @start: a #DrawingPoint
 * @points: (array length=n_points): the others
 * @n_points: how many @points there are
 * @sources: (array zero-terminated=1) (nullable): each a filename
 * @n_sources: how many @sources there are
 * @mask: (array length=n_mask): each a number
 * @n_mask: how many @mask there are
 * @raw: bytes
 * @extra: (nullable): whatever a plug-in wants to keep
 *
 * A line through some points.
 *
 * It need not be closed.
 *
 * Since: 1.2
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _DrawingPath
{
  const char *const title;
  const gboolean has_colour;
  const guint32 colour;
  DrawingPoint *const start;
  DrawingPoint *const *const points;
  const gsize n_points;
  const char *const *const sources;
  const gsize n_sources;
  const guint8 *const mask;
  const gsize n_mask;
  GBytes *const raw;
  GVariant *const extra;
};
#endif

HARK_GEN_EXPORT
GType drawing_path_get_type (void) G_GNUC_CONST;

/**
 * drawing_path_ref:
 * @self: a #DrawingPath
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
DrawingPath *drawing_path_ref (DrawingPath *self);

/**
 * drawing_path_unref:
 * @self: (transfer full): a #DrawingPath
 */
HARK_GEN_EXPORT
void drawing_path_unref (DrawingPath *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrawingPath, drawing_path_unref)

/**
 * drawing_path_get_title:
 * @self: a #DrawingPath
 *
 * Returns: (transfer none) (nullable): a string, or %NULL
 */
HARK_GEN_EXPORT
const char *drawing_path_get_title (const DrawingPath *self);

/**
 * drawing_path_get_colour:
 * @self: a #DrawingPath
 * @colour: (out) (optional): a number (deprecated: Use a pen.)
 *
 * Returns: whether there is a @colour
 */
HARK_GEN_EXPORT
gboolean drawing_path_get_colour (const DrawingPath *self,
                                  guint32           *colour);

/**
 * drawing_path_get_start:
 * @self: a #DrawingPath
 *
 * Returns: (transfer none): a #DrawingPoint
 */
HARK_GEN_EXPORT
DrawingPoint *drawing_path_get_start (const DrawingPath *self);

/**
 * drawing_path_get_points:
 * @self: a #DrawingPath
 * @n_points: (out) (optional): how many there are
 *
 * Returns: (transfer none) (array length=n_points): the others
 */
HARK_GEN_EXPORT
DrawingPoint *const *drawing_path_get_points (const DrawingPath *self,
                                              gsize             *n_points);

/**
 * drawing_path_get_sources:
 * @self: a #DrawingPath
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): each a
 * filename
 */
HARK_GEN_EXPORT
const char *const *drawing_path_get_sources (const DrawingPath *self);

/**
 * drawing_path_get_mask:
 * @self: a #DrawingPath
 * @n_mask: (out) (optional): how many there are
 *
 * Returns: (transfer none) (array length=n_mask): each a number
 */
HARK_GEN_EXPORT
const guint8 *drawing_path_get_mask (const DrawingPath *self,
                                     gsize             *n_mask);

/**
 * drawing_path_get_raw:
 * @self: a #DrawingPath
 *
 * Returns: (transfer none): bytes
 */
HARK_GEN_EXPORT
GBytes *drawing_path_get_raw (const DrawingPath *self);

/**
 * drawing_path_get_extra:
 * @self: a #DrawingPath
 *
 * Returns: (transfer none) (nullable): whatever a plug-in wants to keep
 */
HARK_GEN_EXPORT
GVariant *drawing_path_get_extra (const DrawingPath *self);

/**
 * drawing_path_new:
 * @title: (nullable): a string, or %NULL
 * @has_colour: whether there is @colour
 * @colour: a number (deprecated: Use a pen.)
 * @start: a #DrawingPoint
 * @points: (array length=n_points): the others
 * @n_points: how many @points there are
 * @sources: (array zero-terminated=1) (nullable): each a filename
 * @mask: (array length=n_mask): each a number
 * @n_mask: how many @mask there are
 * @raw: bytes
 * @extra: (nullable): whatever a plug-in wants to keep
 *
 * Returns: (transfer full): a new #DrawingPath, with copies of all that
 *
 * Since: 1.2
 */
HARK_GEN_EXPORT
DrawingPath *drawing_path_new (const char          *title,
                               gboolean             has_colour,
                               guint32              colour,
                               DrawingPoint        *start,
                               DrawingPoint *const *points,
                               gsize                n_points,
                               const char   *const *sources,
                               const guint8        *mask,
                               gsize                n_mask,
                               GBytes              *raw,
                               GVariant            *extra);

/**
 * drawing_path_to_variant:
 * @self: a #DrawingPath
 *
 * Returns: (transfer full) (nullable): a variant of type
 * `(msmu(dd)a(dd)aayayaymv)`, not floating; %NULL if a string is not UTF-8
 */
HARK_GEN_EXPORT
GVariant *drawing_path_to_variant (const DrawingPath *self);

/**
 * drawing_path_new_from_variant:
 * @variant: a variant of type `(msmu(dd)a(dd)aayayaymv)`, from anywhere: it is
 *   checked
 * @error: why it is not one
 *
 * Returns: (transfer full): a new #DrawingPath, or %NULL
 */
HARK_GEN_EXPORT
DrawingPath *drawing_path_new_from_variant (GVariant  *variant,
                                            GError   **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSignature drawing_path__signature;

/* Gathers the fields of a DrawingPath, as copies of its own:
 *
 *   g_auto(DrawingPathBuilder) builder = DRAWING_PATH_BUILDER_INIT;
 *
 * What is not set is 0, absent or empty; a text, bytes, variant or record that
 * is not optional has to be set. */
typedef struct G_GNUC_MAY_ALIAS
{
  /*< private >*/
  char          *title;
  gboolean       has_colour;
  guint32        colour;
  DrawingPoint  *start;
  DrawingPoint **points;
  gsize          n_points;
  char         **sources;
  gsize          n_sources;
  guint8        *mask;
  gsize          n_mask;
  GBytes        *raw;
  GVariant      *extra;
} DrawingPathBuilder;

#ifdef __cplusplus
#define DRAWING_PATH_BUILDER_INIT {}
#else
#define DRAWING_PATH_BUILDER_INIT { 0 }
#endif

HARK_GEN_EXPORT
void drawing_path_builder_set_title (DrawingPathBuilder *self,
                                     const char         *title);

HARK_GEN_EXPORT
void drawing_path_builder_set_colour (DrawingPathBuilder *self,
                                      gboolean            has_colour,
                                      guint32             colour);

HARK_GEN_EXPORT
void drawing_path_builder_set_start (DrawingPathBuilder *self,
                                     DrawingPoint       *start);

HARK_GEN_EXPORT
void drawing_path_builder_set_points (DrawingPathBuilder        *self,
                                      DrawingPoint       *const *points,
                                      gsize                      n_points);

HARK_GEN_EXPORT
void drawing_path_builder_set_sources (DrawingPathBuilder        *self,
                                       const char         *const *sources);

HARK_GEN_EXPORT
void drawing_path_builder_set_mask (DrawingPathBuilder *self,
                                    const guint8       *mask,
                                    gsize               n_mask);

HARK_GEN_EXPORT
void drawing_path_builder_set_raw (DrawingPathBuilder *self,
                                   GBytes             *raw);

HARK_GEN_EXPORT
void drawing_path_builder_set_extra (DrawingPathBuilder *self,
                                     GVariant           *extra);

/* Begins with the fields of @from; what was in the builder is forgotten. */
HARK_GEN_EXPORT
void drawing_path_builder_init_from (DrawingPathBuilder *self,
                                     const DrawingPath  *from);

/* Makes the record, and empties the builder for another one. */
HARK_GEN_EXPORT
DrawingPath *drawing_path_builder_end (DrawingPathBuilder *self);

HARK_GEN_EXPORT
void drawing_path_builder_clear (DrawingPathBuilder *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrawingPathBuilder, drawing_path_builder_clear)

#endif

G_END_DECLS
