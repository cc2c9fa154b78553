# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls between processes: how they end when somebody gives up, is late, dies, is cut off or stands still."""

import random
import signal
import time

import pytest
from proxy import Proxy

TIMED_OUT = "hark-error-quark 3"
CANCELLED = "hark-error-quark 4"
PEER_GONE = "hark-error-quark 7"

LONG = 60000000  # microseconds: longer than any test


def configured(stage, **limits):
    """A broker with these limits."""
    config = stage.folder / "config"
    config.write_text("[limits]\n" + "".join(f"{name.replace('_', '-')} = {value}\n" for name, value in limits.items()))
    return stage.broker("--config", config)


def taker_of(stage, name):
    taker = stage.connected()
    taker.tell(f"remote {name}")
    taker.do("remote-ready")
    return taker


def pair_of_makers(stage, path=None):
    """Two of a group, the first of which is asked first; perhaps by another way."""
    first = stage.start(stage.puppet_program(), path or stage.path)
    first.do("connect", "group makers", "ready")
    return first, stage.connected("group makers", "ready")


@pytest.fixture
def proxy(stage):
    proxy = Proxy(stage.folder / "proxy", stage.path, random.Random(1))
    yield proxy
    proxy.close()


def test_rule_22_cancelling_stops_the_worker(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = taker_of(stage, "line-1")
    taker.tell(f"fetch {LONG}")
    assert maker.line() == f"fetching {LONG}"
    assert taker.ask("give-up") == f"fetch failed: {CANCELLED} The future was cancelled"
    assert maker.line() == f"stopped fetching {LONG}: The task was cancelled"
    # Both go on as if nothing had been.
    assert taker.ask("fetch 7") == "fetched 7 chair"


def test_rule_22_a_timeout_stops_the_worker(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = taker_of(stage, "line-1")
    taker.tell(f"fetch-in 300000 {LONG}")
    assert maker.line() == f"fetching {LONG}"
    assert taker.line() == f"fetch failed: {TIMED_OUT} The time of the task has passed"
    assert maker.line() == f"stopped fetching {LONG}: The time of the task has passed"
    assert taker.ask("fetch 7") == "fetched 7 chair"


def test_rule_22_what_was_given_up_does_not_begin(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = taker_of(stage, "line-1")
    maker.signal(signal.SIGSTOP)
    taker.tell(f"fetch {LONG}")
    taker.do("flush")
    assert taker.ask("give-up").startswith(f"fetch failed: {CANCELLED} ")
    # The broker has heard of it, and then: has passed it on.
    taker.do("flush", "flush")
    taker.tell("fetch 7")
    maker.signal(signal.SIGCONT)
    assert taker.line() == "fetched 7 chair"
    maker.tell("figures")
    # It has said nothing of the other.
    assert maker.line().startswith("figures")


def test_rule_22_a_callee_that_dies_is_told_at_once(stage):
    configured(stage, grace_time=600)
    maker = stage.connected("export line-1", "ready")
    taker = taker_of(stage, "line-1")
    taker.tell(f"fetch {LONG}")
    assert maker.line() == f"fetching {LONG}"
    maker.kill()
    assert taker.line() == (f"fetch failed: {PEER_GONE} the process that should have answered has ended, "
                            "and there is no other")


def test_rule_29_a_killed_workers_calls_go_to_another_at_once(stage):
    configured(stage, grace_time=600)
    first, second = pair_of_makers(stage)
    taker = taker_of(stage, "makers")
    taker.tell("fetch 200000")
    assert first.line() == "fetching 200000"
    first.kill()
    assert second.line() == "fetching 200000 again"
    assert taker.line() == "fetched 200000 chair"


def test_rule_29_a_worker_that_comes_back_goes_on(stage, proxy):
    configured(stage, grace_time=600)
    first, second = pair_of_makers(stage, proxy.path)
    taker = taker_of(stage, "makers")
    taker.tell("fetch 500000")
    assert first.line() == "fetching 500000"
    proxy.drop()
    assert first.line().startswith("disconnected: ")
    assert taker.line() == "fetched 500000 chair"
    second.tell("figures")
    assert second.line().startswith("figures")


def test_rule_29_the_only_worker_that_comes_back_goes_on(stage, proxy):
    configured(stage, grace_time=600)
    maker = stage.start(stage.puppet_program(), proxy.path)
    maker.do("connect", "export line-1", "ready")
    taker = taker_of(stage, "line-1")
    taker.tell("fetch 500000")
    assert maker.line() == "fetching 500000"
    proxy.drop()
    assert maker.line().startswith("disconnected: ")
    assert taker.line() == "fetched 500000 chair"


def test_rule_29_a_stopped_workers_calls_go_to_another_in_time(stage):
    configured(stage, read_time=1, grace_time=1)
    first, second = pair_of_makers(stage)
    taker = taker_of(stage, "makers")
    taker.tell(f"fetch {LONG}")
    assert first.line() == f"fetching {LONG}"
    first.signal(signal.SIGSTOP)
    since = time.monotonic()
    assert second.line() == f"fetching {LONG} again"
    assert time.monotonic() - since > 1.5
    # It is told that this is not for it any more, and what it has done counts for nothing.
    first.signal(signal.SIGCONT)
    said = sorted(first.line() for _ in range(2))
    assert said[0].startswith("disconnected: ")
    assert said[1] == f"stopped fetching {LONG}: The task was cancelled"
    assert taker.ask("give-up").startswith(f"fetch failed: {CANCELLED} ")
    assert second.line() == f"stopped fetching {LONG}: The task was cancelled"
    assert taker.ask("fetch 7") == "fetched 7 chair"


def test_rule_29_a_new_broker_knows_no_calls(stage):
    broker = stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = taker_of(stage, "line-1")
    taker.tell("fetch 300000")
    assert maker.line() == "fetching 300000"
    broker.kill()
    said = sorted(taker.line() for _ in range(2))
    assert said[1].startswith(f"fetch failed: {PEER_GONE} ")
    assert maker.line().startswith("disconnected: ")
    stage.broker()
    maker.do("flush")
    taker.do("flush")
    # The answer that it still gives to the other is no answer to this.
    taker.tell("fetch 600000")
    assert maker.line() == "fetching 600000"
    assert taker.line() == "fetched 600000 chair"
