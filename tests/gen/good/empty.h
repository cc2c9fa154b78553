/* Made from empty.hark by hark-gen. Do not edit. */
#pragma once

#include <hark/gen.h>

/* What this header declares is exported, unless somebody says otherwise. */
#ifndef HARK_GEN_EXPORT
#define HARK_GEN_EXPORT __attribute__ ((visibility ("default")))
#endif

G_BEGIN_DECLS

typedef struct _NothingVoid NothingVoid;
typedef struct _NothingVoidClass NothingVoidClass;

/* empty.hark:3  object Void */

#define NOTHING_TYPE_VOID (nothing_void_get_type ())
#define NOTHING_VOID(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), NOTHING_TYPE_VOID, NothingVoid))
#define NOTHING_IS_VOID(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), NOTHING_TYPE_VOID))
#define NOTHING_VOID_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), NOTHING_TYPE_VOID, NothingVoidClass))
#define NOTHING_IS_VOID_CLASS(klass) (G_TYPE_CHECK_CLASS_TYPE ((klass), NOTHING_TYPE_VOID))
#define NOTHING_VOID_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), NOTHING_TYPE_VOID, NothingVoidClass))

/**
 * NothingVoid:
 */
struct _NothingVoid
{
  GObject parent_instance;

  /*< private >*/
  HarkSeat seat;
};

struct _NothingVoidClass
{
  GObjectClass parent_class;

  void (*closed) (NothingVoid *self);

  /*< private >*/
  gpointer padding[8];
};

HARK_GEN_EXPORT
GType nothing_void_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NothingVoid, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NothingVoidClass, g_type_class_unref)

#ifndef __GI_SCANNER__

/**
 * NothingVoidSlots:
 * @closed: the object has ended; called once, on its loop
 *
 * How an object is implemented without a subclass. What is %NULL is forwarded
 * if the schema says so; else it does nothing, or fails with
 * %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.
 */
typedef struct
{
  void (*closed) (NothingVoid *self);
} NothingVoidSlots;

/**
 * nothing_void_new:
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 * @slots: (nullable): its implementation, which stays where it is
 * @data: for nothing_void_get_data()
 * @destroy: (nullable): called with @data when the object has ended
 *
 * Returns: (transfer full): a new #NothingVoid. Thread: any.
 */
HARK_GEN_EXPORT
NothingVoid *nothing_void_new (HarkLoop               *loop,
                               const NothingVoidSlots *slots,
                               gpointer                data,
                               GDestroyNotify          destroy);

/**
 * nothing_void_get_data:
 * @self: a #NothingVoid
 *
 * Returns: (transfer none): what nothing_void_new() was given. Thread: any.
 */
HARK_GEN_EXPORT
gpointer nothing_void_get_data (NothingVoid *self);

#endif

/**
 * nothing_void_new_remote:
 * @bus: where to look for it
 * @name: that it is exported under; `*` hears all of its class
 * @loop: (nullable): where its slots run; %NULL: a loop of its own
 *
 * Stands for an object in another place; it is ready when
 * hark_object_await_ready() says so.
 *
 * Returns: (transfer full): a new #NothingVoid. Thread: any.
 */
HARK_GEN_EXPORT
NothingVoid *nothing_void_new_remote (HarkBus    *bus,
                                      const char *name,
                                      HarkLoop   *loop);

G_END_DECLS
