# SPDX-License-Identifier: LGPL-2.1-or-later
"""doc/protocol.md says what the sources say: messages, their bodies, and limits. And doc/testing.md names tests that are there."""

import re

from toolchain import SOURCE

PAGE = (SOURCE / "doc/protocol.md").read_text()
MESSAGES = (SOURCE / "lib/bridge/protocol/message-private.h").read_text()
LIMITS = (SOURCE / "lib/wire/limits-private.h").read_text()


def rows(title, page=PAGE):
    section = page.split(f"## {title}\n")[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")]
            for line in section.splitlines() if line.startswith("|")][2:]


def test_messages():
    said = {row[1]: int(row[0]) for row in rows("Messages")}
    assert said == {name: int(number) for name, number in
                    re.findall(r"HARK_MESSAGE_(\w+)\s*= (\d+),", MESSAGES)}


def test_bodies():
    member, hello, error = (re.search(rf'{name}_TYPE +"([^"]+)"', MESSAGES)[1]
                            for name in ("MEMBER", "HELLO", "ERROR"))
    bodies = {row[1]: row[6] for row in rows("Messages")}
    heard, seen = (re.search(rf'{name}_TYPE +(.*?)  +/', MESSAGES)[1].replace('" HARK_MEMBER_TYPE "', member).strip('"')
                   for name in ("HEARD", "SEEN"))
    assert bodies["HELLO"].startswith(f"`{hello}`")
    assert bodies["EXPORT"].startswith(f"`(ssa{member}a{member})`")
    assert bodies["SUBSCRIBE"].startswith(f"`(ss{member})`")
    assert bodies["TOPIC"].startswith(f"`{heard}`")
    assert bodies["SEEN"].startswith(f"`{seen}`")
    assert f"An error is `{error}`" in PAGE


def number(text):
    """'64 MiB', '10 s' or C's '((gsize) 64 << 20)', '(255 * 8)', '(10 * G_USEC_PER_SEC)'."""
    text = re.sub(r"\(gsize\) |u\b", "", text).replace("G_USEC_PER_SEC", "1000000")
    for unit, factor in {" KiB": 1 << 10, " MiB": 1 << 20, " s": 1000000}.items():
        if text.endswith(unit):
            return int(text.removesuffix(unit)) * factor
    assert re.fullmatch(r"[\d ()<*]+", text)
    return eval(text)


def test_limits():
    named = dict(re.findall(r"#define (HARK_LIMIT_\w+) +(.*?)(?: +/\*.*)?\n", LIMITS))
    del named["HARK_LIMIT_FRAME_HEADER"]  # described with the frame
    assert {row[0].strip("`"): number(row[1]) for row in rows("Limits")} == \
           {name: number(value) for name, value in named.items()}


def test_every_limit_has_a_test():
    tests = "".join(path.read_text() for path in (SOURCE / "tests/unit").glob("*/*.c"))
    fields = set(re.findall(r"^  \w+ +(\w+);", LIMITS, re.MULTILINE))
    missing = {name for name in re.findall(r"#define (HARK_LIMIT_\w+)", LIMITS)
               if name not in tests and
               not (name.removeprefix("HARK_LIMIT_").lower() in fields and
                    f"set.{name.removeprefix('HARK_LIMIT_').lower()} = " in tests)}
    assert missing == set()


def test_each_rule_has_its_tests():
    python = "".join(path.read_text() for path in (SOURCE / "tests/bridge").glob("*.py"))
    table = rows("The bridge, rule by rule", (SOURCE / "doc/testing.md").read_text())
    assert [row[0] for row in table if row[0]] == ["28", "29", "30", "31", "32", "33", "34"]
    mutants = set()
    for row in table:
        processes, alone, broken = (re.findall("`(.+?)`", cell) for cell in row[2:])
        assert alone, row
        assert [name for name in processes if f"def {name}(" not in python] == []
        assert [name for name in alone if not is_case(name)] == []
        assert [name for name in broken if not (SOURCE / f"tests/mutants/{name}.patch").exists()] == []
        mutants.update(broken)
    missing = {path.stem for path in (SOURCE / "tests/mutants").glob("*.patch") if "28" <= path.stem[:2] <= "34"} - mutants
    assert missing == set(), "put them into the table of doc/testing.md"


def is_case(name):
    """FILE/CASE: whether the file adds that case."""
    program, case = name.split("/")
    files = [*(SOURCE / "tests/unit").glob(f"*/{program}.c"), *(SOURCE / "tests/simulator").glob(f"{program}.c")]
    return any(re.search(rf'"[^"]*{re.escape(case)}"', path.read_text()) for path in files)
