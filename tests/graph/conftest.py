# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs scene.c, and finds the lines in it that have a name."""

import os
import pathlib
import subprocess

from toolchain import BUILD

SOURCE = pathlib.Path(__file__).with_name("scene.c")


def run(scene, **environment):
    """(standard output, standard error) of a scene, which has to end well."""
    process = subprocess.run([BUILD / "tests/graph/scene", scene], capture_output=True, timeout=60,
                             env={**os.environ, **environment})
    assert process.returncode == 0, process.stderr.decode()
    return process.stdout.decode(), process.stderr.decode()


def line_of(name):
    """The line that ends in /* name */."""
    [line] = [i for i, text in enumerate(SOURCE.read_text().splitlines(), 1)
              if text.endswith(f"/* {name} */")]
    return line
