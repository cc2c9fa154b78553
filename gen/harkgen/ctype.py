# SPDX-License-Identifier: LGPL-2.1-or-later
"""The schema's types in C.

An Element is one value: how it is declared, copied and freed.  A Field is a
named Element that is plain, optional or an array, and knows how it reads as a
parameter, lies in a struct, is packed behind it and is cleared again.  Every
position of a type (field, argument, result) is served from here, so that a
type behaves alike in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from harkgen import model
from harkgen.cname import declare, type_name, variable_name
from harkgen.gtkdoc import remark
from harkgen.signature import Type
from harkgen.source import SchemaError

SCALARS = {
    "bool": "gboolean", "byte": "guint8", "int16": "gint16",
    "uint16": "guint16", "int32": "gint32", "uint32": "guint32",
    "int64": "gint64", "uint64": "guint64", "float": "float",
    "double": "double", "duration": "gint64", "timestamp": "gint64",
}
G_TYPES = {
    "bool": "G_TYPE_BOOLEAN", "byte": "G_TYPE_UCHAR", "int16": "G_TYPE_INT",
    "uint16": "G_TYPE_UINT", "int32": "G_TYPE_INT", "uint32": "G_TYPE_UINT",
    "int64": "G_TYPE_INT64", "uint64": "G_TYPE_UINT64",
    "float": "G_TYPE_FLOAT", "double": "G_TYPE_DOUBLE",
    "duration": "G_TYPE_INT64", "timestamp": "G_TYPE_INT64",
}
SCALAR_WORDS = {
    "bool": "whether it is so", "duration": "in microseconds",
    "timestamp": "in microseconds since 1970, UTC",
}


@dataclass(frozen=True, slots=True)
class Element:
    """`copy` gives a copy or reference of one's own, `free` drops it; scalars
    have neither.  `is_text` is packed inside the struct's own block."""

    kind: str                # the end of a HarkFieldKind
    base: str                # "const char"
    stars: str = ""
    owned: str = ""          # the base of one's own copy: "char"
    copy: str = ""
    free: str = ""
    is_text: bool = False
    g_type: str = ""         # as a GValue
    signature: str = "NULL"  # of a record
    words: str = ""
    scanner: str = ""        # (type filename)

    @property
    def is_scalar(self) -> bool:
        return not self.stars

    @property
    def is_variant(self) -> bool:
        return self.kind == "VARIANT"


def element_of(type_: Type) -> Element:
    match type_.kind, type_.name:
        case "basic", ("string" | "filename") as name:
            return Element(name.upper(), "const char", "*", "char",
                           "g_strdup", "g_free", is_text=True,
                           g_type="G_TYPE_STRING", words=f"a {name}",
                           scanner="(type filename)" if name == "filename" else "")
        case "basic", "bytes":
            return Element("BYTES", "GBytes", "*", "GBytes",
                           "g_bytes_ref", "g_bytes_unref",
                           g_type="G_TYPE_BYTES", words="bytes")
        case "basic", "variant":
            return Element("VARIANT", "GVariant", "*", "GVariant",
                           "g_variant_ref", "g_variant_unref",
                           g_type="G_TYPE_VARIANT",
                           words="a variant; a floating one is consumed")
        case "basic", name if name in SCALARS:
            return Element(name.upper(), SCALARS[name], owned=SCALARS[name],
                           g_type=G_TYPES[name],
                           words=SCALAR_WORDS.get(name, "a number"))
        case "enum" | "flags" | "error" as kind, _:
            name = type_name(type_.declaration)
            # A code of an error domain is one of an enumeration.
            kind = "enum" if kind == "error" else kind
            return Element(kind.upper(), name.camel, owned=name.camel,
                           g_type=name.macro("TYPE"),
                           words=f"a #{name.camel}")
        case "record", _ if not type_.is_recursive:
            name = type_name(type_.declaration)
            return Element("RECORD", name.camel, "*", name.camel,
                           f"{name.lower}_ref", f"{name.lower}_unref",
                           g_type=name.macro("TYPE"),
                           signature=f"&{name.lower}__signature",
                           words=f"a #{name.camel}")
    raise SchemaError.at(
        type_.place, f"'{type_.text}' cannot stand here yet: "
        f"hark-gen makes no code for it")


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    form: str                # plain, optional, array
    element: Element
    doc: str | None = None
    remark: str = ""         # " (since: 1.2)"

    @property
    def has_flag(self) -> bool:
        """`has_x, x`"""
        return self.form == "optional" and self.element.is_scalar

    @property
    def has_count(self) -> bool:
        """`x, n_x` in a struct"""
        return self.form == "array"

    @property
    def is_text_array(self) -> bool:
        return self.has_count and self.element.is_text

    @property
    def is_pointer_array(self) -> bool:
        return self.has_count and not self.element.is_scalar and not self.element.is_text

    @property
    def is_nullable(self) -> bool:
        return self.form == "optional" and not self.element.is_scalar

    @property
    def g_types(self) -> list[str]:
        """Of each of `parameters`, as an argument of a signal."""
        if self.has_flag:
            return ["G_TYPE_BOOLEAN", self.element.g_type]
        if self.is_text_array:
            return ["G_TYPE_STRV"]
        if self.is_pointer_array:
            return ["G_TYPE_PTR_ARRAY"]
        return ["G_TYPE_POINTER", "G_TYPE_INT"] if self.has_count else [self.element.g_type]

    # ------------------------------------------------------------ declarations

    @property
    def parameters(self) -> list[str]:
        element, name = self.element, self.name
        if self.has_flag:
            return [f"gboolean has_{name}", declare(element.base, "", name)]
        if not self.has_count:
            return [declare(element.base, element.stars, name)]
        count = [] if element.is_text else [f"gsize n_{name}"]
        return [self._borrowed_array(name), *count]

    def _borrowed_array(self, name: str, const: str = "") -> str:
        if self.element.is_scalar:
            return declare(f"const {self.element.base}", "*" + const, name)
        return declare(self.element.base, "*const *" + const, name)

    @property
    def members(self) -> list[str]:
        """In the struct that descriptors and packing know."""
        if self.has_count:
            return [self._borrowed_array(self.name), f"gsize n_{self.name}"]
        return self.parameters

    @property
    def const_members(self) -> list[str]:
        """In the struct that users see: nothing in it changes."""
        element, name = self.element, self.name
        if self.has_count:
            return [self._borrowed_array(name, "const "),
                    f"const gsize n_{name}"]
        if not element.is_scalar:
            return [declare(element.base, "*const ", name)]
        flag = [f"const gboolean has_{name}"] if self.has_flag else []
        return [*flag, declare(f"const {element.base}", "", name)]

    @property
    def owned_members(self) -> list[str]:
        """In a builder: copies of its own, laid out as in `members`."""
        element, name = self.element, self.name
        if self.has_count:
            return [declare(element.owned, "*" + element.stars, name),
                    f"gsize n_{name}"]
        flag = [f"gboolean has_{name}"] if self.has_flag else []
        return [*flag, declare(element.owned, element.stars, name)]

    # ------------------------------------------------------- passing it around

    def arguments(self, values: str) -> list[str]:
        """From a struct to a function of `parameters`."""
        here = f"{values}->"
        if self.has_flag:
            return [f"{here}has_{self.name}", here + self.name]
        if self.has_count and not self.element.is_text:
            return [here + self.name, f"{here}n_{self.name}"]
        return [here + self.name]

    @property
    def argument_names(self) -> list[str]:
        """From a function of `parameters` to another one."""
        return [each.removeprefix("->") for each in self.arguments("")]

    @property
    def initializers(self) -> list[str]:
        """From parameters to a struct."""
        name = self.name
        if self.has_flag:
            return [f".has_{name} = has_{name}", f".{name} = {name}"]
        if self.is_text_array:
            return [f".{name} = {name}",
                    f".n_{name} = {name} != NULL ? g_strv_length ((char **) {name}) : 0"]
        if self.has_count:
            return [f".{name} = {name}", f".n_{name} = n_{name}"]
        if self.element.is_variant:
            return [f".{name} = {self.sunk}"]
        return [f".{name} = {name}"]

    @property
    def checks(self) -> list[str]:
        """What a caller owes."""
        if self.element.is_scalar and not self.has_count or self.is_nullable:
            return []
        if self.is_text_array:
            return []
        if self.has_count:
            return [f"{self.name} != NULL || n_{self.name} == 0"]
        return [f"{self.name} != NULL"]

    # A floating variant is consumed, whatever happens to it afterwards.

    @property
    def sunk(self) -> str:
        return f"sunk_{self.name}_"

    @property
    def sink(self) -> list[str]:
        """A declaration at the head of a function, which says it all."""
        name = self.name
        if not self.element.is_variant or self.has_count:
            return []
        return [f"g_autoptr(GVariant) {self.sunk} = "
                f"{name} != NULL ? g_variant_ref_sink ({name}) : NULL;"]

    @property
    def hold(self) -> list[str]:
        """Statements behind the declarations, for an array."""
        return self._with_variants("g_variant_ref_sink")

    @property
    def release(self) -> list[str]:
        """Statements at the function's end."""
        return self._with_variants("g_variant_unref")

    def _with_variants(self, function: str) -> list[str]:
        if not (self.element.is_variant and self.has_count):
            return []
        return [f"for (gsize i_ = 0; i_ < n_{self.name}; i_++)",
                f"  {function} ({self.name}[i_]);"]

    # ----------------------------------------------------------------- packing

    @property
    def measure(self) -> list[str]:
        """Adds to `size` what lies behind the struct `from`."""
        name = self.name
        if self.is_text_array:
            return [f"size += hark_measure_array (from->n_{name} + 1, sizeof *from->{name});",
                    f"for (gsize i = 0; i < from->n_{name}; i++)",
                    f"  size += hark_measure_string (from->{name}[i]);"]
        if self.has_count:
            more = "" if self.element.is_scalar else " + 1"
            return [f"size += hark_measure_array (from->n_{name}{more}, sizeof *from->{name});"]
        if self.element.is_text:
            return [f"size += hark_measure_string (from->{name});"]
        return []

    @property
    def needs_tail(self) -> bool:
        return bool(self.measure)

    @property
    def pack(self) -> list[str]:
        """Makes of the field of `to`, which is a plain copy, one of its own;
        what lies behind the struct goes to `tail`."""
        element, name = self.element, self.name
        if self.has_count:
            return self._pack_array()
        if element.is_text:
            return [f"to->{name} = hark_pack_string (&tail, from->{name});"]
        if element.is_scalar:
            return []
        return [*self._if_there(f"to->{name}"), self._indent(f"{element.copy} (to->{name});")]

    def _pack_array(self) -> list[str]:
        element, name = self.element, self.name
        memory = (f"hark_pack_memory (&tail, from->{name}, "
                  f"from->n_{name} * sizeof *from->{name});")
        if element.is_scalar:
            return [f"to->{name} = {memory}"]
        each = ("copies[i] = hark_pack_string (&tail, copies[i]);"
                if element.is_text else f"{element.copy} (copies[i]);")
        return ["{",
                f"  {element.base} **copies = {memory}",
                "",
                "  tail += sizeof *copies;",
                f"  copies[from->n_{name}] = NULL;",
                f"  for (gsize i = 0; i < from->n_{name}; i++)",
                f"    {each}",
                f"  to->{name} = copies;",
                "}"]

    def _if_there(self, what: str) -> list[str]:
        return [f"if ({what} != NULL)"] if self.is_nullable else []

    def _indent(self, line: str) -> str:
        return "  " + line if self.is_nullable else line

    @property
    def clear(self) -> list[str]:
        """Drops what `pack` took a reference of."""
        element, name = self.element, self.name
        if element.is_scalar or element.is_text:
            return []
        if self.has_count:
            return [f"for (gsize i = 0; i < from->n_{name}; i++)",
                    f"  {element.free} (from->{name}[i]);"]
        return [*self._if_there(f"from->{name}"),
                self._indent(f"{element.free} (from->{name});")]

    def descriptor(self, struct: str, name: str) -> str:
        """Its line in a table of HarkField."""
        extra = "0"
        if self.has_flag:
            extra = f"offsetof ({struct}, has_{self.name})"
        elif self.has_count:
            extra = f"offsetof ({struct}, n_{self.name})"
        return (f'{{ "{name}", HARK_FIELD_{self.element.kind}, '
                f"HARK_FIELD_{self.form.upper()}, "
                f"offsetof ({struct}, {self.name}), {extra}, "
                f"{self.element.signature}, NULL }}")

    # --------------------------------------------------------------- for people

    @property
    def scanner(self) -> str:
        """Annotations for GObject-Introspection."""
        name = self.name
        if self.is_text_array:
            return "(array zero-terminated=1) (nullable)"
        if self.has_count:
            return f"(array length=n_{name})"
        return " ".join(filter(None, (
            "(nullable)" if self.is_nullable else "", self.element.scanner)))

    @property
    def words(self) -> str:
        return (self.doc or self._words_of_type) + self.remark

    @property
    def _words_of_type(self) -> str:
        if self.has_count:
            return f"each {self.element.words}"
        return self.element.words + (", or %NULL" if self.is_nullable else "")

    @property
    def documentation(self) -> list[tuple[str, str, str]]:
        """Parameter, annotations, words: for each of `parameters`."""
        found = [(self.name, self.scanner, self.words)]
        if self.has_flag:
            found.insert(0, (f"has_{self.name}", "", f"whether there is @{self.name}"))
        elif self.has_count and not self.element.is_text:
            found.append((f"n_{self.name}", "", f"how many @{self.name} there are"))
        return found

    @property
    def signal_documentation(self) -> list[tuple[str, str, str]]:
        """The same for a signal, where a pointer does not tell to what."""
        (name, notes, words), *rest = self.documentation
        if self.is_pointer_array:
            return [(name, f"(element-type {self.element.base})", words)]
        if self.has_count and not self.is_text_array:
            notes += f" (element-type {self.element.base})"
        return [(name, notes, words), *rest]


def field_of(variable: model.Variable) -> Field:
    return make_field(variable_name(variable), variable.type, variable.doc,
                      remark(variable))


def make_field(name: str, type_: Type, doc: str | None = None,
               remark_: str = "") -> Field:
    if type_.kind in ("array", "optional"):
        return Field(name, type_.kind, element_of(type_.item), doc, remark_)
    return Field(name, "plain", element_of(type_), doc, remark_)
