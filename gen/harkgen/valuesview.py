# SPDX-License-Identifier: LGPL-2.1-or-later
"""A boxed type over values: what records have in common with what events carry.
Immutable, with a reference count, named fields and getters."""

from __future__ import annotations

from harkgen import model
from harkgen.cname import TypeName
from harkgen.ctype import Field
from harkgen.function import Function
from harkgen.gtkdoc import block
from harkgen.layout import Layout


class ValuesView:
    """A boxed type over values."""

    def __init__(self, name: TypeName, fields: list[Field], layout: Layout,
                 node: model.Node, text: str | None):
        self.name = name
        self.fields = fields
        self.layout = layout
        self.type_macro = name.macro("TYPE")
        self.members = [line for each in fields for line in each.const_members]
        self.doc = block(
            name.camel,
            [part for each in fields for part in _member_documentation(each)],
            text, node=node)
        self_pointer = f"{name.camel} *self"
        self.get_type = Function(f"{name.lower}_get_type", "GType", [],
                                 attributes=" G_GNUC_CONST")
        self.ref = Function(
            f"{name.lower}_ref", f"{name.camel} *", [self_pointer],
            block(f"{name.lower}_ref", [("self", "", f"a #{name.camel}")],
                  returns="(transfer full): @self"))
        self.unref = Function(
            f"{name.lower}_unref", "void", [self_pointer],
            block(f"{name.lower}_unref",
                  [("self", "(transfer full)", f"a #{name.camel}")]))
        self.getters = [_getter(name, each) for each in fields]


def _getter(name: TypeName, field: Field) -> Function:
    function = f"{name.lower}_get_{field.name}"
    arguments = [f"const {name.camel} *self"]
    documentation = [("self", "", f"a #{name.camel}")]
    lines = [f"return self->{field.name};"]
    returns, words = _returned(field), field.words
    scanner = field.scanner
    if field.has_flag:
        returns, words = "gboolean", f"whether there is a @{field.name}"
        arguments.append(f"{field.element.base} *{field.name}")
        documentation.append((field.name, "(out) (optional)", field.words))
        lines = [f"if (self->has_{field.name} && {field.name} != NULL)",
                 f"  *{field.name} = self->{field.name};",
                 f"return self->has_{field.name};"]
    elif field.has_count and not field.is_text_array:
        arguments.append(f"gsize *n_{field.name}")
        documentation.append((f"n_{field.name}", "(out) (optional)", "how many there are"))
        lines = [f"if (n_{field.name} != NULL)",
                 f"  *n_{field.name} = self->n_{field.name};", *lines]
    if field.has_count or not field.element.is_scalar:
        scanner = f"(transfer none) {scanner}".rstrip()
    return Function(
        function, returns, arguments,
        block(function, documentation,
              returns=f"{scanner}: {words}" if scanner else words),
        lines=lines)


def _returned(field: Field) -> str:
    """The type of a getter that gives a field as it is."""
    declaration = field.members[0]
    return declaration[:-len(field.name)].rstrip()


def _member_documentation(field: Field) -> list[tuple[str, str, str]]:
    """Of the fields of a struct."""
    count = (f"n_{field.name}", "", f"how many @{field.name} there are")
    return [*field.documentation, *([count] if field.is_text_array else [])]
