# SPDX-License-Identifier: LGPL-2.1-or-later
"""The members of an object: events, slots, states and forwards."""

from __future__ import annotations

from harkgen import ast, model, names
from harkgen.annotations import a
from harkgen.limits import MAX_MEMBERS, MAX_PARAMETERS
from harkgen.queue import check_object_queue, queue_of
from harkgen.words import suggestion


class MemberCheck:
    """Works for the check of a file, and borrows its scope and report."""

    def __init__(self, check):
        self.check = check
        self.report = check.report

    def fill(self, node: ast.Object, shell: model.Object) -> None:
        self.check_counts(node)
        self.check_names(node)
        check_object_queue(node, shell, self.report)
        for each in node.members:
            match each:
                case ast.Event():
                    shell.members.append(self.event(each, shell))
                case ast.Slot():
                    shell.members.append(self.slot(each, shell))
                case ast.State():
                    shell.members.append(self.state(each, shell))
        self.add_forwards(node, shell)
        self.check_forwarded_twice(shell)

    # --------------------------------------------------------- all together

    def check_counts(self, node: ast.Object) -> None:
        for kind, what in (((ast.Event, ast.State), "events"), (ast.Slot, "slots"),
                           (ast.Forward, "forwards")):
            self.check.count(node, [each for each in node.members
                                    if isinstance(each, kind)],
                             MAX_MEMBERS, what)

    def check_names(self, node: ast.Object) -> None:
        met: dict[str, ast.Node] = {}
        declaring = _declaring(node)
        for each in node.members:
            if (isinstance(each, ast.Forward)
                    and each is not declaring.get(each.name.text)):
                continue
            name, what = each.c_name.text, _declares(each)
            fault = names.fault_of_state if what == "state" else names.fault_of_member
            self.check.check_name(each, fault, a(what))
            alike = name.replace("_", "")
            other = met.setdefault(alike, each)
            if other is each:
                continue
            line = other.place.line
            if other.c_name.text != name:
                message = (f"'{name}' and '{other.c_name.text}' (line {line}) "
                           f"differ in underscores only, and would be one "
                           f"name in CamelCase")
            elif _declares(other) == what:
                message = (f"there is {a(what)} '{name}' already, "
                           f"in line {line}")
            else:
                message = (f"there is {a(_declares(other))} '{name}' already, in "
                           f"line {line}; {a(what)} of that name would take "
                           f"its place in C and in the bindings")
                if {what, _declares(other)} == {"event", "slot"}:
                    message += f". A slot for it is called 'on_{name}'"
            self.report.error(each.c_name.place, message)

    # ------------------------------------------------------------- each one

    def common(self, node: ast.Node, owner: model.Object) -> dict:
        return self.check.common(node, _kind(node)) | {"owner": owner}

    def event(self, node: ast.Event, owner: model.Object) -> model.Event:
        for each in node.parameters:
            if each.c_name.text == "type":
                self.report.error(
                    each.c_name.place, "a parameter of an event cannot be "
                    "called 'type': the getter of what the event carries would "
                    "be called get_type, as the function that gives its GType")
        event = model.Event(parameters=self.parameters(node),
                            **self.common(node, owner))
        event.queue = queue_of(node, event, self.report)
        return event

    def slot(self, node: ast.Slot, owner: model.Object) -> model.Slot:
        result = node.result and self.check.scope.resolve(node.result,
                                                          "result")
        slot = model.Slot(parameters=self.parameters(node), result=result,
                          throws=node.throws, is_async=node.is_async,
                          **self.common(node, owner))
        slot.queue = queue_of(node, slot, self.report)
        if "concurrent" in slot.annotations and not slot.is_async:
            self.report.error(
                node.name.place, f"'@concurrent' is for slots that wait, and "
                f"'{slot.name}' cannot; make it an 'async slot'")
        return slot

    def state(self, node: ast.State, owner: model.Object) -> model.State:
        common = self.check.common(node, "state")
        type_ = self.check.scope.resolve(node.type, "state")
        value = model.Variable(type=type_, **common | {"annotations": {
            name: given for name, given in common["annotations"].items()
            if name == "c_name"}})
        state = model.State(parameters=[value], owner=owner,
                            default=self.check.default(node, type_), **common)
        state.queue = queue_of(node, state, self.report)
        return state

    def parameters(self, node: ast.Event | ast.Slot) -> list[model.Variable]:
        self.check.count(node, node.parameters, MAX_PARAMETERS, "parameters")
        last_default = None
        for each in node.parameters:
            if each.default is not None:
                last_default = each.name.text
            elif last_default is not None and each.type.kind != "optional":
                self.report.error(
                    each.name.place, f"'{each.name.text}' needs a default, "
                    f"since '{last_default}' before it has one")
        return self.check.variables(node.parameters, "parameter")

    # ------------------------------------------------------------- forwards

    def add_forwards(self, node: ast.Object, shell: model.Object) -> None:
        """They point at the others, wherever these stand, and one whose slot is
        declared nowhere else declares it."""
        plain = iter(shell.members)
        events = shell.events
        slots = {each.name: each for each in shell.slots}
        declaring = _declaring(node)
        shell.members = []
        for each in node.members:
            if not isinstance(each, ast.Forward):
                shell.members.append(next(plain))
                continue
            name = each.name.text
            event = self.find(each.event, shell, events, "event")
            common = self.common(each, shell)
            if event is not None and each is declaring.get(name):
                slots[name] = model.Slot(parameters=event.parameters, **common)
                shell.members.append(slots[name])
            if event is not None and name in slots:
                self.check_forward(each, slots[name], event)
                shell.members.append(model.Forward(slot=slots[name],
                                                   event=event, **common))

    def check_forward(self, node: ast.Forward, slot: model.Slot,
                      event: model.Event) -> None:
        if slot.has_answer:
            self.report.error(
                node.name.place, f"slot '{slot.name}' gives an answer, and an "
                f"event cannot; forward one without result, 'throws' or "
                f"'async'")
        elif not self.report.has_errors and (
                slot.signature.text != event.signature.text):
            self.report.error(
                node.place, f"slot '{slot.name}' takes {slot.signature.text} "
                f"and event '{event.name}' carries {event.signature.text}; "
                f"what is forwarded must be alike")

    def find(self, name: ast.Name, owner: model.Object, members: list,
             what: str) -> model.Member | None:
        for each in members:
            if each.name == name.text:
                return each
        known = [each.name for each in members]
        self.report.error(name.place, f"'{owner.name}' has no {what} "
                          f"'{name.text}'{suggestion(name.text, known)}")
        return None

    def check_forwarded_twice(self, shell: model.Object) -> None:
        met = set()
        for each in shell.members:
            if not isinstance(each, model.Forward):
                continue
            pair = each.slot.name, each.event.name
            if pair in met:
                self.report.error(each.name_place,
                                  f"'{each.slot.name}' is forwarded to "
                                  f"'{each.event.name}' already")
            met.add(pair)


def _kind(node: ast.Node) -> str:
    return type(node).__name__.lower()


def _declares(node: ast.Node) -> str:
    """What a name is that stands here: that of a forward is a slot."""
    return "slot" if isinstance(node, ast.Forward) else _kind(node)


def _declaring(node: ast.Object) -> dict[str, ast.Forward]:
    """The forwards that declare their slot, each the first of its name."""
    declared = {each.name.text for each in node.members
                if isinstance(each, ast.Slot)}
    found: dict[str, ast.Forward] = {}
    for each in node.members:
        if (isinstance(each, ast.Forward)
                and each.name.text not in declared):
            found.setdefault(each.name.text, each)
    return found
