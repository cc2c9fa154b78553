/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "verb-private.h"

/* (transfer full) (element-type HarkBrokerConnection) (nullable): who is connected. */
GPtrArray *peers_list (Session  *session,
                       GError  **error);
