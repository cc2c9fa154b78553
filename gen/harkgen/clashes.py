# SPDX-License-Identifier: LGPL-2.1-or-later
"""Two names of a schema that would become one in C.

Each declaration lists the identifiers that will be made from it; who comes second
with one of them is in error.
"""

from __future__ import annotations

from collections.abc import Iterator

from harkgen import model
from harkgen.names import camel_case, snake_case
from harkgen.source import Report


def check_clashes(schema: model.Schema, report: Report) -> None:
    owners: dict[str, str] = {}
    for other in schema.imports:
        for declaration in other.schema.declarations:
            for identifier, what, _node in _identifiers(declaration):
                owners.setdefault(identifier, what)
    for declaration in schema.declarations:
        told = set()
        for identifier, what, node in _identifiers(declaration):
            owner = owners.setdefault(identifier, what)
            if owner != what and (what, owner) not in told:
                told.add((what, owner))
                report.error(node.name_place, f"{what} and {owner} would both "
                             f"be '{identifier}' in C; rename one")


def _identifiers(declaration: model.Declaration) -> Iterator[
        tuple[str, str, model.Node]]:
    what = f"{declaration.kind} '{declaration.qualified_name}'"
    camel = declaration.namespace + declaration.c_name
    space, name = (snake_case(declaration.namespace),
                   snake_case(declaration.c_name))
    lower, upper = f"{space}_{name}", f"{space}_{name}".upper()
    own = [camel, f"{lower}_get_type", f"{space}_type_{name}".upper()]
    if isinstance(declaration, model.Record):
        own += [f"{camel}Builder", f"{lower}_new", f"{lower}_ref",
                f"{lower}_unref"]
    elif isinstance(declaration, model.Object):
        own += [f"{camel}Class", f"{camel}Slots", f"{lower}_new",
                f"{lower}_new_remote", f"{lower}_get_data",
                f"{space}_is_{name}".upper(), upper]
    elif declaration.kind == "error":
        own += [f"{lower}_quark", upper]
    for each in own:
        yield each, what, declaration
    if isinstance(declaration, model.Enumeration):
        for value in declaration.values:
            yield (f"{upper}_{value.c_name.upper()}",
                   f"value '{declaration.qualified_name}.{value.name}'", value)
    elif isinstance(declaration, model.Object):
        for member in declaration.members:
            if member.kind != "forward":
                yield from _of_member(camel, lower, member)


def _of_member(camel: str, lower: str, member: model.Member) -> Iterator[
        tuple[str, str, model.Node]]:
    what = f"{member.kind} '{member.qualified_name}'"
    name = member.c_name
    yield f"{lower}_{name}", what, member
    if member.kind == "slot":
        yield f"{lower}_call_{name}", what, member
        return
    yield camel + camel_case(name), what, member
    if member.kind == "state":
        for verb in ("get", "dup"):
            yield f"{lower}_{verb}_{name}", what, member
    for verb in ("emit", "next", "await", "stream", "stream_next"):
        yield f"{lower}_{verb}_{name}", what, member
    # The functions of what it carries.
    for end in ("get_type", "ref", "unref",
                *(f"get_{each.c_name}" for each in getattr(member, "parameters", ()))):
        yield f"{lower}_{name}_{end}", what, member
