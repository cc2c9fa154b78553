# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is told at exit to those who ask."""

import re

from conftest import line_of, run


def report(scene, debug="leaks"):
    return run(scene, HARK_DEBUG=debug)[1]


def test_what_is_alive_at_exit_is_listed():
    first, *lines = report("leaks").splitlines()

    assert first == "Hark: alive at exit: 3 objects, 1 connection"
    objects = {}
    for line in lines[:-1]:
        match = re.fullmatch(r"  object (\w+) (0x[0-9a-f]+) (.*)", line)
        objects[match[1]] = match[2], match[3]
    assert {name: rest for name, (_, rest) in objects.items()} == {
        "HarkLoop": "'forgotten'",
        "ShopProducer": "on the loop 'forgotten'",
        "ShopConsumer": "on the loop 'forgotten'",
    }
    where = re.search(r", made at .*scene\.c:(\d+)$", lines[-1])
    assert int(where[1]) == line_of("leaked")
    assert lines[-1][:where.start()] == (
        f"  connection of ShopProducer {objects['ShopProducer'][0]}, produced, "
        f"to ShopConsumer {objects['ShopConsumer'][0]}, on_produced")


def test_nothing_is_told_when_all_is_gone():
    assert report("nothing-left") == ""


def test_nothing_is_told_of_what_ends_on_its_own_loop():
    assert report("ends-elsewhere") == ""


def test_nothing_is_told_unasked():
    assert report("leaks", debug="") == ""
