/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One queue between two threads and two tasks that publish, and two threads and two tasks that read. It holds four
 * messages: who publishes into a full one waits, a thread by blocking and a task by being suspended. */

#include <hark/hark.h>
#include <stdatomic.h>

enum { N_OF_EACH = 2, N_LETTERS = 250 };

typedef struct
{
  HarkBus          *bus;
  HarkMessageQueue *queue;
  atomic_uint       n_read;
  atomic_uint       sum;
} Mailroom;

static void
write_letters (Mailroom *self)
{
  for (guint i = 1; i <= N_LETTERS; i++)
    {
      g_autoptr(HarkMessage) letter = hark_message_new ("letter", g_variant_new_uint32 (i), NULL);

      hark_bus_publish (self->bus, letter, NULL);
    }
}

static void
read_letters (Mailroom *self)
{
  HarkMessage *letter;

  while ((letter = hark_message_queue_get (self->queue, HARK_FOREVER, NULL, NULL)) != NULL)
    {
      atomic_fetch_add (&self->n_read, 1);
      atomic_fetch_add (&self->sum, g_variant_get_uint32 (hark_message_get_payload (letter)));
      hark_message_unref (letter);
    }
}

/* --- each of them on a thread, and as a task --- */

static gpointer
write_on_thread (gpointer data)
{
  write_letters (data);
  return NULL;
}

static gpointer
read_on_thread (gpointer data)
{
  read_letters (data);
  return NULL;
}

static gpointer
write_in_task (gpointer data, GError **error)
{
  write_letters (data);
  return NULL;
}

static gpointer
read_in_task (gpointer data, GError **error)
{
  read_letters (data);
  return NULL;
}

int
main (void)
{
  Mailroom room = { hark_bus_new (NULL), NULL, 0, 0 };
  GThread *writers[N_OF_EACH], *readers[N_OF_EACH];
  HarkTask *writing[N_OF_EACH], *reading[N_OF_EACH];

  room.queue = hark_bus_subscribe_queue (room.bus, HARK_TOPICS ("letter"), "mail", 4, HARK_QUEUE_BLOCK, NULL);
  for (guint i = 0; i < N_OF_EACH; i++)
    {
      readers[i] = g_thread_new ("reader", read_on_thread, &room);
      reading[i] = hark_task_spawn (read_in_task, &room, NULL);
      writers[i] = g_thread_new ("writer", write_on_thread, &room);
      writing[i] = hark_task_spawn (write_in_task, &room, NULL);
    }
  for (guint i = 0; i < N_OF_EACH; i++)
    {
      hark_task_await (writing[i], NULL);
      g_thread_join (writers[i]);
    }
  hark_message_queue_close (room.queue);
  for (guint i = 0; i < N_OF_EACH; i++)
    {
      hark_task_await (reading[i], NULL);
      g_thread_join (readers[i]);
      hark_task_unref (writing[i]);
      hark_task_unref (reading[i]);
    }
  g_print ("%u letters, and none twice: the sum is %u\n", room.n_read, room.sum);
  hark_message_queue_unref (room.queue);
  g_object_unref (room.bus);
  return 0;
}
