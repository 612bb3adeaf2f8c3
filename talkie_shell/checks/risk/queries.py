"""Statements in SQL that destroy data. Strings and comments do not count."""

from __future__ import annotations

import re

_HIDDEN = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/|#[^\n]*", re.DOTALL)
_NAMED = re.compile(r"\"[^\"]*\"|`[^`]*`")
_DROPPED = "DATABASE|SCHEMA|TABLE|TABLESPACE|OWNED|KEYSPACE|WAREHOUSE|MEASUREMENT|BUCKET"
_SHAPES = (
    ("sql-drop", re.compile(rf"\s*DROP\s+(?:{_DROPPED})\b")),
    ("sql-drop", re.compile(r"\s*ALTER\s+TABLE\b.*\bDROP\s+(?:COLUMN|PARTITION)\b", re.DOTALL)),
    ("sql-truncate", re.compile(r"\s*TRUNCATE\b")),
)
_ALL_ROWS = re.compile(r"\s*(?:WITH\b.*\)\s*)?(DELETE\s+FROM|UPDATE\b.*\bSET)\b", re.DOTALL)
_WHERE = re.compile(r"\bWHERE\b(?!\s*(?:1\s*=\s*1|TRUE|1)\s*\Z)")
_LIMITED = re.compile(r"\bLIMIT\s+\d")


def destructive(text: str) -> str:
    """The name of the first destructive shape in the text's statements, "" for none.

    Example: "delete from users" -> "sql-delete"; "select 'drop table x'" -> ""
    """
    plain = _NAMED.sub("x", _HIDDEN.sub("''", text)).upper()
    for statement in plain.split(";"):
        for shape, pattern in _SHAPES:
            if pattern.match(statement):
                return shape
        every = _ALL_ROWS.match(statement)
        if every and not _WHERE.search(statement) and not _LIMITED.search(statement):
            return "sql-delete" if every[1].startswith("DELETE") else "sql-update"
    return ""
