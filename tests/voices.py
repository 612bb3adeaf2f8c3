"""A voice that says what a test wants to be heard."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests import needs


def say(words: str, file: Path) -> None:
    """Say the words into a sound file; the test is skipped where nobody can."""
    speaker = needs.program("flite")
    subprocess.run([speaker, "-voice", "rms", "-t", words, "-o", file], check=True)
