/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The report: hears of files from the scanner, has them hashed by whoever works
 * in the group of hashers, and tells what came out. At most N_CALLS calls are
 * on their way at a time; what was found and is not yet sent waits here, and
 * the scanner is asked for more only when little is left. Each file ends in
 * exactly one of three counts: indexed, unreadable or lost. Everything runs on
 * one loop, so nothing is locked. */

#include "digests.h"
#include "indexer.h"
#include "progress.h"
#include "station.h"
#include "tally.h"

#include <stdlib.h>
#include <unistd.h>

enum
{
  N_CALLS = 256,      /* on their way at a time */
  N_WALK = 1024,      /* files that the scanner is asked for at a time */
  MILESTONE_FD = 3,   /* where to say that the milestone is reached */
};

typedef struct
{
  Station        *station;
  IndexerScanner *scanner;
  IndexerHasher  *hashers;   /* the group */
  GQueue          waiting;   /* paths that are not yet sent */
  guint           n_calls;   /* on their way */
  guint           n_asked;   /* files that the scanner still looks for */
  gboolean        is_over;   /* the scanner has seen everything */
  guint64         n_found;
  guint64         n_done;
  guint64         n_lost;
  gint64          milestone;
  Tally           tally;
  Progress        progress;
  FILE           *digests;
} Report;

typedef struct
{
  Report *report;
  char   *path;
} Call;

static void advance (Report *self);

static void
call_free (gpointer data)
{
  Call *self = data;

  g_free (self->path);
  g_free (self);
}

static void
count_error (Report       *self,
             const GError *error)
{
  /* The hasher's own errors are about the file; Hark's, that nobody looked at it. */
  if (error->domain == HARK_ERROR)
    self->n_lost++;
  else
    tally_add_unreadable (&self->tally, error->message);
}

static void
on_hashed (HarkFuture *future,
           gpointer    context,
           gpointer    data)
{
  Call *call = data;
  Report *self = call->report;
  g_autoptr(IndexerDigest) digest = NULL;
  g_autoptr(GError) error = NULL;

  if (indexer_hasher_finish_hash (future, &digest, &error))
    {
      tally_add (&self->tally, call->path, digest->size);
      if (self->digests != NULL)
        digests_write (self->digests, digest->sha256, call->path);
    }
  else
    count_error (self, error);

  self->n_calls--;
  if (++self->n_done == (guint64) self->milestone)
    {
      G_GNUC_UNUSED gssize written = write (MILESTONE_FD, "!", 1);
    }
  advance (self);
}

static void
hash (Report *self,
      char   *path)
{
  g_autoptr(HarkFuture) future = indexer_hasher_call_hash (self->hashers, path);
  Call *call = g_new (Call, 1);

  *call = (Call) { .report = self, .path = path };
  hark_future_then (future, self->hashers, on_hashed, call, call_free);
  self->n_calls++;
}

/* Sends what may be sent, asks for what will be needed, and ends when all is done. */
static void
advance (Report *self)
{
  while (self->n_calls < N_CALLS && !g_queue_is_empty (&self->waiting))
    hash (self, g_queue_pop_head (&self->waiting));

  if (!self->is_over && self->n_asked == 0 && self->waiting.length < N_WALK)
    {
      indexer_scanner_walk (self->scanner, N_WALK);
      self->n_asked = N_WALK;
    }

  progress_show (&self->progress, self->n_done, self->n_found, self->is_over, self->tally.n_bytes);
  if (self->is_over && self->n_calls == 0 && g_queue_is_empty (&self->waiting))
    hark_future_unref (hark_loop_stop (self->station->loop, 0));
}

static void
on_found (Report     *self,
          const char *path)
{
  self->n_found++;
  self->n_asked--;
  g_queue_push_tail (&self->waiting, g_strdup (path));
  advance (self);
}

static void
on_unreadable (Report     *self,
               const char *path,
               const char *reason)
{
  tally_add_unreadable (&self->tally, reason);
}

static void
on_finished (Report  *self,
             guint64  n_files)
{
  /* What was found and not heard of would be lost too; the bus promises that there is none. */
  self->n_lost += n_files - self->n_found;
  self->is_over = TRUE;
  advance (self);
}

static void
open_all (Report     *self,
          const char *digests)
{
  HarkBus *bus = self->station->bus;
  HarkLoop *loop = self->station->loop;

  if (digests != NULL)
    self->digests = digests_open (digests);

  self->hashers = indexer_hasher_new_remote (bus, "hashers", loop);
  self->scanner = indexer_scanner_new_remote (bus, "scanner", loop);
  HARK_CONNECT_DATA (self->scanner, indexer_scanner_found, self->scanner, on_found, self, NULL);
  HARK_CONNECT_DATA (self->scanner, indexer_scanner_unreadable, self->scanner, on_unreadable, self, NULL);
  HARK_CONNECT_DATA (self->scanner, indexer_scanner_finished, self->scanner, on_finished, self, NULL);
  station_await (self->station, self->hashers);
  station_await (self->station, self->scanner);
}

/* Returns: the exit code. */
static int
close_all (Report *self)
{
  gboolean is_written = self->digests == NULL || digests_close (self->digests);

  progress_end (&self->progress, self->n_done, self->n_found, self->tally.n_bytes);
  tally_print (&self->tally);
  g_print ("indexed %" G_GUINT64_FORMAT " files, %" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT " lost\n",
           self->tally.n_files, self->tally.n_bytes, self->n_lost);

  tally_clear (&self->tally);
  g_object_unref (self->scanner);
  g_object_unref (self->hashers);
  return self->n_lost == 0 && is_written ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(Station) station = station_new ("report", argv[1]);
  Report self = { .station = station, .milestone = g_ascii_strtoll (argv[2], NULL, 10) };

  tally_init (&self.tally);
  progress_init (&self.progress);
  open_all (&self, argv[3]);
  advance (&self);
  hark_loop_run (station->loop);
  return close_all (&self);
}
