/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A bus with objects beside it on one loop, and a diary of what handlers were given. */

#include <hark/hark.h>

#include "workshop.h"

typedef struct
{
  HarkLoop         *loop;
  HarkBus          *bus;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;  /* its slots write into the diary */
  GObject          *context;   /* of functions */
  GString          *diary;
} Board;

void board_set_up    (Board         *self,
                      gconstpointer  data);
void board_tear_down (Board         *self,
                      gconstpointer  data);

/* Runs what is queued; then the diary is @expected, and empty again. */
void board_assert (Board      *self,
                   const char *expected);

/* A handler that writes "name:topic payload "; its data is the board. */
HarkMessage *board_write (HarkMessage  *message,
                          gpointer      context,
                          gpointer      data,
                          GError      **error);

/* Subscribes it. */
HarkConnection *board_subscribe (Board             *self,
                                 const char        *name,
                                 const char *const *topics);

/* Publishes @payload (nullable), in the text format of variants. */
void board_publish (Board             *self,
                    const char *const *topics,
                    const char        *payload);

/* Writes "failed(...)". */
void board_hear_failures (Board *self);
/* A destroy notify that writes "destroyed ". */
void board_destroyed (gpointer board);

#define BOARD_TEST(path, func)                                                \
  g_test_add (path, Board, NULL, board_set_up, func, board_tear_down)

/* Asserts the error and its words, and clears it. */
#define BOARD_ASSERT_ERROR(error, error_code, words)                          \
  G_STMT_START                                                                \
  {                                                                           \
    g_assert_error (error, HARK_ERROR, error_code);                           \
    g_assert_cmpstr (error->message, ==, words);                              \
    g_clear_error (&error);                                                   \
  }                                                                           \
  G_STMT_END
