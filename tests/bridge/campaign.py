#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Three writers, three readers, and a broker that is killed over and over.

    campaign.py [--kills N] [--seed S]

Meanwhile connections are cut between any two bytes, and processes stand still. Every
letter must arrive at every reader, once and in order. The seed decides what is done
and after which times; what is going on in the processes just then is up to them.
Started by ./dev stress bridge, and for a few kills by test_campaign.py.
"""

import argparse
import random
import re
import signal
import sys
import tempfile
import time
import pathlib

from conftest import Stage, BUILD
from proxy import Proxy

WRITERS = ["north", "south", "east"]
N_READERS = 3
PATIENCE = 120


def numbers(line):
    """"last 7 received 7" as a dictionary."""
    return {word: int(number) for word, number in re.findall(r"(\w+) (\d+)", line)}


class Campaign:
    def __init__(self, stage, seed):
        self.stage = stage
        self.random = random.Random(seed)
        self.broker = stage.broker()
        self.proxy = Proxy(stage.folder / "proxy", stage.path, random.Random(seed + 1))
        self.n_stopped = 0
        self.writers = [self.start("write", name) for name in WRITERS]
        self.readers = [self.start("read", *WRITERS) for _ in range(N_READERS)]

    def start(self, *words):
        # Half of them, by turns, are not cut off but by the broker's end.
        is_direct = len(self.stage.processes) % 2
        process = self.stage.start(BUILD / "tests/bridge/correspondent",
                                   self.stage.path if is_direct else self.proxy.path, *words)
        assert process.line() == "ready"
        return process

    def restart_broker(self):
        self.broker.kill()
        self.stage.processes.remove(self.broker)
        if self.random.random() < 0.3:
            time.sleep(self.random.uniform(0, 0.2))
        self.broker = self.stage.broker()

    def trouble(self):
        """Something between two kills."""
        stopped = []
        for _ in range(self.random.randrange(4)):
            if self.random.random() < 0.5:
                self.proxy.cut()
            else:
                stopped.append(self.random.choice(self.writers + self.readers + [self.broker]))
                stopped[-1].signal(signal.SIGSTOP)
            time.sleep(self.random.uniform(0, 0.1))
        self.n_stopped += len(stopped)
        for process in stopped:
            process.signal(signal.SIGCONT)
        time.sleep(self.random.uniform(0, 0.3))

    def wait_for_letters(self):
        """Until every reader hears from every writer again."""
        before = [self.report(reader, len(WRITERS) + 1) for reader in self.readers]
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            now = [self.report(reader, len(WRITERS) + 1) for reader in self.readers]
            if all(a[name]["last"] > b[name]["last"] for a, b in zip(now, before) for name in WRITERS):
                return
            time.sleep(0.01)
        raise AssertionError("no letter comes any more")

    def report(self, process, n_lines):
        process.tell("report")
        lines = [process.line() for _ in range(n_lines)]
        return {line.split()[0]: numbers(line) for line in lines}

    def run(self, n_kills, show):
        for writer in self.writers:
            writer.tell("go")
        for i in range(n_kills):
            self.trouble()
            self.restart_broker()
            # Mostly all of them have come back before the next.
            if self.random.random() < 0.8:
                self.wait_for_letters()
            show(i + 1)
        for writer in self.writers:
            writer.tell("stop")

    def end(self):
        """What every process has counted, when all has arrived or nothing comes any more."""
        written = {name: self.report(writer, 1)["written"] for name, writer in zip(WRITERS, self.writers)}
        deadline = time.monotonic() + PATIENCE
        while True:
            reports = [self.report(reader, len(WRITERS) + 1) for reader in self.readers]
            is_there = all(report[name]["last"] == written[name]["written"] for report in reports for name in WRITERS)
            if is_there or time.monotonic() > deadline:
                return {name: self.report(writer, 1)["written"]
                        for name, writer in zip(WRITERS, self.writers)}, reports
            time.sleep(0.05)


def judge(written, reports):
    """What is wrong."""
    wrong = []
    for i, report in enumerate(reports):
        for name, sent in written.items():
            got = report[name]
            pair = f"{name} to reader {i + 1}: {sent['written']} sent, {got}"
            if got["received"] + got["lost"] != sent["written"] or got["missing"] != got["lost"]:
                wrong.append(f"not all arrived or was told to be lost, {pair}")
            elif got["lost"]:
                wrong.append(f"lost, and no limit forced it, {pair}")
            if got["disorder"] or got["twice"]:
                wrong.append(f"out of order or twice, {pair}")
    return wrong


def campaign(folder, n_kills, seed, show=lambda i: None):
    """Lines that say what happened, and what is wrong."""
    stage = Stage(folder)
    play = None
    try:
        play = Campaign(stage, seed)
        play.run(n_kills, show)
        written, reports = play.end()
        n_resent = sum(one["resent"] for one in written.values())
        n_discarded = sum(report["written"]["discarded"] for report in reports)
        wrong = judge(written, reports)
        if not n_resent or (n_kills >= 20 and not n_discarded):
            wrong.append("nothing was sent again, or came again: the faults did not bite")
        said = [f"{sum(one['written'] for one in written.values())} letters to {N_READERS} readers each",
                f"{n_kills} kills of the broker, {play.proxy.n_cut} connections cut, {play.n_stopped} times stood still",
                f"{n_resent} sent again, {n_discarded} discarded"]
        stage.clear()
        return said, wrong
    finally:
        if play is not None:
            play.proxy.close()
        for process in stage.processes:
            if process.process.poll() is None:
                process.process.kill()
                process.process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10 ** 6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)

    def show(i):
        if sys.stderr.isatty():
            print(f"\r{i} of {options.kills} kills", end="\n" if i == options.kills else "", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        said, wrong = campaign(pathlib.Path(folder), options.kills, options.seed, show)
    print("\n".join(said + wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
