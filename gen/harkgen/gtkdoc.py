# SPDX-License-Identifier: LGPL-2.1-or-later
"""Doc comments for people and for g-ir-scanner.

They say what the schema says; where it is silent they still carry the
annotations that bindings need.
"""

from __future__ import annotations

import textwrap

from harkgen import model
from harkgen.cname import comment

WIDTH = 76


def block(title: str,
          parameters: list[tuple[str, str, str]] = (),
          text: str | None = None,
          returns: str | None = None,
          node: model.Node | None = None) -> str:
    """`parameters` are name, annotations and words; `returns` begins with its
    annotations; `node` is what the words since and deprecated come from."""
    lines = [f"{title}:"]
    for name, notes, words in parameters:
        lines += _wrapped(f"@{name}: " + (f"{notes}: " if notes else "") + words)
    for paragraph in filter(None, (text, returns and f"Returns: {returns}",
                                   *_tags(node))):
        lines += ["", *(textwrap.wrap(paragraph, WIDTH) if "\n" not in paragraph
                        else paragraph.splitlines())]
    body = "\n".join(f" * {each}".rstrip() for each in lines)
    return f"/**\n{comment(body)}\n */"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), WIDTH, subsequent_indent="  ",
                         break_long_words=False, break_on_hyphens=False)


def _tags(node: model.Node | None) -> list[str]:
    found = []
    if node is not None and (since := node.annotations.get("since")):
        found.append(f"Since: {since['version']}")
    if node is not None and (deprecated := node.annotations.get("deprecated")) is not None:
        found.append(f"Deprecated: {deprecated.get('message', 'do not use it in new code')}")
    return found


def remark(node: model.Node) -> str:
    """The same behind the words on a field, a parameter or a value."""
    return "".join(f" ({each[0].lower()}{each[1:]})" for each in _tags(node))
