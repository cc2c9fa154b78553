# SPDX-License-Identifier: LGPL-2.1-or-later
"""One C function: its doc comment, its prototype and the head of its body."""

from __future__ import annotations

from dataclasses import dataclass, field

from harkgen.cname import parameters


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    returns: str
    parameters: list[str]
    doc: str = ""
    attributes: str = ""     # " G_GNUC_CONST"
    lines: list[str] = field(default_factory=list)   # of its body, if simple

    def _returning(self, returns: str) -> str:
        return returns if returns.endswith("*") else returns + " "

    @property
    def prototype(self) -> str:
        """As a header declares it."""
        start = f"{self._returning(self.returns)}{self.name} ("
        lines = parameters(self.parameters, len(start))
        return f"HARK_GEN_EXPORT\n{start}{lines}){self.attributes};"

    @property
    def head(self) -> str:
        """As a body begins to define it."""
        start = f"{self.name} ("
        return (f"{self.returns}\n{start}"
                f"{parameters(self.parameters, len(start))})")


def method(returns: str, name: str, arguments: list[str], indent: int = 2) -> str:
    """A pointer to a function, as a field of a class."""
    start = f"{' ' * indent}{returns if returns.endswith('*') else returns + ' '}(*{name}) ("
    return f"{start}{parameters(arguments, len(start))});"
