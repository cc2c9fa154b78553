# SPDX-License-Identifier: LGPL-2.1-or-later
"""The indexer finds what find finds, agrees with sha256sum, bears the death of a
hasher, tells how many files are lost when all are dead, and leaves nothing behind."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import uuid

import pytest
from terminal import open_terminal
from toolchain import BUILD

INDEXER = BUILD / "examples/indexer/indexer"
LAST_LINE = re.compile(rb"indexed (\d+) files, (\d+) bytes, (\d+) lost\n\Z")


class Crew:
    """One run of the indexer: its processes are known by a mark in their environment."""

    def __init__(self, tmp_path):
        self.sockets = tmp_path / "sockets"
        self.sockets.mkdir()
        self.mark = f"HARK_TEST_MARK={uuid.uuid4()}"
        self.env = os.environ | {"TMPDIR": str(self.sockets)} | dict([self.mark.split("=")])

    def start(self, *arguments, before=(), stdout=subprocess.PIPE):
        return subprocess.Popen([*before, INDEXER, *arguments], env=self.env, stdin=subprocess.DEVNULL,
                                stdout=stdout, stderr=subprocess.PIPE)

    def run(self, *arguments, before=()):
        process = self.start(*arguments, before=before)
        stdout, stderr = process.communicate(timeout=120)
        return process.returncode, stdout, stderr

    def find(self, program):
        return next(pid for pid in self.processes()
                    if program in pathlib.Path(f"/proc/{pid}/exe").readlink().name)

    def processes(self):
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
            try:
                if self.mark.encode() in path.read_bytes().split(b"\0"):
                    found.append(int(path.parent.name))
            except OSError:
                pass    # it has just ended, or is somebody else's
        return found


@pytest.fixture
def crew(tmp_path):
    crew = Crew(tmp_path)
    yield crew
    left = crew.processes()
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []
    assert list(crew.sockets.iterdir()) == []


@pytest.fixture
def folder(tmp_path):
    """All sorts of names, and things that are no regular files."""
    folder = tmp_path / "folder"
    folder.mkdir()
    names = [b"plain.txt", b"with space.txt", b"new\nline.c", b"carriage\rreturn.c", b"back\\slash.h",
             b"\xff\xfe not UTF-8 \x80.txt", "grüße.txt".encode(), b"-n", b".hidden", b"*", b"tab\there",
             b"two.dots.tar", b"trailing.", b"'quotes'\"", b"x" * 255]
    for number, name in enumerate(names):
        (pathlib.Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_bytes(name * number)
    deep = folder / "a" / "b c" / "d\ne"
    deep.mkdir(parents=True)
    (deep / "large.bin").write_bytes(os.urandom(3_000_000))
    (folder / "empty folder").mkdir()
    # More than the scanner is asked for at a time.
    many = folder / "many"
    many.mkdir()
    for number in range(2500):
        (many / f"{number}.dat").write_bytes(b"%d" % number)
    (folder / "link to a file").symlink_to("plain.txt")
    (folder / "link to a folder").symlink_to("a")
    (folder / "link to nothing").symlink_to("nothing")
    os.mkfifo(folder / "pipe")
    return folder


def make_large_files(folder, n_files, size):
    folder.mkdir()
    for number in range(n_files):
        with open(folder / f"{number}", "wb") as file:
            file.truncate(size + number)
    return folder


@pytest.fixture
def large_files(tmp_path):
    """Enough to read that a hasher that is killed has something to do."""
    return make_large_files(tmp_path / "large", 400, 1_000_000)


@pytest.fixture
def endless(tmp_path):
    """So much to read that the test ends first."""
    return make_large_files(tmp_path / "endless", 2000, 20_000_000)


def find(folder):
    return subprocess.run(["find", folder, "-type", "f", "-print0"], check=True, capture_output=True).stdout


def sha256sum(folder):
    return sorted(subprocess.run(["xargs", "-0", "sha256sum", "--"], input=find(folder), check=True,
                                 capture_output=True).stdout.splitlines())


def count(folder):
    sizes = [os.stat(path).st_size for path in find(folder).split(b"\0")[:-1]]
    return len(sizes), sum(sizes)


def read_last_line(stdout):
    return tuple(int(number) for number in LAST_LINE.search(stdout).groups())


def test_agrees_with_find_and_sha256sum(crew, folder, tmp_path):
    code, stdout, stderr = crew.run("--digests", tmp_path / "digests", folder)
    assert stderr == b""
    assert read_last_line(stdout) == (*count(folder), 0)
    assert sorted((tmp_path / "digests").read_bytes().splitlines()) == sha256sum(folder)
    assert code == 0


def test_table_by_type(crew, folder):
    code, stdout, stderr = crew.run(folder)
    rows = {fields[0]: tuple(fields[1:]) for fields in map(bytes.split, stdout.splitlines()) if len(fields) == 3}
    assert rows[b".dat"] == (b"2500", b"%d" % sum(len(str(number)) for number in range(2500)))
    assert rows[b".bin"] == (b"1", b"3000000")
    del rows[b"type"]
    assert (sum(int(n) for n, _ in rows.values()), sum(int(size) for _, size in rows.values())) == count(folder)
    # In a pipe nothing is drawn over.
    assert re.match(rb"(\d+ of \d+\+? files, [\d.]+ MB\n)+  type ", stdout)
    assert b"\r" not in stdout and b"\033" not in stdout


def test_empty_folder(crew, tmp_path):
    (tmp_path / "empty").mkdir()
    code, stdout, stderr = crew.run(tmp_path / "empty")
    assert read_last_line(stdout) == (0, 0, 0)
    assert (code, stderr) == (0, b"")


def test_unreadable_is_not_lost(crew, tmp_path):
    folder = tmp_path / "folder"
    (folder / "closed").mkdir(parents=True)
    (folder / "open.txt").write_bytes(b"open")
    (folder / "shut.txt").write_bytes(b"shut")
    (folder / "shut.txt").chmod(0)
    (folder / "closed").chmod(0)
    # Root may read everything, unless that is taken away.
    before = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    code, stdout, stderr = crew.run(folder, before=before)
    (folder / "closed").chmod(0o700)
    assert read_last_line(stdout) == (1, 4, 0)
    assert re.search(rb"^ +unreadable +2\n +2 Permission denied\n", stdout, re.MULTILINE)
    assert (code, stderr) == (0, b"")


def test_a_killed_hasher_costs_nothing(crew, large_files, tmp_path):
    code, stdout, stderr = crew.run("--kill-hasher-after", "20", "--digests", tmp_path / "digests", large_files)
    assert stderr == b"indexer: the first hasher was ended by signal 9 (Killed)\n"
    assert read_last_line(stdout) == (*count(large_files), 0)
    assert sorted((tmp_path / "digests").read_bytes().splitlines()) == sha256sum(large_files)
    assert code == 0


def test_without_hashers_the_rest_is_lost(crew, large_files):
    code, stdout, stderr = crew.run("--kill-all-after", "20", large_files)
    n_files, n_bytes, n_lost = read_last_line(stdout)
    assert 20 <= n_files < 400
    assert n_lost == 400 - n_files
    assert code == 1


@pytest.mark.parametrize("part", ["hark-broker", "indexer-scanner"])
def test_what_cannot_be_spared(crew, endless, part):
    process = crew.start(endless)
    assert process.stdout.readline() != b""
    os.kill(crew.find(part), signal.SIGKILL)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    # Of a dead broker the report may hear first: then all that was to be done is lost.
    last_line = LAST_LINE.search(stdout)
    if part == "indexer-scanner" or last_line is None:
        assert b"was ended by signal 9 (Killed)\n" in stderr
    else:
        assert int(last_line[3]) > 0


def test_nobody_outlives_the_indexer(crew, endless):
    process = crew.start(endless)
    assert process.stdout.readline() != b""
    process.kill()
    # The others have its pipe: at its end all of them are gone.
    process.communicate(timeout=60)
    for folder in crew.sockets.iterdir():
        shutil.rmtree(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(crew, endless, number):
    process = crew.start(endless)
    # The first line of progress: everybody is at work.
    assert process.stdout.readline() != b""
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 128 + number


def test_bar_on_a_terminal(crew, large_files):
    ours, theirs = open_terminal()
    process = crew.start(large_files, stdout=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 65536)
        except OSError:     # the other end is closed
            break
    os.close(ours)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert re.search(rb"\r\033\[K\[#+\.+\] \d+ of \d+\+? files, [\d.]+ MB", shown)
    assert re.search(rb"indexed 400 files, \d+ bytes, 0 lost\r\n\Z", shown)


@pytest.mark.parametrize("arguments, message", [
    (["/nowhere/at/all"], b"indexer: /nowhere/at/all is not a folder\n"),
    (["/dev/null"], b"indexer: /dev/null is not a folder\n"),
    (["a", "b"], b"indexer: it takes one folder\n"),
])
def test_bad_arguments(crew, arguments, message):
    assert crew.run(*arguments) == (1, b"", message)


@pytest.fixture
def scanner(crew, tmp_path):
    """One that does its work on a broker of its own: how to start another."""
    command = [BUILD / "examples/indexer/indexer-scanner", f"unix:{tmp_path}/socket", tmp_path]
    broker = subprocess.Popen([BUILD / "tools/hark-broker", "--address", command[1]],
                              stdout=subprocess.PIPE, env=crew.env)
    assert broker.stdout.readline().startswith(b"ready")
    first = subprocess.Popen(command, stdout=subprocess.PIPE, env=crew.env)
    assert first.stdout.readline() == b"ready\n"
    yield command
    for process in (first, broker):
        process.terminate()
        process.communicate(timeout=60)
        assert process.returncode == 0


def test_a_second_scanner_is_refused(scanner):
    second = subprocess.run(scanner, capture_output=True, timeout=60)
    assert (second.returncode, second.stdout) == (1, b"")
    assert re.fullmatch(rb"scanner: [^\n]*\bscanner\b[^\n]*\n", second.stderr)


def test_a_scanner_without_a_broker(tmp_path):
    path = f"{tmp_path}/socket"
    alone = subprocess.run([BUILD / "examples/indexer/indexer-scanner", path, tmp_path],
                           capture_output=True, text=True, timeout=60)
    assert (alone.returncode, alone.stdout, alone.stderr) == (
        1, "", f"scanner: no broker listens on {path}: start one with hark-broker --address=unix:{path}\n")
