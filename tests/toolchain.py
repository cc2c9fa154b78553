# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compiles C for tests in Python, as the library itself is compiled.

Compilers and warnings come from the build folder (toolchain.json), so that a
clang build tests with clang.  Used by tests/compile and tests/gen.
"""

import functools
import json
import os
import pathlib
import subprocess

BUILD = pathlib.Path(os.environ["HARK_BUILD"])
SOURCE = pathlib.Path(__file__).parents[1]


@functools.cache
def _toolchain():
    return json.loads((BUILD / "tests/toolchain.json").read_text())


SANITIZERS = _toolchain()["sanitizers"].split(",")  # "none", or what the build runs under


@functools.cache
def _glib_flags():
    return subprocess.run(["pkg-config", "--cflags", "gio-unix-2.0"],
                          check=True, capture_output=True, text=True).stdout.split()


def check(source, language, *, include=(), flags=(), compiler=None):
    """Compiles the file `source` as 'c' or 'c++', makes nothing; returncode and stderr tell.

    `compiler` is another one than the build's."""
    tools = _toolchain()
    if language == "c":
        command = tools["cc"].split() + ["-std=gnu17"] + tools["warnings_c"].split()
    else:
        command = tools["cxx"].split() + ["-std=gnu++17"] + tools["warnings_cpp"].split()
    if compiler:
        command[:len(tools["cc" if language == "c" else "cxx"].split())] = [compiler]
    folders = [*include, SOURCE / "lib", BUILD / "lib"]
    command += ["-Werror", "-fsyntax-only", "-D_GNU_SOURCE",
                "-DGLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_2_74",
                "-DGLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_74",
                *(f"-I{folder}" for folder in folders), *_glib_flags(), *flags,
                "-x", language, str(source)]
    # Messages are matched: no colours, no translations.
    return subprocess.run(command, capture_output=True, text=True,
                          env=os.environ | {"LC_ALL": "C"})


def generate(schema, folder, *options):
    """Runs hark-gen: folder/NAME.h and folder/NAME.c."""
    schema, folder = pathlib.Path(schema), pathlib.Path(folder)
    subprocess.run([BUILD / "gen/hark-gen", "--header", folder / f"{schema.stem}.h",
                    "--body", folder / f"{schema.stem}.c", *options, schema], check=True)
