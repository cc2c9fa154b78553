/* Made from result.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _AskingFact AskingFact;
typedef struct _AskingOracle AskingOracle;
typedef struct _AskingOracleClass AskingOracleClass;

/* result.hark:3  record Fact */

#define ASKING_TYPE_FACT (asking_fact_get_type ())

/**
 * AskingFact:
 * @text: a string
 */
#ifndef __GI_SCANNER__
struct G_GNUC_MAY_ALIAS _AskingFact
{
  const char *const text;
};
#endif

HARK_GEN_EXPORT
GType asking_fact_get_type (void) G_GNUC_CONST;

/**
 * asking_fact_ref:
 * @self: a #AskingFact
 *
 * Returns: (transfer full): @self
 */
HARK_GEN_EXPORT
AskingFact *asking_fact_ref (AskingFact *self);

/**
 * asking_fact_unref:
 * @self: (transfer full): a #AskingFact
 */
HARK_GEN_EXPORT
void asking_fact_unref (AskingFact *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AskingFact, asking_fact_unref)

/**
 * asking_fact_get_text:
 * @self: a #AskingFact
 *
 * Returns: (transfer none): a string
 */
HARK_GEN_EXPORT
const char *asking_fact_get_text (const AskingFact *self);

/**
 * asking_fact_new:
 * @text: a string
 *
 * Returns: (transfer full): a new #AskingFact, with copies of all that
 */
HARK_GEN_EXPORT
AskingFact *asking_fact_new (const char *text);

/**
 * asking_fact_to_variant:
 * @self: a #AskingFact
 *
 * Returns: (transfer full) (nullable): a variant of type `(s)`, not floating;
 * %NULL if a string is not UTF-8
 */
HARK_GEN_EXPORT
GVariant *asking_fact_to_variant (const AskingFact *self);

/**
 * asking_fact_new_from_variant:
 * @variant: a variant of type `(s)`, from anywhere: it is checked
 * @error: why it is not one
 *
 * Returns: (transfer full): a new #AskingFact, or %NULL
 */
HARK_GEN_EXPORT
AskingFact *asking_fact_new_from_variant (GVariant  *variant,
                                          GError   **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSignature asking_fact__signature;

/* Gathers the fields of a AskingFact, as copies of its own:
 *
 *   g_auto(AskingFactBuilder) builder = ASKING_FACT_BUILDER_INIT;
 *
 * What is not set is 0, absent or empty; a text, bytes, variant or record that
 * is not optional has to be set. */
typedef struct G_GNUC_MAY_ALIAS
{
  /*< private >*/
  char *text;
} AskingFactBuilder;

#ifdef __cplusplus
#define ASKING_FACT_BUILDER_INIT {}
#else
#define ASKING_FACT_BUILDER_INIT { 0 }
#endif

HARK_GEN_EXPORT
void asking_fact_builder_set_text (AskingFactBuilder *self,
                                   const char        *text);

/* Begins with the fields of @from; what was in the builder is forgotten. */
HARK_GEN_EXPORT
void asking_fact_builder_init_from (AskingFactBuilder *self,
                                    const AskingFact  *from);

/* Makes the record, and empties the builder for another one. */
HARK_GEN_EXPORT
AskingFact *asking_fact_builder_end (AskingFactBuilder *self);

HARK_GEN_EXPORT
void asking_fact_builder_clear (AskingFactBuilder *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AskingFactBuilder, asking_fact_builder_clear)

#endif

/* result.hark:8  object Oracle */

#define ASKING_TYPE_ORACLE (asking_oracle_get_type ())
#define ASKING_ORACLE(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), ASKING_TYPE_ORACLE, AskingOracle))
#define ASKING_IS_ORACLE(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), ASKING_TYPE_ORACLE))
#define ASKING_ORACLE_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), ASKING_TYPE_ORACLE, AskingOracleClass))
#define ASKING_IS_ORACLE_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), ASKING_TYPE_ORACLE))
#define ASKING_ORACLE_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), ASKING_TYPE_ORACLE, AskingOracleClass))

/**
 * AskingOracle:
 *
 * Answers of every shape.
 */
struct _AskingOracle
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _AskingOracleClass
{
  GObjectClass parent_class;

  void (*closed) (AskingOracle *self);
  void (*hear) (AskingOracle *self);
  void (*risk) (AskingOracle  *self,
                GError       **error);
  guint32 (*count) (AskingOracle *self);
  /**
   * AskingOracleClass::name:
   * @self: a #AskingOracle
   *
   * What implements the slot.
   *
   * Returns: (transfer full): a string
   */
  char *(*name) (AskingOracle *self);
  /**
   * AskingOracleClass::nickname:
   * @self: a #AskingOracle
   *
   * What implements the slot.
   *
   * Returns: (transfer full) (nullable): a string, or %NULL
   */
  char *(*nickname) (AskingOracle  *self,
                     GError       **error);
  /**
   * AskingOracleClass::age:
   * @self: a #AskingOracle
   * @now: in microseconds since 1970, UTC
   * @result: (out): a number
   *
   * What implements the slot.
   *
   * Returns: whether there is a result
   */
  gboolean (*age) (AskingOracle  *self,
                   gint64         now,
                   double        *result,
                   GError       **error);
  /**
   * AskingOracleClass::friends:
   * @self: a #AskingOracle
   *
   * What implements the slot.
   *
   * Returns: (transfer full) (array zero-terminated=1) (nullable): each a string
   */
  char **(*friends) (AskingOracle *self);
  /**
   * AskingOracleClass::digits:
   * @self: a #AskingOracle
   * @n_result: (out): how many there are
   *
   * What implements the slot.
   *
   * Returns: (transfer full) (array length=n_result): each a number
   */
  guint8 *(*digits) (AskingOracle  *self,
                     gsize         *n_result,
                     GError       **error);
  /**
   * AskingOracleClass::fact:
   * @self: a #AskingOracle
   * @about: a string
   *
   * What implements the slot.
   *
   * Returns: (transfer full) (nullable): a #AskingFact, or %NULL
   */
  AskingFact *(*fact) (AskingOracle  *self,
                       const char    *about,
                       GError       **error);
  /**
   * AskingOracleClass::facts:
   * @self: a #AskingOracle
   * @about: (array zero-terminated=1) (nullable): each a string
   * @n_result: (out): how many there are
   *
   * What implements the slot.
   *
   * Returns: (transfer full) (array length=n_result): each a #AskingFact
   */
  AskingFact **(*facts) (AskingOracle        *self,
                         const char   *const *about,
                         gsize               *n_result);
  /**
   * AskingOracleClass::meaning:
   * @self: a #AskingOracle
   *
   * What implements the slot.
   *
   * Returns: (transfer full): a variant; a floating one is consumed
   */
  GVariant *(*meaning) (AskingOracle *self);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType asking_oracle_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AskingOracle, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AskingOracleClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * AskingOracleSlots:
 * @closed: the object has ended; called once, on its loop
 * @hear: slot hear ()
 * @risk: slot risk () throws
 * @count: slot count () -> uint32
 * @name: slot name () -> string
 * @nickname: slot nickname () -> string? throws
 * @age: slot age (timestamp now) -> double? throws
 * @friends: slot friends () -> string[]
 * @digits: slot digits () -> byte[] throws
 * @fact: slot fact (string about) -> Fact? throws
 * @facts: slot facts (string[] about) -> Fact[]
 * @meaning: slot meaning () -> variant
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (AskingOracle *self);
  void (*hear) (AskingOracle *self);
  void (*risk) (AskingOracle  *self,
                GError       **error);
  guint32 (*count) (AskingOracle *self);
  char *(*name) (AskingOracle *self);
  char *(*nickname) (AskingOracle  *self,
                     GError       **error);
  gboolean (*age) (AskingOracle  *self,
                   gint64         now,
                   double        *result,
                   GError       **error);
  char **(*friends) (AskingOracle *self);
  guint8 *(*digits) (AskingOracle  *self,
                     gsize         *n_result,
                     GError       **error);
  AskingFact *(*fact) (AskingOracle  *self,
                       const char    *about,
                       GError       **error);
  AskingFact **(*facts) (AskingOracle        *self,
                         const char   *const *about,
                         gsize               *n_result);
  GVariant *(*meaning) (AskingOracle *self);
} AskingOracleSlots;

/**
 * asking_oracle_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for asking_oracle_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #AskingOracle. Thread: any.
 */
HARK_GEN_EXPORT
AskingOracle *asking_oracle_new (HarkLoop                *loop,
                                 const AskingOracleSlots *slots,
                                 gpointer                 data,
                                 GDestroyNotify           destroy);

/**
 * asking_oracle_get_data:
 * @self: a #AskingOracle
 *
 * Returns: (transfer none): what asking_oracle_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer asking_oracle_get_data (AskingOracle *self);

#endif

/**
 * asking_oracle_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #AskingOracle. Thread: any.
 */
HARK_GEN_EXPORT
AskingOracle *asking_oracle_new_remote (HarkBus    *bus,
                                        const char *name,
                                        HarkLoop   *loop);

/* result.hark:9  slot hear () */

/**
 * asking_oracle_hear:
 * @self: a #AskingOracle
 *
 * Queues a call of `slot hear ()`.
 *
 * Returns: whether the call was accepted. Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_hear (AskingOracle *self);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_hear__target;
typedef struct HarkTag_nothing asking_oracle_hear__Tag;
typedef AskingOracle asking_oracle_hear__Owner;
#define asking_oracle_hear__TEXT "slot Asking.Oracle.hear ()"

#endif

/* result.hark:10  slot risk () throws */

/**
 * asking_oracle_call_risk:
 * @self: a #AskingOracle
 *
 * Queues a call of `slot risk () throws`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_risk().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_risk (AskingOracle *self);

/**
 * asking_oracle_finish_risk:
 * @future: from asking_oracle_call_risk()
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_risk (HarkFuture  *future,
                                    GError     **error);

/**
 * asking_oracle_await_risk:
 * @self: a #AskingOracle
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot risk () throws`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_risk (AskingOracle  *self,
                                   gint64         timeout,
                                   GCancellable  *cancellable,
                                   GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_risk__target;
typedef struct HarkTag_nothing asking_oracle_risk__Tag;
typedef AskingOracle asking_oracle_risk__Owner;
#define asking_oracle_risk__TEXT "slot Asking.Oracle.risk () throws"

#endif

/* result.hark:11  slot count () -> uint32 */

/**
 * asking_oracle_call_count:
 * @self: a #AskingOracle
 *
 * Queues a call of `slot count () -> uint32`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_count().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_count (AskingOracle *self);

/**
 * asking_oracle_finish_count:
 * @future: from asking_oracle_call_count()
 * @result: (out) (optional): a number
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_count (HarkFuture  *future,
                                     guint32     *result,
                                     GError     **error);

/**
 * asking_oracle_await_count:
 * @self: a #AskingOracle
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional): a number
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot count () -> uint32`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_count (AskingOracle  *self,
                                    gint64         timeout,
                                    GCancellable  *cancellable,
                                    guint32       *result,
                                    GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_count__target;
typedef struct HarkTag_nothing asking_oracle_count__Tag;
typedef AskingOracle asking_oracle_count__Owner;
#define asking_oracle_count__TEXT "slot Asking.Oracle.count () -> uint32"

#endif

/* result.hark:12  slot name () -> string */

/**
 * asking_oracle_call_name:
 * @self: a #AskingOracle
 *
 * Queues a call of `slot name () -> string`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_name().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_name (AskingOracle *self);

/**
 * asking_oracle_finish_name:
 * @future: from asking_oracle_call_name()
 * @result: (out) (optional) (transfer full): a string
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_name (HarkFuture  *future,
                                    char       **result,
                                    GError     **error);

/**
 * asking_oracle_await_name:
 * @self: a #AskingOracle
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full): a string
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot name () -> string`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_name (AskingOracle  *self,
                                   gint64         timeout,
                                   GCancellable  *cancellable,
                                   char         **result,
                                   GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_name__target;
typedef struct HarkTag_nothing asking_oracle_name__Tag;
typedef AskingOracle asking_oracle_name__Owner;
#define asking_oracle_name__TEXT "slot Asking.Oracle.name () -> string"

#endif

/* result.hark:13  slot nickname () -> string? throws */

/**
 * asking_oracle_call_nickname:
 * @self: a #AskingOracle
 *
 * Queues a call of `slot nickname () -> string? throws`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_nickname().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_nickname (AskingOracle *self);

/**
 * asking_oracle_finish_nickname:
 * @future: from asking_oracle_call_nickname()
 * @result: (out) (optional) (transfer full) (nullable): a string, or %NULL
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_nickname (HarkFuture  *future,
                                        char       **result,
                                        GError     **error);

/**
 * asking_oracle_await_nickname:
 * @self: a #AskingOracle
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full) (nullable): a string, or %NULL
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot nickname () -> string? throws`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_nickname (AskingOracle  *self,
                                       gint64         timeout,
                                       GCancellable  *cancellable,
                                       char         **result,
                                       GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_nickname__target;
typedef struct HarkTag_nothing asking_oracle_nickname__Tag;
typedef AskingOracle asking_oracle_nickname__Owner;
#define asking_oracle_nickname__TEXT "slot Asking.Oracle.nickname () -> string? throws"

#endif

/* result.hark:14  slot age (timestamp now) -> double? throws */

/**
 * asking_oracle_call_age:
 * @self: a #AskingOracle
 * @now: in microseconds since 1970, UTC
 *
 * Queues a call of `slot age (timestamp now) -> double? throws`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_age().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_age (AskingOracle *self,
                                    gint64        now);

/**
 * asking_oracle_finish_age:
 * @future: from asking_oracle_call_age()
 * @has_result: (out) (optional): whether there is a result
 * @result: (out) (optional): a number
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_age (HarkFuture  *future,
                                   gboolean    *has_result,
                                   double      *result,
                                   GError     **error);

/**
 * asking_oracle_await_age:
 * @self: a #AskingOracle
 * @now: in microseconds since 1970, UTC
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @has_result: (out) (optional): whether there is a result
 * @result: (out) (optional): a number
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot age (timestamp now) -> double? throws`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_age (AskingOracle  *self,
                                  gint64         now,
                                  gint64         timeout,
                                  GCancellable  *cancellable,
                                  gboolean      *has_result,
                                  double        *result,
                                  GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_age__target;
typedef struct HarkTag_timestamp asking_oracle_age__Tag;
typedef AskingOracle asking_oracle_age__Owner;
#define asking_oracle_age__TEXT "slot Asking.Oracle.age (timestamp now) -> double? throws"

#endif

/* result.hark:15  slot friends () -> string[] */

/**
 * asking_oracle_call_friends:
 * @self: a #AskingOracle
 *
 * Queues a call of `slot friends () -> string[]`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_friends().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_friends (AskingOracle *self);

/**
 * asking_oracle_finish_friends:
 * @future: from asking_oracle_call_friends()
 * @result: (out) (optional) (transfer full) (array zero-terminated=1)
 *   (nullable): each a string
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_friends (HarkFuture   *future,
                                       char       ***result,
                                       GError      **error);

/**
 * asking_oracle_await_friends:
 * @self: a #AskingOracle
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full) (array zero-terminated=1)
 *   (nullable): each a string
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot friends () -> string[]`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_friends (AskingOracle   *self,
                                      gint64          timeout,
                                      GCancellable   *cancellable,
                                      char         ***result,
                                      GError        **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_friends__target;
typedef struct HarkTag_nothing asking_oracle_friends__Tag;
typedef AskingOracle asking_oracle_friends__Owner;
#define asking_oracle_friends__TEXT "slot Asking.Oracle.friends () -> string[]"

#endif

/* result.hark:16  slot digits () -> byte[] throws */

/**
 * asking_oracle_call_digits:
 * @self: a #AskingOracle
 *
 * Queues a call of `slot digits () -> byte[] throws`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_digits().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_digits (AskingOracle *self);

/**
 * asking_oracle_finish_digits:
 * @future: from asking_oracle_call_digits()
 * @result: (out) (optional) (transfer full) (array length=n_result): each a
 *   number
 * @n_result: (out) (optional): how many there are
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_digits (HarkFuture  *future,
                                      guint8     **result,
                                      gsize       *n_result,
                                      GError     **error);

/**
 * asking_oracle_await_digits:
 * @self: a #AskingOracle
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full) (array length=n_result): each a
 *   number
 * @n_result: (out) (optional): how many there are
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot digits () -> byte[] throws`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_digits (AskingOracle  *self,
                                     gint64         timeout,
                                     GCancellable  *cancellable,
                                     guint8       **result,
                                     gsize         *n_result,
                                     GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_digits__target;
typedef struct HarkTag_nothing asking_oracle_digits__Tag;
typedef AskingOracle asking_oracle_digits__Owner;
#define asking_oracle_digits__TEXT "slot Asking.Oracle.digits () -> byte[] throws"

#endif

/* result.hark:17  slot fact (string about) -> Fact? throws */

/**
 * asking_oracle_call_fact:
 * @self: a #AskingOracle
 * @about: a string
 *
 * Queues a call of `slot fact (string about) -> Fact? throws`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_fact().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_fact (AskingOracle *self,
                                     const char   *about);

/**
 * asking_oracle_finish_fact:
 * @future: from asking_oracle_call_fact()
 * @result: (out) (optional) (transfer full) (nullable): a #AskingFact, or
 *   %NULL
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_fact (HarkFuture  *future,
                                    AskingFact **result,
                                    GError     **error);

/**
 * asking_oracle_await_fact:
 * @self: a #AskingOracle
 * @about: a string
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full) (nullable): a #AskingFact, or
 *   %NULL
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot fact (string about) -> Fact? throws`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_fact (AskingOracle  *self,
                                   const char    *about,
                                   gint64         timeout,
                                   GCancellable  *cancellable,
                                   AskingFact   **result,
                                   GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_fact__target;
typedef struct HarkTag_string asking_oracle_fact__Tag;
typedef AskingOracle asking_oracle_fact__Owner;
#define asking_oracle_fact__TEXT "slot Asking.Oracle.fact (string about) -> Fact? throws"

#endif

/* result.hark:18  slot facts (string[] about) -> Fact[] */

/**
 * asking_oracle_call_facts:
 * @self: a #AskingOracle
 * @about: (array zero-terminated=1) (nullable): each a string
 *
 * Queues a call of `slot facts (string[] about) -> Fact[]`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_facts().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_facts (AskingOracle        *self,
                                      const char   *const *about);

/**
 * asking_oracle_finish_facts:
 * @future: from asking_oracle_call_facts()
 * @result: (out) (optional) (transfer full) (array length=n_result): each a
 *   #AskingFact
 * @n_result: (out) (optional): how many there are
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_facts (HarkFuture   *future,
                                     AskingFact ***result,
                                     gsize        *n_result,
                                     GError      **error);

/**
 * asking_oracle_await_facts:
 * @self: a #AskingOracle
 * @about: (array zero-terminated=1) (nullable): each a string
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full) (array length=n_result): each a
 *   #AskingFact
 * @n_result: (out) (optional): how many there are
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot facts (string[] about) -> Fact[]`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_facts (AskingOracle        *self,
                                    const char   *const *about,
                                    gint64               timeout,
                                    GCancellable        *cancellable,
                                    AskingFact        ***result,
                                    gsize               *n_result,
                                    GError             **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_facts__target;
typedef struct HarkTag_array_string asking_oracle_facts__Tag;
typedef AskingOracle asking_oracle_facts__Owner;
#define asking_oracle_facts__TEXT "slot Asking.Oracle.facts (string[] about) -> Fact[]"

#endif

/* result.hark:19  slot meaning () -> variant */

/**
 * asking_oracle_call_meaning:
 * @self: a #AskingOracle
 *
 * Queues a call of `slot meaning () -> variant`.
 *
 * Returns: (transfer full): the answer, for asking_oracle_finish_meaning().
 * Thread: any. Blocks: no.
 */
HARK_GEN_EXPORT
HarkFuture *asking_oracle_call_meaning (AskingOracle *self);

/**
 * asking_oracle_finish_meaning:
 * @future: from asking_oracle_call_meaning()
 * @result: (out) (optional) (transfer full): a variant; a floating one is
 *   consumed
 * @error: the slot's own, or why there is no answer
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: no.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_finish_meaning (HarkFuture  *future,
                                       GVariant   **result,
                                       GError     **error);

/**
 * asking_oracle_await_meaning:
 * @self: a #AskingOracle
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @result: (out) (optional) (transfer full): a variant; a floating one is
 *   consumed
 * @error: the slot's own, or those of hark_future_await()
 *
 * Queues a call of `slot meaning () -> variant`.
 *
 * Returns: whether there is an answer; outputs are untouched if not. Thread:
 * any. Blocks: yes.
 */
HARK_GEN_EXPORT
gboolean asking_oracle_await_meaning (AskingOracle  *self,
                                      gint64         timeout,
                                      GCancellable  *cancellable,
                                      GVariant     **result,
                                      GError       **error);

#ifndef __GI_SCANNER__

HARK_GEN_EXPORT
extern const HarkSlotInfo asking_oracle_meaning__target;
typedef struct HarkTag_nothing asking_oracle_meaning__Tag;
typedef AskingOracle asking_oracle_meaning__Owner;
#define asking_oracle_meaning__TEXT "slot Asking.Oracle.meaning () -> variant"

#endif

G_END_DECLS
