# SPDX-License-Identifier: LGPL-2.1-or-later
"""The numbers of enumerations.

An enum or error domain counts on from the value before; flags take the next bit
above all so far.
"""

from __future__ import annotations

from harkgen import ast
from harkgen.source import Report

RANGES = {
    "enum": (-2**31, 2**31 - 1),
    "error": (0, 2**31 - 1),
    "flags": (0, 2**32 - 1),
}


def number_values(node: ast.Enumeration, report: Report) -> list[int]:
    low, high = RANGES[node.kind]
    owners: dict[int, str] = {}
    numbers: list[int] = []
    for value in node.values:
        name = value.name.text
        if value.number is not None:
            number = value.number.value
        elif node.kind == "flags":
            number = 1 << max(numbers, default=0).bit_length()
        else:
            number = numbers[-1] + 1 if numbers else 0
        place = (value.number or value.name).place
        if not low <= number <= high:
            report.error(place, f"'{name}' would be {number}; {_range(node)} "
                         f"goes from {low} to {high}")
            number = numbers[-1] if numbers else low
        elif number in owners and owners[number] != name:
            report.error(place, f"'{name}' would be {number}, and that is "
                         f"'{owners[number]}' already")
        owners.setdefault(number, name)
        numbers.append(number)
    return numbers


def _range(node: ast.Enumeration) -> str:
    return {"enum": "an enum", "error": "an error domain",
            "flags": "a set of flags"}[node.kind]
