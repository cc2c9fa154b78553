# SPDX-License-Identifier: LGPL-2.1-or-later
"""What things are called in C, and how C is spelled and laid out.

A schema's variables keep their names.  Those never end with an underscore, so
every local of generated code does, and the two cannot meet; a parameter that
generated code adds by itself (`timeout`, `result`) gets the underscore only
where the schema has one of that name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harkgen import model
from harkgen.names import camel_case, snake_case
from harkgen.signature import Type

# A parameter of such a name would hide what the next one is declared with, or
# whose function it is.
HIDING = frozenset("""
    self gboolean gpointer gconstpointer gchar guchar gshort gushort gint guint glong
    gulong gint8 guint8 gint16 guint16 gint32 guint32 gint64 guint64 gfloat
    gdouble gsize gssize
    """.split())


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type of a namespace: WorkshopOrder, workshop_order, WORKSHOP_ORDER."""

    space: str
    name: str

    @property
    def camel(self) -> str:
        return self.space + self.name

    @property
    def lower(self) -> str:
        return f"{snake_case(self.space)}_{snake_case(self.name)}"

    @property
    def upper(self) -> str:
        return self.lower.upper()

    def macro(self, word: str) -> str:
        """WORKSHOP_TYPE_ORDER"""
        return f"{snake_case(self.space)}_{word}_{snake_case(self.name)}".upper()

    def within(self, member: str) -> TypeName:
        """WorkshopProducer, produced -> WorkshopProducerProduced"""
        return TypeName(self.space, self.name + camel_case(member))


def type_name(declaration: model.Declaration) -> TypeName:
    return TypeName(declaration.namespace, declaration.c_name)


def variable_name(node: model.Node) -> str:
    name = node.c_name
    if name in HIDING or name.startswith("g_"):
        return name + "_"
    return name


def mangle(types: list[Type]) -> str:
    """Two lists of types give one identifier if, and only if, they read alike.
    Containers are prefixes and names say their length, as a name may hold
    anything."""
    return "_".join(_mangle_type(each) for each in types) or "nothing"


def _mangle_type(type_: Type) -> str:
    if type_.kind == "basic":
        return type_.name
    if type_.item is not None:
        return f"{type_.kind}_{_mangle_type(type_.item)}"
    named = type_.declaration
    return (f"{type_.kind}_{len(named.namespace)}{named.namespace}"
            f"{len(named.name)}{named.name}")


# ------------------------------------------------------------------- spelling

def string(text: str) -> str:
    """A C string literal."""
    out = []
    for byte in text.encode():
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif 0x20 <= byte < 0x7f and char != "?":
            out.append(char)
        else:
            out.append("?" if char == "?" and out[-1:] != ["?"]
                       else f"\\{byte:03o}")
    return f'"{"".join(out)}"'


def comment(text: str) -> str:
    """What may stand in a comment: nothing that ends it, that looks like the
    beginning of another one, or that compilers take for a trigraph."""
    text = "".join(each if each.isprintable() or each == "\n" else "\ufffd"
                   for each in text)
    return re.sub(r"(?<=\*)(?=/)|(?<=/)(?=\*)|(?<=\?)(?=\?/)",
                  "\N{ZERO WIDTH SPACE}", text)


def declare(base: str, stars: str, name: str) -> str:
    return f"{base} {stars}{name}"


def align(declarations: list[str]) -> list[str]:
    """Puts the names of parameters or fields into one column."""
    split = [re.fullmatch(r"(.*?[A-Za-z0-9_]) ((?:\* ?(?:const )?)*)(\w+(?: G_GNUC_UNUSED)?)",
                          each) for each in declarations]
    bases = max((len(each[1]) for each in split), default=0)
    stars = max((len(each[2]) for each in split), default=0)
    return [f"{each[1]:{bases}} {each[2]:>{stars}}{each[3]}" for each in split]


def parameters(declarations: list[str], indent: int) -> str:
    """`a,\\n   b`, aligned, as they stand between parentheses."""
    return (",\n" + " " * indent).join(align(declarations)) or "void"
