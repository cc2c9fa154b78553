/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Large frames of a connection that go by a shelf of each end, in place of its socket. */

#include "bridge/protocol/message-private.h"
#include "bridge/protocol/shelf-private.h"

G_BEGIN_DECLS

typedef struct _HarkShelving HarkShelving;

/* @max_frame: that may come */
HarkShelving *hark_shelving_new  (gsize         max_frame);
void          hark_shelving_free (HarkShelving *self);

/* --- What goes out --- */

/* What is to be written ahead of all else, where a frame may begin. */
HarkSpan hark_shelving_peek     (HarkShelving *self);
/* Returns: how many of @size bytes were these. */
gsize    hark_shelving_written  (HarkShelving *self,
                                 gsize         size);
/* What goes along with them, or -1. Borrowed. */
int      hark_shelving_get_descriptor (HarkShelving *self);
/* It has gone, or never will. */
void     hark_shelving_drop_descriptor (HarkShelving *self);

/* Whether there is something to tell the other end; then it is told, ahead of all else. */
gboolean hark_shelving_has_news (HarkShelving *self);
void     hark_shelving_tell     (HarkShelving *self);

/* Begins with a frame of @size bytes, its padding too. %FALSE: it goes as others do; a later one may not. */
gboolean hark_shelving_begin    (HarkShelving *self,
                                 gsize         size);
/* Whether there is more of it to put. */
gboolean hark_shelving_is_busy  (HarkShelving *self);
/* For how many bytes of it there is room now. */
gsize    hark_shelving_get_room (HarkShelving *self);
/* The next of its bytes, so many at most; then tell the other end of all that were put since. */
void     hark_shelving_put      (HarkShelving *self,
                                 HarkSpan      bytes);
void     hark_shelving_announce (HarkShelving *self);

/* --- What comes in --- */

/* @descriptor: (transfer full): that was wanted */
void     hark_shelving_add_descriptor   (HarkShelving *self,
                                         int           descriptor);
/* Whether one may come now. The kernel closes others. */
gboolean hark_shelving_wants_descriptor (HarkShelving *self);

/* Bytes that were taken off a shelf, ever. */
guint64  hark_shelving_get_taken        (HarkShelving *self);

/* Looks at what has come by the socket. Returns: %HARK_FRAME_COMPLETE: *@frame is for others, or has become one
 * that came by the shelf; %HARK_FRAME_INCOMPLETE: it was for us */
HarkFrameStatus hark_shelving_receive   (HarkShelving     *self,
                                         HarkFrameReader  *reader,
                                         HarkFrame        *frame,
                                         GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkShelving, hark_shelving_free)

G_END_DECLS
