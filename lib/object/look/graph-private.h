/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/graph.h>

#include "object/connection/connection-private.h"

/* What there was at one moment, more or less. Nodes are told apart by their
 * places in the arrays. */

#define HARK_NOWHERE G_MAXUINT

typedef struct
{
  HarkAnchor      *anchor;      /* owned */
  const char      *class_name;  /* of the GType */
  gpointer         address;     /* for people */
  HarkAnchorState  state;
  guint            loop;        /* or HARK_NOWHERE */
  bool             is_loop;
  bool             is_remote;
} HarkGraphObject;

typedef struct
{
  HarkLane *lane;    /* owned */
  char     *name;    /* (nullable) owned */
  guint     object;  /* its face, or HARK_NOWHERE */
  bool      is_left; /* an object is ending, and may hold it until then */
} HarkGraphLoop;

typedef struct
{
  HarkConnection *connection;  /* owned */
  guint           from, to;    /* objects */
} HarkGraphEdge;

typedef struct
{
  GArray *objects;
  GArray *loops;
  GArray *edges;
} HarkGraph;

/* Objects that are closed are not in it. Thread: any. */
HarkGraph *hark_graph_new  (void);
void       hark_graph_free (HarkGraph *self);

/* (transfer full): as text. */
char *hark_graph_to_dot  (const HarkGraph *self);
char *hark_graph_to_json (const HarkGraph *self);

/* Their names, for both. */
const char *hark_graph_loop_state  (const HarkGraphLoop *loop);
const char *hark_graph_edge_kind   (const HarkGraphEdge *edge);
/* (nullable): of the slot or event that it ends in. */
const char *hark_graph_edge_target (const HarkGraphEdge *edge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkGraph, hark_graph_free)
