# SPDX-License-Identifier: LGPL-2.1-or-later
"""Names of types become types.

A Scope knows what a schema can see: its own declarations, those of the schemas
it imports, and the basic types.  The rules on where a type may stand are here
too, so that there is one place to read them.
"""

from __future__ import annotations

from harkgen import ast, model
from harkgen.limits import MAX_TYPE_DEPTH
from harkgen.signature import VARIANT_TYPES
from harkgen.source import Report
from harkgen.words import suggestion

FOREIGN_NAMES = {
    "boolean": "bool", "gboolean": "bool", "char": "byte", "uchar": "byte",
    "uint8": "byte", "uint8_t": "byte", "guint8": "byte", "guchar": "byte",
    "int8": "int16", "short": "int16", "int": "int32", "gint": "int32",
    "uint": "uint32", "guint": "uint32", "unsigned": "uint32",
    "long": "int64", "ulong": "uint64", "size_t": "uint64", "gsize": "uint64",
    "float32": "float", "float64": "double", "gdouble": "double",
    "str": "string", "gchararray": "string", "utf8": "string",
    "time": "timestamp", "datetime": "timestamp", "path": "filename",
    "data": "bytes", "blob": "bytes", "any": "variant", "list": "T[]",
    "array": "T[]", "dict": "map<string, T>", "handle": "fd",
}


class Scope:
    def __init__(self, namespace: str, report: Report):
        self.namespace = namespace
        self.report = report
        self.namespaces: dict[str, dict[str, model.Declaration]] = {
            namespace: {}}

    @property
    def own(self) -> dict[str, model.Declaration]:
        """What can be named without a namespace."""
        return self.namespaces[self.namespace]

    def add_import(self, schema: model.Schema) -> None:
        names = self.namespaces.setdefault(schema.namespace, {})
        names.update((each.name, each) for each in schema.declarations)

    # --------------------------------------------------------------- lookup

    def find(self, qualified: ast.Qualified) -> model.Declaration | None:
        """None, and an error, for a name that nobody declared."""
        if qualified.namespace is None:
            names = self.own
        else:
            names = self.namespaces.get(qualified.namespace.text)
            if names is None:
                known = list(self.namespaces)
                self.report.error(
                    qualified.namespace.place,
                    f"unknown namespace '{qualified.namespace.text}'"
                    + (suggestion(qualified.namespace.text, known)
                       or "; 'import' the schema that declares it"))
                return None
        name = qualified.name.text
        if name not in names:
            self.report.error(qualified.place, self._unknown(qualified, names))
            return None
        return names[name]

    def _unknown(self, qualified: ast.Qualified, names: dict) -> str:
        name = qualified.name.text
        message = f"unknown type '{qualified.text}'"
        if qualified.namespace is not None:
            space = qualified.namespace.text
            return message + suggestion(
                qualified.text, [f"{space}.{each}" for each in names])
        if name in FOREIGN_NAMES:
            return f"{message}, did you mean '{FOREIGN_NAMES[name]}'?"
        if name == "void":
            return f"{message}; a slot without a result has no '->'"
        if near := suggestion(name, [*names, *VARIANT_TYPES]):
            return message + near
        others = [f"{space}.{name}" for space, known in self.namespaces.items()
                  if name in known]
        return message + (f", did you mean '{others[0]}'?" if others else "")

    # ---------------------------------------------------------------- types

    def resolve(self, type_: ast.Type, where: str) -> model.Type | None:
        """`where` is field, parameter, result or state.  None if the type is
        in error, which has been reported then."""
        if type_.is_too_deep:
            self.report.error(
                type_.place, f"this type is nested more than {MAX_TYPE_DEPTH} "
                f"deep; a record would make it readable")
            return None
        if type_.kind in ("array", "optional", "map"):
            return self._resolve_container(type_, where)
        qualified = type_.qualified
        if (type_.kind == "named" and qualified.namespace is None
                and qualified.name.text in VARIANT_TYPES):
            return self._basic(type_, where)
        declaration = self.find(qualified)
        if declaration is None:
            return None
        return self._declared(type_, declaration, where)

    def _basic(self, type_: ast.Type, where: str) -> model.Type | None:
        name = type_.qualified.name.text
        if name == "fd" and where not in ("parameter", "result"):
            return self._refuse(
                type_, "'fd' stands only as a parameter or a result of its "
                "own: descriptors travel beside the bytes, not in them")
        return model.Type(kind="basic", name=name, place=type_.place)

    def _declared(self, type_: ast.Type, declaration: model.Declaration,
                  where: str) -> model.Type | None:
        is_object = isinstance(declaration, model.Object)
        text = type_.qualified.text
        if is_object and type_.kind == "named":
            return self._refuse(
                type_, f"'{text}' is an object; as a type it is written "
                f"'object {text}'")
        if not is_object and type_.kind == "object":
            return self._refuse(
                type_, f"'{text}' is no object; it is written without "
                f"'object'")
        if is_object and where != "parameter":
            return self._refuse(
                type_, f"'object {text}' stands only as a parameter of an "
                f"event or slot: objects do not leave the process")
        return model.Type(kind=declaration.kind, declaration=declaration,
                          place=type_.place)

    def _resolve_container(self, type_: ast.Type,
                           where: str) -> model.Type | None:
        if type_.kind == "optional" and type_.item.kind == "optional":
            return self._refuse(
                type_, "'??' says no more than '?'; take one away")
        if type_.kind == "map" and not (
                type_.key.kind == "named"
                and type_.key.qualified.text == "string"):
            return self._refuse(
                type_.key, "the key of a map is 'string'; for others, an array "
                "of a record with key and value")
        inside = where if type_.kind == "optional" else "element"
        item = self.resolve(type_.item, inside)
        if item is None:
            return None
        return model.Type(kind=type_.kind, item=item, place=type_.place)

    def _refuse(self, type_: ast.Type, message: str) -> None:
        self.report.error(type_.place, message)
