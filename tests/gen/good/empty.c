/* Made from empty.hark by hark-gen. Do not edit. */
#include "empty.h"

#include <stddef.h>
#include <string.h>

enum
{
  PROPERTY_LOOP = 1,
};

/* empty.hark:3  object Void */

static void nothing_void__implement_object (HarkObjectInterface *interface);

G_DEFINE_TYPE_WITH_CODE (NothingVoid, nothing_void, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HARK_TYPE_OBJECT, nothing_void__implement_object))

static const HarkClassInfo nothing_void__info;

/* empty.hark:3  object Void */

static const HarkClassInfo nothing_void__info =
{
  .abi = HARK_GEN_ABI,
  .seat_offset = offsetof (NothingVoid, seat),
  .name = "Nothing.Void",
  .location = "empty.hark:3",
  .get_type = nothing_void_get_type,
  .events = NULL,
  .slots = NULL,
  .n_events = 0,
  .n_slots = 0,
};

static void
nothing_void__closed_default (NothingVoid *self)
{
  const NothingVoidSlots *slots = self->seat.slots;

  if (slots != NULL && slots->closed != NULL)
    slots->closed (self);
}

static void
nothing_void__closed (HarkObject *object)
{
  NothingVoid *self = NOTHING_VOID (object);
  NothingVoidClass *klass = NOTHING_VOID_GET_CLASS (self);

  klass->closed (self);
}

static void
nothing_void__implement_object (HarkObjectInterface *interface)
{
  interface->info = &nothing_void__info;
  interface->closed = nothing_void__closed;
}

static void
nothing_void__set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  NothingVoid *self = NOTHING_VOID (object);

  switch (property_id)
    {
    case PROPERTY_LOOP:
      hark_seat_set_loop_property (&self->seat, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
nothing_void__get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  NothingVoid *self = NOTHING_VOID (object);

  switch (property_id)
    {
    case PROPERTY_LOOP:
      hark_seat_get_loop_property (&self->seat, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
nothing_void__dispose (GObject *object)
{
  if (hark_seat_dispose (&NOTHING_VOID (object)->seat))
    G_OBJECT_CLASS (nothing_void_parent_class)->dispose (object);
}

static void
nothing_void__finalize (GObject *object)
{
  hark_seat_finalize (&NOTHING_VOID (object)->seat);
  G_OBJECT_CLASS (nothing_void_parent_class)->finalize (object);
}

static void
nothing_void_class_init (NothingVoidClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = nothing_void__set_property;
  object_class->get_property = nothing_void__get_property;
  object_class->dispose = nothing_void__dispose;
  object_class->finalize = nothing_void__finalize;

  klass->closed = nothing_void__closed_default;

  hark_class_init (object_class, &nothing_void__info);
}

static void
nothing_void_init (NothingVoid *self)
{
  hark_seat_init (&self->seat, G_OBJECT (self), &nothing_void__info);
}

NothingVoid *
nothing_void_new (HarkLoop               *loop,
                  const NothingVoidSlots *slots,
                  gpointer                data,
                  GDestroyNotify          destroy)
{
  NothingVoid *self = g_object_new (NOTHING_TYPE_VOID, "loop", loop, NULL);

  hark_seat_implement (&self->seat, slots, data, destroy);
  return self;
}

gpointer
nothing_void_get_data (NothingVoid *self)
{
  g_return_val_if_fail (NOTHING_IS_VOID (self), NULL);

  return self->seat.data;
}

NothingVoid *
nothing_void_new_remote (HarkBus    *bus,
                         const char *name,
                         HarkLoop   *loop)
{
  NothingVoid *self;

  g_return_val_if_fail (bus != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (NOTHING_TYPE_VOID, "loop", loop, NULL);
  hark_seat_make_remote (&self->seat, bus, name);
  return self;
}
