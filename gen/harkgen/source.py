# SPDX-License-Identifier: LGPL-2.1-or-later
"""Schema text, places in it, and what is said about them.

A Source is one file, read once.  A Place is a stretch of it and costs two
numbers; line and column are worked out when somebody asks.  A Diagnostic is a
sentence about a place; SchemaError carries one or more of them.  Nothing here
prints.
"""

from __future__ import annotations

import bisect
import codecs
import os
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from harkgen.limits import MAX_SCHEMA_BYTES

MAX_SHOWN_COLUMNS = 120


class Source:
    """The text of one schema, under the name its reader knows it by."""

    def __init__(self, path: str, text: str):
        self.path = path
        self.text = text

    @classmethod
    def read(cls, path: str, asked_at: Place | None = None) -> Source:
        """Reads a schema; what is wrong with the file is a SchemaError,
        located at `asked_at` (the import) where there is one."""
        try:
            with open(path, "rb") as stream:
                data = stream.read(MAX_SCHEMA_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SchemaError.at(
                asked_at or Source(path, "").whole,
                f"cannot read '{path}': {reason}") from None
        if len(data) > MAX_SCHEMA_BYTES:
            raise SchemaError.at(
                Source(path, "").whole,
                f"this file is larger than a schema may be "
                f"({MAX_SCHEMA_BYTES} bytes); split it and use 'import'")
        return cls.decode(path, data)

    @classmethod
    def decode(cls, path: str, data: bytes) -> Source:
        data = data.removeprefix(codecs.BOM_UTF8)
        try:
            return cls(path, data.decode("utf-8"))
        except UnicodeDecodeError as error:
            source = cls(path, data.decode("utf-8", errors="replace"))
            offset = len(data[:error.start].decode("utf-8"))
            raise SchemaError.at(
                Place(source, offset, offset + 1),
                f"byte 0x{data[error.start]:02x} is not UTF-8; "
                f"save the schema as UTF-8") from None

    @property
    def basename(self) -> str:
        return os.path.basename(self.path)

    @property
    def whole(self) -> Place:
        """The file rather than a place in it."""
        return Place(self, 0, 0, is_whole=True)

    @cached_property
    def line_starts(self) -> list[int]:
        return [0] + [match.end() for match in re.finditer("\n", self.text)]

    def line_of(self, offset: int) -> int:
        return bisect.bisect_right(self.line_starts, offset)

    def line_start(self, line: int) -> int:
        return self.line_starts[line - 1]

    def line_text(self, line: int) -> str:
        start = self.line_start(line)
        end = self.text.find("\n", start)
        return self.text[start:end if end >= 0 else None].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a source, from `offset` up to `end`."""

    source: Source = field(repr=False)
    offset: int
    end: int
    is_whole: bool = False

    @property
    def line(self) -> int:
        return self.source.line_of(self.offset)

    @property
    def column(self) -> int:
        return self.offset - self.source.line_start(self.line) + 1

    @property
    def location(self) -> str:
        """What generated code says of its origin: "workshop.hark:14"."""
        return f"{self.source.basename}:{self.line}"

    def __str__(self) -> str:
        if self.is_whole:
            return self.source.path
        return f"{self.source.path}:{self.line}:{self.column}"

    def excerpt(self) -> list[str]:
        """The source line and a line with a caret under the place."""
        if self.is_whole:
            return []
        text = self.source.line_text(self.line)
        start = self.column - 1
        width = max(1, min(self.end - self.offset, len(text) - start))
        if len(text) > MAX_SHOWN_COLUMNS:
            cut = max(0, min(start - 20, len(text) - MAX_SHOWN_COLUMNS))
            text = text[cut:cut + MAX_SHOWN_COLUMNS]
            start -= cut
            width = min(width, len(text) - start) or 1
        text = "".join(c if c.isprintable() or c == "\t" else "\ufffd"
                       for c in text)
        margin = "".join(map(_blank, text[:start]))
        return [f"  {text}", f"  {margin}^{'~' * (width - 1)}"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    place: Place
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        return "\n".join([f"{self.place}: {kind}{self.message}",
                          *self.place.excerpt()])


class SchemaError(Exception):
    """A schema cannot be used; `diagnostics` says why, and where."""

    def __init__(self, diagnostics: list[Diagnostic]):
        super().__init__("\n".join(str(each) for each in diagnostics))
        self.diagnostics = diagnostics

    @classmethod
    def at(cls, place: Place, message: str) -> SchemaError:
        return cls([Diagnostic(place, message)])


class Report:
    """Collects what is said about a run's schemas."""

    def __init__(self):
        self.diagnostics: list[Diagnostic] = []

    def error(self, place: Place, message: str) -> None:
        self.diagnostics.append(Diagnostic(place, _tidy(message)))

    def warning(self, place: Place, message: str) -> None:
        self.diagnostics.append(Diagnostic(place, _tidy(message),
                                           is_warning=True))

    @property
    def has_errors(self) -> bool:
        return any(not each.is_warning for each in self.diagnostics)

    @property
    def in_order(self) -> list[Diagnostic]:
        """File by file as they were met, each from top to bottom, and
        nothing twice."""
        met: dict[str, int] = {}
        for each in self.diagnostics:
            met.setdefault(each.place.source.path, len(met))
        return sorted(dict.fromkeys(self.diagnostics), key=lambda each: (
            met[each.place.source.path], each.place.offset))

    def raise_errors(self) -> None:
        if self.has_errors:
            raise SchemaError([each for each in self.in_order
                               if not each.is_warning])


def _tidy(message: str) -> str:
    """What is quoted from a schema is shown as far as it is fit to be."""
    message = "".join(c if c.isprintable() else "\ufffd" for c in message)
    return re.sub(r"\S{200,}", lambda match: f"{match[0][:60]}...", message)


def _blank(char: str) -> str:
    """As much nothing as the character takes up on a terminal."""
    if char == "\t":
        return char
    if unicodedata.combining(char):
        return ""
    return "  " if unicodedata.east_asian_width(char) in "WF" else " "
