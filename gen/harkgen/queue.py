# SPDX-License-Identifier: LGPL-2.1-or-later
"""@queue: how the calls of a slot, or from an event, wait.

What an annotation may say by itself is in annotations.py; here is what has to
agree: policy, depth, interval, and the parameter that is the key.
"""

from __future__ import annotations

from harkgen import ast, model
from harkgen.source import Report
from harkgen.words import suggestion

NEED_DEPTH = ("fail", "block", "drop-oldest", "drop-newest")
PACED = ("throttle", "debounce")
NO_KEYS = ("bytes", "variant", "fd")


def queue_of(node: ast.Event | ast.Slot | ast.State, member: model.Event | model.Slot,
             report: Report) -> model.Queue | None:
    """Of a member; its own, or a slot's from its object."""
    own = member.annotations.get("queue")
    said = own
    if said is None and isinstance(member, model.Slot):
        said = member.owner.annotations.get("queue")
    key = _key(node, member, own, report)
    if said is None:
        return None
    if own is not None:
        _check(said | ({"key": key} if key else {}), node.name, report)
    return model.Queue(policy=said.get("policy", "grow"),
                       depth=said.get("depth", 0),
                       interval=said.get("interval", 0), key=key)


def check_object_queue(node: ast.Object, shell: model.Object,
                       report: Report) -> None:
    said = shell.annotations.get("queue")
    if said is None:
        return
    if "key" in said:
        report.error(node.name.place, "the key of '@queue' is a parameter, and "
                     "an object has none; give it to a slot or an event")
    else:
        _check(said, node.name, report)


def _key(node: ast.Event | ast.Slot | ast.State, member: model.Event | model.Slot,
         own: dict | None, report: Report) -> str | None:
    """The name of the parameter, from @queue or from its own @key."""
    own = own or {}
    keyed = [each for each in node.parameters
             if any(it.name.text == "key" for it in each.annotations)]
    for each in keyed[1:]:
        report.error(each.name.place, "one parameter can be the "
                     f"key, and '{keyed[0].name.text}' is it")
    if keyed and own.get("policy") != "latest":
        report.error(keyed[0].name.place, f"'@key' is for a queue that keeps "
                     f"the latest: put '@queue(depth=64, policy=latest)' before "
                     f"'{member.name}'")
        return None
    name = keyed[0].name.text if keyed else own.get("key")
    if keyed and own.get("key", name) != name:
        report.error(keyed[0].name.place, f"'@queue' says that the key is "
                     f"'{own['key']}'")
    if name is None:
        return None
    by_name = {each.name: each for each in member.parameters}
    if name not in by_name:
        report.error(
            node.name.place, f"the key of '@queue' is a parameter, and "
            f"'{name}' is none of '{member.name}'"
            f"{suggestion(name, by_name)}")
    elif (type_ := by_name[name].type) and not _can_be_key(type_):
        report.error(
            by_name[name].name_place, f"'{name}' cannot be the key of a queue: "
            f"one is a number, a text or an enumeration, and not optional")
    return name


def _can_be_key(type_: model.Type) -> bool:
    return (type_.kind in ("basic", "enum", "flags", "error")
            and type_.name not in NO_KEYS)


def _check(said: dict, name: ast.Name, report: Report) -> None:
    policy = said.get("policy", "grow")
    fault = None
    if not said:
        return   # in error already
    if policy == "grow" and "depth" not in said:
        fault = ("a queue that grows is what there is without '@queue'; with a "
                 "depth it says when there are more than that: depth=64")
    elif policy in NEED_DEPTH and "depth" not in said:
        fault = f"the policy '{policy}' needs a depth: depth=64"
    elif policy in PACED and "depth" in said:
        fault = f"the policy '{policy}' keeps one call, and has no depth"
    elif policy in PACED and "interval" not in said:
        fault = (f"the policy '{policy}' needs an "
                 f"interval, in milliseconds: interval=100")
    elif policy not in PACED and "interval" in said:
        fault = (f"an interval is for the policies 'throttle' and 'debounce', "
                 f"not for '{policy}'")
    elif policy != "latest" and "key" in said:
        fault = f"a key is for the policy 'latest', not for '{policy}'"
    elif policy == "latest" and "key" in said and "depth" not in said:
        fault = ("the policy 'latest' with a key needs a depth, which is of how "
                 "many keys: depth=64")
    elif policy == "latest" and "key" not in said and said.get("depth", 1) > 1:
        fault = ("the policy 'latest' keeps one call unless it has a key; leave "
                 "the depth out, or name a parameter: key=...")
    if fault:
        report.error(name.place, fault)
