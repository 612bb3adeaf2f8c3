"""A Pygments lexer for one command line: programs, flags, words of the shell, quotes.

Pygments' own Bash lexer is made for scripts: it knows neither programs nor flags, which is
what a line consists of.
"""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups, default, include
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Text, Whitespace

_END = r"(?=[\s;&|()<>`]|\Z)"
_PLAIN = r"(?:\\.|[^\s;&|()<>`'\"$\\])"
_REDIRECTION = r"\d*(?:&>>?|<<<|<<-?|>>|>\||<>|[<>]&[\d-]*|[<>](?!\())"


class CommandLexer(RegexLexer):  # type: ignore[misc] # Pygments has no types
    """Two states: where a program's name is expected, and after it."""

    name = "Talkie command line"
    aliases: ClassVar[list[str]] = ["talkie-command"]
    filenames: ClassVar[list[str]] = []

    tokens: ClassVar = {
        "root": [
            (rf"(?:if|then|elif|else|do|while|until|time|!|\{{){_END}", Keyword),
            (rf"(?:for|case|select|function|in){_END}", Keyword, "arguments"),
            (rf"(?:fi|done|esac|\}}|\[\[){_END}", Keyword, "arguments"),
            (r"([A-Za-z_]\w*)(\+?=)", bygroups(Name.Variable, Operator), "value"),
            include("blanks"),
            (rf"{_PLAIN}(?<!#){_PLAIN}*", Name.Function, "arguments"),
            include("pieces"),
            default("arguments"),
        ],
        "blanks": [
            (r"\n", Whitespace, "#pop:1"),
            (r"\s+", Whitespace),
            (r"(?<!\S)#[^\n]*", Comment),
            (_REDIRECTION, Operator),
            (r"&&|\|\|?&?|;;?&?|&", Operator, "#pop:1"),
            (r"[()]", Operator, "#pop:1"),
        ],
        "arguments": [
            include("blanks"),
            (rf"(?<!\S)(?:in|\]\]){_END}", Keyword),
            (r"(?<!\S)--?[A-Za-z0-9][\w.-]*=?", Name.Attribute),
            (rf"(?<!\S)\d+(?:\.\d+)*{_END}", Number),
            include("pieces"),
            (rf"{_PLAIN}+", Text),
            (r".", Text),
        ],
        "value": [
            include("pieces"),
            (rf"{_PLAIN}+", Text),
            default("#pop"),
        ],
        "pieces": [
            (r"\$'(?:\\.|[^'\\])*'?", String),
            (r"'[^']*'?", String),
            (r'"', String, "quoted"),
            (r"[$<>]\(\(?|`", Operator, "root"),
            (r"\$\{[^}\s]*\}?|\$\w+|\$[?$!#@*-]", Name.Variable),
            (r"\$", Text),
        ],
        "quoted": [
            (r'"', String, "#pop"),
            (r"\$\{[^}\s]*\}?|\$\w+|\$[?$!#@*-]", Name.Variable),
            (r"(?:\\.|[^\"\\$])+", String),
            (r".|\n", String),
        ],
    }
