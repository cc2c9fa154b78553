# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the language has and the generator has not, in one table.

All of it parses and is checked; asking for C is an error at the place where it
stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from harkgen import model
from harkgen.source import Place, Report

NOT_GENERATED = {
    "map": "'map'",
    "default": "a default of a field",
    "object": "'object' as a type",
    "fd": "'fd'",
    "nested array": "an array of arrays",
    "array of optional": "an array of optional elements",
    "optional array": "an optional array",
    "recursive": "a record that holds itself",
}


def check_coverage(schema: model.Schema, report: Report) -> None:
    for node in _nodes(schema):
        for what, place in _features(node):
            if what in NOT_GENERATED:
                report.error(place, f"{NOT_GENERATED[what]} is checked but "
                             f"not generated yet")


def _nodes(schema: model.Schema) -> Iterator[model.Node]:
    for declaration in schema.declarations:
        yield declaration
        yield from getattr(declaration, "fields", ())
        for member in getattr(declaration, "members", ()):
            yield member
            yield from getattr(member, "parameters", ())


def _features(node: model.Node) -> Iterator[tuple[str, Place]]:
    kind = getattr(node, "kind", None)
    if kind == "record":
        for each in node.fields:
            if each.default is not None:
                yield "default", each.default.place
    elif kind == "slot":
        if node.result is not None:
            yield from _of_type(node.result)
    if getattr(node, "type", None) is not None and kind != "state":
        yield from _of_type(node.type)


def _of_type(type_: model.Type) -> Iterator[tuple[str, Place]]:
    item = type_.item
    if type_.kind in ("map", "object"):
        yield type_.kind, type_.place
    elif type_.name == "fd":
        yield "fd", type_.place
    elif type_.is_recursive:
        yield "recursive", type_.place
    elif type_.kind == "array" and item.kind == "array":
        yield "nested array", type_.place
    elif type_.kind == "array" and item.kind == "optional":
        yield "array of optional", type_.place
    elif type_.kind == "optional" and item.kind == "array":
        yield "optional array", type_.place
    elif item is not None:
        yield from _of_type(item)
