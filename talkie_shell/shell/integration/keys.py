"""Keys as the settings write them -> as bash, zsh and fish write them. Pure."""

from __future__ import annotations

from talkie_shell.errors import SettingsError

_NAMED = {
    "escape": "\x1b",
    "enter": "\r",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "c-space": "\0",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "s-tab": "\x1b[Z",
    **{f"f{number}": f"\x1bO{letter}" for number, letter in zip(range(1, 5), "PQRS", strict=True)},
    **{
        f"f{number}": f"\x1b[{code}~"
        for number, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)
    },
}
"""What terminals send, as xterm does."""


def sent(chord: str) -> str:
    r"""What a terminal sends for the keys of a chord, one after the other.

    Raises `SettingsError` for a key that has no such sequence.
    Example: "c-x escape m" -> ``"\x18\x1bm"``
    """
    return "".join(_one(key, chord) for key in chord.split())


def _one(key: str, chord: str) -> str:
    if key in _NAMED:
        return _NAMED[key]
    if len(key) == 1 and "!" <= key <= "~":
        return key
    letter = key.removeprefix("c-")
    if len(letter) == 1 and letter != key and letter in "abcdefghijklmnopqrstuvwxyz@[\\]^_":
        return chr(ord(letter.upper()) - 64)
    raise SettingsError(
        f'shell_keys: {chord!r} cannot be bound in another shell; "c-x t", "escape m" and "f5" can'
    )


def for_bash(sequence: str) -> str:
    r"""As readline writes it, without quotes.

    Example: ``"\x18\x1bm"`` -> ``\C-x\em``
    """
    return "".join(_readline(character) for character in sequence)


def _readline(character: str) -> str:
    if character == "\x1b":
        return r"\e"
    if character in '"\\':
        return "\\" + character
    return rf"\{ord(character):03o}" if not " " <= character <= "~" else character


def for_zsh(sequence: str) -> str:
    r"""As ``bindkey`` reads it.

    Example: ``"\x18\x1bm"`` -> ``^X^[m``
    """
    return "".join(
        f"^{chr(ord(character) ^ 64)}"
        if not " " <= character <= "~"
        else "\\" + character
        if character in "^\\"
        else character
        for character in sequence
    )


def for_fish(sequence: str) -> str:
    r"""As a bare word of fish's.

    Example: ``"\x18\x1bm"`` -> ``\x18\x1bm``
    """
    return "".join(
        character if character.isalnum() else rf"\x{ord(character):02x}" for character in sequence
    )
