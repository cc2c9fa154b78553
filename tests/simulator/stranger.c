/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Strangers: connections whose bytes are random, or frames that are nearly
 * right, or those of another version. They may say what they like: no other
 * connection may notice. Their class is their own: whoever says in good frames
 * that a class is another is believed, and others are told of the mismatch. */

#include "world-private.h"

#include "wire/payload-private.h"

void
stranger_come (World *world)
{
  Wire *wire = wire_new (world);

  wire->is_stranger = TRUE;
  wire->is_deaf = any (world, 2) == 0;
  trace (world, "stranger", "comes");
  broker_accept (world, wire, 1000000);
}

static void
write_frame (Wire            *wire,
             HarkMessageKind  kind,
             guint8           flags,
             guint64          id,
             guint32          topic,
             GVariant        *body)
{
  g_autoptr(GBytes) bytes = body != NULL ? hark_payload_serialise (body) : NULL;
  HarkFrame frame = { .kind = (guint8) kind, .flags = flags, .id = id, .topic = topic };

  if (bytes != NULL)
    frame.body = g_bytes_get_data (bytes, &frame.n_body);
  hark_frame_write (wire->to_broker.bytes, &frame);
}

static GVariant *
some_member (World *world)
{
  HarkMember event = hark_member_of_event (any (world, 2) == 0 ? &maker_made : &other_maker_made);
  HarkMember slot = hark_member_of_slot (any (world, 2) == 0 ? &maker_count : &maker_tune);

  return hark_member_to_variant (any (world, 2) == 0 ? &event : &slot);
}

/* It claims to be one of the peers, perhaps. */
static void
write_hello (Wire  *wire,
             guint  oldest,
             guint  newest)
{
  write_frame (wire, HARK_MESSAGE_HELLO, 0, 0, 0,
               g_variant_new (HARK_HELLO_TYPE, "hark", oldest, newest, (guint64) any (wire->world, wire->world->n_born + 2),
                              (guint64) 1 << 20, "stranger"));
}

/* A frame that says something, with small numbers, so that it may mean something. */
static void
write_sense (Wire *wire)
{
  World *world = wire->world;
  guint64 id = any (world, 6);
  guint32 topic = any (world, 6);
  const char *name = any (world, 3) == 0 ? HARK_NAME_ALL : "line-1";

  switch (any (world, 10))
    {
    case 0:
      write_frame (wire, HARK_MESSAGE_EXPORT, (guint8) any (world, 2), id, topic,
                   g_variant_new ("(ss@a" HARK_MEMBER_TYPE "@a" HARK_MEMBER_TYPE ")", "Test.Stranger", name,
                                  g_variant_new_array (NULL, (GVariant *[]) { some_member (world) }, 1),
                                  g_variant_new_array (NULL, (GVariant *[]) { some_member (world) }, 1)));
      break;
    case 1:
      write_frame (wire, HARK_MESSAGE_SUBSCRIBE, 0, id, 0,
                   g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", "Test.Stranger", name, some_member (world)));
      break;
    case 2:
      write_frame (wire, HARK_MESSAGE_TOPIC, 0, 0, topic,
                   g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", "Test.Stranger", name, some_member (world)));
      break;
    case 3:
      write_frame (wire, HARK_MESSAGE_CALL, (guint8) any (world, 4), id, topic, g_variant_new ("(t)", (guint64) 0));
      break;
    case 4:
      write_frame (wire, HARK_MESSAGE_EVENT, 0, id, topic, g_variant_new ("(st)", "0", (guint64) 0));
      break;
    case 5:
      write_frame (wire, HARK_MESSAGE_PING, 0, id, 0, NULL);
      break;
    default:
      /* Any kind, also those that peers do not send, with a small body or none. */
      write_frame (wire, (HarkMessageKind) any (world, 40), (guint8) any (world, 4), id, topic,
                   any (world, 2) == 0 ? g_variant_new ("(t)", (guint64) any (world, 6)) : NULL);
      break;
    }
}

/* Breaks a byte of what it has said, somewhere near the end. */
static void
damage (Wire *wire)
{
  GByteArray *bytes = wire->to_broker.bytes;
  guint near = MIN (bytes->len, 100);

  if (near > 0)
    bytes->data[bytes->len - 1 - any (wire->world, near)] ^= (guint8) (1 << any (wire->world, 8));
}

static void
write_noise (Wire *wire)
{
  for (guint n = any (wire->world, 60); n > 0; n--)
    {
      guint8 byte = (guint8) any (wire->world, 256);

      g_byte_array_append (wire->to_broker.bytes, &byte, 1);
    }
}

void
stranger_speak (Wire *wire)
{
  World *world = wire->world;

  if (wire->connection == 0)
    return;
  switch (any (world, 12))
    {
    case 0:
      write_noise (wire);
      break;
    case 1:
      write_hello (wire, 2 + any (world, 5), 7);
      break;
    case 2:
    case 3:
    case 4:
      write_hello (wire, 1, 1 + any (world, 3));
      break;
    case 5:
      wire_hang_up (wire);
      break;
    default:
      write_sense (wire);
      break;
    }
  if (any (world, 8) == 0)
    damage (wire);
}
