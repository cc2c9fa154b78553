# SPDX-License-Identifier: LGPL-2.1-or-later
"""Types, and what an ordered list of them means to the rest of the world.

Two ends agree on a signature by its text within a process, and by its fingerprint
between two; its GVariant type says what the bytes look like.  Part of the model,
and like it free of C.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harkgen.source import Place

if TYPE_CHECKING:
    from harkgen.model import Enumeration, Object, Record

VARIANT_TYPES = {
    "bool": "b", "byte": "y", "int16": "n", "uint16": "q", "int32": "i",
    "uint32": "u", "int64": "x", "uint64": "t", "float": "d", "double": "d",
    "string": "s", "bytes": "ay", "filename": "ay", "duration": "x",
    "timestamp": "x", "variant": "v", "fd": "h",
}


@dataclass(slots=True, kw_only=True, eq=False)
class Type:
    """A resolved type.  `kind` is one of

    basic     `name` is a key of VARIANT_TYPES
    record    `declaration` is a Record; if `is_recursive`, the field that has
              this type closes a circle of records, and crosses as a variant
    enum      `declaration` is an Enumeration of that kind
    flags     likewise
    error     likewise
    object    `declaration` is an Object
    array     of `item`
    optional  `item` or nothing
    map       from string to `item`

    `text` is qualified (`Workshop.Order[]`); `short_text` is as a schema of the
    namespace itself writes it (`Order[]`).
    """

    kind: str
    name: str | None = None
    declaration: Record | Enumeration | Object | None = None
    item: Type | None = None
    is_recursive: bool = False
    place: Place = field(repr=False)

    def _spell(self, namespace: str | None) -> str:
        match self.kind:
            case "basic":
                return self.name
            case "array":
                return f"{self.item._spell(namespace)}[]"
            case "optional":
                return f"{self.item._spell(namespace)}?"
            case "map":
                return f"map<string, {self.item._spell(namespace)}>"
        prefix = "object " if self.kind == "object" else ""
        if self.declaration.namespace == namespace:
            return prefix + self.declaration.name
        return prefix + self.declaration.qualified_name

    @property
    def text(self) -> str:
        return self._spell(None)

    def text_in(self, namespace: str) -> str:
        return self._spell(namespace)

    @property
    def variant(self) -> str:
        """The GVariant type string."""
        match self.kind:
            case "basic":
                return VARIANT_TYPES[self.name]
            case "array":
                return f"a{self.item.variant}"
            case "optional":
                return f"m{self.item.variant}"
            case "map":
                return f"a{{s{self.item.variant}}}"
            case "record":
                return "v" if self.is_recursive else self.declaration.variant
            case "flags":
                return "u"
            case "enum" | "error":
                return "i"
        return "()"   # an object never leaves the process

    @property
    def innermost(self) -> Type:
        """Without the arrays, maps and optionals around it."""
        type_ = self
        while type_.item is not None:
            type_ = type_.item
        return type_


@dataclass(slots=True, eq=False)
class Signature:
    """An ordered list of types: what an event or a call carries."""

    types: list[Type]

    @property
    def text(self) -> str:
        """`(string, Workshop.Order)`: two that read alike are alike."""
        return f"({', '.join(each.text for each in self.types)})"

    @property
    def variant(self) -> str:
        return f"({''.join(each.variant for each in self.types)})"

    @property
    def canonical(self) -> str:
        """All that shapes the bytes: the text, and then, each once and in the
        order in which they are met, the shapes of what it names."""
        shapes: dict[str, str] = {}
        waiting = list(self.types)
        for each in waiting:
            declaration = each.innermost.declaration
            if declaration is None or declaration.qualified_name in shapes:
                continue
            shapes[declaration.qualified_name] = declaration.shape
            if declaration.kind == "record":
                waiting += [each.type for each in declaration.fields]
        return "; ".join([self.text, *shapes.values()])

    @property
    def fingerprint(self) -> int:
        """The first eight bytes of the SHA-256 of the canonical text, read
        big-endian, so that its hexadecimal form is the digest's beginning."""
        digest = hashlib.sha256(self.canonical.encode()).digest()
        return int.from_bytes(digest[:8], "big")
