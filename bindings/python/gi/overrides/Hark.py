# SPDX-License-Identifier: LGPL-2.1-or-later
"""What Python gets beyond what the typelib says.

The events of an object are signals as soon as somebody connects to one of them,
and a future can be awaited in a coroutine of asyncio.
"""

import asyncio
import contextlib
import functools
import importlib

from gi.repository import GObject

from ..module import get_introspection_module
from ..overrides import override

Hark = get_introspection_module("Hark")

__all__ = ["Object", "Peer", "Future"]

CONNECTING = ("connect", "connect_after", "connect_data", "connect_object", "connect_object_after")


def _is_mirrored(self, signal):
    """Events are, and what is notified of states, which have a signal of their name."""
    name, _, detail = signal.partition("::")
    return name != "notify" or bool(detail and GObject.signal_lookup(detail, type(self)))


def _mirroring(name):
    connect = getattr(GObject.Object, name)

    @functools.wraps(connect)
    def connecting(self, signal, *args, **kwargs):
        if _is_mirrored(self, signal):
            self.enable_signals()
        return connect(self, signal, *args, **kwargs)

    return connecting


class Object(Hark.Object):
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        # GObject.Object comes first in the order of bases, and would win.
        if not any(issubclass(base, Object) for base in cls.__bases__ if base is not Object):
            for name in CONNECTING:
                setattr(cls, name, _mirroring(name))


Object = override(Object)
# Those below have it among their bases.
importlib.import_module("gi.repository.Hark").Object = Object


class Peer(Hark.Peer):
    """A peer connects to its broker, and its signals to functions."""

    def connect(self, first, *args):
        if isinstance(first, str):
            return _mirroring("connect")(self, first, *args)
        return super().connect(first, *args)

    def disconnect(self, *handler):
        if handler:
            return GObject.Object.disconnect(self, *handler)
        return super().disconnect()


Peer = override(Peer)


@functools.cache
def _messenger():
    """An object on a thread of its own, which carries news to asyncio's loops."""
    return Hark.Loop.new_thread("asyncio")


class Future(Hark.Future):
    # A keyword, which not every PyGObject knows.
    await_ = getattr(Hark.Future, "await_", None) or getattr(Hark.Future, "await")

    def __await__(self):
        """Waits for the future, and gives it back, for <Class>.finish_<name>()."""
        loop = asyncio.get_running_loop()
        settled = loop.create_future()

        def tell(*_):
            # Who has given up may have closed it.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(lambda: settled.done() or settled.set_result(None))

        self.then(_messenger(), tell)
        yield from settled
        return self


Future = override(Future)
