/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bodies of messages. What is parsed here has come from outside and is checked
 * here, so that the two protocols can rely on it: names and texts within their
 * limits, types that are tuples. */

#include "bridge/protocol/message-private.h"

#include <stdatomic.h>
#include <string.h>

#include "wire/payload-private.h"

/* Domains of errors are never freed: so many are learnt from others. */
#define HARK_LIMIT_DOMAINS 1024

HarkMember
hark_member_of_event (const HarkEventInfo *event)
{
  return (HarkMember) { .name = event->name,
                        .text = event->text,
                        .type = event->signature->variant_type,
                        .fingerprint = event->signature->fingerprint,
                        .result_type = "" };
}

HarkMember
hark_member_of_slot (const HarkSlotInfo *slot)
{
  return (HarkMember) { .name = slot->name,
                        .text = slot->text,
                        .type = slot->signature->variant_type,
                        .fingerprint = slot->signature->fingerprint,
                        .result_type = slot->result != NULL ? slot->result->variant_type : "",
                        .result_fingerprint = slot->result != NULL ? slot->result->fingerprint : 0 };
}

GVariant *
hark_member_to_variant (const HarkMember *member)
{
  return g_variant_new (HARK_MEMBER_TYPE, member->name, member->text, member->type,
                        member->fingerprint, member->result_type, member->result_fingerprint);
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
  g_variant_get (variant, "(&s&s&st&st)", &member->name, &member->text, &member->type,
                 &member->fingerprint, &member->result_type, &member->result_fingerprint);
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
  return TRUE;
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
  if (has->fingerprint != wants->fingerprint || has->result_fingerprint != wants->result_fingerprint ||
      strcmp (has->type, wants->type) != 0 || strcmp (has->result_type, wants->result_type) != 0)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH,
                   "%s \"%s\" has '%s', but '%s' is wanted: both sides must be built from the same schema",
                   class_name, name, has->text, wants->text);
      return FALSE;
    }
  return TRUE;
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
    *shape = hark_shape_new (type);
  return hark_shape_check (*shape, frame->body, frame->n_body, error);
}
