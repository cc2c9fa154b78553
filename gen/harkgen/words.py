# SPDX-License-Identifier: LGPL-2.1-or-later
"""How messages put words together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def suggestion(word: str, known: Iterable[str]) -> str:
    """", did you mean 'Order'?" if a known word is near, else nothing."""
    if len(word) > 60:
        return ""
    by_lower = {each.lower(): each for each in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.7)
    near += [each for each in by_lower
             if sorted(each) == sorted(word.lower())]
    return f", did you mean '{by_lower[near[0]]}'?" if near else ""


def one_of(words: list[str]) -> str:
    """a, b or c"""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"
