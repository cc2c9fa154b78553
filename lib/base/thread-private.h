/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* A number for the calling thread that no other thread ever has. */
guint64 hark_thread_id (void);

/* The kernel's number for it, by which debuggers and top know it. */
int hark_thread_kernel_id (void);
