# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whatever the bytes, the answer is a model or messages, and never a traceback.

Seeded, so that a failure comes back; bounded, so that it stays a test.
"""

import random
import re
from pathlib import Path

import pytest

from harkgen.describe import describe
from harkgen.load import load
from harkgen.source import Report

BAD = Path(__file__).parent / "bad"
SCHEMAS = [each.read_bytes() for each in sorted(BAD.glob("*.hark"))
           if each.stat().st_size < 4000]
WORDS = (b"namespace import record enum flags error object interface event "
         b"slot async state forward throws map fd string uint64 Order Producer "
         b"true null -1 1e9 0x10 = -> < > ( ) { } [ ] ? ; , . : @ \" /* */ /** "
         b"///< // \\ \n _ a A \xc3\xb6 \xff \x00").split(b" ")


def answer(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    report = Report()
    schema = load(str(path), [str(BAD)], report)
    messages = [str(each) for each in report.in_order]
    assert (schema is None) == report.has_errors
    for each in messages:
        first = each.splitlines()[0]
        assert re.match(r".*\.hark(:\d+:\d+)?: .", first), first
    if schema is not None:
        describe(schema)
    return messages


def mutate(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        at = dice.randint(0, len(data))
        to = min(len(data), at + dice.randint(0, 12))
        match dice.randrange(4):
            case 0:
                data = data[:at] + data[to:]
            case 1:
                data = data[:at] + dice.choice(WORDS) + b" " + data[at:]
            case 2:
                data = data[:at] + dice.choice(WORDS) + data[to:]
            case 3:
                data = data[:at] + data[at:to] * dice.randint(2, 5) + data[to:]
    return data


@pytest.mark.parametrize("seed", range(8))
def test_random_bytes(seed, tmp_path):
    dice = random.Random(seed)
    for _ in range(50):
        data = dice.randbytes(dice.randint(1, 200))
        assert answer(tmp_path / "x.hark", data) != []


@pytest.mark.parametrize("seed", range(8))
def test_random_words(seed, tmp_path):
    dice = random.Random(seed)
    for _ in range(50):
        words = dice.choices(WORDS, k=dice.randint(1, 80))
        assert answer(tmp_path / "x.hark", b" ".join(words)) != []


@pytest.mark.parametrize("seed", range(20))
def test_mutated_schemas(seed, tmp_path):
    dice = random.Random(seed)
    for _ in range(50):
        answer(tmp_path / "x.hark", mutate(dice.choice(SCHEMAS), dice))


@pytest.mark.parametrize("seed", range(4))
def test_truncated_schemas(seed, tmp_path):
    dice = random.Random(seed)
    for _ in range(50):
        data = dice.choice(SCHEMAS)
        answer(tmp_path / "x.hark", data[:dice.randint(0, len(data))])


@pytest.mark.parametrize("seed", range(4))
def test_the_same_bytes_get_the_same_answer(seed, tmp_path):
    data = mutate(random.Random(seed).choice(SCHEMAS), random.Random(seed))
    path = tmp_path / "x.hark"
    assert answer(path, data) == answer(path, data)
