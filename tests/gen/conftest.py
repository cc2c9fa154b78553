# SPDX-License-Identifier: LGPL-2.1-or-later
"""The generator is tested from inside, as the package that it is."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "gen"))
