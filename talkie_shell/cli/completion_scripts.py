"""The parser -> completion scripts for bash, zsh and fish."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass

from talkie_shell.cli.options import suggested

_HEAD = "# Made by `talkie-sh completions {}` from the parser; do not edit."


@dataclass(frozen=True, slots=True)
class Flag:
    """An option of one verb: its names, doc, and what it takes."""

    names: tuple[str, ...]
    doc: str
    choices: tuple[str, ...]
    takes: str
    """What its value is called; empty where it takes none."""

    @property
    def is_file(self) -> bool:
        return self.takes in {"FILE", "DIR", "FOLDER", "PATH"}


@dataclass(frozen=True, slots=True)
class Place:
    """A verb (or the program itself, without a name) as the shells complete it."""

    name: str
    doc: str
    flags: tuple[Flag, ...]
    words: tuple[tuple[str, str], ...]
    """What may stand as a word: verbs within verbs, or the choices of a positional."""
    files: bool
    """Whether file names may stand as words."""
    inner: tuple[Place, ...] = ()


def completion_script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script that the shell sources.

    Example: shell "fish" -> ``complete -c talkie-sh …``
    """
    place = _place(parser, "", "")
    makers = {"bash": _bash, "zsh": _zsh, "fish": _fish}
    return "\n".join(makers[shell](place, parser.prog)) + "\n"


def _place(parser: argparse.ArgumentParser, name: str, doc: str) -> Place:
    flags: list[Flag] = []
    words: list[tuple[str, str]] = []
    inner: list[Place] = []
    files = False
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to be read
        text = _plain(action.help or "") if action.help != argparse.SUPPRESS else ""
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            docs = {one.dest: _plain(one.help or "") for one in action._choices_actions}  # noqa: SLF001
            for verb, child in action.choices.items():
                words.append((verb, docs.get(verb, "")))
                inner.append(_place(child, verb, docs.get(verb, "")))
        elif action.option_strings:
            choices = tuple(str(choice) for choice in action.choices or ())
            takes = "" if action.nargs == 0 else _takes(action)
            flags.append(Flag(tuple(action.option_strings), text, choices, takes))
        elif action.choices or suggested(action):
            words += [(str(choice), text) for choice in action.choices or suggested(action)]
        else:
            files = files or _takes(action).rstrip("…") in {"FILE", "DIR", "FOLDER", "PATH"}
    return Place(name, doc, tuple(flags), tuple(words), files, tuple(inner))


def _takes(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    names = action.option_strings or [action.dest]
    return max(names, key=len).lstrip("-").upper()


def _plain(text: str) -> str:
    """One line as argparse would print it, without the default, which may be of this machine."""
    text = re.sub(r"\s*\(default:? .*\)", "", text).replace("%%", "%")
    return " ".join(text.split())


def _walk(place: Place, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Place]]:
    yield path, place
    for child in place.inner:
        yield from _walk(child, (*path, child.name))


def _bash(place: Place, program: str) -> Iterator[str]:
    name = "_" + program.replace("-", "_")
    yield _HEAD.format("bash")
    # No mapfile: the bash of macOS is older than it.
    yield f'{name}_words() {{ COMPREPLY=($(compgen -W "$1" -- "$2")); }}'
    yield f"{name}_files() {{ local IFS=$'\\n'; COMPREPLY=($(compgen -f -- \"$1\")); }}"
    yield f"{name}() {{"
    yield '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"'
    yield "    local verb='' at"
    # bash takes `--name=value` for three words.
    yield "    if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then"
    yield '        before="${COMP_WORDS[COMP_CWORD-2]}"; fi'
    yield "    for ((at = 1; at < COMP_CWORD; at++)); do"
    yield '        case "$verb/${COMP_WORDS[at]}" in'
    paths = [_bash_path(path) for path, _ in _walk(place) if path]
    yield f'            {" | ".join(paths)}) verb="$verb/${{COMP_WORDS[at]}}" ;;'
    yield "        esac"
    yield "    done"
    yield "    COMPREPLY=()"
    yield '    case "$verb:$before" in'
    for path, one in _walk(place):
        for flag in one.flags:
            if flag.takes:
                names = " | ".join(f"'{_bash_path(path)}:{one}'" for one in flag.names)
                yield f"        {names}) {_bash_value(name, flag)}; return ;;"
    yield "    esac"
    yield '    case "$verb:$word" in'
    for path, one in _walk(place):
        flags = " ".join(flag_name for flag in one.flags for flag_name in flag.names)
        yield f"        '{_bash_path(path)}:'-*) {name}_words '{flags}' \"$word\" ;;"
        if one.words:
            words = " ".join(word for word, _ in one.words)
            yield f"        '{_bash_path(path)}:'*) {name}_words '{words}' \"$word\" ;;"
        elif one.files:
            yield f"        '{_bash_path(path)}:'*) {name}_files \"$word\" ;;"
    yield "    esac"
    yield "}"
    yield f"complete -o filenames -F {name} {program}"


def _bash_path(path: tuple[str, ...]) -> str:
    return "".join(f"/{verb}" for verb in path)


def _bash_value(name: str, flag: Flag) -> str:
    if flag.choices:
        return f"{name}_words '{' '.join(flag.choices)}' \"$word\""
    return f'{name}_files "$word"' if flag.is_file else ":"


def _zsh(place: Place, program: str) -> Iterator[str]:
    yield f"#compdef {program}"
    yield _HEAD.format("zsh")
    for path, one in _walk(place):
        yield f"{_zsh_name(program, path)}() {{"
        yield '    local curcontext="$curcontext" state line'
        yield "    typeset -A opt_args"
        yield "    _arguments -s -S -C \\"
        specs = [_zsh_flag(flag) for flag in one.flags]
        if one.inner:
            specs += ["'1: :->verb'", "'*:: :->rest'"]
        elif one.words:
            specs.append(f"'1:{one.name}:({' '.join(name for name, _ in one.words)})'")
        elif one.files:
            specs.append("'*:file:_files'")
        yield " \\\n".join(f"        {spec}" for spec in specs)
        if one.inner:
            yield "    case $state in"
            yield "        verb)"
            yield "            local -a verbs=("
            for name, doc in one.words:
                yield f"                {_quoted(f'{name}:{doc}')}"
            yield "            )"
            yield "            _describe verb verbs ;;"
            yield "        rest)"
            yield "            case $words[1] in"
            for child in one.inner:
                yield f"                {child.name}) {_zsh_name(program, (*path, child.name))} ;;"
            yield "            esac ;;"
            yield "    esac"
        yield "}"
    name = _zsh_name(program, ())
    yield f"if [[ $funcstack[1] == {name} ]]; then"
    yield f'    {name} "$@"'
    yield "else"
    yield f"    compdef {name} {program}"
    yield "fi"


def _zsh_name(program: str, path: tuple[str, ...]) -> str:
    return "_" + "-".join((program, *path))


def _zsh_flag(flag: Flag) -> str:
    value = ""
    if flag.choices:
        value = f":{flag.takes.lower()}:({' '.join(flag.choices)})"
    elif flag.is_file:
        value = ":file:_files"
    elif flag.takes:
        value = f":{flag.takes.lower()}: "
    doc = re.sub(r"([\[\]\\:])", r"\\\1", flag.doc)
    tail = _quoted(f"[{doc}]{value}")
    # With "=" zsh takes the value as a word of its own, too.
    names = [f"{name}=" if value and name.startswith("--") else name for name in flag.names]
    if len(names) == 1:
        return f"{names[0]}{tail}"
    return f"'({' '.join(flag.names)})'{{{','.join(names)}}}{tail}"


def _quoted(text: str) -> str:
    """In single quotes, as bash and zsh read them."""
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(place: Place, program: str) -> Iterator[str]:
    yield _HEAD.format("fish")
    yield f"complete -c {program} -f"
    for path, one in _walk(place):
        condition = _fish_condition(place, path)
        for flag in one.flags:
            names = " ".join(
                f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
                for name in flag.names
            )
            value = ""
            if flag.choices:
                value = f" -x -a '{' '.join(flag.choices)}'"
            elif flag.is_file:
                value = " -r -F"
            elif flag.takes:
                value = " -x"
            about = _fish_quoted(flag.doc)
            yield f"complete -c {program} -n '{condition}' {names}{value} -d {about}"
        for name, doc in one.words:
            about = f" -d {_fish_quoted(doc)}" if doc else ""
            yield f"complete -c {program} -n '{condition}' -a {name}{about}"
        if one.files:
            yield f"complete -c {program} -n '{condition}' -F"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", r"\\").replace("'", r"\'") + "'"


def _fish_condition(place: Place, path: tuple[str, ...]) -> str:
    """True where the words so far lead to exactly this place."""
    parts = [f"__fish_seen_subcommand_from {name}" for name in path]
    here = place
    for name in path:
        here = next(child for child in here.inner if child.name == name)
    if here.inner:
        names = " ".join(name for name, _ in here.words)
        parts.append(f"not __fish_seen_subcommand_from {names}")
    return "; and ".join(parts) or "true"
