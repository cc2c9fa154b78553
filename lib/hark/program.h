/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>
#include <hark/bus.h>
#include <hark/program-class.h>

G_BEGIN_DECLS

/**
 * hark_bus_serve_graph:
 * @name: (nullable): under which the program is exported; %NULL: what the broker calls it, made
 *   of the name of the process and its number
 * @error: as hark_bus_export()
 *
 * Exports an object of the class `Hark.Program`, so that others can look at what
 * hark_dump_graph() shows, and at what this bus exports, hears and handles: `harkctl graph`
 * draws it. Nothing is looked at until somebody asks. It ends with the bus; doing this twice for
 * one bus does nothing. Thread: any. Blocks: no.
 *
 * Returns: whether it is on its way; that the name is taken, the bus says with `refused`
 */
HARK_API gboolean hark_bus_serve_graph (HarkBus     *self,
                                        const char  *name,
                                        GError     **error);

G_END_DECLS
