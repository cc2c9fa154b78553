/* Made from enumeration.hark by hark-gen. Do not edit. */
#include "enumeration.h"

#include <stddef.h>
#include <string.h>

/* enumeration.hark:4  enum LineCap */

GType
drawing_line_cap_get_type (void)
{
  static const GEnumValue values[] =
  {
    { DRAWING_LINE_CAP_BUTT, "DRAWING_LINE_CAP_BUTT", "butt" },
    { DRAWING_LINE_CAP_ROUND, "DRAWING_LINE_CAP_ROUND", "round" },
    { DRAWING_LINE_CAP_SQUARE, "DRAWING_LINE_CAP_SQUARE", "square" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("DrawingLineCap", values));

  return type;
}

/* enumeration.hark:12  flags Parts */

GType
drawing_parts_get_type (void)
{
  static const GFlagsValue values[] =
  {
    { DRAWING_PARTS_LINE, "DRAWING_PARTS_LINE", "line" },
    { DRAWING_PARTS_FILLING, "DRAWING_PARTS_FILLING", "filling" },
    { DRAWING_PARTS_ALL_OF_IT, "DRAWING_PARTS_ALL_OF_IT", "all-of-it" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_flags_register_static ("DrawingParts", values));

  return type;
}

/* enumeration.hark:18  enum Extreme */

GType
drawing_extreme_get_type (void)
{
  static const GEnumValue values[] =
  {
    { DRAWING_EXTREME_LOWEST, "DRAWING_EXTREME_LOWEST", "lowest" },
    { DRAWING_EXTREME_HIGHEST, "DRAWING_EXTREME_HIGHEST", "highest" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("DrawingExtreme", values));

  return type;
}

/* enumeration.hark:24  error Fault */

GType
drawing_fault_get_type (void)
{
  static const GEnumValue values[] =
  {
    { DRAWING_FAULT_NO_PAPER, "DRAWING_FAULT_NO_PAPER", "no-paper" },
    { DRAWING_FAULT_JAMMED, "DRAWING_FAULT_JAMMED", "jammed" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("DrawingFault", values));

  return type;
}

GQuark
drawing_fault_quark (void)
{
  return g_quark_from_static_string ("drawing-fault-quark");
}
