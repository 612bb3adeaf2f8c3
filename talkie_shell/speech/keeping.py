"""The sound of logged dictations, kept where the user asked for it: beside the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.errors import SpeechError
from talkie_shell.paths import ensure_private, log_file
from talkie_shell.speech.sound import write_sound

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples


def keep_sound(started: float, sounds: Sequence[Samples]) -> Path:
    """Write the sounds of one utterance, one after the other, as a file for the user alone.

    ``started`` is the time of its correction and becomes the file's name. Raises `FolderError`
    and `SpeechError`.

    Example: 0.5 -> audio/1970-01-01T00-00-00.500000Z.flac
    """
    import numpy as np

    folder = ensure_private(log_file().parent / "audio")
    when = datetime.fromtimestamp(started, UTC)
    path = folder / f"{when:%Y-%m-%dT%H-%M-%S.%f}Z.flac"
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise SpeechError(f"{path}: the sound cannot be kept ({error.strerror})") from error
    try:
        write_sound(path, np.concatenate(list(sounds)))
    except SpeechError:
        path.unlink(missing_ok=True)
        raise
    return path
