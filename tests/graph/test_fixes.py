"""Decisions of people hold, last, can be taken back, and are never lost silently."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import cli
from graph.errors import DataFileError, StoreError, UnknownName, UsageError
from graph.fixes.decide import Decided, Request, apply_all, decide
from graph.fixes.logbook import COLUMNS, ENVIRONMENT, KINDS, Decision, Fixes, append, current_user, fixes_path, read_fixes
from graph.fixes.names import fixed_names
from graph.fixes.states import HOLDS, LOST, PENDING, RECORD, REPLACED, UNDONE, State, states
from graph.names.themes import load_themes
from graph.store import Store, open_store
from tests.graph.builders import drop, dump, extraction, names, put, task

DOCUMENTS = Path(__file__).resolve().parents[2] / "examples" / "documents"
PLAN = extraction(
    [
        task("1", "招生信息公开", "公布招生办法和学区范围。", "牵头:区教育局;配合:各街镇"),
        task("2", "住房信息公开", "公布房源情况。", "区财政局、区司法局"),
        task("3", "数据开放", "开放公共数据目录。", "数据专班、区城运中心"),
        task("4", "住房咨询", "开展住房政策现场咨询。", "区房屋管理局"),
    ]
)
OLDER = extraction(
    [task("1", "招生", "公布招生办法。", "区教委"), task("2", "数据", "编制目录。", "数据专班、区数据局")],
    path="docs/2023.txt", title="2023年云川区政务公开工作要点", doc_no="云府办〔2023〕7号", year=2023,
)  # fmt: skip
ALL = (
    ("alias", "云川区", "数据专班", "区数据局"),
    ("same", "云川区", "区城运中心", "区数据局"),
    ("different", "云川区", "区房屋管理局", "区住房保障房屋管理局"),
    ("role", "yunchuan-2024", "2", "区司法局", "牵头"),
    ("owner", "云府办〔2024〕9号", "第2项", "区审计局", "配合"),
    ("unowner", "yunchuan-2024", "1", "各街镇"),
    ("theme", "yunchuan-2024", "1", "教育"),
    ("untheme", "yunchuan-2024", "4", "政策解读"),
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    with open_store(str(tmp_path / "zeren.lb"), write=True) as store:
        yield store


def fix(store: Store, *words: str, reason: str = "") -> Decided:
    return decide(store, Request(words[0], words[1:], "张三", reason), gazetteer=names(), themes=load_themes())


def told(store: Store) -> list[State]:
    return list(states(store, names()))


def duties(store: Store, number: str, stem: str = "yunchuan-2024") -> dict[str, tuple[str, str, str]]:
    """Unit -> role, basis and printed words of one task."""
    text = (
        "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) WHERE t.number = $number AND t.stem = $stem "
        "RETURN u.name, type(r), r.basis, r.evidence"
    )
    return {row[0]: row[1:] for row in store.read(text, {"number": number, "stem": stem}).rows}  # type: ignore[misc]


def themes(store: Store, number: str) -> list[tuple[Any, ...]]:
    text = (
        "MATCH (t:Task)-[a:ABOUT]->(h:Theme) WHERE t.number = $number AND t.stem = 'yunchuan-2024' "
        "RETURN h.name, a.rule, a.evidence, a.position ORDER BY a.position"
    )
    return list(store.read(text, {"number": number}).rows)


def test_a_printed_name_means_a_unit(store: Store) -> None:
    put(store, PLAN), put(store, OLDER)
    done = fix(store, "alias", "云川区", "数据专班", "区数据局", reason="机构改革")
    assert (done.decision.id, done.documents, done.decision.old) == ("F1", 2, "数据专班")
    assert duties(store, "3")["区数据局"][1] == "人工更正 F1"
    assert "人工更正 F1" in duties(store, "3")["区数据局"][2]
    assert set(duties(store, "2", "2023")) == {"区数据局"}  # two printed names, one duty
    assert not store.read("MATCH (u:Unit) WHERE u.name = '数据专班' RETURN u.id").rows
    aliases = store.read("MATCH (u:Unit) WHERE u.name = '区数据局' RETURN u.aliases").rows[0][0]
    assert isinstance(aliases, list)
    assert "数据专班" in aliases


def test_roles_owners_and_themes(store: Store) -> None:
    put(store, PLAN)
    for words in ALL[3:]:
        fix(store, *words, reason="会议纪要")
    second = duties(store, "2")
    assert second["区司法局"] == ("LEAD", "人工更正 F1", "责任单位：区司法局（人工更正 F1）")
    assert second["区审计局"] == ("COOPERATE", "人工更正 F2", "人工更正 F2：会议纪要")
    assert second["区财政局"][1] == "column"
    assert set(duties(store, "1")) == {"区教育局"}
    assert themes(store, "1") == [("教育", "人工更正 F4", "会议纪要", 0), ("政策解读", "cue", "解读", 1)]
    assert themes(store, "4") == []
    notes = json.loads(str(store.read("MATCH (d:Document) RETURN d.notes").rows[0][0]))
    assert [note["message"] for note in notes if note["code"] == "fixed"] == [
        "人工更正 F1：第2项区司法局由责任改为牵头（会议纪要）",
        "人工更正 F2：第2项增加配合单位区审计局（会议纪要）",
        "人工更正 F3：第1项去掉各街镇（会议纪要）",
        "人工更正 F4：第1项的首要主题定为教育（会议纪要）",
        "人工更正 F5：第4项去掉主题政策解读（会议纪要）",
    ]


def test_one_body_or_two(store: Store) -> None:
    put(store, PLAN)
    before = names().same_bodies("云川区")
    fix(store, "same", "云川区", "区城运中心", "区财政局")
    joined = store.read("MATCH (a:Unit)-[e:SAME_BODY]->(b:Unit) WHERE e.source CONTAINS '人工更正' RETURN a.name, b.name, e.source").rows
    assert joined == (("区城运中心", "区财政局", "人工更正 F1"),)
    fix(store, "different", "云川区", "区城运中心", "区财政局")
    assert not store.read("MATCH (a:Unit)-[e:SAME_BODY]->(b:Unit) WHERE e.source CONTAINS '人工更正' RETURN e.id").rows
    assert [one.state for one in told(store)] == [REPLACED, HOLDS]
    assert before == names().same_bodies("云川区")  # the shipped names are as they were


def test_what_the_gazetteer_takes_for_one_becomes_two(store: Store) -> None:
    put(store, PLAN)
    assert set(duties(store, "4")) == {"区住房保障房屋管理局"}
    fix(store, "different", "云川区", "区房屋管理局", "区住房保障房屋管理局")
    assert set(duties(store, "4")) == {"区房屋管理局"}
    own = names().resolve("区住房保障房屋管理局", district="云川区")
    fixed = fixed_names(names(), read_fixes(fixes_path(store.address)))
    assert "区房屋管理局" in own.aliases
    assert "区房屋管理局" not in fixed.resolve("区住房保障房屋管理局", district="云川区").aliases
    assert fixed.resolve("区房屋管理局", district="澜江区").name == names().resolve("区房屋管理局", district="澜江区").name


def test_the_graph_follows_from_documents_and_file(store: Store, tmp_path: Path) -> None:
    """Decided step by step, or loaded anew in another order with the same file: the same graph."""
    put(store, PLAN), put(store, OLDER)
    for words in ALL:
        fix(store, *words, reason="核实")
    fix(store, "undo", "F6")
    other = tmp_path / "b.lb"
    shutil.copy(fixes_path(store.address), fixes_path(str(other)))
    with open_store(str(other), write=True) as again:
        put(again, OLDER), put(again, PLAN)
        assert dump(again) == dump(store)
        put(again, PLAN)
        assert dump(again) == dump(store)


def test_undo_brings_back_what_was_there(store: Store) -> None:
    put(store, PLAN), put(store, OLDER)
    before = dump(store)
    for words in ALL:
        fix(store, *words)
    after = dump(store)
    assert after != before
    lines = fixes_path(store.address).read_text("utf-8").splitlines()
    for number in range(len(ALL), 0, -1):
        fix(store, "undo", f"F{number}")
    assert dump(store) == before
    assert fixes_path(store.address).read_text("utf-8").splitlines()[: len(lines)] == lines  # only appended to
    assert {one.state for one in told(store)} == {UNDONE, RECORD}
    for number in range(len(ALL) + 1, 2 * len(ALL) + 1):
        fix(store, "undo", f"F{number}")
    assert dump(store) == after


def test_a_decision_whose_object_is_gone_is_reported(store: Store) -> None:
    put(store, PLAN)
    fix(store, "role", "yunchuan-2024", "2", "区司法局", "牵头")
    fix(store, "unowner", "yunchuan-2024", "1", "各街镇")
    fix(store, "alias", "云川区", "数据专班", "区数据局")
    renumbered = [
        task("1", "住房信息公开", "公布房源情况。", "区财政局、区司法局"),
        task("2", "招生信息公开", "公布招生办法和学区范围。", "牵头:区教育局;配合:各街镇"),
    ]
    report = put(store, extraction(renumbered))
    assert [note.message for note in report.notes if note.code == "fix-unmatched"] == [
        "人工更正 F1（第2项 区司法局为牵头单位）没有找到对象：第2项已经是另一项任务",
        "人工更正 F2（第1项去掉各街镇）没有找到对象：第1项已经是另一项任务",
    ]
    assert duties(store, "2")["区教育局"][0] == "LEAD"
    assert set(duties(store, "2")) == {"区教育局", "各街镇"}
    assert [one.state for one in told(store)] == [LOST, LOST, LOST]
    assert all(one.detail for one in told(store))
    drop(store, "yunchuan-2024")
    assert [one.state for one in told(store)] == [LOST, LOST, LOST]
    put(store, PLAN)
    assert [one.state for one in told(store)] == [HOLDS, HOLDS, HOLDS]


def test_a_file_that_was_changed_elsewhere(store: Store) -> None:
    put(store, PLAN)
    append(fixes_path(store.address), Decision("F1", "2025-08-06", "李四", "role", "yunchuan-2024", "2", "", "区司法局=牵头", "", ""))
    assert [one.state for one in told(store)] == [LOST]
    apply_all(store, gazetteer=names(), themes=load_themes())
    assert [one.state for one in told(store)] == [HOLDS]
    append(fixes_path(store.address), Decision("F2", "2025-08-06", "李四", "undo", "", "", "", "F1", "", ""))
    assert [one.state for one in told(store)] == [PENDING, RECORD]


@pytest.mark.parametrize(
    ("words", "kind", "says"),
    [
        (("merge", "a", "b"), UsageError, "不明白"),
        (("role", "yunchuan-2024", "2", "区司法局"), UsageError, "不明白"),
        (("role", "yunchuan-2024", "2", "区司法局", "监督"), UsageError, "监督"),
        (("role", "yunchuan-2024", "2", "区教育局", "牵头"), UsageError, "没有区教育局"),
        (("role", "yunchuan-2024", "99", "区教育局", "牵头"), UnknownName, "没有第99项"),
        (("role", "没有这份", "2", "区教育局", "牵头"), UnknownName, "没有文件"),
        (("owner", "yunchuan-2024", "2", "火星探测办", "牵头"), UnknownName, "火星探测办"),
        (("unowner", "yunchuan-2024", "2", "区教育局"), UsageError, "没有区教育局"),
        (("theme", "yunchuan-2024", "2", "没有这个"), UnknownName, "没有主题"),
        (("untheme", "yunchuan-2024", "2", "教育"), UsageError, "不在主题"),
        (("alias", "火星区", "数据专班", "区数据局"), UnknownName, "火星区"),
        (("alias", "云川区", "数据专班", "火星办"), UnknownName, "火星办"),
        (("alias", "云川区", "没人印过的名称", "区数据局"), UsageError, "没有任务涉及"),
        (("alias", "云川区", "a=b", "区数据局"), UsageError, "不明白"),
        (("same", "云川区", "区教育局", "区教育局"), UsageError, "相同"),
        (("same", "云川区", "区教育局", "区水务局"), UsageError, "没有任务涉及"),
        (("undo", "F9"), UnknownName, "F9"),
    ],
)
def test_what_concerns_nothing_changes_nothing(store: Store, words: Sequence[str], kind: type[UsageError], says: str) -> None:
    put(store, PLAN)
    before = dump(store)
    with pytest.raises(kind) as error:
        fix(store, *words)
    assert says in error.value.message
    assert dump(store) == before
    assert not fixes_path(store.address).exists()


def test_a_number_that_two_tasks_have(store: Store) -> None:
    both = [
        task("1", "招生", "公布招生办法和学区范围。", "区教育局"),
        task("1", "住房", "组织现场咨询服务，答复房源问题。", "区财政局", "annex"),
    ]
    put(store, extraction(both))
    with pytest.raises(UsageError, match="2 项"):
        fix(store, "owner", "yunchuan-2024", "1", "区审计局", "配合")
    fix(store, "owner", "yunchuan-2024", "附件1", "区审计局", "配合")
    text = "MATCH (u:Unit)-[r:COOPERATE]->(t:Task) WHERE u.name = '区审计局' RETURN t.part"
    assert store.read(text).rows == (("annex",),)


def test_two_documents_with_one_file_name_are_told_apart(store: Store) -> None:
    put(store, replace(PLAN, document=replace(PLAN.document, doc_no=None)))
    twin = replace(OLDER, document=replace(OLDER.document, path="other/yunchuan-2024.txt", doc_no=None))
    put(store, twin)
    done = fix(store, "role", "yunchuan-2024", "2", "区司法局", "牵头")
    assert done.decision.document.startswith("doc:")


def test_nothing_is_written_where_the_file_cannot_be(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put(store, PLAN)
    before = dump(store)
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "file" / "fixes.tsv"))
    with pytest.raises(StoreError, match="写不进去"):
        fix(store, *ALL[3])
    assert dump(store) == before


def test_the_environment_names_the_file(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "deep" / "fixes.tsv"))
    put(store, PLAN)
    fix(store, *ALL[3])
    assert read_fixes(tmp_path / "deep" / "fixes.tsv").decisions[0].who == "张三"
    assert fixes_path("bolt://localhost") == tmp_path / "deep" / "fixes.tsv"
    monkeypatch.delenv(ENVIRONMENT)
    assert fixes_path("bolt://localhost") == Path("zeren.fixes.tsv")


HEAD = "\t".join(COLUMNS)
GOOD = "F1\t2025-08-06\t张三\trole\ta\t1\t-\t区教育局=牵头\t-\t-"


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (["编号\t时间"], 2, "表头"),
        ([HEAD, GOOD.replace("role", "vote")], 3, "类别“vote”"),
        ([HEAD, GOOD, "", GOOD], 5, "用了两次"),
        ([HEAD, GOOD.replace("F1", "1")], 3, "编号“1”"),
        ([HEAD, GOOD.replace("2025-08-06", "昨天")], 3, "昨天"),
        ([HEAD, GOOD.replace("=牵头", "=监督")], 3, "监督"),
        ([HEAD, GOOD.replace("=牵头", "")], 3, "内容"),
        ([HEAD, GOOD.replace("\ta\t1", "\ta\t-")], 3, "序号"),
        ([HEAD, GOOD + "\tmore"], 3, "列"),
        ([HEAD, GOOD, "F2\t2025-08-06\t张三\tundo\t-\t-\t-\tF7\t-\t-"], 4, "F7"),
        ([HEAD, GOOD[:20]], 3, ""),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, lines: list[str], line: int, says: str) -> None:
    path = tmp_path / "fixes.tsv"
    path.write_text("\n".join(["# 来源：测试", *lines, ""]), "utf-8")
    with pytest.raises(DataFileError) as error:
        read_fixes(path)
    assert f"fixes.tsv 第 {line} 行" in error.value.message
    assert says in error.value.message


def test_a_broken_file_stops_loading(store: Store) -> None:
    fixes_path(store.address).write_bytes(b"\xff\xfe\x00nothing")
    with pytest.raises(DataFileError):
        put(store, PLAN)


@pytest.mark.parametrize("reason", ["一行\n两行\t三\u2028四", "=cmd|' /C calc'!A1", "\x1b[31m红", "长" * 5000])
def test_a_hostile_reason_stays_one_cell(tmp_path: Path, reason: str) -> None:
    path = tmp_path / "fixes.tsv"
    made = Decision("F1", "2025-08-06", "张\t三", "role", "a", "1", "", "区教育局=牵头", "", reason)
    append(path, made)
    append(path, replace(made, id="F2"))
    found = read_fixes(path)
    assert [one.id for one in found.decisions] == ["F1", "F2"]
    assert found.decisions[0].reason.split() == reason.replace("\x1b", " ").split()


def test_a_line_that_was_cut_off_does_not_swallow_the_next(tmp_path: Path) -> None:
    path = tmp_path / "fixes.tsv"
    made = Decision("F1", "2025-08-06", "张三", "role", "a", "1", "", "区教育局=牵头", "", "")
    append(path, made)
    path.write_bytes(path.read_bytes()[:-4])
    append(path, replace(made, id="F2"))
    assert len(path.read_text("utf-8").splitlines()) == 4


def test_aliases_in_a_circle_end(tmp_path: Path) -> None:
    made = Decision("F1", "2025-08-06", "张三", "alias", "云川区", "", "", "甲办=乙办", "", "")
    fixes = Fixes(tmp_path, (made, replace(made, id="F2", what="乙办=甲办")))
    assert fixed_names(names(), fixes).resolve("甲办", district="云川区").name in ("甲办", "乙办")


def test_every_kind_says_what_it_means() -> None:
    for name, kind in KINDS.items():
        assert kind.says
        assert len(kind.example) == len(kind.words)
        what = "=".join(kind.example[2 if kind.task else 1 :])
        assert Decision("F1", "", "", name, "a", "1", "", what, "", "").says()


def zeren(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments], prog_name="zeren")


def test_the_command_with_every_worked_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    address = tmp_path / "z.lb"
    assert "还没有更正" in zeren("fixes", "--store", _example(address)).stdout
    shown = zeren("fix", "--help").stdout
    for number, (name, kind) in enumerate(KINDS.items(), 1):
        done = zeren("fix", name, *kind.example, "--who", "张三", "--reason", "会议纪要", "--store", address)
        assert done.exit_code == 0, done.output
        assert f"人工更正 F{number}" in done.stdout
        assert f"zeren fix {name} {' '.join(kind.example)}" in shown
    listed = zeren("fixes", "--store", address)
    assert (listed.exit_code, listed.stdout.count("有效")) == (0, len(KINDS))
    assert "（人工更正 F4）" in zeren("show", "14", "--document", "yunchuan-2025", "--store", address).stdout
    assert zeren("fix", "--undo", "F4", "--store", address).exit_code == 0
    assert "（人工更正 F4）" not in zeren("show", "14", "--document", "yunchuan-2025", "--store", address).stdout
    assert zeren("forget", "yunchuan-2025", "--store", address).exit_code == 0
    lost = zeren("fixes", "--store", address)
    assert lost.exit_code == 1
    assert "· F5 没有找到对象" in lost.stdout
    again = zeren("ingest", DOCUMENTS / "yunchuan-2025.txt", "--store", address)
    assert "人工更正 F5：第14项增加配合单位区城管执法局（会议纪要）" in again.stdout
    assert zeren("fixes", "--apply", "--store", address).exit_code == 0


def _example(address: Path) -> Path:
    done = zeren("ingest", DOCUMENTS / "yunchuan-2025.txt", DOCUMENTS / "yunchuan-2024.txt", "--store", address)
    assert done.exit_code == 0, done.output
    return address


@pytest.mark.parametrize("words", [[], ["role"], ["--undo", "F1"], ["vote", "a"], ["--undo", "F1", "more"]])
def test_the_command_refuses_in_two_lines(tmp_path: Path, words: list[str]) -> None:
    done = zeren("fix", *words, "--store", tmp_path / "z.lb")
    assert done.exit_code == 2
    assert [line[:3] for line in done.stderr.strip().splitlines()] == ["错误：", "建议："]


def test_a_user_without_a_name_can_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid 1234")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert current_user() == "未署名"
