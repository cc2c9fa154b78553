/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One end of a connection, as bytes: frames that come in pieces, and frames
 * that wait to go out. It knows no socket. */

#include "bridge/protocol/shelving-private.h"
#include "wire/framing-private.h"

G_BEGIN_DECLS

typedef struct _HarkByteStream HarkByteStream;

typedef struct _HarkOutput HarkOutput;

struct _HarkByteStream
{
  HarkFrameReader *reader;
  HarkOutput      *output;      /* the oldest block of what waits; NULL: nothing does */
  HarkOutput      *newest;      /* the last block, once there has been one */
  gsize            n_waiting;   /* bytes of these that have not been written */
  gsize            max_waiting;
  gsize            max_frame;   /* that may come */
  gboolean         is_over;     /* more than that: nothing is added any more */
  guint64          n_written;   /* bytes, ever */
  gsize           *total;       /* (nullable): the sum of n_waiting of many streams */
  void           (*wake) (gpointer user);  /* something waits, and nothing did before; may be NULL */
  void           (*drained) (gpointer user);  /* something was written; may be NULL */
  gpointer         user;
  HarkShelving    *shelving;    /* (nullable): by which large frames may go, see hark_byte_stream_allow_shelves() */
};

void hark_byte_stream_init  (HarkByteStream       *self,
                        const HarkLimits *limits,
                        void            (*wake) (gpointer user),
                        gpointer          user);
void hark_byte_stream_clear (HarkByteStream       *self);

/* Its bytes go over a socket that can pass descriptors. Large frames may go by shelves, then, if the other
 * end knows them; whoever moves the bytes sends hark_shelving_get_descriptor() along with the first piece, alone, and
 * brings those that come. Before anything is read. */
void hark_byte_stream_allow_shelves (HarkByteStream *self);

/* The next frame, whichever way it came; else like hark_frame_reader_next(). */
HarkFrameStatus hark_byte_stream_next (HarkByteStream  *self,
                                       HarkFrame       *frame,
                                       GError         **error);

/* What is to be written next, in up to @n pieces. Returns: how many. */
guint hark_byte_stream_peek (HarkByteStream *self,
                             HarkSpan       *pieces,
                             guint           n);

/* So much of it is written. */
void hark_byte_stream_written (HarkByteStream *self,
                          gsize       size);

/* Both at once: appends all to @bytes. */
void hark_byte_stream_take (HarkByteStream *self,
                            GByteArray     *bytes);

/* If the body is a part of a whole, that is kept instead of a copy, until it is written. */
void hark_byte_stream_send (HarkByteStream      *self,
                       const HarkFrame *frame);

/* Frames as they are, or with another topic than 0; all of them or none. */
void hark_byte_stream_send_run (HarkByteStream *self,
                                HarkSpan        run,
                                guint32         topic);

/* The same of frames that stay as they are until they are written, and are shared with others. */
void hark_byte_stream_lend_run (HarkByteStream *self,
                                GBytes         *run);

/* @body: (nullable): a floating one is consumed. */
void hark_byte_stream_send_message (HarkByteStream      *self,
                               HarkMessageKind  kind,
                               guint8           flags,
                               guint64          id,
                               guint32          topic,
                               GVariant        *body);

void hark_byte_stream_send_hello (HarkByteStream *self,
                             guint64     session,
                             gsize       max_frame,
                             const char *name);

/* Reads a HELLO. @name borrows from the result.
 * Returns: (transfer full): its body; %NULL: the two cannot talk */
GVariant *hark_byte_stream_read_hello (const HarkFrame  *frame,
                                  gsize            *max_frame,
                                  const char      **name,
                                  GError          **error);

G_END_DECLS
