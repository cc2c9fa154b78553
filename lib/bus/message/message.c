/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A message: one block of memory with its topics, names and, if an event has brought it,
 * the packed arguments; cut from a block, as queued calls are, for most live as briefly.
 * Typed and untyped ones are the same thing: what somebody asks for in the other form is made
 * then, and kept. */

#include "base/block-private.h"
#include "bus/message/request-private.h"

#include <hark/untyped.h>

#include <sys/random.h>

/* Threads take so many numbers at a time. */
enum { N_IDS = 256 };

static _Atomic (guint64) last_id;
static __thread guint64 own_id, last_own_id;

G_DEFINE_BOXED_TYPE (HarkMessage, hark_message, hark_message_ref, hark_message_unref)

/* --- birth and end --- */

guint64
hark_message_random_id (void)
{
  guint64 id = 0;

  /* Not GLib's, which repeats itself in the child of a fork. */
  while (id == 0)
    if (getrandom (&id, sizeof id, 0) != sizeof id)
      id = 0;
  return id;
}

static guint64
next_id (void)
{
  if (G_UNLIKELY (own_id == last_own_id))
    {
      own_id = atomic_fetch_add_explicit (&last_id, N_IDS, memory_order_relaxed);
      last_own_id = own_id + N_IDS;
    }
  return ++own_id;
}

static gsize
aligned (gsize size)
{
  return (size + 7) & ~(gsize) 7;
}

/* @payload: (transfer full) (nullable) */
static HarkMessage *
message_new (const char *const   *topics,
             GVariant            *payload,
             HarkMessagePriority  priority,
             guint64              id,
             const char          *sender,
             const char          *trace,
             const char          *text)
{
  gsize size = hark_topics_measure (topics);
  HarkMessage *self = hark_piece_new (sizeof (HarkMessage) + size + hark_measure_string (sender)
                                      + hark_measure_string (trace) + hark_measure_string (text));
  char *tail = (char *) (self + 1) + size;

  atomic_init (&self->refs, 1);
  self->priority = priority;
  self->id = id != 0 ? id : next_id ();
  hark_topics_pack (&self->topics, topics, self + 1);
  self->sender = hark_pack_string (&tail, sender);
  self->trace = hark_pack_string (&tail, trace);
  self->signature = NULL;
  self->values = hark_pack_string (&tail, text);
  self->request_id = 0;
  self->answered = NULL;
  atomic_init (&self->request, NULL);
  atomic_init (&self->payload, payload);
  atomic_init (&self->converted, NULL);
  return self;
}

HarkMessage *
hark_message_new_full (const char *const    *topics,
                       GVariant             *payload,
                       HarkMessagePriority   priority,
                       guint64               id,
                       const char           *sender,
                       const char           *trace,
                       GError              **error)
{
  g_autoptr(GVariant) owned = payload != NULL ? g_variant_ref_sink (payload) : NULL;

  g_return_val_if_fail (topics != NULL, NULL);
  g_return_val_if_fail (priority <= HARK_MESSAGE_IDLE, NULL);
  g_return_val_if_fail (sender == NULL || g_utf8_validate (sender, -1, NULL), NULL);
  g_return_val_if_fail (trace == NULL || g_utf8_validate (trace, -1, NULL), NULL);

  if (!hark_topics_check (topics, hark_topic_check, error))
    return NULL;
  return message_new (topics, g_steal_pointer (&owned), priority, id, sender, trace, NULL);
}

HarkMessage *
hark_message_new_described (const char  *topic,
                            GVariant    *payload,
                            const char  *sender,
                            const char  *text,
                            GError     **error)
{
  const char *const topics[] = { topic, NULL };

  if (!hark_topics_check (topics, hark_topic_check, error))
    return NULL;
  return message_new (topics, g_variant_ref (payload), HARK_MESSAGE_NORMAL, 0, sender, NULL, text);
}

HarkMessage *
hark_message_new (const char  *topic,
                  GVariant    *payload,
                  GError     **error)
{
  const char *const topics[] = { topic, NULL };

  g_return_val_if_fail (topic != NULL, NULL);

  return hark_message_new_full (topics, payload, HARK_MESSAGE_NORMAL, 0, NULL, NULL, error);
}

HarkMessage *
hark_message_new_for_event (const HarkTopics    *topics,
                            gsize                topics_size,
                            const HarkEventInfo *event,
                            gconstpointer        values)
{
  const HarkSignature *signature = event->signature;
  gsize size = aligned (topics_size);
  gsize n_bytes = signature->measure != NULL ? signature->measure (values) : signature->size;
  HarkMessage *self = hark_piece_new (sizeof (HarkMessage) + size + n_bytes);
  gpointer packed = (char *) (self + 1) + size;

  atomic_init (&self->refs, 1);
  self->priority = HARK_MESSAGE_NORMAL;
  self->id = next_id ();
  hark_topics_copy (&self->topics, topics, topics_size, self + 1);
  self->sender = event->owner->name;
  self->trace = NULL;
  self->signature = signature;
  self->values = packed;
  if (signature->pack != NULL)
    signature->pack (values, packed);
  else if (n_bytes > 0)
    memcpy (packed, values, n_bytes);
  self->request_id = 0;
  self->answered = NULL;
  atomic_init (&self->request, NULL);
  atomic_init (&self->payload, NULL);
  atomic_init (&self->converted, NULL);
  return self;
}

HarkMessage *
hark_message_ref (HarkMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

static void
message_free (HarkMessage *self)
{
  GVariant *payload = atomic_load_explicit (&self->payload, memory_order_relaxed);
  gpointer converted = atomic_load_explicit (&self->converted, memory_order_relaxed);
  HarkRequest *request = atomic_load_explicit (&self->request, memory_order_relaxed);

  if (payload != NULL)
    g_variant_unref (payload);
  if (converted != NULL)
    hark_values_unref (converted);
  if (self->signature != NULL && self->signature->clear != NULL)
    self->signature->clear ((gpointer) self->values);
  if (G_UNLIKELY (self->answered != NULL || request != NULL))
    {
      hark_request_unref (self->answered);
      hark_request_unref (request);
    }
  hark_piece_free (self);
}

void
hark_message_unref_n (HarkMessage *self,
                      guint        n)
{
  /* Nobody else can have any more of them. */
  if (atomic_load_explicit (&self->refs, memory_order_acquire) == n
      || atomic_fetch_sub_explicit (&self->refs, n, memory_order_acq_rel) == n)
    message_free (self);
}

void
hark_message_unref (HarkMessage *self)
{
  g_return_if_fail (self != NULL);

  hark_message_unref_n (self, 1);
}

/* --- as what a future brings --- */

typedef struct
{
  HarkMessage *message;
} Brought;

static gsize
brought_measure (gconstpointer values)
{
  return sizeof (Brought);
}

static void
brought_pack (gconstpointer values,
              gpointer      packed)
{
  ((Brought *) packed)->message = hark_message_ref (((const Brought *) values)->message);
}

static void
brought_clear (gpointer packed)
{
  hark_message_unref (((Brought *) packed)->message);
}

const HarkSignature hark_message_signature =
{
  .name = "(HarkMessage)",
  .text = "(HarkMessage message)",
  .size = sizeof (Brought),
  .measure = brought_measure,
  .pack = brought_pack,
  .clear = brought_clear,
};

HarkMessage *
hark_message_finish (HarkFuture  *future,
                     GError     **error)
{
  gconstpointer values = NULL;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, &hark_message_signature, &values, error))
    return NULL;
  return hark_message_ref (((const Brought *) values)->message);
}

/* --- what it says --- */

const char *const *
hark_message_get_topics (HarkMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->topics.names;
}

const char *
hark_message_get_topic (HarkMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->topics.names[0];
}

guint64
hark_message_get_id (HarkMessage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->id;
}

HarkMessagePriority
hark_message_get_priority (HarkMessage *self)
{
  g_return_val_if_fail (self != NULL, HARK_MESSAGE_NORMAL);

  return self->priority;
}

const char *
hark_message_get_sender (HarkMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sender;
}

const char *
hark_message_get_trace (HarkMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->trace;
}

/* --- what it carries --- */

const char *
hark_message_get_signature (HarkMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->signature != NULL ? self->signature->text : self->values;
}

GVariant *
hark_message_get_payload (HarkMessage *self)
{
  GVariant *payload, *made;

  g_return_val_if_fail (self != NULL, NULL);

  payload = atomic_load (&self->payload);
  if (payload != NULL || self->signature == NULL)
    return payload;

  made = hark_values_to_variant (self->signature, self->values, NULL);
  if (made == NULL || atomic_compare_exchange_strong (&self->payload, &payload, made))
    return made;
  g_variant_unref (made);
  return payload;
}

static void
set_mismatch (HarkMessage          *self,
              const HarkSignature  *signature,
              const char           *what,
              GError              **error)
{
  GVariant *payload = atomic_load (&self->payload);

  g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH,
               "Message %" G_GUINT64_FORMAT " on '%s' carries %s, and %s takes %s",
               self->id, self->topics.names[0],
               self->signature != NULL ? self->signature->text
               : payload != NULL ? g_variant_get_type_string (payload) : "nothing",
               what, signature->variant_type);
}

/* Of an untyped one. */
static gboolean
is_of_type (GVariant            *payload,
            const HarkSignature *signature)
{
  return payload != NULL ? g_variant_is_of_type (payload, G_VARIANT_TYPE (signature->variant_type))
                         : signature->n_fields == 0;
}

gboolean
hark_message_check (HarkMessage          *self,
                    const HarkSignature  *signature,
                    const char           *what,
                    GError              **error)
{
  if (self->signature != NULL ? hark_signature_is_same (self->signature, signature)
                              : is_of_type (atomic_load (&self->payload), signature))
    return TRUE;

  set_mismatch (self, signature, what, error);
  return FALSE;
}

/* Of an untyped one. */
static gconstpointer
convert (HarkMessage          *self,
         const HarkSignature  *signature,
         const char           *what,
         gpointer             *owned,
         GError              **error)
{
  GVariant *payload = atomic_load (&self->payload);
  gpointer kept = atomic_load (&self->converted), made;

  if (kept != NULL && hark_signature_is_same (hark_values_get_signature (kept), signature))
    return kept;
  if (!hark_message_check (self, signature, what, error) || payload == NULL)
    return NULL;

  made = hark_values_from_variant (signature, payload, error);
  if (made == NULL)
    return NULL;
  if (kept == NULL && atomic_compare_exchange_strong (&self->converted, &kept, made))
    return made;
  *owned = made;
  return made;
}

gconstpointer
hark_message_get_values (HarkMessage          *self,
                         const HarkSignature  *signature,
                         const char           *what,
                         gpointer             *owned,
                         GError              **error)
{
  if (self->signature == NULL)
    return convert (self, signature, what, owned, error);
  if (G_LIKELY (hark_signature_is_same (self->signature, signature)))
    return self->values;

  set_mismatch (self, signature, what, error);
  return NULL;
}

gpointer
hark_message_dup_values (HarkMessage          *self,
                         const HarkEventInfo  *event,
                         GError              **error)
{
  gpointer owned = NULL;
  gconstpointer values;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (event != NULL, NULL);

  values = hark_message_get_values (self, event->signature, event->text, &owned, error);
  if (owned != NULL || values == NULL)
    return owned;
  return self->signature != NULL ? hark_values_new (event->signature, values) : hark_values_ref ((gpointer) values);
}
