from __future__ import annotations

import os
import pwd

from talkie_shell.repl.app import _here


def test_a_user_without_a_name_has_a_number(monkeypatch):
    def nobody(number: int):
        raise KeyError(number)

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert _here("/").user == str(os.getuid())
