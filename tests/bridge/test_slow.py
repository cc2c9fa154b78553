# SPDX-License-Identifier: LGPL-2.1-or-later
"""A process that stands still, and what becomes of the others: of their events, their round trips, and the broker's memory."""

import json
import re
import signal
import statistics
import subprocess
import time

import pytest
from toolchain import BUILD, SANITIZERS

MIB = 1 << 20
BACKLOG = 256 << 10
LIMITS = f"[limits]\nbacklog = {BACKLOG}\nwaiting = 4M\nshare = 16K\nread-time = 1\n"
PRODUCT = "x" * 100_000


@pytest.fixture
def broker(stage):
    """One that is soon at its limits."""
    config = stage.folder / "config"
    config.write_text(LIMITS)
    broker = stage.broker("--config", config, "--verbose")
    yield broker
    if broker in stage.processes:
        stage.stop(broker)


def listener(stage):
    puppet = stage.connected()
    puppet.tell("remote line-1")
    puppet.do("remote-ready")
    return puppet


def resident(broker):
    """Bytes of memory that the broker has."""
    status = open(f"/proc/{broker.process.pid}/status").read()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) << 10


def waiting_for(stage, puppet):
    """Bytes that the broker says it holds for the puppet."""
    said = subprocess.run([BUILD / "tools/harkctl/harkctl", "-a", stage.path, "peers", "--json"],
                          check=True, capture_output=True, text=True, timeout=30).stdout
    peers = {peer["name"]: peer for peer in map(json.loads, said.splitlines())}
    return peers[f"puppet-{puppet.process.pid}"]["waiting"]


def round_trips(maker, first, n, pair, listeners):
    """Seconds that each of n calls of another pair takes while the maker emits and these listen."""
    times = []
    for i in range(first, first + n):
        maker.tell(f"emit {PRODUCT} {i}")
        start = time.monotonic()
        assert pair.ask(f"count {i}") == f"counted {i + 1}"
        times.append(time.monotonic() - start)
        # In order and at once: they are not to be slow themselves.
        for each in listeners:
            assert each.line() == f"made {PRODUCT} {i}"
    return times


def heard(puppet, numbers):
    """The events of these numbers, in order, and what it says in between."""
    others = []
    for number in numbers:
        while (line := puppet.line()) != f"made {PRODUCT} {number}":
            assert not line.startswith("made "), line[-30:]
            others.append(line)
    return others


def test_rule_30_a_stopped_subscriber_hurts_itself_alone(stage, broker):
    maker = stage.connected("export line-1", "ready")
    slow, quick = listener(stage), listener(stage)
    stage.connected("export line-2", "ready")
    pair = stage.connected()
    pair.tell("remote line-2")
    pair.do("remote-ready")

    before = round_trips(maker, 0, 100, pair, [slow, quick])
    memory = resident(broker)
    slow.signal(signal.SIGSTOP)
    name = f"puppet-{slow.process.pid}"
    during = round_trips(maker, 100, 300, pair, [quick])

    # The others miss nothing, and are no later; margins are wide, since machines are busy.
    assert statistics.median(during) < 4 * statistics.median(before)
    assert statistics.quantiles(during, n=10)[-1] < 8 * statistics.quantiles(before, n=10)[-1]
    # 30 MB were emitted. What the slow one has not read is with the maker.
    if SANITIZERS == ["none"]:
        assert resident(broker) - memory < 8 * MIB

    # It is cut off, with the reason on record; it is the only one.
    said = broker.said_until(f"{name} has gone: ")
    said += broker.said_until("\n") if not said.endswith("\n") else ""
    assert re.search(rf"{name} has gone: it did not read: \d+ bytes have waited for it for 1 s", said)
    assert said.count(" has gone: ") == 1

    # When it goes on it comes back, and is sent what was kept.
    slow.signal(signal.SIGCONT)
    (why,) = heard(slow, range(100, 400))
    assert why.startswith("disconnected: ")
    assert slow.ask("figures").endswith(" lost 0")


def test_rule_30_what_waits_is_bounded_and_counted(stage, broker):
    maker = stage.connected("export line-1", "ready")
    slow = listener(stage)
    slow.signal(signal.SIGSTOP)
    maker.tell(*(f"emit {PRODUCT} {i}" for i in range(30)))
    maker.do("flush")
    # One event more than the limit, and what the sockets hold is not even counted.
    waiting = waiting_for(stage, slow)
    assert BACKLOG / 2 < waiting < BACKLOG + 2 * len(PRODUCT)
    slow.signal(signal.SIGCONT)
    heard(slow, range(30))


def test_rule_30_who_is_away_for_too_long_is_told_what_it_missed(stage, broker):
    """More is emitted than the maker keeps: 64 MiB."""
    maker = stage.connected("export line-1", "ready")
    slow, quick = listener(stage), listener(stage)
    top = stage.start(BUILD / "tools/harkctl/harkctl", "-a", stage.path, "top", "--interval=0.05")
    assert top.line().startswith("up ")
    slow.signal(signal.SIGSTOP)
    product = "x" * (8 * MIB)
    for i in range(16):
        maker.tell(f"emit {product} {i}")
        assert quick.line() == f"made {product} {i}"
    broker.said_until(f"puppet-{slow.process.pid} has gone: ")
    slow.signal(signal.SIGCONT)
    numbers, gaps = [], []
    while not numbers or numbers[-1] != 15:
        line = slow.line()
        if line.startswith("made "):
            numbers.append(int(line.rpartition(" ")[2]))
        elif line.startswith("gap: "):
            gaps.append(line)
    assert numbers == sorted(set(numbers))
    # Whose they were, and how many.
    lost = 16 - len(numbers)
    assert gaps == [f"gap: {lost} of Test.Maker/line-1/made by puppet-{maker.process.pid}"]
    assert lost > 0 and slow.ask("figures").endswith(f" lost {lost}")
    # Whoever looks sees it too.
    while not top.line().startswith("DROPPED  OF"):
        pass
    assert top.line().split() == [str(lost), "Test.Maker/line-1/made", f"puppet-{maker.process.pid}", f"puppet-{slow.process.pid}"]
    top.signal(signal.SIGTERM)


def shelves(process):
    """How much memory it has for large frames, of its own and of others."""
    return open(f"/proc/{process.process.pid}/maps").read().count("memfd:hark-shelf")


def test_rule_29_large_events_go_by_memory_that_goes_with_its_connection(stage):
    broker = stage.broker()
    maker = stage.connected("export line-1", "ready")
    first, second = listener(stage), listener(stage)
    for i in range(20):
        maker.tell(f"emit {PRODUCT} {i}")
    heard(first, range(20))
    heard(second, range(20))
    assert (shelves(maker), shelves(broker), shelves(first), shelves(second)) == (1, 3, 1, 1)
    # In the middle of it one of them is killed, and then the broker is.
    for i in range(20, 60):
        maker.tell(f"emit {PRODUCT} {i}")
    second.kill()
    stage.processes.remove(second)
    broker.kill()
    stage.processes.remove(broker)
    broker = stage.broker()
    for i in range(60, 80):
        maker.tell(f"emit {PRODUCT} {i}")
    heard(first, range(20, 80))
    assert (shelves(maker), shelves(broker), shelves(first)) == (1, 2, 1)
