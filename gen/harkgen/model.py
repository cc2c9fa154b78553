# SPDX-License-Identifier: LGPL-2.1-or-later
"""The checked schema: what it says, resolved, in the schema's own words.

`check` builds it, `view` reads it.  There is no C in here: no C name, no C type,
no header.  Types point at the declarations that they name, numbers are numbers,
and every signature knows its canonical text, its GVariant type and its
fingerprint.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from harkgen.signature import Signature, Type
from harkgen.source import Place, Source


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """`annotations` has only known, checked annotations, their arguments by
    name: {"since": {"version": "1.2"}, "quiet": {}}."""

    name: str
    place: Place = field(repr=False)
    name_place: Place = field(repr=False)
    doc: str | None = None
    annotations: dict[str, dict] = field(default_factory=dict)

    @property
    def c_name(self) -> str:
        """Its name, unless the schema wants another one in C."""
        return self.annotations.get("c_name", {}).get("name", self.name)

    @property
    def location(self) -> str:
        """Where its name stands: "workshop.hark:14"."""
        return self.name_place.location


@dataclass(slots=True, kw_only=True, eq=False)
class Default:
    """A default value: `value` is an int, float, str, bool or None, or the
    Value of an enumeration; `text` is how the schema wrote it."""

    value: int | float | str | bool | None | Value
    text: str
    place: Place = field(repr=False)


@dataclass(slots=True, kw_only=True, eq=False)
class Variable(Node):
    """A field of a record, or a parameter of an event or slot."""

    type: Type
    default: Default | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Value(Node):
    number: int


@dataclass(slots=True, kw_only=True, eq=False)
class Declaration(Node):
    namespace: str

    @property
    def qualified_name(self) -> str:
        return f"{self.namespace}.{self.name}"


@dataclass(slots=True, kw_only=True, eq=False)
class Enumeration(Declaration):
    """`kind` is enum, flags or error."""

    kind: str
    values: list[Value] = field(default_factory=list)

    @property
    def shape(self) -> str:
        values = ", ".join(f"{each.name} = {each.number}"
                           for each in self.values)
        return f"{self.kind} {self.qualified_name} {{{values}}}"


@dataclass(slots=True, kw_only=True, eq=False)
class Record(Declaration):
    """`depth` counts records in records; `variant_length` is that of the
    GVariant type, known before the type is spelled."""

    fields: list[Variable] = field(default_factory=list, repr=False)
    depth: int = 1
    variant_length: int = 2
    kind = "record"

    @property
    def signature(self) -> Signature:
        return Signature([each.type for each in self.fields])

    @property
    def variant(self) -> str:
        return self.signature.variant

    @property
    def shape(self) -> str:
        fields = ", ".join(f"{each.type.text} {each.name}"
                           for each in self.fields)
        return f"record {self.qualified_name} {{{fields}}}"


@dataclass(slots=True, kw_only=True, eq=False)
class Member(Node):
    """Something of an object.  `kind` is event, slot, state or forward."""

    owner: Object = field(repr=False)
    kind = "member"

    @property
    def qualified_name(self) -> str:
        return f"{self.owner.qualified_name}.{self.name}"

    def _parameters_text(self, parameters: list[Variable]) -> str:
        namespace = self.owner.namespace
        inner = ", ".join(f"{each.type.text_in(namespace)} {each.name}"
                          for each in parameters)
        return f"({inner})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """`depth` is 0 where none is given, `interval` is in milliseconds, `key` the
    name of a parameter."""

    policy: str
    depth: int
    interval: int
    key: str | None


@dataclass(slots=True, kw_only=True, eq=False)
class Event(Member):
    parameters: list[Variable]
    queue: Queue | None = None
    kind = "event"

    @property
    def signature(self) -> Signature:
        return Signature([each.type for each in self.parameters])

    @property
    def declaration_text(self) -> str:
        """As the schema wrote it: `event produced (string product)`."""
        return f"event {self.name} {self._parameters_text(self.parameters)}"

    @property
    def display(self) -> str:
        """`event Workshop.Producer.produced (string product)`."""
        return (f"event {self.qualified_name} "
                f"{self._parameters_text(self.parameters)}")


@dataclass(slots=True, kw_only=True, eq=False)
class Slot(Member):
    parameters: list[Variable]
    result: Type | None = None
    throws: bool = False
    is_async: bool = False
    queue: Queue | None = None
    kind = "slot"

    @property
    def signature(self) -> Signature:
        """Of the arguments."""
        return Signature([each.type for each in self.parameters])

    @property
    def forwarded_to(self) -> list[Event]:
        """What a call emits unless somebody implements the slot."""
        return [each.event for each in self.owner.forwards
                if each.slot is self]

    @property
    def result_signature(self) -> Signature:
        """Of the answer: one type, or none."""
        return Signature([self.result] if self.result else [])

    @property
    def has_answer(self) -> bool:
        """Whether calling it gives a future."""
        return self.result is not None or self.throws or self.is_async

    def _text(self, name: str) -> str:
        parts = [f"slot {name} {self._parameters_text(self.parameters)}"]
        if self.is_async:
            parts.insert(0, "async")
        if self.result:
            parts.append(f"-> {self.result.text_in(self.owner.namespace)}")
        if self.throws:
            parts.append("throws")
        return " ".join(parts)

    @property
    def declaration_text(self) -> str:
        return self._text(self.name)

    @property
    def display(self) -> str:
        return self._text(self.qualified_name)


@dataclass(slots=True, kw_only=True, eq=False)
class State(Event):
    """An event that remembers its last value, which is its one parameter."""

    default: Default | None = None
    kind = "state"

    @property
    def type(self) -> Type:
        return self.parameters[0].type

    @property
    def declaration_text(self) -> str:
        return f"state {self.type.text_in(self.owner.namespace)} {self.name}"

    @property
    def display(self) -> str:
        return (f"state {self.type.text_in(self.owner.namespace)} "
                f"{self.qualified_name}")


@dataclass(slots=True, kw_only=True, eq=False)
class Forward(Member):
    """Hands the calls of `slot` on as `event`; its name is the slot's, which
    stands right before it where the schema declares it by the forward alone."""

    slot: Slot
    event: Event
    kind = "forward"

    @property
    def declaration_text(self) -> str:
        return f"forward {self.name} -> {self.event.name}"

    @property
    def display(self) -> str:
        return f"forward {self.qualified_name} -> {self.event.name}"


@dataclass(slots=True, kw_only=True, eq=False)
class Object(Declaration):
    """`parent` is the class it derives from, `Gio.Application`, or None."""

    parent: str | None = None
    parent_place: Place | None = field(default=None, repr=False)
    members: list[Member] = field(default_factory=list)
    kind = "object"

    @property
    def shape(self) -> str:
        return f"object {self.qualified_name}"

    def _of_kind(self, kind: str) -> list[Member]:
        return [each for each in self.members if each.kind == kind]

    @property
    def events(self) -> list[Event]:
        """States are events, too."""
        return [each for each in self.members if isinstance(each, Event)]

    @property
    def slots(self) -> list[Slot]:
        return self._of_kind("slot")

    @property
    def states(self) -> list[State]:
        return self._of_kind("state")

    @property
    def forwards(self) -> list[Forward]:
        return self._of_kind("forward")


@dataclass(slots=True, kw_only=True, eq=False)
class Import:
    """`path` is as the schema wrote it: `parts/order.hark`."""

    path: str
    schema: Schema
    place: Place = field(repr=False)


@dataclass(slots=True, kw_only=True, eq=False)
class Schema:
    """One file.  `declarations` are in the order of the file; every record
    comes with all the types that it needs, whichever file they are from."""

    source: Source = field(repr=False)
    namespace: str
    doc: str | None = None
    imports: list[Import] = field(default_factory=list)
    declarations: list[Record | Enumeration | Object] = field(
        default_factory=list)

    @property
    def basename(self) -> str:
        return self.source.basename

    @property
    def records(self) -> list[Record]:
        return [each for each in self.declarations if isinstance(each, Record)]

    @property
    def enumerations(self) -> list[Enumeration]:
        return [each for each in self.declarations
                if isinstance(each, Enumeration)]

    @property
    def objects(self) -> list[Object]:
        return [each for each in self.declarations if isinstance(each, Object)]

    @property
    def paths(self) -> list[str]:
        """This file and all that it imports, each once."""
        found = {self.source.path: None}
        for each in self.imports:
            found.update(dict.fromkeys(each.schema.paths))
        return list(found)
