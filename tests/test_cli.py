from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from talkie_shell import __version__, cli
from talkie_shell.cli import main
from talkie_shell.cli.lines import LONGEST, Decoder, batches
from talkie_shell.cli.parser import build_parser
from talkie_shell.cli.verbs import VERBS, load_verbs
from talkie_shell.errors import DataError, TalkieError, UsageError, WeightsError
from talkie_shell.paths import config_file
from talkie_shell.records import Checks, Choice, Proposal, Utterance
from talkie_shell.settings import Settings, load_settings

Run = Callable[..., tuple[int, str, str]]


class FakePipeline:
    """Says what it was asked in capitals, as a command that is nearly sure."""

    notice = ""

    def __init__(self, engine: str, vocabulary: Mapping[str, object] | None) -> None:
        self.engine = engine
        self.vocabulary = vocabulary
        self.asked: list[Utterance] = []
        self.together: list[int] = []

    def propose_many(self, utterances: Sequence[Utterance]) -> list[Proposal]:
        self.together.append(len(utterances))
        return [self.propose(utterance) for utterance in utterances]

    def propose(self, utterance: Utterance) -> Proposal:
        self.asked.append(utterance)
        command = "" if utterance.text == "um" else utterance.text.upper().replace(" NL ", "\n")
        return Proposal(
            utterance=utterance,
            preprocessed=utterance.text.lower(),
            command=command,
            confidence=0.9,
            checks=Checks(parses=True, balanced=True, mended=("cut",)),
            engine=self.engine,
            milliseconds=1.23456,
            uncertain=(Choice(0, 1, ("L", "l"), 0.6),),
            alternatives=tuple("abcde"),
        )


@pytest.fixture
def pipelines(monkeypatch: pytest.MonkeyPatch) -> list[FakePipeline]:
    made: list[FakePipeline] = []

    def load_pipeline(
        engine: str, vocabulary: Mapping[str, object] | None, context: object
    ) -> FakePipeline:
        assert context is not None
        made.append(FakePipeline(engine, vocabulary))
        return made[-1]

    module = ModuleType("talkie_shell.pipeline")
    monkeypatch.setattr(module, "load_pipeline", load_pipeline, raising=False)
    monkeypatch.setitem(sys.modules, "talkie_shell.pipeline", module)
    return made


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    pipelines: list[FakePipeline],
) -> Run:
    """Run a command line, with bytes on its standard input: exit code, output, errors."""

    def run(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main(words)
        except SystemExit as error:
            code = int(error.code or 0)
        return code, *capsys.readouterr()

    return run


class TestMain:
    def test_version(self, run: Run) -> None:
        assert run("--version") == (0, f"talkie-sh {__version__}\n", "")

    def test_help_tells_verbs_examples_and_exit_codes(self, run: Run) -> None:
        code, out, _ = run("--help")
        assert code == 0
        for told in (*VERBS, "examples:", "exit codes:", "130  interrupted"):
            assert told in out

    @pytest.mark.parametrize("verb", VERBS)
    def test_help_of_each_verb_has_an_example(self, run: Run, verb: str) -> None:
        code, out, _ = run(verb, "--help")
        assert code == 0
        assert f"  talkie-sh {verb}" in out.partition("example")[2]

    @pytest.mark.parametrize("verb", VERBS)
    def test_no_help_shows_a_value_of_python(self, run: Run, verb: str) -> None:
        told = run(verb, "--help")[1]
        for odd in ("['", "[]", "None", " 0.0)", "default: )", "Path("):
            assert odd not in told

    @pytest.mark.parametrize("columns", ["60", "80", "100"])
    def test_help_is_wrapped_to_the_window_and_examples_are_not(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
    ) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        told = run("eval-voice", "--help")[1]
        description = told.partition("\n\n")[2].partition("\n\n")[0]
        assert all(len(line) < int(columns) for line in description.splitlines())
        assert "(default: 0.8 1.0 1.25)" in told
        assert "see --heard-pairs" in " ".join(run("train", "--help")[1].split())
        assert "fish   talkie-sh init fish | source      in ~/" in run("init", "--help")[1]

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["cofnig"], "there is no verb 'cofnig'; did you mean 'config'?"),
            (["wibble", "x"], "there is no verb 'wibble'; say: talkie-sh reconstruct wibble …"),
            (["--engine", "big"], "argument --engine: invalid choice: 'big'"),
            (["--wibble"], "there is no option --wibble (see talkie-sh --help)"),
            (["-c", "git status"], "there is no option -c: a command is run by your shell"),
            (["--private", "git"], "there is no verb 'git'; say: talkie-sh reconstruct git …"),
            (["--privat"], "there is no option --privat; did you mean '--private'?"),
            (["--source=voice", "x", "-v"], "there is no verb 'x'; say: talkie-sh reconstruct x …"),
            (["corrections", "lst"], "there is no action 'lst'; did you mean 'list'?"),
            (["models", "x"], "there is no action 'x'; there are: list, fetch, remove"),
            (
                ["corrections", "list", "--limit", "0"],
                "argument --limit: '0' is not a number from 1",
            ),
            (["eval", "x", "--worst", "-3"], "argument --worst: '-3' is not a number from 0"),
            (
                ["eval", "x", "--wibble"],
                "there is no option --wibble (see talkie-sh eval --help)",
            ),
            (
                ["reconstruct", "--jsn", "ls"],
                "there is no option --jsn; did you mean '--json'? put --",
            ),
            (["reconstruct", "--wibble"], "there is no option --wibble; put -- before"),
            (["reconstruct", "--source"], "argument --source: expected one argument"),
        ],
    )
    def test_usage_error_is_one_line_and_2(self, run: Run, words: list[str], told: str) -> None:
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert err.startswith(f"talkie-sh: {told}")
        assert err.count("\n") == 1

    @pytest.mark.parametrize(
        ("error", "code", "told"),
        [
            (WeightsError("they are\ngone"), 7, "talkie-sh: they are gone\n"),
            (PermissionError(13, "Permission denied", "/x"), 1, "talkie-sh: /x: Permission denied"),
            (KeyboardInterrupt(), 130, ""),
            (ValueError("odd"), 70, "talkie-sh: a fault of the program: ValueError: odd (--debug"),
        ],
    )
    def test_every_failure_in_one_line(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, told: str
    ) -> None:
        def fail(_: object) -> int:
            raise error

        monkeypatch.setattr(cli, "_dispatch", fail)
        got, out, err = run()
        assert (got, out) == (code, "")
        assert err.startswith(told)
        assert err.count("\n") <= 1

    def test_debug_shows_the_traceback(self, run: Run) -> None:
        with pytest.raises(UsageError):
            run("--debug", "reconstruct", "--jsn")

    def test_no_verb_starts_the_prompt(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        started: list[Settings] = []

        def start(settings: Settings, *, private: bool, audio_files: list[Path]) -> int:
            assert (private, audio_files) == (True, [])
            started.append(settings)
            return 7

        module = ModuleType("talkie_shell.repl.app")
        monkeypatch.setattr(module, "run", start, raising=False)
        monkeypatch.setitem(sys.modules, "talkie_shell.repl.app", module)
        assert run("--private", "--engine", "preprocessor", "--source", "voice")[0] == 7
        assert started == [Settings(logging=False, engine="preprocessor", source="voice")]

    def test_reader_that_goes_away_ends_it_quietly(self) -> None:
        done = subprocess.run(
            [
                "bash",
                "-c",
                '"$0" -m talkie_shell config | true; echo ${PIPESTATUS[0]}',
                sys.executable,
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        assert done.stdout in {"0\n", "141\n"}


class TestVerbs:
    def test_only_what_is_named_is_loaded(self) -> None:
        assert [verb.NAME for verb in load_verbs(["--json", "config"])] == ["config"]
        assert load_verbs(["--private"]) == load_verbs([]) == []
        for words in (["nonsense"], ["--help"], None):
            assert [verb.NAME for verb in load_verbs(words)] == list(VERBS)

    def test_every_verb_is_called_what_the_table_says(self) -> None:
        for name, verb in zip(VERBS, load_verbs(), strict=True):
            assert name == verb.NAME
            assert verb.SUMMARY[0].islower()
            assert verb.EXAMPLE.startswith(f"talkie-sh {name}")


class TestReconstruct:
    def test_text(self, run: Run) -> None:
        assert run("reconstruct", "find", "dot") == (0, "FIND DOT\n", "")

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            (["ls", "-la"], "ls -la"),
            (["ls -la"], "ls -la"),
            (["git", "log", "--oneline"], "git log --oneline"),
            (["ls", "--source", "voice", "-la"], "ls -la"),
            (["--", "ls", "--json"], "ls --json"),
            (["ls", "--", "--json"], "ls --json"),
            (["config", "file"], "config file"),
        ],
    )
    def test_words_that_are_no_options_of_ours_are_text(
        self, run: Run, pipelines: list[FakePipeline], words: list[str], text: str
    ) -> None:
        assert run("reconstruct", *words)[0] == 0
        assert [utterance.text for utterance in pipelines[0].asked] == [text]

    def test_options_before_and_after_the_verb_and_the_text(
        self, run: Run, pipelines: list[FakePipeline]
    ) -> None:
        run("--engine", "preprocessor", "reconstruct", "ls", "--source=voice")
        assert pipelines[0].engine == "preprocessor"
        assert pipelines[0].asked == [Utterance("ls", "voice")]

    def test_json(self, run: Run) -> None:
        code, out, _ = run("reconstruct", "--json", "ls")
        assert code == 0
        assert json.loads(out) == {
            "utterance": "ls",
            "preprocessed": "ls",
            "command": "LS",
            "confidence": 0.9,
            "uncertain": [{"start": 0, "end": 1, "readings": ["L", "l"]}],
            "alternatives": ["a", "b", "c", "d", "e"],
            "checks": {
                "parses": True,
                "balanced": True,
                "error_at": None,
                "mended": ["cut"],
                "unsaid": [],
            },
            "engine": "embedded",
            "ms": 1.235,
        }

    def test_lines_in_order_an_empty_one_stays_empty(self, run: Run) -> None:
        assert run("reconstruct", stdin=b"b\n\na\r\nc") == (0, "B\n\nA\nC\n", "")

    def test_a_lone_dash_is_standard_input(self, run: Run) -> None:
        assert run("reconstruct", "-", stdin=b"a nl b\nc") == (0, "A\\nB\nC\n", "")
        assert run("reconstruct", "--json", "-", stdin=b"") == (0, "", "")
        assert run("reconstruct", "cd", "-", stdin=b"c") == (0, "CD -\n", "")

    def test_nothing_on_standard_input(self, run: Run) -> None:
        assert run("reconstruct") == (0, "", "")

    def test_nothing_in_it(self, run: Run) -> None:
        told = "talkie-sh: there is nothing in it to make a command of\n"
        assert run("reconstruct", "um") == (1, "\n", told)
        assert run("reconstruct", stdin=b"um\num\n") == (1, "\n\n", told)

    def test_one_command_is_enough(self, run: Run) -> None:
        assert run("reconstruct", stdin=b"um\nls\n") == (0, "\nLS\n", "")

    def test_line_break_inside_a_command(self, run: Run) -> None:
        assert run("reconstruct", stdin=b"a nl b\n")[1] == "A\\nB\n"
        assert run("reconstruct", "a nl b")[1] == "A\nB\n"
        assert json.loads(run("reconstruct", "--json", stdin=b"a nl b\n")[1])["command"] == "A\nB"

    def test_bytes_that_are_not_utf8_are_told_once(self, run: Run) -> None:
        code, out, err = run("reconstruct", stdin=b"a\xff\nb\xff\xfe\n")
        assert (code, out) == (0, "A�\nB��\n")
        assert err == "talkie-sh: there are bytes that are not UTF-8; each becomes �\n"

    def test_bytes_that_are_not_utf8_in_the_arguments(self, run: Run) -> None:
        assert run("reconstruct", "a\udcff")[:2] == (0, "A�\n")

    def test_notice_once(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(FakePipeline, "notice", "the weights are damaged")
        code, out, err = run("reconstruct", stdin=b"a\n" * 200)
        assert (code, out) == (0, "A\n" * 200)
        assert err == "talkie-sh: the weights are damaged\n"

    def test_engine_sees_few_lines_at_once(self, run: Run, pipelines: list[FakePipeline]) -> None:
        run("reconstruct", stdin=b"a\n" * 1000)
        assert sum(pipelines[0].together) == 1000
        assert max(pipelines[0].together) == 32

    def test_vocabulary_of_the_user(
        self, run: Run, pipelines: list[FakePipeline], tmp_path: Path
    ) -> None:
        (tmp_path / "mine.toml").write_text("[vocabulary.words]\n'cube' = 'kubectl'")
        run("--config", str(tmp_path / "mine.toml"), "reconstruct", "cube")
        assert pipelines[0].vocabulary == {"words": {"cube": "kubectl"}}

    def test_standard_input_closed(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        run("--version")
        monkeypatch.setattr(sys, "stdin", None)
        assert main(["reconstruct"]) == 2


class TestSounds:
    """Sound files are looked at before anything is loaded, or fetched."""

    @pytest.fixture(autouse=True)
    def _nothing_hears(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def load(*_: object) -> None:
            raise AssertionError("there is nothing to hear")

        monkeypatch.setattr("talkie_shell.speech.recogniser.load_recogniser", load)

    def test_transcribe(self, run: Run, tmp_path: Path) -> None:
        none, folder = tmp_path / "none.wav", tmp_path
        code, out, err = run("transcribe", str(none), str(folder))
        assert (code, out) == (DataError.exit_code, "\n\n")
        assert err.splitlines() == [
            f"talkie-sh: {none}: there is no such file",
            f"talkie-sh: {folder}: that is a folder",
        ]

    @pytest.mark.parametrize("words", [["dictate", "--audio-file"], ["bench", "--audio"]])
    def test_verbs_that_need_each(self, run: Run, tmp_path: Path, words: list[str]) -> None:
        none = tmp_path / "none.wav"
        told = f"talkie-sh: {none}: there is no such file\n"
        assert run(*words, str(none)) == (DataError.exit_code, "", told)


class Pieces:
    """A stream that gives what it was given, piece by piece."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)

    def read1(self, size: int, /) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


class TestBatches:
    @pytest.mark.parametrize(
        ("pieces", "expected"),
        [
            ([], []),
            ([b"a"], [[b"a"]]),
            ([b"a\nb\nc\n"], [[b"a", b"b"], [b"c"]]),
            ([b"a\nb", b"c\n"], [[b"a"], [b"bc"]]),
            ([b"a", b"b", b"\n\n"], [[b"ab", b""]]),
            ([b"\r\n"], [[b""]]),
            ([b"a\r"], [[b"a"]]),
        ],
    )
    def test_pieces(self, pieces: list[bytes], expected: list[list[bytes]]) -> None:
        assert list(batches(Pieces(*pieces), 2)) == expected

    def test_what_is_there_is_not_held_back(self) -> None:
        stream = Pieces(b"first\n", b"second\n")
        assert next(batches(stream, 64)) == [b"first"]
        assert stream.read1(1) == b"second\n"

    def test_a_line_without_end(self) -> None:
        endless = Pieces(b"a\n", *([b"x" * 65536] * 20))
        with pytest.raises(DataError, match=f"line 2 is longer than {LONGEST} bytes"):
            list(batches(endless, 64))


class TestDecoder:
    def test_tells_once(self) -> None:
        told: list[str] = []
        decode = Decoder(told.append)
        assert [decode(line) for line in (b"\xc3\xa9", b"\xe9", b"\xe9")] == ["é", "�", "�"]
        assert len(told) == 1


class TestConfig:
    def test_shows_file_and_values_as_toml(self, run: Run, tmp_path: Path) -> None:
        code, out, _ = run("config")
        assert code == 0
        assert out.startswith(f"# {config_file()}  (not there; talkie-sh config --init writes it)")
        (tmp_path / "shown.toml").write_text(out)
        assert load_settings(tmp_path / "shown.toml") == Settings()

    def test_init_writes_once(self, run: Run) -> None:
        assert run("config", "--init") == (0, f"{config_file()}\n", "")
        assert load_settings() == Settings()
        config_file().write_text("vi = true")
        told = f"talkie-sh: {config_file()} is there already and stays as it is\n"
        assert run("config", "--init") == (3, "", told)
        assert config_file().read_text() == "vi = true"

    def test_init_elsewhere(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "new" / "mine.toml"
        assert run("config", "--init", str(file)) == (0, f"{file}\n", "")
        assert run("--config", str(file), "config")[1].startswith(f"# {file}\n")

    def test_json(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "mine.toml").write_text("vi = true")
        told = json.loads(run("config", "--json", "--config", str(tmp_path / "mine.toml"))[1])
        assert told["file"] == str(tmp_path / "mine.toml")
        assert told["settings"]["vi"] is True
        assert told["origins"]["vi"] == "file"

    def test_bad_file_is_one_line(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "bad.toml").write_text("vi = 3")
        told = f"talkie-sh: {tmp_path}/bad.toml: vi is one of shell, true, false, not 3\n"
        assert run("--config", str(tmp_path / "bad.toml"), "config") == (3, "", told)


class TestParser:
    def test_every_expected_failure_has_its_line_in_the_help(self) -> None:
        text = build_parser().format_help()
        for kind in TalkieError.__subclasses__():
            assert f"{kind.exit_code:3}  " in text
