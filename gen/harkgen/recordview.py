# SPDX-License-Identifier: LGPL-2.1-or-later
"""A record in C: values that people construct, build, and send as variants."""

from __future__ import annotations

from harkgen import model
from harkgen.arguments import Arguments
from harkgen.builderview import BuilderView
from harkgen.cname import comment, type_name
from harkgen.ctype import field_of
from harkgen.function import Function
from harkgen.gtkdoc import block
from harkgen.layout import Layouts
from harkgen.valuesview import ValuesView


class RecordView(ValuesView):
    def __init__(self, node: model.Record, layouts: Layouts):
        name = type_name(node)
        fields = [field_of(each) for each in node.fields]
        super().__init__(name, fields, layouts.of_record(node, name, fields),
                         node, node.doc)
        self.location = comment(node.location)
        self.what = f"record {node.name}"
        self.builder = BuilderView(name, fields) if fields else None
        self.arguments = arguments = Arguments(fields)
        self.values_argument = "&values_" if fields else "NULL"
        self.new = Function(
            f"{name.lower}_new", f"{name.camel} *",
            arguments.parameters,
            block(f"{name.lower}_new", arguments.documentation,
                  returns=f"(transfer full): a new #{name.camel}, with copies of "
                  "all that", node=node))
        self.to_variant = Function(
            f"{name.lower}_to_variant", "GVariant *",
            [f"const {name.camel} *self"],
            block(f"{name.lower}_to_variant", [("self", "", f"a #{name.camel}")],
                  returns="(transfer full) (nullable): a variant of type "
                  f"`{node.variant}`, not floating; %NULL if a string is not UTF-8"))
        self.from_variant = Function(
            f"{name.lower}_new_from_variant", f"{name.camel} *",
            ["GVariant *variant", "GError **error"],
            block(f"{name.lower}_new_from_variant",
                  [("variant", "", f"a variant of type `{node.variant}`, from "
                    "anywhere: it is checked"),
                   ("error", "", "why it is not one")],
                  returns=f"(transfer full): a new #{name.camel}, or %NULL"))
