# SPDX-License-Identifier: LGPL-2.1-or-later
"""The count at the end of ./dev test: whatever goes wrong in a program is a failure."""

import pathlib
import subprocess
import sys

import pytest

TALLY = pathlib.Path(__file__).parents[1] / "tally.py"

# The program in sh -> passed, failed, skipped
PROGRAMS = {
    "good": ("echo 1..2; echo ok 1 a; echo ok 2 b", (2, 0, 0)),
    "skips": ("echo 1..2; echo ok 1 a; echo \"ok 2 b # SKIP no such device\"", (1, 0, 1)),
    "fails": ("echo 1..2; echo ok 1 a; echo not ok 2 b", (1, 1, 0)),
    "fails-and-says-so": ("echo 1..1; echo not ok 1 a; exit 1", (0, 1, 0)),
    "crashes": ("echo 1..2; echo ok 1 a; kill -SEGV $$", (1, 1, 0)),
    "crashes-at-once": ("kill -SEGV $$", (0, 1, 0)),
    "exits": ("echo 1..1; echo ok 1 a; exit 3", (1, 1, 0)),
    "breaks-its-plan": ("echo 1..3; echo ok 1 a", (1, 1, 0)),
    "bails-out": ("echo 1..2; echo ok 1 a; echo Bail out! no more", (1, 1, 0)),
    "has-no-case": ("echo 1..0", (0, 1, 0)),
    "is-silent": ("true", (0, 1, 0)),
    "hangs": ("echo 1..2; echo ok 1 a; sleep 60", (1, 1, 0)),
}


def tally(folder, programs, *arguments):
    """Runs meson on these programs; the status and the lines of tally.py."""
    tests = "".join(
        f"test('{name}', find_program('sh'), args: ['-c', '''{script}'''], suite: 'unit', protocol: 'tap', timeout: 2)\n"
        for name, script in programs.items())
    (folder / "meson.build").write_text("project('hark')\n" + tests)
    subprocess.run(["meson", "setup", folder / "build", folder], check=True, capture_output=True)
    subprocess.run(["meson", "test", "-C", folder / "build"], capture_output=True)
    result = subprocess.run([sys.executable, TALLY, folder / "build", *arguments], capture_output=True, text=True)
    return result.returncode, result.stdout.splitlines()


def ending(passed, failed, skipped):
    """What stands behind the names of what failed."""
    return ([f"{skipped} skipped"] if skipped else []) + [f"{passed} passed, {failed} failed"]


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_is_counted(name, tmp_path):
    script, count = PROGRAMS[name]
    status, lines = tally(tmp_path, {name: script})
    assert lines[count[1]:] == ending(*count)
    assert status == (1 if count[1] else 0)


def test_programs_add_up(tmp_path):
    status, lines = tally(tmp_path, {name: script for name, (script, _) in PROGRAMS.items() if name != "hangs"})
    counts = [count for name, (_, count) in PROGRAMS.items() if name != "hangs"]
    total = ending(*map(sum, zip(*counts)))
    assert lines[-len(total):] == total
    assert status == 1


def test_reports_of_sanitizers_are_failures(tmp_path):
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "thread.1").write_text("WARNING: data race")
    status, lines = tally(tmp_path, {"good": PROGRAMS["good"][0]}, reports)
    assert lines[-1] == "2 passed, 1 failed"
    assert "WARNING: data race" in lines
    assert status == 1
