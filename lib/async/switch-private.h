/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Going from one stack to another: switch-x86_64.S, switch-aarch64.S, or
 * switch-ucontext.c. */

#include <glib.h>

/* Keeps in @from where the caller is, and goes on at @to, on the stack of that.
 * It returns when somebody goes on at what is in @from. What a function must keep
 * for its caller is kept, the control of floating-point arithmetic included, as
 * the ABI has it; nothing else is, and no system call is made. */
void     hark_switch         (gpointer  *from,
                              gpointer   to);

/* Lays down on a new stack, from @top downwards, what makes hark_switch() begin
 * with @entry there, which must not return. Floating-point control begins as it
 * is in the calling thread. @lowest: where the stack ends. */
gpointer hark_switch_prepare (char      *lowest,
                              char      *top,
                              void     (*entry) (void));
