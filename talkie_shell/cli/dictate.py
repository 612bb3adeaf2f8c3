"""``talkie-sh dictate``: one dictation in, its command out."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.cli.notice import notice
from talkie_shell.cli.options import add_setting_options
from talkie_shell.errors import SpeechError, TalkieError
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from talkie_shell.cli.status_line import StatusLine
    from talkie_shell.records import Heard, Proposal
    from talkie_shell.resident.address import Address
    from talkie_shell.resident.remote import RemoteDictation
    from talkie_shell.speech.dictation import Dictation
    from talkie_shell.speech.take import Ended

NAME = "dictate"
SUMMARY = "take one dictation and print its command"
EXAMPLE = "talkie-sh dictate --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Listen until you stop speaking, or press Enter, and print the command that you said. The\n"
        "words show in the terminal while you speak; Esc forgets them. Nothing is run."
    )
    shapes = parser.add_mutually_exclusive_group()
    shapes.add_argument("--json", action="store_true", help="print one JSON object")
    shapes.add_argument(
        "--for-shell",
        action="store_true",
        help="print the words, a word to the user and the readings, as the keys of init want it",
    )
    parser.add_argument(
        "--audio-file",
        action="append",
        default=argparse.SUPPRESS,
        metavar="FILE",
        type=Path,
        help="listen to this sound file in place of the microphone",
    )
    add_setting_options(
        parser, "engine", "microphone", "speech_model", "speech_adapter", inherited=True
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.for_shell and "flag" not in settings.origins.values():
        # The helper has the settings of the file alone.
        from talkie_shell.resident.address import address_of

        config = str(arguments.config.resolve()) if arguments.config else ""
        answer = _with_helper(address_of(settings), config, arguments.audio_file)
        if answer is not None:
            sys.stdout.buffer.write(answer)
            return 0
    if not arguments.for_shell:
        from talkie_shell.speech.sound import check_sound

        for file in arguments.audio_file:
            check_sound(file)
    return _alone(arguments, settings)


def _with_helper(helper: Address, config: str, sounds: Sequence[Path]) -> bytes | None:
    """Dictate to the helper, which keeps the recogniser: what a key of the user's own shell
    reads; None where there is no helper."""
    from talkie_shell.cli.status_line import StatusLine
    from talkie_shell.resident.remote import dictate, propose

    with StatusLine() as line:
        dictation = dictate(helper, config, line.wake, sounds)
        if dictation is None:
            return None
        ended = _wait(dictation, line)
    heard, note = _heard(ended)
    answer = propose(helper, config, heard, note)
    if answer is None:
        raise TalkieError("the helper went away")
    return answer


def _alone(arguments: argparse.Namespace, settings: Settings) -> int:
    """Dictate in this process, and print what is asked for."""
    from talkie_shell.cli.status_line import StatusLine
    from talkie_shell.cli.surroundings import context_of
    from talkie_shell.cli.transcribe import transcript_as_dict
    from talkie_shell.pipeline import load_pipeline
    from talkie_shell.speech.configured import from_files, make_dictation, prompt_from

    context = context_of(settings)
    words = settings.vocabulary.get("words", ())
    with StatusLine() as line:
        dictation = make_dictation(
            settings,
            line.wake,
            source=from_files(arguments.audio_file),
            prompt=lambda: prompt_from((), words, context),
        )
        # The sound waits while the model loads here, and the recogniser aside.
        dictation.start()
        pipeline = load_pipeline(settings.engine, settings.vocabulary or None, context)
        ended = _wait(dictation, line)
    if ended is not None:
        dictation.close()
    heard, note = _heard(ended)
    proposal = pipeline.propose_heard(heard)
    if arguments.json:
        print(json.dumps(transcript_as_dict(heard, proposal), ensure_ascii=False))
    elif arguments.for_shell:
        sys.stdout.write(_for_shell(proposal, note or pipeline.notice, settings))
    else:
        notice(note)
        notice(pipeline.notice)
        print(proposal.command)
    return 0


def _wait(dictation: Dictation | RemoteDictation, line: StatusLine) -> Ended | None:
    """Show the dictation until it ends; None where the user forgets it."""
    while True:
        ended = dictation.ended()
        if ended is not None:
            return ended
        line.show_dictation(dictation.progress)
        match line.key():
            case "end":
                dictation.stop()
            case "forget":
                dictation.cancel()
                return None
            case _:
                pass


def _heard(ended: Ended | None) -> tuple[Heard, str]:
    """What was heard, and a word to the user. Raises `TalkieError` where that is nothing."""
    from talkie_shell.cli.parser import INTERRUPTED
    from talkie_shell.repl.dictated import readable

    if ended is None:
        # At once: an orderly end would wait for a recogniser that is still loading.
        os._exit(INTERRUPTED)
    if ended.heard is None:
        raise SpeechError(ended.note)
    if not ended.heard.text:
        raise TalkieError(ended.note or "nothing was said")
    return readable(ended.heard), ended.note


def _for_shell(proposal: Proposal, note: str, settings: Settings) -> str:
    """An answer as a key of the user's own shell reads it."""
    from talkie_shell.dangers import objection
    from talkie_shell.resident.answering import readings_of
    from talkie_shell.resident.protocol import Answer, as_text

    here: Callable[[], str] = os.getcwd
    told = objection(proposal.command, proposal, settings, here) or note
    readings = readings_of(proposal, settings.uncertain_below)
    return as_text(Answer(told, readings, proposal.utterance.text))
