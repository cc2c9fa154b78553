# SPDX-License-Identifier: LGPL-2.1-or-later
"""The result of a slot: as its implementation returns it, and as whoever
called it takes it from the future."""

from __future__ import annotations

from dataclasses import dataclass

from harkgen import model
from harkgen.arguments import Arguments
from harkgen.cname import TypeName, declare
from harkgen.ctype import make_field
from harkgen.layout import Layouts


@dataclass(frozen=True, slots=True)
class Output:
    """A parameter that gives something back."""

    name: str
    declaration: str
    documentation: tuple[str, str, str]


class ResultView:
    """`extra` is the parameter that an implementation has beside its returned
    value: an array's length, or an optional number whose presence is returned."""

    def __init__(self, node: model.Slot, name: TypeName, layouts: Layouts,
                 arguments: Arguments):
        self.field = field = make_field("result", node.result)
        element = field.element
        self.layout = layouts.of_result(node, name, field)

        self.extra = self.extra_name = self.extra_local = ""
        self.local = declare(element.owned, element.stars, "result")
        self.returns = f"{element.owned} {element.stars}".rstrip()
        if field.has_count:
            self.returns = f"{element.owned} *{element.stars}"
            self.local = declare(element.owned, "*" + element.stars, "result")
        if field.has_flag:
            self.returns = "gboolean"
            self.extra_name = arguments.free_name("result")
            self.extra = declare(element.base, "*", self.extra_name)
            self.extra_local = "result"
        elif field.has_count and not element.is_text:
            self.extra_name = arguments.free_name("n_result")
            self.extra = declare("gsize", "*", self.extra_name)
            self.extra_local = "n_result"
        self._documentation()
        self._invocation()
        self.outputs = self._outputs(Arguments([]))
        self.await_outputs = self._outputs(arguments)
        self.taking = self._taking()

    @property
    def nothing(self) -> str:
        """What an implementation returns when it has failed."""
        if self.field.has_flag:
            return "FALSE"
        if self.field.element.is_scalar and not self.field.has_count:
            return "0"
        return "NULL"

    def _documentation(self) -> None:
        """Of what an implementation gives: its parameter, and what it returns,
        which begins with annotations if there are any."""
        field, element = self.field, self.field.element
        self.documentation: list[tuple[str, str, str]] = []
        if field.has_flag:
            self.documentation = [(self.extra_name, "(out)", element.words)]
            self.returns_documentation = "whether there is a result"
            return
        if self.extra_name:
            self.documentation = [(self.extra_name, "(out)", "how many there are")]
        notes = field.scanner.replace("n_result", self.extra_name or "n_result")
        full = not element.is_scalar or field.has_count
        self.returns_documentation = ": ".join(filter(None, (
            " ".join(filter(None, ("(transfer full)" if full else "", notes))), field.words)))

    # --------------------------------------------------------------- invocation

    def _invocation(self) -> None:
        """What the function that runs the slot does with the result."""
        field, element = self.field, self.field.element
        self.locals = [self.local + (" = 0;" if field.has_flag else ";")]
        self.target = "result"
        self.missing = ""
        self.adopt: list[str] = []
        self.initializers = [".result = result"]
        self.drop: list[str] = []
        if field.has_flag:
            self.locals.insert(0, "gboolean has_result;")
            self.target = "has_result"
            self.initializers.insert(0, ".has_result = has_result")
        elif field.is_text_array:
            self.initializers = [
                ".result = (const char *const *) result",
                ".n_result = result != NULL ? g_strv_length (result) : 0"]
            self.drop = ["g_strfreev (result);"]
        elif field.has_count:
            self.locals.append("gsize n_result = 0;")
            self.initializers.append(".n_result = n_result")
            self.missing = "result == NULL && n_result > 0"
            if not element.is_scalar:
                if element.is_variant:
                    self.adopt = ["for (gsize i = 0; i < n_result; i++)",
                                  "  g_variant_take_ref (result[i]);"]
                self.drop = ["for (gsize i = 0; i < n_result; i++)",
                             f"  {element.free} (result[i]);"]
            self.drop.append("g_free (result);")
        elif not element.is_scalar:
            if not field.is_nullable:
                self.missing = "result == NULL"
            if element.is_variant:
                self.adopt = [*self._if_there, self._under("g_variant_take_ref (result);")]
            free = f"{element.free} (result);"
            self.drop = ([free] if element.is_text
                         else [*self._if_there, self._under(free)])

    @property
    def _if_there(self) -> list[str]:
        return ["if (result != NULL)"] if self.field.is_nullable else []

    def _under(self, line: str) -> str:
        return "  " + line if self.field.is_nullable else line

    # ------------------------------------------------------------------- taking

    def _outputs(self, arguments: Arguments) -> list[Output]:
        field, element = self.field, self.field.element
        name = arguments.free_name("result")
        if field.has_flag:
            has = arguments.free_name("has_result")
            return [Output(has, declare("gboolean", "*", has),
                           (has, "(out) (optional)", "whether there is a result")),
                    Output(name, declare(element.base, "*", name),
                           (name, "(out) (optional)", element.words))]
        if element.is_scalar and not field.has_count:
            return [Output(name, declare(element.base, "*", name),
                           (name, "(out) (optional)", element.words))]
        scanner = f"(out) (optional) (transfer full) {field.scanner}".rstrip()
        if not field.has_count:
            return [Output(name, declare(element.owned, "**", name),
                           (name, scanner, field.words))]
        count = arguments.free_name("n_result")
        array = Output(name, declare(element.owned, "**" + element.stars, name),
                       (name, scanner.replace("n_result", count), field.words))
        if element.is_text:
            return [array]
        return [array, Output(count, declare("gsize", "*", count),
                              (count, "(out) (optional)", "how many there are"))]

    def _taking(self) -> list[str]:
        """From `values` to the outputs."""
        field, element = self.field, self.field.element
        lines = []
        if field.has_flag:
            lines += ["if (has_result != NULL)", "  *has_result = values->has_result;"]
        if field.is_text_array:
            value = "g_strdupv ((char **) values->result)"
        elif field.has_count:
            value = "g_memdup2 (values->result, values->n_result * sizeof *values->result)"
        elif element.is_scalar:
            value = "values->result"
        elif field.is_nullable and not element.is_text:
            value = f"values->result != NULL ? {element.copy} (values->result) : NULL"
        else:
            value = f"{element.copy} (values->result)"
        lines += ["if (result != NULL)"]
        if field.has_count and not element.is_scalar and not element.is_text:
            lines += ["  {", f"    *result = {value};",
                      "    for (gsize i = 0; i < values->n_result; i++)",
                      f"      {element.copy} ((*result)[i]);", "  }"]
        else:
            lines += [f"  *result = {value};"]
        if field.has_count and not field.is_text_array:
            lines += ["if (n_result != NULL)", "  *n_result = values->n_result;"]
        return lines
