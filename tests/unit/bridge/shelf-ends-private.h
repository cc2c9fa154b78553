/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Two ends of a connection in one process, each with its stream and its transport; or one of them, and a raw socket that says
 * whatever a test wants. */

#include "base/large-private.h"
#include "bridge/transport/transport-private.h"

#include <fcntl.h>
#include <hark/bus.h>
#include <hark/error.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum
{
  N_LARGE = 100000,
  SIZE    = HARK_LIMIT_SHELF,
  SEALS   = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE,
};

/* One side of a connection. */
typedef struct
{
  HarkByteStream  stream;
  HarkTransport  *transport;
  GString        *log;        /* what came */
  char           *lost;
} End;

typedef struct
{
  HarkBus *bus;               /* whose loop it is */
  End      one;
  End      other;
  int      raw;               /* in the place of the other, where that has no transport; else -1 */
  guint    n_descriptors;     /* before */
} Ends;

guint ends_count_descriptors (void);
void  ends_iterate           (void);

/* Both have a transport, or only one. */
void  ends_set_up            (Ends          *f,
                              gconstpointer  data);
void  ends_set_up_raw        (Ends          *f,
                              gconstpointer  data);
void  ends_tear_down         (Ends          *f,
                              gconstpointer  data);

/* The first large one finds no shelf and announces it, the second gives it. */
void  ends_open_shelf        (Ends          *f);
/* The one's connection, for that reason. */
void  ends_assert_lost       (Ends          *f,
                              const char    *words);

void  end_send               (End           *self,
                              guint64        id,
                              gsize          size);
/* What came since the last time. */
void  end_assert             (End           *self,
                              const char    *expected);

/* --- The raw socket --- */

/* @descriptor: (transfer full): -1: none */
void  raw_send               (Ends          *f,
                              guint8         kind,
                              guint8         flags,
                              guint64        id,
                              guint32        topic,
                              int            descriptor);
/* @flags: of its HELLO */
void  raw_hello              (Ends          *f,
                              guint8         flags);
/* What has come, to which nothing is said. Returns: how many bytes */
gsize raw_read               (Ends          *f);
gsize raw_read_all           (Ends          *f);
/* It is given a shelf. Returns: how many bytes came */
gsize raw_be_given           (Ends          *f);
/* It announces one, and is asked for it. */
void  raw_announce           (Ends          *f);
/* And gives it. */
void  raw_shelf              (Ends          *f,
                              guint64        size,
                              int            descriptor);
int   raw_make_memory        (gsize          size,
                              int            seals,
                              gsize          n_pages);
/* It hears that the other end has opened none. */
void  raw_assert_refused     (Ends          *f);
