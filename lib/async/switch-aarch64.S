/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The switch for 64-bit ARM, AAPCS64. On a stack that does not run lies, from
 * where its pointer is kept upwards:
 *
 *     0  x19 ... x28
 *    80  x29  x30 (where it goes on)
 *    96  d8 ... d15
 *   160  fpcr, and 8 bytes for nothing
 */

#define FRAME 176

    .text

    .globl  hark_switch
    .hidden hark_switch
    .type   hark_switch, %function
    .p2align 4
hark_switch:
    .cfi_startproc
    hint    #34                     /* bti c */
    sub     sp, sp, #FRAME
    .cfi_adjust_cfa_offset FRAME
    stp     x19, x20, [sp, #0]
    stp     x21, x22, [sp, #16]
    stp     x23, x24, [sp, #32]
    stp     x25, x26, [sp, #48]
    stp     x27, x28, [sp, #64]
    stp     x29, x30, [sp, #80]
    .cfi_rel_offset x19, 0
    .cfi_rel_offset x20, 8
    .cfi_rel_offset x21, 16
    .cfi_rel_offset x22, 24
    .cfi_rel_offset x23, 32
    .cfi_rel_offset x24, 40
    .cfi_rel_offset x25, 48
    .cfi_rel_offset x26, 56
    .cfi_rel_offset x27, 64
    .cfi_rel_offset x28, 72
    .cfi_rel_offset x29, 80
    .cfi_rel_offset x30, 88
    stp     d8, d9, [sp, #96]
    stp     d10, d11, [sp, #112]
    stp     d12, d13, [sp, #128]
    stp     d14, d15, [sp, #144]
    mrs     x9, fpcr
    str     x9, [sp, #160]

    /* The other stack has the same layout, so what is said above still holds. */
    mov     x10, sp
    str     x10, [x0]
    mov     sp, x1

    /* Writing fpcr is slow, and all stacks mostly have the same. */
    ldr     x10, [sp, #160]
    cmp     x9, x10
    b.eq    1f
    msr     fpcr, x10
1:
    ldp     x19, x20, [sp, #0]
    ldp     x21, x22, [sp, #16]
    ldp     x23, x24, [sp, #32]
    ldp     x25, x26, [sp, #48]
    ldp     x27, x28, [sp, #64]
    ldp     x29, x30, [sp, #80]
    ldp     d8, d9, [sp, #96]
    ldp     d10, d11, [sp, #112]
    ldp     d12, d13, [sp, #128]
    ldp     d14, d15, [sp, #144]
    add     sp, sp, #FRAME
    .cfi_def_cfa_offset 0
    .cfi_restore x19
    .cfi_restore x20
    .cfi_restore x21
    .cfi_restore x22
    .cfi_restore x23
    .cfi_restore x24
    .cfi_restore x25
    .cfi_restore x26
    .cfi_restore x27
    .cfi_restore x28
    .cfi_restore x29
    .cfi_restore x30
    ret
    .cfi_endproc
    .size   hark_switch, . - hark_switch

/* gpointer hark_switch_prepare (char *lowest, char *top, void (*entry) (void)) */
    .globl  hark_switch_prepare
    .hidden hark_switch_prepare
    .type   hark_switch_prepare, %function
    .p2align 4
hark_switch_prepare:
    .cfi_startproc
    hint    #34
    and     x0, x1, #-16
    sub     x0, x0, #FRAME
    adr     x9, begin
    str     x2, [x0, #0]            /* x19 */
    stp     xzr, x9, [x0, #80]      /* x29: the last of the frame pointers */
    mrs     x9, fpcr
    str     x9, [x0, #160]
    ret
    .cfi_endproc
    .size   hark_switch_prepare, . - hark_switch_prepare

/* The outermost frame of a stack: nobody is behind it. */
    .type   begin, %function
    .p2align 4
begin:
    .cfi_startproc
    .cfi_undefined x30
    blr     x19
    brk     #1
    .cfi_endproc
    .size   begin, . - begin

    .section .note.GNU-stack, "", %progbits
