# SPDX-License-Identifier: LGPL-2.1-or-later
"""A broker on TCP: who shows which certificate, and what becomes of the others."""

import os
import re
import shutil
import socket
import subprocess

import pytest
from toolchain import BUILD, SANITIZERS

BROKER = BUILD / "tools/hark-broker"
PUPPET = BUILD / "tests/bridge/puppet"
PUBLIC = "[rule]\nwho = tls:CN=maker\nallow = all\ntopics = */*/*\n[rule]\nwho = any\nallow = subscribe\ntopics = */*/*\n"

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl")


@pytest.fixture(autouse=True)
def sanitizers(monkeypatch):
    """At the end LeakSanitizer stumbles over the thread-local variables of modules that GIO has loaded, and if it
    does not look at any it takes GLib's for leaks. And a handshake allocates so often that to find out exactly who
    does takes seconds. The rest of AddressSanitizer is on."""
    monkeypatch.setenv("ASAN_OPTIONS", os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0:fast_unwind_on_malloc=1")
    if "thread" in SANITIZERS:
        # The GLib that was built for it looks for modules elsewhere.
        modules = subprocess.run(["pkg-config", "--variable=giomoduledir", "gio-2.0"], check=True, capture_output=True, text=True)
        monkeypatch.setenv("GIO_EXTRA_MODULES", modules.stdout.strip())


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    """Vouches for certificates, in a folder."""

    def __init__(self, folder, name):
        self.folder = folder
        self.ca = folder / f"{name}.ca"
        self.ca_key = folder / f"{name}.ca-key"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", f"/CN={name}", "-keyout", self.ca_key, "-out", self.ca)

    def certify(self, name, alternative="DNS:localhost,IP:127.0.0.1"):
        """The options of an address that show its certificate."""
        key, request, certificate, extra = (self.folder / f"{name}.{kind}" for kind in ("key", "req", "crt", "ext"))
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-subj", f"/CN={name}", "-keyout", key, "-out", request)
        extra.write_text(f"subjectAltName={alternative}\n")
        openssl("x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self.ca_key, "-CAcreateserial", "-days", "2",
                "-extfile", extra, "-out", certificate)
        return f"certificate={certificate},key={key}"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("workshop"), "workshop")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("stranger"), "stranger")


def port_of(line):
    return int(re.search(r"port=(\d+)", line)[1])


@pytest.fixture
def secure(stage, workshop):
    """A broker on TLS; its port."""
    rules = stage.folder / "rules"
    rules.write_text(PUBLIC)
    broker = stage.start(BROKER, "--rules", rules, "-a",
                         f"tls:host=127.0.0.1,port=0,{workshop.certify('broker')},ca={workshop.ca}")
    line = broker.line()
    assert re.fullmatch(r"ready: listening on tls:host=127.0.0.1,port=\d+", line)
    return port_of(line)


def puppet(stage, port, options, host="127.0.0.1"):
    return stage.start(PUPPET, f"tls:host={host},port={port},{options}")


def test_rule_31_the_certificate_says_who_it_is(stage, workshop, secure):
    maker = puppet(stage, secure, f"ca={workshop.ca},{workshop.certify('maker')}")
    other = puppet(stage, secure, f"ca={workshop.ca},{workshop.certify('other')}", host="localhost")
    for each in (maker, other):
        each.do("connect")
    maker.do("export line-1", "ready")
    other.tell("remote line-1")
    other.do("remote-ready")
    maker.tell(*(f"emit chair {i}" for i in range(2000)))
    assert [other.line() for _ in range(2000)] == [f"made chair {i}" for i in range(2000)]
    assert "the owner of certificate CN=other may not call Test.Maker/line-1/count" in other.ask("count 1")


def test_large_messages_cross(stage, workshop, secure):
    maker = puppet(stage, secure, f"ca={workshop.ca},{workshop.certify('maker')}")
    maker.do("connect", "export line-1", "ready")
    taker = puppet(stage, secure, f"ca={workshop.ca}")
    taker.do("connect")
    taker.tell("remote line-1")
    taker.do("remote-ready")
    large = "x" * 3_000_000
    maker.tell(f"emit {large} 1", f"emit {large} 2", "emit chair 3")
    assert [taker.line() for _ in range(3)] == [f"made {large} 1", f"made {large} 2", "made chair 3"]


def test_without_a_certificate_it_is_anonymous(stage, workshop, secure):
    taker = puppet(stage, secure, f"ca={workshop.ca}")
    taker.do("connect")
    assert taker.ask("export line-1") == "export done"
    assert taker.ask("ready").startswith("refused: somebody without a certificate may not publish ")
    assert taker.line().startswith("ready failed: ")


def test_a_certificate_of_others_is_refused(stage, workshop, stranger, secure):
    taker = puppet(stage, secure, f"ca={workshop.ca},{stranger.certify('maker')}")
    assert taker.ask("connect").startswith("connect failed: ")


def test_a_broker_of_others_is_refused(stage, stranger, secure):
    taker = puppet(stage, secure, f"ca={stranger.ca}")
    answer = taker.ask("connect")
    assert answer.startswith(f"connect failed: hark-error-quark 15 no broker can be reached on tls:host=127.0.0.1,port={secure}: ")
    assert answer.endswith("the certificate of CN=broker is not accepted: no authority that is known here vouches for it")


def test_a_broker_of_another_name_is_refused(stage, workshop):
    rules = stage.folder / "rules"
    rules.write_text(PUBLIC)
    broker = stage.start(BROKER, "--rules", rules, "-a",
                         f"tls:host=127.0.0.1,port=0,{workshop.certify('elsewhere', 'DNS:elsewhere.example')}")
    taker = puppet(stage, port_of(broker.line()), f"ca={workshop.ca}")
    assert "the certificate of CN=elsewhere is not accepted: it is made out for another name" in taker.ask("connect")


def test_who_speaks_no_tls_hurts_nobody(stage, workshop, secure):
    maker = puppet(stage, secure, f"ca={workshop.ca},{workshop.certify('maker')}")
    maker.do("connect", "export line-1", "ready")
    crowd = [socket.create_connection(("127.0.0.1", secure)) for _ in range(20)]
    for number, each in enumerate(crowd):
        each.sendall(bytes([number]) * 1000)
    for each in crowd:
        each.settimeout(30)
        with each:
            try:
                while each.recv(4096):
                    pass
            except ConnectionResetError:
                pass
    maker.do("flush")


def test_without_rules_nobody_gets_in(stage, workshop):
    broker = stage.start(BROKER, "-a", f"tls:host=127.0.0.1,port=0,{workshop.certify('broker')},ca={workshop.ca}")
    taker = puppet(stage, port_of(broker.line()), f"ca={workshop.ca},{workshop.certify('maker')}")
    assert "this broker is for processes of user" in taker.ask("connect")


def test_settings_have_the_files(stage, workshop):
    workshop.certify("broker")
    (workshop.folder / "rules").write_text(PUBLIC)
    config = workshop.folder / "config"
    config.write_text("[broker]\nlisten = tls:host=localhost,port=0\nrules = rules\n"
                      "[tls]\ncertificate = broker.crt\nkey = broker.key\nca = workshop.ca\n")
    broker = stage.start(BROKER, "--config", config)
    puppet(stage, port_of(broker.line()), f"ca={workshop.ca}").do("connect")


def test_loopback_by_name(stage):
    rules = stage.folder / "rules"
    rules.write_text("[rule]\nwho = loopback\nallow = all\ntopics = */*/*\n")
    broker = stage.start(BROKER, "--rules", rules, "-a", "tcp:host=localhost,port=0")
    port = port_of(broker.line())
    maker, taker = (stage.start(PUPPET, f"tcp:host=127.0.0.1,port={port}") for _ in range(2))
    maker.do("connect", "export line-1", "ready")
    taker.do("connect")
    taker.tell("remote line-1")
    assert taker.ask("count 41") == "counted 42"


def test_nobody_listens_there(stage):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        answer = stage.start(PUPPET, f"tcp:host=localhost,port={port}").ask("connect")
    assert answer.startswith(f"connect failed: hark-error-quark 15 no broker can be reached on tcp:host=localhost,port={port}: ")


@pytest.mark.parametrize("options, words", [
    ("", "a broker that listens on tls: needs a certificate"),
    (",certificate=/no-such,key=/no-such", "cannot use /no-such: "),
])
def test_what_a_broker_needs(stage, options, words):
    broker = stage.start(BROKER, "-a", f"tls:host=localhost,port=0{options}")
    stage.processes.remove(broker)
    status, said = broker.end()
    assert status == 2 and said.startswith("hark-broker: ") and words in said
