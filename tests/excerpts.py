# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes a test program of a page in doc/: each excerpt in C becomes a case, named after
the heading above it. What it prints has to be what the next block of `text` says, if
one comes before the next excerpt; `function` blocks stand above all of them."""

import json
import re

from pages import read_blocks
from toolchain import SOURCE

MAIN = """
int
main (int    argc,
      char **argv)
{{
  g_test_init (&argc, &argv, NULL);
{cases}  return g_test_run ();
}}
"""


def find_name(lines, number, taken):
    """Of the heading above the line, with a number behind it if that is taken."""
    title = next(line for line in reversed(lines[:number]) if re.match(r"#+ ", line))
    name = re.sub(r"\W+", "-", title).strip("-").lower()
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def write_program(page, suite, top, case):
    """top: what the program begins with; case: the function around an excerpt, a format
    with number, line, page, text and expected."""
    lines = (SOURCE / page).read_text().splitlines()
    blocks = read_blocks(page)
    parts, cases, taken = [top.format(page=page)], "", {}
    parts += [f'#line {block.line} "{page}"\n{block.text}\n' for block in blocks if block.what == "function"]
    for i, block in enumerate(blocks):
        if (block.language, block.what) != ("c", ""):
            continue
        said = next((each for each in blocks[i + 1:] if each.language in ("c", "text")), None)
        expected = json.dumps(said.text) if said and said.language == "text" else "NULL"
        parts.append(case.format(number=block.line, line=block.line, page=page, text=block.text, expected=expected))
        name = find_name(lines, block.line - 1, taken)
        cases += f'  g_test_add_func ("/{suite}/{name}", excerpt_{block.line});\n'
    return "".join(parts) + MAIN.format(cases=cases)
