/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Slots on a loop. The store lives on a loop that has a thread of its own, and
 * its slots need no lock: whoever calls them, from whatever thread, the calls
 * wait in one line. A call without a result is posted and forgotten; one with a
 * result gives a future, which can be awaited or handed to a function. */

#include "store.h"

#include <hark/hark.h>

static void
put (DepotStore *self,
     const char *product,
     guint32     n)
{
  GHashTable *shelf = depot_store_get_data (self);
  guint32     n_there = GPOINTER_TO_UINT (g_hash_table_lookup (shelf, product));

  g_hash_table_insert (shelf, g_strdup (product), GUINT_TO_POINTER (n_there + n));
}

static guint32
take (DepotStore *self,
      const char *product,
      guint32     n,
      GError    **error)
{
  GHashTable *shelf = depot_store_get_data (self);
  guint32     n_there = GPOINTER_TO_UINT (g_hash_table_lookup (shelf, product));

  if (n_there < n)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   "%u of %s wanted, %u there", n, product, n_there);
      return 0;
    }
  g_hash_table_insert (shelf, g_strdup (product), GUINT_TO_POINTER (n_there - n));
  return n_there - n;
}

static const DepotStoreSlots store_slots = { .put = put, .take = take };

static void
on_taken (HarkFuture *future,
          gpointer    context,
          gpointer    data)
{
  HarkLoop *here = context;
  guint    *n_awaited = data;
  g_autoptr(GError) error = NULL;
  guint32 n_left;

  if (depot_store_finish_take (future, &n_left, &error))
    g_print ("then: %u left\n", n_left);
  else
    g_print ("then: %s\n", error->message);

  if (--*n_awaited == 0)
    hark_future_unref (hark_loop_stop (here, 0));
}

int
main (void)
{
  g_autoptr(GHashTable) shelf = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(HarkLoop) here = hark_loop_new ("main");
  g_autoptr(HarkLoop) cellar = hark_loop_new_thread ("cellar");
  g_autoptr(DepotStore) store = depot_store_new (cellar, &store_slots,
                                                  g_hash_table_ref (shelf),
                                                  (GDestroyNotify) g_hash_table_unref);
  g_autoptr(GError) error = NULL;
  guint   n_awaited = 4;
  guint32 n_left;

  depot_store_put (store, "chair", 4);
  depot_store_put (store, "chair", 3);

  /* Waiting: one call and its answer. */
  if (depot_store_await_take (store, "chair", 2, HARK_FOREVER, NULL, &n_left, &error))
    g_print ("await: %u left\n", n_left);
  if (!depot_store_await_take (store, "table", 1, HARK_FOREVER, NULL, &n_left, &error))
    g_print ("await: %s\n", error->message);

  /* Not waiting: the answers come to a function on this thread's loop. */
  for (guint i = 1; i <= 4; i++)
    {
      g_autoptr(HarkFuture) answer = depot_store_call_take (store, "chair", i);

      hark_future_then (answer, here, on_taken, &n_awaited, NULL);
    }
  hark_loop_run (here);
  return 0;
}
