"""The command line's grammar."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from talkie_shell import __version__, errors
from talkie_shell.cli.options import add_common_options, add_setting_options
from talkie_shell.cli.verbs import VERBS, Verb, load_verbs
from talkie_shell.cli.wrapping import Wrapping
from talkie_shell.errors import UsageError

PROGRAM = "talkie-sh"
INTERRUPTED = 130
PIPE_CLOSED = 141
UNEXPECTED = 70

_DESCRIPTION = "A shell that takes dictation: say or type the words, get the command."
_EXAMPLE = """\
examples:
  talkie-sh                                       a prompt
  talkie-sh reconstruct git status dash dash short
                                                  one command
  talkie-sh reconstruct --json < dictations.txt   one JSON object a line
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises `UsageError` and never guesses abbreviations.

    With ``free_text`` the words that are no options of its own are text, whatever they begin
    with, and so is everything after ``--``.
    """

    free_text = False

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", Wrapping)
        super().__init__(allow_abbrev=False, add_help=False, **options)
        self.add_argument("-h", "--help", action="help", help="show this help")

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        if args is not None:
            args = self._text_last(args) if self.free_text else self._known(args)
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:  # told by the verb, whose --help says what there is
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """argparse's, which lists all verbs where one is wrong: one line says what to do."""
        if not isinstance(action, argparse._SubParsersAction) or value in action.choices:  # noqa: SLF001 - as it calls it itself
            super()._check_value(action, value)
        elif self.prog == PROGRAM:
            near = _near(value, VERBS)
            hint = near or f"say: {PROGRAM} reconstruct {value} …"
            raise UsageError(f"there is no verb {value!r}; {hint}")
        else:
            hint = _near(value, action.choices) or f"there are: {', '.join(action.choices)}"
            self.error(f"there is no {str(action.metavar).lower()} {value!r}; {hint}")

    def _known(self, words: Sequence[str]) -> Sequence[str]:
        """The words, up to the verb if there is one, where every option is one of its own."""
        rest = list(words)
        while rest:
            word = rest.pop(0)
            name, equals, _ = word.partition("=")
            action = self._option_string_actions.get(name)
            if word == "--" or (word[:1] != "-" and self._subparsers is not None):
                break
            if action is not None and action.nargs is None and not equals:
                rest[:1] = []
            elif action is None and self._is_option(word):
                self._refuse(name)
        return words

    def _is_option(self, word: str) -> bool:
        """Whether argparse would take the word for one: not a number below zero, nor "-"."""
        bare = word.removeprefix("-")
        grouped = not word.startswith("--") and word[:2] in self._option_string_actions
        return bare not in ("", word) and not bare[0].isdecimal() and not grouped

    def _refuse(self, option: str, more: str = "") -> NoReturn:
        if option == "-c" and self.prog == PROGRAM:
            self.error(
                "there is no option -c: a command is run by your shell (bash -c …),"
                f" and words become one with {PROGRAM} reconstruct …"
            )
        hint = _near(option, self._option_string_actions)
        hints = " ".join(filter(None, (hint, more)))
        self.error(f"there is no option {option}" + (f"; {hints}" if hints else ""))

    def _text_last(self, words: Sequence[str]) -> list[str]:
        """Options first, then ``--``, then the text.

        Example: ["ls", "-la", "--json"] -> ["--json", "--", "ls", "-la"]
        """
        options: list[str] = []
        text: list[str] = []
        rest = list(words)
        while rest:
            word = rest.pop(0)
            name, equals, _ = word.partition("=")
            action = self._option_string_actions.get(name)
            if word == "--":
                text += rest
                break
            if action is not None:
                options.append(word)
                if action.nargs is None and not equals and rest:
                    options.append(rest.pop(0))
            elif word.startswith("--") and not text:
                self._refuse(word, "put -- before text that starts so")
            else:
                text.append(word)
        return [*options, "--", *text] if text else options


def build_parser(words: Sequence[str] | None = None) -> Parser:
    """The parser for these words; for None, the parser of everything there is."""
    parser = Parser(prog=PROGRAM, description=_DESCRIPTION, epilog=f"{_EXAMPLE}\n{_exit_codes()}")
    parser.add_argument(
        "--version", action="version", version=f"{PROGRAM} {__version__}", help="show the version"
    )
    add_common_options(parser)
    add_setting_options(parser, "engine", "source", "microphone", "speech_model", "speech_adapter")
    parser.add_argument("--private", action="store_true", help="keep this session out of the log")
    parser.add_argument(
        "--audio-file",
        action="append",
        default=[],
        metavar="FILE",
        type=Path,
        help="dictate from this sound file in place of the microphone; more than once: in turn",
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", dest="verb", parser_class=Parser)
    for verb in load_verbs(words):
        _add_verb(verbs, verb)
    return parser


def _near(word: str, names: Iterable[str]) -> str:
    """A question for the one of the names that was probably meant, "" where none is near."""
    near = difflib.get_close_matches(word, list(names), n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def _add_verb(verbs: argparse._SubParsersAction[Parser], verb: Verb) -> None:
    parser = verbs.add_parser(
        verb.NAME,
        help=verb.SUMMARY,
        description=verb.SUMMARY[0].upper() + verb.SUMMARY[1:] + ".",
        epilog=f"example:\n  {verb.EXAMPLE}",
    )
    parser.free_text = getattr(verb, "FREE_TEXT", False)
    add_common_options(parser, inherited=True)
    verb.add_arguments(parser)
    parser.set_defaults(run=verb.run, settings_may_fail=getattr(verb, "SETTINGS_MAY_FAIL", False))


def _exit_codes() -> str:
    """The epilog's table, from the docstrings of the error classes."""
    codes = {0: "all went well", errors.TalkieError.exit_code: "nothing could be made"}
    for kind in errors.TalkieError.__subclasses__():
        summary = (kind.__doc__ or "").splitlines()[0].rstrip(".")
        codes[kind.exit_code] = summary[0].lower() + summary[1:]
    codes[UNEXPECTED] = "a fault of the program itself"
    codes[INTERRUPTED] = "interrupted"
    codes[PIPE_CLOSED] = "whoever read the output stopped reading"
    lines = [f"  {code:3}  {meaning}" for code, meaning in codes.items()]
    return "exit codes:\n" + "\n".join(lines)
