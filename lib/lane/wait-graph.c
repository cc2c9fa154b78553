/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The graph of who waits for whom (rule 23). A wait is known here while it keeps others
 * waiting: it holds executors or a lane, and needs those that its answer goes through. A
 * wait leads to the next where it needs what that one holds; and where one leads back
 * to itself none of them would ever end. Looking for that and adding a wait is one step
 * under the lock, so of all that are about to close a circle the last is refused.
 *
 * What holds and needs nothing of each other is not here: who blocks outside of calls,
 * and tasks that hold no lane. So nothing on the way of a call or a task takes the lock.
 *
 * A wait whose end is there, but who has not gone on yet, leads nowhere. What
 * a wait needs changes only when an object moves to another lane; then all are looked
 * at again, and one of each circle is ended. */

#include <hark/error.h>

#include "base/fork-private.h"
#include "lane/wait-graph-private.h"

static GMutex graph_lock;
static GCond refusal_told;       /* graph_lock */
static GHashTable *holds;        /* graph_lock: what -> the first HarkHold of it */
static guint64 n_searches;       /* graph_lock */
static guint n_needs;            /* graph_lock */

/* Those who wait are the parent's. */
static void
begin_afresh (void)
{
  holds = NULL;
  n_needs = 0;
}

HARK_FORK_GUARD (graph_lock, begin_afresh)

/* --- what is held, with the lock --- */

static void
add_holds (HarkNeed *self)
{
  if (holds == NULL)
    holds = g_hash_table_new (NULL, NULL);
  n_needs++;
  for (guint i = 0; i < self->n_holds; i++)
    {
      HarkHold *hold = &self->holds[i];

      hold->by = self;
      hold->next = g_hash_table_lookup (holds, hold->what);
      g_hash_table_insert (holds, (gpointer) hold->what, hold);
    }
}

static void
remove_hold (HarkHold *hold)
{
  HarkHold *first = g_hash_table_lookup (holds, hold->what);

  if (first != hold)
    {
      while (first->next != hold)
        first = first->next;
      first->next = hold->next;
    }
  else if (hold->next != NULL)
    g_hash_table_insert (holds, (gpointer) hold->what, hold->next);
  else
    g_hash_table_remove (holds, hold->what);
}

static void
remove_holds (HarkNeed *self)
{
  if (holds == NULL)
    return; /* it forked in between */

  n_needs--;
  for (guint i = 0; i < self->n_holds; i++)
    remove_hold (&self->holds[i]);
}

/* --- looking for a circle, with the lock --- */

typedef struct
{
  HarkNeed  *of;     /* who would be in it */
  HarkNeed  *last;   /* of those that were found, and are looked at in turn */
  HarkNeed  *end;    /* leads back to that, */
  HarkLane  *lane;   /* by this */
  GPtrArray *lanes;  /* keeps all that was met */
} Search;

/* %TRUE: what @self needs of @lane is held by the one it is about. */
static gboolean
follow (Search        *search,
        HarkNeed      *self,
        HarkLane      *lane,
        gconstpointer  what)
{
  for (HarkHold *hold = g_hash_table_lookup (holds, what); hold != NULL; hold = hold->next)
    {
      HarkNeed *next = hold->by;

      if (next == search->of)
        {
          search->end = self;
          search->lane = lane;
          return TRUE;
        }
      if (next->search == n_searches || next->is_refused || next->funcs->is_over (next))
        continue;
      next->search = n_searches;
      next->next = NULL;
      next->from = self;
      next->through = lane;
      search->last->next = next;
      search->last = next;
    }
  return FALSE;
}

/* %TRUE: @search has found one. Clear it, with nothing locked, either way. */
static gboolean
find_circle (Search   *search,
             HarkNeed *self)
{
  *search = (Search) { .of = self, .last = self, .lanes = search->lanes };
  n_searches++;
  self->search = n_searches;
  self->next = NULL;
  for (HarkNeed *need = self; need != NULL; need = need->next)
    {
      HarkLane *lanes[HARK_NEED_LANES];
      guint n_lanes = need->funcs->list (need, lanes);

      for (guint i = 0; i < n_lanes; i++)
        g_ptr_array_add (search->lanes, lanes[i]);
      for (guint i = 0; i < n_lanes; i++)
        if (follow (search, need, lanes[i], lanes[i])
            || follow (search, need, lanes[i], hark_lane_get_executor (lanes[i])))
          return TRUE;
    }
  return FALSE;
}

/* --- saying so --- */

/* So many loops of a circle are named. */
enum { NAMED = 8 };

static void
name (GString  *text,
      HarkLane *lane)
{
  const char *known = lane != NULL ? hark_lane_get_name (lane) : NULL;

  if (lane == NULL)
    g_string_append (text, "a thread");
  else if (known == NULL || *known == '\0')
    g_string_append (text, "a loop without a name");
  else
    g_string_append_printf (text, "loop '%s'", known);
}

/* What @waiter needs is @lane, and it is @holder that holds it, or its context. */
static void
name_step (GString  *text,
           HarkLane *waiter,
           HarkLane *lane,
           HarkLane *holder)
{
  g_string_append (text, " waits for ");
  if (lane == waiter)
    g_string_append (text, "itself");
  else
    name (text, lane);
  if (lane == holder)
    return;
  g_string_append (text, holder != NULL ? " on the thread of " : " on that thread");
  if (holder != NULL)
    name (text, holder);
}

/* From @of to @end, which needs @lane, and that is held by @of. */
static void
set_error (HarkNeed  *of,
           HarkNeed  *end,
           HarkLane  *lane,
           GError   **error)
{
  g_autoptr(GPtrArray) way = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (HarkNeed *need = end; need != of; need = need->from)
    g_ptr_array_insert (way, 0, need);
  name (text, of->lane);
  for (guint i = 0; i < MIN (way->len, NAMED); i++)
    {
      HarkNeed *next = g_ptr_array_index (way, i);

      name_step (text, next->from->lane, next->through, next->lane);
      g_string_append (text, ", which");
    }
  if (way->len > NAMED)
    g_string_append_printf (text, " waits for %u more, the last of which", way->len - NAMED);
  name_step (text, end->lane, lane, of->lane);
  g_set_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
               "Waiting for %s would never end: %s. Use hark_future_then(), or wait where no loop is held",
               of->what, text->str);
  g_string_free (text, TRUE);
}

/* --- beginning and ending --- */

/* Returns: whether it may. */
static gboolean
enter (HarkNeed  *self,
       GError   **error)
{
  Search search = { .lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_lane_unref) };
  gboolean is_circle;

  self->error = NULL;
  self->is_refused = FALSE;
  self->is_told = FALSE;
  g_mutex_lock (&graph_lock);
  add_holds (self);
  is_circle = find_circle (&search, self);
  if (is_circle)
    {
      set_error (self, search.end, search.lane, error);
      remove_holds (self);
    }
  g_mutex_unlock (&graph_lock);
  g_ptr_array_unref (search.lanes);
  return !is_circle;
}

static void
clear (HarkNeed *self)
{
  if (self->holds != &self->own)
    g_free (self->holds);
  self->holds = NULL;
  g_clear_pointer (&self->executors, g_ptr_array_unref);
}

gboolean
hark_need_begin_holding (HarkNeed  *self,
                         HarkLane  *lane,
                         GError   **error)
{
  self->lane = lane;
  self->executors = NULL;
  self->own.what = lane;
  self->holds = &self->own;
  self->n_holds = 1;
  return enter (self, error);
}

/* @executor: (transfer full) (nullable) */
static void
take_in (GPtrArray    *executors,
         HarkExecutor *executor,
         HarkExecutor *iterated)
{
  if (executor == NULL || executor == iterated || g_ptr_array_find (executors, executor, NULL))
    g_clear_pointer (&executor, hark_executor_unref);
  else
    g_ptr_array_add (executors, executor);
}

/* (transfer full): of all contexts that wait while this thread does. */
static GPtrArray *
list_executors (HarkExecutor *iterated)
{
  g_autoptr(GMainContext) thread_default = g_main_context_ref_thread_default ();
  GPtrArray *executors = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_executor_unref);
  GSource *source = g_main_current_source ();

  for (const HarkLaneFrame *frame = hark_lane_frame; frame != NULL; frame = frame->outer)
    take_in (executors, hark_executor_ref (hark_lane_get_executor (frame->lane)), iterated);
  if (source != NULL)
    take_in (executors, hark_executor_lookup (g_source_get_context (source)), iterated);
  if (g_main_context_is_owner (thread_default))
    take_in (executors, hark_executor_lookup (thread_default), iterated);
  return executors;
}

/* The calling thread is in a call, and would have to run as well what it waits for. */
static gboolean
needs_itself (HarkNeed  *self,
              GError   **error)
{
  HarkLane *lanes[HARK_NEED_LANES];
  gboolean is_own = FALSE;
  guint n_lanes;

  if (self->lane == NULL)
    return FALSE;

  n_lanes = self->funcs->list (self, lanes);
  for (guint i = 0; i < n_lanes; i++)
    {
      HarkExecutor *executor = hark_lane_get_executor (lanes[i]);

      if (!is_own && hark_executor_acquire (executor))
        {
          hark_executor_release (executor);
          set_error (self, self, lanes[i], error);
          is_own = TRUE;
        }
      hark_lane_unref (lanes[i]);
    }
  return is_own;
}

gboolean
hark_need_begin (HarkNeed      *self,
                 HarkExecutor  *iterated,
                 GError       **error)
{
  self->lane = hark_lane_get_current ();
  self->executors = NULL;
  self->holds = NULL;
  self->n_holds = 0;
  if (needs_itself (self, error))
    return FALSE;

  self->executors = list_executors (iterated);
  self->n_holds = self->executors->len;
  self->holds = g_new (HarkHold, self->n_holds);
  for (guint i = 0; i < self->n_holds; i++)
    self->holds[i].what = g_ptr_array_index (self->executors, i);
  if (self->n_holds == 0 || enter (self, error))
    return TRUE;

  clear (self);
  return FALSE;
}

gboolean
hark_need_end (HarkNeed  *self,
               GError   **error)
{
  gboolean is_refused = FALSE;

  if (self->n_holds > 0)
    {
      g_mutex_lock (&graph_lock);
      is_refused = self->is_refused;
      if (!is_refused)
        remove_holds (self);
      while (is_refused && !self->is_told)
        g_cond_wait (&refusal_told, &graph_lock);
      g_mutex_unlock (&graph_lock);
    }
  clear (self);
  if (is_refused)
    g_propagate_error (error, self->error);
  return !is_refused;
}

/* --- circles that close later --- */

/* Ends one wait that is in a circle. (nullable): that one; it is to be told. With the
 * lock. */
static HarkNeed *
refuse_one (Search *search)
{
  GHashTableIter iter;
  HarkHold *hold;

  if (holds == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, holds);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &hold))
    for (; hold != NULL; hold = hold->next)
      {
        HarkNeed *need = hold->by;

        if (need->funcs->refuse == NULL || need->funcs->is_over (need) || !find_circle (search, need))
          continue;
        set_error (need, search->end, search->lane, &need->error);
        need->is_refused = TRUE;
        remove_holds (need);
        return need;
      }
  return NULL;
}

void
hark_needs_have_changed (void)
{
  Search search = { .lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_lane_unref) };
  HarkNeed *refused;

  g_mutex_lock (&graph_lock);
  while ((refused = refuse_one (&search)) != NULL)
    {
      g_mutex_unlock (&graph_lock);
      refused->funcs->refuse (refused);
      g_mutex_lock (&graph_lock);
      refused->is_told = TRUE;
      g_cond_broadcast (&refusal_told);
    }
  g_mutex_unlock (&graph_lock);
  g_ptr_array_unref (search.lanes);
}

guint
hark_needs_get_n (void)
{
  guint n;

  g_mutex_lock (&graph_lock);
  n = n_needs;
  g_mutex_unlock (&graph_lock);
  return n;
}
