/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A service walks an object through its life. The service's slots are tasks on the object's
 * loop, which do not hold it; within them the object's own slots are run, as they are, without
 * a call between. So there is one task that initializes or runs, and who terminates
 * knows when it has returned. All is decided on that loop; only the state is read elsewhere.
 *
 * The type and its events are generated from schemas/service.hark; every service
 * is of the final class here. */

#include <hark/error.h>
#include <hark/service.h>
#include <hark/task.h>

#include "object/seat/remote-private.h"

#define HARK_TYPE_OBJECT_SERVICE (hark_object_service_get_type ())
G_DECLARE_FINAL_TYPE (HarkObjectService, hark_object_service, HARK, OBJECT_SERVICE, HarkService)

typedef enum
{
  PHASE_INITIALIZE,
  PHASE_RUN,
  PHASE_TERMINATE,
  N_PHASES,
} Phase;

static const char *const phase_names[N_PHASES] = { "initialize", "run", "terminate" };

static const char *const state_names[] = { "uninitialized", "initialized", "running", "terminated", "in error" };

struct _HarkObjectService
{
  HarkService         parent_instance;
  char               *name;             /* fixed at birth */
  HarkObject         *object;           /* the same; owned */
  const HarkSlotInfo *slots[N_PHASES];  /* the same; NULL: it has none */
  HarkTask           *busy;             /* owner; owned; initializes or runs it */
  HarkFuture         *returned;         /* owner; owned; settled when that has */
  gboolean            is_open;          /* owner; to be terminated */
  gboolean            is_terminating;   /* owner */
};

G_DEFINE_FINAL_TYPE (HarkObjectService, hark_object_service, HARK_TYPE_SERVICE)

static void
set_state (HarkObjectService *self,
           HarkServiceState   state,
           const GError      *failure)
{
  if (failure != NULL)
    hark_service_emit_failed (HARK_SERVICE (self), failure->message);
  hark_service_emit_status (HARK_SERVICE (self), state);
}

static void
set_refused (HarkObjectService  *self,
             Phase               phase,
             const char         *reason,
             GError            **error)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED, "service %s cannot %s: it is %s",
               self->name, phase_names[phase], reason);
}

/* Runs the object's slot, in the current task. */
static gboolean
run_slot (HarkObjectService  *self,
          Phase               phase,
          GError            **error)
{
  const HarkSlotInfo *slot = self->slots[phase];
  GError *failure = NULL;

  if (slot != NULL)
    (slot->body != NULL ? slot->body : slot->invoke) (self->object, NULL, NULL, &failure);
  else if (phase == PHASE_RUN)
    {
      g_autoptr(HarkFuture) never = hark_future_new (NULL);

      hark_await (never, &failure);
    }
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, failure);
  return FALSE;
}

/* --- what terminating waits for --- */

static const char *
describe (HarkObjectService *self)
{
  HarkServiceState state = hark_service_get_status (HARK_SERVICE (self));

  if (self->is_terminating)
    return "being terminated";
  if (self->busy != NULL && state != HARK_SERVICE_STATE_RUNNING)
    return "being initialized";
  return state_names[state];
}

static gboolean
begin (HarkObjectService  *self,
       Phase               phase,
       guint               states,
       GError            **error)
{
  HarkServiceState state = hark_service_get_status (HARK_SERVICE (self));

  if (self->busy != NULL || self->is_terminating || ((states >> state) & 1) == 0)
    {
      set_refused (self, phase, describe (self), error);
      return FALSE;
    }
  self->busy = hark_task_ref (hark_task_get_current ());
  self->returned = hark_future_new (NULL);
  return TRUE;
}

/* @failure: (nullable) (transfer full). Who terminates it says what becomes of the state. */
static void
end (HarkObjectService  *self,
     GError             *failure,
     GError            **error)
{
  if (!self->is_terminating)
    set_state (self, failure != NULL ? HARK_SERVICE_STATE_ERROR : HARK_SERVICE_STATE_INITIALIZED, failure);
  g_clear_pointer (&self->busy, hark_task_unref);
  hark_future_resolve (self->returned, NULL);
  g_clear_pointer (&self->returned, hark_future_unref);
  if (failure != NULL)
    g_propagate_error (error, failure);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, HARK_ERROR, HARK_ERROR_CANCELLED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- slots --- */

static void
initialize (HarkService  *service,
            GError      **error)
{
  HarkObjectService *self = HARK_OBJECT_SERVICE (service);
  GError *failure = NULL;

  if (!begin (self, PHASE_INITIALIZE,
              1u << HARK_SERVICE_STATE_UNINITIALIZED | 1u << HARK_SERVICE_STATE_TERMINATED
                | 1u << HARK_SERVICE_STATE_ERROR,
              error))
    return;
  self->is_open = run_slot (self, PHASE_INITIALIZE, &failure);
  end (self, failure, error);
}

static void
run (HarkService  *service,
     GError      **error)
{
  HarkObjectService *self = HARK_OBJECT_SERVICE (service);
  GError *failure = NULL;

  if (!begin (self, PHASE_RUN, 1u << HARK_SERVICE_STATE_INITIALIZED, error))
    return;
  set_state (self, HARK_SERVICE_STATE_RUNNING, NULL);
  if (!run_slot (self, PHASE_RUN, &failure) && self->is_terminating && is_cancelled (failure))
    g_clear_error (&failure);
  end (self, failure, error);
}

/* FALSE: the wait was given up. */
static gboolean
end_what_is_done (HarkObjectService  *self,
                  GError            **error)
{
  g_autoptr(HarkFuture) returned = NULL;

  if (self->busy == NULL)
    return TRUE;
  returned = hark_future_ref (self->returned);
  hark_task_cancel (self->busy);
  return hark_await (returned, error);
}

static void
terminate (HarkService  *service,
           GError      **error)
{
  HarkObjectService *self = HARK_OBJECT_SERVICE (service);
  gboolean is_idle = self->busy == NULL && !self->is_open;
  GError *failure = NULL;

  if (self->is_terminating)
    {
      set_refused (self, PHASE_TERMINATE, describe (self), error);
      return;
    }
  if (is_idle && hark_service_get_status (HARK_SERVICE (self)) != HARK_SERVICE_STATE_ERROR)
    return;

  self->is_terminating = TRUE;
  if (end_what_is_done (self, &failure) && self->is_open)
    {
      self->is_open = FALSE;
      run_slot (self, PHASE_TERMINATE, &failure);
    }
  self->is_terminating = FALSE;
  set_state (self, failure != NULL ? HARK_SERVICE_STATE_ERROR : HARK_SERVICE_STATE_TERMINATED, failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
}

/* --- the object --- */

static void
hark_object_service_finalize (GObject *object)
{
  HarkObjectService *self = HARK_OBJECT_SERVICE (object);

  g_clear_object (&self->object);
  g_free (self->name);

  G_OBJECT_CLASS (hark_object_service_parent_class)->finalize (object);
}

static void
hark_object_service_class_init (HarkObjectServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_object_service_finalize;
  HARK_SERVICE_CLASS (klass)->initialize = initialize;
  HARK_SERVICE_CLASS (klass)->run = run;
  HARK_SERVICE_CLASS (klass)->terminate = terminate;
}

static void
hark_object_service_init (HarkObjectService *self)
{
}

/* @slot: (out): NULL: it has none of that name */
static gboolean
find_slot (const HarkClassInfo  *info,
           const char           *name,
           const HarkSlotInfo  **slot,
           GError              **error)
{
  *slot = NULL;
  for (guint i = 0; i < info->n_slots && *slot == NULL; i++)
    if (g_str_equal (info->slots[i]->name, name))
      *slot = info->slots[i];
  if (*slot == NULL || ((*slot)->signature->n_fields == 0 && (*slot)->result == NULL))
    return TRUE;

  g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH,
               "%s: %s cannot be part of a service: it must have neither parameters nor a result",
               (*slot)->location, (*slot)->text);
  return FALSE;
}

HarkService *
hark_service_new (const char  *name,
                  HarkObject  *object,
                  GError     **error)
{
  const HarkSlotInfo *slots[N_PHASES];
  HarkObjectService *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (HARK_IS_OBJECT (object), NULL);

  if (hark_object_is_remote (object))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "service %s cannot be made of a remote: make it where the object lives", name);
      return NULL;
    }
  for (guint i = 0; i < N_PHASES; i++)
    if (!find_slot (hark_object_get_seat (object)->info, phase_names[i], &slots[i], error))
      return NULL;

  self = g_object_new (HARK_TYPE_OBJECT_SERVICE, "loop", hark_object_get_loop (object), NULL);
  self->name = g_strdup (name);
  self->object = g_object_ref (object);
  for (guint i = 0; i < N_PHASES; i++)
    self->slots[i] = slots[i];
  return HARK_SERVICE (self);
}

const char *
hark_service_get_name (HarkService *self)
{
  g_return_val_if_fail (HARK_IS_OBJECT_SERVICE (self), NULL);

  return HARK_OBJECT_SERVICE (self)->name;
}

HarkObject *
hark_service_get_object (HarkService *self)
{
  g_return_val_if_fail (HARK_IS_OBJECT_SERVICE (self), NULL);

  return HARK_OBJECT_SERVICE (self)->object;
}
