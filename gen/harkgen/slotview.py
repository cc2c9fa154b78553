# SPDX-License-Identifier: LGPL-2.1-or-later
"""A slot: what queues a call of it, what implements it, and the function
between the two that takes a call off the queue."""

from __future__ import annotations

import textwrap

from harkgen import model
from harkgen.arguments import Arguments
from harkgen.cname import TypeName, comment, mangle, string
from harkgen.ctype import field_of
from harkgen.eventview import THREAD
from harkgen.function import Function, method
from harkgen.gtkdoc import block
from harkgen.layout import Layouts
from harkgen.queueview import QueueView
from harkgen.resultview import ResultView


def _flags(node: model.Slot) -> str:
    flags = [name for name, is_set in (
        ("HARK_SLOT_THROWS", node.throws),
        ("HARK_SLOT_ASYNC", node.is_async),
        ("HARK_SLOT_CONCURRENT", "concurrent" in node.annotations)) if is_set]
    return " | ".join(flags) or "HARK_SLOT_DEFAULT"


class SlotView:
    def __init__(self, node: model.Slot, index: int, owner: TypeName,
                 layouts: Layouts, has_table: bool):
        c_name = node.c_name
        self.index = index
        self.owner = owner
        self.member = c_name
        self.token = f"{owner.lower}_{c_name}"
        self.location = comment(node.location)
        self.location_string = string(node.location)
        self.what = node.declaration_text
        self.name_string = string(node.name)
        self.text_string = string(node.display)
        self.throws = node.throws
        self.is_async = node.is_async
        self.flags = _flags(node)
        self.bounds = QueueView(node.queue, self.token) if node.queue else None
        self.has_answer = node.has_answer
        self.fields = fields = [field_of(each) for each in node.parameters]
        self.arguments = Arguments(fields)
        name = owner.within(c_name)
        self.layout = layouts.of_slot(node, name, fields)
        self.tag = f"HarkTag_{mangle([each.type for each in node.parameters])}"
        self.result = ResultView(node, name, layouts, self.arguments) if node.result else None
        self.result_signature = (f"&{self.result.layout.symbol}"
                                 if self.result else "NULL")
        self.doc_line = node.doc.splitlines()[0] if node.doc else node.declaration_text
        self._implementation(node, owner, c_name, has_table)
        self._functions(node, owner, c_name)

    # ----------------------------------------------------------- implementation

    def _implementation(self, node: model.Slot, owner: TypeName, c_name: str,
                        has_table: bool) -> None:
        """What the virtual function and the table's function look like."""
        result = self.result
        arguments = [f"{owner.camel} *self", *self.arguments.parameters]
        names = ["self", *self.arguments.names]
        if result and result.extra:
            arguments.append(result.extra)
            names.append(result.extra_name)
        if self.throws:
            arguments.append("GError **error")
            names.append("error")
        returns = result.returns if result else "void"
        self.method = method(returns, c_name, arguments)
        self.method_doc = self._method_doc(owner, c_name)
        self.default = Function(f"{owner.lower}_{c_name}__default", returns,
                                arguments)
        passed = ["self", *self.arguments.unpacked("arguments")]
        if result and result.extra:
            passed.append(f"&{result.extra_local}")
        if self.throws:
            passed.append("&failure")
        self.default_lines = self._default_lines(node, ", ".join(names), has_table)
        self._invocation(", ".join(passed), owner, has_table)

    def _method_doc(self, owner: TypeName, c_name: str) -> str:
        """For the scanner, which cannot see what a pointer points to; empty where
        there is nothing that it has to be told."""
        given = self.arguments.documentation
        told = self.result.documentation if self.result else []
        returns = self.result.returns_documentation if self.result else None
        if not (any(notes for _, notes, _ in (*given, *told))
                or (returns or "").startswith("(")):
            return ""
        doc = block(f"{owner.camel}Class::{c_name}",
                    [("self", "", f"a #{owner.camel}"), *given, *told],
                    "What implements the slot.", returns=returns)
        return textwrap.indent(doc, "  ")

    def _default_lines(self, node: model.Slot, passed: str,
                       has_table: bool) -> list[str]:
        """Looks into the instance's table; what is not there is forwarded."""
        emits = [f"{self.owner.lower}_emit_{each.c_name} ({passed});"
                 for each in node.forwarded_to]
        if not has_table:
            return emits
        member = f"slots_->{self.member}"
        returning = "return " if self.result else ""
        lines = [f"const {self.owner.camel}Slots *slots_ = self->seat.slots;", "",
                 f"if (slots_ != NULL && {member} != NULL)",
                 f"  {returning}{member} ({passed});"]
        if len(emits) > 1:
            emits = ["{", *(f"  {each}" for each in emits), "}"]
        if emits:
            lines += ["else", *(f"  {each}" for each in emits)]
        refusal = f"hark_slot_not_implemented (&{self.token}__target, error);"
        if self.throws:
            lines += [refusal] if self.result else ["else", f"  {refusal}"]
        if self.result:
            lines.append(f"return {self.result.nothing};")
        return lines

    def _invocation(self, passed: str, owner: TypeName, has_table: bool) -> None:
        """Calls the virtual function; where somebody may wait for an answer
        and nobody wrote one, that is an error."""
        virtual = f"klass->{self.member}"
        call = f"{virtual} ({passed});"
        if self.result:
            call = f"{self.result.target} = {call}"
        self.unimplemented = self.slots_local = ""
        self.invocation = [call]
        if not has_table and self.has_answer:
            self.unimplemented = f"{virtual} == NULL"
        elif not has_table:
            self.invocation = [f"if ({virtual} != NULL)", f"  {call}"]
        elif self.has_answer and not self.throws:
            self.slots_local = f"const {owner.camel}Slots *slots = self->seat.slots;"
            self.unimplemented = (
                f"{virtual} == {self.default.name}\n"
                f"      && (slots == NULL || slots->{self.member} == NULL)")
        self._invoke(virtual, has_table)

    def _invoke(self, virtual: str, has_table: bool) -> None:
        """The function that runs the slot; of an async one it begins a task, which
        runs another."""
        values = "" if self.fields else " G_GNUC_UNUSED"
        error = "" if self.has_answer else " G_GNUC_UNUSED"
        name = f"{self.token}__{'body' if self.is_async else 'invoke'}"
        arguments = ["gpointer object", f"gconstpointer values{values}",
                     "HarkFuture *answer", f"GError **error{error}"]
        self.invoke = self.body = Function(name, "void", arguments)
        if not self.is_async:
            return
        self.invoke = Function(f"{self.token}__invoke", "void",
                               ["gpointer object", "gconstpointer values", *arguments[2:]])
        self.implementation = f"G_CALLBACK ({virtual})"
        if has_table:
            self.implementation = (f"{virtual} != {self.default.name}\n"
                                   f"    ? {self.implementation} : NULL")

    # ----------------------------------------------------------------- calling

    def _functions(self, node: model.Slot, owner: TypeName, c_name: str) -> None:
        me = f"{owner.camel} *self"
        documentation = [("self", "", f"a #{owner.camel}"),
                         *self.arguments.documentation]
        text = node.doc or f"Queues a call of `{node.declaration_text}`."
        if events := " and ".join(f"`{each.name}`" for each in node.forwarded_to):
            text += f"\n\nWithout an implementation it is emitted as {events}."
        arguments = [me, *self.arguments.parameters]
        values = "&values_" if self.fields else "NULL"
        verb = "call" if self.has_answer else "post"
        self.queue = (f"hark_seat_{verb} (&self->seat, "
                      f"&{self.token}__target, {values})")
        self.call_nothing = "NULL" if self.has_answer else "FALSE"
        self.call_returns = "HarkFuture *" if self.has_answer else "gboolean "
        if not self.has_answer:
            self.call = Function(
                self.token, "gboolean", arguments,
                block(self.token, documentation, text,
                      returns=f"whether the call was accepted. {THREAD}", node=node))
            return
        call, finish, await_ = (f"{owner.lower}_{verb}_{c_name}"
                                for verb in ("call", "finish", "await"))
        self.call = Function(
            call, "HarkFuture *", arguments,
            block(call, documentation, text,
                  returns=f"(transfer full): the answer, for {finish}(). {THREAD}",
                  node=node))
        outputs = self.result.outputs if self.result else []
        self.finish = Function(
            finish, "gboolean",
            ["HarkFuture *future", *(each.declaration for each in outputs),
             "GError **error"],
            block(finish, [("future", "", f"from {call}()"),
                           *(each.documentation for each in outputs),
                           ("error", "", "the slot's own, or why there is no answer")],
                  returns=f"whether there is an answer; outputs are untouched if not. {THREAD}",
                  node=node))
        added = [self.arguments.free_name(each)
                 for each in ("timeout", "cancellable")]
        outputs = self.result.await_outputs if self.result else []
        self.output_names = [each.name for each in outputs]
        self.timeout, self.cancellable = added
        self.await_ = Function(
            await_, "gboolean",
            [*arguments, f"gint64 {added[0]}", f"GCancellable *{added[1]}",
             *(each.declaration for each in outputs), "GError **error"],
            block(await_, [*documentation,
                           (added[0], "", "in microseconds, or %HARK_FOREVER"),
                           (added[1], "(nullable)", "ends the wait, not the work"),
                           *(each.documentation for each in outputs),
                           ("error", "", "the slot's own, or those of hark_future_await()")],
                  text, returns="whether there is an answer; outputs are untouched "
                  "if not. Thread: any. Blocks: yes.", node=node))
        self.call_names = ", ".join(["self", *self.arguments.names])
        self.finish_names = ", ".join(["future_", *self.output_names, "error"])
