/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What people write with generated headers, in C and in C++. */

#include "types.h"

TypesArray *make_array (TypesPoint *point);
guint       count_points (TypesArrays *arrays);

TypesArray *
make_array (TypesPoint *point)
{
  g_auto(TypesArrayBuilder) builder = TYPES_ARRAY_BUILDER_INIT;
  g_auto(TypesPointBuilder) other = TYPES_POINT_BUILDER_INIT;
  g_autoptr(TypesPoint) end = NULL;
  const TypesSpeed speeds[] = { TYPES_SPEED_SLOW, TYPES_SPEED_FAST };
  TypesPoint *points[] = { point, NULL };

  types_point_builder_init_from (&other, point);
  types_point_builder_set_x (&other, point->y);
  end = types_point_builder_end (&other);
  points[1] = end;

  types_array_builder_set_points (&builder, points, G_N_ELEMENTS (points));
  types_array_builder_set_speeds (&builder, speeds, G_N_ELEMENTS (speeds));
  return types_array_builder_end (&builder);
}

guint
count_points (TypesArrays *arrays)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TypesArraysEmitted) emitted =
    types_arrays_await_emitted (arrays, HARK_FOREVER, NULL, &error);
  g_autoptr(HarkFuture) answer = NULL;
  TypesPoint **points = NULL;
  gsize n_points = 0;

  if (emitted == NULL)
    return 0;

  answer = types_arrays_call_give_points (arrays, emitted->points, emitted->n_points);
  if (!types_arrays_finish_give_points (answer, &points, &n_points, NULL))
    return 0;
  for (gsize i = 0; i < n_points; i++)
    types_point_unref (points[i]);
  g_free (points);
  return (guint) n_points;
}
