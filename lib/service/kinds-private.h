/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/runtime.h>

/* What services can be made of by name: the names, and functions that make their objects. */
typedef struct _HarkKinds HarkKinds;

/* With those that come with Hark. */
HarkKinds  *hark_kinds_new  (void);
void        hark_kinds_free (HarkKinds       *self);

/* In the place of one of the same name. */
void        hark_kinds_add  (HarkKinds       *self,
                             const char      *name,
                             HarkServiceFunc  func,
                             gpointer         data,
                             GDestroyNotify   destroy);

/* Returns: (transfer full) (nullable): the object that @group asks for */
HarkObject *hark_kinds_make (HarkKinds       *self,
                             HarkRuntime     *runtime,
                             HarkLoop        *loop,
                             GKeyFile        *settings,
                             const char      *group,
                             GError         **error);
