"""Which shell runs underneath, how it is started, and what is fed to it: pure decisions."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Family = Literal["bash", "zsh"]

FAMILIES: tuple[Family, ...] = ("bash", "zsh")
_HERE = Path(__file__).parent
_TRIGGERS: dict[Family, bytes] = {
    # A signal that comes just then costs the first character.
    "bash": b'  eval "${__talkie_command:=$( { __talkie_take; } 3>&1 >/dev/null 2>&1 )}"; '
    b'{ __talkie_after "$?" "${__talkie_last-$_}" && ((1)); } >/dev/null 2>&1\n',
    "zsh": b'{ __talkie_go "$__talkie_argument"; } 3>&1 >/dev/null 2>&1; __talkie_line\n',
}
_VERBOSE = re.compile(r"\bset\s+(?:-\w*v|-o\s+verbose)")


@dataclass(frozen=True, slots=True)
class Shell:
    """The shell underneath. ``notice`` is a line for the user where it is not the one asked
    for, "" otherwise."""

    path: str
    family: Family
    notice: str = ""


def choose_shell(
    asked: str, environment: Mapping[str, str], find: Callable[[str], str | None]
) -> Shell | None:
    """The shell asked for, else the user's own, else bash or zsh; None where none is here.

    ``asked`` is a name or a path, "" for the user's own ($SHELL); ``find`` is like
    `shutil.which`. A shell that cannot take commands (fish, dash) is replaced, with a notice.
    Example: "", {"SHELL": "/bin/zsh"} -> ``Shell("/bin/zsh", "zsh")``
    """
    wanted = asked.strip() or environment.get("SHELL", "")
    found = find(wanted) if wanted else None
    family = family_of(wanted)
    if found and family:
        return Shell(found, family)
    for other in FAMILIES:
        path = find(other)
        if path:
            return Shell(path, other, _replaced(wanted, other, here=found is not None))
    return None


def _replaced(wanted: str, other: str, *, here: bool) -> str:
    if not wanted:
        return ""
    name = Path(wanted).name
    why = "cannot run underneath" if here else "is not installed"
    told = f'{name} {why}: commands run in {other}; to choose: shell = "bash" or "zsh"'
    if name == "fish" and here:
        told += "; to stay in fish: talkie-sh init fish"
    return told


def family_of(path: str) -> Family | None:
    """What kind of shell this is, None for one that cannot run underneath.

    Example: "/opt/bin/bash-5.2" -> ``"bash"``
    """
    name = Path(path).name.lstrip("-")
    for family in FAMILIES:
        if name == family or name.startswith((f"{family}-", f"{family}5", f"{family}3")):
            return family
    return None


def arguments(shell: Shell, room: str) -> list[str]:
    """The command line; ``room`` is the private folder that holds `rc_files`."""
    if shell.family == "bash":
        return [shell.path, "--rcfile", f"{room}/rc.bash", "-i"]
    return [shell.path, "-i", "+Z"]


def rc_files(
    shell: Shell, room: str, fence: str, environment: Mapping[str, str], *, own: bool
) -> dict[str, str]:
    """Name and text of the files that start the shell. ``own``: load the user's rc files.

    zsh looks for its files in $ZDOTDIR, so ours stand there and each loads the user's.
    """
    head = f"__talkie_room={shlex.quote(room)}\n__talkie_fence=$'{_octal(fence)}'\n"
    head += f"__talkie_own={'1' if own else ''}\n"
    if shell.family == "bash":
        return {"rc.bash": head + f". {shlex.quote(str(_HERE / 'underneath.bash'))}\n"}
    mine = shlex.quote(room)
    theirs = (
        f"ZDOTDIR={shlex.quote(environment['ZDOTDIR'])}\n"
        if environment.get("ZDOTDIR")
        else "unset ZDOTDIR\n"
    )
    env_file = (
        theirs + _source(".zshenv", own=own) + f"__talkie_zdotdir=${{ZDOTDIR-}}\nZDOTDIR={mine}\n"
    )
    rc_file = (
        "if [[ -n $__talkie_zdotdir ]]; then ZDOTDIR=$__talkie_zdotdir; else unset ZDOTDIR; fi\n"
        "unset __talkie_zdotdir\n"
        + _source(".zshrc", own=own)
        + head
        + f". {shlex.quote(str(_HERE / 'underneath.zsh'))}\n"
    )
    return {".zshenv": env_file, ".zshrc": rc_file}


def _source(name: str, *, own: bool) -> str:
    if not own:
        return ""
    file = f'"${{ZDOTDIR:-$HOME}}/{name}"'
    return f"if [[ -r {file} ]]; then . {file}; fi\n"


def _octal(text: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in text.encode())


def child_environment(shell: Shell, room: str, environment: Mapping[str, str]) -> dict[str, str]:
    """What the shell is started with: the user's own, and where our files are.

    The history file is a private one: the user's is neither written nor cut short.
    """
    child = {name: value for name, value in environment.items() if name not in _STALE}
    return child | _told(shell, room)


def _told(shell: Shell, room: str) -> dict[str, str]:
    if shell.family == "bash":
        return {"HISTFILE": f"{room}/history"}
    # macOS: /etc/zshrc_Apple_Terminal would save and merge a history of its own.
    return {"ZDOTDIR": room, "SHELL_SESSIONS_DISABLE": "1"}


def exec_of(command: str, own: str) -> str:
    """The bash or zsh that the command puts in the shell's place, "" where it does none such;
    ``own`` is $SHELL.

    Example: "exec zsh -l" -> "zsh"; "exec $SHELL" -> ``own``; "exec zsh script" -> ""
    """
    found = _EXEC.fullmatch(command)
    if found is None:
        return ""
    program = own if "$" in found[1] else found[1]
    return program if family_of(program) else ""


def exec_line(shell: Shell, room: str) -> str:
    """The command that puts this shell in place of the one that runs."""
    told = [f"{name}={shlex.quote(value)}" for name, value in _told(shell, room).items()]
    return " ".join([*told, "exec", shlex.join(arguments(shell, room))])


_EXEC = re.compile(r"""\s*exec\s+("?\$\{?SHELL\}?"?|[\w./+-]+)(?:\s+-[il]+|\s+--login)*\s*;?\s*""")

_STALE = frozenset({"LINES", "COLUMNS", "OLDPWD"})

GO = "g"
"""The word for the command that was handed over to begin."""

HANG_UP = "c-builtin kill -HUP $$"
"""What has a waiting shell end as with its terminal, its jobs told. A signal may come between
its hooks and its prompt: bash would then leave them behind."""


def trigger(shell: Shell) -> bytes:
    """The line typed at the shell's own, unseen prompt to have it take a command."""
    return _TRIGGERS[shell.family]


def message(command: str) -> str:
    r"""The command as it is handed over, in one line.

    "ct" where a line that keeps its status may follow it, "c-" where that line would be
    swallowed (a here-document, a trailing backslash), stand in the shell's complaint about
    a syntax error, or be shown because the command has lines shown as they are read.

    NUL cannot be part of a command and goes. Example: "ls" -> ``"ctls"``
    """
    from talkie_shell.checks import syntax_error, unclosed

    command = command.replace("\0", "")
    alone = (
        "<<" in command
        or command.rstrip(" \t\n").endswith("\\")
        or bool(unclosed(command))
        or syntax_error(command) is not None
        or _VERBOSE.search(command) is not None
    )
    return ("c-" if alone else "ct") + command.replace("\\", r"\\").replace("\n", r"\n")
