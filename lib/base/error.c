/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The domain of Hark's own errors. Every room raises them; nobody else does. */

#include <hark/error.h>

G_DEFINE_QUARK (hark-error-quark, hark_error)
