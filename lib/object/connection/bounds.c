/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who has a queue of its own: a connection that was made with one, or whose slot
 * or else event has one in the schema; and the direct calls of a slot that has one,
 * for each object. What was asked for where it was connected goes first. */

#include "base/fork-private.h"
#include "object/connection/bounds-private.h"

/* --- keys --- */

static gboolean
can_be_key (const HarkField *field)
{
  switch ((HarkFieldKind) field->kind)
    {
    case HARK_FIELD_BYTES:
    case HARK_FIELD_VARIANT:
    case HARK_FIELD_RECORD:
      return FALSE;

    default:
      return field->form == HARK_FIELD_PLAIN;
    }
}

static const HarkField *
find_field (const HarkSignature *signature,
            const char          *name)
{
  for (guint i = 0; name != NULL && i < signature->n_fields; i++)
    if (g_str_equal (signature->fields[i].name, name))
      return &signature->fields[i];
  return NULL;
}

static gsize
size_of (HarkFieldKind kind)
{
  switch (kind)
    {
    case HARK_FIELD_BYTE:
      return 1;

    case HARK_FIELD_INT16:
    case HARK_FIELD_UINT16:
      return 2;

    case HARK_FIELD_BOOL:
    case HARK_FIELD_INT32:
    case HARK_FIELD_UINT32:
    case HARK_FIELD_FLOAT:
    case HARK_FIELD_ENUM:
    case HARK_FIELD_FLAGS:
      return 4;

    default:
      return 8;
    }
}

gboolean
hark_field_is_same (const HarkField *field,
                    gconstpointer    a,
                    gconstpointer    b)
{
  const char *at_a = (const char *) a + field->offset;
  const char *at_b = (const char *) b + field->offset;

  if (field->kind == HARK_FIELD_STRING || field->kind == HARK_FIELD_FILENAME)
    return g_str_equal (*(const char *const *) at_a, *(const char *const *) at_b);
  return memcmp (at_a, at_b, size_of (field->kind)) == 0;
}

/* --- sites --- */

static gboolean
set_fault (GError         **error,
           const HarkSite  *site,
           const char      *fault)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "the connection from %s cannot be '%s': %s",
               site->event->text, hark_queue_policy_get_name (site->queue.policy), fault);
  return FALSE;
}

static gboolean
check_key (const HarkSite  *site,
           GError         **error)
{
  const HarkField *field = find_field (site->event->signature, site->queue.key);

  if (field == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND, "'%s' cannot be the key of a queue: it is no parameter of %s",
                   site->queue.key, site->event->text);
      return FALSE;
    }
  return can_be_key (field) || set_fault (error, site, "a key is a number, a text or an enumeration, and not optional");
}

gboolean
hark_site_check (const HarkSite  *site,
                 GError         **error)
{
  const HarkQueueInfo *queue = &site->queue;
  gboolean is_paced = queue->policy == HARK_QUEUE_THROTTLE || queue->policy == HARK_QUEUE_DEBOUNCE;

  if (!hark_site_has_queue (site))
    return TRUE;
  if ((guint) queue->policy > HARK_QUEUE_DEBOUNCE)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "the connection from %s: there is no policy %d",
                   site->event->text, (int) queue->policy);
      return FALSE;
    }
  if (site->flags & HARK_CONNECT_INLINE)
    return set_fault (error, site, "it runs inside the emission, and nothing waits");
  if ((site->flags & (HARK_CONNECT_SINGLE_SHOT | HARK_CONNECT_FILTERED)) == HARK_CONNECT_SINGLE_SHOT)
    return set_fault (error, site, "it is single-shot, and nothing waits behind one call");
  if (is_paced && queue->interval <= 0)
    return set_fault (error, site, "it needs an interval: HARK_QUEUE_PACED");
  if (!is_paced && queue->interval != 0)
    return set_fault (error, site, "an interval is for throttle and debounce");
  if (queue->key != NULL && queue->policy != HARK_QUEUE_LATEST)
    return set_fault (error, site, "a key is for latest");
  if (queue->policy == HARK_QUEUE_LATEST && queue->key == NULL && queue->depth > 1)
    return set_fault (error, site, "without a key its depth is 1: HARK_QUEUE_KEYED");
  if (queue->depth == 0 && !is_paced && queue->policy != HARK_QUEUE_LATEST)
    return set_fault (error, site, "it needs a depth of 1 or more");
  return queue->key == NULL || check_key (site, error);
}

gboolean
hark_site_warn (const HarkSite *site)
{
  g_autoptr(GError) error = NULL;

  if (hark_site_check (site, &error))
    return TRUE;
  g_critical ("%s:%u: %s", site->file != NULL ? site->file : "", site->line, error->message);
  return FALSE;
}

HarkBacklog *
hark_site_make_backlog (const HarkSite *site)
{
  const HarkSlotInfo *slot = site->slot;
  const HarkEventInfo *event = site->event;
  const HarkSignature *signature = event->signature;
  const HarkQueueInfo *queue = NULL;
  HarkBacklogSubject subject = { .object = NULL };

  if (hark_site_has_queue (site))
    queue = &site->queue;
  else if (slot != NULL && slot->queue != NULL)
    {
      queue = slot->queue;
      signature = slot->signature;
    }
  else
    queue = event->queue;

  /* What the schema says is for those that queue more than one call. */
  if (queue == NULL || (site->flags & HARK_CONNECT_INLINE)
      || (site->flags & (HARK_CONNECT_SINGLE_SHOT | HARK_CONNECT_FILTERED)) == HARK_CONNECT_SINGLE_SHOT)
    return NULL;

  subject.object = slot != NULL ? slot->owner->name : event->owner->name;
  subject.member = slot != NULL ? slot->name : event->name;
  subject.priority = hark_connection_priority (site->flags);
  subject.key = find_field (signature, queue->key);
  if (subject.key != NULL)
    subject.is_same = hark_event_call_is_same;
  return hark_backlog_new (queue, &subject);
}

/* --- direct calls --- */

/* One for each slot, made when it is first called. */
typedef struct
{
  guint                  n;
  _Atomic (HarkBacklog *) backlogs[];
} Backlogs;

static GMutex backlogs_lock;

HARK_FORK_GUARD (backlogs_lock, NULL)

static GQuark
backlogs_quark (void)
{
  static atomic_uint quark;

  if (G_UNLIKELY (atomic_load (&quark) == 0))
    atomic_store (&quark, g_quark_from_static_string ("hark-backlogs"));
  return atomic_load (&quark);
}

static void
backlogs_free (gpointer data)
{
  Backlogs *self = data;

  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&self->backlogs[i], hark_backlog_unref);
  g_free (self);
}

static HarkBacklog *
make_slot_backlog (HarkSeat           *seat,
                   const HarkSlotInfo *slot)
{
  const HarkBacklogSubject subject =
  {
    .object = slot->owner->name,
    .member = slot->name,
    .priority = HARK_PRIORITY_NORMAL,
    .key = find_field (slot->signature, slot->queue->key),
    .is_same = slot->queue->key != NULL ? hark_slot_call_is_same : NULL,
    /* What waits for a time is in no queue that would keep the anchor. */
    .owner = hark_anchor_ref (seat->anchor),
    .release = (GDestroyNotify) hark_anchor_unref,
  };

  return hark_backlog_new (slot->queue, &subject);
}

/* Called with the lock. */
static HarkBacklog *
add_slot_backlog (HarkSeat           *seat,
                  const HarkSlotInfo *slot)
{
  GObject *object = seat->anchor->object;
  Backlogs *backlogs = g_object_get_qdata (object, backlogs_quark ());

  if (backlogs == NULL)
    {
      backlogs = g_malloc0 (sizeof (Backlogs) + slot->owner->n_slots * sizeof (HarkBacklog *));
      backlogs->n = slot->owner->n_slots;
      g_object_set_qdata_full (object, backlogs_quark (), backlogs, backlogs_free);
    }
  if (backlogs->backlogs[slot->index] == NULL)
    atomic_store (&backlogs->backlogs[slot->index], make_slot_backlog (seat, slot));
  return backlogs->backlogs[slot->index];
}

HarkBacklog *
hark_seat_get_backlog (HarkSeat           *seat,
                       const HarkSlotInfo *slot)
{
  Backlogs *backlogs = g_object_get_qdata (seat->anchor->object, backlogs_quark ());
  HarkBacklog *backlog = backlogs != NULL ? atomic_load (&backlogs->backlogs[slot->index]) : NULL;

  if (G_UNLIKELY (backlog == NULL))
    {
      g_mutex_lock (&backlogs_lock);
      backlog = add_slot_backlog (seat, slot);
      g_mutex_unlock (&backlogs_lock);
    }
  return backlog;
}
