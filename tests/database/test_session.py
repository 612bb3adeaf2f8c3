from __future__ import annotations

import subprocess
import sys

from talkie_shell.database import is_alive, session_name


class TestSessionName:
    def test_no_other_has_it(self):
        assert len({session_name() for _ in range(100)}) == 100


class TestIsAlive:
    def test_this_one_is(self):
        assert is_alive(session_name())

    def test_one_that_ended_is_not(self):
        host, _, token = session_name().rsplit(":", 2)
        with subprocess.Popen([sys.executable, "-c", ""]) as ended:
            pass
        assert not is_alive(f"{host}:{ended.pid}:{token}")

    def test_of_another_host_nobody_knows(self):
        assert is_alive("elsewhere:999999999:abcd")
        assert is_alive("no session name")
