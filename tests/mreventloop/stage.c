/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the excerpts print goes here instead of to the terminal, from whichever
 * thread, and is compared when an excerpt has ended and its loop has run. */

#include "stage.h"

static GMutex lock;
static GString *printed;  /* lock */

static void
print (const char *text)
{
  g_mutex_lock (&lock);
  g_string_append (printed, text);
  g_mutex_unlock (&lock);
}

static GPrintFunc terminal;

Stage *
stage_new (const WorkshopProducerSlots *producer_slots,
           const WorkshopConsumerSlots *consumer_slots)
{
  Stage *self = g_new0 (Stage, 1);

  printed = g_string_new (NULL);
  terminal = g_set_print_handler (print);
  self->loop = hark_loop_new ("page");
  self->producer = workshop_producer_new (self->loop, producer_slots, NULL, NULL);
  self->consumer = workshop_consumer_new (self->loop, consumer_slots, NULL, NULL);
  self->desk = workshop_desk_new (self->loop, NULL, NULL, NULL);
  return self;
}

void
stage_free (Stage *self)
{
  g_set_print_handler (terminal);
  g_clear_object (&self->desk);
  g_clear_object (&self->consumer);
  g_clear_object (&self->producer);
  /* What is freed behind the calls. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->loop);
  g_string_free (g_steal_pointer (&printed), TRUE);
  g_free (self);
}

void
stage_expect (Stage        *self,
              const char   *text,
              const GError *error)
{
  hark_loop_run_until_idle (self->loop);
  g_set_print_handler (terminal);
  g_assert_no_error (error);
  g_mutex_lock (&lock);
  if (text != NULL)
    g_assert_cmpstr (printed->str, ==, text);
  g_mutex_unlock (&lock);
}
