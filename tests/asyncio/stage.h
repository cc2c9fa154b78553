/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/hark.h>

/* Runs @func as a program of its own. It succeeds, and what it prints is @text. */
void stage_run (HarkTaskFunc  func,
                const char   *text);
