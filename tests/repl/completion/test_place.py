from __future__ import annotations

import pytest

from talkie_shell.repl.completion.place import place_of


class TestPlace:
    @pytest.mark.parametrize(
        ("line", "sorts", "typed"),
        [
            ("gi", "commands", "gi"),
            ("ls; gi", "commands", "gi"),
            ("FOO=1 gi", "commands", "gi"),
            ("sudo -u ann gi", "commands", "gi"),
            ("xargs -n 1 gi", "commands", "gi"),
            ("find . -exec r", "commands", "r"),
            ("echo $(gi", "commands", "gi"),
            ("./ru", "commands", "ru"),
            ("sudo -u ", "files", ""),
            ("ls -l", "flags", "-l"),
            ("git commit --am", "flags", "--am"),
            ("git comm", "subcommands files", "comm"),
            ("git checkout ma", "references", "ma"),
            ("git log origin/ma", "references files", "origin/ma"),
            ("cd sr", "subcommands folders", "sr"),
            ("cd a/sr", "folders", "sr"),
            ("ls ~/sr", "files", "sr"),
            ("cat < fi", "files", "fi"),
            ("ls >> fi", "files", "fi"),
            ("tar --file=a/b", "files", "b"),
            ("FOO=a/b", "files", "b"),
            ("FOO=b", "files", "b"),
            ("git log --pretty=on", "values files", "on"),
            ("tar --file=./s", "files", "s"),
            ("cd ~roo", "homes", "~roo"),
            ("~roo", "homes", "~roo"),
            ("cat > ~roo", "homes", "~roo"),
            ("cat '~roo", "files", "~roo"),
            ("cd ~root/s", "folders", "s"),
            ("git log main..HE", "references files", "HE"),
            ("git diff a...b/c", "references files", "b/c"),
            ("git diff ../a", "references files", "../a"),
            ("git diff a/../b", "references files", "a/../b"),
            ("kill %1", "subcommands jobs", "%1"),
            ("fg ", "subcommands jobs", ""),
            ("kill -T", "flags", "-T"),
            ("kill -s TE", "signals jobs", "TE"),
            ("echo $HO", "variables", "HO"),
            ("export HO", "subcommands variables", "HO"),
            ("ssh we", "subcommands hosts", "we"),
            ("ssh ann@we", "hosts", "we"),
            ("git commit dash dash am", "spoken flags", "am"),
            ("git commit minus minus am", "spoken flags", "am"),
        ],
    )
    def test_pairs(self, line, sorts, typed):
        place = place_of(line)
        assert place is not None
        assert (" ".join(place.sorts), place.typed) == (sorts, typed)
        assert line[place.start :].strip("'\"") == typed

    @pytest.mark.parametrize(
        ("line", "folder", "typed", "left"),
        [
            ("cat docs/r", "Docs/", "r", "cat "),
            ("cat 'docs/r", "Docs/", "r", "cat '"),
            ("tar --file=docs/", "Docs/", "", "tar --file="),
            ("git log docs/r", "Docs/", "r", "git log "),
        ],
    )
    def test_elsewhere_replaces_the_folder_too(self, line, folder, typed, left):
        place = place_of(line)
        assert place is not None
        other = place.elsewhere(folder)
        assert (other.folder, other.typed, line[: other.start]) == (folder, folder + typed, left)

    @pytest.mark.parametrize("line", ["", "  ", "ls # x", "# x", "cat << E", "ls \\", "ls 2>&"])
    def test_nothing_can_be_completed(self, line):
        assert place_of(line) is None

    @pytest.mark.parametrize(
        ("line", "start", "folder", "quote"),
        [
            ("cat 'my f", 5, "", "'"),
            ('cat "my d/f', 10, "my d/", '"'),
            ("cat my\\ d/f", 10, "my d/", ""),
            ("cat ~/a/f", 8, "~/a/", ""),
        ],
    )
    def test_where_a_path_is_replaced(self, line, start, folder, quote):
        place = place_of(line)
        assert place is not None
        assert (place.start, place.folder, place.quote) == (start, folder, quote)
