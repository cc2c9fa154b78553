/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The words every other header speaks in: names of types, and the mark of an
 * exported function. */

#include <gio/gio.h>

#ifndef HARK_API
#define HARK_API __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _HarkObject     HarkObject;
typedef struct _HarkLoop       HarkLoop;
typedef struct _HarkFuture     HarkFuture;
typedef struct _HarkConnection HarkConnection;
typedef struct _HarkStream     HarkStream;
typedef struct _HarkSeat       HarkSeat;
typedef struct _HarkBus        HarkBus;
typedef struct _HarkQueueInfo  HarkQueueInfo;

/* What generated code tells the library is no business of language bindings,
 * here and wherever else it is hidden from their scanner. */
#ifndef __GI_SCANNER__
typedef struct _HarkSite       HarkSite;
typedef struct _HarkField      HarkField;
typedef struct _HarkSignature  HarkSignature;
typedef struct _HarkEventInfo  HarkEventInfo;
typedef struct _HarkSlotInfo   HarkSlotInfo;
typedef struct _HarkClassInfo  HarkClassInfo;
#endif

/**
 * HARK_FOREVER:
 *
 * A timeout that never passes. All of Hark's times are in microseconds of
 * the monotonic clock.
 */
#ifndef __GI_SCANNER__
#define HARK_FOREVER G_MAXINT64
#else
/* The largest number that JavaScript has too: 285 years. */
#define HARK_FOREVER G_GINT64_CONSTANT (9007199254740991)
#endif

G_END_DECLS
