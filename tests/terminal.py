# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pseudo-terminals for tests in Python, where the system has any: a bare chroot may not."""

import pty

import pytest


def open_terminal():
    """Both ends, ours first; without one the test is skipped."""
    try:
        return pty.openpty()
    except OSError as error:
        pytest.skip(f"no pseudo-terminal: {error}")
