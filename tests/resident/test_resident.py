"""The helper and its client as processes: started, raced, killed, outdated, stuck."""

from __future__ import annotations

import ast
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from talkie_shell.errors import FolderError
from talkie_shell.load.processes import descriptors, processes
from talkie_shell.resident import client
from talkie_shell.resident.protocol import LONGEST_REQUEST
from talkie_shell.resident.server import check_private, peer_of
from tests import needs
from tests.terminals import end_helpers

CLIENT = [sys.executable, "-I", "-S", client.__file__]
NAME = "helper"
SECONDS = 45.0


class Place:
    """A folder with a helper's socket in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.command: list[str] = []
        """What runs the client."""

    def start(self, words: str, cwd: Path | None = None) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*self.command, *CLIENT, str(self.folder), NAME, "", ""],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
        )
        assert process.stdin is not None
        process.stdin.write(words.encode())
        process.stdin.close()
        process.stdin = None
        return process

    def ask(self, words: str, cwd: Path | None = None) -> list[str]:
        out, err = self.start(words, cwd).communicate()
        assert err == b""
        return out.decode().splitlines()

    @property
    def helper(self) -> int | None:
        """The process that holds the lock."""
        try:
            number = int((self.folder / f"{NAME}.lock").read_text())
            os.kill(number, 0)
        except (OSError, ValueError):
            return None
        return number

    def connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(str(self.folder / NAME))
        return connection

    def end(self, number: int, how: signal.Signals = signal.SIGKILL) -> None:
        os.kill(number, how)
        until(lambda: not is_alive(number), "its end")


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    with suppress(OSError):  # on Linux: a process that ended and that init has not seen to yet
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True


def until(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.02)


@pytest.fixture
def settings(home: Path) -> Path:
    """The tables alone: these tests are about processes."""
    file = home / ".config/talkie-sh/config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('engine = "preprocessor"\n')
    return file


@pytest.fixture
def place(settings: Path, home: Path) -> Iterator[Place]:
    here = Place(home / ".run" / "talkie-sh")
    yield here
    end_helpers(here.folder)


class TestClient:
    def test_it_imports_next_to_nothing(self):
        tree = ast.parse(Path(client.__file__).read_text())
        run = [node for node in tree.body if not isinstance(node, ast.If)]
        names = {
            alias.name if isinstance(node, ast.Import) else node.module
            for statement in run
            for node in ast.walk(statement)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert names == {"__future__", "_json", "_socket", "os", "select", "sys", "time"}

    def test_it_starts_a_helper_and_the_helper_stays(self, place):
        assert place.helper is None
        assert place.ask("ls dash l")[:3] == ["ok", "", "ls -l"]
        first = place.helper
        assert first is not None
        assert place.ask("df dash h")[2] == "df -h"
        assert place.helper == first

    def test_a_line_that_is_too_long(self, place):
        told = f"the line is longer than {client.LONGEST} characters"
        assert place.ask("x" * (client.LONGEST + 1)) == ["error", told]

    def test_bytes_that_are_no_text(self, place):
        process = place.start("")
        process.communicate()
        done = subprocess.run(
            [*CLIENT, str(place.folder), NAME, "", ""],
            input=b"ls \xff",
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode().splitlines()[0] == "ok"

    def test_where_the_shell_stands_counts(self, place, home):
        (home / "README.md").touch()
        (home / "gone").mkdir()
        assert place.ask("cat full.txt", home)[2] == "cat full.txt"
        process = place.start("echo > README.md", home)
        assert process.communicate()[0].splitlines()[0] == b"ok"
        (home / "full.txt").write_text("x")
        assert "full.txt" in place.ask("echo x > full.txt", home)[1]
        assert place.ask("echo x > full.txt", home / "gone")[1] == ""

    def test_where_the_shell_stands_need_not_be_readable(self, place, home):
        shut = home / "shut"
        shut.mkdir(mode=0o311)
        if os.getuid() == 0:  # who may read everything otherwise
            place.command = [
                needs.program("setpriv"),
                "--bounding-set=-dac_override,-dac_read_search",
            ]
        assert place.ask("ls dash l")[2] == "ls -l"
        assert place.ask("ls dash l", shut)[2] == "ls -l"

    def test_without_a_helper(self, place):
        done = subprocess.run(
            [*CLIENT, str(place.folder), "", "", ""],
            input=b"ls dash l",
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode().splitlines()[:3] == ["ok", "", "ls -l"]
        assert not place.folder.exists()

    def test_settings_are_those_of_the_moment(self, place, settings):
        assert place.ask("zorp get pods")[2] == "zorp get pods"
        helper = place.helper
        settings.write_text('engine = "preprocessor"\n[vocabulary.words]\n"zorp" = "kubectl"\n')
        assert place.ask("zorp get pods")[2] == "kubectl get pods"
        settings.write_text("engine = 3\n")
        status, told = place.ask("ls")
        assert status == "error"
        assert "engine is one of embedded" in told
        assert place.helper == helper


class TestSafety:
    def test_only_the_user_can_reach_it(self, place):
        place.ask("ls")
        assert place.folder.stat().st_mode & 0o777 == 0o700
        assert (place.folder / NAME).stat().st_mode & 0o777 == 0o600
        with place.connect() as connection:
            assert peer_of(connection) == os.getuid()

    @pytest.mark.parametrize("mode", [0o755, 0o770, 0o702])
    def test_a_folder_that_others_can_enter_is_not_used(self, place, mode):
        place.folder.mkdir()
        place.folder.chmod(mode)
        assert place.ask("ls dash l")[2] == "ls -l"
        assert list(place.folder.iterdir()) == []
        with pytest.raises(FolderError):
            check_private(place.folder)

    def test_a_link_is_not_used(self, place, home):
        (home / "elsewhere").mkdir(mode=0o700)
        place.folder.symlink_to(home / "elsewhere")
        assert place.ask("ls dash l")[2] == "ls -l"
        assert list((home / "elsewhere").iterdir()) == []

    @pytest.mark.parametrize(
        "sent",
        [
            b"",
            b"\n",
            b"nonsense\n",
            b"\x00\xff" * 500 + b"\n",
            b"{" * 5000 + b"\n",
            b'{"version": "no end of it',
            b"x" * (LONGEST_REQUEST + 10),
        ],
    )
    def test_what_makes_no_sense_does_not_end_it(self, place, sent):
        place.ask("ls")
        helper = place.helper
        with place.connect() as connection, suppress(OSError):
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass
        with place.connect():
            pass
        assert place.ask("ls dash l")[2] == "ls -l"
        assert place.helper == helper

    @pytest.mark.parametrize("wanted", [{"words": "ls", "source": ""}, {"sounds": []}])
    def test_what_nobody_expected_does_not_end_it(self, place, wanted):
        place.ask("ls")
        helper = place.helper
        with place.connect() as connection:
            request = {**client.asked_from(""), "path": "no\0path", **wanted}
            connection.sendall(json.dumps(request).encode() + b"\n")
            told = b""
            while chunk := connection.recv(4096):
                told += chunk
        assert b"a fault of the program: ValueError" in told
        assert place.ask("ls dash l")[2] == "ls -l"
        assert place.helper == helper

    def test_a_path_longer_than_a_socket_may_have(self, place, home):
        deep = home / ".run" / ("d" * 120) / "talkie-sh"
        deep.parent.mkdir(mode=0o700)
        here = Place(deep)
        try:
            assert here.ask("ls dash l")[2] == "ls -l"
            assert here.helper is not None
        finally:
            if here.helper:
                here.end(here.helper, signal.SIGTERM)


class TestLife:
    def test_many_at_once_start_one(self, place):
        running = [place.start(f"echo {number} dash n") for number in range(8)]
        told = [process.communicate()[0].decode().splitlines() for process in running]
        assert [lines[2] for lines in told] == [f"echo {number} -n" for number in range(8)]
        helper = place.helper
        assert helper is not None
        assert place.ask("ls")[0] == "ok"
        assert place.helper == helper

    def test_one_that_was_killed_is_replaced(self, place):
        for _ in range(3):
            assert place.ask("ls dash l")[2] == "ls -l"
            helper = place.helper
            assert helper is not None
            place.end(helper)
            assert (place.folder / NAME).exists()
        assert place.ask("ls dash l")[2] == "ls -l"

    def test_killed_while_it_is_asked(self, place):
        place.ask("ls")
        for _ in range(4):
            helper = place.helper
            running = [place.start("ls dash l") for _ in range(3)]
            if helper is not None:
                with suppress(ProcessLookupError):
                    os.kill(helper, signal.SIGKILL)
            for process in running:
                assert process.communicate()[0].decode().splitlines()[2] == "ls -l"

    def test_one_of_another_version_makes_way(self, place):
        place.ask("ls")
        old = place.helper
        assert old is not None
        with place.connect() as connection:
            request = json.loads(client.request_line("ls", "", ""))
            connection.sendall(json.dumps(request | {"version": "newer"}).encode() + b"\n")
            told = b""
            while chunk := connection.recv(4096):
                told += chunk
        assert told == client.GREETING
        until(lambda: not is_alive(old), "its end")
        assert not (place.folder / NAME).exists()
        assert place.ask("ls dash l")[2] == "ls -l"
        assert place.helper not in {None, old}

    def test_one_that_does_not_answer_is_not_waited_for(self, place):
        place.ask("ls")
        helper = place.helper
        assert helper is not None
        os.kill(helper, signal.SIGSTOP)
        assert place.ask("ls dash l")[2] == "ls -l"
        os.kill(helper, signal.SIGCONT)
        assert place.ask("ls dash l")[2] == "ls -l"
        assert place.helper == helper

    def test_it_ends_in_order_when_told_to(self, place):
        place.ask("ls")
        helper = place.helper
        assert helper is not None
        place.end(helper, signal.SIGTERM)
        assert not (place.folder / NAME).exists()

    def test_it_ends_when_idle(self, place):
        place.folder.mkdir(mode=0o700)
        program = (
            "import sys; from pathlib import Path\n"
            "from talkie_shell.resident.protocol import Answer\n"
            "from talkie_shell.resident.server import Server\n"
            "class Work:\n"
            "    patience, busy = 60.0, False\n"
            "    def answer(self, request):\n"
            "        self.patience = 0.0\n"
            "        return Answer('', ('ls',))\n"
            "server = Server(Work(), sys.argv[2])\n"
            "assert server.serve(Path(sys.argv[1]), 'helper', lambda: print('up', flush=True))\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", program, str(place.folder), client.version()],
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"up\n"
            assert place.ask("anything") == ["ok", "", "ls"]
            assert process.wait(SECONDS) == 0
        assert not (place.folder / NAME).exists()

    def test_nothing_is_left_behind_by_requests(self, place):
        place.ask("ls")
        helper = place.helper

        def used() -> tuple[int, int]:
            return descriptors(helper), processes()[helper].kilobytes

        def many() -> tuple[int, int]:
            for number in range(300):
                with place.connect() as connection:
                    connection.sendall(client.request_line(f"echo {number} dash n", "", ""))
                    while connection.recv(4096):
                        pass
            return used()

        opened, kilobytes = many()
        assert opened > 0
        assert many()[0] == opened
        assert many()[1] <= kilobytes * 1.1
