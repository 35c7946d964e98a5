"""Reads `schema.yaml`, the graph as data: which labels, relationships and properties there are, and of which type."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from graph.errors import DataFileError

PROPERTY_TYPES = ("string", "int", "float", "bool", "date", "strings", "json")
_HINT = "请对照 graph/schema.yaml 开头的说明修正"


@dataclass(frozen=True, slots=True)
class NodeType:
    """One label. `properties` maps name to one of PROPERTY_TYPES in printed order; `key` is the first of them."""

    label: str
    key: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EdgeType:
    """One relationship. `ends` are its allowed (start label, end label) pairs, in printed order."""

    kind: str
    ends: tuple[tuple[str, str], ...]
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Schema:
    """Labels and relationships in the order of the file; `version` changes whenever a name, an end or a type changes."""

    nodes: Mapping[str, NodeType]
    edges: Mapping[str, EdgeType]
    version: str


def default_path() -> Path:
    """The schema that belongs to this program."""
    return Path(__file__).with_name("schema.yaml")


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """The schema that belongs to this program, read once per process."""
    return read_schema(default_path())


def read_schema(path: Path) -> Schema:
    """Read and check a schema file; raises DataFileError that names the file and the key for anything unknown."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name} 读不出来：{error}", hint=_HINT) from error
    top = _mapping(data, path, "文件")
    _only(top, {"nodes", "relationships"}, path, "文件")
    nodes = {
        label: NodeType(label, *_keyed(_properties(spec, path, label), path, label))
        for label, spec in _mapping(top.get("nodes"), path, "nodes").items()
    }
    edges = {
        kind: _edge(kind, _mapping(spec, path, kind), nodes, path)
        for kind, spec in _mapping(top.get("relationships"), path, "relationships").items()
    }
    return Schema(nodes, edges, _version(nodes, edges))


def _edge(kind: str, spec: Mapping[str, object], nodes: Mapping[str, NodeType], path: Path) -> EdgeType:
    _only(spec, {"ends", "properties"}, path, kind)
    ends = spec.get("ends")
    if not isinstance(ends, list) or not ends:
        raise DataFileError(f"{path.name}：{kind} 缺少 ends", hint=_HINT)
    pairs: list[tuple[str, str]] = []
    for pair in ends:
        if not isinstance(pair, list) or len(pair) != 2 or any(end not in nodes for end in pair):
            raise DataFileError(f"{path.name}：{kind} 的 ends 有未知的标签 {pair}", hint=_HINT)
        pairs.append((str(pair[0]), str(pair[1])))
    properties = _properties(spec.get("properties"), path, kind)
    _keyed(properties, path, kind)
    return EdgeType(kind, tuple(pairs), properties)


def _properties(spec: object, path: Path, owner: str) -> dict[str, str]:
    found = {}
    for name, kind in _mapping(spec, path, owner).items():
        if kind not in PROPERTY_TYPES:
            raise DataFileError(f"{path.name}：{owner}.{name} 的类型 {kind} 不认识", hint=_HINT)
        found[name] = str(kind)
    return found


def _keyed(properties: dict[str, str], path: Path, owner: str) -> tuple[str, dict[str, str]]:
    key = next(iter(properties), "")
    if properties.get(key) != "string":
        raise DataFileError(f"{path.name}：{owner} 的第一个属性是主键，应为 string", hint=_HINT)
    return key, properties


def _mapping(value: object, path: Path, where: str) -> dict[str, object]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise DataFileError(f"{path.name}：{where} 应是键值表", hint=_HINT)
    return value


def _only(spec: Mapping[str, object], allowed: set[str], path: Path, where: str) -> None:
    for key in spec:
        if key not in allowed:
            raise DataFileError(f"{path.name}：{where} 有不认识的键 {key}", hint=_HINT)


def _version(nodes: Mapping[str, NodeType], edges: Mapping[str, EdgeType]) -> str:
    shape = {
        "nodes": {label: dict(node.properties) for label, node in nodes.items()},
        "edges": {kind: [list(edge.ends), dict(edge.properties)] for kind, edge in edges.items()},
    }
    # Order of properties is kept on purpose: the first one is the key.
    return hashlib.sha256(json.dumps(shape, ensure_ascii=True).encode("ascii")).hexdigest()[:12]
