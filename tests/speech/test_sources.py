from __future__ import annotations

import stat
from pathlib import Path

import numpy as np
import pytest

from talkie_shell.errors import DataError, SpeechError
from talkie_shell.paths import log_file
from talkie_shell.speech import keeping
from talkie_shell.speech.keeping import keep_sound
from talkie_shell.speech.microphone import Device, find_device
from talkie_shell.speech.sound import read_sound, write_sound
from talkie_shell.speech.sources import FileSource
from tests.speech.fakes import silence, speech

DEVICES = [
    Device(0, "HDA Intel: ALC257 (hw:0,0)", 2, 44100, default=False),
    Device(3, "Yeti Stereo Microphone", 2, 48000, default=False),
    Device(4, "default", 32, 44100, default=True),
]


class TestDevices:
    @pytest.mark.parametrize(
        ("name", "index"), [("", 4), ("yeti", 3), ("ALC257", 0), ("DEFAULT", 4)]
    )
    def test_by_name_or_a_part_of_it(self, name, index):
        assert find_device(DEVICES, name).index == index

    def test_the_whole_name_comes_before_a_part(self):
        longer = Device(1, "default output monitor", 2, 44100, default=False)
        assert find_device([longer, *DEVICES], "default").index == 4

    def test_one_that_is_not_there(self):
        with pytest.raises(SpeechError, match="no microphone 'blue'; talkie-sh devices lists"):
            find_device(DEVICES, "blue")

    @pytest.mark.parametrize("name", ["", "yeti"])
    def test_none_at_all(self, name):
        with pytest.raises(SpeechError, match="there is no microphone;"):
            find_device([], name)


class TestFile:
    def played(self, source: FileSource, seconds: float) -> np.ndarray:
        blocks = []
        while sum(map(len, blocks)) < seconds * 16_000:
            block = source.read(1.0)
            if block is not None:
                blocks.append(block)
        return np.concatenate(blocks)

    def test_it_is_heard_from_its_beginning_and_then_silence(self, tmp_path):
        path = tmp_path / "a.wav"
        write_sound(path, speech(0.5))
        source = FileSource(path, speed=50)
        for _ in range(2):
            source.open()
            heard = self.played(source, 1.0)
            assert np.abs(heard[: 8_000 - 1]).min() > 0.2
            assert np.abs(heard[8_000:]).max() == 0
            source.close()
        with pytest.raises(EOFError):
            source.read(0)

    def test_it_takes_as_long_as_speaking_does(self, tmp_path):
        now = [0.0]
        path = tmp_path / "a.wav"
        write_sound(path, speech(0.5))
        source = FileSource(path, speed=1.0, clock=lambda: now[0])
        source.open()
        assert source.read(0.001) is None
        now[0] = 0.05
        assert len(source.read(0.001)) == 800

    def test_one_that_is_not_there_says_so_when_it_is_opened(self):
        source = FileSource(Path("/nowhere.wav"))
        with pytest.raises(DataError, match=r"/nowhere.wav: there is no such file"):
            source.open()


class TestKeeping:
    def test_beside_the_log_for_the_user_alone(self):
        path = keep_sound(1.5, [speech(0.5), silence(0.25)])
        assert path.parent.parent == log_file().parent
        assert path.name == "1970-01-01T00-00-01.500000Z.flac"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert len(read_sound(path)) == 12_000

    def test_nothing_is_left_of_what_cannot_be_written(self, monkeypatch):
        def full(path: Path, _: object) -> None:
            raise SpeechError(f"{path}: no room")

        monkeypatch.setattr(keeping, "write_sound", full)
        with pytest.raises(SpeechError, match="no room"):
            keep_sound(1.5, [speech(0.1)])
        assert list((log_file().parent / "audio").iterdir()) == []

    def test_a_folder_that_cannot_be_written(self):
        folder = log_file().parent / "audio"
        folder.parent.mkdir(parents=True)
        folder.write_text("")
        with pytest.raises(SpeechError, match="cannot be kept"):
            keep_sound(1.5, [speech(0.1)])
