/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every bound on what comes from outside has a name here, and a test that
 * says this name. doc/protocol.md lists them for people. */

/* --- fixed by the format --- */

#define HARK_LIMIT_FRAME_HEADER  24                  /* bytes before extensions and body */
#define HARK_LIMIT_EXTENSIONS    (255 * 8)           /* bytes of extension headers */
#define HARK_LIMIT_DEPTH         32                  /* containers in a variant from outside */
#define HARK_LIMIT_ELEMENTS      (4u << 20)          /* of one array that is not of plain numbers */
#define HARK_LIMIT_NAME          255                 /* bytes of a class, object, event or slot */
#define HARK_LIMIT_TEXT          (64u << 10)         /* bytes of a signature or an error for people */
#define HARK_LIMIT_MEMBERS       4096                /* events of one class, and slots */
#define HARK_LIMIT_DOMAINS       1024                /* of errors, learnt from others: they are never freed */

/* --- of what goes by memory, see bridge/protocol/shelf.c --- */

#define HARK_LIMIT_SHELF         ((gsize) 1 << 20)   /* bytes of one */
#define HARK_LIMIT_SHELVES       64                  /* that one process makes; large frames of further connections go as others do */

/* --- of files that are read --- */

#define HARK_LIMIT_SETTINGS      (1 << 20)           /* bytes of a file of settings or rules */
#define HARK_LIMIT_SETTINGS_LIST 1024                /* rules of one file, and who one of them is for */

/* Bytes that can be read behind what is parsed, see hark_payload_copy(). */
#define HARK_WIRE_ROOM           8

/* --- may be set lower, for one broker or peer --- */

typedef struct
{
  gsize  frame;          /* bytes of one frame, its padding left out */
  gsize  output;         /* bytes that wait for one connection to read them */
  guint  connections;    /* to one broker */
  guint  connections_each;  /* of one user, or owner of a certificate */
  guint  exports;        /* of one connection */
  guint  subscriptions;  /* of one connection */
  guint  topics;         /* that one connection gave numbers to, those of its exports too */
  guint  calls;          /* of one connection, unanswered */
  guint  window;         /* calls that one member of a group has not answered */
  guint  group_calls;    /* that wait for a free member of one group */
  gsize  group_bytes;    /* the same, in bytes */
  gsize  backlog;        /* bytes that wait for one connection before events stay with their publishers */
  gsize  waiting;        /* the same for all connections to one broker together, */
  gsize  share;          /* who has less than this waiting left alone */
  gsize  catch_up;       /* bytes of events that a publisher sends once more at a time */
  gint64 read_time;      /* microseconds that a connection may read nothing of what waits for it */
  gsize  retained;       /* bytes of events that a peer keeps until they are acknowledged */
  gint64 block_time;     /* microseconds that a publisher waits for a subscriber who asks for that and gets no further */
  gint64 hello_time;     /* microseconds that a new connection may stay silent */
  gint64 grace_time;     /* microseconds that the calls of one who was cut off are kept for it */
  gint64 session_time;   /* microseconds that one who was cut off is waited for */
  gint64 mark_time;      /* microseconds until what few events there were is asked to be acknowledged */
  gint64 retry_first;    /* microseconds until the first attempt to connect once more; twice that for the next, */
  gint64 retry_most;     /* and so on, up to this */
  gsize  rate;           /* bytes that are read of one connection in a second; 0: any */
} HarkLimits;

#define HARK_LIMIT_FRAME         ((gsize) 64 << 20)
#define HARK_LIMIT_OUTPUT        ((gsize) 256 << 20)
#define HARK_LIMIT_CONNECTIONS   1024
#define HARK_LIMIT_CONNECTIONS_EACH 1024
#define HARK_LIMIT_EXPORTS       65536
#define HARK_LIMIT_SUBSCRIPTIONS 65536
#define HARK_LIMIT_TOPICS        262144
#define HARK_LIMIT_CALLS         65536
#define HARK_LIMIT_WINDOW        32
#define HARK_LIMIT_GROUP_CALLS   65536
#define HARK_LIMIT_GROUP_BYTES   ((gsize) 256 << 20)
#define HARK_LIMIT_BACKLOG       ((gsize) 4 << 20)
#define HARK_LIMIT_WAITING       ((gsize) 256 << 20)
#define HARK_LIMIT_SHARE         ((gsize) 64 << 10)
#define HARK_LIMIT_CATCH_UP      ((gsize) 1 << 20)
#define HARK_LIMIT_READ_TIME     (30 * G_USEC_PER_SEC)
#define HARK_LIMIT_RETAINED      ((gsize) 64 << 20)
#define HARK_LIMIT_BLOCK_TIME    (10 * G_USEC_PER_SEC)
#define HARK_LIMIT_HELLO_TIME    (10 * G_USEC_PER_SEC)
#define HARK_LIMIT_GRACE_TIME    (5 * G_USEC_PER_SEC)
#define HARK_LIMIT_SESSION_TIME  (60 * G_USEC_PER_SEC)
#define HARK_LIMIT_MARK_TIME     (1 * G_USEC_PER_SEC)
#define HARK_LIMIT_RETRY_FIRST   20000
#define HARK_LIMIT_RETRY_MOST    (10 * G_USEC_PER_SEC)
#define HARK_LIMIT_RATE          0

extern const HarkLimits hark_limits_default;

G_END_DECLS
