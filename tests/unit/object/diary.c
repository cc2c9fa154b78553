/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The consumer of most tests. Its diary is written on the loop it lives on, and
 * read by the test, which owns it, when nothing runs there. */

#include "diary-private.h"

void
diary_init (Diary *self)
{
  *self = (Diary) { .text = g_string_new (NULL) };
}

void
diary_clear (Diary *self)
{
  g_string_free (self->text, TRUE);
}

void
diary_assert (Diary      *self,
              const char *expected)
{
  g_assert_cmpstr (self->text->str, ==, expected);
  g_string_truncate (self->text, 0);
}

static void write_down (WorkshopConsumer *consumer, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
write_down (WorkshopConsumer *consumer,
            const char       *format,
            ...)
{
  Diary *self = workshop_consumer_get_data (consumer);
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->text, format, arguments);
  va_end (arguments);
  if (self->act != NULL)
    self->act (consumer, self->data);
}

static void
on_produced (WorkshopConsumer *self,
             const char       *product,
             guint64           serial)
{
  write_down (self, "%s:%u ", product, (guint) serial);
}

static void
on_packed (WorkshopConsumer *self,
           GBytes           *content)
{
  write_down (self, "packed %u ", (guint) g_bytes_get_size (content));
}

static void
on_paused (WorkshopConsumer *self)
{
  write_down (self, "paused ");
}

static void
on_failing (WorkshopConsumer  *self,
            const char        *product,
            guint64            serial,
            GError           **error)
{
  Diary *diary = workshop_consumer_get_data (self);

  write_down (self, "failing %s ", product);
  if (diary->fails)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s is stuck", product);
}

static void
on_started (WorkshopConsumer *self)
{
  write_down (self, "started ");
}

static void
on_stopped (WorkshopConsumer *self,
            guint64           n_discarded)
{
  write_down (self, "stopped %u ", (guint) n_discarded);
}

static void
on_exception (WorkshopConsumer  *self,
              const char        *object,
              const char        *slot,
              const char        *domain,
              gint32             code,
              const char        *message,
              GError           **error)
{
  Diary *diary = workshop_consumer_get_data (self);

  write_down (self, "exception %s.%s %s %d '%s' ", object, slot, domain, code, message);
  if (diary->fails)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the handler fails too");
}

static void
closed (WorkshopConsumer *self)
{
  Diary *diary = workshop_consumer_get_data (self);

  g_string_append (diary->text, "closed ");
}

const WorkshopConsumerSlots diary_slots =
{
  .on_produced = on_produced,
  .on_packed = on_packed,
  .on_paused = on_paused,
  .on_failing = on_failing,
  .on_started = on_started,
  .on_stopped = on_stopped,
  .on_exception = on_exception,
  .closed = closed,
};

void
diary_destroyed (gpointer diary)
{
  g_string_append (((Diary *) diary)->text, "destroyed ");
}

WorkshopConsumer *
diary_consumer_new (Diary    *self,
                    HarkLoop *loop)
{
  return workshop_consumer_new (loop, &diary_slots, self, diary_destroyed);
}

void
diary_produced (Diary      *self,
                const char *product,
                guint64     serial)
{
  g_string_append_printf (self->text, "%s:%u ", product, (guint) serial);
}
