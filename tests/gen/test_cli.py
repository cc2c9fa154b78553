# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command, started as a user starts it: what it prints, where, and how it
ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harkgen import VERSION
from terminal import open_terminal

HARK_GEN = Path(__file__).parents[2] / "gen" / "hark-gen"
SOUND = """\
namespace Workshop;

object Producer {
  event produced (string product);
}
"""
UNSOUND = """\
namespace Workshop;

object Producer {
\tevent produced (Ordr order);
  event connect ();
}

record Order {
  uint64 id;
}
"""
MESSAGES = """\
bad.hark:4:18: unknown type 'Ordr', did you mean 'Order'?
  \tevent produced (Ordr order);
  \t                ^~~~
bad.hark:5:9: every object has a method 'connect' in the language bindings; \
choose another name
    event connect ();
          ^~~~~~~
"""


@pytest.fixture
def run(tmp_path):
    (tmp_path / "good.hark").write_text(SOUND)
    (tmp_path / "bad.hark").write_text(UNSOUND)

    def run(*arguments, **environment):
        return subprocess.run(
            [sys.executable, HARK_GEN, *arguments], cwd=tmp_path, text=True,
            capture_output=True, timeout=60, check=False,
            env={**os.environ, "COLUMNS": "80", **environment})
    return run


@pytest.fixture
def run_on_terminal(run, tmp_path):
    """Its standard error is a terminal; the answer is what appears there."""
    def run_on_terminal(*arguments, **environment):
        ours, theirs = open_terminal()
        status = subprocess.call(
            [sys.executable, HARK_GEN, *arguments], cwd=tmp_path,
            stderr=theirs, timeout=60, env={**os.environ, **environment})
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:
            pass   # Linux says EIO for a terminal whose other end is closed
        os.close(ours)
        return status, shown.decode().replace("\r\n", "\n")
    return run_on_terminal


def outcome(process):
    return process.returncode, process.stdout, process.stderr


def test_a_sound_schema_is_met_with_silence(run):
    assert outcome(run("--check", "good.hark")) == (0, "", "")


def test_errors_go_to_stderr_several_in_a_run_in_order(run):
    assert outcome(run("--check", "bad.hark")) == (1, "", MESSAGES)


def test_a_path_is_told_as_it_was_given(run, tmp_path):
    path = tmp_path / "bad.hark"
    first = run("--check", str(path)).stderr.splitlines()[0]
    assert first.startswith(f"{path}:4:18: unknown type")


def test_warnings_do_not_fail(run, tmp_path):
    (tmp_path / "odd.hark").write_text("namespace Odd;\n\n"
                                       "@mine object Thing {\n}\n")
    assert outcome(run("--check", "odd.hark")) == (
        0, "", "odd.hark:3:2: warning: unknown annotation '@mine'\n"
        "  @mine object Thing {\n   ^~~~\n")


def test_terminals_get_colour(run_on_terminal):
    status, shown = run_on_terminal("--check", "bad.hark", NO_COLOR="")
    assert status == 1
    assert shown.splitlines()[:3] == [
        "\033[1mbad.hark:4:18:\033[0m unknown type 'Ordr', "
        "did you mean 'Order'?",
        "  \tevent produced (Ordr order);",
        "\033[1;31m  \t                ^~~~\033[0m"]


def test_no_color_is_respected(run_on_terminal):
    assert run_on_terminal("--check", "bad.hark", NO_COLOR="1") == (
        1, MESSAGES)


def test_a_flood_is_cut(run, tmp_path):
    (tmp_path / "flood.hark").write_text(
        "namespace Flood;\n\n@a object Thing {\n"
        + "".join(f"  @a event e{n} ();\n" for n in range(150)) + "}\n")
    process = run("--check", "flood.hark")
    assert process.stderr.count("warning:") == 100
    assert process.stderr.splitlines()[-1] == (
        "hark-gen: and 51 more like these")


RULES = """\
# allow.hark:5
[rule Workshop.Producer.produced]
who = makers
allow = subscribe
topics = Workshop.Producer/*/produced

[rule Workshop.Producer.produced, others]
who = any
deny = subscribe
topics = Workshop.Producer/*/produced

# allow.hark:6
[rule Workshop.Producer.stop]
who = operators user:7
allow = call
topics = Workshop.Producer/*/stop

[rule Workshop.Producer.stop, others]
who = any
deny = call
topics = Workshop.Producer/*/stop
"""


def test_what_is_allowed_becomes_rules(run, tmp_path):
    (tmp_path / "allow.hark").write_text("""\
namespace Workshop;

@allow(makers)
object Producer {
  event produced (string product);
  @allow(operators, "user:7") slot stop ();
}
object Consumer {
  slot on_produced (string product);
}
""")
    assert outcome(run("--rules", "allow.hark")) == (0, RULES, "")


def test_the_model_is_json(run):
    process = run("--model", "good.hark")
    data = json.loads(process.stdout)
    assert (process.returncode, process.stderr) == (0, "")
    event = data["declarations"][0]["members"][0]
    assert data["namespace"] == "Workshop"
    assert event["display"] == (
        "event Workshop.Producer.produced (string product)")
    assert event["location"] == "good.hark:4"
    assert event["signature"]["variant"] == "(s)"


def test_the_model_survives_a_reader_that_leaves(tmp_path):
    (tmp_path / "wide.hark").write_text(
        "namespace Wide;\n\nobject Thing {\n"
        + "".join(f"  event e{n} ();\n" for n in range(2000)) + "}\n")
    process = subprocess.run(
        f"'{sys.executable}' '{HARK_GEN}' --model wide.hark | head -1",
        shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=60,
        check=False)
    assert (process.stdout, process.stderr) == ("{\n", "")


def test_includes_are_searched_in_order(run, tmp_path):
    for folder, field in (("one", "first"), ("two", "second")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "part.hark").write_text(
            f"namespace Parts;\n\nrecord Part {{\n  uint64 {field};\n}}\n")
    (tmp_path / "main.hark").write_text(
        'namespace Workshop;\nimport "part.hark";\n\n'
        "object Producer {\n  event used (Parts.Part part);\n}\n")
    process = run("--model", "--include", "one", "--include", "two",
                  "main.hark")
    assert process.returncode == 0
    assert "uint64 first" in process.stdout
    process = run("--check", "main.hark")
    assert outcome(process) == (
        1, "", "main.hark:2:8: cannot find 'part.hark'; looked in '.'\n"
        '  import "part.hark";\n         ^~~~~~~~~~~\n')


@pytest.mark.parametrize("name, reason", [
    ("nowhere.hark", "No such file or directory"), (".", "Is a directory")])
def test_an_unreadable_schema(run, name, reason):
    assert outcome(run("--check", name)) == (
        1, "", f"{name}: cannot read '{name}': {reason}\n")


def test_an_unwritable_output(run):
    process = run("--header", "nowhere/x.h", "--body", "nowhere/x.c",
                  "good.hark")
    assert outcome(process) == (
        1, "", "hark-gen: cannot write 'nowhere/x.h': "
        "No such file or directory\n")


def test_nothing_is_written_beside_an_error(run, tmp_path):
    (tmp_path / "x.h").write_text("before\n")
    process = run("--header", "x.h", "--body", "x.c", "--depfile", "x.d",
                  "bad.hark")
    assert process.returncode == 1
    assert (tmp_path / "x.h").read_text() == "before\n"
    assert not (tmp_path / "x.c").exists()
    assert not (tmp_path / "x.d").exists()


@pytest.mark.parametrize("arguments, message", [
    ((), "the following arguments are required: FILE.hark"),
    (("good.hark",),
     "nothing to do: say --header and --body, or --check, --model or --rules"),
    (("--body", "x.c", "good.hark"),
     "--body needs --header, since it includes it"),
    (("--check", "--model", "good.hark"),
     "argument --model: not allowed with argument --check"),
    (("--check", "--header", "x.h", "good.hark"),
     "--check, --model and --rules write no files; leave out --header, --body, "
     "--vala-metadata and --depfile"),
    (("--chek", "good.hark"), "unrecognized arguments: --chek"),
    (("--check", "good.hark", "bad.hark"),
     "unrecognized arguments: bad.hark"),
])
def test_a_wrong_command_line_ends_with_2(run, arguments, message):
    process = run(*arguments)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.splitlines()[-1] == f"hark-gen: error: {message}"


def test_help_says_what_there_is(run):
    process = run("--help")
    assert (process.returncode, process.stderr) == (0, "")
    for word in ("--header", "--body", "--vala-metadata", "--depfile", "--include", "--check",
                 "--model", "--rules", "--version", "NO_COLOR", "exit status",
                 "hark-gen --header workshop.h --body workshop.c workshop.hark"):
        assert word in process.stdout
    assert max(len(each) for each in process.stdout.splitlines()) <= 80


def test_the_version(run):
    assert outcome(run("--version")) == (0, f"hark-gen {VERSION}\n", "")


def test_the_version_is_the_projects():
    text = (Path(__file__).parents[2] / "meson.build").read_text()
    assert f"version: '{VERSION}'" in text


def test_a_python_without_lark_is_told_what_it_lacks(tmp_path):
    process = subprocess.run(
        [sys.executable, "-S", "-E", HARK_GEN, "--version"], cwd=tmp_path,
        text=True, capture_output=True, timeout=60, check=False)
    assert process.returncode == 1
    assert "Debian's packages are python3-jinja2 and python3-lark" in (
        process.stderr)
    assert "Traceback" not in process.stderr
