# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the shared library exports is what symbols.txt lists, no more, no less.

`./dev golden` (HARK_UPDATE=1) rewrites the list; the diff is for people to read.
"""

import os
import pathlib
import subprocess

LIST = pathlib.Path(__file__).with_name("symbols.txt")


def exported():
    library = pathlib.Path(os.environ["HARK_BUILD"]) / "lib/libhark-1.so.0"
    lines = subprocess.run(["nm", "-D", "--defined-only", library],
                           check=True, capture_output=True, text=True).stdout.splitlines()
    return sorted(line.split()[-1] for line in lines)


def test_exported_symbols_are_the_listed_ones():
    symbols = exported()
    if os.environ.get("HARK_UPDATE"):
        LIST.write_text("".join(symbol + "\n" for symbol in symbols))
    listed = LIST.read_text().splitlines()
    assert (sorted(set(symbols) - set(listed)), sorted(set(listed) - set(symbols))) == ([], []), \
        "exported but not listed, and listed but not exported"


def test_exported_symbols_are_harks():
    assert [symbol for symbol in exported() if not symbol.startswith("hark_")] == []
