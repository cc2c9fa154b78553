# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tuples: what a record, an event, a call or an answer carries.

A Layout is one struct with its table of fields, the functions that pack and
clear it, and its HarkSignature.  Whatever reads alike in a file shares one, so
that an event and the slot that hears it have the same code.
"""

from __future__ import annotations

from dataclasses import dataclass

from harkgen import model
from harkgen.appended import Appended
from harkgen.cname import TypeName, align, comment, string
from harkgen.ctype import Field
from harkgen.function import Function
from harkgen.signature import Signature


@dataclass(frozen=True, slots=True)
class Layout:
    name: TypeName           # what it belongs to
    part: str                # of that: "" (all of it), Arguments, Result
    location: str
    title: str               # of the signature: "(string, uint64)", a record's name
    text: str                # "(string product, uint64 serial)"
    schema_names: list[str]
    fields: list[Field]
    signature: Signature
    is_exported: bool        # a record's signature is, so that others nest it
    appended: Appended

    @property
    def struct(self) -> str:
        return f"{self.name.camel}__{self.part or 'Values'}"

    @property
    def prefix(self) -> str:
        part = f"{self.part.lower()}_" if self.part else ""
        return f"{self.name.lower}__{part}"

    @property
    def symbol(self) -> str:
        return f"{self.prefix}signature"

    @property
    def is_empty(self) -> bool:
        return not self.fields

    @property
    def members(self) -> list[str]:
        return align([line for each in self.fields for line in each.members])

    # ----------------------------------------------------------------- packing

    @property
    def needs_tail(self) -> bool:
        return any(each.needs_tail for each in self.fields)

    @property
    def measure_lines(self) -> list[str]:
        return [line for each in self.fields for line in each.measure]

    @property
    def pack_lines(self) -> list[str]:
        """Arrays come first: they are aligned, and texts are not."""
        ordered = sorted(self.fields, key=lambda each: not each.has_count)
        return [line for each in ordered for line in each.pack]

    @property
    def clear_lines(self) -> list[str]:
        return [line for each in self.fields for line in each.clear]

    # -------------------------------------------------------------- description

    @property
    def descriptors(self) -> list[str]:
        return [each.descriptor(self.struct, name)
                for each, name in zip(self.fields, self.schema_names)]

    @property
    def descriptor_table(self) -> str:
        return "NULL" if self.is_empty else f"{self.prefix}fields"

    @property
    def size(self) -> str:
        return "0" if self.is_empty else f"sizeof ({self.struct})"

    @property
    def linkage(self) -> str:
        return "" if self.is_exported else "static "

    @property
    def title_string(self) -> str:
        return string(self.title)

    @property
    def text_string(self) -> str:
        return string(self.text)

    @property
    def variant_type(self) -> str:
        return string(self.signature.variant)

    @property
    def fingerprint(self) -> str:
        return f"G_GUINT64_CONSTANT (0x{self.signature.fingerprint:016x})"

    @property
    def appended_fingerprints(self) -> list[str]:
        return self.appended.fingerprints

    @property
    def defaults(self) -> list[str]:
        return self.appended.defaults

    @property
    def measure(self) -> str:
        return self.measure_function.name if self.measure_lines else "NULL"

    @property
    def pack(self) -> str:
        return self.pack_function.name if self.pack_lines else "NULL"

    @property
    def clear(self) -> str:
        return self.clear_function.name if self.clear_lines else "NULL"

    @property
    def measure_function(self) -> Function:
        return Function(f"{self.prefix}measure", "gsize", ["gconstpointer values"])

    @property
    def pack_function(self) -> Function:
        return Function(f"{self.prefix}pack", "void",
                        ["gconstpointer values", "gpointer packed"])

    @property
    def clear_function(self) -> Function:
        return Function(f"{self.prefix}clear", "void", ["gpointer packed"])


class Layouts:
    """All those of one file, each once, in the order of their first use."""

    def __init__(self, namespace: str):
        self.namespace = namespace
        self.all: list[Layout] = []
        self._shared: dict[tuple, Layout] = {}

    def of_record(self, node: model.Record, name: TypeName,
                  fields: list[Field]) -> Layout:
        layout = Layout(name, "", comment(node.location),
                        node.qualified_name, self._text(node.fields),
                        [each.name for each in node.fields], fields,
                        node.signature, is_exported=True, appended=Appended([], []))
        self.all.append(layout)
        return layout

    def of_event(self, node: model.Event, name: TypeName,
                 fields: list[Field]) -> Layout:
        return self._of_parameters(node, name, "", fields)

    def of_slot(self, node: model.Slot, name: TypeName,
                fields: list[Field]) -> Layout:
        return self._of_parameters(node, name, "Arguments", fields)

    def of_result(self, node: model.Slot, name: TypeName,
                  field: Field) -> Layout:
        text = f"({node.result.text_in(self.namespace)} {field.name})"
        return self._share(name, "Result", comment(node.location), text,
                           [field.name], [field], node.result_signature,
                           Appended([], []))

    def _of_parameters(self, node: model.Event | model.Slot, name: TypeName,
                       part: str, fields: list[Field]) -> Layout:
        # A state is nothing without its value.
        parameters = [] if isinstance(node, model.State) else node.parameters
        return self._share(name, part, comment(node.location),
                           self._text(node.parameters),
                           [each.name for each in node.parameters], fields,
                           node.signature, Appended(parameters, fields))

    def _share(self, name: TypeName, part: str, location: str, text: str,
               schema_names: list[str], fields: list[Field],
               signature: Signature, appended: Appended) -> Layout:
        key = (signature.text, tuple(schema_names),
               tuple(each.name for each in fields), appended.key)
        if key not in self._shared:
            layout = Layout(name, part, location, signature.text, text,
                            schema_names, fields, signature, is_exported=False,
                            appended=appended)
            self._shared[key] = layout
            self.all.append(layout)
        return self._shared[key]

    def _text(self, variables: list[model.Variable]) -> str:
        inner = ", ".join(f"{each.type.text_in(self.namespace)} {each.name}"
                          for each in variables)
        return f"({inner})"
