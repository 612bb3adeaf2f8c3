"""A window's bytes: nothing that was waited for is missed, however it arrives."""

from __future__ import annotations

import os
from contextlib import closing

from talkie_shell.load.window import Window

_LONG = b"x" * 20_000


class TestUntil:
    def test_what_stands_before_much_else_in_one_read(self, monkeypatch, tmp_path):
        with closing(Window(["/bin/cat"], {}, tmp_path)) as window:
            window.type(b"\n")  # there is something to read
            monkeypatch.setattr(os, "read", lambda *_: b"begin" + _LONG)
            window.until(lambda: b"begin" in window.shown, "begin", 5)
            monkeypatch.undo()

    def test_what_arrives_in_two_reads(self, monkeypatch, tmp_path):
        with closing(Window(["/bin/cat"], {}, tmp_path)) as window:
            window.type(b"\n")
            pieces = [_LONG + b"beg", b"in" + _LONG]
            monkeypatch.setattr(os, "read", lambda *_: pieces.pop(0))
            window.until(lambda: b"begin" in window.shown, "begin", 5)
            monkeypatch.undo()
