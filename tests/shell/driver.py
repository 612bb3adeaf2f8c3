"""Stands in for the prompt: runs the commands that come over one pipe in a `Session` on its
own terminal, and says over another how each ended. Run by `Terminal` in conftest.py."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from talkie_shell.shell.session import Session


def main() -> None:
    shell, commands, results = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for descriptor in (commands, results):
        os.set_inheritable(descriptor, False)
    with open(commands, encoding="utf-8") as lines, open(results, "w", encoding="utf-8") as out:
        with Session(shell) as session:
            for line in lines:
                asked = json.loads(line)
                if "pending" in asked:
                    answer = {"pending": (session.read_pending() or b"").decode()}
                elif "names" in asked:
                    known = session.names()
                    answer = {"known": [word in known for word in asked["names"]]}
                    answer["variables"] = sorted(known.variables)
                    answer["path"] = known.path
                    answer["venv"] = known.venv
                    answer["vi"] = known.vi
                elif "events" in asked:
                    answer = {"events": session.events()}
                else:
                    answer = asdict(session.run(asked["run"]))
                out.write(json.dumps(answer) + "\n")
                out.flush()
        out.write(
            json.dumps({"closed": sorted(file.name for file in Path("/dev/fd").iterdir())}) + "\n"
        )


main()
