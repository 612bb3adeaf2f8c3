"""A walk through a command in the order it would run, in the mind: what it would strike."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from talkie_shell.checks.risk.calls import Call, Exists, written
from talkie_shell.checks.risk.expanding import Variables, expand, expand_pieces
from talkie_shell.checks.risk.grammar import (
    Group,
    Pipeline,
    Redirection,
    Simple,
    UnreadableError,
    multiplies,
    pipelines,
)
from talkie_shell.checks.risk.interpreters import (
    SHELLS,
    downloads,
    forks,
    hides,
    is_interpreter,
    other_program,
    shell_code_in,
    shell_program,
)
from talkie_shell.checks.risk.marks import (
    ANY,
    DECODED,
    DOWNLOADED,
    FILE,
    SPLIT,
    STAR,
    UNKNOWN,
    unread,
)
from talkie_shell.checks.risk.outputs import download_target, printed, shown_text
from talkie_shell.checks.risk.places import Places
from talkie_shell.checks.risk.programs import base_name, judge
from talkie_shell.checks.risk.reading import Piece, Word, tokens
from talkie_shell.checks.risk.searching import (
    GREPS,
    Search,
    fd_search,
    filtered,
    grepped,
    listed,
    search,
    xargs_words,
)
from talkie_shell.checks.risk.services import CONTAINERS, lists_everything
from talkie_shell.checks.risk.wrapping import RUN_BY_OTHERS, Unwrapped, kept_code, unwrap

DEEPEST = 12
"""Commands inside commands that are looked into."""
MOST_STEPS = 5000
"""Commands that are walked through, each as often as it would run."""
MOST_RUNS = 8
"""Rounds of a loop that are walked."""

_MET = ("/" + STAR, "/" + UNKNOWN)
"""What paths end with that find meets."""
_FILTERS = frozenset(["grep", "egrep", "fgrep", "rg", "head", "tail", "sort", "uniq"])
"""Programs that pass a part of their input on."""

Report = Callable[[str, str, int, int], None]
"""Takes a shape, what it strikes, and where it stands."""
_Span = tuple[int, int]


@dataclass(slots=True)
class Walk:
    """One walk. ``span`` is the place that risks are told to be at where the text walked does
    not stand in the command as it is."""

    report: Report
    places: Places
    exists: Exists | None
    span: _Span | None = None
    here: _Span = (0, 0)
    """The place of the command whose words are being expanded."""
    depth: int = 0
    values: dict[str, str] = field(default_factory=dict)
    functions: dict[str, Group] = field(default_factory=dict)
    calling: tuple[str, ...] = ()
    steps: int = 0
    walks: bool = False
    """Whether what runs is handed whatever find meets."""
    files: dict[str, str] = field(default_factory=dict)
    """What the command itself writes into files, by path."""
    variables: Variables = field(init=False)

    def __post_init__(self) -> None:
        self.variables = Variables(
            self.values, self._substitute, self._array, home=self.places.home
        )

    def source(self, text: str, base: int = -1, given: str = "") -> str:
        """Walk through code; what it prints. Raises `UnreadableError`."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError
        before = self.span
        offset = base if base >= 0 and before is None else 0
        made = self._list(_moved(text, offset), given)
        self.span, self.depth = before, self.depth - 1
        return made

    def _list(self, body: Sequence[Pipeline], given: str) -> str:
        return "\n".join(made for made in (self._pipeline(one, given) for one in body) if made)

    def _pipeline(self, pipeline: Pipeline, given: str) -> str:
        text = given
        for stage in pipeline.stages:
            if isinstance(stage, Group):
                text = self._group(stage, text)
            else:
                text = self._simple(stage, text)
        return text

    def _group(self, group: Group, given: str) -> str:
        text = self._redirected(group.redirections, given)
        if group.kind == "function":
            if multiplies(group):
                self._tell("fork-bomb", "", group.start, group.end)
                return ""
            self._function(group)
            return ""
        if group.kind == "for":
            return self._for(group, text)
        before = self.places
        made = self._list(group.body, text)
        if group.kind == "subshell":
            self.places = before
        return made

    def _function(self, group: Group) -> None:
        self.functions[group.name] = group
        kept = dict(self.values)
        self._list(group.body, "")
        self._restore(kept)

    def _call(self, name: str, words: Sequence[str], given: str) -> str:
        """Walk through a function of the command's own with its arguments."""
        kept, before = dict(self.values), self.calling
        self.calling = (*before, name)
        self._place_arguments(words)
        made = self._list(self.functions[name].body, given)
        self.calling = before
        self._restore(kept)
        return made

    def _place_arguments(self, words: Sequence[str]) -> None:
        for number, word in enumerate(words, start=1):
            self.values[str(number)] = _stored(word)
        self.values["@"] = self.values["*"] = SPLIT.join(map(_stored, words))

    def _restore(self, kept: dict[str, str]) -> None:
        self.values.clear()
        self.values.update(kept)

    def _for(self, group: Group, given: str) -> str:
        made: list[str] = []
        items = [one for word in group.words for one in expand(word, self.variables)]
        for item in items[:MOST_RUNS] or [UNKNOWN]:
            self.values[group.name] = _stored(item)
            made.append(self._list(group.body, given))
        return "\n".join(made)

    def _simple(self, simple: Simple, given: str) -> str:
        self.here = (simple.start, simple.end)
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise UnreadableError
        text = self._redirected(simple.redirections, given)
        words = list(simple.words)
        while words and self._assign(words[0]):
            words.pop(0)
        arguments: list[str] = []
        for word in words:
            arguments += expand(word, self.variables)
        if not arguments:
            return ""
        before = self.span
        if before is None:
            self.span = (words[0].start, simple.end)
        made = self._run(arguments, text)
        self.span = before
        for one in simple.redirections:
            if one.word is not None and ">" in one.operator:
                self._write(" ".join(expand(one.word, self.variables)), made)
        return made

    def _write(self, path: str, content: str) -> None:
        if path and not unread(path):
            self.files[posixpath.normpath(path)] = content

    def _assign(self, word: Word) -> bool:
        first = word.pieces[0] if word.pieces else None
        if first is None or first.kind != "text" or first.quoted:
            return False
        name, equals, rest = first.text.partition("=")
        adds = name.endswith("+")
        name = name.rstrip("+").partition("[")[0]
        if not equals or not name.isidentifier():
            return False
        pieces = (replace(first, text=rest), *word.pieces[1:])
        before = self.values.get(name, "") if adds else ""
        if len(pieces) > 1 and pieces[1].kind == "array":
            value = SPLIT.join((*filter(None, (before,)), *self._array(pieces[1].text)))
        else:
            value = before + _stored(" ".join(expand_pieces(pieces, self.variables)))
        self.values[name] = value
        if name in RUN_BY_OTHERS:
            span, self.span = self.span, self.span or self.here
            self._code(value)
            self.span = span
        return True

    def _redirected(self, redirections: Sequence[Redirection], given: str) -> str:
        """The standard input after the redirections, whose targets are judged."""
        text = given
        for one in redirections:
            target = " ".join(expand(one.word, self.variables)) if one.word else ""
            if one.operator in ("<<", "<<-"):
                text = one.body if one.literal else self._document(one.body)
            elif one.operator == "<<<":
                text = shown_text(target)
            elif one.operator == "<":
                text = target[1:] if target.startswith(FILE) else UNKNOWN
            elif ">" in one.operator and not target.startswith(FILE):
                if one.operator == ">&" and (target.isdigit() or target in ("-", "")):
                    continue
                adds = one.operator.endswith(">>")
                for shape, what in written(target, self.places, self.exists, adds=adds):
                    self._tell(shape, what, one.start, one.end)
        return text

    def _document(self, body: str) -> str:
        inside = '"' + body.replace("\\", "\\\\").replace('"', '\\"') + '"'
        read = [one for one in tokens(inside, -1) if isinstance(one, Word)]
        made = expand(read[0], self.variables) if read else []
        return shown_text(made[0]) if made else ""

    def _substitute(self, piece: Piece) -> str:
        places, before = self.places, self.span
        if piece.at < 0 and before is None:
            self.span = self.here
        made = self.source(piece.text, piece.at)
        self.span, self.places = before, places
        return made

    def _array(self, text: str) -> list[str]:
        read = [one for one in tokens(text, -1) if isinstance(one, Word)]
        return [argument for word in read for argument in expand(word, self.variables)]

    def _run(self, arguments: Sequence[str], given: str) -> str:
        """Judge a call and all that it runs; what it prints."""
        if not arguments:
            return ""
        first = arguments[0].replace(UNKNOWN, "")  # as if empty: r$@m is rm
        if unread(first) or not first:
            self._unread_code(first)
            return UNKNOWN
        name, words = base_name(first), list(arguments[1:])
        if name in self.functions and name not in self.calling:
            return self._call(name, words, given)
        if "/" in first and posixpath.normpath(first) in self.files:
            return self._shell("sh", [first, *words], given)
        inner = unwrap(name, words)
        if inner is not None and (inner.words or inner.code or inner.given_as_code):
            return self._unwrapped(inner, given)
        if name in SHELLS or name in ("source", "."):
            return self._shell(name, words, given)
        if is_interpreter(name):
            self._interpreter(name, words, given)
            self._judge(name, words, given)
            return printed(name, words, given)
        if name == "find":
            return self._find(search(words))
        if name in ("fd", "fdfind"):
            return self._find(fd_search(words))
        if name in ("xargs", "parallel", "gxargs"):
            walked = any(path[-2:] in _MET for path in given.splitlines())
            return "\n".join(self._met(one, walked=walked) for one in xargs_words(words, given))
        self._settle(name, words, given)
        for code in kept_code(name, words, given):
            self._code(code)
        self._judge(name, words, given)
        return self._printed(name, words, given)

    def _printed(self, name: str, words: list[str], given: str) -> str:
        if name == "ls":
            return listed(words)
        if name in CONTAINERS and lists_everything(words):
            return STAR
        if name == "pwd":
            return self.places.directory or "."
        if name in GREPS and (files := grepped(name, words)):
            return files
        if name in _FILTERS and not any(mark in given for mark in (DOWNLOADED, DECODED)):
            return filtered(given) if given else UNKNOWN
        return printed(name, words, given)

    def _judge(self, name: str, words: Sequence[str], given: str) -> None:
        start, end = self.span or (0, 0)
        call = Call(name, tuple(words), given, self.places, self.exists, walks=self.walks)
        for shape, what in judge(call):
            self._tell(shape, what, start, end)

    def _unwrapped(self, inner: Unwrapped, given: str) -> str:
        before = self.places, self.exists
        if inner.remote:
            self.places, self.exists = Places(remote=True), None
        elif inner.directory:
            self.places = self.places.entered(inner.directory)
        words = inner.words
        if words:
            made = self._run(words, given)
        else:
            made = self._code(inner.code, given) if inner.code else self._code(given)
        self.places, self.exists = before
        return made

    def _code(self, code: str, given: str = "") -> str:
        """Walk through text that is run as code."""
        code = shown_text(code)
        self._unread_code(code)
        kept = dict(self.values)
        made = self.source(code.replace(FILE, ""), -1, given)
        self._restore(kept)
        return made

    def _unread_code(self, code: str) -> None:
        if DOWNLOADED in code:
            self._tell("download-run", "")
        if DECODED in code:
            self._tell("hidden-run", "")

    def _shell(self, name: str, words: list[str], given: str) -> str:
        program = shell_program(words, given)
        if program.code is None:
            return self._script(words)
        first = 1 if name in ("csh", "tcsh") else 0
        names = [str(number) for number, _ in enumerate(program.arguments, start=first)]
        self.values.update(zip(names, map(_stored, program.arguments), strict=True))
        self.values["@"] = self.values["*"] = SPLIT.join(program.arguments[1:])
        return self._code(program.code, given if program.code is not given else "")

    def _script(self, words: list[str]) -> str:
        """Run a script that the command itself wrote or downloaded."""
        script = next((word for word in words if not word.startswith("-")), "")
        written_before = self.files.get(posixpath.normpath(script), "") if script else ""
        return self._code(written_before) if written_before else UNKNOWN

    def _interpreter(self, name: str, words: list[str], given: str) -> None:
        code = other_program(name, words, given).code
        if code is None:
            return
        self._unread_code(code)
        if hides(code):
            self._tell("hidden-run", "")
        if forks(code):
            self._tell("fork-bomb", "")
        if downloads(code):
            self._tell("download-run", "")
        for line in shell_code_in(shown_text(code)):
            self._code(line)

    def _find(self, looked: Search) -> str:
        runs = list(looked.runs)
        if looked.deletes:
            runs.append(("rm", "-r", "{}"))
        for path in looked.writes:
            for shape, what in written(path, self.places, self.exists, adds=False):
                self._tell(shape, what)
        made = [
            self._met([word.replace("{}", found) for word in run], walked=True)
            for run in runs
            for found in looked.found
        ]
        return "\n".join(filter(None, made) if looked.runs else looked.found)

    def _met(self, words: Sequence[str], *, walked: bool) -> str:
        """What find runs on each thing it meets, or xargs on what it is handed."""
        before, self.walks = self.walks, walked
        made = self._run(words, "")
        self.walks = before
        return made

    def _settle(self, name: str, words: list[str], given: str) -> None:
        """What a builtin changes for the commands after it."""
        operands = [word for word in words if not word.startswith("-")]
        if name in ("cd", "pushd", "chdir"):
            self.places = self.places.entered(operands[0] if operands else self.places.home)
        elif name in ("export", "declare", "local", "typeset", "readonly"):
            for word in operands:
                variable, equals, value = word.partition("=")
                if equals:
                    self.values[variable] = _stored(value)
        elif name in ("read", "mapfile", "readarray"):
            for variable in operands:
                self.values[variable] = given.partition("\n")[0] or UNKNOWN
        elif name == "set" and words[:1] == ["--"]:
            self._place_arguments(words[1:])
        elif name == "printf" and words[:1] == ["-v"] and len(words) > 2:
            self.values[words[1]] = printed(name, words[2:], given)
        elif name == "tee":
            for path in operands:
                self._write(path, given)
        elif name in ("curl", "wget"):
            self._write(download_target(name, words), DOWNLOADED)

    def _tell(self, shape: str, what: str, start: int = 0, end: int = 0) -> None:
        if self.span is not None:
            start, end = self.span
        self.report(shape, what, start, end)


def _moved(text: str, offset: int) -> tuple[Pipeline, ...]:
    return pipelines(" " * offset + text)


def _stored(value: str) -> str:
    """What a variable holds: globs do not count before it is used."""
    return value.replace(STAR, "*").replace(ANY, "?")
