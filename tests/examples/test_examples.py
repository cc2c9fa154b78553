# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each example says what the file `output` beside it says, and nothing else."""

import pathlib
import subprocess

import pytest
from toolchain import BUILD, SOURCE

EXAMPLES = sorted(path.parent.name for path in pathlib.Path(SOURCE, "examples").glob("*/output"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_output(name):
    result = subprocess.run([pathlib.Path(BUILD, "examples", f"example-{name}")],
                            capture_output=True, text=True, timeout=60)
    assert result.stderr == ""
    assert result.stdout == pathlib.Path(SOURCE, "examples", name, "output").read_text()
    assert result.returncode == 0
