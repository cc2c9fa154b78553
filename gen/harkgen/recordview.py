# SPDX-License-Identifier: LGPL-2.1-or-later
"""A record in C, and what it has in common with an event's values: immutable
values with a reference count, named fields and getters."""

from __future__ import annotations

from harkgen import model
from harkgen.cname import TypeName, align, comment, type_name
from harkgen.ctype import Field, field_of
from harkgen.function import Function
from harkgen.gtkdoc import block
from harkgen.layout import Layouts


class ValuesView:
    """A boxed type over values."""

    def __init__(self, name: TypeName, fields: list[Field], layout,
                 node: model.Node, text: str | None):
        self.name = name
        self.fields = fields
        self.layout = layout
        self.type_macro = name.macro("TYPE")
        self.members = align([line for each in fields
                              for line in each.const_members])
        self.doc = block(
            name.camel,
            [part for each in fields for part in member_documentation(each)],
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
        self.getters = [getter(name, each) for each in fields]


def getter(name: TypeName, field: Field) -> Function:
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


def member_documentation(field: Field) -> list[tuple[str, str, str]]:
    """Of the fields of a struct."""
    found = [(field.name, field.scanner if not field.has_count or field.is_text_array
              else f"(array length=n_{field.name})", field.words)]
    if field.has_flag:
        found.insert(0, (f"has_{field.name}", "", f"whether there is a @{field.name}"))
    elif field.has_count:
        found.append((f"n_{field.name}", "", f"how many @{field.name} there are"))
    return found


def setter(builder: TypeName, field: Field) -> Function:
    """Sets one field of a builder."""
    return Function(
        f"{builder.lower}_set_{field.name}", "void",
        [f"{builder.camel} *self", *field.parameters], lines=_setting(field))


def _setting(field: Field) -> list[str]:
    element, name = field.element, field.name
    here = f"self->{name}"
    if element.is_scalar and not field.has_count:
        flag = [f"self->has_{name} = has_{name};"] if field.has_flag else []
        return [*flag, f"{here} = {name};"]
    if field.has_count:
        return _setting_array(field)
    copy = {"variant": f"g_variant_ref_sink ({name})"}.get(
        element.kind.lower(), f"{element.copy} ({name})")
    if element.is_text:
        return [f"char *old_ = {here};", "",
                f"{here} = g_strdup ({name});",
                "g_free (old_);"]
    return [f"{element.owned} *old_ = {here};", "",
            f"{here} = {name} != NULL ? {copy} : NULL;",
            "if (old_ != NULL)",
            f"  {element.free} (old_);"]


def _setting_array(field: Field) -> list[str]:
    element, name = field.element, field.name
    here = f"self->{name}"
    if element.is_text:
        return [f"char **old_ = {here};", "",
                f"{here} = g_strdupv ((char **) {name});",
                f"self->n_{name} = {name} != NULL ? g_strv_length ({here}) : 0;",
                "g_strfreev (old_);"]
    copy = f"g_memdup2 ({name}, n_{name} * sizeof *{name});"
    if element.is_scalar:
        return [f"{element.base} *old_ = {here};", "",
                f"{here} = {copy}",
                f"self->n_{name} = n_{name};",
                "g_free (old_);"]
    take = "g_variant_ref_sink" if element.is_variant else element.copy
    return [f"{element.base} **old_ = {here};",
            f"gsize n_old_ = self->n_{name};", "",
            f"{here} = {copy}",
            f"self->n_{name} = n_{name};",
            f"for (gsize i_ = 0; i_ < n_{name}; i_++)",
            f"  {take} ({here}[i_]);",
            "for (gsize i_ = 0; i_ < n_old_; i_++)",
            f"  {element.free} (old_[i_]);",
            "g_free (old_);"]


class BuilderView:
    """A struct on somebody's stack that has copies of its own."""

    def __init__(self, name: TypeName, fields: list[Field]):
        self.name = TypeName(name.space, name.name + "Builder")
        self.initializer = f"{self.name.upper}_INIT"
        self.members = align([line for each in fields
                              for line in each.owned_members])
        pointer = f"{self.name.camel} *self"
        prefix = self.name.lower
        self.setters = [setter(self.name, each) for each in fields]
        self.init_from = Function(
            f"{prefix}_init_from", "void",
            [pointer, f"const {name.camel} *from"])
        self.end = Function(f"{prefix}_end", f"{name.camel} *", [pointer])
        self.clear = Function(f"{prefix}_clear", "void", [pointer])
        self.copies = [
            f"{setter.name} (self, {', '.join(each.arguments('from'))});"
            for setter, each in zip(self.setters, fields)]
        self.missing = [f"self->{each.name} != NULL" for each in fields
                        if each.checks and not each.has_count]
        self.clear_lines = [line for each in fields for line in _freeing(each)]


def _freeing(field: Field) -> list[str]:
    element, name = field.element, field.name
    here = f"self->{name}"
    if field.is_text_array:
        return [f"g_strfreev ({here});"]
    if field.has_count and element.is_scalar:
        return [f"g_free ({here});"]
    if field.has_count:
        return [f"for (gsize i_ = 0; i_ < self->n_{name}; i_++)",
                f"  {element.free} ({here}[i_]);",
                f"g_free ({here});"]
    if element.is_scalar:
        return []
    if element.is_text:
        return [f"g_free ({here});"]
    return [f"if ({here} != NULL)", f"  {element.free} ({here});"]


class RecordView(ValuesView):
    def __init__(self, node: model.Record, layouts: Layouts):
        name = type_name(node)
        fields = [field_of(each) for each in node.fields]
        super().__init__(name, fields, layouts.of_record(node, name, fields),
                         node, node.doc)
        self.location = comment(node.location)
        self.what = f"record {node.name}"
        self.builder = BuilderView(name, fields) if fields else None
        self.checks = [each for field in fields for each in field.checks]
        self.sink = [line for each in fields for line in each.sink]
        self.release = [line for each in fields for line in each.release]
        self.initializers = [each for field in fields
                             for each in field.initializers]
        self.values_argument = "&values_" if fields else "NULL"
        self.new = Function(
            f"{name.lower}_new", f"{name.camel} *",
            [each for field in fields for each in field.parameters],
            block(f"{name.lower}_new",
                  [each for field in fields for each in field.documentation],
                  returns=f"(transfer full): a new #{name.camel} with copies of all that", node=node))
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
                  [("variant", "", f"a variant of type `{node.variant}`, from anywhere: it is checked"),
                   ("error", "", "why it is not one")],
                  returns=f"(transfer full): a new #{name.camel}, or %NULL"))
