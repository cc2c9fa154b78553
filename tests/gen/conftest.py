# SPDX-License-Identifier: LGPL-2.1-or-later
"""The generator is tested from inside, as the package that it is."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "gen"), str(ROOT / "tests")]
