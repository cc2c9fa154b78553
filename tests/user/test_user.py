# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program outside this tree builds against Hark, installed and as a subproject.

The program is in this folder; each test copies it and runs what came out.
"""

import os
import pathlib
import shutil
import subprocess

import pytest
from toolchain import SOURCE

OUTPUT = "WorkshopConsumer: chair, number 1\n"
HERE = pathlib.Path(__file__).parent


def run(*command, **environment):
    result = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment)
    if result.returncode != 0:
        pytest.fail(f"{command}\n{result.stdout}{result.stderr}", pytrace=False)
    return result.stdout


@pytest.fixture
def program(tmp_path):
    folder = tmp_path / "workshop"
    folder.mkdir()
    for name in ("meson.build", "workshop.hark", "main.c"):
        shutil.copy(HERE / name, folder)
    return folder


def build_and_run(program, **environment):
    run("meson", "setup", program / "build", program, **environment)
    run("ninja", "-C", program / "build", **environment)
    return run(program / "build/workshop", **environment)


def test_installed_library(program, tmp_path):
    prefix, build = tmp_path / "prefix", tmp_path / "build"
    run("meson", "setup", build, SOURCE, "-Dtests=false", f"--prefix={prefix}", "--libdir=lib")
    run("meson", "install", "-C", build)
    shutil.rmtree(build)
    assert build_and_run(program, PKG_CONFIG_PATH=f"{prefix}/lib/pkgconfig",
                         LD_LIBRARY_PATH=f"{prefix}/lib") == OUTPUT


def test_subproject(program):
    # Sources alone: no build folder may come along.
    shutil.copytree(SOURCE, program / "subprojects/hark",
                    ignore=shutil.ignore_patterns("build", "build-*", ".git"))
    assert build_and_run(program) == OUTPUT
