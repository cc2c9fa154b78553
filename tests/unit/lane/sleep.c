/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* When a context that spins looks, and when it sleeps. poll() is this program's own, and sees
 * which of the two is done: what a context waits for comes while it does one or the other, from
 * inside that call, so nothing here depends on time. */

#include <glib-unix.h>
#include <poll.h>
#include <unistd.h>

#include "base/thread-private.h"
#include "lane/executor-private.h"
#include "lane/probe-private.h"

typedef struct _Case Case;

struct _Case
{
  GMainContext *context;
  HarkExecutor *executor;
  HarkLane     *lane;
  Probe         probe;
  guint         n_looks;
  guint         n_sleeps;
  int           n_seen;       /* descriptors that were ready */
  void        (*on_look) (Case *self);
  void        (*on_sleep) (Case *self);
  int           ends[2];      /* of a pipe that the context polls */
};

static Case *current;

int
poll (struct pollfd *fds,
      nfds_t         n_fds,
      int            timeout)
{
  struct timespec time = { timeout / 1000, timeout % 1000 * 1000000L };
  int n_ready;

  if (current != NULL && timeout == 0)
    {
      current->n_looks++;
      if (current->on_look != NULL)
        current->on_look (current);
    }
  if (current != NULL && timeout != 0)
    {
      current->n_sleeps++;
      if (current->on_sleep != NULL)
        current->on_sleep (current);
    }
  n_ready = ppoll (fds, n_fds, timeout < 0 ? NULL : &time, NULL);
  if (current != NULL)
    current->n_seen += n_ready;
  return n_ready;
}

static void
post (Case *self)
{
  hark_lane_post (self->lane, probe_call_new (&self->probe, HARK_CALL_USER, 'c'));
}

static void
post_at_third_look (Case *self)
{
  if (self->n_looks == 3)
    post (self);
}

static void
write_at_third_look (Case *self)
{
  if (self->n_looks == 3)
    g_assert_cmpint (write (self->ends[1], "f", 1), ==, 1);
}

/* Later than any context here spins that means to sleep. */
static void
post_late (Case *self)
{
  gint64 start = g_get_monotonic_time ();

  while (g_get_monotonic_time () < start + 10)
    ;
  post (self);
}

static gboolean
on_readable (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  Case *self = data;
  char name;

  g_assert_cmpint (read (fd, &name, 1), ==, 1);
  g_string_append_c (self->probe.log, name);
  return G_SOURCE_CONTINUE;
}

static void
set_up (Case         *self,
        gconstpointer unused)
{
  g_autoptr(GSource) source = NULL;

  self->context = g_main_context_new ();
  self->executor = hark_executor_dup_for_context (self->context, hark_thread_id ());
  self->lane = hark_lane_new (self->executor, HARK_LANE_RUNNING);
  self->probe = (Probe) { .log = g_string_new (NULL), .lane = self->lane };
  g_assert_true (g_unix_open_pipe (self->ends, FD_CLOEXEC, NULL));
  source = g_unix_fd_source_new (self->ends[0], G_IO_IN);
  g_source_set_callback (source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (source, self->context);
  hark_executor_set_spin (self->executor, G_TIME_SPAN_MINUTE);
  current = self;
}

static void
tear_down (Case         *self,
           gconstpointer unused)
{
  current = NULL;
  g_string_free (self->probe.log, TRUE);
  hark_lane_unref (self->lane);
  hark_executor_unref (self->executor);
  g_main_context_unref (self->context);
  close (self->ends[0]);
  close (self->ends[1]);
}

/* One turn of the context, in which a call comes while it looks, or while it sleeps. */
static void
take_turn (Case *self,
           void (*on_look) (Case *self),
           void (*on_sleep) (Case *self))
{
  self->n_looks = self->n_sleeps = 0;
  self->n_seen = 0;
  self->on_look = on_look;
  self->on_sleep = on_sleep;
  g_string_truncate (self->probe.log, 0);
  while (self->probe.log->len == 0)
    g_main_context_iteration (self->context, TRUE);
}

static void
test_sleeps_at_first (Case         *self,
                      gconstpointer unused)
{
  take_turn (self, NULL, post);
  g_assert_cmpuint (self->n_looks, ==, 0);
  g_assert_cmpuint (self->n_sleeps, ==, 1);
}

/* Who posts meanwhile need not wake it. */
static void
test_looks_for_calls (Case         *self,
                      gconstpointer unused)
{
  take_turn (self, NULL, post);
  take_turn (self, post_at_third_look, NULL);
  g_assert_cmpstr (self->probe.log->str, ==, "c");
  g_assert_cmpuint (self->n_looks, ==, 3);
  g_assert_cmpint (self->n_seen, ==, 0);
  g_assert_cmpuint (self->n_sleeps, ==, 0);
}

static void
test_looks_at_descriptors (Case         *self,
                           gconstpointer unused)
{
  take_turn (self, NULL, post);
  take_turn (self, write_at_third_look, NULL);
  g_assert_cmpstr (self->probe.log->str, ==, "f");
  g_assert_cmpuint (self->n_looks, ==, 3);
  g_assert_cmpuint (self->n_sleeps, ==, 0);
}

static void
test_sleeps_after_what_came_late (Case         *self,
                                  gconstpointer unused)
{
  hark_executor_set_spin (self->executor, 1);
  take_turn (self, NULL, post_late);
  take_turn (self, NULL, post);
  g_assert_cmpuint (self->n_looks, ==, 0);
  g_assert_cmpuint (self->n_sleeps, ==, 1);
}

/* It can be woken then, and has nothing to look for the next time. */
static void
test_sleeps_when_it_looked_in_vain (Case         *self,
                                    gconstpointer unused)
{
  take_turn (self, NULL, post);
  hark_executor_set_spin (self->executor, 1);
  take_turn (self, NULL, post_late);
  g_assert_cmpuint (self->n_looks, >=, 1);
  g_assert_cmpuint (self->n_sleeps, ==, 1);
  take_turn (self, NULL, post);
  g_assert_cmpuint (self->n_looks, ==, 0);
}

static void
test_stops_looking_when_told (Case         *self,
                              gconstpointer unused)
{
  take_turn (self, NULL, post);
  hark_executor_set_spin (self->executor, 0);
  take_turn (self, NULL, post);
  g_assert_cmpuint (self->n_looks, ==, 0);
  g_assert_cmpuint (self->n_sleeps, ==, 1);
}

static gboolean
on_time (gpointer data)
{
  Case *self = data;

  g_string_append_c (self->probe.log, 't');
  return G_SOURCE_REMOVE;
}

static void
test_looks_no_longer_than_the_context_waits (Case         *self,
                                             gconstpointer unused)
{
  g_autoptr(GSource) timeout = g_timeout_source_new (1);
  gint64 start = g_get_monotonic_time ();

  take_turn (self, NULL, post);
  g_source_set_callback (timeout, on_time, self, NULL);
  g_source_attach (timeout, self->context);
  take_turn (self, NULL, NULL);
  g_assert_cmpstr (self->probe.log->str, ==, "t");
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_MINUTE / 2);
}

static int
poll_of_the_program (GPollFD *fds,
                     guint    n_fds,
                     int      timeout)
{
  return g_poll (fds, n_fds, timeout);
}

static void
test_a_poll_function_of_its_own_stays (Case         *self,
                                       gconstpointer unused)
{
  g_main_context_set_poll_func (self->context, poll_of_the_program);
  take_turn (self, NULL, post);
  take_turn (self, NULL, post);
  g_assert_cmpuint (self->n_looks, ==, 0);
  g_assert_cmpuint (self->n_sleeps, ==, 1);
  g_assert_true (g_main_context_get_poll_func (self->context) == poll_of_the_program);
}

static void
add (const char *path,
     void      (*test) (Case         *self,
                   gconstpointer unused))
{
  g_test_add (path, Case, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/lane/sleep/sleeps-at-first", test_sleeps_at_first);
  add ("/lane/sleep/looks-for-calls", test_looks_for_calls);
  add ("/lane/sleep/looks-at-descriptors", test_looks_at_descriptors);
  add ("/lane/sleep/sleeps-after-what-came-late", test_sleeps_after_what_came_late);
  add ("/lane/sleep/sleeps-when-it-looked-in-vain", test_sleeps_when_it_looked_in_vain);
  add ("/lane/sleep/stops-looking-when-told", test_stops_looking_when_told);
  add ("/lane/sleep/looks-no-longer-than-the-context-waits", test_looks_no_longer_than_the_context_waits);
  add ("/lane/sleep/a-poll-function-of-its-own-stays", test_a_poll_function_of_its_own_stays);
  return g_test_run ();
}
