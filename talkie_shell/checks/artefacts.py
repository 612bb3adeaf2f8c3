"""What a model or a terminal leaves around a command: control characters, chatter, fences.

Control characters and escape sequences never survive, newline and tab apart. The rest is
cut only where nobody said it. Nothing is ever added.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from talkie_shell.checks.words import ends_escaped

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # control sequences: colours, cursor, paste marks
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"  # strings
    r"|\x1b[ -/]+[0-~]|\x1b[78=>]"  # character sets, saved cursor, keypad
)
# U+2028 and on: separators and direction marks that make a line read as another.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


def strip_controls(text: str) -> str:
    r"""``text`` without escape sequences and control characters; newline and tab stay.

    Direction overrides, line separators and byte-order marks count as controls; the
    joiners that emoji and other scripts need do not.

    Example: "ls \x1b[31m-l\x07" -> ``ls -l``
    """
    if text.isascii() and text.isprintable():
        return text
    return _CONTROLS.sub("", _ESCAPES.sub("", text))


_END_TOKEN = re.compile(
    r"<\|(?:im_end|im_start|endoftext|eot_id|end|end_of_text)\|>|</s>|<end_of_turn>|<eos>"
)
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>\s*", re.DOTALL)
_FENCE = re.compile(r"```[ \t]*(?:\w+[ \t]*(?=\n))?(.*?)(?:```.*|`{0,2}\Z)", re.DOTALL)
_PREAMBLE = re.compile(
    r"\s*(?:(sure|certainly|okay|of course|here|the)\b[^\n:]*"
    r"|(?:bash |shell )?(command|output|answer|result|assistant|bash)[ \t]*):[ \t]*(\n)?\s*",
    re.IGNORECASE,
)
_LINE_NAMES = re.compile(r"\bnew ?line\b", re.IGNORECASE)
_TICK_NAMES = re.compile(r"`|\btick|\bback ?(?:tick|quote)|\bgrave\b", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<=[\w\"')\]}])[.,!?:\u3002]\Z")
_STOP_NAMES = {
    ".": frozenset({"dot", "dots", "period", "point", "stop"}),
    ",": frozenset({"comma"}),
    "!": frozenset({"bang", "mark", "point", "exclam", "not"}),
    "?": frozenset({"mark", "question"}),
    ":": frozenset({"colon"}),
}


def _end_tokens(command: str, said: str) -> str:
    end = _END_TOKEN.search(command)
    return command if end is None or end[0] in said else command[: end.start()]


def _thoughts(command: str, said: str) -> str:
    return command if "<think>" in said else _THOUGHT.sub("", command)


def _fences(command: str, said: str) -> str:
    if "```" not in command or "```" in said or _TICK_NAMES.search(said):
        return command
    fence = _FENCE.search(command)
    return fence[1].strip() if fence else command


def _quoted_whole(command: str, said: str) -> str:
    whole = command.strip()
    inner = whole[1:-1]
    wrapped = len(whole) > 2 and whole[0] == whole[-1] == "`" and "`" not in inner
    return inner if wrapped and not _TICK_NAMES.search(said) else command


def _preamble(command: str, said: str) -> str:
    start = 0
    while preamble := _PREAMBLE.match(command, start):
        if preamble[3] is None or _lines_said(said):
            first = re.escape(preamble[1] or preamble[2])
            if re.search(rf"\b{first}\b", said, re.IGNORECASE):
                break
        start = preamble.end()
    return command[start:]


def _afterword(command: str, said: str) -> str:
    """A model that goes on talking does so on the next line."""
    if "\n" not in command or _lines_said(said):
        return command
    return command.strip().partition("\n")[0]


def _lines_said(said: str) -> bool:
    """Whether a newline was said. The first one in ``said`` only divides the preprocessor's
    line from the utterance."""
    return "\n" in said.partition("\n")[2] or _LINE_NAMES.search(said) is not None


def _blanks(command: str, said: str) -> str:
    kept = command.rstrip()
    if ends_escaped(kept) and len(kept) < len(command):
        kept = command[: len(kept) + 1]
    return kept.lstrip()


def _full_stop(command: str, said: str) -> str:
    stop = _FULL_STOP.search(command)
    if stop is None:
        return command
    names = _STOP_NAMES.get(stop[0], frozenset())
    times = max(
        line.count(stop[0]) + sum(word.strip(".,!?:") in names for word in line.lower().split())
        for line in said.split("\n")
    )
    return command[:-1] if command.count(stop[0]) > times else command


_CUTS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    ("end-of-text mark cut", _end_tokens),
    ("thinking aloud cut", _thoughts),
    ("code fence cut", _fences),
    ("code quotes cut", _quoted_whole),
    ("preamble cut", _preamble),
    ("text after the command cut", _afterword),
    ("blanks around the command cut", _blanks),
    ("closing punctuation cut", _full_stop),
)


def cut_artefacts(command: str, said: str) -> tuple[str, tuple[str, ...]]:
    r"""``command`` without what a model adds around it, and what was cut, in words.

    ``said`` is the preprocessor's best line, a newline, and the utterance: whatever is in it
    was said and stays.

    Example: ("```bash\nls -l\n```", "ls dash l") -> ``ls -l``
    """
    mended: list[str] = []
    changed = True
    while changed:
        changed = False
        for name, cut in _CUTS:
            shorter = cut(command, said)
            if shorter != command:
                command, changed = shorter, True
                if name not in mended:
                    mended.append(name)
    return command, tuple(mended)
