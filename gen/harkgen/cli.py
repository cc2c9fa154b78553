# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command line: the only module that prints, and the only one that exits."""

from __future__ import annotations

import argparse
import json
import os
import sys

from harkgen import VERSION, emit
from harkgen.coverage import check_coverage
from harkgen.describe import describe
from harkgen.limits import MAX_SHOWN
from harkgen.load import load
from harkgen.rules import rules
from harkgen.source import Diagnostic, Report, SchemaError

DESCRIPTION = """\
Turns a Hark schema into a C header and a C source file: GObject classes with
typed events and slots, and the records and enumerations that they carry.
"""

EPILOG = """\
examples:
  hark-gen --header workshop.h --body workshop.c workshop.hark
  hark-gen --check workshop.hark         is all well with it?
  hark-gen --vala-metadata Workshop-1.metadata workshop.hark
  hark-gen --model workshop.hark | jq    what Hark has understood, as JSON

What is wrong with a schema goes to the standard error, as FILE:LINE:COLUMN and
a sentence, with the line and a caret under it; in colour on a terminal, unless
NO_COLOR is set.  Outputs are written only if they change, and only if nothing
is wrong.

exit status:
  0  all is well (there may be warnings)
  1  the schema cannot be used, or an output cannot be written
  2  the command line makes no sense
"""


def main(arguments: list[str] | None = None) -> int:
    options = _read(arguments)
    report = Report()
    try:
        _run(options, report)
    except SchemaError as error:
        report.diagnostics += error.diagnostics
    except BrokenPipeError:
        # Whoever read the model has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"hark-gen: cannot write '{error.filename}': {error.strerror}",
              file=sys.stderr)
        return 1
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    shown = report.in_order[:MAX_SHOWN]
    for each in shown:
        print(_paint(each) if colour else each, file=sys.stderr)
    if n_more := len(report.in_order) - len(shown):
        print(f"hark-gen: and {n_more} more like these", file=sys.stderr)
    return 1 if report.has_errors else 0


def _run(options: argparse.Namespace, report: Report) -> None:
    schema = load(options.schema, options.include, report)
    if schema is None or options.check:
        return
    if options.model:
        json.dump(describe(schema), sys.stdout, indent=2)
        print(flush=True)
        return
    if options.rules:
        print(rules(schema), end="", flush=True)
        return
    check_coverage(schema, report)
    if report.has_errors:
        return
    emit.write_outputs(schema, header=options.header, body=options.body,
                       vala_metadata=options.vala_metadata,
                       depfile=options.depfile, schema_paths=schema.paths)


def _read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="hark-gen", description=DESCRIPTION, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        usage="hark-gen --header H --body C [OPTION...] FILE.hark\n"
              "       hark-gen --check | --model | --rules [--include DIR] FILE.hark")
    parser.add_argument("schema", metavar="FILE.hark", help="the schema")
    parser.add_argument("--header", metavar="H", help="write the C header here")
    parser.add_argument("--body", metavar="C",
                        help="write the C source here; it includes the header")
    parser.add_argument("--vala-metadata", metavar="V",
                        help="write here what vapigen has to know; it looks for "
                        "a file called as the GIR file is, NAME-1.metadata")
    parser.add_argument("--depfile", metavar="F",
                        help="write a Makefile rule here that names all the "
                        "schemas that were read, for build systems")
    parser.add_argument("--include", metavar="DIR", action="append",
                        default=[], help="look here for imports, too (may be "
                        "given several times, searched in that order)")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--check", action="store_true",
                       help="check the schema and write nothing")
    modes.add_argument("--model", action="store_true",
                       help="print the checked schema as JSON")
    modes.add_argument("--rules", action="store_true",
                       help="print what @allow says as rules for hark-broker")
    parser.add_argument("--version", action="version",
                        version=f"hark-gen {VERSION}")
    options = parser.parse_args(arguments)
    outputs = [options.header, options.body, options.vala_metadata,
               options.depfile]
    if options.check or options.model or options.rules:
        if any(outputs):
            parser.error("--check, --model and --rules write no files; leave out "
                         "--header, --body, --vala-metadata and --depfile")
    elif not (options.header or options.body or options.vala_metadata):
        parser.error("nothing to do: say --header and --body, "
                     "or --check, --model or --rules")
    elif options.body and not options.header:
        parser.error("--body needs --header, since it includes it")
    return options


def _paint(diagnostic: Diagnostic) -> str:
    """In the colours that compilers have made familiar."""
    first, *excerpt = str(diagnostic).split("\n")
    place = str(diagnostic.place)
    lines = [f"\033[1m{place}:\033[0m{first[len(place) + 1:]}"]
    if excerpt:
        hue = 35 if diagnostic.is_warning else 31
        lines += [excerpt[0], f"\033[1;{hue}m{excerpt[1]}\033[0m"]
    return "\n".join(lines)
