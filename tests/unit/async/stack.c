/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stacks: guarded, filled as they are touched, pooled, and limited by the kernel. */

#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <hark/error.h>

#include "async/annotation-private.h"
#include "async/stack-private.h"

enum { SIZE = HARK_STACK_SIZE };

static HarkStack *
new_stack (void)
{
  GError *error = NULL;
  HarkStack *stack = hark_stack_new (SIZE, &error);

  g_assert_no_error (error);
  return stack;
}

static gboolean
is_resident (const char *address)
{
  gsize page = sysconf (_SC_PAGESIZE);
  unsigned char is_in;

  g_assert_cmpint (mincore ((void *) ((guintptr) address & ~(page - 1)), page, &is_in), ==, 0);
  return is_in & 1;
}

static void
test_all_of_it_can_be_used (gconstpointer kind)
{
  HarkStack *stack;

  hark_stack_set_guard (GPOINTER_TO_INT (kind));
  stack = new_stack ();
  g_assert_cmpuint (stack->size, >, SIZE - 256);
  g_assert_true (stack->lowest + stack->size == (char *) stack);
  memset (stack->lowest, 0xee, stack->size);
  hark_stack_free (stack);
}

static void
test_ends_at_its_guard (gconstpointer kind)
{
  if (g_test_subprocess ())
    {
      HarkStack *stack;
      const struct rlimit none = { 0, 0 };

      setrlimit (RLIMIT_CORE, &none);
      signal (SIGSEGV, SIG_DFL); /* a sanitizer would report what is wanted here */
      hark_stack_set_guard (GPOINTER_TO_INT (kind));
      stack = new_stack ();
      stack->lowest[0] = 1;
      g_printerr ("inside\n");
      ((volatile char *) stack->lowest)[-1] = 1;
      g_printerr ("outside\n");
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*inside*");
  g_test_trap_assert_stderr_unmatched ("*outside*");
}

static void
test_takes_memory_as_it_is_touched (void)
{
  HarkStack *stack = new_stack ();

  g_assert_true (is_resident ((char *) stack));
  g_assert_false (is_resident (stack->lowest));
  g_assert_false (is_resident (stack->lowest + stack->size / 2));
  hark_stack_free (stack);
}

static void
test_the_last_one_is_used_again (void)
{
  HarkStack *first = new_stack ();
  HarkStack *second = new_stack ();
  guint n = hark_stack_count ();

  hark_stack_free (first);
  hark_stack_free (second);
  g_assert_true (new_stack () == second);
  g_assert_true (new_stack () == first);
  g_assert_cmpuint (hark_stack_count (), ==, n);
  hark_stack_free (first);
  hark_stack_free (second);
}

enum { MANY = 400 };

static void
free_many (HarkStack **stacks)
{
  for (guint i = 0; i < MANY; i++)
    hark_stack_free (stacks[i]);
}

static void
make_many (HarkStack **stacks)
{
  for (guint i = 0; i < MANY; i++)
    {
      stacks[i] = new_stack ();
      memset (stacks[i]->lowest, 1, stacks[i]->size);
    }
}

static gpointer
use_many (gpointer data)
{
  HarkStack *stacks[MANY];

  make_many (stacks);
  free_many (stacks);
  return NULL;
}

static void
test_a_pool_is_bounded (void)
{
  HarkStack *stacks[MANY];
  guint n_kept, n_warm = 0;

  make_many (stacks);
  g_assert_cmpuint (hark_stack_count (), ==, MANY);
  free_many (stacks);
  n_kept = hark_stack_count ();
  g_assert_cmpuint (n_kept, <, MANY);

  /* Most of them gave their memory back. */
  for (guint i = 0; i < n_kept; i++)
    n_warm += is_resident (stacks[i]->lowest);
  g_assert_cmpuint (n_warm, <=, 16);

  /* Another thread has a pool of its own, which ends with it. */
  g_thread_join (g_thread_new ("another", use_many, NULL));
  g_assert_cmpuint (hark_stack_count (), ==, n_kept);

  /* Another size, another pool. */
  hark_stack_free (hark_stack_new (hark_stack_round (SIZE + 1), NULL));
  g_assert_cmpuint (hark_stack_count (), ==, 1);
}

static guint
count_mappings (void)
{
  g_autofree char *maps = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  for (const char *c = maps; *c != '\0'; c++)
    n += *c == '\n';
  return n;
}

static void
test_guard_regions_take_no_mapping (void)
{
  HarkStack *stacks[MANY];
  guint n_before = count_mappings ();

  hark_stack_set_guard (HARK_GUARD_UNKNOWN);
  make_many (stacks);
  if (hark_stack_get_guard () == HARK_GUARD_REGION)
    g_assert_cmpuint (count_mappings (), <, n_before + MANY / 4);
  else
    g_test_skip ("this kernel has no guard regions");
  free_many (stacks);
}

static void
test_sizes_are_rounded (void)
{
  gsize page = sysconf (_SC_PAGESIZE);

  g_assert_cmpuint (hark_stack_round (0), ==, MAX (16 * 1024, page));
  g_assert_cmpuint (hark_stack_round (1000 * 1000) % page, ==, 0);
  g_assert_cmpuint (hark_stack_round (1000 * 1000), >=, 1000 * 1000);
  g_assert_cmpuint (hark_stack_round (G_MAXSIZE), ==, 1 << 30);
}

static void
run_out (HarkGuard kind)
{
  struct rlimit limit = { 0, 0 };
  g_autofree char *statm = NULL;
  g_autoptr(GError) error = NULL;
  guint n = 0;

  /* As many pages as there are, and a few for stacks. */
  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  limit.rlim_cur = limit.rlim_max = g_ascii_strtoull (statm, NULL, 10) * sysconf (_SC_PAGESIZE) + 40 * SIZE;
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);

  hark_stack_set_guard (kind);
  while (hark_stack_new (SIZE, &error) != NULL)
    n++;
  g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
  g_assert_cmpuint (n, >=, 10);
  g_assert_cmpuint (n, ==, hark_stack_count ());
  g_printerr ("%s\n", error->message);
}

static void
test_running_out_names_the_limit (gconstpointer kind)
{
  if (HARK_ASAN || HARK_TSAN || RUNNING_ON_VALGRIND)
    {
      g_test_skip ("what watches takes more addresses than any limit");
      return;
    }
  if (g_test_subprocess ())
    {
      run_out (GPOINTER_TO_INT (kind));
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*no stack for another task beside * others: *memory*vm.max_map_count*sysctl*ulimit*");
}

static void
add (const char       *name,
     GTestDataFunc     func)
{
  g_autofree char *page = g_strconcat ("/async/stack/page/", name, NULL);
  g_autofree char *region = g_strconcat ("/async/stack/default/", name, NULL);

  g_test_add_data_func (page, GINT_TO_POINTER (HARK_GUARD_PAGE), func);
  g_test_add_data_func (region, GINT_TO_POINTER (HARK_GUARD_UNKNOWN), func);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/async/stack/takes-memory-as-it-is-touched", test_takes_memory_as_it_is_touched);
  add ("all-of-it-can-be-used", test_all_of_it_can_be_used);
  add ("ends-at-its-guard", test_ends_at_its_guard);
  add ("running-out-names-the-limit", test_running_out_names_the_limit);
  g_test_add_func ("/async/stack/the-last-one-is-used-again", test_the_last_one_is_used_again);
  g_test_add_func ("/async/stack/a-pool-is-bounded", test_a_pool_is_bounded);
  g_test_add_func ("/async/stack/guard-regions-take-no-mapping", test_guard_regions_take_no_mapping);
  g_test_add_func ("/async/stack/sizes-are-rounded", test_sizes_are_rounded);
  return g_test_run ();
}
