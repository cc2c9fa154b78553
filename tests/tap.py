# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs pytest and speaks TAP, so that meson sees each case and not one program.

    python3 tests/tap.py FOLDER_OR_FILE... [PYTEST-OPTION...]

The plan is printed once everything is collected: a run that dies half way is a
bad plan, hence a failure.  A case is reported once, by its worst phase (a
fixture that breaks in tear-down fails its case).  Started by tests/meson.build.
"""

import sys

import pytest


class Tap:
    def __init__(self):
        self.n_reported = 0
        self.worst = {}

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config):
        # Its options are needed by others, its words are not.
        config.pluginmanager.unregister(name="terminalreporter")

    def explain(self, text):
        # Meson shows the stderr of what failed; it takes stdout for TAP alone.
        print(text, file=sys.stderr, flush=True)

    def pytest_collectreport(self, report):
        if report.failed:
            self.explain(report.longreprtext)
            print(f"Bail out! {report.nodeid} cannot be collected", flush=True)

    def pytest_collection_finish(self, session):
        print(f"1..{len(session.items)}", flush=True)

    def pytest_runtest_logreport(self, report):
        worst = self.worst.get(report.nodeid)
        if worst is None or report.failed or (report.skipped and not worst.failed):
            self.worst[report.nodeid] = report
        if report.failed:
            for title, text in report.sections:
                self.explain(f"--- {title} ---\n{text}")
            self.explain(report.longreprtext)

    def pytest_runtest_logfinish(self, nodeid):
        report = self.worst.pop(nodeid)
        self.n_reported += 1
        # '#' would start a directive.
        name = nodeid.replace("#", "+")
        directive = ""
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "expected to fail"
            directive = f" # SKIP {reason}"
        print("not ok" if report.failed else "ok", self.n_reported, name + directive, flush=True)


def main():
    options = ["-vv", "--tb=short", "-p", "no:cacheprovider"]
    status = pytest.main(options + sys.argv[1:], plugins=[Tap()])
    # A failed case has been told; only what TAP cannot tell needs the status.
    return 0 if status in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) else int(status)


if __name__ == "__main__":
    sys.exit(main())
