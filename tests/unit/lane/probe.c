/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The calls that tests of lanes queue. Each is freed by running or dropping it,
 * once: that a lane does either is what AddressSanitizer watches. */

#include "lane/probe-private.h"

typedef struct
{
  HarkCall  call;
  Probe    *probe;
  char      name;
} ProbeCall;

static void
probe_call_run (HarkCall *call)
{
  ProbeCall *self = (ProbeCall *) call;
  Probe *probe = self->probe;
  char name = self->name;

  g_free (self);
  g_string_append_c (probe->log, name);
  if (name == '!')
    probe->act (probe, probe->data);
}

static void
probe_call_drop (HarkCall *call)
{
  ProbeCall *self = (ProbeCall *) call;

  g_string_append_printf (self->probe->log, "[%c]", self->name);
  g_free (self);
}

static const HarkCallFuncs probe_funcs[] =
{
  [HARK_CALL_USER] = { HARK_CALL_USER, probe_call_run, probe_call_drop, NULL, NULL },
  [HARK_CALL_QUIET] = { HARK_CALL_QUIET, probe_call_run, probe_call_drop, NULL, NULL },
  [HARK_CALL_CHORE] = { HARK_CALL_CHORE, probe_call_run, NULL, NULL, NULL },
};

HarkCall *
probe_call_new (Probe        *self,
                HarkCallKind  kind,
                char          name)
{
  ProbeCall *call = g_new0 (ProbeCall, 1);

  call->call.funcs = &probe_funcs[kind];
  call->probe = self;
  call->name = name;
  return &call->call;
}

char
probe_call_get_name (HarkCall *call)
{
  return ((ProbeCall *) call)->name;
}
