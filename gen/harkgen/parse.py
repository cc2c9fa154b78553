# SPDX-License-Identifier: LGPL-2.1-or-later
"""Text to ast.

Lark reads the grammar and the text; the tree it makes is turned, without
recursion, into the nodes of `ast`.  Doc comments are no part of the grammar:
`docs` gives them to the nodes they stand at.  Where the text is wrong, `recovery`
says so and finds the place to go on.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from lark import (Lark, Token, Transformer_NonRecursive, UnexpectedInput,
                  v_args)

from harkgen import ast
from harkgen.docs import attach_docs
from harkgen.limits import MAX_TYPE_DEPTH
from harkgen.recovery import Recovery
from harkgen.source import Place, Report, Source

GRAMMAR = Path(__file__).with_name("hark.lark")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def parse(source: Source, report: Report) -> ast.Schema | None:
    """Reads one file; None, and the reasons in the report, if it cannot be."""
    grammar = _grammar()
    n_before = len(report.diagnostics)
    try:
        tree = grammar.parse(source.text,
                             on_error=Recovery(source, report, _words()))
    except UnexpectedInput:
        return None
    if len(report.diagnostics) > n_before:
        return None
    builder = _Builder(source, report)
    schema = builder.transform(tree)
    attach_docs(source, report, builder.nodes)
    return schema


@functools.cache
def _grammar() -> Lark:
    return Lark(GRAMMAR.read_text(encoding="utf-8"), start="schema",
                parser="lalr", propagate_positions=True)


@functools.cache
def _words() -> dict[str, str]:
    """How the terminals that are always the same are written."""
    return {each.name: each.pattern.value for each in _grammar().terminals
            if each.pattern.type == "str"}


@v_args(meta=True)
class _Builder(Transformer_NonRecursive):
    """Turns Lark's tree into ours, from the leaves up."""

    def __init__(self, source: Source, report: Report):
        super().__init__(visit_tokens=False)
        self.source = source
        self.report = report
        self.nodes: list[ast.Node | ast.Namespace] = []

    def _place(self, meta) -> Place:
        return Place(self.source, meta.start_pos, meta.end_pos)

    def _name(self, token: Token) -> ast.Name:
        return ast.Name(str(token), self._place(token))

    def _node(self, node_class, meta, annotations, name, **rest):
        node = node_class(name=self._name(name), place=self._place(meta),
                    annotations=annotations, **rest)
        self.nodes.append(node)
        return node

    def schema(self, _meta, items):
        return ast.Schema(self.source, _readable(items))

    def namespace(self, meta, children):
        node = ast.Namespace(self._name(children[0]), self._place(meta))
        self.nodes.append(node)
        return node

    def import_(self, meta, children):
        return ast.Import(self._literal(children[0]), self._place(meta))

    # values

    def record(self, meta, children):
        annotations, name, *fields = children
        return self._node(ast.Record, meta, annotations, name,
                          fields=_readable(fields))

    def _variable(self, node_class, meta, children):
        annotations, type_, name, default = children
        return self._node(node_class, meta, annotations, name, type=type_,
                          default=default)

    def field(self, meta, children):
        return self._variable(ast.Variable, meta, children)

    def _enumeration(self, kind, meta, children):
        annotations, name, *values = children
        return self._node(ast.Enumeration, meta, annotations, name, kind=kind,
                          values=_readable(values))

    def enum(self, meta, children):
        return self._enumeration("enum", meta, children)

    def flags(self, meta, children):
        return self._enumeration("flags", meta, children)

    def error(self, meta, children):
        return self._enumeration("error", meta, children)

    def value(self, meta, children):
        annotations, name, number = children
        return self._node(ast.Value, meta, annotations, name,
                          number=number and self._literal(number))

    # objects

    def _object(self, kind, meta, children):
        annotations, name, parent, *members = children
        return self._node(ast.Object, meta, annotations, name, kind=kind,
                          parent=parent, members=_readable(members))

    def object(self, meta, children):
        return self._object("object", meta, children)

    def interface(self, meta, children):
        return self._object("interface", meta, children)

    def event(self, meta, children):
        annotations, name, parameters = children
        return self._node(ast.Event, meta, annotations, name,
                          parameters=parameters)

    def _slot(self, meta, children, is_async):
        annotations, name, parameters, result, throws = children
        return self._node(ast.Slot, meta, annotations, name,
                          parameters=parameters, result=result,
                          throws=throws is not None, is_async=is_async)

    def slot(self, meta, children):
        return self._slot(meta, children, False)

    def async_slot(self, meta, children):
        return self._slot(meta, children, True)

    def state(self, meta, children):
        return self._variable(ast.State, meta, children)

    def forward(self, meta, children):
        annotations, name, event = children
        return self._node(ast.Forward, meta, annotations, name,
                          event=self._name(event))

    def parameters(self, _meta, children):
        return _readable(children)

    def parameter(self, meta, children):
        return self._variable(ast.Variable, meta, children)

    # types

    def named_type(self, meta, children):
        return ast.Type("named", self._place(meta), qualified=children[0])

    def object_type(self, meta, children):
        return ast.Type("object", self._place(meta), qualified=children[0])

    def _wrap(self, kind, meta, item, key=None):
        depth = 1 + max(item.depth, key.depth if key else 0)
        if depth > MAX_TYPE_DEPTH:
            item.is_too_deep, item.place = True, self._place(meta)
            return item
        is_too_deep = item.is_too_deep or bool(key and key.is_too_deep)
        return ast.Type(kind, self._place(meta), key=key, item=item,
                        depth=depth, is_too_deep=is_too_deep)

    def map_type(self, meta, children):
        return self._wrap("map", meta, children[1], key=children[0])

    def array_type(self, meta, children):
        return self._wrap("array", meta, children[0])

    def optional_type(self, meta, children):
        return self._wrap("optional", meta, children[0])

    def qualified(self, meta, children):
        first, second = children
        if second is None:
            return ast.Qualified(None, self._name(first), self._place(meta))
        return ast.Qualified(self._name(first), self._name(second),
                             self._place(meta))

    # annotations and literals

    def annotations(self, _meta, children):
        return children

    def annotation(self, meta, children):
        name, *arguments = children
        return ast.Annotation(self._name(name), _readable(arguments),
                              self._place(meta))

    def argument(self, meta, children):
        key, value = children
        return ast.Argument(key and self._name(key), value, self._place(meta))

    def literal(self, _meta, children):
        return self._literal(children[0])

    def hyphenated(self, _meta, children):
        return self._literal(children[0])

    def _literal(self, token: Token) -> ast.Literal:
        text = str(token)
        match token.type:
            case "INTEGER":
                kind, value = "integer", self._integer(token)
            case "FLOAT":
                kind, value = "float", float(text)
            case "STRING":
                kind, value = "string", self._unescape(token)
            case "TRUE" | "FALSE":
                kind, value = "bool", text == "true"
            case "NULL":
                kind, value = "null", None
            case _:
                kind, value = "name", text
        return ast.Literal(kind, value, text, self._place(token))

    def _integer(self, token: Token) -> int:
        if len(token) > 40:
            self.report.error(self._place(token), "this number is too long")
            return 0
        return int(token, 16 if "x" in token.lower() else 10)

    def _unescape(self, token: Token) -> str:
        def replace(match):
            if match[1] in ESCAPES:
                return ESCAPES[match[1]]
            start = token.start_pos + 1 + match.start()
            self.report.error(
                Place(self.source, start, start + 2),
                f"unknown escape '{match[0]}'; a string knows "
                r"\n, \t, \r, \" and \\")
            return ""
        return re.sub(r"\\(.)", replace, token[1:-1])


# A rule that is called 'import' cannot be a method's name in Python.
setattr(_Builder, "import", _Builder.import_)


def _readable(children: list) -> list:
    """Without what was left out, and what could not be read."""
    return [each for each in children
            if each is not None and not isinstance(each, Token)]
