"""``talkie-sh corrections``: read the log of corrections, turn it into training data."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from talkie_shell.cli.options import add_common_options, whole_number
from talkie_shell.paths import log_file
from talkie_shell.settings import Settings

NAME = "corrections"
SUMMARY = "list or export what was said and what it became"
EXAMPLE = "talkie-sh corrections list --limit 5"

_LIMIT = 20
_NOTHING = "nothing is logged yet"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)

    listing = actions.add_parser("list", help="print the log, newest first")
    listing.description = "Print the log, newest first."
    amount = listing.add_mutually_exclusive_group()
    amount.add_argument(
        "--limit",
        type=whole_number(1),
        default=_LIMIT,
        metavar="N",
        help=f"how many (default: {_LIMIT})",
    )
    amount.add_argument("--all", action="store_true", help="all of them")
    listing.add_argument("--json", action="store_true", help="print one JSON object a line")
    listing.set_defaults(act=_list)

    export = actions.add_parser("export", help="write train, valid and test.jsonl for mlx-lm")
    export.description = (
        "Write what was said and what was run as train, valid and test.jsonl, in mlx-lm's chat\n"
        "format, each pair once. A command always stays in the same one of the three."
    )
    export.add_argument("folder", type=Path, metavar="DIR", help="made where it is missing")
    export.add_argument("--force", action="store_true", help="overwrite what is there")
    export.add_argument("--json", action="store_true", help="print the counts as one JSON object")
    export.set_defaults(act=_export)

    path = actions.add_parser("path", help="print where the log is")
    path.description = "Print where the log is, whether it is there or not."
    path.set_defaults(act=_path)

    for action in (listing, export, path):
        add_common_options(action, inherited=True)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    code: int = arguments.act(arguments)
    return code


def _list(arguments: argparse.Namespace) -> int:
    from talkie_shell.corrections.listing import as_dict, as_line
    from talkie_shell.corrections.reading import read_corrections

    empty = True
    for logged in read_corrections(log_file(), None if arguments.all else arguments.limit):
        empty = False
        print(json.dumps(as_dict(logged)) if arguments.json else as_line(logged))
    if empty and not arguments.json:
        print(_NOTHING, file=sys.stderr)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from talkie_shell.corrections.export import said_and_confirmed, split_pairs, write_export
    from talkie_shell.corrections.reading import read_corrections

    pairs = split_pairs(
        said_and_confirmed(logged.correction for logged in read_corrections(log_file()))
    )
    counts = write_export(arguments.folder, pairs, force=arguments.force)
    if arguments.json:
        print(json.dumps({"folder": str(arguments.folder), **counts}))
    else:
        if not any(counts.values()):
            print(_NOTHING, file=sys.stderr)
        told = ", ".join(f"{split} {count}" for split, count in counts.items())
        print(f"{arguments.folder}: {told}")
    return 0


def _path(arguments: argparse.Namespace) -> int:
    print(log_file())
    return 0
