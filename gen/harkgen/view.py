# SPDX-License-Identifier: LGPL-2.1-or-later
"""A schema as its C code wants to be told: everything that the templates put in
place is a finished string here.

There is one class for each thing that is declared.  The order of everything is
the schema's, so that the same schema gives the same bytes.
"""

from __future__ import annotations

from functools import cached_property

from harkgen import model
from harkgen.classview import ClassView
from harkgen.cname import comment
from harkgen.enumview import EnumerationView
from harkgen.layout import Layouts
from harkgen.recordview import RecordView


class SchemaView:
    """`header_name` is how the body includes its header."""

    def __init__(self, schema: model.Schema, header_name: str):
        self.schema = schema
        self.header_name = header_name
        self.source_name = comment(schema.basename)
        self.layouts = Layouts(schema.namespace)
        self.enumerations = [EnumerationView(each)
                             for each in schema.enumerations]
        self.records = [RecordView(each, self.layouts)
                        for each in schema.records]
        self.classes = [ClassView(each, self.layouts)
                        for each in schema.objects]

    @cached_property
    def includes(self) -> list[str]:
        """Headers of imports, and of parent classes."""
        found = [f'"{_header_of(each.path)}"' for each in self.schema.imports]
        found += [each.parent.include for each in self.classes
                  if each.parent.include]
        return list(dict.fromkeys(found))

    @cached_property
    def type_names(self) -> list[str]:
        """What is declared before anything refers to it."""
        found = [each.name.camel for each in self.records]
        for each in self.classes:
            found.append(each.name.camel)
            found.append(f"{each.name.camel}Class")
            found += [event.name.camel for event in each.events
                      if event.fields]
        return found


def _header_of(path: str) -> str:
    """parts/order.hark -> order.h"""
    base = path.rsplit("/", 1)[-1]
    return base.removesuffix(".hark") + ".h"
