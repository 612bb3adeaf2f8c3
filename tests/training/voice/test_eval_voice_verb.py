"""``talkie-sh eval-voice`` with a voice that speaks and a recogniser that listens."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from talkie_shell.cli import main
from talkie_shell.cli.eval_voice import _listener
from talkie_shell.paths import adapters_dir
from talkie_shell.settings import Settings
from talkie_shell.speech.network import ADAPTER_CONFIG, ADAPTER_FILE
from tests import needs

PAIRS = [
    ("sudo chown dash r www dash data slash var slash www", "sudo chown -R www-data /var/www"),
    ("kubectl get pods dash n kube dash system", "kubectl get pods -n kube-system"),
    ("find dot dash name star dot txt", "find . -name *.txt"),
]


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    needs.program("flite")
    file = tmp_path / "pairs.jsonl"
    rows = [{"dictated": said, "expected": meant, "tier": "article"} for said, meant in PAIRS]
    file.write_text("\n".join(map(json.dumps, rows)))
    return file


def figures(pairs: Path, model: Path, adapter: str, capsys: pytest.CaptureFixture[str]) -> Any:
    options = ["--voices", "flite-slt", "--speeds", "1", "--conditions", "clean", "--json"]
    options += ["--speech-model", str(model), "--speech-adapter", adapter]
    assert main(["eval-voice", str(pairs), *options]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.timeout(240)
def test_the_adapter_hears_what_whisper_does_not(
    pairs: Path, speech_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adapter = str(adapters_dir() / "whisper-tiny.en")
    before = figures(pairs, speech_model, "", capsys)["overall"]
    after = figures(pairs, speech_model, adapter, capsys)["overall"]
    assert before["count"] == after["count"] == len(PAIRS)
    assert after["word_error_rate"] < 0.25
    assert after["word_error_rate"] <= before["word_error_rate"] / 2
    assert after["exact"]["hits"] > before["exact"]["hits"]
    assert 0 < after["seconds"] <= after["seconds_p95"]


def test_an_unknown_condition_is_named(pairs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval-voice", str(pairs), "--conditions", "storm"]) == 2
    assert "no condition 'storm'" in capsys.readouterr().err


def test_what_one_adapter_heard_is_not_taken_for_what_another_did(tmp_path: Path) -> None:
    (tmp_path / ADAPTER_FILE).write_bytes(b"the same weights")
    names = set()
    for config in ('{"prompted": false}', '{"prompted": true}'):
        (tmp_path / ADAPTER_CONFIG).write_text(config)
        settings = replace(Settings(), speech_adapter=str(tmp_path))
        names |= {_listener(settings, prompted=prompted) for prompted in (False, True)}
    assert len(names) == 4
