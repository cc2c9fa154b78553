# SPDX-License-Identifier: LGPL-2.1-or-later
"""Doc comments find the node that they document.

`/** before */` belongs to what begins right behind it; `///< behind` belongs to
what ends right before it on its line, and goes on in the `///<` lines below.
They are no part of the grammar, so a doc comment that documents nothing is a
warning, not an error.
"""

from __future__ import annotations

import re
import textwrap

from harkgen import ast
from harkgen.source import Place, Report, Source

COMMENT = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|(?P<behind>///<[^\n]*)|//[^\n]*'
    r'|(?P<before>/\*\*(?![*/]).*?\*/)|/\*.*?\*/', re.DOTALL)
BLANK = re.compile(r"(?:\s|//[^\n]*|/\*(?!\*[^*/]).*?\*/)*", re.DOTALL)


def attach_docs(source: Source, report: Report,
                nodes: list[ast.Node | ast.Namespace]) -> None:
    text = source.text
    by_start = {node.place.offset: node for node in nodes}
    by_end = {node.place.end: node for node in nodes}
    last = None
    for comment in COMMENT.finditer(text):
        if comment["before"]:
            node = by_start.get(BLANK.match(text, comment.end()).end())
            doc = _clean_block(comment["before"])
        elif comment["behind"]:
            line = text[text.rfind("\n", 0, comment.start()) + 1:
                        comment.start()]
            node = last if not line.strip() else _ending(
                by_end, text, comment.start())
            doc = comment["behind"][4:].strip()
        else:
            continue
        if node is None:
            report.warning(Place(source, comment.start(), comment.start() + 4),
                           "this doc comment documents nothing; "
                           "a plain comment starts with // or /*")
        elif doc:
            node.doc = f"{node.doc}\n{doc}" if node.doc else doc
        last = node if comment["behind"] else None


def _ending(by_end, text: str, offset: int):
    """What ends before `offset`, a comma set aside."""
    while text[offset - 1] in " \t,":
        offset -= 1
    return by_end.get(offset)


def _clean_block(comment: str) -> str:
    """The text in a doc comment, without the stars that frame it."""
    lines = [re.sub(r"^\s*\*(?!\S*\*)", "", line) if number else line
             for number, line in enumerate(comment[3:-2].splitlines())]
    first, rest = lines[0].strip(), textwrap.dedent("\n".join(
        line.rstrip() for line in lines[1:]))
    return f"{first}\n{rest}".strip()
