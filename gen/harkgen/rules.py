# SPDX-License-Identifier: LGPL-2.1-or-later
"""What `@allow` says, as rules for a broker: `hark-gen --rules`.

An event's is about subscribing, a slot's about calling; an object's holds for
those of its members that have none of their own.  Each becomes two rules: those
who may, and then that others may not.  Members without any are left to the rules
that stand behind these.
"""

from __future__ import annotations

from harkgen import model

RULE = """\
# {location}
[rule {member}]
who = {who}
allow = {action}
topics = {topic}

[rule {member}, others]
who = any
deny = {action}
topics = {topic}
"""


def rules(schema: model.Schema) -> str:
    return "\n".join(_rule(schema, each, member, who)
                     for each in schema.declarations
                     if isinstance(each, model.Object)
                     for member in each.members
                     if not isinstance(member, model.Forward)
                     and (who := _who(member) or _who(each)))


def _who(node: model.Node) -> list[str]:
    return node.annotations.get("allow", {}).get("who", [])


def _rule(schema: model.Schema, node: model.Object, member: model.Member,
          who: list[str]) -> str:
    class_name = f"{schema.namespace}.{node.name}"
    return RULE.format(location=member.location,
                       member=f"{class_name}.{member.name}",
                       who=" ".join(who),
                       action="call" if isinstance(member, model.Slot)
                       else "subscribe",
                       topic=f"{class_name}/*/{member.name}")
