# SPDX-License-Identifier: LGPL-2.1-or-later
"""The program harkctl: each verb against a broker and processes that export and listen."""

import json
import os
import re
import signal
import subprocess

import pytest
from terminal import open_terminal
from toolchain import BUILD, SOURCE

HARKCTL = BUILD / "tools/harkctl/harkctl"
USAGE, UNREACHABLE = 2, 3


def run(stage, *arguments, **options):
    """Status, output, errors; the peers' names without their process."""
    result = subprocess.run([HARKCTL, "--address", stage.path, *map(str, arguments)],
                            capture_output=True, text=True, timeout=60, **options)
    return result.returncode, *(re.sub(r"\b(puppet|harkctl)-\d+", r"\1", text) for text in (result.stdout, result.stderr))


def words(line):
    return line.split()


@pytest.fixture
def maker(stage):
    """A puppet that exports line-1."""
    stage.broker()
    return stage.connected("export line-1", "ready")


def listen(stage, name):
    """A puppet that hears the makers of that name."""
    puppet = stage.connected()
    puppet.tell(f"remote {name}")
    puppet.do("remote-ready")
    return puppet


@pytest.fixture
def monitor(stage):
    """Starts harkctl monitor; it listens when this returns."""
    def start(*arguments, **options):
        process = stage.start(HARKCTL, "--address", stage.path, "monitor", "--no-time", *arguments, **options)
        said = process.process.stderr.readline().decode()
        assert said.startswith("harkctl monitor: listening to "), said
        return process
    return start


def end(process):
    """What it still says before it ends by itself."""
    lines = process.rest + process.process.stdout.read()
    assert process.process.wait(timeout=30) == 0
    return lines.decode().splitlines()


# --- what all verbs have in common ---

def test_help_of_harkctl_and_of_each_verb():
    for verb in ["monitor", "emit", "call", "peers", "topics", "top", "graph"]:
        text = subprocess.run([HARKCTL, "--help"], capture_output=True, text=True, timeout=30).stdout
        summary = re.search(rf"^  {verb} +(.+)$", text, re.M).group(1)
        result = subprocess.run([HARKCTL, verb, "--help"], capture_output=True, text=True, timeout=30)
        assert (result.returncode, result.stderr) == (0, "")
        assert f"harkctl {verb} " in result.stdout and summary in result.stdout
        assert "--address=ADDRESS" in result.stdout and "Exit status: 0 it is done" in result.stdout
        assert all(len(line) <= 105 for line in result.stdout.splitlines())


def test_version():
    result = subprocess.run([HARKCTL, "--version"], capture_output=True, text=True, timeout=30)
    assert result.returncode == 0 and re.fullmatch(r"harkctl \d+\.\d+\.\d+\n", result.stdout)


@pytest.mark.parametrize("arguments, complaint", [
    ([], "harkctl: which verb? See harkctl --help"),
    (["listen"], "harkctl: there is no verb 'listen': see harkctl --help"),
    (["--nonsense"], "harkctl: Unknown option --nonsense"),
    (["peers", "--nonsense"], "harkctl peers: Unknown option --nonsense"),
    (["peers", "nonsense"], "harkctl peers: what is nonsense for?"),
    (["graph", "--words", "--svg"], "harkctl graph: --words and --svg are two things"),
    (["top", "nonsense"], "harkctl top: what is nonsense for?"),
    (["topics", "a/**", "b/**"], "harkctl topics: what is b/** for? There is one pattern"),
    (["peers", "--color=blue"], "harkctl peers: --color is always, never or auto, and not blue"),
    (["call"], "harkctl call: which slot? harkctl call <class>/<name>/<slot> [ARGUMENT...]"),
    (["emit"], "harkctl emit: which event? harkctl emit <class>/<name>/<event> [ARGUMENT...]"),
    (["call", "Test.Maker/count"],
     'harkctl call: "Test.Maker/count" is not <class>/<name>/<member>, like Workshop.Producer/line-1/produced'),
    (["top", "--interval=0"], "harkctl top: --interval is between 0.01 and 86400 seconds, --count not below 0"),
    (["monitor", "--count=-1"], "harkctl monitor: --count and --for take no number below 0"),
])
def test_what_cannot_be(tmp_path, arguments, complaint):
    result = subprocess.run([HARKCTL, *arguments], capture_output=True, text=True, timeout=30)
    assert (result.returncode, result.stdout, result.stderr) == (USAGE, "", complaint + "\n")


@pytest.mark.parametrize("arguments", [["peers"], ["topics"], ["top"], ["graph"], ["monitor"], ["call", "a/b/c"], ["emit", "a/b/c"]])
def test_without_a_broker(stage, arguments):
    status, stdout, stderr = run(stage, *arguments)
    assert (status, stdout) == (UNREACHABLE, "")
    assert stderr.startswith(f"harkctl {arguments[0]}: no broker listens on {stage.path}: start one with hark-broker")


# --- monitor ---

def test_monitor_prints_names_and_values(maker, monitor):
    watcher = monitor("--count", "3", "Test.Maker/*/made", "Test.Maker/*/filled")
    maker.tell("emit chair 7", "fill 7 table", "fill 8 a\u009bb")
    assert end(watcher) == [
        "Test.Maker/line-1/made  product='chair'  serial=7",
        "Test.Maker/line-1/filled  order=(7, 'table')  tags=['red', 'heavy']  colour=7",
        "Test.Maker/line-1/filled  order=(8, 'a\\u009bb')  tags=['red', 'heavy']  colour=nothing",
    ]


def test_monitor_as_json(maker, monitor):
    watcher = monitor("--json", "--count", "2", "Test.Maker/**")
    maker.tell("emit \"quoted\\ 18446744073709551615", "fill 8 table")
    assert [json.loads(line) for line in end(watcher)] == [
        {"object": "Test.Maker", "name": "line-1", "event": "made",
         "arguments": {"product": '"quoted\\', "serial": 18446744073709551615}},
        {"object": "Test.Maker", "name": "line-1", "event": "filled",
         "arguments": {"order": [8, "table"], "tags": ["red", "heavy"], "colour": None}},
    ]


def test_monitor_says_when(stage, maker):
    for arguments, pattern in [([], r"\d\d:\d\d:\d\d\.\d{6}  Test\.Maker/line-1/made  .*"),
                               (["--json"], r'\{"time": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", "object": .*')]:
        process = stage.start(HARKCTL, "--address", stage.path, "monitor", "--count=1", "Test.Maker/**", *arguments)
        assert process.process.stderr.readline() == b"harkctl monitor: listening to Test.Maker/**\n"
        maker.tell("emit chair 1")
        assert re.fullmatch(pattern, end(process)[0])


def test_monitor_of_patterns_that_overlap_prints_once(maker, monitor):
    process = monitor("Test.Maker/**", "*/*/made", "Test.Maker/line-1/made", "--count", "2")
    maker.tell("emit chair 1", "emit chair 2")
    assert end(process) == ["Test.Maker/line-1/made  product='chair'  serial=1", "Test.Maker/line-1/made  product='chair'  serial=2"]


def test_monitor_hears_what_is_exported_later(stage, monitor):
    stage.broker()
    watcher = monitor("--count", "1", "Test.Maker/**")
    stage.connected("export late", "ready").tell("emit chair 1")
    assert end(watcher) == ["Test.Maker/late/made  product='chair'  serial=1"]


def test_monitor_hears_two_versions_of_a_class(stage, monitor):
    stage.broker()
    watcher = monitor("Test.Maker/**")
    stage.connected("export old", "ready").tell("emit chair 1")
    assert watcher.line() == "Test.Maker/old/made  product='chair'  serial=1"
    stage.connected("export new", "ready", name="puppet-other").tell("emit chair 2")
    assert watcher.line() == "Test.Maker/new/made  product='chair'  serial=2"
    watcher.kill()


def test_monitor_hears_the_broker(stage, monitor):
    stage.broker()
    watcher = monitor("--count", "1", "Hark.Broker/broker/joined")
    stage.connected()
    assert re.fullmatch(r"Hark\.Broker/broker/joined  peer='puppet-\d+'  who='user \d+'", end(watcher)[0])


def test_monitor_outlives_the_broker(stage, monitor):
    broker = stage.broker()
    maker = stage.connected("export line-1", "ready")
    watcher = monitor("--count", "2", "Test.Maker/**")
    maker.tell("emit chair 1")
    assert watcher.line() == "Test.Maker/line-1/made  product='chair'  serial=1"
    broker.kill()
    assert watcher.process.stderr.readline().endswith(b"; waiting for it to come back\n")
    stage.broker()
    assert watcher.process.stderr.readline() == b"harkctl monitor: listening again\n"
    while not (said := maker.line()).startswith("disconnected"):
        assert said == ""
    maker.tell("emit chair 2")
    assert end(watcher) == ["Test.Maker/line-1/made  product='chair'  serial=2"]


def test_monitor_ends_in_time(stage):
    stage.broker()
    assert run(stage, "monitor", "--for=0.05") == (0, "", "harkctl monitor: listening to **\n")
    assert run(stage, "monitor", "--for=0.05", "--quiet") == (0, "", "")


def test_monitor_of_what_is_no_pattern(stage):
    stage.broker()
    status, stdout, stderr = run(stage, "monitor", "Test.M*/made")
    assert (status, stdout) == (USAGE, "")
    assert stderr.startswith('harkctl monitor: "Test.M*/made" is no pattern: ')


# --- call ---

@pytest.mark.parametrize("arguments, output", [
    (["count", "41"], "42\n"),
    (["count", "n=41"], "42\n"),
    (["count", "(41,)"], "42\n"),
    (["count", "uint64 41"], "42\n"),
    (["fetch", "7"], "(7, 'chair')\n"),
    (["fetch", "--json", "7"], '[7, "chair"]\n'),
    (["check", "chair"], ""),
    (["check", "'chair'"], ""),
    (["check", "product=chair"], ""),
    (["check", "--json", "chair"], "null\n"),
])
def test_call(stage, maker, arguments, output):
    assert run(stage, "call", f"Test.Maker/line-1/{arguments[0]}", *arguments[1:]) == (0, output, "")


def test_call_without_waiting(stage, maker):
    assert run(stage, "call", "--no-answer", "Test.Maker/line-1/tune", "3") == (0, "", "")
    assert maker.line() == "tuned 3"


COUNT = "'slot Test.Maker.count (uint64 n) -> uint64'"


@pytest.mark.parametrize("arguments, complaint", [
    (["count", "x"], f'n is "x", which is no uint64: {COUNT}'),
    (["count"], f"n is missing: {COUNT}"),
    (["count", "1", "2"], f'"2" is too much: {COUNT}'),
    (["count", "1", "n=2"], f"n is given twice: {COUNT}"),
    (["fetch", "('x',)"], "id is \"('x',)\", which is no uint64: 'async slot Test.Maker.fetch (uint64 id) -> Order throws'"),
])
def test_call_with_wrong_arguments(stage, maker, arguments, complaint):
    assert run(stage, "call", f"Test.Maker/line-1/{arguments[0]}", *arguments[1:]) == (
        USAGE, "", f"harkctl call: {complaint}\n")


@pytest.mark.parametrize("arguments, output", [
    (["40"], "43\n"),
    (["40", "2"], "42\n"),
    (["step=2", "n=40"], "42\n"),
])
def test_call_without_what_has_a_default(stage, arguments, output):
    stage.broker()
    stage.connected("export line-1", "ready", name="puppet-newer")
    assert run(stage, "call", "Test.Maker/line-1/count", *arguments) == (0, output, "")
    assert run(stage, "call", "Test.Maker/line-1/count", "step=2") == (
        USAGE, "", "harkctl call: n is missing: 'slot Test.Maker.count (uint64 n, uint64 step) -> uint64'\n")


def test_call_of_what_fails(stage, maker):
    assert run(stage, "call", "Test.Maker/line-1/check", "table") == (1, "", "harkctl call: no table is made here\n")


@pytest.mark.parametrize("target, complaint", [
    ("Test.Maker/line-1/cuont", "Test.Maker \"line-1\" has no slot 'cuont'; it has check, count, fetch, tune"),
    ("Test.Maker/line-1/made", "Test.Maker \"line-1\" has no slot 'made': that is an event, to be heard with harkctl monitor; it has check, count, fetch, tune"),
    ("Test.Maker/line-2/count", 'nobody exports Test.Maker "line-2"; there is line-1'),
    ("Test.Baker/line-1/count", "nobody exports a Test.Baker"),
])
def test_call_of_nobody(stage, maker, target, complaint):
    assert run(stage, "call", target, "1") == (1, "", f"harkctl call: {complaint}\n")


def test_call_that_is_not_answered(stage, maker):
    maker.signal(signal.SIGSTOP)
    status, stdout, stderr = run(stage, "call", "--timeout=0.2", "Test.Maker/line-1/count", "1")
    maker.signal(signal.SIGCONT)
    assert (status, stdout) == (1, "") and stderr.startswith("harkctl call: ")


def test_call_that_is_interrupted_stops_the_worker(stage, maker):
    caller = stage.start(HARKCTL, "--address", stage.path, "call", "Test.Maker/line-1/fetch", "60000000")
    assert maker.line() == "fetching 60000000"
    caller.signal(signal.SIGINT)
    assert maker.line() == "stopped fetching 60000000: The task was cancelled"
    assert caller.end() == (1, "harkctl call: The future was cancelled\n")
    stage.processes.remove(caller)


def test_call_that_takes_too_long_stops_the_worker(stage, maker):
    status, stdout, stderr = run(stage, "call", "--timeout=0.5", "Test.Maker/line-1/fetch", "60000000")
    assert (status, stdout) == (1, "") and stderr.startswith("harkctl call: ")
    assert maker.line() == "fetching 60000000"
    assert maker.line() == "stopped fetching 60000000: The task was cancelled"


def test_call_of_the_broker(stage, maker):
    status, stdout, stderr = run(stage, "call", "--json", "Hark.Broker/broker/topics", "Test.Maker/line-1/count")
    assert (status, stderr) == (0, "")
    assert json.loads(stdout)[0][:5] == ["Test.Maker", "line-1", "count", False, COUNT.strip("'")]


# --- emit ---

def test_emit_reaches_those_who_listen(stage, maker):
    listener = listen(stage, "*")
    assert run(stage, "emit", "Test.Maker/test/made", "a chair", "9") == (0, "", "")
    assert listener.line() == "made a chair 9"
    assert run(stage, "emit", "Test.Maker/test/filled", "(1, 'chair')", "['red', 'heavy']") == (0, "", "")
    assert listener.line() == "filled 1 chair red+heavy no 0"
    assert run(stage, "emit", "Test.Maker/test/filled", "tags=['x']", "colour=3", "order=(1, 'chair')") == (0, "", "")
    assert listener.line() == "filled 1 chair x #3"


def test_emit_without_what_has_a_default(stage):
    stage.broker()
    listener = stage.connected(name="puppet-newer")
    listener.tell("remote *")
    listener.do("remote-ready")
    assert run(stage, "emit", "Test.Maker/test/filled", "(1, 'chair')", "['red']") == (0, "", "")
    assert listener.line() == "filled 1 chair red no 0 none new"
    assert run(stage, "emit", "Test.Maker/test/filled", "(2, 'lamp')", "['red']", "note=heavy") == (0, "", "")
    assert listener.line() == "filled 2 lamp red no 0 heavy new"


def test_emit_needs_nobody_who_exports(stage):
    stage.broker()
    listener = listen(stage, "line-1")
    assert run(stage, "emit", "Test.Maker/line-1/made", "chair", "9") == (0, "", "")
    assert listener.line() == "made chair 9"


def test_emit_that_nobody_hears(stage, maker):
    assert run(stage, "emit", "Test.Maker/test/made", "chair", "9") == (
        0, "", "harkctl emit: nobody listens to Test.Maker/test/made\n")


def test_emit_of_what_is_another_s(stage, maker):
    status, stdout, stderr = run(stage, "emit", "Test.Maker/line-1/made", "chair", "9")
    assert (status, stdout) == (1, "")
    assert stderr.startswith('harkctl emit: Test.Maker "line-1" is exported by puppet, and an object\'s events are its own')


def test_emit_of_what_nobody_knows(stage, maker):
    assert run(stage, "emit", "Test.Maker/test/mode", "chair") == (
        1, "", "harkctl emit: nobody exports or listens to an event 'mode' of Test.Maker, so its signature is not known\n")


def test_emit_with_wrong_arguments(stage, maker):
    assert run(stage, "emit", "Test.Maker/test/made", "('chair', 'x')") == (
        USAGE, "", "harkctl emit: ('chair', 'x') is of type (ss), and 'event Test.Maker.made (string product, "
        "uint64 serial)' takes (st)\n")


# --- peers and topics ---

def test_peers(stage, maker):
    listen(stage, "line-1")
    maker.do("flush")
    status, stdout, stderr = run(stage, "peers")
    lines = [words(line) for line in stdout.splitlines()]
    assert (status, stderr, len(lines)) == (0, "", 4)
    assert lines[0] == words("PEER USER PID SINCE EXPORTS LISTENS SENT RECEIVED CALLS ASKED GIVEN WAITING DROPPED")
    assert [line[0] for line in lines[1:]] == ["puppet", "puppet", "harkctl"]
    assert lines[1][2] == str(maker.process.pid)
    assert lines[1][4:] == words("1 0 0 0 0 0 0 0 0")
    assert lines[2][4:] == words("0 2 0 0 0 0 0 0 0")


def test_peers_as_json(stage, maker):
    listener = listen(stage, "line-1")
    maker.do("flush")
    maker.tell("emit chair 1")
    assert listener.line() == "made chair 1"
    one, two, itself = (json.loads(line) for line in run(stage, "peers", "--json")[1].splitlines())
    assert (one["user"], one["process"], one["exports"], one["events_in"], one["events_out"]) == (
        os.getuid(), maker.process.pid, 1, 1, 0)
    assert (two["subscriptions"], two["events_in"], two["events_out"], two["dropped"]) == (2, 0, 1, 0)
    assert one["bytes_in"] == two["bytes_out"] > 0
    assert itself["name"] == "harkctl" and itself["asked"] == 1


def test_topics(stage, maker):
    listen(stage, "line-1")
    status, stdout, stderr = run(stage, "topics", "Test.Maker/**")
    assert (status, stderr) == (0, "")
    assert [words(line)[:5] for line in stdout.splitlines()[1:]] == [
        words("Test.Maker/line-1/filled event 0 puppet puppet"),
        words("Test.Maker/line-1/made event 0 puppet puppet"),
        words("Test.Maker/line-1/check slot 0 puppet -"),
        words("Test.Maker/line-1/count slot 0 puppet -"),
        words("Test.Maker/line-1/fetch slot 0 puppet -"),
        words("Test.Maker/line-1/tune slot 0 puppet -"),
    ]


def test_topics_that_match_nothing(stage):
    stage.broker()
    assert run(stage, "topics", "Test.Maker/**") == (0, "TOPIC  KIND  COUNT  EXPORTED BY  HEARD BY  SIGNATURE\n", "")
    status, stdout, stderr = run(stage, "topics", "Test.M*")
    assert (status, stdout) == (USAGE, "") and stderr.startswith('harkctl topics: "Test.M*" is no pattern: ')


def test_topics_that_nobody_exports_yet(stage):
    stage.broker()
    listen(stage, "*")
    assert run(stage, "topics", "--names", "Test.Maker/**") == (0, "Test.Maker/*/filled\nTest.Maker/*/made\n", "")


def test_topics_by_kind(stage, maker):
    assert run(stage, "topics", "--names", "--events", "*/line-1/*")[1] == (
        "Test.Maker/line-1/filled\nTest.Maker/line-1/made\n")
    assert run(stage, "topics", "--names", "--slots", "*/line-1/**")[1].splitlines() == [
        f"Test.Maker/line-1/{slot}" for slot in ["check", "count", "fetch", "tune"]]


def test_topics_as_json(stage, maker):
    topic = json.loads(run(stage, "topics", "--json", "Test.Maker/line-1/count")[1])
    assert topic == {"object": "Test.Maker", "name": "line-1", "member": "count", "kind": "slot",
                     "signature": "slot Test.Maker.count (uint64 n) -> uint64", "arguments": "(t)", "result": "(t)",
                     "group": False, "exporters": ["puppet"], "listeners": [], "count": 0, "bytes": 0}


# --- top ---

def test_top_once(stage, maker):
    status, stdout, stderr = run(stage, "top", "--once", "--interval=0.05")
    lines = stdout.splitlines()
    assert (status, stderr, len(lines)) == (0, "", 6)
    assert re.fullmatch(r"up \d+s  peers 2  exports 1  subscriptions 1  waiting 0  dropped 0", lines[0])
    assert lines[1].startswith("per second: events in 0  out 0  bytes in 0  out 0  calls ")
    assert words(lines[3]) == words("PEER SENT/S RECEIVED/S CALLS/S ASKED GIVEN WAITING DROPPED")
    assert {words(line)[0] for line in lines[4:]} == {"puppet", "harkctl"}


def test_top_in_a_pipe_goes_on(stage, maker):
    status, stdout, stderr = run(stage, "top", "--count=3", "--interval=0.02")
    assert (status, stderr) == (0, "")
    assert stdout.count("\nPEER ") == 3 and "\033" not in stdout


def test_top_shows_who_does_not_read(stage, maker):
    listener = listen(stage, "line-1")
    maker.do("flush")
    listener.signal(signal.SIGSTOP)
    maker.tell(*[f"emit {'x' * 50000} {i}" for i in range(100)])
    maker.do("flush")
    lines = run(stage, "top", "--once", "--interval=0.05")[1].splitlines()
    first = words(lines[4])
    assert first[0] == "puppet" and float(first[6]) > 1 and first[7] == "MiB"
    listener.signal(signal.SIGCONT)
    for _ in range(100):
        assert listener.line().startswith("made xxx")


# --- graph ---

def test_graph_in_words(stage, maker):
    """One that tells, and one that does not."""
    listener = listen(stage, "line-1")
    listener.do("graph", "flush")
    status, stdout, stderr = run(stage, "graph", "--words")
    assert (status, stderr) == (0, "")
    lines = [re.sub(r"thread \d+", "thread N", re.sub(r"\S*puppet\.c:\d+", "puppet.c:N", line))
             for line in stdout.splitlines()]
    # Objects are in the order of their addresses.
    assert lines[:2] == ["puppet", "  a loop, thread N"]
    assert sorted(lines[2:-3]) == sorted([
        "    HarkLinkedBus",
        "      refused : HarkLinkedBus  puppet.c:N",
        "  on no loop yet",
        "    HarkSocketPeer",
        "      disconnected : HarkLinkedBus  puppet.c:N",
        "      gap : HarkLinkedBus  puppet.c:N",
        "    TestMaker",
        '    TestMaker "line-1" (remote)',
        "      made : HarkLinkedBus  puppet.c:N",
        "      filled : HarkLinkedBus  puppet.c:N",
    ])
    assert lines[-3:] == [
        "puppet",
        '  filled => TestMaker "line-1" (remote) of puppet',
        '  made => TestMaker "line-1" (remote) of puppet',
    ]


def test_graph_of_several_programs(stage):
    stage.broker()
    maker = stage.connected("export line-1", "ready", "graph a", "flush")
    listener = listen(stage, "line-1")
    listener.do("graph b", "flush")
    status, stdout, stderr = run(stage, "graph")
    assert (status, stderr) == (0, "")
    assert stdout.startswith("digraph hark {\n") and stdout.endswith("}\n") and stdout.count("{") == stdout.count("}")
    assert stdout.count("subgraph cluster_0 ") == stdout.count("subgraph cluster_1 ") == 1
    source = re.search(r'(n\d+) \[label="TestMaker\\nline-1"\]', stdout).group(1)
    target = re.search(r'(n\d+) \[label="TestMaker\\nline-1", style="rounded,dashed"\]', stdout).group(1)
    for event in ["made", "filled"]:
        assert f'  {source} -> {target} [label="{event}", color=blue, fontcolor=blue];\n' in stdout
    assert "peer" not in stdout
    # One of them: the other is a peer like those that tell nothing.
    stdout = run(stage, "graph", "b")[1]
    assert "subgraph cluster_1 " not in stdout and '[label="puppet", shape=component]' in stdout
    maker.do("flush")


def test_graph_shows_what_nobody_exports(stage):
    stage.broker()
    listener = listen(stage, "line-9")
    listener.do("flush")
    status, stdout, stderr = run(stage, "graph", "--words")
    assert (status, stderr) == (0, "")
    assert stdout == ("Test.Maker/line-9 (nobody exports it)\n"
                      "  filled => puppet\n"
                      "  made => puppet\n"
                      "puppet\n")


def test_graph_of_nobody(stage, maker):
    status, stdout, stderr = run(stage, "graph", "nobody")
    assert (status, stderr) == (
        1, "harkctl graph: no program serves its graph as nobody: it calls hark_bus_serve_graph() for that\n")


def test_graph_as_a_file(stage, maker, tmp_path):
    path = tmp_path / "graph.dot"
    assert run(stage, "graph", "--output", path) == (0, "", "")
    assert path.read_text().startswith("digraph hark {")


def test_graph_as_svg(stage, maker, tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    environment = os.environ | {"PATH": str(folder)}
    status, stdout, stderr = run(stage, "graph", "--svg", env=environment)
    assert (status, stdout) == (1, "")
    assert stderr == ("harkctl graph: there is no program 'dot': install Graphviz, or write a file that ends in .dot\n")
    # In its place one that shows what it is given.
    dot = folder / "dot"
    dot.write_text("#!/bin/sh\necho \"<svg> $1\"\nexec /bin/cat\n")
    dot.chmod(0o755)
    status, stdout, stderr = run(stage, "graph", "--svg", env=environment)
    assert (status, stderr) == (0, "") and stdout.startswith("<svg> -Tsvg\ndigraph hark {")
    path = tmp_path / "graph.svg"
    assert run(stage, "graph", "-o", path, env=environment) == (0, "", "")
    assert path.read_text().startswith("<svg> -Tsvg\n")


# --- terminals ---

def on_terminal(stage, *arguments, environment=None):
    """All that it writes to a terminal."""
    ours, theirs = open_terminal()
    process = subprocess.Popen([HARKCTL, "--address", stage.path, *arguments], stdout=theirs, stdin=subprocess.DEVNULL,
                               env=(os.environ | {"TERM": "xterm"} | (environment or {})))
    os.close(theirs)
    text = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:
            break
        if not more:
            break
        text += more
    os.close(ours)
    assert process.wait(timeout=30) == 0
    return text.decode()


def test_colours_on_a_terminal(stage, maker):
    assert "\033[32mTest.Maker/line-1/made\033[0m" in on_terminal(stage, "topics")
    assert "\033" not in on_terminal(stage, "topics", environment={"NO_COLOR": "1"})
    assert "\033" not in on_terminal(stage, "topics", environment={"TERM": "dumb"})
    assert "\033" not in on_terminal(stage, "topics", "--color=never")


def test_no_colours_in_a_pipe(stage, maker):
    assert "\033" not in run(stage, "topics")[1]
    assert "\033[32mTest.Maker/line-1/made\033[0m" in run(stage, "topics", "--color=always")[1]


def test_top_draws_over_itself(stage, maker):
    text = on_terminal(stage, "top", "--count=2", "--interval=0.02")
    assert text.count("\033[H\033[J") == 2 and text.startswith("\033[H\033[J")


# --- completion ---

def complete(stage, line):
    script = f"""
      PATH={HARKCTL.parent}:$PATH
      source {SOURCE}/tools/harkctl/completion.bash
      COMP_WORDS=({line} "$1"); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
      _harkctl; printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    def done(word):
        return subprocess.run(["bash", "-c", script, "bash", word], capture_output=True, text=True, timeout=60,
                              check=True).stdout.split()
    return done


def test_completion(stage, maker):
    assert complete(stage, "harkctl")("to") == ["topics", "top"]
    assert complete(stage, "harkctl call")("--no") == ["--no-answer"]
    assert complete(stage, f"harkctl --address {stage.path} call")("Test.Maker/line-1/c") == [
        "Test.Maker/line-1/check", "Test.Maker/line-1/count"]
    assert complete(stage, f"harkctl -a {stage.path} monitor")("Test.Maker/line-1/m") == ["Test.Maker/line-1/made"]
    assert complete(stage, "harkctl --color")("n") == ["never"]
