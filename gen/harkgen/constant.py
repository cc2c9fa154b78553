# SPDX-License-Identifier: LGPL-2.1-or-later
"""A value that a schema writes down, as C writes it."""

from __future__ import annotations

from harkgen import model
from harkgen.cname import string, type_name
from harkgen.ctype import Field
from harkgen.signature import Type


def constant(value: int | float | str | bool | model.Value, field: Field,
             type_: Type) -> str:
    """`type_` is the field's, which may be optional."""
    kind = field.element.kind
    if isinstance(value, model.Value):
        declaration = (type_.item or type_).declaration
        return f"{type_name(declaration).upper}_{value.c_name.upper()}"
    if isinstance(value, str):
        return string(value)
    if kind == "BOOL":
        return "TRUE" if value else "FALSE"
    if kind in ("FLOAT", "DOUBLE"):
        return repr(float(value))
    return _integer(value, kind)


def _integer(value: int, kind: str) -> str:
    # The smallest numbers have no literals of their own.
    if value in (-2**63, -2**31):
        return "G_MININT64" if value == -2**63 else "G_MININT32"
    if kind == "UINT64":
        return f"G_GUINT64_CONSTANT ({value})"
    if kind in ("INT64", "DURATION", "TIMESTAMP"):
        return f"G_GINT64_CONSTANT ({value})"
    return f"{value}u" if kind == "UINT32" else str(value)
