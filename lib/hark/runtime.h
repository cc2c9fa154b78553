/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Runtimes: a program's loops, the services on them, and its main function. */

#include <hark/types.h>
#include <hark/bus.h>
#include <hark/loop.h>
#include <hark/service.h>

G_BEGIN_DECLS

#define HARK_TYPE_RUNTIME (hark_runtime_get_type ())

/**
 * HarkRuntime:
 *
 * Starts services in the order in which they were added, and stops them in reverse. It is made,
 * filled and run on one thread.
 */
HARK_API G_DECLARE_FINAL_TYPE (HarkRuntime, hark_runtime, HARK, RUNTIME, GObject)

/**
 * HarkFailurePolicy:
 * @HARK_FAILURE_STOP: all services are stopped, and hark_runtime_run() says why
 * @HARK_FAILURE_RESTART: it is terminated, and initialized again after a while
 * @HARK_FAILURE_LEAVE: it is terminated, and the others go on
 *
 * What a runtime does when a service fails to initialize, or while it runs.
 */
typedef enum
{
  HARK_FAILURE_STOP,
  HARK_FAILURE_RESTART,
  HARK_FAILURE_LEAVE,
} HarkFailurePolicy;

/**
 * hark_runtime_new:
 *
 * A runtime with a loop `main`, on the thread-default context, and a bus on it.
 *
 * Returns: (transfer full): the runtime. Thread: it stays with the calling one.
 */
HARK_API HarkRuntime *hark_runtime_new (void);

/**
 * hark_runtime_get_bus:
 *
 * Returns: (transfer none): the bus that its services share. Thread: any.
 */
HARK_API HarkBus *hark_runtime_get_bus (HarkRuntime *self);

/**
 * hark_runtime_add_loop:
 * @name: of the loop, and of its thread
 * @has_thread: whether it has a thread of its own; else it is on that of `main`
 * @error: %HARK_ERROR_EXISTS; %HARK_ERROR_REFUSED: the runtime has been run
 *
 * Returns: (transfer none) (nullable): the loop. Thread: the runtime's.
 */
HARK_API HarkLoop *hark_runtime_add_loop (HarkRuntime  *self,
                                          const char   *name,
                                          gboolean      has_thread,
                                          GError      **error);

/**
 * hark_runtime_get_loop:
 *
 * Returns: (transfer none) (nullable): the loop of that name. Thread: the runtime's.
 */
HARK_API HarkLoop *hark_runtime_get_loop (HarkRuntime *self,
                                          const char  *name);

/**
 * hark_runtime_add:
 * @service: the next one to be started; kept until the runtime has been run. Who keeps it, or its
 *   object, for longer than that sees it closed after its loop has ended
 * @policy: what its failure means
 * @error: %HARK_ERROR_EXISTS: there is one of its name; %HARK_ERROR_REFUSED: the
 *   runtime has been run
 *
 * Thread: the runtime's.
 */
HARK_API gboolean hark_runtime_add (HarkRuntime        *self,
                                    HarkService        *service,
                                    HarkFailurePolicy   policy,
                                    GError            **error);

/**
 * hark_runtime_get_service:
 *
 * Returns: (transfer none) (nullable): the service of that name, until the runtime has been
 *   run. Thread: the runtime's.
 */
HARK_API HarkService *hark_runtime_get_service (HarkRuntime *self,
                                                const char  *name);

/**
 * hark_runtime_set_deadline:
 * @deadline: in microseconds; 10 seconds at first
 *
 * How long stopping may take altogether. A service that needs longer is given up; those that have
 * not had their turn by then get a second, all of them together. Thread: the runtime's.
 */
HARK_API void hark_runtime_set_deadline (HarkRuntime *self,
                                         gint64       deadline);

/**
 * hark_runtime_set_back_off:
 * @shortest: in microseconds; 100 ms at first
 * @longest: in microseconds; 30 seconds at first
 *
 * How long %HARK_FAILURE_RESTART waits: @shortest, twice that after the next failure, and so
 * on up to @longest; of each between half and all, at random, so that what has failed together
 * does not come back together. A life that was longer than @longest begins anew with @shortest.
 * Thread: the runtime's.
 */
HARK_API void hark_runtime_set_back_off (HarkRuntime *self,
                                         gint64       shortest,
                                         gint64       longest);

/**
 * HarkServiceFunc:
 * @runtime: the runtime
 * @loop: where the object is to live
 * @settings: a key file
 * @group: the group in it that is about the service, with keys of its own
 * @data: (closure): given with the function
 * @error: set where there is no object
 *
 * Makes the object of a service that a key file asks for.
 *
 * Returns: (transfer full) (nullable): the object
 */
typedef HarkObject *(*HarkServiceFunc) (HarkRuntime  *runtime,
                                        HarkLoop     *loop,
                                        GKeyFile     *settings,
                                        const char   *group,
                                        gpointer      data,
                                        GError      **error);

/**
 * hark_runtime_add_kind:
 * @kind: what it is called in key files; what was called so is replaced
 * @func: makes the objects
 * @data: for @func
 * @destroy: (nullable): called once with @data, at the end of the runtime
 *
 * A kind of service that hark_runtime_load() can make. `log-file` and `ticker` are there already.
 * Thread: the runtime's.
 */
HARK_API void hark_runtime_add_kind (HarkRuntime     *self,
                                     const char      *kind,
                                     HarkServiceFunc  func,
                                     gpointer         data,
                                     GDestroyNotify   destroy);

/**
 * hark_runtime_load:
 * @settings: a key file
 * @error: %HARK_ERROR_INVALID, %HARK_ERROR_NOT_FOUND, %HARK_ERROR_EXISTS or of %G_KEY_FILE_ERROR: what
 *   is wrong, with the group and the key; or what a function that makes objects has set
 *
 * Adds the loops and services that a key file describes, in the order of its groups: on failure
 * none of them.
 *
 * |[
 * [runtime]
 * deadline=10                  in seconds, as all times are
 * back-off=0.1
 * longest-back-off=30
 *
 * [loop io]
 * thread=true                  false: on that of `main`
 *
 * [service log]
 * kind=log-file
 * loop=io                      `main`, where none is named
 * failure=restart              stop, restart or leave; stop, where nothing is said
 * path=/var/log/office.log     and keys of that kind: topics, interval, size, old
 *
 * [service clock]
 * kind=ticker
 * topic=clock/second           interval, ticks
 * ]|
 *
 * What is not there is as it is without a file. Thread: the runtime's.
 */
HARK_API gboolean hark_runtime_load (HarkRuntime  *self,
                                     GKeyFile     *settings,
                                     GError      **error);

/**
 * hark_runtime_stop:
 *
 * Lets hark_runtime_run() stop all services and return. Once is enough; before it runs, it
 * will start nothing. Thread: any. Blocks: no.
 */
HARK_API void hark_runtime_stop (HarkRuntime *self);

/**
 * hark_runtime_run:
 * @error: the first failure of a service, unless its policy is %HARK_FAILURE_LEAVE, or it was
 *   started again; %HARK_ERROR_TIMED_OUT: stopping took too long; %HARK_ERROR_REFUSED: it has been run,
 *   or belongs to another thread; %HARK_ERROR_WOULD_DEADLOCK inside a call or a task
 *
 * Initializes the services one after the other and lets each run as soon as that is done. When
 * hark_runtime_stop() is called, when the process gets SIGINT or SIGTERM, when a service fails
 * whose policy says so, or when all services have ended, it terminates them in reverse and
 * stops its loops.
 *
 * Where systemd started the process, it is told `READY=1` when all services have been started,
 * `STOPPING=1`, and, if it asks for that, `WATCHDOG=1` while the thread-default context is
 * iterated: twice as often as needed.
 *
 * Thread: the runtime's. Blocks: yes.
 *
 * Returns: whether all went well
 */
HARK_API gboolean hark_runtime_run (HarkRuntime  *self,
                                    GError      **error);

G_END_DECLS
