/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a process of the indexer comes to the bus, and how it ends. */

#include "station.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>

enum
{
  PATIENCE = 10, /* seconds, for the broker */
};

Station *
station_new (const char *name,
             const char *address)
{
  Station *self = g_new0 (Station, 1);
  GError *error = NULL;

  self->name = name;
  self->loop = hark_loop_new (name);
  hark_loop_start (self->loop);
  self->bus = hark_bus_new (self->loop);
  self->peer = hark_peer_new (self->bus, address);
  station_check (self, hark_peer_connect (self->peer, PATIENCE * G_TIME_SPAN_SECOND, NULL, &error), &error);
  /* So that `harkctl graph` can draw it while it works. */
  station_check (self, hark_bus_serve_graph (self->bus, NULL, &error), &error);
  return self;
}

void
station_free (Station *self)
{
  g_object_unref (self->peer);
  g_object_unref (self->bus);
  g_object_unref (self->loop);
  g_free (self);
}

void
station_check (Station  *self,
               gboolean  condition,
               GError  **error)
{
  if (condition)
    return;
  g_printerr ("%s: %s\n", self->name, (*error)->message);
  exit (EXIT_FAILURE);
}

void
station_await (Station  *self,
               gpointer  object)
{
  GError *error = NULL;

  station_check (self, hark_object_await_ready (object, PATIENCE * G_TIME_SPAN_SECOND, NULL, &error), &error);
}

static gboolean
on_terminate (gpointer data)
{
  Station *self = data;

  hark_future_unref (hark_loop_stop (self->loop, 0));
  return G_SOURCE_REMOVE;
}

void
station_serve (Station *self)
{
  g_unix_signal_add (SIGTERM, on_terminate, self);
  g_print ("ready\n");
  hark_loop_run (self->loop);
}
