/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A stream keeps what an event emits until somebody reads it. Here two tasks read
 * the same one, at their own pace; each page goes to one of them. What the press has printed
 * can be read when it is no more, and then the reading ends. */

#include "press.h"

#include <hark/hark.h>

static void
run (NewsPress *self,
     guint32    n)
{
  for (guint32 page = 1; page <= n; page++)
    news_press_emit_printed (self, page == 1 ? "A whale in the harbour" : "The weather", page);
}

static const NewsPressSlots press_slots = { .run = run };

typedef struct
{
  const char *name;
  gint64      pace;
  HarkStream *pages;
} Reader;

static gpointer
read_pages (gpointer   data,
            GError   **error)
{
  Reader *self = data;
  NewsPressPrinted *printed;
  g_autoptr(GError) end = NULL;

  while ((printed = news_press_stream_next_printed (self->pages, HARK_FOREVER, NULL, &end)) != NULL)
    {
      g_print ("%s reads page %u: %s\n", self->name, printed->page, printed->headline);
      news_press_printed_unref (printed);
      if (!hark_sleep (self->pace, error))
        return NULL;
    }
  g_print ("%s: %s\n", self->name, end->message);
  return NULL;
}

static gpointer
spend_the_morning (gpointer   data,
                   GError   **error)
{
  g_autoptr(NewsPress) press = news_press_new (NULL, &press_slots, NULL, NULL);
  g_autoptr(HarkStream) pages = news_press_stream_printed (press);
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();
  Reader readers[] = { { "Ada", 3 * G_TIME_SPAN_MINUTE, pages }, { "Bo", 7 * G_TIME_SPAN_MINUTE, pages } };

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    hark_task_group_spawn (group, read_pages, &readers[i], NULL);
  news_press_run (press, 4);
  if (hark_sleep (G_TIME_SPAN_MINUTE, error))
    g_clear_object (&press);
  hark_task_group_await (group, error);
  return NULL;
}

int
main (void)
{
  g_autoptr(GError) error = NULL;

  hark_clock_set_virtual (TRUE); /* a morning takes no time */
  hark_run (spend_the_morning, NULL, &error);
  if (error != NULL)
    g_error ("%s", error->message);
  return 0;
}
