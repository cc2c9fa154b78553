/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How far CPU 0 and CPU 1 are from each other right now.  The host of a virtual
 * machine moves the CPUs about, and what two threads can hand over in a second
 * changes fourfold with it; so bench.c asks before and after each repetition,
 * and compares near with near and far with far. */

#include "bench.h"

#include <pthread.h>
#include <sched.h>

enum
{
  N_CHUNKS = 8,
  N_ROUNDS = 2000,  /* in a chunk; the fastest chunk counts */
  LINE     = 128,   /* bytes: two cache lines, which some CPUs fetch together */
};

typedef struct
{
  /* Each is written by one thread and read by the other. */
  _Alignas(LINE) int ping;
  _Alignas(LINE) int pong;
} Court;

static void
pin (int cpu)
{
  cpu_set_t set;

  CPU_ZERO (&set);
  CPU_SET (cpu, &set);
  pthread_setaffinity_np (pthread_self (), sizeof set, &set);
}

static void
wait_for (const int *ball,
          int        round)
{
  while (__atomic_load_n (ball, __ATOMIC_ACQUIRE) != round)
    ;
}

static gpointer
play_back (gpointer data)
{
  Court *court = data;

  pin (1);
  for (int round = 1; round <= N_CHUNKS * N_ROUNDS; round++)
    {
      wait_for (&court->ping, round);
      __atomic_store_n (&court->pong, round, __ATOMIC_RELEASE);
    }
  return NULL;
}

/* In a thread of its own, since it pins itself. */
static gpointer
play (gpointer data)
{
  double *best = data;
  Court court = { 0, 0 };
  GThread *other = g_thread_new ("far side", play_back, &court);
  int round = 0;

  pin (0);
  for (int chunk = 0; chunk < N_CHUNKS; chunk++)
    {
      gint64 start = bench_now ();
      double us;

      for (int i = 0; i < N_ROUNDS; i++)
        {
          __atomic_store_n (&court.ping, ++round, __ATOMIC_RELEASE);
          wait_for (&court.pong, round);
        }
      us = (bench_now () - start) / 1e3 / N_ROUNDS;
      if (*best < 0 || us < *best)
        *best = us;
    }
  g_thread_join (other);
  return NULL;
}

double
bench_distance (void)
{
  cpu_set_t set;
  double best = -1;

  if (sched_getaffinity (0, sizeof set, &set) == 0 && CPU_ISSET (0, &set) && CPU_ISSET (1, &set))
    g_thread_join (g_thread_new ("near side", play, &best));
  return best;
}
