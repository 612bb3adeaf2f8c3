"""The keys in the user's own shell: whether its rc file loads them, and their helper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from talkie_shell.doctor.findings import Finding, ok, problem
from talkie_shell.errors import SettingsError
from talkie_shell.settings import Settings

_LOADS = re.compile(r"^[^#\n]*talkie-sh['\"]?\s+init\s", re.MULTILINE)
_LINES = {
    "bash": 'eval "$(talkie-sh init bash)"',
    "zsh": 'eval "$(talkie-sh init zsh)"',
    "fish": "talkie-sh init fish | source",
}
_MOST = 1 << 20
"""Bytes of an rc file that are looked through."""


@dataclass(frozen=True, slots=True)
class OwnShell:
    """``kind`` is bash, zsh, fish or another name; ``rc`` its file and ``text`` what is in it;
    ``keys`` why the settings' keys cannot be bound in it, "" where they can."""

    kind: str
    rc: Path | None
    text: str
    keys: str = ""


def gather_own_shell(settings: Settings, environment: Mapping[str, str]) -> OwnShell:
    """The login shell and its rc file."""
    from talkie_shell.shell.integration import SHELLS, Place, script

    kind = Path(environment.get("SHELL", "")).name
    if kind not in SHELLS:
        return OwnShell(kind, None, "")
    home = Path(environment.get("HOME") or Path.home())
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    rc = {
        "bash": home / ".bashrc",
        "zsh": Path(environment.get("ZDOTDIR") or home) / ".zshrc",
        "fish": config / "fish" / "config.fish",
    }[kind]
    try:
        with rc.open("rb") as stream:
            text = stream.read(_MOST).decode("utf-8", "replace")
    except OSError:
        text = ""
    try:
        script(kind, settings, Place("", "", "", ""))
    except SettingsError as error:
        return OwnShell(kind, rc, text, str(error))
    return OwnShell(kind, rc, text)


def check_own_shell(own: OwnShell) -> list[Finding]:
    """Whether its keys are there, and if not, how they would be."""
    name = "own shell"
    if own.rc is None:
        shown = own.kind or "no $SHELL"
        return [ok(name, f"{shown}: there are keys for bash, zsh and fish")]
    if own.keys:
        return [problem(name, own.keys, "change [shell_keys] in the settings")]
    if not _LOADS.search(own.text):
        return [
            ok(name, f"no keys in {own.kind}", f"to have them, in {own.rc}: {_LINES[own.kind]}")
        ]
    return [ok(name, f"keys in {own.kind}, by {own.rc}")]
