"""Where a text says it is from."""

from __future__ import annotations

import pytest

from graph.names.gazetteer import Place, load_gazetteer


@pytest.mark.parametrize(("text", "place"), [
    ("2023年上海市嘉定区政务公开工作要点", ("上海市", None, "嘉定区", "310114", None)),
    ("上海市宝山区淞南镇人民政府", ("上海市", None, "宝山区", "310113", "淞南镇")),
    ("上海市普陀区人民政府办公室", ("上海市", None, "普陀区", "310107", None)),
    ("普陀区", (None, None, "普陀区", None, None)),  # Shanghai and 舟山 have one each
    ("上海市 浦东新区人民政府", ("上海市", None, "浦东新区", "310115", None)),
    ("松江区方松街道办事处", (None, None, "松江区", "310117", "方松街道")),
    ("上海市嘉定区菊园新区管理委员会", ("上海市", None, "嘉定区", "310114", "菊园新区")),
    ("嘉定镇街道办事处", (None, None, None, None, "嘉定镇街道")),
    ("2023年淞南镇政务公开工作计划", (None, None, None, None, "淞南镇")),
    ("澜江市云川区人民政府", (None, "澜江市", "云川区", None, None)),
    ("2025年云川区政务公开工作要点", (None, None, "云川区", None, None)),
    ("关于印发云川县2025年政务公开工作要点的通知", (None, None, "云川县", None, None)),
    ("云川区柳溪镇人民政府", (None, None, "云川区", None, "柳溪镇")),
    ("柳溪镇2024年政务公开工作要点", (None, None, None, None, "柳溪镇")),
    ("云川区青石街道2025年政务公开工作要点", (None, None, "云川区", None, "青石街道")),
    ("云川区石桥工业园区管委会", (None, None, "云川区", None, "石桥工业园区")),
    ("云川区人民政府关于加强城乡建设", (None, None, "云川区", None, None)),
    ("平邑县人民政府办公室", (None, None, "平邑县", "371326", None)),
    ("义乌市人民政府", (None, None, "义乌市", "330782", None)),
    ("长沙市雨花区人民政府", (None, "长沙市", "雨花区", "430111", None)),
    ("济宁市人民政府", (None, "济宁市", None, "370800", None)),
    ("澜江市人民政府办公室", (None, "澜江市", None, None, None)),
    ("山东省平邑县", ("山东省", None, "平邑县", "371326", None)),
    ("晋城市城区人民政府", (None, "晋城市", "城区", "140502", None)),
    ("内蒙古自治区鄂尔多斯市康巴什区", ("内蒙古自治区", "鄂尔多斯市", "康巴什区", "150603", None)),
    ("恩施土家族苗族自治州巴东县", (None, "恩施土家族苗族自治州", "巴东县", "422823", None)),
    ("东莞市虎门镇人民政府", (None, "东莞市", None, "441900", "虎门镇")),
    ("重庆市江北区人民政府", ("重庆市", None, "江北区", "500105", None)),
    ("吉林市船营区", (None, "吉林市", "船营区", "220204", None)),
])
def test_places(text: str, place: tuple[str | None, ...]) -> None:
    assert load_gazetteer().find_place(text) == Place(*place)


@pytest.mark.parametrize("text", [
    "政务公开工作要点", "加强社区建设", "关于推进城区更新的通知", "市辖区", "工业区", "园区", "地区", "苏州工业园区", "区政府办公室关于", "各区县人民政府", "国务院办公厅",
    "各镇人民政府，各街道办事处", "城区", "深化改革推进乡村振兴", "本区", "全市", "示范区建设", "主城区", "",
])
def test_no_place(text: str) -> None:
    assert load_gazetteer().find_place(text) is None


def test_towns_of_shanghai() -> None:
    gazetteer = load_gazetteer()
    counts = {"黄浦区": 10, "徐汇区": 13, "长宁区": 10, "静安区": 14, "普陀区": 10, "虹口区": 8, "杨浦区": 12, "闵行区": 13, "宝山区": 12, "嘉定区": 10,
              "浦东新区": 36, "金山区": 10, "松江区": 17, "青浦区": 11, "奉贤区": 12, "崇明区": 18}
    for district, count in counts.items():
        assert sum(t.kind != "park" for t in gazetteer.towns(district)) == count, district
    assert [t.name for t in gazetteer.towns("嘉定区") if t.kind == "park"] == ["菊园新区", "嘉定工业区"]
    assert gazetteer.towns("云川区") == ()
    assert gazetteer.towns("310114") == gazetteer.towns("嘉定区")


def test_divisions() -> None:
    names = load_gazetteer().places.names
    assert sum(c.endswith("0000") for c in names) == 34
    assert sum(c.endswith("00") and not c.endswith("0000") for c in names) == 333
    for code, name in names.items():
        assert name[-1] in "省市区州盟县旗", name
        assert code[:2] + "0000" in names, code
