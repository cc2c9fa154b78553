# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether a default value fits its type.

Answers a model.Default, or the sentence that says why there is none.
"""

from __future__ import annotations

import math

from harkgen import ast, model
from harkgen.words import one_of, suggestion

INTEGER_RANGES = {
    "byte": (0, 2**8 - 1),
    "int16": (-2**15, 2**15 - 1),
    "uint16": (0, 2**16 - 1),
    "int32": (-2**31, 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-2**63, 2**63 - 1),
    "uint64": (0, 2**64 - 1),
    "duration": (-2**63, 2**63 - 1),
}
MAX_FLOAT = (2 - 2**-23) * 2.0**127


def fit(literal: ast.Literal, type_: model.Type,
        namespace: str) -> model.Default | str:
    """`namespace` is the one in whose words to answer."""
    target = type_
    if type_.kind == "optional":
        if literal.kind == "null":
            return _default(literal, None)
        target = type_.item
    if literal.kind == "null":
        text = type_.text_in(namespace)
        return f"'{text}' cannot be null; '{text}?' can"
    match target.kind:
        case "basic":
            return _fit_basic(literal, target)
        case "enum" | "flags" | "error":
            return _fit_value(literal, target.declaration)
        case "optional" | "object":
            return f"'{type_.text_in(namespace)}' has no default but null"
    return f"'{target.text_in(namespace)}' cannot have a default"


def _fit_basic(literal: ast.Literal, type_: model.Type) -> model.Default | str:
    name = type_.name
    if name == "bool":
        if literal.kind == "bool":
            return _default(literal, literal.value)
        return f"'bool' is true or false, not {literal.text}"
    if name in INTEGER_RANGES:
        low, high = INTEGER_RANGES[name]
        if literal.kind != "integer":
            return f"'{name}' is a whole number, not {literal.text}"
        if not low <= literal.value <= high:
            return (f"{literal.text} is out of range; "
                    f"'{name}' goes from {low} to {high}")
        return _default(literal, literal.value)
    if name in ("float", "double"):
        if literal.kind not in ("integer", "float"):
            return f"'{name}' is a number, not {literal.text}"
        value = float(literal.value)
        if not math.isfinite(value) or name == "float" and (
                abs(value) > MAX_FLOAT):
            return f"{literal.text} is out of range of '{name}'"
        return _default(literal, value)
    if name in ("string", "filename"):
        if literal.kind == "string":
            return _default(literal, literal.value)
        return f"'{name}' is a text in quotes, not {literal.text}"
    return f"'{name}' cannot have a default"


def _fit_value(literal: ast.Literal,
               enumeration: model.Enumeration) -> model.Default | str:
    if literal.kind == "name":
        for each in enumeration.values:
            if each.name == literal.value:
                return _default(literal, each)
    known = [each.name for each in enumeration.values]
    return (f"'{enumeration.name}' has no value '{literal.text}'"
            + (suggestion(literal.text, known)
               or f"; it has {one_of(known[:12])}"))


def _default(literal: ast.Literal, value) -> model.Default:
    return model.Default(value=value, text=literal.text, place=literal.place)
