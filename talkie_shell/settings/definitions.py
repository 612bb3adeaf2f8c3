"""Every setting, defined once: name, type, default, one line of doc, what is allowed.

The settings file, the command line's flags, ``talkie-sh config`` and the checks all derive
from `Settings` and the two tables beneath it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from talkie_shell.records import SOURCES, Source

Confirm = Literal["changed", "always"]
Origin = Literal["default", "file", "flag"]
Vi = Literal["shell"] | bool
ENGINES = ("embedded", "preprocessor")
PROMPT_FIELDS = ("directory", "venv", "status", "duration", "branch", "jobs", "user", "host")

UNCERTAIN_BELOW = 0.85

Value = str | bool | int | float


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table of settings: a colour or a key."""

    name: str
    default: str | tuple[str, ...]
    doc: str


COLORS = (
    Entry("prompt", "bold ansicyan", "the prompt"),
    Entry("prompt-failed", "bold ansired", "the prompt after a command that failed"),
    Entry(
        "prompt-detail", "ansibrightblack", "the prompt's venv, branch, jobs, duration, user, host"
    ),
    Entry("preview-words", "ansibrightblack", "under the line: what the preprocessor made of it"),
    Entry("preview-command", "", "under the line: the command"),
    Entry("preview-stale", "ansibrightblack italic", "under the line: not yet for the last key"),
    Entry("uncertain", "underline", "a choice the engine is unsure of"),
    Entry("uncertain-current", "underline reverse", "the choice that the keys walk now"),
    Entry("confirm", "bold ansiyellow", "the mark of a command that waits for Enter"),
    Entry("suggestion", "ansibrightblack", "the rest of a line from history"),
    Entry("completion", "", "what Tab offers"),
    Entry("completion-current", "reverse", "... the one that stands in the line"),
    Entry("completion-about", "ansibrightblack", "... and what is said of it"),
    Entry("dictated", "ansibrightblack italic", "words that are dictated, until they are final"),
    Entry("recording", "bold ansired", "the mark of an open microphone"),
    Entry("meter", "ansigreen", "how loud the microphone is"),
    Entry("toolbar", "noreverse ansibrightblack", "the bottom line"),
    Entry("notice", "ansiyellow", "a word from talkie-sh"),
    Entry("error", "ansired", "an error of talkie-sh"),
    Entry("succeeded", "ansigreen", "the status of a command that succeeded"),
    Entry("failed", "ansired", "the status of a command that failed"),
    Entry("command-program", "bold", "highlighting: a program's name"),
    Entry("command-keyword", "bold ansimagenta", "highlighting: a word of the shell"),
    Entry("command-flag", "ansicyan", "highlighting: a flag"),
    Entry("command-string", "ansigreen", "highlighting: a quoted string"),
    Entry("command-variable", "ansiblue", "highlighting: a variable"),
    Entry("command-operator", "ansiyellow", "highlighting: a pipe, redirection or separator"),
    Entry("command-number", "ansimagenta", "highlighting: a number"),
    Entry("command-comment", "ansibrightblack italic", "highlighting: a comment"),
    Entry("command-unknown", "bold ansired", "highlighting: no such command"),
    Entry("command-missing", "ansired", "highlighting: no such file, or no such flag"),
    Entry("command-error", "ansired", "highlighting: where the command does not parse or close"),
)
"""Styles as prompt_toolkit writes them, for example "bold ansired" or "#8899aa italic"."""

KEYS = (
    Entry("alternatives_next", ("escape n", "c-o"), "the next reading, least certain choice first"),
    Entry("alternatives_previous", ("escape p",), "the previous reading"),
    Entry("run_anyway", ("c-x c-y",), "run what the guard against accidents stopped"),
    # Terminals everywhere send both; shells use Ctrl-Space for a mark that hardly anybody sets. F9
    # is for where an input method has Ctrl-Space, and can be held where its release is told.
    Entry("dictate", ("c-space", "f9"), "begin or end a dictation"),
    Entry("capitalize", ("escape c",), "Capitalise the word at the cursor"),
    Entry("upper", ("escape u",), "THE WORD AT THE CURSOR IN CAPITALS"),
    Entry("lower", ("escape l",), "the word at the cursor in small letters"),
    Entry("back", ("escape",), "a step back: from the command to the words"),
    Entry("accept", ("right", "c-f"), "take the suggestion"),
    Entry("accept_word", ("escape right", "escape f"), "take one word of the suggestion"),
    Entry("complete", ("tab",), "complete the word, and on through what fits"),
    Entry("complete_back", ("s-tab",), "back through what fits"),
    Entry("last_argument", ("escape .", "escape _"), "the last argument of the command before"),
    Entry("search", ("c-r",), "search the history"),
    Entry("editor", ("c-x c-e",), "open the line in the editor"),
    Entry("newline", ("escape enter",), "a new line inside the command"),
    Entry("clear", ("c-c",), "clear the line"),
    Entry("leave", ("c-d",), "leave, on an empty line"),
    Entry("help", ("f1",), "explain the command's flags; on an empty line, show the keys"),
    Entry("settings", ("f2",), "show the settings"),
)
"""Keys as prompt_toolkit writes them, the keys of one chord separated by blanks; "escape x"
is what terminals send for Alt-x. An empty list turns an action off."""


SHELL_KEYS = (
    Entry("turn", ("escape m", "c-x c-t"), "the words into the command; again: back"),
    Entry("next", ("escape n", "c-x n"), "the next reading, least certain choice first"),
    Entry("previous", ("escape p", "c-x p"), "the previous reading"),
    Entry("dictate", ("escape k", "f9"), "dictate into the line"),
)
"""Keys in the user's own shell (``talkie-sh init``), written as `KEYS`."""


def _table(entries: tuple[Entry, ...]) -> Mapping[str, Any]:
    return MappingProxyType({entry.name: entry.default for entry in entries})


def _setting(
    default: Value,
    doc: str,
    *,
    choices: tuple[str | bool, ...] = (),
    least: float | None = None,
    most: float | None = None,
) -> Any:
    return field(
        default=default, metadata={"doc": doc, "choices": choices, "least": least, "most": most}
    )


def choices_text(choices: tuple[str | bool, ...]) -> str:
    """What may be chosen, for people.

    Example: ("shell", True) -> "shell, true"
    """
    return ", ".join(one if isinstance(one, str) else str(one).lower() for one in choices)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force. ``origins`` says where each value came from, by dotted name; what it
    does not name is the default. ``file`` is the settings file, whether it is there or not."""

    engine: str = _setting(
        "embedded", "what proposes commands: the trained model or the tables alone", choices=ENGINES
    )
    source: Source = _setting(
        "typed", "where words come from if nobody says: typed or voice", choices=SOURCES
    )
    confirm: Confirm = _setting(
        "changed",
        "when Enter shows the command before it runs it",
        choices=("changed", "always"),
    )
    preview: bool = _setting(True, "show the command under the line while you type")
    uncertain_below: float = _setting(
        UNCERTAIN_BELOW, "underline choices whose probability is lower", least=0.0, most=1.0
    )
    context: bool = _setting(
        True, "let files, branches, programs and their flags help with names and case"
    )
    guard: bool = _setting(True, "stop commands that destroy what does not come back")
    guard_below: float = _setting(
        0.35, "stop unedited commands whose probability is lower", least=0.0, most=1.0
    )
    speech_model: str = _setting(
        "tiny.en", "what hears: a Whisper model's name, or a folder that holds one"
    )
    speech_adapter: str = _setting(
        "default", 'the adapter that taught it commands: default, a folder, or "" for none'
    )
    microphone: str = _setting(
        "", 'the microphone, by its name or a part of it; "" is the system\'s own'
    )
    endpointing: bool = _setting(True, "end a dictation when you stop speaking")
    endpointing_seconds: float = _setting(
        0.8, "seconds of silence that end a dictation", least=0.3, most=10.0
    )
    longest_dictation: float = _setting(
        30.0, "seconds after which a dictation ends by itself", least=1.0, most=30.0
    )
    keep_audio: bool = _setting(
        False, "keep the sound of what is logged, beside the log on this machine"
    )
    logging: bool = _setting(True, "keep corrections in the log, on this machine alone")
    vi: Vi = _setting(
        "shell",
        "vi keys instead of Emacs keys; shell: where the shell underneath has them",
        choices=("shell", True, False),
    )
    shell: str = _setting("", 'the shell underneath; "" is your own')
    prompt: str = _setting(
        "{venv:(%) }{directory}{branch: %}{jobs: &%} ❯ ",
        "the prompt; may name "
        + ", ".join("{" + name + "}" for name in PROMPT_FIELDS)
        + "; {branch: (%)} shows the brackets only where there is a branch",
    )
    history_words: int = _setting(
        10_000, "how many lines the history keeps", least=0, most=10_000_000
    )
    shell_history: bool = _setting(
        True, "suggest and find what bash's and zsh's history files hold, too"
    )
    resident_minutes: int = _setting(
        30,
        "how long the helper of your own shell's keys stays in memory unused; 0 does without it",
        least=0,
        most=10_000,
    )
    colors: Mapping[str, str] = field(default_factory=lambda: _table(COLORS))
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _table(KEYS))
    shell_keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _table(SHELL_KEYS))
    vocabulary: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    origins: Mapping[str, Origin] = field(
        default_factory=lambda: MappingProxyType({}), compare=False
    )
    file: Path | None = field(default=None, compare=False)

    def origin(self, name: str) -> Origin:
        """Where the value of the dotted name came from.

        Example: "colors.prompt" -> "default"
        """
        return self.origins.get(name, "default")


SCALARS: tuple[Field[Any], ...] = tuple(one for one in fields(Settings) if "doc" in one.metadata)
"""The settings that are one value each, in the order of the file."""
