# SPDX-License-Identifier: LGPL-2.1-or-later
"""Connections in the middle of which somebody sits, who cuts them between any two bytes."""

import selectors
import socket
import struct
import threading
import time


class Proxy:
    """Listens on `path`, and hands on to `target`, until it is closed."""

    def __init__(self, path, target, random):
        self.path = path
        self.target = target
        self.random = random
        self.n_cut = 0
        self.cuts = 0               # connections that are to be cut
        self.pairs = {}             # socket -> the other
        self.allowed = {}           # socket -> bytes until it is cut
        self.selector = selectors.DefaultSelector()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen(64)
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.is_over = False
        self.is_dropping = False
        self.is_shut = False        # nobody gets in
        self.turned_away = []       # who came then, and when: (process, time)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def cut(self):
        """One of the connections ends, some bytes from now."""
        self.cuts += 1

    def drop(self):
        """All of them end."""
        self.is_dropping = True

    def close(self):
        self.is_over = True
        self.thread.join(timeout=60)
        for connection in list(self.pairs):
            connection.close()
        self.listener.close()

    def on_data(self, connection, data):
        """For whoever listens."""

    def _run(self):
        while not self.is_over:
            while self.is_dropping and self.pairs:
                self._end(next(iter(self.pairs)))
            self.is_dropping = False
            if self.cuts and self.pairs:
                self.cuts -= 1
                self.allowed[self.random.choice(list(self.pairs))] = self.random.randrange(5000)
            for key, _ in self.selector.select(timeout=0.02):
                if key.fileobj is self.listener:
                    self._welcome()
                elif key.fileobj in self.pairs:
                    self._hand_on(key.fileobj)

    def _welcome(self):
        one, _ = self.listener.accept()
        if self.is_shut:
            credentials = one.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            self.turned_away.append((struct.unpack("3i", credentials)[0], time.monotonic()))
            one.close()
            return
        other = socket.socket(socket.AF_UNIX)
        try:
            other.connect(str(self.target))
        except OSError:
            one.close()
            other.close()
            return
        for connection, twin in ((one, other), (other, one)):
            self.pairs[connection] = twin
            self.selector.register(connection, selectors.EVENT_READ)

    def _hand_on(self, connection):
        try:
            data = connection.recv(65536)
        except OSError:
            data = b""
        self.on_data(connection, data)
        allowed = self.allowed.get(connection)
        is_last = not data or (allowed is not None and allowed < len(data))
        if allowed is not None:
            self.n_cut += is_last and bool(data)
            data = data[:allowed]
            self.allowed[connection] = allowed - len(data)
        try:
            # Who does not read is waited for: so does a kernel whose buffers are full.
            self.pairs[connection].settimeout(10)
            self.pairs[connection].sendall(data)
        except OSError:
            is_last = True
        if is_last:
            self._end(connection)

    def _end(self, connection):
        for one in (connection, self.pairs[connection]):
            self.selector.unregister(one)
            self.allowed.pop(one, None)
            del self.pairs[one]
            one.close()
