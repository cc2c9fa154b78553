# SPDX-License-Identifier: LGPL-2.1-or-later
"""Processes for the tests of the bridge, which talk in lines. None outlives its test."""

import os
import pathlib
import select
import signal
import subprocess

import pytest
from toolchain import BUILD

PATIENCE = 30


class Process:
    def __init__(self, *command, **options):
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        self.rest = b""
        self.is_killed = False
        self.is_stopped = False

    def tell(self, *lines):
        self.process.stdin.write("".join(line + "\n" for line in lines).encode())
        self.process.stdin.flush()

    def line(self):
        """The next line it says."""
        while b"\n" not in self.rest:
            ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
            assert ready, "it says nothing"
            more = os.read(self.process.stdout.fileno(), 65536)
            assert more, f"it has ended: {self.process.stderr.read().decode()}"
            self.rest += more
        line, _, self.rest = self.rest.partition(b"\n")
        return line.decode()

    def ask(self, line):
        self.tell(line)
        return self.line()

    def do(self, *lines):
        for line in lines:
            assert self.ask(line) == f"{line.split()[0]} done"

    def said_until(self, words):
        """What it says on its standard error, until these words."""
        text = ""
        while words not in text:
            ready, _, _ = select.select([self.process.stderr], [], [], PATIENCE)
            assert ready, text
            more = os.read(self.process.stderr.fileno(), 65536).decode()
            assert more, text
            text += more
        return text

    def signal(self, number):
        self.is_killed = self.is_killed or number == signal.SIGKILL
        self.is_stopped = number == signal.SIGSTOP
        self.process.send_signal(number)

    def end(self):
        """Lets it end as it should; returncode, standard error."""
        # Not otherwise: it disturbs a sanitizer that looks for leaks at the end.
        if self.is_stopped:
            self.signal(signal.SIGCONT)
        self.process.stdin.close()
        status = self.process.wait(timeout=PATIENCE)
        return status, self.process.stderr.read().decode()

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)


class Stage:
    """A broker and the puppets that play on it."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "broker"
        self.processes = []

    def start(self, *command, **options):
        process = Process(*command, **options)
        self.processes.append(process)
        return process

    def broker(self, *arguments):
        broker = self.start(BUILD / "tools/hark-broker", "--address", self.path, *arguments)
        assert broker.line() == f"ready: listening on unix:{self.path}"
        return broker

    def puppet_program(self, name="puppet"):
        return BUILD / "tests/bridge" / name

    def puppet(self, name="puppet"):
        return self.start(self.puppet_program(name), self.path)

    def connected(self, *lines, name="puppet"):
        puppet = self.puppet(name)
        puppet.do("connect", *lines)
        return puppet

    def stop(self, broker):
        """Ends it; what it said on its standard error."""
        broker.signal(signal.SIGTERM)
        status, said = broker.end()
        self.processes.remove(broker)
        assert status == 0
        return said

    def clear(self):
        left = []
        for process in reversed(self.processes):
            if process.is_killed:
                continue
            if process.process.poll() is None and "hark-broker" in str(process.process.args[0]):
                process.signal(signal.SIGTERM)
            left.append((process.process.args[0], *process.end()))
        for command, status, errors in left:
            assert errors == "", command
            assert status == 0, command


@pytest.fixture
def stage(tmp_path):
    stage = Stage(tmp_path)
    try:
        yield stage
        stage.clear()
    finally:
        for process in stage.processes:
            if process.process.poll() is None:
                process.process.kill()
                process.process.wait()
