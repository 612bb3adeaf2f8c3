"""Names with capitals inside come from their words, where these mean nothing else."""

from __future__ import annotations

import pytest

from talkie_shell.errors import VocabularyError
from talkie_shell.pipeline import load_pipeline
from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.spoken.camel_names import camel_names
from talkie_shell.spoken.vocabulary import CamelName


def test_short_forms_are_words_or_letters():
    assert camel_names(
        {"anything": "NSGlobalDomain", "o": "TCPKeepAlive\nCheckHostIP", "-": "print0"}, {"zero": 0}
    ) == {
        ("print", "0"): CamelName("print0", "-"),
        ("print", "zero"): CamelName("print0", "-"),
        ("ns", "global", "domain"): CamelName("NSGlobalDomain", ""),
        ("n", "s", "global", "domain"): CamelName("NSGlobalDomain", ""),
        ("tcp", "keep", "alive"): CamelName("TCPKeepAlive", "o"),
        ("t", "c", "p", "keep", "alive"): CamelName("TCPKeepAlive", "o"),
        ("check", "host", "ip"): CamelName("CheckHostIP", "o"),
        ("check", "host", "i", "p"): CamelName("CheckHostIP", "o"),
    }


@pytest.mark.parametrize("names", ["Makefile", "skipTests SkipTests"])
def test_a_table_that_does_not_hold_together(names: str):
    with pytest.raises(VocabularyError, match="is one word or stands twice"):
        camel_names({"d": names}, {})


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("dash o connect timeout equals", "ConnectTimeout"),
        ("dash capital d skip tests", "skipTests"),
        ("init dot default branch", "defaultBranch"),
        ("dash export archive", "exportArchive"),
        ("dash dash no emit", "noEmit"),
        ("dash print zero", "print0"),
        ("strict host key checking", "StrictHostKeyChecking"),
        ("n s global domain", "NSGlobalDomain"),
    ],
)
def test_behind_what_makes_them_mean_that(said: str, first: str):
    lattice = build_lattice(Utterance(said), load_vocabulary())
    (slot,) = (slot for slot in lattice.slots if slot.readings[0].text == first)
    others = [reading.text for reading in slot.readings[1:]]
    assert not others or others[0] == slot.words


@pytest.mark.parametrize(
    "said",
    [
        "connect timeout",
        "dash dash connect timeout",
        "skip tests",
        "default branch",
        "no emit",
        "dash o connect dash timeout",
    ],
)
def test_elsewhere_words_are_words(said: str):
    lattice = build_lattice(Utterance(said), load_vocabulary())
    texts = {reading.text for slot in lattice.slots for reading in slot.readings}
    assert not texts & {"ConnectTimeout", "skipTests", "defaultBranch", "noEmit"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("ssh dash o connect timeout equals five web", "ssh -o ConnectTimeout=5 web"),
        ("mvn clean install dash d skip tests", "mvn clean install -DskipTests"),
        (
            "git config dash dash global init dot default branch main",
            "git config --global init.defaultBranch main",
        ),
        ("git commit dash m quote skip tests on mac quote", 'git commit -m "skip tests on mac"'),
        ("git checkout dash b default dash branch", "git checkout -b default-branch"),
        (
            "xcodebuild dash export archive dash archive path build slash app dot xcarchive",
            "xcodebuild -exportArchive -archivePath build/app.xcarchive",
        ),
    ],
)
def test_as_it_is_shipped(said: str, expected: str):
    assert load_pipeline("embedded").propose(Utterance(said)).command == expected


def test_the_users_own():
    said = Utterance("deploy dash t blue green swap")
    assert "blueGreenSwap" not in load_pipeline("embedded").propose(said).command
    own = load_pipeline("embedded", {"words": {"blue green swap": "blueGreenSwap"}})
    assert own.propose(said).command == "deploy -t blueGreenSwap"
