/* Made from enumeration.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

/* enumeration.hark:4  enum LineCap */

#define DRAWING_TYPE_LINE_CAP (drawing_line_cap_get_type ())

/**
 * DrawingLineCap:
 * @DRAWING_LINE_CAP_BUTT: right at the point
 * @DRAWING_LINE_CAP_ROUND: with half a circle
 * @DRAWING_LINE_CAP_SQUARE: square (since: 1.1)
 *
 * How lines end.
 */
typedef enum
{
  DRAWING_LINE_CAP_BUTT = 0,
  DRAWING_LINE_CAP_ROUND = 10,
  DRAWING_LINE_CAP_SQUARE = 11,
} DrawingLineCap;

HARK_GEN_EXPORT
GType drawing_line_cap_get_type (void) G_GNUC_CONST;

/* enumeration.hark:12  flags Parts */

#define DRAWING_TYPE_PARTS (drawing_parts_get_type ())

/**
 * DrawingParts:
 * @DRAWING_PARTS_LINE: line
 * @DRAWING_PARTS_FILLING: filling
 * @DRAWING_PARTS_ALL_OF_IT: all_of_it
 *
 * What is drawn.
 *
 * Deprecated: Everything is drawn.
 */
typedef enum
{
  DRAWING_PARTS_LINE = 0x1,
  DRAWING_PARTS_FILLING = 0x2,
  DRAWING_PARTS_ALL_OF_IT = 0x80000000,
} DrawingParts;

HARK_GEN_EXPORT
GType drawing_parts_get_type (void) G_GNUC_CONST;

/* enumeration.hark:18  enum Extreme */

#define DRAWING_TYPE_EXTREME (drawing_extreme_get_type ())

/**
 * DrawingExtreme:
 * @DRAWING_EXTREME_LOWEST: lowest
 * @DRAWING_EXTREME_HIGHEST: highest
 */
typedef enum
{
  DRAWING_EXTREME_LOWEST = G_MININT32,
  DRAWING_EXTREME_HIGHEST = 2147483647,
} DrawingExtreme;

HARK_GEN_EXPORT
GType drawing_extreme_get_type (void) G_GNUC_CONST;

/* enumeration.hark:24  error Fault */

#define DRAWING_TYPE_FAULT (drawing_fault_get_type ())

/**
 * DrawingFault:
 * @DRAWING_FAULT_NO_PAPER: there is none
 * @DRAWING_FAULT_JAMMED: jammed
 *
 * Why nothing is drawn.
 */
typedef enum
{
  DRAWING_FAULT_NO_PAPER = 0,
  DRAWING_FAULT_JAMMED = 5,
} DrawingFault;

HARK_GEN_EXPORT
GType drawing_fault_get_type (void) G_GNUC_CONST;

#define DRAWING_FAULT (drawing_fault_quark ())

/**
 * drawing_fault_quark:
 *
 * Returns: the domain of errors whose codes are of #DrawingFault
 */
HARK_GEN_EXPORT
GQuark drawing_fault_quark (void);

G_END_DECLS
