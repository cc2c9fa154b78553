/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The link of the bus's tests. Values are written as GVariant prints them. */

#include "record-private.h"

#include "wire/payload-private.h"

static void G_GNUC_PRINTF (2, 3)
  say (HarkLink   *link,
       const char *format,
       ...)
{
  Record *self = (Record *) link;
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->text, format, arguments);
  va_end (arguments);
  g_string_append_c (self->text, '\n');
}

static char *
show (HarkLink            *link,
      const HarkSignature *signature,
      HarkSpan             payload)
{
  Record *self = (Record *) link;
  g_autoptr(GVariant) variant = NULL;
  g_autoptr(GError) error = NULL;

  if (payload.data == NULL)
    return g_strdup ("nothing");
  g_clear_pointer (&self->payload, g_bytes_unref);
  self->payload = hark_payload_copy (payload.data, payload.size);
  if (signature == NULL)
    return g_strdup ("something");
  variant = hark_payload_parse (signature->variant_type, self->payload, &error);
  g_assert_no_error (error);
  return g_variant_print (variant, FALSE);
}

static void
export_object (HarkLink            *link,
               guint64              number,
               const HarkClassInfo *info,
               const char          *name,
               gboolean             is_group)
{
  ((Record *) link)->exported = info;
  say (link, "export %" G_GUINT64_FORMAT ": %s %s%s", number, info->name, name, is_group ? ", a group" : "");
}

static void
unexport (HarkLink *link,
          guint64   number)
{
  say (link, "unexport %" G_GUINT64_FORMAT, number);
}

static void
subscribe (HarkLink            *link,
           guint64              number,
           const HarkEventInfo *event,
           const char          *name,
           HarkDelivery         delivery)
{
  static const char *const words[] = { "", ", or be disconnected", ", or block" };

  say (link, "subscribe %" G_GUINT64_FORMAT ": %s of %s%s", number, event->name, name, words[delivery]);
}

static void
unsubscribe (HarkLink *link,
             guint64   number)
{
  say (link, "unsubscribe %" G_GUINT64_FORMAT, number);
}

static void
watch (HarkLink   *link,
       guint64     number,
       const char *pattern)
{
  say (link, "watch %" G_GUINT64_FORMAT ": %s", number, pattern);
}

static gboolean
publish (HarkLink             *link,
         guint64               number,
         const HarkEventInfo  *event,
         HarkSpan              payload,
         GBytes               *whole,
         GError              **error)
{
  g_autofree char *values = show (link, event->signature, payload);

  say (link, "publish %" G_GUINT64_FORMAT ": %s %s", number, event->name, values);
  return TRUE;
}

static gboolean
call (HarkLink            *link,
      guint64              number,
      const HarkSlotInfo  *slot,
      const char          *name,
      gint64               time_left,
      HarkSpan             payload,
      GError             **error)
{
  g_autofree char *values = show (link, slot->signature, payload);

  g_autofree char *time = time_left != HARK_FOREVER ? g_strdup_printf (", in %" G_GINT64_FORMAT, time_left) : g_strdup ("");

  say (link, "call %" G_GUINT64_FORMAT ": %s of %s %s%s%s", number, slot->name, name, values,
       number != 0 ? ", wants an answer" : "", time);
  return TRUE;
}

static gboolean
list (HarkLink            *link,
      guint64              number,
      const HarkClassInfo *info,
      GError             **error)
{
  say (link, "list %" G_GUINT64_FORMAT ": %s", number, info->name);
  return TRUE;
}

static void
cancel (HarkLink *link,
        guint64   number)
{
  say (link, "cancel %" G_GUINT64_FORMAT, number);
}

static void
answer (HarkLink     *link,
        guint64       number,
        HarkSpan      payload,
        const GError *error,
        gboolean      was_run)
{
  g_autofree char *values = show (link, NULL, payload);

  if (error != NULL)
    say (link, "answer %" G_GUINT64_FORMAT ": %s%s", number, error->message, was_run ? "" : ", not run");
  else
    say (link, "answer %" G_GUINT64_FORMAT ": %s", number, values);
}

static void
flush (HarkLink *link,
       guint64   number)
{
  say (link, "flush %" G_GUINT64_FORMAT, number);
}

static const HarkLinkFuncs funcs =
{
  export_object, unexport, subscribe, unsubscribe, watch, publish, call, list, cancel, answer, flush,
};

void
record_init (Record *self)
{
  *self = (Record) { .link.funcs = &funcs, .text = g_string_new (NULL) };
}

void
record_clear (Record *self)
{
  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->payload, g_bytes_unref);
}

void
record_assert (Record     *self,
               const char *text)
{
  g_assert_cmpstr (self->text->str, ==, text);
  g_string_truncate (self->text, 0);
}
