# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same program in every language that can have it says the same."""

import pathlib
import subprocess

import pytest
import toolchain

PROGRAMS = toolchain.SOURCE / "examples/languages"
COMMANDS = {
    "python": ["/usr/bin/python3", PROGRAMS / "consumer.py"],
    "javascript": ["gjs", PROGRAMS / "consumer.js"],
    "vala": [toolchain.BUILD / "examples/languages/example-languages"],
}


@pytest.mark.parametrize("language", COMMANDS)
def test_program_says_what_it_should(language):
    if language == "vala" and not COMMANDS[language][0].exists():
        pytest.skip("built without Vala")
    result = subprocess.run(COMMANDS[language], capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (PROGRAMS / "output.txt").read_text()


def test_vala_queues_the_calls_of_slots():
    program = toolchain.BUILD / "tests/bindings/queued"
    if not program.exists():
        pytest.skip("built without Vala")
    result = subprocess.run([program], capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stdout, result.stderr) == (0, "queued\n", "")


def test_javascript_is_refused_on_other_threads():
    script = pathlib.Path(__file__).with_name("threads.js")
    result = subprocess.run(["gjs", script], capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "handler: A handler of 'produced' would run on another thread",
        "slot: A slot of Customer would run on another thread",
        "peer: no broker",
        "notify: connected",
        "arrays: 1,2,3 a,b 7,9",
    ]
