# SPDX-License-Identifier: LGPL-2.1-or-later
"""The ast of one file becomes its model, if all is well with it.

First every declaration gets an empty model, so that types may be used before
they are declared; then each is filled.  Whatever is wrong goes to the report and
checking goes on: a model that was built beside an error is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable

from harkgen import ast, model, names
from harkgen.annotations import a, check_annotations
from harkgen.clashes import check_clashes
from harkgen.limits import MAX_FIELDS, MAX_VALUES
from harkgen.literals import fit
from harkgen.members import MemberCheck
from harkgen.nesting import check_nesting, check_size
from harkgen.resolve import Scope
from harkgen.source import Report
from harkgen.values import number_values


def check_namespace(schema: ast.Schema, report: Report) -> ast.Namespace | None:
    """What has to be right before the imports are even read."""
    if not schema.items:
        report.error(schema.source.whole,
                     "this schema is empty; it begins with 'namespace Name;'")
        return None
    first, *rest = schema.items
    for each in rest:
        if isinstance(each, ast.Namespace):
            report.error(each.place, "a schema has one namespace, "
                         "and names it before all else")
    if not isinstance(first, ast.Namespace):
        if not any(isinstance(each, ast.Namespace) for each in rest):
            report.error(first.place,
                         "a schema begins with 'namespace Name;'")
        return None
    if fault := names.fault_of_namespace(first.name.text):
        report.error(first.name.place, fault)
    return first


def check(schema: ast.Schema, imports: list[model.Import],
          report: Report) -> model.Schema:
    return _Check(schema, imports, report).run()


class _Check:
    def __init__(self, schema: ast.Schema, imports: list[model.Import],
                 report: Report):
        self.report = report
        self.schema = schema
        namespace = schema.items[0]   # check_namespace has seen to that
        self.model = model.Schema(source=schema.source, doc=namespace.doc,
                                  namespace=namespace.name.text,
                                  imports=imports)
        self.scope = Scope(self.model.namespace, report)
        for each in imports:
            self.scope.add_import(each.schema)

    def run(self) -> model.Schema:
        declared = [(node, self.declare(node)) for node in self.schema.items
                    if isinstance(node, (ast.Record, ast.Enumeration,
                                         ast.Object))]
        # Values come first, since defaults name them, then records, whose
        # sizes the parameters add up.
        for node, shell in declared:
            if isinstance(node, ast.Enumeration):
                self.fill_enumeration(node, shell)
        for node, shell in declared:
            if isinstance(node, ast.Record):
                self.fill_record(node, shell)
        check_nesting(self.model.records, self.report)
        for node, shell in declared:
            if isinstance(node, ast.Object):
                self.fill_object(node, shell)
        if not self.report.has_errors:
            for each in self.model.objects:
                for member in (*each.events, *each.slots):
                    check_size(member.parameters, self.report)
            check_clashes(self.model, self.report)
        return self.model

    # ------------------------------------------------------------ declaring

    def declare(self, node) -> model.Declaration:
        name = node.name.text
        what = "record" if isinstance(node, ast.Record) else node.kind
        common = self.common(node, what) | {"namespace": self.model.namespace}
        match node:
            case ast.Record():
                shell = model.Record(**common)
            case ast.Enumeration():
                shell = model.Enumeration(kind=node.kind, **common)
            case ast.Object():
                shell = model.Object(**common)
        self.check_name(node, names.fault_of_type, a(what))
        if name in self.scope.own:
            other = self.scope.own[name].place
            self.report.error(
                node.name.place,
                f"'{name}' is declared twice; first in {other.location}")
        else:
            self.scope.own[name] = shell
        self.model.declarations.append(shell)
        return shell

    def common(self, node: ast.Node, what: str) -> dict:
        """What every node of the model has."""
        return {
            "name": node.name.text,
            "place": node.place,
            "name_place": node.name.place,
            "doc": node.doc,
            "annotations": check_annotations(node.annotations, what,
                                             self.report),
        }

    # -------------------------------------------------------------- filling

    def fill_enumeration(self, node: ast.Enumeration,
                         shell: model.Enumeration) -> None:
        self.count(node, node.values, MAX_VALUES, "values")
        numbers = number_values(node, self.report)
        self.unique(node.values, "value")
        for each, number in zip(node.values, numbers):
            self.check_name(each, names.fault_of_value)
            shell.values.append(model.Value(number=number,
                                            **self.common(each, "value")))

    def fill_record(self, node: ast.Record, shell: model.Record) -> None:
        self.count(node, node.fields, MAX_FIELDS, "fields")
        shell.fields = self.variables(node.fields, "field")

    def fill_object(self, node: ast.Object, shell: model.Object) -> None:
        if node.kind == "interface":
            self.report.error(
                node.name.place, "interfaces are reserved for a later version "
                "of the language; declare an object")
        if node.parent is not None:
            self.check_parent(node.parent)
            shell.parent = node.parent.text
            shell.parent_place = node.parent.place
        MemberCheck(self).fill(node, shell)

    def check_parent(self, parent: ast.Qualified) -> None:
        space = parent.namespace.text if parent.namespace else None
        if (parent.name.text in self.scope.own if space is None
                else space in self.scope.namespaces):
            self.report.error(
                parent.place, f"'{parent.text}' is declared in a schema, and "
                f"inheritance between schema objects is reserved for a later "
                f"version of the language")
        elif space is None:
            self.report.error(
                parent.place, f"a parent class is written with its namespace, "
                f"as in 'Gtk.{parent.name.text}'")
        elif not (names.CAMEL_CASE.fullmatch(space)
                  and names.CAMEL_CASE.fullmatch(parent.name.text)):
            self.report.error(
                parent.place, f"'{parent.text}' is no class; one looks like "
                f"'Gtk.Window'")

    # ------------------------------------------------------ fields and such

    def variables(self, nodes: list[ast.Variable],
                  what: str) -> list[model.Variable]:
        """Fields, or parameters.  A type in error is None; nobody looks at it,
        since the report has an error then."""
        self.unique(nodes, what)
        by_name = {each.c_name.text for each in nodes}
        result = []
        for node in nodes:
            name = node.c_name.text
            self.check_name(node, names.fault_of_variable, a(what))
            type_ = self.scope.resolve(node.type, what)
            companion = type_ and _companion(name, type_)
            if companion in by_name:
                self.report.error(
                    node.c_name.place, f"'{name}' brings '{companion}' along in "
                    f"C, and there is {a(what)} of that name already")
            result.append(model.Variable(
                type=type_, default=self.default(node, type_),
                **self.common(node, what)))
        return result

    def default(self, node: ast.Variable,
                type_: model.Type | None) -> model.Default | None:
        if node.default is None or type_ is None:
            return None
        answer = fit(node.default, type_, self.model.namespace)
        if isinstance(answer, model.Default):
            return answer
        self.report.error(node.default.place, answer)
        return None

    # --------------------------------------------------------------- shared

    def check_name(self, node: ast.Node, fault_of: Callable,
                   *what: str) -> None:
        name = node.c_name
        if fault := fault_of(name.text, *what):
            self.report.error(name.place, fault)

    def unique(self, nodes: list[ast.Node], what: str) -> None:
        met: dict[str, ast.Node] = {}
        for node in nodes:
            for name in (node.name, node.c_name):
                other = met.setdefault(name.text, node)
                if other is not node:
                    self.report.error(
                        name.place, f"there is {a(what)} '{name.text}' "
                        f"already, in line {other.place.line}")

    def count(self, owner: ast.Node, things: list, limit: int,
              what: str) -> None:
        if not things and what in ("fields", "values"):
            self.report.error(owner.name.place,
                              f"'{owner.name.text}' has no {what}; "
                              f"one is the least")
        elif len(things) > limit:
            self.report.error(things[limit].name.place,
                              f"'{owner.name.text}' has {len(things)} {what}; "
                              f"{limit} is the limit")



def _companion(name: str, type_: model.Type) -> str | None:
    """The second C variable of an array or an optional."""
    if type_.kind == "optional":
        return f"has_{name}"
    return f"n_{name}" if type_.kind == "array" else None
