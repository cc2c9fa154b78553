/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "joinery.h"

G_BEGIN_DECLS

/**
 * joinery_hire:
 *
 * Returns: (transfer full): a producer that works in C, on a thread of its own
 */
HARK_GEN_EXPORT
JoineryProducer *joinery_hire (void);

G_END_DECLS
