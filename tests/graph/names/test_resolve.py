"""What a printed name means."""

from __future__ import annotations

import pytest

from graph.names.gazetteer import load_gazetteer

DISTRICT = [  # mention, canonical name, kind, functions, in 云川区's own document
    ("区发改委", "区发展改革委", "department", "发展改革"),
    ("区发展和改革委员会", "区发展改革委", "department", "发展改革"),
    ("区府办", "区政府办公室", "department", "政府办公"),
    ("区政府办", "区政府办公室", "department", "政府办公"),
    ("区人民政府办公室", "区政府办公室", "department", "政府办公"),
    ("区委办", "区委办公室", "party", "党委办公"),
    ("区教委", "区教育局", "department", "教育"),
    ("区人社局", "区人力资源社会保障局", "department", "人力资源社会保障"),
    ("区卫健委", "区卫生健康委", "department", "卫生健康"),
    ("区建管委", "区建设管理委", "department", "建设"),
    ("区房管局", "区住房保障房屋管理局", "department", "住房"),
    ("区规划和自然资源局", "区规划资源局", "department", "规划自然资源"),
    ("区应急局", "区应急管理局", "department", "应急管理"),
    ("区文旅局", "区文化旅游局", "department", "文化 旅游"),
    ("区科委", "区科委", "department", "科技"),
    ("区科创委", "区科创委", "department", "科技创新"),
    ("区绿容局", "区绿化市容局", "department", "绿化市容"),
    ("区退役军人事务局", "区退役军人局", "department", "退役军人"),
    ("区城市运行管理中心", "区城运中心", "center", "城市运行"),
    ("区融媒体中心", "区融媒体中心", "center", "融媒体"),
    ("区编办", "区委编办", "party", "机构编制"),
    ("团区委", "团区委", "party", "共青团"),
    ("共青团云川区委员会", "团区委", "party", "共青团"),
    ("区总工会", "区总工会", "party", "工会"),
    ("区供电公司", "区供电公司", "enterprise", "供电"),
    ("教育局", "区教育局", "department", "教育"),
    ("云川区教育局", "区教育局", "department", "教育"),
    ("澜江市云川区教育局", "区教育局", "department", "教育"),
    ("市教育局", "市教育局", "department", "教育"),
    ("市教委", "市教委", "department", "教育"),
    ("澜江市公安局云川分局", "区公安分局", "department", "公安"),
    ("云川公安分局", "区公安分局", "department", "公安"),
    ("国家税务总局澜江市云川区税务局", "区税务局", "department", "税务"),
    ("中共云川区委员会组织部", "区委组织部", "party", "组织"),
    ("区教育局办公室", "区教育局办公室", "office", "教育"),
    ("区府办政务公开科", "区政府办公室政务公开科", "office", "政府办公"),
    ("农业农村和商务局", "区农业农村和商务局", "department", "农业农村 商务"),
    ("柳溪镇人民政府", "柳溪镇", "town", ""),
    ("青石街道办事处", "青石街道", "street", ""),
    ("青石 街道", "青石街道", "street", ""),
    ("石桥工业园区管委会", "石桥工业园区", "park", ""),
    ("各街镇", "各街镇", "collective", ""),
    ("有关部门", "有关部门", "collective", ""),
]


@pytest.mark.parametrize(("mention", "name", "kind", "functions"), DISTRICT)
def test_in_a_district(mention: str, name: str, kind: str, functions: str) -> None:
    unit = load_gazetteer().resolve(mention, district="云川区")
    assert (unit.name, unit.kind, unit.functions) == (name, kind, tuple(functions.split()))
    assert unit.group == (kind == "collective")
    assert 0 < unit.score <= 1
    assert unit.rule
    if mention.replace(" ", "") != name:
        assert mention.replace(" ", "") in unit.aliases


@pytest.mark.parametrize(("mention", "district", "name"), [
    ("教育局", "平川县", "县教育局"),
    ("教育局", "石江市", "市教育局"),
    ("县教体局", "平川县", "县教育体育局"),
    ("县综合行政执法局", "平川县", "县综合行政执法局"),
    ("县城市管理局", "平川县", "县城市管理局"),
    ("县行政审批服务局", "平川县", "县行政审批局"),
    ("市生态环境局平川县分局", "平川县", "县生态环境分局"),
    ("新区发改委", "浦东新区", "区发展改革委"),
    ("旗教育局", "云川旗", "旗教育局"),
    ("上海市宝山区教育局", "宝山区", "区教育局"),
    ("宝山区教育局", None, "宝山区教育局"),
    ("杨浦区教委", "宝山区", "杨浦区教育局"),
    ("上海市教育委员会", "宝山区", "市教委"),
    ("方松街道办事处", "松江区", "方松街道"),
    ("嘉定镇街道", "嘉定区", "嘉定镇街道"),
    ("菊园新区管委会", "嘉定区", "菊园新区"),
    ("团市委", "宝山区", "团市委"),
    ("枫林街道", "徐汇区", "枫林路街道"),
    ("枫林街道", "云川区", "枫林街道"),  # a short name of Shanghai means nothing elsewhere
    ("枫林街道办事处", "云川区", "枫林街道"),
    ("区社联", "云川区", "区社科联"),
    ("公安云川分局", "云川区", "区公安分局"),
    ("国家统计局云川调查队", "云川区", "区调查队"),
    ("区委区政府信访办", "云川区", "区信访办"),
    ("镇政府", "云川区", "各镇"),
])
def test_level_and_place(mention: str, district: str | None, name: str) -> None:
    assert load_gazetteer().resolve(mention, district=district).name == name


@pytest.mark.parametrize(("mention", "name", "known"), [
    ("党政办", "党政办", True),
    ("党政办公室", "党政办", True),
    ("镇党政办", "党政办", True),
    ("柳溪镇党政办公室", "党政办", True),
    ("社区平安办", "社区平安办", True),
    ("岸线专班", "岸线专班", False),
    ("镇政府", "柳溪镇", False),
    ("镇纪委", "镇纪委", True),
    ("投促中心", "投促中心", True),
    ("区府办", "区政府办公室", True),
    ("各科室", "各科室", True),
])
def test_in_a_town(mention: str, name: str, known: bool) -> None:
    unit = load_gazetteer().resolve(mention, district="云川区", town="柳溪镇")
    assert (unit.name, unit.known) == (name, known)


def test_second_plate_is_an_alias() -> None:
    unit = load_gazetteer().resolve("区行政服务中心（区大数据中心）", district="云川区")
    assert unit.name == "区行政服务中心"
    assert {"区大数据中心", "区行政服务中心（区大数据中心）"} <= set(unit.aliases)
    assert unit.functions == ("政务服务", "数据")


def test_inner_organ_keeps_its_parent() -> None:
    gazetteer = load_gazetteer()
    one, two = (gazetteer.resolve(m, district="云川区") for m in ("区教育局办公室", "区民政局办公室"))
    assert (one.parent, two.parent) == ("区教育局", "区民政局")
    assert one.name != two.name


@pytest.mark.parametrize("mention", ["沿江专项机制办", "北岸办", "区新型工业专班", "创新街区推进专班"])
def test_unknown_stays_as_printed(mention: str) -> None:
    unit = load_gazetteer().resolve(mention, district="云川区")
    assert (unit.name, unit.known, unit.kind) == (mention, False, "office")


@pytest.mark.parametrize(("one", "two"), [
    ("区规划资源局", "区住房保障房屋管理局"), ("区委办公室", "区政府办公室"), ("区委宣传部", "区新闻办"), ("区科委", "区科创委"),
    ("区绿化市容局", "区市容局"), ("区政务服务中心", "区行政服务中心"), ("区档案局", "区档案馆"), ("区民政局", "市民政局"),
    ("区发展改革委", "区经委"), ("区建设管理委", "区住建委"), ("区投促办", "区投促中心"), ("区信访办", "区信访局"), ("区数据局", "区大数据中心"),
    ("区教育局", "杨浦区教育局"),
])
def test_distinct_bodies_stay_apart(one: str, two: str) -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.resolve(one, district="云川区").name != gazetteer.resolve(two, district="云川区").name


def test_full_name_carries_the_place() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.resolve("区教委", district="嘉定区").full_name == "上海市嘉定区教育局"
    assert gazetteer.resolve("区委组织部", district="嘉定区").full_name == "中共上海市嘉定区委员会组织部"
    assert gazetteer.resolve("教育局", district="云川县").full_name == "云川县教育局"


def test_same_answer_for_every_known_name() -> None:
    """Each name of a body leads to the same canonical name, so that merging does not depend on what was printed first."""
    gazetteer = load_gazetteer()
    for body in gazetteer.bodies.canonical.values():
        if body.name in ("教委", "委", "政府"):
            continue
        for name in body.names(below_city=True):
            assert gazetteer.resolve("区" + name, district="云川区").name == body.with_level("区"), name


@pytest.mark.parametrize(("district", "town"), [("云川区", None), ("平川县", None), ("石江市", None), (None, None), ("济宁市", None), ("云川区", "柳溪镇")])
def test_a_canonical_name_means_itself(district: str | None, town: str | None) -> None:
    gazetteer = load_gazetteer()
    printed = [m for m, *_ in DISTRICT] + ["镇党政办", "社区平安办", "各街道（镇）", "区政府各委、办、局", "市教委", "镇政府", "柳溪镇党政办公室"]
    printed += [level + name for name in gazetteer.bodies.by_name for level in ("", "区", "县", "市")]
    wrong = []
    for mention in printed:
        once = gazetteer.resolve(mention, district=district, town=town)
        twice = gazetteer.resolve(once.name, district=district, town=town)
        if (once.name, once.kind, once.functions, once.group) != (twice.name, twice.kind, twice.functions, twice.group):
            wrong.append((mention, once.name, twice.name))
    assert wrong == []
