/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connections that do not do what the broker waits for: say hello, read, or be heard of while they work on
 * calls that others could do. Invariant: none of them is waited for longer than its limit says; then it
 * is closed, with the reason. Called whenever the broker looks at the clock. */

#include "bridge/router/router-private.h"

/* Closes who has said nothing. Returns: when to look again. */
static gint64
watch_hello (HarkBrokerPeer *self,
             gint64          now)
{
  if (self->hello_before > now)
    return self->hello_before;
  hark_broker_peer_fail (self, g_error_new_literal (HARK_ERROR, HARK_ERROR_TIMED_OUT,
                                                    "it connected and did not say hello"));
  return G_MAXINT64;
}

/* The same with who has read nothing. */
static gint64
watch_reading (HarkBrokerPeer *self,
               gint64          now)
{
  gint64 time = self->broker->limits.read_time;

  if (self->stuck_since == 0 || self->n_written != self->stream.n_written || self->stream.n_waiting == 0)
    {
      self->n_written = self->stream.n_written;
      self->stuck_since = self->stream.n_waiting > 0 ? now : 0;
    }
  if (self->stuck_since == 0)
    return G_MAXINT64;
  if (self->stuck_since + time > now)
    return self->stuck_since + time;
  hark_broker_peer_fail (self, g_error_new (HARK_ERROR, HARK_ERROR_TIMED_OUT,
                                            "it did not read: %" G_GSIZE_FORMAT " bytes have waited for it for %" G_GINT64_FORMAT " s",
                                            self->stream.n_waiting, time / G_USEC_PER_SEC));
  return G_MAXINT64;
}

/* The same with who works on calls of a group, which others could do, and says nothing. */
static gint64
watch_working (HarkBrokerPeer *self,
               gint64          now)
{
  gint64 time = self->broker->limits.read_time;

  if (self->n_shared == 0)
    self->silent_since = 0;
  if (self->n_shared == 0)
    return G_MAXINT64;
  if (self->silent_since == 0 || self->n_heard != self->n_frames)
    {
      self->n_heard = self->n_frames;
      self->silent_since = now;
      self->is_asked = FALSE;
    }
  if (self->silent_since + time <= now)
    {
      hark_broker_peer_fail (self, g_error_new (HARK_ERROR, HARK_ERROR_TIMED_OUT,
                                                "it works on calls, and has not been heard of for %" G_GINT64_FORMAT " s",
                                                time / G_USEC_PER_SEC));
      return G_MAXINT64;
    }
  if (self->is_asked)
    return self->silent_since + time;
  if (self->silent_since + time / 2 > now)
    return self->silent_since + time / 2;
  self->is_asked = TRUE;
  hark_broker_peer_send (self, HARK_MESSAGE_PING, 0, 0, 0, NULL);
  return self->silent_since + time;
}

gint64
hark_silence_watch (HarkBrokerPeer *self,
                    gint64          now)
{
  gint64 reading;
  gint64 working;

  if (self->error != NULL)
    return G_MAXINT64;
  if (self->name == NULL)
    return watch_hello (self, now);
  reading = watch_reading (self, now);
  working = self->error == NULL ? watch_working (self, now) : G_MAXINT64;
  return MIN (reading, working);
}
