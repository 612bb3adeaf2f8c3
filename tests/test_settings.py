from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.errors import SettingsError
from talkie_shell.paths import config_file, ensure_private
from talkie_shell.settings import Settings, load_settings, settings_as_dict, settings_as_toml
from talkie_shell.settings.definitions import COLORS, KEYS, SCALARS
from talkie_shell.spoken import load_vocabulary


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    return file


REFUSED = [
    ("engine = 'embeded'", "engine is one of embedded, preprocessor, not 'embeded'"),
    ("confirm = true", "confirm is one of changed, always, not True"),
    ("shell = true", "shell is a string, not True"),
    ("vi = 'yes'", "vi is one of shell, true, false, not 'yes'"),
    ("vi = 1", "vi is one of shell, true, false, not 1"),
    ("preview = 1", "preview is true or false, not 1"),
    ("uncertain_below = 1.5", "uncertain_below is from 0.0 to 1.0, not 1.5"),
    ("uncertain_below = true", "uncertain_below is a number, not True"),
    ("history_words = 1.5", "history_words is a whole number, not 1.5"),
    ("history_words = -1", "history_words is from 0 to 10000000, not -1"),
    ("loging = true", "there is no setting 'loging'; did you mean 'logging'?"),
    ("xyzzy = true", "there is no setting 'xyzzy'; there are .*vocabulary"),
    ("prompt = '{directry} '", "prompt cannot name 'directry'; did you mean 'directory'?"),
    ("prompt = '{jobs:x}'", "after {jobs: stands what is shown, with % for the value"),
    ("prompt = '{jobs:{x}%}'", "after {jobs: stands what is shown"),
    ("prompt = '{'", "prompt has a brace that does not close"),
    ("colors = 'red'", "colors is a table, not 'red'"),
    ("[colors]\npromt = 'red'", r"\[colors\] has no 'promt'; did you mean 'prompt'?"),
    ("[colors]\nprompt = 3", "colors.prompt is a string, not 3"),
    ("[keys]\nhelp = [1]", r"keys.help is a list of keys, not \[1\]"),
    ("[keys]\nhelp = ['']", r"keys.help is a list of keys, not \[''\]"),
    ("vocabulary = 1", "vocabulary is a table, not 1"),
    ("vi = ", "not TOML"),
]


class TestLoadSettings:
    def test_no_file_is_all_defaults(self) -> None:
        settings = load_settings()
        assert settings == Settings()
        assert settings.origin("engine") == "default"
        assert settings.file == config_file()

    def test_platform_file(self) -> None:
        ensure_private(config_file().parent)
        config_file().write_text("vi = true")
        assert load_settings().vi is True

    @pytest.mark.parametrize(
        ("text", "vi"), [("", "shell"), ("vi = 'shell'", "shell"), ("vi = false", False)]
    )
    def test_vi_may_be_left_to_the_shell(self, tmp_path: Path, text: str, vi: object) -> None:
        assert load_settings(written(tmp_path, text)).vi == vi

    def test_flag_outweighs_file_outweighs_default(self, tmp_path: Path) -> None:
        file = written(tmp_path, "engine = 'preprocessor'\nvi = true")
        settings = load_settings(file, {"engine": "embedded", "source": None})
        assert (settings.engine, settings.vi, settings.source) == ("embedded", True, "typed")
        names = ("engine", "vi", "source")
        assert [settings.origin(name) for name in names] == ["flag", "file", "default"]

    def test_tables_are_merged_over_the_defaults(self, tmp_path: Path) -> None:
        text = "[colors]\nprompt = 'red'\n[keys]\nhelp = 'f3'\nleave = []"
        settings = load_settings(written(tmp_path, text))
        assert settings.colors["prompt"] == "red"
        assert settings.colors["error"] == Settings().colors["error"]
        assert settings.keys["help"] == ("f3",)
        assert settings.keys["leave"] == ()
        assert settings.origin("keys.help") == "file"
        assert settings.origin("keys.search") == "default"

    def test_vocabulary_is_passed_on_as_it_stands(self, tmp_path: Path) -> None:
        text = "[vocabulary]\nremove = ['mod']\n[vocabulary.symbols]\n'big squiggle' = '~'"
        settings = load_settings(written(tmp_path, text))
        assert settings.vocabulary == {
            "symbols": {"big squiggle": "~"},
            "remove": ["mod"],
        }

    def test_whole_number_where_a_fraction_may_stand(self, tmp_path: Path) -> None:
        assert load_settings(written(tmp_path, "uncertain_below = 1")).uncertain_below == 1.0

    @pytest.mark.parametrize(("text", "message"), REFUSED)
    def test_refused_with_file_and_key(self, tmp_path: Path, text: str, message: str) -> None:
        file = written(tmp_path, text)
        with pytest.raises(SettingsError, match=message) as raised:
            load_settings(file)
        assert str(raised.value).startswith(str(file))

    def test_named_file_must_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="there is no such file"):
            load_settings(tmp_path / "none.toml")

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="Is a directory"):
            load_settings(tmp_path)

    def test_not_utf8(self, tmp_path: Path) -> None:
        (tmp_path / "settings.toml").write_bytes(b"prompt = '\xff'")
        with pytest.raises(SettingsError, match="not TOML"):
            load_settings(tmp_path / "settings.toml")

    def test_unknown_override(self) -> None:
        with pytest.raises(SettingsError, match="did you mean 'engine'"):
            load_settings(overrides={"engin": "embedded"})

    def test_bad_override_names_its_flag(self) -> None:
        with pytest.raises(SettingsError, match="--uncertain-below: uncertain_below is from"):
            load_settings(overrides={"uncertain_below": 7.0})


class TestSettings:
    def test_every_default_is_allowed(self, tmp_path: Path) -> None:
        assert load_settings(written(tmp_path, settings_as_toml(Settings()))) == Settings()

    def test_values_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError):
            Settings().colors["prompt"] = "red"  # type: ignore[index]

    def test_no_two_actions_share_a_key(self) -> None:
        keys = [key for entry in KEYS for key in entry.default]
        assert len(set(keys)) == len(keys)


class TestSettingsAsToml:
    def test_documents_every_setting(self) -> None:
        text = settings_as_toml(Settings())
        for name in [one.name for one in SCALARS] + [one.name for one in (*COLORS, *KEYS)]:
            assert f"\n{name} = " in text

    def test_inactive_changes_nothing(self, tmp_path: Path) -> None:
        text = settings_as_toml(Settings(vi=True), inactive=True)
        assert load_settings(written(tmp_path, text)) == Settings()

    def test_inactive_lines_work_once_uncommented(self) -> None:
        text = settings_as_toml(Settings(), inactive=True)
        values = [line[2:] for line in text.splitlines() if " = " in line and line[2:3].islower()]
        assert len(values) > len(SCALARS)
        for line in values:
            tomllib.loads(line)

    def test_the_vocabulary_that_it_shows_can_be_used(self, tmp_path: Path) -> None:
        text = settings_as_toml(Settings(), inactive=True)
        shown = text[text.index("# [vocabulary]") :].replace("# ", "")
        vocabulary = load_vocabulary(load_settings(written(tmp_path, shown)).vocabulary)
        assert vocabulary.meanings["cube", "control"].variants[0] == "kubectl"
        assert ("times",) not in vocabulary.meanings

    def test_says_where_a_value_came_from(self, tmp_path: Path) -> None:
        file = written(tmp_path, "vi = true")
        lines = settings_as_toml(load_settings(file, {"engine": "preprocessor"})).splitlines()
        assert "vi = true  # from the file" in lines
        assert 'engine = "preprocessor"  # from the flag' in lines
        assert 'confirm = "changed"' in lines

    @given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=4))
    def test_vocabulary_survives_writing_and_reading(self, words: dict[str, str]) -> None:
        settings = Settings(vocabulary={"words": words, "remove": ["a", 'b"']})
        again = tomllib.loads(settings_as_toml(settings))["vocabulary"]
        assert again == settings.vocabulary


class TestSettingsAsDict:
    def test_value_and_origin_of_each(self, tmp_path: Path) -> None:
        file = written(tmp_path, "[keys]\nhelp = ['f9']")
        told = settings_as_dict(load_settings(file))
        assert told["file"] == str(file)
        assert told["settings"]["keys"]["help"] == ("f9",)
        assert told["origins"]["keys.help"] == "file"
        assert told["origins"]["engine"] == "default"
