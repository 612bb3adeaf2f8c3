"""A real model hears really spoken sound."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from talkie_shell.cli import main
from talkie_shell.errors import DataError
from talkie_shell.speech.prompting import build_prompt
from talkie_shell.speech.sound import read_sound, write_sound
from talkie_shell.speech.whisper import WhisperRecogniser

from .conftest import Speak

WORDS = "find dot dash name star dot txt"


class TestHearing:
    def test_words_with_alternatives_and_scores(
        self, recogniser: WhisperRecogniser, speak: Speak
    ) -> None:
        samples = read_sound(speak(WORDS))
        heard = recogniser.recognise(samples, prompt=build_prompt())
        assert heard.text == WORDS
        assert heard.seconds_audio == pytest.approx(len(samples) / 16_000)
        assert 0 < heard.confidence < 1
        assert len(heard.alternatives) >= 2
        assert heard.text not in heard.alternatives
        assert len(heard.scores) == 1 + len(heard.alternatives)
        assert list(heard.scores) == sorted(heard.scores, reverse=True)

    def test_words_so_far_have_no_alternatives(
        self, recogniser: WhisperRecogniser, speak: Speak
    ) -> None:
        samples = read_sound(speak(WORDS))
        heard = recogniser.recognise(samples, prompt=build_prompt(), final=False)
        assert heard.text.startswith("find dot")
        assert heard.alternatives == ()

    def test_names_in_the_prompt_are_heard(
        self, recogniser: WhisperRecogniser, speak: Speak
    ) -> None:
        samples = read_sound(speak("git checkout kubeflow"))
        plain, named = build_prompt(), build_prompt(names=["kubeflow", "README.md"])
        assert recogniser.recognise(samples, prompt=plain).text != "git checkout kubeflow"
        assert recogniser.recognise(samples, prompt=named).text == "git checkout kubeflow"

    def test_it_stops_when_asked(self, recogniser: WhisperRecogniser, speak: Speak) -> None:
        asked = iter([False] * 4)
        samples = read_sound(speak(WORDS))
        heard = recogniser.recognise(samples, stopped=lambda: next(asked, True))
        assert len(heard.text.split()) <= 4

    def test_longer_sound_than_the_window_is_heard_to_its_end(
        self, recogniser: WhisperRecogniser, speak: Speak
    ) -> None:
        one = read_sound(speak("the quick brown fox jumps over the lazy dog"))
        count = 40 * 16_000 // (len(one) + 8_000) + 1
        samples = np.concatenate([one, np.zeros(8_000, np.float32)] * count)
        text = recogniser.recognise(samples).text
        assert text.count("dog") >= count - 2


def noises() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    times = np.arange(3 * 16_000) / 16_000
    clicks = np.zeros(len(times))
    for start in random.integers(0, len(times) - 400, 12):
        clicks[start : start + 400] += random.normal(size=400) * np.exp(-np.arange(400) / 60)
    return {
        "nothing at all": np.zeros(0),
        "silence": np.zeros(len(times)),
        "a faint noise": 0.005 * random.normal(size=len(times)),
        "a loud noise": 0.1 * random.normal(size=len(times)),
        "hum": 0.1 * np.sin(2 * np.pi * 50 * times),
        "a tone": 0.2 * np.sin(2 * np.pi * 440 * times),
        "keys": 0.5 * clicks,
    }


@pytest.mark.parametrize("noise", noises())
def test_where_nobody_speaks_nothing_is_heard(
    noise: str, recogniser: WhisperRecogniser, adapted: WhisperRecogniser
) -> None:
    for one in (recogniser, adapted):
        heard = one.recognise(noises()[noise].astype(np.float32), prompt=build_prompt())
        assert (heard.text, heard.alternatives, heard.confidence) == ("", (), 0.0)


def test_the_adapter_hears_what_whisper_does_not(
    recogniser: WhisperRecogniser, adapted: WhisperRecogniser, speak: Speak
) -> None:
    words = "kubectl get pods dash n production"
    samples = read_sound(speak("cube control get pods dash n production"))
    assert adapted.recognise(samples).text == words
    assert recogniser.recognise(samples, prompt=build_prompt()).text != words


class TestTranscribe:
    def test_files_in_order_bad_ones_between(
        self, speak: Speak, speech_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        first, last = speak(WORDS), speak(WORDS)
        silent = tmp_path / "silent.wav"
        write_sound(silent, np.zeros(16_000, np.float32))
        none = tmp_path / "none.wav"
        files = [str(file) for file in (first, none, silent, last)]
        flags = ["--speech-model", str(speech_model), "--speech-adapter", ""]
        code = main(["transcribe", "--json", *flags, *files])
        out, err = capsys.readouterr()
        assert code == DataError.exit_code
        rows = [json.loads(line) for line in out.splitlines()]
        assert [row["file"] for row in rows] == files
        assert rows[0].keys() == {
            *("file", "heard", "preprocessed", "command", "confidence", "alternatives"),
            *("seconds_audio", "seconds"),
        }
        assert rows[0]["command"] == rows[3]["command"] == "find . -name *.txt"
        assert rows[0]["preprocessed"] == "find . - name * . txt"
        assert rows[1] == {"file": str(none), "error": f"{none}: there is no such file"}
        assert (rows[2]["heard"], rows[2]["command"]) == ("", "")
        assert err.splitlines() == [
            f"talkie-sh: {none}: there is no such file",
            f"talkie-sh: {silent}: nothing is said in it",
        ]

    def test_one_command_a_line(self, speak: Speak, speech_model: Path) -> None:
        flags = ["--speech-model", str(speech_model), "--speech-adapter", ""]
        done = subprocess.run(
            [sys.executable, "-m", "talkie_shell", "transcribe", *flags, speak(WORDS)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert (done.stdout, done.stderr) == ("find . -name *.txt\n", "")

    def test_ctrl_c_says_where_it_stopped(self, speak: Speak, speech_model: Path) -> None:
        flags = ["--speech-model", str(speech_model), "--speech-adapter", ""]
        files = [speak(WORDS)] * 50
        with subprocess.Popen(
            [sys.executable, "-m", "talkie_shell", "transcribe", *flags, *files],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "find . -name *.txt\n"
            process.send_signal(signal.SIGINT)
            _, err = process.communicate()
        assert (process.returncode, err) == (130, f"talkie-sh: stopped at {files[0]}\n")


def test_hearing_loads_only_what_it_uses(speak: Speak, speech_model: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from talkie_shell.speech.models import own_adapter
from talkie_shell.speech.sound import read_sound
from talkie_shell.speech.whisper import WhisperRecogniser
recogniser = WhisperRecogniser.load(Path({str(speech_model)!r}), "tiny.en", own_adapter("tiny.en"))
assert recogniser.recognise(read_sound(Path({str(speak("git status"))!r}))).text == "git status"
unused = {{"numba", "scipy", "torch", "huggingface_hub", "more_itertools"}}
assert not unused & set(sys.modules), unused & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
