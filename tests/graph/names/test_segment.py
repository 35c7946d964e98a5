"""Cutting words with our dictionary, where its cache lies, and the words it proposes."""

from __future__ import annotations

import stat
import sys
import tempfile
from pathlib import Path

import pytest

from graph.names import segment as module
from graph.names.segment import Segmenter, load_segmenter, propose, segment, theme_words
from graph.names.themes import load_themes

KEPT = [
    ("做好政策解读和政务公开专区建设", "政策解读"),
    ("做好政策解读和政务公开专区建设", "政务公开专区"),
    ("推进阅办联动", "阅办联动"),
    ("编制重大行政决策事项目录", "重大行政决策事项目录"),
    ("更新公开标准目录", "公开标准目录"),
]


@pytest.mark.parametrize(("text", "word"), KEPT)
def test_theme_words_stay_whole(text: str, word: str) -> None:
    assert word in segment(text)


def test_names_stay_whole_only_where_they_are_given() -> None:
    text = "由澜江云数融合专班牵头"
    assert "澜江云数融合专班" not in segment(text)
    assert "澜江云数融合专班" in segment(text, ["澜江云数融合专班"])
    assert "澜江云数融合专班" not in segment(text)


@pytest.mark.parametrize("text", ["", "区教育局、各街镇：3月底前完成（含“三同步”）。", "A1 政务\n公开\u200b 工作"])
def test_nothing_is_lost_but_white_space(text: str) -> None:
    assert "".join(segment(text)) == "".join(text.replace("\u200b", "").split())


def test_loaded_once() -> None:
    assert load_segmenter() is load_segmenter()


def test_dictionary_holds_the_themes() -> None:
    words = theme_words(load_themes())
    assert {"教育", "政策解读", "一网通办"} <= words


if sys.platform != "win32":  # there the profile folder is private by its access list, not by modes

    def test_cache_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        shared = Path(tempfile.gettempdir()) / "jieba.cache"
        before = shared.stat().st_mtime_ns if shared.exists() else None
        assert Segmenter([]).segment("政务公开") == ["政务", "公开"]
        folder = tmp_path / "zeren" / "jieba"
        assert [path.name for path in folder.iterdir()] == ["jieba.cache"]
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert (shared.stat().st_mtime_ns if shared.exists() else None) == before
        assert capfd.readouterr() == ("", "")  # jieba would report its loading on standard error

    @pytest.mark.parametrize("spoilt", ["writable folder", "writable file", "link", "no folder"])
    def test_a_cache_others_may_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str) -> None:
        folder = tmp_path / "zeren" / "jieba"
        folder.parent.mkdir(mode=0o700)
        if spoilt == "link":
            (tmp_path / "elsewhere").mkdir(mode=0o700)
            folder.symlink_to(tmp_path / "elsewhere")
        elif spoilt == "no folder":
            folder.write_text("")
        else:
            folder.mkdir(mode=0o700)
            (folder / "jieba.cache").write_bytes(b"poison")
            (folder / "jieba.cache" if spoilt == "writable file" else folder).chmod(0o777)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        with module._private_folder() as used:
            assert used != folder
            assert stat.S_IMODE(used.stat().st_mode) == 0o700
        assert not used.exists()


def test_proposes_compounds_typical_of_a_theme() -> None:
    texts = [("教育", f"公布第{n}批校服采购平台名单，做好教育公开。") for n in "一二三四"]
    texts += [("交通", f"公布第{n}批公交时刻名单，做好道路公开。") for n in "一二三四"]
    found = propose(texts, least=3, limit=5)
    education = [proposal.word for proposal in found if proposal.theme == "教育"]
    assert any("校服" in word for word in education)
    assert not any(word in {"公布", "名单", "教育", "做好"} for word in education)
    first = next(proposal for proposal in found if "校服" in proposal.word)
    assert (first.inside, first.outside) == (4, 0)
    assert first.log_odds > 0
    assert "校服" in first.example
    assert propose(texts, least=5) == ()
    assert propose([], least=1) == ()
    again = propose(reversed(texts), least=3, limit=5)
    assert [(p.theme, p.word, p.log_odds) for p in again] == [(p.theme, p.word, p.log_odds) for p in found]
