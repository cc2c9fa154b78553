/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From descriptions to what generated code would have been: no fields and no functions, since
 * nothing is ever laid out in memory. A description comes from another process, by way of
 * the program, and is checked here. */

#include "bus/crossing/described-private.h"

#include "wire/name-private.h"

static gboolean
check_type (const char  *name,
            const char  *type,
            GError     **error)
{
  if (g_variant_type_string_is_valid (type) && g_variant_type_is_tuple (G_VARIANT_TYPE (type))
      && g_variant_type_is_definite (G_VARIANT_TYPE (type)))
    return TRUE;
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "the type of '%s' is \"%s\", which is no tuple", name, type);
  return FALSE;
}

/* @result: (nullable): there must be none. The outputs borrow from @member. */
static gboolean
read_member (GVariant       *member,
             const char    **name,
             const char    **text,
             HarkSignature  *arguments,
             HarkSignature  *result,
             GError        **error)
{
  g_variant_get (member, "(&s&s&st&st)", name, text, &arguments->variant_type, &arguments->fingerprint,
                 &result->variant_type, &result->fingerprint);
  arguments->name = arguments->text = arguments->variant_type;
  result->name = result->text = result->variant_type;
  return hark_name_check (*name, error) && check_type (*name, arguments->variant_type, error)
         && (result->variant_type[0] == '\0' || check_type (*name, result->variant_type, error));
}

/* @type is that of what describes. */
static gboolean
check_description (GVariant    *description,
                   const char  *type,
                   GError     **error)
{
  if (g_variant_is_of_type (description, G_VARIANT_TYPE (type)))
    return TRUE;
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "a description is of type %s, and not %s", type,
               g_variant_get_type_string (description));
  return FALSE;
}

HarkDescribedClass *
hark_described_class_new (const char  *name,
                          GVariant    *events,
                          GError     **error)
{
  HarkDescribedClass *self;
  gsize n;

  if (!hark_name_check (name, error) || !check_description (events, "a" HARK_DESCRIBED_TYPE, error))
    return NULL;

  /* Serialised now: from here on its texts stay where they are. */
  g_variant_get_data (events);
  n = g_variant_n_children (events);
  self = g_new0 (HarkDescribedClass, 1);
  self->members = g_variant_ref (events);
  self->name = g_strdup (name);
  self->events = g_new0 (HarkEventInfo, n + 1);
  self->list = g_new0 (const HarkEventInfo *, n + 1);
  self->signatures = g_new0 (HarkSignature, n + 1);
  self->info = (HarkClassInfo) { .abi = HARK_GEN_ABI, .name = self->name, .location = "",
                                 .events = self->list, .n_events = (guint) n };
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) member = g_variant_get_child_value (events, i);
      HarkEventInfo *event = &self->events[i];
      HarkSignature result = { 0 };

      if (!read_member (member, &event->name, &event->text, &self->signatures[i], &result, error))
        {
          hark_described_class_free (self);
          return NULL;
        }
      event->location = "";
      event->owner = &self->info;
      event->index = (guint) i;
      event->signature = &self->signatures[i];
      self->list[i] = event;
    }
  return self;
}

void
hark_described_class_free (HarkDescribedClass *self)
{
  g_variant_unref (self->members);
  g_free (self->signatures);
  g_free (self->list);
  g_free (self->events);
  g_free (self->name);
  g_free (self);
}

HarkDescribedSlot *
hark_described_slot_new (const char  *class_name,
                         GVariant    *member,
                         GError     **error)
{
  HarkDescribedSlot *self;

  if (!hark_name_check (class_name, error) || !check_description (member, HARK_DESCRIBED_TYPE, error))
    return NULL;

  g_variant_get_data (member);
  self = g_new0 (HarkDescribedSlot, 1);
  self->member = g_variant_ref (member);
  self->class_name = g_strdup (class_name);
  self->owner = (HarkClassInfo) { .abi = HARK_GEN_ABI, .name = self->class_name, .location = "" };
  self->info.location = "";
  self->info.owner = &self->owner;
  self->info.signature = &self->signature;
  if (!read_member (member, &self->info.name, &self->info.text, &self->signature, &self->result, error))
    {
      hark_described_slot_free (self);
      return NULL;
    }
  self->info.result = self->result.variant_type[0] != '\0' ? &self->result : NULL;
  return self;
}

void
hark_described_slot_free (HarkDescribedSlot *self)
{
  g_variant_unref (self->member);
  g_free (self->class_name);
  g_free (self);
}

gboolean
hark_described_check (const HarkSignature  *signature,
                      const char           *text,
                      GVariant             *arguments,
                      GError              **error)
{
  if (g_variant_is_of_type (arguments, G_VARIANT_TYPE (signature->variant_type)))
    return TRUE;
  g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH, "'%s' takes %s, and not %s", text,
               signature->variant_type, g_variant_get_type_string (arguments));
  return FALSE;
}
