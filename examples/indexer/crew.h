/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

typedef struct _Crew   Crew;
typedef struct _Member Member;

/* A process of the crew. */
struct _Member
{
  const char  *name;     /* for people */
  GSubprocess *process;  /* NULL: it has ended */
  Crew        *crew;
};

/* @member has ended; @status as waitpid() gives it. */
typedef void (*CrewEnded) (Member  *member,
                           int      status,
                           gpointer data);

Crew   *crew_new   (CrewEnded            ended,
                    gpointer             data);
/* Ends every process, and waits for it. */
void    crew_free  (Crew                *self);

/* Starts a process.
 * @argv: of the program, %NULL-terminated
 * @ready: wait until it says "ready" in a line of its own on its standard
 *   output; else that is this program's
 * @fd: (transfer full): becomes its descriptor 3; -1: none
 * Returns: (transfer none) */
Member *crew_start (Crew                *self,
                    const char          *name,
                    const char * const  *argv,
                    gboolean             ready,
                    int                  fd,
                    GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Crew, crew_free)
