# SPDX-License-Identifier: LGPL-2.1-or-later
"""Parameters at the end of a list that a sender may not know yet.

They are optional or have a default.  A process that was built when there were fewer
of them is understood all the same, if what it knows is the beginning of what there is
now: so the fingerprints of these beginnings are told, and what stands for the rest.
"""

from __future__ import annotations

from harkgen import model
from harkgen.constant import constant
from harkgen.ctype import Field
from harkgen.signature import Signature


class Appended:
    def __init__(self, parameters: list[model.Variable], fields: list[Field]):
        n = sum(1 for _ in _at_the_end(parameters))
        types = [each.type for each in parameters]
        self.fingerprints = [
            f"G_GUINT64_CONSTANT (0x{Signature(types[:count]).fingerprint:016x})"
            for count in range(len(types) - n, len(types))]
        self.defaults = [
            line for node, field in zip(parameters, fields)
            for line in _initializers(node, field)]

    @property
    def key(self) -> tuple:
        """Alike in two lists of one signature: they have the same in C."""
        return tuple(self.defaults), len(self.fingerprints)


def _at_the_end(parameters: list[model.Variable]):
    for each in reversed(parameters):
        if each.default is None and each.type.kind != "optional":
            return
        yield each


def _initializers(node: model.Variable, field: Field) -> list[str]:
    if node.default is None or node.default.value is None:
        return []
    value = f".{field.name} = {constant(node.default.value, field, node.type)}"
    return [f".has_{field.name} = TRUE", value] if field.has_flag else [value]
