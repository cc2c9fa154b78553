# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a function is given, on its way into a struct and out again."""

from __future__ import annotations

from harkgen.ctype import Field


class Arguments:
    """The parameters of a schema, as the C functions that take them see them.

    `sink` stands at the head of such a function, `hold` behind its
    declarations, and `release` at its end."""

    def __init__(self, fields: list[Field]):
        self.fields = fields
        self.parameters = _all(each.parameters for each in fields)
        self.names = _all(each.argument_names for each in fields)
        self.checks = _all(each.checks for each in fields)
        self.sink = _all(each.sink for each in fields)
        self.hold = _all(each.hold for each in fields)
        self.release = _all(each.release for each in fields)
        self.initializers = _all(each.initializers for each in fields)
        self.g_types = _all(each.g_types for each in fields)
        self.documentation = _all(each.documentation for each in fields)
        self.signal_documentation = _all(each.signal_documentation for each in fields)

    def unpacked(self, values: str) -> list[str]:
        """Out of a struct that `values` points to."""
        return _all(each.arguments(values) for each in self.fields)

    def free_name(self, name: str) -> str:
        """A name for a parameter that generated code adds to the schema's."""
        return name + "_" if name in self.names else name


def _all(lists) -> list:
    return [each for inner in lists for each in inner]
