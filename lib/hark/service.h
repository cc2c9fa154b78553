/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Services: what gives an object of any schema a life of three slots. */

#include <hark/types.h>
#include <hark/service-class.h>
#include <hark/object.h>

G_BEGIN_DECLS

/**
 * hark_service_new:
 * @name: what it is called in messages, and in a runtime
 * @object: does the work; the service keeps it
 * @error: %HARK_ERROR_MISMATCH: one of the three slots has parameters or a result;
 *   %HARK_ERROR_INVALID: @object is a remote
 *
 * The life of @object, on the loop that @object lives on. Where its class has slots called
 * `initialize`, `run` and `terminate`, without parameters and results, they are what the service does;
 * each of them may be left out. They run in a task, async or not, so they may await, and their
 * loop goes on meanwhile.
 *
 * hark_service_call_initialize(), hark_service_call_run() and hark_service_call_terminate()
 * give futures. What is refused in the service's state fails with %HARK_ERROR_REFUSED. `run` lasts until
 * the slot returns, or without one until the service is terminated. Terminating cancels what is being
 * done, as hark_task_cancel() does, waits until that has returned, and calls the slot `terminate`
 * if `initialize` had succeeded; one that is not initialized is left as it is.
 *
 * Returns: (transfer full) (nullable): the service. Thread: any.
 */
HARK_API HarkService *hark_service_new (const char  *name,
                                        HarkObject  *object,
                                        GError     **error);

/**
 * hark_service_get_name:
 *
 * Returns: (transfer none): its name. Thread: any.
 */
HARK_API const char *hark_service_get_name (HarkService *self);

/**
 * hark_service_get_object:
 *
 * Returns: (transfer none): whose life it is. Thread: any.
 */
HARK_API HarkObject *hark_service_get_object (HarkService *self);

G_END_DECLS
