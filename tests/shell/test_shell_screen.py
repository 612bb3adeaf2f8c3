"""What is taken out of the output and kept track of, and the reports beside it."""

from __future__ import annotations

import termios
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.shell.channel import Ended, Reports, Started, job_lines
from talkie_shell.shell.screen import Fence, ScreenModes
from talkie_shell.shell.terminal import harvest, idle, raw, sane

MARK = "\x1b]7713;ab\x07"


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


class TestFence:
    @given(
        st.lists(st.sampled_from([b"text", b"\x1b", b"\x1b]77", b"\x1b[31m", b"\r\n"])),
        st.lists(st.sampled_from([b"more", b"\x1b]7713;a", b"\x1b"])),
        st.lists(st.integers(0, 10_000), max_size=8),
    )
    def test_is_found_however_it_is_cut(self, before, after, cuts):
        fence = Fence(MARK)
        data = b"".join(before) + MARK.encode() + b"".join(after)
        shown = b"".join(fence.feed(piece) for piece in pieces(data, cuts)) + fence.release()
        assert shown == b"".join(before + after)
        assert fence.seen == 1

    def test_a_start_is_held_back(self):
        fence = Fence(MARK)
        assert fence.feed(b"ok\x1b]77") == b"ok"
        assert fence.feed(b"x") == b"\x1b]77x"
        assert fence.seen == 0


class TestScreenModes:
    @pytest.mark.parametrize(
        ("output", "undone"),
        [
            (b"plain", b""),
            (b"\x1b[?1049h", b"\x1b[?1049l\x1b[m"),
            (b"\x1b[?1049h\x1b[?1049l", b""),
            (b"\x1b[?25l", b"\x1b[?25h\x1b[m"),
            (b"\x1b[?25l\x1b[?25h", b""),
            (b"\x1b[?1002;1006h", b"\x1b[?1002l\x1b[?1006l\x1b[m"),
            (b"\x1b[31mred\x1b[4;5H\x1b[4m\x1b[>c\x1b(B\x1b[r", b""),
            (b"\x1b=", b"\x1b>\x1b[m"),
            (b"\x1b=\x1b>", b""),
            (b"\x1b[5;10r", b"\x1b7\x1b[r\x1b8\x1b[m"),
            (b"\x1b(0line", b"\x1b(B\x1b[m"),
            (b"\x1b(0line\x1b(B", b""),
            (b"\x1b[>4;2m", b"\x1b[>4m\x1b[m"),
            (b"\x1b[>4;2m\x1b[>4;m", b""),
            (b"\x1b[>1u\x1b[>5u", b"\x1b[<2u\x1b[m"),
            (b"\x1b[>1u\x1b[>5u\x1b[<u", b"\x1b[<1u\x1b[m"),
            (b"\x1b[>1u\x1b[<9u", b""),
            (b"\x1b[4h\x1b[4 q", b"\x1b[4l\x1b[0 q\x1b[m"),
            (b"\x1b[4h\x1b[?1049h\x1b=\x1b[!p", b""),
            (b"\x1b[4h\x1bc", b""),
        ],
    )
    def test_pairs(self, output, undone):
        for cut in range(len(output) + 1):
            modes = ScreenModes()
            modes.feed(output[:cut])
            modes.feed(output[cut:])
            assert modes.undo(screen=True) == undone
            assert modes.undo(screen=True) == b""

    def test_what_the_keys_send_is_put_back_alone(self):
        modes = ScreenModes()
        assert modes.feed(b"\x1b[?1049h\x1b[?1000h\x1b=\x1b[>1u")
        assert modes.undo(screen=False) == b"\x1b[<1u\x1b[?1000l\x1b>"
        assert not modes.feed(b"plain \x1b[31m red")
        assert modes.undo(screen=True) == b"\x1b[?1049l\x1b[m"


class TestReports:
    DATA = b"start\0end\x001\x00130\0/tmp/a\n b\0[1]+  Stopped  vim\n\0start\0"
    FOUND = (Started(), Ended(1, 130, "/tmp/a\n b", ("[1]+  Stopped  vim",)), Started())

    @given(st.lists(st.integers(0, 10_000), max_size=6))
    def test_are_found_however_they_are_cut(self, cuts):
        reports = Reports()
        found = [each for piece in pieces(self.DATA, cuts) for each in reports.feed(piece)]
        assert tuple(found) == self.FOUND

    def test_bytes_that_are_no_text_survive(self):
        (ended,) = Reports().feed(b"end\x001\x000\0/tmp/\xff\0\0")
        assert isinstance(ended, Ended)
        assert ended.directory == "/tmp/\udcff"


class TestJobLines:
    @pytest.mark.parametrize(
        ("listed", "lines"),
        [
            ("", ()),
            ("[1]+  Stopped    vim a\n", ("[1]+  Stopped    vim a",)),
            ("[1]-  Running    for i in 1;\ndo\n    x;\ndone &\n[2]+  Stopped    y\n", 2),
        ],
    )
    def test_pairs(self, listed, lines):
        found = job_lines(listed)
        assert (len(found) if isinstance(lines, int) else found) == lines


class TestModes:
    RAW: ClassVar[list[Any]] = [0, 0, termios.CS8, 0, termios.B38400, termios.B38400, [b"\0"] * 32]

    def test_sane_from_raw(self):
        modes = sane(self.RAW)
        assert modes[3] & termios.ICANON
        assert modes[3] & termios.ECHO
        assert modes[3] & termios.ISIG
        assert modes[1] & termios.ONLCR

    def test_idle_takes_lines_unseen(self):
        modes = idle(sane(self.RAW))
        assert modes[3] & termios.ICANON
        assert not modes[3] & (termios.ECHO | termios.ECHONL | termios.ISIG)

    def test_harvest_never_waits(self):
        modes = harvest(sane(self.RAW))
        assert not modes[3] & termios.ICANON
        assert modes[6][termios.VMIN] == 0

    def test_raw_passes_everything(self):
        modes = raw(sane(self.RAW))
        assert not modes[3] & (termios.ICANON | termios.ECHO | termios.ISIG)
        assert not modes[1] & termios.OPOST
        assert modes[6][termios.VMIN] == 1
