# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every good schema becomes, byte for byte, the C that lies beside it.

good/NAME.hark gives NAME.h, NAME.c, NAME.metadata and the model as NAME.json.  `./dev golden`
(HARK_UPDATE=1) writes them anew; the diff is for people to read.
"""

import json
import os
from pathlib import Path

import pytest

from harkgen import cli, emit

GOOD = Path(__file__).parent / "good"
NAMES = sorted(each.stem for each in GOOD.glob("*.hark"))


def generate(name, folder, *options):
    return cli.main(["--header", str(folder / f"{name}.h"),
                     "--body", str(folder / f"{name}.c"),
                     "--vala-metadata", str(folder / f"{name}.metadata"), *options,
                     str(GOOD / f"{name}.hark")])


def expect(text, expected):
    if os.environ.get("HARK_UPDATE"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_becomes_its_c(name, tmp_path, capsys):
    assert generate(name, tmp_path) == 0
    assert capsys.readouterr() == ("", "")
    for suffix in (".h", ".c", ".metadata"):
        expect((tmp_path / name).with_suffix(suffix).read_text(encoding="utf-8"),
               (GOOD / name).with_suffix(suffix))


@pytest.mark.parametrize("name", NAMES)
def test_has_its_model(name, capsys):
    assert cli.main(["--model", str(GOOD / f"{name}.hark")]) == 0
    text = capsys.readouterr().out
    assert json.loads(text)["file"] == f"{name}.hark"
    expect(text, GOOD / f"{name}.json")


def test_every_expectation_has_its_schema():
    orphans = [each.name for each in GOOD.iterdir() if each.stem not in NAMES]
    assert orphans == []


@pytest.mark.parametrize("name", NAMES)
def test_text_is_tidy(name):
    for suffix in (".h", ".c", ".metadata"):
        text = (GOOD / name).with_suffix(suffix).read_text(encoding="utf-8")
        lines = text.split("\n")
        assert [each for each in lines if each != each.rstrip()] == []
        assert "\n\n\n" not in text
        assert text.endswith("\n") and not text.endswith("\n\n")
        assert str(GOOD) not in text


# ----------------------------------------------------------------- the files

def test_other_paths_give_the_same_bytes(tmp_path, monkeypatch):
    near, far = tmp_path / "near", tmp_path / "far" / "away"
    near.mkdir()
    far.mkdir(parents=True)
    generate("workshop", near)
    monkeypatch.chdir(far)
    cli.main(["--header", "workshop.h", "--body", "workshop.c",
              os.path.relpath(GOOD / "workshop.hark", far)])
    for name in ("workshop.h", "workshop.c"):
        assert (near / name).read_bytes() == (far / name).read_bytes()


def test_what_would_not_change_is_left_alone(tmp_path):
    generate("workshop", tmp_path)
    outputs = [tmp_path / f"workshop.{each}" for each in ("h", "c", "metadata")]
    for each in outputs:
        os.utime(each, (1, 1))
    outputs[1].write_text("/* by somebody else */")
    generate("workshop", tmp_path)
    assert outputs[0].stat().st_mtime == 1
    assert outputs[1].read_text() == (GOOD / "workshop.c").read_text()
    assert sorted(tmp_path.iterdir()) == sorted(outputs)


def test_a_wrong_schema_touches_no_output(tmp_path, capsys):
    header, body = tmp_path / "x.h", tmp_path / "x.c"
    header.write_text("/* as it was */")
    schema = tmp_path / "x.hark"
    schema.write_text("namespace X; record R { Ordr order; }")
    assert cli.main(["--header", str(header), "--body", str(body), str(schema)]) == 1
    assert "unknown type 'Ordr'" in capsys.readouterr().err
    assert header.read_text() == "/* as it was */"
    assert not body.exists()


def test_an_output_that_cannot_be_written_says_so(tmp_path, capsys):
    nowhere = tmp_path / "missing"
    assert generate("workshop", nowhere) == 1
    assert capsys.readouterr().err == (
        f"hark-gen: cannot write '{nowhere}/workshop.h': No such file or directory\n")
    assert list(tmp_path.iterdir()) == []


def test_outputs_have_the_usual_permissions(tmp_path):
    mask = os.umask(0o027)
    try:
        generate("workshop", tmp_path)
    finally:
        os.umask(mask)
    assert (tmp_path / "workshop.h").stat().st_mode & 0o777 == 0o640


def test_depfile_names_every_schema_and_the_generator(tmp_path):
    folder = tmp_path / "with a space"
    folder.mkdir()
    for name in ("app", "workshop"):
        (folder / f"{name}.hark").write_bytes((GOOD / f"{name}.hark").read_bytes())
    depfile = folder / "app.d"
    assert cli.main(["--header", str(folder / "app.h"), "--body", str(folder / "app.c"),
                     "--depfile", str(depfile), str(folder / "app.hark")]) == 0
    escaped = str(folder).replace(" ", "\\ ")
    targets, prerequisites = depfile.read_text().replace("\\\n", "").split(": ")
    assert targets == f"{escaped}/app.h {escaped}/app.c"
    words = prerequisites.replace("\\ ", "\0").split()
    assert [each.replace("\0", "\\ ") for each in words[:2]] == [
        f"{escaped}/app.hark", f"{escaped}/workshop.hark"]
    # Another generator may well make other code.
    assert str(emit.TEMPLATES / "body.c.j2") in words[2:]
    assert emit.__file__ in words[2:]


def test_a_header_alone_can_be_asked_for(tmp_path):
    assert cli.main(["--header", str(tmp_path / "workshop.h"),
                     str(GOOD / "workshop.hark")]) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["workshop.h"]
