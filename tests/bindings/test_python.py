# SPDX-License-Identifier: LGPL-2.1-or-later
"""Hark from Python: events of a C thread in Python's slots and signal handlers,
its own events, and waiting."""

import asyncio
import contextlib
import subprocess
import sys
import threading

import pytest
import toolchain

gi = pytest.importorskip("gi")
gi.require_version("Hark", "1")
gi.require_version("Joinery", "1")
gi.require_version("Types", "1")
from gi.repository import GLib, Hark, Joinery, Types


class Customer(Joinery.Consumer):
    def __init__(self, loop):
        super().__init__(loop=loop)
        self.got = []

    def do_on_produced(self, product, serial):
        self.got.append((product, serial, threading.current_thread()))
        self.emit_satisfied(len(self.got))


@pytest.fixture
def loop():
    loop = Hark.Loop.new("test")
    loop.start()
    return loop


@pytest.fixture
def producer():
    return Joinery.hire()


def order(n):
    return Joinery.Order.new("chair", n)


def test_slot_runs_on_the_loop_of_its_object(loop, producer):
    customer = Customer(loop)
    assert Hark.connect_matching(producer, customer) == 1
    producer.request(order(2))
    # Iterates this thread's context, and so runs what the answer comes behind.
    assert producer.await_stock(Hark.FOREVER).result == 2
    loop.run_until_idle()
    here = threading.current_thread()
    assert customer.got == [("chair", 1, here), ("chair", 2, here)]


def test_own_event_is_awaited(loop, producer):
    customer = Customer(loop)
    Hark.connect_by_name(producer, "produced", customer, "on_produced")
    satisfied = customer.next_satisfied()
    producer.request(order(1))
    assert satisfied.await_(Hark.FOREVER)
    assert Joinery.Consumer.finish_satisfied(satisfied).get_n_products() == 1


def test_error_of_a_wait_is_an_exception(producer):
    with pytest.raises(GLib.Error) as caught:
        producer.await_produced(1000)
    assert caught.value.matches(Hark.error_quark(), Hark.Error.TIMED_OUT)


def test_event_is_a_signal_once_connected(loop):
    customer = Customer(loop)
    heard = []
    customer.emit_satisfied(1)
    handler = customer.connect("satisfied", lambda *arguments: heard.append(arguments))
    customer.connect_after("satisfied", lambda *arguments: heard.append("after"))
    customer.emit_satisfied(2)
    assert heard == []
    loop.run_until_idle()
    assert heard == [(customer, 2), "after"]
    customer.disconnect(handler)
    customer.emit_satisfied(3)
    loop.run_until_idle()
    assert heard == [(customer, 2), "after", "after"]


def test_async_slot_in_python_runs_as_a_plain_call(loop):
    class Resting(Types.Slow):
        def do_rest(self, what):
            with pytest.raises(GLib.Error, match="hold that up"):
                loop.await_idle(1)
            return what.upper()

        def do_watch(self, time):
            self.watched = time

    resting = Resting(loop=loop)
    assert resting.await_rest("a", Hark.FOREVER).result == "A"
    assert resting.await_watch(7, Hark.FOREVER)
    assert resting.watched == 7


def test_arrays_and_what_is_optional_reach_slots_in_python(loop):
    class Doubling(Types.Arrays):
        def do_on_emitted(self, *arguments):
            self.got = [each for each in arguments if not isinstance(each, int)]

        def do_give_int32s(self, value, n):
            return [2 * each for each in value], n

        def do_give_strings(self, value):
            return 2 * value

        def do_give_points(self, value, n):
            return value, n

    class Counting(Types.Optionals):
        def do_give_uint32(self, has_value, value):
            return has_value, value + 1

        def do_give_string(self, value):
            return value and value.upper()

    doubling, counting = Doubling(loop=loop), Counting(loop=loop)
    doubling.on_emitted(*ARRAYS.values())
    assert doubling.await_give_int32s([1, 2, 3], Hark.FOREVER).result == [2, 4, 6]
    assert doubling.await_give_strings(["a"], Hark.FOREVER).result == ["a", "a"]
    [point] = doubling.await_give_points([Types.Point.new(7, 9)], Hark.FOREVER).result
    assert (point.get_x(), point.get_y()) == (7, 9)
    found = dict(zip(ARRAYS, doubling.got))
    assert (found["bools"], found["strings"]) == ([True, False], ["a", "b"])
    assert found["points"][0].get_x() == 7
    answer = counting.await_give_uint32(True, 7, Hark.FOREVER)
    assert (answer.has_result, answer.result) == (True, 8)
    assert not counting.await_give_uint32(False, 0, Hark.FOREVER).has_result
    assert counting.await_give_string("a", Hark.FOREVER).result == "A"
    assert counting.await_give_string(None, Hark.FOREVER).result is None


def test_spy_records_and_waits(loop, producer):
    spy = Hark.Spy.new(producer, "produced")
    producer.request(order(2))
    assert spy.await_n(2, 30_000_000)
    assert spy.get_n() == 2
    assert spy.get_name(0) == "produced"
    assert spy.describe(1) == 'produced (product: "chair", serial: 2)'
    assert spy.dup_event(1).get_serial() == 2
    assert spy.dup_event(2) is None
    with pytest.raises(GLib.Error) as caught:
        spy.await_n(3, 1000)
    assert caught.value.matches(Hark.error_quark(), Hark.Error.TIMED_OUT)
    spy.clear()
    assert spy.to_string() == ""
    with pytest.raises(GLib.Error):
        Hark.Spy.new(producer, "no such event")


def test_slot_that_is_forwarded_can_be_overridden(loop):
    class Censor(Types.Relay):
        def do_on_passed(self, what):
            if what != "secret":
                Types.Relay.do_on_passed(self, what.upper())

    heard = []
    relays = Types.Relay(loop=loop), Censor(loop=loop)
    for relay in relays:
        relay.connect("passed", lambda _, what: heard.append(what))
        relay.on_passed("news")
        relay.on_passed("secret")
    assert heard == []
    loop.run_until_idle()
    assert heard == ["news", "secret", "NEWS"]


MAKER = """
import sys
import gi
gi.require_version("Hark", "1")
gi.require_version("Joinery", "1")
from gi.repository import GLib, Hark, Joinery

bus = Hark.Bus.new(None)
peer = Hark.Peer.new(bus, sys.argv[1])
peer.connect(30_000_000)
producer = Joinery.hire()
bus.export(producer, "line-1")
producer.await_ready(30_000_000)
print("ready", flush=True)
GLib.MainLoop().run()
"""


@contextlib.contextmanager
def process(*command, says):
    """It is killed in the end."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        try:
            assert started.stdout.readline().startswith(says)
            yield
        finally:
            started.kill()


def test_event_of_another_process_is_a_signal_here(loop, tmp_path):
    address = tmp_path / "socket"
    with (process(toolchain.BUILD / "tools/hark-broker", "--address", address, says="ready"),
          process(sys.executable, "-c", MAKER, address, says="ready")):
        bus = Hark.Bus.new(loop)
        peer = Hark.Peer.new(bus, str(address))
        peer.connect(30_000_000)
        remote = Joinery.Producer.new_remote(bus, "line-1", loop)
        heard = []
        remote.connect("produced", lambda _, product, serial: heard.append((product, serial)))
        assert remote.await_ready(30_000_000)
        remote.request(order(2))
        # The answer comes behind the events, and those run first on this loop.
        assert remote.await_stock(30_000_000).result == 2
        loop.run_until_idle()
        assert heard == [("chair", 1), ("chair", 2)]


def test_closed_runs_once_on_the_owner(loop):
    closed = []

    class Mortal(Joinery.Consumer):
        def do_closed(self):
            closed.append(threading.current_thread())

    mortals = [Mortal(loop=loop)]
    thread = threading.Thread(target=mortals.clear)
    thread.start()
    thread.join()
    loop.run_until_idle()
    assert closed == [threading.current_thread()]


def test_coroutine_awaits_a_future(producer):
    async def work():
        produced = producer.next_produced()
        producer.request(order(1))
        event = Joinery.Producer.finish_produced(await produced)
        stock = Joinery.Producer.finish_stock(await producer.call_stock())
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(producer.next_produced(), 0.01)
        return event.get_product(), event.get_serial(), stock.result

    assert asyncio.run(work()) == ("chair", 1, 1)


def test_peer_connects_to_brokers_and_to_handlers():
    peer = Hark.Peer.new(Hark.Bus.new(None), "/nonexistent")
    peer.disconnect(peer.connect("disconnected", print))
    with pytest.raises(GLib.Error) as caught:
        peer.connect(1000)
    assert caught.value.matches(Hark.error_quark(), Hark.Error.UNREACHABLE)
    peer.disconnect()


ARRAYS = {
    "bools": [True, False], "octets": b"\x01\xff", "int16s": [-1, 2], "uint16s": [65535],
    "int32s": [-3], "uint32s": [4294967295], "int64s": [-2**63], "uint64s": [2**64 - 1],
    "floats": [0.5], "doubles": [1.25, 2.5], "strings": ["a", "b"], "chunks": [],
    "filenames": ["/tmp"], "durations": [3], "timestamps": [], "variants": [],
    "points": [Types.Point.new(7, 9)], "speeds": [Types.Speed.SLOW], "rights": [],
}


def test_arrays_arrive_in_signals(loop):
    arrays = Types.Arrays(loop=loop)
    heard = []
    arrays.connect("emitted", lambda _, *arguments: heard.append(arguments))
    arrays.emit_emitted(*ARRAYS.values())
    loop.run_until_idle()
    [arguments] = heard
    # PyGObject gives the lengths, too.
    found = dict(zip(ARRAYS, (each for each in arguments if not isinstance(each, int))))
    [point] = found.pop("points")
    assert (point.get_x(), point.get_y()) == (7, 9)
    assert found == {name: value for name, value in ARRAYS.items() if name != "points"}


def test_state_is_a_property(loop):
    dial = Types.Dial(loop=loop)
    assert (dial.props.level, dial.props.remark, dial.get_level()) == (0.5, None, 0.5)
    dial.props.level = 0.75
    dial.props.remark = "high"
    assert (dial.get_level(), dial.dup_remark()) == (0.75, "high")
    dial.emit_marks(["low", "high"])
    assert dial.dup_marks().get_marks() == ["low", "high"]
    assert (dial.props.target, dial.get_scale()) == (None, (True, 3))
    assert Types.Dial(loop=loop, level=0.25).props.level == 0.25


def test_state_is_notified_once_connected(loop):
    dial = Types.Dial(loop=loop)
    heard = []
    dial.connect("notify::level", lambda dial, _: heard.append(dial.props.level))
    dial.emit_level(0.75)
    assert heard == []
    loop.run_until_idle()
    assert heard == [0.75]


def test_state_is_told_to_a_slot(loop):
    class Reader(Types.Dial):
        def do_on_level(self, level):
            heard.append(level)

    heard = []
    dial, reader = Types.Dial(loop=loop), Reader(loop=loop)
    Hark.connect_by_name(dial, "level", reader, "on_level")
    dial.emit_level(0.75)
    loop.run_until_idle()
    assert heard == [0.5, 0.75]


def test_errors_are_of_the_schemas_domain(loop):
    class Guard(Types.Guard):
        def do_open(self, has_trouble, trouble):
            raise GLib.Error.new_literal(Types.trouble_quark(), "it does not open", trouble)

    guard = Guard(loop=loop)
    with pytest.raises(GLib.Error) as caught:
        guard.await_open(True, Types.Trouble.BROKEN, Hark.FOREVER)
    assert caught.value.matches(Types.trouble_quark(), Types.Trouble.BROKEN)
