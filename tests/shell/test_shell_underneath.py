"""Which shell runs underneath, and what it is handed."""

from __future__ import annotations

import subprocess

import pytest

from talkie_shell.shell.underneath import (
    Shell,
    arguments,
    child_environment,
    choose_shell,
    exec_of,
    family_of,
    message,
    rc_files,
)

HERE = {"bash": "/bin/bash", "zsh": "/bin/zsh", "/bin/zsh": "/bin/zsh", "fish": "/bin/fish"}


class TestFamilyOf:
    @pytest.mark.parametrize(
        ("path", "family"),
        [
            ("bash", "bash"),
            ("/bin/bash", "bash"),
            ("-zsh", "zsh"),
            ("/opt/bin/bash-5.2", "bash"),
            ("/usr/bin/zsh5", "zsh"),
            ("/usr/bin/fish", None),
            ("/bin/dash", None),
            ("bashful", None),
            ("", None),
        ],
    )
    def test_pairs(self, path, family):
        assert family_of(path) == family


class TestChooseShell:
    @pytest.mark.parametrize(
        ("asked", "own", "path", "notice"),
        [
            ("", "/bin/zsh", "/bin/zsh", ""),
            ("bash", "/bin/zsh", "/bin/bash", ""),
            ("", "", "/bin/bash", ""),
            ("fish", "", "/bin/bash", "fish cannot run underneath: commands run in bash"),
            ("", "fish", "/bin/bash", "fish cannot run underneath: commands run in bash"),
            ("tcsh", "", "/bin/bash", "tcsh is not installed: commands run in bash"),
        ],
    )
    def test_choice(self, asked, own, path, notice):
        found = choose_shell(asked, {"SHELL": own}, HERE.get)
        assert found is not None
        assert found.path == path
        assert found.notice.partition(";")[0] == notice

    def test_nothing_installed(self):
        assert choose_shell("", {}, {}.get) is None


class TestExec:
    @pytest.mark.parametrize(
        ("command", "program"),
        [
            ("exec zsh", "zsh"),
            (" exec /bin/bash -l ; ", "/bin/bash"),
            ("exec $SHELL", "/bin/zsh"),
            ('exec "${SHELL}" -il', "/bin/zsh"),
            ("exec zsh --login", "zsh"),
            ("exec fish", ""),
            ("exec zsh script", ""),
            ("exec bash -c ls", ""),
            ("exec zsh; ls", ""),
            ("exec > log", ""),
            ("echo exec zsh", ""),
        ],
    )
    def test_pairs(self, command, program):
        assert exec_of(command, "/bin/zsh") == program

    def test_fish_as_own_shell(self):
        assert exec_of("exec $SHELL", "/usr/bin/fish") == ""


class TestMessage:
    @pytest.mark.parametrize(
        ("command", "expected"),
        [
            ("ls", "ctls"),
            ("", "ct"),
            ("echo a\necho b", r"ctecho a\necho b"),
            ("echo '\\n'", r"ctecho '\\n'"),
            ("a\0b", "ctab"),
            ("cat <<E\nx\nE", r"c-cat <<E\nx\nE"),
            ("echo \\", "c-echo \\\\"),
            ("echo 'open", "c-echo 'open"),
            ("for i in 1 2", "c-for i in 1 2"),
        ],
    )
    def test_pairs(self, command, expected):
        assert message(command) == expected


class TestStart:
    BASH = Shell("/bin/bash", "bash")
    ZSH = Shell("/bin/zsh", "zsh")

    def test_bash_gets_a_history_file_of_its_own(self):
        child = child_environment(self.BASH, "/room", {"HISTFILE": "/home/me/.h", "COLUMNS": "9"})
        assert child == {"HISTFILE": "/room/history"}

    def test_zsh_looks_for_its_files_in_the_room(self):
        assert child_environment(self.ZSH, "/room", {"A": "1"})["ZDOTDIR"] == "/room"

    @pytest.mark.parametrize("shell", [BASH, ZSH])
    def test_command_line_is_interactive(self, shell):
        assert "-i" in arguments(shell, "/room")

    @pytest.mark.parametrize("shell", [BASH, ZSH])
    def test_files_are_shell_and_quote_the_room(self, shell):
        files = rc_files(shell, "/it's a/room", "\x1b]x\x07", {}, own=True)
        for text in files.values():
            subprocess.run(["bash", "-n"], input=text, text=True, check=True)
            assert "'/it'\"'\"'s a/room'" in text

    def test_without_the_users_own(self):
        files = rc_files(self.ZSH, "/room", "mark", {}, own=False)
        assert "/.zshrc" not in "".join(files.values())
