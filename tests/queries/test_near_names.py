"""What is proposed for a name that the store does not have: a body once, and nothing for a real place that was not read."""

from __future__ import annotations

import pytest

from graph.errors import UnknownName
from graph.names.gazetteer import load_gazetteer
from graph.store import Store
from queries.registry import run


def test_a_body_of_several_names_is_proposed_once(small: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        run("obligations", small, unit="区教伍")
    assert caught.value.nearest.count("区教育局") == 1
    assert "区教委" not in caught.value.nearest


def test_a_real_district_that_was_not_read_is_no_slip(small: Store) -> None:
    known = {"云川区", "澜江区"}
    real = next(name for name in load_gazetteer().places.codes if name.endswith("川区") and name not in known)
    for word in (real, real[:-1]):
        with pytest.raises(UnknownName, match=f"图库没有{real}的文件") as caught:
            run("overload", small, district=word)
        assert caught.value.hint == "已读入的区：云川区、澜江区"
    with pytest.raises(UnknownName, match="没有找到区“云穿区”") as slip:
        run("overload", small, district="云穿区")
    assert slip.value.nearest == ("云川区",)
