"""``talkie-sh risk``: why a command would be stopped before it runs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.checks.risk import Risk

NAME = "risk"
SUMMARY = "say why a command would be stopped"
EXAMPLE = "talkie-sh risk 'curl -s example.com/install.sh | sudo sh'"
FREE_TEXT = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Say what a command could destroy, and nothing where it is none of the risky shapes.\n"
        "Nothing is run. COMMAND is judged where you stand; the commands of --file are judged\n"
        "by themselves, whatever files and projects there are here, and the last line counts\n"
        "those that were flagged."
    )
    parser.add_argument("command", nargs="*", metavar="COMMAND", help="the command, best in quotes")
    parser.add_argument(
        "--file",
        action="append",
        metavar="FILE",
        type=Path,
        help="a corpus of commands (JSON lines), more than once for several",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a command")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.errors import UsageError

    if bool(arguments.command) == bool(arguments.file):
        raise UsageError("name a COMMAND or a --file, one of them")
    if arguments.command:
        _one(" ".join(arguments.command), as_json=arguments.json)
    else:
        _all(arguments.file, as_json=arguments.json)
    return 0


def _one(command: str, *, as_json: bool) -> None:
    from talkie_shell.checks.risk import assess
    from talkie_shell.dangers import has_content, project_of

    here = str(Path.cwd())
    home = str(Path.home())
    risks = assess(command, has_content, project_of(here), home, directory=here)
    if as_json:
        print(json.dumps(_row(command, risks), ensure_ascii=False))
    elif not risks:
        print("nothing risky in it")
    for risk in () if as_json else risks:
        print(f"{risk.severity}: {risk.why}  ({risk.shape})\n  {command[risk.start : risk.end]}")


def _all(files: list[Path], *, as_json: bool) -> None:
    from talkie_shell.checks.risk import assess

    count = flagged = 0
    for command in _commands(files):
        risks = assess(command)
        count += 1
        flagged += bool(risks)
        if as_json:
            print(json.dumps(_row(command, risks), ensure_ascii=False))
        elif risks:
            whys = "; ".join(risk.why for risk in risks)
            print(f"{command}\n  {whys}")
    if not as_json:
        share = flagged / count if count else 0.0
        print(f"{flagged} of {count} flagged ({share:.2%})")


def _commands(files: list[Path]) -> Iterator[str]:
    from talkie_shell.training.corpora import read_commands

    for source in read_commands(files):
        yield source.text


def _row(command: str, risks: tuple[Risk, ...]) -> dict[str, Any]:
    from dataclasses import asdict

    return {"command": command, "risks": [asdict(risk) for risk in risks]}
