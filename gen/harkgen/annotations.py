# SPDX-License-Identifier: LGPL-2.1-or-later
"""The annotations that Hark knows, and what may stand in them.

TABLE is the whole truth: doc/schema.md prints the same.  An annotation that is
not in it is a warning, since other tools may have their own; one that is known
and used wrongly is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from harkgen import ast
from harkgen.limits import MAX_QUEUE_DEPTH
from harkgen.source import Report
from harkgen.words import one_of, suggestion

POLICIES = ("grow", "fail", "block", "drop-oldest", "drop-newest", "latest",
            "throttle", "debounce")
NOTHING = ast.Literal("null", None, "", None)
ANYTHING = ("record", "enum", "flags", "error", "object", "event", "slot",
            "state", "forward", "field", "parameter", "value")


def _version(literal: ast.Literal) -> str | None:
    return (None if literal.kind == "string"
            and re.fullmatch(r"\d+(\.\d+)*", literal.value)
            else 'a version in quotes, "1.2"')


def _text(literal: ast.Literal) -> str | None:
    return None if literal.kind == "string" else "a text in quotes"


def _header(literal: ast.Literal) -> str | None:
    return (None if literal.kind == "string" and re.fullmatch(
        r"[A-Za-z0-9_.+-]+(/[A-Za-z0-9_.+-]+)*", literal.value, re.ASCII)
        else 'a header in quotes, "gtk/gtk.h"')


def _identifier(literal: ast.Literal) -> str | None:
    return (None if literal.kind == "string" and re.fullmatch(
        r"[A-Za-z][A-Za-z0-9_]*", literal.value, re.ASCII)
        else "a C identifier in quotes")


def _depth(literal: ast.Literal) -> str | None:
    return (None if literal.kind == "integer"
            and 1 <= literal.value <= MAX_QUEUE_DEPTH
            else f"a number from 1 to {MAX_QUEUE_DEPTH}")


def _policy(literal: ast.Literal) -> str | None:
    if literal.kind == "name" and literal.value in POLICIES:
        return None
    return one_of(list(POLICIES))


def _milliseconds(literal: ast.Literal) -> str | None:
    return (None if literal.kind == "integer"
            and 1 <= literal.value <= 0x7fffffff
            else "a number of milliseconds, 1 or more")


def _name(literal: ast.Literal) -> str | None:
    return None if literal.kind == "name" else "the name of a parameter"


def _who(literal: ast.Literal) -> str | None:
    return (None if literal.kind == "name" or literal.kind == "string"
            and re.fullmatch(r"[^\s;]+", literal.value)
            else "the name of a role or user")


@dataclass(frozen=True, slots=True)
class Form:
    """What one annotation looks like.  `arguments` maps a name to the test of
    its value, which answers what it expected instead; a value without a name is
    the first argument's, or one of a list if `is_list`."""

    places: tuple[str, ...]
    arguments: dict[str, Callable] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    is_list: bool = False


TABLE = {
    "allow": Form(("object", "event", "slot", "state"), {"who": _who}, ("who",),
                  is_list=True),
    "c_include": Form(("object",), {"header": _header}, ("header",)),
    "c_name": Form(ANYTHING, {"name": _identifier}, ("name",)),
    "concurrent": Form(("slot",)),
    "deprecated": Form(ANYTHING, {"message": _text}),
    "key": Form(("parameter",)),
    "no_new": Form(("object",)),
    "queue": Form(("object", "event", "slot", "state"),
                  {"depth": _depth, "policy": _policy, "key": _name,
                   "interval": _milliseconds}, ("depth",)),
    "quiet": Form(("event", "state")),
    "since": Form(ANYTHING, {"version": _version}, ("version",)),
}


def check_annotations(annotations: list[ast.Annotation], what: str,
                      report: Report) -> dict[str, dict]:
    """The known ones, their arguments by name."""
    found: dict[str, dict] = {}
    for each in annotations:
        name = each.name.text
        form = TABLE.get(name)
        if form is None:
            report.warning(each.name.place,
                           f"unknown annotation '@{name}'"
                           f"{suggestion(name, TABLE)}")
        elif what not in form.places:
            report.error(each.place,
                         f"'@{name}' cannot stand before {a(what)}; it belongs "
                         f"to {one_of([a(place) for place in form.places])}")
        elif name in found:
            report.error(each.place, f"'@{name}' stands here twice")
        else:
            found[name] = _arguments(each, form, report)
    return found


def _arguments(annotation: ast.Annotation, form: Form, report: Report) -> dict:
    name = annotation.name.text
    first = next(iter(form.arguments), None)
    values: dict = {}
    for argument in annotation.arguments:
        key = argument.key.text if argument.key else first
        if first is None:
            report.error(argument.place, f"'@{name}' takes no arguments")
            return values
        if key not in form.arguments:
            known = list(form.arguments)
            report.error(argument.key.place,
                         f"'@{name}' has no argument '{key}'"
                         + (suggestion(key, known)
                            or f"; it knows {one_of(known)}"))
        elif key in values and not form.is_list:
            report.error(argument.place,
                         f"'{key}' of '@{name}' is given twice")
        elif expected := form.arguments[key](argument.value):
            report.error(argument.value.place,
                         f"'{key}' of '@{name}' is {expected}, "
                         f"not {argument.value.text}"
                         f"{_nearest(form.arguments[key], argument.value)}")
        elif form.is_list:
            values.setdefault(key, []).append(argument.value.value)
        else:
            values[key] = argument.value.value
    if not annotation.arguments:
        for key in form.needed:
            expected = form.arguments[key](NOTHING)
            report.error(annotation.place,
                         f"'@{name}' needs an argument, {expected}")
    return values


def _nearest(test: Callable, literal: ast.Literal) -> str:
    return suggestion(literal.text, POLICIES) if test is _policy else ""


def a(word: str) -> str:
    """With its article."""
    match word:
        case "flags":
            return word
        case "error":
            return "an error domain"
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
