/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Memory of things that are made and freed by the million, and mostly live for a moment on one
 * thread: each thread keeps a few that are over, for the next ones. Checkers of memory
 * had better see them go. */

#include <glib.h>

#include "base/sanitizer-private.h"

G_BEGIN_DECLS

/* Each kind has one size. */
typedef enum
{
  HARK_SPARE_FUTURE,
  HARK_SPARE_CONTINUATION,
  HARK_SPARE_CALL,
  HARK_SPARE_CONNECTION,
  HARK_SPARE_BLOCK,
  HARK_N_SPARE_KINDS
} HarkSpareKind;

/* How many of them are kept: of what calls need that cross, more, as very many are under way at a time. */
enum
{
  HARK_SPARES_KEPT          = 32,
  HARK_SPARES_OF_CALLS_KEPT = 1024,
};

/* Bytes of what a call needs on its way from one process to another. */
#define HARK_SPARE_CALL_SIZE ((gsize) 256)

/* Bytes of one that is filled with what is of no size. */
#define HARK_SPARE_BLOCK_SIZE ((gsize) 32 << 10)

typedef struct _HarkSpare HarkSpare;
struct _HarkSpare
{
  HarkSpare *next;
};

typedef struct
{
  HarkSpare *first;
  guint      n;
} HarkSpares;

extern __thread HarkSpares hark_spares[HARK_N_SPARE_KINDS];
extern __thread gboolean   hark_spares_end_with_thread;

/* From now on what this thread keeps is freed when it ends. */
void hark_spares_register (void);

static inline guint
hark_spares_kept (HarkSpareKind kind)
{
  return kind <= HARK_SPARE_CALL ? HARK_SPARES_OF_CALLS_KEPT : HARK_SPARES_KEPT;
}

/* To be freed by hark_spare_free(), on any thread. */
static inline gpointer
hark_spare_alloc (HarkSpareKind kind,
                  gsize         size)
{
  HarkSpares *spares = &hark_spares[kind];
  HarkSpare *spare = spares->first;

  if (spare == NULL)
    return g_malloc (size);

  spares->first = spare->next;
  spares->n--;
  return spare;
}

static inline void
hark_spare_free (HarkSpareKind kind,
                 gpointer      memory)
{
  HarkSpares *spares = &hark_spares[kind];
  HarkSpare *spare = memory;

  if (HARK_ASAN || HARK_TSAN || spares->n >= hark_spares_kept (kind))
    {
      g_free (memory);
      return;
    }

  if (G_UNLIKELY (!hark_spares_end_with_thread))
    hark_spares_register ();
  spare->next = spares->first;
  spares->first = spare;
  spares->n++;
}

G_END_DECLS
