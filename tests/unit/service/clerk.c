/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A clerk that does what a test has planned; see the header. */

#include "clerk-private.h"

static void
write_down (OfficeClerk *self,
            const char  *sign)
{
  Plan *plan = office_clerk_get_data (self);

  if (plan->diary != NULL)
    g_string_append_printf (plan->diary, "%s%s ", sign, plan->name);
  if (plan->act != NULL)
    plan->act (self, sign);
}

static gboolean
fail_some (guint       *n,
           const char  *what,
           GError     **error)
{
  if (*n == 0)
    return FALSE;

  (*n)--;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "no %s", what);
  return TRUE;
}

static void
initialize (OfficeClerk *self,
            GError     **error)
{
  Plan *plan = office_clerk_get_data (self);

  plan->last_start = hark_clock_now ();
  write_down (self, "+");
  if (plan->start_duration > 0 && !hark_sleep (plan->start_duration, error))
    return;
  fail_some (&plan->n_bad_starts, "desk", error);
}

static void
clean_up (OfficeClerk *self)
{
  Plan *plan = office_clerk_get_data (self);

  hark_task_shield ();
  hark_sleep (plan->clean_up, NULL);
  hark_task_unshield ();
  write_down (self, "~");
}

static void
run (OfficeClerk *self,
     GError     **error)
{
  Plan *plan = office_clerk_get_data (self);

  write_down (self, "");
  office_clerk_emit_written (self, plan->name);
  if (plan->is_deaf)
    hark_task_shield ();
  if (!hark_sleep (plan->duration, error))
    {
      if (plan->clean_up > 0)
        clean_up (self);
      return;
    }
  fail_some (&plan->n_bad_runs, "paper", error);
}

static void
terminate (OfficeClerk *self,
           GError     **error)
{
  Plan *plan = office_clerk_get_data (self);
  guint n = plan->is_bad_end;

  write_down (self, "-");
  if (plan->end_duration > 0 && !hark_sleep (plan->end_duration, error))
    return;
  fail_some (&n, "key", error);
}

static const OfficeClerkSlots clerk_slots = { .initialize = initialize, .run = run, .terminate = terminate };

OfficeClerk *
clerk_new (HarkLoop *loop,
           Plan     *plan)
{
  return office_clerk_new (loop, &clerk_slots, plan, NULL);
}

HarkService *
service_new (HarkLoop *loop,
             Plan     *plan)
{
  g_autoptr(OfficeClerk) clerk = clerk_new (loop, plan);
  g_autoptr(GError) error = NULL;
  HarkService *service = hark_service_new (plan->name, HARK_OBJECT (clerk), &error);

  g_assert_no_error (error);
  return service;
}
