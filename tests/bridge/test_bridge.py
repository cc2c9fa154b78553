# SPDX-License-Identifier: LGPL-2.1-or-later
"""Processes that meet at a broker: what they promise each other, whoever dies."""

import signal
import socket

PEER_GONE = "hark-error-quark 7"
NOT_FOUND = "hark-error-quark 8"
EXISTS = "hark-error-quark 9"
MISMATCH = "hark-error-quark 10"
UNREACHABLE = "hark-error-quark 15"


def test_events_cross_in_order(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    maker.tell(*(f"emit chair {i}" for i in range(2000)))
    assert [taker.line() for _ in range(2000)] == [f"made chair {i}" for i in range(2000)]


def test_events_that_cross_are_signals_of_the_remote(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("signals line-1")
    taker.do("remote-ready")
    maker.tell("emit chair 1", "emit table 2")
    assert taker.line() == "signal made chair 1"
    assert taker.line() == "signal made table 2"


def test_all_types_of_arguments_cross(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    maker.tell("fill 1 Stühle", "fill 2 lamp")
    assert taker.line() == "filled 1 Stühle red+heavy #7"
    assert taker.line() == "filled 2 lamp red+heavy no 0"


def test_who_listens_first_hears_the_first(stage):
    """A remote that is ready misses nothing of those that come."""
    stage.broker()
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    maker = stage.connected("export line-1", "ready")
    maker.tell("emit chair 1")
    assert taker.line() == "made chair 1"


def test_calls_are_answered(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    assert taker.ask("count 41") == "counted 42"
    assert taker.ask("fetch 7") == "fetched 7 chair"
    assert taker.ask("check chair") == "check done"
    assert taker.ask("check lamp") == "check failed: g-io-error-quark 15 no lamp is made here"
    taker.tell("tune 3")
    assert maker.line() == "tuned 3"
    taker.tell(*(f"count {i}" for i in range(2000)))
    assert [taker.line() for _ in range(2000)] == [f"counted {i + 1}" for i in range(2000)]


def test_flush_is_after_what_was_emitted(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote *")
    taker.do("remote-ready")
    maker.tell("emit chair 1")
    maker.do("flush")
    maker.kill()
    assert taker.line() == "made chair 1"


def test_all_hear_all(stage):
    """N to M, and those who come late."""
    stage.broker()
    takers = [stage.connected() for _ in range(2)]
    for taker in takers:
        taker.tell("remote *")
        taker.do("remote-ready")
    makers = [stage.connected(f"export line-{i}", "ready") for i in range(3)]
    for i, maker in enumerate(makers):
        maker.tell(f"emit chair {i}")
    for taker in takers:
        assert sorted(taker.line() for _ in makers) == [f"made chair {i}" for i in range(3)]
    takers[0].tell("tune 5")
    for maker in makers:
        assert maker.line() == "tuned 5"
    answer = takers[0].ask("count 1")
    assert answer.startswith("count failed: hark-error-quark 14 ")
    assert "call one of them by its name" in answer


def test_large_events_cross(stage):
    """More than a socket takes at once."""
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    product = "x" * (8 << 20)
    maker.tell(f"emit {product} 1", "emit chair 2")
    assert taker.line() == f"made {product} 1"
    assert taker.line() == "made chair 2"

    maker.tell(f"emit {product * 8} 3", "emit chair 4")
    assert maker.line() == (f"refused: 'event Test.Maker.made (string product, uint64 serial)' came to "
                            f"{(64 << 20) + 44} bytes, where {64 << 20} is the limit")
    assert taker.line() == "made chair 4"


def test_a_stopped_listener_holds_up_nobody(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    takers = [stage.connected() for _ in range(2)]
    for taker in takers:
        taker.tell("remote line-1")
        taker.do("remote-ready")
    takers[0].signal(signal.SIGSTOP)
    product = "x" * 100000
    expected = [f"made {product} {i}" for i in range(100)]
    for i in range(100):
        maker.tell(f"emit {product} {i}")
    assert [takers[1].line() for _ in range(100)] == expected
    takers[0].signal(signal.SIGCONT)
    assert [takers[0].line() for _ in range(100)] == expected


def test_nobody_of_that_name(stage):
    stage.broker()
    taker = stage.connected()
    taker.tell("remote line-1")
    assert taker.ask("count 1") == f'count failed: {NOT_FOUND} nobody exports Test.Maker "line-1"'
    assert taker.ask("tune 1") == 'refused: nobody exports Test.Maker "line-1"'


def test_a_name_belongs_to_one(stage):
    stage.broker()
    one = stage.connected("export line-1", "ready")
    two = stage.connected("export line-1")
    said = [two.ask("ready"), two.line()]
    reason = (f'Test.Maker "line-1" is exported already, by puppet-{one.process.pid}: '
              "take another name, or export both as a group")
    assert sorted(said) == [f"ready failed: {EXISTS} {reason}", f"refused: {reason}"]
    one.tell("unexport")
    one.do("flush")
    two.do("export line-1", "ready")


def test_mismatch_is_told_to_both(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    other = stage.connected(name="puppet-other")
    other.tell("remote line-1")
    reason = ("Test.Maker \"line-1\" has 'event Test.Maker.made (string product, uint64 serial)', "
              "but 'event Test.Maker.made (string product, uint32 serial)' is wanted: "
              "both sides must be built from the same schema")
    said = [other.ask("remote-ready"), other.line()]
    assert sorted(said) == [f"refused: {reason}", f"remote-ready failed: {MISMATCH} {reason}"]
    assert maker.line() == f"refused: {reason}"

    reason = reason.replace("event ", "slot ").replace(".made (string product, uint64 serial)", ".count (uint64 n) -> uint64")
    reason = reason.replace(".made (string product, uint32 serial)", ".count (uint32 n) -> uint64")
    assert other.ask("count 1") == f"count failed: {MISMATCH} {reason}"
    assert maker.line() == f"refused: {reason}"
    # What agrees still works.
    assert other.ask("fetch 3") == "fetched 3 chair"


def test_a_dead_maker_ends_the_calls(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    maker.signal(signal.SIGSTOP)
    taker.tell("count 1", "count 2")
    taker.do("flush")
    maker.kill()
    for _ in range(2):
        assert taker.line().startswith(f"count failed: {PEER_GONE} ")


def test_a_killed_member_of_a_group_costs_nothing(stage):
    stage.broker()
    members = [stage.connected("group makers", "ready") for _ in range(2)]
    taker = stage.connected()
    taker.tell("remote makers")
    taker.do("remote-ready")
    members[0].signal(signal.SIGSTOP)
    taker.tell(*(f"count {i}" for i in range(300)))
    # All but a window's worth is done by the other one.
    heard = [taker.line() for _ in range(200)]
    members[0].kill()
    heard += [taker.line() for _ in range(100)]
    assert sorted(heard) == sorted(f"counted {i + 1}" for i in range(300))

    # Calls without a result are not lost either.
    members.append(stage.connected("group makers", "ready"))
    members[1].signal(signal.SIGSTOP)
    taker.tell(*(f"tune {i}" for i in range(20)))
    taker.do("flush")
    members[1].kill()
    assert sorted(members[2].line() for _ in range(20)) == sorted(f"tuned {i}" for i in range(20))

    members[2].signal(signal.SIGSTOP)
    taker.tell("count 1")
    taker.do("flush")
    members[2].kill()
    assert taker.line().startswith(f"count failed: {PEER_GONE} ")


def test_the_end_of_the_broker_is_told(stage):
    broker = stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    taker.tell("next")
    maker.signal(signal.SIGSTOP)
    taker.tell("count 1")
    taker.do("flush")
    broker.signal(signal.SIGTERM)
    reason = "the broker closed the connection: the broker has stopped"
    said = sorted(taker.line() for _ in range(2))
    assert said == [f"count failed: {PEER_GONE} {reason}", f"disconnected: {reason}"]
    assert taker.ask("count 1").startswith(f"count failed: {PEER_GONE} ")
    maker.signal(signal.SIGCONT)
    assert maker.line() == f"disconnected: {reason}"

    # They come back, and what they wanted still holds.
    broker.process.wait()
    stage.broker()
    maker.do("connect")
    taker.do("connect", "flush", "remote-ready")
    maker.do("flush")
    maker.tell("emit chair 1")
    assert sorted([taker.line(), taker.line()]) == ["made chair 1", "next chair"]


def test_a_killed_broker_is_told_and_replaced(stage):
    broker = stage.broker()
    taker = stage.connected()
    broker.kill()
    assert taker.line().startswith("disconnected: the connection has ended")
    assert stage.path.is_socket()
    stage.broker()
    taker.do("connect")


def test_rule_29_what_was_emitted_before_a_withdrawal_arrives(stage):
    """Also for who stands still; and the name is another's meanwhile."""
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    taker.signal(signal.SIGSTOP)
    product = "x" * 100000
    for serial in range(100):
        maker.tell(f"emit {product} {serial}")
    maker.tell("unexport")
    maker.do("flush")
    other = stage.connected("export line-1", "ready")
    taker.signal(signal.SIGCONT)
    assert [taker.line() for _ in range(100)] == [f"made {product} {serial}" for serial in range(100)]
    other.tell("emit chair 1")
    assert taker.line() == "made chair 1"


def test_nobody_listens(stage):
    puppet = stage.puppet()
    assert puppet.ask("connect") == (f"connect failed: {UNREACHABLE} no broker listens on {stage.path}: "
                                     f"start one with hark-broker --address=unix:{stage.path}")


def test_who_disconnects_is_gone(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    maker.tell("disconnect")
    assert maker.line() == "disconnected: the peer has disconnected"
    taker.do("flush")
    assert taker.ask("count 1").startswith(f"count failed: {NOT_FOUND} ")


def read_all(connection):
    received = b""
    while more := connection.recv(65536):
        received += more
    return received


def test_garbage_closes_its_connection_alone(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    for garbage in [b"GET / HTTP/1.1\r\n\r\n", b"\0" * 1000, b"\xff" * 1000, bytes(range(256)) * 100]:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(30)
            connection.connect(str(stage.path))
            try:
                connection.sendall(garbage)
                # It is told why, in a frame, and shut out.
                assert b"hark-error-quark" in read_all(connection)
            except ConnectionError:
                pass  # closed with bytes of ours unread
        assert taker.ask("count 1") == "counted 2"
        maker.tell("emit chair 1")
        assert taker.line() == "made chair 1"


def test_who_connects_and_goes_is_nobody(stage):
    broker = stage.broker("--verbose")
    for _ in range(50):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(stage.path))
    stage.connected().end()
    broker.signal(signal.SIGTERM)
    status, said = broker.end()
    assert status == 0
    assert said.count("somebody without a name has gone: ") == 50
    assert said.count(" has come: user ") == 1
    stage.processes.remove(broker)
