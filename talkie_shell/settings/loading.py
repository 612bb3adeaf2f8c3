"""The user's file and flags -> checked settings."""

from __future__ import annotations

import difflib
import string
from collections.abc import Iterable, Mapping
from dataclasses import Field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from talkie_shell.errors import SettingsError
from talkie_shell.paths import config_file
from talkie_shell.settings.definitions import (
    COLORS,
    KEYS,
    PROMPT_FIELDS,
    SCALARS,
    SHELL_KEYS,
    Entry,
    Origin,
    Settings,
    choices_text,
)

_SCALARS = {one.name: one for one in SCALARS}
_TABLES = {"colors": COLORS, "keys": KEYS, "shell_keys": SHELL_KEYS}
_KNOWN = (*_SCALARS, *_TABLES, "vocabulary")


def load_settings(
    path: Path | None = None, overrides: Mapping[str, object] | None = None
) -> Settings:
    """The settings in force.

    ``path`` is a settings file that must be there; None is the platform's own, which may be
    missing. ``overrides`` are flags: setting name -> value, None where the flag was not given.
    Raises `SettingsError`.

    Example: overrides {"engine": "preprocessor"} -> Settings(engine="preprocessor", …)
    """
    file = path or config_file()
    table = _read(file, required=path is not None)
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for key, value in table.items():
        if key in _SCALARS:
            values[key] = _scalar(_SCALARS[key], value, str(file))
            origins[key] = "file"
        elif key in _TABLES:
            checked = _entries(key, value, file)
            values[key] = MappingProxyType(_defaults(_TABLES[key]) | checked)
            origins |= dict.fromkeys((f"{key}.{name}" for name in checked), "file")
        elif key == "vocabulary":
            values[key] = MappingProxyType(_mapping(key, value, file))
            origins[key] = "file"
        else:
            raise _unknown(f"{file}: there is no setting", key, _KNOWN)
    for key, value in (overrides or {}).items():
        if value is not None:
            if key not in _SCALARS:
                raise _unknown("there is no setting", key, _SCALARS)
            values[key] = _scalar(_SCALARS[key], value, f"--{key.replace('_', '-')}")
            origins[key] = "flag"
    return Settings(**values, origins=MappingProxyType(origins), file=file)


def _read(file: Path, *, required: bool) -> dict[str, Any]:
    import tomli

    try:
        return tomli.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if required:
            raise SettingsError(f"{file}: there is no such file") from error
        return {}
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not TOML: {error}") from error


def _scalar(definition: Field[Any], value: object, where: str) -> object:
    name, choices = definition.name, definition.metadata["choices"]
    if choices:
        if type(value) not in (str, bool) or value not in choices:
            raise SettingsError(f"{where}: {name} is one of {choices_text(choices)}, not {value!r}")
        return value
    if isinstance(definition.default, bool):
        if not isinstance(value, bool):
            raise SettingsError(f"{where}: {name} is true or false, not {value!r}")
        return value
    if isinstance(definition.default, str):
        if not isinstance(value, str):
            raise SettingsError(f"{where}: {name} is a string, not {value!r}")
        if name == "prompt":
            _check_prompt(value, where)
        return value
    return _number(definition, value, where)


def _number(definition: Field[Any], value: object, where: str) -> int | float:
    name, metadata = definition.name, definition.metadata
    whole = isinstance(definition.default, int)
    wanted = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, wanted):
        kind = "a whole number" if whole else "a number"
        raise SettingsError(f"{where}: {name} is {kind}, not {value!r}")
    least, most = metadata["least"], metadata["most"]
    if not least <= value <= most:
        raise SettingsError(f"{where}: {name} is from {least} to {most}, not {value!r}")
    return value if whole else float(value)


def _check_prompt(prompt: str, where: str) -> None:
    try:
        parts = [part for row in prompt.split("\n") for part in string.Formatter().parse(row)]
    except ValueError as error:
        raise SettingsError(f"{where}: prompt has a brace that does not close") from error
    for _, name, shown, _ in parts:
        if name is not None and name not in PROMPT_FIELDS:
            raise _unknown(f"{where}: prompt cannot name", name, PROMPT_FIELDS)
        if shown and ("%" not in shown or "{" in shown):
            raise SettingsError(
                f"{where}: prompt: after {{{name}: stands what is shown, with % for the value"
            )


def _entries(table: str, value: object, file: Path) -> dict[str, Any]:
    known = {entry.name for entry in _TABLES[table]}
    checked: dict[str, Any] = {}
    for name, one in _mapping(table, value, file).items():
        if name not in known:
            raise _unknown(f"{file}: [{table}] has no", name, known)
        where = f"{file}: {table}.{name}"
        checked[name] = _text(one, where) if table == "colors" else _keys(one, where)
    return checked


def _keys(value: object, where: str) -> tuple[str, ...]:
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not all(isinstance(key, str) and key.split() for key in keys):
        raise SettingsError(f"{where} is a list of keys, not {value!r}")
    return tuple(keys)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise SettingsError(f"{where} is a string, not {value!r}")
    return value


def _mapping(name: str, value: object, file: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(f"{file}: {name} is a table, not {value!r}")
    return value


def _defaults(entries: tuple[Entry, ...]) -> dict[str, Any]:
    return {entry.name: entry.default for entry in entries}


def _unknown(said: str, name: str, known: Iterable[str]) -> SettingsError:
    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(sorted(known))}"
    return SettingsError(f"{said} {name!r}{hint}")
