/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two objects that share a loop. Their slots run strictly one after the other,
 * so both may write into one book without a lock, even though two threads call
 * them at the same time; and what each thread called comes in its order. */

#include "desk.h"

#include <hark/hark.h>

enum
{
  N_THREADS = 2,
  N_NOTES = 10000, /* of each thread */
};

typedef struct
{
  gboolean is_open; /* somebody is writing */
  guint    n_notes;
  guint    n_disturbed;
  guint    n_disordered;
  guint    next[N_THREADS];
} Book;

static void
note (OfficeClerk *self,
      guint32      thread,
      guint32      n)
{
  Book *book = office_clerk_get_data (self);

  if (book->is_open)
    book->n_disturbed++;
  book->is_open = TRUE;

  if (n != book->next[thread])
    book->n_disordered++;
  book->next[thread] = n + 1;
  book->n_notes++;

  book->is_open = FALSE;
}

static guint32
count (OfficeClerk *self)
{
  Book *book = office_clerk_get_data (self);

  return book->n_notes;
}

static const OfficeClerkSlots clerk_slots = { .note = note, .count = count };

static OfficeClerk *clerks[2];

static gpointer
dictate (gpointer data)
{
  guint thread = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < N_NOTES; i++)
    office_clerk_note (clerks[i % 2], thread, i);
  return NULL;
}

int
main (void)
{
  Book     book = { 0 };
  GThread *threads[N_THREADS];
  guint32  n_notes;
  g_autoptr(HarkLoop) desk = hark_loop_new_thread ("desk");

  for (guint i = 0; i < G_N_ELEMENTS (clerks); i++)
    clerks[i] = office_clerk_new (desk, &clerk_slots, &book, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("dictating", dictate, GUINT_TO_POINTER (i));
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  /* The question waits in the same line, so it is answered after the last note. */
  office_clerk_await_count (clerks[0], HARK_FOREVER, NULL, &n_notes, NULL);
  g_print ("%u notes, %u disturbed, %u out of order\n",
           n_notes, book.n_disturbed, book.n_disordered);
  for (guint i = 0; i < G_N_ELEMENTS (clerks); i++)
    g_object_unref (clerks[i]);
  return 0;
}
