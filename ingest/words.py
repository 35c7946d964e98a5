"""The word lists of `words.yaml`, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from graph.errors import DataFileError
from graph.model import Role
from ingest.mapped import fold

_KEYS = {"roles", "role_nouns", "other_labels", "deadline_labels", "columns", "kinds", "preambles"}
_COLUMNS = {"number", "text", "LEAD", "RESPONSIBLE", "COOPERATE", "due", "remark"}
_ROLES: tuple[Role, ...] = ("LEAD", "RESPONSIBLE", "COOPERATE")

# A word before 单位, 部门 … that tells of another matter than a duty.
NO_DUTY = re.compile(r"指导|监督|监管|督|联系|考核|验收|评价|评估|填报|报送|填表|制表|提出|来源|计量|对象|受益|适用|所属|产权|权属|审核|审批|隶属|服务对|主送|抄送|印发|发文|编制|发布|报告|所在|工作单位")
_LEADS, _HELPS = re.compile(r"牵头|主办|主责|主抓|领衔|总负责"), re.compile(r"配合|协|参与|参加|支持|联动|辅助|会办|联办")


def role_word(text: str) -> Role:
    """The role that the words before 单位, 部门 … give; both kinds of words, or neither, mean responsible."""
    leads, helps = bool(_LEADS.search(text)), bool(_HELPS.search(text))
    return "RESPONSIBLE" if leads == helps else "LEAD" if leads else "COOPERATE"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(fold(w)) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


@dataclass(frozen=True, slots=True)
class Words:
    """`label` matches the label of a unit list, a deadline or a remark, up to and with its colon; its groups tell which."""

    role_of: Mapping[str, Role]
    label: re.Pattern[str]
    role_verb: re.Pattern[str]
    columns: Mapping[str, str]
    column_word: re.Pattern[str]
    kinds: tuple[str, ...]
    preambles: tuple[str, ...]
    deadline_label: re.Pattern[str]
    no_duty: re.Pattern[str]


def _checked(raw: object, where: str) -> dict[str, object]:
    if not isinstance(raw, dict) or set(raw) != _KEYS:
        found = sorted(set(raw) ^ _KEYS) if isinstance(raw, dict) else "no mapping"
        raise DataFileError(f"{where}: keys that do not fit: {found}", hint=f"the keys are {sorted(_KEYS)}")
    for key, allowed in (("roles", set(_ROLES)), ("columns", _COLUMNS)):
        if set(raw[key]) != allowed:
            raise DataFileError(f"{where}: {key}: keys that do not fit: {sorted(set(raw[key]) ^ allowed)}", hint=f"the keys are {sorted(allowed)}")
    return raw


@lru_cache(maxsize=1)
def load_words() -> Words:
    """The shipped word lists. Raises `DataFileError` when the file has other keys than it should."""
    raw = _checked(yaml.safe_load(files("ingest").joinpath("words.yaml").read_text("utf-8")), "ingest/words.yaml")
    roles: dict[Role, list[str]] = raw["roles"]  # type: ignore[assignment]
    columns: dict[str, list[str]] = raw["columns"]  # type: ignore[assignment]
    role_of = {word: role for role in _ROLES for word in roles[role]}
    nouns = any_of(raw["role_nouns"])  # type: ignore[arg-type]
    aside = r"(?:（[^（）：]{1,8}）)?"
    deadline = any_of(raw["deadline_labels"])  # type: ignore[arg-type]
    label = (
        rf"(?:(?P<other>{any_of(raw['other_labels'])}|(?<![\u4e00-\u9fff])(?:{NO_DUTY.pattern})[\u4e00-\u9fff]{{0,2}}(?:单位|部门|科室|股室|处室)){aside}"  # type: ignore[arg-type]
        rf"|(?P<role>{any_of(role_of)}){aside}{nouns}{aside}(?:[及和、/]{nouns})?(?:[及和]{deadline})?"
        rf"|(?P<bare>牵头|责任|配合|协办|主办|承办|主责|参与|协同|协助)"
        rf"|(?P<due>(?:(?:任务|工作)?{deadline}){aside})"
        rf"|(?P<named>(?<![\u4e00-\u9fff])(?!有关|相关|各|下列|以下|上述|其他|所有|[区县市镇乡]|{NO_DUTY.pattern})(?:(?!{any_of(role_of)})[\u4e00-\u9fff]){{1,6}}?(?:单位|部门|科室|股室|处室|责任主体)){aside})：+"
    )
    verbs = any_of(w for w in role_of if w not in {"责任", "主体", "工作", "推进", "支持", "主要责任", "第一责任"})
    return Words(
        role_of=role_of,
        label=re.compile(label),
        role_verb=re.compile(verbs),
        columns={fold(word): kind for kind, words in columns.items() for word in words},
        column_word=re.compile(any_of(w for names in columns.values() for w in names)),
        kinds=tuple(raw["kinds"]),  # type: ignore[arg-type]
        preambles=tuple(raw["preambles"]),  # type: ignore[arg-type]
        deadline_label=re.compile(rf"^{deadline}：?$"),
        no_duty=re.compile(any_of(raw["other_labels"])),  # type: ignore[arg-type]
    )
