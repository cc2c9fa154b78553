# SPDX-License-Identifier: LGPL-2.1-or-later
"""The program hark-broker: where it listens, what it says, and how it ends."""

import os
import re
import signal
import socket
import subprocess

import pytest
from toolchain import BUILD

BROKER = BUILD / "tools/hark-broker"


def run(*arguments, **options):
    result = subprocess.run([BROKER, *map(str, arguments)], capture_output=True, text=True, timeout=30, **options)
    return result.returncode, result.stdout, result.stderr


def test_help_and_version():
    status, stdout, stderr = run("--help")
    assert status == 0 and stderr == ""
    assert "--address=ADDRESS" in stdout and "XDG_RUNTIME_DIR" in stdout
    status, stdout, stderr = run("--version")
    assert (status, stderr) == (0, "")
    assert stdout.startswith("hark-broker ")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_removes_its_socket(stage, number):
    broker = stage.broker()
    assert stage.path.is_socket()
    assert stage.path.stat().st_mode & 0o777 == 0o600
    broker.signal(number)
    assert broker.end() == (0, "")
    assert list(stage.folder.iterdir()) == []
    stage.processes.remove(broker)


def test_without_an_address_it_listens_in_the_runtime_folder(stage, tmp_path):
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
    broker = stage.start(BROKER, env=environment)
    path = tmp_path / "hark/broker.sock"
    assert broker.line() == f"ready: listening on unix:{path}"
    assert path.parent.stat().st_mode & 0o777 == 0o700
    puppet = stage.start(BUILD / "tests/bridge/puppet", env=environment)
    puppet.do("connect")


def test_ready_is_said_where_it_is_asked_for(stage):
    reader, writer = os.pipe()
    broker = stage.start(BROKER, "--address", stage.path, "--ready-fd", writer, pass_fds=[writer])
    os.close(writer)
    with open(reader) as lines:
        assert lines.read() == f"ready: listening on unix:{stage.path}\n"
    broker.signal(signal.SIGTERM)
    assert broker.end() == (0, "")
    assert broker.process.stdout.read() == b""
    stage.processes.remove(broker)


def test_ready_is_to_be_said_nowhere(stage):
    assert run("--address", stage.path, "--ready-fd", "777") == (
        1, "", "hark-broker: cannot say on descriptor 777 that it is ready: Bad file descriptor\n")
    assert list(stage.folder.iterdir()) == []


def test_two_do_not_share_a_path(stage):
    stage.broker()
    assert run("--address", stage.path) == (
        1, "", f"hark-broker: another broker listens on {stage.path}: use that one, or choose another address\n")
    stage.connected()


def test_a_socket_of_somebody_else_is_left_alone(stage):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(stage.path))
        listener.listen()
        status, _, stderr = run("--address", stage.path)
        assert status == 1 and "another broker listens on" in stderr
    assert stage.path.is_socket()
    stage.path.unlink()


def test_a_socket_left_behind_is_replaced(stage):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(stage.path))
    stage.broker()


def test_a_file_is_left_alone(stage):
    stage.path.write_text("precious")
    assert run("--address", stage.path) == (
        1, "", f"hark-broker: {stage.path} is there already, and is no socket: choose another address\n")
    assert stage.path.read_text() == "precious"


def test_a_path_without_its_folder(tmp_path):
    path = tmp_path / "missing" / "broker"
    assert run("--address", path) == (
        1, "", f"hark-broker: cannot listen on {path}: there is no folder {path.parent}; "
        "make it, or choose another address\n")


def test_a_path_that_cannot_be_written():
    # Nobody makes files there, not even root.
    status, _, stderr = run("--address", "/proc/broker")
    assert status == 1
    assert re.fullmatch("hark-broker: cannot listen on /proc/broker: .+; choose a folder where you may write\n", stderr)


def test_a_path_that_is_too_long():
    path = "/tmp/" + "x" * 200
    assert run("--address", path) == (
        1, "", f"hark-broker: {path} has 205 bytes, and the path of a socket has 107 at most: choose a shorter one\n")


KINDS = "it must be a path, unix:path=PATH, tcp:host=HOST,port=PORT or tls:host=HOST,port=PORT"


@pytest.mark.parametrize("address, why", [
    ("", KINDS),
    ("udp:host=localhost", KINDS),
    ("unix:", "it needs unix:path=PATH"),
    ("unix:path=", 'what is "path=" for?'),
    ("unix:path=/a,path=/b", 'what is "path=/b" for?'),
    ("unix:path=/a%ff", 'what is "path=/a%ff" for?'),
    ("tcp:localhost:1", 'what is "localhost:1" for?'),
    ("tcp:host=localhost", "it needs host=HOST,port=PORT"),
    ("tcp:port=1", "it needs host=HOST,port=PORT"),
    ("tcp:host=localhost,port=65536", 'what is "port=65536" for?'),
    ("tcp:host=localhost,port=1,ca=x", 'what is "ca=x" for?'),
    ("tcp:host=example.org,port=1", "tcp: is for this machine, so the host must be localhost, 127.0.0.1 or ::1; "
                                    "use tls: for any other"),
    ("tls:host=localhost,port=1,key=x", "certificate=FILE and key=FILE belong together"),
    ("fd:", "it needs fd:number=NUMBER"),
])
def test_what_is_no_address(address, why):
    assert run(f"--address={address}") == (2, "", f'hark-broker: "{address}" is no address of a broker: {why}\n')


@pytest.mark.parametrize("arguments", [["--nonsense"], ["nonsense"]])
def test_what_is_no_option(arguments):
    status, stdout, stderr = run(*arguments)
    assert (status, stdout) == (2, "")
    assert stderr.startswith("hark-broker: see hark-broker --help: ") and "nonsense" in stderr and stderr.count("\n") == 1


def test_nobody_reads_what_it_says(stage):
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run([BROKER, "--address", stage.path], stdout=writer, capture_output=False,
                             stderr=subprocess.PIPE, text=True, timeout=30)
    os.close(writer)
    assert (process.returncode, process.stderr) == (1, "hark-broker: cannot say on its standard output that it is ready: Broken pipe\n")
    assert list(stage.folder.iterdir()) == []
