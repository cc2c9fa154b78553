/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The switch for every other architecture. What a stack goes on with is a
 * ucontext_t that lies on it. Each switch makes a system call, for the mask of
 * signals. */

#include <ucontext.h>

#include "async/switch-private.h"

void
hark_switch (gpointer *from,
             gpointer  to)
{
  ucontext_t here;

  *from = &here;
  swapcontext (&here, to);
}

gpointer
hark_switch_prepare (char *lowest,
                     char *top,
                     void (*entry) (void))
{
  ucontext_t *first = (ucontext_t *) (((guintptr) top - sizeof (ucontext_t)) & ~(guintptr) 63);

  getcontext (first);
  first->uc_stack.ss_sp = lowest;
  first->uc_stack.ss_size = (char *) first - lowest;
  first->uc_link = NULL;
  makecontext (first, entry, 0);
  return first;
}
