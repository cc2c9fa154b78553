# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each example says what the file `output` beside it says, and nothing else."""

import pathlib
import subprocess

import pytest
from toolchain import BUILD, SANITIZERS, SOURCE

EXAMPLES = sorted(path.parent.name for path in pathlib.Path(SOURCE, "examples").glob("*/output"))
# On a clock that makes nobody wait.
ARGUMENTS = {"asking": ["--virtual"], "plant": ["--virtual"], "survey": ["--virtual"], "tasks": ["--virtual"]}


@pytest.mark.parametrize("name", EXAMPLES)
def test_output(name):
    arguments = ARGUMENTS.get(name, [])
    expected = pathlib.Path(SOURCE, "examples", name, "output").read_text()
    if name == "echoing" and "thread" in SANITIZERS:
        # A fiber costs ThreadSanitizer a megabyte.
        arguments = ["100"]
        expected = expected.replace("000 ", "00 ")
    result = subprocess.run([pathlib.Path(BUILD, "examples", f"example-{name}"), *arguments],
                            capture_output=True, text=True, timeout=60)
    assert result.stderr == ""
    assert result.stdout == expected
    assert result.returncode == 0
