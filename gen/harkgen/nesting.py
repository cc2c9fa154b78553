# SPDX-License-Identifier: LGPL-2.1-or-later
"""Records in records: which circles are allowed, and how deep it goes.

Records are reference-counted, so a record may hold itself through `?`, `[]` or a
map; bare, it would never end.  A circle has no GVariant type of its own, so the
fields that close it cross as variants (`Type.is_recursive`).  None of this uses
recursion: a schema may have thousands of records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from harkgen import model
from harkgen.limits import MAX_RECORD_DEPTH, MAX_VARIANT_LENGTH
from harkgen.source import Report


def check_nesting(records: list[model.Record], report: Report) -> None:
    """Marks recursive fields; reports endless and overly deep records.  The
    records of other schemas have been through here already."""
    own = {id(each) for each in records}

    def inner(record: model.Record, bare: bool) -> list[model.Record]:
        return [target.declaration
                for each in record.fields if each.type is not None
                for target in [each.type.innermost]
                if target.kind == "record" and id(target.declaration) in own
                and not (bare and target is not each.type)]

    for circle in _circles(records, lambda each: inner(each, bare=True)):
        if _is_circle(circle, lambda each: inner(each, bare=True)):
            _report_endless(circle, report)
    if report.has_errors:
        return

    sizes = _Sizes(report)
    for circle in _circles(records, lambda each: inner(each, bare=False)):
        members = {id(each) for each in circle}
        for record in circle:
            for each in record.fields:
                target = each.type.innermost
                target.is_recursive = (target.kind == "record"
                                       and id(target.declaration) in members)
        for record in circle:
            sizes.add(record)


def check_size(variables: Iterable[model.Variable], report: Report) -> None:
    """Refuses parameters whose GVariant type is absurdly long."""
    length = 2
    for each in variables:
        length += variant_length(each.type)
        if length > MAX_VARIANT_LENGTH:
            report.error(each.place, _too_long())
            return


def variant_length(type_: model.Type) -> int:
    """That of `type_.variant`, without building it."""
    length = 0
    while type_.item is not None:
        length += 4 if type_.kind == "map" else 1
        type_ = type_.item
    if type_.kind != "record" or type_.is_recursive:
        return length + len(type_.variant)
    return length + type_.declaration.variant_length


class _Sizes:
    """Depth and length of records; inner ones come first."""

    def __init__(self, report: Report):
        self.report = report

    def add(self, record: model.Record) -> None:
        depth, length = 1, 2
        for each in record.fields:
            target = each.type.innermost
            length += variant_length(each.type)
            if target.kind == "record" and not target.is_recursive:
                depth = max(depth, 1 + target.declaration.depth)
            if length > MAX_VARIANT_LENGTH:
                self.report.error(each.place, _too_long())
                length = 2
        if depth == MAX_RECORD_DEPTH + 1:
            self.report.error(
                record.name_place, f"records are nested more than "
                f"{MAX_RECORD_DEPTH} deep from '{record.name}' on down")
        record.depth, record.variant_length = depth, length


def _too_long() -> str:
    return (f"with this, the GVariant type gets longer than "
            f"{MAX_VARIANT_LENGTH} characters; send less at once")


def _is_circle(circle: list[model.Record], inner: Callable) -> bool:
    return len(circle) > 1 or any(each is circle[0]
                                  for each in inner(circle[0]))


def _report_endless(circle: list[model.Record], report: Report) -> None:
    """Follows the circle once around, from its first record in the file."""
    members = {id(each) for each in circle}
    first = min(circle, key=lambda each: each.place.offset)
    chain, met, record, culprit = [first.name], {id(first)}, first, None
    while culprit is None or id(record) not in met:
        met.add(id(record))
        culprit = next(each for each in record.fields
                       if each.type is not None and each.type.kind == "record"
                       and id(each.type.declaration) in members)
        record = culprit.type.declaration
        chain.append(record.name)
    way = " -> ".join(chain) if len(chain) < 10 else f"{chain[0]} -> ..."
    report.error(culprit.type.place,
                 f"record '{record.name}' would hold itself without end "
                 f"({way}); '{record.name}?' or '{record.name}[]' may")


def _circles(nodes: list, inner: Callable) -> Iterator[list]:
    """The strongly connected components, inner ones first (Tarjan's way, with
    a stack of our own)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    open_: list = []
    is_open: set[int] = set()
    for start in nodes:
        if id(start) in index:
            continue
        walk = [(start, iter(inner(start)))]
        index[id(start)] = low[id(start)] = len(index)
        open_.append(start)
        is_open.add(id(start))
        while walk:
            node, rest = walk[-1]
            following = next(rest, None)
            if following is None:
                walk.pop()
                if walk:
                    above = id(walk[-1][0])
                    low[above] = min(low[above], low[id(node)])
                if low[id(node)] == index[id(node)]:
                    cut = next(at for at in range(len(open_) - 1, -1, -1)
                               if open_[at] is node)
                    circle, open_ = open_[cut:], open_[:cut]
                    is_open -= {id(each) for each in circle}
                    yield circle
            elif id(following) not in index:
                index[id(following)] = low[id(following)] = len(index)
                open_.append(following)
                is_open.add(id(following))
                walk.append((following, iter(inner(following))))
            elif id(following) in is_open:
                low[id(node)] = min(low[id(node)], index[id(following)])
