# SPDX-License-Identifier: LGPL-2.1-or-later
"""The descriptor of a queue, as @queue asks for it."""

from __future__ import annotations

from harkgen import model
from harkgen.cname import string


class QueueView:
    def __init__(self, queue: model.Queue, token: str):
        self.symbol = f"{token}__queue"
        self.initializers = [
            f".policy = HARK_QUEUE_{queue.policy.upper().replace('-', '_')}",
            *([f".depth = {queue.depth}"] if queue.depth else []),
            *([f".interval = G_GINT64_CONSTANT ({queue.interval * 1000})"]
              if queue.interval else []),
            *([f".key = {string(queue.key)}"] if queue.key else []),
        ]
