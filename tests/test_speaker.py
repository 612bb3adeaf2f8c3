"""The speaker says commands in all ways, and the preprocessor hears them again."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkie_shell.records import Kind, Utterance
from talkie_shell.spoken import align, build_lattice, covers, load_vocabulary
from talkie_shell.spoken.lattice import best_path
from talkie_shell.spoken.speaker import Tier, first_saying, speak
from talkie_shell.spoken.speaker.article import article_pieces
from talkie_shell.spoken.speaker.casing import run_at, segments
from talkie_shell.spoken.speaker.compounds import parts_of
from talkie_shell.spoken.speaker.numerals import misspoken
from talkie_shell.spoken.speaker.phrasebook import phrasebook_of
from talkie_shell.spoken.speaker.pieces import Part, text_of
from talkie_shell.spoken.speaker.recogniser import as_recognised, some_noise
from talkie_shell.spoken.speaker.tiers import mistaken_pieces
from talkie_shell.spoken.speaker.units import Sort, composite_at, units_of

VOCABULARY = load_vocabulary()
BOOK = phrasebook_of(VOCABULARY)
COMMANDS = (
    "find . -name *.txt",
    "ls -la /var/log | grep nginx",
    'git commit -m "fix the typo"',
    "git reset --hard HEAD~1",
    "docker run -p 8080:80 --rm nginx:1.25",
    "kubectl get pods -n kube-system -o wide",
    "curl -fsSL https://example.com/install.sh | sh",
    "tar -czvf backup-2024.tar.gz ~/projects/my_app",
    "ssh -p 2222 root@192.168.1.10",
    "make -j8 && make install || echo failed",
    "export PATH=$HOME/bin:$PATH",
    "sed -i 's/foo/bar/g' config.yaml",
    "awk '{print $1}' data.csv > out.txt 2>&1",
    'for f in *.log; do rm "$f"; done',
    "python3 -m venv .venv",
    "java -jar myApp.jar getUserName MAX_SIZE",
    "chmod 0644 notes.md &",
    "echo $(date +%Y-%m-%d) >> log.txt",
    "ps aux | awk '{print $2}' | xargs kill -9",
    "ffmpeg -i in.mp4 -ss 00:01:30 out.mp3",
)
ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)
"""Printable ASCII, as letters come."""
RISKY = (
    "and", "then", "pipe", "that", "into", "dash", "one", "hundred", "no", "wait", "literal",
    "capital", "open", "paren", "space", "star", "double", "two", "point", "twenty", "three", "x",
    "Y", "getUser", "README", "foo", "|", ">", "&&", "--", ".", "/", "'", '"', "0", "007", "1905",
)  # fmt: skip
PHRASES = st.lists(st.sampled_from(RISKY), min_size=1, max_size=8)
"""Commands made of words that mean something else when they are said."""
ANY_COMMAND = ASCII | PHRASES.map(" ".join) | PHRASES.map("".join)
ANY_COMMAND = ANY_COMMAND.map(str.strip).filter(bool)
SEEDS = st.integers(0, 2**32)


def heard(utterance: Utterance, command: str) -> bool:
    return covers(build_lattice(utterance, VOCABULARY), command)


def said(command: str, tier: Tier, seed: int = 0) -> str:
    return speak(command, tier, Random(seed), VOCABULARY).text


class TestArticle:
    @pytest.mark.parametrize(
        ("command", "dictated"),
        [
            ("df -ih", "df dash I H"),
            ("ls -la", "ls dash L A"),
            ("grep -rin foo", "grep dash R I N foo"),
            ("rsync -avzP a b", "rsync dash avzP A B"),
            ("ls --all", "ls dash dash all"),
            ("find . -not -name x", "find dot dash N O T dash name X"),
            ("git ls-files", "git ls dash files"),
            ("date -iso", "date dash I S O"),
            ("a && b || c", "A and and B pipe pipe C"),
            ("cd ..", "cd dot dot"),
            ("echo a >> b > c", "echo A append B greater than C"),
            ("ls 2> /dev/null", "ls two redirect slash dev slash null"),
            ("make 2>&1", "make two redirect ampersand one"),
            ("ls 2>>log", "ls two redirect greater than log"),
            ("head -n 42", "head dash N forty two"),
            ("head -99", "head dash ninety nine"),
            ("chmod 755 a1", "chmod seven five five A one"),
            ("chmod 0644", "chmod zero six four four"),
            ("date 07", "date zero seven"),
            ("echo 0", "echo zero"),
            ("ping 127.0.0.1", "ping one two seven dot zero dot zero dot one"),
            ("mp3.README", "mp three dot README"),
            ("echo   two   blanks ", "echo two blanks"),
            ("awk '{f}'", "awk single quote open brace F close brace single quote"),
            ('echo "a\\`b`"', "echo quote A backslash backtick B backtick quote"),
            ("(x) ~ ^z", "open paren X close paren tilde caret Z"),
            ("ls [y]", "ls open bracket Y close bracket"),
            ("a!b@c#d%e", "A bang B at C hash D percent E"),
            ("x=1+2*3,4", "X equals one plus two star three comma four"),
            ("4:5;6?", "four colon five semicolon six question mark"),
            ("a_b<c", "A underscore B less than C"),
        ],
    )
    def test_as_the_article_converts(self, command: str, dictated: str):
        assert text_of(article_pieces(command)) == dictated
        assert said(command, Tier.ARTICLE) == dictated

    def test_what_would_be_misunderstood_is_escaped(self):
        assert text_of(article_pieces("two hundred 1905")) == "two hundred one nine zero five"
        spoken = "literal two literal hundred one nine zero five"
        assert said("two hundred 1905", Tier.ARTICLE) == spoken

    def test_what_nothing_helps_is_typed(self):
        command = "foo hundred double && and x 1905"
        assert not heard(Utterance(text_of(article_pieces(command))), command)
        assert said(command, Tier.ARTICLE) == command


class TestSpeak:
    @given(ANY_COMMAND, st.sampled_from([Tier.ARTICLE, Tier.PROTOCOL, Tier.OWN_WORDS]), SEEDS)
    @settings(max_examples=300)
    def test_the_command_is_in_the_lattice(self, command: str, tier: Tier, seed: int):
        utterance = speak(command, tier, Random(seed), VOCABULARY)
        wanted = " ".join(command.split()) if tier is Tier.ARTICLE else command
        assert heard(utterance, wanted) or utterance.text == command

    @given(ANY_COMMAND, st.sampled_from(list(Tier)), SEEDS)
    @settings(max_examples=200)
    def test_in_every_tier(self, command: str, tier: Tier, seed: int):
        command = " ".join(command.split())
        assert heard(speak(command, tier, Random(seed), VOCABULARY), command)

    @pytest.mark.parametrize("tier", Tier)
    @pytest.mark.parametrize("command", ["", " ", "   "])
    def test_nothing_is_said_for_nothing(self, tier: Tier, command: str):
        assert speak(command, tier, Random(0), VOCABULARY) == Utterance(command)

    @pytest.mark.parametrize("tier", Tier)
    def test_seeded(self, tier: Tier):
        once = [said(command, tier, 7) for command in COMMANDS]
        assert once == [said(command, tier, 7) for command in COMMANDS]

    @pytest.mark.parametrize("tier", [tier for tier in Tier if tier not in {"article", "literal"}])
    def test_varied(self, tier: Tier):
        ways = {said("tar -czf backup.tar.gz my_app && ls -la ~", tier, seed) for seed in range(60)}
        assert len(ways) >= 20

    @pytest.mark.parametrize("tier", [Tier.ARTICLE, Tier.PROTOCOL, Tier.OWN_WORDS])
    def test_the_first_saying_is_nearly_always_understood(self, tier: Tier):
        rng = Random(1)
        sayings = [
            (first_saying(command, tier, rng, VOCABULARY), command)
            for command in COMMANDS
            for _ in range(25)
        ]
        understood = sum(heard(utterance, command) for utterance, command in sayings)
        assert understood / len(sayings) >= 0.995

    @pytest.mark.parametrize("tier", [tier for tier in Tier if tier is not Tier.LITERAL])
    def test_seldom_typed_as_it_stands(self, tier: Tier):
        rng = Random(2)
        typed = [
            command
            for command in COMMANDS
            for _ in range(10)
            if speak(command, tier, rng, VOCABULARY).text == command
        ]
        assert typed == []


class TestOwnWords:
    def said(self, command: str, tier: Tier = Tier.OWN_WORDS) -> set[str]:
        rng = Random(4)
        return {speak(command, tier, rng, VOCABULARY).text for _ in range(400)}

    def test_the_first_part_may_be_typed(self):
        assert any(line.startswith("ls -la ") for line in self.said("ls -la /var/log"))

    def test_what_is_typed_ends_outside_quotes(self):
        said = self.said('git commit -m "fix the typo" src/main.py')
        assert not [line for line in said if line.count('"') % 2]
        assert any('"fix the typo" ' in line for line in said)

    def test_words_may_be_spelt_letter_by_letter(self):
        said = self.said("systemctl restart nginx")
        assert any("n g i n x" in line for line in said)
        assert any("november golf india november" in line for line in said)

    def test_capitals_may_be_spelt_without_saying_so(self):
        said = self.said("grep -r TODO src", Tier.MIXED_CASE)
        assert any("t o d o" in line.lower() for line in said)


class TestTiers:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_protocol_leaves_nothing_to_guess(self, command: str):
        for seed in range(10):
            utterance = speak(command, Tier.PROTOCOL, Random(seed), VOCABULARY)
            if "@" not in command:
                assert best_path(build_lattice(utterance, VOCABULARY)) == command

    def test_runs_of_blanks_are_said(self):
        for seed in range(20):
            for tier in (Tier.PROTOCOL, Tier.OWN_WORDS):
                utterance = speak("echo a   b", tier, Random(seed), VOCABULARY)
                assert heard(utterance, "echo a   b")

    @pytest.mark.parametrize("command", COMMANDS)
    def test_literal_is_typed_as_it_stands(self, command: str):
        assert speak(command, Tier.LITERAL, Random(0), VOCABULARY) == Utterance(command)

    def test_recognisers_hear_voices(self):
        sources = {
            speak(command, Tier.RECOGNISER, Random(3), VOCABULARY).source for command in COMMANDS
        }
        assert sources == {"voice"}

    def test_own_words_are_lower_case_where_the_command_is(self):
        command = "docker run -p 8080:80 --rm nginx"
        assert all(said(command, Tier.OWN_WORDS, seed).islower() for seed in range(40))

    def test_mixed_case_says_no_case(self):
        directives = {"capital", "cap", "upper", "uppercase", "big", "shift"}
        for seed in range(40):
            words = set(said("curl -fsSL foo", Tier.MIXED_CASE, seed).lower().split())
            assert not words & directives

    def test_free_speech_is_wrapped(self):
        bare = {said("git fetch --all", Tier.OWN_WORDS, seed) for seed in range(80)}
        wrapped = [said("git fetch --all", Tier.CONVERSATIONAL, seed) for seed in range(40)]
        assert not bare & set(wrapped)


class TestMistakes:
    def test_something_is_taken_back_and_named(self):
        rng = Random(4)
        for command in COMMANDS:
            pieces = mistaken_pieces(command, BOOK, rng, 0)
            assert any(piece.retracted for piece in pieces)
            assert any(piece.part in {Part.CUE, Part.FILLER} for piece in pieces)

    def test_what_is_taken_back_is_what_the_alignment_drops(self):
        rng = Random(5)
        agreed = judged = 0
        for command in COMMANDS:
            for _ in range(15):
                pieces = mistaken_pieces(command, BOOK, rng, 0)
                lattice = build_lattice(Utterance(text_of(pieces)), VOCABULARY)
                path = align(lattice, command)
                if path is None:
                    continue
                retracted = {
                    at
                    for piece, start in _starts(pieces)
                    if piece.retracted
                    for at in range(start, start + len(piece.words))
                }
                wrong = [
                    slot.words
                    for slot, step in zip(lattice.slots, path, strict=True)
                    if slot.start in retracted and slot.readings[step.reading].kind is not Kind.DROP
                ]
                judged += 1
                agreed += not wrong
        assert judged > 250
        assert agreed / judged >= 0.96


def _starts(pieces):
    start = 0
    for piece in pieces:
        yield piece, start
        start += len(piece.words) + 1


class TestMisspoken:
    @pytest.mark.parametrize(
        "words",
        ["nine eight seven", "six hundred", "seventeen", "twenty three", "987", "double six"],
    )
    def test_said_alike_but_for_one_word(self, words: str) -> None:
        for seed in range(30):
            other = misspoken(words, Random(seed))
            assert len(other) == len(words) or " " in words or words.isalpha()
            changed = [a != b for a, b in zip(words.split(), other.split(), strict=True)]
            assert sum(changed) == 1

    def test_nothing_to_change(self) -> None:
        assert misspoken("oh", Random(1)) == "oh"


class TestRecogniser:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_without_noise_it_writes_what_is_said(self, command: str):
        pieces = article_pieces(command)
        written = as_recognised(pieces, some_noise(Random(0), 0.0), BOOK, Random(0))
        assert written == text_of(pieces)

    def test_with_noise_it_does_not(self):
        pieces = article_pieces("sudo apt install nginx && ls -la /etc")
        rng = Random(1)
        written = {as_recognised(pieces, some_noise(rng, 1.0), BOOK, rng) for _ in range(200)}
        assert any("seudo" in line for line in written)
        assert any("&&" in line for line in written)
        assert any("/" in line for line in written)
        assert any("," in line for line in written)
        assert any(line.endswith(".") for line in written)
        assert len(written) >= 150

    @pytest.mark.parametrize(
        ("word", "parts"),
        [("syslog", "sys log"), ("nginx", "nginx"), ("Readme", "Readme"), ("log", "log")],
    )
    def test_compounds(self, word: str, parts: str):
        assert " ".join(parts_of(word)) == parts


class TestTables:
    @pytest.mark.parametrize(
        ("word", "name"), [(word, name) for word, names in BOOK.said.items() for name in names]
    )
    def test_other_names_of_words_are_heard(self, word: str, name: str):
        assert heard(Utterance(name), word)

    @pytest.mark.parametrize("text", [text for text in BOOK.names if text != " "])
    def test_names_of_symbols_are_heard(self, text: str):
        for name in (*BOOK.names[text].items, *BOOK.phrases.get(text, ())):
            assert heard(Utterance(f"foo {name} bar"), f"foo {text} bar")

    def test_free_speech_means_nothing(self):
        rng = Random(8)
        spoken = [
            f"{BOOK.free_speech('leadin.start', rng)} git fetch"
            f" {BOOK.free_speech('leadout.start', rng)}"
            for _ in range(500)
        ]
        assert not any("{" in one for one in spoken)
        understood = sum(heard(Utterance(one), "git fetch") for one in spoken)
        assert understood / len(spoken) >= 0.98

    def test_every_rule_is_reached(self):
        wanted = {"leadin.start", "leadout.start", "within.filler"}
        wanted |= {"within.flag", "within.path", "within.argument"}
        for rule, weighted in BOOK.free.items():
            section = rule.partition(".")[0]
            for item in weighted.items:
                wanted |= {f"{section}.{part.split('}')[0]}" for part in item.split("{")[1:]}
        assert wanted == set(BOOK.free)


class TestUnits:
    def test_cut(self):
        assert [unit.text for unit in units_of("head -n42  a.b")] == [
            "head", " ", "-", "n", "42", "  ", "a", ".", "b",
        ]  # fmt: skip
        assert [unit.token for unit in units_of("a b  c")] == [0, 1, 1, 2, 2]
        assert units_of("") == []

    @given(st.text())
    def test_nothing_is_lost(self, text: str):
        assert "".join(unit.text for unit in units_of(text)) == text

    @pytest.mark.parametrize(
        ("command", "index", "found"),
        [
            ("a && b", 2, ("&&", 2)),
            ("ls 2>&1", 2, ("2>&1", 4)),
            ("ls 22>&1", 2, None),
            ("a > /dev/null", 4, ("/dev/null", 4)),
            ("a > /dev/nullable", 4, None),
            ("...", 0, ("...", 3)),
            ("a", 0, None),
        ],
    )
    def test_composites(self, command: str, index: int, found: tuple[str, int] | None):
        assert composite_at(units_of(command), index) == found

    def test_sorts(self):
        assert [unit.sort for unit in units_of("a 1.")] == [
            Sort.WORD, Sort.BLANK, Sort.NUMBER, Sort.SYMBOL,
        ]  # fmt: skip


class TestCasing:
    @pytest.mark.parametrize(
        ("word", "parts"),
        [
            ("getUser", "get User"),
            ("getURLFor", "get URL For"),
            ("README", "README"),
            ("Foo", "Foo"),
            ("aPSHiv", "a PS Hiv"),
            ("foo", "foo"),
        ],
    )
    def test_segments(self, word: str, parts: str):
        assert " ".join(segments(word)) == parts

    @pytest.mark.parametrize(
        ("command", "found"),
        [
            ("getUser", ("camel", "", ["get", "User"])),
            ("GetUser", ("title", "", ["Get", "User"])),
            ("my_file.txt", ("lower", "_", ["my", "file"])),
            ("my-app foo", ("lower", "-", ["my", "app"])),
            ("MAX_SIZE", ("upper", "_", ["MAX", "SIZE"])),
            ("com.example.app", ("lower", ".", ["com", "example", "app"])),
            ("foo", None),
            ("a_b", None),
            ("my_", None),
            ("my_file2", None),
            ("my_File", None),
            ("getUser2", None),
        ],
    )
    def test_runs(self, command: str, found: tuple[str, str, list[str]] | None):
        run = run_at(units_of(command), 0)
        assert (run and (run.case, run.joiner, run.words)) == found
