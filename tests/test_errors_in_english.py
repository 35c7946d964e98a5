"""With `--lang en` an error is English: real mistakes on the command line, whose answer has no Chinese but the names that were given."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli

DOCUMENTS = Path(__file__).resolve().parents[1] / "examples" / "documents"
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
# Names: in quotation marks, those that are proposed, and the units of the examples in hints.
NAMES = r"“[^”]*”|'[^']*'|(?<=Next: is it: ).*(?=\?\n)|区?教育局|区民政局|卫健委"
CASES = (  # the command line, its status, what the answer says
    ("obligations 区教玉局", 2, "“区教玉局”"),
    ("obligations 教育局 --store none.lb", 3, "the graph none.lb does not exist"),
    ("obligations 教育局 --store http://x", 3, "this graph address is not supported"),
    ("obligations 教育局 --store .", 3, "is a folder, not a graph file"),
    ("obligations 教育局 --store bad.lb", 3, "cannot be opened"),
    ("obligations 教育局 --district 无名区", 2, "no district “无名区” found"),
    ("obligations 教育局 --units none.txt", 2, "none.txt cannot be read"),
    ("obligations 教育局 --units empty.txt", 2, "names no unit"),
    ("obligations 教育局 --role 无名", 2, "is not one of"),
    ("obligations 教育局 --format xlsx", 2, "has to be written to a file"),
    ("obligations 教育局 -o none/out.csv", 2, "cannot be written"),
    ("obligations 教育局 --limit -1", 2, "see zeren obligations --help"),
    ("obligations", 2, "obligations lacks the parameter UNIT"),
    ("obligations --nosuch", 2, "No such option"),
    ("partners 无名局", 2, "no unit “无名局” found"),
    ("path 区教育局 无名局", 2, "no unit “无名局” found"),
    ("due --month 13", 2, "the month is wrong: 13"),
    ("due --before 2025-13-01", 2, "the date is wrong: 2025-13-01"),
    ("compare --district 甲 --district 乙 --district 丙", 2, ""),
    ("search 教育 --each 0", 2, "each should be a whole number above 0: 0"),
    ("show 99", 2, ""),
    ("overload --what-if x", 2, "the change is not understood: x"),
    ("cypher 'CREATE (n)'", 2, "is not allowed in a query"),
    ("cypher 'MATCH (n) RETURN n; MATCH (n) RETURN n'", 2, "only one query can be run at a time"),
    ("cypher ' '", 2, ""),
    ("cypher 'MATCH (n:Nosuch) RETURN n'", 3, "the graph could not run the statement"),
    ("cypher 'MATCH (n) RETURN n' --units units.txt", 2, "the statement does not use $units"),
    ("trace 无名文件", 2, ""),
    ("view unit 无名局 -o out.html", 2, ""),
    ("view theme 无名主题 -o out.html", 2, "there is no theme “无名主题”"),
    ("check none.txt", 1, "none.txt: no such file or folder"),
    ("check empty.txt", 1, "the file is empty"),
    ("check bad.pdf", 1, "the file is damaged, or not a PDF"),
    ("check bad.docx", 1, ""),
    ("check bad.zip", 1, "the archive"),
    ("check data.bin", 1, "unknown file format .bin"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of one document and files that cannot be used."""
    folder = tmp_path_factory.mktemp("mistakes")
    done = CliRunner().invoke(cli.main, ["ingest", str(DOCUMENTS / "yunchuan-2025.txt"), "--store", str(folder / "zeren.lb")])
    assert done.exit_code == 0, done.output
    for name in ("bad.lb", "bad.pdf", "bad.docx", "bad.zip", "data.bin"):
        (folder / name).write_bytes(b"neither of these")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "units.txt").write_text("区教育局\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("line", "status", "says"), CASES, ids=[case[0] for case in CASES])
def test_an_error_is_english(line: str, status: int, says: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    words = shlex.split(line)
    done = CliRunner().invoke(cli.main, [*words, "--lang", "en"], prog_name="zeren")
    assert done.exit_code == status, done.output
    told = done.stderr
    assert re.match("(Error|Skipped): .+\nNext: .+\n", told), told
    assert says in told
    rest = re.sub(NAMES, "", told)
    unknown = [found for found in CHINESE.findall(rest) if found not in line]
    assert not unknown, told
