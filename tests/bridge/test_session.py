# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who comes back: it is known by who it is, and not all come at once."""

import inspect
import os
import pathlib
import random
import socket
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from conftest import PATIENCE
from proxy import Proxy

NOBODY = 65534


@pytest.fixture
def proxy(stage):
    with tempfile.TemporaryDirectory() as folder:
        # Others get to the broker as well.
        os.chmod(folder, 0o711)
        stage.path = pathlib.Path(folder) / "broker"
        proxy = Eavesdropper(stage.folder / "proxy", stage.path, random.Random(1))
        yield proxy
        proxy.close()


class Eavesdropper(Proxy):
    """Knows all that the last one to come has said."""

    said = b""

    def on_data(self, connection, data):
        if connection.getsockname() != str(self.path):
            return
        # Who comes says hello first.
        if b"hark" in data[:64]:
            self.said = b""
        self.said += data


SEEN = 29  # doc/protocol.md has the frames


def without_what_was_seen(said):
    """Who may hear an event may ask for what is kept from some number on. To be somebody is to be sent what is
    kept for that one without saying what."""
    kept = b""
    while said:
        size = -(-int.from_bytes(said[:4], "little") // 8) * 8
        kept += b"" if said[4] == SEEN else said[:size]
        said = said[size:]
    return kept


def listen(connection, said):
    """Says it, and hears until something is open; whether that was all."""
    connection.sendall(said)
    data = b""
    while b"open" not in data:
        data += connection.recv(65536) or exit("it was closed")
    return "a secret" if b"secret" in data else "nothing"


STRANGER = "import os, socket, sys\n\n" + inspect.getsource(listen) + """
if sys.argv[2] != str(os.getuid()):
    os.setgroups([])
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.argv[1])
print(listen(connection, bytes.fromhex(sys.stdin.readline())), flush=True)
"""


def listen_as(stage, who, said):
    """What somebody hears: this process, which the broker takes for the peer, as that came by its proxy, or another one."""
    if who is None:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(stage.path))
        return listen(connection, said)
    stranger = stage.start("/usr/bin/python3", "-c", STRANGER, stage.path, who)
    stranger.tell(said.hex())
    return stranger.line()


@pytest.mark.parametrize("who, what", [
    (None, "a secret"),
    (os.getuid(), "nothing"),
    pytest.param(NOBODY, "nothing", marks=pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")),
])
def test_rule_31_a_session_is_its_owners(stage, proxy, who, what):
    """Somebody says what a peer has said that is away now, word for word, with the number of its session."""
    rules = stage.folder / "rules"
    rules.write_text(f"[rule]\nwho = user:{os.getuid()}\nallow = all\ntopics = */*/*\n\n"
                     f"[rule]\nwho = user:{NOBODY}\nallow = subscribe\ntopics = */*/*\n")
    broker = stage.broker("--rules", rules, "--verbose")
    stage.path.chmod(0o777)
    maker = stage.connected("export line-1", "ready")
    taker = stage.start(stage.puppet_program(), proxy.path)
    taker.do("connect")
    taker.tell("remote line-1")
    taker.do("remote-ready")
    maker.tell("emit known 1")
    assert taker.line() == "made known 1"
    # What it says when it comes back.
    proxy.drop()
    broker.said_until(f"puppet-{taker.process.pid} has gone: ")
    assert taker.line().startswith("disconnected: ")
    taker.do("flush")
    said = without_what_was_seen(proxy.said)
    proxy.is_shut = True
    proxy.drop()
    broker.said_until(f"puppet-{taker.process.pid} has gone: ")
    assert taker.line().startswith("disconnected: ")
    maker.tell("emit secret 2")
    maker.do("flush")

    with ThreadPoolExecutor() as pool:
        heard = pool.submit(listen_as, stage, who, said)
        serial = 2
        # It hears what is emitted when it has come.
        while not wait([heard], timeout=0.05).done and serial < PATIENCE * 20:
            serial += 1
            maker.tell(f"emit open {serial}")
    assert heard.result() == what

    proxy.is_shut = False
    assert taker.line() == "made secret 2"
    for number in range(3, serial + 1):
        assert taker.line() == f"made open {number}"
    stage.stop(broker)


N_PEERS = 8
N_ATTEMPTS = 7
FIRST = 0.02  # seconds: doc/protocol.md says so


def test_rule_29_peers_do_not_all_come_back_at_once(stage, proxy):
    stage.broker()
    puppets = [stage.start(stage.puppet_program(), proxy.path) for _ in range(N_PEERS)]
    for puppet in puppets:
        puppet.do("connect")
    proxy.is_shut = True
    proxy.drop()
    for puppet in puppets:
        assert puppet.line().startswith("disconnected: ")
    attempts = {puppet.process.pid: [] for puppet in puppets}
    deadline = time.monotonic() + PATIENCE
    while min(map(len, attempts.values())) < N_ATTEMPTS and time.monotonic() < deadline:
        time.sleep(0.02)
        for times in attempts.values():
            times.clear()
        for process, when in list(proxy.turned_away):
            attempts[process].append(when)
    proxy.is_shut = False

    is_early = False
    for k in range(1, N_ATTEMPTS):
        longest = FIRST * 2**k
        pauses = [times[k] - times[k - 1] for times in attempts.values()]
        # A machine that is busy makes them longer, never shorter: so some are because they were meant to be.
        assert min(pauses) > longest / 2
        is_early = is_early or min(pauses) < longest * 0.9
        assert max(pauses) - min(pauses) > longest / 50
    assert is_early
    for puppet in puppets:
        puppet.do("flush")
