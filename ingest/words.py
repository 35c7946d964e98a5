"""The word lists of `words.yaml`, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from graph.errors import DataFileError
from graph.model import Role
from ingest.mapped import fold

_KEYS = {"roles", "role_nouns", "other_labels", "deadline_labels", "columns", "kinds", "preambles"}
_COLUMNS = {"number", "text", "LEAD", "RESPONSIBLE", "COOPERATE", "due", "remark"}
_BARE = ("牵头", "责任", "配合", "协办", "主办", "承办", "主责", "参与", "协同", "协助")
_NAMED = ("单位", "部门", "科室", "股室", "处室", "责任主体")
_LONGEST = 60  # characters of a label
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
    """`label` matches the label of a unit list, a deadline or a remark, up to and with its colon; its groups tell which.
    A piece of a list without match of `in_list` holds nothing but a name."""

    role_of: Mapping[str, Role]
    label: re.Pattern[str]
    label_ends: frozenset[str]
    role_verb: re.Pattern[str]
    in_list: re.Pattern[str]
    columns: Mapping[str, str]
    column_word: re.Pattern[str]
    kinds: tuple[str, ...]
    deadline_label: re.Pattern[str]
    no_duty: re.Pattern[str]
    preamble: re.Pattern[str]

    def opening(self, text: str) -> re.Match[str] | None:
        """The label with which a text begins; None if it begins with none."""
        return self.label.match(text) if "：" in text else None

    def labels(self, text: str, at: int = 0) -> Iterator[re.Match[str]]:
        """Every label of a text from `at`, in order. Each ends with a colon, so only the clauses before colons are searched."""
        while (colon := text.find("：", at)) >= 0:
            end = colon + 1
            while text.startswith("：", end):
                end += 1
            if colon and text[colon - 1] in self.label_ends:
                clause = max(text.rfind(stop, at, colon) for stop in "。；，") + 1
                start = at if "）" in text[clause:colon] else max(at, clause)
                match = self.label.search(text, max(start, colon - _LONGEST), end)
                if match:
                    yield match
            at = end


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
        rf"(?:(?P<other>{any_of(raw['other_labels'])}|(?<![\u4e00-\u9fff])(?:{NO_DUTY.pattern})[\u4e00-\u9fff]{{0,2}}(?:{'|'.join(_NAMED[:-1])})){aside}"  # type: ignore[arg-type]
        rf"|(?P<role>{any_of(role_of)}){aside}{nouns}{aside}(?:[及和、/]{nouns})?(?:[及和]{deadline})?"
        rf"|(?P<bare>{'|'.join(_BARE)})"
        rf"|(?P<due>(?:(?:任务|工作)?{deadline}){aside})"
        rf"|(?P<named>(?<![\u4e00-\u9fff])(?!有关|相关|各|下列|以下|上述|其他|所有|[区县市镇乡]|{NO_DUTY.pattern})(?:(?!{any_of(role_of)})[\u4e00-\u9fff]){{1,6}}?(?:{'|'.join(_NAMED)})){aside})：+"
    )
    verbs = [w for w in role_of if w not in {"责任", "主体", "工作", "推进", "支持", "主要责任", "第一责任"}]
    return Words(
        role_of=role_of,
        label=re.compile(label),
        label_ends=frozenset(fold(w)[-1] for w in (*raw["other_labels"], *raw["role_nouns"], *raw["deadline_labels"], *_BARE, *_NAMED, "）")),  # type: ignore[misc]
        role_verb=re.compile(any_of(verbs)),
        in_list=re.compile(any_of([*verbs, *"由请以及和与等（", "会同", "其中", "包括", "牵头", "配合", "职责", "职能", "任务"])),
        columns={fold(word): kind for kind, words in columns.items() for word in words},
        column_word=re.compile(any_of(w for names in columns.values() for w in names)),
        kinds=tuple(raw["kinds"]),  # type: ignore[arg-type]
        preamble=re.compile(rf"(?:{'|'.join(raw['preambles'])})(?:[。：]|$)"),  # type: ignore[arg-type]
        deadline_label=re.compile(rf"^{deadline}：?$"),
        no_duty=re.compile(any_of(raw["other_labels"])),  # type: ignore[arg-type]
    )
