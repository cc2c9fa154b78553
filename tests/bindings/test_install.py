# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is installed is found by Python and JavaScript without being told where.

All is installed below a folder that stands for `/`; what Python and gjs search by
themselves is looked for below it, and the overrides in the source tree are not."""

import json
import os
import pathlib
import subprocess

import pytest
import toolchain

PROGRAMS = toolchain.SOURCE / "examples/languages"
PREFIXES = ["/usr", "/usr/local"]


def find_prefix():
    options = json.loads((toolchain.BUILD / "meson-info/intro-buildoptions.json").read_text())
    return next(each["value"] for each in options if each["name"] == "prefix")


def find_folder(root, name):
    [found] = [path.parent for path in root.rglob(name) if not path.is_symlink()]
    return str(found)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The environment of a program that finds Hark where it is installed."""
    if find_prefix() not in PREFIXES:
        pytest.skip("languages have to be told of this prefix")
    root = tmp_path_factory.mktemp("root")
    subprocess.run(["meson", "install", "-C", toolchain.BUILD, "--no-rebuild", "--destdir", root],
                   check=True, capture_output=True)
    searched = subprocess.run(["/usr/bin/python3", "-I", "-c", "import site; print(*site.getsitepackages())"],
                              check=True, capture_output=True, text=True).stdout.split()
    joinery = str(toolchain.BUILD / "examples/languages")
    library = pathlib.Path(find_folder(root, "libhark-1.so.0*"))
    paths = {
        "PYTHONPATH": [f"{root}{each}" for each in searched],
        "XDG_DATA_DIRS": [f"{root}{each}/share" for each in PREFIXES] + ["/usr/local/share", "/usr/share"],
        "GI_TYPELIB_PATH": [str(library / "girepository-1.0"), joinery],
        "LD_LIBRARY_PATH": [str(library), joinery],
    }
    found = {name: ":".join(each) for name, each in paths.items()}
    return {name: value for name, value in os.environ.items() if name != "GJS_PATH"} | found


@pytest.mark.parametrize("command", [["/usr/bin/python3", PROGRAMS / "consumer.py"], ["gjs", PROGRAMS / "consumer.js"]],
                         ids=["python", "javascript"])
def test_program_connects_with_what_is_installed(command, installed):
    result = subprocess.run(command, env=installed, capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (PROGRAMS / "output.txt").read_text()


def test_overrides_are_those_that_are_installed(installed):
    """And not those of the source tree, or of another Hark on this machine."""
    script = ("import gi; gi.require_version('Hark', '1'); from gi.repository import Hark;"
              "import gi.overrides.Hark as overrides; print(overrides.__file__)")
    result = subprocess.run(["/usr/bin/python3", "-c", script], env=installed, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(installed["PYTHONPATH"].split("/usr")[0])
