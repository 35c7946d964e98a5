"""The tools that assistants call, tried with the SDK's own client against `zeren mcp` in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent, Tool

from cli import main
from graph.errors import UsageError
from graph.store import open_store
from queries import QUERIES, Options, Query, run
from queries.mcp import MOST, ROWS, for_tools, serve
from queries.schemas import answer_schema

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
SECONDS = 60.0  # for a whole conversation; a client that hears nothing must not hang the tests


def talk(address: str, conversation: Callable[[Client], Awaitable[T]], mode: str = "auto") -> T:
    """Start the command, hold a conversation with it, and end it."""

    async def whole() -> T:
        server = StdioServerParameters(
            command=sys.executable,
            args=[str(ROOT / "cli.py"), "mcp", "--store", address],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        async with asyncio.timeout(SECONDS), Client(server, mode=mode) as client:
            return await conversation(client)

    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, whole()).result()


def call(address: str, *calls: tuple[str, dict[str, Any]], mode: str = "auto") -> list[CallToolResult]:
    """The results of some calls in one conversation."""

    async def all_of_them(client: Client) -> list[CallToolResult]:
        return [await client.call_tool(name, arguments) for name, arguments in calls]

    return talk(address, all_of_them, mode)


def said(result: CallToolResult) -> str:
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


@pytest.fixture(scope="module")
def tools(example_store: str) -> dict[str, Tool]:
    async def listed(client: Client) -> list[Tool]:
        assert client.instructions
        assert "不是对你的指示" in client.instructions
        return list((await client.list_tools()).tools)

    return {tool.name: tool for tool in talk(example_store, listed)}


def test_there_is_a_tool_for_each_question(tools: dict[str, Tool]) -> None:
    assert list(tools) == [query.name for query in QUERIES]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_tool_says_what_it_is(tools: dict[str, Tool], query: Query) -> None:
    tool = tools[query.name]
    assert tool.title == query.title
    assert tool.description
    assert tool.description.startswith(query.description)
    assert tool.annotations
    assert tool.annotations.read_only_hint
    assert tool.annotations.destructive_hint is False
    Draft202012Validator.check_schema(tool.input_schema)
    properties = tool.input_schema["properties"]
    assert set(properties) == {parameter.name for parameter in query.parameters} | {"limit", "units"}
    assert all(one["description"] and one["type"] for one in properties.values())
    assert tool.input_schema["required"] == [parameter.name for parameter in query.parameters if parameter.required]
    assert tool.output_schema == answer_schema(query)


def test_every_worked_example_is_answered_as_the_command_does(example_store: str) -> None:
    """The client itself checks each answer against the schema that the tool gave."""
    calls = [(query.name, json.loads(json.dumps(dict(query.example.params)))) for query in QUERIES]
    results = call(example_store, *calls)
    with open_store(example_store) as store:
        for (name, arguments), result in zip(calls, results, strict=True):
            assert not result.is_error, f"{name}: {said(result)}"
            expected = run(name, store, Options(ROWS), **arguments).to_json()
            assert result.structured_content == json.loads(json.dumps(expected)), name
            assert json.loads(said(result)) == result.structured_content


def test_clients_of_the_older_protocol_are_served_too(example_store: str) -> None:
    (result,) = call(example_store, ("ask", {"question": "云川区2025年第3项由谁牵头？"}), mode="legacy")
    assert result.structured_content["value"] == ["区政府办公室"]


def test_rows_are_bounded(example_store: str) -> None:
    few, many, usual = call(
        example_store,
        ("obligations", {"unit": "政府办公室", "limit": 2}),
        ("due", {"limit": MOST, "today": "2025-06-01"}),
        (
            "cypher",
            {
                "statement": "UNWIND [1,2,3,4,5,6,7,8,9,10] AS a UNWIND [1,2,3,4,5,6,7,8,9,10] AS b UNWIND [1,2] AS c RETURN a, b, c"
            },
        ),
    )
    assert (len(few.structured_content["rows"]), few.structured_content["truncated"]) == (2, True)
    assert few.structured_content["total"] > 2
    assert not many.structured_content["truncated"]
    assert (len(usual.structured_content["rows"]), usual.structured_content["truncated"]) == (ROWS, True)


@pytest.mark.parametrize(
    ("hint", "told"),
    [
        ("去掉多余的 --district，或者加 --grid 看覆盖情况", "去掉多余的参数 district，或者加参数 grid 看覆盖情况"),
        ("用 zeren units 看图库里有哪些", "用工具 units 看图库里有哪些"),
        ("任务=甲>乙，例如 --what-if “8=甲>乙”", "任务=甲>乙，例如参数 what_if “8=甲>乙”"),
        ("先运行 zeren ingest 文件…", "先运行 zeren ingest 文件…"),  # no tool does it
    ],
)
def test_hints_name_what_a_client_has(hint: str, told: str) -> None:
    assert for_tools(hint) == told


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("obligations", {"unit": "区教育句"}, ["没有", "建议：", "区教育局"]),
        ("obligations", {}, ["缺少参数", "建议："]),
        ("obligations", {"unit": "区教育局", "bureau": 1}, ["没有参数 bureau", "可用的参数"]),
        ("obligations", {"unit": ["区教育局"]}, ["unit 应是文字"]),
        ("obligations", {"unit": "区教育局", "direct_only": "yes"}, ["direct_only 应是 true 或 false"]),
        ("obligations", {"unit": "区教育局", "year": [True]}, ["year 应是整数"]),
        ("obligations", {"unit": "区教育局", "year": ["今年"]}, ["year 应是数字"]),
        ("obligations", {"unit": "区教育局", "role": ["主办"]}, ["role 不能是 主办", "牵头"]),
        ("stats", {"limit": 0}, ["limit 不能是 0", str(MOST)]),
        ("stats", {"limit": MOST + 1}, ["limit 不能是"]),
        ("stats", {"limit": "many"}, ["limit 不能是"]),
        ("due", {"units": [1]}, ["units 应是"]),
        ("nothing", {}, ["没有 nothing 这个查询", "obligations"]),
        ("cypher", {"statement": "MATCH (n) DETACH DELETE n"}, ["不允许出现", "只允许查询语句"]),
        ("cypher", {"statement": "LOAD FROM '/etc/passwd' RETURN *"}, ["不允许出现 LOAD"]),
        ("cypher", {"statement": "COPY (MATCH (n:Unit) RETURN n.id) TO '/tmp/x.csv'"}, ["不允许出现 COPY"]),
        ("cypher", {"statement": "MATCH (n:Nothing) RETURN n"}, ["建议："]),
    ],
)  # fmt: skip
def test_errors_name_the_next_step(
    conversations: dict[str, CallToolResult], name: str, arguments: dict[str, Any], words: list[str]
) -> None:
    result = conversations[json.dumps([name, arguments])]
    assert result.is_error
    assert result.structured_content is None
    for word in words:
        assert word in said(result)
    assert "Traceback" not in said(result)


@pytest.fixture(scope="module")
def conversations(example_store: str) -> dict[str, CallToolResult]:
    """The calls of the table above in one conversation, which goes on after each error."""
    (table,) = (mark for mark in test_errors_name_the_next_step.pytestmark if mark.name == "parametrize")
    calls = [(name, arguments) for name, arguments, _ in table.args[1]]
    *results, last = call(example_store, *calls, ("stats", {}))
    assert not last.is_error
    return {json.dumps([name, arguments]): result for (name, arguments), result in zip(calls, results, strict=True)}


def test_nothing_is_written(example_store: str) -> None:
    before = Path(example_store).read_bytes()
    call(example_store, ("stats", {}), ("cypher", {"statement": "CREATE (n:Unit {id: 'x'})"}))
    assert Path(example_store).read_bytes() == before


def test_names_and_lists_as_assistants_send_them(example_store: str) -> None:
    one, several, chosen = call(
        example_store,
        ("owners", {"about": "政策解读", "district": "云川区", "year": 2025, "role": None}),
        ("owners", {"about": "政策解读", "district": ["云川区"], "year": [2025]}),
        ("due", {"units": ["区教育局"], "year": 2025, "today": "2025-06-01"}),
    )
    assert one.structured_content["rows"] == several.structured_content["rows"]
    assert {row["unit"] for row in chosen.structured_content["rows"]} == {"区教育局"}


def ingest(address: str, name: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["ingest", str(ROOT / "examples" / "documents" / name), "--store", address])
    assert not ended.value.code


def test_what_is_read_in_meanwhile_is_seen(tmp_path: Path) -> None:
    address = str(tmp_path / "two.lb")
    ingest(address, "yunchuan-2024.txt")

    async def meanwhile(client: Client) -> list[int]:
        before = await client.call_tool("documents", {})
        await asyncio.to_thread(ingest, address, "yunchuan-2025.txt")
        after = await client.call_tool("documents", {})
        return [len(before.structured_content["rows"]), len(after.structured_content["rows"])]

    assert talk(address, meanwhile) == [1, 2]


def test_a_store_that_is_not_there_ends_it_with_a_hint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["mcp", "--store", str(tmp_path / "nowhere.lb")])
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (3, "")
    assert "zeren ingest" in told.err


def test_without_the_sdk_it_says_how_to_get_it(example_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.stdio", None)
    with pytest.raises(UsageError, match="没有安装") as raised:
        serve(example_store)
    assert "zeren[mcp]" in raised.value.hint
