# SPDX-License-Identifier: LGPL-2.1-or-later
"""An object of a schema as a GObject class."""

from __future__ import annotations

from dataclasses import dataclass

from harkgen import model
from harkgen.cname import TypeName, comment, string, type_name
from harkgen.eventview import EventView
from harkgen.function import Function, method
from harkgen.gtkdoc import block
from harkgen.layout import Layouts
from harkgen.names import snake_case
from harkgen.slotview import SlotView
from harkgen.stateview import StateView

GLIB_NAMESPACES = ("GObject", "GLib", "Gio")
HEADERS = {"Gtk": "<gtk/gtk.h>", "Adw": "<adwaita.h>", "Gst": "<gst/gst.h>",
           "Soup": "<libsoup/soup.h>"}


@dataclass(frozen=True, slots=True)
class Parent:
    """The class derived from: GApplication, G_TYPE_APPLICATION."""

    instance: str
    type_macro: str
    include: str

    @classmethod
    def of(cls, node: model.Object) -> Parent:
        space, _, name = (node.parent or "GObject.Object").rpartition(".")
        include = HEADERS.get(space, "")
        if named := node.annotations.get("c_include"):
            include = f"<{named['header']}>"
        if space in GLIB_NAMESPACES:
            space = "G"
        # GDBusProxy is G_TYPE_DBUS_PROXY.
        words = snake_case(name.replace("DBus", "Dbus"))
        return cls(space + name,
                   f"{snake_case(space)}_TYPE_{words}".upper(), include)


class ClassView:
    def __init__(self, node: model.Object, layouts: Layouts):
        self.name = name = type_name(node)
        self.vala_name = node.c_name   # behind the namespace
        self.location = comment(node.location)
        self.location_string = string(node.location)
        self.title = string(node.qualified_name)
        self.what = f"object {node.name}"
        self.parent = Parent.of(node)
        self.has_new = "no_new" not in node.annotations
        self.type_macro = name.macro("TYPE")
        self.is_macro = name.macro("IS")
        self.info = f"{name.lower}__info"
        self.events = [
            StateView(each, index, name, layouts, node.states.index(each))
            if each.kind == "state" else EventView(each, index, name, layouts)
            for index, each in enumerate(node.events)]
        self.states = [each for each in self.events if each.is_state]
        self.slots = [SlotView(each, index, name, layouts, self.has_new)
                      for index, each in enumerate(node.slots)]
        self.doc = block(name.camel, text=node.doc, node=node)
        self.methods = [
            method("void", "closed", [f"{name.camel} *self"]),
            *(each.method for each in self.slots)]
        self.virtual_methods = [
            self.methods[0],
            *(line for each in self.slots
              for line in (each.method_doc, each.method) if line)]
        self.slots_doc = block(
            f"{name.camel}Slots",
            [("closed", "", "the object has ended; called once, on its loop"),
             *((each.member, "", each.doc_line) for each in self.slots)],
            "How an object is implemented without a subclass. What is %NULL "
            "is forwarded if the schema says so; else it does nothing, or fails "
            "with %HARK_ERROR_NOT_IMPLEMENTED where somebody waits for an answer.")
        self.functions = self._functions(name)
        self.get_type = Function(f"{name.lower}_get_type", "GType", [],
                                 attributes=" G_GNUC_CONST")

    @property
    def event_table(self) -> str:
        return f"{self.name.lower}__events" if self.events else "NULL"

    @property
    def slot_table(self) -> str:
        return f"{self.name.lower}__slots" if self.slots else "NULL"

    def _functions(self, name: TypeName) -> dict[str, Function]:
        properties = {
            each: Function(f"{name.lower}__{each}", "void",
                           ["GObject *object", "guint property_id",
                            f"{value} *value", "GParamSpec *pspec"])
            for each, value in (("set_property", "const GValue"),
                                ("get_property", "GValue"))}
        return {**properties, **(self._constructors(name) if self.has_new else {})}

    def _constructors(self, name: TypeName) -> dict[str, Function]:
        pointer = f"{name.camel} *"
        new, new_remote, get_data = (
            f"{name.lower}_{each}" for each in ("new", "new_remote", "get_data"))
        loop = ("loop", "(nullable)", "where its slots run; %NULL: a loop of its own")
        return {
            "new": Function(
                new, pointer,
                ["HarkLoop *loop", f"const {name.camel}Slots *slots",
                 "gpointer data", "GDestroyNotify destroy"],
                block(f"{new}", [
                    loop,
                    ("slots", "(nullable)", "its implementation, which stays where it is"),
                    ("data", "", f"for {get_data}()"),
                    ("destroy", "(nullable)", "called with @data when the object has ended")],
                    returns=f"(transfer full): a new #{name.camel}. Thread: any.")),
            "new_remote": Function(
                new_remote, pointer,
                ["HarkBus *bus", "const char *name", "HarkLoop *loop"],
                block(new_remote, [
                    ("bus", "", "where to look for it"),
                    ("name", "", "that it is exported under; `*` hears all of its class"),
                    loop],
                    "Stands for an object in another place; it is ready when "
                    "hark_object_await_ready() says so.",
                    returns=f"(transfer full): a new #{name.camel}. Thread: any.")),
            "get_data": Function(
                get_data, "gpointer", [f"{name.camel} *self"],
                block(f"{get_data}", [("self", "", f"a #{name.camel}")],
                      returns=f"(transfer none): what {new}() was given. Thread: any.")),
        }
