# SPDX-License-Identifier: LGPL-2.1-or-later
"""A state: an event with an initial value, a function that gives the value, and a
property."""

from __future__ import annotations

from dataclasses import dataclass

from harkgen import model
from harkgen.cname import TypeName, string
from harkgen.constant import constant
from harkgen.ctype import Field
from harkgen.eventview import THREAD, EventView
from harkgen.function import Function
from harkgen.gtkdoc import block
from harkgen.layout import Layouts

FLAGS = "G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS"

# For each kind of field: the function of a GValue and of a GParamSpec, and
# between which numbers.
NUMBERS = {
    "BYTE": ("uchar", "0", "G_MAXUINT8"),
    "INT16": ("int", "G_MININT16", "G_MAXINT16"),
    "UINT16": ("uint", "0", "G_MAXUINT16"),
    "INT32": ("int", "G_MININT32", "G_MAXINT32"),
    "UINT32": ("uint", "0", "G_MAXUINT32"),
    "INT64": ("int64", "G_MININT64", "G_MAXINT64"),
    "UINT64": ("uint64", "0", "G_MAXUINT64"),
    "DURATION": ("int64", "G_MININT64", "G_MAXINT64"),
    "TIMESTAMP": ("int64", "G_MININT64", "G_MAXINT64"),
    "FLOAT": ("float", "-G_MAXFLOAT", "G_MAXFLOAT"),
    "DOUBLE": ("double", "-G_MAXDOUBLE", "G_MAXDOUBLE"),
}
TEXTS = ("STRING", "FILENAME")


@dataclass(frozen=True, slots=True)
class Property:
    """`number` is its number in its class, `spec` the lines that end its
    installation; `get` and `set` are what is done with a GValue of it."""

    number: str
    spec: list[str]
    get: list[str]
    set: list[str]
    doc: str


class StateView(EventView):
    is_state = True

    def __init__(self, node: model.State, index: int, owner: TypeName,
                 layouts: Layouts, n_before: int):
        super().__init__(node, index, owner, layouts)
        field = self.fields[0]
        self.signal = node.name.replace("_", "-")
        self.flags = " | ".join(
            [each for each in (self.flags,) if each != "HARK_EVENT_DEFAULT"]
            + ["HARK_EVENT_STATE"])
        self.initial_symbol = f"{self.token}__initial"
        self.initial = _initial(node, field)
        self.emitting = "hark_seat_set_state"
        self.accessor = self._accessor(node, field)
        self.property = self._property(node, field, n_before)

    def _accessor(self, node: model.State, field: Field) -> Function:
        """get_x where it gives a number, else dup_x, which gives one's own copy."""
        element, name = field.element, field.name
        verb = "dup" if field.has_count or not element.is_scalar else "get"
        function = f"{self.owner.lower}_{verb}_{node.c_name}"
        arguments = [f"{self.owner.camel} *self"]
        documentation = [("self", "", f"a #{self.owner.camel}")]
        values = f"g_autoptr({self.name.camel}) values_ = NULL;"
        nothing = "NULL"
        dup = f"hark_seat_dup_state (&self->seat, &{self.token}__source)"
        take = [f"values_ = {dup};"]
        if field.has_count:
            returns, words = f"{self.name.camel} *", f"(transfer full): {field.words}"
            declarations, lines = [], [f"return {dup};"]
        elif field.has_flag:
            returns, nothing = "gboolean", "FALSE"
            words = f"whether there is a @{name}"
            arguments.append(f"{element.base} *{name}")
            documentation.append((name, "(out) (optional)", field.words))
            declarations = [values]
            lines = [*take, f"if (values_->has_{name} && {name} != NULL)",
                     f"  *{name} = values_->{name};", f"return values_->has_{name};"]
        elif element.is_scalar:
            returns, nothing, words = element.owned, "0", field.words
            declarations, lines = [values], [*take, f"return values_->{name};"]
        else:
            returns = f"{element.owned} *"
            nullable = " (nullable)" if field.is_nullable or not self.initial else ""
            notes = f"(transfer full){nullable} {element.scanner}".rstrip()
            words = f"{notes}: {field.words}"
            if not self.initial and not field.is_nullable:
                words += "; %NULL: it was never set"
            declarations = [values]
            lines = [*take, f"return values_ != NULL && values_->{name} != NULL "
                     f"? {element.copy} (values_->{name}) : NULL;"]
        return Function(
            function, returns, arguments,
            block(function, documentation,
                  f"What `{node.name}` is: of a remote, the newest that has come.",
                  returns=f"{words}. {THREAD}", node=node),
            lines=[*declarations, *([""] if declarations else []),
                   f"g_return_val_if_fail ({self.owner.macro('IS')} (self), {nothing});",
                   "", *lines])

    # ----------------------------------------------------------- as a property

    def _property(self, node: model.State, field: Field, n_before: int) -> Property:
        element = field.element
        get, emit = self.accessor.name, self.emit.name
        if field.has_flag or field.has_count:
            kind, spec = "boxed", [self.values.type_macro]
            got = f"hark_seat_dup_state (&self->seat, &{self.token}__source)"
            arguments = ", ".join(field.arguments("values_"))
            set_ = ["{", f"  const {self.name.camel} *values_ = g_value_get_boxed (value);", "",
                    "  if (values_ != NULL)", f"    {emit} (self, {arguments});", "}"]
        else:
            kind, spec = _spec(node, field)
            got = f"{get} (self)"
            taken = f"g_value_get_{kind} (value)"
            set_ = [f"{emit} (self, {taken});"]
        start = f"g_param_spec_{kind} ("
        put = "set" if element.is_scalar and not (field.has_flag or field.has_count) else "take"
        return Property(
            f"PROPERTY_LOOP + {n_before + 1}",
            [start + ", ".join([string(self.signal), "NULL", "NULL", *spec]) + ",",
             " " * len(start) + FLAGS + "));"],
            [f"g_value_{put}_{kind} (value, {got});"], set_,
            block(f"{self.owner.camel}:{self.signal}", (),
                  "\n\n".join(filter(None, (
                      node.doc, "Setting it emits it. It is notified once "
                      "hark_object_enable_signals() has been called, where the "
                      "object lives."))), node=node))


def _spec(node: model.State, field: Field) -> tuple[str, list[str]]:
    """The kind of a property, and what stands between its blurb and its flags."""
    element = field.element
    if element.kind in NUMBERS:
        kind, low, high = NUMBERS[element.kind]
        return kind, [low, high, _literal(node, field)]
    match element.kind:
        case "BOOL":
            return "boolean", [_literal(node, field)]
        case "STRING" | "FILENAME":
            return "string", [_literal(node, field)]
        case "ENUM" | "FLAGS":
            return element.kind.lower(), [element.g_type, _literal(node, field)]
        case "VARIANT":
            return "variant", ["G_VARIANT_TYPE_ANY", "NULL"]
    return "boxed", [element.g_type]


# ------------------------------------------------------------- initial values

def _initial(node: model.State, field: Field) -> list[str]:
    """Of the struct of values; empty if the type has no value that is nothing."""
    name = field.name
    if field.has_count:
        return [f".{name} = NULL", f".n_{name} = 0"]
    if field.has_flag:
        if node.default is None or node.default.value is None:
            return [f".has_{name} = FALSE"]
        return [f".has_{name} = TRUE", f".{name} = {_literal(node, field)}"]
    if field.element.kind in (*TEXTS, "BOOL", "ENUM", "FLAGS", *NUMBERS) or field.is_nullable:
        return [f".{name} = {_literal(node, field)}"]
    return []


def _literal(node: model.State, field: Field) -> str:
    """The default, or the value that is nothing, in C."""
    kind = field.element.kind
    value = node.default.value if node.default else None
    if value is not None:
        return constant(value, field, node.type)
    if field.is_nullable:
        return "NULL"
    if kind in TEXTS:
        return '""'
    if kind == "ENUM":
        return constant((node.type.item or node.type).declaration.values[0], field, node.type)
    return "0" if kind == "FLAGS" else constant(0, field, node.type)
