# SPDX-License-Identifier: LGPL-2.1-or-later
"""hark-broker as a daemon: its files, its service manager, and what it does when descriptors run out."""

import os
import pathlib
import resource
import signal
import shutil
import socket
import subprocess
import tempfile
import time

import pytest
from toolchain import BUILD, SOURCE

BROKER = BUILD / "tools/hark-broker"
REFUSED = "hark-error-quark 14"


def run(stage, *arguments, **options):
    """One that ends by itself."""
    broker = stage.start(BROKER, *arguments, **options)
    stage.processes.remove(broker)
    output = broker.process.communicate(timeout=30)
    return broker.process.returncode, output[0].decode(), output[1].decode()


def write(path, text):
    path.write_text(text)
    return path


def test_several_addresses_at_once(stage):
    one, two = stage.folder / "one", stage.folder / "two"
    broker = stage.start(BROKER, "-a", one, "-a", f"unix:path={two}")
    assert broker.line() == f"ready: listening on unix:{one} unix:{two}"
    makers = [stage.start(BUILD / "tests/bridge/puppet", path) for path in (one, two)]
    for maker in makers:
        maker.do("connect")
    makers[0].do("export line-1", "ready")
    makers[1].tell("remote line-1")
    assert makers[1].ask("count 1") == "counted 2"
    assert stage.stop(broker) == ""
    assert list(stage.folder.iterdir()) == []


def test_if_one_address_is_taken_none_is_left(stage):
    stage.broker()
    one = stage.folder / "one"
    status, _, errors = run(stage, "-a", one, "-a", stage.path)
    assert status == 1 and "another broker listens on" in errors
    assert not one.exists()


def test_settings_say_where(stage):
    path = stage.folder / "by-settings"
    config = write(stage.folder / "config", f"# of the workshop\n[broker]\nlisten = {path}\n[limits]\nconnections = 1\n")
    broker = stage.start(BROKER, "--config", config, "--verbose")
    assert broker.line() == f"ready: listening on unix:{path}"
    puppet = stage.start(BUILD / "tests/bridge/puppet", path)
    puppet.do("connect")
    other = stage.start(BUILD / "tests/bridge/puppet", path)
    assert other.ask("connect") == "connect failed: hark-error-quark 13 the broker closed the connection: the broker has 1 connections already"
    said = stage.stop(broker)
    assert "the broker has 1 connections already" in said
    assert f"puppet-{puppet.process.pid} has come: user {os.getuid()}\n" in said
    assert f"puppet-{puppet.process.pid} has gone: the broker has stopped\n" in said


@pytest.mark.parametrize("option", ["--config", "--rules"])
def test_files_that_make_no_sense(stage, option):
    bad = write(stage.folder / "bad", "[rule]\n\nnonsense\n" if option == "--rules" else "[broker]\n\nnonsense\n")
    assert run(stage, option, bad, "-a", stage.path) == (
        2, "", f'hark-broker: {bad}:3: what is "nonsense" for? A setting is written NAME = VALUE\n')
    missing = stage.folder / "missing"
    status, _, errors = run(stage, option, missing, "-a", stage.path)
    assert status == 2 and str(missing) in errors


def test_a_time_that_makes_no_sense(stage):
    assert run(stage, "--spin", "-1", "-a", stage.path) == (
        2, "", "hark-broker: see hark-broker --help: --spin is a time, and cannot be -1\n")


def test_peers_hear_why_it_ends(stage):
    broker = stage.broker()
    puppet = stage.connected()
    assert stage.stop(broker) == ""
    assert puppet.line() == "disconnected: the broker closed the connection: the broker has stopped"


# --- Rules ---

ALLOWED = f"[rule]\nwho = user:{os.getuid()}\nallow = all\ntopics = */*/*\n"
NARROW = f"[rule]\nwho = user:{os.getuid()}\nallow = all\ntopics = Test.Maker/line-1/*\n"


def test_rules_say_who_may_what(stage):
    rules = write(stage.folder / "rules", NARROW)
    stage.broker("--rules", rules)
    maker = stage.connected("export line-2")
    assert maker.ask("ready").startswith(f"refused: user {os.getuid()} may not publish Test.Maker/line-2/made: no rule of {rules}")
    assert maker.line().startswith(f"ready failed: {REFUSED} ")
    maker.do("export line-1")


def test_rules_are_read_again(stage):
    rules = write(stage.folder / "rules", ALLOWED)
    broker = stage.broker("--rules", rules, "--verbose")
    maker = stage.connected("export line-2", "ready")
    taker = stage.connected("export line-1", "ready")

    rules.write_text("[rule]\nwho = everybody\n")
    broker.signal(signal.SIGHUP)
    said = broker.said_until("still holds\n")
    assert f'hark-broker: {rules}:2: who is "everybody"?' in said

    rules.write_text(NARROW)
    broker.signal(signal.SIGHUP)
    broker.said_until("read again\n")
    assert maker.line() == (f"disconnected: the broker closed the connection: user {os.getuid()} may not publish Test.Maker/line-2/made: "
                            f"no rule of {rules} allows it")
    taker.do("flush")
    stage.stop(broker)


SCHEMA = """\
namespace Test;

@allow(makers)
object Maker {{
  @allow({listeners}) event made (string product, uint64 serial);
  @allow({callers}) slot count (uint64 n) -> uint64;
  @allow(nobody) slot tune (uint64 n);
}}
"""


def rules_of_schema(stage, listeners, callers):
    """What a schema says, with the roles that it speaks of before, and what is not in it behind."""
    schema = write(stage.folder / "maker.hark", SCHEMA.format(listeners=listeners, callers=callers))
    said = subprocess.run([BUILD / "gen/hark-gen", "--rules", schema], check=True, capture_output=True, text=True).stdout
    return f"[roles]\nmakers = own\nnobody = user:{os.getuid() + 1}\n\n{said}\n{ALLOWED}"


def test_rule_31_what_a_schema_allows(stage):
    rules = write(stage.folder / "rules", rules_of_schema(stage, "makers", "nobody"))
    broker = stage.broker("--rules", rules, "--verbose")
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    taker.do("remote-ready")
    maker.tell("emit chair 1")
    assert taker.line() == "made chair 1"
    me = f"user {os.getuid()}"
    refused = f"count failed: {REFUSED} {me} may not call Test.Maker/line-1/count: "
    assert taker.ask("count 1").startswith(refused)
    assert taker.ask("check chair") == "check done"

    # The schema has changed: some may more.
    rules.write_text(rules_of_schema(stage, "makers", "makers"))
    broker.signal(signal.SIGHUP)
    broker.said_until("read again\n")
    assert taker.ask("count 1") == "counted 2"

    # And less: who hears what it may not has to go, whoever made it has not.
    rules.write_text(rules_of_schema(stage, "nobody", "makers"))
    broker.signal(signal.SIGHUP)
    broker.said_until("read again\n")
    assert taker.line().startswith(f"disconnected: the broker closed the connection: {me} may not subscribe to Test.Maker/line-1/made: ")
    maker.do("flush")
    stage.stop(broker)


def test_who_is_in_no_rule_is_refused(stage):
    rules = write(stage.folder / "rules", f"[rule]\nwho = user:{os.getuid() + 1}\nallow = all\ntopics = */*/*\n")
    stage.broker("--rules", rules)
    assert stage.puppet().ask("connect") == \
        f"connect failed: {REFUSED} the broker closed the connection: {rules}: no rule allows anything to user {os.getuid()}"


PROBE = """
import os, socket, sys
os.setgroups([int(number) for number in sys.argv[2:]])
os.setgid(65534)
os.setuid(65534)
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.argv[1])
connection.settimeout(0.5)
try:
    print("no rule allows anything to user 65534" in connection.recv(4096).decode(errors="replace"))
except TimeoutError:
    print("nobody objects")
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")
def test_rule_31_identity_is_the_kernels(stage):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o711)
        path = pathlib.Path(folder) / "broker"
        rules = write(stage.folder / "rules", ALLOWED + "[rule]\nwho = group:65533\nallow = subscribe\ntopics = */*/*\n")
        broker = stage.start(BROKER, "-a", path, "--rules", rules)
        broker.line()
        path.chmod(0o777)
        for groups, answer in (([], "True"), ([65532], "True"), ([65532, 65533], "nobody objects")):
            assert stage.start("/usr/bin/python3", "-c", PROBE, path, *groups).line() == answer
        stage.stop(broker)


# --- The service manager ---

class Manager:
    """As systemd is: sockets, and an ear."""

    def __init__(self, stage, *paths):
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(stage.folder / "notify"))
        self.ear.settimeout(30)
        self.sockets = []
        for path in paths:
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(str(path))
            listener.listen()
            self.sockets.append(listener)
        self.environment = os.environ | {"NOTIFY_SOCKET": str(stage.folder / "notify")}

    def start(self, stage, *arguments):
        """Through sh, which knows the number of the process that it becomes."""
        script = "export LISTEN_PID=$$; exec " + " ".join(
            ['"$@"'] + [f"{3 + i}<&{listener.fileno()}" for i, listener in enumerate(self.sockets)])
        return stage.start("bash", "-c", script, "bash", BROKER, *arguments,
                           env=self.environment | {"LISTEN_FDS": str(len(self.sockets))},
                           pass_fds=[listener.fileno() for listener in self.sockets])

    def heard(self):
        return self.ear.recv(4096).decode()


def test_sockets_are_handed_over(stage):
    first, second = stage.folder / "first", stage.folder / "second"
    manager = Manager(stage, first, second)
    broker = manager.start(stage)
    assert broker.line() == f"ready: listening on unix:{first} unix:{second}"
    assert manager.heard() == "READY=1"
    for path in (first, second):
        stage.start(BUILD / "tests/bridge/puppet", path).do("connect")
    # What it executes would not have them: each is closed then.
    flags = [line for fd in ("3", "4")
             for line in open(f"/proc/{broker.process.pid}/fdinfo/{fd}") if line.startswith("flags:")]
    assert all(int(line.split()[1], 8) & os.O_CLOEXEC for line in flags)
    assert stage.stop(broker) == ""
    assert manager.heard() == "STOPPING=1"
    # They are the manager's, who may start it again.
    assert first.is_socket() and second.is_socket()


@pytest.mark.skipif(shutil.which("systemd-socket-activate") is None, reason="there is no systemd")
def test_systemd_starts_it_when_somebody_connects(stage):
    manager = stage.start("systemd-socket-activate", "-l", stage.path, BROKER)
    assert "Listening on " in manager.said_until("\n")
    puppet = stage.puppet()
    puppet.do("connect")
    assert manager.line() == f"ready: listening on unix:{stage.path}"
    stage.stop(manager)
    assert puppet.line() == "disconnected: the broker closed the connection: the broker has stopped"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_units_are_sound(stage):
    units = [stage.folder / name for name in ("hark-broker.service", "hark-broker.socket")]
    units[0].write_text((SOURCE / "tools/systemd/hark-broker.service.in").read_text().replace("@bindir@", str(BROKER.parent)))
    units[1].write_text((SOURCE / "tools/systemd/hark-broker.socket").read_text())
    said = subprocess.run(["systemd-analyze", "--user", "--man=no", "verify", *units], capture_output=True, text=True,
                          env=os.environ | {"XDG_RUNTIME_DIR": str(stage.folder)}, timeout=60)
    # What else is installed here may have faults of its own.
    assert [line for line in said.stderr.splitlines() if "hark-broker" in line] == []


def test_sockets_of_another_process_are_none(stage):
    environment = os.environ | {"LISTEN_PID": "1", "LISTEN_FDS": "1"}
    broker = stage.start(BROKER, "-a", stage.path, env=environment)
    assert broker.line() == f"ready: listening on unix:{stage.path}"


def test_what_is_handed_over_must_listen(stage):
    manager = Manager(stage)
    manager.sockets.append(socket.socket(socket.AF_UNIX))
    broker = manager.start(stage)
    stage.processes.remove(broker)
    assert broker.end() == (2, "hark-broker: descriptor 3 is no socket that listens\n")


def test_the_manager_hears_of_reloading(stage):
    manager = Manager(stage)
    broker = stage.start(BROKER, "-a", stage.path, env=manager.environment)
    assert broker.line()
    assert manager.heard() == "READY=1"
    broker.signal(signal.SIGHUP)
    reloading = manager.heard().splitlines()
    assert reloading[0] == "RELOADING=1" and reloading[1].startswith("MONOTONIC_USEC=")
    assert manager.heard() == "READY=1"


# --- Descriptors ---

def test_the_soft_limit_is_raised(stage):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    broker = stage.start(BROKER, "-a", stage.path,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard)))
    broker.line()
    limits = open(f"/proc/{broker.process.pid}/limits").read()
    soft = next(line for line in limits.splitlines() if line.startswith("Max open files")).split()[3]
    assert int(soft) == hard


def test_a_full_table_turns_newcomers_away_and_recovers(stage):
    broker = stage.start(BROKER, "-a", stage.path,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40)))
    broker.line()
    maker = stage.connected("export line-1", "ready")
    taker = stage.connected()
    taker.tell("remote line-1")
    crowd = []
    for _ in range(40):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(stage.path))
        crowd.append(connection)
    late = stage.puppet()
    assert late.ask("connect").startswith("connect failed: hark-error-quark 13 the broker closed the connection: the broker has no file descriptors left")
    # Those who are there notice nothing, and it does not spin.
    assert taker.ask("count 1") == "counted 2"
    assert comes_to_rest(broker)
    for connection in crowd:
        connection.close()
    # Its places are free when it has seen that they have gone.
    for _ in range(100):
        if late.ask("connect") == "connect done":
            break
    else:
        pytest.fail("it does not recover")
    maker.do("flush")


def comes_to_rest(broker):
    """Whether the thread of its loop sleeps, and stays asleep. One that goes round is never seen so, however
    little of the machine it gets; one that has to do something first is looked at again."""
    for _ in range(300):
        before = sleeps_of(broker)
        time.sleep(0.1)
        if before is not None and sleeps_of(broker) == before:
            return True
    return False


def sleeps_of(broker):
    """How often that thread has gone to sleep; None: it is awake."""
    pid = broker.process.pid
    status = pathlib.Path(f"/proc/{pid}/task/{pid}/status").read_text()
    field = dict(line.split(":", 1) for line in status.splitlines())
    return int(field["voluntary_ctxt_switches"]) if field["State"].strip().startswith("S") else None
