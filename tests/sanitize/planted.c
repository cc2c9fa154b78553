/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Faults on purpose, one per name, and beside the races their guarded twins:
 * test_planted.py runs each in a process of its own and asks that the
 * sanitizers see every fault and suspect no twin.  What they miss here they
 * would miss in the library.
 */

#include <gio/gio.h>
#include <stdatomic.h>
#include <string.h>

/* --- races: two threads add to one plain number --- */

enum { N_ROUNDS = 1000 };

static guint64 number;

static gpointer
add (gpointer data)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    number++;
  return NULL;
}

static gpointer
add_locked (gpointer data)
{
  GMutex *mutex = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_mutex_lock (mutex);
      number++;
      g_mutex_unlock (mutex);
    }
  return NULL;
}

static void
race (void)
{
  GThread *other = g_thread_new ("other", add, NULL);

  add (NULL);
  g_thread_join (other);
}

static void
guarded_by_mutex (void)
{
  GMutex mutex;
  GThread *other;

  g_mutex_init (&mutex);
  other = g_thread_new ("other", add_locked, &mutex);
  add_locked (&mutex);
  g_thread_join (other);
  g_mutex_clear (&mutex);
  g_assert_cmpuint (number, ==, 2 * N_ROUNDS);
}

/* GLib's own lock, in the bits of a pointer. */
static gpointer
set_data (gpointer data)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    g_object_set_data (data, "number", GUINT_TO_POINTER (i));
  return NULL;
}

static void
guarded_by_bit_lock (void)
{
  g_autoptr(GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  GThread *other = g_thread_new ("other", set_data, object);

  set_data (object);
  g_thread_join (other);
}

/* --- hand-overs: written by one thread, then the other's alone --- */

static gpointer
wait_for_flag (gpointer data)
{
  const int *flag = data;

  while (!g_atomic_int_get (flag))
    g_thread_yield ();
  return add (NULL);
}

static void
handed_over_by_atomic (void)
{
  int flag = 0;
  GThread *other = g_thread_new ("other", wait_for_flag, &flag);

  add (NULL);
  g_atomic_int_set (&flag, 1);
  g_thread_join (other);
}

/* The same, forgetting the flag's other side: an order that nothing promises. */
static gpointer
peek_at_flag (gpointer data)
{
  atomic_int *flag = data;

  while (!atomic_load_explicit (flag, memory_order_relaxed))
    g_thread_yield ();
  return add (NULL);
}

static void
race_behind_relaxed_flag (void)
{
  atomic_int flag = 0;
  GThread *other = g_thread_new ("other", peek_at_flag, &flag);

  add (NULL);
  atomic_store_explicit (&flag, 1, memory_order_relaxed);
  g_thread_join (other);
}

/* Whoever drops the last reference reads what the others wrote before. */
static void
add_at_end (gpointer data,
            GObject *dead)
{
  add (NULL);
}

static gpointer
add_and_unref (gpointer data)
{
  g_autoptr(GObject) object = data;
  guint64 *mine = g_object_get_data (object, "mine");

  *mine += 1;
  return NULL;
}

static void
handed_over_by_unref (void)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);
  GThread *other;

  g_object_set_data_full (object, "mine", g_new0 (guint64, 1), g_free);
  g_object_weak_ref (object, add_at_end, NULL);
  other = g_thread_new ("other", add_and_unref, g_object_ref (object));
  g_object_unref (object);
  g_thread_join (other);
}

static gboolean
add_in_source (gpointer data)
{
  add (NULL);
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
run_loop (gpointer data)
{
  g_main_loop_run (data);
  return NULL;
}

static void
handed_over_by_source (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (context, FALSE);
  GThread *other = g_thread_new ("other", run_loop, loop);

  add (NULL);
  g_main_context_invoke (context, add_in_source, loop);
  g_thread_join (other);
}

/* --- memory and arithmetic; volatile keeps the compiler from seeing through --- */

static void
use_after_free (void)
{
  char *volatile text = g_strdup ("gone");

  g_free (text);
  g_print ("%c\n", text[0]);
}

static void
leak (void)
{
  gpointer volatile lost = g_object_new (G_TYPE_OBJECT, NULL);

  lost = NULL;
  (void) lost;
}

static void
overflow (void)
{
  volatile int large = G_MAXINT;

  g_print ("%d\n", large + 1);
}

static void
nothing (void)
{
  g_autoptr(GObject) object = g_object_new (G_TYPE_OBJECT, NULL);

  g_assert_nonnull (object);
}

static const struct
{
  const char *name;
  void      (*run) (void);
} plants[] = {
  { "race", race },
  { "race-behind-relaxed-flag", race_behind_relaxed_flag },
  { "guarded-by-mutex", guarded_by_mutex },
  { "guarded-by-bit-lock", guarded_by_bit_lock },
  { "handed-over-by-atomic", handed_over_by_atomic },
  { "handed-over-by-unref", handed_over_by_unref },
  { "handed-over-by-source", handed_over_by_source },
  { "use-after-free", use_after_free },
  { "leak", leak },
  { "overflow", overflow },
  { "nothing", nothing },
};

int
main (int    argc,
      char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (plants); i++)
    if (argc == 2 && strcmp (argv[1], plants[i].name) == 0)
      {
        plants[i].run ();
        return 0;
      }
  g_printerr ("nothing is planted under that name\n");
  return 2;
}
