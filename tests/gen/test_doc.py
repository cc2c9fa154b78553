# SPDX-License-Identifier: LGPL-2.1-or-later
"""doc/schema.md tells the truth: its examples are sound, and its tables, lists
and grammar are the compiler's own.

`./dev golden` (HARK_UPDATE=1) copies the grammar there; the rest is for people to
write."""

import os
import re
from pathlib import Path

import pytest

from harkgen import annotations, limits, names
from harkgen.load import load
from harkgen.parse import GRAMMAR
from harkgen.signature import VARIANT_TYPES
from harkgen.source import Report

PAGE = Path(__file__).parents[2] / "doc" / "schema.md"
DOC = PAGE.read_text()
EXAMPLES = re.findall(r"```hark\n(.*?)```", DOC, re.DOTALL)


def section(title):
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", DOC,
                     re.DOTALL | re.MULTILINE)[1]


def rows(text):
    return [[cell.strip() for cell in line.strip("|").split("|")]
            for line in text.splitlines() if line.startswith("| `")]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples_are_sound(number, tmp_path):
    (tmp_path / "workshop.hark").write_text(EXAMPLES[0])
    (tmp_path / "example.hark").write_text(EXAMPLES[number])
    report = Report()
    load(str(tmp_path / "example.hark"), [], report)
    assert [str(each) for each in report.in_order] == []


def test_the_grammar_is_the_one_in_use():
    text = GRAMMAR.read_text().partition("//\n")[2]
    shown = re.search(r"```lark\n(.*?)```", DOC, re.DOTALL)[1]
    if os.environ.get("HARK_UPDATE"):
        PAGE.write_text(DOC.replace(shown, text))
        shown = text
    assert shown == text


def test_all_annotations_are_told():
    told = {row[0].strip("`@"): row for row in rows(section("Annotations"))}
    assert list(told) == list(annotations.TABLE)
    for name, form in annotations.TABLE.items():
        places, arguments = told[name][1:3]
        assert places == ("anything" if form.places == annotations.ANYTHING
                          else ", ".join(form.places))
        if not form.is_list:
            assert re.findall(r"`(\w+)`", arguments) == list(form.arguments)


def test_all_policies_are_told():
    told = [re.match(r"`([^`]+)`", policy)[1]
            for policy, _needs, _meaning in rows(section("Queues"))]
    assert told == list(annotations.POLICIES)


def test_all_types_are_told():
    told = {}
    for name, _meaning, variant in rows(section("Types")):
        shared = re.findall(r"`([^`]+)`", variant)
        for at, each in enumerate(re.findall(r"`([^`]+)`", name)):
            told[each] = shared[min(at, len(shared) - 1)] if shared else None
    assert {name: told[name]
            for name in VARIANT_TYPES} == VARIANT_TYPES


@pytest.mark.parametrize("taken", [
    "C_KEYWORDS", "CXX_KEYWORDS", "C_MACROS", "GOBJECT_NAMES", "BINDING_NAMES",
    "HARK_MEMBERS", "GENERATED_PREFIXES", "GLIB_NAMESPACES"])
def test_all_taken_names_are_told(taken):
    told = set(re.findall(r"`([^`]+)`", section("Names")))
    assert set(getattr(names, taken)) - told == set()


def test_all_limits_are_told():
    told = {int(each) for each in re.findall(r"\b\d+\b", section("Limits"))}
    known = {value for name, value in vars(limits).items()
             if name.startswith("MAX_")
             and name not in ("MAX_SYNTAX_ERRORS", "MAX_SHOWN")}
    assert told == known
