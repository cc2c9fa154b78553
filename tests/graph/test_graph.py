# SPDX-License-Identifier: LGPL-2.1-or-later
"""hark_dump_graph(): the whole of what scene.c has, as it is read by others."""

import json
import pathlib
import re

import pytest
from conftest import line_of, run


@pytest.fixture(scope="module")
def graph():
    return json.loads(run("json")[0])


def by_name(graph):
    """Ids become names that do not depend on addresses."""
    loops = {loop["id"]: loop["name"] for loop in graph["loops"]}
    names = {None: None}
    for thing in graph["objects"]:
        names[thing["id"]] = f"{thing['class']} on {loops.get(thing['loop'])}"
    return loops, names


THERE = '"there" \\ \u00fc \ufffd\n'


def test_each_id_is_the_place_in_its_list(graph):
    assert set(graph) == {"objects", "loops", "connections"}
    for entries in graph.values():
        assert [entry["id"] for entry in entries] == list(range(1, len(entries) + 1))


def test_objects(graph):
    loops, names = by_name(graph)
    found = {names[thing["id"]]: (thing["state"], thing["remote"]) for thing in graph["objects"]}

    assert len(found) == len(graph["objects"])
    assert found == {name: ("open", False) for name in [
        "HarkLoop on here", f"HarkLoop on {THERE}", "HarkLoop on stopped",
        "ShopProducer on here", "ShopConsumer on here", f"ShopConsumer on {THERE}",
        "ShopProducer on stopped", "ShopProducer on None", "GObject on None"]}
    assert all(re.fullmatch("0x[0-9a-f]+", thing["address"]) for thing in graph["objects"])
    # One has not been called yet, the other lives on a loop that nobody has asked for.
    assert {thing["class"]: thing["loop"] is None for thing in graph["objects"]
            if loops.get(thing["loop"]) is None} == {"ShopProducer": True, "GObject": False}


def test_loops(graph):
    _, names = by_name(graph)
    found = {loop["name"]: loop for loop in graph["loops"]}

    assert len(found) == len(graph["loops"])
    assert {name: (loop["state"], loop["queued"], loop["run"], loop["dropped"], names[loop["object"]])
            for name, loop in found.items()} == {
        "here": ("running", 3, 2, 0, "HarkLoop on here"),
        THERE: ("running", 0, 1, 0, f"HarkLoop on {THERE}"),
        "stopped": ("stopped", 0, 0, 1, "HarkLoop on stopped"),
        None: ("running", 0, 0, 0, None),
    }


def test_contexts_and_threads(graph):
    found = {loop["name"]: (loop["context"], loop["thread"]) for loop in graph["loops"]}

    assert found["here"] == found["stopped"] == found[None]
    assert found["here"][0] != found[THERE][0]
    assert found["here"][1] != found[THERE][1]
    assert all(isinstance(thread, int) and thread > 0 for _, thread in found.values())


def test_connections(graph):
    _, names = by_name(graph)
    far, near = f"ShopConsumer on {THERE}", "ShopConsumer on here"
    found = {}
    for edge in graph["connections"]:
        assert set(edge) == {"id", "from", "event", "to", "kind", "target", "file", "line",
                             "flags", "blocked"}
        assert names[edge["from"]] == "ShopProducer on here"
        assert edge["file"] is None or pathlib.Path(edge["file"]).name == "scene.c"
        key = edge["line"] or edge["kind"]
        assert key not in found
        found[key] = (edge["event"], names[edge["to"]], edge["kind"], edge["target"],
                      edge["flags"], edge["blocked"])

    assert found == {
        line_of("slot"): ("produced", far, "slot", "on_produced", [], 0),
        line_of("direct"): ("produced", near, "function", None, ["direct"], 0),
        line_of("plain"): ("produced", "GObject on None", "function", None, [], 0),
        line_of("forwarded"): ("paused", far, "event", "paused", [], 0),
        line_of("filtered"): ("produced", near, "slot", "on_produced", ["filtered"], 0),
        line_of("flags"): ("produced", near, "slot", "on_produced",
                           ["sender", "single-shot", "unique"], 0),
        line_of("blocked"): ("produced", near, "slot", "on_produced", [], 2),
        # Made by name, which has no line, and by waiting.
        "event": ("paused", near, "event", "paused", [], 0),
        "future": ("paused", "ShopProducer on here", "future", None, ["direct"], 0),
    }


STRING = r'"(?:[^"\\\n]|\\.)*"'
ATTRIBUTES = rf'\[\w+=(?:\w+|{STRING}|[\d.]+)(?:,\s+\w+=(?:\w+|{STRING}|[\d.]+))*\]'


def test_dot_is_well_formed():
    text = run("dot")[0]
    lines = [re.sub(r"^\s+", "", line) for line in re.sub(r",\n\s+", ", ", text).splitlines()]

    assert lines[0] == "digraph hark {" and lines[-1] == "}"
    shapes = [rf"(?:graph|node|edge) {ATTRIBUTES};", r"subgraph cluster_\d+ {", "}",
              rf"label={STRING};", rf"o\d+ {ATTRIBUTES};", rf"o\d+ -> o\d+ {ATTRIBUTES};"]
    for line in lines[1:]:
        assert any(re.fullmatch(shape, line) for shape in shapes), line

    nodes = {line.split()[0] for line in lines if re.match(r"o\d+ \[", line)}
    edges = [line for line in lines if " -> " in line]
    assert len(edges) == 9
    assert all(set(re.findall(r"\bo\d+\b", edge.split(" [")[0])) <= nodes for edge in edges)
    # Six objects; loops have frames instead.
    assert len(nodes) == 6
    assert len([line for line in lines if line.startswith("subgraph")]) == 4
    assert text.count("{") == text.count("}")


def test_dot_says_what_and_where():
    text = run("dot")[0]

    assert r'label="\"there\" \\ ü ' in text
    assert r'label="here\nrunning, 3 queued, 2 run\nthread ' in text
    assert r'running, 1 run\nthread ' in text
    assert r'label="stopped\nstopped, 0 run, 1 dropped' in text
    assert rf'[label="produced → on_produced\nscene.c:{line_of("slot")}"];' in text
    assert rf'[label="produced → function\nscene.c:{line_of("direct")}", style=bold];' in text
    assert rf'[label="produced → on_produced\nscene.c:{line_of("blocked")}", style=dotted, arrowhead=tee];' in text
