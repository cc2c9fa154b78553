# SPDX-License-Identifier: LGPL-2.1-or-later
"""Hark's schema compiler.

A schema goes through a line of stations, each of which knows only the one
before it:

    source -> grammar -> ast -> check -> model -> view -> emit

The model speaks the schema's language and knows no C; the view turns it into
finished C strings; the templates put these in their places.  `cli` is the only
module that prints or exits: all the others raise, or collect, diagnostics.
"""

VERSION = "0.1.0"
