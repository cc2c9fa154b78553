/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Classes and slots that this process knows from a description only. They look as those that
 * generated code brings, as far as a link asks: names, texts, types, fingerprints. */

#include <hark/gen.h>

#define HARK_DESCRIBED_TYPE "(ssstst)"  /* name, text, type, fingerprint, type of the result, fingerprint */

/* A class with events and no slots. */
typedef struct
{
  HarkClassInfo         info;
  GVariant             *members;     /* owns the texts */
  char                 *name;
  HarkEventInfo        *events;
  const HarkEventInfo **list;
  HarkSignature        *signatures;
} HarkDescribedClass;

typedef struct
{
  HarkSlotInfo   info;
  HarkClassInfo  owner;
  HarkSignature  signature;
  HarkSignature  result;
  GVariant      *member;             /* owns the texts */
  char          *class_name;
} HarkDescribedSlot;

/* (transfer full): @events: "a" HARK_DESCRIBED_TYPE. Fails: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT. */
HarkDescribedClass *hark_described_class_new  (const char          *name,
                                               GVariant            *events,
                                               GError             **error);
void                hark_described_class_free (HarkDescribedClass  *self);

/* The same of a slot. */
HarkDescribedSlot  *hark_described_slot_new   (const char          *class_name,
                                               GVariant            *member,
                                               GError             **error);
void                hark_described_slot_free  (HarkDescribedSlot   *self);

/* Whether @arguments are what @signature takes. Fails: %HARK_ERROR_MISMATCH. */
gboolean            hark_described_check      (const HarkSignature  *signature,
                                               const char           *text,
                                               GVariant             *arguments,
                                               GError              **error);
