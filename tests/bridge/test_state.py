# SPDX-License-Identifier: LGPL-2.1-or-later
"""States between processes: who begins to listen is told what they are."""


def test_a_newcomer_is_told_what_it_is(stage):
    stage.broker()
    gauge = stage.connected("gauge tank")
    first = stage.connected()
    assert first.ask("read tank") == "speed 10"
    gauge.tell("set 12", "set 13")
    assert [first.line(), first.line()] == ["speed 12", "speed 13"]

    second = stage.connected()
    assert second.ask("read tank") == "speed 13"
    assert second.ask("get") == "it is 13"
    gauge.tell("set 14")
    # Nothing came twice.
    assert [first.line(), second.line()] == ["speed 14", "speed 14"]


def test_who_is_exported_later_tells_it(stage):
    stage.broker()
    reader = stage.connected()
    reader.tell("read *")
    gauge = stage.connected("gauge tank")
    assert reader.line() == "speed 10"
    gauge.tell("set 11")
    assert reader.line() == "speed 11"


def test_a_newcomer_is_told_after_the_broker_was_killed(stage):
    broker = stage.broker()
    gauge = stage.connected("gauge tank")
    first = stage.connected()
    assert first.ask("read tank") == "speed 10"
    gauge.tell("set 12")
    assert first.line() == "speed 12"
    broker.kill()
    stage.broker()

    assert first.line().startswith("disconnected: ")
    second = stage.connected()
    assert second.ask("read tank") == "speed 12"
    gauge.tell("set 13")
    assert [first.line(), second.line()] == ["speed 13", "speed 13"]


def test_what_it_is_when_it_is_heard_again_is_told(stage):
    stage.broker()
    gauge = stage.connected("gauge tank")
    reader = stage.connected()
    assert reader.ask("read tank") == "speed 10"
    # The first remote goes, so nobody listens for a while.
    reader.tell("read other")
    reader.do("flush")
    gauge.tell("set 20")
    gauge.do("flush")
    assert reader.ask("read tank") == "speed 20"
