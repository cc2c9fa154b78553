# SPDX-License-Identifier: LGPL-2.1-or-later
"""The walls between the rooms, read from lib/rooms.txt, and those inside of one, from lib/folders.txt.

A room includes itself and what is below it, no public header includes a private
one, and what is outside the library includes public headers alone.
"""

import pathlib
import re

import pytest

SOURCE = pathlib.Path(__file__).parents[2]
LIB = SOURCE / "lib"
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)


def read_walls(file):
    """Room or folder -> all of these below it, its own name included."""
    rooms = {}
    for line in (LIB / file).read_text().splitlines():
        if not line.startswith("#"):
            room, _, below = line.partition(":")
            rooms[room] = {room}.union(*(rooms[name] for name in below.split()))
    return rooms


ROOMS = read_walls("rooms.txt")
FOLDERS = read_walls("folders.txt")


def sources(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in {".c", ".h", ".cpp"})


def rooms_included(text):
    """The (room, header) pairs that a text includes."""
    for header in INCLUDE.findall(text):
        room = header.partition("/")[0]
        if "/" in header and (room in ROOMS or room == "hark"):
            yield room, header


def trespasses(room, text):
    allowed = {"hark"} | ROOMS[room]
    return [header for other, header in rooms_included(text) if other not in allowed]


def private_headers(text):
    return [header for room, header in rooms_included(text) if room != "hark"]


@pytest.mark.parametrize("room", ROOMS)
def test_room_looks_down_only(room):
    found = {str(path.relative_to(SOURCE)): headers
             for path in sources(LIB / room)
             if (headers := trespasses(room, path.read_text()))}
    assert found == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_folder_looks_down_only(folder):
    room = folder.partition("/")[0]
    found = {str(path.relative_to(SOURCE)): headers
             for path in sources(LIB / folder)
             if (headers := [header for other, header in rooms_included(path.read_text())
                             if other == room and header.rpartition("/")[0] not in FOLDERS[folder]])}
    assert found == {}


def test_every_room_is_listed():
    # web and nats are libraries of their own.
    folders = {path.name for path in LIB.iterdir() if path.is_dir() and sources(path)}
    assert folders - {"hark", "web", "nats"} <= set(ROOMS)
    divided = {folder.partition("/")[0] for folder in FOLDERS}
    assert {f"{room}/{path.name}" for room in divided for path in (LIB / room).iterdir()
            if path.is_dir()} == set(FOLDERS)


def test_headers_of_a_room_are_private():
    assert [str(path) for room in ROOMS for path in (LIB / room).rglob("*.h")
            if not path.name.endswith("-private.h")] == []


@pytest.mark.parametrize("folder", ["lib/hark", "tools", "examples"])
def test_only_public_headers(folder):
    found = {str(path.relative_to(SOURCE)): headers
             for path in sources(SOURCE / folder)
             if (headers := private_headers(path.read_text()))}
    assert found == {}


def test_unit_tests_stay_in_their_room():
    found = {str(path.relative_to(SOURCE)): headers
             for room in ROOMS
             for path in sources(SOURCE / "tests/unit" / room)
             if (headers := trespasses(room, path.read_text()))}
    assert found == {}


def test_a_look_upward_is_seen():
    assert trespasses("lane", '#include "base/queue-private.h"\n#include <hark/loop.h>') == []
    assert trespasses("lane", '# include "object/seat-private.h"') == ["object/seat-private.h"]
    assert trespasses("wire", '#include "lane/call-private.h"') == ["lane/call-private.h"]
    assert private_headers('#include "lane/call-private.h"') == ["lane/call-private.h"]
