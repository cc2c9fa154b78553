# SPDX-License-Identifier: LGPL-2.1-or-later
"""doc/generated.md tells what the generator does: its tables are held to what
is generated from a schema that has what they name."""

import os
import re
from pathlib import Path

import pytest

from harkgen import emit
from harkgen.load import load
from harkgen.source import Report
from harkgen.view import SchemaView

PAGE = Path(__file__).parents[2] / "doc" / "generated.md"
DOC = PAGE.read_text()
SCALARS = ["bool", "byte", "int16", "uint16", "int32", "uint32", "int64", "uint64",
           "float", "double", "duration", "timestamp", "Colour", "Rights"]
FORMS = [f"{each}{form}" for each in ("uint64", "string", "bytes", "Order")
         for form in ("", "?", "[]")]
OTHERS = ["filename", "variant"]
SCHEMA = """
namespace Workshop;
record Order { string product; }
enum Colour { red }
flags Rights { read }
error Fault { jammed }
object Producer {
  event produced (string product);
  state double heat;
  state string title;
  slot request (Order order);
  slot stock () -> uint64;
  forward on_produced -> produced;
}
object Types {
""" + "".join(f"slot s{n} ({each} x) -> {each};"
              for n, each in enumerate(SCALARS + FORMS + OTHERS)) + "}"


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    path = tmp_path_factory.mktemp("doc") / "workshop.hark"
    path.write_text(SCHEMA)
    return load(str(path), [], Report())


@pytest.fixture(scope="module")
def slots(schema):
    slots = SchemaView(schema, "workshop.h").classes[1].slots
    return dict(zip(SCALARS + FORMS + OTHERS, slots, strict=True))


def expect_table(head, rows):
    """`./dev golden` writes the table anew."""
    head += "\n|" + "---|" * (head.count("|") - 1) + "\n"
    start = DOC.index(head) + len(head)
    told = re.match(r"(\|.*\n)*", DOC[start:])[0]
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
    if os.environ.get("HARK_UPDATE"):
        text = PAGE.read_text()
        PAGE.write_text(text.replace(head + told, head + table))
        told = table
    assert told == table


def spans(parts):
    return ", ".join(f"`{each}`" for each in parts)


def test_scalars_are_told(slots):
    expect_table("| schema | C |", [
        (f"`{each}`", f"`{slots[each].result.returns}`") for each in SCALARS])


def test_forms_are_told(slots):
    expect_table("| schema | parameter | in a struct | returned by an implementation |", [
        (f"`{form}`", spans(slots[form].arguments.parameters),
         spans(slots[form].fields[0].members),
         spans(filter(None, (slots[form].result.returns, slots[form].result.extra))))
        for form in FORMS])


@pytest.mark.parametrize("one, other", [("filename", "string"), ("variant", "bytes")])
def test_other_pointers_are_like(one, other, slots):
    assert f"`{one}` is like `{other}`" in DOC.replace("\n", " ")
    c_type = {"variant": "GVariant", "bytes": "GBytes"}
    likened = [each.replace(c_type.get(one, ""), c_type.get(other, ""))
               for each in slots[one].arguments.parameters]
    assert likened == slots[other].arguments.parameters


def test_what_is_told_of_declarations_is_there(schema):
    header, *_ = emit.render(schema, "workshop.h")
    rows = [line.split("|") for line in DOC.splitlines() if "| `workshop_" in line]
    assert len(rows) == 13
    for _, _, types, functions, _ in rows:
        first, *more = re.findall(r"`([^`]+)`", functions)
        owner = re.match(r"workshop_[a-z]+(_builder)?(?=_)", first)[0]
        names = re.findall(r"`(\w+)`", types)
        names += [each.replace("<field>", "product")
                  for each in (first, *(owner + each for each in more))]
        for name in names:
            assert re.search(rf"\b{name}\b", header), name
