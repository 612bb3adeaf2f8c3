"""``talkie-sh devices``: the microphones there are."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from talkie_shell.cli.options import add_setting_options
from talkie_shell.errors import SpeechError
from talkie_shell.settings import Settings

NAME = "devices"
SUMMARY = "list the microphones"
EXAMPLE = "talkie-sh devices --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "List the microphones, and mark the one that a dictation uses: the setting microphone\n"
        "names another, by its name or a part of it."
    )
    add_setting_options(parser, "microphone", inherited=True)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.speech.microphone import find_device, list_devices

    devices = list_devices()
    try:
        used = find_device(devices, settings.microphone).index
    except SpeechError:
        # Listing none is an answer to a program; a person is told what is wrong.
        if not arguments.json:
            raise
        used = -1
    for device in devices:
        if arguments.json:
            print(json.dumps({**asdict(device), "used": device.index == used}))
        else:
            mark = "*" if device.index == used else " "
            print(f"{mark} {device.name}  ({device.channels} channels, {device.rate} Hz)")
    return 0
