/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/mpsc-private.h"

typedef struct _HarkCall      HarkCall;
typedef struct _HarkCallFuncs HarkCallFuncs;

/**
 * HarkCallKind:
 * @HARK_CALL_USER: runs user code; counted, makes the lane active
 * @HARK_CALL_QUIET: runs user code; counted, but does not make the lane active
 * @HARK_CALL_CHORE: the library's own; neither. One without a drop() is run even
 *   when the lane discards what is left.
 */
typedef enum
{
  HARK_CALL_USER,
  HARK_CALL_QUIET,
  HARK_CALL_CHORE,
} HarkCallKind;

/* What a call is about, for people. Names are static; NULL: has none. */
typedef struct
{
  const char *object;  /* the class */
  const char *slot;
  const char *event;   /* that brought it */
} HarkCallSubject;

struct _HarkCallFuncs
{
  HarkCallKind kind;
  void (*run)      (HarkCall *call);  /* consumes the call */
  void (*drop)     (HarkCall *call);  /* the same, without running it; NULL: run() is that too */
  void (*describe) (HarkCall *call, HarkCallSubject *subject);  /* (nullable); before run() */
};

/* What a lane queues. Whoever makes one puts it first in a struct of its own. */
struct _HarkCall
{
  HarkNode             node;
  const HarkCallFuncs *funcs;
};
