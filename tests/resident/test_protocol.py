from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.errors import DataError
from talkie_shell.records import Heard
from talkie_shell.resident.client import LONGEST, request_line
from talkie_shell.resident.protocol import (
    LONGEST_REQUEST,
    Answer,
    Asked,
    Listen,
    Request,
    Transcripts,
    as_sent,
    as_text,
    parse_request,
)

ASKED = {"version": "1", "directory": "/", "path": "", "config": ""}
GOOD = ASKED | {"words": "ls", "source": ""}
HEARD = ASKED | {"texts": ["ls", "else"], "scores": [-1.0, -2.5], "note": "loud"}
LISTEN = ASKED | {"sounds": ["/a.wav"]}


class TestRequest:
    @given(st.text(), st.sampled_from(["", "typed", "voice"]))
    def test_what_the_client_writes_is_what_the_server_reads(self, words, source):
        words = words.encode("utf-8", "replace").decode()
        line = request_line(words, "/c.toml", source)
        assert line.count(b"\n") == 1
        request = parse_request(line)
        assert (request.words, request.config, request.source) == (words, "/c.toml", source)

    def test_the_longest_fits(self):
        assert len(request_line("\x01" * LONGEST, "", "")) < LONGEST_REQUEST

    @pytest.mark.parametrize(
        "line",
        [
            b"",
            b"\n",
            b"ls\n",
            b"[]\n",
            b"{}\n",
            b"\xff\xfe\n",
            b"[" * 100_000 + b"\n",
            json.dumps(GOOD | {"more": ""}).encode(),
            json.dumps(GOOD | {"words": 3}).encode(),
            json.dumps(GOOD | {"source": "read"}).encode(),
            json.dumps(GOOD | {"words": "x" * LONGEST_REQUEST}).encode(),
            json.dumps(HEARD | {"texts": []}).encode(),
            json.dumps(HEARD | {"texts": [], "scores": []}).encode(),
            json.dumps(HEARD | {"texts": ["ls", 3]}).encode(),
            json.dumps(HEARD | {"scores": [-1.0, "-2"]}).encode(),
            json.dumps(LISTEN | {"sounds": "/a.wav"}).encode(),
            json.dumps(LISTEN | {"words": "ls"}).encode(),
        ],
    )
    def test_anything_else_is_refused(self, line):
        with pytest.raises(DataError):
            parse_request(line)

    @given(st.binary(max_size=200))
    def test_bytes_are_a_request_or_refused(self, line):
        with contextlib.suppress(DataError):
            assert isinstance(parse_request(line), Asked)

    def test_a_good_one(self):
        assert parse_request(json.dumps(GOOD).encode()) == Request(**GOOD)

    def test_what_was_heard(self):
        request = parse_request(json.dumps(HEARD).encode())
        assert isinstance(request, Transcripts)
        assert request.heard == Heard("ls", ("else",), scores=(-1.0, -2.5))

    def test_who_wants_to_dictate(self):
        request = parse_request(json.dumps(LISTEN).encode())
        assert request == Listen(**ASKED, sounds=("/a.wav",))


class TestAnswer:
    def test_lines(self):
        answer = Answer("be careful", ("ls", "echo a\necho \\n"))
        assert as_text(answer) == "ok\nbe careful\nls\necho a\\necho \\\\n\n"
        assert as_sent(answer).endswith(b"\nend\n")

    def test_without_readings_it_is_an_error(self):
        assert as_text(Answer("nothing in it")) == "error\nnothing in it\n"

    def test_what_was_heard_stands_before_it(self):
        assert as_text(Answer("", ("ls",), "else")) == "else\nok\n\nls\n"

    @given(st.lists(st.text(alphabet="a\n\\é"), min_size=1, max_size=4))
    def test_a_reading_is_a_line_whatever_is_in_it(self, readings):
        lines = as_text(Answer("", tuple(readings))).split("\n")
        assert len(lines) == 3 + len(readings)
        undone = [
            line.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")
            for line in lines[2:-1]
        ]
        assert undone == readings
