/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* For tests: writes down what an object emits, and waits for it. */

#include <hark/connection.h>

G_BEGIN_DECLS

#define HARK_TYPE_SPY (hark_spy_get_type ())

/**
 * HarkSpy:
 *
 * Has recorded an emission when the function that emits returns, whatever the
 * thread. It does not keep the object alive and outlives it with all that it has
 * recorded. Every function can be called from any thread.
 */
G_DECLARE_FINAL_TYPE (HarkSpy, hark_spy, HARK, SPY, GObject)

#ifndef __GI_SCANNER__
/* Redeclared with its visibility. */
HARK_API GType hark_spy_get_type (void);

/* --- what the macros call --- */

HARK_API HarkSpy *hark_spy_new_for_event (gpointer             emitter,
                                          const HarkEventInfo *event);
HARK_API gpointer hark_spy_dup_values    (HarkSpy             *self,
                                          guint                index,
                                          const HarkEventInfo *event);

/**
 * HARK_SPY_ON:
 * @emitter: an object
 * @event: `<class>_<event>`
 *
 * Records every @event of @emitter from now on.
 *
 * Returns: (transfer full): a new #HarkSpy. Thread: any.
 */
#define HARK_SPY_ON(emitter, event)                                           \
  (__extension__ ({                                                           \
    HARK_CHECK_OWNER_ (emitter, event);                                       \
    hark_spy_new_for_event ((emitter), &event##__source);                     \
  }))

/**
 * HARK_SPY_DUP:
 * @spy: a #HarkSpy
 * @index: of an emission, from 0
 * @event: `<class>_<event>`, which has arguments
 *
 * Returns: (transfer full) (nullable) (type gpointer): what that emission carried, as
 *   `<class>_finish_<event>()` gives it; %NULL if there are not that many, or
 *   that was another event. Thread: any.
 */
#define HARK_SPY_DUP(spy, index, event)                                       \
  (hark_spy_dup_values ((spy), (index), &event##__source))
#endif

/**
 * hark_spy_new:
 * @emitter: (type HarkObject): an object
 * @event: (nullable): the name of one of its events; %NULL: all of them
 * @error: %HARK_ERROR_NOT_FOUND
 *
 * Records from now on. Of an object that has ended nothing comes.
 *
 * Returns: (transfer full): a new spy. Thread: any.
 */
HARK_API HarkSpy *hark_spy_new (gpointer     emitter,
                                const char  *event,
                                GError     **error);

/**
 * hark_spy_get_n:
 *
 * Returns: how many emissions have been recorded, since it was last cleared.
 *   Thread: any.
 */
HARK_API guint hark_spy_get_n (HarkSpy *self);

/**
 * hark_spy_await_n:
 * @n: how many emissions there have to be
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: %HARK_ERROR_EMITTER_GONE, or those of hark_future_await(); says how
 *   many there are
 *
 * Waits as hark_future_await() does, until @n emissions have been recorded since
 * it was last cleared; at once if there are so many, inside a call too.
 */
HARK_API gboolean hark_spy_await_n (HarkSpy       *self,
                                    guint          n,
                                    gint64         timeout,
                                    GCancellable  *cancellable,
                                    GError       **error);

/**
 * hark_spy_get_name:
 * @index: of an emission, from 0
 *
 * Returns: (nullable): the name of the event; %NULL if there are not that many.
 *   Thread: any.
 */
HARK_API const char *hark_spy_get_name (HarkSpy *self,
                                        guint    index);

/**
 * hark_spy_dup_event:
 * @index: of an emission, from 0
 *
 * For language bindings; C has %HARK_SPY_DUP.
 *
 * Returns: (transfer full) (nullable): what it carried, in the boxed type of the
 *   event; %TRUE if that has no arguments; %NULL if there are not that many.
 *   Thread: any.
 */
HARK_API GValue *hark_spy_dup_event (HarkSpy *self,
                                     guint    index);

/**
 * hark_spy_describe:
 * @index: of an emission, from 0
 *
 * Returns: (transfer full) (nullable): `produced (product: "chair", serial: 1)`;
 *   %NULL if there are not that many. Enumerations and flags read as numbers.
 *   Thread: any.
 */
HARK_API char *hark_spy_describe (HarkSpy *self,
                                  guint    index);

/**
 * hark_spy_to_string:
 *
 * Returns: (transfer full): all emissions in order, a line each. Thread: any.
 */
HARK_API char *hark_spy_to_string (HarkSpy *self);

/**
 * hark_spy_clear:
 *
 * Forgets what has been recorded. Thread: any. Blocks: no.
 */
HARK_API void hark_spy_clear (HarkSpy *self);

G_END_DECLS
