# SPDX-License-Identifier: LGPL-2.1-or-later
"""An event: what emits it, what awaits it, and what connections know of it."""

from __future__ import annotations

import re

from harkgen import model
from harkgen.arguments import Arguments
from harkgen.cname import TypeName, comment, mangle, parameters, string
from harkgen.ctype import field_of
from harkgen.function import Function
from harkgen.gtkdoc import block
from harkgen.layout import Layouts
from harkgen.queueview import QueueView
from harkgen.valuesview import ValuesView

THREAD = "Thread: any. Blocks: no."


class EventView:
    is_state = False
    emitting = "hark_seat_emit"

    def __init__(self, node: model.Event, index: int, owner: TypeName,
                 layouts: Layouts):
        c_name = node.c_name
        self.index = index
        self.name = name = owner.within(c_name)
        self.token = f"{owner.lower}_{c_name}"
        self.owner = owner
        self.location = comment(node.location)
        self.location_string = string(node.location)
        self.what = node.declaration_text
        self.name_string = string(node.name)
        self.text_string = string(node.display)
        self.flags = ("HARK_EVENT_QUIET" if "quiet" in node.annotations
                      else "HARK_EVENT_DEFAULT")
        self.bounds = QueueView(node.queue, self.token) if node.queue else None
        self.fields = fields = [field_of(each) for each in node.parameters]
        self.arguments = Arguments(fields)
        self.layout = layouts.of_event(node, name, fields)
        self.tag = f"HarkTag_{mangle([each.type for each in node.parameters])}"
        self.values = ValuesView(name, fields, self.layout, node,
                                 node.doc) if fields else None
        self.func_type = f"{name.camel}Func"
        self.func = self._func()
        self.pointer_parameters = "".join(
            ", " + _unnamed(each) for each in self.arguments.parameters)
        self.call_arguments = ", ".join(
            ["context", *self.arguments.unpacked("from")])
        self._functions(node, owner, c_name)

    def _func(self) -> str:
        start = f"typedef void (*{self.func_type}) ("
        receiver = self.arguments.free_name("receiver")
        return start + parameters(
            [f"gpointer {receiver}", *self.arguments.parameters],
            len(start)) + ");"

    def _functions(self, node: model.Event, owner: TypeName,
                   c_name: str) -> None:
        emit, next_, finish, await_, stream, stream_next = (
            f"{owner.lower}_{verb}_{c_name}"
            for verb in ("emit", "next", "finish", "await", "stream", "stream_next"))
        me = f"{owner.camel} *self"
        self_doc = ("self", "", f"a #{owner.camel}")
        returns = f"{self.name.camel} *" if self.fields else "gboolean"
        got = ("(transfer full): its values, or %NULL" if self.fields
               else "whether it was emitted")
        errors = ("those of hark_future_await(), %HARK_ERROR_EMITTER_GONE, "
                  "%HARK_ERROR_CLOSED")
        unused = "" if self.fields else " G_GNUC_UNUSED"
        self.nothing = "NULL" if self.fields else "FALSE"
        self.call = Function(
            f"{self.token}__call", "void",
            ["GCallback func", "gpointer context",
             f"gconstpointer values{unused}"])
        self.filter = Function(
            f"{self.token}__filter", "gboolean",
            ["GCallback func", "gpointer context",
             f"gconstpointer values{unused}"])
        self.forward = Function(
            f"{self.token}__forward", "void",
            ["gpointer object", "gconstpointer values",
             "HarkFuture *answer G_GNUC_UNUSED",
             "GError **error G_GNUC_UNUSED"])
        self.emit = Function(
            emit, "void", [me, *self.arguments.parameters],
            block(emit, [self_doc, *self.arguments.documentation],
                  "\n\n".join(filter(None, (
                      node.doc, self.is_state and "From here on it is this, which "
                      "whoever listens is told.", THREAD))), node=node))
        self.signal_doc = block(
            f"{owner.camel}::{node.name.replace('_', '-')}",
            [self_doc, *self.arguments.signal_documentation],
            "\n\n".join(filter(None, (
                node.doc, f"The event `{node.name}` as a signal, once "
                "hark_object_enable_signals() has been called."))), node=node)
        self.signal_types = ", ".join(self.arguments.g_types)
        self.next = Function(
            next_, "HarkFuture *", [me],
            block(next_, [self_doc],
                  returns=f"(transfer full): the next `{node.name}` from now on, "
                  f"for {finish}(). {THREAD}", node=node))
        self.finish = Function(
            finish, returns, ["HarkFuture *future", "GError **error"],
            block(finish, [("future", "", f"from {next_}()"),
                           ("error", "", "why there is none")],
                  returns=f"{got}. {THREAD}", node=node))
        self.await_ = Function(
            await_, returns,
            [me, "gint64 timeout", "GCancellable *cancellable", "GError **error"],
            block(await_, [self_doc,
                           ("timeout", "", "in microseconds, or %HARK_FOREVER"),
                           ("cancellable", "(nullable)", "ends the wait"),
                           ("error", "", errors)],
                  f"Waits for the next `{node.name}`.",
                  returns=f"{got}. Thread: any. Blocks: yes.", node=node))
        self.stream = Function(
            stream, "HarkStream *", [me],
            block(stream, [self_doc],
                  returns="(transfer full): "
                  + ("what it is now, and " if self.is_state else "")
                  + f"every `{node.name}` from now on, for {stream_next}(). {THREAD}",
                  node=node))
        self.stream_next = Function(
            stream_next, returns,
            ["HarkStream *stream", "gint64 timeout", "GCancellable *cancellable",
             "GError **error"],
            block(stream_next, [("stream", "", f"from {stream}()"),
                                ("timeout", "", "in microseconds, or %HARK_FOREVER; "
                                 "0: without waiting, wherever that is"),
                                ("cancellable", "(nullable)", "ends the wait"),
                                ("error", "", f"{errors}; then all has been read")],
                  f"Reads one `{node.name}`, and waits for it where there is none.",
                  returns=f"{got}. Thread: any. Blocks: yes.", node=node))


def _unnamed(declaration: str) -> str:
    """A parameter without its name, which some macro might be called."""
    return re.sub(r" ?\w+$", "", declaration)
