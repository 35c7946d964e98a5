"""How much a task weighs by role, and when a unit stands out: `weights.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from graph.errors import DataFileError
from queries.words import Words

ROLE_NAMES = ("lead", "responsible", "cooperate", "inherited")
NAMED = ROLE_NAMES[:3]
_FLAG = ("z", "times", "least", "peers")
_HINT = "每种权重写明 " + "、".join(ROLE_NAMES) + "；flag 写明 " + "、".join(_FLAG)
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighing:
    """`weights` and the `others` (by name) for comparison, each role -> weight of a task; the limits from which on a unit
    stands out: `z` and `times` the median of its peers, `least` named tasks, among at least `peers` units."""

    weights: Weights
    others: Mapping[str, Weights]
    z: float
    times: float
    least: int
    peers: int


@lru_cache(maxsize=1)
def load_weights() -> Weighing:
    """The weights that belong to this program, read once per process."""
    return read_weights(Path(__file__).with_name("weights.yaml"))


def method(words: Words) -> str:
    """How the workload is measured, in a sentence of the word list."""
    limits = load_weights()
    fields = {name: f"{value:g}" for name, value in {**limits.weights, "z": limits.z, "times": limits.times}.items()}
    return words.say("overload_how", least=limits.least, peers=limits.peers, **fields)


def read_weights(path: Path) -> Weighing:
    """Raises DataFileError that names file and key for anything missing, unknown or no number."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name} 读不出来：{error}", hint=_HINT) from error
    if not isinstance(data, dict) or set(data) != {"weights", "others", "flag"} or not isinstance(data["others"], dict):
        raise DataFileError(f"{path.name} 的分组不对：{'、'.join(map(str, data or ()))}", hint=_HINT)
    flag = _numbers(path, "flag", data["flag"], _FLAG)
    others = {str(name): _numbers(path, str(name), entry, ROLE_NAMES) for name, entry in data["others"].items()}
    weights = _numbers(path, "weights", data["weights"], ROLE_NAMES)
    return Weighing(weights, others, flag["z"], flag["times"], int(flag["least"]), int(flag["peers"]))


def _numbers(path: Path, key: str, entry: Any, names: tuple[str, ...]) -> dict[str, float]:
    if not isinstance(entry, dict) or set(entry) != set(names):
        raise DataFileError(f"{path.name}：{key} 应有且只有 {'、'.join(names)}", hint=_HINT)
    for name, value in entry.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise DataFileError(f"{path.name}：{key}.{name} 应是不小于 0 的数", hint=_HINT)
    return {name: float(entry[name]) for name in names}
