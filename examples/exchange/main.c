/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two services with a pool of threads each, which publish to each other: what a thread of one pool
 * returns, a thread of the other handles. All that were sent have arrived, each one once, though on
 * pools nobody knows in which order. */

#include "exchange.h"

#include <hark/hark.h>
#include <stdatomic.h>

#define N_LETTERS 2000
#define N_THREADS 3

typedef struct
{
  const char     *name;
  const char     *other;
  const char     *desk;               /* where its letters are written */
  gboolean        is_last;
  HarkRuntime    *runtime;
  HarkThreadPool *pool;
  atomic_uint     n_came[N_LETTERS];
  atomic_uint    *n_open;             /* letters that have not arrived, of both */
} Side;

/* On a thread of this side's pool. What it returns is published. */
static HarkMessage *
write_letter (HarkMessage *message,
              gpointer     context,
              gpointer     data,
              GError     **error)
{
  Side *side = data;

  return hark_message_new (side->other, hark_message_get_payload (message), error);
}

/* The same. */
static HarkMessage *
read_letter (HarkMessage *message,
             gpointer     context,
             gpointer     data,
             GError     **error)
{
  Side *side = data;

  side->n_came[g_variant_get_uint32 (hark_message_get_payload (message))]++;
  if (atomic_fetch_sub (side->n_open, 1) == 1)
    hark_runtime_stop (side->runtime);
  return NULL;
}

static gboolean
subscribe (ExchangeSide    *self,
           const char      *topic,
           HarkMessageFunc  func,
           GError         **error)
{
  Side *side = exchange_side_get_data (self);

  return hark_bus_subscribe_pool (hark_runtime_get_bus (side->runtime), HARK_TOPICS (topic), NULL, side->pool, self,
                                  func, side, NULL, error)
         != NULL;
}

/* Until it is terminated, it does its work in its handlers. */
static void
initialize (ExchangeSide *self,
            GError      **error)
{
  Side *side = exchange_side_get_data (self);
  HarkBus *bus = hark_runtime_get_bus (side->runtime);

  if (subscribe (self, side->name, read_letter, error)
      && subscribe (self, side->desk, write_letter, error)
      && HARK_PUBLISH (bus, HARK_TOPICS ("ready"), self, exchange_side_ready, error) != NULL
      && HARK_SUBSCRIBE (bus, HARK_TOPICS ("ready"), self, exchange_side_begin, error) != NULL
      && side->is_last)
    exchange_side_emit_ready (self);
}

static void
begin (ExchangeSide *self)
{
  Side *side = exchange_side_get_data (self);

  for (guint i = 0; i < N_LETTERS; i++)
    {
      g_autoptr(HarkMessage) letter = hark_message_new (side->desk, g_variant_new_uint32 (i), NULL);

      hark_bus_publish (hark_runtime_get_bus (side->runtime), letter, NULL);
    }
}

static const ExchangeSideSlots side_slots = { .initialize = initialize, .begin = begin };

static void
add (Side *side)
{
  HarkLoop *loop = hark_runtime_add_loop (side->runtime, side->name, TRUE, NULL);
  g_autoptr(ExchangeSide) object = exchange_side_new (loop, &side_slots, side, NULL);
  g_autoptr(HarkService) service = hark_service_new (side->name, HARK_OBJECT (object), NULL);
  g_autoptr(GError) error = NULL;

  if (!hark_runtime_add (side->runtime, service, HARK_FAILURE_STOP, &error))
    g_error ("%s", error->message);
}

static void
print_result (Side *side)
{
  guint n = 0;

  for (guint i = 0; i < N_LETTERS; i++)
    n += side->n_came[i] == 1;
  g_print ("%s has read %u letters of %d\n", side->name, n, N_LETTERS);
}

int
main (void)
{
  static Side left = { .name = "left", .other = "right", .desk = "left/desk" };
  static Side right = { .name = "right", .other = "left", .desk = "right/desk", .is_last = TRUE };
  g_autoptr(HarkRuntime) runtime = hark_runtime_new ();
  g_autoptr(HarkThreadPool) left_pool = hark_thread_pool_new (N_THREADS);
  g_autoptr(HarkThreadPool) right_pool = hark_thread_pool_new (N_THREADS);
  atomic_uint n_open = 2 * N_LETTERS;
  g_autoptr(GError) error = NULL;

  left.pool = left_pool;
  right.pool = right_pool;
  left.runtime = right.runtime = runtime;
  left.n_open = right.n_open = &n_open;
  add (&left);
  add (&right);
  if (!hark_runtime_run (runtime, &error))
    g_error ("%s", error->message);
  print_result (&left);
  print_result (&right);
  return 0;
}
