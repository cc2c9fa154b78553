/* Made from forward.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _RelayResult RelayResult;
typedef struct _RelayDesk RelayDesk;
typedef struct _RelayDeskClass RelayDeskClass;
typedef struct _RelayDeskResult RelayDeskResult;
typedef struct _RelayDeskNoted RelayDeskNoted;
typedef struct _RelayDeskFailed RelayDeskFailed;
typedef struct _RelayCounter RelayCounter;
typedef struct _RelayCounterClass RelayCounterClass;
typedef struct _RelayCounterCounted RelayCounterCounted;

/* forward.hark:4  record Result */

#define RELAY_TYPE_RESULT (relay_result_get_type ())

/**
 * RelayResult:
 * @text: a string
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _RelayResult
{
  const char *const text;
};
#endif

HARK_GEN_EXPORT
GType relay_result_get_type (void) G_GNUC_CONST;

/**
 * relay_result_ref:
 * @self: a #RelayResult
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
RelayResult *relay_result_ref (RelayResult *self);

/**
 * relay_result_unref:
 * @self: (transfer full): a #RelayResult
 */
HARK_GEN_EXPORT
void relay_result_unref (RelayResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelayResult, relay_result_unref)

/**
 * relay_result_get_text:
 * @self: a #RelayResult
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *relay_result_get_text (const RelayResult *self);

/**
 * relay_result_new:
 * @text: a string
 *
 * Returns: (transfer full): a new #RelayResult, with copies of all that
 */
HARK_GEN_EXPORT
RelayResult *relay_result_new (const char *text);

/**
 * relay_result_to_variant:
 * @self: a #RelayResult
 *
 * Returns: (transfer full) (nullable): a variant of type `(s)`, not floating;
 * %NULL if a string is not UTF-8
 */
HARK_GEN_EXPORT
GVariant *relay_result_to_variant (const RelayResult *self);

/**
 * relay_result_new_from_variant:
 * @variant: a variant of type `(s)`, from anywhere: it is checked
 * @error: why it is not one
 *
 * Returns: (transfer full): a new #RelayResult, or %NULL
 */
HARK_GEN_EXPORT
RelayResult *relay_result_new_from_variant (GVariant  *variant,
                                            GError   **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSignature relay_result__signature;

/* Gathers the fields of a RelayResult, as copies of its own:
 *
 *   g_auto(RelayResultBuilder) builder = RELAY_RESULT_BUILDER_INIT;
 *
 * What is not set is 0, absent or empty; a text, bytes, variant or record that
 * is not optional has to be set. */
typedef struct G_GNUC_MAY_ALIAS
{
  /*< private >*/
  char *text;
} RelayResultBuilder;

#ifdef __cplusplus
#define RELAY_RESULT_BUILDER_INIT {}
#else
#define RELAY_RESULT_BUILDER_INIT { 0 }
#endif

HARK_GEN_EXPORT
void relay_result_builder_set_text (RelayResultBuilder *self,
                                    const char         *text);

/* Begins with the fields of @from; what was in the builder is forgotten. */
HARK_GEN_EXPORT
void relay_result_builder_init_from (RelayResultBuilder *self,
                                     const RelayResult  *from);

/* Makes the record, and empties the builder for another one. */
HARK_GEN_EXPORT
RelayResult *relay_result_builder_end (RelayResultBuilder *self);

HARK_GEN_EXPORT
void relay_result_builder_clear (RelayResultBuilder *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelayResultBuilder, relay_result_builder_clear)

#endif

/* forward.hark:8  object Desk */

#define RELAY_TYPE_DESK (relay_desk_get_type ())
#define RELAY_DESK(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), RELAY_TYPE_DESK, RelayDesk))
#define RELAY_IS_DESK(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), RELAY_TYPE_DESK))
#define RELAY_DESK_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), RELAY_TYPE_DESK, RelayDeskClass))
#define RELAY_IS_DESK_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), RELAY_TYPE_DESK))
#define RELAY_DESK_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), RELAY_TYPE_DESK, RelayDeskClass))

/**
 * RelayDesk:
 */
struct _RelayDesk
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _RelayDeskClass
{
  GObjectClass parent_class;

  void (*closed) (RelayDesk *self);
  /**
   * RelayDeskClass::on_result:
   * @self: a #RelayDesk
   * @what: a #RelayResult
   * @remarks: (array zero-terminated=1) (nullable): each a string
   *
   * What implements the slot.
   */
  void (*on_result) (RelayDesk          *self,
                     RelayResult        *what,
                     const char  *const *remarks);
  void (*on_failed) (RelayDesk *self,
                     GVariant  *why);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType relay_desk_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelayDesk, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelayDeskClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * RelayDeskSlots:
 * @closed: the object has ended; called once, on its loop
 * @on_result: Takes what comes from behind.
 * @on_failed: Tells whoever asked.
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (RelayDesk *self);
  void (*on_result) (RelayDesk          *self,
                     RelayResult        *what,
                     const char  *const *remarks);
  void (*on_failed) (RelayDesk *self,
                     GVariant  *why);
} RelayDeskSlots;

/**
 * relay_desk_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for relay_desk_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #RelayDesk. Thread: any.
 */
HARK_GEN_EXPORT
RelayDesk *relay_desk_new (HarkLoop             *loop,
                           const RelayDeskSlots *slots,
                           gpointer              data,
                           GDestroyNotify        destroy);

/**
 * relay_desk_get_data:
 * @self: a #RelayDesk
 *
 * Returns: (transfer none): what relay_desk_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer relay_desk_get_data (RelayDesk *self);

#endif

/**
 * relay_desk_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #RelayDesk. Thread: any.
 */
HARK_GEN_EXPORT
RelayDesk *relay_desk_new_remote (HarkBus    *bus,
                                  const char *name,
                                  HarkLoop   *loop);

/* forward.hark:9  event result (Result result, string[] notes) */

/**
 * RelayDesk::result:
 * @self: a #RelayDesk
 * @result: a #RelayResult
 * @notes: (array zero-terminated=1) (nullable): each a string
 *
 * The event `result` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define RELAY_TYPE_DESK_RESULT (relay_desk_result_get_type ())

/**
 * RelayDeskResult:
 * @result: a #RelayResult
 * @notes: (array zero-terminated=1) (nullable): each a string
 * @n_notes: how many @notes there are
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _RelayDeskResult
{
  RelayResult *const result;
  const char *const *const notes;
  const gsize n_notes;
};
#endif

HARK_GEN_EXPORT
GType relay_desk_result_get_type (void) G_GNUC_CONST;

/**
 * relay_desk_result_ref:
 * @self: a #RelayDeskResult
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
RelayDeskResult *relay_desk_result_ref (RelayDeskResult *self);

/**
 * relay_desk_result_unref:
 * @self: (transfer full): a #RelayDeskResult
 */
HARK_GEN_EXPORT
void relay_desk_result_unref (RelayDeskResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelayDeskResult, relay_desk_result_unref)

/**
 * relay_desk_result_get_result:
 * @self: a #RelayDeskResult
 *
 * Returns: (transfer none): a #RelayResult
 */
HARK_GEN_EXPORT
RelayResult *relay_desk_result_get_result (const RelayDeskResult *self);

/**
 * relay_desk_result_get_notes:
 * @self: a #RelayDeskResult
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): each a string
 */
HARK_GEN_EXPORT
const char *const *relay_desk_result_get_notes (const RelayDeskResult *self);

/**
 * relay_desk_emit_result:
 * @self: a #RelayDesk
 * @result: a #RelayResult
 * @notes: (array zero-terminated=1) (nullable): each a string
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void relay_desk_emit_result (RelayDesk          *self,
                             RelayResult        *result,
                             const char  *const *notes);

/**
 * relay_desk_next_result:
 * @self: a #RelayDesk
 *
 * Returns: (transfer full): the next `result` from now on, for
 * relay_desk_finish_result(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *relay_desk_next_result (RelayDesk *self);

/**
 * relay_desk_finish_result:
 * @future: from relay_desk_next_result()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
RelayDeskResult *relay_desk_finish_result (HarkFuture  *future,
                                           GError     **error);

/**
 * relay_desk_await_result:
 * @self: a #RelayDesk
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `result`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
RelayDeskResult *relay_desk_await_result (RelayDesk     *self,
                                          gint64         timeout,
                                          GCancellable  *cancellable,
                                          GError       **error);

/**
 * relay_desk_stream_result:
 * @self: a #RelayDesk
 *
 * Returns: (transfer full): every `result` from now on, for
 * relay_desk_stream_next_result(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *relay_desk_stream_result (RelayDesk *self);

/**
 * relay_desk_stream_next_result:
 * @stream: from relay_desk_stream_result()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `result`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
RelayDeskResult *relay_desk_stream_next_result (HarkStream    *stream,
                                                gint64         timeout,
                                                GCancellable  *cancellable,
                                                GError       **error);

#ifndef __GI_SCANNER__

typedef void (*RelayDeskResultFunc) (gpointer            receiver,
                                     RelayResult        *result,
                                     const char  *const *notes);

HARK_GEN_EXPORT
extern const HarkEventInfo relay_desk_result__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo relay_desk_result__target;
typedef struct HarkTag_record_5Relay6Result_array_string relay_desk_result__Tag;
typedef RelayDesk relay_desk_result__Owner;
#define relay_desk_result__TEXT "event Relay.Desk.result (Result result, string[] notes)"
#define relay_desk_result__FUNC(name, First) void (*name) (First, RelayResult *, const char *const *)
#define relay_desk_result__FILTER(name, First) gboolean (*name) (First, RelayResult *, const char *const *)

#endif

/* forward.hark:10  event noted (Result result, string[] notes) */

/**
 * RelayDesk::noted:
 * @self: a #RelayDesk
 * @result: a #RelayResult
 * @notes: (array zero-terminated=1) (nullable): each a string
 *
 * The event `noted` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define RELAY_TYPE_DESK_NOTED (relay_desk_noted_get_type ())

/**
 * RelayDeskNoted:
 * @result: a #RelayResult
 * @notes: (array zero-terminated=1) (nullable): each a string
 * @n_notes: how many @notes there are
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _RelayDeskNoted
{
  RelayResult *const result;
  const char *const *const notes;
  const gsize n_notes;
};
#endif

HARK_GEN_EXPORT
GType relay_desk_noted_get_type (void) G_GNUC_CONST;

/**
 * relay_desk_noted_ref:
 * @self: a #RelayDeskNoted
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
RelayDeskNoted *relay_desk_noted_ref (RelayDeskNoted *self);

/**
 * relay_desk_noted_unref:
 * @self: (transfer full): a #RelayDeskNoted
 */
HARK_GEN_EXPORT
void relay_desk_noted_unref (RelayDeskNoted *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelayDeskNoted, relay_desk_noted_unref)

/**
 * relay_desk_noted_get_result:
 * @self: a #RelayDeskNoted
 *
 * Returns: (transfer none): a #RelayResult
 */
HARK_GEN_EXPORT
RelayResult *relay_desk_noted_get_result (const RelayDeskNoted *self);

/**
 * relay_desk_noted_get_notes:
 * @self: a #RelayDeskNoted
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): each a string
 */
HARK_GEN_EXPORT
const char *const *relay_desk_noted_get_notes (const RelayDeskNoted *self);

/**
 * relay_desk_emit_noted:
 * @self: a #RelayDesk
 * @result: a #RelayResult
 * @notes: (array zero-terminated=1) (nullable): each a string
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void relay_desk_emit_noted (RelayDesk          *self,
                            RelayResult        *result,
                            const char  *const *notes);

/**
 * relay_desk_next_noted:
 * @self: a #RelayDesk
 *
 * Returns: (transfer full): the next `noted` from now on, for
 * relay_desk_finish_noted(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *relay_desk_next_noted (RelayDesk *self);

/**
 * relay_desk_finish_noted:
 * @future: from relay_desk_next_noted()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
RelayDeskNoted *relay_desk_finish_noted (HarkFuture  *future,
                                         GError     **error);

/**
 * relay_desk_await_noted:
 * @self: a #RelayDesk
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `noted`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
RelayDeskNoted *relay_desk_await_noted (RelayDesk     *self,
                                        gint64         timeout,
                                        GCancellable  *cancellable,
                                        GError       **error);

/**
 * relay_desk_stream_noted:
 * @self: a #RelayDesk
 *
 * Returns: (transfer full): every `noted` from now on, for
 * relay_desk_stream_next_noted(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *relay_desk_stream_noted (RelayDesk *self);

/**
 * relay_desk_stream_next_noted:
 * @stream: from relay_desk_stream_noted()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `noted`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
RelayDeskNoted *relay_desk_stream_next_noted (HarkStream    *stream,
                                              gint64         timeout,
                                              GCancellable  *cancellable,
                                              GError       **error);

#ifndef __GI_SCANNER__

typedef void (*RelayDeskNotedFunc) (gpointer            receiver,
                                    RelayResult        *result,
                                    const char  *const *notes);

HARK_GEN_EXPORT
extern const HarkEventInfo relay_desk_noted__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo relay_desk_noted__target;
typedef struct HarkTag_record_5Relay6Result_array_string relay_desk_noted__Tag;
typedef RelayDesk relay_desk_noted__Owner;
#define relay_desk_noted__TEXT "event Relay.Desk.noted (Result result, string[] notes)"
#define relay_desk_noted__FUNC(name, First) void (*name) (First, RelayResult *, const char *const *)
#define relay_desk_noted__FILTER(name, First) gboolean (*name) (First, RelayResult *, const char *const *)

#endif

/* forward.hark:11  event failed (variant reason) */

/**
 * RelayDesk::failed:
 * @self: a #RelayDesk
 * @why: a variant; a floating one is consumed
 *
 * The event `failed` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define RELAY_TYPE_DESK_FAILED (relay_desk_failed_get_type ())

/**
 * RelayDeskFailed:
 * @why: a variant; a floating one is consumed
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _RelayDeskFailed
{
  GVariant *const why;
};
#endif

HARK_GEN_EXPORT
GType relay_desk_failed_get_type (void) G_GNUC_CONST;

/**
 * relay_desk_failed_ref:
 * @self: a #RelayDeskFailed
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
RelayDeskFailed *relay_desk_failed_ref (RelayDeskFailed *self);

/**
 * relay_desk_failed_unref:
 * @self: (transfer full): a #RelayDeskFailed
 */
HARK_GEN_EXPORT
void relay_desk_failed_unref (RelayDeskFailed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelayDeskFailed, relay_desk_failed_unref)

/**
 * relay_desk_failed_get_why:
 * @self: a #RelayDeskFailed
 *
 * Returns: (transfer none): a variant; a floating one is consumed
 */
HARK_GEN_EXPORT
GVariant *relay_desk_failed_get_why (const RelayDeskFailed *self);

/**
 * relay_desk_emit_failed:
 * @self: a #RelayDesk
 * @why: a variant; a floating one is consumed
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void relay_desk_emit_failed (RelayDesk *self,
                             GVariant  *why);

/**
 * relay_desk_next_failed:
 * @self: a #RelayDesk
 *
 * Returns: (transfer full): the next `failed` from now on, for
 * relay_desk_finish_failed(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *relay_desk_next_failed (RelayDesk *self);

/**
 * relay_desk_finish_failed:
 * @future: from relay_desk_next_failed()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
RelayDeskFailed *relay_desk_finish_failed (HarkFuture  *future,
                                           GError     **error);

/**
 * relay_desk_await_failed:
 * @self: a #RelayDesk
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `failed`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
RelayDeskFailed *relay_desk_await_failed (RelayDesk     *self,
                                          gint64         timeout,
                                          GCancellable  *cancellable,
                                          GError       **error);

/**
 * relay_desk_stream_failed:
 * @self: a #RelayDesk
 *
 * Returns: (transfer full): every `failed` from now on, for
 * relay_desk_stream_next_failed(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *relay_desk_stream_failed (RelayDesk *self);

/**
 * relay_desk_stream_next_failed:
 * @stream: from relay_desk_stream_failed()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `failed`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
RelayDeskFailed *relay_desk_stream_next_failed (HarkStream    *stream,
                                                gint64         timeout,
                                                GCancellable  *cancellable,
                                                GError       **error);

#ifndef __GI_SCANNER__

typedef void (*RelayDeskFailedFunc) (gpointer  receiver,
                                     GVariant *why);

HARK_GEN_EXPORT
extern const HarkEventInfo relay_desk_failed__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo relay_desk_failed__target;
typedef struct HarkTag_variant relay_desk_failed__Tag;
typedef RelayDesk relay_desk_failed__Owner;
#define relay_desk_failed__TEXT "event Relay.Desk.failed (variant reason)"
#define relay_desk_failed__FUNC(name, First) void (*name) (First, GVariant *)
#define relay_desk_failed__FILTER(name, First) gboolean (*name) (First, GVariant *)

#endif

/* forward.hark:14  slot on_result (Result what, string[] remarks) */

/**
 * relay_desk_on_result:
 * @self: a #RelayDesk
 * @what: a #RelayResult
 * @remarks: (array zero-terminated=1) (nullable): each a string
 *
 * Takes what comes from behind.
 *
 * Without an implementation it is emitted as `result` and `noted`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean relay_desk_on_result (RelayDesk          *self,
                               RelayResult        *what,
                               const char  *const *remarks);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo relay_desk_on_result__target;
typedef struct HarkTag_record_5Relay6Result_array_string relay_desk_on_result__Tag;
typedef RelayDesk relay_desk_on_result__Owner;
#define relay_desk_on_result__TEXT "slot Relay.Desk.on_result (Result what, string[] remarks)"

#endif

/* forward.hark:20  slot on_failed (variant reason) */

/**
 * relay_desk_on_failed:
 * @self: a #RelayDesk
 * @why: a variant; a floating one is consumed
 *
 * Tells whoever asked.
 *
 * Without an implementation it is emitted as `failed`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 *
 * Since: 1.2
 */
HARK_GEN_EXPORT
gboolean relay_desk_on_failed (RelayDesk *self,
                               GVariant  *why);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo relay_desk_on_failed__target;
typedef struct HarkTag_variant relay_desk_on_failed__Tag;
typedef RelayDesk relay_desk_on_failed__Owner;
#define relay_desk_on_failed__TEXT "slot Relay.Desk.on_failed (variant reason)"

#endif

/* forward.hark:25  object Counter */

#define RELAY_TYPE_COUNTER (relay_counter_get_type ())
#define RELAY_COUNTER(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), RELAY_TYPE_COUNTER, RelayCounter))
#define RELAY_IS_COUNTER(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), RELAY_TYPE_COUNTER))
#define RELAY_COUNTER_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), RELAY_TYPE_COUNTER, RelayCounterClass))
#define RELAY_IS_COUNTER_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), RELAY_TYPE_COUNTER))
#define RELAY_COUNTER_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), RELAY_TYPE_COUNTER, RelayCounterClass))

/**
 * RelayCounter:
 *
 * Has no table of functions.
 */
struct _RelayCounter
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _RelayCounterClass
{
  GObjectClass parent_class;

  void (*closed) (RelayCounter *self);
  void (*count) (RelayCounter *self,
                 guint32       n);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType relay_counter_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelayCounter, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelayCounterClass, g_type_class_unref)

/* forward.hark:26  event counted (uint32 n) */

/**
 * RelayCounter::counted:
 * @self: a #RelayCounter
 * @n: a number
 *
 * The event `counted` as a signal, once hark_object_enable_signals() has been
 * called.
 */

#define RELAY_TYPE_COUNTER_COUNTED (relay_counter_counted_get_type ())

/**
 * RelayCounterCounted:
 * @n: a number
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _RelayCounterCounted
{
  const guint32 n;
};
#endif

HARK_GEN_EXPORT
GType relay_counter_counted_get_type (void) G_GNUC_CONST;

/**
 * relay_counter_counted_ref:
 * @self: a #RelayCounterCounted
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
RelayCounterCounted *relay_counter_counted_ref (RelayCounterCounted *self);

/**
 * relay_counter_counted_unref:
 * @self: (transfer full): a #RelayCounterCounted
 */
HARK_GEN_EXPORT
void relay_counter_counted_unref (RelayCounterCounted *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelayCounterCounted, relay_counter_counted_unref)

/**
 * relay_counter_counted_get_n:
 * @self: a #RelayCounterCounted
 *
 * Returns: a number
 */
HARK_GEN_EXPORT
guint32 relay_counter_counted_get_n (const RelayCounterCounted *self);

/**
 * relay_counter_emit_counted:
 * @self: a #RelayCounter
 * @n: a number
 *
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
void relay_counter_emit_counted (RelayCounter *self,
                                 guint32       n);

/**
 * relay_counter_next_counted:
 * @self: a #RelayCounter
 *
 * Returns: (transfer full): the next `counted` from now on, for
 * relay_counter_finish_counted(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *relay_counter_next_counted (RelayCounter *self);

/**
 * relay_counter_finish_counted:
 * @future: from relay_counter_next_counted()
 * @error: why there is none
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
RelayCounterCounted *relay_counter_finish_counted (HarkFuture  *future,
                                                   GError     **error);

/**
 * relay_counter_await_counted:
 * @self: a #RelayCounter
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED
 *
 * Waits for the next `counted`.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
RelayCounterCounted *relay_counter_await_counted (RelayCounter  *self,
                                                  gint64         timeout,
                                                  GCancellable  *cancellable,
                                                  GError       **error);

/**
 * relay_counter_stream_counted:
 * @self: a #RelayCounter
 *
 * Returns: (transfer full): every `counted` from now on, for
 * relay_counter_stream_next_counted(). Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkStream *relay_counter_stream_counted (RelayCounter *self);

/**
 * relay_counter_stream_next_counted:
 * @stream: from relay_counter_stream_counted()
 * @timeout: in microseconds, or %HARK_FOREVER; 0: without waiting, wherever
 *   that is
 * @cancellable: (nullable): ends the wait
 * @error: those of hark_future_await(), %HARK_ERROR_EMITTER_GONE,
 *   %HARK_ERROR_CLOSED; then all has been read
 *
 * Reads one `counted`, and waits for it where there is none.
 *
 * Returns: (transfer full): its values, or %NULL. Thread: any. Blocks: yes.
 */
HARK_GEN_EXPORT
RelayCounterCounted *relay_counter_stream_next_counted (HarkStream    *stream,
                                                        gint64         timeout,
                                                        GCancellable  *cancellable,
                                                        GError       **error);

#ifndef __GI_SCANNER__

typedef void (*RelayCounterCountedFunc) (gpointer receiver,
                                         guint32  n);

HARK_GEN_EXPORT
extern const HarkEventInfo relay_counter_counted__source;
HARK_GEN_EXPORT
extern const HarkSlotInfo relay_counter_counted__target;
typedef struct HarkTag_uint32 relay_counter_counted__Tag;
typedef RelayCounter relay_counter_counted__Owner;
#define relay_counter_counted__TEXT "event Relay.Counter.counted (uint32 n)"
#define relay_counter_counted__FUNC(name, First) void (*name) (First, guint32)
#define relay_counter_counted__FILTER(name, First) gboolean (*name) (First, guint32)

#endif

/* forward.hark:28  slot on_counted (uint32 n) */

/**
 * relay_counter_count:
 * @self: a #RelayCounter
 * @n: a number
 *
 * Queues a call of `slot on_counted (uint32 n)`.
 *
 * Without an implementation it is emitted as `counted`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean relay_counter_count (RelayCounter *self,
                              guint32       n);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo relay_counter_count__target;
typedef struct HarkTag_uint32 relay_counter_count__Tag;
typedef RelayCounter relay_counter_count__Owner;
#define relay_counter_count__TEXT "slot Relay.Counter.on_counted (uint32 n)"

#endif

G_END_DECLS
