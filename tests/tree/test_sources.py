# SPDX-License-Identifier: LGPL-2.1-or-later
"""What every file of the project promises: its license, and that nothing in it is left undone."""

import pathlib
import re
import subprocess

import pytest

SOURCE = pathlib.Path(__file__).parents[2]
CODE = {".c", ".h", ".cpp", ".py", ".build", ".lark"}

# Spelt in pieces, so that this file is no finding of its own.
UNDONE = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
VAGUE = re.compile(r"\b(util|utils|misc|common|helper|helpers)\b")


def files():
    """What the next commit could hold."""
    # Expected outputs and corpora are data.
    data = [SOURCE / "tests/gen/good", SOURCE / "tests/gen/bad", SOURCE / "tests/fuzz"]
    return sorted(path for path in listed_files()
                  if path.is_file() and not any(folder in path.parents for folder in data))


def listed_files():
    try:
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"],
                                cwd=SOURCE, check=True, capture_output=True, text=True)
        return [SOURCE / line for line in listed.stdout.splitlines()]
    except (FileNotFoundError, subprocess.CalledProcessError):
        # Without git, or in a released archive: all but what .gitignore names.
        return [path for path in SOURCE.rglob("*")
                if not path.relative_to(SOURCE).parts[0].startswith(("build", ".git"))
                and "__pycache__" not in path.parts]


def names(found):
    return [str(path.relative_to(SOURCE)) for path in found]


@pytest.fixture(scope="module")
def texts():
    return {path: path.read_text(encoding="utf-8", errors="replace")
            for path in files() if path.name != "LICENSE"}


def test_nothing_is_left_undone(texts):
    assert names(path for path, text in texts.items() if UNDONE.search(text)) == []


def test_code_names_its_license(texts):
    assert names(path for path, text in texts.items()
                 if path.suffix in CODE and text and "SPDX-License-Identifier: LGPL-2.1-or-later" not in text[:200]) == []


def test_no_file_has_a_vague_name(texts):
    assert names(path for path in texts if VAGUE.search(path.name.replace("-", " ").replace("_", " "))) == []


def test_the_search_sees_what_it_looks_for():
    assert UNDONE.search("/* " + "TO" + "DO: later */")
    assert VAGUE.search("string util.c")
