"""Settings -> text: a commented TOML file, or a plain value for a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from talkie_shell.settings.definitions import (
    COLORS,
    KEYS,
    SCALARS,
    SHELL_KEYS,
    Entry,
    Settings,
    choices_text,
)

_HEAD = "Settings of talkie-sh. A flag on the command line outweighs this file."
_TABLES = (
    ("colors", COLORS, 'Styles, for example "bold ansired", "#8899aa italic" or "".'),
    (
        "keys",
        KEYS,
        'Keys: "c-r" is Ctrl-R, "escape c" is Alt-C, "c-x c-e" is one after the other.',
    ),
    ("shell_keys", SHELL_KEYS, "Keys in your own bash, zsh or fish; see talkie-sh init."),
)
_VOCABULARY = """\
Your own words, added to ours. Phrases are what you say, in small letters; what is removed
loses every meaning; talon adds Talon's alphabet (air, bat, cap, …).

[vocabulary]
fillers = ["basically"]
remove = ["times"]
talon = true
[vocabulary.symbols]
"squiggle" = "~"
[vocabulary.words]
"cube control" = "kubectl"
"""


def settings_as_toml(settings: Settings, *, inactive: bool = False) -> str:
    """The settings as a commented TOML file; each value not from its default says from where.

    ``inactive`` comments every value out: a file to start from that changes nothing and goes
    on following the defaults. What it returns can be loaded again.
    """
    mark = "# " if inactive else ""
    lines = [f"# {_HEAD}", ""]
    for one in SCALARS:
        choices = one.metadata["choices"]
        allowed = f" ({choices_text(choices)})" if choices else ""
        lines.append(f"# {one.metadata['doc']}{allowed}")
        value = _value(getattr(settings, one.name))
        lines += [f"{mark}{one.name} = {value}{_from(settings, one.name)}", ""]
    for table, entries, doc in _TABLES:
        lines += [f"# {doc}", f"[{table}]"]
        lines += [
            f"{mark}{_line(entry, getattr(settings, table))}"
            f"{_from(settings, f'{table}.{entry.name}')}  # {entry.doc}"
            for entry in entries
        ]
        lines.append("")
    if settings.vocabulary:
        lines += _vocabulary(settings.vocabulary)
    else:
        lines += [f"# {line}".rstrip() for line in _VOCABULARY.splitlines()]
    return "\n".join(lines).rstrip() + "\n"


def settings_as_dict(settings: Settings) -> dict[str, Any]:
    """The settings for a program: where the file is, the values, and where each came from."""
    names = [one.name for one in SCALARS]
    values = {name: getattr(settings, name) for name in names}
    for table, _, _ in _TABLES:
        values[table] = dict(getattr(settings, table))
        names += [f"{table}.{name}" for name in values[table]]
    values["vocabulary"] = dict(settings.vocabulary)
    return {
        "file": str(settings.file) if settings.file else None,
        "settings": values,
        "origins": {name: settings.origin(name) for name in [*names, "vocabulary"]},
    }


def _from(settings: Settings, name: str) -> str:
    origin = settings.origin(name)
    return "" if origin == "default" else f"  # from the {origin}"


def _line(entry: Entry, table: Mapping[str, Any]) -> str:
    return f"{_key(entry.name)} = {_value(table[entry.name])}"


def _vocabulary(tables: Mapping[str, Any], prefix: str = "vocabulary") -> list[str]:
    plain = [
        f"{_key(key)} = {_value(value)}" for key, value in tables.items() if not _nested(value)
    ]
    lines = [f"[{prefix}]", *plain] if plain else []
    for key, value in tables.items():
        if _nested(value):
            lines += _vocabulary(value, f"{prefix}.{_key(key)}") or [f"[{prefix}.{_key(key)}]"]
    return lines


def _nested(value: object) -> bool:
    return isinstance(value, Mapping)


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else _value(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(_character(one) for one in value) + '"'
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return str(value)


def _character(one: str) -> str:
    if one in '"\\':
        return "\\" + one
    if one < " " or one == "\x7f":
        return f"\\u{ord(one):04x}"
    return one
