"""Evaluation files, and the run of a fake pipeline over them."""

from __future__ import annotations

import json

import pytest

from talkie_shell.errors import DataError
from talkie_shell.records import Candidate, Checks, Proposal, Utterance
from talkie_shell.scoring import Rate
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.training.article import beside
from talkie_shell.training.evaluate import WARM_UP, Evaluation, Pair, evaluate, read_pairs
from talkie_shell.training.figures_json import as_dict
from talkie_shell.training.figures_text import as_text, interval, percent
from talkie_shell.training.stages import STAGES, staged, stages

PAIRS = (
    Pair("ls dash la", "ls -la", "article", "files", place="f:1"),
    Pair("df dash I H", "df -iH", "article", "files", place="f:2"),
    Pair("um ls", "ls", "conversational", "files", place="f:3"),
    Pair("git status", "git status", "own", "git", place="f:4"),
    Pair("Git status.", "git status", "recogniser", source="voice", place="f:5"),
)
COMMANDS = {
    "ls dash la": ("ls -la", 1.0),
    "df dash I H": ("df -ih", 0.6),
    "um ls": ("um ls", 0.9),
    "git status": ("git status", 0.8),
    "Git status.": ("Git status", 0.2),
}


class FakePipeline:
    """Answers from a table and remembers what it was asked."""

    def __init__(self):
        self.asked = []
        self.engine = self
        self.name = "fake"

    def preprocess(self, utterance):
        return build_lattice(utterance, load_vocabulary())

    def propose(self, utterance):
        self.asked.append(utterance)
        command, confidence = COMMANDS[utterance.text]
        return Proposal(
            utterance=utterance,
            preprocessed=utterance.text,
            command=command,
            confidence=confidence,
            checks=Checks(parses=True, balanced=True),
            engine="fake",
            milliseconds=len(command),
            alternatives=("df -iH",),
        )

    def candidates(self, lattices, limit=6):
        return [[Candidate(lattice.verbatim, 1.0)] for lattice in lattices]


@pytest.fixture(scope="module")
def evaluation():
    return Evaluation(tuple(evaluate(PAIRS, FakePipeline())))


def written(folder, *rows):
    file = folder / "pairs.jsonl"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def row(**more):
    return json.dumps({"dictated": "a", "expected": "b"} | more)


class TestReadPairs:
    def test_reads_what_is_there(self, tmp_path):
        file = written(tmp_path, row(tier="protocol", category="git", source="voice"), "", row())
        assert list(read_pairs(file, "mine")) == [
            Pair("a", "b", "protocol", "git", "voice", f"{file}:1"),
            Pair("a", "b", "mine", "", "typed", f"{file}:3"),
        ]

    @pytest.mark.parametrize(
        ("more", "source"),
        [
            ({}, "typed"),
            ({"tier": "recogniser"}, "voice"),
            ({"tier": "recogniser", "source": "typed"}, "typed"),
            ({"source": "a corpus"}, "typed"),
        ],
    )
    def test_source(self, tmp_path, more, source):
        assert next(read_pairs(written(tmp_path, row(**more)))).source == source

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("{", "not JSON"),
            ("nonsense", "not JSON"),
            ("[]", "not a JSON object"),
            ('{"expected": "b"}', "'dictated' is missing"),
            ('{"dictated": "a"}', "'expected' is missing"),
            ('{"dictated": 1, "expected": "b"}', "'dictated' is not text"),
            ('{"dictated": "a", "expected": "b", "tier": 3}', "'tier' is not text"),
        ],
    )
    def test_a_bad_line_names_file_and_line(self, tmp_path, line, why):
        file = written(tmp_path, row(), line)
        with pytest.raises(DataError, match=why) as caught:
            list(read_pairs(file))
        assert f"{file}:2: " in str(caught.value)

    def test_bytes_that_are_no_text(self, tmp_path):
        file = tmp_path / "pairs.jsonl"
        file.write_bytes(b'{"dictated": "\xff", "expected": "b"}\n')
        with pytest.raises(DataError, match=r"pairs\.jsonl:1: not UTF-8"):
            list(read_pairs(file))

    def test_no_file(self, tmp_path):
        with pytest.raises(DataError, match=r"nothing\.jsonl: No such file"):
            list(read_pairs(tmp_path / "nothing.jsonl"))


class TestEvaluate:
    def test_asks_as_each_pair_says(self):
        pipeline = FakePipeline()
        list(evaluate(PAIRS, pipeline))
        asked = [Utterance(pair.dictated, pair.source) for pair in PAIRS]
        assert pipeline.asked == asked[:WARM_UP] + asked

    def test_of_nothing(self):
        empty = Evaluation(tuple(evaluate((), FakePipeline())))
        assert empty.overall.count == 0
        assert as_text(empty).startswith("0 pairs")
        assert as_dict(empty)["misses"] == []


class TestEvaluation:
    def test_overall(self, evaluation):
        summary = evaluation.overall
        assert (summary.count, summary.exact, summary.case, summary.top) == (5, 2, 4, 3)
        assert summary.median_ms == 6

    def test_by_tier_known_ones_first(self, evaluation):
        tiers = evaluation.by_tier
        assert list(tiers) == ["article", "conversational", "recogniser", "own"]
        assert (tiers["article"].count, tiers["article"].exact) == (2, 1)

    def test_by_category_largest_first(self, evaluation):
        assert [(n, s.count) for n, s in evaluation.by_category.items()] == [
            ("files", 3),
            ("git", 1),
        ]

    def test_misses_worst_first(self, evaluation):
        assert [miss.pair.place for miss in evaluation.misses] == ["f:3", "f:2", "f:5"]

    def test_decisions(self, evaluation):
        wrong = evaluation.tally.wrong
        assert (wrong["case"], wrong["dropped"], wrong["space"]) == (2, 1, 0)

    def test_calibration(self, evaluation):
        assert sum(cell.count for cell in evaluation.calibration) == 5


class TestBeside:
    def test_takes_the_article_tier(self, evaluation):
        rows = {row.figure: row for row in beside(evaluation.overall, evaluation.by_tier)}
        assert rows["exact"].article == Rate(480, 630)
        assert rows["exact"].ours == Rate(1, 2)

    def test_takes_everything_without_it(self, evaluation):
        rows = {row.figure: row for row in beside(evaluation.overall, {})}
        assert rows["effective"].ours == Rate(2, 5)

    def test_the_article_adds_up(self, evaluation):
        rows = {row.figure: percent(row.article) for row in beside(evaluation.overall, {})}
        assert rows == {
            "exact": "76.2",
            "near": "21.0",
            "partial": "2.4",
            "wrong": "0.5",
            "effective": "97.1",
        }


class TestStages:
    def test_each_stage_by_itself(self, evaluation):
        pipeline = FakePipeline()
        commands = [staged(result, pipeline, pipeline) for result in evaluation.results]
        assert commands[0] == ("ls dash la", "ls dash la", "ls -la")
        found = stages(evaluation.results, commands)
        assert [stage.name for stage in found] == list(STAGES)
        assert [stage.rates[0].hits for stage in found] == [1, 1, 2]

    def test_of_nothing(self):
        assert [stage.rates[0].count for stage in stages((), ())] == [0, 0, 0]


class TestText:
    def test_says_the_figures(self, evaluation):
        text = as_text(evaluation, worst=1)
        lines = [" ".join(line.split()) for line in text.splitlines()]
        assert "5 pairs, engine fake" in lines
        assert "exact 2 40.0 % (11.8–76.9)" in lines
        assert any(line.startswith("article 2 1 50.0 %") for line in lines)
        assert any(line.startswith("files 3 1 33.3 %") for line in lines)
        assert "the worst of 3 misses" in lines
        assert "got um ls" in lines
        assert "got df -ih" not in lines
        assert "worst of" not in as_text(evaluation, worst=-1)

    def test_shows_stages_when_asked(self, evaluation):
        pipeline = FakePipeline()
        results = evaluation.results
        found = stages(results, [staged(result, pipeline, pipeline) for result in results])
        assert STAGES[0] in as_text(evaluation, found)
        assert STAGES[0] not in as_text(evaluation)

    def test_rates(self):
        assert (percent(Rate(480, 630)), interval(Rate(480, 630))) == ("76.2", "72.7–79.4")


class TestValues:
    def test_hold_every_figure(self, evaluation):
        values = as_dict(evaluation)
        assert values["overall"]["exact"] == {
            "hits": 2,
            "share": 0.4,
            "low": 0.117621,
            "high": 0.769276,
        }
        assert values["tiers"]["article"]["count"] == 2
        assert values["decisions"]["wrong"]["case"] == 2
        assert values["misses"][0]["got"] == "um ls"
        assert json.loads(json.dumps(values)) == values
