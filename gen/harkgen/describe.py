# SPDX-License-Identifier: LGPL-2.1-or-later
"""The model as plain data, for `hark-gen --model` and the tools that read it."""

from __future__ import annotations

from harkgen import model


def describe(schema: model.Schema) -> dict:
    return {
        "file": schema.basename,
        "namespace": schema.namespace,
        "doc": schema.doc,
        "imports": [{"path": each.path, "namespace": each.schema.namespace}
                    for each in schema.imports],
        "declarations": [_declaration(each) for each in schema.declarations],
    }


def _node(node: model.Node, **rest) -> dict:
    return {"name": node.name, "location": node.location, "doc": node.doc,
            "annotations": node.annotations, **rest}


def _declaration(node: model.Declaration) -> dict:
    match node:
        case model.Record():
            return _node(node, kind="record", variant=node.variant,
                         fields=[_variable(each) for each in node.fields])
        case model.Enumeration():
            return _node(node, kind=node.kind,
                         values=[_node(each, number=each.number)
                                 for each in node.values])
    return _node(node, kind="object", parent=node.parent,
                 members=[_member(each) for each in node.members])


def _member(node: model.Member) -> dict:
    result = _node(node, kind=node.kind, display=node.display)
    match node:
        case model.State():
            result |= {"type": node.type.text, "default": _default(node),
                       "signature": _signature(node.signature)}
        case model.Event():
            result |= {"parameters": [_variable(each)
                                      for each in node.parameters],
                       "signature": _signature(node.signature)}
        case model.Slot():
            result |= {"parameters": [_variable(each)
                                      for each in node.parameters],
                       "signature": _signature(node.signature),
                       "result": node.result and node.result.text,
                       "result_signature": _signature(node.result_signature),
                       "throws": node.throws, "async": node.is_async}
        case model.Forward():
            result |= {"event": node.event.name}
    return result


def _variable(node: model.Variable) -> dict:
    return _node(node, type=node.type.text, variant=node.type.variant,
                 default=_default(node))


def _default(node: model.Variable | model.State) -> dict | None:
    if node.default is None:
        return None
    value = node.default.value
    return {"text": node.default.text,
            "value": value.name if isinstance(value, model.Value) else value}


def _signature(signature: model.Signature) -> dict:
    return {"text": signature.text, "variant": signature.variant,
            "canonical": signature.canonical,
            "fingerprint": f"{signature.fingerprint:016x}"}
