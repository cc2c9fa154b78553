# SPDX-License-Identifier: LGPL-2.1-or-later
"""What to say about text that is no schema, and where to read on.

Lark calls a Recovery with each syntax error.  The parser's stack is cut back to
where a broken value, member or declaration may stand, one is put there, and
reading goes on behind it.  A ';' that was merely forgotten is put in instead.
Only errors that a person would want to see are reported: the checker does not
run on what this module has patched.
"""

from __future__ import annotations

import re

from lark import Token, UnexpectedCharacters, UnexpectedInput
from lark.parsers.lalr_analysis import Shift

from harkgen.limits import MAX_SYNTAX_ERRORS
from harkgen.source import Place, Report, Source
from harkgen.words import one_of, suggestion

BROKEN = ("BROKEN_VALUE", "BROKEN_MEMBER", "BROKEN_DECLARATION")
PLAIN_WORDS = {"NAME": "a name", "INTEGER": "a number", "FLOAT": "a number",
               "STRING": "a string"}
UNTOLD = {"AT", "LSQB", "QMARK", "DOT", "EQUAL", "INTERFACE", *BROKEN}
LITERALS = {"INTEGER", "FLOAT", "STRING", "TRUE", "FALSE", "NULL", "NAME",
            "HYPHENATED"}

STEPPING_STONE = re.compile(
    r'"(?:[^"\\\n]|\\.)*"?|//[^\n]*|/\*.*?(?:\*/|\Z)|(?P<mark>[{};,])',
    re.DOTALL)


class Recovery:
    def __init__(self, source: Source, report: Report, words: dict[str, str]):
        """`words` says how each fixed terminal is written."""
        self.source = source
        self.report = report
        self.words = words
        self.n_errors = 0

    def __call__(self, error: UnexpectedInput) -> bool:
        """Reports the error; the answer says whether reading can go on."""
        state = error.interactive_parser.parser_state
        lexer = error.interactive_parser.lexer_thread.state
        parser = _Stack(state)
        expected = parser.accepted()

        if isinstance(error, UnexpectedCharacters):
            offset = error.pos_in_stream
            self._say(offset, 1, self._about_character(offset))
        elif error.token.type == "$END":
            self._say_end(expected)
            return False
        else:
            offset = error.token.start_pos
            last = error.token_history and error.token_history[0]
            if last and "SEMICOLON" in expected and self._is_over(last, error):
                self._say(last.end_pos - 1, 1,
                          f"';' is missing behind '{last}'")
                state.feed_token(Token("SEMICOLON", ";", last.start_pos,
                                       end_pos=last.end_pos))
                lexer.line_ctr.char_pos = offset
                return self.n_errors < MAX_SYNTAX_ERRORS
            self._say(offset, len(error.token),
                      self._about_token(error.token, expected))

        broken = parser.cut_back()
        lexer.line_ctr.char_pos = self._resume_at(offset, broken)
        state.feed_token(Token(broken, "", offset, end_pos=offset))
        return self.n_errors < MAX_SYNTAX_ERRORS

    # ------------------------------------------------------------- messages

    def _say(self, offset: int, width: int, message: str) -> None:
        self.n_errors += 1
        self.report.error(Place(self.source, offset, offset + width), message)

    def _say_end(self, expected: set[str]) -> None:
        end = len(self.source.text.rstrip())
        if "RBRACE" in expected:
            expected = {"RBRACE"}
        self._say(max(0, end - 1), 1,
                  f"the schema ends too early{self._expectation(expected)}")

    def _about_character(self, offset: int) -> str:
        text = self.source.text
        if text.startswith("/*", offset):
            return "this comment is never closed; '*/' closes it"
        match text[offset]:
            case '"':
                return "this string is not closed on its line"
            case "'":
                return "a string stands in double quotes"
            case char if char.isalpha():
                return f"'{char}' has no meaning here; names are plain ASCII"
            case char if char.isprintable():
                return f"'{char}' has no meaning here"
            case char:
                return f"the character U+{ord(char):04X} has no meaning here"

    def _about_token(self, token: Token, expected: set[str]) -> str:
        near = suggestion(token, [self.words[each] for each in expected
                                  if each in self.words])
        if near and token.type == "NAME":
            return f"unexpected '{token}'{near}"
        return f"unexpected '{token}'{self._expectation(expected)}"

    def _expectation(self, expected: set[str]) -> str:
        told = expected - UNTOLD or expected - set(BROKEN)
        names = set()
        if "MAP" in told:
            told = told - {"MAP", "OBJECT", "NAME"}
            names.add("a type")
        if {"TRUE", "INTEGER"} <= told:
            told = told - LITERALS
            names.add("a value")
        names |= {PLAIN_WORDS.get(each) or f"'{self.words[each]}'"
                  for each in told if each in PLAIN_WORDS or each in self.words}
        return f", expected {one_of(sorted(names))}" if names else ""

    def _is_over(self, last: Token, error: UnexpectedInput) -> bool:
        """Whether what the last token belongs to is plainly over."""
        token = error.token
        return (token == "}"
                or "\n" in self.source.text[last.end_pos:token.start_pos])

    # -------------------------------------------------------------- going on

    def _resume_at(self, offset: int, broken: str) -> int:
        """Where the broken thing that was met at `offset` ends."""
        depth = 0
        for stone in STEPPING_STONE.finditer(self.source.text, offset):
            mark = stone["mark"]
            if mark == "{":
                depth += 1
            elif mark == "}" and depth == 0:
                return (stone.end() if broken == "BROKEN_DECLARATION"
                        else stone.start())
            elif mark == "}":
                depth -= 1
                if depth == 0 and broken != "BROKEN_VALUE":
                    return stone.end()
            elif depth == 0 and mark == ";" and broken != "BROKEN_VALUE":
                return stone.end()
            elif depth == 0 and mark == "," and broken == "BROKEN_VALUE":
                return stone.start()
        return len(self.source.text)


class _Stack:
    """The stack of Lark's parser, asked without being moved."""

    def __init__(self, state):
        self.state = state
        self.table = state.parse_conf.states

    def accepted(self) -> set[str]:
        top = self.table[self.state.state_stack[-1]]
        return {each for each in top if each.isupper() and self._accepts(each)}

    def _accepts(self, terminal: str) -> bool:
        stack = list(self.state.state_stack)
        while terminal in self.table[stack[-1]]:
            action, target = self.table[stack[-1]][terminal]
            if action is Shift:
                return True
            if target.expansion:
                del stack[-len(target.expansion):]
            stack.append(self.table[stack[-1]][target.origin.name][1])
        return False

    def cut_back(self) -> str:
        """Drops what is unfinished, down to where something broken may
        stand; says which kind may."""
        while True:
            for broken in BROKEN:
                if (broken in self.table[self.state.state_stack[-1]]
                        and self._accepts(broken)):
                    return broken
            self.state.state_stack.pop()
            self.state.value_stack.pop()
