# SPDX-License-Identifier: LGPL-2.1-or-later
"""What things are called in C, and how C is spelled."""

import itertools
import subprocess

import pytest

from harkgen import cname
from harkgen.load import load
from harkgen.source import Report
from harkgen.view import SchemaView


def schema_of(text, folder, name="x.hark"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    report = Report()
    schema = load(str(path), [], report)
    assert not report.has_errors, report.in_order
    return schema


def test_types_have_one_tag_if_and_only_if_they_read_alike(tmp_path):
    lists = ["", "string a", "string? a", "string[] a", "int64 a", "duration a",
             "string a, string b", "bytes a", "R a", "R? a", "R[] a", "E a", "F a",
             "R a, E b", "E a, R b", "string? a, string b", "string a, string? b",
             "RE a", "variant a", "filename a"]
    schema = schema_of(
        "namespace N; record R { string a; } record RE { string a; }"
        "enum E { a } flags F { a }"
        "object O {" + "".join(f"event e{n} ({each});"
                               for n, each in enumerate(lists)) + "}"
        "object P {" + "".join(f"slot e{n} ({each.replace(' a', ' x')});"
                               for n, each in enumerate(lists)) + "}", tmp_path)
    one, other = SchemaView(schema, "x.h").classes
    for event, slot in itertools.product(one.events, other.slots):
        assert (event.tag == slot.tag) == (event.index == slot.index)


def test_a_name_says_where_it_ends(tmp_path):
    """N.AB and NA.B would run together, if lengths did not say."""
    one, other = (
        SchemaView(schema_of(f"namespace {space}; record {name} {{ string a; }}"
                             f"object O {{ event e ({name} x); }}", tmp_path),
                   "x.h").classes[0].events[0]
        for space, name in (("N", "AB"), ("NA", "B")))
    assert one.tag != other.tag


def test_equal_signatures_share_a_layout_and_others_do_not(tmp_path):
    schema = schema_of(
        "namespace N;"
        "object O { event e (string a, uint64 b); }"
        "object P { slot on_e (string a, uint64 b); slot f (string a, uint64 c); }",
        tmp_path)
    view = SchemaView(schema, "x.h")
    on_e, f = view.classes[1].slots
    assert on_e.layout is view.classes[0].events[0].layout
    assert f.layout is not on_e.layout
    assert len(view.layouts.all) == 2


@pytest.mark.parametrize("text", [
    "plain", 'a "quote"', "back\\slash", "??/ ??= ?", "tab\tline\n", "größe 9",
    "\x011", "%s %d"])
def test_a_string_means_what_it_says(text, tmp_path):
    source = tmp_path / "x.c"
    source.write_text("#include <stdio.h>\nint main (void) { fputs (%s, stdout); "
                      "return 0; }\n" % cname.string(text))
    subprocess.run(["cc", "-std=c17", "-Wall", "-Werror", "-Wno-format-security",
                    str(source), "-o", str(tmp_path / "x")], check=True)
    shown = subprocess.run([tmp_path / "x"], check=True, capture_output=True)
    assert shown.stdout == text.encode()


@pytest.mark.parametrize("text", ["*/", "/*", "/*/", "**/ //**", "??/", "a\x07b"])
def test_a_comment_stays_one(text):
    clean = cname.comment(text)
    for each in ("*/", "/*", "??/", "\x07"):
        assert each not in clean


def test_names_of_declarations_are_in_one_column():
    assert cname.align(["WorkshopProducer *self", "const char *const *names",
                        "gsize n_names", "GError **error"]) == [
        "WorkshopProducer        *self",
        "const char       *const *names",
        "gsize                    n_names",
        "GError                 **error"]
