# SPDX-License-Identifier: LGPL-2.1-or-later
"""A short campaign; ./dev stress bridge is a long one."""

from campaign import campaign


def test_rule_29_nothing_is_lost_and_nothing_comes_twice(tmp_path):
    said, wrong = campaign(tmp_path, 5, 7)
    assert not wrong, said + wrong
