/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the verbs of harkctl share: what was asked for, and the way to the broker. */

#include <gio/gio.h>
#include <hark/hark.h>

/* Documented in doc/harkctl.md and `harkctl --help`. */
enum
{
  HARKCTL_DONE = 0,
  HARKCTL_FAILED = 1,       /* the broker, or who was called, said no */
  HARKCTL_USAGE = 2,        /* what was asked for cannot be */
  HARKCTL_UNREACHABLE = 3,  /* no broker, or it has gone */
};

/* Options of all verbs, and what they lead to. */
typedef struct
{
  char       *address;      /* (nullable) */
  double      patience;     /* seconds; 0: for ever */
  gboolean    json;
  const char *verb;

  HarkBus    *bus;          /* NULL: not connected */
  HarkPeer   *peer;
  HarkBroker *broker;       /* a remote */
} Session;

typedef struct
{
  const char         *name;
  const char         *arguments;    /* for people */
  const char         *summary;      /* a line */
  const char         *description;  /* what `harkctl VERB --help` says besides */
  const GOptionEntry *entries;      /* of its own */
  gboolean            has_json;
  /* Returns: the exit status. @arguments: what is left, NULL at the end. */
  int               (*run) (Session  *session,
                            char    **arguments);
} Verb;

extern const Verb verb_monitor;
extern const Verb verb_emit;
extern const Verb verb_call;
extern const Verb verb_peers;
extern const Verb verb_topics;
extern const Verb verb_top;
extern const Verb verb_graph;

/* --- session.c --- */

/* %FALSE: it has been said why; the exit status is HARKCTL_UNREACHABLE. */
gboolean session_connect  (Session *self);
void     session_clear    (Session *self);
/* How long to wait for an answer, in microseconds. */
gint64   session_patience (const Session *self);

/* Says what is wrong, in a line. Returns: @status */
int      session_complain (const Session *self,
                           int            status,
                           const char    *format,
                           ...) G_GNUC_PRINTF (3, 4);
/* The same of an error; the status that fits it. */
int      session_fail     (const Session *self,
                           const GError  *error);

/* (transfer full) (element-type HarkBrokerTopic) (nullable): those that match, as the broker knows
 * them. */
GPtrArray *session_list_topics (Session     *self,
                                const char  *pattern,
                                GError     **error);
