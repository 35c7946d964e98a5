"""The published schemas: they are schemas, every answer fits its own, and they are not so loose that anything would."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from cli import main
from graph.store import Store
from ingest.emit import to_json
from ingest.extract import extract_file
from ingest.files import find
from queries import QUERIES, Options, Query, run
from queries.schemas import EXTRACT, names, parameters_schema, schema, schemas


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name), format_checker=FormatChecker())


def faults(name: str, answer: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(name).iter_errors(answer)]


def answer(store: Store, name: str, options: Options | None = None, **params: Any) -> dict[str, Any]:
    """The answer as another program reads it."""
    found: dict[str, Any] = json.loads(json.dumps(run(name, store, options, **params).to_json()))
    return found


@pytest.mark.parametrize("name", names())
def test_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["title"]
    assert json.loads(json.dumps(schema(name))) == schema(name)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_worked_example_fits(examples: Store, query: Query) -> None:
    params = json.loads(json.dumps(dict(query.example.params)))
    assert not faults(query.name, answer(examples, query.name, **params))
    lists = {parameter.name for parameter in query.parameters if parameter.kind in ("texts", "ints")}
    given = {name: [value] if name in lists and not isinstance(value, list) else value for name, value in params.items()}
    Draft202012Validator(parameters_schema(query)).validate(given)


# What else each question may be asked: every shape of its rows, on the example documents.
OTHERS: list[tuple[str, dict[str, Any]]] = [
    ("obligations", {"unit": "政府办公室", "year": 2025}),
    ("overload", {"district": "松屏区"}),
    ("overload", {"what_if": ["yunchuan-2025 2=区教育局>区民政局"]}),
    ("obligations", {"unit": "区教育局", "part": ["none"]}),
    ("overload", {"idle": True, "ids": True}),
    ("matrix", {"each": True}),
    ("owners", {"about": "一图读懂", "words": True}),
    ("show", {"task": "2", "document": "yunchuan-2025"}),
    ("due", {"before": "2025-12-31", "today": "2025-06-01"}),
    ("unsettled", {"each": True}),
    ("trace", {"about": "yunchuan-2025", "uncovered": True}),
    ("partners", {"unit": "区教育局"}),
    ("compare", {"grid": True}),
    ("compare", {"district": ["云川区", "松屏区"]}),
    ("compare", {"district": ["云川区", "松屏区"], "by": "function"}),
    ("cypher", {"statement": "MATCH (t:Task) RETURN t.number AS number, t.due AS due, t.themes AS themes LIMIT 5"}),
    *[
        ("ask", {"question": question})
        for question in (
            "云川区2025年教育局有哪些任务",
            "云川区2025年谁牵头第3项",
            "云川区2025年第2项什么时候完成",
            "云川区2025年一共多少项任务",
            "云川区2025年谁最忙",
            "松屏区2024年有没有牵头单位",
            "云川区2024年政策咨询答复期限不得超过几个工作日",
            "云川区2025年教育局和谁合作最多",
            "云川区2025年教育局的任务有哪些主题",
            "云川区2025年和松屏区2025年谁的任务多",
            "云川区2025年有而松屏区2025年没有的主题有哪些",
            "柳溪镇第1.1项对应区里哪一项",
            "云川区2025年的文号是什么",
            "中心有哪些任务",
            "云川区教育局局长是谁",
        )
    ],
]


@pytest.mark.parametrize(("name", "params"), OTHERS, ids=str)
def test_other_answers_fit(examples: Store, name: str, params: dict[str, Any]) -> None:
    assert not faults(name, answer(examples, name, **params))


def test_dry_run_and_units_fit(examples: Store) -> None:
    assert not faults("obligations", answer(examples, "obligations", Options(dry=True), unit="区教育局"))
    assert not faults("due", answer(examples, "due", Options(units=("区教育局",)), year=2025))
    assert not faults("obligations", answer(examples, "obligations", Options(units=("区教育局", "区民政局"))))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("obligations", {"unit": "教育局"}),
        ("overload", {}),
        ("overload", {"town": "淞南镇"}),
        ("owners", {"about": "政策解读"}),
        ("owners", {"about": "解读 发布", "words": True}),
        ("show", {"task": "baoshan-2023 12"}),
        ("due", {"before": "2026-12-31", "today": "2025-06-01"}),
        ("unsettled", {}),
        ("unsettled", {"each": True}),
        ("trace", {"about": "songnan-2023"}),
        ("trace", {"about": "songnan-2023", "uncovered": True}),
        ("partners", {"unit": "政府办公室"}),
        ("network", {}),
        ("compare", {"district": ["宝山区", "嘉定区"]}),
        ("compare", {}),
        ("stats", {}),
        ("units", {}),
        ("themes", {}),
        ("documents", {}),
        ("cypher", {"statement": "MATCH (d:Document) RETURN d.stem AS stem, d.date AS date"}),
        ("search", {"words": "政策解读"}),
        ("matrix", {}),
        ("roster", {}),
        ("path", {"unit": "区水务局", "other": "区气象局", "district": "宝山区"}),
        ("ask", {"question": "宝山区谁牵头政策解读"}),
    ],
    ids=str,
)
def test_answers_over_real_documents_fit(corpus: Store, name: str, params: dict[str, Any]) -> None:
    found = answer(corpus, name, **params)
    assert found["rows"]
    assert not faults(name, found)


def test_every_question_is_tried_over_real_documents() -> None:
    marked = [mark for mark in test_answers_over_real_documents_fit.pytestmark if mark.name == "parametrize"]
    assert {name for name, _ in marked[0].args[1]} == {query.name for query in QUERIES}


@pytest.mark.parametrize(
    ("name", "params", "spoil"),
    [
        ("obligations", {"unit": "教育局"}, lambda found: found["rows"][0].pop("quote")),
        ("obligations", {"unit": "教育局"}, lambda found: found["rows"][0].update(role="牵头")),
        ("obligations", {"unit": "教育局"}, lambda found: found["rows"][0].update(year="2025")),
        ("obligations", {"unit": "教育局"}, lambda found: found["rows"][0].update(due="8月15日前")),
        ("obligations", {"unit": "教育局"}, lambda found: found.pop("account")),
        ("owners", {"about": "政策解读"}, lambda found: found["rows"][0].pop("tasks")),
        ("stats", {}, lambda found: found.update(truncated="no")),
        ("documents", {}, lambda found: found.update(query="stats")),
        ("ask", {"question": "云川区谁牵头政策解读"}, lambda found: found.update(status="maybe")),
        ("ask", {"question": "云川区谁牵头政策解读"}, lambda found: found.update(value=[1])),
        ("ask", {"question": "云川区谁牵头政策解读"}, lambda found: found.update(answer="")),
    ],
)
def test_a_spoilt_answer_does_not_fit(examples: Store, name: str, params: dict[str, Any], spoil: Any) -> None:
    found = answer(examples, name, **params)
    spoilt = copy.deepcopy(found)
    spoil(spoilt)
    assert not faults(name, found)
    assert faults(name, spoilt)


def printed(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(to_json(extract_file(path))))
    return found


def unnamed(shape: Any, value: Any, place: str = "$") -> list[str]:
    """Fields of `value` that the schema does not name."""
    for one in shape.get("anyOf", ()):
        if isinstance(value, dict) == (one.get("type") == "object"):
            shape = one
    if isinstance(value, dict):
        known = shape.get("properties", {})
        found = [f"{place}.{key}" for key in value if key not in known]
        return found + [line for key in value if key in known for line in unnamed(known[key], value[key], f"{place}.{key}")]
    if isinstance(value, list):
        return [line for one in value for line in unnamed(shape.get("items", {}), one, f"{place}[]")]
    return []


def test_what_extract_prints_fits(root: Path) -> None:
    for path in find([root / "examples" / "documents"]):
        found = printed(path)
        assert not faults(EXTRACT, found), path.name
        assert not unnamed(schema(EXTRACT), found), path.name


@pytest.mark.shared
def test_what_extract_prints_of_real_documents_fits(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.txt")):
        assert not faults(EXTRACT, printed(path)), path.name


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found["document"].pop("doc_no"),
        lambda found: found["tasks"][0].pop("key"),
        lambda found: found["tasks"][0]["assignments"][0].update(role="牵头"),
        lambda found: found["tasks"][0].update(span=[1]),
        lambda found: found.update(coverage={"chars": 1}),
    ],
)
def test_a_spoilt_extraction_does_not_fit(root: Path, spoil: Any) -> None:
    found = printed(root / "examples" / "documents" / "yunchuan-2025.txt")
    spoil(found)
    assert faults(EXTRACT, found)


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["schema", *words])
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


def test_command_prints_one_or_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(command(capsys, "obligations")[1]) == schema("obligations")
    assert json.loads(command(capsys)[1]) == schemas()
    code, out, err = command(capsys, "nothing")
    assert (code, out) == (2, "")
    assert "建议：可以是：obligations" in err
