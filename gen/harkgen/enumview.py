# SPDX-License-Identifier: LGPL-2.1-or-later
"""An enumeration, flags or an error domain in C."""

from __future__ import annotations

from harkgen import model
from harkgen.cname import TypeName, comment, string, type_name
from harkgen.function import Function
from harkgen.gtkdoc import block, remark


class EnumerationView:
    def __init__(self, node: model.Enumeration):
        self.name = type_name(node)
        self.kind = "flags" if node.kind == "flags" else "enum"
        self.location = comment(node.location)
        self.what = f"{node.kind} {node.name}"
        self.g_kind = "Flags" if node.kind == "flags" else "Enum"
        self.domain = DomainView(self.name) if node.kind == "error" else None
        self.type_macro = self.name.macro("TYPE")
        self.values = [
            (f"{self.name.upper}_{each.c_name.upper()}",
             _number(each.number, node.kind),
             string(each.c_name.replace("_", "-")))
            for each in node.values]
        self.doc = block(
            self.name.camel,
            [(f"{self.name.upper}_{each.c_name.upper()}", "",
              (each.doc or each.name) + remark(each)) for each in node.values],
            node.doc, node=node)
        self.get_type = Function(f"{self.name.lower}_get_type", "GType", [],
                                 attributes=" G_GNUC_CONST")


class DomainView:
    """What makes an enumeration the codes of a domain of GErrors."""

    def __init__(self, name: TypeName):
        self.macro = name.upper
        self.quark = Function(
            f"{name.lower}_quark", "GQuark", [],
            block(f"{name.lower}_quark",
                  returns=f"the domain of errors whose codes are of #{name.camel}"))
        self.text = string(f"{name.lower.replace('_', '-')}-quark")


def _number(number: int, kind: str) -> str:
    if kind == "flags":
        return f"0x{number:x}"
    # The smallest number has no literal of its own type.
    return "G_MININT32" if number == -2**31 else str(number)
