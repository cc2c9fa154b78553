/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The scanner: walks a folder and emits an event for each regular file. It does
 * not know who listens. It walks only as far as it is asked to, so that a slow
 * listener is not flooded. */

#include "indexer.h"
#include "station.h"

#include <fts.h>

typedef struct
{
  char     *folder;
  FTS      *tree;     /* NULL: nobody has asked yet */
  guint64   n_files;
  gboolean  is_over;
} Walk;

static void
walk (IndexerScanner *self,
      guint32         n_files)
{
  Walk    *state = indexer_scanner_get_data (self);
  guint64  goal = state->n_files + n_files;
  FTSENT  *entry;

  if (state->tree == NULL)
    {
      char *folders[] = { state->folder, NULL };

      /* Symbolic links are themselves, not what they point to. */
      state->tree = fts_open (folders, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    }
  while (!state->is_over && state->n_files < goal)
    {
      entry = fts_read (state->tree);
      if (entry == NULL)
        {
          state->is_over = TRUE;
          indexer_scanner_emit_finished (self, state->n_files);
          return;
        }

      switch (entry->fts_info)
        {
        case FTS_F:
          state->n_files++;
          indexer_scanner_emit_found (self, entry->fts_path);
          break;
        case FTS_DNR: /* a folder that cannot be read */
        case FTS_NS:  /* gone, or no right to look */
        case FTS_ERR:
          indexer_scanner_emit_unreadable (self, entry->fts_path, g_strerror (entry->fts_errno));
          break;
        default: /* folders, links, devices */
          break;
        }
    }
}

static const IndexerScannerSlots scanner_slots = { .walk = walk };

int
main (int    argc,
      char **argv)
{
  g_autoptr(Station) station = station_new ("scanner", argv[1]);
  g_autoptr(IndexerScanner) scanner = NULL;
  Walk state = { .folder = argv[2] };
  GError *error = NULL;

  scanner = indexer_scanner_new (station->loop, &scanner_slots, &state, NULL);
  station_check (station, hark_bus_export (station->bus, HARK_OBJECT (scanner), "scanner", &error), &error);
  station_await (station, scanner);
  station_serve (station);
  if (state.tree != NULL)
    fts_close (state.tree);
  return 0;
}
