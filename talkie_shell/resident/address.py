"""Where the helper's socket is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from talkie_shell.errors import FolderError
from talkie_shell.paths import runtime_dir
from talkie_shell.resident import client

if TYPE_CHECKING:
    from talkie_shell.settings import Settings


class Address(NamedTuple):
    """A socket's folder and its name there; both empty where no helper is wanted or can be."""

    folder: str = ""
    name: str = ""


def address_of(settings: Settings) -> Address:
    """The helper's address; each installation has a helper of its own."""
    if not settings.resident_minutes:
        return Address()
    try:
        folder = str(runtime_dir())
    except FolderError:
        return Address()
    return Address(folder, f"{crc32(str(Path(client.__file__).resolve()).encode()):08x}")
