/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>

G_BEGIN_DECLS

/**
 * HarkGraphFormat:
 * @HARK_GRAPH_DOT: Graphviz; `dot -Tsvg` makes a picture of it
 * @HARK_GRAPH_JSON: one JSON object
 *
 * How hark_dump_graph() writes.
 */
typedef enum
{
  HARK_GRAPH_DOT,
  HARK_GRAPH_JSON,
} HarkGraphFormat;

/**
 * hark_dump_graph:
 * @format: what for
 *
 * All objects of this process that live, the loops they live on, and how they are
 * connected. What other threads make and drop meanwhile may be in it or
 * not, and the figures of a loop that runs are those of different moments.
 *
 * In JSON it has three lists, whose entries refer to each other by `id`. Fields are
 * added in later versions, and none is taken away.
 *
 * - `objects`: `id`; `class`, the name of its GType; `address`, for a debugger;
 *   `loop`, or null as long as nobody has called it; `state`, `open`, or `closing`;
 *   `remote`, whether it stands for one elsewhere. A loop is an object too, and the
 *   context of a function may be any GObject.
 * - `loops`: `id`; `name`, or null; `object`, the loop itself, or null if nobody has
 *   asked for it; `state`, `waiting`, `running`, `stopping` or `stopped`; `context`,
 *   the address of its #GMainContext, or null if that is gone; `thread`, the kernel's
 *   number of the thread that has last iterated that, or made it, or null if
 *   there is none so far; `queued`, `run` and `dropped`, the numbers of calls, see
 *   #HarkLoopStats.
 * - `connections`: `from` and `to`, the objects; `event`; `kind`, `slot`, `event` (it
 *   is emitted again), `function`, or `future` (a wait for the next one); `target`,
 *   the slot or event, or null; `file` and `line` where it was made, or null and 0 if it
 *   was made by name; `flags`, a list of `sender`, `direct`, `single-shot`, `unique` and
 *   `filtered`; `blocked`, how often.
 *
 * Thread: any. Blocks: no.
 *
 * Returns: (transfer full): the text
 */
HARK_API char *hark_dump_graph (HarkGraphFormat format);

G_END_DECLS
