"""Programs that run another program: sudo, env, timeout, ssh, xargs and their like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ASSIGNED = re.compile(r"\w+\+?=")
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrapper:
    """How a program says what it runs. ``values``: its flags that take the next word;
    ``skip``: operands before the command; ``assigns``: NAME=VALUE may stand before it;
    ``joins``: the words are one line of code; ``remote``: on another machine."""

    values: frozenset[str] = frozenset()
    skip: int = 0
    assigns: bool = False
    joins: bool = False
    remote: bool = False


def _flags(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PLAIN = Wrapper()
_SSH = Wrapper(
    _flags("-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w"),
    skip=1,
    joins=True,
    remote=True,
)
WRAPPERS: dict[str, Wrapper] = {
    **dict.fromkeys(
        [
            "nohup",
            "command",
            "builtin",
            "time",
            "setsid",
            "busybox",
            "toybox",
            "caffeinate",
            "unbuffer",
            "winpty",
            "pkexec",
            "fakeroot",
            "proxychains",
            "proxychains4",
            "torsocks",
            "noglob",
            "nocorrect",
            "and",
            "or",
            "not",
            "then",
            "do",
            "else",
            "if",
            "while",
            "dbus-run-session",
            "catchsegv",
            "rlwrap",
        ],
        _PLAIN,
    ),
    "sudo": Wrapper(
        _flags("-u -g -h -p -C -T -r -t -D -R -U --user --group --host --chdir --prompt"),
        assigns=True,
    ),
    "doas": Wrapper(_flags("-u -C")),
    "env": Wrapper(_flags("-u -C -P --unset --chdir"), assigns=True),
    "exec": Wrapper(_flags("-a")),
    "gtime": Wrapper(_flags("-f -o")),
    "timeout": Wrapper(_flags("-s -k --signal --kill-after"), skip=1),
    "gtimeout": Wrapper(_flags("-s -k"), skip=1),
    "nice": Wrapper(_flags("-n --adjustment")),
    "ionice": Wrapper(_flags("-c -n --class --classdata")),
    "unshare": Wrapper(),
    "nsenter": Wrapper(_flags("-t --target -S -G")),
    "screen": Wrapper(_flags("-S -t -c -h -T -p")),
    "chrt": Wrapper(_flags("-T -P -D"), skip=1),
    "taskset": Wrapper(skip=1),
    "stdbuf": Wrapper(_flags("-i -o -e")),
    "strace": Wrapper(_flags("-e -o -p -s -u -a -b -E")),
    "ltrace": Wrapper(_flags("-e -o -p -s -u")),
    "perf": Wrapper(_flags("-e -o"), skip=1),
    "flock": Wrapper(_flags("-w -E --timeout"), skip=1),
    "chroot": Wrapper(_flags("--userspec --groups"), skip=1, remote=True),
    "systemd-run": Wrapper(_flags("-u -p -H -M --unit --property --uid --gid")),
    "runuser": Wrapper(_flags("-u -g")),
    "eval": Wrapper(joins=True),
    "watch": Wrapper(_flags("-n --interval"), joins=True),
    "ssh": _SSH,
    "mosh": Wrapper(skip=1, joins=True, remote=True),
    "sshpass": Wrapper(_flags("-p -f -d -P")),
}
RUN_BY_OTHERS = _flags(
    "PAGER MANPAGER GIT_PAGER SYSTEMD_PAGER EDITOR VISUAL GIT_EDITOR GIT_SEQUENCE_EDITOR"
    " GIT_SSH_COMMAND GIT_ASKPASS SSH_ASKPASS SUDO_ASKPASS GIT_EXTERNAL_DIFF BROWSER LESSOPEN"
    " PROMPT_COMMAND"
)
"""Variables whose values programs run as commands."""
_GIT_RUNS = (".pager", ".editor", ".sshcommand", ".askpass", ".fsmonitor", ".external", ".cmd")
"""What the keys of git's settings end with whose values git runs as commands."""
_CONTAINER = _flags("-u -w -e -v -p -l -h --user --workdir --env --name --volume --network -n -c")
"""Flags of docker and kubectl exec that take a value."""


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """What a wrapper runs: ``words``, or one line of ``code``."""

    words: _Words = ()
    code: str = ""
    remote: bool = False
    given_as_code: bool = False
    """The standard input is code, for want of words: ``ssh host``."""


def unwrap(name: str, words: Sequence[str]) -> Unwrapped | None:
    """What a call of the program runs, None where it is no wrapper. ``words`` are its arguments.

    Example: ("timeout", ["-k", "5", "60", "rm", "x"]) -> words ("rm", "x")
    """
    if name in ("docker", "podman", "kubectl", "oc"):
        return _in_container(words)
    if name == "env" and (split := _env_string(words)):
        return split
    if name in ("su", "script", "flock", "runuser"):
        code = _after(words, ("-c", "--command"))
        if code:
            return Unwrapped(code=code)
    if name == "command" and words and words[0] in ("-v", "-V"):
        return None
    if name == "tmux" and words and " " in words[-1]:
        return Unwrapped(code=words[-1])
    if name == "vagrant":
        code = _after(words, ("-c",)) if words[:1] == ["ssh"] else ""
        return Unwrapped(code=code, remote=True) if code else None
    wrapper = WRAPPERS.get(name)
    if wrapper is None:
        return None
    rest = _past_options(words, wrapper.values)
    while wrapper.assigns and rest and _ASSIGNED.match(rest[0]):
        rest = rest[1:]
    rest = rest[wrapper.skip :]
    if wrapper.remote and wrapper.joins:
        rest = _past_options(rest, wrapper.values)
    if wrapper.joins:
        code = " ".join(rest)
        return Unwrapped(code=code, remote=wrapper.remote, given_as_code=not rest)
    return Unwrapped(tuple(rest), remote=wrapper.remote)


def _past_options(words: Sequence[str], values: frozenset[str]) -> Sequence[str]:
    at = 0
    while at < len(words) and words[at].startswith("-") and len(words[at]) > 1:
        if words[at] == "--":
            return words[at + 1 :]
        at += 2 if words[at] in values else 1
    return words[at:]


def _env_string(words: Sequence[str]) -> Unwrapped | None:
    for at, word in enumerate(words):
        if word in ("-S", "--split-string") and at + 1 < len(words):
            return Unwrapped(code=" ".join(words[at + 1 :]))
        if word.startswith("-S") and len(word) > 2:
            return Unwrapped(code=" ".join((word[2:], *words[at + 1 :])))
        if not word.startswith("-"):
            break
    return None


def _after(words: Sequence[str], flags: _Words) -> str:
    for at, word in enumerate(words[:-1]):
        if word in flags:
            return words[at + 1]
    return ""


def _in_container(words: Sequence[str]) -> Unwrapped | None:
    rest = list(words)
    if rest[:1] == ["compose"]:
        rest.pop(0)
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
    if name == "alias":
        return [word.partition("=")[2] for word in operands if "=" in word]
    if name in ("at", "batch"):
        return [given] if given else []
    if name == "git":
        pairs = [
            (word.partition("=")[0].lower(), word.partition("=")[2] or after)
            for word, after in zip(words, (*words[1:], ""), strict=False)
        ]
        aliases = (value for key, value in pairs if key.startswith("alias."))
        run = [value for key, value in pairs if key.endswith(_GIT_RUNS)]
        return run + [value[1:] for value in aliases if value.startswith("!")]
    return []
