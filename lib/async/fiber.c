/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A fiber lies at the upper end of its own stack. While it runs, whoever resumed
 * it is stopped in hark_fiber_resume(), on the stack of the thread or of another
 * fiber; so the fibers that run on a thread are nested like calls, and `current`
 * is the innermost. It stays with one thread, since what compiled code knows of
 * the thread it may keep across a call that suspends. */

#include "async/annotation-private.h"
#include "async/fiber-private.h"
#include "async/stack-private.h"
#include "async/switch-private.h"
#include "base/thread-private.h"

struct _HarkFiber
{
  gpointer       where;      /* it goes on; while it does not run */
  gpointer       back;       /* who resumed it goes on; while it runs */
  HarkFiber     *outer;      /* the fiber of who resumed it, or NULL; while it runs */
  HarkStack     *stack;      /* fixed at birth; holds this */
  HarkFiberFunc  func;       /* fixed at birth */
  gpointer       data;       /* fixed at birth */
  guint64        thread;     /* hark_thread_id(); 0: has not begun */
  gboolean       has_ended;
#if HARK_ASAN
  void          *fake;       /* its locals that live elsewhere; while it does not run */
  void          *back_fake;  /* the same of who resumed it, and the bounds of that stack */
  const void    *back_lowest;
  gsize          back_size;
#endif
#if HARK_TSAN
  void          *tsan;       /* how ThreadSanitizer calls it, */
  void          *back_tsan;  /* and who resumed it */
#endif
};

static __thread HarkFiber *current;

HarkFiber *
hark_fiber_get_current (void)
{
  return current;
}

/* --- switching --- */

static inline void
enter (HarkFiber *self)
{
#if HARK_ASAN
  __sanitizer_start_switch_fiber (&self->back_fake, self->stack->lowest, self->stack->size);
#endif
#if HARK_TSAN
  self->back_tsan = __tsan_get_current_fiber ();
  __tsan_switch_to_fiber (self->tsan, 0);
#endif
  hark_switch (&self->back, self->where);
#if HARK_ASAN
  __sanitizer_finish_switch_fiber (self->back_fake, NULL, NULL);
#endif
}

static inline void
leave (HarkFiber *self)
{
#if HARK_ASAN
  __sanitizer_start_switch_fiber (self->has_ended ? NULL : &self->fake, self->back_lowest, self->back_size);
#endif
#if HARK_TSAN
  __tsan_switch_to_fiber (self->back_tsan, 0);
#endif
  hark_switch (&self->where, self->back);
#if HARK_ASAN
  __sanitizer_finish_switch_fiber (self->fake, &self->back_lowest, &self->back_size);
#endif
}

/* The first function on every fiber's stack. */
static void
begin (void)
{
  HarkFiber *self = current;

#if HARK_ASAN
  __sanitizer_finish_switch_fiber (NULL, &self->back_lowest, &self->back_size);
#endif
  self->func (self->data);
  self->has_ended = TRUE;
  leave (self);
  g_assert_not_reached ();
}

gboolean
hark_fiber_resume (HarkFiber *self)
{
  if (G_UNLIKELY (self->thread == 0))
    self->thread = hark_thread_id ();
  g_assert (self->thread == hark_thread_id ());

  self->outer = current;
  current = self;
  enter (self);
  current = self->outer;

  if (!self->has_ended)
    return TRUE;
  hark_fiber_free (self);
  return FALSE;
}

void
hark_fiber_suspend (void)
{
  g_assert (current != NULL);

  leave (current);
}

gboolean
hark_fiber_is_own (HarkFiber *self)
{
  return self->thread == 0 || self->thread == hark_thread_id ();
}

void
hark_fiber_adopt (HarkFiber *self)
{
  self->thread = hark_thread_id ();
}

/* --- birth and end --- */

HarkFiber *
hark_fiber_new (gsize           size,
                HarkFiberFunc   func,
                gpointer        data,
                GError        **error)
{
  HarkStack *stack = hark_stack_new (size, error);
  HarkFiber *self;

  if (stack == NULL)
    return NULL;

  self = (HarkFiber *) ((guintptr) ((HarkFiber *) stack - 1) & ~(guintptr) 15);
  self->stack = stack;
  self->func = func;
  self->data = data;
  self->thread = 0;
  self->has_ended = FALSE;
#if HARK_TSAN
  self->tsan = __tsan_create_fiber (0);
#endif
  self->where = hark_switch_prepare (stack->lowest, (char *) self, begin);
  return self;
}

void
hark_fiber_free (HarkFiber *self)
{
#if HARK_TSAN
  __tsan_destroy_fiber (self->tsan);
#endif
  hark_stack_free (self->stack);
}
