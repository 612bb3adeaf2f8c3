"""Everything that can go wrong and is expected to, as one tree.

    TalkieError             1   the root; nothing could be made
    ├── UsageError          2   the command line makes no sense
    ├── SettingsError       3   the settings file: which file, which key, what is allowed
    ├── VocabularyError     4   a vocabulary table, ours or the user's
    ├── DataError           5   a file given as input: file, line, why
    ├── FolderError         6   a folder of ours cannot be made or written
    ├── WeightsError        7   trained weights are missing or damaged
    ├── ShellError          8   the shell underneath does not start or went away
    ├── LogError            9   the log of corrections
    ├── TrainingError      10   a training run cannot start or go on
    └── SpeechError        11   speech cannot be recorded or recognised

The number is the exit code. A message is one line, without a full stop, and says what to
do where that is known. Errors of other libraries are translated where they are raised;
the command line prints them in one place.
"""

from __future__ import annotations

from typing import ClassVar


class TalkieError(Exception):
    """An expected failure, told in one line."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


def unexpected(error: Exception) -> str:
    """An error that nobody expected, in one line: its kind and how its message begins.

    Example: KeyError("rate") -> ``KeyError: 'rate'``
    """
    first = next(iter(str(error).strip().splitlines()), "")
    return " ".join(f"{type(error).__name__}: {first}".split()).removesuffix(":")


class UsageError(TalkieError):
    """The command line makes no sense."""

    exit_code = 2


class SettingsError(TalkieError):
    """The settings file, or a flag that stands for a setting, holds something unknown."""

    exit_code = 3


class VocabularyError(TalkieError):
    """A vocabulary table holds something that cannot be used."""

    exit_code = 4


class DataError(TalkieError):
    """A file given as input is missing, unreadable or not in its format."""

    exit_code = 5


class FolderError(TalkieError):
    """A folder of ours cannot be made or written."""

    exit_code = 6


class WeightsError(TalkieError):
    """Trained weights are missing or damaged."""

    exit_code = 7


class ShellError(TalkieError):
    """The shell underneath does not start or went away."""

    exit_code = 8


class LogError(TalkieError):
    """The log of corrections cannot be read or written."""

    exit_code = 9


class TrainingError(TalkieError):
    """A training run cannot start or go on."""

    exit_code = 10


class SpeechError(TalkieError):
    """Speech cannot be recorded or recognised."""

    exit_code = 11
