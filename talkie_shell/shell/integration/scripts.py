"""What ``talkie-sh init`` prints: a shell's script with everything it needs to know in it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from talkie_shell.settings import Settings
from talkie_shell.shell.integration.keys import for_bash, for_fish, for_zsh, sent

SHELLS = ("bash", "zsh", "fish")
_HERE = Path(__file__).parent
_FISH_CLIPBOARD = "c-x"


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are. ``python`` and ``client`` start `talkie_shell.resident.client`;
    ``folder`` and ``name`` are its socket, ``name`` empty for none; ``config`` is a settings
    file, "" for the user's own."""

    python: str
    client: str
    folder: str
    name: str
    config: str = ""


def script(shell: str, settings: Settings, place: Place) -> str:
    """The script for one of `SHELLS`. Raises `SettingsError` for a key that it cannot have."""
    quote = _fish_word if shell == "fish" else shlex.quote
    config = ["--config", place.config] if place.config else []
    client = [place.python, "-I", "-S", place.client, place.folder, place.name, place.config]
    dictate = [place.python, "-P", "-m", "talkie_shell", *config, "dictate", "--for-shell"]
    told = {
        "client": " ".join(quote(word) for word in client),
        "dictate": " ".join(quote(word) for word in dictate),
        "keys": "\n".join(_bindings(shell, settings)),
    }
    text = (_HERE / f"own.{shell}").read_text(encoding="utf-8")
    filled = re.sub(r"@(\w+)@", lambda found: told[found[1]], text)
    if shell != "zsh":
        return filled
    # Where zsh's options and aliases are not as it comes; the functions keep these as theirs.
    return f"\\builtin emulate -R zsh -o no_aliases -c {shlex.quote(filled)}\n"


def _bindings(shell: str, settings: Settings) -> Iterator[str]:
    """A line for each key."""
    for action, chords in settings.shell_keys.items():
        for chord in chords:
            if shell == "bash":
                yield f"__talkie_bind '\"{for_bash(sent(chord))}\": __talkie_{action}'"
            elif shell == "zsh":
                yield f"__talkie_bind {shlex.quote(for_zsh(sent(chord)))} {action}"
            elif not _is_of_fish(chord, settings.origin(f"shell_keys.{action}")):
                yield f"__talkie_bind {for_fish(sent(chord))} {action}"


def _is_of_fish(chord: str, origin: str) -> bool:
    """Whether a default would have fish wait after Ctrl-X, its key for the clipboard."""
    return origin == "default" and chord.startswith(_FISH_CLIPBOARD)


def _fish_word(word: str) -> str:
    r"""A word in fish's quotes.

    Example: ``it's`` -> ``'it\'s'``
    """
    return "'" + word.replace("\\", r"\\").replace("'", r"\'") + "'"
