"""The taxonomy, what it makes of tasks in our own words, and what its loader refuses."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graph.errors import DataFileError
from graph.names.segment import load_segmenter
from graph.names.themes import MOST, Theme, Themes, load_themes

RULES = {"heading", "title", "sentence", "cue", "precedence", "fallback"}

# title, content, section, primary
CASES: list[tuple[str | None, str, tuple[str, ...], str]] = [
    ("讲清政策", "文件印发当天同时挂出解读材料，用图解和短视频说明谁能申请、怎么申请。", (), "政策解读"),
    (None, "每件规范性文件都要有解读方案，由起草科室负责人开展解读。", (), "政策解读"),
    ("做好政策分类", "给新出台的文件贴好政策标签，归入全区文件库。", (), "政策发布与公文库"),
    (None, "年底前完成规范性文件清理，标明现行有效、废止或失效。", (), "政策发布与公文库"),
    ("让政策找到人", "按企业规模和行业定向推送补贴政策。", (), "政策推送"),
    (None, "与商会合作开展政策推送，把新政策送到会员企业手中。", (), "政策推送"),
    ("答疑", "整理本部门常见问题清单，补进政策咨询知识库。", (), "政策咨询与知识库"),
    (None, "在云川区政策页面开通留言板，两天内答复咨询问题。", (), "政策咨询与知识库"),
    ("办事公开", "更新全部办事指南，删去过时的证明事项。", (), "公共服务与办事指引"),
    (None, "督促供水、供气和公交企业等公共企事业单位公开服务承诺。", (), "公共服务与办事指引"),
    ("决策事项目录管理", "一季度公布重大行政决策事项目录，调整的要说明理由。", (), "重大行政决策"),
    (None, "公开重大决策的草案、依据和决策结果。", (), "重大行政决策"),
    ("多听群众意见", "出台涉及居民的文件前召开座谈会，公布意见采纳情况。", (), "公众参与"),
    (None, "制定文件时开展意见征集，网上征求意见不少于三十天。", (), "公众参与"),
    ("互动渠道", "区长信箱来信五个工作日内答复，群众来信选登上网。", (), "政民互动"),
    (None, "加强政务舆情监测，热点问题第一时间回应关切。", (), "政民互动"),
    ("请居民进机关", "五月举办政府开放日，安排市民参观指挥大厅。", (), "政府开放活动"),
    (None, "各镇每年组织两次公众开放活动，现场答疑。", (), "政府开放活动"),
    ("规范申请办理", "收到信息公开申请当日登记，答复书由法制科核稿。", (), "依申请公开"),
    (None, "依申请公开的答复出具前先与申请人沟通，减少行政复议。", (), "依申请公开"),
    ("守住底线", "发布前做好保密审查，遮去身份证号等个人隐私。", (), "公开审查与保密"),
    (None, "拟文时即确定公开属性，定为不予公开的写明理由。", (), "公开审查与保密"),
    ("法定内容", "对照条例补齐法定主动公开内容，更新权责清单。", (), "主动公开与公开制度"),
    (None, "修订政府信息公开指南，公布机构职能和领导信息。", (), "主动公开与公开制度"),
    ("标准目录", "按领域修订政务公开标准目录，与网站栏目一一对应。", (), "公开标准目录与标准化"),
    (None, "指导村务公开，把补贴名单和集体开支贴到公开栏。", (), "公开标准目录与标准化"),
    ("网站运维", "每周巡查政府网站，清理空白栏目和死链。", (), "政府网站与政务新媒体"),
    (None, "关停无人维护的政务微信账号，其余账号每周更新。", (), "政府网站与政务新媒体"),
    ("办好公报", "政府公报每季出刊，向图书馆赠阅，同步上线电子版。", (), "政府公报"),
    (None, "补齐历年政府公报数据库。", (), "政府公报"),
    ("线下公开", "在区行政服务中心设政务公开专区，配查询机和专人。", (), "政务公开专区"),
    (None, "村居便民点设信息查阅点，定期更新资料架。", (), "政务公开专区"),
    ("数据", "年内新增公共数据开放目录二十项，鼓励企业开发利用。", (), "数据开放与数字赋能"),
    (None, "用大模型自动生成问答初稿，提升智能化水平。", (), "数据开放与数字赋能"),
    ("钱怎么花", "各预算单位公开部门预决算和三公经费。", (), "财政与审计"),
    (None, "公布审计查出问题的整改结果。", (), "财政与审计"),
    ("优化营商环境", "设惠企政策专栏，公开减税降费办法。", (), "营商环境"),
    (None, "开设外资企业英文服务页面，改善营商环境。", (), "营商环境"),
    ("产业政策", "公开集成电路扶持政策和引导资金申报结果。", (), "产业与投资"),
    (None, "按季公布重大建设项目批准和开工情况。", (), "产业与投资"),
    ("稳就业", "发布招聘信息和职业技能培训补贴办法。", (), "就业"),
    (None, "面向高校毕业生公开就业补贴申领条件。", (), "就业"),
    ("一老一小", "公布新增养老床位和托育点名单。", (), "养老托育与社会保障"),
    (None, "低保标准调整后三日内公布。", (), "养老托育与社会保障"),
    ("住有所居", "公开公租房房源和轮候结果。", (), "住房与城市更新"),
    (None, "每月公布老旧小区改造和加装电梯进度。", (), "住房与城市更新"),
    ("招生公开", "六月前公布小学对口地段和民办学校招生计划。", (), "教育"),
    (None, "公开幼儿园收费标准和入学登记办法。", (), "教育"),
    ("卫生", "公布疫苗接种门诊和传染病疫情信息。", (), "卫生健康"),
    (None, "公开社区医院家庭医生签约服务内容。", (), "卫生健康"),
    ("文旅", "发布公共文化场馆免费开放时间和购物节活动安排。", (), "文化体育与消费"),
    (None, "公布全民健身场地名录。", (), "文化体育与消费"),
    ("环境", "按月公布空气质量和河道水质。", (), "生态环境与碳达峰"),
    (None, "公开建设项目环评审批和排污许可信息。", (), "生态环境与碳达峰"),
    ("资源配置", "工程招标公告、评标结果和合同全部上公共资源交易平台。", (), "公共资源交易与配置"),
    (None, "惠农补贴发放到户名单张榜公示。", (), "公共资源交易与配置"),
    ("市场秩序", "每周公布食品抽检结果，曝光假冒伪劣。", (), "市场监管"),
    (None, "公示双随机抽查计划和失信名单。", (), "市场监管"),
    ("执法公示", "公开行政处罚决定和执法人员名单。", (), "行政执法"),
    (None, "年初公布涉企行政检查计划。", (), "行政执法"),
    ("防灾", "汛期前公布防汛预案和避难场所。", (), "风险与应急"),
    (None, "及时发布消防安全隐患整治进展。", (), "风险与应急"),
    ("出行", "公交线路调整提前七天公告，公布停车场收费。", (), "交通"),
    (None, "公布道路施工和交通管制信息。", (), "交通"),
    ("加强领导", "主要领导每半年听一次汇报，落实工作经费。", (), "组织领导与保障"),
    (None, "各单位制定年度工作计划，做好任务分解，责任到科室。", (), "组织领导与保障"),
    ("学以致用", "上半年办一期政务公开业务培训班。", (), "培训"),
    (None, "把信息公开条例纳入新进人员通识培训。", (), "培训"),
    ("考核", "公开工作占年度绩效考核四分，委托第三方评估。", (), "考核评估"),
    (None, "对落后单位通报并约谈，问责到人。", (), "考核评估"),
]


@pytest.mark.parametrize(("title", "content", "section", "primary"), CASES, ids=[f"{c[3]}-{c[1][:8]}" for c in CASES])
def test_primary(title: str | None, content: str, section: tuple[str, ...], primary: str) -> None:
    hits = load_themes().classify(title, content, section)
    assert hits[0].theme == primary, hits
    assert 1 <= len(hits) <= MOST
    for hit in hits:
        assert hit.rule in RULES
        assert 0 < hit.score <= 1
        assert hit.text in f"{title}{content}{section}".replace(" ", "")


def test_every_theme_has_cases() -> None:
    assert {case[3] for case in CASES} == set(load_themes().names())


# A printed title over several rows: the row's own content decides.
ROWS = [
    ("教育和医疗信息公开", "公布初中招生办法。", "教育"),
    ("教育和医疗信息公开", "公布疫苗接种点。", "卫生健康"),
    ("加强网站建设", "政府公报每月上网，并向街道赠阅。", "政府公报"),
    ("就业与住房", "公布公租房供应计划。", "住房与城市更新"),
    ("强化培训", "召开工作推进会，明确责任部门。", "组织领导与保障"),
    ("政策解读", "在发布页面开通政策留言板，答复咨询问题。", "政策咨询与知识库"),
]


@pytest.mark.parametrize(("title", "content", "primary"), ROWS)
def test_row_decides_over_title(title: str, content: str, primary: str) -> None:
    assert load_themes().classify(title, content, ())[0].theme == primary


# title, content, section, themes that must lead in this order
PRECEDENCE = [
    ("决策事项目录管理", "目录内事项要听取意见，邀请代表列席会议。", (), ("重大行政决策", "公众参与")),
    ("决策结果公开", "公布列席代表的意见采纳情况和决策结果。", (), ("重大行政决策", "公众参与")),
    ("决策听取意见", "全年邀请四次公众代表列席决策会议。", (), ("公众参与", "重大行政决策")),
    (None, "请企业代表列席讨论涉企事项的决策会议。", (), ("公众参与", "重大行政决策")),
    ("投诉集中领域监管", "公布学科类培训机构检查结果。", (), ("市场监管", "教育")),
    (None, "公布培训机构检查结果。", ("（二）强化监管信息公开",), ("市场监管", "教育")),
    ("教育信息公开", "督促培训机构公示办学许可和收费。", (), ("教育",)),
    ("提升依申请质量", "对行政复议案件逐件复盘。", (), ("依申请公开",)),
    ("执法信息公示", "公开行政复议决定书。", (), ("行政执法",)),
]


@pytest.mark.parametrize(("title", "content", "section", "lead"), PRECEDENCE)
def test_precedence(title: str | None, content: str, section: tuple[str, ...], lead: tuple[str, ...]) -> None:
    hits = load_themes().classify(title, content, section)
    assert tuple(hit.theme for hit in hits)[: len(lead)] == lead


# What is only named in passing is no theme: adverbials, asides, lists of examples, bodies.
PASSING = [
    ("依托政府网站和政务新媒体开展政策解读。", "政策解读", "政府网站与政务新媒体"),
    ("围绕教育、就业、养老等领域，办好政务公开业务培训。", "培训", "教育"),
    ("发布惠企政策（含政策解读材料、常见问题清单），改善营商环境。", "营商环境", "政策咨询与知识库"),
    ("由教育局、交通局配合，按月公布食品抽检结果。", "市场监管", "交通"),
]


@pytest.mark.parametrize(("content", "primary", "absent"), PASSING)
def test_mention_in_passing(content: str, primary: str, absent: str) -> None:
    hits = load_themes().classify(None, content, ())
    assert hits[0].theme == primary
    assert absent not in {hit.theme for hit in hits}


def test_sentences_of_their_own_are_further_themes() -> None:
    hits = load_themes().classify("网站和公报", "每周检查政府网站。办好政府公报，扩大赠阅。", ())
    assert {hit.theme for hit in hits} == {"政府网站与政务新媒体", "政府公报"}


def test_heading_and_fallback() -> None:
    themes = load_themes()
    by_heading = themes.classify(None, "按要求抓好有关事项。", ("三、深化财政信息公开",))
    assert (by_heading[0].theme, by_heading[0].rule) == ("财政与审计", "heading")
    nothing = themes.classify(None, "其他。", ())
    assert len(nothing) == 1
    assert nothing[0].rule == "fallback"
    assert nothing[0].score < by_heading[0].score


def test_white_space_does_not_matter() -> None:
    themes = load_themes()
    assert themes.classify("网 站\n运维", "每周巡查政府\n网站。", ()) == themes.classify("网站运维", "每周巡查政府网站。", ())


def test_same_answer_from_a_second_reading_of_the_files(tmp_path: Path) -> None:
    first = load_themes()
    again = tmp_path / "none.yaml"
    again.write_text("themes: []\n", "utf-8")
    second = load_themes(again)
    assert first is not second
    for title, content, section, _ in CASES:
        assert first.classify(title, content, section) == second.classify(title, content, section)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("政策解读", "政策解读"),
        ("教育领域信息公开", "教育"),
        ("“政府开放月”", "政府开放活动"),
        ("依申请", "依申请公开"),
        ("加装电梯", "住房与城市更新"),
        ("双随机一公开", "市场监管"),
        ("双随机、一公开", "市场监管"),
        ("AI", "数据开放与数字赋能"),
        ("公开", None),
        ("", None),
        ("月球", None),
    ],
)
def test_find(words: str, name: str | None) -> None:
    assert load_themes().find(words) == name


def test_taxonomy_is_sound() -> None:
    themes = load_themes()
    called: dict[str, str] = {}
    for theme in themes.all():
        assert theme.description
        assert len(theme.strong) >= 5
        assert themes.find(theme.name) == theme.name
        for word in (theme.name, *theme.synonyms):
            assert called.setdefault(word, theme.name) == theme.name, f"{word} 是两个主题的别名"
            assert themes.find(word) == called[word]
        assert not {*theme.negative} & {*theme.strong, *theme.medium, *theme.weak}, theme.name
    strong = [word for theme in themes.all() for word in theme.strong]
    assert len(strong) == len(set(strong)), sorted({word for word in strong if strong.count(word) > 1})


def test_documentation_shows_the_taxonomy(root: Path) -> None:
    text = (root / "docs" / "themes.md").read_text(encoding="utf-8")
    for theme in load_themes().all():
        assert f"| {theme.name} | {theme.description} |" in text


BAD = [
    ("themes: [{name: 教育, strong: [学籍], colour: red}]", "colour"),
    ("theme: []", "theme"),
    ("weights: {strong: 1}", "weights"),
    ("precedence: [{name: 甲, first: 教育, wrods: [[学籍]]}]", "wrods"),
    ("precedence: [{name: 甲, first: 无此主题, words: [[学籍]]}]", "无此主题"),
    ("themes: [{name: 教育, strong: [学]}]", "strong"),
    ("themes: [{name: 教育, strong: [学籍], weak: [学籍]}]", "学籍"),
    ("themes: [{name: 教育}, {name: 教育}]", "教育"),
    ("themes: [{strong: [学籍]}]", "name"),
    ("themes: [{name: 新主题, strong: [学籍]}]", "description"),
    ("themes: 教育", "themes"),
    ("- 教育", "键值表"),
    ("themes: [", "YAML"),
]


@pytest.mark.parametrize(("text", "told"), BAD)
def test_bad_user_file_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_themes(path)
    assert told in caught.value.message
    assert caught.value.hint


def test_missing_user_file(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        load_themes(tmp_path / "no.yaml")
    assert "no.yaml" in caught.value.message


def test_user_file_adds_words_themes_and_rules(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "themes:\n"
        "- {name: 教育, synonyms: [云川学堂], strong: [学籍异动]}\n"
        "- {name: 档案, description: 档案的接收、整理和利用。, strong: [档案整理, 档案接收]}\n"
        "precedence:\n"
        "- {name: 学籍归档, first: 档案, second: 教育, words: [[学籍异动]], heading: [归档]}\n",
        encoding="utf-8",
    )
    own, shipped = load_themes(path), load_themes()
    assert own.find("云川学堂") == "教育"
    assert shipped.find("云川学堂") is None
    assert own.names() == (*shipped.names(), "档案")
    assert own.classify(None, "每学期公布学籍异动情况。", ())[0].theme == "教育"
    assert own.classify(None, "完成五年的档案整理。", ())[0].theme == "档案"
    assert [hit.theme for hit in own.classify("归档", "学籍异动材料的档案接收。", ())] == ["档案", "教育"]
    # What we ship is not lost by adding to it.
    kept = {theme.name: theme for theme in own.all()}["教育"]
    assert "义务教育" in kept.strong
    assert kept.description == _theme(shipped, "教育").description


def _theme(themes: Themes, name: str) -> Theme:
    return next(theme for theme in themes.all() if theme.name == name)


def test_cost_is_at_most_twice_that_of_cutting_the_words() -> None:
    content = "".join(case[1] for case in CASES)
    tasks = [(case[0], content[start : start + 400], ()) for start, case in enumerate(CASES)]
    whole = "".join(f"{title or ''}{text}" for title, text, _ in tasks)
    themes, segmenter = load_themes(), load_segmenter()

    def classify() -> None:
        for title, text, section in tasks:
            themes.classify(title, text, section)

    # The best of several runs: the machine may be busy with other things.
    assert min(_seconds(classify) for _ in range(5)) < 2 * min(_seconds(lambda: segmenter.segment(whole)) for _ in range(5))


def _seconds(run: object) -> float:
    assert callable(run)
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def test_the_environment_names_a_file_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "themes.yaml"
    own.write_text("themes:\n- {name: 档案, description: 档案的接收和利用。, strong: [档案接收]}\n", "utf-8")
    monkeypatch.setenv("ZEREN_THEMES", str(own))
    assert load_themes().classify(None, "做好档案接收。", ())[0].theme == "档案"
