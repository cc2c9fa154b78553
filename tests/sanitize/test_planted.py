# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sanitizers see every planted fault, and suspect no guarded twin (planted.c)."""

import os
import subprocess

import pytest

SANITIZERS = os.environ["HARK_SANITIZERS"].split(",")

# plant -> what the report says; None where there is nothing to report
PLANTS = {
    "thread": {
        "race": "data race",
        "race-behind-relaxed-flag": "data race",
        "guarded-by-mutex": None,
        "guarded-by-bit-lock": None,
        "handed-over-by-atomic": None,
        "handed-over-by-unref": None,
        "handed-over-by-source": None,
        "nothing": None,
    },
    "address": {
        "use-after-free": "heap-use-after-free",
        "leak": "detected memory leaks",
        "nothing": None,
    },
    "undefined": {
        "overflow": "signed integer overflow",
    },
}


def run(plant):
    # These reports are wanted here, and not in the files of the whole run.
    environment = {name: value.partition(":log_path=")[0] for name, value in os.environ.items()}
    return subprocess.run([os.environ["HARK_PLANTED"], plant],
                          capture_output=True, text=True, timeout=120, env=environment)


@pytest.mark.parametrize("plant, report", [
    case for sanitizer in SANITIZERS for case in PLANTS[sanitizer].items()])
def test_planted(plant, report):
    result = run(plant)
    if report is None:
        assert (result.returncode, result.stderr) == (0, "")
    else:
        assert report in result.stderr
        assert "planted.c" in result.stderr
        assert result.returncode != 0
