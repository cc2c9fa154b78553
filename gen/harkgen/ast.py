# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a schema says, word for word, before anybody asks whether it is true.

Nodes are built by `parse` and read by `check`.  Names are not resolved, numbers
are as written, and every node knows its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from harkgen.source import Place, Source


@dataclass(slots=True)
class Name:
    text: str
    place: Place


@dataclass(slots=True)
class Qualified:
    """`Order`, or `Other.Order`."""

    namespace: Name | None
    name: Name
    place: Place

    @property
    def text(self) -> str:
        if self.namespace is None:
            return self.name.text
        return f"{self.namespace.text}.{self.name.text}"


@dataclass(slots=True)
class Literal:
    """`kind` is integer, float, string, bool, null or name."""

    kind: str
    value: int | float | str | bool | None
    text: str
    place: Place


@dataclass(slots=True)
class Argument:
    key: Name | None
    value: Literal
    place: Place


@dataclass(slots=True)
class Annotation:
    name: Name
    arguments: list[Argument]
    place: Place


@dataclass(slots=True)
class Type:
    """`kind` is named, object, map, array or optional.

    A type that is deeper than MAX_TYPE_DEPTH is cut there and says so, so that
    whoever walks types may do it by recursion.
    """

    kind: str
    place: Place
    qualified: Qualified | None = None   # named, object
    key: Type | None = None              # map
    item: Type | None = None             # map, array, optional
    depth: int = 0                       # of the containers around it all
    is_too_deep: bool = False


@dataclass(slots=True, kw_only=True)
class Node:
    """Anything that can be annotated and documented."""

    name: Name
    place: Place
    annotations: list[Annotation]
    doc: str | None = None

    @property
    def c_name(self) -> Name:
        """The name that has to be good in C: its own, or that of @c_name."""
        for each in self.annotations:
            if (each.name.text == "c_name" and len(each.arguments) == 1
                    and each.arguments[0].value.kind == "string"
                    and each.arguments[0].value.value.isidentifier()):
                literal = each.arguments[0].value
                return Name(literal.value, literal.place)
        return self.name


@dataclass(slots=True, kw_only=True)
class Variable(Node):
    """A field of a record, a parameter, or a state."""

    type: Type
    default: Literal | None


@dataclass(slots=True, kw_only=True)
class Record(Node):
    fields: list[Variable]


@dataclass(slots=True, kw_only=True)
class Value(Node):
    number: Literal | None


@dataclass(slots=True, kw_only=True)
class Enumeration(Node):
    """`kind` is enum, flags or error."""

    kind: str
    values: list[Value]


@dataclass(slots=True, kw_only=True)
class Event(Node):
    parameters: list[Variable]


@dataclass(slots=True, kw_only=True)
class Slot(Node):
    parameters: list[Variable]
    result: Type | None
    throws: bool
    is_async: bool


@dataclass(slots=True, kw_only=True)
class State(Variable):
    @property
    def parameters(self) -> list[Variable]:
        """None that the schema wrote."""
        return []


@dataclass(slots=True, kw_only=True)
class Forward(Node):
    """Its name is the slot's."""

    event: Name


@dataclass(slots=True, kw_only=True)
class Object(Node):
    """`kind` is object or interface."""

    kind: str
    parent: Qualified | None
    members: list[Event | Slot | State | Forward]


@dataclass(slots=True)
class Namespace:
    name: Name
    place: Place
    doc: str | None = None


@dataclass(slots=True)
class Import:
    path: Literal
    place: Place


@dataclass(slots=True)
class Schema:
    source: Source
    items: list[Namespace | Import | Record | Enumeration | Object] = field(
        default_factory=list)
