"""``talkie-sh transcribe``: sound files in, commands out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from talkie_shell.cli.notice import notice
from talkie_shell.cli.options import add_setting_options
from talkie_shell.cli.progress import fetching_line, show
from talkie_shell.errors import DataError, SpeechError, TalkieError
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.records import Heard, Proposal

    Hear = Callable[[Path], tuple[Heard, Proposal]]

NAME = "transcribe"
SUMMARY = "turn recorded speech into commands"
EXAMPLE = "talkie-sh transcribe --json dictation.wav"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Hear what is said in sound files (wav, flac, ogg, mp3, …) and print the command of each,\n"
        "one a line. A file that cannot be read or in which nothing is said gets an empty line\n"
        "and a word on standard error; the others go on. A speech model that is not here yet is\n"
        "fetched, once there is a sound to hear."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="the sounds")
    parser.add_argument("--json", action="store_true", help="print one JSON object a file")
    add_setting_options(parser, "engine", "speech_model", "speech_adapter", inherited=True)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    wrong = dict(_wrong(arguments.files))
    hear = _hearing(settings) if set(arguments.files) - set(wrong) else _unheard
    file = arguments.files[0]
    code = 0
    try:
        for file in arguments.files:
            told = _print(file, wrong.get(file), hear, as_json=arguments.json)
            code = max(code, told)
    except KeyboardInterrupt:
        notice(f"stopped at {file}")
        raise
    return code


def _wrong(files: Sequence[Path]) -> Iterator[tuple[Path, DataError]]:
    """The files that are no sound, and why."""
    from talkie_shell.speech.sound import check_sound

    for file in files:
        try:
            check_sound(file)
        except DataError as error:
            yield file, error


def _hearing(settings: Settings) -> Hear:
    """What hears a file, with its model loaded, or fetched."""
    from talkie_shell.cli.surroundings import context_of
    from talkie_shell.pipeline import load_pipeline
    from talkie_shell.speech.prompting import build_prompt
    from talkie_shell.speech.recogniser import load_recogniser
    from talkie_shell.speech.sound import read_sound

    try:
        recogniser = load_recogniser(
            settings, (lambda progress: show(fetching_line(progress)), notice)
        )
    finally:
        show("")
    context = context_of(settings)
    pipeline = load_pipeline(settings.engine, settings.vocabulary or None, context)
    notice(pipeline.notice)
    names = sorted(context().names) if context is not None else []
    prompt = build_prompt(words=settings.vocabulary.get("words", ()), names=names)

    def hear(file: Path) -> tuple[Heard, Proposal]:
        heard = recogniser.recognise(read_sound(file), prompt=prompt)
        return heard, pipeline.propose_heard(heard)

    return hear


def _unheard(file: Path) -> NoReturn:
    raise DataError(f"{file}: not a sound file that can be read")


def _print(file: Path, wrong: DataError | None, hear: Hear, *, as_json: bool) -> int:
    """Print what the file holds, or what is wrong with it; the exit code that comes of it."""
    try:
        if wrong is not None:
            raise wrong
        heard, proposal = hear(file)
    except (DataError, SpeechError) as error:
        notice(str(error))
        print(json.dumps({"file": str(file), "error": str(error)}) if as_json else "")
        return error.exit_code
    if as_json:
        row = {"file": str(file), **transcript_as_dict(heard, proposal)}
        print(json.dumps(row, ensure_ascii=False))
    else:
        print(proposal.command.replace("\n", "\\n"))
    sys.stdout.flush()
    if heard.text:
        return 0
    notice(f"{file}: nothing is said in it")
    return TalkieError.exit_code


def transcript_as_dict(heard: Heard, proposal: Proposal) -> dict[str, Any]:
    """What was heard and what it became, for a program. ``heard`` is the transcript that the
    command was made of; ``confidence`` and ``alternatives`` are the command's."""
    return {
        "heard": proposal.utterance.text,
        "preprocessed": proposal.preprocessed,
        "command": proposal.command,
        "confidence": round(proposal.confidence, 6),
        "alternatives": list(proposal.alternatives),
        "seconds_audio": round(heard.seconds_audio, 3),
        "seconds": round(heard.seconds + proposal.milliseconds / 1000, 3),
    }
