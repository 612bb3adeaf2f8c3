"""``talkie-sh doctor``: whether everything is as it should be, and what to do where not."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.doctor.findings import Finding

NAME = "doctor"
SUMMARY = "check that everything works, and say what to do"
EXAMPLE = "talkie-sh doctor"
SETTINGS_MAY_FAIL = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Look at the terminal, the shell, the model, the microphone, the speech model, the files\n"
        "and the settings: one line each. A warning is about speed or a part that not everybody\n"
        "wants; the exit code is 0 unless there is a problem. Nothing is changed or sent."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell import __version__
    from talkie_shell.doctor.findings import worst

    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names of files and devices hold anything.
        sys.stdout.reconfigure(errors="replace")
    findings = []
    for finding in _examine(arguments.config, settings):
        findings.append(finding)
        if not arguments.json:
            todo = f"; {finding.todo}" if finding.todo else ""
            print(f"{finding.status:8} {finding.name:13} {finding.said}{todo}", flush=True)
    verdict = worst(findings)
    if arguments.json:
        checks = [asdict(finding) for finding in findings]
        told = {"version": __version__, "status": verdict, "checks": checks}
        print(json.dumps(told, ensure_ascii=False))
    return 1 if verdict == "problem" else 0


def _examine(config: Path | None, settings: Settings) -> Iterator[Finding]:
    """Everything, in an order in which one may need the one before."""
    from talkie_shell.doctor import files, own_shell, programs, terminal, voice
    from talkie_shell.errors import TalkieError
    from talkie_shell.paths import cache_dir, config_dir, config_file, data_dir, state_dir
    from talkie_shell.settings import load_settings

    yield from programs.check_version()
    yield from terminal.check_window(terminal.gather_window(os.environ))
    error: TalkieError | None = None
    try:
        load_settings(config)
    except TalkieError as found:
        error = found
    file = config or config_file()
    yield from files.check_settings(file, there=file.exists(), error=error)
    private = [data_dir(), state_dir(), *_sockets()]
    entries = files.gather_entries(private, [config_dir(), cache_dir()])
    yield from files.check_entries(entries, private)
    yield from files.check_kept(_faults_of_kept())
    yield from programs.check_shell(programs.gather_shell(settings, os.environ))
    yield from own_shell.check_own_shell(own_shell.gather_own_shell(settings, os.environ))
    yield from programs.check_vocabulary(settings)
    # Before the model: it must be loaded first, to be used.
    yield from programs.check_arithmetic(programs.gather_arithmetic())
    yield from programs.check_model(programs.gather_proposal())
    yield from voice.check_voice(voice.gather_voice(settings), settings)


def _faults_of_kept() -> list[str]:
    """What is wrong with the log and the history, a line each."""
    from talkie_shell.corrections.store import SCHEMA as LOG
    from talkie_shell.database.files import examine
    from talkie_shell.errors import LogError
    from talkie_shell.paths import history_file, log_file
    from talkie_shell.shell.history import SCHEMA as HISTORY

    faults: list[str] = []
    for file, schema in ((log_file(), LOG), (history_file(), HISTORY)):
        try:
            examine(file, schema)
        except LogError as error:
            faults.append(str(error))
    return faults


def _sockets() -> list[Path]:
    from talkie_shell.errors import FolderError
    from talkie_shell.paths import runtime_dir

    try:
        return [runtime_dir()]
    except FolderError:
        return []
