# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes what was generated.

Everything is rendered before the first file is opened.  A file that would not
change is left alone, so that nothing is built again for it; one that does is
replaced in one step, so that nobody ever reads half of it.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import jinja2

from harkgen import model
from harkgen.view import SchemaView

PACKAGE = Path(__file__).resolve().parent
TEMPLATES = PACKAGE.parent / "templates"


def render(schema: model.Schema, header_name: str) -> tuple[str, str, str]:
    """The texts of header, body and metadata for Vala."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined, autoescape=False,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    view = SchemaView(schema, header_name)
    return tuple(_tidy(environment.get_template(each).render(view=view))
                 for each in ("header.h.j2", "body.c.j2", "vala.metadata.j2"))


def _tidy(text: str) -> str:
    """Lines that are blank are empty, and there is one at a time."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text))


def write_outputs(schema: model.Schema, *, header: str | None,
                  body: str | None, vala_metadata: str | None,
                  depfile: str | None, schema_paths: list[str]) -> None:
    """Writes the files that have a name."""
    texts = render(schema, os.path.basename(header or ""))
    outputs = list(zip((header, body, vala_metadata), texts))
    targets = [path for path, _ in outputs if path]
    outputs.append((depfile, make_rule(targets, [*schema_paths, *_own_files()])))
    for path, text in outputs:
        if not path:
            continue
        try:
            _replace(path, text.encode())
        except OSError as error:
            # The name that the user gave, not that of a temporary file.
            raise OSError(error.errno, error.strerror, path) from None


def _own_files() -> list[str]:
    """Another generator may well make other code."""
    return sorted(str(each) for each in (*PACKAGE.glob("*.py"), *PACKAGE.glob("*.lark"),
                                         *TEMPLATES.glob("*.j2")))


def make_rule(targets: list[str], prerequisites: list[str]) -> str:
    return (" ".join(map(_escape, targets)) + ":"
            + "".join(f" \\\n  {_escape(each)}" for each in prerequisites)
            + "\n")


def _escape(path: str) -> str:
    """As Make and ninja read it."""
    return (path.replace(" ", "\\ ")
            .replace("#", "\\#").replace("$", "$$"))


def _replace(path: str, data: bytes) -> None:
    try:
        with open(path, "rb") as stream:
            if stream.read() == data:
                return
    except FileNotFoundError:
        pass
    handle, temporary = tempfile.mkstemp(
        prefix=f".{os.path.basename(path)}.", dir=os.path.dirname(path) or ".")
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
            os.fchmod(stream.fileno(), 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    """The only way to ask is to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
