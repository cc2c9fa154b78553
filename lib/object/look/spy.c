/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A spy listens directly: emissions write into its log, in whichever thread they
 * run. The log has references of its own, one for each connection, so that it is
 * there for an emission that is under way when the spy goes. A connection begins
 * and ends at the emitter and drops its reference behind its last emission; when
 * the last one has, nothing comes any more, and whoever waits is told. Futures are
 * settled without the lock. */

#include <hark/spy.h>

#include "object/connection/connection-private.h"
#include "object/look/describe-private.h"
#include "object/connection/lookup-private.h"

typedef struct
{
  const HarkEventInfo *event;
  gpointer             values;
} Record;

typedef struct
{
  guint       n;
  HarkFuture *future;
} Wait;

typedef struct
{
  const char *what;         /* fixed at birth: the object or event, in the schema's words */
  GMutex      lock;
  GArray     *records;      /* lock; of Record */
  GArray     *waits;        /* lock; of Wait: what has to be reached */
  guint       n_connected;  /* lock: connections that may still bring something */
} Log;

struct _HarkSpy
{
  GObject    parent_instance;
  Log       *log;          /* fixed at birth */
  GPtrArray *connections;  /* fixed at birth; of HarkConnection */
};

G_DEFINE_FINAL_TYPE (HarkSpy, hark_spy, G_TYPE_OBJECT)

/* --- the log --- */

static void
record_clear (gpointer record)
{
  hark_values_unref (((Record *) record)->values);
}

static void
wait_clear (gpointer wait)
{
  hark_future_unref (((Wait *) wait)->future);
}

static GArray *
waits_new (void)
{
  GArray *waits = g_array_new (FALSE, FALSE, sizeof (Wait));

  g_array_set_clear_func (waits, wait_clear);
  return waits;
}

static Log *
log_new (const char *what)
{
  Log *self = g_atomic_rc_box_new0 (Log);

  self->what = what;
  g_mutex_init (&self->lock);
  self->records = g_array_new (FALSE, FALSE, sizeof (Record));
  g_array_set_clear_func (self->records, record_clear);
  self->waits = waits_new ();
  return self;
}

static void
log_clear (gpointer log)
{
  Log *self = log;

  g_array_unref (self->records);
  g_array_unref (self->waits);
  g_mutex_clear (&self->lock);
}

static void
log_unref (Log *self)
{
  g_atomic_rc_box_release_full (self, log_clear);
}

/* (transfer full): the waits that are over. Called with the lock. */
static GArray *
log_take_reached (Log *self)
{
  GArray *reached = waits_new ();

  for (guint i = self->waits->len; i > 0; i--)
    {
      Wait wait = g_array_index (self->waits, Wait, i - 1);

      if (wait.n > self->records->len && self->n_connected > 0)
        continue;
      hark_future_ref (wait.future);
      g_array_append_val (reached, wait);
      g_array_remove_index (self->waits, i - 1);
    }
  return reached;
}

static void
settle (GArray *reached,
        guint   n)
{
  for (guint i = 0; i < reached->len; i++)
    {
      Wait *wait = &g_array_index (reached, Wait, i);

      if (wait->n <= n)
        hark_future_resolve (wait->future, NULL);
      else
        hark_future_reject (wait->future, g_error_new (HARK_ERROR, HARK_ERROR_EMITTER_GONE, "The emitter has ended"));
    }
  g_array_unref (reached);
}

/* Inside the emission. */
static void
log_add (gpointer             data,
         const HarkEventInfo *event,
         gconstpointer        values)
{
  Record record = { event, hark_values_new (event->signature, values) };
  Log *self = data;
  GArray *reached;
  guint n;

  g_mutex_lock (&self->lock);
  g_array_append_val (self->records, record);
  n = self->records->len;
  reached = log_take_reached (self);
  g_mutex_unlock (&self->lock);
  settle (reached, n);
}

/* Behind the last emission of a connection. */
static void
log_leave (gpointer data)
{
  Log *self = data;
  GArray *reached;
  guint n;

  g_mutex_lock (&self->lock);
  self->n_connected--;
  n = self->records->len;
  reached = log_take_reached (self);
  g_mutex_unlock (&self->lock);
  settle (reached, n);
  log_unref (self);
}

/* (transfer full): settled when there are @n records, or cannot be. */
static HarkFuture *
log_expect (Log   *self,
            guint  n)
{
  Wait wait = { n, hark_future_new (NULL) };
  HarkFuture *future = hark_future_ref (wait.future);
  GArray *reached;
  guint n_now;

  g_mutex_lock (&self->lock);
  g_array_append_val (self->waits, wait);
  n_now = self->records->len;
  reached = log_take_reached (self);
  g_mutex_unlock (&self->lock);
  settle (reached, n_now);
  return future;
}

static void
log_forget (Log        *self,
            HarkFuture *future)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->waits->len; i++)
    if (g_array_index (self->waits, Wait, i).future == future)
      {
        g_array_remove_index (self->waits, i);
        break;
      }
  g_mutex_unlock (&self->lock);
}

/* %FALSE: there are not that many. record_clear() is for the caller. */
static gboolean
log_copy (Log    *self,
          guint   index,
          Record *copy)
{
  gboolean is_there;

  g_mutex_lock (&self->lock);
  is_there = index < self->records->len;
  if (is_there)
    {
      *copy = g_array_index (self->records, Record, index);
      hark_values_ref (copy->values);
    }
  g_mutex_unlock (&self->lock);
  return is_there;
}

/* --- birth and end --- */

static void
listen (HarkSpy             *self,
        HarkAnchor          *emitter,
        const HarkEventInfo *event)
{
  const HarkConnectionTail tail = { .raw = log_add, .data = g_atomic_rc_box_acquire (self->log), .destroy = log_leave };
  HarkConnection *connection;

  g_mutex_lock (&self->log->lock);
  self->log->n_connected++;
  g_mutex_unlock (&self->log->lock);
  connection = hark_connection_new (hark_site_new (event, NULL, HARK_CONNECT_INLINE), HARK_CONNECTION_RAW, emitter,
                                    hark_anchor_ref (emitter), &tail, TRUE);
  if (connection != NULL)
    g_ptr_array_add (self->connections, connection);
}

static HarkSpy *
spy_new (const char *what)
{
  HarkSpy *self = g_object_new (HARK_TYPE_SPY, NULL);

  self->log = log_new (what);
  return self;
}

HarkSpy *
hark_spy_new_for_event (gpointer             emitter,
                        const HarkEventInfo *event)
{
  HarkSpy *self;

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);

  self = spy_new (event->text);
  listen (self, hark_object_get_seat (emitter)->anchor, event);
  return self;
}

HarkSpy *
hark_spy_new (gpointer     emitter,
              const char  *event,
              GError     **error)
{
  const HarkEventInfo *found;
  HarkSeat *seat;
  HarkSpy *self;

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);

  if (event != NULL)
    {
      found = hark_event_find (emitter, event, error);
      return found != NULL ? hark_spy_new_for_event (emitter, found) : NULL;
    }

  seat = hark_object_get_seat (emitter);
  self = spy_new (seat->info->name);
  for (guint i = 0; i < seat->info->n_events; i++)
    listen (self, seat->anchor, seat->info->events[i]);
  return self;
}

static void
end (gpointer connection)
{
  hark_connection_end (connection, HARK_CONNECTION_ENDED);
  hark_connection_unref (connection);
}

static void
hark_spy_finalize (GObject *object)
{
  HarkSpy *self = HARK_SPY (object);

  g_ptr_array_unref (self->connections);
  log_unref (self->log);
  G_OBJECT_CLASS (hark_spy_parent_class)->finalize (object);
}

static void
hark_spy_class_init (HarkSpyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_spy_finalize;
}

static void
hark_spy_init (HarkSpy *self)
{
  self->connections = g_ptr_array_new_with_free_func (end);
}

/* --- what it has seen --- */

guint
hark_spy_get_n (HarkSpy *self)
{
  guint n;

  g_return_val_if_fail (HARK_IS_SPY (self), 0);

  g_mutex_lock (&self->log->lock);
  n = self->log->records->len;
  g_mutex_unlock (&self->log->lock);
  return n;
}

gboolean
hark_spy_await_n (HarkSpy       *self,
                  guint          n,
                  gint64         timeout,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GError) reason = NULL;
  gboolean is_reached;

  g_return_val_if_fail (HARK_IS_SPY (self), FALSE);

  g_object_ref (self);
  future = log_expect (self->log, n);
  is_reached = hark_future_await (future, timeout, cancellable, &reason);
  if (!is_reached)
    {
      log_forget (self->log, future);
      g_set_error (error, reason->domain, reason->code, "%s: %u of %u emissions of %s have come", reason->message,
                   hark_spy_get_n (self), n, self->log->what);
    }
  g_object_unref (self);
  return is_reached;
}

const char *
hark_spy_get_name (HarkSpy *self,
                   guint    index)
{
  Record record;

  g_return_val_if_fail (HARK_IS_SPY (self), NULL);

  if (!log_copy (self->log, index, &record))
    return NULL;
  record_clear (&record);
  return record.event->name;
}

gpointer
hark_spy_dup_values (HarkSpy             *self,
                     guint                index,
                     const HarkEventInfo *event)
{
  Record record;

  g_return_val_if_fail (HARK_IS_SPY (self), NULL);

  if (!log_copy (self->log, index, &record))
    return NULL;
  if (record.event == event)
    return record.values;
  record_clear (&record);
  return NULL;
}

GValue *
hark_spy_dup_event (HarkSpy *self,
                    guint    index)
{
  GValue *value;
  Record record;

  g_return_val_if_fail (HARK_IS_SPY (self), NULL);

  if (!log_copy (self->log, index, &record))
    return NULL;
  value = g_new0 (GValue, 1);
  if (record.event->get_type != NULL)
    {
      g_value_init (value, record.event->get_type ());
      g_value_take_boxed (value, record.values);
      return value;
    }
  g_value_init (value, G_TYPE_BOOLEAN);
  g_value_set_boolean (value, TRUE);
  record_clear (&record);
  return value;
}

static void
describe (GString      *text,
          const Record *record)
{
  g_string_append_printf (text, "%s (", record->event->name);
  hark_values_describe (text, record->event->signature, record->values);
  g_string_append_c (text, ')');
}

char *
hark_spy_describe (HarkSpy *self,
                   guint    index)
{
  GString *text;
  Record record;

  g_return_val_if_fail (HARK_IS_SPY (self), NULL);

  if (!log_copy (self->log, index, &record))
    return NULL;
  text = g_string_new (NULL);
  describe (text, &record);
  record_clear (&record);
  return g_string_free (text, FALSE);
}

char *
hark_spy_to_string (HarkSpy *self)
{
  GString *text;

  g_return_val_if_fail (HARK_IS_SPY (self), NULL);

  text = g_string_new (NULL);
  g_mutex_lock (&self->log->lock);
  for (guint i = 0; i < self->log->records->len; i++)
    {
      describe (text, &g_array_index (self->log->records, Record, i));
      g_string_append_c (text, '\n');
    }
  g_mutex_unlock (&self->log->lock);
  return g_string_free (text, FALSE);
}

void
hark_spy_clear (HarkSpy *self)
{
  GArray *forgotten, *empty;

  g_return_if_fail (HARK_IS_SPY (self));

  empty = g_array_new (FALSE, FALSE, sizeof (Record));
  g_array_set_clear_func (empty, record_clear);
  g_mutex_lock (&self->log->lock);
  forgotten = self->log->records;
  self->log->records = empty;
  g_mutex_unlock (&self->log->lock);
  g_array_unref (forgotten);
}
