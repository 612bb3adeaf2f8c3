"""Each format is told by itself and read for its commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkie_shell.errors import DataError
from talkie_shell.training.corpora import SourceCommand, read_commands

TLDR_PAGE = """# tar

> Archiving utility.
> More information: <https://www.gnu.org/software/tar>.

- [c]reate an archive and write it to a [f]ile:

`tar cf {{path/to/target.tar}} {{path/to/file1 path/to/file2 ...}}`

- List the contents:

`tar {{[-t|--list]}} {{[-f|--file]}} {{path/to/source.tar}}`
"""
CHEATSHEET = """---
syntax: bash
tags: [ vcs ]
---
# To stage all changes:
git add -A

# To take back a commit
git reset --soft HEAD~1
"""
NAVI = """% git, code

# Change branch
git checkout <branch>

$ branch: git branch | awk '{print $NF}'
; a note
# over two lines
docker run \\
  --rm <image>
"""
SCRIPT = """#!/usr/bin/env bash
set -euo pipefail
# a comment
if [ -f a.txt ]; then
  cp a.txt b.txt   # copied
fi
for f in *.log; do
  gzip "$f"
done
build() {
  make -j4 && make install
}
cat <<EOF
not a command
EOF
ps aux | grep ssh > out.txt
"""
MAKEFILE = """CC = gcc

all: main.o
\t@echo building
\t$(CC) -o main main.o
\tpython -c 'print("$$HOME")'
\tgo build ./... && \\
\t  go vet ./...

clean:
\t-rm -rf build
"""

FILES = [
    ("all.cm", "find . -name '*.c'\n\nls -l\n", ["find . -name '*.c'", "ls -l"]),
    ("a.jsonl", '{"command": "ls", "source": "x"}\n', ["ls"]),
    ("b.jsonl", '{"template": "cat {{path/to/file}}", "page": "p"}\n', ["cat {{path/to/file}}"]),
    ("c.jsonl", '{"dictated": "ls dash L", "expected": "ls -l"}\n', ["ls -l"]),
    (
        "tar.md",
        TLDR_PAGE,
        [
            "tar cf {{path/to/target.tar}} {{path/to/file1 path/to/file2 ...}}",
            "tar {{[-t|--list]}} {{[-f|--file]}} {{path/to/source.tar}}",
        ],
    ),
    ("git", CHEATSHEET, ["git add -A", "git reset --soft HEAD~1"]),
    ("git.cheat", NAVI, ["git checkout <branch>", "docker run --rm <image>"]),
    (".bash_history", "ls -la\ngit status\n", ["ls -la", "git status"]),
    (".bash_history", "#1700000000\nls -la\n#1700000009\ncd ..\n", ["ls -la", "cd .."]),
    (".zsh_history", ": 1700000000:0;ls -la\n: 1700000001:3;echo a; b\n", ["ls -la", "echo a; b"]),
    (".zsh_history", ": 1700000000:0;for x in a\\\ndo\n: 1700000001:0;pwd\n", ["pwd"]),
    (
        "fish_history",
        "- cmd: ls -la\n  when: 1700000000\n- cmd: grep a\\\\b c\n  when: 1700000001\n",
        ["ls -la", "grep a\\b c"],
    ),
    ("fish_history", "- cmd: for x in a\\nend\n  when: 1\n- cmd: pwd\n  when: 2\n", ["pwd"]),
    (
        "deploy.sh",
        SCRIPT,
        [
            "set -euo pipefail",
            "cp a.txt b.txt",
            'gzip "$f"',
            "make -j4 && make install",
            "ps aux | grep ssh > out.txt",
        ],
    ),
    (
        "Makefile",
        MAKEFILE,
        ["echo building", "python -c 'print(\"$HOME\")'", "rm -rf build"],
    ),
    (
        "package.json",
        '{"name": "x", "scripts": {"dev": "vite --port 3000", "test": "jest"}}',
        ["vite --port 3000", "jest"],
    ),
]


class TestReadCommands:
    @pytest.mark.parametrize(("name", "text", "commands"), FILES)
    def test_file(self, name: str, text: str, commands: list[str], tmp_path: Path):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert [command.text for command in read_commands([path])] == commands

    def test_page_of_tldr(self, tmp_path: Path):
        (tmp_path / "linux").mkdir()
        path = tmp_path / "linux" / "tar.md"
        path.write_text(TLDR_PAGE, encoding="utf-8")
        (first, _) = read_commands([path])
        assert (first.source, first.page) == ("tldr", "linux/tar")

    def test_folder_passes_over_what_it_does_not_know(self, tmp_path: Path):
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages" / "tar.md").write_text(TLDR_PAGE, encoding="utf-8")
        (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
        (tmp_path / "README.md").write_text("# Read\nme\n", encoding="utf-8")
        (tmp_path / "all.cm").write_text("ls\n", encoding="utf-8")
        assert [command.source for command in read_commands([tmp_path])] == [
            "nl2bash",
            "tldr",
            "tldr",
        ]

    def test_source_is_kept(self, tmp_path: Path):
        path = tmp_path / "a.jsonl"
        path.write_text('{"command": "ls", "source": "navi"}\n', encoding="utf-8")
        assert list(read_commands([path])) == [SourceCommand("ls", "navi")]


RUBBISH = [
    ("a.jsonl", b"ls -l\n", "a.jsonl:1: not JSON"),
    ("a.jsonl", b'{"command": "ls"}\n[1]\n', "a.jsonl:2: not a JSON object"),
    ("a.jsonl", b'{"command": "ls"}\n\n{"text": 1}\n', "a.jsonl:3: no text"),
    ("a.cm", b"ls\n\xff\xfe\n", "a.cm:2: not UTF-8"),
    ("package.json", b"{", "package.json: not a package.json"),
    ("a.png", b"\x89PNG\0", "a.png:1: not a format"),
    ("notes.docx", b"hello", "notes.docx:1: not a format"),
]


class TestRubbish:
    @pytest.mark.parametrize(("name", "content", "message"), RUBBISH)
    def test_is_told_with_its_place(self, name: str, content: bytes, message: str, tmp_path: Path):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DataError) as caught:
            list(read_commands([path]))
        assert f"{tmp_path}/{message}" in str(caught.value)

    def test_missing_file(self, tmp_path: Path):
        with pytest.raises(DataError, match="No such file"):
            list(read_commands([tmp_path / "nowhere.jsonl"]))


def test_scripts_in_any_script() -> None:
    from talkie_shell.training.corpora.scripts import one_liners

    script = "echo 'déjà 日本'\nif true; then\n  cp été.txt b\nfi\n{\U000f0000\nls -la\n"
    assert list(one_liners(script))[:2] == ["echo 'déjà 日本'", "cp été.txt b"]
