# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the bridge promises, seen in real processes; test_bridge.py has the everyday."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile

import pytest


def test_rule_28_the_next_event_arrives_each_time(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    for i in range(10):
        taker = stage.connected()
        taker.tell("remote line-1")
        taker.do("remote-ready")
        maker.tell(f"emit chair {i}")
        assert taker.line() == f"made chair {i}"


def test_rule_28_ready_holds_at_the_next_broker(stage):
    broker = stage.broker()
    maker = stage.connected("export line-1", "ready")
    broker.kill()
    stage.processes.remove(broker)
    assert maker.line().startswith("disconnected: ")
    stage.broker()
    maker.do("flush")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    maker.tell("emit chair 1")
    assert taker.line() == "made chair 1"


def test_rule_29_a_killed_broker_costs_nothing(stage):
    broker = stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    for i in range(5):
        maker.tell(*(f"emit chair {i * 100 + n}" for n in range(50)))
        broker.kill()
        stage.processes.remove(broker)
        maker.tell(*(f"emit chair {i * 100 + n}" for n in range(50, 100)))
        broker = stage.broker()
    heard = []
    while len(heard) < 500:
        line = taker.line()
        if not line.startswith("disconnected: "):
            heard.append(line)
    assert heard == [f"made chair {i}" for i in range(500)]
    taker.do("flush")
    assert taker.ask("figures").endswith(" lost 0")


def test_rule_29_a_stopped_peer_misses_nothing_of_the_next_broker(stage):
    broker = stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    taker.signal(signal.SIGSTOP)
    broker.kill()
    stage.processes.remove(broker)
    assert maker.line().startswith("disconnected: ")
    stage.broker()
    maker.do("flush")
    maker.tell("emit chair 1")
    maker.do("flush")
    taker.signal(signal.SIGCONT)
    assert taker.line().startswith("disconnected: ")
    assert taker.line() == "made chair 1"


STRANGER = """
import socket, sys
connection = socket.socket(socket.AF_UNIX)
connection.settimeout(30)
connection.connect(sys.argv[1])
said = b""
while more := connection.recv(65536):
    said += more
sys.stdout.buffer.write(said)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def wait_until_it_gets_no_further(maker):
    """All that has come to the loop of its bus is on its way whenever it has flushed."""
    far = -1
    while (now := int(maker.ask("far").split()[1])) == 0 or now != far:
        far = now
        maker.do("flush")
    return far


def test_rule_30_a_publisher_waits_for_who_blocks(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1 block")
    taker.do("remote-ready")
    taker.signal(signal.SIGSTOP)
    maker.tell("flood 900 65536")
    far = wait_until_it_gets_no_further(maker)
    taker.signal(signal.SIGCONT)
    assert [taker.line() for _ in range(900)] == [f"made {'x' * 65536} {i}" for i in range(1, 901)]
    assert maker.ask("far") == "far 900"
    assert far < 900
    assert taker.ask("figures").endswith(" lost 0")


def test_rule_30_who_chooses_its_end_is_told_why(stage):
    broker = stage.broker("--verbose")
    maker = stage.connected("export line-1", "ready")
    takers = [stage.connected() for _ in range(2)]
    takers[0].tell("remote line-1 disconnect")
    takers[1].tell("remote line-1")
    for taker in takers:
        taker.do("remote-ready")
    takers[0].signal(signal.SIGSTOP)
    maker.tell("flood 300 65536")
    expected = [f"made {'x' * 65536} {i}" for i in range(1, 301)]
    assert [takers[1].line() for _ in range(300)] == expected
    takers[0].signal(signal.SIGCONT)
    reason = "it did not keep up with Test.Maker/line-1/made, and asked for its connection to end then: "
    said = [takers[0].line() for _ in range(301)]
    ends = [line for line in said if line.startswith("disconnected: ")]
    assert len(ends) == 1
    # It comes back, and is sent what it has not seen.
    assert [line for line in said if line not in ends] == expected
    broker.signal(signal.SIGTERM)
    status, errors = broker.end()
    assert status == 0
    assert f"puppet-{takers[0].process.pid} has gone: {reason}" in errors
    stage.processes.remove(broker)


def test_rule_31_somebody_else_is_told_to_go(stage):
    """Also if the socket's mode would let them in: the kernel says who they are."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        stage.path = pathlib.Path(folder) / "broker"
        stage.broker()
        os.chmod(folder, 0o711)
        os.chmod(stage.path, 0o666)
        maker = stage.connected("export line-1", "ready")
        said = subprocess.run([sys.executable, "-c", STRANGER, str(stage.path)], user=65534, group=65534, extra_groups=[],
                              cwd="/", capture_output=True, timeout=30)
        assert said.returncode == 0, said.stderr
        assert b"this broker is for processes of user 0 only" in said.stdout
        maker.do("flush")
        stage.clear()
        stage.processes.clear()


def test_rule_32_who_was_built_later_understands_and_is_understood(stage):
    """What is missing is filled in from the schema; what is not known is left."""
    stage.broker()
    older = stage.connected("export line-1", "ready")
    newer = stage.connected("export line-2", "ready", name="puppet-newer")
    older.tell("remote line-2")
    newer.tell("remote line-1")
    older.do("remote-ready")
    newer.do("remote-ready")
    older.tell("fill 1 chair")
    assert newer.line() == "filled 1 chair red+heavy #7 none new"
    newer.tell("fill 1 chair")
    assert older.line() == "filled 1 chair red+heavy #7"
    assert older.ask("count 40") == "counted 43"
    assert newer.ask("count 40") == "counted 41"
    # Among themselves they have all of it.
    newer.tell("remote line-2")
    newer.do("remote-ready")
    newer.tell("fill 2 lamp")
    assert sorted([older.line(), newer.line()]) == ["filled 2 lamp red+heavy no 0", "filled 2 lamp red+heavy no 0 red used"]
    assert newer.ask("count 40") == "counted 50"


def test_rule_32_a_group_may_be_renewed_one_by_one(stage):
    stage.broker()
    members = [stage.connected("group makers", "ready", name=name) for name in ("puppet", "puppet-newer")]
    for name, answers in ("puppet", ["counted 43", "counted 41"]), ("puppet-newer", ["counted 50", "counted 41"]):
        taker = stage.connected(name=name)
        taker.tell("remote makers")
        taker.do("remote-ready")
        # The first call is the older one's, who has time.
        members[0].signal(signal.SIGSTOP)
        taker.tell("count 40", "count 40")
        heard = [taker.line()]
        members[0].signal(signal.SIGCONT)
        assert [*heard, taker.line()] == answers


def test_rule_33_noise_after_good_words_costs_nobody_else(stage):
    """A stranger repeats what a peer says, with one byte broken."""
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")

    # What a puppet says to begin with.
    with socket.socket(socket.AF_UNIX) as listener:
        path = stage.folder / "listener"
        listener.bind(str(path))
        listener.listen()
        puppet = stage.start(stage.processes[1].process.args[0], path)
        puppet.tell("connect")
        connection, _ = listener.accept()
        connection.settimeout(30)
        hello = connection.recv(65536)
        connection.close()
        assert puppet.line().startswith("connect failed: ")

    for at in range(len(hello)):
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.settimeout(30)
            stranger.connect(str(stage.path))
            stranger.sendall(hello[:at] + bytes([hello[at] ^ 0x55]) + hello[at + 1:] + b"\xff" * 64)
    assert taker.ask("count 1") == "counted 2"
    maker.tell("emit chair 1")
    assert taker.line() == "made chair 1"


def test_rule_34_who_hears_itself_hears_once(stage):
    stage.broker()
    both = stage.connected("export line-1", "ready")
    both.tell("remote line-1")
    both.do("remote-ready")
    both.tell("emit chair 1")
    both.tell("emit chair 2")
    assert both.line() == "made chair 1"
    assert both.line() == "made chair 2"
    # Nothing comes again.
    both.do("flush")
