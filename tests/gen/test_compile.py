# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is generated compiles without a warning at the library's own level, with
gcc and with clang: each body as C, each header alone (and twice) as C and C++.

good/ has what people write; compile/ has every type in every position, and the
names that generated code would like to have for itself.
"""

import shutil
from pathlib import Path

import pytest
from toolchain import check, generate

HERE = Path(__file__).parent
SCHEMAS = sorted([*HERE.glob("good/*.hark"), *HERE.glob("compile/*.hark")])
# Not the library's taste, but that of others whose builds this code is part of.
STRICTER = ["-Wunused-parameter", "-Wdeclaration-after-statement", "-Wmissing-declarations"]
COMPILERS = [("c", "gcc"), ("c", "clang"), ("c++", "g++"), ("c++", "clang++")]

each_schema = pytest.mark.parametrize(
    "schema", SCHEMAS, ids=lambda schema: schema.stem)


def compilers(*languages):
    return pytest.mark.parametrize("language, compiler", [
        pytest.param(language, name, id=name, marks=pytest.mark.skipif(
            shutil.which(name) is None, reason=f"there is no {name}"))
        for language, name in COMPILERS if language in languages])


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated")
    for each in SCHEMAS:
        generate(each, folder)
    return folder


@each_schema
@compilers("c")
def test_body_is_clean(schema, language, compiler, generated):
    result = check(generated / f"{schema.stem}.c", language, compiler=compiler,
                   include=[generated, HERE / "compile"], flags=STRICTER)
    assert (result.returncode, result.stderr) == (0, "")


@each_schema
@compilers("c", "c++")
def test_header_stands_alone(schema, language, compiler, generated, tmp_path):
    source = tmp_path / "alone"
    source.write_text(f'#include "{schema.stem}.h"\n' * 2)
    result = check(source, language, include=[generated, HERE / "compile"], compiler=compiler)
    assert (result.returncode, result.stderr) == (0, "")


@compilers("c", "c++")
def test_use_is_clean(language, compiler, generated):
    result = check(HERE / "compile/use.c", language, include=[generated, HERE / "compile"], compiler=compiler)
    assert (result.returncode, result.stderr) == (0, "")
