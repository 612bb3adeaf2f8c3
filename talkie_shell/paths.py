"""Where things lie: the platform's own folders, and what came with the package.

XDG folders on Linux, ``~/Library`` on macOS. Nothing is created before it is needed:
a caller that is about to write asks `ensure_private` first.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs

from talkie_shell.errors import FolderError, WeightsError

APPLICATION = "talkie-sh"
"""The name of our folder inside each of the platform's folders."""

_PACKAGE = Path(__file__).resolve().parent


def config_dir() -> Path:
    """Settings, written by the user."""
    return platformdirs.user_config_path(APPLICATION, appauthor=False)


def data_dir() -> Path:
    """What the user would miss: the log of corrections."""
    return platformdirs.user_data_path(APPLICATION, appauthor=False)


def cache_dir() -> Path:
    """What can be made again."""
    return platformdirs.user_cache_path(APPLICATION, appauthor=False)


def state_dir() -> Path:
    """What lasts between sessions but matters to this machine alone: history."""
    return platformdirs.user_state_path(APPLICATION, appauthor=False)


def runtime_dir() -> Path:
    """What lasts until the user logs out: sockets. Raises `FolderError`."""
    import warnings

    with warnings.catch_warnings():
        # That there is no $XDG_RUNTIME_DIR is nothing the user should hear of at each prompt.
        warnings.simplefilter("ignore")
        try:
            return platformdirs.user_runtime_path(APPLICATION, appauthor=False)
        except OSError as error:
            raise FolderError(f"no private folder for sockets: {error.strerror}") from error


def config_file() -> Path:
    """The settings file; it need not exist."""
    return config_dir() / "config.toml"


def log_file() -> Path:
    """The SQLite file of the corrections."""
    return data_dir() / "corrections.db"


def history_file() -> Path:
    """The history of what was typed at the prompt."""
    return state_dir() / "history"


def drafts_dir() -> Path:
    """What is being typed in each session, for the case that it is killed."""
    return state_dir() / "drafts"


def models_dir() -> Path:
    """Speech models, one folder each: large, fetched on request, removed on request."""
    return data_dir() / "models"


def ensure_private(folder: Path) -> Path:
    """Create the folder for the user alone (mode 0700) where it is missing, and what is missing
    of those above it just so, and return it.

    Raises `FolderError` where it cannot be made.
    """
    try:
        for one in reversed([folder, *folder.parents]):
            if not one.exists():
                one.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise FolderError(f"cannot make the folder {folder}: {error.strerror}") from error
    return folder


def adapters_dir() -> Path:
    """The trained weights that came with the program, one folder each.

    Inside the package where it was installed, beside it in a checkout. Raises
    `WeightsError` where there are none.
    """
    installed = _PACKAGE / "adapters"
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "adapters").is_dir():
        return checkout / "adapters"
    raise WeightsError("the weights that belong to talkie-sh are missing; install it again")
