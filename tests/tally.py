# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts the single cases of the last `meson test` in a build folder.

    python3 tests/tally.py BUILD [REPORTS]

Meson writes one record per program (testlog.json) and one per case
(testlog.junit.xml), with the name of what the programs were wrapped in, if anything.  A program that failed without a failed case (it crashed,
hung, broke its plan) counts as one failure, and so does one that ran no case at
all.  Each file in REPORTS, where sanitizers write what they find in whichever
process, is a failure too.  Prints what failed, then `N passed, N failed` as the last line; exits 1 on
any failure.  Started by ./dev.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree as ET

GOOD = {"OK", "EXPECTEDFAIL", "SKIP"}


def read_cases(path):
    """Program -> [(case, 'passed' | 'failed' | 'skipped')]; a program without cases is left out."""
    cases = {}
    for suite in ET.parse(path).getroot():
        # The suite "hark.PROGRAM" holds its cases, the suite "hark" programs that told none.
        _, _, program = suite.get("name").partition(".")
        if program:
            cases[program] = [(case.get("name"), read_outcome(case)) for case in suite.iter("testcase")]
    return cases


def read_outcome(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed" if case.find("skipped") is None else "skipped"


def main():
    logs = pathlib.Path(sys.argv[1]) / "meson-logs"
    log = max(logs.glob("testlog*.json"), key=lambda path: path.stat().st_mtime)
    cases = read_cases(log.with_suffix(".junit.xml"))
    count = {"passed": 0, "failed": 0, "skipped": 0}
    failures = []

    with open(log, encoding="utf-8") as file:
        programs = [json.loads(line) for line in file]
    for program in programs:
        name = program["name"].rpartition(" / ")[2]
        own = cases.get(program["name"], [])
        for case, outcome in own:
            count[outcome] += 1
            if outcome == "failed":
                failures.append(f"{name}: {case}")
        if any(outcome == "failed" for _, outcome in own):
            continue
        if program["result"] not in GOOD or not own:
            reason = "ran no case" if program["result"] in GOOD else program["result"].lower()
            count["failed"] += 1
            failures.append(f"{name}: {reason} (status {program['returncode']})")
    if not programs:
        failures.append("no test ran")
        count["failed"] += 1

    for report in sorted(pathlib.Path(sys.argv[2]).iterdir()) if len(sys.argv) > 2 else []:
        print(report.read_text(errors="replace"))
        count["failed"] += 1
        failures.append(f"a sanitizer's report, above: {report.name}")

    for failure in failures:
        print("FAILED", failure)
    if count["skipped"]:
        print(f"{count['skipped']} skipped")
    print(f"{count['passed']} passed, {count['failed']} failed")
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
