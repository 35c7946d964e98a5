"""Constraints, indexes and the mark of our graph in a Neo4j database. Everything here can be done again without harm."""

from __future__ import annotations

import neo4j

from graph.errors import StoreError
from graph.schema import Schema
from graph.store.neo4j_address import Target

MARK = "ZerenStore"  # one node: which schema the graph was made for; writers queue up at it
# What questions look things up by, beside the keys.
LOOKED_UP = {
    "District": ("name",),
    "Unit": ("name", "district", "initials"),
    "Task": ("document", "stem", "district", "year", "due"),
    "Theme": ("name",),
    "Document": ("stem", "district", "path"),
}
# Index name -> labels and properties. The cjk analyser cuts Chinese into pairs of characters.
FULL_TEXT = {
    "zeren_names": (("Unit", "Theme", "District"), ("name", "full_name", "aliases", "synonyms", "initials")),
    "zeren_content": (("Task", "Document"), ("title", "content", "text")),
}
READ_MARK = f"MATCH (m:{MARK} {{id: 'schema'}}) RETURN m.version AS version"
READ_IMPORTED = f"MATCH (m:{MARK} {{id: 'schema'}}) WHERE m.imported RETURN m.version AS version"
# Writing to the node holds its lock until the transaction ends, so there is one writer, as on the embedded store.
LOCK = f"MATCH (m:{MARK} {{id: 'schema'}}) SET m.writes = coalesce(m.writes, 0) + 1 RETURN m.version AS version"


def schema_statements(schema: Schema) -> dict[str, str]:
    """Name of each constraint or index -> the statement that makes it where it is missing."""
    texts = {}
    keys = {**{label: node.key for label, node in schema.nodes.items()}, MARK: "id"}
    for label, key in keys.items():
        name = f"zeren_{label.lower()}_{key}"
        texts[name] = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
    for label, names in LOOKED_UP.items():
        for one in names:
            name = f"zeren_{label.lower()}_{one}"
            texts[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{one})"
    for name, (labels, properties) in FULL_TEXT.items():
        each = ", ".join(f"n.{one}" for one in properties)
        options = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
        texts[name] = f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{'|'.join(labels)}) ON EACH [{each}] {options}"
    return texts


def read_version(session: neo4j.Session) -> str | None:
    """For which schema the graph was made; None where there is no graph of ours."""
    return session.execute_read(lambda work: _version(work.run(READ_MARK)))


def check_version(found: str | None, schema: Schema, target: Target) -> None:
    """Raise StoreError unless the graph in the database is one of this version."""
    if found is None:
        raise StoreError(f"{target.shown} 里还没有图谱", hint="先运行 zeren ingest 文件… 建立图库，或用 --store 指定已有的图库")
    if found != schema.version:
        hint = "请换一个数据库，或先在其中运行 MATCH (n) DETACH DELETE n 清空，再重新运行 zeren ingest"
        raise StoreError(f"{target.shown} 里的图谱不是本版本的 zeren 建立的", hint=hint)


def finish_import(session: neo4j.Session, schema: Schema, target: Target) -> None:
    """Complete a graph that came by `neo4j-admin database import`, which knows no empty lists and makes no indexes.

    Does nothing to any other graph.
    """
    if session.execute_read(lambda work: work.run(READ_IMPORTED).single()) is None:
        return
    set_up(session, schema, target)
    for label, node in schema.nodes.items():
        for name, kind in node.properties.items():
            if kind == "strings":
                found = f"MATCH (n:{label}) WHERE n.{name} IS NULL"
                session.run(f"{found} CALL {{ WITH n SET n.{name} = [] }} IN TRANSACTIONS OF 10000 ROWS").consume()
    session.execute_write(_run, f"MATCH (m:{MARK} {{id: 'schema'}}) REMOVE m.imported", {})


def set_up(session: neo4j.Session, schema: Schema, target: Target) -> None:
    """Make what is missing: constraints, indexes, and the mark in a database that has none of our labels yet."""
    found = read_version(session)
    if found is None:
        _check_free(session, schema, target)
    else:
        check_version(found, schema, target)
    wanted = schema_statements(schema)
    present = session.execute_read(lambda work: {record["name"] for record in work.run("SHOW INDEXES YIELD name")})
    for name in [name for name in wanted if name not in present]:
        session.execute_write(_run, wanted[name], {})
    if found is None:
        text = f"MERGE (m:{MARK} {{id: 'schema'}}) ON CREATE SET m.version = $version, m.caption = 'zeren'"
        session.execute_write(_run, text, {"version": schema.version})
        check_version(read_version(session), schema, target)


def _check_free(session: neo4j.Session, schema: Schema, target: Target) -> None:
    """Two programs with the same labels in one database would spoil each other's graph."""
    labels = "|".join(schema.nodes)
    taken = session.execute_read(lambda work: work.run(f"MATCH (n:{labels}) RETURN labels(n)[0] AS label LIMIT 1").single())
    if taken is not None:
        hint = "请换一个空的数据库，地址写成 neo4j://主机:7687/数据库名（社区版请另起一个服务器）"
        raise StoreError(f"{target.shown} 里已有别的程序的 {taken['label']} 节点", hint=hint)


def _version(result: neo4j.Result) -> str | None:
    record = result.single()
    return None if record is None else str(record["version"])


def _run(work: neo4j.ManagedTransaction, text: str, params: dict[str, str]) -> None:
    work.run(text, params).consume()
