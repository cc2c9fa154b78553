# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the compiler has to refuse, and how the error reads.

Each cases/*.c compiles as it stands, in C and in C++.  With -DBROKEN it does
not, and each of its lines `/* error: REGEX */` is found in an error; that the
rest compiles shows that it is refused for this reason alone.  A case may include
the header of any cases/*.hark.  `/* only: c */` keeps a case to one language.
"""

import pathlib
import re

import pytest
from toolchain import check, generate

CASES = pathlib.Path(__file__).with_name("cases")
ERROR = re.compile(r"^/\* error: (.*) \*/$", re.MULTILINE)
ONLY = re.compile(r"^/\* only: (c|c\+\+) \*/$", re.MULTILINE)


def cases():
    for path in sorted(CASES.glob("*.c")):
        for language in ONLY.findall(path.read_text()) or ["c", "c++"]:
            yield pytest.param(path, language, id=f"{path.stem}-{language}")


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated")
    for schema in CASES.glob("*.hark"):
        generate(schema, folder)
    return folder


@pytest.mark.parametrize("path, language", cases())
def test_case(path, language, generated):
    whole = check(path, language, include=[generated])
    assert (whole.returncode, whole.stderr) == (0, "")

    expected = ERROR.findall(path.read_text())
    assert expected, f"{path.name} does not say which error it expects"
    broken = check(path, language, include=[generated], flags=["-DBROKEN"])
    assert broken.returncode != 0
    errors = [line for line in broken.stderr.splitlines() if "error:" in line]
    for pattern in expected:
        assert any(re.search(pattern, line) for line in errors), broken.stderr
