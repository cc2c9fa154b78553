# SPDX-License-Identifier: LGPL-2.1-or-later
"""A schema and all that it imports, each file once.

`load` is the front end's door: it goes from a path to a checked model, or to a
report that says why not.
"""

from __future__ import annotations

import os

from harkgen import ast, model
from harkgen.check import check, check_namespace
from harkgen.limits import MAX_IMPORT_DEPTH
from harkgen.parse import parse
from harkgen.source import Place, Report, SchemaError, Source


def load(path: str, include_dirs: list[str],
         report: Report) -> model.Schema | None:
    """None if the report has errors."""
    schema = _Loader(include_dirs, report).load(path, None)
    return None if report.has_errors else schema


class _Loader:
    def __init__(self, include_dirs: list[str], report: Report):
        self.include_dirs = include_dirs
        self.report = report
        self.loaded: dict[str, model.Schema | None] = {}   # by real path
        self.loading: dict[str, str] = {}                  # outermost first

    def load(self, path: str, asked_at: Place | None) -> model.Schema | None:
        """None if this file, or one that it imports, cannot be read."""
        key = os.path.realpath(path)
        if key not in self.loaded:
            self.loading[key] = path
            try:
                self.loaded[key] = self.read(path, asked_at)
            except SchemaError as error:
                self.report.diagnostics += error.diagnostics
                self.loaded[key] = None
            del self.loading[key]
        return self.loaded[key]

    def read(self, path: str, asked_at: Place | None) -> model.Schema | None:
        schema = parse(Source.read(path, asked_at), self.report)
        if schema is None or check_namespace(schema, self.report) is None:
            return None
        imports = self.imports(schema)
        if any(each.schema is None for each in imports):
            return None
        return check(schema, imports, self.report)

    def imports(self, schema: ast.Schema) -> list[model.Import]:
        found = []
        met: set[str] = set()
        is_late = False
        for item in schema.items:
            if not isinstance(item, ast.Import):
                is_late |= not isinstance(item, ast.Namespace)
                continue
            if is_late:
                self.report.error(
                    item.place, "imports come before all declarations")
            other = self.find(schema.source, item)
            if other is not None and os.path.realpath(other) in met:
                self.report.error(item.path.place,
                                  f"'{item.path.value}' is imported twice")
                continue
            if other is not None:
                met.add(os.path.realpath(other))
            found.append(model.Import(
                path=item.path.value, place=item.place,
                schema=other and self.load_import(other, item)))
        return found

    def find(self, source: Source, item: ast.Import) -> str | None:
        """Where an imported file is; beside the importing one comes first."""
        name, place = item.path.value, item.path.place
        if os.path.isabs(name) or not name.endswith(".hark"):
            self.report.error(
                place, "an import names a '.hark' file, by its path from this "
                "schema or from an --include folder")
            return None
        folders = [os.path.dirname(source.path), *self.include_dirs]
        for folder in folders:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                return path
        told = ", ".join(f"'{each or '.'}'" for each in folders)
        self.report.error(place, f"cannot find '{name}'; looked in {told}")
        return None

    def load_import(self, path: str, item: ast.Import) -> model.Schema | None:
        key, place = os.path.realpath(path), item.path.place
        if key in self.loading:
            chain = list(self.loading)
            around = [os.path.basename(each)
                      for each in [*chain[chain.index(key):], key]]
            if len(around) == 2:
                message = "a schema cannot import itself"
            else:
                message = (f"imports go in a circle: {' -> '.join(around)}; "
                           f"what they share belongs in a schema of its own")
            self.report.error(place, message)
            return None
        if len(self.loading) >= MAX_IMPORT_DEPTH:
            self.report.error(place, f"imports are nested more than "
                              f"{MAX_IMPORT_DEPTH} deep here")
            return None
        return self.load(path, place)
