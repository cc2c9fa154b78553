/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stacks for fibers. Each is a mapping that the kernel fills as it is touched, with a
 * guard below: running out of stack is a crash there, and never a write into
 * another's memory. A stack that is no longer used goes to the pool of the
 * thread that ran it; a few in there keep their memory, more give it back to the
 * kernel and keep their addresses, and beyond that they are unmapped.
 *
 * Neighbours merge into one mapping of the kernel's where the guard is a region
 * (MADV_GUARD_INSTALL); a guard that is a protected page keeps them apart. */

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

#include <hark/error.h>

#include "async/annotation-private.h"
#include "async/stack-private.h"

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

enum
{
  SMALLEST   = 16 * 1024,
  LARGEST    = 1 << 30,
  /* Larger than a page: a frame may be as large before its first touch below it. */
  GUARD_SIZE = 64 * 1024,
  KEPT_WARM  = 16,   /* in a pool, with their memory */
  KEPT       = 256,  /* in a pool */
};

static _Atomic (HarkGuard) guard = HARK_GUARD_UNKNOWN;
static atomic_uint n_mapped;

static __thread HarkStack *pool;  /* the last one first */
static __thread guint n_pooled;
static __thread gboolean has_pool;  /* pool_clear() will be called when the thread ends */
static pthread_key_t pool_key;
static pthread_once_t pool_once = PTHREAD_ONCE_INIT;

/* --- mapping --- */

gsize
hark_stack_round (gsize size)
{
  gsize page = sysconf (_SC_PAGESIZE);

  return (CLAMP (size, SMALLEST, LARGEST) + page - 1) & ~(page - 1);
}

/* Where the mapping of a stack ends. */
static char *
end_of (HarkStack *self)
{
  return (char *) (self + 1);
}

static void
set_error (int      number,
           GError **error)
{
  g_autofree char *limit = NULL;

  if (!g_file_get_contents ("/proc/sys/vm/max_map_count", &limit, NULL, NULL))
    limit = g_strdup ("a limited number of");
  g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
               "There is no stack for another task beside %u others: %s. "
               "A process may have %s memory mappings (vm.max_map_count), and a stack takes up to two: "
               "run fewer tasks at a time, raise it with \"sysctl vm.max_map_count=...\", "
               "and see that \"ulimit -v\" is no limit",
               hark_stack_count (), g_strerror (number), g_strstrip (limit));
}

/* Makes the lowest GUARD_SIZE bytes at @start untouchable. */
static gboolean
install_guard (char *start)
{
  if (atomic_load (&guard) != HARK_GUARD_PAGE)
    {
      if (madvise (start, GUARD_SIZE, MADV_GUARD_INSTALL) == 0)
        {
          atomic_store (&guard, HARK_GUARD_REGION);
          return TRUE;
        }
      if (errno != EINVAL)
        return FALSE;
      atomic_store (&guard, HARK_GUARD_PAGE); /* an older kernel, or all memory is locked */
    }
  return mprotect (start, GUARD_SIZE, PROT_NONE) == 0;
}

static HarkStack *
map (gsize    size,
     GError **error)
{
  /* MAP_STACK also says: no huge pages. */
  char *start = mmap (NULL, GUARD_SIZE + size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  HarkStack *self;

  if (start == MAP_FAILED)
    {
      set_error (errno, error);
      return NULL;
    }
  if (!install_guard (start))
    {
      set_error (errno, error);
      munmap (start, GUARD_SIZE + size);
      return NULL;
    }

  self = (HarkStack *) (start + GUARD_SIZE + size) - 1;
  self->lowest = start + GUARD_SIZE;
  self->size = size - sizeof (HarkStack);
  self->valgrind = VALGRIND_STACK_REGISTER (self->lowest, (char *) self);
  atomic_fetch_add_explicit (&n_mapped, 1, memory_order_relaxed);
  return self;
}

/* %FALSE: the kernel would have to split a mapping, and has none left. */
static gboolean
unmap (HarkStack *self)
{
  char *start = self->lowest - GUARD_SIZE;
  guint id = self->valgrind;

  if (munmap (start, end_of (self) - start) != 0)
    return FALSE;

  VALGRIND_STACK_DEREGISTER (id);
  atomic_fetch_sub_explicit (&n_mapped, 1, memory_order_relaxed);
  return TRUE;
}

/* --- the pool --- */

static void
pool_clear (gpointer data)
{
  HarkStack *stack = g_steal_pointer (&pool);

  n_pooled = 0;
  has_pool = FALSE;
  while (stack != NULL)
    {
      HarkStack *next = stack->next;

      unmap (stack);
      stack = next;
    }
}

static void
pool_init (void)
{
  pthread_key_create (&pool_key, pool_clear);
}

static void
put (HarkStack *self)
{
  if (G_UNLIKELY (!has_pool))
    {
      pthread_once (&pool_once, pool_init);
      pthread_setspecific (pool_key, &pool);
      has_pool = TRUE;
    }
  self->next = pool;
  pool = self;
  n_pooled++;
}

HarkStack *
hark_stack_new (gsize    size,
                GError **error)
{
  HarkStack *self = pool;

  if (G_UNLIKELY (self != NULL && self->size + sizeof (HarkStack) != size))
    {
      pool_clear (NULL); /* from now on they are wanted in another size */
      self = NULL;
    }
  if (G_UNLIKELY (self == NULL))
    return map (size, error);

  pool = self->next;
  n_pooled--;
  return self;
}

void
hark_stack_free (HarkStack *self)
{
#if HARK_ASAN
  /* The frames on it did not return. */
  __asan_unpoison_memory_region (self->lowest, self->size);
#endif
  if (n_pooled >= KEPT && unmap (self))
    return;
  if (n_pooled >= KEPT_WARM)
    {
      /* All but the page that holds the struct; the guard stays. */
      gsize page = sysconf (_SC_PAGESIZE);

      madvise (self->lowest, end_of (self) - self->lowest - page, MADV_DONTNEED);
    }
  put (self);
}

/* --- asking --- */

HarkGuard
hark_stack_get_guard (void)
{
  return atomic_load (&guard);
}

void
hark_stack_set_guard (HarkGuard kind)
{
  atomic_store (&guard, kind);
}

guint
hark_stack_count (void)
{
  return atomic_load_explicit (&n_mapped, memory_order_relaxed);
}
