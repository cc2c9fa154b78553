# SPDX-License-Identifier: LGPL-2.1-or-later
"""The code blocks of the pages in doc/ and of the README, for the tests that
build and run them.

A fence may say, behind its language, what the block is: the name of a file
(```c main.c), or `function` for C that stands outside of functions."""

import re
from typing import NamedTuple

from toolchain import SOURCE


class Block(NamedTuple):
    language: str
    what: str       # "" if the fence does not say
    text: str
    line: int       # of the page, where the text begins


def read_blocks(page):
    """page: its path in the source tree."""
    text = (SOURCE / page).read_text()
    return [Block(match[1], match[2] or "", match[3], text.count("\n", 0, match.start(3)) + 1)
            for match in re.finditer(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)]


def read_files(page):
    """The files that a page shows: name -> text."""
    return {block.what: block.text for block in read_blocks(page) if block.what and block.what != "function"}
