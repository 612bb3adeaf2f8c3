from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.terminals import Window, kept_environment

DOCTOR = [sys.executable, "-P", "-m", "talkie_shell", "doctor"]
CHECKS = {
    "talkie-sh", "terminal", "settings", "folders", "shell", "own shell", "vocabulary",
    "log", "arithmetic", "model", "voice", "microphone", "speech model",
}  # fmt: skip


def doctor(*words: str) -> tuple[int, str, str]:
    done = subprocess.run([*DOCTOR, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


class TestVerb:
    def test_one_line_each_and_no_problem_in_an_empty_home(self):
        code, out, err = doctor()
        assert (code, err) == (0, "")
        lines = out.splitlines()
        assert {line[9:22].strip() for line in lines} == CHECKS
        assert {line.split()[0] for line in lines} <= {"ok", "warning"}

    def test_json(self):
        code, out, _ = doctor("--json")
        told = json.loads(out)
        assert code == 0
        assert told["status"] in {"ok", "warning"}
        assert {check["name"] for check in told["checks"]} == CHECKS
        assert all(check.keys() == {"name", "status", "said", "todo"} for check in told["checks"])

    def test_it_runs_where_the_settings_are_wrong(self, home):
        (home / ".config/talkie-sh").mkdir(parents=True)
        (home / ".config/talkie-sh/config.toml").write_text("engine = 3\n")
        code, out, err = doctor()
        assert (code, err) == (1, "")
        (line,) = (line for line in out.splitlines() if line.startswith("problem"))
        assert "engine is one of embedded" in line

    def test_a_log_that_others_can_read_is_a_problem(self, home):
        folder = home / ".local/share/talkie-sh"
        folder.mkdir(parents=True, mode=0o700)
        (folder / "corrections.db").touch()
        (folder / "corrections.db").chmod(0o644)
        code, out, _ = doctor()
        assert code == 1
        assert f"chmod 600 '{folder}/corrections.db'" in out

    def test_a_log_that_cannot_be_used_is_a_problem_and_stays_as_it_is(self, home):
        folder = home / ".local/share/talkie-sh"
        folder.mkdir(parents=True, mode=0o700)
        (folder / "corrections.db").touch(0o600)
        (folder / "corrections.db").write_bytes(b"no database at all " * 300)
        code, out, err = doctor()
        assert (code, err) == (1, "")
        (line,) = (line for line in out.splitlines() if line.startswith("problem"))
        assert "log" in line
        assert "file is not a database" in line
        assert [file.name for file in folder.iterdir()] == ["corrections.db"]

    def test_in_a_terminal_it_asks_and_leaves_nothing_behind(self, home):
        environment = kept_environment() | {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
        program = f"{' '.join(DOCTOR)}; stty -a | grep -o ' -*icanon\\| -*echo '; cat"
        window = Window(["sh", "-c", program], environment, cwd=home, columns=200)
        try:
            window.until(lambda: b"\x1b[?2004$p\x1b[?u\x1b[c" in window.raw, "the questions")
            os.write(window.process.fd, b"\x1b[?2004;2$y\x1b[?1u\x1b[?62c")
            window.see("200 by 24, 256 colours, bracketed paste, kitty keys")
            window.see("speech model", "icanon", "echo")
            assert "-icanon" not in window.text
            assert "2004" not in window.text
        finally:
            window.close()
