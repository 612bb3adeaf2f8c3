"""Programs that run another program: sudo, env, timeout, ssh, xargs and their like."""

from __future__ import annotations

import operator
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

_TABLE = Path(__file__).with_suffix(".toml")
_ASSIGNED = re.compile(r"\w+\+?=")
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrapper:
    """How a program says what it runs; see the table's head."""

    words: tuple[frozenset[str], ...] = ()
    values: frozenset[str] = frozenset()
    skip: int = 0
    assigns: bool = False
    joins: bool = False
    each: bool = False
    code: frozenset[str] = frozenset()
    only: bool = False
    remote: bool = False
    shell: bool = False
    chdir: frozenset[str] = frozenset()


@cache
def load_wrappers() -> dict[str, tuple[Wrapper, ...]]:
    """The table by program, read once. Raises TypeError where it says what no runner has."""
    import tomli

    found: dict[str, tuple[Wrapper, ...]] = {}
    for entry in tomli.loads(_TABLE.read_text(encoding="utf-8"))["runner"]:
        programs = entry.pop("programs")
        words = tuple(frozenset(word.split("|")) for word in entry.pop("words", ()))
        values, code, chdir = (
            frozenset(entry.pop(name, ())) for name in ("values", "code", "chdir")
        )
        wrapper = Wrapper(words, values, code=code, chdir=chdir, **entry)
        for program in programs:
            found[program] = (*found.get(program, ()), wrapper)
    return found


def wrapper_of(name: str) -> Wrapper | None:
    """How the program takes a command as its own words, None where it takes none so."""
    return next(
        (one for one in load_wrappers().get(name, ()) if not (one.words or one.only or one.each)),
        None,
    )


def _flags(text: str) -> frozenset[str]:
    return frozenset(text.split())


RUN_BY_OTHERS = _flags(
    "PAGER MANPAGER GIT_PAGER SYSTEMD_PAGER EDITOR VISUAL GIT_EDITOR GIT_SEQUENCE_EDITOR"
    " GIT_SSH_COMMAND GIT_ASKPASS SSH_ASKPASS SUDO_ASKPASS GIT_EXTERNAL_DIFF BROWSER LESSOPEN"
    " PROMPT_COMMAND"
)
"""Variables whose values programs run as commands."""
_GIT_RUNS = (".pager", ".editor", ".sshcommand", ".askpass", ".fsmonitor", ".external", ".cmd")
"""What the keys of git's settings end with whose values git runs as commands."""
_RUN_BY = {
    "tar": ("--to-command=", "--checkpoint-action=exec="),
    "gdb": ("shell ", "!"),
}
"""What words begin with whose rest programs run as a line of code."""
_EDITORS = _flags("vim nvim vi ex gvim view")
"""What begins with ``!`` after their ``-c`` or ``+`` is a line for the shell."""
_CONTAINER = _flags("-u -w -e -v -p -l -h --user --workdir --env --name --volume --network -n -c")
"""Flags of docker and kubectl exec that take a value."""
_RUN_CONTAINERS = _flags("docker podman nerdctl crictl docker-compose podman-compose kubectl oc k")
"""Programs that run others in containers."""
_BEFORE = _flags(
    "-f --file --context -H --host --kubeconfig --cluster --project-name --profile --env-file"
)
"""Flags that they take before it as well, with a value."""
_CRON_LINE = re.compile(r"\s*(?:@\w+|\S+(?:\s+\S+){4})\s+(.+)")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """What a wrapper runs: ``words``, or one line of ``code``."""

    words: _Words = ()
    code: str = ""
    remote: bool = False
    given_as_code: bool = False
    """The standard input is code, for want of words: ``ssh host``."""
    directory: str = ""
    """The folder that it is run in, "" for where the call stands."""


def unwrap(name: str, words: Sequence[str]) -> Unwrapped | None:
    """What a call of the program runs, None where it is no wrapper. ``words`` are its arguments.

    Example: ("timeout", ["-k", "5", "60", "rm", "x"]) -> words ("rm", "x")
    """
    if name in _RUN_CONTAINERS:
        return _in_container(words)
    if name == "env" and (split := _env_string(words)):
        return split
    if name == "command" and words and words[0] in ("-v", "-V"):
        return None
    if name == "tmux" and (lines := [word for word in words if " " in word]):
        return Unwrapped(code="\n".join(lines))
    for wrapper in load_wrappers().get(name, ()):
        rest = _past_options(words, wrapper.values)
        begun = rest[: len(wrapper.words)]
        if len(begun) == len(wrapper.words) and all(map(operator.contains, wrapper.words, begun)):
            return _run_by(wrapper, rest[len(begun) :] if begun else words)
    return None


def _run_by(wrapper: Wrapper, words: Sequence[str]) -> Unwrapped | None:
    code = _after(words, wrapper.code)
    if code or wrapper.only:
        shell = wrapper.shell and not code
        told = code or shell
        return Unwrapped(code=code, remote=wrapper.remote, given_as_code=shell) if told else None
    rest = _past_options(words, wrapper.values)
    directory = _value_of(words[: len(words) - len(rest)], wrapper.chdir)
    while wrapper.assigns and rest and _ASSIGNED.match(rest[0]):
        rest = rest[1:]
    rest = rest[wrapper.skip :]
    if wrapper.skip:
        rest = _past_options(rest, wrapper.values) if wrapper.joins else rest[rest[:1] == ["--"] :]
    if wrapper.each:
        return Unwrapped(code="\n".join(word for word in rest if not word.startswith("-")))
    if wrapper.joins:
        code = " ".join(rest)
        return Unwrapped(code=code, remote=wrapper.remote, given_as_code=not rest)
    shell = wrapper.shell and not rest
    return Unwrapped(tuple(rest), "", wrapper.remote, shell, directory)


def _past_options(words: Sequence[str], values: frozenset[str]) -> Sequence[str]:
    at = 0
    while at < len(words) and words[at].startswith("-") and len(words[at]) > 1:
        if words[at] == "--":
            return words[at + 1 :]
        at += 2 if _takes_next(words[at], values) else 1
    return words[at:]


def _takes_next(flag: str, values: frozenset[str]) -> bool:
    """Whether the flag, or the last one of a bundle, has its value in the next word.

    Example: "-iu" with "-u" -> True; "-uroot" -> False
    """
    if flag in values or flag.startswith("--"):
        return flag in values
    first = next((at for at, letter in enumerate(flag[1:], 1) if "-" + letter in values), 0)
    return first == len(flag) - 1


def _value_of(options: Sequence[str], flags: frozenset[str]) -> str:
    """The value of one of the flags, "" where none of them is there."""
    for word, after in zip(options, (*options[1:], ""), strict=False):
        if word in flags:
            return after
        for flag in flags:
            lead = flag + "=" if flag.startswith("--") else flag
            if word.startswith(lead):
                return word[len(lead) :]
    return ""


def _env_string(words: Sequence[str]) -> Unwrapped | None:
    for at, word in enumerate(words):
        if word in ("-S", "--split-string") and at + 1 < len(words):
            return Unwrapped(code=" ".join(words[at + 1 :]))
        if word.startswith("-S") and len(word) > 2:
            return Unwrapped(code=" ".join((word[2:], *words[at + 1 :])))
        if not word.startswith("-"):
            break
    return None


def _after(words: Sequence[str], flags: frozenset[str]) -> str:
    for word, after in pairwise((*words, "")):
        name, equals, value = word.partition("=")
        if name in flags and (not equals or name.startswith("--")):
            return value if equals else after
    return ""


def _in_container(words: Sequence[str]) -> Unwrapped | None:
    rest = list(_past_options(words, _CONTAINER | _BEFORE))
    if rest[:1] == ["compose"]:
        rest = list(_past_options(rest[1:], _CONTAINER | _BEFORE))
    if rest[:1] not in (["exec"], ["run"]):
        return None
    if "--" in rest:
        return Unwrapped(tuple(rest[rest.index("--") + 1 :]), remote=True)
    inner = _past_options(rest[1:], _CONTAINER)[1:]
    return Unwrapped(tuple(inner), remote=True) if inner else None


def kept_code(name: str, words: Sequence[str], given: str) -> list[str]:
    """The code that a call leaves to be run later: by a trap, an alias, ``at``.

    Example: ("trap", ["rm -f x", "EXIT"], "") -> ["rm -f x"]
    """
    operands = [word for word in words if not word.startswith("-")]
    if name == "trap":
        return operands[:1]
    if name in _EDITORS:
        return [word.lstrip("+:")[1:] for word in words if word.lstrip("+:").startswith("!")]
    if name == "alias":
        return [word.partition("=")[2] for word in operands if "=" in word]
    if name in ("at", "batch"):
        return [given] if given else []
    if name == "crontab":
        return [found[1] for line in given.splitlines() if (found := _CRON_LINE.fullmatch(line))]
    if name == "git":
        pairs = [
            (word.partition("=")[0].lower(), word.partition("=")[2] or after)
            for word, after in zip(words, (*words[1:], ""), strict=False)
        ]
        aliases = (value for key, value in pairs if key.startswith("alias."))
        run = [value for key, value in pairs if key.endswith(_GIT_RUNS)]
        return run + [value[1:] for value in aliases if value.startswith("!")] + _run_by_git(words)
    return [
        word[len(lead) :]
        for lead in _RUN_BY.get(name, ())
        for word in words
        if word.startswith(lead)
    ]


def _run_by_git(words: Sequence[str]) -> list[str]:
    """What git runs for each submodule, commit or step."""
    run: list[str] = []
    for at, word in enumerate(words):
        if (word, *words[at + 1 : at + 2]) in (("submodule", "foreach"), ("bisect", "run")):
            inner = _past_options(words[at + 2 :], frozenset())
            run.append(" ".join(inner) if len(inner) == 1 else shlex.join(inner))
        elif word == "rebase":
            flags = [*words[at + 1 :], ""]
            run += [after for flag, after in pairwise(flags) if flag in ("-x", "--exec")]
            run += [flag[7:] for flag in flags if flag.startswith("--exec=")]
    return run
