/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the threads keep, and its end. Nothing of it is shared: what one thread has freed
 * only that thread uses again. */

#include <pthread.h>

#include "base/spare-private.h"

__thread HarkSpares hark_spares[HARK_N_SPARE_KINDS];
__thread gboolean hark_spares_end_with_thread;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
free_all (gpointer data)
{
  for (guint kind = 0; kind < HARK_N_SPARE_KINDS; kind++)
    {
      HarkSpares *spares = &hark_spares[kind];

      while (spares->first != NULL)
        {
          HarkSpare *spare = spares->first;

          spares->first = spare->next;
          g_free (spare);
        }
      spares->n = 0;
    }
  hark_spares_end_with_thread = FALSE; /* other keys' ends may free more */
}

static void
init (void)
{
  pthread_key_create (&key, free_all);
}

void
hark_spares_register (void)
{
  pthread_once (&once, init);
  pthread_setspecific (key, hark_spares);
  hark_spares_end_with_thread = TRUE;
}
