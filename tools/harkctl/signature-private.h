/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The names of arguments: read out of a signature as people see it. */

#include <glib.h>

/* A parameter: `string product`. */
typedef struct
{
  char *type;  /* "string"; "" if nobody has said */
  char *name;  /* "product"; a number if nobody has said */
} Parameter;

/* (transfer full) (element-type Parameter): as many as @arguments, the type of a tuple, has.
 * @text: (nullable): `event Workshop.Producer.produced (string product, uint64 serial)` */
GPtrArray *signature_read (const char         *text,
                           const GVariantType *arguments);

/* (transfer full): `uint64`, what the slot's text says of its result; "" if it says nothing. */
char      *signature_read_result (const char *text);
