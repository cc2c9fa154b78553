# SPDX-License-Identifier: LGPL-2.1-or-later
"""How large things may be.

Every limit is far above what a person writes, and low enough that a schema made
by a program, or by an enemy, is refused in words instead of eating the machine.
"""

MAX_SCHEMA_BYTES = 1024 * 1024
MAX_IMPORT_DEPTH = 32

MAX_NAME_LENGTH = 64
MAX_TYPE_DEPTH = 8        # of one type: `map<string, T?[]>` is 3 deep
MAX_RECORD_DEPTH = 32     # records in records
MAX_VARIANT_LENGTH = 4096 # the characters of a GVariant type string

MAX_MEMBERS = 4096        # events, or slots, of one object
MAX_PARAMETERS = 64
MAX_FIELDS = 256
MAX_VALUES = 4096
MAX_QUEUE_DEPTH = 1_000_000

MAX_SYNTAX_ERRORS = 20    # of one file, until the parser gives up
MAX_SHOWN = 100           # errors and warnings of one run
