# SPDX-License-Identifier: LGPL-2.1-or-later
"""Which names a schema may give.

A name becomes a C identifier, a C++ one, a GObject one, and one in every
language that reads the typelib.  What cannot be all of these is refused here,
and the message says whose name it is.
"""

from __future__ import annotations

import re

from harkgen.limits import MAX_NAME_LENGTH

CAMEL_CASE = re.compile(r"[A-Z][A-Za-z0-9]*")
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

C_KEYWORDS = frozenset("""
    alignas alignof auto bool break case char const continue default do
    double else enum extern false float for goto if inline int long
    nullptr register restrict return short signed sizeof static
    static_assert struct switch thread_local true typedef typeof union unsigned
    void volatile while asm constexpr
    """.split())
CXX_KEYWORDS = frozenset("""
    and and_eq bitand bitor catch char16_t char32_t char8_t class co_await
    co_return co_yield compl concept const_cast consteval constinit decltype
    delete dynamic_cast explicit export friend mutable namespace new noexcept
    not not_eq operator or or_eq private protected public reinterpret_cast
    requires static_cast template this throw try typeid typename using virtual
    wchar_t xor xor_eq
    """.split())
C_MACROS = frozenset("""
    unix linux i386 complex imaginary noreturn errno stdin stdout stderr NULL TRUE FALSE EOF assert
    offsetof alloca major minor makedev va_start va_arg va_end va_copy setjmp
    """.split())

GOBJECT_NAMES = frozenset("""
    ref unref ref_sink notify get set get_type get_data set_data steal_data
    get_property set_property bind_property dispose finalize constructed
    freeze_notify thaw_notify weak_ref weak_unref run_dispose is_floating
    force_floating dispatch_properties_changed getv setv watch_closure
    """.split())
BINDING_NAMES = frozenset("""
    connect connect_after connect_data connect_object disconnect emit
    handler_block handler_unblock stop_emission chain props
    """.split())
HARK_MEMBERS = frozenset("""
    new new_remote closed self loop get_loop set_loop call next await
    parent_class parent_instance init class_init get_instance_private padding
    stream
    """.split())
GENERATED_PREFIXES = {
    "emit_": "the function that emits an event",
    "next_": "the future of an event",
    "await_": "the function that waits for an event",
    "stream_": "the stream of an event",
    "call_": "the function that calls a slot",
    "finish_": "the function that takes an answer from a future",
}
GLIB_NAMESPACES = frozenset(
    "G GLib GObject Gio GModule GIRepository GioUnix GLibUnix".split())


def camel_case(name: str) -> str:
    """request_product -> RequestProduct"""
    return "".join(each.capitalize() for each in name.split("_"))


def snake_case(name: str) -> str:
    """HTTPServer -> http_server, Sha256Sum -> sha256_sum"""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_",
                  name).lower()


def fault_of_type(name: str, what: str) -> str | None:
    """What is wrong with the name of a type or namespace, if anything."""
    if len(name) > MAX_NAME_LENGTH:
        return _too_long(name)
    if not CAMEL_CASE.fullmatch(name):
        better = camel_case("_".join(
            each for each in snake_case(name).split("_") if each))
        return (f"the name of {what} is written in CamelCase"
                + _instead(better, CAMEL_CASE))
    return None


def fault_of_namespace(name: str) -> str | None:
    if name in GLIB_NAMESPACES:
        return f"the namespace '{name}' is GLib's; choose one of your own"
    return fault_of_type(name, "a namespace")


def fault_of_value(name: str) -> str | None:
    """Values are prefixed wherever they go, so that hardly a name clashes."""
    if name in ("true", "false", "null"):
        return (f"'{name}' is a literal of the schema language; "
                f"choose another name")
    return _fault_of_case(name, "a value")


def fault_of_variable(name: str, what: str) -> str | None:
    """The name of a field or parameter is an identifier by itself."""
    if fault := _fault_in_c(name):
        return fault
    if what in ("a parameter", "a state") and name in ("self", "error", "user_data"):
        return (f"{what} cannot be called '{name}': the functions that "
                f"are generated have one of that name")
    if name.startswith("hark_"):
        return "names that start with 'hark_' are kept for generated code"
    if what == "a field" and name == "type":
        return ("a field cannot be called 'type': its getter would be called "
                "get_type, as the function that gives the record's GType")
    return _fault_of_case(name, what)


def fault_of_member(name: str, what: str) -> str | None:
    if fault := _fault_in_c(name):
        return fault
    if name in GOBJECT_NAMES:
        return (f"every object has a '{name}' from GObject; "
                f"choose another name")
    if name in BINDING_NAMES:
        return (f"every object has a method '{name}' in the language bindings; "
                f"choose another name")
    if name in HARK_MEMBERS:
        return (f"every generated class has a '{name}' already; "
                f"choose another name")
    for prefix, owner in GENERATED_PREFIXES.items():
        if name.startswith(prefix):
            return (f"names that start with '{prefix}' are kept for {owner}, "
                    f"which is generated")
    if name.startswith("hark_"):
        return "names that start with 'hark_' are kept for generated code"
    return _fault_of_case(name, what)


def fault_of_state(name: str, what: str) -> str | None:
    """It is a member, the parameter of its functions, and a property."""
    if fault := fault_of_member(name, what) or fault_of_variable(name, what):
        return fault
    if f"get_{name}" in GOBJECT_NAMES | HARK_MEMBERS:
        return (f"the function that gives what a state is would be called "
                f"'get_{name}', and every object has one of that name; choose "
                f"another name")
    return None


def _fault_in_c(name: str) -> str | None:
    if name in C_KEYWORDS:
        return f"'{name}' is a keyword of C; choose another name"
    if name in CXX_KEYWORDS:
        return (f"'{name}' is a keyword of C++, and generated headers compile "
                f"there, too; choose another name")
    if name in C_MACROS:
        return f"'{name}' is a macro in C; choose another name"
    return None


def _fault_of_case(name: str, what: str) -> str | None:
    if len(name) > MAX_NAME_LENGTH:
        return _too_long(name)
    if SNAKE_CASE.fullmatch(name):
        return None
    better = "_".join(each for each in snake_case(name).split("_") if each)
    return (f"the name of {what} is written in snake_case"
            + _instead(better, SNAKE_CASE))


def _instead(better: str, form: re.Pattern) -> str:
    return f": '{better}'" if form.fullmatch(better) else ""


def _too_long(name: str) -> str:
    return (f"this name has {len(name)} characters; "
            f"{MAX_NAME_LENGTH} is the limit")
