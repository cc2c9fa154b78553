/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* HarkObject is an interface; what it needs is in the seat that generated code
 * embeds in each instance. The seat brings the anchor into the world and
 * closes it: always on the owner's thread, however and wherever the last
 * reference is dropped, by lending the object a reference until its loop has
 * got there.
 *
 * g_object_unref() is not done with an object that dispose() has lent a
 * reference: having dropped its own, it dispatches the notifications that came
 * meanwhile. Whoever took the loan might free the object under it. So dispose()
 * queues a notification, and the loan is handed over where that is dispatched,
 * which is the last that g_object_unref() does with the object. */

#include "base/fork-private.h"
#include "object/connection/connection-private.h"
#include "object/connection/state-private.h"
#include "object/loop/loop-private.h"

/* Index of the property "loop" in every class. */
enum
{
  PROP_LOOP = 1,
};

/* --- the interface --- */

G_DEFINE_INTERFACE (HarkObject, hark_object, G_TYPE_OBJECT)

static void
hark_object_default_init (HarkObjectInterface *iface)
{
  g_object_interface_install_property (
    iface,
    g_param_spec_object ("loop", "Loop", "The loop the object lives on", HARK_TYPE_LOOP,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
}

HarkSeat *
hark_object_get_seat (HarkObject *object)
{
  const HarkObjectInterface *iface = HARK_OBJECT_GET_IFACE (object);

  return G_STRUCT_MEMBER_P (object, iface->info->seat_offset);
}

HarkLoop *
hark_object_get_loop (HarkObject *self)
{
  HarkAnchor *anchor;
  HarkLoop *loop;
  HarkLane *lane;

  g_return_val_if_fail (HARK_IS_OBJECT (self), NULL);

  if (HARK_IS_LOOP (self))
    return HARK_LOOP (self);

  anchor = hark_object_get_seat (self)->anchor;
  loop = atomic_load (&anchor->loop);
  if (loop != NULL)
    return loop;

  /* A lane has one face. */
  lane = hark_anchor_get_lane (anchor);
  hark_lock (&anchor->lock);
  loop = atomic_load (&anchor->loop);
  if (loop == NULL)
    {
      loop = hark_loop_new_for_lane (lane, NULL);
      atomic_store (&anchor->loop, loop);
    }
  hark_unlock (&anchor->lock);
  return loop;
}

gboolean
hark_object_is_of_process (HarkObject  *self,
                           GError     **error)
{
  HarkSeat *seat = hark_object_get_seat (self);

  if (!hark_anchor_is_inherited (seat->anchor))
    return TRUE;

  hark_set_forked (error, seat->info->name);
  return FALSE;
}

gboolean
hark_object_set_loop (HarkObject  *self,
                      HarkLoop    *loop,
                      GError     **error)
{
  HarkAnchor *anchor;
  HarkExecutor *executor;
  HarkSeatAnnex *annex;
  const char *name;

  g_return_val_if_fail (HARK_IS_OBJECT (self) && !HARK_IS_LOOP (self), FALSE);
  g_return_val_if_fail (HARK_IS_LOOP (loop), FALSE);

  if (!hark_object_is_of_process (self, error) || !hark_object_is_of_process (HARK_OBJECT (loop), error))
    return FALSE;
  anchor = hark_object_get_seat (self)->anchor;
  name = hark_object_get_seat (self)->info->name;
  if (hark_anchor_get_state (anchor) != HARK_ANCHOR_OPEN)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_CLOSED, "%s cannot move: it has ended", name);
      return FALSE;
    }
  if (hark_lane_get_state (hark_loop_get_lane (loop)) == HARK_LANE_STOPPED)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_CLOSED, "%s cannot move to the loop '%s': that has ended",
                   name, hark_loop_get_name (loop));
      return FALSE;
    }

  executor = hark_anchor_dup_executor (anchor);
  if (!hark_executor_acquire (executor))
    {
      hark_executor_unref (executor);
      g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED,
                   "%s cannot be moved to the loop '%s' from here: only the thread that owns its present loop "
                   "can, so call hark_object_set_loop() there", name, hark_loop_get_name (loop));
      return FALSE;
    }
  annex = __atomic_load_n (&anchor->seat->annex, __ATOMIC_ACQUIRE);
  if (annex != NULL && annex->leaving != NULL)
    annex->leaving (anchor->object);
  hark_anchor_move (anchor, loop);
  hark_executor_release (executor);
  hark_executor_unref (executor);
  return TRUE;
}

gboolean
hark_object_is_remote (HarkObject *self)
{
  g_return_val_if_fail (HARK_IS_OBJECT (self), FALSE);

  return hark_seat_get_remote (hark_object_get_seat (self)) != NULL;
}

gboolean
hark_object_is_closed (HarkObject *self)
{
  g_return_val_if_fail (HARK_IS_OBJECT (self), TRUE);

  return hark_anchor_get_state (hark_object_get_seat (self)->anchor) != HARK_ANCHOR_OPEN;
}

gboolean
hark_object_await_ready (HarkObject    *self,
                         gint64         timeout,
                         GCancellable  *cancellable,
                         GError       **error)
{
  HarkFuture *ready = NULL;
  HarkSeatAnnex *annex;
  gboolean is_ready;
  HarkSeat *seat;

  g_return_val_if_fail (HARK_IS_OBJECT (self), FALSE);

  if (!hark_object_is_of_process (self, error))
    return FALSE;

  seat = hark_object_get_seat (self);
  annex = __atomic_load_n (&seat->annex, __ATOMIC_ACQUIRE);
  if (annex != NULL && annex->remote != NULL)
    ready = annex->remote->funcs->ready (annex->remote);
  else if (annex != NULL)
    {
      hark_lock (&seat->anchor->lock);
      if (annex->ready != NULL)
        ready = hark_future_ref (annex->ready);
      hark_unlock (&seat->anchor->lock);
    }
  if (ready == NULL)
    return TRUE;

  is_ready = hark_future_await (ready, timeout, cancellable, error);
  hark_future_unref (ready);
  return is_ready;
}

/* --- birth --- */

static void dispatch_properties_changed (GObject     *object,
                                         guint        n_pspecs,
                                         GParamSpec **pspecs);

void
hark_class_init (GObjectClass        *klass,
                 const HarkClassInfo *info)
{
  if (info->abi != HARK_GEN_ABI)
    g_error ("%s was generated for version %u of Hark's generated code, and this library "
             "takes version %d: run hark-gen of the same release again",
             info->name, info->abi, HARK_GEN_ABI);
  g_object_class_override_property (klass, PROP_LOOP, "loop");
  klass->dispatch_properties_changed = dispatch_properties_changed;
}

void
hark_seat_init (HarkSeat            *seat,
                GObject             *object,
                const HarkClassInfo *info)
{
  seat->info = info;
  seat->anchor = hark_anchor_new (object, seat, NULL); /* where it lives is told by its loop */
}

void
hark_seat_set_loop_property (HarkSeat     *seat,
                             const GValue *value)
{
  HarkLoop *loop = g_value_get_object (value);

  if (HARK_IS_LOOP (seat->anchor->object))
    return; /* see hark_loop_new_for_lane() */
  if (loop == NULL)
    hark_anchor_settle (seat->anchor);
  else if (atomic_load (&seat->anchor->lane) != NULL)
    g_critical ("%s was called before it was given its loop", seat->info->name);
  else
    {
      hark_anchor_choose (seat->anchor, loop);
    }
  hark_registry_add (seat->anchor);
}

void
hark_seat_get_loop_property (HarkSeat *seat,
                             GValue   *value)
{
  g_value_set_object (value, hark_object_get_loop (HARK_OBJECT (seat->anchor->object)));
}

void
hark_seat_implement (HarkSeat       *seat,
                     gconstpointer   slots,
                     gpointer        data,
                     GDestroyNotify  destroy)
{
  seat->slots = slots;
  seat->data = data;
  if (destroy != NULL)
    hark_seat_ensure_annex (seat)->destroy = destroy;
}

HarkSeatAnnex *
hark_seat_ensure_annex (HarkSeat *seat)
{
  HarkSeatAnnex *annex = __atomic_load_n (&seat->annex, __ATOMIC_ACQUIRE);
  HarkSeatAnnex *made;

  if (annex != NULL)
    return annex;

  made = g_new0 (HarkSeatAnnex, 1);
  if (__atomic_compare_exchange_n (&seat->annex, &annex, made, FALSE, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return made;

  g_free (made);
  return annex;
}

void
hark_seat_set_ready (HarkSeat   *seat,
                     HarkFuture *ready)
{
  HarkSeatAnnex *annex = hark_seat_ensure_annex (seat);
  HarkFuture *old;

  hark_future_ref (ready);
  hark_lock (&seat->anchor->lock);
  old = annex->ready;
  annex->ready = ready;
  hark_unlock (&seat->anchor->lock);
  if (old != NULL)
    hark_future_unref (old);
}

/* --- end --- */

static void
close_here (HarkSeat *seat)
{
  HarkObject *object = HARK_OBJECT (seat->anchor->object);
  HarkSeatAnnex *annex;

  hark_connections_end_all (seat->anchor);
  annex = __atomic_load_n (&seat->annex, __ATOMIC_ACQUIRE);
  if (annex != NULL && annex->remote != NULL)
    annex->remote->funcs->close (annex->remote);
  HARK_OBJECT_GET_IFACE (object)->closed (object);
  if (annex != NULL && annex->destroy != NULL)
    g_steal_pointer (&annex->destroy) (seat->data);
  hark_anchor_set_state (seat->anchor, HARK_ANCHOR_CLOSED);
}

typedef struct
{
  HarkCall    call;
  HarkAnchor *anchor;  /* of the object that the chore holds */
} CloseCall;

static void
close_run (HarkCall *call)
{
  CloseCall *self = (CloseCall *) call;
  HarkAnchor *anchor = self->anchor;
  GObject *object = anchor->object;
  HarkExecutor *executor = hark_anchor_dup_executor (anchor);
  HarkLane *current = hark_lane_get_current ();
  gboolean is_owner = current != NULL && hark_lane_get_executor (current) == executor;

  g_free (self);
  hark_executor_unref (executor);
  if (!is_owner && !HARK_IS_LOOP (object))
    g_warning ("%s is closed on a foreign thread: its loop has ended before it",
               anchor->seat->info->name);
  close_here (anchor->seat);
  g_object_unref (object);
}

static const HarkCallFuncs close_funcs = { HARK_CALL_CHORE, close_run, NULL, NULL, NULL };

/* (transfer full): the object's own, unless that does not run: then any lane of the
 * same owner will do. */
static HarkLane *
dup_closing_lane (HarkAnchor *anchor)
{
  HarkLane *lane = hark_anchor_dup_home (anchor);
  HarkLaneState state = lane != NULL ? hark_lane_get_state (lane) : HARK_LANE_WAITING;
  HarkExecutor *executor;

  if (state != HARK_LANE_WAITING && state != HARK_LANE_STOPPED)
    return lane;

  g_clear_pointer (&lane, hark_lane_unref);
  executor = hark_anchor_dup_executor (anchor);
  lane = hark_executor_dup_default_lane (executor);
  hark_executor_unref (executor);
  return lane;
}

static void
close_later (HarkAnchor *anchor)
{
  CloseCall *close_call = g_new0 (CloseCall, 1);
  HarkLane *lane = dup_closing_lane (anchor);

  close_call->call.funcs = &close_funcs;
  close_call->anchor = anchor;
  hark_lane_post (lane, &close_call->call);
  hark_lane_unref (lane);
}

/* Lends the object a reference, until g_object_unref() is done with it. */
static void
hand_over (HarkAnchor *anchor)
{
  g_object_ref (anchor->object);
  atomic_fetch_or (&anchor->marks, HARK_ANCHOR_HANDED_OVER);
  g_object_notify (anchor->object, "loop");
}

static void
dispatch_properties_changed (GObject     *object,
                             guint        n_pspecs,
                             GParamSpec **pspecs)
{
  HarkSeat *seat = hark_object_get_seat (HARK_OBJECT (object));
  GObjectClass *parent_class = g_type_class_peek (g_type_parent (seat->info->get_type ()));
  gboolean is_handed_over = (atomic_fetch_and (&seat->anchor->marks, (unsigned char) ~HARK_ANCHOR_HANDED_OVER)
                             & HARK_ANCHOR_HANDED_OVER) != 0;
  guint n = 0;

  /* The sign itself is nobody's business. */
  for (guint i = 0; i < n_pspecs; i++)
    if (!is_handed_over || pspecs[i]->owner_type != HARK_TYPE_OBJECT)
      pspecs[n++] = pspecs[i];
  if (n > 0)
    parent_class->dispatch_properties_changed (object, n, pspecs);

  if (!is_handed_over)
    return;
  if (hark_anchor_get_state (seat->anchor) == HARK_ANCHOR_CLOSED)
    g_object_unref (object);
  else
    close_later (seat->anchor);
}

/* Whether this is a call of the object itself, which it must outlive: the call gets
 * a reference, and drops it when it returns. Is more than one left, then somebody
 * asks to dispose, or another thread took one just now; either way it is disposed
 * of when the call returns. */
static gboolean
lend_to_call (HarkAnchor   *anchor,
              HarkExecutor *executor)
{
  gboolean is_lent = FALSE;

  if (hark_anchor_get_state (anchor) == HARK_ANCHOR_OPEN && hark_executor_acquire (executor))
    {
      is_lent = anchor->n_running > 0;
      if (is_lent)
        {
          if (g_atomic_int_get (&anchor->object->ref_count) > 1)
            anchor->is_doomed = true;
          if (!anchor->is_lent)
            g_object_ref (anchor->object);
          anchor->is_lent = true;
          anchor->is_owed = true;
        }
      hark_executor_release (executor);
    }
  return is_lent;
}

static gboolean
dispose (HarkAnchor   *anchor,
         HarkExecutor *executor)
{
  if (lend_to_call (anchor, executor))
    return FALSE;
  if (!hark_anchor_set_state (anchor, HARK_ANCHOR_CLOSING))
    return hark_anchor_get_state (anchor) == HARK_ANCHOR_CLOSED;

  if (hark_executor_acquire (executor))
    {
      close_here (anchor->seat);
      hark_executor_release (executor);
      if (g_atomic_int_get (&anchor->object->ref_count) > 1)
        hand_over (anchor); /* another thread is about to drop one */
      return TRUE;
    }

  hand_over (anchor);
  return FALSE;
}

gboolean
hark_seat_dispose (HarkSeat *seat)
{
  HarkExecutor *executor;
  gboolean is_closed;

  if (hark_anchor_is_inherited (seat->anchor))
    {
      g_object_ref (seat->anchor->object); /* it ends in the process that it belongs to */
      return FALSE;
    }

  executor = hark_anchor_dup_executor (seat->anchor);
  is_closed = dispose (seat->anchor, executor);
  hark_executor_unref (executor);
  return is_closed;
}

static void
free_annex (HarkSeatAnnex *annex)
{
  if (annex == NULL)
    return;
  if (annex->remote != NULL)
    annex->remote->funcs->free (annex->remote);
  if (annex->ready != NULL)
    hark_future_unref (annex->ready);
  hark_states_free (annex->states);
  g_free (annex);
}

void
hark_seat_finalize (HarkSeat *seat)
{
  HarkLoop *loop;

  free_annex (seat->annex);
  /* Who holds that loop is seen, and seen there, until it has let go. */
  if (atomic_load (&seat->anchor->loop) != NULL)
    hark_anchor_get_lane (seat->anchor);
  loop = atomic_exchange (&seat->anchor->loop, NULL);
  if (loop != NULL)
    g_object_unref (loop);
  hark_registry_remove (seat->anchor);
  hark_anchor_unref (seat->anchor);
}
