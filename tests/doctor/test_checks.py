from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from talkie_shell.doctor.files import check_entries, check_settings, gather_entries
from talkie_shell.doctor.findings import Finding, ok, problem, warning, worst
from talkie_shell.doctor.own_shell import OwnShell, check_own_shell, gather_own_shell
from talkie_shell.doctor.programs import COMMAND, check_arithmetic, check_model, check_shell
from talkie_shell.doctor.terminal import Window, check_window
from talkie_shell.doctor.voice import Voice, check_voice
from talkie_shell.errors import SettingsError, SpeechError, WeightsError
from talkie_shell.records import Checks, Proposal, Utterance
from talkie_shell.settings import Settings
from talkie_shell.shell.underneath import Shell
from talkie_shell.speech.microphone import Device
from talkie_shell.speech.parts import MissingPart

WINDOW = Window("xterm-256color", True, 256, "utf-8", 24, 80, b"\x1b[?2004;2$y\x1b[?0u\x1b[?62;c")


def statuses(findings: list[Finding]) -> list[str]:
    return [finding.status for finding in findings]


class TestWorst:
    def test_a_problem_outweighs_a_warning(self):
        assert worst([ok("a", ""), problem("b", "", ""), warning("c", "", "")]) == "problem"
        assert worst([ok("a", ""), warning("c", "", "")]) == "warning"
        assert worst([ok("a", "")]) == "ok"


class TestWindow:
    def test_a_good_one(self):
        (found,) = check_window(WINDOW)
        assert found.status == "ok"
        assert found.said == (
            "xterm-256color, 80 by 24, all colours, bracketed paste, kitty keys: hold to talk"
        )

    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            (b"\x1b[?2004;0$y\x1b[?1;2c", "no bracketed paste, no key releases"),
            (b"\x1b[?1;2c", "256 colours, no key releases"),
            (None, "does not answer questions"),
        ],
    )
    def test_what_it_answers(self, answer, said):
        (found,) = check_window(replace(WINDOW, answer=answer, true_color=False))
        assert found.status == "ok"
        assert said in found.said

    @pytest.mark.parametrize(
        "change",
        [
            {"name": ""},
            {"name": "dumb"},
            {"encoding": "ANSI_X3.4-1968"},
            {"rows": 3},
            {"columns": 9},
        ],
    )
    def test_what_makes_it_worse(self, change):
        (found,) = check_window(replace(WINDOW, **change))
        assert found.status == "warning"
        assert found.todo

    def test_none(self):
        assert statuses(check_window(None)) == ["ok"]


class TestPrograms:
    def test_the_shell_that_would_run(self):
        assert statuses(check_shell(Shell("/bin/zsh", "zsh"))) == ["ok"]
        (other,) = check_shell(Shell("/bin/bash", "bash", 'dash cannot run; shell = "bash"'))
        assert (other.status, other.said) == ("warning", "dash cannot run")
        assert other.todo == 'shell = "bash"'
        assert statuses(check_shell(None)) == ["problem"]

    def test_the_model(self):
        proposal = Proposal(Utterance(""), "", COMMAND, 1.0, Checks(True, True), "embedded", 9.6)
        (good,) = check_model(proposal)
        assert (good.status, good.said) == ("ok", "loads and proposes, 10 ms a command")
        assert statuses(check_model(replace(proposal, command="find"))) == ["problem"]
        (gone,) = check_model(WeightsError("no weights there"))
        assert (gone.status, gone.said) == ("problem", "no weights there")

    def test_slow_arithmetic_says_what_to_install(self):
        assert statuses(check_arithmetic("Metal")) == ["ok"]
        (slow,) = check_arithmetic(None)
        assert (slow.status, slow.todo) == ("warning", "apt-get install libopenblas0-pthread")


MICROPHONE = Device(0, "Loud One", 1, 48000, True)
VOICE = Voice((), [MICROPHONE], Path("/models/tiny.en"), is_there=True)


class TestVoice:
    def test_all_is_there(self):
        assert statuses(check_voice(VOICE, Settings())) == ["ok", "ok", "ok"]

    def test_what_is_missing_is_a_warning_each_with_its_command(self):
        parts = (MissingPart("PortAudio", "apt-get install x"), MissingPart("numba", "pip y"))
        found = check_voice(Voice(parts, None, VOICE.folder, is_there=False), Settings())
        assert statuses(found) == ["warning"] * 4
        assert [finding.todo for finding in found[:2]] == ["apt-get install x", "pip y"]
        assert found[3].todo == "talkie-sh models fetch tiny.en"

    @pytest.mark.parametrize("devices", [[], SpeechError("PortAudio does not start")])
    def test_no_microphone(self, devices):
        found = check_voice(replace(VOICE, devices=devices), Settings())
        assert statuses(found) == ["ok", "warning", "ok"]

    def test_what_the_settings_name_must_be_there(self):
        settings = replace(Settings(), microphone="Quiet", speech_model="enormous")
        found = check_voice(
            replace(VOICE, folder=None, is_there=False, unknown="no speech model is called so"),
            settings,
        )
        assert statuses(found) == ["ok", "problem", "problem"]

    def test_a_folder_of_the_settings_without_a_model(self):
        voice = replace(VOICE, folder=Path("/srv/whisper"), is_there=False)
        found = check_voice(voice, replace(Settings(), speech_model="/srv/whisper"))
        assert found[-1].status == "problem"


class TestFiles:
    def test_settings(self):
        file = Path("/c.toml")
        assert statuses(check_settings(file, there=True, error=None)) == ["ok"]
        assert statuses(check_settings(file, there=False, error=None)) == ["ok"]
        (wrong,) = check_settings(file, there=True, error=SettingsError("/c.toml: not TOML"))
        assert (wrong.status, wrong.said) == ("problem", "/c.toml: not TOML")

    def test_private_ones_and_what_is_not_there_yet(self, tmp_path):
        (tmp_path / "data").mkdir(mode=0o700)
        (tmp_path / "data/log").touch(mode=0o600)
        private, others = [tmp_path / "data", tmp_path / "later"], [tmp_path]
        found = check_entries(gather_entries(private, others), private)
        assert statuses(found) == ["ok"]

    def test_others_must_not_read_them(self, tmp_path):
        (tmp_path / "data").mkdir()
        (tmp_path / "data").chmod(0o755)
        (tmp_path / "data/log").touch()
        (tmp_path / "data/log").chmod(0o644)
        found = check_entries(gather_entries([tmp_path / "data"], []), [tmp_path / "data"])
        assert statuses(found) == ["warning", "problem"]
        assert [finding.todo.split()[:2] for finding in found] == [
            ["chmod", "700"],
            ["chmod", "600"],
        ]

    def test_a_file_in_the_way(self, tmp_path):
        (tmp_path / "data").touch()
        (found,) = check_entries(gather_entries([tmp_path / "data/state"], []), [])
        assert (found.status, found.said) == ("problem", f"{tmp_path}/data/state cannot be made")


class TestOwnShell:
    @pytest.mark.parametrize(
        ("shell", "rc", "line"),
        [
            ("bash", ".bashrc", 'eval "$(talkie-sh init bash)"'),
            ("zsh", ".zshrc", 'eval "$(~/.venv/bin/talkie-sh init zsh)"'),
            ("fish", ".config/fish/config.fish", "  talkie-sh init fish | source"),
        ],
    )
    def test_keys_are_found_in_the_rc_file(self, home, shell, rc, line):
        environment = {"SHELL": f"/usr/bin/{shell}", "HOME": str(home)}
        (without,) = check_own_shell(gather_own_shell(Settings(), environment))
        assert without.status == "ok"
        assert f"init {shell}" in without.todo
        (home / rc).parent.mkdir(parents=True, exist_ok=True)
        (home / rc).write_text(f"alias ll='ls -l'\n{line}\n")
        (found,) = check_own_shell(gather_own_shell(Settings(), environment))
        assert found.said == f"keys in {shell}, by {home / rc}"
        (home / rc).write_text(f"# {line}\n")
        assert check_own_shell(gather_own_shell(Settings(), environment)) == [without]

    def test_keys_that_it_cannot_have(self, home):
        settings = replace(Settings(), shell_keys={"turn": ("s-f19",)})
        environment = {"SHELL": "/bin/bash", "HOME": str(home)}
        (found,) = check_own_shell(gather_own_shell(settings, environment))
        assert found.status == "problem"

    def test_another_shell(self):
        assert statuses(check_own_shell(OwnShell("tcsh", None, ""))) == ["ok"]
        assert gather_own_shell(Settings(), {}) == OwnShell("", None, "")
