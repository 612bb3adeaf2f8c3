"""Flags out of manual pages' sources, and out of fish completion files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.context import Flags
from talkie_shell.shell.surroundings import fish
from talkie_shell.shell.surroundings.flags import Completions, Manual, settled
from talkie_shell.shell.surroundings.manual_flags import flags_in
from talkie_shell.shell.surroundings.roff import lines_of


def flags(short: str = "", long: str = "", words: str = "") -> Flags:
    return Flags(frozenset(short), frozenset(long.split()), frozenset(words.split()))


MAN = [
    (".TP\n\\fB\\-a\\fR, \\fB\\-\\-all\\fR\nshow all; see \\-x", flags("a", "all")),
    (".TP 8\n.B \\-q\nsay nothing", flags("q")),
    ('.TP\n.BR \\-h ", " \\-\\-help\nthis', flags("h", "help")),
    (".TP\n.BI \\-o file\nwrite there", flags("o")),
    (".TP\n.BI \\-\\-output= file", flags("", "output")),
    ('.IP "\\fB\\-C\\fR \\fIfolder\\fR" 4\n.IX Item "x"', flags("C")),
    (".IP \\-S", flags("S")),
    (".TP\n.B \\-r\n.TQ\n.B \\-R\nboth", flags("rR")),
    (".HP\n\\-n, \\-\\-count=\\fIN\\fR\nso many", flags("n", "count")),
    (".PP\n\\-m <msg>, \\-\\-message=<msg>\n.RS 4\ntext\n.RE", flags("m", "message")),
    (".PP\n\\-\\-[no\\-]edit\n.RS 4", flags("", "edit no-edit")),
    (".TP\n\\fB\\-e\\fR | \\fB\\-E\\fR", flags("eE")),
    (".TP\n\\f[V]-k\\f[R] or \\f[CB]--keep\\f[R]", flags("k", "keep")),
    (".TP\n\\-O\\fIlevel\\fR", flags("O")),
    (".TP\n\\-nNUM", flags("n")),
    (".TP\n\\-\\fINUM\\fR", flags("0123456789")),
    (".TP\n.B \\-iname pattern", flags("", "", "iname")),
    (".TP\n\\(hy\\(hywide, \\(hyw", flags("w", "wide")),
    (".TP\n\u2212v, \u2212\u2212verbose", flags("v", "verbose")),
    (".nf\n  -z, --zip   pack\n  -Z          unpack\n.fi", flags("zZ", "zip")),
    ('.\\" .TP\n.\\" \\-x\nNothing here.', flags()),
    (".SH SYNOPSIS\nls [\\-AbC] [file ...]", flags("AbC")),
    (".SH SYNOPSIS\n.B git stash\n[\\-m | \\-p]", flags("mp")),
    (".SH SEE ALSO\n\\-x", flags()),
    (".TP\n\\- \nstandard input\n.TP\n\\-\\-\nthe end", flags()),
]

MDOC = [
    (".It Fl a", flags("a")),
    (".It Fl b Ar address", flags("b")),
    (".It Fl B Ns Ar size", flags("B")),
    (".It Fl -color Ns = Ns Ar when", flags("", "color")),
    (".It Fl Fl version", flags("", "version")),
    (".It Fl e Ar x , Fl -expression Ns = Ns Ar x", flags("e", "expression")),
    (".It Fl L , H", flags("LH")),
    (".It Xo\n.Fl i Ar file\n.Xc\ntext", flags("i")),
    (".It Fl name Ar pattern", flags("", "", "name")),
    (".Sh SYNOPSIS\n.Nm ssh\n.Op Fl 46Aa\n.Op Fl c Ar cipher", flags("46Aac")),
]


class TestManuals:
    @pytest.mark.parametrize(("page", "described"), MAN + MDOC)
    def test_pairs(self, page: str, described: Flags):
        assert replace(flags_in(page).described, valued=frozenset()) == described

    @pytest.mark.parametrize(
        ("page", "valued"),
        [
            (".TP\n\\-A, \\-\\-address\\-radix=RADIX\nx", "A"),
            ('.TP\n.BI \\-I " replace"', "I"),
            (".TP\n\\fB\\-S\\fR[\\fIkeyid\\fR], \\-\\-sign", "S"),
            (".It Fl b Ar size", "b"),
            (".TP\n\\-k NUM", "k"),
            (".TP\n\\-l Long listing", ""),
            (".TP\n\\-a, \\-\\-all\nthe <rest>", ""),
        ],
    )
    def test_letters_that_take_an_argument(self, page: str, valued: str):
        assert flags_in(page).described.valued == frozenset(valued)

    @pytest.mark.parametrize(
        ("page", "mentioned"),
        [
            (".TP\n\\-a\nLike \\fB\\-x\\fR, unless \\-a.", "x"),
            ("Use foo\\-b, a\\-c or 3\\-4.", ""),
        ],
    )
    def test_what_is_only_mentioned(self, page: str, mentioned: str):
        assert flags_in(page).mentioned == frozenset(mentioned)

    @given(st.text(st.sampled_from("-\\.f[](BIR)\"' \nabTPItFlNs,|=<>*&{}"), max_size=200))
    def test_no_page_is_too_odd(self, page: str):
        found = flags_in(page).described
        assert all(len(letter) == 1 for letter in found.short)
        assert all(len(word) > 1 for word in found.words)

    def test_arguments_are_told_by_their_font(self):
        assert [line.text for line in lines_of(".BI \\-o file\n.It Fl x Ar y")] == [
            "-o<file>",
            "-x <y>",
        ]


SCRIPT = r"""
# complete -c tool -s Q
set -l start start begin
complete -c tool -s a -l all -d 'Show "all" -s z'
complete -xc tool -s B -d "it's; complete -c tool -s y" \
    -l big
complete --command=tool --short-option C --long-option see -a "(some
thing)"
complete -c tool -o name -f
complete -c other -s o
complete tool -s p
test (uname) = Linux; and complete -c tool -s n
if test (uname) = Darwin
    complete -c tool -s m
else
    complete -c tool -s e
end
complete -c tool -n __fish_use_subcommand -a go
complete -c tool -n '__fish_seen_subcommand_from go run' -s g
complete -c tool -n "not __fish_seen_subcommand_from go" -s t
complete -c tool -n "__fish_seen_subcommand_from $start" -s s
for x in halt stop
    complete -c tool -n "__fish_seen_subcommand_from $x" -s h
end
complete -c tool -n __fish_tool_needs_command -s v
complete -c tool -n '__fish_tool_using_command add' -s d
complete -c borrower -w tool
"""


class TestFish:
    @pytest.mark.parametrize(
        ("subcommand", "always", "perhaps"),
        [
            ("", "aBCptv", "men"),
            ("go", "aBCpg", "men"),
            ("run", "aBCptg", "men"),
            ("begin", "aBCpts", "men"),
            ("stop", "aBCpth", "men"),
            ("add", "aBCptd", "men"),
        ],
    )
    def test_letters_of_each_subcommand(self, subcommand: str, always: str, perhaps: str):
        found = fish.flags_in(SCRIPT, "tool", subcommand)
        assert "".join(sorted(found.always.short)) == "".join(sorted(always))
        assert "".join(sorted(found.perhaps.short)) == "".join(sorted(perhaps))

    def test_longer_ones(self):
        found = fish.flags_in(SCRIPT, "tool").always
        assert (found.long, found.words) == ({"all", "big", "see"}, {"name"})
        assert found.valued == {"B"}

    def test_borrowed_completions(self):
        assert fish.wrapped_by(SCRIPT, "borrower") == {"tool"}
        assert fish.wrapped_by(SCRIPT, "tool") == frozenset()

    @given(st.text(st.sampled_from("complete -slonc'\"\\\n;#$(){}fxend i"), max_size=200))
    def test_no_script_is_too_odd(self, script: str):
        found = fish.flags_in(f"complete -c tool {script}", "tool").always
        assert all(len(letter) == 1 for letter in found.short)


class TestSettled:
    @pytest.mark.parametrize(
        ("manuals", "completions", "result"),
        [
            ([], [], None),
            ([Manual(flags("ab"))], [], None),
            ([Manual(flags("abc"))], [], flags("abc")),
            ([Manual(flags("abc"), frozenset("xyz"))], [], flags("abc")),
            ([Manual(flags("abc"), frozenset("wxyz"))], [], None),
            ([Manual(flags("abc"), frozenset("w12345"))], [], flags("abc")),
            ([Manual(flags("abc"))], [Completions(flags("d"), flags("e"))], flags("abcd")),
            ([Manual()], [Completions(flags("abcdefghijklmno", "a b c d e f g h i j k l"))], None),
            ([], [Completions(flags("abcdefgh", "a b c d e f g h i j k l"))], None),
            ([], [Completions(flags("abcdefghijkl"))], None),
            (
                [],
                [Completions(flags("abcdefghijk", "a b c d e f g h i j k l"), flags("L"))],
                flags("abcdefghijkL", "a b c d e f g h i j k l"),
            ),
        ],
    )
    def test_pairs(
        self, manuals: list[Manual], completions: list[Completions], result: Flags | None
    ):
        assert settled(manuals, completions) == result
