"""The file of decisions: UTF-8, tab-separated, one line a decision, only ever appended to.

A decision is taken back by a further line, never by deleting one. Its order is that of the file.
"""

from __future__ import annotations

import getpass
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from graph.causes import cause
from graph.errors import DataFileError, StoreError
from graph.model import Role
from graph.names.datafile import Row, read_tsv
from graph.remarks import piece, piece_text

ENVIRONMENT = "ZEREN_FIXES"
MARK = "人工更正"  # stands before the id of a decision wherever the graph shows what it changed
UNDO = "undo"
LARGEST = 16 * 1024 * 1024  # bytes: a hundred thousand decisions
ROLES: Mapping[str, Role] = {"牵头": "LEAD", "责任": "RESPONSIBLE", "配合": "COOPERATE"}
SOURCE = "# 来源：工作人员的更正决定，由 zeren fix 追加，一行一项；不要修改或删除已有的行，撤销用 zeren fix --undo 编号"
_ID = re.compile(r"F[1-9]\d{0,8}")
_EMPTY = "-"  # an empty last cell would be a line that ends in a tabulator, which editors like to cut


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of decision. `words` are the arguments of `zeren fix`; `task` when it concerns one task, else a place.

    `says` is what it means, `example` a worked one.
    """

    words: tuple[str, ...]
    task: bool
    says: str
    example: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    "alias": Kind(("地区", "印出的名称", "单位"), False, "印出的名称指这个单位", ("云川区", "主办单位", "区政府办公室")),
    "same": Kind(("地区", "单位", "单位"), False, "两个名称是同一机构", ("云川区", "区城运中心", "区数据局")),
    "different": Kind(("地区", "单位", "单位"), False, "两个名称不是同一机构", ("云川区", "区房屋管理局", "区住房保障房屋管理局")),
    "role": Kind(("文件", "序号", "单位", "角色"), True, "这个单位在这项任务中的角色", ("yunchuan-2025", "14", "区交通委", "牵头")),
    "owner": Kind(("文件", "序号", "单位", "角色"), True, "这项任务应有这个单位", ("yunchuan-2025", "14", "区城管执法局", "配合")),
    "unowner": Kind(("文件", "序号", "单位"), True, "这项任务不应有这个单位", ("yunchuan-2025", "14", "区公安分局")),
    "theme": Kind(("文件", "序号", "主题"), True, "这项任务的首要主题", ("yunchuan-2025", "14", "政策解读")),
    "untheme": Kind(("文件", "序号", "主题"), True, "这项任务不属于这个主题", ("yunchuan-2025", "2", "教育")),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the file; every value is text, "" where there is none.

    `document` is a document's number, title, file name or id, for decisions about names the place (云川区). `title` is the
    beginning of the task as it was when the decision was taken: if another task has its number today, nothing is done.
    `what` joins the arguments with = (区教育局=牵头); for an undo it is the id of the decision taken back.
    """

    id: str
    when: str
    who: str
    kind: str
    document: str
    number: str
    title: str
    what: str
    old: str
    reason: str

    def words(self) -> tuple[str, ...]:
        """The parts of `what`."""
        return tuple(self.what.split("="))

    def mark(self) -> str:
        """人工更正 F3"""
        return f"{MARK} {self.id}"

    def says(self) -> str:
        """The decision in words, without its mark."""
        return piece_text(self.told())

    def told(self) -> dict[str, Any]:
        """The decision as a piece of a message (graph/remarks.yaml)."""
        first, second = (*self.words(), "", "")[:2]
        return piece(f"decide_{self.kind}", place=self.document, number=self.number, what=self.what, first=first, second=second)


COLUMNS = tuple(field.name for field in fields(Decision))


@dataclass(frozen=True, slots=True)
class Fixes:
    """All decisions of a file in order, those taken back too."""

    path: Path
    decisions: tuple[Decision, ...] = ()

    def undone(self) -> frozenset[str]:
        """The ids of those that were taken back; an undo may itself be undone."""
        gone: set[str] = set()
        for decision in reversed(self.decisions):
            if decision.kind == UNDO and decision.id not in gone:
                gone.add(decision.what)
        return frozenset(gone)

    def active(self) -> tuple[Decision, ...]:
        """Those that hold, in order."""
        gone = self.undone()
        return tuple(one for one in self.decisions if one.id not in gone and one.kind != UNDO)

    def find(self, number: str) -> Decision | None:
        """The decision with this id."""
        return next((one for one in self.decisions if one.id == number), None)

    def next_id(self) -> str:
        """The id of the next decision."""
        return f"F{max((int(one.id[1:]) for one in self.decisions), default=0) + 1}"

    def plus(self, decision: Decision) -> Fixes:
        """These and one more."""
        return replace(self, decisions=(*self.decisions, decision))


def current_user() -> str:
    """Who decides where nobody is named; a container may have no name for its user."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "未署名"


def fix_help() -> str:
    """What `zeren fix --help` says: every kind with its words and an example."""
    lines = [f"  {name} {' '.join(kind.words)}：{kind.says}" for name, kind in KINDS.items()]
    examples = [f"  zeren fix {name} {' '.join(kind.example)}" for name, kind in KINDS.items()]
    parts = (
        "记下一项人工更正，图库随即照办；以后重新读入文件，更正仍然有效，随时可以撤销。",
        "\n".join(("\b", "类别：", *lines)),
        "\n".join(("\b", "例：", *examples, "  zeren fix --undo F3")),
    )
    return "\n\n".join(parts)


def fixes_path(address: str) -> Path:
    """The file of a store: the environment's, else beside the store; for a server in the working folder."""
    given = os.environ.get(ENVIRONMENT)
    if given:
        return Path(given).expanduser()
    return Path("zeren.fixes.tsv") if "://" in address else Path(address + ".fixes.tsv").expanduser()


def read_fixes(path: Path) -> Fixes:
    """The decisions of a file, none if there is no file. Raises DataFileError that names file and line."""
    if not path.exists():
        return Fixes(path)
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise DataFileError(f"{path.name}：不是更正记录，或文件过大", hint=f"检查环境变量 {ENVIRONMENT} 指的是不是更正记录文件")
    seen: dict[str, Decision] = {}
    for row in read_tsv(path, COLUMNS):
        decision = _decision(row, seen)
        seen[decision.id] = decision
    return Fixes(path, tuple(seen.values()))


def _decision(row: Row, earlier: Mapping[str, Decision]) -> Decision:
    values = {name: row.text(name) for name in COLUMNS}
    found = Decision(**{name: "" if value == _EMPTY else value for name, value in values.items()})
    if not _ID.fullmatch(found.id):
        raise row.error(f"编号“{found.id}”不对", "编号是 F 和一个数，例如 F7")
    if found.id in earlier:
        raise row.error(f"编号 {found.id} 用了两次", "两份记录合并时，请给后面的行换上新的编号")
    try:
        datetime.fromisoformat(found.when)
    except ValueError as error:
        raise row.error(f"时间“{found.when}”不对", "写成 2025-08-06 或 2025-08-06T09:30:00") from error
    if found.kind == UNDO:
        if found.what not in earlier:
            raise row.error(f"要撤销的 {found.what} 不在前面", "只能撤销前面已有的决定")
        return found
    kind = KINDS.get(found.kind)
    if kind is None:
        raise row.error(f"不认识的更正类别“{found.kind}”", f"可以是：{'、'.join((*KINDS, UNDO))}")
    _check(row, found, kind)
    return found


def _check(row: Row, found: Decision, kind: Kind) -> None:
    words = found.words()
    wanted = kind.words[2:] if kind.task else kind.words[1:]
    if not found.document or (kind.task and not found.number):
        raise row.error("缺少文件（地区）或序号", f"{found.kind} 要有：{'、'.join(kind.words)}")
    if len(words) != len(wanted) or not all(words):
        raise row.error(f"内容“{found.what}”不对", f"{found.kind} 写成 {'='.join(wanted)}")
    if "角色" in wanted and words[-1] not in ROLES:
        raise row.error(f"角色“{words[-1]}”不对", f"可以是：{'、'.join(ROLES)}")


def one_line(text: str) -> str:
    """Text that takes no more than a cell: white space and control characters of every kind as single blanks."""
    plain = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join(plain.split())


def append(path: Path, decision: Decision) -> None:
    """Write one more line, on disk when this returns. Raises StoreError when that is not possible."""
    values = [one_line(str(getattr(decision, name))) or _EMPTY for name in COLUMNS]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as out:
            head = b"" if out.tell() else "\n".join((SOURCE, "\t".join(COLUMNS), "")).encode("utf-8")
            # A line that was cut off by a crash must not swallow this one.
            torn = b"\n" if out.tell() and not path.read_bytes().endswith(b"\n") else b""
            out.write(head + torn + "\t".join(values).encode("utf-8") + b"\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise StoreError(f"{path} 写不进去：{cause(error, writing=True)}", hint=f"请检查写入权限，或用环境变量 {ENVIRONMENT} 指定别处") from error
