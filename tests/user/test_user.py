# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program outside this tree builds against Hark, installed and as a subproject.

The programs are those that the guide and the README show, built with the
guide's meson.build; each has to say what the guide says."""

import os
import shutil
import subprocess

import pytest
from pages import read_files
from toolchain import SOURCE

GUIDE = read_files("doc/guide.md")
PRODUCTS = "got chair, number 1\ngot chair, number 2\n"


def run(*command, **environment):
    result = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment)
    if result.returncode != 0:
        pytest.fail(f"{command}\n{result.stdout}{result.stderr}", pytrace=False)
    return result.stdout


def write_program(folder, page):
    files = {"meson.build": GUIDE["meson.build"]} | read_files(page)
    folder.mkdir()
    for name in ("meson.build", "workshop.hark", "main.c"):
        (folder / name).write_text(files[name])
    return folder


def build_and_run(program, **environment):
    run("meson", "setup", "-Dwarning_level=2", "-Dwerror=true", "-Dc_args=-Wno-unused-parameter",
        program / "build", program, **environment)
    run("ninja", "-C", program / "build", **environment)
    return run(program / "build/workshop", **environment)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Finds Hark where it was installed; what it was built in is gone."""
    prefix, build = tmp_path_factory.mktemp("prefix"), tmp_path_factory.mktemp("hark") / "build"
    run("meson", "setup", build, SOURCE, "-Dtests=false", f"--prefix={prefix}", "--libdir=lib")
    run("meson", "install", "-C", build)
    shutil.rmtree(build)
    return {"PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig", "LD_LIBRARY_PATH": f"{prefix}/lib"}


@pytest.mark.parametrize("page, output", [("doc/guide.md", GUIDE["output"]), ("README.md", PRODUCTS)],
                         ids=["guide", "readme"])
def test_installed_library(page, output, installed, tmp_path):
    assert build_and_run(write_program(tmp_path / "workshop", page), **installed) == output


def test_subproject(tmp_path):
    program = write_program(tmp_path / "workshop", "doc/guide.md")
    # Sources alone: no build folder may come along.
    shutil.copytree(SOURCE, program / "subprojects/hark",
                    ignore=shutil.ignore_patterns("build", "build-*", ".git"))
    assert build_and_run(program) == GUIDE["output"]
