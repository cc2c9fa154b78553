# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each public header stands alone and is clean, in C and in C++."""

import pytest
from toolchain import BUILD, SOURCE, check

HEADERS = sorted(path.name for folder in (SOURCE, BUILD) for path in (folder / "lib/hark").glob("*.h"))


@pytest.mark.parametrize("language", ["c", "c++"])
@pytest.mark.parametrize("header", HEADERS)
def test_header_stands_alone(header, language, tmp_path):
    source = tmp_path / "alone"
    source.write_text(f"#include <hark/{header}>\n#include <hark/{header}>\n")
    result = check(source, language)
    assert (result.returncode, result.stderr) == (0, "")
