# SPDX-License-Identifier: LGPL-2.1-or-later
"""Two peers over a broker, three processes: requests go one way, products the other."""

import subprocess

import pytest
from toolchain import BUILD


@pytest.fixture
def start(tmp_path):
    """Starts a program; at the end none is left."""
    processes = []

    def start(*command):
        process = subprocess.Popen([str(word) for word in command], text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        processes.append(process)
        return process

    yield start
    ended = []
    for process in reversed(processes):
        process.terminate()
        _, stderr = process.communicate(timeout=30)
        ended.append((process.returncode, stderr))
    assert ended == [(0, "")] * len(processes)


def test_requests_and_products(start, tmp_path):
    address = f"unix:{tmp_path}/socket"
    broker = start(BUILD / "tools/hark-broker", "--address", address)
    assert broker.stdout.readline().startswith("ready")
    producer = start(BUILD / "examples/example-producer", address)
    assert producer.stdout.readline() == "ready\n"

    for serial in (0, 3):
        consumer = start(BUILD / "examples/example-consumer", address)
        assert consumer.stdout.read() == "".join(f"got chair, number {serial + i}\n" for i in (1, 2, 3))
        assert consumer.wait(timeout=30) == 0
        assert producer.stdout.readline() == "requested: 3 of chair\n"
