/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Programs and what goes between them, as nodes and arrows: the same for a picture and for words. */

#include <hark/hark.h>

/* An object of a program, a peer that tells nothing, or a topic that nobody exports. */
typedef struct
{
  char     *label;      /* "TestMaker" */
  char     *name;       /* (nullable): under which it is exported, or what it stands for */
  guint     program;    /* its place among the programs; PICTURE_NOWHERE: none */
  guint     loop;       /* the program's id of it; 0: none */
  gboolean  is_remote;
  gboolean  is_missing; /* nobody exports it */
} PictureNode;

typedef struct
{
  guint     from;       /* places among the nodes */
  guint     to;
  char     *label;      /* "made", "made -> on_made" */
  char     *place;      /* (nullable): file and line where it was made */
  gboolean  is_crossing; /* it goes through the broker */
  gboolean  is_blocked;
} PictureArrow;

typedef struct
{
  GPtrArray *programs;  /* HarkProgramGraph */
  GPtrArray *nodes;     /* PictureNode */
  GPtrArray *arrows;    /* PictureArrow */
} Picture;

#define PICTURE_NOWHERE G_MAXUINT

/* @programs: of HarkProgramGraph, taken over; @topics: of HarkBrokerTopic: all that the broker
 * knows. Both as they were sent: texts are made printable here. */
Picture *picture_new  (GPtrArray *programs,
                       GPtrArray *topics);
void     picture_free (Picture   *self);

/* (transfer full) */
char    *picture_to_dot   (const Picture *self);
char    *picture_to_words (const Picture *self);

/* (transfer full): "workshop, thread 12, 3 queued" */
char    *picture_describe_loop (const HarkProgramLoop *loop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)
