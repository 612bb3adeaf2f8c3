"""Who may import whom, and what may not be imported on the way to the first prompt."""

from __future__ import annotations

import ast
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import ptyprocess
import pytest

import talkie_shell

PACKAGE = Path(talkie_shell.__file__).parent
NAME = PACKAGE.name

CORE = {"records", "errors", "chat_format", "context", "spoken", "checks", "scoring"}
FOUNDATION = CORE | {"paths", "settings", "blas"}
MAY_IMPORT: dict[str, set[str]] = {
    # A room: the rooms it may import. What is not listed here fails the test.
    "records": set(),
    "errors": set(),
    "chat_format": set(),
    "context": CORE,
    "scoring": CORE,
    "spoken": CORE,
    "checks": CORE,
    "paths": {"errors"},
    "blas": set(),
    "settings": {"errors", "paths", "records"},
    "database": FOUNDATION,
    "choices": CORE,
    "dangers": FOUNDATION,
    "structure": FOUNDATION,
    "engines": FOUNDATION | {"structure"},
    "speech": FOUNDATION,
    "shell": FOUNDATION | {"database"},
    "corrections": FOUNDATION | {"database"},
    "training": FOUNDATION | {"structure", "engines", "pipeline", "speech"},
    "pipeline": FOUNDATION | {"engines"},
    "bench": FOUNDATION | {"structure", "engines", "pipeline", "speech", "resident"},
    "repl": FOUNDATION
    | {"pipeline", "shell", "corrections", "database", "speech", "choices", "dangers"},
    "doctor": FOUNDATION | {"engines", "pipeline", "shell", "speech"},
    "resident": FOUNDATION | {"pipeline", "shell", "speech", "choices", "dangers"},
    "load": FOUNDATION | {"bench", "shell", "corrections", "database"},
}
ANYTHING = {"cli", "__main__"}
"""Who composes: the command line."""

HEAVY = {
    *("mlx_lm", "transformers", "mlx_whisper", "sounddevice", "soundfile", "soxr", "numba"),
    *("huggingface_hub", "tiktoken", "scipy", "numpy", "matplotlib", "torch"),
}
MODEL = {"mlx"}
SCREEN = {"prompt_toolkit", "pygments"}
PURE = MODEL | HEAVY | SCREEN | {"sqlite3", "subprocess", "tqdm"}
"""What the core may not import anywhere, not even inside a function."""


def modules() -> Iterator[tuple[str, Path]]:
    """Each module's room (the first name below the package) and file."""
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        yield parts[0], file


def imported(file: Path) -> Iterator[str]:
    """Every module that the file imports, wherever in it the import stands."""
    here = [NAME, *file.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            if module == NAME:
                yield from (f"{NAME}.{alias.name}" for alias in node.names)


def rooms_imported(file: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(file) if name.startswith(f"{NAME}.")}


class TestDirection:
    def test_every_room_has_its_place(self) -> None:
        rooms = {room for room, _ in modules()} - {"__init__"}
        assert rooms <= MAY_IMPORT.keys() | ANYTHING

    def test_nothing_points_the_other_way(self) -> None:
        wrong = [
            f"{file.relative_to(PACKAGE)} imports {other}"
            for room, file in modules()
            if room in MAY_IMPORT
            for other in sorted(rooms_imported(file) - MAY_IMPORT[room] - {room, "__version__"})
        ]
        assert not wrong

    def test_there_is_no_circle(self) -> None:
        ordered: set[str] = set()
        left = {room: needs - {room} for room, needs in MAY_IMPORT.items() if room not in CORE}
        while left:
            free = {room for room, needs in left.items() if needs - CORE <= ordered}
            assert free, f"these need one another: {sorted(left)}"
            ordered |= free
            left = {room: needs for room, needs in left.items() if room not in free}

    def test_core_imports_no_device(self) -> None:
        wrong = [
            f"{file.relative_to(PACKAGE)} imports {name}"
            for room, file in modules()
            if room in CORE
            for name in imported(file)
            if name.split(".")[0] in PURE
        ]
        assert not wrong

    def test_leaves_of_the_prompt_do_not_know_the_whole(self) -> None:
        wrong = [
            str(file.relative_to(PACKAGE))
            for room, file in modules()
            if room == "repl" and file.stem not in {"app", "__init__"}
            if f"{NAME}.repl.app" in set(imported(file))
        ]
        assert not wrong


def loaded_by(*words: str, stdin: str = "") -> set[str]:
    """The top-level packages that a run of talkie-sh loads."""
    program = f"""
import sys
from talkie_shell.cli import main
try:
    code = main({list(words)!r})
except SystemExit as error:
    code = error.code
assert not code, code
print("LOADED", *sorted({{name.split(".")[0] for name in sys.modules}}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
        env=os.environ | {"TERM": "dumb"},
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


class TestStartUp:
    @pytest.mark.parametrize(
        "words",
        [["--version"], ["--help"], ["config"], ["completions", "bash"], ["models"]],
        ids=" ".join,
    )
    def test_light_verbs(self, words: list[str]) -> None:
        assert not loaded_by(*words) & (HEAVY | MODEL | SCREEN)

    def test_reconstruct(self) -> None:
        loaded = loaded_by("reconstruct", "--json", "find dot dash name star dot txt")
        assert "mlx" in loaded
        assert not loaded & (HEAVY | SCREEN)

    def test_reconstruct_from_the_tables_alone(self) -> None:
        loaded = loaded_by("reconstruct", "--engine", "preprocessor", stdin="git status\n")
        assert not loaded & (HEAVY | MODEL | SCREEN)

    def test_prompt(self, tmp_path: Path) -> None:
        told = tmp_path / "loaded"
        code = (
            "import sys, pathlib\n"
            "from talkie_shell.cli import main\n"
            "code = main([])\n"
            f"pathlib.Path({str(told)!r}).write_text(chr(10).join(sys.modules))\n"
            "sys.exit(code)"
        )
        prompt = ptyprocess.PtyProcess.spawn(
            [sys.executable, "-c", code], cwd=PACKAGE.parent, env=os.environ | {"TERM": "xterm"}
        )
        seen = b""
        while "❯".encode() not in seen:
            seen += prompt.read(1024)
        prompt.write(b"\x04")
        with contextlib.suppress(EOFError):
            while prompt.read(1024):
                pass
        assert prompt.wait() == 0
        loaded = {name.split(".")[0] for name in told.read_text().splitlines()}
        assert "prompt_toolkit" in loaded
        assert not loaded & HEAVY

    def test_the_line_loads_no_tables_of_the_guard_and_reads_no_manuals(self) -> None:
        program = """
import sys
import talkie_shell.repl.editor, talkie_shell.repl.layout, talkie_shell.repl.completion.tab
assert not {"talkie_shell.checks.risk", "talkie_shell.shell.surroundings"} & set(sys.modules)
"""
        subprocess.run([sys.executable, "-c", program], check=True, cwd=PACKAGE.parent)
