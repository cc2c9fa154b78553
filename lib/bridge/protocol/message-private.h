/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The messages of peer and broker, see doc/protocol.md: which kind of frame has
 * which body, and the descriptions of events and slots that travel in them. */

#include <gio/gio.h>

#include <hark/gen.h>

#include "wire/frame-private.h"
#include "wire/limits-private.h"
#include "wire/name-private.h"
#include "wire/shape-private.h"

G_BEGIN_DECLS

#define HARK_PROTOCOL_MAGIC   "hark"
#define HARK_PROTOCOL_VERSION 1

typedef enum
{
  HARK_MESSAGE_HELLO        = 1,
  HARK_MESSAGE_GOODBYE      = 2,
  HARK_MESSAGE_PING         = 3,
  HARK_MESSAGE_PONG         = 4,
  HARK_MESSAGE_WARNING      = 5,
  HARK_MESSAGE_SHELF        = 6,
  HARK_MESSAGE_SHELVED      = 7,
  HARK_MESSAGE_TAKEN        = 8,

  HARK_MESSAGE_EXPORT       = 16,
  HARK_MESSAGE_EXPORTED     = 17,
  HARK_MESSAGE_UNEXPORT     = 18,
  HARK_MESSAGE_SUBSCRIBE    = 19,
  HARK_MESSAGE_SUBSCRIBED   = 20,
  HARK_MESSAGE_UNSUBSCRIBE  = 21,
  HARK_MESSAGE_REFUSED      = 22,
  HARK_MESSAGE_INTEREST     = 23,
  HARK_MESSAGE_INTEREST_ACK = 24,
  HARK_MESSAGE_TOPIC        = 25,
  HARK_MESSAGE_FORGET       = 26,
  HARK_MESSAGE_WATCH        = 27,
  HARK_MESSAGE_SINCE        = 28,
  HARK_MESSAGE_SEEN         = 29,
  HARK_MESSAGE_MARK         = 30,
  HARK_MESSAGE_MARKED       = 31,

  HARK_MESSAGE_EVENT        = 32,
  HARK_MESSAGE_CALL         = 33,
  HARK_MESSAGE_ANSWER       = 34,
  HARK_MESSAGE_MORE         = 35,
  HARK_MESSAGE_LIST         = 36,
  HARK_MESSAGE_WORKING      = 37,
  HARK_MESSAGE_CANCEL       = 38,
} HarkMessageKind;

/* Flags, each of one kind of message. */
#define HARK_HELLO_SHELF       1
#define HARK_SHELF_GIVEN       1
#define HARK_TAKEN_REFUSED     1
#define HARK_EXPORT_GROUP      1
#define HARK_EXPORT_ENDED      2
#define HARK_UNEXPORT_ENDED    1
#define HARK_SUBSCRIBE_RENEWED 1       /* of a WATCH, too */
#define HARK_SUBSCRIBE_BLOCK   2
#define HARK_SUBSCRIBE_DISCONNECT 4
#define HARK_INTEREST_ON       1
#define HARK_INTEREST_AWAY     2
#define HARK_INTEREST_SEEN     4
#define HARK_INTEREST_FRESH    8
#define HARK_INTEREST_BLOCK    16
#define HARK_FORGET_GONE       1
#define HARK_EVENT_RESENT      1
#define HARK_CALL_WANTS_ANSWER 1
#define HARK_CALL_REDELIVERED  2
#define HARK_CALL_TYPED        4
#define HARK_ANSWER_FAILED     1
#define HARK_ANSWER_NOT_RUN    2
#define HARK_WORKING_MORE      1

#define HARK_MEMBER_TYPE "(sssatst)"  /* see HarkMember */
#define HARK_HELLO_TYPE  "(suutts)"   /* magic, oldest and newest version, session, largest frame, name */
#define HARK_ERROR_TYPE  "(sis)"      /* domain, code, message */
#define HARK_OFFER_TYPE  "(ssa" HARK_MEMBER_TYPE "a" HARK_MEMBER_TYPE ")"  /* class, name, events, slots */
#define HARK_TOPIC_TYPE  "(ss" HARK_MEMBER_TYPE ")"                        /* class, name, event or slot */
#define HARK_WATCH_TYPE  "(s)"                                             /* a pattern of class, name and event */
#define HARK_HEARD_TYPE  "(ss" HARK_MEMBER_TYPE "tus)"  /* class, name, event; session, topic and name of its publisher */
#define HARK_LIST_TYPE   "(s)"                                             /* a class */
#define HARK_NAMES_TYPE  "(as)"                                            /* of its objects: the answer */
#define HARK_NUMBER_TYPE "(t)"
#define HARK_BEGIN_TYPE  "(tt)"      /* what was seen, as its publisher knows; the last that will not come */
#define HARK_WORKING_TYPE "at"       /* numbers of calls */
#define HARK_SEEN_TYPE   "a(tut)"    /* session and topic of a publisher, number of the last event seen */

/* Kinds of extension headers. */
#define HARK_EXTENSION_TYPE 1        /* of a CALL that is typed: that of its arguments, as the caller knows it */
#define HARK_EXTENSION_DEADLINE 2    /* of a CALL: for how long its caller waits */

/* The second of these. */
typedef struct
{
  guint8 bytes[16];
} HarkDeadline;

/* @frame, which has no others, gets the header: it borrows from @self. @time_left: microseconds */
void   hark_deadline_put (HarkDeadline    *self,
                          HarkFrame       *frame,
                          gint64           time_left);
/* In microseconds, not less than 0; %HARK_FOREVER: it does not say. */
gint64 hark_deadline_get (const HarkFrame *frame);
/* The same, in extension headers that can be written to. */
void   hark_deadline_set (guint8          *extensions,
                          gsize            size,
                          gint64           time_left);

/* An event or slot, as one process describes it to another. Borrows. */
typedef struct
{
  const char *name;
  const char *text;               /* for people */
  const char *type;               /* of the arguments, as a variant */
  const char *result_type;        /* "": an event, or a slot without a result */
  guint64     fingerprint;
  guint64     result_fingerprint;
  const guint64 *appended;        /* fingerprints of the arguments without the last, the last two... that may be */
  guint       n_appended;         /* missing: the fewest come first */
} HarkMember;

HarkMember hark_member_of_event (const HarkEventInfo *event);
HarkMember hark_member_of_slot  (const HarkSlotInfo  *slot);

/* Floating. */
GVariant *hark_member_to_variant (const HarkMember *member);

/* @member borrows from @variant, which came from outside.
 * Fails: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT. */
gboolean hark_member_from_variant (HarkMember  *member,
                                   GVariant    *variant,
                                   GError     **error);

/* Whether what one wants is what the other has, or one has what the other will have when it is as new.
 * @has: (nullable): there is none of this name
 * @kind: "event" or "slot"
 * @error: %HARK_ERROR_MISMATCH, with both signatures */
gboolean hark_member_check (const HarkMember  *has,
                            const HarkMember  *wants,
                            const char        *kind,
                            const char        *class_name,
                            const char        *name,
                            GError           **error);

/* Puts a header with @type before those that @frame has, as far as there is room.
 * Returns: (transfer full): what holds them now */
GByteArray *hark_message_add_type  (HarkFrame        *frame,
                                    const char       *type);
/* Returns: (transfer full) (nullable): that type, which is a tuple */
char       *hark_message_read_type (const HarkFrame  *frame,
                                    GError          **error);

/* An error as a body, and back. Floating. */
GVariant *hark_error_to_variant   (const GError *error);
GError   *hark_error_from_variant (GVariant     *variant);

/* The body of @frame, copied, as a variant of @type.
 * Fails: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT. */
GVariant *hark_message_parse (const HarkFrame  *frame,
                              const char       *type,
                              GError          **error);

/* Whether the body of @frame is a tuple of @type from which values can be read.
 * @shape: (inout): that of @type; made if it is NULL */
gboolean hark_message_check_payload (const HarkFrame  *frame,
                                     HarkShape       **shape,
                                     const char       *type,
                                     GError          **error);

G_END_DECLS
