# SPDX-License-Identifier: LGPL-2.1-or-later
"""A record's builder: a struct on somebody's stack, laid out as the record is,
whose fields are copies of its own."""

from __future__ import annotations

from harkgen.cname import TypeName, align
from harkgen.ctype import Field
from harkgen.function import Function


class BuilderView:
    def __init__(self, name: TypeName, fields: list[Field]):
        self.name = TypeName(name.space, name.name + "Builder")
        self.initializer = f"{self.name.upper}_INIT"
        self.members = align([line for each in fields
                              for line in each.owned_members])
        pointer = f"{self.name.camel} *self"
        prefix = self.name.lower
        self.setters = [_setter(self.name, each) for each in fields]
        self.init_from = Function(
            f"{prefix}_init_from", "void",
            [pointer, f"const {name.camel} *from"])
        self.end = Function(f"{prefix}_end", f"{name.camel} *", [pointer])
        self.clear = Function(f"{prefix}_clear", "void", [pointer])
        self.copies = [
            f"{function.name} (self, {', '.join(each.arguments('from'))});"
            for function, each in zip(self.setters, fields)]
        self.missing = [f"self->{each.name} != NULL" for each in fields
                        if each.checks and not each.has_count]
        self.clear_lines = [line for each in fields for line in _freeing(each)]


def _setter(builder: TypeName, field: Field) -> Function:
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
