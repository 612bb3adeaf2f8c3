"""``talkie-sh reconstruct``: words in, commands out, one a line."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, cast

from talkie_shell.cli.lines import Decoder, Stream, batches
from talkie_shell.cli.notice import notice
from talkie_shell.cli.options import add_setting_options
from talkie_shell.errors import TalkieError, UsageError
from talkie_shell.records import Proposal, Utterance
from talkie_shell.settings import Settings

NAME = "reconstruct"
SUMMARY = "turn words into commands, one a line"
EXAMPLE = "talkie-sh reconstruct find dot dash name star dot txt"
FREE_TEXT = True

_STANDARD_INPUT = "-"
_TOGETHER = 32
"""Lines the engine is given at once."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Turn words into commands: the words of TEXT, or, without it or for a lone -, each line\n"
        "of standard input.\n"
        "Every line gives one line, an empty one an empty one. Where lines are read, a line\n"
        "break inside a command is printed as \\n; --json keeps it."
    )
    parser.add_argument(
        "text", nargs="*", metavar="TEXT", help="the words; put -- before words like --json"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_setting_options(parser, "engine", "source", inherited=True)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.cli.surroundings import context_of
    from talkie_shell.pipeline import load_pipeline

    decode = Decoder(notice)
    from_pipe = arguments.text in ([], [_STANDARD_INPUT])
    lines = _standard_input() if from_pipe else _words(arguments.text)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    pipeline = load_pipeline(settings.engine, settings.vocabulary or None, context_of(settings))
    told = asked = made = False
    for batch in lines:
        utterances = [Utterance(decode(line), settings.source) for line in batch]
        for proposal in pipeline.propose_many(utterances):
            print(_line(proposal, as_json=arguments.json, whole=not from_pipe))
            asked = asked or bool(proposal.utterance.text.strip())
            made = made or bool(proposal.command)
        sys.stdout.flush()
        if not told:
            told = True
            notice(pipeline.notice)
    if asked and not made:
        raise TalkieError("there is nothing in it to make a command of")
    return 0


def proposal_as_dict(proposal: Proposal) -> dict[str, Any]:
    """The proposal for a program, as ``--json`` prints it."""
    return {
        "utterance": proposal.utterance.text,
        "preprocessed": proposal.preprocessed,
        "command": proposal.command,
        "confidence": round(proposal.confidence, 6),
        "uncertain": [
            {"start": choice.start, "end": choice.end, "readings": list(choice.readings)}
            for choice in proposal.uncertain
        ],
        "alternatives": list(proposal.alternatives),
        "checks": asdict(proposal.checks),
        "engine": proposal.engine,
        "ms": round(proposal.milliseconds, 3),
    }


def _words(text: list[str]) -> Iterable[list[bytes]]:
    return [[os.fsencode(" ".join(text))]]


def _standard_input() -> Iterable[list[bytes]]:
    if sys.stdin is None:
        raise UsageError("there is no TEXT and standard input is closed")
    return batches(cast("Stream", sys.stdin.buffer), _TOGETHER)


def _line(proposal: Proposal, *, as_json: bool, whole: bool) -> str:
    if as_json:
        return json.dumps(proposal_as_dict(proposal), ensure_ascii=False)
    return proposal.command if whole else proposal.command.replace("\n", "\\n")
