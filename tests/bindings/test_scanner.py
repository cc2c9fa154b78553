# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is generated reads well in other languages: g-ir-scanner, asked for all
its warnings, has none for any schema, and a typelib and a vapi come of it."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest
import toolchain

SCHEMAS = sorted((toolchain.SOURCE / "tests/gen/good").glob("*.hark"))

# Those that have slots, and need nobody else's.
VALA_SCHEMAS = [toolchain.SOURCE / "tests/gen" / each for each in (
    "good/forward.hark", "good/result.hark", "good/workshop.hark", "compile/types.hark")]


def run(command, folder):
    environment = os.environ | {
        "LC_ALL": "C", "XDG_CACHE_HOME": str(folder),
        "LD_LIBRARY_PATH": f"{toolchain.BUILD}/lib:{folder}",
        # Hark as it is in the build folder.
        "PKG_CONFIG_PATH": f"{toolchain.BUILD}/meson-uninstalled"}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if result.returncode != 0:
        pytest.fail(f"{command}\n{result.stdout}{result.stderr}", pytrace=False)
    return result.stdout + result.stderr


def spaces(text):
    return re.findall(r"^namespace (\w+)", text, re.MULTILINE)


def scan(schema, folder):
    """Builds a library of a schema that C was generated from, after those of what
    it imports, and scans it: what the scanner says."""
    text, name = schema.read_text(), schema.stem
    imported = re.findall(r'^import "(\w+).hark"', text, re.MULTILINE)
    includes = ["--include=Hark-1"]
    for each in imported:
        other = schema.with_name(f"{each}.hark")
        toolchain.generate(other, folder)
        assert scan(other, folder) == ""
        includes += [f"--include={space}-1" for space in spaces(other.read_text())]
    hark = run(["pkg-config", "--cflags", "--libs", "hark-1"], folder).split()
    libraries = [f"-l{each}" for each in imported]
    run(["cc", "-shared", "-fPIC", f"{name}.c", "-o", f"lib{name}.so", "-L.", *libraries, *hark], folder)
    [space] = spaces(text)
    return run(["g-ir-scanner", "--warn-all", "--quiet", f"--namespace={space}", "--nsversion=1", *includes,
                "--add-include-path=.", f"--add-include-path={toolchain.BUILD}/bindings", "--pkg=hark-1",
                f"--library={name}", "-L.", f"--output={space}-1.gir", f"{name}.h"], folder)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda each: each.stem)
def test_generated_header_scans_without_a_warning(schema, tmp_path):
    toolchain.generate(schema, tmp_path)
    assert scan(schema, tmp_path) == ""
    [space] = spaces(schema.read_text())
    run(["g-ir-compiler", f"--includedir={toolchain.BUILD}/bindings", "--includedir=.",
         f"{space}-1.gir", "-o", f"{space}-1.typelib"], tmp_path)


@pytest.mark.skipif(shutil.which("vapigen") is None, reason="there is no vapigen")
@pytest.mark.parametrize("schema", VALA_SCHEMAS, ids=lambda each: each.stem)
def test_vapi_names_slots_and_what_implements_them(schema, tmp_path):
    [space] = spaces(schema.read_text())
    metadata = tmp_path / f"{space}-1.metadata"
    toolchain.generate(schema, tmp_path, "--vala-metadata", metadata)
    scan(schema, tmp_path)
    said = run(["vapigen", f"--library={space}", f"--metadatadir={tmp_path}", "--pkg=gio-2.0",
                f"--vapidir={toolchain.BUILD}/bindings", "--pkg=hark-1", f"--girdir={toolchain.BUILD}/bindings",
                f"{space}-1.gir"], tmp_path)
    assert said == "Generation succeeded - 0 warning(s)\n"
    vapi = (tmp_path / f"{space}.vapi").read_text()
    virtual = re.findall(r"public virtual [\w.<>?\[\] ]+? (\w+) \(", vapi)
    slots = re.findall(r"^\w+\.(\w+)#virtual_method", metadata.read_text(), re.MULTILINE)
    assert sorted(set(virtual) - {"closed"}) == sorted({f"do_{each}" for each in slots})
    for slot in slots:
        assert re.search(rf"public (bool|Hark\.Future) (call_)?{slot} \(", vapi), slot


def test_all_of_the_library_is_described():
    """But for what is nothing but macros, or for generated code or C alone."""
    described = (toolchain.BUILD / "bindings/Hark-1.gir").read_text()
    headers = {path.name for path in (toolchain.SOURCE / "lib/hark").glob("*.h")}
    assert {name for name in headers if f"lib/hark/{name}" not in described} \
        == {"async-result.h", "combination.h", "connection-group.h", "gen.h", "hark.h",
            "log-file.h", "runtime.h", "service.h", "task-lock.h", "task-queue.h", "task.h",
            "ticker.h", "values.h"}


def test_a_warning_is_seen(tmp_path):
    schema, header = tmp_path / "bell.hark", tmp_path / "bell.h"
    schema.write_text("namespace Belfry;\nobject Bell { event rung (int32 n); }\n")
    toolchain.generate(schema, tmp_path)
    header.write_text(header.read_text().replace(" * @n: ", " * @m: "))
    assert "unknown parameter 'm'" in scan(schema, tmp_path)
