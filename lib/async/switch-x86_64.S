/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The switch for x86-64, System V ABI. On a stack that does not run lies, from
 * where its pointer is kept upwards:
 *
 *    0  mxcsr, 4 bytes; x87 control word, 2 bytes
 *    8  r15  r14  r13  r12  rbx  rbp
 *   56  where it goes on
 *
 * It goes on by a jump, for a `ret` would be predicted to return to the stack
 * that is left. That does not suit a shadow stack, which this object therefore
 * does not claim to know (no GNU property): the loader then leaves it off. */

#define FRAME      64
#define SSE_CONTROL 0xffc0  /* of mxcsr; the rest are flags, which callers give up */

    .text

    .globl  hark_switch
    .hidden hark_switch
    .type   hark_switch, @function
    .p2align 4
hark_switch:
    .cfi_startproc
    pushq   %rbp
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset rbp, 0
    pushq   %rbx
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset rbx, 0
    pushq   %r12
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset r12, 0
    pushq   %r13
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset r13, 0
    pushq   %r14
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset r14, 0
    pushq   %r15
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset r15, 0
    subq    $8, %rsp
    .cfi_adjust_cfa_offset 8
    stmxcsr (%rsp)
    fnstcw  4(%rsp)
    movl    (%rsp), %eax
    movzwl  4(%rsp), %ecx

    /* The other stack has the same layout, so what is said above still holds. */
    movq    %rsp, (%rdi)
    movq    %rsi, %rsp

    /* Loading is slow, and all stacks mostly have the same. */
    xorl    (%rsp), %eax
    testl   $SSE_CONTROL, %eax
    jne     2f
    cmpw    4(%rsp), %cx
    jne     2f
1:
    movq    8(%rsp), %r15
    movq    16(%rsp), %r14
    movq    24(%rsp), %r13
    movq    32(%rsp), %r12
    movq    40(%rsp), %rbx
    movq    48(%rsp), %rbp
    movq    56(%rsp), %rcx
    addq    $FRAME, %rsp
    .cfi_remember_state
    .cfi_def_cfa_offset 0
    .cfi_register rip, rcx
    .cfi_same_value rbp
    .cfi_same_value rbx
    .cfi_same_value r12
    .cfi_same_value r13
    .cfi_same_value r14
    .cfi_same_value r15
    jmp     *%rcx
    .cfi_restore_state
2:
    ldmxcsr (%rsp)
    fldcw   4(%rsp)
    jmp     1b
    .cfi_endproc
    .size   hark_switch, . - hark_switch

/* gpointer hark_switch_prepare (char *lowest, char *top, void (*entry) (void)) */
    .globl  hark_switch_prepare
    .hidden hark_switch_prepare
    .type   hark_switch_prepare, @function
    .p2align 4
hark_switch_prepare:
    .cfi_startproc
    andq    $-16, %rsi
    leaq    -FRAME(%rsi), %rax
    stmxcsr (%rax)
    fnstcw  4(%rax)
    movq    %rdx, 40(%rax)          /* rbx */
    movq    $0, 48(%rax)            /* rbp: the last of the frame pointers */
    leaq    begin(%rip), %rcx
    movq    %rcx, 56(%rax)
    ret
    .cfi_endproc
    .size   hark_switch_prepare, . - hark_switch_prepare

/* The outermost frame of a stack: nobody is behind it. */
    .type   begin, @function
    .p2align 4
begin:
    .cfi_startproc
    .cfi_undefined rip
    call    *%rbx
    ud2
    .cfi_endproc
    .size   begin, . - begin

    .section .note.GNU-stack, "", @progbits
