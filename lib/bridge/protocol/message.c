/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bodies of messages. What is parsed here has come from outside and is checked
 * here, so that the two protocols can rely on it: names and texts within their
 * limits, types that are tuples. */

#include "bridge/protocol/message-private.h"

#include <stdatomic.h>
#include <string.h>

#include "wire/payload-private.h"

/* Of what is older or newer: it has to fit into an extension header. */
#define LONGEST_TYPE (HARK_LIMIT_EXTENSIONS - 4)

HarkMember
hark_member_of_event (const HarkEventInfo *event)
{
  return (HarkMember) { .name = event->name,
                        .text = event->text,
                        .type = event->signature->variant_type,
                        .fingerprint = event->signature->fingerprint,
                        .appended = event->signature->appended,
                        .n_appended = event->signature->n_appended,
                        .result_type = "" };
}

HarkMember
hark_member_of_slot (const HarkSlotInfo *slot)
{
  return (HarkMember) { .name = slot->name,
                        .text = slot->text,
                        .type = slot->signature->variant_type,
                        .fingerprint = slot->signature->fingerprint,
                        .appended = slot->signature->appended,
                        .n_appended = slot->signature->n_appended,
                        .result_type = slot->result != NULL ? slot->result->variant_type : "",
                        .result_fingerprint = slot->result != NULL ? slot->result->fingerprint : 0 };
}

GVariant *
hark_member_to_variant (const HarkMember *member)
{
  GVariantBuilder fingerprints;
  guint i;

  g_variant_builder_init (&fingerprints, G_VARIANT_TYPE ("at"));
  for (i = 0; i < member->n_appended; i++)
    g_variant_builder_add (&fingerprints, "t", member->appended[i]);
  g_variant_builder_add (&fingerprints, "t", member->fingerprint);
  return g_variant_new (HARK_MEMBER_TYPE, member->name, member->text, member->type,
                        &fingerprints, member->result_type, member->result_fingerprint);
}

static gboolean
is_tuple (const char *type)
{
  return g_variant_type_string_is_valid (type) &&
         g_variant_type_is_tuple (G_VARIANT_TYPE (type)) &&
         g_variant_type_is_definite (G_VARIANT_TYPE (type));
}

gboolean
hark_member_from_variant (HarkMember  *member,
                          GVariant    *variant,
                          GError     **error)
{
  g_autoptr(GVariant) fingerprints = NULL;
  const guint64 *list;
  gsize n;

  g_variant_get (variant, "(&s&s&s@at&st)", &member->name, &member->text, &member->type,
                 &fingerprints, &member->result_type, &member->result_fingerprint);
  if (!hark_name_check (member->name, error))
    return FALSE;
  if (strlen (member->text) > HARK_LIMIT_TEXT)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "the signature of '%s' has more than %u bytes", member->name, HARK_LIMIT_TEXT);
      return FALSE;
    }
  if (!is_tuple (member->type) || (member->result_type[0] != '\0' && !is_tuple (member->result_type)))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "the types of '%s' are no tuples", member->name);
      return FALSE;
    }
  list = g_variant_get_fixed_array (fingerprints, &n, sizeof *list);
  if (n == 0 || n - 1 > g_variant_type_n_items (G_VARIANT_TYPE (member->type)))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "'%s' has %" G_GSIZE_FORMAT " fingerprints", member->name, n);
      return FALSE;
    }
  member->appended = list;
  member->n_appended = (guint) n - 1;
  member->fingerprint = list[n - 1];
  return TRUE;
}

/* Whether @newer is @older with arguments behind it that may be missing. */
static gboolean
is_appended (const HarkMember *newer,
             const HarkMember *older)
{
  gsize n_newer = g_variant_type_n_items (G_VARIANT_TYPE (newer->type));
  gsize n_older = g_variant_type_n_items (G_VARIANT_TYPE (older->type));

  return n_newer > n_older && n_newer - n_older <= newer->n_appended && strlen (newer->type) <= LONGEST_TYPE &&
         newer->appended[newer->n_appended - (n_newer - n_older)] == older->fingerprint &&
         strncmp (newer->type, older->type, strlen (older->type) - 1) == 0;
}

static gboolean
are_arguments_alike (const HarkMember *one,
                     const HarkMember *other)
{
  if (one->fingerprint == other->fingerprint && strcmp (one->type, other->type) == 0)
    return TRUE;
  return is_appended (one, other) || is_appended (other, one);
}

gboolean
hark_member_check (const HarkMember  *has,
                   const HarkMember  *wants,
                   const char        *kind,
                   const char        *class_name,
                   const char        *name,
                   GError           **error)
{
  if (has == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH,
                   "%s \"%s\" has no %s %s, but '%s' is wanted",
                   class_name, name, kind, wants->name, wants->text);
      return FALSE;
    }
  if (!are_arguments_alike (has, wants) || has->result_fingerprint != wants->result_fingerprint ||
      strcmp (has->result_type, wants->result_type) != 0)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH,
                   "%s \"%s\" has '%s', but '%s' is wanted: both sides must be built from the same schema",
                   class_name, name, has->text, wants->text);
      return FALSE;
    }
  return TRUE;
}

GByteArray *
hark_message_add_type (HarkFrame  *frame,
                       const char *type)
{
  const guint16 head[] = { GUINT16_TO_LE (HARK_EXTENSION_TYPE), GUINT16_TO_LE ((guint16) strlen (type)) };
  const guint8 zeros[8] = { 0 };
  GByteArray *extensions = g_byte_array_new ();

  g_byte_array_append (extensions, (const guint8 *) head, sizeof head);
  g_byte_array_append (extensions, (const guint8 *) type, (guint) strlen (type));
  g_byte_array_append (extensions, zeros, -extensions->len & 7);
  if (extensions->len + frame->n_extensions <= HARK_LIMIT_EXTENSIONS)
    g_byte_array_append (extensions, frame->extensions, (guint) frame->n_extensions);
  frame->extensions = extensions->data;
  frame->n_extensions = extensions->len;
  return extensions;
}

char *
hark_message_read_type (const HarkFrame  *frame,
                        GError          **error)
{
  gsize size;
  const guint8 *data = hark_frame_find_extension (frame, HARK_EXTENSION_TYPE, &size);
  g_autofree char *type = data != NULL ? g_strndup ((const char *) data, size) : NULL;

  if (type != NULL && is_tuple (type))
    return g_steal_pointer (&type);
  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_INVALID, "a call that does not say what its arguments are");
  return NULL;
}

/* --- Errors --- */

GVariant *
hark_error_to_variant (const GError *error)
{
  g_autofree char *message = g_utf8_make_valid (error->message, (gssize) MIN (strlen (error->message), HARK_LIMIT_TEXT));

  return g_variant_new (HARK_ERROR_TYPE, g_quark_to_string (error->domain), error->code, message);
}

static GQuark
find_domain (const char *domain)
{
  static atomic_int n_learnt;
  GQuark quark = g_quark_try_string (domain);

  if (quark == 0 && domain[0] != '\0' && strlen (domain) <= HARK_LIMIT_NAME &&
      atomic_fetch_add (&n_learnt, 1) < HARK_LIMIT_DOMAINS)
    quark = g_quark_from_string (domain);
  return quark;
}

GError *
hark_error_from_variant (GVariant *variant)
{
  const char *domain;
  const char *message;
  gint32 code;
  GQuark quark;

  g_variant_get (variant, "(&si&s)", &domain, &code, &message);
  quark = find_domain (domain);
  return quark != 0 ? g_error_new_literal (quark, code, message)
                    : g_error_new (HARK_ERROR, HARK_ERROR_FAILED, "%s %d: %s", domain, code, message);
}

/* --- Bodies --- */

GVariant *
hark_message_parse (const HarkFrame  *frame,
                    const char       *type,
                    GError          **error)
{
  g_autoptr(GBytes) bytes = hark_payload_copy (frame->body, frame->n_body);

  return hark_payload_parse (type, bytes, error);
}

gboolean
hark_message_check_payload (const HarkFrame  *frame,
                            HarkShape       **shape,
                            const char       *type,
                            GError          **error)
{
  if (*shape == NULL)
    *shape = hark_shape_dup_for_type (type);
  return hark_shape_check (*shape, frame->body, frame->n_body, error);
}
