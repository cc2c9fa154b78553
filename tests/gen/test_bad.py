# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every bad schema is answered with the messages that lie beside it, word for
word.

bad/NAME.hark is checked, bad/coverage/NAME.hark is generated from (it is sound,
and asks for what is not generated yet); NAME.err is what goes to the standard
error.  `./dev golden` (HARK_UPDATE=1) writes the .err files anew; the diff is
for people to read.  Schemas that are large, or no text at all, are made here.
"""

import os
from pathlib import Path

import pytest

from harkgen import cli, limits

BAD = Path(__file__).parent / "bad"
CHECKED = sorted(each.stem for each in BAD.glob("*.hark"))
GENERATED = sorted(each.stem for each in BAD.glob("coverage/*.hark"))


def expect(messages: str, expected: Path):
    if os.environ.get("HARK_UPDATE"):
        expected.write_text(messages, encoding="utf-8")
    assert messages == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CHECKED)
def test_is_refused(name, capsys, monkeypatch):
    monkeypatch.chdir(BAD)
    status = cli.main(["--check", f"{name}.hark"])
    out, err = capsys.readouterr()
    expect(err, BAD / f"{name}.err")
    assert (status, out) == (1, "")


@pytest.mark.parametrize("name", GENERATED)
def test_is_not_generated_yet(name, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(BAD / "coverage")
    assert cli.main(["--check", f"{name}.hark"]) == 0
    capsys.readouterr()
    status = cli.main(["--header", str(tmp_path / "x.h"),
                       "--body", str(tmp_path / "x.c"), f"{name}.hark"])
    out, err = capsys.readouterr()
    expect(err, BAD / "coverage" / f"{name}.err")
    assert (status, out) == (1, "")
    assert list(tmp_path.iterdir()) == []


def test_every_expectation_has_its_schema():
    orphans = [each.name for each in BAD.rglob("*.err")
               if not each.with_suffix(".hark").exists()]
    assert orphans == []


def test_there_are_many():
    assert len(CHECKED) >= 60


# ------------------------------------------------- large, and not even text

HEAD = "namespace Large;\n"
DEEP = "this type is nested more than 8 deep; a record would make it readable"
MADE = {
    "empty": (
        b"", "x.hark: this schema is empty; it begins with 'namespace Name;'"),
    "blank": (
        b" \n\r\n\t\n",
        "x.hark: this schema is empty; it begins with 'namespace Name;'"),
    "latin_1": (
        "namespace Workshop;\n// Größe\n".encode("latin-1"),
        "x.hark:2:6: byte 0xf6 is not UTF-8; save the schema as UTF-8"),
    "utf_16": (
        "namespace Workshop;\n".encode("utf-16"),
        "x.hark:1:1: byte 0xff is not UTF-8; save the schema as UTF-8"),
    "zero_bytes": (
        b"namespace Zero;\n\0\0",
        "x.hark:2:1: the character U+0000 has no meaning here"),
    "an_executable": (
        b"\x7fELF\x02\x01\x01\0\0\0",
        "x.hark:1:1: the character U+007F has no meaning here"),
    "huge": (
        HEAD.encode() + b"\n" * limits.MAX_SCHEMA_BYTES,
        "x.hark: this file is larger than a schema may be (1048576 bytes); "
        "split it and use 'import'"),
    "arrays_100000_deep": (
        f"{HEAD}record R {{ string{'[]' * 100_000} s; }}".encode(),
        f"x.hark:2:12: {DEEP}"),
    "optionals_100000_deep": (
        f"{HEAD}record R {{ string{'?' * 100_000} s; }}".encode(),
        f"x.hark:2:12: {DEEP}"),
    "maps_50000_deep": (
        f"{HEAD}record R {{ {'map<string,' * 50_000}string{'>' * 50_000} s; }}"
        .encode(), f"x.hark:2:12: {DEEP}"),
    "maps_50000_deep_in_the_key": (
        f"{HEAD}record R {{ {'map<' * 50_000}string{',string>' * 50_000} s; }}"
        .encode(), f"x.hark:2:12: {DEEP}"),
    "maps_never_closed": (
        f"{HEAD}record R {{ {'map<string,' * 90_000}".encode(),
        "x.hark:2:990011: the schema ends too early, expected a type"),
    "parentheses_100000_deep": (
        f"{HEAD}object O {{ event e ({'(' * 100_000}".encode(),
        "x.hark:2:21: unexpected '(', expected ')' or a type"),
    "braces_100000_deep": (
        f"{HEAD}{'{' * 100_000}".encode(),
        "x.hark:2:1: unexpected '{', expected 'enum', 'error', 'flags', "
        "'import', 'namespace', 'object' or 'record'"),
    "a_name_without_end": (
        f"namespace {'N' * 900_000};".encode(),
        "x.hark:1:11: this name has 900000 characters; 64 is the limit"),
    "a_number_without_end": (
        f"{HEAD}enum E {{ a = {'9' * 900_000} }}".encode(),
        "x.hark:2:14: this number is too long"),
    "too_many_events": (
        (HEAD + "object O {"
         + "".join(f"event e{n} ();\n" for n in range(4097)) + "}").encode(),
        "x.hark:4098:7: 'O' has 4097 events; 4096 is the limit"),
    "too_many_values": (
        (HEAD + "enum E {"
         + "".join(f"v{n},\n" for n in range(4097)) + "}").encode(),
        "x.hark:4098:1: 'E' has 4097 values; 4096 is the limit"),
    "records_in_a_ring_of_5000": (
        (HEAD + "".join(f"record R{n} {{ R{(n + 1) % 5000} r; }}\n"
                        for n in range(5000))).encode(),
        "x.hark:5001:16: record 'R0' would hold itself without end "
        "(R0 -> ...); 'R0?' or 'R0[]' may"),
}


@pytest.mark.parametrize("name", MADE)
def test_made_is_refused(name, capsys, monkeypatch, tmp_path):
    data, message = MADE[name]
    monkeypatch.chdir(tmp_path)
    Path("x.hark").write_bytes(data)
    status = cli.main(["--check", "x.hark"])
    first, *rest = capsys.readouterr().err.splitlines()
    assert (first, status) == (message, 1)
    assert all(len(each) <= 300 for each in rest)


def test_imports_are_not_nested_without_end(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for n in range(40):
        Path(f"n{n}.hark").write_text(
            f'namespace N{n};\nimport "n{n + 1}.hark";\n')
    assert cli.main(["--check", "n0.hark"]) == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        "n31.hark:2:8: imports are nested more than 32 deep here")


def test_a_valid_megabyte_is_read(tmp_path):
    count = 11_500
    text = HEAD + "".join(
        f"/** The order {n:06}. */\n"
        f"record Order{n} {{ uint64 id; string product; double weight; }}\n"
        for n in range(count))
    path = tmp_path / "x.hark"
    path.write_text(text)
    assert 900_000 < len(text) <= limits.MAX_SCHEMA_BYTES
    assert cli.main(["--check", str(path)]) == 0
