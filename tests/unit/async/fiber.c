/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fibers: what is kept across a switch, how they nest, and where they end. */

#include <execinfo.h>
#include <fenv.h>
#include <signal.h>
#include <sys/resource.h>

#include "async/annotation-private.h"
#include "async/fiber-private.h"
#include "async/stack-private.h"

/* Under ThreadSanitizer, which has room for some thousands, a fiber is a thread. */
#define MANY (HARK_TSAN ? 1000 : 5000)

static HarkFiber *
new_fiber (HarkFiberFunc func,
           gpointer      data)
{
  GError *error = NULL;
  HarkFiber *fiber = hark_fiber_new (HARK_STACK_SIZE, func, data, &error);

  g_assert_no_error (error);
  return fiber;
}

static void
count_to_three (gpointer data)
{
  int *number = data;

  g_assert_nonnull (hark_fiber_get_current ());
  *number = 1;
  hark_fiber_suspend ();
  *number = 2;
  hark_fiber_suspend ();
  *number = 3;
}

static void
test_goes_on_where_it_stopped (void)
{
  int number = 0;
  HarkFiber *fiber = new_fiber (count_to_three, &number);

  g_assert_cmpint (number, ==, 0);
  g_assert_null (hark_fiber_get_current ());
  g_assert_true (hark_fiber_resume (fiber));
  g_assert_cmpint (number, ==, 1);
  g_assert_null (hark_fiber_get_current ());
  g_assert_true (hark_fiber_resume (fiber));
  g_assert_cmpint (number, ==, 2);
  g_assert_false (hark_fiber_resume (fiber));
  g_assert_cmpint (number, ==, 3);
  g_assert_null (hark_fiber_get_current ());
}

static void
test_many_take_turns (void)
{
  g_autofree HarkFiber **fibers = g_new (HarkFiber *, MANY);
  g_autofree int *numbers = g_new0 (int, MANY);

  for (int i = 0; i < MANY; i++)
    fibers[i] = new_fiber (count_to_three, &numbers[i]);
  for (int step = 1; step <= 3; step++)
    for (int i = 0; i < MANY; i++)
      {
        g_assert_cmpint (hark_fiber_resume (fibers[i]), ==, step < 3);
        g_assert_cmpint (numbers[i], ==, step);
      }
}

typedef struct
{
  HarkFiber *self;
  HarkFiber *inner;
  GString   *diary;
} Nest;

static void
nested (gpointer data)
{
  Nest *nest = data;

  g_assert_true (hark_fiber_get_current () == nest->self);
  g_string_append (nest->diary, nest->inner != NULL ? "(" : "[");
  if (nest->inner != NULL)
    g_assert_true (hark_fiber_resume (nest->inner));
  hark_fiber_suspend ();
  g_assert_true (hark_fiber_get_current () == nest->self);
  if (nest->inner != NULL)
    g_assert_false (hark_fiber_resume (nest->inner));
  g_string_append (nest->diary, nest->inner != NULL ? ")" : "]");
}

static void
test_one_resumes_another (void)
{
  g_autoptr(GString) diary = g_string_new (NULL);
  Nest inner = { NULL, NULL, diary };
  Nest outer = { NULL, NULL, diary };

  inner.self = outer.inner = new_fiber (nested, &inner);
  outer.self = new_fiber (nested, &outer);
  g_assert_true (hark_fiber_resume (outer.self));
  g_string_append (diary, "-");
  g_assert_false (hark_fiber_resume (outer.self));
  g_assert_cmpstr (diary->str, ==, "([-])");
}

/* --- what is kept --- */

static double
third (void)
{
  volatile double one = 1, three = 3;

  return one / three;
}

static void
round_upward (gpointer data)
{
  double *number = data;

  g_assert_cmpint (fegetround (), ==, FE_DOWNWARD); /* as where it was made */
  fesetround (FE_UPWARD);
  number[0] = third ();
  hark_fiber_suspend ();
  g_assert_cmpint (fegetround (), ==, FE_UPWARD);
  number[1] = third ();
}

static void
test_floating_point_control_is_kept (void)
{
  double up[2] = { 0, 0 };
  double nearest, down;
  HarkFiber *fiber;

  g_assert_cmpint (fegetround (), ==, FE_TONEAREST);
  nearest = third ();
  fesetround (FE_DOWNWARD);
  fiber = new_fiber (round_upward, up);
  down = third ();
  fesetround (FE_TONEAREST);

  g_assert_true (hark_fiber_resume (fiber));
  g_assert_cmpint (fegetround (), ==, FE_TONEAREST);
  g_assert_cmpfloat (third (), ==, nearest);
  g_assert_false (hark_fiber_resume (fiber));
  g_assert_cmpint (fegetround (), ==, FE_TONEAREST);

  if (!RUNNING_ON_VALGRIND) /* which rounds as it likes */
    g_assert_cmpfloat (down, <, up[0]);
  g_assert_cmpfloat (up[0], ==, up[1]);
}

/* Enough live values to fill what a function must keep for its caller. */
static G_GNUC_NO_INLINE guint64
mix (guint64 seed,
     void  (*pause) (gpointer),
     gpointer data)
{
  volatile guint64 start = seed;
  guint64 a = start + 1, b = start * 3, c = start ^ 5, d = start + 7, e = start * 11, f = start ^ 13;
  double x = start + 0.5, y = start * 0.25;

  for (int i = 0; i < 10; i++)
    {
      pause (data);
      a += b ^ i;
      b += c * 3;
      c ^= d + a;
      d += e;
      e ^= f * 5;
      f += a;
      x += y;
      y += 1;
    }
  return a ^ b ^ c ^ d ^ e ^ f ^ (guint64) (x + y);
}

static void
no_pause (gpointer data)
{
}

static void
suspend (gpointer data)
{
  hark_fiber_suspend ();
}

static void
resume (gpointer fiber)
{
  hark_fiber_resume (fiber);
}

static void
mix_inside (gpointer data)
{
  guint64 *number = data;

  *number = mix (*number, suspend, NULL);
}

static void
test_values_are_kept (void)
{
  for (guint64 seed = 0; seed < 50; seed++)
    {
      guint64 number = seed;
      HarkFiber *fiber = new_fiber (mix_inside, &number);

      g_assert_true (hark_fiber_resume (fiber));
      g_assert_cmpuint (mix (seed + 100, resume, fiber), ==, mix (seed + 100, no_pause, NULL));
      g_assert_cmpuint (number, ==, mix (seed, no_pause, NULL));
    }
}

static void
check_alignment (gpointer data)
{
  _Alignas(16) volatile char bytes[16];

  bytes[0] = 1;
  g_assert_cmpuint ((guintptr) bytes % 16, ==, 0);
  /* Varargs with floating point store vectors, which must be aligned. */
  *(char **) data = g_strdup_printf ("%.1f %.1f", 1.5, 2.5);
}

static void
test_begins_aligned (void)
{
  g_autofree char *text = NULL;

  g_assert_false (hark_fiber_resume (new_fiber (check_alignment, &text)));
  g_assert_cmpstr (text, ==, "1.5 2.5");
}

static void
trace (gpointer data)
{
  gpointer frames[50];

  *(int *) data = backtrace (frames, G_N_ELEMENTS (frames));
}

static void
test_a_backtrace_ends_where_it_begins (void)
{
  int n_frames = 0;

  g_assert_false (hark_fiber_resume (new_fiber (trace, &n_frames)));
  g_assert_cmpint (n_frames, >=, 2);
  g_assert_cmpint (n_frames, <, 10);
}

/* --- where it ends --- */

/* Goes down until it is at @end. */
static G_GNUC_NO_INLINE guint
descend (const char *end)
{
  volatile char frame[200];

  frame[0] = 1;
  if ((const char *) frame < end)
    return 1;
  return descend (end) + frame[0];
}

static void
go_deep (gpointer data)
{
  char *here = __builtin_frame_address (0);

  *(guint *) data = descend (here - HARK_STACK_SIZE + 2048);
}

static void
test_all_of_the_stack_can_be_used (void)
{
  guint n_frames = 0;

  if (HARK_ASAN || HARK_TSAN)
    {
      g_test_skip ("locals live elsewhere, or frames are larger");
      return;
    }
  for (int i = 0; i < 3; i++)
    g_assert_false (hark_fiber_resume (new_fiber (go_deep, &n_frames)));
  g_assert_cmpuint (n_frames, >, 100);
}

static void
go_too_deep (gpointer data)
{
  descend (NULL);
}

static void
test_too_deep_is_a_crash (void)
{
  if (g_test_subprocess ())
    {
      const struct rlimit none = { 0, 0 };
      HarkFiber *neighbours[3];

      setrlimit (RLIMIT_CORE, &none);
      signal (SIGSEGV, SIG_DFL); /* a sanitizer would report what is wanted here */
      for (int i = 0; i < 3; i++)
        neighbours[i] = new_fiber (go_too_deep, NULL);
      g_printerr ("begins\n");
      hark_fiber_resume (neighbours[1]);
      g_printerr ("ends\n");
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*begins*");
  g_test_trap_assert_stderr_unmatched ("*ends*");
}

/* --- life --- */

static void
test_uses_stacks_again (void)
{
  int number;
  guint n;

  g_assert_true (hark_fiber_resume (new_fiber (suspend, NULL)));
  n = hark_stack_count ();
  for (int i = 0; i < 1000; i++)
    {
      HarkFiber *fiber = new_fiber (count_to_three, &number);

      while (hark_fiber_resume (fiber))
        ;
    }
  g_assert_cmpuint (hark_stack_count (), <=, n + 1);
}

static void
test_is_given_up (void)
{
  int number = 0;
  HarkFiber *fiber = new_fiber (count_to_three, &number);

  hark_fiber_free (fiber);
  g_assert_cmpint (number, ==, 0);
  fiber = new_fiber (count_to_three, &number);
  g_assert_true (hark_fiber_resume (fiber));
  hark_fiber_free (fiber);
  g_assert_cmpint (number, ==, 1);
}

static gpointer
make_elsewhere (gpointer data)
{
  return new_fiber (count_to_three, data);
}

static gpointer
resume_elsewhere (gpointer fiber)
{
  g_assert_false (hark_fiber_is_own (fiber));
  hark_fiber_resume (fiber);
  return NULL;
}

static void
test_stays_with_the_thread_that_began_it (void)
{
  int number = 0;
  HarkFiber *fiber;

  if (g_test_subprocess ())
    {
      const struct rlimit none = { 0, 0 };

      setrlimit (RLIMIT_CORE, &none);
      fiber = new_fiber (count_to_three, &number);
      g_assert_true (hark_fiber_resume (fiber));
      g_thread_join (g_thread_new ("another", resume_elsewhere, fiber));
      return;
    }

  fiber = g_thread_join (g_thread_new ("maker", make_elsewhere, &number));
  g_assert_true (hark_fiber_is_own (fiber));
  while (hark_fiber_resume (fiber))
    g_assert_true (hark_fiber_is_own (fiber));
  g_assert_cmpint (number, ==, 3);

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*thread*");
}

static gpointer
run_some (gpointer data)
{
  guint64 number = 7;

  for (int i = 0; i < 200; i++)
    {
      HarkFiber *fiber = new_fiber (mix_inside, &number);

      while (hark_fiber_resume (fiber))
        ;
    }
  return NULL;
}

static void
test_each_thread_has_its_own (void)
{
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("fibers", run_some, NULL);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/async/fiber/goes-on-where-it-stopped", test_goes_on_where_it_stopped);
  g_test_add_func ("/async/fiber/many-take-turns", test_many_take_turns);
  g_test_add_func ("/async/fiber/one-resumes-another", test_one_resumes_another);
  g_test_add_func ("/async/fiber/floating-point-control-is-kept", test_floating_point_control_is_kept);
  g_test_add_func ("/async/fiber/values-are-kept", test_values_are_kept);
  g_test_add_func ("/async/fiber/begins-aligned", test_begins_aligned);
  g_test_add_func ("/async/fiber/a-backtrace-ends-where-it-begins", test_a_backtrace_ends_where_it_begins);
  g_test_add_func ("/async/fiber/all-of-the-stack-can-be-used", test_all_of_the_stack_can_be_used);
  g_test_add_func ("/async/fiber/too-deep-is-a-crash", test_too_deep_is_a_crash);
  g_test_add_func ("/async/fiber/uses-stacks-again", test_uses_stacks_again);
  g_test_add_func ("/async/fiber/is-given-up", test_is_given_up);
  g_test_add_func ("/async/fiber/stays-with-the-thread-that-began-it", test_stays_with_the_thread_that_began_it);
  g_test_add_func ("/async/fiber/each-thread-has-its-own", test_each_thread_has_its_own);
  return g_test_run ();
}
