/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the tests of messages share. All that is written is written on one loop. */

#include "board-private.h"

static void
on_produced (WorkshopConsumer *consumer,
             const char       *product,
             guint64           serial)
{
  Board *self = workshop_consumer_get_data (consumer);

  g_string_append_printf (self->diary, "%s:%u ", product, (guint) serial);
}

static void
on_paused (WorkshopConsumer *consumer)
{
  Board *self = workshop_consumer_get_data (consumer);

  g_string_append (self->diary, "paused ");
}

static void
on_failing (WorkshopConsumer  *consumer,
            const char        *product,
            guint64            serial,
            GError           **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no room for a %s", product);
}

static const WorkshopConsumerSlots slots = {
  .on_produced = on_produced,
  .on_paused = on_paused,
  .on_failing = on_failing,
};

void
board_set_up (Board         *self,
              gconstpointer  data)
{
  self->diary = g_string_new (NULL);
  self->loop = hark_loop_new ("board");
  self->bus = hark_bus_new (self->loop);
  self->producer = workshop_producer_new (self->loop, NULL, NULL, NULL);
  self->consumer = workshop_consumer_new (self->loop, &slots, self, NULL);
  self->context = G_OBJECT (workshop_echo_new (self->loop, NULL, NULL, NULL));
}

void
board_tear_down (Board         *self,
                 gconstpointer  data)
{
  g_clear_object (&self->producer);
  g_clear_object (&self->consumer);
  g_clear_object (&self->context);
  g_clear_object (&self->bus);
  hark_loop_run_until_idle (self->loop);
  g_clear_object (&self->loop);
  g_string_free (self->diary, TRUE);
}

void
board_assert (Board      *self,
              const char *expected)
{
  hark_loop_run_until_idle (self->loop);
  g_assert_cmpstr (self->diary->str, ==, expected);
  g_string_truncate (self->diary, 0);
}

HarkMessage *
board_write (HarkMessage  *message,
             gpointer      context,
             gpointer      data,
             GError      **error)
{
  GVariant *payload = hark_message_get_payload (message);
  g_autofree char *text = payload != NULL ? g_variant_print (payload, FALSE) : g_strdup ("-");
  Board *self = data;

  g_string_append_printf (self->diary, "%s %s; ", hark_message_get_topic (message), text);
  return NULL;
}

/* One that says who it is as well. */
typedef struct
{
  Board *board;
  char  *name;
} Writer;

static void
writer_free (gpointer data)
{
  Writer *self = data;

  g_free (self->name);
  g_free (self);
}

static HarkMessage *
write_named (HarkMessage  *message,
             gpointer      context,
             gpointer      data,
             GError      **error)
{
  Writer *self = data;

  g_string_append_printf (self->board->diary, "%s:", self->name);
  return board_write (message, context, self->board, error);
}

HarkConnection *
board_subscribe (Board             *self,
                 const char        *name,
                 const char *const *topics)
{
  Writer *writer = g_new (Writer, 1);
  g_autoptr(GError) error = NULL;
  HarkConnection *handler;

  *writer = (Writer) { self, g_strdup (name) };
  handler = hark_bus_subscribe (self->bus, topics, name, self->context, write_named, writer, writer_free, &error);
  g_assert_no_error (error);
  return handler;
}

void
board_publish (Board             *self,
               const char *const *topics,
               const char        *payload)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkMessage) message =
    hark_message_new_full (topics, payload != NULL ? g_variant_new_parsed (payload) : NULL,
                           HARK_MESSAGE_NORMAL, 0, NULL, NULL, &error);

  g_assert_no_error (error);
  hark_bus_publish (self->bus, message, &error);
  g_assert_no_error (error);
}

static void
on_failed (Board      *self,
           const char *handler,
           guint64     id,
           const char *topic,
           const char *domain,
           gint32      code,
           const char *message)
{
  g_string_append_printf (self->diary, "failed (%s, %s, %s, %d: %s) ", handler, topic, domain, code, message);
}

void
board_hear_failures (Board *self)
{
  HARK_CONNECT_DATA (self->bus, hark_bus_failed, self->context, on_failed, self, NULL);
}

void
board_destroyed (gpointer board)
{
  g_string_append (((Board *) board)->diary, "destroyed ");
}
