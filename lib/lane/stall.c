/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tells of calls that take too long, while they run. The owner of a watched lane
 * writes down what it runs, without a lock: a number that is odd meanwhile tells
 * readers to try again. One thread looks at all watched lanes, as often as their
 * limits ask for; it rests where nothing has run since its last look, until a
 * call begins, and ends with the last limit.
 *
 * A watch lives as long as its lane. Who is told is counted on its own, so that
 * it can be exchanged, or the lane can go, while it is being told. */

#include "base/fork-private.h"
#include "lane/clock-private.h"
#include "lane/figures-private.h"
#include "lane/lane-state-private.h"
#include "lane/stall-private.h"

typedef struct
{
  guint           refs;  /* lock */
  HarkStalledFunc func;
  gpointer        data;
  GDestroyNotify  destroy;
} Listener;

struct _HarkStallWatch
{
  HarkLane               *lane;      /* fixed at birth; valid while the watch is */
  _Atomic (gint64)        limit;     /* lock to write; 0: not watched */

  atomic_uint             sequence;  /* the owner writes, this and the next four: odd while it does */
  _Atomic (gint64)        begun;     /* 0: no call runs */
  _Atomic (const char *)  object;
  _Atomic (const char *)  slot;
  _Atomic (const char *)  event;

  Listener               *listener;  /* lock */
  guint                   seen;      /* lock: the sequence at the last look */
  gint64                  due;       /* lock: when that call is to be told of */
  HarkStallWatch              *next;      /* lock */
  HarkStallWatch             **link;      /* lock; NULL: not in the list */
};

static GMutex lock;
static GCond changed;
static HarkStallWatch *watches;    /* lock */
static gboolean has_watcher;  /* lock: the thread */
static atomic_bool rests;     /* the thread, with the lock: waits for a call to begin */

/* --- the owner --- */

/* Each store keeps behind the one before it, so who sees one of the values sees
 * that the number was odd. */
static void
publish (HarkStallWatch             *self,
         gint64                 begun,
         const HarkCallSubject *subject)
{
  guint sequence = atomic_load_explicit (&self->sequence, memory_order_relaxed);

  atomic_store_explicit (&self->sequence, sequence + 1, memory_order_relaxed);
  atomic_store_explicit (&self->begun, begun, memory_order_release);
  atomic_store_explicit (&self->object, subject->object, memory_order_release);
  atomic_store_explicit (&self->slot, subject->slot, memory_order_release);
  atomic_store_explicit (&self->event, subject->event, memory_order_release);
  atomic_store (&self->sequence, sequence + 2);
}

/* After the publishing, as the thread looks once more after it has said that it
 * rests. */
static void
wake_watcher (void)
{
  if (G_LIKELY (!atomic_load (&rests)))
    return;

  g_mutex_lock (&lock);
  g_cond_signal (&changed);
  g_mutex_unlock (&lock);
}

void
hark_stall_watch_run (HarkStallWatch *self,
                      HarkCall  *call)
{
  static const HarkCallSubject nothing = { NULL, NULL, NULL };
  HarkCallSubject subject = nothing;
  gint64 begun;

  if (call->funcs->describe != NULL)
    call->funcs->describe (call, &subject);
  begun = hark_clock_now ();
  publish (self, begun, &subject);
  wake_watcher ();

  call->funcs->run (call);

  publish (self, 0, &nothing);
  hark_lane_note_run (self->lane, hark_clock_now () - begun);
}

/* --- the watcher --- */

/* What runs. %FALSE: nothing, or it changes just now. */
static gboolean
read_call (HarkStallWatch       *self,
           guint           *sequence,
           gint64          *begun,
           HarkCallSubject *subject)
{
  *sequence = atomic_load_explicit (&self->sequence, memory_order_acquire);
  *begun = atomic_load_explicit (&self->begun, memory_order_acquire);
  subject->object = atomic_load_explicit (&self->object, memory_order_acquire);
  subject->slot = atomic_load_explicit (&self->slot, memory_order_acquire);
  subject->event = atomic_load_explicit (&self->event, memory_order_acquire);
  return *sequence % 2 == 0 && *begun != 0
         && atomic_load_explicit (&self->sequence, memory_order_relaxed) == *sequence;
}

static void
listener_unref_locked (Listener *listener)
{
  if (listener == NULL || --listener->refs > 0)
    return;

  g_mutex_unlock (&lock);
  if (listener->destroy != NULL)
    listener->destroy (listener->data);
  g_free (listener);
  g_mutex_lock (&lock);
}

/* Called with the lock, and gives it back in between. */
static void
tell (HarkStallWatch             *self,
      gint64                 elapsed,
      const HarkCallSubject *subject)
{
  const HarkLaneStall stall = { *subject, elapsed, hark_lane_get_n_queued (self->lane) };
  Listener *listener = self->listener;

  listener->refs++;
  g_mutex_unlock (&lock);
  listener->func (listener->data, &stall);
  g_mutex_lock (&lock);
  listener_unref_locked (listener);
}

/* Called with the lock. Returns: when to look again; 0: at once, for the list may
 * have changed; HARK_FOREVER: once something runs. */
static gint64
look (HarkStallWatch *self,
      gint64     now)
{
  gint64 limit = atomic_load_explicit (&self->limit, memory_order_relaxed);
  HarkCallSubject subject;
  gint64 begun;
  guint sequence;

  if (!read_call (self, &sequence, &begun, &subject))
    {
      gboolean has_run = self->seen != sequence;

      self->seen = sequence;
      return has_run ? now + limit : HARK_FOREVER;
    }

  if (self->seen != sequence)
    {
      self->seen = sequence;
      self->due = begun + limit;
    }
  if (now < self->due)
    return self->due;

  while (self->due <= now)
    self->due = begun + 2 * (self->due - begun);
  tell (self, now - begun, &subject);
  return 0;
}

/* The same, of all. */
static gint64
look_at_all (void)
{
  gint64 now = hark_clock_now ();
  gint64 due = HARK_FOREVER;

  for (HarkStallWatch *each = watches; each != NULL; each = each->next)
    {
      gint64 its_due = look (each, now); /* each may be gone, if that is 0 */

      due = MIN (due, its_due);
      if (due == 0)
        return 0;
    }
  return due;
}

static void
wait_until (gint64 due)
{
  if (due != HARK_FOREVER)
    {
      g_cond_wait_until (&changed, &lock, g_get_monotonic_time () + due - hark_clock_now ());
      return;
    }

  atomic_store (&rests, TRUE);
  if (look_at_all () == HARK_FOREVER)
    g_cond_wait (&changed, &lock);
  atomic_store (&rests, FALSE);
}

static gpointer
watch_all (gpointer data)
{
  gint64 due;

  g_mutex_lock (&lock);
  while (watches != NULL)
    {
      due = look_at_all ();
      if (due > 0 && watches != NULL)
        wait_until (due);
    }
  has_watcher = FALSE;
  g_mutex_unlock (&lock);
  return NULL;
}

/* The thread is the parent's, and so are those that it watched. */
static void
begin_afresh (void)
{
  watches = NULL;
  has_watcher = FALSE;
  atomic_store (&rests, FALSE);
}

HARK_FORK_GUARD (lock, begin_afresh)

/* --- the list --- */

/* Called with the lock. */
static void
enlist (HarkStallWatch *self)
{
  if (self->link != NULL)
    return;

  self->next = watches;
  if (self->next != NULL)
    self->next->link = &self->next;
  self->link = &watches;
  watches = self;
  if (!has_watcher)
    {
      has_watcher = TRUE;
      g_thread_unref (g_thread_new ("hark-watcher", watch_all, NULL));
    }
}

/* The same. */
static void
discharge (HarkStallWatch *self)
{
  if (self->link == NULL)
    return;

  *self->link = self->next;
  if (self->next != NULL)
    self->next->link = self->link;
  self->link = NULL;
}

static HarkStallWatch *
ensure_watch (HarkLane *lane)
{
  HarkLaneAnnex *annex = hark_lane_ensure_annex (lane);
  HarkStallWatch *self = atomic_load (&annex->watch);

  if (self == NULL)
    {
      self = g_new0 (HarkStallWatch, 1);
      self->lane = lane;
      atomic_store (&annex->watch, self);
    }
  return self;
}

void
hark_lane_set_limit (HarkLane        *self,
                     gint64           limit,
                     HarkStalledFunc  func,
                     gpointer         data,
                     GDestroyNotify   destroy)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);
  Listener *listener, *old;
  HarkStallWatch *watch;

  if (hark_lane_is_inherited (self))
    return;
  if (limit == 0 && (annex == NULL || atomic_load (&annex->watch) == NULL))
    return;

  listener = g_new0 (Listener, 1);
  *listener = (Listener) { 1, func, data, destroy };

  g_mutex_lock (&lock);
  watch = ensure_watch (self);
  /* That is not reached, nor doubled. */
  atomic_store (&watch->limit, MIN (limit, G_MAXINT64 / 4));
  /* What runs is told of by the new limit. */
  watch->seen = 0;
  old = watch->listener;
  watch->listener = listener;
  if (limit > 0)
    enlist (watch);
  else
    discharge (watch);
  g_cond_signal (&changed);
  listener_unref_locked (old);
  g_mutex_unlock (&lock);
}

HarkStallWatch *
hark_lane_get_watch (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);
  HarkStallWatch *watch = annex != NULL ? atomic_load_explicit (&annex->watch, memory_order_acquire) : NULL;

  return watch != NULL && atomic_load_explicit (&watch->limit, memory_order_relaxed) > 0 ? watch : NULL;
}

void
hark_stall_watch_free (HarkStallWatch *self)
{
  g_mutex_lock (&lock);
  discharge (self);
  g_cond_signal (&changed);
  listener_unref_locked (g_steal_pointer (&self->listener));
  g_mutex_unlock (&lock);
  g_free (self);
}
