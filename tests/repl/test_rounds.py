from __future__ import annotations

import signal
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from talkie_shell.paths import log_file
from talkie_shell.records import Checks, Proposal, Utterance
from talkie_shell.repl.history import MemoryStore, Shelf
from talkie_shell.repl.prompt import Standing
from talkie_shell.repl.rounds import Rounds, correction_of, outcome_of
from talkie_shell.repl.state import Confirmed
from talkie_shell.settings import Settings
from talkie_shell.shell.names import Names
from talkie_shell.speech.sound import read_sound
from tests.speech.fakes import speech


@dataclass(frozen=True)
class Ended:
    status: int = 0
    seconds: float = 0.1
    directory: str = "/"
    jobs: int = 0
    ended: bool = False
    lost: str = ""
    ran: bool = True
    interrupted: bool = False
    typed_ahead: str = ""


@dataclass
class Slip:
    command: str
    events: list

    def wait(self, seconds: float) -> bool:
        self.events.append(("written", self.command))
        return True


class World:
    """Everything around the rounds, with what happened in the order it did."""

    def __init__(self, *lines: object, results: dict[str, Ended] | None = None) -> None:
        self.events: list[tuple[object, ...]] = []
        self.settings = Settings()
        self.results = results or {}
        self.shelf = Shelf(MemoryStore(), 10)
        self.private = False
        self.told = Names()
        self._lines = list(lines)

    # The reader.
    def read(self, standing: Standing, typed: str = "") -> Confirmed | None:
        self.standing = standing
        self.events.append(("read", standing.directory, standing.status, typed))
        line = self._lines.pop(0) if self._lines else None
        if isinstance(line, type):
            raise line
        return Confirmed(line, line, None) if isinstance(line, str) else line

    # The session.
    def run(self, command: str) -> Ended:
        self.events.append(("run", command))
        return self.results.get(command, Ended(ended=command == "exit"))

    def names(self) -> Names:
        return self.told

    # The log.
    def begin(self, correction):
        self.events.append(("begin", correction.command))
        return Slip(correction.command, self.events)

    def finish(self, ticket, outcome, status, duration):
        self.events.append(("finish", ticket.command, outcome, status))

    def go(self) -> int:
        rounds = Rounds(
            self,
            self,
            self,
            self.shelf,
            Standing("/start", "/home/ann", venv="around"),
            private=self.private,
            say=lambda style, text: self.events.append(("say", style, text)),
            fresh=lambda: self.events.append(("fresh",)),
        )
        return rounds.go()

    def of(self, *kinds: str) -> list[tuple[object, ...]]:
        return [event for event in self.events if event[0] in kinds]


@pytest.fixture(autouse=True)
def _stay(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


class TestRounds:
    def test_the_record_is_begun_before_and_finished_after(self):
        world = World("ls", results={"ls": Ended(status=2)})
        world.go()
        assert world.of("begin", "written", "run", "finish")[:4] == [
            ("begin", "ls"),
            ("written", "ls"),
            ("run", "ls"),
            ("finish", "ls", "failed", 2),
        ]

    def test_a_command_that_was_not_found_is_kept_as_such(self):
        results = {"gti": Ended(status=127), "false": Ended(status=1)}
        world = World("gti", " gtj", "false", results={**results, " gtj": Ended(status=127)})
        world.go()
        found = [(entry.command, entry.found) for entry in world.shelf.entries]
        assert found == [("false", True), ("gti", False)]

    def test_a_command_whose_terminal_was_closed_is_abandoned(self):
        world = World("ls")

        def hang_up(command):
            raise SystemExit(129)

        world.run = hang_up
        with pytest.raises(SystemExit):
            world.go()
        assert world.of("finish") == [("finish", "ls", "abandoned", None)]

    def test_leaving_asks_the_shell_which_may_refuse(self):
        refusals = iter([Ended(jobs=1), Ended(ended=True, status=4)])
        world = World(None, None)
        world.run = lambda command: next(refusals)
        assert world.go() == 4
        assert len(world.of("read")) == 2

    def test_the_status_of_the_last_command_is_the_exit_code(self):
        assert World("a", EOFError, results={"a": Ended(status=3)}).go() == 3

    def test_an_interrupt_at_the_prompt_only_starts_it_again(self):
        world = World(KeyboardInterrupt, "ls")
        world.go()
        assert ("run", "ls") in world.events

    def test_nothing_is_not_run(self):
        world = World("", " ")
        world.go()
        assert world.of("run") == [("run", "exit")]

    def test_a_blank_before_the_words_keeps_them_out_of_log_and_history(self):
        world = World(" ls", "pwd")
        world.go()
        assert world.of("begin") == [("begin", "pwd")]
        assert [entry.command for entry in world.shelf.entries] == ["pwd"]

    def test_a_blank_before_the_command_as_well(self):
        world = World(Confirmed("list", " ls", None))
        world.go()
        assert world.of("begin") == []
        assert world.shelf.entries == ()

    def test_private(self):
        world = World("ls", " pwd")
        world.private = True
        world.go()
        assert world.of("begin") == []
        assert [entry.command for entry in world.shelf.entries] == ["ls"]

    def test_logging_off_keeps_the_history(self):
        world = World("ls")
        world.settings = replace(world.settings, logging=False)
        world.go()
        assert world.of("begin") == []
        assert len(world.shelf.entries) == 1

    def test_the_next_prompt_stands_where_the_shell_does(self, tmp_path):
        (tmp_path / "deep").mkdir()
        place = str(tmp_path / "deep")
        world = World("cd deep", results={"cd deep": Ended(directory=place, status=1)})
        world.go()
        assert world.of("read")[1] == ("read", place, 1, "")
        assert Path.cwd() == Path(place)

    def test_the_branch_is_looked_up_where_the_prompt_names_it(self, tmp_path):
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/topic\n")
        world = World("x", results={"x": Ended(directory=str(tmp_path))})
        world.settings = replace(world.settings, prompt="{directory} {branch}> ")
        world.go()
        assert world.standing.branch == "topic"

    @pytest.mark.parametrize(
        ("told", "venv"),
        [
            (Names(), "around"),
            (Names(builtins=frozenset({"cd"}), venv="v"), "v"),
            (Names(builtins=frozenset({"cd"})), ""),
        ],
    )
    def test_the_venv_is_the_shells_once_it_has_told(self, told, venv):
        world = World()
        world.told = told
        world.go()
        assert world.standing.venv == venv

    def test_a_directory_that_is_gone_is_no_trouble(self):
        world = World("x", results={"x": Ended(directory="/nowhere/at/all")})
        assert world.go() == 0

    def test_what_was_typed_ahead_is_the_next_lines_text(self):
        world = World("x", results={"x": Ended(typed_ahead="rm\x1b[A y\r\r")})
        world.go()
        assert world.of("read")[1][3] == "rm y"
        assert world.of("run") == [("run", "x"), ("run", "exit")]

    @pytest.mark.parametrize(
        ("ended", "said"),
        [
            (Ended(), []),
            (Ended(status=2), [("say", "failed", "exit 2")]),
            (Ended(seconds=2.0), [("say", "toolbar", "2.0 s")]),
            (Ended(status=130, interrupted=True), [("say", "failed", "interrupted")]),
            (Ended(status=128 + signal.SIGTSTP, jobs=1), []),
            (Ended(lost="bash was killed"), [("say", "notice", "bash was killed")]),
        ],
    )
    def test_how_it_went_is_said_where_it_is_worth_it(self, ended, said):
        world = World("x", results={"x": ended})
        world.go()
        assert world.of("say") == said

    def test_an_enter_on_nothing_asks_after_jobs_where_there_are_any(self):
        done = Ended(status=2, jobs=0)
        world = World("", "x &", "", "", results={"x &": Ended(status=2, jobs=1), " ": done})
        world.go()
        assert world.of("run") == [("run", "x &"), ("run", " "), ("run", "exit")]
        assert world.of("say") == [("say", "failed", "exit 2")]
        assert world.of("begin") == [("begin", "x &")]

    def test_a_shell_that_was_killed_before_an_enter_on_nothing_leaves_nothing_in_the_line(self):
        gone = Ended(137, lost="gone", ran=False)
        world = World("x &", "", results={"x &": Ended(jobs=1), " ": gone})
        world.go()
        assert [event[3] for event in world.of("read")] == ["", "", ""]
        assert ("say", "notice", "gone") in world.events

    def test_a_command_that_could_not_begin_stands_in_the_line_again(self):
        world = World("rm -r $DIR", results={"rm -r $DIR": Ended(137, lost="gone", ran=False)})
        world.go()
        assert [event[3] for event in world.of("read")] == ["", "rm -r $DIR"]
        assert world.of("finish") == [("finish", "rm -r $DIR", "abandoned", 137)]


class TestOutcome:
    @pytest.mark.parametrize(
        ("ended", "outcome"),
        [
            (Ended(), "succeeded"),
            (Ended(status=1), "failed"),
            (Ended(status=130, interrupted=True), "interrupted"),
            (Ended(status=137, lost="bash was killed"), "abandoned"),
        ],
    )
    def test_pairs(self, ended, outcome):
        assert outcome_of(ended) == outcome


class TestSound:
    def spoken(self, **settings) -> World:
        proposal = Proposal(
            Utterance("ls dash l", "voice"), "", "ls -l", 0.7, Checks(True, True), "fake", 1.0
        )
        world = World(Confirmed("ls dash l", "ls -l", proposal, (speech(0.5),)))
        world.settings = replace(world.settings, **settings)
        return world

    def kept(self) -> list[Path]:
        return list((log_file().parent / "audio").glob("*"))

    def test_it_is_kept_with_the_record(self):
        self.spoken().go()
        (file,) = self.kept()
        assert len(read_sound(file)) == 8_000

    def test_not_without_the_record(self):
        self.spoken(logging=False).go()
        world = self.spoken()
        world.private = True
        world.go()
        assert self.kept() == []

    def test_where_it_cannot_be_kept_the_command_runs_and_it_is_said(self):
        log_file().parent.mkdir(parents=True)
        (log_file().parent / "audio").write_text("")
        world = self.spoken()
        world.go()
        assert ("run", "ls -l") in world.events
        assert any("audio" in event[2] for event in world.of("say"))


class TestCorrection:
    def test_of_what_was_said_aloud(self):
        said = Utterance("ls dash l", "voice")
        proposal = Proposal(said, "", "ls -l", 0.7, Checks(True, True), "fake", 1.0)
        record = correction_of(Confirmed("ls dash l", "ls -l", proposal), "/d", 5.0)
        assert record.utterance == said

    def test_of_a_proposal(self):
        proposal = Proposal(
            Utterance("ls dash l"), "ls - l", "ls -l", 0.7, Checks(True, True), "fake", 1.0
        )
        record = correction_of(Confirmed("ls dash l ", "ls -L", proposal), "/d", 5.0)
        assert (record.utterance, record.preprocessed) == (Utterance("ls dash l"), "ls - l")
        assert (record.proposed, record.command, record.engine) == ("ls -l", "ls -L", "fake")
        assert (record.directory, record.started, record.outcome) == ("/d", 5.0, "started")

    def test_without_one(self):
        record = correction_of(Confirmed("ls", "ls -l", None), "/d", 5.0)
        assert (record.proposed, record.confidence, record.engine) == ("ls", 0.0, "none")
