"""Composes everyday commands: what people type all day, with the flags tools really have.

The grammar is tables: one file a field under tables/tools, one TOML table a tool, and
tables/shapes.toml for what joins commands (pipes, chains, redirections, loops). A tool has

    weight   how often it is drawn, 1 where it does not say
    forms    productions of whole commands
    sources  productions that print something worth piping on
    filters  productions that read what is piped to them
    …        any rule of its own, for its productions only

The notation of productions is that of `grammar`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import tomli

from talkie_shell.errors import DataError
from talkie_shell.training.grammar import Grammar
from talkie_shell.training.values import new_grammar, read_table

_ROLES = {"forms": "command", "sources": "source", "filters": "filter"}
_WEIGHTS = {"forms": "weight", "sources": "pipe", "filters": "pipe"}


def compose(rng: Random) -> str:
    """One everyday command line.

    Example: ``git log --oneline -n 5 | grep fix``
    """
    return _grammar().expand("line", rng)


def tools() -> dict[str, Mapping[str, Any]]:
    """Every tool's table, by the tool's name. Raises `DataError` for one written twice."""
    known: dict[str, Mapping[str, Any]] = {}
    for name, tool in _tool_tables():
        if name in known:
            raise DataError(f"tables/tools: {name} is written twice")
        known[name] = tool
    return known


@cache
def _grammar() -> Grammar:
    grammar = new_grammar()
    parts: dict[str, list[tuple[str, float]]] = {role: [] for role in _ROLES.values()}
    for name, tool in tools().items():
        rules = {key: rule for key, rule in tool.items() if isinstance(rule, list | str)}
        grammar.add_table(rules, scope=name)
        for key, role in _ROLES.items():
            if key in tool:
                weight = tool.get(_WEIGHTS[key], tool.get("weight", 1))
                parts[role].append((f"{name}.{key}", float(weight)))
    for role, chosen in parts.items():
        grammar.add_union(role, chosen)
    grammar.add_table(read_table("shapes.toml"))
    grammar.check()
    return grammar


def _tool_tables() -> Iterator[tuple[str, Mapping[str, Any]]]:
    folder = files(__package__).joinpath("tables", "tools")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            yield from tomli.loads(file.read_text(encoding="utf-8")).items()
