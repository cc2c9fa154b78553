/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>

typedef struct _HarkAnchor       HarkAnchor;
typedef struct _HarkRegistryLink HarkRegistryLink;

/* In each anchor. */
struct _HarkRegistryLink
{
  HarkAnchor  *next;
  HarkAnchor **link;  /* what points here; NULL: not registered */
};

/* From here on the object is seen. Thread: any. */
void hark_registry_add    (HarkAnchor *anchor);
/* And from here on no more. Thread: any that holds a reference; whoever drops
 * the one that the object holds does this first. */
void hark_registry_remove (HarkAnchor *anchor);

/* (transfer full) (element-type HarkAnchor): all that are registered. Thread: any. */
GPtrArray *hark_registry_list (void);
